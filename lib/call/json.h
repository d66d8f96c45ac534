/*
 * Requests and responses of an operation as JSON.
 */
#ifndef CALL_JSON_H
#define CALL_JSON_H

#include "core/mem.h"
#include "shape/operation.h"

#include <connect/error.h>

/* Decodes a request (NULL or "" for {}) into `arena`. */
connect_status operation_input(const struct connect_operation *operation, const char *json,
                               struct arena *arena, void **out, connect_error **error);
/*
 * Encodes a response that was decoded with keep_unknown: an owned block with the request id and the
 * attempts.
 */
connect_status operation_output(const struct connect_operation *operation, const void *response,
                                char **out, connect_error **error);

#endif
