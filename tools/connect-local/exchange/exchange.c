/*
 * See wire.h.
 */
#include "exchange/exchange.h"

#include "base/alloc.h"
#include "core/buf.h"
#include "core/text.h"

#include <string.h>

struct exchange *exchange_new(struct random_stream *random, const char *method, const char *uri)
{
    struct exchange *exchange = check_alloc(mem_calloc(1, sizeof *exchange));
    const char *mark = strchr(uri, '?');
    size_t path_size = mark != NULL ? (size_t)(mark - uri) : strlen(uri);

    exchange->body = BUF_INIT(EXCHANGE_BODY_MAX);
    exchange->method = check_alloc(arena_strdup(&exchange->arena, method));
    exchange->path = check_alloc(arena_strndup(&exchange->arena, uri, path_size));
    exchange->query = check_alloc(arena_strdup(&exchange->arena, mark != NULL ? mark + 1 : ""));
    random_stream_uuid(random, exchange->request_id);
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
    if (exchange->headers_count == exchange->headers_capacity) {
        size_t capacity = exchange->headers_capacity == 0 ? 16 : exchange->headers_capacity * 2;
        connect_pair *headers =
            check_alloc(arena_calloc(&exchange->arena, capacity, sizeof *headers));

        if (exchange->headers_count > 0) {
            memcpy(headers, exchange->headers, exchange->headers_count * sizeof *headers);
        }
        exchange->headers = headers;
        exchange->headers_capacity = capacity;
    }
    exchange->headers[exchange->headers_count++] =
        (connect_pair){ check_alloc(arena_strdup(&exchange->arena, name)),
                        check_alloc(arena_strdup(&exchange->arena, value != NULL ? value : "")) };
}

const char *exchange_header(const struct exchange *exchange, const char *name)
{
    for (size_t i = 0; i < exchange->headers_count; i++) {
        if (text_equal_nocase(exchange->headers[i].key, name)) {
            return exchange->headers[i].value;
        }
    }
    return NULL;
}
