/*
 * Reading shorthand, by recursive descent with a limit to its depth.
 */
#include "input/shorthand.h"

#include "base/strbuf.h"
#include "base/terminal.h"
#include "input/file_value.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 32 };

struct reader {
    const char *input;
    size_t at;
    int depth;
    bool from_file; /* the key ended with "@=": file:// in its values is read */
    struct strbuf problem;
};

static void complain(struct reader *r, size_t at, const char *what)
{
    const char *input = r->input;
    size_t line = at, end = at;
    char *before;

    if (r->problem.size > 0) {
        return;
    }
    while (line > 0 && input[line - 1] != '\n') {
        line--;
    }
    while (input[end] != '\0' && input[end] != '\n') {
        end++;
    }
    strbuf_addf(&r->problem, "%s\n  %.*s\n  ", what, (int)(end - line), input + line);
    before = require_memory(strndup(input + line, at - line));
    strbuf_add_spaces(&r->problem, display_width(before));
    strbuf_add(&r->problem, "^");
    free(before);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char look(const struct reader *r)
{
    return r->input[r->at];
}

static void skip_blanks(struct reader *r)
{
    while (is_blank(look(r))) {
        r->at++;
    }
}

/* Takes one character with the blanks around it. */
static bool expect(struct reader *r, char wanted)
{
    char what[] = "\"?\" is expected here:";

    skip_blanks(r);
    if (look(r) != wanted) {
        what[1] = wanted;
        complain(r, r->at, what);
        return false;
    }
    r->at++;
    skip_blanks(r);
    return true;
}

/* A text as JSON, taken over; or the content of the file it names. */
static json_t *text_value(struct reader *r, struct strbuf *value)
{
    size_t start = r->at;
    char *content = strbuf_detach(value), *problem = NULL;
    json_t *json;

    if (r->from_file && is_file_reference(content)) {
        char *loaded = read_file_reference(content, &problem);

        free(content);
        if (loaded == NULL) {
            complain(r, start, problem);
            free(problem);
            return NULL;
        }
        content = loaded;
    }
    json = json_string(content);
    if (json == NULL) {
        complain(r, start, "this is not UTF-8:");
    }
    free(content);
    return json;
}

static json_t *quoted(struct reader *r)
{
    char quote = look(r);
    size_t start = r->at++;
    struct strbuf value = { 0 };

    while (look(r) != quote) {
        const char *p = r->input + r->at;

        if (*p == '\0') {
            complain(r, start, "this quote is not closed:");
            strbuf_free(&value);
            return NULL;
        }
        if (*p == '\\' && (p[1] == quote || p[1] == '\\')) {
            p++;
        }
        strbuf_add_bytes(&value, p, 1);
        r->at = (size_t)(p - r->input) + 1;
    }
    r->at++;
    return text_value(r, &value);
}

/*
 * Whether a bare text may begin with, or go on with, this character; stop: further characters that
 * end it.
 */
static bool is_bare(char c, bool first, const char *stop)
{
    if (c == '\0' || strchr("\"',", c) != NULL) {
        return false;
    }
    if (first) {
        return !is_blank(c) && strchr("=[{", c) == NULL;
    }
    return strchr(stop, c) == NULL;
}

/* A text without quotes; "\," stands for a comma in it. */
static json_t *bare(struct reader *r, const char *stop)
{
    struct strbuf value = { 0 };
    bool first = true;

    for (;; first = false) {
        const char *p = r->input + r->at;

        if (p[0] == '\\' && p[1] == ',') {
            strbuf_add(&value, ",");
            r->at += 2;
        } else if (is_bare(p[0], first, stop)) {
            strbuf_add_bytes(&value, p, 1);
            r->at++;
        } else {
            break;
        }
    }
    while (value.size > 0 && is_blank(value.data[value.size - 1])) {
        value.data[--value.size] = '\0';
    }
    return text_value(r, &value);
}

static json_t *first_value(struct reader *r)
{
    return look(r) == '"' || look(r) == '\'' ? quoted(r) : bare(r, "]}");
}

static json_t *keyed(struct reader *r, char closing);
static json_t *list(struct reader *r);

static json_t *nested_value(struct reader *r)
{
    json_t *value = NULL;

    if (++r->depth > DEEPEST) {
        complain(r, r->at, "this is nested too deeply:");
    } else if (look(r) == '[') {
        value = list(r);
    } else if (look(r) == '{' && expect(r, '{')) {
        value = keyed(r, '}');
    } else {
        value = first_value(r);
    }
    r->depth--;
    return value;
}

static json_t *list(struct reader *r)
{
    json_t *items = require_memory(json_array());

    if (!expect(r, '[')) {
        goto fail;
    }
    while (look(r) != ']') {
        json_t *item = nested_value(r);

        if (item == NULL || json_array_append_new(items, item) != 0) {
            goto fail;
        }
        skip_blanks(r);
        if (look(r) != ']' && !expect(r, ',')) {
            goto fail;
        }
    }
    r->at++;
    return items;
fail:
    json_decref(items);
    return NULL;
}

/* Whether what follows a comma is the next key and not one more value. */
static bool next_is_key(const struct reader *r)
{
    return r->input[r->at + strcspn(r->input + r->at, "\"',=")] == '=';
}

/* Whether a list ends at a comma: behind it comes a key, or nothing that may begin a value. */
static bool list_ends(const struct reader *r)
{
    return next_is_key(r) ||
           (look(r) != '\0' && look(r) != '"' && look(r) != '\'' && !is_bare(look(r), true, ""));
}

/* One more value of a list behind a comma; "=" would make it a key. */
static json_t *further_value(struct reader *r)
{
    if (look(r) == '"' || look(r) == '\'') {
        return quoted(r);
    }
    if (look(r) != '\0') {
        return bare(r, "=");
    }
    complain(r, r->at, "a value is expected here:");
    return NULL;
}

/* key=a is a text, key=a,b a list: whether a comma goes on with the list shows only behind it. */
static json_t *plain_values(struct reader *r)
{
    json_t *value = first_value(r), *items = NULL, *next;

    while (value != NULL) {
        size_t comma;

        skip_blanks(r);
        if (look(r) != ',') {
            break;
        }
        comma = r->at++;
        skip_blanks(r);
        if (list_ends(r)) {
            r->at = look(r) == ',' ? r->at : comma; /* the AWS CLI lets a second comma pass */
            break;
        }
        next = further_value(r);
        if (next == NULL) {
            json_decref(value);
            return NULL;
        }
        if (items == NULL) {
            items = require_memory(json_array());
            json_array_append_new(items, value);
            value = items;
        }
        json_array_append_new(items, next);
    }
    return value;
}

/* Letters, digits and - _ . # / : up to "=", or up to "@=" for values out of files. */
static char *key_of(struct reader *r)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#/:";
    size_t size = strspn(r->input + r->at, allowed);
    char *key = require_memory(strndup(r->input + r->at, size));

    r->at += size;
    skip_blanks(r);
    r->from_file = look(r) == '@';
    if ((r->from_file && !expect(r, '@')) || !expect(r, '=')) {
        free(key);
        return NULL;
    }
    return key;
}

