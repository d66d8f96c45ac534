/*
 * HTTP: many requests on one thread.  The test plays the event loop: it waits for the one
 * descriptor of the set and takes steps.
 */
#include "core/clock.h"
#include "http/carrier.h"
#include "http/exchange_list.h"
#include "http/lookups.h"
#include "http/response.h"
#include "support/exchange.h"
#include "support/held.h"
#include "support/host_clock.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/real.h"
#include "support/resolver.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 1000
#define DONE_MAX 64

/* How often libcurl calls the resolver for one lookup: newer ones look up IPv4 and IPv6 separately.
 */
static int calls_per_lookup(void)
{
    return curl_version_info(CURLVERSION_NOW)->version_num >= 0x081400 ? 2 : 1;
}

/* ---- what is interposed: the program comes before the libraries ---- */

static unsigned fake_version; /* 0: the real one */

__attribute__((visibility("default"))) curl_version_info_data *curl_version_info(CURLversion age)
{
    static curl_version_info_data copy;
    REAL(curl_version_info);
    copy = *real.function(age);
    copy.version_num = fake_version != 0 ? fake_version : copy.version_num;
    return &copy;
}

static atomic_int seconds_ahead;

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *out)
{
    int status = host_clock_gettime(clock, out);
    out->tv_sec += seconds_ahead;
    return status;
}

/*
 * A libcurl that loses the events of a socket, which then stays ready for ever; that loses its
 * timers as well; or that sets them again and again.
 */
static bool events_are_lost, timers_are_lost, timers_are_endless;
static int events_lost, timer_calls;
static int64_t last_timer_call; /* when it returned */

/* The callbacks of the carrier, as libcurl knows them. */
static curl_multi_timer_callback timer_callback;
static curl_socket_callback socket_callback;
static void *callback_data;

/* The option that libcurl refuses. */
static CURLMoption refused_option;

/* CURLMOPT_QUICK_EXIT of 8.20, as it was set last. */
static long multi_quick_exit;

#undef curl_multi_setopt
__attribute__((visibility("default"))) CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option,
                                                                   ...)
{
    REAL(curl_multi_setopt);
    union {
        void *pointer;
        curl_multi_timer_callback timer;
        curl_socket_callback socket;
    } value;
    va_list arguments;
    CURLMcode code;
    if (option == refused_option) {
        return CURLM_UNKNOWN_OPTION;
    }
    va_start(arguments, option);
    if (option < 10000) {
        long number = va_arg(arguments, long);
        multi_quick_exit = (int)option == 21 ? number : multi_quick_exit;
        code = real.function(multi, option, number);
    } else {
        value.pointer = va_arg(arguments, void *);
        timer_callback = option == CURLMOPT_TIMERFUNCTION ? value.timer : timer_callback;
        socket_callback = option == CURLMOPT_SOCKETFUNCTION ? value.socket : socket_callback;
        callback_data = option == CURLMOPT_TIMERDATA ? value.pointer : callback_data;
        code = real.function(multi, option, value.pointer);
    }
    va_end(arguments);
    return code;
}

/* Clean-ups outside of a guard, in which a TLS close-notify could raise SIGPIPE. */
static int unguarded_cleanups;

#undef curl_multi_cleanup
__attribute__((visibility("default"))) CURLMcode curl_multi_cleanup(CURLM *multi)
{
    REAL(curl_multi_cleanup);
    sigset_t blocked;
    (void)pthread_sigmask(SIG_SETMASK, NULL, &blocked);
    unguarded_cleanups += sigismember(&blocked, SIGPIPE) == 1 ? 0 : 1;
    return real.function(multi);
}

/* CURLOPT_BUFFERSIZE as it was set last; 0: not at all. */
static long buffer_size;

#undef curl_easy_setopt
__attribute__((visibility("default"))) CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    REAL(curl_easy_setopt);
    va_list arguments;
    CURLcode code;
    va_start(arguments, option);
    if (option < CURLOPTTYPE_OBJECTPOINT) {
        long value = va_arg(arguments, long);
        buffer_size = option == CURLOPT_BUFFERSIZE ? value : buffer_size;
        code = real.function(easy, option, value);
    } else if (option / 10000 == CURLOPTTYPE_OFF_T / 10000) {
        code = real.function(easy, option, va_arg(arguments, curl_off_t));
    } else {
        code = real.function(easy, option, va_arg(arguments, void *));
    }
    va_end(arguments);
    return code;
}

/* Calls of libcurl that may write to a socket while SIGPIPE would be delivered. */
static int calls_unguarded;

static bool is_blocked(int number)
{
    sigset_t mask;
    ck_assert_int_eq(pthread_sigmask(SIG_BLOCK, NULL, &mask), 0);
    return sigismember(&mask, number) == 1;
}

__attribute__((visibility("default"))) CURLMcode curl_multi_socket_action(CURLM *multi,
                                                                          curl_socket_t fd,
                                                                          int events, int *running)
{
    REAL(curl_multi_socket_action);
    calls_unguarded += is_blocked(SIGPIPE) ? 0 : 1;
    if (events_are_lost && fd != CURL_SOCKET_TIMEOUT && (events & CURL_CSELECT_IN) != 0) {
        events_lost++;
        *running = 1;
        return CURLM_OK;
    }
    if (fd == CURL_SOCKET_TIMEOUT) {
        timer_calls++;
        if (timers_are_lost) {
            *running = 1;
            return CURLM_OK;
        }
    }
    CURLMcode code = real.function(multi, fd, events, running);
    if (fd == CURL_SOCKET_TIMEOUT && timers_are_endless) {
        timer_callback(multi, 0, callback_data);
        usleep(200); /* as on a slow machine */
        last_timer_call = clock_in(&clock_system, 0);
    }
    return code;
}

/* What libcurl returns; it may also do nothing. */
static struct {
    CURLMcode add, perform, poll;
    bool is_stuck;
} libcurl;

__attribute__((visibility("default"))) CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy)
{
    REAL(curl_multi_add_handle);
    return libcurl.add != CURLM_OK ? libcurl.add : real.function(multi, easy);
}

__attribute__((visibility("default"))) CURLMcode curl_multi_poll(CURLM *multi,
                                                                 struct curl_waitfd *more,
                                                                 unsigned count, int ms, int *ready)
{
    REAL(curl_multi_poll);
    return libcurl.poll != CURLM_OK ? libcurl.poll : real.function(multi, more, count, ms, ready);
}

static int sweeps;

__attribute__((visibility("default"))) CURLMcode curl_multi_perform(CURLM *multi, int *running)
{
    REAL(curl_multi_perform);
    calls_unguarded += is_blocked(SIGPIPE) ? 0 : 1;
    sweeps++;
    *running = 1;
    return libcurl.perform != CURLM_OK ? libcurl.perform
           : libcurl.is_stuck          ? CURLM_OK
                                       : real.function(multi, running);
}

/* Late: libcurl itself removes a handle that is freed before, against its documentation. */
static int handles_removed, handles_removed_late, handles_freed;
static bool is_freeing;

__attribute__((visibility("default"))) void curl_easy_cleanup(CURL *easy)
{
    REAL(curl_easy_cleanup);
    is_freeing = true;
    real.function(easy);
    is_freeing = false;
    handles_freed++;
}

__attribute__((visibility("default"))) CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy)
{
    REAL(curl_multi_remove_handle);
    calls_unguarded += is_blocked(SIGPIPE) ? 0 : 1;
    handles_removed++;
    handles_removed_late += is_freeing ? 1 : 0;
    return real.function(multi, easy);
}

/* ---- the loop ---- */

static connect_transport transport;
static struct watch_set *set;
static struct carrier *carrier;
static int steps, done_most;
static int riding; /* exchanges that were started and are neither done nor cancelled */

