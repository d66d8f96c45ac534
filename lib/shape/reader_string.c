/*
 * Strings of JSON text: where they end, what their escapes mean, and what is odd in them.
 *
 * Strings are scanned eight bytes at a time.  For a byte x below 0x80, the high bit of
 * (x ^ 2) - 0x21 is set exactly when x is a control character or a quote (0x22 ^ 2 is 0x20, and
 * control characters stay below it), and that of (x ^ 0x5c) - 1 when x is a backslash, unless a
 * lower byte has borrowed; a lower byte borrows only when it is such a byte itself.  So the lowest
 * high bit belongs to the first byte that is not plain.
 */
#include "core/assert.h"
#include "core/text.h"
#include "core/utf8.h"
#include "shape/reader.h"

#include <string.h>

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))
#define HIGH_BITS EACH_BYTE(0x80)

static bool reader_fail_at(struct reader *in, const char *at, const char *problem)
{
    ASSERT(in->begin <= at && at <= in->end);
    if (in->problem == NULL) {
        in->at = at;
    }
    return reader_fail(in, problem);
}

/* Eight bytes, the first as the lowest on every machine; compilers make one load of it. */
static inline uint64_t load_eight(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;

    return (uint64_t)b[0] | (uint64_t)b[1] << 8 | (uint64_t)b[2] << 16 | (uint64_t)b[3] << 24 |
           (uint64_t)b[4] << 32 | (uint64_t)b[5] << 40 | (uint64_t)b[6] << 48 |
           (uint64_t)b[7] << 56;
}

/* The number of the lowest byte whose high bit is set. */
static inline size_t lowest_byte(uint64_t bits)
{
    bits >>= 7;
    ASSERT(bits != 0 && (bits & ~EACH_BYTE(1)) == 0);
    return (size_t)(((bits - 1) & ~bits & EACH_BYTE(1)) * EACH_BYTE(1) >> 56);
}

static inline bool is_plain(char c, bool ascii_only)
{
    unsigned char byte = (unsigned char)c;

    return byte >= 0x20 && byte != '"' && byte != '\\' && (!ascii_only || byte < 0x80);
}

/* The first byte from `at` on that is not plain. */
static inline const char *plain_end(const char *at, const char *end, bool ascii_only)
{
    const char *last = end - at >= 8 ? end - 8 : at - 1;

    for (; at <= last; at += 8) {
        uint64_t bytes = load_eight(at);
        uint64_t special = ((bytes ^ EACH_BYTE(0x02)) - EACH_BYTE(0x21)) |
                           ((bytes ^ EACH_BYTE('\\')) - EACH_BYTE(0x01));

        special = (ascii_only ? special | bytes : special & ~bytes) & HIGH_BITS;
        if (special != 0) {
            return at + lowest_byte(special);
        }
    }
    while (at < end && is_plain(*at, ascii_only)) {
        at++;
    }
    return at;
}

/* The unit behind "\u", of which four digits are there. */
static uint32_t unit_of(const char *digits)
{
    uint32_t unit = 0;

    for (int i = 0; i < 4; i++) {
        ASSERT(text_hex_digit(digits[i]) >= 0);
        unit = unit << 4 | (uint32_t)text_hex_digit(digits[i]);
    }
    return unit;
}

/* Whether "\uXXXX" is at `at`. */
static bool is_unit(const char *at, const char *end)
{
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') {
        return false;
    }
    for (int i = 2; i < 6; i++) {
        if (text_hex_digit(at[i]) < 0) {
            return false;
        }
    }
    return true;
}

