/*
 * HTTP: libcurls of other versions and builds than the present one.  The functions that tell them
 * apart are interposed, because the program comes before the libraries: curl_easy_setopt() lacks
 * an option, curl_version_info() names another version, and the TLS library is another one.
 */
#include "core/clock.h"
#include "http/carrier.h"
#include "http/carrier_sockets.h"
#include "http/sigpipe.h"
#include "support/exchange.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <curl/curl.h>
#include <openssl/ssl.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- what is interposed ---- */

static CURLoption missing_option, missing_too;
static CURLcode missing_code;
static unsigned fake_version;
static CURL *refused_handle; /* the last that lacked an option, until it is freed */
static bool other_tls_library, no_dns_cache;
static const char *fake_ssl_version; /* NULL: the real one */
static const char *built_in_bundle;  /* that a libcurl was built with; NULL: the real one */
static bool unknown_bundle;          /* a libcurl that does not name what it was built with */
static bool transfers_lack_memory;   /* whatever they end with */
static atomic_int handles_made, masks_set, others_set;
static pthread_t test_thread;
static char *target; /* the last that was set, when it has room; "" for none */
#define TARGET_SIZE 64

#undef curl_easy_setopt
__attribute__((visibility("default"))) CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    REAL(curl_easy_setopt);
    va_list arguments;
    CURLcode code;
    if (option == missing_option || (missing_too != 0 && option == missing_too)) {
        refused_handle = easy;
        return missing_code;
    }
    if (option == CURLOPT_NOPROGRESS && no_dns_cache) {
        (void)real.function(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
    }
    va_start(arguments, option);
    if (option < 10000) {
        code = real.function(easy, option, va_arg(arguments, long));
    } else if (option >= 30000 && option < 40000) {
        code = real.function(easy, option, va_arg(arguments, curl_off_t));
    } else {
        void *value = va_arg(arguments, void *);
        if (option == CURLOPT_REQUEST_TARGET && target != NULL) {
            (void)snprintf(target, TARGET_SIZE, "%s", value != NULL ? (const char *)value : "");
        }
        code = real.function(easy, option, value);
    }
    va_end(arguments);
    return code;
}

__attribute__((visibility("default"))) curl_version_info_data *curl_version_info(CURLversion age)
{
    static curl_version_info_data copy;
    REAL(curl_version_info);
    copy = *real.function(age);
    copy.version_num = fake_version != 0 ? fake_version : copy.version_num;
    copy.ssl_version = fake_ssl_version != NULL ? fake_ssl_version : copy.ssl_version;
    copy.cainfo = unknown_bundle ? NULL : built_in_bundle != NULL ? built_in_bundle : copy.cainfo;
    copy.capath = unknown_bundle || built_in_bundle != NULL ? NULL : copy.capath;
    return &copy;
}

__attribute__((visibility("default"))) CURLMsg *curl_multi_info_read(CURLM *multi, int *left)
{
    REAL(curl_multi_info_read);
    CURLMsg *message = real.function(multi, left);
    if (message != NULL && transfers_lack_memory) {
        message->data.result = CURLE_OUT_OF_MEMORY;
    }
    return message;
}

__attribute__((visibility("default"))) CURL *curl_easy_init(void)
{
    REAL(curl_easy_init);
    handles_made++;
    CURL *easy = real.function();
    if (built_in_bundle != NULL) {
        (void)curl_easy_setopt(easy, CURLOPT_CAINFO, built_in_bundle);
        (void)curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    }
    return easy;
}

__attribute__((visibility("default"))) void curl_easy_cleanup(CURL *easy)
{
    REAL(curl_easy_cleanup);
    if (easy == refused_handle) { /* without a write by the threads of other tests */
        refused_handle = NULL;
    }
    real.function(easy);
}

static bool sigpipe_is_blocked(void)
{
    sigset_t mask;
    ck_assert_int_eq(pthread_sigmask(SIG_SETMASK, NULL, &mask), 0);
    return sigismember(&mask, SIGPIPE) == 1;
}

static bool init_fails;
static int uses; /* of libcurl that were begun and not ended */

__attribute__((visibility("default"))) CURLcode curl_global_init(long flags)
{
    REAL(curl_global_init);
    CURLcode code = init_fails ? CURLE_FAILED_INIT : real.function(flags);
    uses += code == CURLE_OK ? 1 : 0;
    return code;
}

__attribute__((visibility("default"))) void curl_global_cleanup(void)
{
    REAL(curl_global_cleanup);
    uses--;
    real.function();
}

static int multis_freed, multis_unguarded; /* while SIGPIPE would be delivered */

__attribute__((visibility("default"))) CURLMcode curl_multi_cleanup(CURLM *multi)
{
    REAL(curl_multi_cleanup);
    multis_freed++;
    multis_unguarded += sigpipe_is_blocked() ? 0 : 1;
    return real.function(multi);
}

