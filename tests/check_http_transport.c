/* HTTP: what the built-in transport sends, and how it parses a response. */
#include "support/exchange.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/wire_server.h"

#include <curl/curl.h>

#include <limits.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static connect_transport transport;
static struct exchange exchange;

static void set_up(void)
{
    transport = exchange_transport(NULL, NULL, 16);
}

static void tear_down(void)
{
    exchange_free(&exchange);
    transport.release(transport.user);
}

/* Plays a text as the response to one request. */
static connect_status respond_with(const char *text)
{
    union {
        const char *text;
        void *user;
    } script = { text };
    struct wire_server *server = wire_start(wire_script_text, script.user, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    connect_status status = exchange_run(&exchange, &transport);
    wire_stop(server);
    return status;
}

/* ---- requests ---- */

START_TEST(put_sends_its_headers_and_body_and_nothing_else)
{
    static const connect_pair type = { "Content-Type", "application/json" };
    static const connect_pair date = { "X-Amz-Date", "20261121T123456Z" };
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/tags/arn%3Aaws%2Fx?a=%20b"));
    exchange_set_body(&exchange, "PUT", "{\"a\":1}");
    exchange_add_header(&exchange, &type);
    exchange_add_header(&exchange, &date);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    char expected[400];
    snprintf(
        expected, sizeof expected,
        "PUT /tags/arn%%3Aaws%%2Fx?a=%%20b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
        "X-Amz-Date: 20261121T123456Z\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
        wire_port(server));
    ck_assert_str_eq(wire_request(server, 0), expected);
    ck_assert_int_eq(exchange.response->status, 200);
    ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
    ck_assert_str_eq(http_response_header(exchange.response, "content-type"), "application/json");
    wire_stop(server);
}
END_TEST

/* A body is so many bytes, whatever follows them. */
START_TEST(a_body_ends_after_its_size)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/x"));
    exchange_set_body(&exchange, "PUT", "{\"a\":1}, which is not sent");
    exchange.request.body_size = 7;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    const char *body = strstr(wire_request(server, 0), "\r\n\r\n");
    ck_assert_str_eq(body, "\r\n\r\n{\"a\":1}");
    ck_assert_ptr_nonnull(strstr(wire_request(server, 0), "Content-Length: 7\r\n"));
    wire_stop(server);
}
END_TEST

START_TEST(get_sends_neither_content_type_nor_length)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/instance"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    char expected[200];
    snprintf(expected, sizeof expected, "GET /instance HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
             wire_port(server));
    ck_assert_str_eq(wire_request(server, 0), expected);
    wire_stop(server);
}
END_TEST

static const char *const methods[] = { "PUT", "POST", "DELETE" };

START_TEST(missing_body_has_length_0)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/x"));
    exchange_set_body(&exchange, methods[_i], NULL);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    char expected[200];
    snprintf(expected, sizeof expected,
             "%s /x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 0\r\n\r\n", methods[_i],
             wire_port(server));
    ck_assert_str_eq(wire_request(server, 0), expected);
    wire_stop(server);
}
END_TEST

static void respond_without_a_body(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) &&
        wire_send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")) {
        wire_script_ok(peer, NULL);
    }
}