static bool is_high(uint32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/*
 * The character of the unit at `at`; *size gets the bytes it takes in the text.  Half of a pair is
 * returned as it is.
 */
static uint32_t point_of(const char *at, const char *end, size_t *size)
{
    ASSERT(is_unit(at, end));
    uint32_t unit = unit_of(at + 2), low;

    *size = 6;
    if (!is_high(unit) || !is_unit(at + 6, end) || !is_low(low = unit_of(at + 8))) {
        return unit;
    }
    *size = 12;
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

static const char escape_names[] = "\"\\/bfnrt", escape_meanings[] = "\"\\/\b\f\n\r\t";

static_assert(sizeof escape_names == sizeof escape_meanings, "each escape has a meaning");

static void note_oddity(struct json_string *string, const char *oddity)
{
    if (string->oddity == NULL) {
        string->oddity = oddity;
    }
}

/* The end of the escape at `at`; NULL with a problem when there is none of this form. */
static const char *escape_end(struct reader *in, const char *at, struct json_string *string)
{
    size_t size;
    uint32_t point;

    if (is_unit(at, in->end)) {
        point = point_of(at, in->end, &size);
        if (point == 0) {
            note_oddity(string, "contains a NUL character");
        } else if (is_high(point) || is_low(point)) {
            note_oddity(string, "contains half of a surrogate pair");
        }
        return at + size;
    }
    if (in->end - at >= 2 && memchr(escape_names, at[1], sizeof escape_names - 1) != NULL) {
        return at + 2;
    }
    (void)reader_fail_at(in, at, "an escape sequence that does not exist");
    return NULL;
}

/* The same out of line. */
static const char *next_special(const char *at, const char *end, bool ascii_only)
{
    return plain_end(at, end, ascii_only);
}

/* The rest of a string from a byte on. */
static bool scan_rest(struct reader *in, struct json_string *out, const char *at, bool check)
{
    uint32_t ignored;

    while ((at = next_special(at, in->end, check)) < in->end && *at != '"') {
        if (*at == '\\') {
            out->has_escapes = true;
            at = escape_end(in, at, out);
            if (at == NULL) {
                return false;
            }
        } else if ((unsigned char)*at < 0x20) {
            return reader_fail_at(in, at, "a control character in a string");
        } else {
            size_t step = utf8_decode(at, (size_t)(in->end - at), &ignored);

            if (step == 0) {
                note_oddity(out, "contains invalid UTF-8");
            }
            at += step == 0 ? 1 : step;
        }
    }
    if (at == in->end) {
        return reader_fail_at(in, at, NULL);
    }
    ASSERT(out->text <= at && at < in->end);
    out->size = (size_t)(at - out->text);
    in->at = at + 1;
    return true;
}

bool reader_string(struct reader *in, struct json_string *out)
{
    const char *begin = in->at + 1, *at;

    if (in->problem != NULL) {
        return false;
    }
    ASSERT(in->at < in->end && *in->at == '"');
    at = plain_end(begin, in->end, true);
    ASSERT(begin <= at && at <= in->end);
    *out = (struct json_string){ .text = begin, .size = (size_t)(at - begin) };
    if (at == in->end || *at != '"') {
        return scan_rest(in, out, at, true);
    }
    in->at = at + 1;
    return true;
}

bool reader_skip_string(struct reader *in, struct json_string *out)
{
    *out = (struct json_string){ .text = in->at + 1 };
    return in->problem == NULL && scan_rest(in, out, out->text, false);
}

size_t json_string_decode(const struct json_string *string, char *out)
{
    const char *at = string->text, *end = at + string->size;
    char *to = out;

    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((escape != NULL ? escape : end) - at), size = 2;

        memcpy(to, at, run);
        to += run;
        at += run;
        if (escape == NULL) {
            break;
        }
        if (at[1] == 'u') {
            to += utf8_encode(point_of(at, end, &size), to);
        } else {
            *to++ = escape_meanings[strchr(escape_names, at[1]) - escape_names];
        }
        at += size;
        ASSERT(to - out <= at - string->text); /* escapes are longer than what they mean */
    }
    ASSERT((size_t)(to - out) <= string->size);
    return (size_t)(to - out);
}

char *json_string_unescape(const struct json_string *string, struct arena *arena, size_t *size)
{
    ASSERT(string->has_escapes); /* each is longer than what it means: there is room for a NUL */
    char *copy = arena_alloc(arena, string->size);

    if (copy != NULL) {
        *size = json_string_decode(string, copy);
    }
    return copy;
}

/* The first byte from `at` on that is a backslash or not ASCII. */
static const char *clean_end(const char *at, const char *end)
{
    for (; end - at >= 8; at += 8) {
        uint64_t bytes = load_eight(at);
        uint64_t special = (((bytes ^ EACH_BYTE('\\')) - EACH_BYTE(1)) | bytes) & HIGH_BITS;

        if (special != 0) {
            return at + lowest_byte(special);
        }
    }
    while (at < end && *at != '\\' && (unsigned char)*at < 0x80) {
        at++;
    }
    return at;
}

/* The first piece of valid JSON text, what stands for it in clean text, and the size of both. */
static size_t first_piece(const char *at, const char *end, const char **clean, size_t *clean_size)
{
    size_t size = (size_t)(clean_end(at, end) - at);
    uint32_t point;

    *clean = at;
    if (size == 0 && is_unit(at, end)) {
        point = point_of(at, end, &size);
        if (point == 0 || is_high(point) || is_low(point)) {
            *clean = "\\ufffd";
        }
    } else if (size == 0) {
        size = *at == '\\' ? 2 : utf8_decode(at, (size_t)(end - at), &point);
    }
    if (size == 0) {
        *clean = "\xef\xbf\xbd";
        *clean_size = 3;
        return 1;
    }
    *clean_size = size;
    return size;
}

size_t json_clean(const char *at, const char *end, char *out)
{
    size_t size = 0;

    while (at < end) {
        const char *clean;
        size_t clean_size;

        at += first_piece(at, end, &clean, &clean_size);
        if (out != NULL) {
            memcpy(out + size, clean, clean_size);
        }
        size += clean_size;
    }
    return size;
}