static int polls, polled_fd;
static unsigned polled_count; /* besides the sockets of libcurl */

__attribute__((visibility("default"))) CURLMcode curl_multi_poll(CURLM *multi,
                                                                 struct curl_waitfd fds[],
                                                                 unsigned count, int timeout,
                                                                 int *ready)
{
    REAL(curl_multi_poll);
    polls++;
    polled_count = count;
    polled_fd = count > 0 ? fds[0].fd : -1;
    return real.function(multi, fds, count, timeout, ready);
}

__attribute__((visibility("default"))) int pthread_sigmask(int how, const sigset_t *restrict set,
                                                           sigset_t *restrict old)
{
    REAL(pthread_sigmask);
    /* The threads of the server do so as well. */
    if (how == SIG_BLOCK && sigismember(set, SIGPIPE) == 1 &&
        pthread_equal(pthread_self(), test_thread)) {
        masks_set++;
        for (int other = 1; other <= SIGRTMAX; other++) {
            others_set += other != SIGPIPE && sigismember(set, other) == 1;
        }
    }
    return real.function(how, set, old);
}

__attribute__((visibility("default"))) const SSL_METHOD *SSL_CTX_get_ssl_method(const SSL_CTX *ctx)
{
    REAL(SSL_CTX_get_ssl_method);
    return other_tls_library ? NULL : real.function(ctx);
}

/* ---- options ---- */

static struct wire_tls *tls;
static struct wire_server *server;
static connect_transport transport;
static struct exchange exchange;

static void set_up(void)
{
    test_thread = pthread_self();
    tls = wire_tls_new(WIRE_GOOD, 0);
    server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    transport = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    exchange_init(&exchange, wire_url(server, "/path?query"));
}

static void tear_down(void)
{
    missing_option = (CURLoption)0;
    exchange_free(&exchange);
    transport.release(transport.user);
    ck_assert_ptr_null(refused_handle);
    wire_stop(server);
    wire_tls_free(tls);
}

static const struct {
    CURLoption option;
    const char *name;
} required[] = {
    { CURLOPT_SSL_VERIFYPEER, "CURLOPT_SSL_VERIFYPEER" },
    { CURLOPT_SSL_VERIFYHOST, "CURLOPT_SSL_VERIFYHOST" },
    { CURLOPT_SSLVERSION, "CURLOPT_SSLVERSION" },
    { CURLOPT_FOLLOWLOCATION, "CURLOPT_FOLLOWLOCATION" },
    { CURLOPT_PATH_AS_IS, "CURLOPT_PATH_AS_IS" },
    { CURLOPT_NOSIGNAL, "CURLOPT_NOSIGNAL" },
    { CURLOPT_SUPPRESS_CONNECT_HEADERS, "CURLOPT_SUPPRESS_CONNECT_HEADERS" },
    { CURLOPT_PREREQFUNCTION, "CURLOPT_PREREQFUNCTION" },
    { CURLOPT_OPENSOCKETFUNCTION, "CURLOPT_OPENSOCKETFUNCTION" },
    { CURLOPT_CLOSESOCKETFUNCTION, "CURLOPT_CLOSESOCKETFUNCTION" },
    { CURLOPT_PREREQDATA, "CURLOPT_PREREQDATA" },
    { CURLOPT_OPENSOCKETDATA, "CURLOPT_OPENSOCKETDATA" },
    { CURLOPT_CLOSESOCKETDATA, "CURLOPT_CLOSESOCKETDATA" },
    { CURLOPT_HEADERFUNCTION, "CURLOPT_HEADERFUNCTION" },
    { CURLOPT_HEADERDATA, "CURLOPT_HEADERDATA" },
    { CURLOPT_WRITEFUNCTION, "CURLOPT_WRITEFUNCTION" },
    { CURLOPT_WRITEDATA, "CURLOPT_WRITEDATA" },
    { CURLOPT_ERRORBUFFER, "CURLOPT_ERRORBUFFER" },
    { CURLOPT_REQUEST_TARGET, "CURLOPT_REQUEST_TARGET" },
    { CURLOPT_SSL_CTX_FUNCTION, "CURLOPT_SSL_CTX_FUNCTION" },
    { CURLOPT_SSL_CTX_DATA, "CURLOPT_SSL_CTX_DATA" },
    { CURLOPT_CAINFO, "CURLOPT_CAINFO" },
    { CURLOPT_CAPATH, "CURLOPT_CAPATH" },
};

static const CURLcode refusals[] = { CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN };

START_TEST(missing_required_option_is_named)
{
    char expected[128];
    fake_version = 0x0b0c0d;
    snprintf(expected, sizeof expected, "libcurl 11.12.13 does not support %s, which is required",
             required[_i / (int)COUNT(refusals)].name);
    missing_option = required[_i / (int)COUNT(refusals)].option;
    missing_code = refusals[_i % (int)COUNT(refusals)];
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_CONFIGURATION);
    ck_assert(exchange.failure.not_sent && exchange.failure.final);
    ck_assert_str_eq(exchange.failure.message, expected);
    ck_assert_int_eq(wire_connections(server), 0);
    /* The next request finds what it needs. */
    missing_option = (CURLoption)0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
}
END_TEST