START_TEST(response_to_head_has_no_body)
{
    char expected[200];
    struct wire_server *server = wire_start(respond_without_a_body, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/x"));
    exchange.request.method = "HEAD";
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_eq(exchange.response->status, 200);
    ck_assert_str_eq(http_response_header(exchange.response, "content-length"), "5");
    ck_assert_uint_eq(exchange.response->body.size, 0);
    snprintf(expected, sizeof expected, "HEAD /x HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
             wire_port(server));
    ck_assert_str_eq(wire_request(server, 0), expected);
    exchange_free(&exchange);
    /* The next on its connection has one. */
    exchange_init(&exchange, wire_url(server, "/y"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
    ck_assert_int_eq(wire_connections(server), 1);
    wire_stop(server);
}
END_TEST

START_TEST(request_leaves_no_state_for_the_next)
{
    static const connect_pair type = { "Content-Type", "application/json" };
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/x"));
    exchange_set_body(&exchange, "PUT", "{}");
    exchange_add_header(&exchange, &type);
    exchange_run(&exchange, &transport);
    exchange_free(&exchange);
    exchange_init(&exchange, wire_url(server, "/y"));
    exchange_run(&exchange, &transport);
    exchange_free(&exchange);
    exchange_init(&exchange, wire_url(server, "/z"));
    exchange_set_body(&exchange, "DELETE", NULL);
    exchange_run(&exchange, &transport);
    char expected[200];
    snprintf(expected, sizeof expected, "GET /y HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n",
             wire_port(server));
    ck_assert_str_eq(wire_request(server, 1), expected);
    snprintf(expected, sizeof expected,
             "DELETE /z HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 0\r\n\r\n",
             wire_port(server));
    ck_assert_str_eq(wire_request(server, 2), expected);
    ck_assert_int_eq(wire_connections(server), 1);
    wire_stop(server);
}
END_TEST

START_TEST(path_is_sent_unchanged)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/a/../b/./c//d/%2e%2E/~?x=../y&z"));
    exchange_run(&exchange, &transport);
    ck_assert_ptr_nonnull(
        strstr(wire_request(server, 0), "GET /a/../b/./c//d/%2e%2E/~?x=../y&z HTTP/1.1\r\n"));
    wire_stop(server);
}
END_TEST

START_TEST(missing_path_is_the_root)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        exchange_init(&exchange, wire_url(server, "?x=/y"));
        exchange.request.direct = i == 0;
        exchange_run(&exchange, &transport);
        ck_assert_ptr_nonnull(strstr(wire_request(server, i), "GET /?x=/y HTTP/1.1\r\n"));
        exchange_free(&exchange);
    }
    exchange_init(&exchange, wire_url(server, "/"));
    wire_stop(server);
}
END_TEST

#define HEADERS_OF_FOUR "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"

static void send_four(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer) && wire_send(peer, HEADERS_OF_FOUR "1234")) {
    }
}

START_TEST(bytes_received_are_those_of_headers_and_body)
{
    char url[64];
    struct wire_server *server = wire_start(send_four, NULL, NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", wire_port(server));
    exchange_init(&exchange, url);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert(exchange.response->transfer.bytes_received.is_set);
    ck_assert_int_eq(exchange.response->transfer.bytes_received.value,
                     (int64_t)strlen(HEADERS_OF_FOUR "1234"));
    /* Another request takes the place of a response. */
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_str_eq(buf_text(&exchange.response->body), "1234");
    ck_assert_uint_eq(exchange.response->headers_count, 1);
    wire_stop(server);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert_int_eq(exchange.response->status, 0);
    ck_assert_uint_eq(exchange.response->body.size, 0);
    ck_assert_uint_eq(exchange.response->headers_count, 0);
}
END_TEST

START_TEST(large_body_sends_no_expect_header)
{
    size_t size = 3 * 1024 * 1024;
    char *body = malloc(size + 1);
    memset(body, 'x', size);
    body[size] = '\0';
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_set_body(&exchange, "PUT", body);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_ptr_null(strstr(wire_request(server, 0), "Expect"));
    ck_assert_ptr_nonnull(strstr(wire_request(server, 0), "\r\nContent-Length: 3145728\r\n"));
    ck_assert_uint_gt(strlen(wire_request(server, 0)), size);
    ck_assert_int_eq(exchange.response->transfer.bytes_sent.value,
                     (int64_t)strlen(wire_request(server, 0)));
    wire_stop(server);
    free(body);
}
END_TEST

START_TEST(empty_header_is_not_sent)
{
    static const connect_pair empty = { "X-Empty", "" };
    static const connect_pair null = { "X-Null", NULL };
    static const connect_pair agent = { "user-agent", "me/1" };
    static const connect_pair accept = { "Accept", "text/plain" };
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_add_header(&exchange, &empty);
    exchange_add_header(&exchange, &agent);
    exchange_add_header(&exchange, &null);
    exchange_add_header(&exchange, &accept);
    exchange_run(&exchange, &transport);
    char expected[200];
    snprintf(
        expected, sizeof expected,
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nuser-agent: me/1\r\nAccept: text/plain\r\n\r\n",
        wire_port(server));
    ck_assert_str_eq(wire_request(server, 0), expected);
    wire_stop(server);
}
END_TEST

static const connect_pair bad_headers[] = {
    { "X-A", "b\r\nX-Evil: 1" },
    { "X-A", "b\n" },
    { "X-A\r\nX-Evil: 1", "b" },
    { "X A", "b" },
    { "", "b" },
    { NULL, "b" },
    { "X-A:", "b" },
    { "X-A", "b\x7f" },
    { "X-A", "\x01" },
    { "\xc3\xa9", "b" },
};

START_TEST(header_that_would_break_the_request_is_refused)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_add_header(&exchange, &bad_headers[_i]);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_ARGUMENT);
    ck_assert(exchange.failure.not_sent);
    ck_assert(exchange.failure.final);
    ck_assert_str_ne(exchange.failure.message, "");
    ck_assert_int_eq(wire_connections(server), 0);
    wire_stop(server);
}
END_TEST

