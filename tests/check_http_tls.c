/* HTTP over TLS: which certificates are accepted, and how a connection ends. */
#include "support/exchange.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <openssl/ssl.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct wire_tls *tls;
static struct wire_server *server;
static connect_transport transport;
static struct exchange exchange;

static void start(enum wire_certificate which, int max_version, wire_script script)
{
    tls = wire_tls_new(which, max_version);
    server = wire_start(script, NULL, wire_tls_io(tls));
    transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    exchange_init(&exchange, wire_url(server, "/"));
}

static void tear_down(void)
{
    exchange_free(&exchange);
    transport.release(transport.user);
    wire_stop(server);
    wire_tls_free(tls);
}

START_TEST(valid_certificate_is_accepted)
{
    start(WIRE_GOOD, 0, wire_script_ok);
    for (int i = 0; i < 3; i++) {
        ck_assert_msg(exchange_run(&exchange, &transport) == CONNECT_OK, "%s",
                      exchange.failure.message);
        ck_assert_int_eq(exchange.response->status, 200);
        ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
    }
    ck_assert_int_eq(wire_tls_handshakes(tls), 1);
    ck_assert(wire_tls_was_offered(tls, "h2"));
    ck_assert(wire_tls_was_offered(tls, "http/1.1"));
}
END_TEST

START_TEST(tls_1_2_is_accepted)
{
    start(WIRE_GOOD, TLS1_2_VERSION, wire_script_ok);
    ck_assert_msg(exchange_run(&exchange, &transport) == CONNECT_OK, "%s",
                  exchange.failure.message);
}
END_TEST

START_TEST(tls_1_1_is_refused)
{
    start(WIRE_GOOD, TLS1_1_VERSION, wire_script_ok);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TLS);
    ck_assert(exchange.failure.not_sent);
    ck_assert_int_eq(wire_requests(server), 0);
}
END_TEST

static const enum wire_certificate bad[] = { WIRE_EXPIRED, WIRE_NOT_YET, WIRE_OTHER_NAME,
                                             WIRE_OTHER_ISSUER };

START_TEST(invalid_certificate_ends_before_anything_is_sent)
{
    static const connect_pair secret = { "Authorization", "planted" };
    start(bad[_i], 0, wire_script_ok);
    exchange_add_header(&exchange, &secret);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TLS);
    ck_assert(exchange.failure.not_sent);
    ck_assert(exchange.failure.final);
    ck_assert_int_eq(exchange.failure.code, 60);
    ck_assert_str_ne(exchange.failure.message, "");
    ck_assert_int_eq(wire_requests(server), 0);
}
END_TEST

START_TEST(bundle_replaces_the_system_certificates)
{
    struct wire_tls *other = wire_tls_new(WIRE_GOOD, 0);
    start(WIRE_GOOD, 0, wire_script_ok);
    connect_transport strict = exchange_transport(wire_tls_bundle(other), NULL, 4);
    ck_assert_int_eq(exchange_run(&exchange, &strict), CONNECT_E_TLS);
    strict.release(strict.user);
    connect_transport plain = exchange_transport(NULL, NULL, 4);
    ck_assert_int_eq(exchange_run(&exchange, &plain), CONNECT_E_TLS);
    plain.release(plain.user);
    wire_tls_free(other);
}
END_TEST

START_TEST(release_sends_close_notify)
{
    start(WIRE_GOOD, 0, wire_script_ok);
    connect_transport other = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_OK);
    other.release(other.user);
    ck_assert(wire_wait_ended(server, 1));
    ck_assert_int_eq(wire_tls_goodbyes(tls), 1);
}
END_TEST

START_TEST(child_drops_inherited_connections_without_close_notify)
{
    start(WIRE_GOOD, 0, wire_script_ok);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    pid_t child = test_fork();
    if (child == 0) {
        bool ok = exchange_run(&exchange, &transport) == CONNECT_OK;
        transport.release(transport.user);
        test_child_leave(ok);
    }
    int status = -1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(wire_wait_ended(server, 1)); /* the child's own */
    ck_assert_int_eq(wire_tls_goodbyes(tls), 1);
    ck_assert_int_eq(wire_tls_handshakes(tls), 2);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_eq(wire_tls_handshakes(tls), 2);
}
END_TEST

static void reset_after_head(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_head(peer)) {
        wire_reset(peer);
    }
}

START_TEST(reset_while_writing_tls_raises_no_signal)
{
    static char body[8 * 1024 * 1024];
    struct sigaction fatal = { .sa_handler = SIG_DFL };
    struct sigaction before;
    start(WIRE_GOOD, 0, reset_after_head);
    sigaction(SIGPIPE, &fatal, &before);
    exchange.request.method = "PUT";
    exchange.request.body = body;
    exchange.request.body_size = sizeof body;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(!exchange.failure.not_sent);
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

static void cut_body(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer)) {
        wire_send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"cut\":");
        wire_hang_up(peer);
    }
}

START_TEST(truncated_response_is_an_error)
{
    start(WIRE_GOOD, 0, cut_body);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(!exchange.failure.not_sent);
}
END_TEST

static void close_after_second(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) && wire_response(peer, 200, "", "{}")) {
        wire_read_request(peer);
    }
}

START_TEST(dead_kept_tls_connection_is_stale_and_nothing_is_resent)
{
    start(WIRE_GOOD, 0, close_after_second);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_set_body(&exchange, "PUT", "{}");
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.stale && !exchange.failure.not_sent && !exchange.failure.final);
    ck_assert_int_eq(wire_requests(server), 2);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/tls");
    TCase *tcase = tcase_create("tls");
    tcase_add_checked_fixture(tcase, NULL, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, valid_certificate_is_accepted);
    tcase_add_test(tcase, tls_1_2_is_accepted);
    tcase_add_test(tcase, tls_1_1_is_refused);
    tcase_add_loop_test(tcase, invalid_certificate_ends_before_anything_is_sent, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tcase, bundle_replaces_the_system_certificates);
    tcase_add_test(tcase, release_sends_close_notify);
    tcase_add_test(tcase, child_drops_inherited_connections_without_close_notify);
    tcase_add_test(tcase, reset_while_writing_tls_raises_no_signal);
    tcase_add_test(tcase, truncated_response_is_an_error);
    tcase_add_test(tcase, dead_kept_tls_connection_is_stale_and_nothing_is_resent);
    suite_add_tcase(suite, tcase);
    return suite;
}
