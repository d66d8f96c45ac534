/*
 * Reading members through their rows, and finding rows.
 */
#include "shape/row.h"

#include "core/assert.h"
#include "core/text.h"
#include "shape/operation.h"

/*
 * What the rows and the memcpy() of values rely on: is_set comes first in each optional value, an
 * enum has the size of an int, and the types of one kind have one layout.
 */
static_assert(offsetof(connect_opt_bool, is_set) == 0 && offsetof(connect_opt_int32, is_set) == 0 &&
                  offsetof(connect_opt_int64, is_set) == 0 &&
                  offsetof(connect_opt_double, is_set) == 0 &&
                  offsetof(connect_opt_time, is_set) == 0,
              "is_set comes first");
static_assert(offsetof(connect_opt_int64, value) == offsetof(connect_opt_time, value),
              "a time is read as an int64");
static_assert(sizeof(enum shape_pattern) == sizeof(int), "an enum is read as an int");
static_assert(sizeof(bool) == 1, "a bool is read as a byte");
static_assert(sizeof(size_t) == sizeof(char *), "what is beside a member is a count or a text");

size_t row_size(const struct connect_member *member)
{
    ASSERT(member->kind != CONNECT_KIND_ENUM);
    switch (member->kind) {
    case CONNECT_KIND_BOOL:
        return sizeof(connect_opt_bool);
    case CONNECT_KIND_INT32:
        return sizeof(connect_opt_int32);
    case CONNECT_KIND_INT64:
        return sizeof(connect_opt_int64);
    case CONNECT_KIND_DOUBLE:
        return sizeof(connect_opt_double);
    case CONNECT_KIND_TIME:
        return sizeof(connect_opt_time);
    default:
        return sizeof(void *);
    }
}

size_t shape_end(const struct connect_member *member)
{
    return member->extra != 0 ? member->extra + sizeof(size_t) : member->offset + row_size(member);
}

int64_t row_integer(const struct connect_member *member, const void *value)
{
    const char *at = row_at(member, value);
    int32_t narrow;
    int64_t wide;

    ASSERT(member->kind == CONNECT_KIND_INT32 || member->kind == CONNECT_KIND_INT64 ||
           member->kind == CONNECT_KIND_TIME);
    if (member->kind == CONNECT_KIND_INT32) {
        memcpy(&narrow, at + offsetof(connect_opt_int32, value), sizeof narrow);
        return narrow;
    }
    memcpy(&wide, at + offsetof(connect_opt_int64, value), sizeof wide);
    return wide;
}

double row_double(const struct connect_member *member, const void *value)
{
    double number;

    ASSERT(member->kind == CONNECT_KIND_DOUBLE);
    memcpy(&number, (const char *)row_at(member, value) + offsetof(connect_opt_double, value),
           sizeof number);
    return number;
}

const char *enum_name(const struct shape_enum *known, int value)
{
    return value > 0 && (size_t)value <= known->count ? known->values[value - 1] : NULL;
}

int enum_value(const struct shape_enum *known, const char *name)
{
    if (name == NULL) {
        return 0;
    }
    for (size_t i = 0; i < known->count; i++) {
        if (strcmp(known->values[i], name) == 0) {
            return (int)i + 1;
        }
    }
    return ENUM_UNKNOWN;
}

const char *row_enum_text(const struct connect_member *member, const void *value)
{
    int number = row_enum_value(member, value);

    ASSERT(member->kind == CONNECT_KIND_ENUM && member->values != NULL);
    if (number == 0 || number == ENUM_UNKNOWN) {
        return row_enum_beside(member, value);
    }
    return enum_name(member->values, number);
}

bool row_is_set(const struct connect_member *member, const void *value)
{
    const char *original;

    if (!shape_has(member, row_struct_size(value))) {
        return false;
    }
    if (row_has_original(member)) {
        original = row_enum_beside(member, value);
        if (!text_is_empty(original)) {
            return true;
        }
    }
    switch (member->kind) {
    case CONNECT_KIND_BOOL:
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
    case CONNECT_KIND_DOUBLE:
    case CONNECT_KIND_TIME:
        return row_set_byte(member, value) != 0;
    case CONNECT_KIND_ENUM:
        return row_enum_text(member, value) != NULL;
    case CONNECT_KIND_STRING:
    case CONNECT_KIND_STRUCT:
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return row_pointer(member, value) != NULL;
    }
    return false;
}

const struct connect_member *shape_find(const struct connect_shape *shape, const char *name)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (strcmp(shape->members[i].name, name) == 0) {
            return &shape->members[i];
        }
    }
    return NULL;
}

const struct connect_member *operation_token_member(const struct connect_operation *operation)
{
    const struct connect_shape *input = operation->input;

    for (size_t i = 0; i < input->count; i++) {
        if (input->members[i].client_token) {
            return &input->members[i];
        }
    }
    return NULL;
}

struct quota operation_quota(const struct connect_operation *operation)
{
    return operation->quota != NULL ? *operation->quota
                                    : (struct quota){ QUOTA_DEFAULT_RATE, QUOTA_DEFAULT_BURST };
}
