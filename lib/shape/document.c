/* Structs to documents, by way of jansson's trees. */
#include "shape/document.h"

#include "core/time.h"
#include "core/utf8.h"
#include "shape/row.h"

#include <jansson.h>

#include <locale.h>
#include <math.h>
#include <stdlib.h>

#define INDENT 2

static json_t *object_of(const struct connect_shape *shape, const void *value);

/* jansson refuses what is not UTF-8; every byte of it becomes U+FFFD, as in what is sent. */
static json_t *string_of(const char *text)
{
    size_t size = strlen(text);
    struct buf valid = BUF_INIT(BUF_ANY_SIZE);
    json_t *string = NULL;

    for (size_t i = 0; i < size;) {
        uint32_t point;
        size_t step = utf8_decode(text + i, size - i, &point);

        if (step == 0) {
            buf_add(&valid, "\xef\xbf\xbd", 3);
            i++;
        } else {
            buf_add(&valid, text + i, step);
            i += step;
        }
    }
    if (valid.state == BUF_OK) {
        string = json_stringn(valid.size > 0 ? valid.data : "", valid.size);
    }
    buf_free(&valid);
    return string;
}

/* A whole number is printed as one: 2, not 2.0.  JSON has no word for infinity. */
static json_t *number_of(double value)
{
    if (isnan(value) || isinf(value)) {
        return string_of(isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }
    if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value) {
        return json_integer((json_int_t)value);
    }
    return json_real(value);
}

static json_t *time_of(int64_t ms)
{
    char text[40];

    time_format_iso(ms, text);
    return string_of(text);
}

static json_t *list_of(const struct connect_member *member, const void *value)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);
    json_t *array = json_array();

    for (size_t i = 0; array != NULL && i < count; i++) {
        const void *item = row_item(items, i);
        bool is_struct = member->kind == CONNECT_KIND_STRUCT_LIST;
        json_t *element = is_struct ? object_of(member->shape, item) : string_of(item);

        if (json_array_append_new(array, element) != 0) {
            json_decref(array);
            array = NULL;
        }
    }
    return array;
}

static json_t *map_of(const struct connect_member *member, const void *value)
{
    const void *items = row_pointer(member, value);
    size_t count = row_count(member, value);
    json_t *object = json_object();

    for (size_t i = 0; object != NULL && i < count; i++) {
        const connect_pair *pair = row_item(items, i);

        if (json_object_set_new(object, pair->key, string_of(pair->value)) != 0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

static json_t *member_of(const struct connect_member *member, const void *value)
{
    switch (member->kind) {
    case CONNECT_KIND_STRING:
        return string_of(row_pointer(member, value));
    case CONNECT_KIND_BOOL:
        return json_boolean(row_bool_byte(member, value) != 0);
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return json_integer(row_integer(member, value));
    case CONNECT_KIND_DOUBLE:
        return number_of(row_double(member, value));
    case CONNECT_KIND_TIME:
        return time_of(row_integer(member, value));
    case CONNECT_KIND_ENUM:
        return string_of(row_enum_text(member, value));
    case CONNECT_KIND_STRUCT:
        return object_of(member->shape, row_pointer(member, value));
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return list_of(member, value);
    case CONNECT_KIND_MAP:
        return map_of(member, value);
    }
    return NULL;
}

static json_t *object_of(const struct connect_shape *shape, const void *value)
{
    json_t *object = json_object();

    for (size_t i = 0; object != NULL && i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];

        if (row_is_set(member, value) &&
            json_object_set_new(object, member->name, member_of(member, value)) != 0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

static int print_piece(const char *bytes, size_t size, void *out)
{
    return buf_add(out, bytes, size) ? 0 : -1;
}

/*
 * jansson formats reals in the locale of the thread and then replaces the decimal point of a locale
 * that another thread may have looked up in between.  In the C locale there is nothing to replace.
 */
static bool print_tree(const json_t *tree, struct buf *out)
{
    locale_t c = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    bool done = false;

    if (c != (locale_t)0) {
        locale_t before = uselocale(c);

        done = json_dump_callback(tree, print_piece, out, JSON_INDENT(INDENT)) == 0;
        uselocale(before);
        freelocale(c);
    }
    return done;
}

bool document_print(const struct connect_shape *shape, const void *value, struct buf *out)
{
    json_t *tree = object_of(shape, value);
    bool done = tree != NULL && print_tree(tree, out);

    json_decref(tree);
    return done;
}
