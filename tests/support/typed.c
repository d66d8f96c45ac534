#include "support/typed.h"

#include "api/registry.h"

#include <connect/connect.h>

#define WRAPPER(id)                                                                          \
    static connect_status call_##id(connect_client *client, const void *request, void **out, \
                                    connect_error **error)                                   \
    {                                                                                        \
        connect_##id##_response *response = NULL;                                            \
        connect_status status = connect_##id(client, request, &response, error);             \
                                                                                             \
        *out = response;                                                                     \
        return status;                                                                       \
    }
ALL_OPERATIONS(WRAPPER)

#define LISTED(id) call_##id,
static const typed_fn typed[] = { ALL_OPERATIONS(LISTED) };

typed_fn typed_of(const struct connect_operation *operation)
{
    for (size_t i = 0; i < registry_count; i++) {
        if (registry_operations[i] == operation) {
            return typed[i];
        }
    }
    return NULL;
}
