/*
 * Includes no header of the library but the frozen one, in which an instance ended with its status.
 */
#include "support/old.h"

#include "old/connect/connect.h"

int old_create_instance(struct connect_client *client)
{
    struct {
        connect_create_instance_request request;
        unsigned char behind[256];
    } memory;

    memset(&memory, 0xa5, sizeof memory);
    memory.request = (connect_create_instance_request){ .size = sizeof memory.request,
                                                        .client_token = "mine",
                                                        .identity_management_type = 1,
                                                        .instance_alias = "old" };
    return connect_create_instance(client, &memory.request, NULL, NULL);
}

int old_describe_instance(struct connect_client *client, int *read)
{
    const connect_describe_instance_request request = { sizeof request, "i-1" };
    connect_describe_instance_response *response = NULL;
    int status = connect_describe_instance(client, &request, &response, NULL);

    *read = response != NULL && response->size >= sizeof *response && response->instance != NULL &&
            response->instance->size >= sizeof *response->instance &&
            strcmp(response->instance->id, "i-1") == 0 && response->instance->created_time.is_set &&
            response->instance->created_time.value == 1700000000000 &&
            response->instance->instance_status == -1 &&
            strcmp(response->instance->instance_status_text, "MOVING") == 0;
    connect_free(response);
    return status;
}
