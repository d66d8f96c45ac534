/*
 * Creates an instance and waits until it is active, and reports the three ways in which that can
 * fail apart: it was not accepted, it failed later, or it takes longer than one wants to wait.
 *
 *     create_and_wait ALIAS [SECONDS]
 *     create_and_wait --id ID [SECONDS]      takes up a wait again
 */
#include <connect/connect.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool show(void *user, const char *instance_status, int64_t waited_ms)
{
    (void)user;
    fprintf(stderr, "%4d s  %s\n", (int)(waited_ms / 1000),
            instance_status != NULL ? instance_status : "-");
    return true;
}

static connect_status create_or_resume(connect_client *client, const char *alias, const char *id,
                                       const connect_wait_options *wait,
                                       connect_describe_instance_response **out,
                                       connect_error **error)
{
    connect_create_instance_request request = {
        .size = sizeof request,
        .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
        .instance_alias = alias,
        .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(false),
    };

    if (id != NULL) {
        return connect_wait_instance_active(client, id, wait, out, error);
    }
    return connect_create_instance_and_wait(client, &request, wait, out, error);
}

static int explain(const connect_error *error)
{
    switch (connect_error_code(error)) {
    case CONNECT_E_WAITER:
        fprintf(stderr, "the creation of %s failed: %s\n", connect_error_resource_id(error),
                connect_error_reason(error) != NULL ? connect_error_reason(error)
                                                    : "no reason given");
        return 2;
    case CONNECT_E_TIMEOUT:
        if (connect_error_resource_id(error) != NULL) {
            fprintf(stderr, "not active yet; go on with: create_and_wait --id %s\n",
                    connect_error_resource_id(error));
            return 3;
        }
        /* fall through */
    default:
        fprintf(stderr, "%s: %s\n", connect_status_name(connect_error_code(error)),
                connect_error_message(error));
        return 1;
    }
}

int main(int argc, char **argv)
{
    bool resume = argc > 2 && strcmp(argv[1], "--id") == 0;
    const char *seconds = argc > 2 + resume ? argv[2 + resume] : "600";
    connect_wait_options wait = { .size = sizeof wait, .progress = show };
    connect_client *client = NULL;
    connect_describe_instance_response *active = NULL;
    connect_error *error = NULL;
    connect_status status;
    int code = 0;

    if (argc < 2) {
        fprintf(stderr, "usage: create_and_wait ALIAS|--id ID [SECONDS]\n");
        return 1;
    }
    wait.timeout_ms = (connect_opt_int64)CONNECT_SET(strtol(seconds, NULL, 10) * INT64_C(1000));
    wait.min_delay_ms = (connect_opt_int64)CONNECT_SET(500);
    status = connect_client_new(NULL, &client, &error);
    if (status == CONNECT_OK) {
        status = create_or_resume(client, argv[1], resume ? argv[2] : NULL, &wait, &active, &error);
    }
    if (status == CONNECT_OK) {
        printf("%s  %s\n", active->instance->id, active->instance->instance_status_text);
    } else {
        code = explain(error);
    }
    connect_error_free(error);
    connect_free(active);
    connect_client_free(client);
    return code;
}
