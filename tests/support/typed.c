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

#define PAGER(id)                                                                 \
    static connect_pager *pages_##id(connect_client *client, const void *request) \
    {                                                                             \
        return connect_##id##_pages(client, request);                             \
    }                                                                             \
    static const void *next_##id(connect_pager *pager)                            \
    {                                                                             \
        return connect_##id##_next(pager);                                        \
    }
ALL_PAGERS(PAGER)

#define PAGER_ROW(id) { &operation_##id, pages_##id, next_##id },
const struct typed_pager typed_pagers[] = { ALL_PAGERS(PAGER_ROW) };
const size_t typed_pagers_count = sizeof typed_pagers / sizeof typed_pagers[0];