static const char *const bad_urls[] = {
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:1/",
    "127.0.0.1",
    "",
    "https",
    "http://127.0.0.1/a b",
    "http://127.0.0.1/\r\nX:y",
    "http://127.0.0.1/\x01",
    "http://127.0.0.1/\x7f",
    "HTTP://127.0.0.1/",
    "dict://127.0.0.1/",
};

START_TEST(only_http_and_https_are_allowed)
{
    exchange_init(&exchange, bad_urls[_i]);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_ARGUMENT);
    ck_assert(exchange.failure.not_sent && exchange.failure.final);
}
END_TEST

START_TEST(malformed_method_is_refused)
{
    exchange_init(&exchange, "http://127.0.0.1:1/");
    exchange.request.method = "GET / HTTP/1.1\r\nX";
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_ARGUMENT);
    ck_assert(exchange.failure.not_sent && exchange.failure.final);
}
END_TEST

/* ---- responses ---- */

START_TEST(complete_response_is_returned)
{
    ck_assert_int_eq(
        respond_with("HTTP/1.1 404 Not Found\r\nX-Amzn-ErrorType: ResourceNotFoundException:\r\n"
                     "x-amzn-RequestId:  id-1  \r\nEmpty:\r\nContent-Length: 5\r\n\r\nhello"),
        CONNECT_OK);
    ck_assert_int_eq(exchange.response->status, 404);
    ck_assert_uint_eq(exchange.response->headers_count, 4);
    ck_assert_str_eq(http_response_header(exchange.response, "x-amzn-errortype"),
                     "ResourceNotFoundException:");
    ck_assert_str_eq(http_response_header(exchange.response, "X-AMZN-REQUESTID"), "id-1");
    ck_assert_str_eq(http_response_header(exchange.response, "empty"), "");
    ck_assert_str_eq(buf_text(&exchange.response->body), "hello");
}
END_TEST

