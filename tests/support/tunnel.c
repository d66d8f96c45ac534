/* See tunnel.h.  One thread; connections are served one after the other. */
#include "support/tunnel.h"

#include <check.h>

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct tunnel {
    pthread_t thread;
    int listener;
    int wake[2];
    int target_port;
    char url[64];
    atomic_int count;
    char head[4096];
};

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* Waits for input on one of two descriptors; false when the tunnel is being stopped. */
static bool await_input(const struct tunnel *tunnel, int a, int b, bool *from_b)
{
    struct pollfd fds[] = { { tunnel->wake[0], POLLIN, 0 }, { a, POLLIN, 0 }, { b, POLLIN, 0 } };
    while (poll(fds, 3, -1) < 0) {
    }
    *from_b = fds[1].revents == 0;
    return fds[0].revents == 0;
}

static bool read_head(struct tunnel *tunnel, int fd)
{
    size_t size = 0;
    bool unused;
    tunnel->head[0] = '\0';
    while (strstr(tunnel->head, "\r\n\r\n") == NULL && size < sizeof tunnel->head - 1) {
        /* Byte by byte: what follows the head belongs to the tunnel. */
        if (!await_input(tunnel, fd, -1, &unused) || read(fd, tunnel->head + size, 1) != 1) {
            return false;
        }
        tunnel->head[++size] = '\0';
    }
    return true;
}

static void pump(const struct tunnel *tunnel, int client, int server)
{
    char bytes[16384];
    bool from_server;
    while (await_input(tunnel, client, server, &from_server)) {
        ssize_t got = read(from_server ? server : client, bytes, sizeof bytes);
        if (got <= 0 ||
            send(from_server ? client : server, bytes, (size_t)got, MSG_NOSIGNAL) != got) {
            return;
        }
    }
}

static void serve(struct tunnel *tunnel, int client)
{
    static const char established[] = "HTTP/1.1 200 Connection established\r\n\r\n";
    struct sockaddr_in address = loopback(tunnel->target_port);
    if (!read_head(tunnel, client)) {
        return;
    }
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(server, (struct sockaddr *)&address, sizeof address) == 0 &&
        send(client, established, sizeof established - 1, MSG_NOSIGNAL) > 0) {
        atomic_fetch_add(&tunnel->count, 1);
        pump(tunnel, client, server);
    }
    close(server);
}

static void *run_tunnel(void *user)
{
    struct tunnel *tunnel = user;
    bool unused;
    while (await_input(tunnel, tunnel->listener, -1, &unused)) {
        int client = accept(tunnel->listener, NULL, NULL);
        if (client >= 0) {
            serve(tunnel, client);
            close(client);
        }
    }
    return NULL;
}

struct tunnel *tunnel_start(int target_port)
{
    struct tunnel *tunnel = calloc(1, sizeof *tunnel);
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ck_assert_ptr_nonnull(tunnel);
    tunnel->target_port = target_port;
    tunnel->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ck_assert_int_eq(bind(tunnel->listener, (struct sockaddr *)&address, size), 0);
    ck_assert_int_eq(listen(tunnel->listener, 64), 0);
    ck_assert_int_eq(getsockname(tunnel->listener, (struct sockaddr *)&address, &size), 0);
    snprintf(tunnel->url, sizeof tunnel->url, "http://127.0.0.1:%d", ntohs(address.sin_port));
    ck_assert_int_eq(pipe(tunnel->wake), 0);
    ck_assert_int_eq(pthread_create(&tunnel->thread, NULL, run_tunnel, tunnel), 0);
    return tunnel;
}

void tunnel_stop(struct tunnel *tunnel)
{
    ck_assert_int_eq(write(tunnel->wake[1], "x", 1), 1);
    pthread_join(tunnel->thread, NULL);
    close(tunnel->listener);
    close(tunnel->wake[0]);
    close(tunnel->wake[1]);
    free(tunnel);
}

const char *tunnel_url(const struct tunnel *tunnel)
{
    return tunnel->url;
}

int tunnel_count(struct tunnel *tunnel)
{
    return atomic_load(&tunnel->count);
}

const char *tunnel_last_head(struct tunnel *tunnel)
{
    return tunnel->head;
}
