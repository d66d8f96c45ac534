/*
 * The grammar of JSON (RFC 8259), without keeping anything.
 *
 * A response mostly consists of members that are copied into structs and members that are newer
 * than the library.  A tree costs an allocation for each of both.  Here the decoder is in charge:
 * it knows from its rows what it wants next, takes a string as a span of the text, and skips the
 * rest.  The work is linear in the size of the text, and nothing is remembered but the depth.
 *
 * Invariants:
 * - `begin <= at <= end`, and `at` only moves forward.
 * - Once `problem` is set, every function fails, so a caller may check at the end of a loop.
 * - What is skipped has the grammar of JSON: brackets, commas, escapes, numbers and words are
 *   checked.  What a string contains is not, beyond that: half a surrogate pair, a NUL character,
 *   invalid UTF-8, duplicate keys and deep nesting must not make a whole response unreadable when
 *   the member is not read.
 */
#include "shape/reader.h"

#include "core/assert.h"
#include "core/number.h"
#include "core/text.h"

#include <string.h>

#define TOO_DEEP "nested too deep"

static_assert(READER_DEPTH_MAX <= READER_SKIP_DEPTH_MAX, "what can be read can be skipped");
static_assert(READER_SKIP_DEPTH_MAX % 64 == 0, "whole words of bits");

/* ---- numbers and words ---- */

bool reader_number(struct reader *in, struct json_number *out)
{
    bool is_negative = in->at < in->end && *in->at == '-';
    const char *digits = in->at + (is_negative ? 1 : 0), *at = digits;
    uint64_t value = 0;
    size_t count;

    if (in->problem != NULL) {
        return false;
    }
    while (at < in->end && text_is_digit(*at)) {
        value = value * 10 + (uint64_t)(*at++ - '0');
    }
    count = (size_t)(at - digits);
    *out = (struct json_number){ .text = in->at, .size = (size_t)(at - in->at) };
    /* A zero in front is a matter of the grammar. */
    if (count >= 1 && count <= NUMBER_SAFE_DIGITS && *digits != '0' &&
        (at == in->end || (*at != '.' && *at != 'e' && *at != 'E'))) {
        out->is_integer = true;
        out->integer = is_negative ? -(int64_t)value : (int64_t)value;
    } else {
        out->size = number_scan(in->at, (size_t)(in->end - in->at));
        if (out->size == 0) {
            return reader_fail(in, "a malformed number");
        }
        out->is_integer = text_to_int64(out->text, out->size, &out->integer);
    }
    ASSERT(out->size > 0 && out->size <= (size_t)(in->end - in->at));
    in->at += out->size;
    return true;
}

bool reader_word(struct reader *in, const char *word)
{
    size_t size = strlen(word);

    if (in->problem != NULL) {
        return false;
    }
    if ((size_t)(in->end - in->at) < size || memcmp(in->at, word, size) != 0) {
        return reader_fail(in, "expected a value");
    }
    in->at += size;
    return true;
}

/* ---- objects and lists ---- */

bool reader_enter(struct reader *in)
{
    if (in->problem != NULL) {
        return false;
    }
    if (in->depth == READER_DEPTH_MAX) {
        return reader_fail(in, TOO_DEEP);
    }
    ASSERT(in->at < in->end && (*in->at == '{' || *in->at == '['));
    in->depth++;
    in->at++;
    in->is_first = true;
    return true;
}

/* Consumes the comma before another member or element, or the closing bracket: then false. */
static bool has_another(struct reader *in, char bracket, const char *expected)
{
    char next = reader_next(in);

    if (in->problem != NULL) {
        return false;
    }
    if (next == bracket) {
        ASSERT(in->depth > 0);
        in->at++;
        in->depth--;
        in->is_first = false;
        return false;
    }
    if (in->is_first) {
        in->is_first = false;
        return true;
    }
    if (next != ',') {
        return reader_fail(in, expected);
    }
    in->at++;
    return true;
}