static const struct {
    const char *text;
    int32_t status;
    const char *body;
} responses[] = {
    { "HTTP/1.1 200 OK\r\n\r\nuntil the end", 200, "until the end" },
    { "HTTP/1.0 200 OK\r\n\r\nold", 200, "old" },
    { "HTTP/1.1 204 No Content\r\n\r\n", 204, "" },
    { "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", 200, "" },
    { "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", 200, "{}" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n",
      200, "abcde" },
    { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Amzn-RequestId: trailer\r\n\r\n",
      200, "a" },
    { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok" },
    { "HTTP/1.1 103 Early Hints\r\nX-Amzn-RequestId: early\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 1\r\n\r\nx",
      500, "x" },
    { "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n", 503, "" },
    { "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Encoding: gzip\r\n\r\nzz", 200, "zz" },
};

START_TEST(every_form_of_response_is_parsed)
{
    ck_assert_msg(respond_with(responses[_i].text) == CONNECT_OK, "%s", exchange.failure.message);
    ck_assert_int_eq(exchange.response->status, responses[_i].status);
    ck_assert_str_eq(buf_text(&exchange.response->body), responses[_i].body);
    ck_assert_ptr_null(http_response_header(exchange.response, "x-amzn-requestid"));
}
END_TEST

static struct wire_server *elsewhere;

static void redirect(struct wire_peer *peer, void *user)
{
    char text[300];
    snprintf(text, sizeof text, "Location: %s\r\n", (const char *)user);
    while (wire_read_request(peer) && wire_response(peer, 307, text, "")) {
    }
}

START_TEST(redirect_is_returned_and_not_followed)
{
    static const connect_pair secret = { "Authorization", "planted" };
    union {
        const char *text;
        void *user;
    } target;
    elsewhere = wire_start(wire_script_ok, NULL, NULL);
    target.text = wire_url(elsewhere, "/stolen");
    struct wire_server *server = wire_start(redirect, target.user, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_add_header(&exchange, &secret);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_eq(exchange.response->status, 307);
    ck_assert_int_eq(wire_connections(elsewhere), 0);
    ck_assert_int_eq(wire_requests(server), 1);
    wire_stop(server);
    wire_stop(elsewhere);
}
END_TEST

static const char *const no_http[] = {
    "SSH-2.0-OpenSSH_9.2\r\n",
    "hello\n",
    "{}",
    "<html></html>",
    "\x15\x03\x01\x00\x02\x02\x28",
    "HTTP/1.1 abc\r\n\r\n",
    "HTTP/1.1 999 Odd\r\n\r\n",
    "HTTP/1.1 099 Odd\r\n\r\n",
    "HTTP/9.9 200 OK\r\n\r\n",
    "HTTP/1.1\r\n\r\n",
    "\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
};

START_TEST(malformed_response_is_a_decode_error)
{
    connect_status status = respond_with(no_http[_i]);
    ck_assert_msg(status == CONNECT_E_DECODE, "%d %s", (int)status, exchange.failure.message);
    ck_assert(!exchange.failure.not_sent && !exchange.failure.stale);
    ck_assert_str_ne(exchange.failure.message, "");
}
END_TEST

static const char *const broken[] = {
    "",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this",
    "HTTP/1.1 200 OK\r\nContent-Le",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nab\r\n0\r\n\r\n",
};

START_TEST(broken_response_is_a_transport_error)
{
    connect_status status = respond_with(broken[_i]);
    ck_assert_msg(status == CONNECT_E_TRANSPORT, "%d %s", (int)status, exchange.failure.message);
    ck_assert(!exchange.failure.not_sent && !exchange.failure.stale && !exchange.failure.final);
    ck_assert_int_ne(exchange.failure.code, 0);
    ck_assert_str_ne(exchange.failure.message, "");
}
END_TEST

/* ---- caps ---- */

START_TEST(body_announced_above_the_limit_is_refused)
{
    ck_assert_int_eq(respond_with("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\nx"),
                     CONNECT_E_DECODE);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "max_body_bytes"));
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "65536"));
    ck_assert_int_eq(exchange.response->cap, HTTP_CAP_BODY);
    ck_assert(exchange.failure.final);
}
END_TEST

