#include "support/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ORIGIN "https://connect.test"

/* Not an assertion of Check: programs without a suite use this too. */
static void must(bool fine, const char *what)
{
    if (fine) {
        return;
    }
    fprintf(stderr, "tests/support/wire.c: %s\n", what);
    abort();
}

static void forget(struct wire *wire)
{
    free(wire->method);
    free(wire->uri);
    free(wire->body_sent);
    free(wire->content_type);
    wire->method = wire->uri = wire->body_sent = wire->content_type = NULL;
}

static const char *next_body(const struct wire *wire)
{
    size_t turn = (size_t)wire->sent - 1;

    if (wire->bodies_count == 0) {
        return wire->body;
    }
    return wire->bodies[turn < wire->bodies_count ? turn : wire->bodies_count - 1];
}

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    struct wire *wire = user;

    (void)failure;
    forget(wire);
    wire->sent++;
    wire->method = strdup(request->method);
    must(strncmp(request->url, ORIGIN "/", strlen(ORIGIN "/")) == 0, request->url);
    wire->uri = strdup(request->url + strlen(ORIGIN));
    if (request->body != NULL) {
        wire->body_sent = strndup(request->body, request->body_size);
    }
    for (size_t i = 0; i < request->headers_count; i++) {
        if (strcasecmp(request->headers[i]->key, "content-type") == 0 &&
            request->headers[i]->value[0] != '\0') {
            wire->content_type = strdup(request->headers[i]->value);
        }
    }

    connect_http_response_set_status(response, wire->status);
    for (size_t i = 0; i < wire->headers_count; i++) {
        const connect_pair *header = wire->headers[i];
        connect_http_response_add_header(response, header->key, strlen(header->key), header->value,
                                         strlen(header->value));
    }
    connect_http_response_add_body(response, next_body(wire), strlen(next_body(wire)));
    return CONNECT_OK;
}

static bool fill(void *user, void *bytes, size_t count)
{
    (void)user;
    memset(bytes, 0, count);
    return true;
}

static void keep_line(void *user, connect_log_level level, const char *line)
{
    struct wire *wire = user;
    size_t used = strlen(wire->log);

    (void)level;
    wire->log = realloc(wire->log, used + strlen(line) + 2);
    memcpy(wire->log + used, line, strlen(line));
    memcpy(wire->log + used + strlen(line), "\n", 2);
}

void wire_open(struct wire *wire, connect_check_level level)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = "AKIDEXAMPLE",
                                       .secret_access_key = "secret" };
    const connect_transport transport = { .size = sizeof transport,
                                          .user = wire,
                                          .perform = perform };
    const connect_random random = { .size = sizeof random, .fill = fill };
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = ORIGIN,
                                       .check_level = level,
                                       .retry_mode = CONNECT_RETRY_OFF,
                                       .log_level = CONNECT_LOG_TRACE,
                                       .log = keep_line,
                                       .log_user = wire,
                                       .transport = &transport,
                                       .random = &random };
    connect_error *error = NULL;

    *wire = (struct wire){ .status = 200, .body = "{}", .log = strdup("") };
    connect_credentials_static(&keys, &options.credentials, &error);
    must(error == NULL, connect_error_message(error));
    connect_client_new(&options, &wire->client, &error);
    must(error == NULL, connect_error_message(error));
    connect_credentials_provider_free(options.credentials);
}

void wire_close(struct wire *wire)
{
    connect_client_free(wire->client);
    forget(wire);
    free(wire->log);
}