struct ride {
    struct carrier_exchange exchange;
    connect_http_request request;
    connect_http_failure failure;
    bool done;
    int order;
    void (*then)(struct ride *ride);
};

static struct ride rides[MANY];
static int done_count;

static void on_done(struct carrier_exchange *exchange)
{
    struct ride *ride = exchange->user;
    ck_assert(!ride->done);
    ride->done = true;
    riding--;
    ride->order = done_count++;
    if (ride->then != NULL) {
        ride->then(ride);
    }
}

static void ride_start(struct ride *ride, const char *url)
{
    http_response_free(ride->exchange.response);
    *ride = (struct ride){ .then = ride->then };
    ride->request = (connect_http_request){ .size = sizeof ride->request,
                                            .method = "GET",
                                            .url = url,
                                            .connect_timeout_ms = 30000,
                                            .timeout_ms = 30000 };
    ride->exchange = (struct carrier_exchange){ .request = &ride->request,
                                                .response = http_response_new(64 * 1024),
                                                .failure = &ride->failure,
                                                .done = on_done,
                                                .user = ride };
    /* What an earlier attempt left says nothing. */
    ride->failure = (connect_http_failure){
        .size = sizeof ride->failure, .code = 1, .not_sent = true, .stale = true, .final = true
    };
    riding++;
    carrier_start(carrier, &ride->exchange);
}

static void ride_cancel(struct ride *ride)
{
    riding -= ride->done ? 0 : 1;
    carrier_cancel(carrier, &ride->exchange);
}

static void step(void)
{
    struct watch *watch;
    unsigned ready;
    (void)watch_set_poll(set);
    while ((watch = watch_set_next(set, &ready)) != NULL) {
        watch->on_ready(watch, ready);
    }
    int done = (int)carrier_run(carrier, DONE_MAX);
    watch_set_arm(set, carrier_next_run(carrier));
    done_most = done > done_most ? done : done_most;
    steps++;
}

static void wait_and_step(void)
{
    struct pollfd fd = { watch_set_fd(set), POLLIN, 0 };
    ck_assert_int_ge(poll(&fd, 1, 30000), 1);
    step();
}

static void run_until_idle(void)
{
    step();
    while (riding > 0) {
        wait_and_step();
    }
}

static void check_ok(const struct ride *ride, const char *body)
{
    ck_assert(ride->done);
    ck_assert_msg(ride->exchange.status == CONNECT_OK, "%s", ride->failure.message);
    ck_assert(!ride->failure.not_sent && !ride->failure.stale && !ride->failure.final);
    ck_assert_int_eq(ride->exchange.response->status, 200);
    ck_assert_str_eq(buf_text(&ride->exchange.response->body), body);
}

static void open_carrier(size_t max_on_wire)
{
    riding = 0;
    set = watch_set_new();
    ck_assert_ptr_nonnull(set);
    multi_quick_exit = 0;
    carrier = carrier_new(&transport, set, max_on_wire);
    ck_assert_ptr_nonnull(carrier);
    ck_assert_int_eq(multi_quick_exit, 1);
}

static void set_up(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &files);
    transport = exchange_transport(NULL, NULL, 16);
}

static void tear_down(void)
{
    sigset_t blocked;
    resolver_hold(false);
    carrier_free(carrier);
    ck_assert_int_eq(pthread_sigmask(SIG_SETMASK, NULL, &blocked), 0);
    ck_assert_int_eq(sigismember(&blocked, SIGPIPE), 0);
    ck_assert_int_eq(unguarded_cleanups, 0);
    watch_set_free(set);
    for (int i = 0; i < MANY; i++) {
        http_response_free(rides[i].exchange.response);
    }
    transport.release(transport.user);
}

/* ---- many at once ---- */

static atomic_int present, present_most, wanted;

/*
 * Responds when as many requests as wanted are there.  A thousand threads that look more often
 * leave no time for the others.
 */
static void respond_together(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        int now = atomic_fetch_add(&present, 1) + 1;
        int most = atomic_load(&present_most);
        while (now > most && !atomic_compare_exchange_weak(&present_most, &most, now)) {
        }
        while (atomic_load(&present_most) < atomic_load(&wanted) && wire_pause(peer, 100)) {
        }
        atomic_fetch_sub(&present, 1);
        if (!wire_response(peer, 200, "", "{}")) {
            return;
        }
    }
}

static const struct {
    const char *url;
    bool is_name;
} lookup_rows[] = {
    { "https://connect.eu-west-1.amazonaws.com/instance", true },
    { "http://localhost:8080", true },
    { "https://1.example/", true },
    { "http://127.0.0.1:8080/instance?x=y", false },
    { "http://127.0.0.1", false },
    { "https://[::1]:8443/", false },
};

START_TEST(only_names_are_looked_up)
{
    struct lookups *lookups = calloc(1, sizeof *lookups);
    ck_assert_ptr_nonnull(lookups);
    struct lookup *lookup = lookup_find(lookups, lookup_rows[_i].url);
    ck_assert_int_eq(lookup != NULL, lookup_rows[_i].is_name);
    ck_assert_ptr_eq(lookup_find(lookups, lookup_rows[_i].url), lookup);
    ck_assert(lookup_start(lookup) == lookup_rows[_i].is_name);
    ck_assert(!lookup_start(lookup));
    free(lookups);
}
END_TEST

/* A record is forgotten for another origin, but not during its lookup. */
START_TEST(records_of_lookups_under_way_are_kept)
{
    struct lookups *lookups = calloc(1, sizeof *lookups);
    struct lookup *first = NULL;
    char url[64];
    ck_assert_ptr_nonnull(lookups);
    for (int i = 0; i < LOOKUPS_MAX; i++) {
        snprintf(url, sizeof url, "https://%d.example/", i);
        struct lookup *lookup = lookup_find(lookups, url);
        ck_assert(lookup_start(lookup));
        first = i == 0 ? lookup : first;
    }
    ck_assert_ptr_null(lookup_find(lookups, "https://another.example/"));
    ck_assert_ptr_eq(lookup_find(lookups, "https://0.example/"), first);
    lookup_end(first, true);
    ck_assert(!lookup_start(first)); /* it is known for a while */
    ck_assert_ptr_eq(lookup_find(lookups, "https://another.example/"), first);
    ck_assert(lookup_start(first));
    free(lookups);
}
END_TEST

/* More than a name can have: what is behind that much makes no difference. */
START_TEST(an_origin_of_any_length_has_a_record)
{
    struct lookups *lookups = calloc(1, sizeof *lookups);
    static char url[2 * LOOKUP_ORIGIN_MAX] = "https://";
    ck_assert_ptr_nonnull(lookups);
    memset(url + 8, 'x', sizeof url - 9);
    struct lookup *lookup = lookup_find(lookups, url);
    ck_assert_ptr_nonnull(lookup);
    ck_assert_uint_eq(strlen(lookup->origin), LOOKUP_ORIGIN_MAX - 1);
    ck_assert_ptr_eq(lookup_find(lookups, url), lookup);
    free(lookups);
}
END_TEST