static void endless_body(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send(peer, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    wire_send_repeated(peer, "4\r\nabcd\r\n", SIZE_MAX);
}

static void endless_headers(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send(peer, "HTTP/1.1 200 OK\r\n");
    wire_send_repeated(peer, "X-Header: some value\r\n", SIZE_MAX);
}

static void long_header(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send(peer, "HTTP/1.1 200 OK\r\nX-Header: ");
    wire_send_repeated(peer, "v", 1024 * 1024);
    wire_send(peer, "\r\nContent-Length: 0\r\n\r\n");
}

static void long_header_after_interim(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send(peer, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 ");
    wire_send_repeated(peer, "v", SIZE_MAX);
}

static void long_status(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send(peer, "HTTP/1.1 200 ");
    wire_send_repeated(peer, "v", SIZE_MAX);
}

static void endless_interim(struct wire_peer *peer, void *user)
{
    (void)user;
    wire_read_request(peer);
    wire_send_repeated(peer, "HTTP/1.1 100 Continue\r\nX-Header: some value\r\n\r\n", SIZE_MAX);
}

static const struct {
    wire_script script;
    const char *says;
} too_much[] = {
    { endless_body, "max_body_bytes" }, { endless_headers, "header" },
    { long_header, "header" },          { long_header_after_interim, "header" },
    { long_status, "header" },
};

START_TEST(endless_response_is_cut_off)
{
    struct wire_server *server = wire_start(too_much[_i].script, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    connect_status status = exchange_run(&exchange, &transport);
    ck_assert_msg(status == CONNECT_E_DECODE, "%d %s", (int)status, exchange.failure.message);
    ck_assert_msg(strstr(exchange.failure.message, too_much[_i].says) != NULL, "%s",
                  exchange.failure.message);
    ck_assert_int_lt(exchange.took_ms, patience(3000));
    ck_assert(wire_wait_ended(server, 1));
    wire_stop(server);
}
END_TEST

START_TEST(endless_interim_responses_reach_a_limit)
{
    struct wire_server *server = wire_start(endless_interim, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_DECODE);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "interim"));
    ck_assert(exchange.failure.final);
    ck_assert_int_lt(exchange.took_ms, patience(1500));
    wire_stop(server);
}
END_TEST

/* ---- connections ---- */

START_TEST(connection_is_kept_and_reused)
{
    struct wire_server *one = wire_start(wire_script_ok, NULL, NULL);
    struct wire_server *two = wire_start(wire_script_ok, NULL, NULL);
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(one, "/a")), 200);
        ck_assert_int_eq(exchange_get(&transport, wire_url(two, "/b?c")), 200);
    }
    ck_assert_int_eq(wire_connections(one), 1);
    ck_assert_int_eq(wire_connections(two), 1);
    wire_stop(one);
    wire_stop(two);
}
END_TEST

static void refuse_all(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer) &&
           wire_response(peer, 400, "x-amzn-ErrorType: InvalidRequestException\r\n", "{}")) {
    }
}

START_TEST(service_errors_keep_the_connection)
{
    struct wire_server *server = wire_start(refuse_all, NULL, NULL);
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 400);
    }
    ck_assert_int_eq(wire_connections(server), 1);
    wire_stop(server);
}
END_TEST

START_TEST(no_connection_is_kept_when_none_may_be)
{
    connect_transport stingy = exchange_transport(NULL, NULL, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(exchange_get(&stingy, wire_url(server, "/")), 200);
    }
    ck_assert_int_eq(wire_connections(server), 3);
    ck_assert(wire_wait_ended(server, 3));
    stingy.release(stingy.user);
    wire_stop(server);
}
END_TEST

START_TEST(release_closes_kept_connections)
{
    connect_transport other = exchange_transport(NULL, NULL, 16);
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    ck_assert_int_eq(exchange_get(&other, wire_url(server, "/")), 200);
    other.release(other.user);
    ck_assert(wire_wait_ended(server, 1));
    wire_stop(server);
}
END_TEST

START_TEST(closing_idle_connections_leaves_the_transport_usable)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    transport.close_idle(transport.user);
    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
        ck_assert_int_eq(wire_connections(server), i);
        transport.close_idle(transport.user);
        ck_assert(wire_wait_ended(server, i));
    }
    wire_stop(server);
}
END_TEST

static void close_after_response(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer)) {
        wire_response(peer, 200, "", "{}");
    }
}

START_TEST(closed_kept_connection_is_not_used)
{
    struct wire_server *server = wire_start(close_after_response, NULL, NULL);
    for (int i = 1; i <= 5; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
        ck_assert(wire_wait_ended(server, i));
    }
    ck_assert_int_eq(wire_requests(server), 5);
    wire_stop(server);
}
END_TEST

/* Responds to the first request of a connection, and ends it at the second in one of several ways.
 */
