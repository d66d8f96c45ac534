/* Recursive descent; the scan has bounded its depth and checked its numbers. */
#include "tree_decoder/parse.h"

#include "core/buf.h"
#include "core/mem.h"
#include "core/number.h"
#include "core/text.h"
#include "core/utf8.h"

#include <string.h>

#define TOO_EARLY "it ends too early"
#define NO_SYNTAX "the syntax is wrong"
#define NO_UTF8 "it is not valid UTF-8"
#define KEY_ROOM 64

struct parser {
    const char *text;
    size_t size;
    size_t at;
    struct buf piece;    /* a text with escapes, as it is without them */
    const char *problem; /* NULL in a parser that failed: out of memory */
};

struct span {
    const char *text;
    size_t size;
};

static json_t *parse_value(struct parser *p);

static bool fail(struct parser *p, const char *problem)
{
    p->problem = problem;
    return false;
}

/* What is wrong with the byte that is next. */
static bool fail_here(struct parser *p)
{
    uint32_t point;

    if (p->at == p->size) {
        return fail(p, TOO_EARLY);
    }
    return fail(p,
                utf8_decode(p->text + p->at, p->size - p->at, &point) == 0 ? NO_UTF8 : NO_SYNTAX);
}

/* The byte that is next after whitespace; NUL at the end. */
static char peek(struct parser *p)
{
    while (p->at < p->size && memchr(" \t\n\r", p->text[p->at], 4) != NULL) {
        p->at++;
    }
    return p->at < p->size ? p->text[p->at] : '\0';
}

static bool take(struct parser *p, char c)
{
    if (peek(p) != c) {
        return fail_here(p);
    }
    p->at++;
    return true;
}

/* ---- texts ---- */

/* Behind the characters that stand for themselves. */
static size_t plain_end(const struct parser *p, size_t at)
{
    uint32_t point;
    size_t length;

    while (at < p->size && p->text[at] != '"' && p->text[at] != '\\' &&
           (unsigned char)p->text[at] >= 0x20) {
        length =
            (unsigned char)p->text[at] < 0x80 ? 1 : utf8_decode(p->text + at, p->size - at, &point);
        if (length == 0) {
            break;
        }
        at += length;
    }
    return at;
}

/* The four digits after a \u. */
static bool take_hex(struct parser *p, uint32_t *out)
{
    static const char digits[] = "0123456789abcdef";

    *out = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        const char *digit = p->at < p->size ? strchr(digits, text_lower(p->text[p->at])) : NULL;

        if (digit == NULL || *digit == '\0') {
            return fail_here(p);
        }
        *out = *out * 16 + (uint32_t)(digit - digits);
    }
    return true;
}

static bool add_point(struct parser *p, uint32_t point)
{
    unsigned char bytes[4];
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

    for (size_t i = length - 1; i > 0; i--, point >>= 6) {
        bytes[i] = (unsigned char)(0x80 | (point & 0x3f));
    }
    bytes[0] = (unsigned char)(lead[length] | point);
    return buf_add(&p->piece, bytes, length) || fail(p, NULL);
}

/* Behind \u: one unit, or the two halves of a pair. */
static bool take_unicode(struct parser *p)
{
    uint32_t point, low;

    if (!take_hex(p, &point)) {
        return false;
    }
    if (point >= 0xdc00 && point < 0xe000) {
        return fail(p, NO_SYNTAX);
    }
    if (point >= 0xd800 && point < 0xdc00) {
        if (p->size - p->at < 2 || memcmp(p->text + p->at, "\\u", 2) != 0) {
            return fail(p, NO_SYNTAX);
        }
        p->at += 2;
        if (!take_hex(p, &low)) {
            return false;
        }
        if (low < 0xdc00 || low >= 0xe000) {
            return fail(p, NO_SYNTAX);
        }
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
    }
    return add_point(p, point);
}

static bool take_escape(struct parser *p)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    const char *name;

    if (++p->at == p->size) {
        return fail(p, TOO_EARLY);
    }
    if (p->text[p->at] == 'u') {
        p->at++;
        return take_unicode(p);
    }
    name = memchr(names, p->text[p->at], sizeof names - 1);
    if (name == NULL) {
        return fail_here(p);
    }
    p->at++;
    return buf_add_char(&p->piece, meanings[name - names]) || fail(p, NULL);
}

