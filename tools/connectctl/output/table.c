/*
 * Output for people: what belongs together is aligned, lists are tables, and nothing is wider than
 * the terminal.
 */
#include "base/names.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "output/grid.h"
#include "output/output.h"
#include "output/times.h"

#include <stdlib.h>
#include <string.h>

struct page {
    FILE *out;
    size_t width;
};

static void put_object(struct page *page, const connect_shape *shape, const json_t *object,
                       size_t indent);

/* Values that take one cell. */
static bool is_inline(const connect_member *member)
{
    return connect_member_kind(member) != CONNECT_KIND_STRUCT &&
           connect_member_kind(member) != CONNECT_KIND_STRUCT_LIST;
}

static char *scalar_text(const connect_member *member, const json_t *value)
{
    char *dumped;

    if (json_is_boolean(value)) {
        return require_memory(strdup(json_is_true(value) ? "Yes" : "No"));
    }
    if (json_is_null(value)) {
        return require_memory(strdup(""));
    }
    if (!json_is_string(value)) {
        dumped = require_memory(json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)));
        return dumped;
    }
    if (member != NULL && connect_member_kind(member) == CONNECT_KIND_TIME) {
        return times_readable(json_string_value(value));
    }
    return escape_controls(json_string_value(value));
}

/* A value in one line: lists and maps with commas between. */
static char *inline_text(const connect_member *member, const json_t *value)
{
    struct strbuf out = { 0 };
    const char *key;
    json_t *item;
    size_t at;

    if (json_is_array(value)) {
        json_array_foreach(value, at, item) {
            char *one = scalar_text(NULL, item);

            strbuf_addf(&out, "%s%s", at > 0 ? ", " : "", one);
            free(one);
        }
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, item) {
            char *name = escape_controls(key), *one = scalar_text(NULL, item);

            strbuf_addf(&out, "%s%s=%s", out.size > 0 ? ", " : "", name, one);
            free(name);
            free(one);
        }
    } else {
        return scalar_text(member, value);
    }
    return strbuf_detach(&out);
}

static void put_heading(struct page *page, const connect_member *member, size_t indent)
{
    char *heading = title_from_name(connect_member_name(member));

    fprintf(page->out, "%*s%s\n", (int)indent, "", heading);
    free(heading);
}

static void put_pair(struct page *page, const char *name, const char *value, size_t indent,
                     size_t widest)
{
    fprintf(page->out, "%*s%s%*s  ", (int)indent, "", name, (int)(widest - display_width(name)),
            "");
    print_wrapped(page->out, value, indent + widest + 2, page->width);
}

static void put_map(struct page *page, const json_t *map, size_t indent)
{
    const char *key;
    json_t *value;
    size_t widest = 0;

    for (int pass = 0; pass < 2; pass++) {
        json_object_foreach((json_t *)map, key, value) {
            char *name = escape_controls(key), *text = scalar_text(NULL, value);
            size_t width = display_width(name);

            if (pass == 0) {
                widest = width > widest ? width : widest;
            } else {
                put_pair(page, name, text, indent, widest);
            }
            free(name);
            free(text);
        }
    }
}

static bool is_number(connect_kind kind)
{
    return kind == CONNECT_KIND_INT32 || kind == CONNECT_KIND_INT64 || kind == CONNECT_KIND_DOUBLE;
}

/* Whether any item has the member. */
static bool is_used(const json_t *items, const connect_member *member)
{
    json_t *item;
    size_t at;

    json_array_foreach(items, at, item) {
        if (json_object_get(item, connect_member_name(member)) != NULL) {
            return true;
        }
    }
    return false;
}

