/*
 * JSON text to jansson's tree, and what may be shown of it.  jansson's hash is seeded, so no body
 * of a response makes it slow.
 */
#include "tree_decoder/tree.h"

#include "core/error.h"
#include "tree_decoder/parse.h"
#include "tree_decoder/scan.h"

#include <string.h>

connect_status old_tree_read(struct arena *scratch, const char *text, size_t size, json_t **out,
                             connect_error **error)
{
    struct parse_problem problem;
    const char *scanned;
    size_t scanned_size;
    connect_status status = old_scan_json(scratch, text, size, &scanned, &scanned_size, error);

    *out = NULL;
    if (status != CONNECT_OK) {
        return status;
    }
    *out = old_parse_json(scanned, scanned_size, &problem);
    if (*out != NULL) {
        return CONNECT_OK;
    }
    if (problem.what == NULL) {
        return error_memory(error);
    }
    return error_set(error, CONNECT_E_DECODE, "not JSON: %s at line %zu, column %zu", problem.what,
                     problem.line, problem.column);
}

const char *old_tree_kept_number(const json_t *value, size_t *size)
{
    if (!json_is_string(value) || json_string_length(value) == 0 ||
        json_string_value(value)[0] != '\0') {
        return NULL;
    }
    *size = json_string_length(value) - 1;
    return json_string_value(value) + 1;
}

const char *old_tree_type_name(const json_t *value)
{
    size_t ignored;

    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "a list";
    case JSON_STRING:
        return old_tree_kept_number(value, &ignored) != NULL ? "a number" : "a text";
    case JSON_INTEGER:
        return "an integer";
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    default:
        return "null";
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool old_tree_is_blank(const char *text, size_t size)
{
    size_t i = 0;

    while (i < size && is_blank(text[i])) {
        i++;
    }
    return i == size;
}

/* Behind the closing quote of the string that begins at `at`, or the end of the text. */
static size_t string_end(const char *text, size_t size, size_t at)
{
    for (at++; at < size && text[at] != '"'; at++) {
        if (text[at] == '\\') {
            at++;
        }
    }
    return at < size ? at + 1 : size;
}

static bool is_key(const char *text, size_t size, size_t end)
{
    while (end < size && is_blank(text[end])) {
        end++;
    }
    return end < size && text[end] == ':';
}

/* Copies JSON with an ellipsis in place of each string that is no key.  Returns the size. */
static size_t mask_strings(const char *text, size_t size, char *out, size_t room)
{
    size_t used = 0;

    for (size_t at = 0; at < size && used < room;) {
        const char *piece = text + at;
        size_t piece_size = 1;
        size_t end = at + 1;

        if (text[at] == '"') {
            end = string_end(text, size, at);
            piece_size = end - at;
            if (!is_key(text, size, end)) {
                piece = "\"\xe2\x80\xa6\"";
                piece_size = strlen(piece);
            }
        }
        if (piece_size > room - used) {
            break;
        }
        memcpy(out + used, piece, piece_size);
        used += piece_size;
        at = end;
    }
    return used;
}

void old_tree_set_excerpt(connect_error *error, const char *text, size_t size, bool secret)
{
    char masked[ERROR_EXCERPT_MAX];
    size_t start = 0;

    while (start < size && is_blank(text[start])) {
        start++;
    }
    if (start == size) {
        return;
    }
    if (text[start] == '{' || text[start] == '[') {
        error_set_excerpt(error, masked,
                          mask_strings(text + start, size - start, masked, sizeof masked));
    } else if (!secret) {
        error_set_excerpt(error, text, size);
    }
}