/* From the opening quote on.  *out is good until the next text. */
static bool take_text(struct parser *p, struct span *out)
{
    size_t from = p->at + 1, end = plain_end(p, from);

    buf_clear(&p->piece);
    *out = (struct span){ p->text + from, end - from };
    while (end < p->size && p->text[end] == '\\') {
        p->at = end;
        if (!buf_add(&p->piece, p->text + from, end - from)) {
            return fail(p, NULL);
        }
        if (!take_escape(p)) {
            return false;
        }
        from = p->at;
        end = plain_end(p, from);
        *out = (struct span){ NULL, 0 };
    }
    p->at = end;
    if (end == p->size || p->text[end] != '"') {
        return fail_here(p);
    }
    p->at++;
    if (out->text != NULL) {
        return true;
    }
    if (!buf_add(&p->piece, p->text + from, end - from)) {
        return fail(p, NULL);
    }
    *out = (struct span){ buf_text(&p->piece), p->piece.size };
    return true;
}

/* ---- values; NULL with the problem in the parser ---- */

static json_t *parse_text(struct parser *p)
{
    struct span span;

    return take_text(p, &span) ? json_stringn_nocheck(span.text, span.size) : NULL;
}

static json_t *parse_integer(struct parser *p)
{
    size_t from = p->at;
    int64_t value;

    while (p->at < p->size && (text_is_digit(p->text[p->at]) || p->text[p->at] == '-')) {
        p->at++;
    }
    if (text_to_int64(p->text + from, p->at - from, &value)) {
        return json_integer(value);
    }
    (void)fail(p, NO_SYNTAX);
    return NULL;
}

static json_t *parse_word(struct parser *p)
{
    static const char *const words[] = { "true", "false", "null" };

    for (size_t i = 0; i < 3; i++) {
        size_t size = strlen(words[i]);

        if (p->size - p->at >= size && memcmp(p->text + p->at, words[i], size) == 0) {
            p->at += size;
            return i == 0 ? json_true() : i == 1 ? json_false() : json_null();
        }
    }
    (void)fail_here(p);
    return NULL;
}

static bool add_item(struct parser *p, json_t *list)
{
    json_t *value = parse_value(p);

    return value != NULL && (json_array_append_new(list, value) == 0 || fail(p, NULL));
}

static bool add_member(struct parser *p, json_t *object)
{
    char room[KEY_ROOM], *key = room;
    struct span span;
    json_t *value;
    bool ok = false;

    if (peek(p) != '"') {
        return fail_here(p);
    }
    if (!take_text(p, &span)) {
        return false;
    }
    /* A number that the scan marked cannot be a key. */
    if (memchr(span.text, '\0', span.size) != NULL) {
        return fail(p, NO_SYNTAX);
    }
    if (span.size >= sizeof room && (key = mem_alloc(span.size + 1)) == NULL) {
        return fail(p, NULL);
    }
    memcpy(key, span.text, span.size);
    key[span.size] = '\0';
    if (json_object_get(object, key) != NULL) {
        (void)fail(p, "a key appears twice in one object");
    } else if (take(p, ':') && (value = parse_value(p)) != NULL) {
        ok = json_object_set_new_nocheck(object, key, value) == 0 || fail(p, NULL);
    }
    if (key != room) {
        mem_free(key);
    }
    return ok;
}

/* A list or an object, from its opening bracket on. */
static json_t *parse_many(struct parser *p, json_t *out, char end,
                          bool (*add)(struct parser *p, json_t *out))
{
    bool ok = out != NULL || fail(p, NULL), more;

    p->at++;
    more = ok && peek(p) != end;
    while (ok && more) {
        ok = add(p, out);
        more = ok && peek(p) == ',';
        p->at += more;
    }
    if (ok && take(p, end)) {
        return out;
    }
    json_decref(out);
    return NULL;
}

static json_t *parse_value(struct parser *p)
{
    char c = peek(p);

    p->problem = NULL; /* what a constructor that fails means */
    switch (c) {
    case '{':
        return parse_many(p, json_object(), '}', add_member);
    case '[':
        return parse_many(p, json_array(), ']', add_item);
    case '"':
        return parse_text(p);
    default:
        return text_is_digit(c) || c == '-' ? parse_integer(p) : parse_word(p);
    }
}

json_t *old_parse_json(const char *text, size_t size, struct parse_problem *problem)
{
    struct parser p = { .text = text, .size = size, .piece = { .max = size, .secret = true } };
    json_t *out = parse_value(&p);

    if (out != NULL && peek(&p) != '\0') {
        (void)fail(&p, "something follows the value");
    }
    *problem = (struct parse_problem){ .what = p.problem, .line = 1, .column = 1 };
    for (size_t i = 0; i < p.at; i++) {
        problem->column++;
        if (text[i] != '\n') {
            continue;
        }
        problem->line++;
        problem->column = 1;
    }
    buf_free(&p.piece);
    if (out == NULL || p.problem == NULL) {
        return out;
    }
    json_decref(out);
    return NULL;
}
