/*
 * The built-in transport for a thread that waits.
 *
 * Each pooled connection is an easy handle with a multi handle of its own and at most one TCP
 * connection in it.  Driven by curl_multi_poll() it can be stopped at any point, and no two threads
 * ever share anything of libcurl.
 */
#include "http/transport_curl.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/lock.h"
#include "core/sized.h"
#include "core/text.h"

#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define SOCKETS_MAX 16
#define WAIT_MAX_MS 1000
#define GRACE_MS 50 /* libcurl's own timers come first: they say what it was waiting for */
#define CA_BUNDLE_MAX 4096

struct pooled {
    struct pool_item item;
    struct socket_keeper keeper;
    struct connection connection;
    CURLM *multi;
    int sockets[SOCKETS_MAX];
    size_t sockets_count;
};

/* The pool knows an item by its first member. */
static_assert(offsetof(struct pooled, item) == 0, "a pool item is the pooled connection");

/* ---- process-wide ---- */

/* libcurl counts as well, but before 7.84 not under a lock. */
static struct lock global_lock = LOCK_INITIALIZER;

/* At the first request rather than before, because it reads OpenSSL's configuration. */
bool transport_start(struct transport *transport)
{
    if (!atomic_load(&transport->started)) {
        lock_acquire(&global_lock);
        if (!atomic_load(&transport->started)) {
            atomic_store(&transport->started, curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
        }
        lock_release(&global_lock);
    }
    return atomic_load(&transport->started);
}

static void transport_stop(struct transport *transport)
{
    if (atomic_load(&transport->started)) {
        lock_acquire(&global_lock);
        curl_global_cleanup();
        lock_release(&global_lock);
    }
}

/* ---- pooled connections ---- */

static struct pooled *pooled_of(struct socket_keeper *keeper)
{
    return (struct pooled *)((char *)keeper - offsetof(struct pooled, keeper));
}

static bool socket_opened(struct socket_keeper *keeper, struct connection *connection, int fd)
{
    struct pooled *pooled = pooled_of(keeper);
    (void)connection;
    if (pooled->sockets_count == SOCKETS_MAX) {
        return false;
    }
    ASSERT(fd >= 0 && pooled->sockets_count < SOCKETS_MAX);
    pooled->sockets[pooled->sockets_count++] = fd;
    return true;
}

static void socket_closing(struct socket_keeper *keeper, int fd)
{
    struct pooled *pooled = pooled_of(keeper);
    size_t i = 0;
    while (i < pooled->sockets_count && pooled->sockets[i] != fd) {
        i++;
    }
    ASSERT(i < pooled->sockets_count && pooled->sockets_count <= SOCKETS_MAX);
    pooled->sockets[i] = pooled->sockets[--pooled->sockets_count];
}

static void pooled_free(struct pooled *pooled)
{
    if (pooled != NULL) {
        ASSERT(!pooled->connection.guarded && pooled->connection.response == NULL);
        connection_release(&pooled->connection);
        (void)curl_multi_cleanup(pooled->multi);
        mem_free(pooled);
    }
}

static struct pooled *pooled_new(struct transport *transport)
{
    struct pooled *pooled = mem_calloc(1, sizeof *pooled);
    if (pooled == NULL) {
        return NULL;
    }
    pooled->keeper = (struct socket_keeper){ .opened = socket_opened, .closing = socket_closing };
    connection_init(&pooled->connection, &transport->settings, &pooled->keeper);
    pooled->multi = curl_multi_init();
    if (pooled->multi == NULL ||
        curl_multi_setopt(pooled->multi, CURLMOPT_MAXCONNECTS, 1L) != CURLM_OK) {
        pooled_free(pooled);
        return NULL;
    }
    return pooled;
}

/*
 * In a forked child.  An idle connection is freed behind a socket that leads nowhere, so that no
 * TLS close-notify reaches the server, whose connection is the parent's.  A busy one was used by a
 * thread that does not exist here: its memory may be in any state and is leaked.
 */
static void pooled_disinherit(struct pool_item *item)
{
    struct pooled *pooled = (struct pooled *)item;
    ASSERT(pooled->sockets_count <= SOCKETS_MAX);
    int nowhere = item->busy ? -1 : connection_open_socket(AF_UNIX, SOCK_STREAM, 0);
    for (size_t i = 0; i < pooled->sockets_count; i++) {
        if (nowhere < 0 || dup2(nowhere, pooled->sockets[i]) < 0) {
            (void)close(pooled->sockets[i]);
        }
    }
    if (nowhere >= 0) {
        (void)close(nowhere);
        pooled_free(pooled);
    }
}

/*
 * Whether nothing has come in since the last response, be it bytes or the end of the stream.  What
 * a server sends unasked must not become the response to the next request.  Over HTTP/2 it may
 * always have something to say, and it cannot be mistaken for a response.
 */
static bool pooled_is_quiet(const struct pooled *pooled)
{
    struct pollfd idle[SOCKETS_MAX];
    ASSERT(pooled->item.busy && pooled->sockets_count <= SOCKETS_MAX);
    if (pooled->sockets_count == 0 || connection_curl_checks_idle() ||
        pooled->connection.http_version >= CURL_HTTP_VERSION_2_0) {
        return true;
    }
    for (size_t i = 0; i < pooled->sockets_count; i++) {
        idle[i] = (struct pollfd){ .fd = pooled->sockets[i], .events = POLLIN };
    }
    return poll(idle, (nfds_t)pooled->sockets_count, 0) <= 0;
}

/*
 * Blocking SIGPIPE costs three system calls.  On a kept connection it is not needed from 7.87 on,
 * when libcurl began to send TLS with MSG_NOSIGNAL as well.  If the connection turns out to be dead
 * and a host name must be looked up, connection_on_resolve() blocks it then.
 */
static bool pooled_needs_guard(const struct pooled *pooled, bool quiet)
{
    return connection_curl_version() < 0x075700 || pooled->sockets_count == 0 || !quiet;
}

/* ---- one request ---- */

static CURLcode code_of(CURLMcode code)
{
    return code == CURLM_OUT_OF_MEMORY ? CURLE_OUT_OF_MEMORY : CURLE_FAILED_INIT;
}

/* Runs until libcurl is done, the token fires or time is up. */
static CURLcode pooled_drive(struct pooled *pooled, const connect_http_request *request)
{
    struct curl_waitfd cancel = { .fd = connect_cancel_fd(request->cancel),
                                  .events = CURL_WAIT_POLLIN };
    unsigned cancels = cancel.fd >= 0 ? 1 : 0;
    int64_t timeout = request->timeout_ms < 1 ? 1 : request->timeout_ms;
    timeout = timeout < INT_MAX ? timeout : INT_MAX;
    int64_t end = deadline_after(&clock_system, timeout + GRACE_MS);
    for (;;) {
        int running = 0;
        int messages;
        if (connect_cancel_is_fired(request->cancel)) {
            pooled->connection.progress.cancelled = true;
            return CURLE_ABORTED_BY_CALLBACK;
        }
        CURLMcode code = curl_multi_perform(pooled->multi, &running);
        CURLMsg *message = curl_multi_info_read(pooled->multi, &messages);
        if (message != NULL) {
            return message->data.result;
        }
        int64_t left = deadline_left(&clock_system, end);
        if (code != CURLM_OK || running == 0) {
            return code_of(code);
        }
        if (left == 0) {
            return CURLE_OPERATION_TIMEDOUT;
        }
        int wait = left < WAIT_MAX_MS ? (int)left : WAIT_MAX_MS;
        code = curl_multi_poll(pooled->multi, &cancel, cancels, wait, NULL);
        if (code != CURLM_OK) {
            return code_of(code);
        }
    }
}

static connect_status pooled_run(struct pooled *pooled, const connect_http_request *request,
                                 connect_http_response *response, bool fresh,
                                 connect_http_failure *failure)
{
    struct connection *connection = &pooled->connection;
    ASSERT(pooled->item.busy);
    connect_status status = connection_prepare(connection, request, response, fresh, failure);
    if (status != CONNECT_OK) {
        return status;
    }
    if (curl_multi_add_handle(pooled->multi, connection->easy) != CURLM_OK) {
        return failure_set(failure, CONNECT_E_MEMORY, "out of memory");
    }
    CURLcode code = pooled_drive(pooled, request);
    connection_collect(connection);
    (void)curl_multi_remove_handle(pooled->multi, connection->easy);
    return connection_outcome(connection, code, failure);
}

static struct pooled *pooled_take(struct transport *transport, const char *url)
{
    struct pooled *pooled = (struct pooled *)pool_take(&transport->pool, url);
    if (pooled == NULL) {
        pooled = pooled_new(transport);
        if (pooled != NULL) {
            pool_add(&transport->pool, &pooled->item, url);
        }
    }
    return pooled;
}

static connect_status transport_perform(struct transport *transport,
                                        const connect_http_request *request,
                                        connect_http_response *response,
                                        connect_http_failure *failure)
{
    failure_clear(failure);
    struct pooled *pooled =
        transport_start(transport) ? pooled_take(transport, request->url) : NULL;
    if (pooled == NULL) {
        return failure_set(failure, CONNECT_E_MEMORY, "out of memory");
    }
    struct connection *connection = &pooled->connection;
    bool quiet = pooled_is_quiet(pooled);
    if (pooled_needs_guard(pooled, quiet)) {
        sigpipe_block(&connection->guard);
        connection->guarded = true;
    }
    connect_status status = pooled_run(pooled, request, response, !quiet, failure);
    if (connection->progress.no_store) {
        /* The TLS handshake had not begun, so nothing was sent. */
        trust_give_up(transport->settings.trust);
        connection_release(connection);
        failure_clear(failure);
        status = pooled_run(pooled, request, response, true, failure);
    }
    connection_finish(connection);
    /* Once returned to the pool, the connection may be in use by another thread. */
    ASSERT(pooled->item.busy && connection->response == NULL);
    struct sigpipe_guard guard = connection->guard;
    bool guarded = connection->guarded;
    connection->guarded = false;
    pooled_free((struct pooled *)pool_give(&transport->pool, &pooled->item));
    if (guarded) {
        sigpipe_restore(&guard);
    }
    return status;
}

/* The failure of a transport that wraps this one may be shorter. */
static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    connect_http_failure made;
    connect_status status = transport_perform(user, request, response, &made);
    sized_fill(failure, &made, sizeof made);
    return status;
}

