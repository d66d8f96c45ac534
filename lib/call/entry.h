/*
 * What rows turn into: the public functions of an operation.  Included by lib/api only.
 */
#ifndef CALL_ENTRY_H
#define CALL_ENTRY_H

#include "shape/operation.h"

#include <connect/loop.h>

extern const struct service connect_service;
extern const struct service zapi_service;

/*
 * Runs an operation with the blocking driver.  out: where a pointer to the response goes, or NULL;
 * untyped, so that a typed function is no more than a jump.
 */
connect_status entry_call(connect_client *client, const struct connect_operation *operation,
                          const void *request, void *out, connect_error **error);
/* Starts it on a loop. */
connect_status entry_start(connect_loop *loop, connect_client *client,
                           const struct connect_operation *operation, const void *request,
                           connect_done_fn done, void *user, connect_call **out,
                           connect_error **error);
connect_pager *entry_pages(connect_client *client, const struct connect_operation *operation,
                           const void *request);
/* The next item: a struct, or a text for lists of texts. */
const void *entry_next(connect_pager *pager, const struct connect_operation *operation);

/*
 * OPERATION(list_instances, "ListInstances", "GET", "/instance", "One line.", .errors =
 * ERRORS("..."),
 *           .repeatable = true)
 * defines the table operation_list_instances and the functions connect_list_instances() and
 * connect_list_instances_start().
 */
#define OPERATION(id, ...) OPERATION_OF(connect_client, connect_service, id, __VA_ARGS__)

/* The same for the service and the client type of another tenant. */
#define OPERATION_OF(client_type, service_of, id, op_name, op_method, op_path, op_summary, ...)  \
    const struct connect_operation operation_##id = { .name = (op_name),                         \
                                                      .method = (op_method),                     \
                                                      .path = (op_path),                         \
                                                      .service = &service_of,                    \
                                                      .input = &connect_##id##_request_shape,    \
                                                      .output = &connect_##id##_response_shape,  \
                                                      .summary = (op_summary),                   \
                                                      __VA_ARGS__ };                             \
    connect_status connect_##id(client_type *client, const connect_##id##_request *request,      \
                                connect_##id##_response **out, connect_error **error)            \
    {                                                                                            \
        return entry_call((connect_client *)client, &operation_##id, request, out, error);       \
    }                                                                                            \
    connect_status connect_##id##_start(                                                         \
        connect_loop *loop, client_type *client, const connect_##id##_request *request,          \
        connect_done_fn done, void *user, connect_call **out, connect_error **error)             \
    {                                                                                            \
        return entry_start(loop, (connect_client *)client, &operation_##id, request, done, user, \
                           out, error);                                                          \
    }                                                                                            \
    struct operation_##id##_ends_here

#define ERRORS(...)       \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

/* clang-format off */
/* .quota = QUOTA(25, 50): requests a second, and at once; without it the default of the service. */
#define QUOTA(a_second, at_once) &(const struct quota){ (a_second), (at_once) }
/* .quota_variants = QUOTA_VARIANTS({ "IntegrationType", "SES_IDENTITY", { 1, 1 } }) */
#define QUOTA_VARIANTS(...) \
    (const struct quota_variant[]) { __VA_ARGS__, { NULL, NULL, { 0, 0 } } }
/* clang-format on */

/*
 * PAGER(list_instances, const connect_instance_summary): connect_list_instances_pages() and
 * _next().
 */
#define PAGER(id, item_type) PAGER_OF(connect_client, id, item_type)

#define PAGER_OF(client_type, id, item_type)                                    \
    connect_pager *connect_##id##_pages(client_type *client,                    \
                                        const connect_##id##_request *request)  \
    {                                                                           \
        return entry_pages((connect_client *)client, &operation_##id, request); \
    }                                                                           \
    item_type *connect_##id##_next(connect_pager *pager)                        \
    {                                                                           \
        return entry_next(pager, &operation_##id);                              \
    }                                                                           \
    struct pager_##id##_ends_here

#endif