START_TEST(thousand_requests_are_out_at_once)
{
    struct wire_server *server = wire_start(respond_together, NULL, NULL);
    /* The server has a thread for each, which a sanitizer makes slow. */
    int many = patience(100) > 100 ? MANY / 10 : MANY;
    atomic_store(&wanted, many);
    open_carrier(MANY);
    for (int i = 0; i < many; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    run_until_idle();
    for (int i = 0; i < many; i++) {
        check_ok(&rides[i], "{}");
    }
    ck_assert_int_eq(atomic_load(&present_most), many);
    ck_assert_int_le(done_most, DONE_MAX);
    ck_assert_int_eq(wire_connections(server), many);
    wire_stop(server);
}
END_TEST

START_TEST(no_more_than_allowed_are_out)
{
    struct wire_server *server = wire_start(respond_together, NULL, NULL);
    atomic_store(&wanted, 0);
    open_carrier(4);
    for (int i = 0; i < 100; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    run_until_idle();
    for (int i = 0; i < 100; i++) {
        check_ok(&rides[i], "{}");
    }
    ck_assert_int_le(atomic_load(&present_most), 4);
    ck_assert_int_le(wire_connections(server), 4);
    wire_stop(server);
}
END_TEST

START_TEST(requests_go_out_in_the_order_of_their_start)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(1);
    for (int i = 0; i < 100; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    run_until_idle();
    for (int i = 0; i < 100; i++) {
        check_ok(&rides[i], "{}");
        ck_assert_int_eq(rides[i].order, i);
    }
    wire_stop(server);
}
END_TEST

static const struct {
    int max_on_wire;
    unsigned version;
    long size;
} buffer_rows[] = {
    { 256, 0x080600, 0 }, { 257, 0x080600, 1024 }, { 257, 0x0806ff, 1024 },
    { 256, 0x080700, 0 }, { 257, 0x080700, 0 },    { 257, 0x080e00, 0 },
};

/* From 8.7 on the handles share one buffer, which may be large. */
START_TEST(buffers_are_small_when_many_may_be_out)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    fake_version = buffer_rows[_i].version;
    open_carrier(buffer_rows[_i].max_on_wire);
    buffer_size = 0;
    ride_start(&rides[0], wire_url(server, "/"));
    run_until_idle();
    check_ok(&rides[0], "{}");
    ck_assert_int_eq(buffer_size, buffer_rows[_i].size);
    wire_stop(server);
}
END_TEST

/* ---- what an exchange ends with ---- */

START_TEST(connection_is_kept_for_the_next_request)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(64);
    for (int i = 0; i < 20; i++) {
        ride_start(&rides[0], wire_url(server, "/a?b"));
        run_until_idle();
        check_ok(&rides[0], "{}");
    }
    ck_assert_int_eq(wire_connections(server), 1);
    ck_assert_ptr_nonnull(strstr(wire_request(server, 19), "GET /a?b HTTP/1.1\r\n"));
    wire_stop(server);
}
END_TEST

START_TEST(transport_without_a_pool_keeps_no_connection)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    transport.release(transport.user);
    transport = exchange_transport(NULL, NULL, 0);
    open_carrier(64);
    for (int i = 0; i < 3; i++) {
        ride_start(&rides[0], wire_url(server, "/"));
        run_until_idle();
        check_ok(&rides[0], "{}");
        ck_assert_int_eq(wire_connections(server), i + 1);
    }
    wire_stop(server);
}
END_TEST

START_TEST(memory_of_a_request_serves_the_next)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    size_t live[5];
    memory_watch();
    open_carrier(1);
    for (int i = 0; i < 5; i++) {
        ride_start(&rides[0], wire_url(server, "/"));
        run_until_idle();
        check_ok(&rides[0], "{}");
        live[i] = memory_live();
    }
    ck_assert_uint_eq(live[4], live[1]);
    http_response_free(rides[0].exchange.response);
    rides[0].exchange.response = NULL;
    carrier_free(carrier);
    watch_set_free(set);
    carrier = NULL;
    set = NULL;
    memory_end();
    wire_stop(server);
}
END_TEST

START_TEST(one_handle_serves_several_origins)
{
    struct wire_server *servers[] = { wire_start(wire_script_ok, NULL, NULL),
                                      wire_start(wire_script_ok, NULL, NULL) };
    static const struct {
        int server; /* -1: none */
        const char *path;
    } rows[] = { { 0, "/a" }, { 0, "/b" },   { 1, "/c" }, { -1, NULL },
                 { 1, "/d" }, { 0, "?e=f" }, { 1, "/g" }, { 1, "/h#i" } };
    int requests[2] = { 0, 0 };
    open_carrier(1);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int server = rows[i].server;
        ride_start(&rides[0], server < 0 ? "http://127.0.0.1:99999/"
                                         : wire_url(servers[server], rows[i].path));
        run_until_idle();
        if (server < 0) {
            ck_assert_int_ne(rides[0].exchange.status, CONNECT_OK);
            ck_assert(rides[0].failure.not_sent);
            continue;
        }
        check_ok(&rides[0], "{}");
        const char *request = wire_request(servers[server], requests[server]++);
        size_t size = strcspn(rows[i].path, "#");
        const char *target = request + strlen("GET ") + (rows[i].path[0] == '/' ? 0 : 1);
        ck_assert_int_eq(strncmp(target, rows[i].path, size), 0);
        ck_assert_int_eq(target[size], ' ');
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(wire_connections(servers[i]), 1);
        wire_stop(servers[i]);
    }
}
END_TEST

