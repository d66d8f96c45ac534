/*
 * The list of all operations.
 */
#include "api/registry.h"

/* Alphabetical, and in one place only: the list declares what it holds. */
#define ALL_OPERATIONS(X)        \
    X(create_instance)           \
    X(delete_instance)           \
    X(describe_instance)         \
    X(list_instances)            \
    X(list_tags_for_resource)    \
    X(tag_resource)              \
    X(untag_resource)

#define DECLARE(id) extern const struct connect_operation operation_##id;
ALL_OPERATIONS(DECLARE)

#define LISTED(id) &operation_##id,
const struct connect_operation *const registry_operations[] = { ALL_OPERATIONS(LISTED) };
const size_t registry_count = sizeof registry_operations / sizeof registry_operations[0];
