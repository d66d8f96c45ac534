/*
 * See form.h.
 */
#include "exchange/form.h"

#include "base/alloc.h"
#include "core/text.h"
#include "core/utf8.h"

#include <string.h>

/* No request of any service has nearly as many. */
#define FORM_PAIRS_MAX 1000

static int hex_digit(char c)
{
    if (text_is_digit(c)) {
        return c - '0';
    }
    c = text_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *percent_decode(struct arena *arena, const char *text, size_t size, bool plus)
{
    char *out = check_alloc(arena_alloc(arena, size + 1));
    size_t used = 0;

    for (size_t i = 0; i < size; i++) {
        char c = text[i];

        if (c == '%') {
            int high = size - i > 2 ? hex_digit(text[i + 1]) : -1;
            int low = size - i > 2 ? hex_digit(text[i + 2]) : -1;

            if (high < 0 || low < 0 || (high == 0 && low == 0)) {
                return NULL;
            }
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[used++] = c;
    }
    out[used] = '\0';
    return text_utf8_valid(out, used, NULL) ? out : NULL;
}

bool split_next(const char **at, char separator, const char **piece, size_t *size)
{
    if (*at == NULL) {
        return false;
    }

    const char *end = strchr(*at, separator);

    *piece = *at;
    *size = end != NULL ? (size_t)(end - *at) : strlen(*at);
    *at = end != NULL ? end + 1 : NULL;
    return true;
}

bool form_parse(struct arena *arena, const char *text, connect_pair **pairs, size_t *count)
{
    const char *at = text, *piece;
    size_t size, capacity = 1;

    for (const char *c = text; *c != '\0'; c++) {
        capacity += *c == '&';
    }
    if (capacity > FORM_PAIRS_MAX) {
        return false;
    }
    *pairs = check_alloc(arena_calloc(arena, capacity, sizeof **pairs));
    *count = 0;
    while (split_next(&at, '&', &piece, &size)) {
        const char *equals = memchr(piece, '=', size);
        size_t name_size = equals != NULL ? (size_t)(equals - piece) : size;

        if (size == 0) {
            continue;
        }

        const char *name = percent_decode(arena, piece, name_size, true);
        const char *value =
            equals != NULL ? percent_decode(arena, equals + 1, size - name_size - 1, true) : "";

        if (name == NULL || value == NULL) {
            return false;
        }
        (*pairs)[(*count)++] = (connect_pair){ name, value };
    }
    return true;
}

const char *form_get(const connect_pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pairs[i].key, name) == 0) {
            return pairs[i].value;
        }
    }
    return NULL;
}
