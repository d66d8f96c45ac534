/*
 * Operations by name, or by method and path, for the rest of the room: only call/operations.c sees
 * the registry.
 *
 * Of those without a typed function only name, method, path and quota are known.
 */
#ifndef CALL_OPERATIONS_H
#define CALL_OPERATIONS_H

#include "shape/operation.h"

/* NULL when there is none. */
const struct connect_operation *operation_named(const char *name);
/* path: as sent. */
const struct connect_operation *operation_at(const char *method, const char *path);

#endif
