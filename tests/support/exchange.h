/* One request through the built-in transport and its outcome. */
#ifndef TESTS_SUPPORT_EXCHANGE_H
#define TESTS_SUPPORT_EXCHANGE_H

#include "http/transport.h"

struct exchange {
    connect_http_request request;
    connect_http_response *response;
    connect_http_failure failure;
    connect_status status;
    int64_t took_ms;
    const connect_pair *headers[16];
};

/*
 * A GET of the URL with timeouts of 5 s and a body cap of 64 KiB; change the request before
 * exchange_run().
 */
void exchange_init(struct exchange *exchange, const char *url);
void exchange_add_header(struct exchange *exchange, const connect_pair *header);
void exchange_set_body(struct exchange *exchange, const char *method, const char *body);
connect_status exchange_run(struct exchange *exchange, const connect_transport *transport);
void exchange_free(struct exchange *exchange);

/* The whole of a simple GET: the status, or 0 when it failed. */
int32_t exchange_get(const connect_transport *transport, const char *url);

/* A transport with these settings; fails the test when there is none. */
connect_transport exchange_transport(const char *ca_bundle, const char *proxy,
                                     int32_t max_connections);

#endif
