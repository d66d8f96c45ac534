/*
 * Any texts as labels of a path, as parameters of a query and as a URL: five lines.  What was bound
 * is taken apart again by a naive decoder and gives the texts back; a URL that was understood is
 * built from its parts and parsed as the same.
 */
#include "core/buf.h"
#include "core/text.h"
#include "core/url.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "shape/bind.h"
#include "shape/instance_arn.h"
#include "support/shapes.h"

#include <stdio.h>

static int hex(char c)
{
    const char *digits = "0123456789ABCDEF", *at = c != '\0' ? strchr(digits, c) : NULL;

    PROMISE(at != NULL);
    return (int)(at - digits);
}

/* Takes the encoded text up to one of `ends` and compares it with the plain one; what follows. */
static const char *take(const char *at, const char *plain, size_t size, const char *ends)
{
    for (; strchr(ends, *at) == NULL; size--) {
        char c = *at++;

        PROMISE(size > 0);
        PROMISE(text_is_alnum(c) || strchr("%-._~", c) != NULL);
        if (c == '%') {
            c = (char)(hex(at[0]) * 16 + hex(at[1]));
            at += 2;
        }
        PROMISE(c == *plain++);
    }
    PROMISE(size == 0);
    return at;
}

static const char *skip(const char *at, const char *expected)
{
    PROMISE(strncmp(at, expected, strlen(expected)) == 0);
    return at + strlen(expected);
}

static const char *take_parameter(const char *at, const char *query, const char *name,
                                  const char *value)
{
    if (value == NULL) {
        return at;
    }
    at = skip(at, at > query ? "&" : "");
    at = skip(at, name);
    return take(skip(at, "="), value, strlen(value), "&");
}

static void bind_request(const char *id, const char *color, const char *token, const char *key)
{
    const char *const keys[] = { key, "second" };
    const test_request request = { .size = sizeof request,
                                   .instance_id = id,
                                   .color = TEST_COLOR_UNKNOWN,
                                   .color_text = color,
                                   .next_token = token,
                                   .keys = keys,
                                   .keys_count = key != NULL ? 2 : 0 };
    struct bound_request bound = { .has_body = false };
    connect_error *error = NULL;
    connect_status status = shape_bind(&test_operation, &request, "token", &bound, &error);
    const char *at, *query, *message = connect_error_message(error);
    size_t size;

    PROMISE(status == connect_error_code(error) &&
            (status == CONNECT_OK || status == CONNECT_E_ARGUMENT));
    PROMISE(text_find_control(message, strlen(message)) < 0 &&
            text_utf8_valid(message, strlen(message), NULL));
    if (status == CONNECT_OK) {
        id = instance_id_of(id, &size);
        at = take(skip(buf_text(&bound.path), "/instance/"), id, size, "/");
        at = take(skip(at, "/color/"), color, strlen(color), "/");
        PROMISE(*at == '\0');
        query = buf_text(&bound.query);
        at = take_parameter(query, query, "nextToken", token);
        at = take_parameter(at, query, "tagKeys", key);
        at = take_parameter(at, query, "tagKeys", key != NULL ? "second" : NULL);
        PROMISE(*at == '\0');
    }
    connect_error_free(error);
    bound_request_free(&bound);
}

static void parse(const char *text)
{
    struct arena arena = { .chunks = NULL };
    struct url url, again;
    connect_error *error = NULL;
    connect_status status = url_parse(&arena, text, "it", &url, &error);

    PROMISE(status == connect_error_code(error));
    PROMISE(status == CONNECT_OK || status == CONNECT_E_CONFIGURATION);
    if (status == CONNECT_OK) {
        const char *whole = arena_printf(&arena, "%s://%s%s", url.scheme, url.authority, url.path);

        PROMISE(url.port >= 1 && url.port <= 65535 && url.host[0] != '\0');
        PROMISE(strpbrk(url.host, "/@?#[]% \\") == NULL && strpbrk(url.path, "?# \\") == NULL);
        PROMISE(strstr(url.path, "/../") == NULL);
        PROMISE(url_parse(&arena, whole, "it", &again, NULL) == CONNECT_OK);
        PROMISE(strcmp(url.scheme, again.scheme) == 0 && strcmp(url.host, again.host) == 0 &&
                url.port == again.port);
        PROMISE(strcmp(url.authority, again.authority) == 0 && strcmp(url.path, again.path) == 0);
        PROMISE(url_host_is_loopback(url.host) == url_host_is_loopback(again.host));
    }
    connect_error_free(error);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    char *rest = arena_strndup(&arena, (const char *)bytes, size);
    char *parts[5] = { NULL };

    for (size_t i = 0; i < 5 && rest != NULL; i++) {
        parts[i] = strsep(&rest, "\n");
    }
    bind_request(parts[0], parts[1] != NULL ? parts[1] : "RED", parts[2], parts[3]);
    parse(parts[4] != NULL ? parts[4] : parts[0]);
    arena_release(&arena);
    return 0;
}
