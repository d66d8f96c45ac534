/*
 * Whatever bytes a server sends, a call ends within its deadline with a response or an error.  A
 * quarter of CONNECT_ROUNDS is how many calls are tried, CONNECT_SEED with which bytes.
 */
#include "core/clock.h"
#include "support/babble.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <connect/connect.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ID "11111111-2222-3333-4444-555555555555"
#define DEADLINE_MS 300
#define LATE_MS 700 /* what a busy machine may take to come back */
#define ROUNDS 1200
#define ROUNDS_A_CLIENT 10

enum talk {
    TALK_PLAIN,   /* anything instead of HTTP */
    TALK_IN_TLS,  /* the same through TLS */
    TALK_HTTP2,   /* frames of HTTP/2 through TLS, valid ones and others */
    TALK_NO_TLS,  /* anything instead of TLS */
    TALK_BAD_TLS, /* a good server, of whose TLS bytes some are changed on their way */
    TALKS
};
#define TALKERS (4 * TALKS)

struct talker {
    enum talk talk;
    int number;
    unsigned rounds;
    pthread_t thread;
    struct wire_tls *tls;
    struct wire_server *server, *good;
    struct wire_io io;
    struct dice calls;
    unsigned outcomes[CONNECT_E_WAITER + 1];
};

static uint64_t base; /* of all seeds */

/* What is quick tries the same bytes each time, what is long new ones. */
static uint64_t seed(void)
{
    const char *text = getenv("CONNECT_SEED");
    if (text != NULL) {
        return strtoull(text, NULL, 10);
    }
    return getenv("CONNECT_ROUNDS") != NULL ? (uint64_t)clock_system.now(clock_system.user) : 1;
}

