/*
 * Text for scripts, as the AWS CLI prints it: the scalars of an object on one line between tabs,
 * sorted by their names; what is nested follows on lines that begin with its name.
 *
 * Strings are printed as they are, so that a script gets what the service sent.  On a terminal
 * control characters are escaped.
 */
#include "base/json.h"
#include "base/terminal.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>

struct printer {
    FILE *out;
    bool is_terminal;
};

/* A set of names; `names` is in order once sort_names() was called. */
struct name_list {
    json_t *set;
    const char **names; /* borrowed from the set */
    size_t count;
};

static void print_value(const struct printer *printer, const char *title, const json_t *value,
                        const struct name_list *columns);

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_nested(const json_t *value)
{
    return json_is_object(value) || json_is_array(value);
}

static void add_names(struct name_list *list, const json_t *object, bool nested)
{
    const char *name;
    json_t *value;

    if (list->set == NULL) {
        list->set = require_memory(json_object());
    }
    json_object_foreach((json_t *)object, name, value) {
        if (is_nested(value) == nested) {
            json_set(list->set, name, json_null());
        }
    }
}

static bool has_name(const struct name_list *list, const char *name)
{
    return json_object_get(list->set, name) != NULL;
}

static void sort_names(struct name_list *list)
{
    const char *name;
    json_t *value;

    list->names = require_memory(calloc(json_object_size(list->set) + 1, sizeof *list->names));
    json_object_foreach(list->set, name, value) {
        list->names[list->count++] = name;
    }
    qsort(list->names, list->count, sizeof *list->names, compare_names);
}

static void free_names(struct name_list *list)
{
    json_decref(list->set);
    free(list->names);
}

static void print_string(const struct printer *printer, const char *string)
{
    if (printer->is_terminal) {
        char *escaped = escape_controls(string);

        (void)fputs(escaped, printer->out);
        free(escaped);
    } else {
        (void)fputs(string, printer->out);
    }
}

/* Names in front of lines are in upper case. */
static void print_title(const struct printer *printer, const char *title)
{
    char *upper = require_memory(strdup(title));

    for (char *p = upper; *p != '\0'; p++) {
        *p = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
    }
    print_string(printer, upper);
    free(upper);
}

/* An absent value is empty, as a column of an object that lacks it. */
static void print_scalar(const struct printer *printer, const json_t *value)
{
    struct strbuf number = { 0 };

    if (value == NULL) {
        return;
    }
    switch (json_typeof(value)) {
    case JSON_TRUE:
        (void)fputs("True", printer->out);
        break;
    case JSON_FALSE:
        (void)fputs("False", printer->out);
        break;
    case JSON_NULL:
        (void)fputs("None", printer->out);
        break;
    case JSON_STRING:
        print_string(printer, json_string_value(value));
        break;
    default:
        json_write_number(&number, value);
        (void)fputs(strbuf_string(&number), printer->out);
        strbuf_free(&number);
        break;
    }
}

/* The scalars of a list: each on a line behind the title, or without a title all on one line. */
static void print_scalars(const struct printer *printer, const char *title, const json_t *array)
{
    const char *gap = "";
    json_t *item;
    size_t at;

    json_array_foreach(array, at, item) {
        if (is_nested(item)) {
            continue;
        }
        if (title != NULL) {
            print_title(printer, title);
            (void)putc('\t', printer->out);
        }
        (void)fputs(gap, printer->out);
        print_scalar(printer, item);
        if (title != NULL) {
            (void)putc('\n', printer->out);
        } else {
            gap = "\t";
        }
    }
    if (gap[0] != '\0') {
        (void)putc('\n', printer->out);
    }
}

static void print_array(const struct printer *printer, const char *title, const json_t *array)
{
    struct name_list columns = { 0 };
    bool has_objects = false;
    json_t *item;
    size_t at;

    json_array_foreach(array, at, item) {
        has_objects = has_objects || json_is_object(item);
        add_names(&columns, item, false);
    }
    sort_names(&columns);
    if (!has_objects) {
        print_scalars(printer, title, array);
    }
    json_array_foreach(array, at, item) {
        if (has_objects || is_nested(item)) {
            print_value(printer, title, item, has_objects ? &columns : NULL);
        }
    }
    free_names(&columns);
}

/*
 * columns: of all objects of a list, so that each value has its place; NULL for an object that is
 * not in a list.
 */
static void print_object(const struct printer *printer, const char *title, const json_t *object,
                         const struct name_list *columns)
{
    struct name_list own = { 0 }, nested = { 0 };

    if (columns == NULL) {
        add_names(&own, object, false);
        sort_names(&own);
        columns = &own;
    }
    if (columns->count > 0 && title != NULL) {
        print_title(printer, title);
        (void)putc('\t', printer->out);
    }
    for (size_t i = 0; i < columns->count; i++) {
        (void)fputs(i > 0 ? "\t" : "", printer->out);
        print_scalar(printer, json_object_get(object, columns->names[i]));
    }
    if (columns->count > 0) {
        (void)putc('\n', printer->out);
    }
    add_names(&nested, object, true);
    sort_names(&nested);
    for (size_t i = 0; i < nested.count; i++) {
        if (!has_name(columns, nested.names[i])) {
            print_value(printer, nested.names[i], json_object_get(object, nested.names[i]), NULL);
        }
    }
    free_names(&own);
    free_names(&nested);
}

static void print_value(const struct printer *printer, const char *title, const json_t *value,
                        const struct name_list *columns)
{
    if (json_is_object(value)) {
        print_object(printer, title, value, columns);
    } else if (json_is_array(value)) {
        print_array(printer, title, value);
    } else {
        print_scalar(printer, value);
        (void)putc('\n', printer->out);
    }
}

void output_text(FILE *out, const json_t *value, bool is_terminal)
{
    const struct printer printer = { out, is_terminal };

    print_value(&printer, NULL, value, NULL);
}