START_TEST(both_ways_to_limit_protocols_are_tried)
{
    missing_option = (CURLoption)(CURLOPTTYPE_OBJECTPOINT + 318); /* PROTOCOLS_STR, 7.85 */
    missing_code = CURLE_UNKNOWN_OPTION;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
}
END_TEST

START_TEST(libcurl_that_cannot_limit_protocols_is_refused)
{
    missing_option = (CURLoption)(CURLOPTTYPE_OBJECTPOINT + 318);
    missing_too = (CURLoption)(CURLOPTTYPE_LONG + 181); /* PROTOCOLS */
    missing_code = CURLE_UNKNOWN_OPTION;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "CURLOPT_PROTOCOLS_STR"));
    ck_assert_int_eq(wire_connections(server), 0);
}
END_TEST

START_TEST(required_option_without_memory_is_a_memory_error)
{
    missing_option = required[_i].option;
    missing_code = CURLE_OUT_OF_MEMORY;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_MEMORY);
    ck_assert(exchange.failure.not_sent);
}
END_TEST

/* Options that are set for each request. */
static const struct {
    CURLoption option;
    const char *method, *path;
} each_time[] = {
    { CURLOPT_PROXY, "GET", "/" },      { CURLOPT_NOPROXY, "GET", "/" },
    { CURLOPT_CURLU, "GET", "/" },      { CURLOPT_CURLU, "GET", "?x" },
    { CURLOPT_URL, "GET", "?x" },       { CURLOPT_REQUEST_TARGET, "GET", "?x" },
    { CURLOPT_HTTPGET, "GET", "/" },    { CURLOPT_NOBODY, "HEAD", "/" },
    { CURLOPT_POSTFIELDS, "PUT", "/" }, { CURLOPT_CUSTOMREQUEST, "PUT", "/" },
    { CURLOPT_HTTPHEADER, "GET", "/" },
};

START_TEST(request_that_libcurl_has_no_memory_for_is_not_sent)
{
    exchange.request.method = each_time[_i].method;
    exchange.request.url = wire_url(server, each_time[_i].path);
    missing_option = each_time[_i].option;
    missing_code = CURLE_OUT_OF_MEMORY;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_MEMORY);
    ck_assert(exchange.failure.not_sent);
    ck_assert_int_eq(wire_connections(server), 0);
    missing_option = (CURLoption)0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
}
END_TEST

/* Until 8.6 a header that is too long has the same code, and bytes of it have come. */
START_TEST(lack_of_memory_before_a_response_is_not_a_long_header)
{
    struct wire_server *silent = wire_start(wire_script_silent, NULL, NULL);
    exchange.request.url = wire_url(silent, "/");
    exchange.request.timeout_ms = 300;
    transfers_lack_memory = true;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_MEMORY);
    transfers_lack_memory = false;
    ck_assert_int_eq(wire_requests(silent), 1);
    wire_stop(silent);
}
END_TEST

/* libcurl takes the target of a URL with a path, and reads the whole of one without. */
START_TEST(url_beyond_the_limit_of_libcurl_is_refused)
{
    static const char *const paths[] = { "/path?", "?" };
    size_t size = (size_t)8 << 20;
    for (size_t i = 0; i < COUNT(paths); i++) {
        const char *origin = wire_url(server, paths[i]);
        size_t room = strlen(origin) + size + 1;
        char *url = malloc(room);
        ck_assert_ptr_nonnull(url);
        (void)snprintf(url, room, "%s%0*d", origin, (int)size, 0);
        exchange.request.url = url;
        ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_E_ARGUMENT);
        ck_assert_str_eq(exchange.failure.message, "the URL is longer than libcurl allows");
        ck_assert(exchange.failure.not_sent && exchange.failure.final);
        free(url);
    }
    ck_assert_int_eq(wire_connections(server), 0);
    exchange.request.url = wire_url(server, "/path?query");
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
}
END_TEST

static const CURLoption optional[] = {
    CURLOPT_SSL_SESSIONID_CACHE,
    CURLOPT_NOPROGRESS,
    CURLOPT_TCP_NODELAY,
    CURLOPT_TCP_KEEPALIVE,
    CURLOPT_HTTP_VERSION,
    CURLOPT_RESOLVER_START_FUNCTION,
    CURLOPT_PROXY, /* a libcurl without proxies, when none is set */
    CURLOPT_NOPROXY,
    CURLOPT_PROXY_CAINFO,
    CURLOPT_PROXY_CAPATH,
    CURLOPT_CURLU,
    (CURLoption)(CURLOPTTYPE_LONG + 322), /* QUICK_EXIT, 7.87 */
};