/* Reads key=value pairs up to `closing`, which is the end of the input at the top. */
static json_t *keyed(struct reader *r, char closing)
{
    json_t *object = require_memory(json_object());

    while (look(r) != closing || (closing == '\0' && json_object_size(object) == 0)) {
        size_t start = r->at;
        char *key = key_of(r);
        json_t *value = NULL;

        if (key != NULL && closing == '\0' && json_object_get(object, key) != NULL) {
            complain(r, start,
                     "this key stands here a second time (a comma in place of a blank?):");
        } else if (key != NULL && closing == '\0' && look(r) != '[' && look(r) != '{') {
            value = plain_values(r);
        } else if (key != NULL) {
            value = nested_value(r);
        }
        if (value != NULL) {
            json_object_set_new(object, key, value);
        }
        free(key);
        if (value == NULL) {
            goto fail;
        }
        skip_blanks(r);
        if (look(r) == closing) {
            break;
        }
        if (!expect(r, ',')) {
            goto fail;
        }
        if (closing == '\0' && look(r) == '\0') {
            complain(r, r->at, "a key is expected here:");
            goto fail;
        }
    }
    if (closing != '\0') {
        r->at++;
    }
    return object;
fail:
    json_decref(object);
    return NULL;
}

json_t *shorthand_parse(const char *input, char **problem)
{
    struct reader reader = { input, 0, 0, false, { 0 } };
    json_t *object = keyed(&reader, '\0');

    if (object == NULL) {
        *problem = strbuf_detach(&reader.problem);
    }
    strbuf_free(&reader.problem);
    return object;
}