START_TEST(https_is_verified_and_spoken_as_http_1_1)
{
    struct wire_tls *tls = wire_tls_new(_i == 0 ? WIRE_GOOD : WIRE_OTHER_NAME, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    transport.release(transport.user);
    transport = exchange_transport(wire_tls_bundle(tls), NULL, 16);
    open_carrier(8);
    for (int i = 0; i < 16; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    run_until_idle();
    for (int i = 0; i < 16; i++) {
        if (_i == 0) {
            check_ok(&rides[i], "{}");
        } else {
            ck_assert_int_eq(rides[i].exchange.status, CONNECT_E_TLS);
            ck_assert(rides[i].failure.not_sent && rides[i].failure.final);
        }
    }
    ck_assert(!wire_tls_was_offered(tls, "h2"));
    ck_assert_int_eq(wire_tls_resumptions(tls), 0);
    carrier_free(carrier);
    carrier = NULL;
    wire_stop(server);
    wire_tls_free(tls);
}
END_TEST

static void close_after_request(struct wire_peer *peer, void *user)
{
    (void)user;
    (void)wire_read_request(peer);
}

START_TEST(failures_are_those_of_perform)
{
    char refused[64];
    struct wire_server *rude = wire_start(close_after_request, NULL, NULL);
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    snprintf(refused, sizeof refused, "http://127.0.0.1:%d/", wire_refused_port());
    open_carrier(64);
    ride_start(&rides[0], refused);
    ride_start(&rides[1], wire_url(rude, "/"));
    ride_start(&rides[2], wire_url(silent, "/"));
    rides[2].request.timeout_ms = 100;
    ride_start(&rides[3], "ftp://127.0.0.1/");
    ck_assert(!rides[3].done);
    run_until_idle();
    ck_assert_int_eq(rides[0].exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(rides[0].failure.not_sent);
    ck_assert_int_eq(rides[1].exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(!rides[1].failure.not_sent && !rides[1].failure.stale);
    ck_assert_int_eq(rides[2].exchange.status, CONNECT_E_TIMEOUT);
    ck_assert_int_eq(rides[3].exchange.status, CONNECT_E_ARGUMENT);
    wire_stop(rude);
    wire_stop(silent);
}
END_TEST

/* A socket that cannot be connected to at all fails while libcurl starts the request. */
START_TEST(failure_at_once_is_reported_by_the_step_that_sends)
{
    open_carrier(64);
    ride_start(&rides[0], "http://255.255.255.255/");
    step();
    ck_assert(rides[0].done);
    ck_assert_int_eq(rides[0].exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(rides[0].failure.not_sent);
}
END_TEST

static void die_at_second(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer) && wire_response(peer, 200, "", "{}")) {
        (void)wire_read_request(peer);
    }
}

/* How many callbacks each run may call, and calls; three exchanges have ended. */
static const struct {
    size_t max, called[3];
} done_rows[] = {
    { 0, { 0, 0, 0 } }, { 1, { 1, 1, 1 } }, { 2, { 2, 1, 0 } },
    { 3, { 3, 0, 0 } }, { 4, { 3, 0, 0 } },
};

START_TEST(run_calls_as_many_callbacks_as_it_may)
{
    int called = 0;
    open_carrier(4);
    done_count = 0;
    for (int i = 0; i < 3; i++) {
        ride_start(&rides[i], "ftp://x/");
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(carrier_run(carrier, done_rows[_i].max), done_rows[_i].called[i]);
        called += (int)done_rows[_i].called[i];
        ck_assert_int_eq(done_count, called);
    }
    run_until_idle();
    ck_assert_int_eq(done_count, 3);
}
END_TEST

START_TEST(kept_connection_that_dies_is_stale_and_nothing_is_sent_twice)
{
    struct wire_server *server = wire_start(die_at_second, NULL, NULL);
    open_carrier(64);
    ride_start(&rides[0], wire_url(server, "/"));
    run_until_idle();
    check_ok(&rides[0], "{}");
    ride_start(&rides[1], wire_url(server, "/"));
    rides[1].request.method = "PUT";
    run_until_idle();
    ck_assert_int_eq(rides[1].exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(rides[1].failure.stale && !rides[1].failure.not_sent);
    ck_assert_int_eq(rides[1].failure.code, CURLE_GOT_NOTHING);
    ck_assert_int_eq(wire_requests(server), 2);
    wire_stop(server);
}
END_TEST

/* Two connections are kept: each ends at its second request. */
static void die_at_second_of_two(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer)) {
        atomic_fetch_add(&present, 1);
        while (atomic_load(&present) < 2 && wire_pause(peer, 1)) {
        }
        if (wire_response(peer, 200, "", "{}")) {
            (void)wire_read_request(peer);
        }
    }
}

START_TEST(request_of_a_dead_connection_is_not_sent_on_another_kept_one)
{
    struct wire_server *server = wire_start(die_at_second_of_two, NULL, NULL);
    atomic_store(&present, 0);
    open_carrier(64);
    for (int i = 0; i < 2; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    run_until_idle();
    check_ok(&rides[0], "{}");
    check_ok(&rides[1], "{}");
    ck_assert_int_eq(wire_connections(server), 2);
    ride_start(&rides[2], wire_url(server, "/"));
    run_until_idle();
    ck_assert_int_eq(rides[2].exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(rides[2].failure.stale && !rides[2].failure.not_sent);
    ck_assert_int_eq(rides[2].failure.code, CURLE_GOT_NOTHING);
    ck_assert_int_eq(wire_requests(server), 3);
    ck_assert_int_eq(wire_connections(server), 2);
    wire_stop(server);
}
END_TEST

static atomic_int heard, spoken;

static void speak_while_idle(struct wire_peer *peer, void *user)
{
    while (wire_read_request(peer) && wire_response(peer, 200, "", "{}")) {
        /* libcurl would close a connection on which more than the response comes at once. */
        while (atomic_load(&heard) <= atomic_load(&spoken) && wire_pause(peer, 1)) {
        }
        wire_send(peer, user);
        atomic_fetch_add(&spoken, 1);
    }
}

START_TEST(bytes_on_an_idle_connection_never_become_a_response)
{
    static char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";
    struct wire_server *server = wire_start(speak_while_idle, text, NULL);
    open_carrier(64);
    for (int i = 0; i < 4; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
        run_until_idle();
        check_ok(&rides[i], "{}");
        atomic_fetch_add(&heard, 1);
        while (atomic_load(&spoken) < i + 1) {
            usleep(1000);
        }
    }
    ck_assert_int_eq(wire_connections(server), 4);
    wire_stop(server);
}
END_TEST

START_TEST(sigpipe_is_blocked_within_a_step_and_the_signal_mask_is_kept)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    sigset_t own;
    sigemptyset(&own);
    sigaddset(&own, SIGUSR1);
    ck_assert_int_eq(pthread_sigmask(SIG_BLOCK, &own, NULL), 0);
    open_carrier(4);
    calls_unguarded = 0;
    ride_start(&rides[0], wire_url(server, "/"));
    run_until_idle();
    check_ok(&rides[0], "{}");
    ck_assert_int_eq(calls_unguarded, 0);
    ck_assert(is_blocked(SIGUSR1) && !is_blocked(SIGPIPE));
    ck_assert_int_eq(pthread_sigmask(SIG_UNBLOCK, &own, NULL), 0);
    wire_stop(server);
}
END_TEST

/* In a step that calls libcurl for neither an event nor a timer. */
START_TEST(sigpipe_is_blocked_within_a_sweep)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    open_carrier(4);
    ride_start(&rides[0], wire_url(silent, "/"));
    while (wire_requests(silent) < 1) {
        step();
    }
    calls_unguarded = 0;
    sweeps = 0;
    seconds_ahead = 2;
    ck_assert_int_eq(timer_callback(NULL, -1, callback_data), 0);
    ck_assert_uint_eq(carrier_run(carrier, DONE_MAX), 0);
    ck_assert_int_eq(sweeps, 1);
    ck_assert_int_eq(calls_unguarded, 0);
    ck_assert(!is_blocked(SIGPIPE));
    seconds_ahead = 0;
    ride_cancel(&rides[0]);
    wire_stop(silent);
}
END_TEST

START_TEST(private_members_of_an_exchange_need_not_be_set)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    struct carrier_exchange *exchange = &rides[0].exchange;
    open_carrier(4);
    ride_start(&rides[0], wire_url(server, "/"));
    ride_cancel(&rides[0]);
    exchange->previous = &rides[1].exchange;
    exchange->next = &rides[1].exchange;
    exchange->place = PLACE_DONE;
    riding++;
    carrier_start(carrier, exchange);
    run_until_idle();
    check_ok(&rides[0], "{}");
    wire_stop(server);
}
END_TEST

START_TEST(transport_of_the_application_has_no_carrier)
{
    connect_transport custom = { .size = sizeof custom };
    set = watch_set_new();
    ck_assert_ptr_null(carrier_new(&custom, set, 4));
}
END_TEST

/* ---- lookups ---- */

START_TEST(requests_wait_for_one_lookup)
{
    char url[64];
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(server));
    resolver_hold(true);
    open_carrier(64);
    for (int i = 0; i < 50; i++) {
        ride_start(&rides[i], url);
    }
    /* Another host does not wait behind them. */
    ride_start(&rides[50], wire_url(server, "/"));
    step();
    while (!rides[50].done) {
        wait_and_step();
    }
    check_ok(&rides[50], "{}");
    resolver_await();
    ck_assert_int_le(resolver_calls(), calls_per_lookup());
    resolver_hold(false);
    run_until_idle();
    for (int i = 0; i < 50; i++) {
        check_ok(&rides[i], "{}");
    }
    ck_assert_int_le(resolver_calls(), calls_per_lookup());
    wire_stop(server);
}
END_TEST

/* A response that waits for a second connection, but not for ever. */
static void respond_beside_another(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        for (int i = 0; i < 500 && wire_connections(wire_server_of(peer)) < 2; i++) {
            (void)wire_pause(peer, 10);
        }
        if (!wire_response(peer, 200, "", "{}")) {
            return;
        }
    }
}

