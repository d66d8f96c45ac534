/* Text, byte by byte and in ASCII, whatever the host's locale is. */
#include "core/text.h"

#include "core/assert.h"
#include "core/percent.h"
#include "core/utf8.h"

#include <string.h>

/*
 * Rule: a segment . or .. never stands for a resource, because it is removed on the way.  Source:
 * RFC 3986, 5.2.4.  Test: labels_must_be_steps_of_a_path.
 */
bool text_is_dots(const char *text, size_t size)
{
    return (size == 1 || size == 2) && text[0] == '.' && text[size - 1] == '.';
}

/*
 * Rule: a method and the name of a header are tokens.  Source: RFC 9110, 5.6.2.  Test:
 * malformed_method_is_refused.
 */
bool text_is_token(const char *text, size_t size)
{
    for (size_t i = text_unreserved_span(text, size); i < size; i++) {
        char c = text[i];

        if (!text_is_alnum(c) && (c == '\0' || strchr("!#$%&'*+-.^_`|~", c) == NULL)) {
            return false;
        }
    }
    return size > 0;
}

bool text_is_whitespace(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (!text_is_space(text[i])) {
            return false;
        }
    }
    return true;
}

bool text_equal_nocase(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return false;
    }
    while (text_lower(*a) == text_lower(*b) && *a != '\0') {
        a++;
        b++;
    }
    return *a == *b;
}

bool text_equal_nocase_n(const char *a, size_t a_size, const char *b)
{
    if (a == NULL || b == NULL) {
        return false;
    }
    for (size_t i = 0; i < a_size; i++) {
        if (b[i] == '\0' || text_lower(a[i]) != text_lower(b[i])) {
            return false;
        }
    }
    return b[a_size] == '\0';
}

bool text_starts(const char *text, const char *prefix)
{
    return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/*
 * How many bytes at the start, in steps of eight, are neither control characters nor, with
 * ascii_only, beyond ASCII.  For a byte x below 0x80, the high bit of x - 0x20 is set when x is a
 * control character, and that of (x ^ 0x7f) - 1 when x is DEL.  A byte borrows from its neighbour
 * only when it is such a byte itself, which ends the step in any case.
 */
static size_t plain_size(const char *text, size_t size, bool ascii_only)
{
    const uint64_t high = EACH_BYTE(0x80);
    size_t i = 0;

    for (; size - i >= sizeof(uint64_t); i += sizeof(uint64_t)) {
        uint64_t bytes;
        memcpy(&bytes, text + i, sizeof bytes);
        uint64_t control = bytes - EACH_BYTE(0x20), del = (bytes ^ EACH_BYTE(0x7f)) - EACH_BYTE(1);
        if ((((control | del) & ~bytes) & high) != 0 || (ascii_only && (bytes & high) != 0)) {
            break;
        }
    }
    return i;
}

ptrdiff_t text_find_control(const char *text, size_t size)
{
    for (size_t i = plain_size(text, size, false); i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c < 0x20 || c == 0x7f) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

void text_make_printable(char *text, size_t size)
{
    unsigned char *bytes = (unsigned char *)text;
    uint32_t point;
    for (size_t i = plain_size(text, size, true), step; i < size; i += step) {
        step = utf8_decode(text + i, size - i, &point);
        unsigned char c = bytes[i];
        if (c == '\t' || c == '\n' || c == '\r') {
            text[i] = ' ';
        } else if (step == 0 || c < 0x20 || c == 0x7f) {
            text[i] = '?'; /* which is looked at once more where no character begins */
            /* a terminal takes U+0080..U+009F for commands */
        } else if (c == 0xc2 && bytes[i + 1] < 0xa0) {
            ASSERT(step == 2 && i + 1 < size);
            text[i] = '?';
            text[i + 1] = '?';
        }
    }
}
