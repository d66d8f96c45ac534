/*
 * A service with fixed responses, plain and over TLS, in a process of its own, so that its CPU time
 * is not the client's.
 */
#include "bench.h"
#include "certificate.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTIONS 64
#define REQUEST_MAX 8192

struct connection {
    SSL *ssl; /* NULL: plain */
    char text[REQUEST_MAX];
    size_t size;
};

static bool take_token(struct bench_shared *shared)
{
    int64_t now = bench_now_us();

    if (shared->rate <= 0) {
        return true;
    }
    shared->tokens += (double)(now - shared->refilled_us) / 1e6 * shared->rate;
    shared->refilled_us = now;
    if (shared->tokens > shared->burst) {
        shared->tokens = shared->burst;
    }
    if (shared->tokens < 1) {
        return false;
    }
    shared->tokens -= 1;
    return true;
}

static void respond(struct connection *connection, int fd, int status, const char *headers,
                    const char *body)
{
    char out[BENCH_PAGE_SIZE + 1024];
    int size = snprintf(out, sizeof out,
                        "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n"
                        "x-amzn-RequestId: 01234567-89ab-cdef-0123-456789abcdef\r\n%s\r\n%s",
                        status, strlen(body), headers, body);

    if (connection->ssl != NULL) {
        (void)SSL_write(connection->ssl, out, size);
        return;
    }
    for (int sent = 0; sent < size;) {
        ssize_t n = send(fd, out + sent, (size_t)(size - sent), MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += (int)n;
    }
}

static void handle_request(struct connection *connection, int fd, struct bench_shared *shared)
{
    const char *request = connection->text;

    if (!take_token(shared)) {
        shared->refused++;
        respond(connection, fd, 429, "x-amzn-ErrorType: ThrottlingException\r\n",
                "{\"Message\":\"Rate exceeded\"}");
    } else if (strncmp(request, "GET /instance/", 14) == 0) {
        respond(connection, fd, 200, "", bench_describe_body());
    } else {
        const char *token = strstr(request, "nextToken=");
        char body[BENCH_PAGE_SIZE];

        bench_page_body(token == NULL ? 0 : (int)strtol(token + 10, NULL, 10), body);
        respond(connection, fd, 200, "", body);
    }
}

/* Reads what is there and responds to each whole request; false when the peer has gone. */
static bool serve(struct connection *connection, int fd, struct bench_shared *shared)
{
    char *end;

    do {
        char *free_space = connection->text + connection->size;
        size_t room = REQUEST_MAX - 1 - connection->size;
        ssize_t n = connection->ssl != NULL ? SSL_read(connection->ssl, free_space, (int)room)
                                            : recv(fd, free_space, room, 0);
        if (n <= 0) {
            return false;
        }
        connection->size += (size_t)n;
        connection->text[connection->size] = '\0';
        while ((end = strstr(connection->text, "\r\n\r\n")) != NULL) {
            size_t whole = (size_t)(end + 4 - connection->text);

            handle_request(connection, fd, shared);
            memmove(connection->text, connection->text + whole, connection->size - whole + 1);
            connection->size -= whole;
        }
    } while (connection->ssl != NULL && SSL_pending(connection->ssl) > 0);
    return connection->size < REQUEST_MAX - 1;
}

/* Accepts a connection; false when there is none, or its handshake fails. */
static bool connection_open(struct connection *connection, int listener, SSL_CTX *context, int *fd)
{
    *fd = accept(listener, NULL, NULL);
    connection->size = 0;
    connection->ssl = NULL;
    if (*fd < 0 || context == NULL) {
        return *fd >= 0;
    }
    connection->ssl = SSL_new(context);
    if (connection->ssl != NULL && SSL_set_fd(connection->ssl, *fd) == 1 &&
        SSL_accept(connection->ssl) == 1) {
        return true;
    }
    SSL_free(connection->ssl);
    (void)close(*fd);
    return false;
}

_Noreturn static void serve_forever(const int listeners[2], SSL_CTX *context,
                                    struct bench_shared *shared)
{
    static struct connection connections[CONNECTIONS];
    struct pollfd fds[CONNECTIONS];
    nfds_t count = 2;

    fds[0] = (struct pollfd){ listeners[0], POLLIN, 0 };
    fds[1] = (struct pollfd){ listeners[1], POLLIN, 0 };
    while (poll(fds, count, -1) >= 0 || errno == EINTR) {
        for (nfds_t i = count; i-- > 2;) {
            if (fds[i].revents == 0 || serve(&connections[i], fds[i].fd, shared)) {
                continue;
            }
            SSL_free(connections[i].ssl);
            (void)close(fds[i].fd);
            fds[i] = fds[--count];
            connections[i] = connections[count];
        }
        for (int i = 0; i < 2; i++) {
            int fd;
            if ((fds[i].revents & POLLIN) != 0 && count < CONNECTIONS &&
                connection_open(&connections[count], listeners[i], i == 1 ? context : NULL, &fd)) {
                fds[count++] = (struct pollfd){ fd, POLLIN, 0 };
            }
        }
    }
    _exit(1);
}

/* A listening socket on a free port of 127.0.0.1, or -1. */
static int listen_on_loopback(int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, CONNECTIONS) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

bool bench_server_start(struct bench_server *server)
{
    static char bundle[] = "/tmp/connect-bench-XXXXXX";
    SSL_CTX *context = certificate_context(bundle);
    int listeners[2] = { listen_on_loopback(&server->port), listen_on_loopback(&server->tls_port) };

    server->bundle = bundle;
    server->shared = mmap(NULL, sizeof *server->shared, PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (context == NULL || listeners[0] < 0 || listeners[1] < 0 || server->shared == MAP_FAILED) {
        return false;
    }
    bench_bodies_make();
    pid_t pid = fork();
    if (pid == 0) {
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
        (void)signal(SIGPIPE, SIG_IGN);
        serve_forever(listeners, context, server->shared);
    }
    (void)close(listeners[0]);
    (void)close(listeners[1]);
    SSL_CTX_free(context);
    return pid > 0;
}

void bench_server_throttle(struct bench_server *server, double rate, double burst)
{
    struct bench_shared *shared = server->shared;

    shared->rate = rate;
    shared->burst = shared->tokens = burst;
    shared->refilled_us = bench_now_us();
    shared->refused = 0;
}