/* False when the items do not make a table: they hold structures, or do not fit. */
static bool put_table(struct page *page, const connect_shape *shape, const json_t *items,
                      size_t indent)
{
    struct grid grid;
    const connect_member *member;
    size_t columns = 0;
    bool printed;

    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        if (is_used(items, member) && !is_inline(member)) {
            return false;
        }
        columns += is_used(items, member);
    }
    grid_init(&grid, columns, json_array_size(items));
    columns = 0;
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        if (!is_used(items, member)) {
            continue;
        }
        grid.columns[columns].title = title_from_name(connect_member_name(member));
        grid.columns[columns].is_minor = connect_member_kind(member) == CONNECT_KIND_TIME;
        grid.columns[columns].to_the_right = is_number(connect_member_kind(member));
        for (size_t r = 0; r < json_array_size(items); r++) {
            const json_t *value =
                json_object_get(json_array_get(items, r), connect_member_name(member));

            if (value != NULL) {
                grid_set(&grid, r, columns, inline_text(member, value));
            }
        }
        columns++;
    }
    printed = grid_print(page->out, &grid, indent, page->width);
    grid_release(&grid);
    return printed;
}

static void put_list(struct page *page, const connect_member *member, const json_t *items,
                     size_t indent)
{
    const connect_shape *shape = connect_member_shape(member);
    json_t *item;
    size_t at;

    if (json_array_size(items) == 0) {
        fprintf(page->out, "%*s(none)\n", (int)indent, "");
        return;
    }
    if (shape != NULL && put_table(page, shape, items, indent)) {
        return;
    }
    json_array_foreach(items, at, item) {
        if (shape != NULL) {
            if (at > 0) {
                putc('\n', page->out);
            }
            put_object(page, shape, item, indent);
        } else {
            char *text = scalar_text(NULL, item);

            fprintf(page->out, "%*s%s\n", (int)indent, "", text);
            free(text);
        }
    }
}

/* What takes more than a line. */
static void put_nested(struct page *page, const connect_member *member, const json_t *value,
                       size_t indent)
{
    if (json_is_array(value)) {
        put_list(page, member, value, indent);
    } else if (json_object_size(value) == 0) {
        fprintf(page->out, "%*s(none)\n", (int)indent, "");
    } else if (connect_member_kind(member) == CONNECT_KIND_MAP) {
        put_map(page, value, indent);
    } else {
        put_object(page, connect_member_shape(member), value, indent);
    }
}

/* Names and values, aligned; then what is nested, below its name. */
static void put_object(struct page *page, const connect_shape *shape, const json_t *object,
                       size_t indent)
{
    const connect_member *member;
    size_t widest = 0, lines = 0;

    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        if (is_inline(member) && json_object_get(object, connect_member_name(member)) != NULL) {
            char *name = title_from_name(connect_member_name(member));

            widest = display_width(name) > widest ? display_width(name) : widest;
            free(name);
        }
    }
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        const json_t *value = json_object_get(object, connect_member_name(member));
        char *name, *text;

        if (!is_inline(member) || value == NULL) {
            continue;
        }
        name = title_from_name(connect_member_name(member));
        text = inline_text(member, value);
        put_pair(page, name, text, indent, widest);
        free(name);
        free(text);
        lines++;
    }
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        const json_t *value = json_object_get(object, connect_member_name(member));

        if (is_inline(member) || value == NULL) {
            continue;
        }
        if (lines++ > 0) {
            putc('\n', page->out);
        }
        put_heading(page, member, indent);
        put_nested(page, member, value, indent + 2);
    }
}

void output_table(FILE *out, const connect_shape *shape, const json_t *output, size_t width)
{
    struct page page = { out, width };
    const connect_member *member, *only = NULL;
    const char *token = json_string_value(json_object_get(output, "NextToken"));
    json_t *rest = require_memory(json_copy((json_t *)output));

    json_object_del(rest, "NextToken");
    for (size_t i = 0; (member = connect_shape_member(shape, i)) != NULL; i++) {
        if (json_object_get(rest, connect_member_name(member)) != NULL) {
            only = member;
        }
    }
    /* A single list, map or structure needs no name above it. */
    if (only != NULL && json_object_size(rest) == 1 &&
        (json_is_object(json_object_get(rest, connect_member_name(only))) ||
         json_is_array(json_object_get(rest, connect_member_name(only))))) {
        put_nested(&page, only, json_object_get(rest, connect_member_name(only)), 0);
    } else {
        put_object(&page, shape, rest, 0);
    }
    if (token != NULL) {
        char *printable = escape_controls(token);

        fprintf(out, "\nNext token: %s\n", printable);
        free(printable);
    }
    json_decref(rest);
}
