/*
 * Operations by name, for the rest of the room: only call/invoke.c sees the registry.
 */
#ifndef CALL_INVOKE_H
#define CALL_INVOKE_H

#include "core/mem.h"
#include "shape/operation.h"

#include <connect/error.h>

/* The service that all registered operations belong to. */
const struct service *invoke_service(void);

/* A request out of JSON (NULL or "" for {}), in `arena`. */
connect_status invoke_input(const struct connect_operation *operation, const char *json,
                            struct arena *arena, void **out, connect_error **error);
/* A response as JSON: an owned block that keeps the request id and the attempts. */
connect_status invoke_output(const struct connect_operation *operation, const void *response,
                             char **out, connect_error **error);

#endif