enum second { SECOND_CLOSE, SECOND_RESET, SECOND_PART, SECOND_HALF_CLOSE };

static void die_at_second(struct wire_peer *peer, void *user)
{
    enum second how = *(enum second *)user;
    if (!wire_read_request(peer) || !wire_response(peer, 200, "", "{}") ||
        !wire_read_request(peer)) {
        return;
    }
    if (how == SECOND_RESET) {
        wire_reset(peer);
    } else if (how == SECOND_PART) {
        wire_send(peer, "HTTP/1.1 200 OK\r\nContent-Le");
    } else if (how == SECOND_HALF_CLOSE) {
        wire_half_close(peer);
        wire_wait_closed(peer, 1000);
    }
}

static const struct {
    enum second how;
    const char *method;
} seconds[] = {
    { SECOND_CLOSE, "GET" },       { SECOND_CLOSE, "PUT" }, { SECOND_CLOSE, "DELETE" },
    { SECOND_RESET, "GET" },       { SECOND_RESET, "PUT" }, { SECOND_HALF_CLOSE, "GET" },
    { SECOND_HALF_CLOSE, "POST" },
};

START_TEST(dead_kept_connection_is_stale_and_nothing_is_resent)
{
    enum second how = seconds[_i].how;
    struct wire_server *server = wire_start(die_at_second, &how, NULL);
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_set_body(&exchange, seconds[_i].method, seconds[_i].method[0] == 'P' ? "{}" : NULL);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.stale);
    ck_assert(!exchange.failure.not_sent);
    ck_assert(!exchange.failure.final);
    ck_assert_int_eq(exchange.failure.code, CURLE_GOT_NOTHING);
    ck_assert_str_eq(exchange.failure.message, "the connection was closed before a response came");
    ck_assert_int_eq(wire_requests(server), 2);
    ck_assert_int_eq(wire_connections(server), 1);
    exchange_free(&exchange);
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    wire_stop(server);
}
END_TEST

