/*
 * The shorthand parser: recursive descent with a depth limit.
 */
#include "input/shorthand.h"

#include "base/caret.h"
#include "base/json.h"
#include "base/terminal.h"
#include "input/file_value.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_DEPTH = 32 };

struct reader {
    const char *input;
    size_t at;
    int depth;
    bool from_file; /* the key ended with "@=": file:// values are read */
    struct strbuf problem;
};

/* The first problem is the one that is reported. */
static void shorthand_fail(struct reader *r, size_t at, const char *what)
{
    if (r->problem.size == 0) {
        strbuf_add(&r->problem, what);
        caret_add(&r->problem, r->input, at);
    }
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char peek_char(const struct reader *r)
{
    return r->input[r->at];
}

static void skip_spaces(struct reader *r)
{
    while (is_space(peek_char(r))) {
        r->at++;
    }
}

/* Takes one character and the spaces around it. */
static bool take_char(struct reader *r, char wanted)
{
    char what[] = "expected \"?\":";

    skip_spaces(r);
    if (peek_char(r) != wanted) {
        what[10] = wanted;
        shorthand_fail(r, r->at, what);
        return false;
    }
    r->at++;
    skip_spaces(r);
    return true;
}

/* The string as JSON, or the content of the file it names.  Frees the buffer. */
static json_t *finish_string(struct reader *r, struct strbuf *value)
{
    size_t start = r->at;
    char *content = strbuf_detach(value), *problem = NULL;
    json_t *json;

    if (r->from_file && is_file_reference(content)) {
        char *loaded = read_file_reference(content, &problem);

        free(content);
        if (loaded == NULL) {
            shorthand_fail(r, start, problem);
            free(problem);
            return NULL;
        }
        content = loaded;
    }
    json = is_valid_utf8(content) ? json_new_string(content) : NULL;
    if (json == NULL) {
        shorthand_fail(r, start, "not UTF-8:");
    }
    free(content);
    return json;
}

static json_t *parse_quoted(struct reader *r)
{
    char quote = peek_char(r);
    size_t start = r->at++;
    struct strbuf value = { 0 };

    while (peek_char(r) != quote) {
        const char *p = r->input + r->at;

        if (*p == '\0') {
            shorthand_fail(r, start, "unclosed quote:");
            strbuf_free(&value);
            return NULL;
        }
        if (*p == '\\' && (p[1] == quote || p[1] == '\\')) {
            p++;
        }
        strbuf_add_char(&value, *p);
        r->at = (size_t)(p - r->input) + 1;
    }
    r->at++;
    return finish_string(r, &value);
}

/*
 * Whether a string without quotes may begin or go on with this character.  stop: further characters
 * that end it.
 */
static bool is_unquoted_char(char c, bool first, const char *stop)
{
    if (c == '\0' || strchr("\"',", c) != NULL) {
        return false;
    }
    if (first) {
        return !is_space(c) && strchr("=[{", c) == NULL;
    }
    return strchr(stop, c) == NULL;
}

/* A string without quotes; "\," is a comma in it. */
static json_t *parse_unquoted(struct reader *r, const char *stop)
{
    struct strbuf value = { 0 };
    bool first = true;

    for (;; first = false) {
        const char *p = r->input + r->at;

        if (p[0] == '\\' && p[1] == ',') {
            strbuf_add(&value, ",");
            r->at += 2;
        } else if (is_unquoted_char(p[0], first, stop)) {
            strbuf_add_char(&value, *p);
            r->at++;
        } else {
            break;
        }
    }
    while (value.size > 0 && is_space(value.data[value.size - 1])) {
        value.data[--value.size] = '\0';
    }
    return finish_string(r, &value);
}

static json_t *parse_first_value(struct reader *r)
{
    return peek_char(r) == '"' || peek_char(r) == '\'' ? parse_quoted(r) : parse_unquoted(r, "]}");
}

static json_t *parse_pairs(struct reader *r, char closing);
static json_t *parse_list(struct reader *r);

static json_t *parse_nested_value(struct reader *r)
{
    json_t *value = NULL;

    if (++r->depth > MAX_DEPTH) {
        shorthand_fail(r, r->at, "nested too deeply:");
    } else if (peek_char(r) == '[') {
        value = parse_list(r);
    } else if (peek_char(r) == '{' && take_char(r, '{')) {
        value = parse_pairs(r, '}');
    } else {
        value = parse_first_value(r);
    }
    r->depth--;
    return value;
}

static json_t *parse_list(struct reader *r)
{
    json_t *items = require_memory(json_array());

    if (!take_char(r, '[')) {
        goto fail;
    }
    while (peek_char(r) != ']') {
        json_t *item = parse_nested_value(r);

        if (item == NULL) {
            goto fail;
        }
        json_append(items, item);
        skip_spaces(r);
        if (peek_char(r) != ']' && !take_char(r, ',')) {
            goto fail;
        }
    }
    r->at++;
    return items;
fail:
    json_decref(items);
    return NULL;
}

/* Whether the next key follows, and not one more value. */
static bool key_follows(const struct reader *r)
{
    return r->input[r->at + strcspn(r->input + r->at, "\"',=")] == '=';
}

/* Whether a list ends at a comma: what follows is a key, or cannot begin a value. */
static bool ends_list(const struct reader *r)
{
    return key_follows(r) || (peek_char(r) != '\0' && peek_char(r) != '"' && peek_char(r) != '\'' &&
                              !is_unquoted_char(peek_char(r), true, ""));
}

/* One more value of a list; "=" would make it a key. */
static json_t *parse_further_value(struct reader *r)
{
    if (peek_char(r) == '"' || peek_char(r) == '\'') {
        return parse_quoted(r);
    }
    if (peek_char(r) != '\0') {
        return parse_unquoted(r, "=");
    }
    shorthand_fail(r, r->at, "expected a value:");
    return NULL;
}

/* key=a is a string and key=a,b a list: only what follows a comma decides. */
static json_t *parse_plain_values(struct reader *r)
{
    json_t *value = parse_first_value(r), *items = NULL, *next;

    while (value != NULL) {
        size_t comma;

        skip_spaces(r);
        if (peek_char(r) != ',') {
            break;
        }
        comma = r->at++;
        skip_spaces(r);
        if (ends_list(r)) {
            r->at = peek_char(r) == ',' ? r->at : comma; /* the AWS CLI accepts a second comma */
            break;
        }
        next = parse_further_value(r);
        if (next == NULL) {
            json_decref(value);
            return NULL;
        }
        if (items == NULL) {
            items = require_memory(json_array());
            json_append(items, value);
            value = items;
        }
        json_append(items, next);
    }
    return value;
}

/* Letters, digits and - _ . # / : up to "=", or up to "@=" for values from files. */
static char *parse_key(struct reader *r)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#/:";
    size_t size = strspn(r->input + r->at, allowed);
    char *key = require_memory(strndup(r->input + r->at, size));

    r->at += size;
    skip_spaces(r);
    r->from_file = peek_char(r) == '@';
    if ((r->from_file && !take_char(r, '@')) || !take_char(r, '=')) {
        free(key);
        return NULL;
    }
    return key;
}

