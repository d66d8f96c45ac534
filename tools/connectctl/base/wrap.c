/*
 * Line breaks at spaces.
 */
#include "base/wrap.h"

#include "base/terminal.h"

#include <stdint.h>
#include <string.h>

size_t wrap_first_line(const char *text, size_t width)
{
    size_t columns;
    size_t end = display_fit(text, width, &columns), space = end;

    if (text[end] == '\0') {
        return end;
    }
    while (space > 0 && text[space] != ' ') {
        space--;
    }
    /* A word that does not fit goes on up to the next space. */
    return space > 0 && strspn(text, " ") < space ? space : end + strcspn(text + end, " ");
}

size_t wrap_longest_word(const char *text)
{
    size_t longest = 0;

    while (*text != '\0') {
        size_t size = strcspn(text, " \n"), width = display_width_n(text, size);

        longest = width > longest ? width : longest;
        text += size + strspn(text + size, " \n");
    }
    return longest;
}

void print_wrapped(FILE *out, const char *text, size_t indent, size_t width)
{
    size_t room = width == 0 ? SIZE_MAX : width > indent + 10 ? width - indent : 10;

    for (;;) {
        size_t end = wrap_first_line(text, room), size = end;

        while (size > 0 && text[size - 1] == ' ') {
            size--;
        }
        (void)fprintf(out, "%.*s\n", (int)size, text);
        text += end + strspn(text + end, " ");
        if (*text == '\0') {
            return;
        }
        (void)fprintf(out, "%*s", (int)indent, "");
    }
}
