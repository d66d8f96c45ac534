/*
 * Deep copies: what a pager or a waiter keeps of a request that it only borrows.
 */
#include "shape/clone.h"

#include "core/assert.h"
#include "shape/row.h"
#include "shape/shape.h"

/* False without memory.  *out is NULL for NULL. */
static bool clone_text(const char *text, struct arena *arena, const void **out)
{
    *out = arena_strdup(arena, text);
    return text == NULL || *out != NULL;
}

static bool clone_struct(const struct connect_shape *shape, const void *value, struct arena *arena,
                         const void **out)
{
    *out = value != NULL ? shape_clone(shape, value, arena) : NULL;
    return value == NULL || *out != NULL;
}

static bool clone_pair(const connect_pair *pair, struct arena *arena, const void **out)
{
    connect_pair *copy;
    const void *key, *value;

    *out = NULL;
    if (pair == NULL) {
        return true;
    }
    copy = arena_alloc(arena, sizeof *copy);
    if (copy == NULL || !clone_text(pair->key, arena, &key) ||
        !clone_text(pair->value, arena, &value)) {
        return false;
    }
    copy->key = key;
    copy->value = value;
    *out = copy;
    return true;
}

static bool clone_item(const struct connect_member *member, const void *item, struct arena *arena,
                       const void **out)
{
    if (member->kind == CONNECT_KIND_STRUCT_LIST) {
        return clone_struct(member->shape, item, arena, out);
    }
    if (member->kind == CONNECT_KIND_MAP) {
        return clone_pair(item, arena, out);
    }
    return clone_text(item, arena, out);
}

static bool clone_list(const struct connect_member *member, const void *value, struct arena *arena,
                       void *out)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);
    const void **copies;

    /* A count without a list stays one: the checks are there to tell. */
    row_set_count(out, member, count);
    if (items == NULL) {
        return true;
    }
    copies = arena_calloc(arena, count, sizeof *copies);
    for (size_t i = 0; i < count && copies != NULL; i++) {
        if (!clone_item(member, row_item(items, i), arena, &copies[i])) {
            return false;
        }
    }
    row_set_pointer(out, member->offset, copies);
    return copies != NULL;
}

static bool clone_member(const struct connect_member *member, const void *value,
                         struct arena *arena, void *out)
{
    const void *copy = NULL;
    size_t at = member->offset;
    bool fine;

    switch (member->kind) {
    case CONNECT_KIND_STRING:
        fine = clone_text(row_pointer(member, value), arena, &copy);
        break;
    case CONNECT_KIND_STRUCT:
        fine = clone_struct(member->shape, row_pointer(member, value), arena, &copy);
        break;
    case CONNECT_KIND_ENUM:
        memcpy((char *)out + at, row_at(member, value), sizeof(int));
        fine = clone_text(row_enum_beside(member, value), arena, &copy);
        at = member->extra;
        break;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return clone_list(member, value, arena, out);
    default:
        memcpy((char *)out + at, row_at(member, value), row_size(member));
        if (!row_has_original(member)) {
            return true;
        }
        fine = clone_text(row_enum_beside(member, value), arena, &copy);
        at = member->extra;
        break;
    }
    row_set_pointer(out, at, copy);
    return fine;
}

static bool clone_into(const struct connect_shape *shape, const void *value, struct arena *arena,
                       void *out)
{
    size_t size = row_struct_size(value);

    for (size_t i = 0; i < shape->count; i++) {
        ASSERT(shape_end(&shape->members[i]) <= shape->size);
        if (shape_has(&shape->members[i], size) &&
            !clone_member(&shape->members[i], value, arena, out)) {
            return false;
        }
    }
    return true;
}

void *shape_clone(const struct connect_shape *shape, const void *value, struct arena *arena)
{
    ASSERT(shape->size >= sizeof(size_t));
    void *copy = arena_alloc(arena, shape->size);

    if (copy == NULL) {
        return NULL;
    }
    row_set_struct_size(copy, shape);
    if (value != NULL && !clone_into(shape, value, arena, copy)) {
        return NULL;
    }
    return copy;
}