START_TEST(kept_connection_that_began_a_response_is_not_stale)
{
    enum second how = SECOND_PART;
    struct wire_server *server = wire_start(die_at_second, &how, NULL);
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    exchange_init(&exchange, wire_url(server, "/"));
    ck_assert_int_ne(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert(!exchange.failure.stale);
    ck_assert(!exchange.failure.not_sent);
    ck_assert_int_eq(wire_requests(server), 2);
    wire_stop(server);
}
END_TEST

static void respond_twice(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        wire_send(
            peer,
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
    }
}

START_TEST(bytes_after_a_response_never_become_the_next)
{
    struct wire_server *server = wire_start(respond_twice, NULL, NULL);
    for (int i = 0; i < 5; i++) {
        exchange_init(&exchange, wire_url(server, "/"));
        if (exchange_run(&exchange, &transport) == CONNECT_OK) {
            ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
        }
        exchange_free(&exchange);
    }
    wire_stop(server);
}
END_TEST

/*
 * libcurl 7.88 wrote into freed memory when a folded header line came first in the response to a
 * reused handle.
 */
static void fold_the_second(struct wire_peer *peer, void *user)
{
    (void)user;
    for (int i = 0; wire_read_request(peer); i++) {
        wire_send(peer, i % 2 == 0
                            ? "HTTP/1.1 200 OK\r\nX-Last: x\r\nContent-Length: 2\r\n\r\n{}"
                            : "HTTP/1.1 200 OK\r\n X-Folded: y\r\nContent-Length: 2\r\n\r\n{}");
    }
}

START_TEST(response_that_begins_with_a_folded_line_is_harmless)
{
    struct wire_server *server = wire_start(fold_the_second, NULL, NULL);
    for (int i = 0; i < 6; i++) {
        exchange_init(&exchange, wire_url(server, "/"));
        connect_status status = exchange_run(&exchange, &transport);
        ck_assert_msg(i % 2 == 1 || status == CONNECT_OK, "%s", exchange.failure.message);
        ck_assert_msg(i % 2 == 0 || status == CONNECT_OK || status == CONNECT_E_DECODE, "%d %s",
                      exchange.failure.code, exchange.failure.message);
        exchange_free(&exchange);
    }
    wire_stop(server);
}
END_TEST

static atomic_bool has_spoken;

static void speak_while_idle(struct wire_peer *peer, void *user)
{
    while (wire_read_request(peer) && wire_response(peer, 200, "", "{}")) {
        wire_send(peer, user);
        atomic_store(&has_spoken, true);
    }
}

/* What servers send before they close an idle connection, and what an attacker might send. */
static const char *const unasked[] = {
    "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
    "\r\n",
};

START_TEST(bytes_on_an_idle_connection_never_become_a_response)
{
    union {
        const char *text;
        void *user;
    } script = { unasked[_i] };
    struct wire_server *server = wire_start(speak_while_idle, script.user, NULL);
    for (int i = 0; i < 3; i++) {
        atomic_store(&has_spoken, false);
        exchange_init(&exchange, wire_url(server, "/"));
        ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
        ck_assert_int_eq(exchange.response->status, 200);
        ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
        exchange_free(&exchange);
        while (!atomic_load(&has_spoken)) {
            usleep(1000);
        }
    }
    ck_assert_int_eq(wire_connections(server), 3);
    wire_stop(server);
}
END_TEST

START_TEST(time_limits_of_any_length_are_kept)
{
    static const int64_t limits[] = { INT_MAX - 1, INT_MAX, (int64_t)INT_MAX + 1, INT64_MAX };
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    exchange_init(&exchange, wire_url(server, "/"));
    exchange.request.timeout_ms = limits[_i];
    exchange.request.connect_timeout_ms = limits[_i];
    ck_assert_msg(exchange_run(&exchange, &transport) == CONNECT_OK, "%s",
                  exchange.failure.message);
    wire_stop(server);
}
END_TEST

START_TEST(refused_connection_has_sent_nothing)
{
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", wire_refused_port());
    exchange_init(&exchange, url);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.not_sent && !exchange.failure.final && !exchange.failure.stale);
    ck_assert_int_eq(exchange.failure.code, 7);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "127.0.0.1"));
}
END_TEST

START_TEST(failure_keeps_its_size_and_nothing_else)
{
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", wire_refused_port());
    exchange_init(&exchange, url);
    exchange.failure = (connect_http_failure){
        .size = sizeof exchange.failure, .code = 1, .stale = true, .final = true, .message = "old"
    };
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert_uint_eq(exchange.failure.size, sizeof exchange.failure);
    ck_assert_int_eq(exchange.failure.code, 7);
    ck_assert(exchange.failure.not_sent && !exchange.failure.final && !exchange.failure.stale);
}
END_TEST

START_TEST(failure_is_filled_as_far_as_its_size_goes)
{
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", wire_refused_port());
    exchange_init(&exchange, url);
    exchange.failure = (connect_http_failure){ .size = offsetof(connect_http_failure, final),
                                               .final = true,
                                               .message = "beyond" };
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert_uint_eq(exchange.failure.size, offsetof(connect_http_failure, final));
    ck_assert_int_eq(exchange.failure.code, 7);
    ck_assert(exchange.failure.not_sent && exchange.failure.final);
    ck_assert_str_eq(exchange.failure.message, "beyond");
}
END_TEST

