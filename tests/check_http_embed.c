/*
 * HTTP: the transport inside the process of a host: threads, forks, signals, a libcurl of its own,
 * memory.
 */
#include "core/clock.h"
#include "support/closing.h"
#include "support/exchange.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/wire_server.h"

#include <curl/curl.h>

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8

static connect_transport transport;
static struct wire_server *server;

static void set_up(void)
{
    server = wire_start(wire_script_ok, NULL, NULL);
    transport = exchange_transport(NULL, NULL, 16);
}

static void tear_down(void)
{
    transport.release(transport.user);
    wire_stop(server);
}

/* ---- threads ---- */

static void *get_many(void *url)
{
    for (int i = 0; i < 50; i++) {
        ck_assert_int_eq(exchange_get(&transport, url), 200);
    }
    return NULL;
}

static void run_threads(void *(*body)(void *), const char *url)
{
    union {
        const char *text;
        void *user;
    } argument = { url };
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, body, argument.user), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

START_TEST(threads_share_a_transport_and_its_connections)
{
    run_threads(get_many, wire_url(server, "/"));
    ck_assert_int_eq(wire_requests(server), THREADS * 50);
    ck_assert_int_le(wire_connections(server), THREADS);
}
END_TEST

/* No response before every thread has its connection, so that none is used for two. */
static void all_together(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        while (wire_connections(wire_server_of(peer)) < THREADS && wire_pause(peer, 10)) {
        }
        wire_response(peer, 200, "", "{}");
    }
}

static void *get_one(void *url)
{
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    return NULL;
}

START_TEST(no_more_connections_are_kept_than_allowed)
{
    struct wire_server *slow = wire_start(all_together, NULL, NULL);
    transport.release(transport.user);
    transport = exchange_transport(NULL, NULL, 2);
    run_threads(get_one, wire_url(slow, "/"));
    ck_assert_int_eq(wire_connections(slow), THREADS);
    ck_assert(wire_wait_ended(slow, THREADS - 2));
    ck_assert_int_eq(exchange_get(&transport, wire_url(slow, "/")), 200);
    ck_assert_int_eq(wire_connections(slow), THREADS);
    wire_stop(slow);
}
END_TEST

/* ---- forks ---- */

static int wait_for(pid_t child)
{
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}

START_TEST(child_opens_connections_of_its_own)
{
    const char *url = wire_url(server, "/");
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    pid_t child = test_fork();
    if (child == 0) {
        bool ok = exchange_get(&transport, url) == 200;
        ok = exchange_get(&transport, url) == 200 && ok;
        transport.release(transport.user);
        test_child_leave(ok && closing_misses() == 0);
    }
    ck_assert_int_eq(wait_for(child), 0);
    ck_assert_int_eq(wire_connections(server), 2);
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    ck_assert_int_eq(wire_connections(server), 2);
    ck_assert_int_eq(wire_requests(server), 4);
}
END_TEST

static int released_by(const connect_transport *used)
{
    int before = held_descriptors();
    used->release(used->user);
    return before - held_descriptors();
}

START_TEST(release_in_a_child_closes_what_it_has_inherited)
{
    const char *url = wire_url(server, "/");
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    pid_t child = test_fork();
    if (child == 0) {
        connect_transport own = exchange_transport(NULL, NULL, 4);
        bool ok = exchange_get(&own, url) == 200;
        test_child_leave(ok && released_by(&transport) == released_by(&own));
    }
    ck_assert_int_eq(wait_for(child), 0);
}
END_TEST

/* Also in one without standard input, whose number a new socket gets. */
START_TEST(release_in_a_child_does_not_disturb_the_parent)
{
    const char *url = wire_url(server, "/");
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    pid_t child = test_fork();
    if (child == 0) {
        if (_i == 1) {
            (void)close(STDIN_FILENO);
        }
        transport.release(transport.user);
        test_child_leave(closing_misses() == 0);
    }
    ck_assert_int_eq(wait_for(child), 0);
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    ck_assert_int_eq(wire_connections(server), 1);
}
END_TEST

static void *wait_for_response(void *url)
{
    struct exchange exchange;
    exchange_init(&exchange, url);
    exchange.request.timeout_ms = 1000;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TIMEOUT);
    exchange_free(&exchange);
    return NULL;
}

START_TEST(fork_while_other_threads_are_busy_does_not_hang)
{
    union {
        const char *text;
        void *user;
    } busy;
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    const char *url = wire_url(server, "/");
    busy.text = wire_url(silent, "/");
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) {
        pthread_create(&threads[i], NULL, wait_for_response, busy.user);
    }
    clock_wait(NULL, 200);
    pid_t child = test_fork();
    if (child == 0) {
        test_child_leave(exchange_get(&transport, url) == 200);
    }
    ck_assert_int_eq(wait_for(child), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(wire_connections(silent), 4);
    wire_stop(silent);
}
END_TEST