/* Of one connection: the same for the same seed, whatever else goes on. */
static struct dice dice_of(const struct talker *talker, int number)
{
    uint64_t state = base * UINT64_C(0x9e3779b97f4a7c15) +
                     (uint64_t)talker->number * UINT64_C(0xd1b54a32d192ed03) +
                     (uint64_t)number * UINT64_C(0x8cb92ba72f3d8dd7);
    state = (state ^ (state >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    state = (state ^ (state >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (struct dice){ (state ^ (state >> 31)) | 1 };
}

/* ---- servers ---- */

static const enum babble_language languages[TALKS] = {
    [TALK_PLAIN] = BABBLE_HTTP,
    [TALK_IN_TLS] = BABBLE_HTTP,
    [TALK_HTTP2] = BABBLE_HTTP2,
    [TALK_NO_TLS] = BABBLE_ANYTHING,
};

static void talk(struct wire_peer *peer, void *user)
{
    const struct talker *talker = user;
    struct dice dice = dice_of(talker, wire_number(peer));
    babble_play(&dice, languages[talker->talk], peer);
}

/* Moves what has come; false at an end. */
static bool pass(int from, int to, struct dice *mangler)
{
    char bytes[32768];
    ssize_t size = recv(from, bytes, sizeof bytes / 2, 0);
    if (size <= 0) {
        return false;
    }
    size_t left =
        mangler != NULL ? babble_mangle(mangler, bytes, (size_t)size, sizeof bytes) : (size_t)size;
    return send(to, bytes, left, MSG_NOSIGNAL) == (ssize_t)left;
}

static int connect_to(const struct wire_server *server)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)wire_port(server)),
                                   .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* Below TLS, between a client and the good server; never opens, so that no script is played. */
static bool relay(void *user, int fd, void **state)
{
    struct talker *talker = user;
    static atomic_int connections;
    struct dice dice = dice_of(talker, atomic_fetch_add(&connections, 1));
    int good = connect_to(talker->good);
    uint64_t good_pieces = dice_roll(&dice, 8);
    struct pollfd ends[2] = { { fd, POLLIN, 0 }, { good, POLLIN, 0 } };
    (void)state;
    for (bool goes_on = true; goes_on && poll(ends, 2, -1) > 0;) {
        if (ends[0].revents != 0) {
            goes_on = pass(fd, good, NULL);
        }
        if (goes_on && ends[1].revents != 0) {
            goes_on = pass(good, fd, good_pieces > 0 ? NULL : &dice);
            good_pieces -= good_pieces > 0 ? 1 : 0;
        }
    }
    close(good);
    return false;
}

static void open_talker(struct talker *talker)
{
    talker->tls = talker->talk != TALK_PLAIN ? wire_tls_new(WIRE_GOOD, 0) : NULL;
    if (talker->talk == TALK_BAD_TLS) {
        talker->io = *wire_tls_io(talker->tls);
        talker->io.open = relay;
        talker->io.user = talker;
        talker->good = wire_start_lasting(wire_script_ok, NULL, wire_tls_io(talker->tls));
    }
    if (talker->talk == TALK_HTTP2) {
        wire_tls_choose_http2(talker->tls);
    }
    bool speaks_tls = talker->talk == TALK_IN_TLS || talker->talk == TALK_HTTP2;
    talker->server = wire_start_lasting(talk, talker,
                                        speaks_tls                     ? wire_tls_io(talker->tls)
                                        : talker->talk == TALK_BAD_TLS ? &talker->io
                                                                       : NULL);
}

static void close_talker(struct talker *talker)
{
    wire_stop(talker->server);
    if (talker->good != NULL) {
        wire_stop(talker->good);
    }
    if (talker->tls != NULL) {
        wire_tls_free(talker->tls);
    }
}

/* ---- calls ---- */

static connect_client *client_of(struct talker *talker)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    char url[64];
    connect_client_options options = { sizeof options,
                                       .region = "us-west-2",
                                       .proxy = "",
                                       .endpoint_url = url,
                                       .ca_bundle = talker->tls != NULL
                                                        ? wire_tls_bundle(talker->tls)
                                                        : NULL,
                                       .call_timeout_ms = CONNECT_SET(patience(DEADLINE_MS)),
                                       .max_body_bytes = CONNECT_SET(64 * 1024) };
    connect_client *client = NULL;
    snprintf(url, sizeof url, "%s://127.0.0.1:%d", talker->tls != NULL ? "https" : "http",
             wire_port(talker->server));
    ck_assert_int_eq(connect_credentials_static(&keys, &options.credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
    connect_credentials_provider_free(options.credentials);
    return client;
}

static connect_status describe(connect_client *client, const void **response, connect_error **error)
{
    connect_describe_instance_request request = { sizeof request, .instance_id = ID };
    connect_describe_instance_response *out = (void *)client;
    connect_status status = connect_describe_instance(client, &request, &out, error);
    *response = out;
    return status;
}

static connect_status create(connect_client *client, const void **response, connect_error **error)
{
    connect_create_instance_request request = { sizeof request, .instance_alias = "demo",
                                                .identity_management_type =
                                                    CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
                                                .inbound_calls_enabled = CONNECT_SET(true),
                                                .outbound_calls_enabled = CONNECT_SET(true) };
    connect_create_instance_response *out = (void *)client;
    connect_status status = connect_create_instance(client, &request, &out, error);
    *response = out;
    return status;
}

static connect_status list(connect_client *client, const void **response, connect_error **error)
{
    connect_list_instances_response *out = (void *)client;
    connect_status status = connect_list_instances(client, NULL, &out, error);
    *response = out;
    return status;
}

static connect_status send_raw(connect_client *client, const void **response, connect_error **error)
{
    char *out = (void *)client;
    connect_status status =
        connect_send(client, "POST", "/users/x", NULL, 0, "{\"a\":1}", &out, error);
    *response = out;
    return status;
}

static connect_status (*const calls[])(connect_client *, const void **,
                                       connect_error **) = { describe, create, list, send_raw };

/*
 * What the protocol and the way there can bring; not what would be the caller's fault, or the
 * library's.
 */
static bool is_documented(connect_status status)
{
    switch (status) {
    case CONNECT_E_TRANSPORT:
    case CONNECT_E_TLS:
    case CONNECT_E_TIMEOUT:
    case CONNECT_E_DECODE:
        return true;
    default:
        return status >= CONNECT_E_INVALID_REQUEST && status <= CONNECT_E_SERVICE;
    }
}

static void check_call(struct talker *talker, unsigned round, connect_client *client,
                       uint64_t which)
{
    const void *response = client;
    connect_error *error = NULL;
    int64_t start = clock_system.monotonic(clock_system.user);
    connect_status status = calls[which](client, &response, &error);
    int64_t took_ms = clock_system.monotonic(clock_system.user) - start;
    char where[128];
    snprintf(where, sizeof where, "CONNECT_SEED=%llu, talker %d, call %u, operation %llu",
             (unsigned long long)base, talker->number, round, (unsigned long long)which);
    talker->outcomes[status]++;
    ck_assert_msg(patience_holds(took_ms, DEADLINE_MS + LATE_MS), "%s: took %d ms", where,
                  (int)took_ms);
    if (status == CONNECT_OK) {
        ck_assert_msg(response != NULL && error == NULL, "%s: a success without a response", where);
        ck_assert_int_ge(connect_response_attempts(response), 1);
    } else {
        ck_assert_msg(response == NULL && error != NULL, "%s: an error with a response", where);
        ck_assert_msg(is_documented(status), "%s: %s: %s", where, connect_status_name(status),
                      connect_error_message(error));
        ck_assert_msg(connect_error_code(error) == status &&
                          connect_error_message(error)[0] != '\0',
                      "%s", where);
    }
    connect_free(response);
    connect_error_free(error);
}

/* A client is used for several calls, because one may leave something to the next. */
static void *run_thread(void *user)
{
    struct talker *talker = user;
    connect_client *client = NULL;
    for (unsigned round = 0; round < talker->rounds; round++) {
        if (round % ROUNDS_A_CLIENT == 0) {
            connect_client_free(client);
            client = client_of(talker);
        }
        check_call(talker, round, client,
                   dice_roll(&talker->calls, sizeof calls / sizeof calls[0]));
    }
    connect_client_free(client);
    return NULL;
}

static unsigned rounds_wanted(void)
{
    const char *text = getenv("CONNECT_ROUNDS");
    return (unsigned)((text != NULL ? strtoul(text, NULL, 10) : ROUNDS) / 4 /
                      (unsigned long)patience(1));
}

/* Or it would prove nothing. */
static void check_outcomes(const struct talker *talkers)
{
    static const connect_status needed[] = { CONNECT_OK, CONNECT_E_TRANSPORT, CONNECT_E_TLS,
                                             CONNECT_E_TIMEOUT, CONNECT_E_DECODE };
    unsigned sums[CONNECT_E_WAITER + 1] = { 0 };
    for (int status = 0; status <= CONNECT_E_WAITER; status++) {
        for (int i = 0; i < TALKERS; i++) {
            sums[status] += talkers[i].outcomes[status];
        }
        if (sums[status] > 0) {
            printf("%5u %s\n", sums[status], connect_status_name((connect_status)status));
        }
    }
    for (int talk = 0; talkers[0].rounds >= 50 && talk < TALKS; talk++) {
        bool is_understood = talkers[talk].outcomes[CONNECT_OK] > 0;
        ck_assert_msg(talk == TALK_NO_TLS || is_understood, "talk %d is never understood", talk);
    }
    for (size_t i = 0; talkers[0].rounds >= 20 && i < sizeof needed / sizeof needed[0]; i++) {
        ck_assert_uint_gt(sums[needed[i]], 0);
    }
}

START_TEST(whatever_a_server_sends_a_call_ends_within_its_deadline_with_a_response_or_an_error)
{
    static struct talker talkers[TALKERS];
    int descriptors = held_descriptors(), threads = held_threads();
    base = seed();
    printf("CONNECT_SEED=%llu repeats this run\n", (unsigned long long)base);
    memory_watch();
    for (int i = 0; i < TALKERS; i++) {
        struct talker *talker = &talkers[i];
        *talker = (struct talker){ .talk = (enum talk)(i % TALKS),
                                   .number = i,
                                   .rounds = (rounds_wanted() + TALKERS - 1) / TALKERS };
        talker->calls = dice_of(talker, -1);
        open_talker(talker);
    }
    for (int i = 0; i < TALKERS; i++) {
        ck_assert_int_eq(pthread_create(&talkers[i].thread, NULL, run_thread, &talkers[i]), 0);
    }
    for (int i = 0; i < TALKERS; i++) {
        pthread_join(talkers[i].thread, NULL);
    }
    for (int i = 0; i < TALKERS; i++) {
        close_talker(&talkers[i]);
    }
    ck_assert_msg(memory_live() == 0, "CONNECT_SEED=%llu: %zu blocks were left",
                  (unsigned long long)base, memory_live());
    memory_unwatch();
    ck_assert_int_eq(held_descriptors(), descriptors);
    ck_assert_int_eq(held_threads_more(threads), 0);
    check_outcomes(talkers);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("faults random");
    TCase *tcase = tcase_create("random");
    tcase_set_timeout(tcase, 900);
    tcase_add_test(
        tcase, whatever_a_server_sends_a_call_ends_within_its_deadline_with_a_response_or_an_error);
    suite_add_tcase(suite, tcase);
    return suite;
}
