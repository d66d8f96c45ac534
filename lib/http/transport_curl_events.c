/*
 * What curl calls while it carries a request: sockets open and close, the request goes out, bytes
 * come in.
 */
#include "core/text.h"
#include "http/transport_curl.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * Runs when a connection stands and the request is about to go out.  A second time means that curl
 * is sending it again because a kept connection died: whether that is safe is not for the transport
 * to decide.
 */
int line_on_request(void *user, char *remote, char *local, int remote_port, int local_port)
{
    struct line *line = user;
    (void)remote, (void)local, (void)remote_port, (void)local_port;
    line->died = line->died || line->sent;
    line->sent = true;
    return line->died ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

int line_open_socket(int family, int type, int protocol)
{
#ifdef SOCK_CLOEXEC
    return socket(family, type | SOCK_CLOEXEC, protocol);
#else
    int fd = socket(family, type, protocol);
    if (fd >= 0) {
        fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
    return fd;
#endif
}

/*
 * Sockets are known by number, so that a forked child can let go of them without a word to the
 * server.
 */
curl_socket_t line_on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct line *line = user;
    (void)purpose;
    if (line->sent) {
        line->died = true;
        return CURL_SOCKET_BAD;
    }
    line->fresh = true;
    if (line->sockets_count == LINE_SOCKETS_MAX) {
        return CURL_SOCKET_BAD;
    }
    int fd = line_open_socket(address->family, address->socktype, address->protocol);
    if (fd >= 0) {
        line->sockets[line->sockets_count++] = fd;
    }
    return fd >= 0 ? fd : CURL_SOCKET_BAD;
}

int line_on_close(void *user, curl_socket_t fd)
{
    struct line *line = user;
    for (size_t i = 0; i < line->sockets_count; i++) {
        if (line->sockets[i] == fd) {
            line->sockets[i] = line->sockets[--line->sockets_count];
            break;
        }
    }
    return close(fd);
}

/*
 * Over HTTP/2 the server may always have something to say, and it cannot be mistaken for an answer.
 */
bool line_is_quiet(const struct line *line)
{
    struct pollfd idle[LINE_SOCKETS_MAX];
    for (size_t i = 0; i < line->sockets_count; i++) {
        idle[i] = (struct pollfd){ .fd = line->sockets[i], .events = POLLIN };
    }
    return line->version >= CURL_HTTP_VERSION_2_0 ||
           poll(idle, (nfds_t)line->sockets_count, 0) <= 0;
}

static int32_t status_of(const char *text, size_t size)
{
    const char *blank = memchr(text, ' ', size);
    int64_t status = 0;
    if (blank == NULL || (size_t)(text + size - blank) < 4 ||
        !text_to_int64(blank + 1, 3, &status)) {
        return 0;
    }
    return (int32_t)status;
}

/* One line at a time.  What comes after the blank line, which would be trailers, is let pass. */
size_t line_on_header(char *text, size_t unit, size_t count, void *user)
{
    struct line *line = user;
    size_t size = unit * count;
    line->answered = true;
    if (!line->in_headers && size >= 5 && memcmp(text, "HTTP/", 5) == 0) {
        connect_http_response_set_status(line->response, status_of(text, size));
        line->in_headers = true;
        return line->response->cap == HTTP_CAP_NONE ? size : size + 1;
    }
    if (size == 0 || text[0] == '\r' || text[0] == '\n') {
        line->in_headers = false;
        return size;
    }
    const char *colon = memchr(text, ':', size);
    if (!line->in_headers || colon == NULL || text[0] == ' ' || text[0] == '\t') {
        return size;
    }
    size_t name = (size_t)(colon - text);
    bool ok =
        connect_http_response_add_header(line->response, text, name, colon + 1, size - name - 1);
    return ok ? size : size + 1;
}

size_t line_on_body(char *bytes, size_t unit, size_t count, void *user)
{
    struct line *line = user;
    size_t size = unit * count;
    return connect_http_response_add_body(line->response, bytes, size) ? size : size + 1;
}
