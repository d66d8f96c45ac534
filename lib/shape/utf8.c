/*
 * UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
 */
#include "shape/utf8.h"

size_t utf8_next(const char *text, size_t size, uint32_t *point)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t value, least;
    size_t length;

    if (size == 0) {
        return 0;
    }
    if (bytes[0] < 0x80) {
        *point = bytes[0];
        return 1;
    }
    if (bytes[0] >= 0xf0) {
        length = 4;
        least = 0x10000;
        value = bytes[0] & 0x07u;
    } else if (bytes[0] >= 0xe0) {
        length = 3;
        least = 0x800;
        value = bytes[0] & 0x0fu;
    } else {
        length = 2;
        least = 0x80;
        value = bytes[0] & 0x1fu;
    }
    if (bytes[0] < 0xc2 || bytes[0] > 0xf4 || size < length) {
        return 0;
    }
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
