/* See exchange.h. */
#include "support/exchange.h"

#include "core/clock.h"
#include "support/patience.h"

#include <check.h>

#include <string.h>

void exchange_init(struct exchange *exchange, const char *url)
{
    memset(exchange, 0, sizeof *exchange);
    exchange->response = http_response_new(64 * 1024);
    ck_assert_ptr_nonnull(exchange->response);
    exchange->failure.size = sizeof exchange->failure;
    exchange->request = (connect_http_request){
        .size = sizeof exchange->request,
        .method = "GET",
        .url = url,
        .headers = exchange->headers,
        .connect_timeout_ms = patience(5000),
        .timeout_ms = patience(5000),
    };
}

void exchange_add_header(struct exchange *exchange, const connect_pair *header)
{
    ck_assert_uint_lt(exchange->request.headers_count,
                      sizeof exchange->headers / sizeof exchange->headers[0]);
    exchange->headers[exchange->request.headers_count++] = header;
}

void exchange_set_body(struct exchange *exchange, const char *method, const char *body)
{
    exchange->request.method = method;
    exchange->request.body = body;
    exchange->request.body_size = body != NULL ? strlen(body) : 0;
}

connect_status exchange_run(struct exchange *exchange, const connect_transport *transport)
{
    int64_t start = clock_system.monotonic(clock_system.user);
    exchange->status = transport->perform(transport->user, &exchange->request, exchange->response,
                                          &exchange->failure);
    exchange->took_ms = clock_system.monotonic(clock_system.user) - start;
    return exchange->status;
}

void exchange_free(struct exchange *exchange)
{
    http_response_free(exchange->response);
    exchange->response = NULL;
}

int32_t exchange_get(const connect_transport *transport, const char *url)
{
    struct exchange exchange;
    exchange_init(&exchange, url);
    connect_status status = exchange_run(&exchange, transport);
    int32_t http = status == CONNECT_OK ? exchange.response->status : 0;
    exchange_free(&exchange);
    return http;
}

connect_transport exchange_transport(const char *ca_bundle, const char *proxy,
                                     int32_t max_connections)
{
    struct transport_options options = { ca_bundle, proxy, max_connections };
    connect_transport transport = { 0 };
    connect_error *error = NULL;
    connect_status status = transport_curl_new(&options, &transport, &error);
    ck_assert_msg(status == CONNECT_OK, "%s", connect_error_message(error));
    return transport;
}
