#include "support/rows.h"

#include "shape/row.h"
#include "support/random_text.h"

#include <stdio.h>
#include <string.h>

/* ---- random ---- */

static json_t *random_string(struct dice *dice, const struct connect_member *row)
{
    char id[128];
    bool is_arn = row_is_instance_id(row) && dice_roll(dice, 4) == 0;

    /* A pattern alone would make the ARN of an instance in another region. */
    if (is_arn || row->pattern == PATTERN_INSTANCE_ID_OR_ARN) {
        snprintf(id, sizeof id, "%s%08zx-0000-4000-8000-0123456789ab",
                 is_arn ? "arn:aws:connect:us-west-2:123456789012:instance/" : "",
                 dice_roll(dice, UINT32_MAX));
        return json_string(id);
    }
    return random_text_json(dice, row->bounded ? row->min : 0,
                            row->bounded                   ? row->max
                            : row->pattern != PATTERN_NONE ? RANDOM_TEXT_MAX
                                                           : 60,
                            row->pattern, row->place);
}

static size_t random_count(struct dice *dice, const struct connect_member *row)
{
    size_t low = row->bounded ? (size_t)row->min : 0;
    size_t high = row->bounded && row->max < 60 ? (size_t)row->max : 60;

    return dice_roll(dice, 20) == 0 ? high
                                    : low + dice_roll(dice, high - low > 4 ? 4 : high - low + 1);
}

static int64_t limit(int64_t max)
{
    return max > 0 ? max : 40;
}

static json_t *random_list(struct dice *dice, const struct connect_member *row)
{
    json_t *list = json_array();
    size_t count = random_count(dice, row);

    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list,
                              row->kind == CONNECT_KIND_STRUCT_LIST
                                  ? rows_random(row->shape, dice)
                                  : random_text_json(dice, row_items(row)->each.min,
                                                     limit(row_items(row)->each.max),
                                                     row_items(row)->each.pattern, row->place));
    }
    return list;
}

static json_t *random_map(struct dice *dice, const struct connect_member *row)
{
    json_t *map = json_object();
    size_t count = random_count(dice, row);

    while (json_object_size(map) < count) {
        json_t *key =
            random_text_json(dice, row_items(row)->key.min, limit(row_items(row)->key.max),
                             row_items(row)->key.pattern, row->place);
        json_object_set_new(map, json_string_value(key),
                            random_text_json(dice, row_items(row)->each.min,
                                             limit(row_items(row)->each.max),
                                             row_items(row)->each.pattern, row->place));
        json_decref(key);
    }
    return map;
}

static json_t *random_number(struct dice *dice, const struct connect_member *row)
{
    int64_t low = row->bounded ? row->min : INT32_MIN, high = row->bounded ? row->max : INT32_MAX;

    return json_integer(low + (int64_t)dice_roll(dice, (uint64_t)(high - low + 1)));
}

static json_t *random_value(struct dice *dice, const struct connect_member *row)
{
    switch (row->kind) {
    case CONNECT_KIND_STRING:
        return random_string(dice, row);
    case CONNECT_KIND_ENUM:
        return json_string(row->values->values[dice_roll(dice, row->values->count)]);
    case CONNECT_KIND_BOOL:
        return json_boolean(dice_roll(dice, 2));
    case CONNECT_KIND_INT32:
    case CONNECT_KIND_INT64:
        return random_number(dice, row);
    case CONNECT_KIND_TIME: /* 1970 to 2100, in one of two with milliseconds */
        return json_integer((int64_t)dice_roll(dice, 4102444800u) * 1000 +
                            (int64_t)(dice_roll(dice, 2) * dice_roll(dice, 1000)));
    case CONNECT_KIND_DOUBLE:
        return json_real((double)dice_roll(dice, 1 << 20) / 1024);
    case CONNECT_KIND_STRUCT:
        return rows_random(row->shape, dice);
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        return random_list(dice, row);
    case CONNECT_KIND_MAP:
        return random_map(dice, row);
    }
    return json_null();
}

