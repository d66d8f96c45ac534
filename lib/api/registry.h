/*
 * All operations in alphabetical order.  Included by call/invoke.c and nobody else.
 */
#ifndef API_REGISTRY_H
#define API_REGISTRY_H

#include "shape/operation.h"

extern const struct connect_operation *const registry_operations[];
extern const size_t registry_count;

#endif