START_TEST(missing_optional_option_is_ignored)
{
    missing_option = optional[_i];
    missing_code = CURLE_UNKNOWN_OPTION;
    for (int i = 0; i < 2; i++) {
        ck_assert_msg(exchange_run(&exchange, &transport) == CONNECT_OK, "%s",
                      exchange.failure.message);
    }
    ck_assert_ptr_nonnull(strstr(wire_request(server, 0), "GET /path?query HTTP/1.1\r\n"));
}
END_TEST

/* A proxy for plain http gets the whole URL, which only libcurl can compose. */
static const struct {
    const char *proxy, *scheme, *target;
} target_rows[] = {
    { "", "http", "/path?query" },
    { "", "https", "/path?query" },
    { "http://127.0.0.1:9", "http", "" },
    { "http://127.0.0.1:9", "https", "/path?query" },
    { "socks5://127.0.0.1:9", "http", "/path?query" },
};

START_TEST(path_and_query_bypass_the_url_of_libcurl)
{
    connect_transport own = exchange_transport(NULL, target_rows[_i].proxy, 1);
    char url[64], set[TARGET_SIZE] = "nothing";
    (void)snprintf(url, sizeof url, "%s://127.0.0.1:9/path?query", target_rows[_i].scheme);
    exchange.request.url = url;
    target = set;
    (void)exchange_run(&exchange, &own);
    target = NULL;
    ck_assert_str_eq(set, target_rows[_i].target);
    own.release(own.user);
}
END_TEST

START_TEST(missing_proxy_support_is_an_error_when_a_proxy_is_set)
{
    connect_transport other = exchange_transport(wire_tls_bundle(tls), "http://127.0.0.1:1", 4);
    missing_option = CURLOPT_PROXY;
    missing_code = CURLE_UNKNOWN_OPTION;
    ck_assert_int_eq(exchange_run(&exchange, &other), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(exchange.failure.message, "CURLOPT_PROXY"));
    other.release(other.user);
}
END_TEST

/* ---- a libcurl that cannot be initialized ---- */

START_TEST(libcurl_is_initialized_again_after_a_failure)
{
    connect_transport own = exchange_transport(wire_tls_bundle(tls), NULL, 4);
    struct watch_set *set = watch_set_new();
    ck_assert_ptr_nonnull(set);
    init_fails = true;
    uses = 0;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(exchange_run(&exchange, &own), CONNECT_E_MEMORY);
        ck_assert(exchange.failure.not_sent);
        ck_assert_int_eq(transport_warm_up(&own, NULL), CONNECT_E_MEMORY);
        ck_assert_ptr_null(carrier_new(&own, set, 4));
    }
    ck_assert_int_eq(wire_connections(server), 0);
    if (_i == 1) {
        init_fails = false;
        ck_assert_int_eq(transport_warm_up(&own, NULL), CONNECT_OK);
        ck_assert_int_eq(exchange_run(&exchange, &own), CONNECT_OK);
    }
    ck_assert_int_eq(uses, _i);
    own.release(own.user);
    ck_assert_int_eq(uses, 0);
    watch_set_free(set);
}
END_TEST

/* ---- TLS libraries ---- */

static const enum wire_certificate certificates[] = { WIRE_GOOD, WIRE_EXPIRED, WIRE_OTHER_NAME,
                                                      WIRE_OTHER_ISSUER };

START_TEST(other_tls_library_verifies_by_itself)
{
    struct wire_tls *other = wire_tls_new(certificates[_i], 0);
    struct wire_server *https = wire_start(wire_script_ok, NULL, wire_tls_io(other));
    connect_transport own = exchange_transport(wire_tls_bundle(other), NULL, 4);
    connect_status expected = certificates[_i] == WIRE_GOOD ? CONNECT_OK : CONNECT_E_TLS;
    char described[100];
    other_tls_library = true;
    for (int i = 0; i < 2; i++) {
        exchange_free(&exchange);
        exchange_init(&exchange, wire_url(https, "/"));
        ck_assert_int_eq(exchange_run(&exchange, &own), expected);
        /* Nothing is left of the connection that found it out. */
        ck_assert(expected != CONNECT_OK || exchange.failure.code == 0);
    }
    ck_assert_int_eq(wire_requests(https), expected == CONNECT_OK ? 2 : 0);
    transport_describe_trust(&own, described, sizeof described);
    ck_assert_ptr_nonnull(strstr(described, "each connection"));
    own.release(own.user);
    wire_stop(https);
    wire_tls_free(other);
}
END_TEST

/* Why the process has no store for this libcurl. */
static const struct {
    const char *ssl_version;
    bool unknown_bundle, other_tls_library;
} own_certificates[] = {
    { "GnuTLS/3.7.9", false, false },
    { NULL, true, false },
    { NULL, false, true }, /* found out by the first connection */
};