json_t *rows_random(const struct connect_shape *shape, struct dice *dice)
{
    json_t *tree = json_object();
    size_t only = shape->is_union ? dice_roll(dice, shape->count) : 0;

    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *row = &shape->members[i];

        if (shape->is_union ? i == only : row->required || dice_roll(dice, 2) == 0) {
            json_object_set_new(tree, row->name, random_value(dice, row));
        }
    }
    return tree;
}

/* ---- trees to structs ---- */

static void store(void *base, size_t offset, const void *value, size_t size)
{
    memcpy((char *)base + offset, value, size);
}

static void fill_enum(void *base, const struct connect_member *row, const char *text)
{
    int number = -1;

    for (size_t i = 0; i < row->values->count; i++) {
        if (strcmp(row->values->values[i], text) == 0) {
            number = (int)i + 1;
        }
    }
    store(base, row->offset, &number, sizeof number);
    if (number < 0) {
        store(base, row->extra, &text, sizeof text);
    }
}

static void fill_list(void *base, const struct connect_member *row, json_t *list,
                      struct arena *arena)
{
    size_t count = json_array_size(list);
    const void **items = arena_alloc(arena, (count + 1) * sizeof *items);

    for (size_t i = 0; i < count; i++) {
        json_t *element = json_array_get(list, i);
        items[i] = row->kind == CONNECT_KIND_STRUCT_LIST ? rows_fill(row->shape, element, arena)
                                                         : (const void *)json_string_value(element);
    }
    store(base, row->offset, &items, sizeof items);
    store(base, row->extra, &count, sizeof count);
}

static void fill_map(void *base, const struct connect_member *row, json_t *map, struct arena *arena)
{
    size_t count = 0;
    const connect_pair **items = arena_alloc(arena, (json_object_size(map) + 1) * sizeof *items);
    const char *key;
    json_t *value;

    json_object_foreach(map, key, value) {
        connect_pair *pair = arena_alloc(arena, sizeof *pair);
        *pair = (connect_pair){ key, json_string_value(value) };
        items[count++] = pair;
    }
    store(base, row->offset, &items, sizeof items);
    store(base, row->extra, &count, sizeof count);
}

static void fill_member(void *base, const struct connect_member *row, json_t *value,
                        struct arena *arena)
{
    const void *pointer = NULL;

    switch (row->kind) {
    case CONNECT_KIND_STRING:
        pointer = json_string_value(value);
        store(base, row->offset, &pointer, sizeof pointer);
        break;
    case CONNECT_KIND_BOOL:
        store(base, row->offset, &(connect_opt_bool){ true, json_is_true(value) },
              sizeof(connect_opt_bool));
        break;
    case CONNECT_KIND_INT32:
        store(base, row->offset, &(connect_opt_int32){ true, (int32_t)json_integer_value(value) },
              sizeof(connect_opt_int32));
        break;
    case CONNECT_KIND_INT64:
    case CONNECT_KIND_TIME:
        store(base, row->offset, &(connect_opt_int64){ true, json_integer_value(value) },
              sizeof(connect_opt_int64));
        break;
    case CONNECT_KIND_DOUBLE:
        store(base, row->offset, &(connect_opt_double){ true, json_number_value(value) },
              sizeof(connect_opt_double));
        break;
    case CONNECT_KIND_ENUM:
        fill_enum(base, row, json_string_value(value));
        break;
    case CONNECT_KIND_STRUCT:
        pointer = rows_fill(row->shape, value, arena);
        store(base, row->offset, &pointer, sizeof pointer);
        break;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
        fill_list(base, row, value, arena);
        break;
    case CONNECT_KIND_MAP:
        fill_map(base, row, value, arena);
        break;
    }
}

