/*
 * Fields of objects.
 */
#include "output/fields.h"

#include "base/json.h"
#include "base/names.h"
#include "base/terminal.h"
#include "output/times.h"

#include <stdlib.h>
#include <string.h>

/* ---- values ---- */

static bool is_nested(const json_t *value)
{
    return json_is_object(value) || json_is_array(value);
}

static bool has_nested(const json_t *value)
{
    const char *key;
    json_t *child;
    size_t at;

    json_array_foreach(value, at, child) {
        if (is_nested(child)) {
            return true;
        }
    }
    json_object_foreach((json_t *)value, key, child) {
        if (is_nested(child)) {
            return true;
        }
    }
    return false;
}

static char *scalar_text(const json_t *value)
{
    struct strbuf text = { 0 };

    if (json_is_string(value)) {
        char *readable = times_readable(json_string_value(value));
        char *printable = escape_controls(readable);

        free(readable);
        return printable;
    }
    if (json_is_boolean(value)) {
        strbuf_add(&text, json_is_true(value) ? "Yes" : "No");
    } else if (!json_is_null(value)) {
        json_write_compact(&text, value);
    }
    return strbuf_detach(&text);
}

static void add_line(struct strbuf *text, const char *key, const json_t *value)
{
    char *name = escape_controls(key != NULL ? key : ""), *line = scalar_text(value);

    strbuf_addf(text, "%s%s%s%s", text->size > 0 ? "\n" : "", name, key != NULL ? "=" : "", line);
    free(name);
    free(line);
}

char *field_text(const struct field *field, const json_t *value)
{
    struct strbuf text = { 0 };
    const char *key;
    json_t *child;
    size_t at;

    (void)field;
    if (!is_nested(value)) {
        return scalar_text(value);
    }
    json_array_foreach(value, at, child) {
        add_line(&text, NULL, child);
    }
    json_object_foreach((json_t *)value, key, child) {
        add_line(&text, key, child);
    }
    return strbuf_detach(&text);
}

/* ---- fields ---- */

/* "InstanceAlias", "Name", "BucketName": how people know an item. */
static bool is_name(const char *name)
{
    static const char *const ends[] = { "Name", "Alias", "name", "alias" };
    size_t size = strlen(name);

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t tail = strlen(ends[i]);

        if (size >= tail && strcmp(name + size - tail, ends[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool field_is_map(const struct field *field)
{
    return connect_member_kind(field->member) == CONNECT_KIND_MAP;
}

bool field_is_inline(const struct field *field, const json_t *value)
{
    (void)field;
    return !json_is_object(value) && !has_nested(value) &&
           !(json_is_array(value) && json_array_size(value) == 0);
}

/* A copy of the name that lives as long as the list. */
static const char *keep_name(struct field_list *list, const char *name)
{
    if (list->names == NULL) {
        list->names = require_memory(json_object());
    }
    if (json_object_get(list->names, name) == NULL) {
        json_set(list->names, name, json_null());
    }
    return json_object_iter_key(json_object_iter_at(list->names, name));
}

static struct field *add_field(struct field_list *list, const char *name,
                               const connect_member *member)
{
    name = keep_name(list, name);
    list->fields = require_memory(realloc(list->fields, (list->count + 1) * sizeof *list->fields));
    struct field *field = &list->fields[list->count++];

    *field = (struct field){ .name = name, .member = member, .is_name = is_name(name) };
    field->title = member != NULL ? title_from_name(name) : escape_controls(name);
    field->is_time = member != NULL && connect_member_kind(member) == CONNECT_KIND_TIME;
    return field;
}

void fields_of_object(struct field_list *list, const connect_shape *shape, const json_t *object)
{
    const connect_member *member;
    const char *name;
    json_t *value;

    *list = (struct field_list){ 0 };
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        if (json_object_get(object, connect_member_name(member)) != NULL) {
            (void)add_field(list, connect_member_name(member), member);
        }
    }
    if (shape == NULL) {
        json_object_foreach((json_t *)object, name, value) {
            (void)add_field(list, name, NULL);
        }
    }
}

void fields_free(struct field_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        free(list->fields[i].title);
    }
    free(list->fields);
    json_decref(list->names);
    *list = (struct field_list){ 0 };
}

/* ---- columns ---- */

const json_t *field_find(const struct field *field, const json_t *item)
{
    for (size_t i = 0; i < field->depth; i++) {
        item = json_object_get(item, field->path[i]);
    }
    return json_object_get(item, field->name);
}

/* What the values of a column are, over all items. */
struct usage {
    bool is_used;
    bool has_objects;
    bool has_others;
    bool has_lists_of_nested;
};

static struct usage usage_of(const struct field *field, const json_t *items)
{
    struct usage usage = { .is_used = false };
    json_t *item;
    size_t at;

    json_array_foreach(items, at, item) {
        const json_t *value = field_find(field, item);

        usage.is_used = usage.is_used || value != NULL;
        usage.has_objects = usage.has_objects || json_is_object(value);
        usage.has_others = usage.has_others || (value != NULL && !json_is_object(value));
        usage.has_lists_of_nested =
            usage.has_lists_of_nested || (json_is_array(value) && has_nested(value));
    }
    return usage;
}

/* The names of all members, in the order in which they are first seen. */
static json_t *names_of_items(const struct field *around, const json_t *items)
{
    json_t *names = require_memory(json_object()), *item, *value;
    const char *name;
    size_t at;

    json_array_foreach(items, at, item) {
        const json_t *object = around != NULL ? field_find(around, item) : item;

        json_object_foreach((json_t *)object, name, value) {
            if (json_object_get(names, name) == NULL) {
                json_set(names, name, json_null());
            }
        }
    }
    return names;
}

static bool add_columns(struct field_list *list, const connect_shape *shape, const json_t *items,
                        const struct field *around);

/* Adds one column, or those of a structure.  False when a value does not fit into a cell. */
static bool add_column(struct field_list *list, const char *name, const connect_member *member,
                       const json_t *items, const struct field *around)
{
    struct field *field = add_field(list, name, member);
    struct usage usage;
    struct field copy;
    bool ok;

    if (around != NULL) {
        memcpy(field->path, around->path, sizeof field->path);
        field->depth = around->depth;
        field->path[field->depth++] = around->name;
    }
    usage = usage_of(field, items);
    if (!usage.is_used || (usage.has_objects && !field_is_map(field))) {
        copy = *field;
        list->count--;
        ok = !usage.is_used || (copy.depth + 1 < FIELD_MAX_DEPTH && !usage.has_others &&
                                add_columns(list, connect_member_shape(member), items, &copy));
        free(copy.title);
        return ok;
    }
    return !usage.has_lists_of_nested;
}

static bool add_columns(struct field_list *list, const connect_shape *shape, const json_t *items,
                        const struct field *around)
{
    const connect_member *member;
    bool ok = true;

    for (size_t i = 0; ok && (member = connect_shape_member(shape, i)) != NULL; i++) {
        ok = add_column(list, connect_member_name(member), member, items, around);
    }
    if (shape == NULL) {
        json_t *names = names_of_items(around, items);
        const char *name;
        json_t *value;

        json_object_foreach(names, name, value) {
            ok = ok && add_column(list, name, NULL, items, around);
        }
        json_decref(names);
    }
    return ok;
}

bool fields_of_items(struct field_list *list, const connect_shape *shape, const json_t *items)
{
    *list = (struct field_list){ 0 };
    return add_columns(list, shape, items, NULL);
}
