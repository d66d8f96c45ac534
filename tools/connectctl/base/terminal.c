/*
 * What a terminal makes of text: its width in columns, and what must not reach it.
 */
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

/*
 * One character at `text`: its bytes, and its columns in *width.  What is not UTF-8 is one byte of
 * one column.
 */
static size_t next_character(const char *text, size_t *width)
{
    mbstate_t state = { 0 };
    wchar_t c;
    size_t size = mbrtowc(&c, text, strlen(text), &state);
    int columns;

    *width = 1;
    if (size == (size_t)-1 || size == (size_t)-2 || size == 0) {
        return 1;
    }
    columns = wcwidth(c);
    if (columns >= 0) {
        *width = (size_t)columns;
    }
    return size;
}

size_t text_width(const char *text)
{
    size_t total = 0, width;

    while (*text != '\0') {
        text += next_character(text, &width);
        total += width;
    }
    return total;
}

size_t text_fit(const char *text, size_t columns, size_t *width)
{
    size_t at = 0, total = 0;

    while (text[at] != '\0') {
        size_t one;
        size_t size = next_character(text + at, &one);

        if (total + one > columns) {
            break;
        }
        at += size;
        total += one;
    }
    *width = total;
    return at;
}

char *text_printable(const char *text)
{
    struct text out = { 0 };

    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p == '\n') {
            text_add(&out, "\\n");
        } else if (*p == '\t') {
            text_add(&out, "\\t");
        } else if (*p < 0x20 || *p == 0x7f) {
            text_addf(&out, "\\x%02x", *p);
        }
        /* the control characters beyond ASCII */
        else if (*p == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0) {
            text_addf(&out, "\\x%02x", *++p);
        } else {
            text_add_n(&out, (const char *)p, 1);
        }
    }
    return text_take(&out);
}

size_t terminal_width(int descriptor)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size;

    if (columns != NULL && columns[0] >= '1' && columns[0] <= '9') {
        unsigned long wanted = strtoul(columns, NULL, 10);

        if (wanted >= 20 && wanted <= 10000) {
            return wanted;
        }
    }
    if (isatty(descriptor) && ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) {
        return size.ws_col;
    }
    return 0;
}
