/*
 * Reading the member of a struct that a row describes.  All access goes through memcpy, so that a
 * struct filled by a foreign language may hold anything, and the caller's size is looked at before
 * its bytes.
 */
#ifndef SHAPE_ROW_H
#define SHAPE_ROW_H

#include "shape/shape.h"

#include <string.h>

static inline size_t row_struct_size(const void *value)
{
    size_t size;

    memcpy(&size, value, sizeof size);
    return size;
}

/* Each struct begins with its size. */
static inline void row_set_struct_size(void *value, const struct connect_shape *shape)
{
    size_t size = shape->size;

    memcpy(value, &size, sizeof size);
}

static inline const void *row_at(const struct connect_member *member, const void *value)
{
    return (const char *)value + member->offset;
}

/* What a pointer member holds: a text, a struct, or the array of a list. */
static inline const void *row_pointer(const struct connect_member *member, const void *value)
{
    const void *pointer;

    memcpy(&pointer, row_at(member, value), sizeof pointer);
    return pointer;
}

static inline size_t row_count(const struct connect_member *member, const void *value)
{
    size_t count;

    memcpy(&count, (const char *)value + member->extra, sizeof count);
    return count;
}

static inline void row_set_pointer(void *value, size_t offset, const void *pointer)
{
    memcpy((char *)value + offset, &pointer, sizeof pointer);
}

static inline void row_set_count(void *value, const struct connect_member *member, size_t count)
{
    memcpy((char *)value + member->extra, &count, sizeof count);
}

/* One element out of the array of a list or map. */
static inline const void *row_item(const void *items, size_t index)
{
    const void *item;

    memcpy(&item, (const char *)items + index * sizeof item, sizeof item);
    return item;
}

/*
 * The bytes behind `is_set` and behind the value of a connect_opt_bool: 0, 1, or what a foreign
 * caller left there.
 */
static inline unsigned char row_set_byte(const struct connect_member *member, const void *value)
{
    return *(const unsigned char *)row_at(member, value);
}

static inline unsigned char row_bool_byte(const struct connect_member *member, const void *value)
{
    return ((const unsigned char *)row_at(member, value))[offsetof(connect_opt_bool, value)];
}

static inline int row_enum_value(const struct connect_member *member, const void *value)
{
    int number;

    memcpy(&number, row_at(member, value), sizeof number);
    return number;
}

/* The text beside an enum. */
static inline const char *row_enum_beside(const struct connect_member *member, const void *value)
{
    const char *text;

    memcpy(&text, (const char *)value + member->extra, sizeof text);
    return text;
}

/* Whether a member keeps the original text of a value beside it, as an enum does. */
static inline bool row_has_original(const struct connect_member *member)
{
    return member->loose && member->kind == CONNECT_KIND_INT64 && member->extra != 0;
}

/* The bytes of a member that is no enum, without what is beside it. */
size_t row_size(const struct connect_member *member);
/* int32, int64, time */
int64_t row_integer(const struct connect_member *member, const void *value);
double row_double(const struct connect_member *member, const void *value);
/*
 * The text an enum stands for: of a known value its own, of none or UNKNOWN the one beside it; NULL
 * for none.
 */
const char *row_enum_text(const struct connect_member *member, const void *value);
/* Whether the caller's struct reaches to the member and has set it. */
bool row_is_set(const struct connect_member *member, const void *value);

/* Whether the member says which instance a request is about: by its id, or by its ARN. */
static inline bool row_is_instance_id(const struct connect_member *member)
{
    return member->instance_id || member->pattern == PATTERN_INSTANCE_ID_OR_ARN;
}

/* The elements of a list of strings, or the keys and values of a map. */
static inline const struct shape_items *row_items(const struct connect_member *member)
{
    static const struct shape_items unlimited;
    bool has_items = member->kind == CONNECT_KIND_STRING_LIST || member->kind == CONNECT_KIND_MAP;

    return has_items && member->items != NULL ? member->items : &unlimited;
}

static inline const char *row_wire_name(const struct connect_member *member)
{
    return member->wire != NULL ? member->wire : member->name;
}

#endif
