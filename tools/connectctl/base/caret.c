/*
 * The caret under a position.
 */
#include "base/caret.h"

#include "base/terminal.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BEFORE = 60, MOST_AFTER = 40 };

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* Where the part that is shown begins: at the line's start, or not too far before the position. */
static size_t find_start(const char *input, size_t position)
{
    size_t start = position;

    while (start > 0 && input[start - 1] != '\n' && position - start < MOST_BEFORE) {
        start--;
    }
    while (start < position && is_continuation(input[start])) {
        start++;
    }
    return start;
}

static size_t find_end(const char *input, size_t position)
{
    size_t end = position;

    while (input[end] != '\0' && input[end] != '\n' && end - position < MOST_AFTER) {
        end++;
    }
    while (end > position && is_continuation(input[end])) {
        end--;
    }
    return end;
}

void caret_add(struct strbuf *out, const char *input, size_t position)
{
    size_t start = find_start(input, position), end = find_end(input, position);
    char *before = require_memory(strndup(input + start, position - start));
    char *after = require_memory(strndup(input + position, end - position));
    char *shown_before = escape_controls(before), *shown_after = escape_controls(after);
    const char *cut = start > 0 && input[start - 1] != '\n' ? "..." : "";

    strbuf_addf(out, "\n  %s%s%s%s\n  ", cut, shown_before, shown_after,
                input[end] != '\0' && input[end] != '\n' ? "..." : "");
    strbuf_add_spaces(out, strlen(cut) + display_width(shown_before));
    strbuf_add_char(out, '^');
    free(before);
    free(after);
    free(shown_before);
    free(shown_after);
}
