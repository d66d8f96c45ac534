/* Operations by name: the only view of the registry. */
#include "api/registry.h"

#include <connect/operation.h>

#include <string.h>

static int compare(const struct connect_operation *operation, const char *name)
{
    return strcmp(operation->name, name);
}

/* Where an operation of that name stands, or would stand. */
static size_t position_of(const char *name)
{
    size_t low = 0, high = registry_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(registry_operations[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const connect_operation *connect_operation_next(const connect_operation *previous)
{
    size_t next = previous != NULL ? position_of(previous->name) + 1 : 0;

    return next < registry_count ? registry_operations[next] : NULL;
}

const connect_operation *connect_operation_find(const char *name)
{
    size_t position = name != NULL ? position_of(name) : registry_count;

    if (position == registry_count || compare(registry_operations[position], name) != 0) {
        return NULL;
    }
    return registry_operations[position];
}
