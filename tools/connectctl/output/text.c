/*
 * Text for scripts, in the order of the AWS CLI: values of one item on a line between tabs, sorted
 * by their names; what is nested follows on lines that begin with its name.
 */
#include "base/strbuf.h"
#include "base/terminal.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>

struct names {
    const char **at;
    size_t count;
};

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_nested(const json_t *value)
{
    return json_is_object(value) || json_is_array(value);
}

static void add_name(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->at[i], name) == 0) {
            return;
        }
    }
    names->at = require_memory(realloc(names->at, (names->count + 1) * sizeof *names->at));
    names->at[names->count++] = name;
}

static void add_names(struct names *names, const json_t *object, bool nested)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)object, name, value) {
        if (is_nested(value) == nested) {
            add_name(names, name);
        }
    }
}

static void sort_names(struct names *names)
{
    if (names->count > 1) {
        qsort(names->at, names->count, sizeof *names->at, compare);
    }
}

static void put_upper(FILE *out, const char *name)
{
    for (; *name != '\0'; name++) {
        putc(*name >= 'a' && *name <= 'z' ? *name - 'a' + 'A' : *name, out);
    }
}

static void put_scalar(FILE *out, const json_t *value)
{
    char *printable, *dumped;

    switch (value != NULL ? json_typeof(value) : JSON_STRING) {
    case JSON_TRUE:
        fputs("True", out);
        break;
    case JSON_FALSE:
        fputs("False", out);
        break;
    case JSON_NULL:
        fputs("None", out);
        break;
    case JSON_STRING:
        printable = escape_controls(value != NULL ? json_string_value(value) : "");
        fputs(printable, out);
        free(printable);
        break;
    default:
        dumped = require_memory(json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15)));
        fputs(dumped, out);
        free(dumped);
        break;
    }
}

static void put_object(FILE *out, const char *title, const json_t *object,
                       const struct names *columns);

static void put_array(FILE *out, const char *title, const json_t *array)
{
    struct names columns = { 0 };
    size_t at;
    json_t *item;

    json_array_foreach(array, at, item) {
        add_names(&columns, item, false);
    }
    sort_names(&columns);
    json_array_foreach(array, at, item) {
        if (json_is_object(item)) {
            put_object(out, title, item, &columns);
            continue;
        }
        put_upper(out, title);
        putc('\t', out);
        put_scalar(out, item);
        putc('\n', out);
    }
    free(columns.at);
}

/* columns: of all the items of a list, so that each value has its place. */
static void put_object(FILE *out, const char *title, const json_t *object,
                       const struct names *columns)
{
    struct names nested = { 0 };

    if (columns->count > 0) {
        if (title != NULL) {
            put_upper(out, title);
        }
        for (size_t i = 0; i < columns->count; i++) {
            if (i > 0 || title != NULL) {
                putc('\t', out);
            }
            put_scalar(out, json_object_get(object, columns->at[i]));
        }
        putc('\n', out);
    }
    add_names(&nested, object, true);
    sort_names(&nested);
    for (size_t i = 0; i < nested.count; i++) {
        const json_t *value = json_object_get(object, nested.at[i]);
        struct names inner = { 0 };

        if (json_is_array(value)) {
            put_array(out, nested.at[i], value);
            continue;
        }
        add_names(&inner, value, false);
        sort_names(&inner);
        put_object(out, nested.at[i], value, &inner);
        free(inner.at);
    }
    free(nested.at);
}

void output_text(FILE *out, const json_t *output)
{
    json_t *rest = require_memory(json_copy((json_t *)output));
    json_t *token = json_incref(json_object_get(output, "NextToken"));
    struct names columns = { 0 };

    /* As with the AWS CLI, the token does not stand among the items but after them. */
    if (token != NULL && json_object_size(output) > 1) {
        json_object_del(rest, "NextToken");
    }
    add_names(&columns, rest, false);
    sort_names(&columns);
    put_object(out, NULL, rest, &columns);
    if (token != NULL && json_object_size(output) > 1) {
        fputs("NEXTTOKEN\t", out);
        put_scalar(out, token);
        putc('\n', out);
    }
    free(columns.at);
    json_decref(rest);
    json_decref(token);
}
