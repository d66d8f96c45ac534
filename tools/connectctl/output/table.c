/*
 * Output for people: what belongs together is aligned, lists are tables, and nothing but a long
 * word is wider than the terminal.
 *
 * The shape gives titles, order and kinds.  The result of a query has no shape: its titles are the
 * names that the query chose.
 */
#include "base/json.h"
#include "base/names.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "output/fields.h"
#include "output/grid_print.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>

struct page {
    FILE *out;
    size_t width;
};

/* Below this width a label is printed above its value. */
enum { NARROW = 40 };

static void print_value(struct page *page, const struct field *field, const json_t *value,
                        size_t indent);
static void print_record(struct page *page, const connect_shape *shape, const json_t *object,
                         size_t indent);

/* ---- records ---- */

/* "2026-11-21 16:59:18", which is not broken at its space. */
static bool is_readable_time(const char *text)
{
    return strlen(text) == 19 && text[4] == '-' && text[10] == ' ' && text[13] == ':';
}

/* A value with a word that would be cut beside its label goes below it. */
static void print_pair(struct page *page, const char *label, const char *value, size_t indent,
                       size_t widest)
{
    size_t column = indent + widest + 2;
    size_t word = is_readable_time(value) ? display_width(value) : wrap_longest_word(value);
    bool is_below = page->width > 0 && (page->width < NARROW || column + word > page->width);

    (void)fprintf(page->out, "%*s%s", (int)indent, "", label);
    if (value[0] == '\0') {
        (void)fputc('\n', page->out);
        return;
    }
    if (is_below) {
        (void)fprintf(page->out, "\n%*s", (int)indent + 2, "");
        column = indent + 2;
    } else {
        (void)fprintf(page->out, "%*s", (int)(widest - display_width(label)) + 2, "");
    }
    print_wrapped(page->out, value, column, page->width);
}

/* A list of strings has a line each. */
static void print_lines(struct page *page, const char *label, const char *lines, size_t indent,
                        size_t widest)
{
    for (const char *at = lines; at != NULL;) {
        size_t size = strcspn(at, "\n");
        char *line = require_memory(strndup(at, size));

        print_pair(page, at == lines ? label : "", line, indent, widest);
        free(line);
        at = at[size] == '\n' ? at + size + 1 : NULL;
    }
}

static void print_map(struct page *page, const json_t *map, size_t indent)
{
    const char *key;
    json_t *value;
    size_t widest = 0;

    for (int pass = 0; pass < 2; pass++) {
        json_object_foreach((json_t *)map, key, value) {
            char *label = escape_controls(key), *text = field_text(NULL, value);
            size_t width = display_width(label);

            if (pass == 0) {
                widest = width > widest ? width : widest;
            } else {
                print_pair(page, label, text, indent, widest);
            }
            free(label);
            free(text);
        }
    }
}

static size_t widest_label(const struct field_list *fields, const json_t *object)
{
    size_t widest = 0;

    for (size_t i = 0; i < fields->count; i++) {
        const struct field *field = &fields->fields[i];
        size_t width = display_width(field->title);

        if (field_is_inline(field, json_object_get(object, field->name))) {
            widest = width > widest ? width : widest;
        }
    }
    return widest;
}

/* Labels and values, aligned; then what is nested, below its title. */
static void print_record(struct page *page, const connect_shape *shape, const json_t *object,
                         size_t indent)
{
    struct field_list fields;
    size_t widest, lines = 0;

    fields_of_object(&fields, shape, object);
    widest = widest_label(&fields, object);
    for (int nested = 0; nested <= 1; nested++) {
        for (size_t i = 0; i < fields.count; i++) {
            const struct field *field = &fields.fields[i];
            const json_t *value = json_object_get(object, field->name);

            if (field_is_inline(field, value) == nested) {
                continue;
            }
            if (nested) {
                (void)fprintf(page->out, "%s%*s%s\n", lines > 0 ? "\n" : "", (int)indent, "",
                              field->title);
                print_value(page, field, value, indent + 2);
            } else {
                char *text = field_text(field, value);

                print_lines(page, field->title, text, indent, widest);
                free(text);
            }
            lines++;
        }
    }
    fields_free(&fields);
}

/* ---- tables ---- */

static bool is_number(const json_t *items, const struct field *field)
{
    bool is_numeric = false;
    json_t *item;
    size_t at;

    json_array_foreach(items, at, item) {
        const json_t *value = field_find(field, item);

        if (value != NULL && !json_is_number(value)) {
            return false;
        }
        is_numeric = is_numeric || value != NULL;
    }
    return is_numeric;
}

