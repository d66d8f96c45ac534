/*
 * Scans the bytes once, without recursion.  It decides nothing about grammar that the
 * parser decides as well, but one thing: a token that looks like a number is a JSON number, for the
 * parser must not see a real at all.
 */
#include "tree_decoder/scan.h"

#include "core/error.h"
#include "core/number.h"
#include "core/text.h"

#include <string.h>

/* "\u0000 and the closing quote: see scan.h. */
#define MARK "\"\\u0000"
#define MARK_SIZE (sizeof MARK - 1)
/* Any number of so many digits fits 64 bits. */
#define SAFE_DIGITS 18

struct scanner {
    const char *text;
    size_t size;
    size_t at;
    size_t depth;
    size_t values;
    size_t marked;
    char *out; /* NULL while marked numbers are only counted */
    size_t out_size;
    size_t copied; /* of text, to out */
    const char *problem;
};

static size_t skip_digits(const struct scanner *s, size_t at)
{
    while (at < s->size && text_is_digit(s->text[at])) {
        at++;
    }
    return at;
}

static bool is_number_char(char c)
{
    return text_is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

/*
 * The end of the JSON number that begins at `at`; 0 when it is none.  *real: it has a fraction or
 * an exponent.
 */
static size_t number_end(const struct scanner *s, size_t at, bool *real)
{
    size_t from;

    *real = false;
    if (s->text[at] == '-') {
        at++;
    }
    from = at;
    at = skip_digits(s, at);
    if (at == from || (s->text[from] == '0' && at - from > 1)) {
        return 0;
    }
    if (at < s->size && s->text[at] == '.') {
        *real = true;
        from = ++at;
        at = skip_digits(s, at);
        if (at == from) {
            return 0;
        }
    }
    if (at < s->size && (s->text[at] == 'e' || s->text[at] == 'E')) {
        *real = true;
        at++;
        if (at < s->size && (s->text[at] == '+' || s->text[at] == '-')) {
            at++;
        }
        from = at;
        at = skip_digits(s, at);
        if (at == from) {
            return 0;
        }
    }
    return at < s->size && is_number_char(s->text[at]) ? 0 : at;
}

static void copy_to(struct scanner *s, size_t end)
{
    memcpy(s->out + s->out_size, s->text + s->copied, end - s->copied);
    s->out_size += end - s->copied;
    s->copied = end;
}

static void copy_marked(struct scanner *s, size_t begin, size_t end)
{
    copy_to(s, begin);
    memcpy(s->out + s->out_size, MARK, MARK_SIZE);
    s->out_size += MARK_SIZE;
    copy_to(s, end);
    s->out[s->out_size++] = '"';
}

static bool scan_number(struct scanner *s)
{
    size_t begin = s->at;
    int64_t ignored;
    bool real;
    size_t end = number_end(s, begin, &real);

    if (end == 0) {
        s->problem = "a malformed number";
        return false;
    }
    s->at = end;
    if (!real &&
        (end - begin <= SAFE_DIGITS || text_to_int64(s->text + begin, end - begin, &ignored))) {
        return true;
    }
    s->marked++;
    if (s->out != NULL) {
        copy_marked(s, begin, end);
    }
    return true;
}

/* From the opening quote to behind the closing one, or to the end of the text. */
static bool scan_string(struct scanner *s)
{
    const char *text = s->text;
    size_t size = s->size;
    size_t at = s->at + 1;

    while (at < size && text[at] != '"') {
        if (text[at] != '\\') {
            at++;
            continue;
        }
        if (size - at >= 6 && memcmp(text + at, "\\u0000", 6) == 0) {
            s->at = at;
            s->problem = "a NUL character";
            return false;
        }
        at += 2;
    }
    s->at = at < size ? at + 1 : size;
    return true;
}

static bool scan_structure(struct scanner *s, char c)
{
    if (c == '[' || c == '{') {
        s->values++;
        if (++s->depth > SCAN_DEPTH_MAX) {
            s->problem = "nested too deep";
            return false;
        }
    } else if (c == ']' || c == '}') {
        if (s->depth > 0) {
            s->depth--;
        }
    } else if (c == ',' && ++s->values > SCAN_VALUES_MAX) {
        s->problem = "too many values";
        return false;
    }
    s->at++;
    return true;
}

static bool scan_all(struct scanner *s)
{
    while (s->at < s->size) {
        char c = s->text[s->at];
        bool fine;

        if (c == '"') {
            fine = scan_string(s);
        } else if (text_is_digit(c) || c == '-') {
            fine = scan_number(s);
        } else {
            fine = scan_structure(s, c);
        }
        if (!fine) {
            return false;
        }
    }
    return true;
}

connect_status old_scan_json(struct arena *arena, const char *text, size_t size, const char **out,
                             size_t *out_size, connect_error **error)
{
    struct scanner s = { .text = text, .size = size };
    const char *nul = size > 0 ? memchr(text, '\0', size) : NULL;

    if (nul != NULL) {
        s.at = (size_t)(nul - text);
        s.problem = "a NUL byte";
    }
    if (nul != NULL || !scan_all(&s)) {
        return error_set(error, CONNECT_E_DECODE, "%s at byte %zu of the JSON text", s.problem,
                         s.at);
    }
    *out = text;
    *out_size = size;
    if (s.marked == 0) {
        return CONNECT_OK;
    }
    s = (struct scanner){ .text = text,
                          .size = size,
                          .out = arena_alloc(arena, size + s.marked * (MARK_SIZE + 1)) };
    if (s.out == NULL) {
        return error_memory(error);
    }
    scan_all(&s);
    copy_to(&s, size);
    *out = s.out;
    *out_size = s.out_size;
    return CONNECT_OK;
}
