/* See response.h. */
#include "http/response.h"

#include "core/assert.h"
#include "core/buf.h"
#include "core/text.h"

#include <string.h>

connect_http_response *http_response_new(int64_t max_body_bytes)
{
    ASSERT(max_body_bytes > 0);
    connect_http_response *response = mem_calloc(1, sizeof *response);
    if (response != NULL) {
        response->body = BUF_INIT((size_t)max_body_bytes);
    }
    return response;
}

static void headers_discard(connect_http_response *response)
{
    arena_reset(&response->arena);
    response->headers_count = 0;
    response->header_bytes = 0;
}

void http_response_reset(connect_http_response *response)
{
    headers_discard(response);
    buf_clear(&response->body);
    response->status = 0;
    response->interims = 0;
    response->cap = HTTP_CAP_NONE;
    response->transfer = (connect_http_transfer){ .size = sizeof response->transfer };
}

void http_response_free(connect_http_response *response)
{
    if (response != NULL) {
        arena_release(&response->arena);
        mem_free(response->headers);
        buf_free(&response->body);
        mem_free(response);
    }
}

/*
 * Rule: names of headers are compared without regard to case.  Source: RFC 9110, 5.1.  Test:
 * header_lookup_ignores_case.
 */
const char *http_response_header(const connect_http_response *response, const char *name)
{
    for (size_t i = 0; i < response->headers_count; i++) {
        if (text_equal_nocase(response->headers[i].key, name)) {
            return response->headers[i].value;
        }
    }
    return NULL;
}

/*
 * Rule: interim responses (1xx) precede the final one and are not it.  Source: RFC 9110, 15.2.
 * Test: interim_response_is_discarded.
 */
void connect_http_response_set_status(connect_http_response *response, int32_t status)
{
    int32_t interims =
        response->interims + (response->status >= 100 && response->status < 200 ? 1 : 0);
    connect_http_transfer transfer = response->transfer;
    http_response_reset(response);
    response->transfer = transfer;
    response->status = status >= 100 && status <= 599 ? status : 0;
    response->interims = interims;
    if (interims > HTTP_INTERIM_MAX) {
        response->cap = HTTP_CAP_INTERIM;
    }
}

static bool limit_exceeded(connect_http_response *response, enum http_cap cap)
{
    ASSERT(response->cap == HTTP_CAP_NONE && cap != HTTP_CAP_NONE);
    response->cap = cap;
    return false;
}

static bool headers_grow(connect_http_response *response)
{
    if (response->headers_count < response->headers_room) {
        return true;
    }
    size_t room = response->headers_room > 0 ? response->headers_room * 2 : 16;
    struct connect_pair *longer = mem_resize(response->headers, room * sizeof *longer);
    if (longer == NULL) {
        return false;
    }
    response->headers = longer;
    response->headers_room = room;
    return true;
}

bool connect_http_response_add_header(connect_http_response *response, const char *name,
                                      size_t name_size, const char *value, size_t value_size)
{
    if (response->cap != HTTP_CAP_NONE) {
        return false;
    }
    while (value_size > 0 && text_is_space(value[0])) {
        value++;
        value_size--;
    }
    while (value_size > 0 && text_is_space(value[value_size - 1])) {
        value_size--;
    }
    ASSERT(response->header_bytes <= HTTP_HEADER_BYTES_MAX);
    size_t left = HTTP_HEADER_BYTES_MAX - response->header_bytes;
    bool fits = name_size <= left && value_size <= left - name_size;
    if (!fits || response->headers_count == HTTP_HEADER_COUNT_MAX) {
        return limit_exceeded(response, HTTP_CAP_HEADERS);
    }
    char *key = arena_strndup(&response->arena, name, name_size);
    char *text = arena_strndup(&response->arena, value, value_size);
    if (key == NULL || text == NULL || !headers_grow(response)) {
        return limit_exceeded(response, HTTP_CAP_MEMORY);
    }
    ASSERT(response->headers_count < response->headers_room);
    response->headers[response->headers_count++] = (struct connect_pair){ key, text };
    response->header_bytes += name_size + value_size;
    return true;
}

bool connect_http_response_add_body(connect_http_response *response, const void *bytes, size_t size)
{
    if (response->cap != HTTP_CAP_NONE) {
        return false;
    }
    if (!buf_add(&response->body, bytes, size)) {
        return limit_exceeded(response, response->body.state == BUF_TOO_BIG ? HTTP_CAP_BODY
                                                                            : HTTP_CAP_MEMORY);
    }
    return true;
}
