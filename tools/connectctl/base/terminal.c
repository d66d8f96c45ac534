/*
 * UTF-8, columns and control characters.
 */
#include "base/terminal.h"

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

size_t utf8_next(const char *string, uint32_t *code_point)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)string;
    size_t size = p[0] < 0x80 ? 1 : p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : p[0] >= 0xc2 ? 2 : 0;
    uint32_t value = size == 1 ? p[0] : size > 1 ? p[0] & (0xffu >> (size + 1)) : 0;

    *code_point = UINT32_MAX;
    for (size_t i = 1; i < size; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 1;
        }
        value = value << 6 | (p[i] & 0x3f);
    }
    if (size == 0 || p[0] > 0xf4 || value < least[size] || value > 0x10ffff ||
        (value >= 0xd800 && value < 0xe000)) {
        return 1;
    }
    *code_point = value;
    return size;
}

bool is_valid_utf8(const char *string)
{
    uint32_t code_point;

    for (size_t size; *string != '\0'; string += size) {
        size = utf8_next(string, &code_point);
        if (code_point == UINT32_MAX) {
            return false;
        }
    }
    return true;
}

/* Invalid bytes and control characters count as one column. */
static size_t columns_of(uint32_t code_point)
{
    int columns = code_point == UINT32_MAX ? 1 : wcwidth((wchar_t)code_point);

    return columns >= 0 ? (size_t)columns : 1;
}

size_t display_width(const char *string)
{
    size_t width;

    (void)display_fit(string, SIZE_MAX, &width);
    return width;
}

size_t display_width_n(const char *string, size_t size)
{
    size_t width = 0;

    for (size_t at = 0; at < size;) {
        uint32_t code_point;

        at += utf8_next(string + at, &code_point);
        width += columns_of(code_point);
    }
    return width;
}

size_t display_fit(const char *string, size_t columns, size_t *width)
{
    size_t at = 0;

    *width = 0;
    while (string[at] != '\0') {
        uint32_t code_point;
        size_t size = utf8_next(string + at, &code_point);
        size_t more = columns_of(code_point);

        if (more > columns - *width) {
            break;
        }
        at += size;
        *width += more;
    }
    return at;
}

/* The ranges are those of Bidi_Control and of the categories Cc, Zl and Zp in Unicode. */
bool is_terminal_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *escape_controls(const char *string)
{
    struct strbuf out = { 0 };

    while (*string != '\0') {
        uint32_t code_point;
        size_t size = utf8_next(string, &code_point);

        if (code_point == UINT32_MAX) {
            strbuf_addf(&out, "\\x%02x", (unsigned)(unsigned char)*string);
        } else if (code_point == '\n') {
            strbuf_add(&out, "\\n");
        } else if (code_point == '\t') {
            strbuf_add(&out, "\\t");
        } else if (is_terminal_control(code_point)) {
            strbuf_addf(&out, code_point < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)code_point);
        } else {
            strbuf_add_bytes(&out, string, size);
        }
        string += size;
    }
    return strbuf_detach(&out);
}

bool terminal_has_escapes(int descriptor)
{
    const char *term = getenv("TERM");

    return isatty(descriptor) == 1 && (term == NULL || strcmp(term, "dumb") != 0);
}

size_t terminal_columns(int descriptor)
{
    enum { LEAST = 10, MOST = 10000 };
    const char *columns = getenv("COLUMNS");
    struct winsize size;

    if (columns != NULL && columns[0] >= '1' && columns[0] <= '9') {
        unsigned long wanted = strtoul(columns, NULL, 10);

        if (wanted >= LEAST && wanted <= MOST) {
            return wanted;
        }
    }
    if (isatty(descriptor) == 1 && ioctl(descriptor, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= LEAST) {
        return size.ws_col;
    }
    return 0;
}
