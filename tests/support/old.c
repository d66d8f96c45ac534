/*
 * Deliberately includes no header of the library: these are declarations as an older one had them, frozen.  In that
 * version CreateInstance had no directory and no tags, and an instance ended with its status.
 */
#include "support/old.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct old_opt_bool {
    bool is_set;
    bool value;
} old_opt_bool;

typedef struct old_opt_time {
    bool is_set;
    long long value;
} old_opt_time;

typedef struct old_create_instance_request {
    size_t size;
    const char *client_token;
    int identity_management_type;
    const char *identity_management_type_text;
    const char *instance_alias;
} old_create_instance_request;

typedef struct old_instance {
    size_t size;
    const char *id;
    const char *arn;
    int identity_management_type;
    const char *identity_management_type_text;
    const char *instance_alias;
    old_opt_time created_time;
    const char *service_role;
    int instance_status;
    const char *instance_status_text;
} old_instance;

typedef struct old_describe_instance_request {
    size_t size;
    const char *instance_id;
} old_describe_instance_request;

typedef struct old_describe_instance_response {
    size_t size;
    const old_instance *instance;
} old_describe_instance_response;

int connect_create_instance(struct connect_client *client, const old_create_instance_request *request, void **out, void **error);
int connect_describe_instance(struct connect_client *client, const old_describe_instance_request *request,
                              const old_describe_instance_response **out, void **error);
void connect_free(const void *block);

int old_create_instance(struct connect_client *client)
{
    struct {
        old_create_instance_request request;
        unsigned char behind[256];
    } memory;

    memset(&memory, 0xa5, sizeof memory);
    memory.request = (old_create_instance_request){ .size = sizeof memory.request,
                                                    .client_token = "mine",
                                                    .identity_management_type = 1,
                                                    .instance_alias = "old" };
    return connect_create_instance(client, &memory.request, NULL, NULL);
}

int old_describe_instance(struct connect_client *client, int *read)
{
    const old_describe_instance_request request = { sizeof request, "i-1" };
    const old_describe_instance_response *response = NULL;
    int status = connect_describe_instance(client, &request, &response, NULL);

    *read = response != NULL && response->size >= sizeof *response && response->instance != NULL &&
            response->instance->size >= sizeof *response->instance && strcmp(response->instance->id, "i-1") == 0 &&
            response->instance->created_time.is_set && response->instance->created_time.value == 1700000000000 &&
            response->instance->instance_status == -1 && strcmp(response->instance->instance_status_text, "MOVING") == 0;
    connect_free(response);
    return status;
}
