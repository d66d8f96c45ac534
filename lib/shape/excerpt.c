/* Masks the string values of JSON that may be malformed or cut off anywhere. */
#include "shape/excerpt.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

#define ELLIPSIS "\"\xe2\x80\xa6\""

/* Behind the closing quote of the string that begins at `at`, or the end of the text. */
static size_t string_end(const char *text, size_t size, size_t at)
{
    for (at++; at < size && text[at] != '"'; at++) {
        if (text[at] == '\\') {
            at++;
        }
    }
    ASSERT(size > 0);
    return at < size ? at + 1 : size;
}

static bool is_key(const char *text, size_t size, size_t end)
{
    while (end < size && text_is_space(text[end])) {
        end++;
    }
    return end < size && text[end] == ':';
}

/* Copies as much as fits into `room`.  Returns the size. */
static size_t mask_strings(const char *text, size_t size, char *out, size_t room)
{
    size_t used = 0;

    for (size_t at = 0; at < size && used < room;) {
        const char *piece = text + at;
        size_t piece_size = 1;
        size_t end = at + 1;

        if (text[at] == '"') {
            end = string_end(text, size, at);
            piece_size = end - at;
            if (!is_key(text, size, end)) {
                piece = ELLIPSIS;
                piece_size = strlen(piece);
            }
        }
        if (piece_size > room - used) {
            break;
        }
        ASSERT(end > at && end <= size);
        memcpy(out + used, piece, piece_size);
        used += piece_size;
        at = end;
    }
    ASSERT(used <= room);
    return used;
}

void excerpt_set(connect_error *error, const char *text, size_t size, bool secret)
{
    char masked[ERROR_EXCERPT_MAX];
    size_t start = 0;

    while (start < size && text_is_space(text[start])) {
        start++;
    }
    if (start == size) {
        return;
    }
    if (text[start] == '{' || text[start] == '[') {
        error_set_excerpt(error, masked,
                          mask_strings(text + start, size - start, masked, sizeof masked));
    } else if (!secret) {
        error_set_excerpt(error, text, size);
    }
}