/* key=value pairs up to `closing`; at the top level that is the end of the input. */
static json_t *parse_pairs(struct reader *r, char closing)
{
    json_t *object = require_memory(json_object());

    while (peek_char(r) != closing || (closing == '\0' && json_object_size(object) == 0)) {
        size_t start = r->at;
        char *key = parse_key(r);
        json_t *value = NULL;

        if (key != NULL && closing == '\0' && json_object_get(object, key) != NULL) {
            shorthand_fail(r, start, "duplicate key (a comma where a space was meant?):");
        } else if (key != NULL && closing == '\0' && peek_char(r) != '[' && peek_char(r) != '{') {
            value = parse_plain_values(r);
        } else if (key != NULL) {
            value = parse_nested_value(r);
        }
        if (value != NULL) {
            json_set(object, key, value);
        }
        free(key);
        if (value == NULL) {
            goto fail;
        }
        skip_spaces(r);
        if (peek_char(r) == closing) {
            break;
        }
        if (!take_char(r, ',')) {
            goto fail;
        }
        if (closing == '\0' && peek_char(r) == '\0') {
            shorthand_fail(r, r->at, "expected a key:");
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
    json_t *object = parse_pairs(&reader, '\0');

    if (object == NULL) {
        *problem = strbuf_detach(&reader.problem);
    }
    strbuf_free(&reader.problem);
    return object;
}
