/* Runs of bytes that stay as they are are copied whole. */
#include "core/percent.h"

#include "core/text.h"

#include <string.h>

static bool is_unreserved(char c)
{
    return text_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

/*
 * Rule: what is not A-Z a-z 0-9 - . _ ~ is percent-encoded, in upper case.  Source: RFC 3986, 2.1
 * and 2.3; Smithy, httpLabel trait.  Test: percent_encoding_keeps_the_unreserved_only.
 */
bool text_percent_encode(struct buf *out, const char *text, size_t size, const char *keep)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (is_unreserved(c) || (keep != NULL && c != '\0' && strchr(keep, c) != NULL)) {
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