START_TEST(without_a_store_libcurl_uses_the_certificates_it_was_built_with)
{
    int row = _i / (int)COUNT(certificates);
    enum wire_certificate certificate = certificates[_i % (int)COUNT(certificates)];
    struct wire_tls *other = wire_tls_new(certificate, 0);
    struct wire_server *https = wire_start(wire_script_ok, NULL, wire_tls_io(other));
    connect_status expected = certificate == WIRE_GOOD ? CONNECT_OK : CONNECT_E_TLS;
    char described[100];
    fake_ssl_version = own_certificates[row].ssl_version;
    unknown_bundle = own_certificates[row].unknown_bundle;
    other_tls_library = own_certificates[row].other_tls_library;
    built_in_bundle = wire_tls_bundle(other);
    connect_transport own = exchange_transport(NULL, NULL, 4);
    for (int i = 0; i < 2; i++) {
        exchange_free(&exchange);
        exchange_init(&exchange, wire_url(https, "/"));
        connect_status status = exchange_run(&exchange, &own);
        ck_assert_msg(status == expected, "%d: %s", status, exchange.failure.message);
    }
    ck_assert_int_eq(wire_requests(https), expected == CONNECT_OK ? 2 : 0);
    transport_describe_trust(&own, described, sizeof described);
    ck_assert_ptr_nonnull(strstr(described, "each connection"));
    own.release(own.user);
    wire_stop(https);
    wire_tls_free(other);
}
END_TEST

static const struct {
    CURLoption option;
    connect_status expected;
} other_tls_options[] = {
    { CURLOPT_CAINFO, CONNECT_E_CONFIGURATION },
    { CURLOPT_CAPATH, CONNECT_OK },
    { CURLOPT_PROXY_CAINFO, CONNECT_OK },
    { CURLOPT_PROXY_CAPATH, CONNECT_OK },
};

/* The first handle finds out which library it is; each later one is new and sets the options. */
START_TEST(other_tls_library_may_lack_all_but_the_bundle)
{
    other_tls_library = true;
    fake_version = 0x075801;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    missing_option = other_tls_options[_i].option;
    missing_code = CURLE_NOT_BUILT_IN;
    ck_assert_int_eq(exchange_run(&exchange, &transport), other_tls_options[_i].expected);
}
END_TEST

/* ---- versions ---- */

static const struct {
    unsigned version;
    int handles; /* made for two requests after the first */
} handle_rows[] = {
    { 0x075200, 0 }, { 0x075300, 2 }, { 0x075801, 2 },
    { 0x080001, 2 }, { 0x080100, 0 }, { 0x080e00, 0 },
};

START_TEST(handles_are_kept_except_in_the_versions_that_cannot)
{
    fake_version = handle_rows[_i].version;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    handles_made = 0;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    }
    ck_assert_int_eq(handles_made, handle_rows[_i].handles);
    ck_assert_int_eq(wire_connections(server), 1);
}
END_TEST

static const struct {
    unsigned version;
    bool guarded; /* a request on a kept connection blocks SIGPIPE */
} guard_rows[] = {
    { 0x075100, true },
    { 0x075600, true },
    { 0x075700, false },
    { 0x080c00, false },
};

/* So that a variable that is not initialized is not 0 by chance. */
static __attribute__((noinline)) void fill_stack(void)
{
    volatile unsigned char bytes[4096];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = 0xff;
    }
}

START_TEST(no_other_signal_than_sigpipe_is_blocked_or_taken)
{
    struct sigpipe_guard guard;
    sigset_t mask, own;
    sigemptyset(&own);
    sigaddset(&own, SIGUSR1);
    sigpipe_block(&guard); /* the first call has the dynamic linker use the stack */
    sigpipe_restore(&guard);
    pthread_sigmask(SIG_BLOCK, &own, NULL);
    ck_assert_int_eq(raise(SIGUSR1), 0);
    fill_stack();
    sigpipe_block(&guard);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    for (int number = 1; number <= SIGRTMAX; number++) {
        bool is_blocked = number == SIGPIPE || number == SIGUSR1;
        ck_assert_int_eq(sigismember(&mask, number) == 1, is_blocked);
    }
    ck_assert_int_eq(raise(SIGPIPE), 0);
    fill_stack();
    sigpipe_restore(&guard);
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    ck_assert_int_eq(sigismember(&mask, SIGPIPE), 0);
    ck_assert_int_eq(sigpending(&mask), 0);
    ck_assert_int_eq(sigismember(&mask, SIGUSR1), 1);
    ck_assert_int_eq(sigwaitinfo(&own, NULL), SIGUSR1);
}
END_TEST

START_TEST(sigpipe_is_blocked_where_it_can_be_raised)
{
    fake_version = guard_rows[_i].version;
    masks_set = 0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_gt(masks_set, 0);
    ck_assert_int_eq(others_set, 0);
    masks_set = 0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_eq(masks_set > 0, guard_rows[_i].guarded);
}
END_TEST