/* ---- the transport ---- */

static void transport_free(struct transport *transport)
{
    pool_destroy(&transport->pool);
    trust_release(transport->settings.trust);
    proxies_release(&transport->settings.proxies);
    mem_free(transport->settings.ca_bundle);
    mem_free(transport);
}

static void release_transport(void *user)
{
    struct transport *transport = user;
    struct sigpipe_guard guard;
    struct pool_item *item;
    sigpipe_block(&guard);
    while ((item = pool_drain(&transport->pool)) != NULL) {
        pooled_free((struct pooled *)item);
    }
    ASSERT(transport->pool.idle == 0);
    transport_stop(transport);
    sigpipe_restore(&guard);
    transport_free(transport);
}

static void close_idle(void *user)
{
    struct transport *transport = user;
    struct sigpipe_guard guard;
    sigpipe_block(&guard);
    struct pool_item *item = pool_drain_idle(&transport->pool);
    while (item != NULL) {
        struct pool_item *next = item->next;
        pooled_free((struct pooled *)item);
        item = next;
    }
    sigpipe_restore(&guard);
}

/* The default file and folder are libcurl's own. */
static bool settings_init_trust(struct connection_settings *settings)
{
    const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);
    bool known = settings->ca_bundle != NULL || curl->cainfo != NULL || curl->capath != NULL;
    if (!known || !trust_fits(curl->ssl_version)) {
        return true;
    }
    settings->trust = trust_acquire(settings->ca_bundle, curl->cainfo, curl->capath);
    return settings->trust != NULL;
}

