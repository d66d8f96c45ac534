/* HTTP: proxies, from the option and from the environment. */
#include "support/exchange.h"
#include "support/suite.h"
#include "support/wire_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static connect_transport transport;
static struct exchange exchange;
static struct wire_server *server, *proxy_server;
static char proxy_url[64];

static void set_up(void)
{
    static const char *const all[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                       "ALL_PROXY",  "no_proxy",    "NO_PROXY",    "HTTP_PROXY" };
    for (size_t i = 0; i < COUNT(all); i++) {
        unsetenv(all[i]);
    }
    server = wire_start(wire_script_ok, NULL, NULL);
    proxy_server = wire_start(wire_script_ok, NULL, NULL);
    snprintf(proxy_url, sizeof proxy_url, "http://127.0.0.1:%d", wire_port(proxy_server));
    transport = exchange_transport(NULL, NULL, 16);
}

/* The environment is read when a transport is made. */
static void transport_renew(void)
{
    transport.release(transport.user);
    transport = exchange_transport(NULL, NULL, 16);
}

static void tear_down(void)
{
    exchange_free(&exchange);
    transport.release(transport.user);
    wire_stop(proxy_server);
    wire_stop(server);
}

START_TEST(environment_proxy_is_used)
{
    setenv("http_proxy", proxy_url, 1);
    transport_renew();
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/a?b")), 200);
    ck_assert_int_eq(wire_requests(server), 0);
    char expected[100];
    snprintf(expected, sizeof expected, "GET http://127.0.0.1:%d/a?b HTTP/1.1\r\n",
             wire_port(server));
    ck_assert_ptr_eq(strstr(wire_request(proxy_server, 0), expected),
                     wire_request(proxy_server, 0));
}
END_TEST

START_TEST(no_proxy_of_the_environment_is_respected)
{
    setenv("http_proxy", proxy_url, 1);
    setenv("no_proxy", "127.0.0.1", 1);
    transport_renew();
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    ck_assert_int_eq(wire_requests(server), 1);
    ck_assert_int_eq(wire_requests(proxy_server), 0);
}
END_TEST

START_TEST(direct_request_bypasses_every_proxy)
{
    connect_transport other = exchange_transport(NULL, proxy_url, 4);
    setenv("http_proxy", proxy_url, 1);
    transport_renew();
    for (int i = 0; i < 4; i++) {
        exchange_init(&exchange, wire_url(server, "/"));
        exchange.request.direct = i % 2 == 0;
        ck_assert_int_eq(exchange_run(&exchange, i < 2 ? &transport : &other), CONNECT_OK);
        exchange_free(&exchange);
        ck_assert_int_eq(wire_requests(server), i / 2 + 1);
        ck_assert_int_eq(wire_requests(proxy_server), (i + 1) / 2);
    }
    other.release(other.user);
}
END_TEST

START_TEST(empty_option_disables_the_environment_proxy)
{
    setenv("http_proxy", proxy_url, 1);
    connect_transport other = exchange_transport(NULL, "", 4);
    ck_assert_int_eq(exchange_get(&other, wire_url(server, "/")), 200);
    ck_assert_int_eq(wire_requests(server), 1);
    other.release(other.user);
}
END_TEST

START_TEST(unreachable_proxy_has_sent_nothing)
{
    char url[64];
    snprintf(url, sizeof url, "http://user:planted@127.0.0.1:%d", wire_refused_port());
    connect_transport other = exchange_transport(NULL, url, 4);
    exchange_init(&exchange, wire_url(server, "/"));
    ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.not_sent && !exchange.failure.final);
    ck_assert_ptr_null(strstr(exchange.failure.message, "planted"));
    exchange_free(&exchange);
    other.release(other.user);
}
END_TEST

static const char *const bad_proxies[] = {
    "ftp://host:1",
    "http://",
    "://x",
    "http://a b",
    "http://user:planted@host\r\nX: y",
    "planted://host",
    "http://user:planted@ho st",
};

START_TEST(malformed_proxy_option_is_refused_without_its_password)
{
    struct transport_options options = { NULL, bad_proxies[_i], 4 };
    connect_transport other;
    connect_error *error = NULL;
    ck_assert_int_eq(transport_curl_new(&options, &other, &error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "proxy"));
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    connect_error_free(error);
}
END_TEST

