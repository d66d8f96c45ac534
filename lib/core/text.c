/* Text, byte by byte and in ASCII, whatever the host's locale is. */
#include "core/text.h"

#include <string.h>

bool text_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool text_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool text_is_alnum(char c)
{
    return text_is_alpha(c) || text_is_digit(c);
}

char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_nocase(const char *a, const char *b)
{
    return a != NULL && b != NULL && text_equal_nocase_n(a, strlen(a), b);
}

bool text_equal_nocase_n(const char *a, size_t a_size, const char *b)
{
    if (a == NULL || b == NULL) {
        return false;
    }
    for (size_t i = 0; i < a_size; i++) {
        if (b[i] == '\0' || text_lower(a[i]) != text_lower(b[i])) {
            return false;
        }
    }
    return b[a_size] == '\0';
}

bool text_starts(const char *text, const char *prefix)
{
    return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

static bool is_unreserved(char c)
{
    return text_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

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
