/*
 * Errors: what to look at, and what to do about each class.  Every call below fails, each in
 * another way.
 */
#include <connect/connect.h>

#include <stdio.h>

/* What an application does depends on the class; what its user reads is in the error. */
static const char *what_to_do(const connect_error *error)
{
    switch (connect_error_code(error)) {
    case CONNECT_E_NOT_FOUND:
        return "go on without it";
    case CONNECT_E_ARGUMENT:
    case CONNECT_E_INVALID_REQUEST:
        return "mend the request: sending it again is vain";
    case CONNECT_E_THROTTLED:
    case CONNECT_E_INTERNAL:
    case CONNECT_E_TRANSPORT:
    case CONNECT_E_TIMEOUT:
        return connect_error_is_retryable(error) ? "retry later" : "look at the network";
    case CONNECT_E_QUOTA_EXCEEDED:
    case CONNECT_E_LIMIT_EXCEEDED:
        return "request a higher quota";
    case CONNECT_E_UNAUTHENTICATED:
    case CONNECT_E_ACCESS_DENIED:
    case CONNECT_E_CREDENTIALS:
    case CONNECT_E_CONFIGURATION:
        return "look at keys, permissions and settings";
    default:
        return "report it to the user"; /* new classes may come: a switch wants a default */
    }
}

static void report(const char *what, connect_error *error)
{
    printf("%s\n", what);
    printf("  class     %s\n", connect_status_name(connect_error_code(error)));
    printf("  message   %s\n", connect_error_message(error));
    if (connect_error_aws_type(error) != NULL) {
        printf("  type      %s, HTTP %d\n", connect_error_aws_type(error),
               (int)connect_error_http_status(error));
    }
    if (connect_error_request_id(error) != NULL) {
        printf("  request   %s\n", connect_error_request_id(error));
    }
    for (size_t i = 0; i < connect_error_problem_count(error); i++) {
        printf("  problem   %s\n", connect_error_problem(error, i));
    }
    printf("  attempts  %d\n", (int)connect_error_attempts(error));
    printf("  so        %s\n\n", what_to_do(error));
    connect_error_free(error);
}

static void unknown_instance(connect_client *client)
{
    connect_describe_instance_request request = { .size = sizeof request,
                                                  .instance_id =
                                                      "00000000-0000-4000-8000-000000000000" };
    connect_error *error = NULL;

    connect_describe_instance(client, &request, NULL, &error);
    report("An instance that does not exist", error);
}

static void unusable_request(connect_client *client)
{
    connect_create_instance_request request = { .size = sizeof request, .instance_alias = "" };
    connect_error *error = NULL;

    connect_create_instance(client, &request, NULL, &error);
    report("A request with several mistakes: all are listed, nothing is sent", error);
}

static void nobody_there(void)
{
    connect_client_options options = {
        .size = sizeof options,
        .region = "us-east-1",
        .endpoint_url = "http://127.0.0.1:1",
        .retry_mode = CONNECT_RETRY_OFF,
    };
    connect_client *client = NULL;
    connect_error *error = NULL;

    if (connect_client_new(&options, &client, &error) == CONNECT_OK) {
        connect_list_instances(client, NULL, NULL, &error);
    }
    report("A server that is not there", error);
    connect_client_free(client);
}

static void no_time(connect_client *client)
{
    connect_call_options hurry = { .size = sizeof hurry, .timeout_ms = CONNECT_SET(1) };
    connect_client *view = NULL;
    connect_cancel *cancel = NULL;
    connect_error *error = NULL;

    /*
     * A view is the client with other options for its calls.  A token that was fired stops them at
     * once.
     */
    if (connect_cancel_new(&cancel) != CONNECT_OK) {
        return;
    }
    connect_cancel_fire(cancel);
    hurry.cancel = cancel;
    if (connect_client_with(client, &hurry, &view, &error) == CONNECT_OK) {
        connect_list_instances(view, NULL, NULL, &error);
    }
    report("A call that was called off", error);
    connect_client_free(view);
    connect_cancel_free(cancel);
}

int main(void)
{
    connect_client *client = NULL;
    connect_error *error = NULL;

    if (connect_client_new(NULL, &client, &error) != CONNECT_OK) {
        report("No client", error);
        return 1;
    }
    unknown_instance(client);
    unusable_request(client);
    nobody_there();
    no_time(client);
    connect_client_free(client);
    return 0;
}