START_TEST(requests_wait_for_the_lookup_and_not_for_the_response)
{
    char url[64];
    struct wire_server *server = wire_start(respond_beside_another, NULL, NULL);
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(server));
    open_carrier(64);
    ride_start(&rides[0], url);
    ride_start(&rides[1], url);
    step();
    while (wire_connections(server) < 2 && !rides[0].done) {
        wait_and_step();
    }
    ck_assert_int_eq(wire_connections(server), 2);
    run_until_idle();
    check_ok(&rides[0], "{}");
    check_ok(&rides[1], "{}");
    wire_stop(server);
}
END_TEST

/* How old an address is, and how many of 50 requests go out at once. */
static const struct {
    int seconds, sent;
} address_rows[] = { { 0, 50 }, { 30, 50 }, { 59, 1 } };

/* libcurl keeps an address for a minute; a lookup that it has to make is made once. */
START_TEST(requests_wait_only_when_the_address_may_be_forgotten)
{
    char url[64];
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    int sent = 0;
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(server));
    open_carrier(64);
    ride_start(&rides[0], url);
    run_until_idle();
    check_ok(&rides[0], "{}");
    int calls = resolver_calls();
    seconds_ahead = address_rows[_i].seconds;
    for (int i = 1; i <= 50; i++) {
        ride_start(&rides[i], url);
    }
    step();
    for (int i = 1; i <= 50; i++) {
        sent += rides[i].exchange.place != PLACE_QUEUED;
    }
    ck_assert_int_eq(sent, address_rows[_i].sent);
    run_until_idle();
    for (int i = 1; i <= 50; i++) {
        check_ok(&rides[i], "{}");
    }
    if (sent > 1) {
        ck_assert_int_eq(resolver_calls(), calls);
    }
    seconds_ahead = 0;
    wire_stop(server);
}
END_TEST

START_TEST(cancelled_lookup_lets_the_others_go_on)
{
    char url[64];
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(server));
    resolver_hold(true);
    open_carrier(64);
    for (int i = 0; i < 3; i++) {
        ride_start(&rides[i], url);
    }
    while (resolver_calls() == 0) {
        step();
    }
    /* Does not wait for the lookup, which hangs. */
    ride_cancel(&rides[0]);
    resolver_hold(false);
    run_until_idle();
    ck_assert(!rides[0].done);
    check_ok(&rides[1], "{}");
    check_ok(&rides[2], "{}");
    ck_assert_int_le(resolver_peak(), 2 * calls_per_lookup());
    wire_stop(server);
}
END_TEST

static const struct {
    unsigned version;
    bool is_held; /* its lookup */
    int removed;  /* handles, when it is cancelled */
} orphan_rows[] = {
    { 0x075600, true, 0 },
    { 0x075600, false, 1 },
    { 0x075700, true, 1 },
    { 0x075700, false, 1 },
};

/* Before 7.87, to remove a handle is to wait for its lookup. */
START_TEST(only_a_lookup_of_an_old_libcurl_outlives_its_request)
{
    char url[64];
    bool waits = curl_version_info(CURLVERSION_NOW)->version_num < 0x075700;
    if (waits && orphan_rows[_i].is_held && orphan_rows[_i].removed > 0) {
        return; /* it would hang with this libcurl */
    }
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    fake_version = orphan_rows[_i].version;
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(silent));
    resolver_hold(orphan_rows[_i].is_held);
    open_carrier(1);
    ride_start(&rides[0], url);
    while (orphan_rows[_i].is_held ? resolver_calls() == 0 : wire_requests(silent) == 0) {
        step();
    }
    handles_removed = 0;
    ride_cancel(&rides[0]);
    ck_assert_int_eq(handles_removed, orphan_rows[_i].removed);
    resolver_hold(false);
    while (handles_removed == 0) {
        wait_and_step();
    }
    ck_assert_int_eq(handles_removed, 1);
    ck_assert(!rides[0].done);
    /* What carried it carries the next one, for which such a libcurl needs a new handle. */
    handles_freed = 0;
    ride_start(&rides[1], wire_url(silent, "/"));
    while (wire_requests(silent) == (orphan_rows[_i].is_held ? 0 : 1)) {
        step();
    }
    ck_assert_int_eq(handles_freed, 1);
    ride_cancel(&rides[1]);
    wire_stop(silent);
}
END_TEST

/* libcurl would wait for a thread that the child does not have. */
START_TEST(child_does_not_free_what_a_lookup_holds)
{
    char url[64];
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    snprintf(url, sizeof url, "http://held.test:%d/", wire_port(server));
    resolver_hold(true);
    open_carrier(4);
    ride_start(&rides[0], url);
    while (resolver_calls() == 0) {
        step();
    }
    handles_removed = 0;
    pid_t child = test_fork();
    if (child == 0) {
        carrier_free(carrier);
        test_child_leave(handles_removed == 0);
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    resolver_hold(false);
    run_until_idle();
    check_ok(&rides[0], "{}");
    wire_stop(server);
}
END_TEST

/* ---- cancelling ---- */

static void cancel_next(struct ride *ride)
{
    ride_cancel(&ride[1]);
}

START_TEST(exchange_can_be_cancelled_wherever_it_is)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(2);
    /* On the wire and in the queue. */
    for (int i = 0; i < 4; i++) {
        ride_start(&rides[i], wire_url(silent, "/"));
    }
    while (wire_requests(silent) < 2) {
        step();
    }
    ride_cancel(&rides[0]);
    ride_cancel(&rides[3]);
    ride_cancel(&rides[1]);
    ride_cancel(&rides[2]);
    for (int i = 0; i < 4; i++) {
        ck_assert_ptr_null(rides[i].exchange.carried);
        carrier_cancel(carrier, &rides[i].exchange); /* has nothing left to do */
    }
    ck_assert(wire_wait_ended(silent, 2));
    /* Before the first step. */
    ride_start(&rides[0], wire_url(server, "/"));
    ride_cancel(&rides[0]);
    /* Completed, by the callback of another: both end in one step because both fail at once. */
    rides[4].then = cancel_next;
    ride_start(&rides[4], "ftp://x/");
    ride_start(&rides[5], "ftp://x/");
    run_until_idle();
    ck_assert(rides[4].done && !rides[5].done);
    for (int i = 0; i < 4; i++) {
        ck_assert(!rides[i].done);
    }
    wire_stop(silent);
    wire_stop(server);
}
END_TEST

/* Outside of a step, and within one, which needs the guard until its end. */
START_TEST(sigpipe_is_blocked_while_a_request_is_cancelled)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    struct watch *watch;
    unsigned ready;
    open_carrier(4);
    for (int i = 0; i < 2; i++) {
        ride_start(&rides[i], wire_url(silent, "/"));
    }
    while (wire_requests(silent) < 2) {
        step();
    }
    calls_unguarded = 0;
    handles_removed = 0;
    ride_cancel(&rides[0]);
    ck_assert(!is_blocked(SIGPIPE));
    ride_start(&rides[2], wire_url(server, "/"));
    step();
    while (handles_removed < 2) {
        (void)watch_set_poll(set);
        while ((watch = watch_set_next(set, &ready)) != NULL) {
            watch->on_ready(watch, ready);
            if (handles_removed < 2) {
                ck_assert(is_blocked(SIGPIPE));
                ride_cancel(&rides[1]);
                ck_assert(is_blocked(SIGPIPE));
            }
        }
        (void)carrier_run(carrier, DONE_MAX);
        ck_assert(!is_blocked(SIGPIPE));
    }
    run_until_idle();
    check_ok(&rides[2], "{}");
    ck_assert_int_eq(handles_removed, 3);
    ck_assert_int_eq(calls_unguarded, 0);
    wire_stop(silent);
    wire_stop(server);
}
END_TEST

static struct wire_server *chain_server;

static void start_next(struct ride *ride)
{
    if (ride + 1 < rides + 100) {
        ride[1].then = start_next;
        ride_start(&ride[1], wire_url(chain_server, "/"));
    }
}

