/* See rules.h. */
#include "support/rules.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char current[256];

json_t *rules_load(const char *file)
{
    const char *top = getenv("top_srcdir");
    char path[4096];
    json_error_t error;

    snprintf(path, sizeof path, "%s/tests/rules/%s", top == NULL ? "." : top, file);
    json_t *document = json_load_file(path, 0, &error);
    ck_assert_msg(document != NULL, "%s: line %d: %s", path, error.line, error.text);
    return document;
}

void rules_run_all(const char *file, void (*run)(const json_t *one))
{
    json_t *document = rules_load(file);
    json_t *one;
    size_t index;

    ck_assert_uint_gt(json_array_size(json_object_get(document, "cases")), 0);
    json_array_foreach(json_object_get(document, "cases"), index, one) {
        snprintf(current, sizeof current, "%s, \"%s\"", rules_text(one, "rule"),
                 rules_text(one, "name"));
        run(one);
    }
    json_decref(document);
}

const char *rules_current(void)
{
    return current;
}

const char *rules_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

json_t *rules_object(const json_t *object, const char *key)
{
    return json_object_get(object, key);
}

void rules_assert_equal(const char *what, const char *got, const char *expected)
{
    bool are_equal = got == NULL || expected == NULL ? got == expected : strcmp(got, expected) == 0;

    rules_assert(are_equal, "%s is\n%s\nexpected\n%s", what, got == NULL ? "NULL" : got,
                 expected == NULL ? "NULL" : expected);
}

void rules_assert_contains(const char *text, const char *part)
{
    rules_assert(text != NULL && strstr(text, part) != NULL, "\"%s\" is not in \"%s\"", part,
                 text == NULL ? "" : text);
}