/* How many connections the transport keeps, and when it closes one. */
static const struct {
    int32_t max_connections;
    enum { CLOSED_AT_ONCE, CLOSED_IDLE, CLOSED_AT_RELEASE } when;
} closing_rows[] = { { 0, CLOSED_AT_ONCE }, { 4, CLOSED_IDLE }, { 4, CLOSED_AT_RELEASE } };

START_TEST(sigpipe_is_blocked_while_a_connection_is_closed)
{
    connect_transport own =
        exchange_transport(wire_tls_bundle(tls), NULL, closing_rows[_i].max_connections);
    multis_freed = 0;
    multis_unguarded = 0;
    ck_assert_int_eq(exchange_run(&exchange, &own), CONNECT_OK);
    ck_assert_int_eq(multis_freed, closing_rows[_i].when == CLOSED_AT_ONCE);
    fill_stack();
    if (closing_rows[_i].when == CLOSED_IDLE) {
        own.close_idle(own.user);
        ck_assert_int_eq(multis_freed, 1);
    }
    ck_assert(!sigpipe_is_blocked());
    own.release(own.user);
    ck_assert_int_eq(multis_freed, 1);
    ck_assert_int_eq(multis_unguarded, 0);
    ck_assert(!sigpipe_is_blocked());
}
END_TEST

START_TEST(descriptor_is_polled_only_for_a_token)
{
    connect_cancel *cancel = NULL;
    polls = 0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_gt(polls, 0);
    ck_assert_uint_eq(polled_count, 0);
    transport.close_idle(transport.user); /* the handshake of a new connection has to wait */
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    exchange.request.cancel = cancel;
    polls = 0;
    ck_assert_int_eq(exchange_run(&exchange, &transport), CONNECT_OK);
    ck_assert_int_gt(polls, 0);
    ck_assert_uint_eq(polled_count, 1);
    ck_assert_int_eq(polled_fd, connect_cancel_fd(cancel));
    connect_cancel_free(cancel);
}
END_TEST

static void close_after_response(struct wire_peer *peer, void *user)
{
    (void)user;
    if (wire_read_request(peer)) {
        wire_response(peer, 200, "", "{}");
    }
}

/* A libcurl that finds out by itself that a kept connection is dead looks the name up again. */
START_TEST(sigpipe_is_blocked_for_a_lookup_on_a_dead_connection)
{
    if (curl_version_info(CURLVERSION_NOW)->version_num >= 0x081400) {
        return; /* it would not find out within the second */
    }
    char url[64];
    struct wire_server *closing = wire_start(close_after_response, NULL, NULL);
    connect_transport plain = exchange_transport(NULL, NULL, 4);
    fake_version = 0x080000;
    no_dns_cache = true;
    snprintf(url, sizeof url, "http://localhost:%d/", wire_port(closing));
    ck_assert_int_eq(exchange_get(&plain, url), 200);
    ck_assert(wire_wait_ended(closing, 1));
    masks_set = 0;
    ck_assert_int_eq(exchange_get(&plain, url), 200);
    ck_assert_int_eq(masks_set, 1);
    ck_assert(!sigpipe_is_blocked());
    plain.release(plain.user);
    wire_stop(closing);
}
END_TEST

static const int families[] = { AF_INET, AF_INET6 };

