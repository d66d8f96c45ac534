/*
 * What libcurl calls while it carries a request: lookups, sockets, TLS, the request, and the bytes
 * of the response.  None of these functions calls libcurl.
 */
#include "core/assert.h"
#include "core/number.h"
#include "http/connection.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Before a lookup, which may start a thread.  The thread inherits the signal mask, and it writes to
 * a socket of which the other end is gone when the request was cancelled meanwhile.
 */
int connection_on_resolve(void *resolver, void *reserved, void *user)
{
    struct connection *connection = user;
    (void)resolver, (void)reserved;
    if (!connection->guarded) {
        sigpipe_block(&connection->guard);
        connection->guarded = true;
    }
    return 0;
}

/*
 * Rule: a request is repeated automatically only where it is known to be safe.  Source: RFC 9110,
 * 9.2.2.  Test: dead_kept_connection_is_stale_and_nothing_is_resent.
 */
/*
 * Connected, and the request is about to go out.  A second time means that libcurl is sending it
 * again because a kept connection died: whether that is safe is not for the transport to decide.
 */
int connection_on_request(void *user, char *remote, char *local, int remote_port, int local_port)
{
    struct connection *connection = user;
    struct connection_progress *progress = &connection->progress;
    struct socket_keeper *keeper = connection->keeper;
    (void)remote, (void)local, (void)remote_port;
    ASSERT(keeper != NULL);
    keeper->events++;
    if (!progress->fresh && !progress->sent && keeper->is_quiet != NULL &&
        !keeper->is_quiet(keeper, local_port)) {
        progress->unquiet = true;
        return CURL_PREREQFUNC_ABORT;
    }
    progress->died = progress->died || progress->sent;
    progress->sent = true;
    return progress->died || connection->response == NULL ? CURL_PREREQFUNC_ABORT
                                                          : CURL_PREREQFUNC_OK;
}

int connection_open_socket(int family, int type, int protocol)
{
    return socket(family, type | SOCK_CLOEXEC, protocol);
}

/* Sockets are known by number, so that a forked child can close them without a word to the server.
 */
curl_socket_t connection_on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct connection *connection = user;
    (void)purpose;
    ASSERT(connection->keeper->opened != NULL);
    connection->keeper->events++;
    if (connection->progress.sent || connection->response == NULL) {
        connection->progress.died = connection->progress.sent;
        return CURL_SOCKET_BAD;
    }
    connection->progress.fresh = true;
    int fd = connection_open_socket(address->family, address->socktype, address->protocol);
    if (fd >= 0 && !connection->keeper->opened(connection->keeper, connection, fd)) {
        (void)close(fd);
        return CURL_SOCKET_BAD;
    }
    return fd;
}

int connection_on_close(void *user, curl_socket_t fd)
{
    struct socket_keeper *keeper = user;
    ASSERT(fd >= 0);
    keeper->events++;
    keeper->closing(keeper, fd);
    return close(fd);
}

/* A new TLS connection: it verifies with the store of the process. */
CURLcode connection_on_tls(CURL *easy, void *context, void *user)
{
    struct connection *connection = user;
    char message[TRUST_MESSAGE_MAX] = "";
    (void)easy;
    ASSERT(connection->settings->trust != NULL);
    switch (trust_apply(connection->settings->trust, context, message, sizeof message)) {
    case TRUST_OK:
        return CURLE_OK;
    case TRUST_NO_MEMORY:
        return CURLE_OUT_OF_MEMORY;
    case TRUST_UNREADABLE:
        connection->progress.trust_error = arena_strdup(&connection->arena, message);
        return connection->progress.trust_error != NULL ? CURLE_SSL_CACERT_BADFILE
                                                        : CURLE_OUT_OF_MEMORY;
    default:
        connection->progress.no_store = true;
        return CURLE_ABORTED_BY_CALLBACK;
    }
}

static int32_t status_of(const char *text, size_t size)
{
    const char *space = memchr(text, ' ', size);
    int64_t status;
    if (space == NULL || (size_t)(text + size - space) < 4 ||
        !text_to_int64(space + 1, 3, &status)) {
        return 0;
    }
    return (int32_t)status;
}

/* One line at a time.  What comes after the empty line (trailers) is ignored. */
size_t connection_on_header(char *text, size_t unit, size_t count, void *user)
{
    struct connection *connection = user;
    struct connection_progress *progress = &connection->progress;
    size_t size = unit * count;
    connection->keeper->events++;
    if (connection->response == NULL) {
        return size + 1;
    }
    progress->responded = true;
    if (!progress->in_headers && size >= 5 && memcmp(text, "HTTP/", 5) == 0) {
        connect_http_response_set_status(connection->response, status_of(text, size));
        progress->in_headers = true;
        return connection->response->cap == HTTP_CAP_NONE ? size : size + 1;
    }
    if (size == 0 || text[0] == '\r' || text[0] == '\n') {
        progress->in_headers = false;
        return size;
    }
    const char *colon = memchr(text, ':', size);
    if (!progress->in_headers || colon == NULL || text[0] == ' ' || text[0] == '\t') {
        return size;
    }
    size_t name = (size_t)(colon - text);
    ASSERT(name < size);
    bool ok = connect_http_response_add_header(connection->response, text, name, colon + 1,
                                               size - name - 1);
    return ok ? size : size + 1;
}

size_t connection_on_body(char *bytes, size_t unit, size_t count, void *user)
{
    struct connection *connection = user;
    size_t size = unit * count;
    connection->keeper->events++;
    bool ok = connection->response != NULL &&
              connect_http_response_add_body(connection->response, bytes, size);
    return ok ? size : size + 1;
}