static int count_descriptors(void)
{
    int count = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir != NULL && readdir(dir) != NULL) {
        count++;
    }
    if (dir != NULL) {
        closedir(dir);
    }
    return count;
}

START_TEST(started_program_inherits_no_connection)
{
    int connections = 0;
    ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
    for (int fd = 0; fd < 1000; fd++) {
        struct sockaddr_in address;
        socklen_t size = sizeof address;
        if (getpeername(fd, (struct sockaddr *)&address, &size) == 0 &&
            address.sin_family == AF_INET) {
            connections++;
            ck_assert_int_eq(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
        }
    }
    ck_assert_int_eq(connections, 2); /* both ends of the one that is kept */
}
END_TEST

START_TEST(descriptors_do_not_accumulate)
{
    struct wire_server *dying = wire_start(wire_script_text, (char[]){ "" }, NULL);
    const char *url = wire_url(dying, "/");
    int before = 0;
    for (int i = 0; i < 60; i++) {
        exchange_get(&transport, url);
        ck_assert(wire_wait_ended(dying, i + 1));
        before = i == 20 ? count_descriptors() : before;
    }
    ck_assert_int_le(count_descriptors(), before + 1);
    wire_stop(dying);
}
END_TEST

/* ---- signals ---- */

static void reset_after_head(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_head(peer)) {
        wire_reset(peer);
    }
}

START_TEST(broken_connection_while_sending_raises_no_signal)
{
    static char body[8 * 1024 * 1024];
    struct wire_server *rude = wire_start(reset_after_head, NULL, NULL);
    struct sigaction fatal = { .sa_handler = SIG_DFL };
    struct sigaction before, after;
    sigaction(SIGPIPE, &fatal, &before);
    struct exchange exchange;
    exchange_init(&exchange, wire_url(rude, "/"));
    exchange.request.method = "PUT";
    exchange.request.body = body;
    exchange.request.body_size = sizeof body;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TRANSPORT);
    ck_assert(!exchange.failure.not_sent && !exchange.failure.stale);
    exchange_free(&exchange);
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    ck_assert_int_eq(sigismember(&mask, SIGPIPE), 0);
    sigaction(SIGPIPE, &before, &after);
    ck_assert(after.sa_handler == SIG_DFL);
    wire_stop(rude);
}
END_TEST

/* ---- a host with a curl of its own ---- */

static size_t drop(char *bytes, size_t unit, size_t count, void *user)
{
    (void)bytes, (void)user;
    return unit * count;
}

static CURLcode host_get(const char *url)
{
    CURL *easy = curl_easy_init();
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop);
    CURLcode code = curl_easy_perform(easy);
    curl_easy_cleanup(easy);
    return code;
}

START_TEST(libcurl_of_the_host_is_not_disturbed)
{
    const char *url = wire_url(server, "/");
    ck_assert_int_eq(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(host_get(url), CURLE_OK);
        connect_transport other = exchange_transport(NULL, NULL, 4);
        ck_assert_int_eq(exchange_get(&other, url), 200);
        ck_assert_int_eq(host_get(url), CURLE_OK);
        other.release(other.user);
        ck_assert_int_eq(host_get(url), CURLE_OK);
    }
    ck_assert_int_eq(exchange_get(&transport, url), 200);
    curl_global_cleanup();
    ck_assert_int_eq(exchange_get(&transport, url), 200);
}
END_TEST

START_TEST(two_transports_keep_their_settings_apart)
{
    char proxy[64];
    struct wire_server *relay = wire_start(wire_script_ok, NULL, NULL);
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", wire_port(relay));
    connect_transport other = exchange_transport(NULL, proxy, 4);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(exchange_get(&transport, wire_url(server, "/")), 200);
        ck_assert_int_eq(exchange_get(&other, wire_url(server, "/")), 200);
    }
    ck_assert_int_eq(wire_requests(server), 3);
    ck_assert_int_eq(wire_requests(relay), 3);
    other.release(other.user);
    wire_stop(relay);
}
END_TEST

/* ---- memory ---- */

static const char *memory_url;