union loopback {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* A socket on a loopback port of its own; -1 where the system lacks the family. */
static int open_loopback(int family, union loopback *address)
{
    socklen_t size = sizeof *address;
    int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    memset(address, 0, sizeof *address);
    if (family == AF_INET) {
        address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    } else {
        address->v6.sin6_addr = in6addr_loopback;
    }
    address->any.sa_family = (sa_family_t)family;
    if (fd >= 0 &&
        (bind(fd, &address->any, size) != 0 || getsockname(fd, &address->any, &size) != 0)) {
        (void)close(fd);
        return -1;
    }
    return fd;
}

static void send_to_itself(int fd, const union loopback *address)
{
    struct pollfd input = { fd, POLLIN, 0 };
    ck_assert_int_eq(sendto(fd, "x", 1, 0, &address->any, sizeof *address), 1);
    ck_assert_int_eq(poll(&input, 1, -1), 1);
}

static bool has_ipv6(void)
{
    union loopback address;
    int fd = open_loopback(AF_INET6, &address);
    return fd >= 0 && close(fd) == 0;
}

START_TEST(unread_input_is_found_by_the_port_of_each_family)
{
    union loopback address;
    struct carrier_sockets sockets;
    struct connection connection = { 0 };
    struct watch_set *set = watch_set_new();
    int fd = open_loopback(families[_i], &address);
    ck_assert_int_ge(fd, 0);
    int port = ntohs(families[_i] == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
    fake_version = 0x075801; /* does not look itself */
    carrier_sockets_init(&sockets, set, NULL);
    ck_assert(sockets.keeper.opened(&sockets.keeper, &connection, fd));
    ck_assert(sockets.keeper.is_quiet(&sockets.keeper, port));
    send_to_itself(fd, &address);
    ck_assert(!sockets.keeper.is_quiet(&sockets.keeper, port));
    ck_assert(sockets.keeper.is_quiet(&sockets.keeper, port ^ 1));
    carrier_sockets_release(&sockets);
    watch_set_free(set);
    (void)close(fd);
}
END_TEST

/* What has no port: the second of the pair can be written to. */
static void open_portless(int kind, int pair[2])
{
    ck_assert_int_eq(kind == 0 ? pipe(pair) : socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
}

START_TEST(port_is_looked_up_until_there_is_one)
{
    union loopback address;
    struct carrier_sockets sockets;
    struct connection connection = { 0 };
    struct watch_set *set = watch_set_new();
    int pair[2], fd = open_loopback(AF_INET, &address);
    ck_assert_int_ge(fd, 0);
    open_portless(_i, pair);
    ck_assert_int_eq(write(pair[1], "x", 1), 1);
    send_to_itself(fd, &address);
    fake_version = 0x075801; /* does not look itself */
    carrier_sockets_init(&sockets, set, NULL);
    ck_assert(sockets.keeper.opened(&sockets.keeper, &connection, pair[0]));
    ck_assert(sockets.keeper.is_quiet(&sockets.keeper, 1));
    ck_assert(sockets.keeper.is_quiet(&sockets.keeper, ntohs(address.v4.sin_port)));
    ck_assert_int_eq(dup2(fd, pair[0]), pair[0]);
    ck_assert(!sockets.keeper.is_quiet(&sockets.keeper, ntohs(address.v4.sin_port)));
    carrier_sockets_release(&sockets);
    watch_set_free(set);
    (void)close(pair[0]);
    (void)close(pair[1]);
    (void)close(fd);
}
END_TEST

/* The first number is that of a host which closed its standard input; the table of them grows. */
static const int numbers[] = { 0, 1, 2, 63, 64, 127, 300 };

START_TEST(connection_may_have_any_number)
{
    union loopback address;
    struct carrier_sockets sockets;
    struct connection connection = { 0 };
    struct watch_set *set = watch_set_new();
    int number = numbers[_i], domain = 0, fd = open_loopback(AF_INET, &address);
    int former = fcntl(number, F_DUPFD_CLOEXEC, 400);
    socklen_t size = sizeof domain;
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(dup2(fd, number), number);
    send_to_itself(fd, &address);
    fake_version = 0x075801; /* does not look itself */
    memory_watch();
    carrier_sockets_init(&sockets, set, NULL);
    ck_assert(sockets.keeper.opened(&sockets.keeper, &connection, number));
    ck_assert(!sockets.keeper.is_quiet(&sockets.keeper, ntohs(address.v4.sin_port)));
    /* What a forked child does. */
    carrier_sockets_disinherit(&sockets, false);
    ck_assert_int_eq(getsockopt(number, SOL_SOCKET, SO_DOMAIN, &domain, &size), 0);
    ck_assert_int_eq(domain, AF_UNIX);
    carrier_sockets_disinherit(&sockets, true);
    ck_assert_int_eq(fcntl(number, F_GETFD), -1);
    carrier_sockets_release(&sockets);
    memory_end();
    watch_set_free(set);
    (void)close(fd);
    if (former >= 0) {
        ck_assert_int_eq(dup2(former, number), number);
        (void)close(former);
    }
}
END_TEST

/* ---- headers ---- */

/* What libcurl would add, in any case of letters; each is in the list once. */
static const struct {
    const char *method, *given;
    int suppressed;
} header_rows[] = {
    { "GET", "X-Other", 2 }, { "GET", "accept", 1 },       { "GET", "User-Agent", 1 },
    { "PUT", "X-Other", 4 }, { "PUT", "Accept", 3 },       { "PUT", "user-agent", 3 },
    { "PUT", "Expect", 3 },  { "PUT", "Content-type", 3 },
};

START_TEST(headers_of_libcurl_are_suppressed_unless_they_are_given)
{
    const connect_pair given = { header_rows[_i].given, "v" };
    const connect_pair *const headers[] = { &given };
    const connect_http_request request = { .size = sizeof request,
                                           .method = header_rows[_i].method,
                                           .headers = headers,
                                           .headers_count = 1 };
    struct connection connection = { 0 };
    struct curl_slist *list = NULL;
    char expected[32];
    int suppressed = 0, sent = 0;
    ck_assert_int_eq(connection_list_headers(&connection, &request, &list), CONNECT_OK);
    snprintf(expected, sizeof expected, "%s: v", given.key);
    for (; list != NULL; list = list->next) {
        bool is_suppressed = list->data[strlen(list->data) - 1] == ':';
        ck_assert(is_suppressed || strcmp(list->data, expected) == 0);
        suppressed += is_suppressed;
        sent += !is_suppressed;
    }
    ck_assert_int_eq(suppressed, header_rows[_i].suppressed);
    ck_assert_int_eq(sent, 1);
    arena_release(&connection.arena);
}
END_TEST

START_TEST(number_of_a_descriptor_that_was_not_taken_back_is_watched_anew)
{
    struct carrier_sockets sockets;
    struct connection connection = { 0 };
    struct watch_set *set = watch_set_new();
    struct pollfd ready = { watch_set_fd(set), POLLIN, 0 };
    int own[2], others[2];
    ck_assert_int_eq(pipe(own), 0);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, others), 0);
    carrier_sockets_init(&sockets, set, NULL);
    carrier_sockets_watch(&sockets, own[1], WATCH_WRITE);
    ck_assert_int_eq(poll(&ready, 1, 0), 1);
    /* libcurl closes it, and the system gives its number to a connection. */
    ck_assert_int_eq(dup2(others[0], own[1]), own[1]);
    ck_assert_int_eq(poll(&ready, 1, 0), 0);
    ck_assert(sockets.keeper.opened(&sockets.keeper, &connection, own[1]));
    ck_assert(!connection.progress.no_memory);
    carrier_sockets_watch(&sockets, own[1], WATCH_WRITE);
    ck_assert_int_eq(poll(&ready, 1, 0), 1);
    carrier_sockets_watch(&sockets, own[1], 0);
    ck_assert_int_eq(poll(&ready, 1, 0), 0);
    carrier_sockets_release(&sockets);
    watch_set_free(set);
    (void)close(own[0]);
    (void)close(own[1]);
    (void)close(others[0]);
    (void)close(others[1]);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/libcurl");
    TCase *tcase = tcase_create("libcurl");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 30);
    tcase_add_loop_test(tcase, missing_required_option_is_named, 0,
                        COUNT(required) * COUNT(refusals));
    tcase_add_loop_test(tcase, required_option_without_memory_is_a_memory_error, 0,
                        COUNT(required));
    tcase_add_loop_test(tcase, request_that_libcurl_has_no_memory_for_is_not_sent, 0,
                        COUNT(each_time));
    tcase_add_test(tcase, both_ways_to_limit_protocols_are_tried);
    tcase_add_test(tcase, libcurl_that_cannot_limit_protocols_is_refused);
    tcase_add_test(tcase, lack_of_memory_before_a_response_is_not_a_long_header);
    tcase_add_test(tcase, url_beyond_the_limit_of_libcurl_is_refused);
    tcase_add_loop_test(tcase, missing_optional_option_is_ignored, 0, COUNT(optional));
    tcase_add_loop_test(tcase, path_and_query_bypass_the_url_of_libcurl, 0, COUNT(target_rows));
    tcase_add_test(tcase, missing_proxy_support_is_an_error_when_a_proxy_is_set);
    tcase_add_loop_test(tcase, libcurl_is_initialized_again_after_a_failure, 0, 2);
    tcase_add_loop_test(tcase, headers_of_libcurl_are_suppressed_unless_they_are_given, 0,
                        COUNT(header_rows));
    tcase_add_loop_test(tcase, other_tls_library_verifies_by_itself, 0, COUNT(certificates));
    tcase_add_loop_test(tcase, without_a_store_libcurl_uses_the_certificates_it_was_built_with, 0,
                        COUNT(own_certificates) * COUNT(certificates));
    tcase_add_loop_test(tcase, other_tls_library_may_lack_all_but_the_bundle, 0,
                        COUNT(other_tls_options));
    tcase_add_loop_test(tcase, handles_are_kept_except_in_the_versions_that_cannot, 0,
                        COUNT(handle_rows));
    tcase_add_loop_test(tcase, sigpipe_is_blocked_where_it_can_be_raised, 0, COUNT(guard_rows));
    tcase_add_loop_test(tcase, sigpipe_is_blocked_while_a_connection_is_closed, 0,
                        COUNT(closing_rows));
    tcase_add_test(tcase, sigpipe_is_blocked_for_a_lookup_on_a_dead_connection);
    tcase_add_test(tcase, descriptor_is_polled_only_for_a_token);
    tcase_add_test(tcase, no_other_signal_than_sigpipe_is_blocked_or_taken);
    if (!has_ipv6()) {
        puts("SKIP: unread input of a socket of IPv6: the system has no ::1");
    }
    tcase_add_loop_test(tcase, unread_input_is_found_by_the_port_of_each_family, 0,
                        has_ipv6() ? 2 : 1);
    tcase_add_loop_test(tcase, port_is_looked_up_until_there_is_one, 0, 2);
    tcase_add_loop_test(tcase, connection_may_have_any_number, 0, COUNT(numbers));
    tcase_add_test(tcase, number_of_a_descriptor_that_was_not_taken_back_is_watched_anew);
    suite_add_tcase(suite, tcase);
    return suite;
}
