/* UTF-8: what is valid, where to cut, and what may be shown on a terminal. */
#include "core/text.h"

/* Bytes of the character that begins at `at`, or 0 when it is not one. */
static size_t character_size(const unsigned char *at, size_t left)
{
    unsigned char c = at[0];
    if (c < 0x80) {
        return 1;
    }
    size_t size = c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
    if (size == 0 || size > left) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (c == 0xe0 && at[1] < 0xa0) || (c == 0xf0 && at[1] < 0x90);
    bool surrogate = c == 0xed && at[1] > 0x9f;
    bool beyond = c == 0xf4 && at[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : size;
}

bool text_utf8_valid(const char *text, size_t size, size_t *characters)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t count = 0;
    for (size_t i = 0, step; i < size; i += step, count++) {
        step = character_size(bytes + i, size - i);
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
    if (size <= max) {
        return size;
    }
    size_t cut = max;
    while (cut > 0 && max - cut < 3 && ((unsigned char)text[cut] & 0xc0) == 0x80) {
        cut--;
    }
    return ((unsigned char)text[cut] & 0xc0) == 0x80 ? max : cut;
}

ptrdiff_t text_find_control(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
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
    for (size_t i = 0, step; i < size; i += step) {
        step = character_size(bytes + i, size - i);
        unsigned char c = bytes[i];
        if (c == '\t' || c == '\n' || c == '\r') {
            text[i] = ' ';
        } else if (step == 0 || c < 0x20 || c == 0x7f) {
            text[i] = '?';
            step = 1;
            /* a terminal takes U+0080..U+009F for commands */
        } else if (c == 0xc2 && bytes[i + 1] < 0xa0) {
            text[i] = '?';
            text[i + 1] = '?';
        }
    }
}