/* The second request is sent on the connection of the first. */
START_TEST(bytes_and_connection_of_each_request_are_reported)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(2);
    for (int i = 0; i < 2; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
        run_until_idle();
        check_ok(&rides[i], "{}");
        const connect_http_transfer *transfer = &rides[i].exchange.response->transfer;
        ck_assert_int_eq(transfer->bytes_sent.value, (int64_t)strlen(wire_request(server, i)));
        ck_assert_int_gt(transfer->bytes_received.value, 2);
        ck_assert(transfer->is_new_connection.is_set);
        ck_assert(transfer->is_new_connection.value == (i == 0));
        ck_assert(transfer->wire_ms.is_set);
    }
    wire_stop(server);
}
END_TEST

START_TEST(callback_may_start_the_next_request)
{
    chain_server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(8);
    rides[0].then = start_next;
    ride_start(&rides[0], wire_url(chain_server, "/"));
    run_until_idle();
    for (int i = 0; i < 100; i++) {
        check_ok(&rides[i], "{}");
    }
    ck_assert_int_eq(wire_connections(chain_server), 1);
    wire_stop(chain_server);
}
END_TEST

START_TEST(freed_carrier_drops_its_exchanges_and_descriptors)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(4);
    ride_start(&rides[20], wire_url(server, "/"));
    run_until_idle();
    for (int i = 0; i < 10; i++) {
        ride_start(&rides[i], wire_url(silent, "/"));
    }
    while (wire_requests(silent) < 4) {
        step();
    }
    handles_removed = 0;
    carrier_free(carrier);
    carrier = NULL;
    ck_assert_int_ge(handles_removed, 4);
    ck_assert_int_eq(handles_removed_late, 0);
    ck_assert(wire_wait_ended(silent, 4));
    ck_assert(wire_wait_ended(server, 1));
    for (int i = 0; i < 10; i++) {
        ck_assert(!rides[i].done);
    }
    struct pollfd fd = { watch_set_fd(set), POLLIN, 0 };
    watch_set_arm(set, DEADLINE_NONE);
    (void)watch_set_poll(set);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    carrier_free(NULL);
    wire_stop(silent);
    wire_stop(server);
}
END_TEST

/* ---- a libcurl that fails ---- */

static atomic_bool may_respond;

static void respond_when_allowed(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        while (!atomic_load(&may_respond)) {
            usleep(1000);
        }
        wire_response(peer, 200, "", "{}");
    }
}

START_TEST(lost_events_neither_spin_nor_hang)
{
    struct wire_server *server = wire_start(respond_when_allowed, NULL, NULL);
    open_carrier(64);
    events_are_lost = true;
    for (int i = 0; i < 3; i++) {
        ride_start(&rides[i], wire_url(server, "/"));
    }
    while (wire_requests(server) < 3) {
        step();
    }
    timers_are_lost = true; /* a timer would find a response without an event */
    atomic_store(&may_respond, true);
    run_until_idle();
    for (int i = 0; i < 3; i++) {
        check_ok(&rides[i], "{}");
    }
    /* Each socket is watched no longer after fifty events; the sweep ends the requests. */
    ck_assert_int_ge(events_lost, 3);
    ck_assert_int_le(events_lost, 3 * 50 * 3);
    wire_stop(server);
}
END_TEST

/* Late enough for several steps before it. */
static void respond_late(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
        usleep(200000);
        wire_response(peer, 200, "", "{}");
    }
}

START_TEST(endless_timers_do_not_hold_a_step)
{
    struct wire_server *server = wire_start(respond_late, NULL, NULL);
    open_carrier(64);
    timers_are_endless = true;
    ride_start(&rides[0], wire_url(server, "/"));
    while (!rides[0].done) {
        timer_calls = 0;
        step();
        ck_assert_int_le(timer_calls, 2 * 100);
        /* Another step is not due at once, or the loop would be as busy as libcurl. */
        ck_assert(rides[0].done || timer_calls == 0 || carrier_next_run(carrier) > last_timer_call);
    }
    check_ok(&rides[0], "{}");
    wire_stop(server);
}
END_TEST

START_TEST(new_carrier_is_not_due)
{
    open_carrier(4);
    ck_assert_int_eq(carrier_next_run(carrier), DEADLINE_NONE);
    timer_calls = 0;
    step();
    ck_assert_int_eq(timer_calls, 0);
}
END_TEST

START_TEST(timer_is_called_once_each_time_it_is_set)
{
    open_carrier(64);
    timer_calls = 0;
    for (int i = 1; i <= 3; i++) {
        ck_assert_int_eq(timer_callback(NULL, 0, callback_data), 0);
        step();
        ck_assert_int_eq(timer_calls, i);
        step();
        ck_assert_int_eq(timer_calls, i);
        ck_assert_int_eq(carrier_next_run(carrier), DEADLINE_NONE);
    }
}
END_TEST

/* The first begins to connect, and fails, by a timer that is due when the step begins. */
START_TEST(step_in_which_a_timer_ends_a_request_sends_the_next)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    open_carrier(1);
    ride_start(&rides[0], "http://255.255.255.255/");
    ride_start(&rides[1], wire_url(server, "/"));
    timers_are_lost = true;
    step();
    timers_are_lost = false;
    ck_assert(!rides[0].done && rides[1].exchange.place == PLACE_QUEUED);
    ck_assert_int_eq(timer_callback(NULL, 0, callback_data), 0);
    step();
    ck_assert(rides[0].done && rides[1].exchange.place == PLACE_ON_WIRE);
    run_until_idle();
    check_ok(&rides[1], "{}");
    wire_stop(server);
}
END_TEST

START_TEST(descriptors_that_are_no_sockets_are_not_watched)
{
    FILE *file = tmpfile();
    struct pollfd fd;
    open_carrier(64);
    ck_assert_ptr_nonnull(file);
    fd = (struct pollfd){ watch_set_fd(set), POLLIN, 0 };
    ck_assert_int_eq(socket_callback(NULL, 0, CURL_POLL_OUT, callback_data, NULL), 0);
    ck_assert_int_eq(socket_callback(NULL, 1, CURL_POLL_OUT, callback_data, NULL), 0);
    ck_assert_int_eq(socket_callback(NULL, fileno(file), CURL_POLL_OUT, callback_data, NULL), 0);
    ck_assert_int_eq(socket_callback(NULL, 9999, CURL_POLL_INOUT, callback_data, NULL), 0);
    /* Removing what was never watched does no harm. */
    ck_assert_int_eq(socket_callback(NULL, 9999, CURL_POLL_REMOVE, callback_data, NULL), 0);
    ck_assert_int_eq(socket_callback(NULL, -1, CURL_POLL_REMOVE, callback_data, NULL), 0);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    fclose(file);
}
END_TEST

/* A pipe, a socket pair or an eventfd: the second of the pair can be written to. */
static void open_pair(int kind, int pair[2])
{
    if (kind == 0) {
        ck_assert_int_eq(pipe(pair), 0);
    } else if (kind == 1) {
        ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    } else {
        pair[1] = eventfd(0, 0);
        pair[0] = dup(pair[1]);
    }
    ck_assert_int_ge(pair[0], 0);
    ck_assert_int_ge(pair[1], 0);
}

START_TEST(descriptors_of_the_resolver_are_watched_until_they_are_taken_back)
{
    struct pollfd fd;
    int pair[2];
    open_carrier(64);
    fd = (struct pollfd){ watch_set_fd(set), POLLIN, 0 };
    open_pair(_i, pair);
    ck_assert_int_eq(socket_callback(NULL, pair[1], CURL_POLL_OUT, callback_data, NULL), 0);
    ck_assert_int_eq(poll(&fd, 1, 0), 1);
    ck_assert_int_eq(socket_callback(NULL, pair[1], CURL_POLL_REMOVE, callback_data, NULL), 0);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    close(pair[0]);
    close(pair[1]);
}
END_TEST