static bool make_and_use(void *user)
{
    static const connect_pair type = { "Content-Type", "application/json" };
    static const connect_pair date = { "X-Amz-Date", "20261121T123456Z" };
    (void)user;
    struct transport_options options = { "/etc/some/bundle.pem", "http://user:secret@proxy:8080",
                                         4 };
    connect_transport other = { 0 };
    connect_error *error = NULL;
    connect_status status = transport_curl_new(&options, &other, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    connect_error_free(error);
    if (status != CONNECT_OK) {
        ck_assert_int_eq(status, CONNECT_E_MEMORY);
        return false;
    }
    struct exchange exchange = { .response = http_response_new(1000),
                                 .failure.size = sizeof exchange.failure };
    if (exchange.response != NULL) {
        connect_http_response *response = exchange.response;
        exchange.request = (connect_http_request){ sizeof exchange.request,
                                                   "PUT",
                                                   memory_url,
                                                   exchange.headers,
                                                   2,
                                                   "{\"a\":1}",
                                                   7,
                                                   5000,
                                                   5000,
                                                   NULL,
                                                   true };
        exchange.headers[0] = &type;
        exchange.headers[1] = &date;
        status = exchange_run(&exchange, &other);
        ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
        ck_assert(status != CONNECT_OK || strcmp(buf_text(&response->body), "{}") == 0);
        ck_assert(status == CONNECT_OK || exchange.failure.message[0] != '\0');
        http_response_free(response);
    } else {
        status = CONNECT_E_MEMORY;
    }
    other.release(other.user);
    return status == CONNECT_OK;
}

START_TEST(transport_survives_every_allocation_failure)
{
    memory_url = wire_url(server, "/");
    memory_watch();
    memory_fail_each(make_and_use, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(secrets_of_a_request_are_not_left_in_memory)
{
    static const connect_pair secret = { "Authorization", "AWS4-HMAC-SHA256 planted" };
    static const connect_pair token = { "X-Amz-Security-Token", "planted-too" };
    memory_watch();
    memory_look_for("planted");
    connect_transport other = exchange_transport(NULL, "http://user:planted@127.0.0.1:1", 1);
    for (int i = 0; i < 3; i++) {
        struct exchange exchange;
        exchange_init(&exchange, wire_url(server, "/"));
        exchange.request.direct = true;
        exchange_add_header(&exchange, &secret);
        exchange_add_header(&exchange, &token);
        ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_OK);
        exchange_free(&exchange);
    }
    other.release(other.user);
    ck_assert_uint_eq(memory_found(), 0);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
    ck_assert_ptr_nonnull(strstr(wire_request(server, 0), "planted-too"));
}
END_TEST

START_TEST(warm_request_allocates_nothing_in_the_library)
{
    struct exchange exchange;
    exchange_init(&exchange, wire_url(server, "/"));
    exchange_run(&exchange, &transport);
    exchange_run(&exchange, &transport);
    memory_watch();
    size_t before = memory_count();
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_uint_eq(memory_count(), before);
    memory_unwatch();
    exchange_free(&exchange);
}
END_TEST

START_TEST(absurd_settings_are_refused_or_harmless)
{
    static char name[8000];
    memset(name, 'x', sizeof name - 1);
    struct transport_options options = { name, NULL, -5 };
    connect_transport other;
    connect_error *error = NULL;
    ck_assert_int_eq(transport_curl_new(&options, &other, &error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "ca_bundle"));
    connect_error_free(error);
    options.ca_bundle = "";
    ck_assert_int_eq(transport_curl_new(&options, &other, NULL), CONNECT_OK);
    ck_assert_int_eq(exchange_get(&other, wire_url(server, "/")), 200);
    other.release(other.user);
    options.proxy = name;
    ck_assert_int_eq(transport_curl_new(&options, &other, NULL), CONNECT_E_CONFIGURATION);
}
END_TEST

static TCase *new_case(Suite *suite, const char *name, void (*up)(void), void (*down)(void))
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/embed");
    TCase *process = new_case(suite, "process", set_up, tear_down);
    tcase_add_test(process, threads_share_a_transport_and_its_connections);
    tcase_add_test(process, no_more_connections_are_kept_than_allowed);
    tcase_add_test(process, child_opens_connections_of_its_own);
    tcase_add_test(process, release_in_a_child_closes_what_it_has_inherited);
    tcase_add_loop_test(process, release_in_a_child_does_not_disturb_the_parent, 0, 2);
    tcase_add_test(process, fork_while_other_threads_are_busy_does_not_hang);
    tcase_add_test(process, started_program_inherits_no_connection);
    tcase_add_test(process, descriptors_do_not_accumulate);
    tcase_add_test(process, broken_connection_while_sending_raises_no_signal);
    tcase_add_test(process, libcurl_of_the_host_is_not_disturbed);
    tcase_add_test(process, two_transports_keep_their_settings_apart);

    TCase *memory = new_case(suite, "memory", set_up, tear_down);
    tcase_add_test(memory, transport_survives_every_allocation_failure);
    tcase_add_test(memory, secrets_of_a_request_are_not_left_in_memory);
    tcase_add_test(memory, warm_request_allocates_nothing_in_the_library);
    tcase_add_test(memory, absurd_settings_are_refused_or_harmless);
    return suite;
}