/* False, with nothing printed, when the items do not make a table or it does not fit. */
static bool print_table(struct page *page, const connect_shape *shape, const json_t *items,
                        size_t indent)
{
    struct field_list fields;
    struct grid grid;
    bool is_printed = false;

    if (fields_of_items(&fields, shape, items)) {
        grid_init(&grid, fields.count, json_array_size(items));
        for (size_t c = 0; c < fields.count; c++) {
            struct field *field = &fields.fields[c];

            grid.columns[c].title = require_memory(strdup(field->title));
            grid.columns[c].is_minor = field->is_time;
            grid.columns[c].is_name = field->is_name;
            grid.columns[c].is_right_aligned = is_number(items, field);
            for (size_t r = 0; r < grid.rows_count; r++) {
                const json_t *value = field_find(field, json_array_get(items, r));

                grid_set(&grid, r, c, value != NULL ? field_text(field, value) : NULL);
            }
        }
        is_printed = grid_print(page->out, &grid, indent, page->width);
        grid_free(&grid);
    }
    fields_free(&fields);
    return is_printed;
}

/* The rows of a query such as [].[Id,InstanceAlias]: a table without titles. */
static bool print_rows(struct page *page, const json_t *rows, size_t indent)
{
    struct grid grid;
    size_t columns = 0, at, c;
    json_t *row, *value;
    bool is_printed;

    json_array_foreach(rows, at, row) {
        columns = json_array_size(row) > columns ? json_array_size(row) : columns;
        json_array_foreach(row, c, value) {
            if (json_is_array(value) || json_is_object(value)) {
                return false;
            }
        }
    }
    grid_init(&grid, columns, json_array_size(rows));
    for (c = 0; c < columns; c++) {
        grid.columns[c].title = require_memory(strdup(""));
        grid.columns[c].is_name = true;
        json_array_foreach(rows, at, row) {
            value = json_array_get(row, c);
            grid_set(&grid, at, c, value != NULL ? field_text(NULL, value) : NULL);
        }
    }
    is_printed = columns > 0 && grid_print(page->out, &grid, indent, page->width);
    grid_free(&grid);
    return is_printed;
}

static bool all_are(const json_t *items, json_type type)
{
    json_t *item;
    size_t at;

    json_array_foreach(items, at, item) {
        if (json_typeof(item) != type) {
            return false;
        }
    }
    return true;
}

static void print_list(struct page *page, const struct field *field, const json_t *items,
                       size_t indent)
{
    const connect_shape *shape = field != NULL ? connect_member_shape(field->member) : NULL;
    json_t *item;
    size_t at;

    if (json_array_size(items) == 0) {
        (void)fprintf(page->out, "%*s(none)\n", (int)indent, "");
        return;
    }
    if ((all_are(items, JSON_OBJECT) && print_table(page, shape, items, indent)) ||
        (all_are(items, JSON_ARRAY) && print_rows(page, items, indent))) {
        return;
    }
    json_array_foreach(items, at, item) {
        if (json_is_object(item)) {
            (void)fputs(at > 0 ? "\n" : "", page->out);
            print_record(page, shape, item, indent);
        } else {
            print_value(page, NULL, item, indent);
        }
    }
}

/* field: NULL when nothing is known about the value. */
static void print_value(struct page *page, const struct field *field, const json_t *value,
                        size_t indent)
{
    char *text;

    if (json_is_array(value)) {
        print_list(page, field, value, indent);
    } else if (json_is_object(value) && json_object_size(value) == 0) {
        (void)fprintf(page->out, "%*s(none)\n", (int)indent, "");
    } else if (json_is_object(value) && field != NULL && field_is_map(field)) {
        print_map(page, value, indent);
    } else if (json_is_object(value)) {
        print_record(page, field != NULL ? connect_member_shape(field->member) : NULL, value,
                     indent);
    } else if (!json_is_null(value)) {
        text = field_text(field, value);
        (void)fprintf(page->out, "%*s", (int)indent, "");
        print_wrapped(page->out, text, indent, page->width);
        free(text);
    }
}

/* A single list, map or structure needs no title above it. */
static void print_document(struct page *page, const connect_shape *shape, const json_t *object)
{
    struct field_list fields;
    const json_t *value;

    fields_of_object(&fields, shape, object);
    value = fields.count == 1 ? json_object_get(object, fields.fields[0].name) : NULL;
    if (shape != NULL && (json_is_object(value) || json_is_array(value))) {
        print_value(page, &fields.fields[0], value, 0);
    } else {
        print_record(page, shape, object, 0);
    }
    fields_free(&fields);
}

void output_table(FILE *out, const connect_shape *shape, const json_t *value, size_t width)
{
    struct page page = { out, width };
    const char *token = shape != NULL ? json_member_string(value, "NextToken") : NULL;
    json_t *rest;

    if (!json_is_object(value)) {
        print_value(&page, NULL, value, 0);
        return;
    }
    rest = require_memory(json_copy((json_t *)value));
    if (token != NULL) {
        (void)json_object_del(rest, "NextToken");
    }
    print_document(&page, shape, rest);
    if (token != NULL) {
        char *printable = escape_controls(token);

        (void)fprintf(out, "\nNext token: %s\n", printable);
        free(printable);
    }
    json_decref(rest);
}
