/*
 * See wire.h.
 */
#include "wire.h"

#include "core/random.h"
#include "core/text.h"
#include "need.h"

#include <string.h>

struct exchange *exchange_new(const char *method, const char *uri)
{
    struct exchange *exchange = need(mem_calloc(1, sizeof *exchange));
    const char *mark = strchr(uri, '?');
    size_t path_size = mark != NULL ? (size_t)(mark - uri) : strlen(uri);

    exchange->body = BUF_INIT(WIRE_BODY_MAX);
    exchange->method = need(arena_strdup(&exchange->arena, method));
    exchange->path = need(arena_strndup(&exchange->arena, uri, path_size));
    exchange->query = need(arena_strdup(&exchange->arena, mark != NULL ? mark + 1 : ""));
    if (!random_uuid(&random_system, exchange->request_id)) {
        need(NULL);
    }
    return exchange;
}

void exchange_free(struct exchange *exchange)
{
    if (exchange == NULL) {
        return;
    }
    buf_free(&exchange->body);
    arena_release(&exchange->arena);
    mem_free(exchange);
}

void exchange_add_header(struct exchange *exchange, const char *name, const char *value)
{
    if (exchange->headers_count == exchange->headers_room) {
        size_t room = exchange->headers_room == 0 ? 16 : exchange->headers_room * 2;
        connect_pair *headers = need(arena_calloc(&exchange->arena, room, sizeof *headers));

        if (exchange->headers_count > 0) {
            memcpy(headers, exchange->headers, exchange->headers_count * sizeof *headers);
        }
        exchange->headers = headers;
        exchange->headers_room = room;
    }
    exchange->headers[exchange->headers_count++] =
        (connect_pair){ need(arena_strdup(&exchange->arena, name)),
                        need(arena_strdup(&exchange->arena, value != NULL ? value : "")) };
}

const char *wire_header(const struct exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->headers_count; i++) {
        if (text_equal_nocase(exchange->headers[i].key, name)) {
            return exchange->headers[i].value;
        }
    }
    return NULL;
}

static int hex_digit(char c)
{
    if (text_is_digit(c)) {
        return c - '0';
    }
    c = text_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *wire_decode(struct arena *arena, const char *text, size_t size, bool plus)
{
    char *out = need(arena_alloc(arena, size + 1));
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

bool wire_next(const char **at, char separator, const char **piece, size_t *size)
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

bool wire_form(struct arena *arena, const char *text, connect_pair **pairs, size_t *count)
{
    const char *at = text, *piece;
    size_t size, room = 1;

    for (const char *c = text; *c != '\0'; c++) {
        room += *c == '&';
    }
    *pairs = need(arena_calloc(arena, room, sizeof **pairs));
    *count = 0;
    while (wire_next(&at, '&', &piece, &size)) {
        const char *equals = memchr(piece, '=', size);
        size_t name_size = equals != NULL ? (size_t)(equals - piece) : size;

        if (size == 0) {
            continue;
        }

        const char *name = wire_decode(arena, piece, name_size, true);
        const char *value =
            equals != NULL ? wire_decode(arena, equals + 1, size - name_size - 1, true) : "";

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
