/*
 * The built-in transport, and the only file that calls curl.  Each kept "line" is an easy handle
 * with a multi handle and at most one connection of its own: driven by curl_multi_poll() it can be
 * stopped at any point, and no two threads ever share anything of curl.
 */
#include "http/transport_curl.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/text.h"
#include "http/sigpipe.h"
#include "http/transport.h"

#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WAIT_MAX_MS 1000
#define GRACE_MS 50 /* curl's own timers come first: they say what it was waiting for */
#define PROXY_MAX 2048
#define CA_BUNDLE_MAX 4096

struct transport {
    struct pool pool;
    atomic_bool started; /* curl_global_init() is ours to pair */
    char *ca_bundle;
    char *proxy;
};

/* ---- process-wide ---- */

/* curl counts as well, but before 7.84 not under a lock. */
static pthread_mutex_t global_lock = PTHREAD_MUTEX_INITIALIZER;

/* At the first request rather than before, because it reads OpenSSL's configuration. */
static bool start(struct transport *transport)
{
    if (!atomic_load(&transport->started)) {
        pthread_mutex_lock(&global_lock);
        if (!atomic_load(&transport->started)) {
            atomic_store(&transport->started, curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
        }
        pthread_mutex_unlock(&global_lock);
    }
    return atomic_load(&transport->started);
}

static void stop(struct transport *transport)
{
    if (atomic_load(&transport->started)) {
        pthread_mutex_lock(&global_lock);
        curl_global_cleanup();
        pthread_mutex_unlock(&global_lock);
    }
}

/* ---- lines ---- */

static bool set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS)) ==
           CURLE_OK;
#endif
}

/* What all requests have in common; false when curl refuses what safety rests on. */
static bool preset_numbers(CURL *easy)
{
    static const struct {
        CURLoption option;
        long value;
    } needed[] = {
        { CURLOPT_SSL_VERIFYPEER, 1 },
        { CURLOPT_SSL_VERIFYHOST, 2 },
        { CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
        { CURLOPT_FOLLOWLOCATION, 0 },
        { CURLOPT_PATH_AS_IS, 1 },
        { CURLOPT_NOSIGNAL, 1 },
        { CURLOPT_NOPROGRESS, 1 },
        { CURLOPT_TCP_NODELAY, 1 },
        { CURLOPT_TCP_KEEPALIVE, 1 },
        { CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
        /* curl 7.88 frees a session twice when it has no memory to keep it */
        { CURLOPT_SSL_SESSIONID_CACHE, 0 },
#if LIBCURL_VERSION_NUM >= 0x075700
        { CURLOPT_QUICK_EXIT, 1 }, /* a resolver that hangs does not hold a cancelled call */
#endif
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (curl_easy_setopt(easy, needed[i].option, needed[i].value) != CURLE_OK) {
            return false;
        }
    }
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    return set_protocols(easy);
}

static bool preset_callbacks(struct line *line)
{
    CURL *easy = line->easy;
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, line_on_request) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQDATA, line) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, line_on_open) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, line) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, line_on_close) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, line) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, line_on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, line) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, line_on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, line) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, line->said) == CURLE_OK;
}

/* A bundle that was named replaces the system's certificates instead of adding to them. */
static bool preset_files(CURL *easy, const struct transport *transport)
{
    if (transport->ca_bundle != NULL) {
        if (curl_easy_setopt(easy, CURLOPT_CAINFO, transport->ca_bundle) != CURLE_OK) {
            return false;
        }
        curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
        curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, transport->ca_bundle);
        curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
    }
    return transport->proxy == NULL ||
           curl_easy_setopt(easy, CURLOPT_PROXY, transport->proxy) == CURLE_OK;
}

static void line_free(struct line *line)
{
    if (line != NULL) {
        curl_easy_cleanup(line->easy);
        curl_multi_cleanup(line->multi);
        arena_release(&line->arena);
        mem_free(line);
    }
}

/*
 * From 7.83 until 8.1 libcurl keeps a pointer to the last header of an answer after it has freed it
 * with the next request, and writes through it when the next answer begins with a folded line.
 */
