/*
 * An application, for install.sh: it sees the public headers only, and compiles as
 * C99 and as C++17.  It goes through client, checks and errors, so a static link needs all that the
 * library needs.
 */
#include <connect/connect.h>

#include <stdio.h>
#include <string.h>

static size_t count_operations(void)
{
    const connect_operation *operation = NULL;
    size_t count = 0;

    while ((operation = connect_operation_next(operation)) != NULL) {
        count++;
    }
    return count;
}

/* An instance without its id is refused before anything is sent. */
static connect_status describe_nothing(connect_client *client)
{
    connect_describe_instance_request request;
    connect_error *error = NULL;
    connect_status status;

    connect_init(&request);
    status = connect_describe_instance(client, &request, NULL, &error);
    if (strstr(connect_error_message(error), "InstanceId") == NULL) {
        status = CONNECT_OK;
    }
    connect_error_free(error);
    return status;
}

int main(void)
{
    char built[32];
    connect_client_options options;
    connect_client *client = NULL;
    connect_status status;

    (void)snprintf(built, sizeof built, "%d.%d.%d", CONNECT_VERSION_MAJOR, CONNECT_VERSION_MINOR,
                   CONNECT_VERSION_PATCH);
    connect_init(&options);
    options.region = "us-west-2";
    if (connect_client_new(&options, &client, NULL) != CONNECT_OK) {
        return 1;
    }
    status = describe_nothing(client);
    connect_client_free(client);
    return status == CONNECT_E_ARGUMENT && count_operations() > 0 &&
                   strcmp(built, connect_version()) == 0
               ? 0
               : 1;
}