START_TEST(tls_with_a_plain_server_has_sent_nothing)
{
    char url[64];
    static char text[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    struct wire_server *server = wire_start(wire_script_text, text, NULL);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", wire_port(server));
    exchange_init(&exchange, url);
    exchange.request.timeout_ms = 500;
    connect_status status = exchange_run(&exchange, &transport);
    ck_assert(status == CONNECT_E_TLS || status == CONNECT_E_TIMEOUT);
    ck_assert(exchange.failure.not_sent);
    wire_stop(server);
}
END_TEST

START_TEST(missing_bundle_is_named_and_final)
{
    char url[64];
    connect_transport other = exchange_transport("/nonexistent/bundle.pem", NULL, 1);
    struct wire_server *server = wire_start(wire_script_silent, NULL, NULL);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", wire_port(server));
    exchange_init(&exchange, url);
    ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_E_TLS);
    ck_assert(exchange.failure.final && exchange.failure.not_sent);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "/nonexistent/bundle.pem"));
    /* The next request, on the same handle, has an error of its own. */
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", wire_refused_port());
    ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_E_TRANSPORT);
    ck_assert_ptr_null(strstr(exchange.failure.message, "/nonexistent/bundle.pem"));
    other.release(other.user);
    wire_stop(server);
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/transport");
    TCase *requests = new_case(suite, "requests");
    tcase_add_test(requests, put_sends_its_headers_and_body_and_nothing_else);
    tcase_add_test(requests, a_body_ends_after_its_size);
    tcase_add_test(requests, get_sends_neither_content_type_nor_length);
    tcase_add_loop_test(requests, missing_body_has_length_0, 0, COUNT(methods));
    tcase_add_test(requests, response_to_head_has_no_body);
    tcase_add_test(requests, request_leaves_no_state_for_the_next);
    tcase_add_test(requests, path_is_sent_unchanged);
    tcase_add_test(requests, missing_path_is_the_root);
    tcase_add_test(requests, large_body_sends_no_expect_header);
    tcase_add_test(requests, bytes_received_are_those_of_headers_and_body);
    tcase_add_test(requests, empty_header_is_not_sent);
    tcase_add_loop_test(requests, header_that_would_break_the_request_is_refused, 0,
                        COUNT(bad_headers));
    tcase_add_loop_test(requests, only_http_and_https_are_allowed, 0, COUNT(bad_urls));
    tcase_add_test(requests, malformed_method_is_refused);

    TCase *taken = new_case(suite, "responses");
    tcase_add_test(taken, complete_response_is_returned);
    tcase_add_loop_test(taken, every_form_of_response_is_parsed, 0, COUNT(responses));
    tcase_add_test(taken, redirect_is_returned_and_not_followed);
    tcase_add_loop_test(taken, malformed_response_is_a_decode_error, 0, COUNT(no_http));
    tcase_add_loop_test(taken, broken_response_is_a_transport_error, 0, COUNT(broken));

    TCase *caps = new_case(suite, "caps");
    tcase_add_test(caps, body_announced_above_the_limit_is_refused);
    tcase_add_loop_test(caps, endless_response_is_cut_off, 0, COUNT(too_much));
    tcase_add_test(caps, endless_interim_responses_reach_a_limit);

    TCase *connections = new_case(suite, "connections");
    tcase_add_test(connections, connection_is_kept_and_reused);
    tcase_add_test(connections, service_errors_keep_the_connection);
    tcase_add_test(connections, no_connection_is_kept_when_none_may_be);
    tcase_add_test(connections, release_closes_kept_connections);
    tcase_add_test(connections, closing_idle_connections_leaves_the_transport_usable);
    tcase_add_test(connections, closed_kept_connection_is_not_used);
    tcase_add_loop_test(connections, dead_kept_connection_is_stale_and_nothing_is_resent, 0,
                        COUNT(seconds));
    tcase_add_test(connections, kept_connection_that_began_a_response_is_not_stale);
    tcase_add_test(connections, bytes_after_a_response_never_become_the_next);
    tcase_add_test(connections, response_that_begins_with_a_folded_line_is_harmless);
    tcase_add_loop_test(connections, bytes_on_an_idle_connection_never_become_a_response, 0,
                        COUNT(unasked));
    tcase_add_test(connections, refused_connection_has_sent_nothing);
    tcase_add_test(connections, failure_keeps_its_size_and_nothing_else);
    tcase_add_test(connections, failure_is_filled_as_far_as_its_size_goes);
    tcase_add_loop_test(connections, time_limits_of_any_length_are_kept, 0, 4);
    tcase_add_test(connections, tls_with_a_plain_server_has_sent_nothing);
    tcase_add_test(connections, missing_bundle_is_named_and_final);
    return suite;
}