static bool handles_wear_out(void)
{
    unsigned version = curl_version_info(CURLVERSION_NOW)->version_num;
    return version >= 0x075300 && version < 0x080200;
}

/* Makes a line fit for the next request; the connection belongs to the multi handle and stays. */
static bool line_equip(struct line *line, const struct transport *transport)
{
    if (line->easy != NULL && !(line->used && handles_wear_out())) {
        return true;
    }
    curl_easy_cleanup(line->easy);
    line->easy = curl_easy_init();
    line->used = false;
    line->direct = false;
    if (line->easy != NULL && preset_numbers(line->easy) && preset_callbacks(line) &&
        preset_files(line->easy, transport)) {
        return true;
    }
    curl_easy_cleanup(line->easy);
    line->easy = NULL;
    return false;
}

static struct line *line_new(const struct transport *transport)
{
    struct line *line = mem_calloc(1, sizeof *line);
    if (line == NULL) {
        return NULL;
    }
    line->arena.secret = true;
    line->multi = curl_multi_init();
    if (line->multi == NULL ||
        curl_multi_setopt(line->multi, CURLMOPT_MAXCONNECTS, 1L) != CURLM_OK ||
        !line_equip(line, transport)) {
        line_free(line);
        return NULL;
    }
    return line;
}

/*
 * In a forked child.  An idle line is freed behind a socket that leads nowhere, so that no TLS
 * goodbye reaches the server, whose connection is the parent's.  A busy one was in the hands of a
 * thread that is not here: its memory may be in any state and is left alone.
 */
static void line_disinherit(struct pool_item *item)
{
    struct line *line = (struct line *)item;
    int nowhere = item->busy ? -1 : line_open_socket(AF_UNIX, SOCK_STREAM, 0);
    for (size_t i = 0; i < line->sockets_count; i++) {
        if (nowhere < 0 || dup2(nowhere, line->sockets[i]) < 0) {
            close(line->sockets[i]);
        }
    }
    if (nowhere >= 0) {
        close(nowhere);
        line_free(line);
    }
}

/* ---- one request ---- */

static connect_status refuse(struct line *line, const char *why)
{
    line->refusal = why;
    return CONNECT_E_ARGUMENT;
}

static connect_status set_headers(struct line *line, const connect_http_request *request)
{
    struct curl_slist *list = NULL;
    connect_status status = line_list_headers(line, request, &list);
    if (status != CONNECT_OK) {
        return status;
    }
    return curl_easy_setopt(line->easy, CURLOPT_HTTPHEADER, list) == CURLE_OK ? CONNECT_OK
                                                                              : CONNECT_E_MEMORY;
}

/* POSTFIELDS under another method's name: the upload path would add Expect and chunks. */
static connect_status set_method(struct line *line, const connect_http_request *request)
{
    CURL *easy = line->easy;
    if (!line_is_token(request->method)) {
        return refuse(line, "the method is not valid");
    }
    bool head = strcmp(request->method, "HEAD") == 0;
    bool bare = request->body == NULL && (head || strcmp(request->method, "GET") == 0);
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    if (code == CURLE_OK && head) {
        code = curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    }
    if (code == CURLE_OK && !bare) {
        curl_off_t size = request->body != NULL ? (curl_off_t)request->body_size : 0;
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
        code =
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body != NULL ? request->body : "");
    }
    if (code == CURLE_OK) {
        code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, bare ? NULL : request->method);
    }
    return code == CURLE_OK ? CONNECT_OK : CONNECT_E_MEMORY;
}

static long to_long(int64_t ms)
{
    return ms < 1 ? 1 : ms < INT_MAX ? (long)ms : INT_MAX;
}

/*
 * The path and query as they were signed: curl 7.88 leaves the query out when it has no memory to
 * copy it from the URL.  A proxy for plain http wants the whole URL instead, which curl makes.
 */
static bool set_target(CURL *easy, const connect_http_request *request)
{
    const char *host = strstr(request->url, "://"), *target = NULL;
    if (host != NULL && (request->direct || text_starts(request->url, "https:"))) {
        target = host + 3 + strcspn(host + 3, "/?");
    }
    /* Without a path curl puts one in. */
    if (target != NULL && *target != '/') {
        target = NULL;
    }
    return curl_easy_setopt(easy, CURLOPT_REQUEST_TARGET, target) == CURLE_OK;
}

