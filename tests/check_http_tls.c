/* HTTP over TLS: which certificates are accepted, and how a connection ends. */
#include "support/exchange.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <openssl/ssl.h>

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
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

/* With a close-notify, without one, and with a reset. */
static void (*const ends[])(struct wire_peer *) = { NULL, wire_hang_up, wire_reset };
static void (*end_of_second)(struct wire_peer *);

static void close_after_second(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) && wire_response(peer, 200, "", "{}") && wire_read_request(peer) &&
        end_of_second != NULL) {
        end_of_second(peer);
    }
}

START_TEST(dead_kept_tls_connection_is_stale_and_nothing_is_resent)
{
    end_of_second = ends[_i];
    start(WIRE_GOOD, 0, close_after_second);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_set_body(&exchange, "PUT", "{}");
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.stale && !exchange.failure.not_sent && !exchange.failure.final);
    ck_assert_int_eq(wire_requests(server), 2);
}
END_TEST

static void reset_after_second_head(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) && wire_response(peer, 200, "", "{}") && wire_read_head(peer)) {
        wire_reset(peer);
    }
}

/* libcurl does not send again what it has begun to send. */
START_TEST(reset_of_a_kept_connection_within_a_request_is_stale)
{
    static char body[8 * 1024 * 1024];
    start(WIRE_GOOD, 0, reset_after_second_head);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange.request.method = "PUT";
    exchange.request.body = body;
    exchange.request.body_size = sizeof body;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(exchange.failure.stale && !exchange.failure.not_sent && !exchange.failure.final);
}
END_TEST

/* ---- HTTP/2 (RFC 9113) ---- */

#define PREFACE_SIZE 24

enum frame_type { FRAME_DATA = 0, FRAME_HEADERS = 1, FRAME_SETTINGS = 4 };
enum frame_flag { FLAG_ACK = 1, FLAG_END_STREAM = 1, FLAG_END_HEADERS = 4 };

struct frame {
    unsigned char head[9]; /* length of the payload, type, flags, stream */
    unsigned char payload[16384];
};

static bool frame_read(struct wire_peer *peer, struct frame *frame)
{
    if (!wire_read_bytes(peer, frame->head, sizeof frame->head)) {
        return false;
    }
    size_t size = (size_t)frame->head[0] << 16 | (size_t)frame->head[1] << 8 | frame->head[2];
    return size <= sizeof frame->payload && wire_read_bytes(peer, frame->payload, size);
}

/* Of the stream of a frame that was read; the payload has less than 256 bytes. */
static bool frame_respond(struct wire_peer *peer, const struct frame *to, enum frame_type type,
                          int flags, const char *payload)
{
    size_t size = strlen(payload);
    unsigned char head[sizeof to->head];
    memcpy(head, to->head, sizeof head);
    head[0] = head[1] = 0;
    head[2] = (unsigned char)size;
    head[3] = (unsigned char)type;
    head[4] = (unsigned char)flags;
    return wire_send_bytes(peer, head, sizeof head) && wire_send_bytes(peer, payload, size);
}

/* Responds to requests without a body; true when it has. */
static bool http2_respond(struct wire_peer *peer)
{
    struct frame frame;
    while (frame_read(peer, &frame)) {
        if (frame.head[3] == FRAME_SETTINGS && frame.head[4] != FLAG_ACK &&
            !frame_respond(peer, &frame, FRAME_SETTINGS, FLAG_ACK, "")) {
            return false;
        }
        if (frame.head[3] == FRAME_HEADERS) {
            /* 0x88 is ":status: 200" in the static table of HPACK (RFC 7541). */
            return frame_respond(peer, &frame, FRAME_HEADERS, FLAG_END_HEADERS, "\x88") &&
                   frame_respond(peer, &frame, FRAME_DATA, FLAG_END_STREAM, "{}");
        }
    }
    return false;
}

/* What a server may send at any time. */
static const struct {
    const char *bytes;
    size_t size;
} idle_frames[] = {
    { "\0\0\0\4\0\0\0\0\0", 9 },           /* SETTINGS */
    { "\0\0\x8\6\0\0\0\0\0pingping", 17 }, /* PING */
    { "\0\0\4\x8\0\0\0\0\0\0\1\0\0", 13 }, /* WINDOW_UPDATE */
};

static int idle_row;
static atomic_int allowed, spoken;

static void speak_http2_while_idle(struct wire_peer *peer, void *user)
{
    char preface[PREFACE_SIZE];
    (void)user;
    if (!wire_read_bytes(peer, preface, sizeof preface) ||
        !wire_send_bytes(peer, idle_frames[0].bytes, idle_frames[0].size)) {
        return;
    }
    while (http2_respond(peer)) {
        while (atomic_load(&allowed) <= atomic_load(&spoken) && wire_pause(peer, 1)) {
        }
        (void)wire_send_bytes(peer, idle_frames[idle_row].bytes, idle_frames[idle_row].size);
        atomic_fetch_add(&spoken, 1);
    }
}

START_TEST(http2_connection_is_kept_when_the_server_speaks_while_it_is_idle)
{
    idle_row = _i;
    tls = wire_tls_new(WIRE_GOOD, 0);
    wire_tls_choose_http2(tls);
    server = wire_start(speak_http2_while_idle, NULL, wire_tls_io(tls));
    transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    exchange_init(&exchange, wire_url(server, "/"));
    for (int i = 0; i < 3; i++) {
        ck_assert_msg(exchange_run(&exchange, &transport) == CONNECT_OK, "%s",
                      exchange.failure.message);
        ck_assert_int_eq(exchange.response->status, 200);
        ck_assert_str_eq(buf_text(&exchange.response->body), "{}");
        atomic_fetch_add(&allowed, 1);
        while (atomic_load(&spoken) < i + 1) {
            usleep(1000);
        }
    }
    ck_assert_int_eq(wire_connections(server), 1);
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
    tcase_add_test(tcase, reset_of_a_kept_connection_within_a_request_is_stale);
    tcase_add_loop_test(tcase, dead_kept_tls_connection_is_stale_and_nothing_is_resent, 0,
                        sizeof ends / sizeof *ends);
    tcase_add_loop_test(tcase, http2_connection_is_kept_when_the_server_speaks_while_it_is_idle, 0,
                        sizeof idle_frames / sizeof idle_frames[0]);
    suite_add_tcase(suite, tcase);
    return suite;
}