/* Some versions of libcurl name descriptor 0 by mistake, whatever that is. */
START_TEST(standard_input_is_never_watched)
{
    struct pollfd fd;
    int pair[2], standard = dup(STDIN_FILENO);
    open_carrier(64);
    fd = (struct pollfd){ watch_set_fd(set), POLLIN, 0 };
    open_pair(_i, pair);
    ck_assert_int_eq(dup2(pair[1], STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(socket_callback(NULL, STDIN_FILENO, CURL_POLL_OUT, callback_data, NULL), 0);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    ck_assert_int_eq(dup2(standard, STDIN_FILENO), STDIN_FILENO);
    close(standard);
    close(pair[0]);
    close(pair[1]);
}
END_TEST

static void step_for(int64_t ms)
{
    int64_t end = clock_in(&clock_system, ms);
    while (deadline_left(&clock_system, end) > 0) {
        struct pollfd fd = { watch_set_fd(set), POLLIN, 0 };
        if (poll(&fd, 1, (int)deadline_left(&clock_system, end)) > 0) {
            step();
        }
    }
}

START_TEST(idle_requests_cost_next_to_nothing)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    open_carrier(64);
    for (int i = 0; i < 20; i++) {
        ride_start(&rides[i], wire_url(silent, "/"));
    }
    while (wire_requests(silent) < 20) {
        step();
    }
    step_for(patience(500)); /* libcurl has a timer for each new connection */
    steps = 0;
    step_for(2500);
    ck_assert_int_le(steps, 12);
    for (int i = 0; i < 20; i++) {
        ride_cancel(&rides[i]);
    }
    step();
    ck_assert_int_eq(carrier_next_run(carrier), DEADLINE_NONE);
    wire_stop(silent);
}
END_TEST

/* ---- fork, memory ---- */

START_TEST(child_frees_a_carrier_without_a_goodbye)
{
    struct wire_tls *tls = wire_tls_new(WIRE_GOOD, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    transport.release(transport.user);
    transport = exchange_transport(wire_tls_bundle(tls), NULL, 16);
    int before = held_descriptors();
    open_carrier(8);
    ride_start(&rides[0], wire_url(server, "/"));
    run_until_idle();
    ride_start(&rides[1], wire_url(server, "/"));
    pid_t child = test_fork();
    if (child == 0) {
        bool quiet = carrier_run(carrier, DONE_MAX) == 0;
        carrier_free(carrier);
        watch_set_free(set);
        /* What is left is the server's end of the connection. */
        test_child_leave(quiet && held_descriptors() == before + 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(wire_tls_goodbyes(tls), 0);
    run_until_idle();
    check_ok(&rides[1], "{}");
    ck_assert_int_eq(wire_tls_handshakes(tls), 1);
    carrier_free(carrier);
    carrier = NULL;
    ck_assert(wire_wait_ended(server, 1));
    ck_assert_int_eq(wire_tls_goodbyes(tls), 1);
    wire_stop(server);
    wire_tls_free(tls);
}
END_TEST

static const struct {
    CURLMcode add, perform, poll;
    bool is_stuck;
    connect_status status;
} failures_of_libcurl[] = {
    { .add = CURLM_OUT_OF_MEMORY, .status = CONNECT_E_MEMORY },
    { .perform = CURLM_OUT_OF_MEMORY, .status = CONNECT_E_MEMORY },
    { .perform = CURLM_INTERNAL_ERROR, .status = CONNECT_E_TRANSPORT },
    { .poll = CURLM_OUT_OF_MEMORY, .is_stuck = true, .status = CONNECT_E_MEMORY },
    { .poll = CURLM_INTERNAL_ERROR, .is_stuck = true, .status = CONNECT_E_TRANSPORT },
    { .is_stuck = true, .status = CONNECT_E_TIMEOUT },
};

/* The carrier uses the first of these functions only. */
START_TEST(what_libcurl_fails_in_ends_the_request)
{
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    struct exchange exchange;
    exchange_init(&exchange, wire_url(server, "/"));
    exchange.request.timeout_ms = failures_of_libcurl[_i].status == CONNECT_E_TIMEOUT ? 20 : 5000;
    libcurl.add = failures_of_libcurl[_i].add;
    libcurl.perform = failures_of_libcurl[_i].perform;
    libcurl.poll = failures_of_libcurl[_i].poll;
    libcurl.is_stuck = failures_of_libcurl[_i].is_stuck;
    ck_assert_int_eq(exchange_run(&exchange, &transport), failures_of_libcurl[_i].status);
    if (libcurl.add != CURLM_OK) {
        open_carrier(1);
        ride_start(&rides[0], wire_url(server, "/"));
        run_until_idle();
        ck_assert_int_eq(rides[0].exchange.status, failures_of_libcurl[_i].status);
        memset(&libcurl, 0, sizeof libcurl);
        ride_start(&rides[0], wire_url(server, "/"));
        run_until_idle();
        check_ok(&rides[0], "{}");
        carrier_free(carrier);
        carrier = NULL;
    }
    memset(&libcurl, 0, sizeof libcurl);
    exchange.request.timeout_ms = 5000;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_free(&exchange);
    wire_stop(server);
}
END_TEST

static bool is_other_library; /* the one that libcurl uses: it is noticed by its method */

__attribute__((visibility("default"))) const SSL_METHOD *SSL_CTX_get_ssl_method(
    const SSL_CTX *context)
{
    (void)context;
    return is_other_library ? TLS_server_method() : TLS_client_method();
}

/* Then libcurl reads the bundle, and verifies, by itself. */
START_TEST(servers_are_verified_with_another_tls_library_as_well)
{
    struct wire_tls *tls[] = { wire_tls_new(WIRE_GOOD, 0), wire_tls_new(WIRE_GOOD, 0) };
    struct wire_server *servers[2];
    struct exchange exchange;
    for (int i = 0; i < 2; i++) {
        servers[i] = wire_start(wire_script_ok, NULL, wire_tls_io(tls[i]));
    }
    transport.release(transport.user);
    transport = exchange_transport(wire_tls_bundle(tls[0]), NULL, 16);
    is_other_library = true;
    fake_version = _i / 2 == 0 ? 0 : 0x080c00; /* one that keeps its handles */
    if (_i % 2 == 0) {
        open_carrier(4);
        ride_start(&rides[0], wire_url(servers[0], "/"));
        ride_start(&rides[1], wire_url(servers[1], "/"));
        run_until_idle();
        check_ok(&rides[0], "{}");
        ck_assert_int_eq(rides[1].exchange.status, CONNECT_E_TLS);
        ride_start(&rides[0], wire_url(servers[0], "/"));
        run_until_idle();
        check_ok(&rides[0], "{}");
    }
    exchange_init(&exchange, wire_url(servers[0], "/"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    exchange_free(&exchange);
    exchange_init(&exchange, wire_url(servers[1], "/"));
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_TLS);
    exchange_free(&exchange);
    ck_assert_int_eq(transport_warm_up(&transport, NULL), CONNECT_OK);
    is_other_library = false;
    carrier_free(carrier);
    carrier = NULL;
    for (int i = 0; i < 2; i++) {
        wire_stop(servers[i]);
        wire_tls_free(tls[i]);
    }
}
END_TEST

/* It would go round and round. */
START_TEST(carrier_with_a_full_wire_is_not_due_at_once)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    open_carrier(1);
    ride_start(&rides[0], wire_url(silent, "/"));
    ride_start(&rides[1], wire_url(silent, "/"));
    while (wire_requests(silent) == 0) {
        step();
    }
    step();
    ck_assert_int_gt(carrier_next_run(carrier), 0);
    ride_cancel(&rides[0]);
    ride_cancel(&rides[1]);
    wire_stop(silent);
}
END_TEST

static const char *memory_url;

static bool make_and_use(void *user)
{
    (void)user;
    bool ok = false;
    struct ride *ride = &rides[0];
    connect_http_response *response = http_response_new(1000);
    set = watch_set_new();
    carrier = set != NULL ? carrier_new(&transport, set, 4) : NULL;
    if (carrier != NULL && response != NULL) {
        *ride = (struct ride){ .request = { .size = sizeof ride->request,
                                            .method = "GET",
                                            .url = memory_url,
                                            .connect_timeout_ms = 5000,
                                            .timeout_ms = 5000 } };
        ride->exchange = (struct carrier_exchange){ .request = &ride->request,
                                                    .response = response,
                                                    .failure = &ride->failure,
                                                    .done = on_done,
                                                    .user = ride };
        riding++;
        carrier_start(carrier, &ride->exchange);
        run_until_idle();
        ck_assert(ride->done);
        ok = ride->exchange.status == CONNECT_OK;
        memory_check_status(ride->exchange.status, CONNECT_OK);
        if (ok) {
            check_ok(ride, "{}");
        }
        ride->exchange.response = NULL;
    }
    carrier_free(carrier);
    watch_set_free(set);
    http_response_free(response);
    carrier = NULL;
    set = NULL;
    return ok;
}

START_TEST(carrier_survives_every_allocation_failure)
{
    int before = held_descriptors();
    struct wire_server *server = wire_start(wire_script_ok, NULL, NULL);
    memory_url = wire_url(server, "/");
    memory_watch();
    /*
     * A descriptor that cannot be watched is served by the sweep, and without memory for a socket
     * newer versions of libcurl try another one: a success all the same.
     */
    memory_fail_each(make_and_use, NULL, MEMORY_ANY);
    memory_unwatch();
    wire_stop(server);
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

static const CURLMoption needed[] = { CURLMOPT_MAXCONNECTS, CURLMOPT_SOCKETFUNCTION,
                                      CURLMOPT_SOCKETDATA, CURLMOPT_TIMERFUNCTION,
                                      CURLMOPT_TIMERDATA };

START_TEST(carrier_that_libcurl_refuses_leaves_nothing)
{
    memory_watch();
    refused_option = needed[_i];
    set = watch_set_new();
    ck_assert_ptr_null(carrier_new(&transport, set, 4));
    refused_option = (CURLMoption)0;
    watch_set_free(set);
    set = NULL;
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/carrier");
    TCase *many = new_case(suite, "many");
    tcase_add_loop_test(many, only_names_are_looked_up, 0,
                        sizeof lookup_rows / sizeof lookup_rows[0]);
    tcase_add_test(many, records_of_lookups_under_way_are_kept);
    tcase_add_test(many, an_origin_of_any_length_has_a_record);
    tcase_add_test(many, thousand_requests_are_out_at_once);
    tcase_add_test(many, no_more_than_allowed_are_out);
    tcase_add_test(many, requests_go_out_in_the_order_of_their_start);
    tcase_add_loop_test(many, buffers_are_small_when_many_may_be_out, 0,
                        (int)(sizeof buffer_rows / sizeof *buffer_rows));

    TCase *outcomes = new_case(suite, "outcomes");
    tcase_add_test(outcomes, connection_is_kept_for_the_next_request);
    tcase_add_test(outcomes, transport_without_a_pool_keeps_no_connection);
    tcase_add_test(outcomes, memory_of_a_request_serves_the_next);
    tcase_add_test(outcomes, one_handle_serves_several_origins);
    tcase_add_loop_test(outcomes, https_is_verified_and_spoken_as_http_1_1, 0, 2);
    tcase_add_test(outcomes, failures_are_those_of_perform);
    tcase_add_test(outcomes, failure_at_once_is_reported_by_the_step_that_sends);
    tcase_add_loop_test(outcomes, run_calls_as_many_callbacks_as_it_may, 0,
                        sizeof done_rows / sizeof done_rows[0]);
    tcase_add_test(outcomes, kept_connection_that_dies_is_stale_and_nothing_is_sent_twice);
    tcase_add_test(outcomes, request_of_a_dead_connection_is_not_sent_on_another_kept_one);
    tcase_add_test(outcomes, bytes_on_an_idle_connection_never_become_a_response);
    tcase_add_test(outcomes, sigpipe_is_blocked_within_a_step_and_the_signal_mask_is_kept);
    tcase_add_test(outcomes, sigpipe_is_blocked_within_a_sweep);
    tcase_add_test(outcomes, private_members_of_an_exchange_need_not_be_set);
    tcase_add_test(outcomes, transport_of_the_application_has_no_carrier);

    TCase *lookups = new_case(suite, "lookups");
    tcase_add_test(lookups, requests_wait_for_one_lookup);
    tcase_add_test(lookups, requests_wait_for_the_lookup_and_not_for_the_response);
    tcase_add_loop_test(lookups, requests_wait_only_when_the_address_may_be_forgotten, 0,
                        sizeof address_rows / sizeof address_rows[0]);
    tcase_add_test(lookups, cancelled_lookup_lets_the_others_go_on);
    tcase_add_loop_test(lookups, only_a_lookup_of_an_old_libcurl_outlives_its_request, 0,
                        sizeof orphan_rows / sizeof orphan_rows[0]);
    tcase_add_test(lookups, child_does_not_free_what_a_lookup_holds);

    TCase *cancelling = new_case(suite, "cancel");
    tcase_add_test(cancelling, exchange_can_be_cancelled_wherever_it_is);
    tcase_add_test(cancelling, sigpipe_is_blocked_while_a_request_is_cancelled);
    tcase_add_test(cancelling, bytes_and_connection_of_each_request_are_reported);
    tcase_add_test(cancelling, callback_may_start_the_next_request);
    tcase_add_test(cancelling, freed_carrier_drops_its_exchanges_and_descriptors);

    TCase *faults = new_case(suite, "faults");
    tcase_add_test(faults, lost_events_neither_spin_nor_hang);
    tcase_add_test(faults, endless_timers_do_not_hold_a_step);
    tcase_add_test(faults, new_carrier_is_not_due);
    tcase_add_test(faults, timer_is_called_once_each_time_it_is_set);
    tcase_add_test(faults, step_in_which_a_timer_ends_a_request_sends_the_next);
    tcase_add_test(faults, descriptors_that_are_no_sockets_are_not_watched);
    tcase_add_loop_test(faults, descriptors_of_the_resolver_are_watched_until_they_are_taken_back,
                        0, 3);
    tcase_add_loop_test(faults, standard_input_is_never_watched, 0, 3);
    tcase_add_test(faults, idle_requests_cost_next_to_nothing);
    tcase_add_test(faults, child_frees_a_carrier_without_a_goodbye);
    tcase_add_loop_test(faults, what_libcurl_fails_in_ends_the_request, 0,
                        sizeof failures_of_libcurl / sizeof *failures_of_libcurl);
    tcase_add_test(faults, carrier_with_a_full_wire_is_not_due_at_once);
    tcase_add_loop_test(faults, servers_are_verified_with_another_tls_library_as_well, 0, 4);
    tcase_add_test(faults, carrier_survives_every_allocation_failure);
    tcase_add_loop_test(faults, carrier_that_libcurl_refuses_leaves_nothing, 0,
                        sizeof needed / sizeof needed[0]);
    return suite;
}
