/* See quota_name.h. */
#include "call/quota_name.h"

#include "call/operations.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/text.h"

#define LABEL "{}"

/* ---- paths ---- */

/*
 * Literals of the service's paths are words in lower case with hyphens, the last of them sometimes
 * a version ("...-v2"); what is empty stays so.  Anything else is an id, a name or an ARN.
 */
static bool is_literal(const char *segment, size_t size)
{
    size_t version = size > 2 && text_is_digit(segment[size - 1]) && segment[size - 2] == 'v' &&
                             segment[size - 3] == '-'
                         ? 1
                         : 0;

    for (size_t i = 0; i + version < size; i++) {
        if ((segment[i] < 'a' || segment[i] > 'z') && segment[i] != '-') {
            return false;
        }
    }
    return true;
}

/* The path with "{}" for each segment that is not a literal. */
static const char *pattern_of(const char *method, const char *path, struct arena *arena)
{
    size_t room = strlen(method) + 3 * strlen(path) + 2;
    char *pattern = arena_alloc(arena, room);
    char *at = pattern;

    if (pattern == NULL) {
        return NULL;
    }
    at = stpcpy(stpcpy(at, method), " ");
    while (*path == '/') {
        size_t size = strcspn(++path, "/");

        *at++ = '/';
        if (is_literal(path, size)) {
            memcpy(at, path, size);
            at += size;
        } else {
            at = stpcpy(at, LABEL);
        }
        path += size;
    }
    *at = '\0';
    ASSERT((size_t)(at - pattern) < room);
    return pattern;
}

bool quota_of_path(const char *method, const char *path, struct arena *arena, struct quota_use *out)
{
    const struct connect_operation *operation = operation_at(method, path);

    if (operation != NULL) {
        *out = quota_of_operation(operation);
        return true;
    }
    *out = (struct quota_use){ pattern_of(method, path, arena),
                               { QUOTA_DEFAULT_RATE, QUOTA_DEFAULT_BURST },
                               false };
    return out->name != NULL;
}

/* ---- names that an account gives ---- */

static bool has_variant(const struct connect_operation *operation, const char *value)
{
    const struct quota_variant *variant = operation->quota_variants;

    for (; variant != NULL && variant->member != NULL; variant++) {
        if (strcmp(variant->value, value) == 0) {
            return true;
        }
    }
    return false;
}

static connect_status parse_path(const char *given, const char *path, struct arena *arena,
                                 const char **out, connect_error **error)
{
    const char *method = arena_strndup(arena, given, (size_t)(path - given) - 1);
    struct quota_use use;

    if (method == NULL || !quota_of_path(method, path, arena, &use)) {
        return error_memory(error);
    }
    *out = use.name;
    return CONNECT_OK;
}

static connect_status parse_name(const char *given, struct arena *arena, const char **out,
                                 connect_error **error)
{
    size_t size = strcspn(given, ":");
    const char *name = arena_strndup(arena, given, size);
    const struct connect_operation *operation;

    if (name == NULL) {
        return error_memory(error);
    }
    operation = operation_named(name);
    if (operation == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "\"%s\" is no operation (expected a name like \"ListInstances\", or a "
                         "method and a path like \"POST /search-contacts\")",
                         given);
    }
    if (given[size] == ':' && !has_variant(operation, given + size + 1)) {
        return error_set(error, CONNECT_E_ARGUMENT, "\"%s\": %s has no quota of its own for \"%s\"",
                         given, operation->name, given + size + 1);
    }
    *out = arena_strdup(arena, given);
    return *out != NULL ? CONNECT_OK : error_memory(error);
}

connect_status quota_name_parse(const char *given, struct arena *arena, const char **out,
                                connect_error **error)
{
    const char *space = strchr(given, ' ');

    return space != NULL && space > given && space[1] == '/'
               ? parse_path(given, space + 1, arena, out, error)
               : parse_name(given, arena, out, error);
}
