/* Runs of bytes that stay as they are are copied whole. */
#include "core/percent.h"

#include <string.h>

static const unsigned char unreserved[256] = {
    ['-'] = 1, ['.'] = 1, ['_'] = 1, ['~'] = 1, ['0'] = 1, ['1'] = 1, ['2'] = 1, ['3'] = 1,
    ['4'] = 1, ['5'] = 1, ['6'] = 1, ['7'] = 1, ['8'] = 1, ['9'] = 1, ['A'] = 1, ['B'] = 1,
    ['C'] = 1, ['D'] = 1, ['E'] = 1, ['F'] = 1, ['G'] = 1, ['H'] = 1, ['I'] = 1, ['J'] = 1,
    ['K'] = 1, ['L'] = 1, ['M'] = 1, ['N'] = 1, ['O'] = 1, ['P'] = 1, ['Q'] = 1, ['R'] = 1,
    ['S'] = 1, ['T'] = 1, ['U'] = 1, ['V'] = 1, ['W'] = 1, ['X'] = 1, ['Y'] = 1, ['Z'] = 1,
    ['a'] = 1, ['b'] = 1, ['c'] = 1, ['d'] = 1, ['e'] = 1, ['f'] = 1, ['g'] = 1, ['h'] = 1,
    ['i'] = 1, ['j'] = 1, ['k'] = 1, ['l'] = 1, ['m'] = 1, ['n'] = 1, ['o'] = 1, ['p'] = 1,
    ['q'] = 1, ['r'] = 1, ['s'] = 1, ['t'] = 1, ['u'] = 1, ['v'] = 1, ['w'] = 1, ['x'] = 1,
    ['y'] = 1, ['z'] = 1
};

size_t text_unreserved_span(const char *text, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t i = 0;

    /* Tokens of 400 characters are common: eight at a time. */
    for (; size - i >= 8; i += 8) {
        const unsigned char *b = bytes + i;

        if ((unreserved[b[0]] & unreserved[b[1]] & unreserved[b[2]] & unreserved[b[3]] &
             unreserved[b[4]] & unreserved[b[5]] & unreserved[b[6]] & unreserved[b[7]]) == 0) {
            break;
        }
    }
    while (i < size && unreserved[bytes[i]] != 0) {
        i++;
    }
    return i;
}

/*
 * Rule: what is not A-Z a-z 0-9 - . _ ~ is percent-encoded, in upper case.  Source: RFC 3986, 2.1
 * and 2.3; Smithy, httpLabel trait.  Test: percent_encoding_keeps_the_unreserved_only.
 */
bool text_percent_encode(struct buf *out, const char *text, size_t size, const char *keep)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;
    for (size_t i = text_unreserved_span(text, size); i < size;
         i += 1 + text_unreserved_span(text + i + 1, size - i - 1)) {
        char c = text[i];
        if (keep != NULL && c != '\0' && strchr(keep, c) != NULL) {
            continue;
        }
        unsigned char byte = (unsigned char)c;
        char code[3] = { '%', digits[byte >> 4], digits[byte & 0x0f] };
        if (!buf_add(out, text + from, i - from) || !buf_add(out, code, sizeof code)) {
            return false;
        }
        from = i + 1;
    }
    return buf_add(out, text + from, size - from);
}
