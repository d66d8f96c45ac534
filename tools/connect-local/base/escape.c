/*
 * See escape.h.
 */
#include "base/escape.h"

#include "base/utf8.h"
#include "core/buf.h"
#include "core/text.h"

#include <string.h>

static bool starts_with_any(const char *string, const char *const *prefixes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_starts(string, prefixes[i])) {
            return true;
        }
    }
    return false;
}

/* U+0080 to U+009F, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069 */
static bool is_unsafe(const char *character, size_t size)
{
    static const char *const marks[] = { "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8",
                                         "\xe2\x80\xa9", "\xe2\x80\xaa", "\xe2\x80\xab",
                                         "\xe2\x80\xac", "\xe2\x80\xad", "\xe2\x80\xae",
                                         "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
                                         "\xe2\x81\xa9" };
    unsigned char first = (unsigned char)character[0];

    if (size == 1) {
        return first < 0x20 || first == 0x7f;
    }
    return (size == 2 && first == 0xc2 && (unsigned char)character[1] < 0xa0) ||
           (size == 3 && starts_with_any(character, marks, sizeof marks / sizeof marks[0]));
}

void escape_add(struct buf *out, const char *string)
{
    for (size_t size = strlen(string); size > 0;) {
        size_t used = utf8_character_size(string, size);
        bool is_valid = used > 0;

        used += !is_valid;
        if (*string == '\\') {
            buf_add_text(out, "\\\\");
        } else if (!is_valid || is_unsafe(string, used)) {
            for (size_t i = 0; i < used; i++) {
                buf_printf(out, "\\x%02x", (unsigned char)string[i]);
            }
        } else {
            buf_add(out, string, used);
        }
        string += used;
        size -= used;
    }
}
