/* The only UTF-8 decoder and encoder of the library. */
#include "core/utf8.h"

#include "core/assert.h"

/*
 * Rule: overlong forms, surrogates and what is above U+10FFFF are not UTF-8.  Source: RFC 3629, 3.
 * Test: overlong_forms_surrogates_and_torn_characters_are_refused.
 */
size_t utf8_decode(const char *text, size_t size, uint32_t *point)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t value, least;
    size_t length;

    if (size == 0) {
        return 0;
    }
    value = bytes[0];
    if (value < 0x80) {
        *point = value;
        return 1;
    }
    length = value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
    least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (value < 0xc2 || value > 0xf4 || size < length) {
        return 0;
    }
    value &= 0x7fu >> length;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (bytes[i] & 0x3fu);
    }
    if (value < least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *point = value;
    return length;
}

size_t utf8_encode(uint32_t point, char *out)
{
    static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
    size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    ASSERT(point <= 0x10ffff);
    for (size_t i = length - 1; i > 0; i--, point >>= 6) {
        out[i] = (char)(0x80 | (point & 0x3f));
    }
    out[0] = (char)(lead[length] | point);
    return length;
}

bool text_utf8_valid(const char *text, size_t size, size_t *characters)
{
    size_t count = 0;
    uint32_t point;

    for (size_t i = 0, step; i < size; i += step, count++) {
        step = utf8_decode(text + i, size - i, &point);
        if (step == 0) {
            return false;
        }
    }
    if (characters != NULL) {
        *characters = count;
    }
    return true;
}

size_t text_utf8_cut(const char *text, size_t size, size_t max)
{
    size_t cut = max;

    if (size <= max) {
        return size;
    }
    while (cut > 0 && max - cut < 3 && ((unsigned char)text[cut] & 0xc0) == 0x80) {
        cut--;
    }
    return ((unsigned char)text[cut] & 0xc0) == 0x80 ? max : cut;
}