void *rows_fill(const struct connect_shape *shape, json_t *tree, struct arena *arena)
{
    char *base = arena_alloc(arena, shape->size);

    row_set_struct_size(base, shape);
    for (size_t i = 0; i < shape->count; i++) {
        json_t *value = json_object_get(tree, shape->members[i].name);
        if (value != NULL) {
            fill_member(base, &shape->members[i], value, arena);
        }
    }
    return base;
}

/* ---- structs to trees ---- */

static const void *pointer_at(const void *base, size_t offset)
{
    const void *pointer;

    memcpy(&pointer, (const char *)base + offset, sizeof pointer);
    return pointer;
}

static json_t *read_enum(const void *base, const struct connect_member *row)
{
    const char *text = pointer_at(base, row->extra);
    int number, expected = text == NULL ? 0 : -1;

    memcpy(&number, (const char *)base + row->offset, sizeof number);
    for (size_t i = 0; text != NULL && i < row->values->count; i++) {
        if (strcmp(row->values->values[i], text) == 0) {
            expected = (int)i + 1;
        }
    }
    if (number != expected) {
        return json_string("MISMATCH");
    }
    return text != NULL ? json_string(text) : NULL;
}

static json_t *read_items(const void *base, const struct connect_member *row)
{
    const void *const *items = pointer_at(base, row->offset);
    size_t count;
    json_t *tree;

    memcpy(&count, (const char *)base + row->extra, sizeof count);
    if (items == NULL) {
        return count == 0 ? NULL : json_string("MISMATCH");
    }
    tree = row->kind == CONNECT_KIND_MAP ? json_object() : json_array();
    for (size_t i = 0; i < count; i++) {
        const connect_pair *pair = items[i];

        if (row->kind == CONNECT_KIND_MAP) {
            json_object_set_new(tree, pair->key, json_string(pair->value));
        } else {
            json_array_append_new(tree, row->kind == CONNECT_KIND_STRUCT_LIST
                                            ? rows_read(row->shape, items[i])
                                            : json_string(items[i]));
        }
    }
    return tree;
}

static json_t *read_scalar(const void *base, const struct connect_member *row)
{
    connect_opt_bool flag;
    connect_opt_int32 narrow;
    connect_opt_int64 wide;
    connect_opt_double real;
    const char *at = (const char *)base + row->offset;

    switch (row->kind) {
    case CONNECT_KIND_BOOL:
        memcpy(&flag, at, sizeof flag);
        return flag.is_set ? json_boolean(flag.value) : NULL;
    case CONNECT_KIND_INT32:
        memcpy(&narrow, at, sizeof narrow);
        return narrow.is_set ? json_integer(narrow.value) : NULL;
    case CONNECT_KIND_INT64:
    case CONNECT_KIND_TIME:
        memcpy(&wide, at, sizeof wide);
        return wide.is_set ? json_integer(wide.value) : NULL;
    case CONNECT_KIND_DOUBLE:
        memcpy(&real, at, sizeof real);
        return real.is_set ? json_real(real.value) : NULL;
    default:
        return NULL;
    }
}

static json_t *read_member(const void *base, const struct connect_member *row)
{
    const void *pointer;

    switch (row->kind) {
    case CONNECT_KIND_STRING:
        pointer = pointer_at(base, row->offset);
        return pointer != NULL ? json_string(pointer) : NULL;
    case CONNECT_KIND_ENUM:
        return read_enum(base, row);
    case CONNECT_KIND_STRUCT:
        pointer = pointer_at(base, row->offset);
        return pointer != NULL ? rows_read(row->shape, pointer) : NULL;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return read_items(base, row);
    default:
        return read_scalar(base, row);
    }
}

json_t *rows_read(const struct connect_shape *shape, const void *value)
{
    json_t *tree = json_object();

    for (size_t i = 0; i < shape->count; i++) {
        json_t *member = read_member(value, &shape->members[i]);
        if (member != NULL) {
            json_object_set_new(tree, shape->members[i].name, member);
        }
    }
    return tree;
}