static connect_status settings_init(struct connection_settings *settings,
                                    const struct transport_options *options, connect_error **error)
{
    const char *ca_bundle = text_is_empty(options->ca_bundle) ? NULL : options->ca_bundle;
    if (ca_bundle != NULL && strlen(ca_bundle) > CA_BUNDLE_MAX) {
        return error_set(error, CONNECT_E_CONFIGURATION, "ca_bundle: longer than %d bytes",
                         CA_BUNDLE_MAX);
    }
    connect_status status = proxies_init(&settings->proxies, options->proxy, error);
    if (status != CONNECT_OK) {
        return status;
    }
    settings->ca_bundle = mem_strdup(ca_bundle);
    if ((ca_bundle != NULL && settings->ca_bundle == NULL) || !settings_init_trust(settings)) {
        return error_memory(error);
    }
    return CONNECT_OK;
}

connect_status transport_curl_new(const struct transport_options *options, connect_transport *out,
                                  connect_error **error)
{
    struct transport *transport = mem_calloc(1, sizeof *transport);
    size_t max_idle = options->max_connections > 0 ? (size_t)options->max_connections : 0;
    if (transport == NULL || !pool_init(&transport->pool, max_idle, pooled_disinherit)) {
        mem_free(transport);
        return error_memory(error);
    }
    connect_status status = settings_init(&transport->settings, options, error);
    if (status != CONNECT_OK) {
        transport_free(transport);
        return status;
    }
    atomic_init(&transport->started, false);
    *out = (connect_transport){ sizeof *out, transport, perform, release_transport, close_idle };
    return CONNECT_OK;
}

bool transport_is_curl(const connect_transport *transport)
{
    return transport->perform == perform;
}

connect_status transport_warm_up(const connect_transport *transport, connect_error **error)
{
    if (!transport_is_curl(transport)) {
        return CONNECT_OK;
    }
    struct transport *own = transport->user;
    struct trust *trust = own->settings.trust;
    char message[TRUST_MESSAGE_MAX] = "";
    if (!transport_start(own)) {
        return error_memory(error);
    }
    if (trust == NULL || !trust_is_usable(trust)) {
        return CONNECT_OK;
    }
    enum trust_status status = trust_load(trust, message, sizeof message);
    if (status == TRUST_UNREADABLE) {
        return error_set(error, CONNECT_E_TLS, "%s", message);
    }
    return status == TRUST_NO_MEMORY ? error_memory(error) : CONNECT_OK;
}

void transport_describe_trust(const connect_transport *transport, char *out, size_t room)
{
    const struct transport *own = transport->user;
    ASSERT(room > 0);
    out[0] = '\0';
    if (!transport_is_curl(transport)) {
        return;
    }
    const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;
    bool shared = own->settings.trust != NULL && trust_is_usable(own->settings.trust);
    (void)snprintf(out, room, "%s (%s)",
                   shared ? "one store for the process" : "read by each connection",
                   library != NULL ? library : "no TLS");
}
