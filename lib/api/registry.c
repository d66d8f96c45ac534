/*
 * The list of all operations.
 */
#include "api/registry.h"

#define LISTED(id) &operation_##id,
const struct connect_operation *const registry_operations[] = { ALL_OPERATIONS(LISTED) };
const size_t registry_count = sizeof registry_operations / sizeof registry_operations[0];