static connect_status set_request(struct line *line, const struct transport *transport,
                                  const connect_http_request *request)
{
    CURL *easy = line->easy;
    if (!text_starts(request->url, "https://") && !text_starts(request->url, "http://")) {
        return refuse(line, "the URL is neither https nor http");
    }
    if (text_find_control(request->url, strlen(request->url)) >= 0 ||
        strchr(request->url, ' ') != NULL) {
        return refuse(line, "the URL has a blank or a control character");
    }
    if (request->direct != line->direct) {
        const char *proxy = request->direct ? "" : transport->proxy;
        if (curl_easy_setopt(easy, CURLOPT_PROXY, proxy) != CURLE_OK) {
            return CONNECT_E_MEMORY;
        }
        line->direct = request->direct;
    }
    /* Bytes that nobody asked for would be read as the answer to this request. */
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, line_is_quiet(line) ? 0L : 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, to_long(request->connect_timeout_ms));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, to_long(request->timeout_ms));
    curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)line->response->body.max);
    if (curl_easy_setopt(easy, CURLOPT_URL, request->url) != CURLE_OK ||
        !set_target(easy, request)) {
        return CONNECT_E_MEMORY;
    }
    connect_status status = set_method(line, request);
    return status == CONNECT_OK ? set_headers(line, request) : status;
}

/* Runs until curl is done, the token fires or time is up. */
static CURLcode drive(struct line *line, const connect_http_request *request)
{
    struct curl_waitfd waker = { connect_cancel_fd(request->cancel), CURL_WAIT_POLLIN, 0 };
    unsigned wakers = request->cancel != NULL ? 1 : 0;
    int64_t end = deadline_after(&clock_system, to_long(request->timeout_ms) + GRACE_MS);
    for (;;) {
        int running = 0;
        int messages;
        if (connect_cancel_is_fired(request->cancel)) {
            line->cancelled = true;
            return CURLE_ABORTED_BY_CALLBACK;
        }
        CURLMcode code = curl_multi_perform(line->multi, &running);
        CURLMsg *message = curl_multi_info_read(line->multi, &messages);
        if (message != NULL) {
            return message->data.result;
        }
        int64_t left = deadline_left(&clock_system, end);
        if (code != CURLM_OK || running == 0) {
            return code == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_FAILED_INIT;
        }
        if (left == 0) {
            return CURLE_OPERATION_TIMEDOUT;
        }
        int wait = left < WAIT_MAX_MS ? (int)left : WAIT_MAX_MS;
        code = curl_multi_poll(line->multi, &waker, wakers, wait, NULL);
        if (code != CURLM_OK) {
            return code == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_FAILED_INIT;
        }
    }
}

static void begin(struct line *line, connect_http_response *response)
{
    line->response = response;
    line->sent = false;
    line->died = false;
    line->fresh = false;
    line->answered = false;
    line->read = false;
    line->cancelled = false;
    line->in_headers = false;
    line->refusal = NULL;
    line->said[0] = '\0';
    http_response_reset(response);
}

/* Nothing of the request is kept: not the body's address, not a header. */
static void end(struct line *line)
{
    curl_easy_setopt(line->easy, CURLOPT_HTTPHEADER, NULL);
    curl_easy_setopt(line->easy, CURLOPT_POSTFIELDS, NULL);
    curl_easy_setopt(line->easy, CURLOPT_HTTPGET, 1L);
    arena_reset(&line->arena);
    line->response = NULL;
}