/* What libcurl itself would print in full, and what it would not accept. */
static const char *const bad_environment[] = {
    "ftp://user:planted@127.0.0.1:1",    "planted://127.0.0.1:1",           "http://",
    "http://user:planted@127.0.0.1:1 x", "http://user:planted@127.0.0.1\n",
};

START_TEST(malformed_environment_proxy_is_reported_by_variable_without_its_password)
{
    setenv("http_proxy", bad_environment[_i], 1);
    setenv("https_proxy", "http://127.0.0.1:1", 1);
    transport_renew();
    exchange_init(&exchange, wire_url(server, "/"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_CONFIGURATION);
    ck_assert(exchange.failure.not_sent && exchange.failure.final);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "http_proxy: "));
    ck_assert_ptr_null(strstr(exchange.failure.message, "planted"));
    /* A direct request does not use it. */
    exchange.request.direct = true;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
}
END_TEST

/* The form is right, so libcurl looks at it, and its message repeats it. */
static const char *const bad_for_libcurl[] = {
    "http://user:planted@127.0.0.1:99999999",
    "http://user:planted@[::1",
    "user:planted@127.0.0.1:x",
    "http://user:planted-planted-planted-planted-planted-planted-planted-planted-planted-planted-"
    "planted-planted-planted-planted-planted-planted-planted-planted-planted-planted-planted-"
    "planted-planted-planted-planted-planted-planted-planted-planted-planted-planted-planted@h:x",
};

START_TEST(password_in_a_message_of_libcurl_is_masked)
{
    connect_transport other = exchange_transport(NULL, bad_for_libcurl[_i], 4);
    exchange_init(&exchange, wire_url(server, "/"));
    ck_assert_int_ne(exchange_run(&exchange, &other), CONNECT_OK);
    ck_assert(exchange.failure.not_sent);
    ck_assert_str_ne(exchange.failure.message, "");
    ck_assert_msg(strstr(exchange.failure.message, "planted") == NULL, "%s",
                  exchange.failure.message);
    other.release(other.user);
}
END_TEST

static const struct {
    const char *variable;
    int used;
} variables[] = {
    { "http_proxy", 1 }, { "all_proxy", 1 },   { "ALL_PROXY", 1 },
    { "HTTP_PROXY", 0 }, { "https_proxy", 0 }, { "HTTPS_PROXY", 0 },
};

START_TEST(variables_are_those_of_libcurl)
{
    setenv(variables[_i].variable, proxy_url, 1);
    transport_renew();
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    ck_assert_int_eq(wire_requests(proxy_server), variables[_i].used);
}
END_TEST

START_TEST(refused_tunnel_has_sent_nothing)
{
    static char refusal[] = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    char url[64];
    struct wire_server *relay = wire_start(wire_script_text, refusal, NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", wire_port(relay));
    connect_transport other = exchange_transport(NULL, url, 4);
    exchange_init(&exchange, "https://connect.us-west-2.amazonaws.com/");
    ck_assert_int_ne(exchange_run(&exchange, &other), CONNECT_OK);
    ck_assert(exchange.failure.not_sent);
    ck_assert_ptr_nonnull(
        strstr(wire_request(relay, 0), "CONNECT connect.us-west-2.amazonaws.com:443 HTTP/1.1\r\n"));
    ck_assert_uint_eq(exchange.response->headers_count, 0);
    exchange_free(&exchange);
    other.release(other.user);
    wire_stop(relay);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/proxy");
    TCase *tcase = tcase_create("proxy");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, environment_proxy_is_used);
    tcase_add_test(tcase, no_proxy_of_the_environment_is_respected);
    tcase_add_test(tcase, direct_request_bypasses_every_proxy);
    tcase_add_test(tcase, empty_option_disables_the_environment_proxy);
    tcase_add_test(tcase, unreachable_proxy_has_sent_nothing);
    tcase_add_loop_test(tcase, malformed_proxy_option_is_refused_without_its_password, 0,
                        COUNT(bad_proxies));
    tcase_add_loop_test(tcase,
                        malformed_environment_proxy_is_reported_by_variable_without_its_password, 0,
                        COUNT(bad_environment));
    tcase_add_loop_test(tcase, password_in_a_message_of_libcurl_is_masked, 0,
                        COUNT(bad_for_libcurl));
    tcase_add_loop_test(tcase, variables_are_those_of_libcurl, 0, COUNT(variables));
    tcase_add_test(tcase, refused_tunnel_has_sent_nothing);
    suite_add_tcase(suite, tcase);
    return suite;
}
