/* Operations by name, or by method and path: the only view of the registry. */
#include "call/operations.h"

#include "api/registry.h"

#include <connect/operation.h>

#include <string.h>

static int compare_name(const struct connect_operation *operation, const char *name)
{
    return strcmp(operation->name, name);
}

/* Where an operation of that name stands, or would stand. */
static size_t position_of(const char *name)
{
    size_t low = 0, high = registry_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_name(registry_operations[middle], name) < 0) {
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

    if (position == registry_count || compare_name(registry_operations[position], name) != 0) {
        return NULL;
    }
    return registry_operations[position];
}

const struct connect_operation *operation_named(const char *name)
{
    const struct connect_operation *operation = connect_operation_find(name);

    for (size_t i = 0; operation == NULL && i < registry_untyped_count; i++) {
        if (strcmp(registry_untyped[i].name, name) == 0) {
            operation = &registry_untyped[i];
        }
    }
    return operation;
}

/* Compares segment by segment; a label takes any segment that is not empty. */
static bool path_fits(const char *template, const char *path)
{
    while (*template == '/' && *path == '/') {
        size_t want = strcspn(++template, "/"), have = strcspn(++path, "/");
        bool is_label = *template == '{';

        if (is_label ? have == 0 : want != have || memcmp(template, path, want) != 0) {
            return false;
        }
        template += want;
        path += have;
    }
    return *template == '\0' && *path == '\0';
}

const struct connect_operation *operation_at(const char *method, const char *path)
{
    for (size_t i = 0; i < registry_count + registry_untyped_count; i++) {
        const struct connect_operation *operation =
            i < registry_count ? registry_operations[i] : &registry_untyped[i - registry_count];

        if (strcmp(operation->method, method) == 0 && path_fits(operation->path, path)) {
            return operation;
        }
    }
    return NULL;
}