static connect_status run(struct line *line, const struct transport *transport,
                          const connect_http_request *request, connect_http_failure *failure)
{
    connect_status status =
        line_equip(line, transport) ? set_request(line, transport, request) : CONNECT_E_MEMORY;
    if (status != CONNECT_OK) {
        return line_not_begun(line, status, failure);
    }
    if (curl_multi_add_handle(line->multi, line->easy) != CURLM_OK) {
        return line_not_begun(line, CONNECT_E_MEMORY, failure);
    }
    line->used = true;
    CURLcode code = drive(line, request);
    curl_off_t first_byte = 0;
    curl_easy_getinfo(line->easy, CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
    line->read = first_byte > 0;
    curl_easy_getinfo(line->easy, CURLINFO_HTTP_VERSION, &line->version);
    curl_multi_remove_handle(line->multi, line->easy);
    return line_outcome(line, code, curl_easy_strerror(code), failure);
}

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    struct transport *transport = user;
    struct sigpipe_guard guard;
    memset(failure, 0, sizeof *failure);
    failure->size = sizeof *failure;
    if (!start(transport)) {
        return line_not_begun(NULL, CONNECT_E_MEMORY, failure);
    }
    struct line *line = (struct line *)pool_take(&transport->pool, request->url);
    if (line == NULL) {
        line = line_new(transport);
        if (line == NULL) {
            return line_not_begun(NULL, CONNECT_E_MEMORY, failure);
        }
        pool_add(&transport->pool, &line->item, request->url);
    }
    begin(line, response);
    sigpipe_block(&guard);
    connect_status status = run(line, transport, request, failure);
    end(line);
    line_free((struct line *)pool_give(&transport->pool, &line->item));
    sigpipe_restore(&guard);
    return status;
}

/* ---- the transport ---- */

static void release(void *user)
{
    struct transport *transport = user;
    struct sigpipe_guard guard;
    struct pool_item *item;
    sigpipe_block(&guard);
    while ((item = pool_drain(&transport->pool)) != NULL) {
        line_free((struct line *)item);
    }
    stop(transport);
    sigpipe_restore(&guard);
    pool_destroy(&transport->pool);
    mem_free(transport->ca_bundle);
    mem_free_secret_text(transport->proxy);
    mem_free(transport);
}

static bool is_proxy(const char *proxy)
{
    static const char *const schemes[] = {
        "http", "https", "socks4", "socks4a", "socks5", "socks5h"
    };
    const char *mark = strstr(proxy, "://");
    size_t size = strlen(proxy);
    if (size > PROXY_MAX || text_find_control(proxy, size) >= 0 || strchr(proxy, ' ') != NULL) {
        return false;
    }
    for (size_t i = 0; mark != NULL && i < sizeof schemes / sizeof schemes[0]; i++) {
        if (text_equal_nocase_n(proxy, (size_t)(mark - proxy), schemes[i])) {
            return mark[3] != '\0';
        }
    }
    return mark == NULL;
}

connect_status transport_curl_new(const struct transport_options *options, connect_transport *out,
                                  connect_error **error)
{
    const char *ca_bundle = text_is_empty(options->ca_bundle) ? NULL : options->ca_bundle;
    if (options->proxy != NULL && !is_proxy(options->proxy)) {
        return error_set(
            error, CONNECT_E_CONFIGURATION,
            "proxy: not a usable URL: it wants [SCHEME://]host[:port], and SCHEME one of http, "
            "https, socks4, socks4a, socks5, socks5h");
    }
    if (ca_bundle != NULL && strlen(ca_bundle) > CA_BUNDLE_MAX) {
        return error_set(error, CONNECT_E_CONFIGURATION, "ca_bundle: longer than %d bytes",
                         CA_BUNDLE_MAX);
    }
    struct transport *transport = mem_calloc(1, sizeof *transport);
    if (transport == NULL) {
        return error_memory(error);
    }
    transport->ca_bundle = mem_strdup(ca_bundle);
    transport->proxy = mem_strdup(options->proxy);
    if ((ca_bundle != NULL && transport->ca_bundle == NULL) ||
        (options->proxy != NULL && transport->proxy == NULL)) {
        mem_free(transport->ca_bundle);
        mem_free_secret_text(transport->proxy);
        mem_free(transport);
        return error_memory(error);
    }
    atomic_init(&transport->started, false);
    size_t max_idle = options->max_connections > 0 ? (size_t)options->max_connections : 0;
    pool_init(&transport->pool, max_idle, line_disinherit);
    *out = (connect_transport){ sizeof *out, transport, perform, release };
    return CONNECT_OK;
}