/* The key that is next, and the colon. */
static bool key_and_colon(struct reader *in, struct json_string *key, bool check)
{
    if (reader_next(in) != '"') {
        return reader_fail(in, "expected a key in quotes");
    }
    if (!(check ? reader_string(in, key) : reader_skip_string(in, key))) {
        return false;
    }
    if (reader_next(in) != ':') {
        return reader_fail(in, "expected \":\"");
    }
    in->at++;
    return true;
}

bool reader_member(struct reader *in, struct json_string *key)
{
    return has_another(in, '}', "expected \",\" or \"}\"") && key_and_colon(in, key, true);
}

bool reader_expected_member(struct reader *in, const char *name, size_t size)
{
    const char *at = in->at;

    if (in->problem != NULL || (size_t)(in->end - at) < size + 4) {
        return false;
    }
    if (!in->is_first && *at++ != ',') {
        return false;
    }
    if (at[0] != '"' || at[size + 1] != '"' || at[size + 2] != ':' ||
        memcmp(at + 1, name, size) != 0) {
        return false;
    }
    in->at = at + size + 3;
    ASSERT(in->at <= in->end && in->depth > 0);
    in->is_first = false;
    return true;
}

bool reader_element(struct reader *in)
{
    return has_another(in, ']', "expected \",\" or \"]\"");
}

/* ---- skipping ---- */

/* The brackets that are open, innermost last: a bit for each, set for an object. */
struct brackets {
    uint64_t bits[READER_SKIP_DEPTH_MAX / 64];
    size_t count;
};

static bool innermost_is_object(const struct brackets *open)
{
    return open->count > 0 &&
           (open->bits[(open->count - 1) / 64] >> (open->count - 1) % 64 & 1) != 0;
}

static bool open_bracket(struct reader *in, struct brackets *open)
{
    uint64_t bit = UINT64_C(1) << open->count % 64;

    if (open->count == READER_SKIP_DEPTH_MAX) {
        return reader_fail(in, TOO_DEEP);
    }
    ASSERT(open->count < READER_SKIP_DEPTH_MAX && in->at < in->end);
    if (*in->at == '{') {
        open->bits[open->count / 64] |= bit;
    } else {
        open->bits[open->count / 64] &= ~bit;
    }
    open->count++;
    in->at++;
    return true;
}

/* Skips a string, number or word. */
static bool skip_scalar(struct reader *in, char next)
{
    struct json_string string;
    struct json_number number;

    switch (next) {
    case '"':
        return reader_skip_string(in, &string);
    case 't':
        return reader_word(in, "true");
    case 'f':
        return reader_word(in, "false");
    case 'n':
        return reader_word(in, "null");
    default:
        if (next == '-' || text_is_digit(next)) {
            return reader_number(in, &number);
        }
        return reader_fail(in, "expected a value");
    }
}

/*
 * Behind a value: closes brackets until another value is next, or none is open.  *more: whether one
 * is next.
 */
static bool skip_to_next(struct reader *in, struct brackets *open, bool *more)
{
    struct json_string key;

    while (open->count > 0) {
        bool is_object = innermost_is_object(open);
        char next = reader_next(in);

        if (next == ',') {
            in->at++;
            *more = true;
            return !is_object || key_and_colon(in, &key, false);
        }
        if (next != (is_object ? '}' : ']')) {
            return reader_fail(in,
                               is_object ? "expected \",\" or \"}\"" : "expected \",\" or \"]\"");
        }
        in->at++;
        open->count--;
    }
    *more = false;
    return true;
}

/*
 * Rule: the grammar of JSON holds for skipped values as well.  Source: RFC 8259, 2.  Test:
 * the_grammar_is_that_of_the_rfc.
 */
bool reader_skip(struct reader *in)
{
    struct brackets open;
    struct json_string key;
    bool more = true;

    open.count = 0;
    while (in->problem == NULL && more) {
        char next = reader_next(in);

        if (next == '{' || next == '[') {
            if (!open_bracket(in, &open)) {
                return false;
            }
            if (reader_next(in) != (next == '{' ? '}' : ']')) {
                if (next == '{' && !key_and_colon(in, &key, false)) {
                    return false;
                }
                continue;
            }
        } else if (!skip_scalar(in, next)) {
            return false;
        }
        if (!skip_to_next(in, &open, &more)) {
            return false;
        }
    }
    return in->problem == NULL;
}
