/* See wire_server.h.  Everything shared is behind one lock; scripts run without it. */
#include "support/wire_server.h"

#include "support/patience.h"

#include <check.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PEERS_MAX 4096
#define STACK_SIZE (1024 * 1024)
#define BACKLOG 512
#define REQUESTS_MAX 65536

struct wire_peer {
    struct wire_server *server;
    pthread_t thread;
    int number;
    int fd;
    void *state; /* of io */
    bool opened;
    bool rude; /* no goodbye */
    char *in;  /* bytes read and not yet used up */
    size_t in_size;
    size_t in_room;
    char *last;
    int slot;
    struct wire_peer *next_over;
};

struct text_list {
    char *text;
    struct text_list *next;
};

struct wire_server {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    pthread_t thread;
    wire_script script;
    void *user;
    const struct wire_io *io;
    int fd;
    int port;
    int wake[2];
    bool is_lasting;
    struct wire_peer *peers[PEERS_MAX];
    int peers_count;
    /* of a lasting server: those that have ended and whose slots are free again */
    struct wire_peer *over;
    int connections;
    int ended;
    char *requests[REQUESTS_MAX];
    int requests_count;
    struct text_list *urls;
};

/* ---- bytes ---- */

static ssize_t plain_read(void *state, int fd, void *bytes, size_t size)
{
    (void)state;
    return recv(fd, bytes, size, 0);
}

static ssize_t plain_write(void *state, int fd, const void *bytes, size_t size)
{
    (void)state;
    return send(fd, bytes, size, MSG_NOSIGNAL);
}

static const struct wire_io plain = { NULL, plain_read, plain_write, NULL, NULL };

/*
 * Waits for the peer or for the end of the server; false for the latter and for a time that ran
 * out.
 */
static bool wait_for(struct wire_peer *peer, short events, int ms)
{
    struct pollfd fds[2] = { { peer->server->wake[0], POLLIN, 0 }, { peer->fd, events, 0 } };
    int count;
    do {
        count = poll(fds, peer->fd >= 0 ? 2 : 1, ms);
    } while (count < 0 && errno == EINTR);
    return count > 0 && fds[0].revents == 0;
}

static bool read_more(struct wire_peer *peer)
{
    if (peer->in_size + 16384 > peer->in_room) {
        peer->in_room = peer->in_room * 2 + 32768;
        peer->in = realloc(peer->in, peer->in_room);
    }
    if (peer->fd < 0 || peer->in == NULL) {
        return false;
    }
    if (peer->server->io == &plain && !wait_for(peer, POLLIN, -1)) {
        return false;
    }
    ssize_t got = peer->server->io->read(peer->state, peer->fd, peer->in + peer->in_size, 16383);
    if (got <= 0) {
        return false;
    }
    peer->in_size += (size_t)got;
    peer->in[peer->in_size] = '\0';
    return true;
}

static void use_up(struct wire_peer *peer, size_t size)
{
    memmove(peer->in, peer->in + size, peer->in_size - size + 1);
    peer->in_size -= size;
}

static void remember(struct wire_peer *peer, size_t size)
{
    struct wire_server *server = peer->server;
    char *text = strndup(peer->in, size);
    use_up(peer, size);
    pthread_mutex_lock(&server->lock);
    if (server->is_lasting) {
        free(peer->last);
        server->requests_count++;
    } else if (server->requests_count < REQUESTS_MAX) {
        server->requests[server->requests_count++] = text;
    } else {
        free(text);
        text = NULL;
    }
    peer->last = text;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
}

static bool read_message(struct wire_peer *peer, bool with_body)
{
    char *end;
    while (peer->in == NULL || (end = strstr(peer->in, "\r\n\r\n")) == NULL) {
        if (!read_more(peer)) {
            return false;
        }
    }
    size_t head = (size_t)(end - peer->in) + 4;
    size_t body = 0;
    const char *length = strcasestr(peer->in, "\r\nContent-Length:");
    if (with_body && length != NULL && length < end) {
        body = (size_t)strtoul(length + 17, NULL, 10);
    }
    while (peer->in_size < head + body) {
        if (!read_more(peer)) {
            return false;
        }
    }
    remember(peer, head + body);
    return true;
}

bool wire_read_request(struct wire_peer *peer)
{
    return read_message(peer, true);
}

bool wire_read_head(struct wire_peer *peer)
{
    return read_message(peer, false);
}

bool wire_read_bytes(struct wire_peer *peer, void *bytes, size_t size)
{
    while (peer->in_size < size) {
        if (!read_more(peer)) {
            return false;
        }
    }
    if (size > 0) {
        memcpy(bytes, peer->in, size);
        use_up(peer, size);
    }
    return true;
}

const char *wire_last_request(const struct wire_peer *peer)
{
    return peer->last != NULL ? peer->last : "";
}

bool wire_send_bytes(struct wire_peer *peer, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size > 0) {
        if (peer->fd < 0 || !wait_for(peer, POLLOUT, -1)) {
            return false;
        }
        ssize_t sent = peer->server->io->write(peer->state, peer->fd, at, size);
        if (sent <= 0) {
            return false;
        }
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

bool wire_send(struct wire_peer *peer, const char *text)
{
    return wire_send_bytes(peer, text, strlen(text));
}

bool wire_send_repeated(struct wire_peer *peer, const char *text, size_t bytes)
{
    char block[16384];
    size_t size = strlen(text);
    size_t full = sizeof block / size * size;
    for (size_t i = 0; i < full; i++) {
        block[i] = text[i % size];
    }
    while (bytes > 0) {
        size_t part = bytes < full ? bytes : full;
        if (!wire_send_bytes(peer, block, part)) {
            return false;
        }
        bytes -= part;
    }
    return true;
}

bool wire_drip(struct wire_peer *peer, const char *text, int ms)
{
    for (; *text != '\0'; text++) {
        if (!wire_send_bytes(peer, text, 1) || !wire_pause(peer, ms)) {
            return false;
        }
    }
    return true;
}

bool wire_response(struct wire_peer *peer, int status, const char *header_lines, const char *body)
{
    char head[256];
    snprintf(head, sizeof head, "HTTP/1.1 %d Reason\r\nContent-Length: %zu\r\n", status,
             strlen(body));
    return wire_send(peer, head) && wire_send(peer, header_lines) && wire_send(peer, "\r\n") &&
           wire_send(peer, body);
}

bool wire_pause(struct wire_peer *peer, int ms)
{
    struct pollfd wake = { peer->server->wake[0], POLLIN, 0 };
    int count;
    do {
        count = poll(&wake, 1, ms);
    } while (count < 0 && errno == EINTR);
    return count == 0;
}

bool wire_wait_closed(struct wire_peer *peer, int ms)
{
    struct timespec start, now;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (;;) {
        clock_gettime(CLOCK_MONOTONIC, &now);
        int left = ms - (int)((now.tv_sec - start.tv_sec) * 1000 +
                              (now.tv_nsec - start.tv_nsec) / 1000000);
        if (left <= 0 || !wait_for(peer, POLLIN, left)) {
            return false;
        }
        if (!read_more(peer)) {
            return true;
        }
    }
}

/* ---- ends of a connection ---- */

/* The server's own look at the descriptor, when it stops, is under the lock. */
static void close_fd(struct wire_peer *peer)
{
    pthread_mutex_lock(&peer->server->lock);
    int fd = peer->fd;
    peer->fd = -1;
    pthread_mutex_unlock(&peer->server->lock);
    if (fd >= 0) {
        if (peer->opened && peer->server->io->close != NULL) {
            peer->server->io->close(peer->state, fd, !peer->rude);
        }
        close(fd);
    }
}

void wire_reset(struct wire_peer *peer)
{
    struct linger linger = { 1, 0 };
    setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
    peer->rude = true;
    close_fd(peer);
}

void wire_half_close(struct wire_peer *peer)
{
    shutdown(peer->fd, SHUT_WR);
}

void wire_hang_up(struct wire_peer *peer)
{
    peer->rude = true;
    close_fd(peer);
}

int wire_number(const struct wire_peer *peer)
{
    return peer->number;
}

struct wire_server *wire_server_of(const struct wire_peer *peer)
{
    return peer->server;
}

/* ---- threads ---- */

static void *play(void *argument)
{
    struct wire_peer *peer = argument;
    struct wire_server *server = peer->server;
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE); /* TLS writes without MSG_NOSIGNAL */
    pthread_sigmask(SIG_BLOCK, &only, NULL);
    peer->opened =
        server->io->open == NULL || server->io->open(server->io->user, peer->fd, &peer->state);
    if (peer->opened) {
        server->script(peer, server->user);
    }
    close_fd(peer);
    pthread_mutex_lock(&server->lock);
    server->ended++;
    peer->next_over = server->over;
    server->over = peer;
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

static void peer_free(struct wire_peer *peer)
{
    pthread_join(peer->thread, NULL);
    if (peer->server->is_lasting) {
        free(peer->last);
    }
    free(peer->in);
    free(peer);
}

/* Under the lock.  A peer puts itself among those that are over with its last look at the lock. */
static int take_slot(struct wire_server *server)
{
    struct wire_peer *over = server->is_lasting ? server->over : NULL;
    if (over == NULL) {
        return server->peers_count < PEERS_MAX ? server->peers_count++ : -1;
    }
    int slot = over->slot;
    server->over = over->next_over;
    peer_free(over);
    server->peers[slot] = NULL;
    return slot;
}

/* A thousand of them have room in 32 bits. */
static bool start_peer(struct wire_peer *peer)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_SIZE);
    bool ok = pthread_create(&peer->thread, &attributes, play, peer) == 0;
    pthread_attr_destroy(&attributes);
    return ok;
}

static void welcome(struct wire_server *server, int fd)
{
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct wire_peer *peer = calloc(1, sizeof *peer);
    peer->server = server;
    peer->fd = fd;
    pthread_mutex_lock(&server->lock);
    peer->slot = take_slot(server);
    if (peer->slot >= 0) {
        server->peers[peer->slot] = peer;
        peer->number = ++server->connections;
        ck_assert(start_peer(peer));
    }
    pthread_cond_broadcast(&server->changed);
    pthread_mutex_unlock(&server->lock);
    if (peer->slot < 0) {
        close(fd);
        free(peer);
    }
}

static void *accept_all(void *argument)
{
    struct wire_server *server = argument;
    struct pollfd fds[2] = { { server->wake[0], POLLIN, 0 }, { server->fd, POLLIN, 0 } };
    for (;;) {
        if (poll(fds, 2, -1) < 0 && errno != EINTR) {
            return NULL;
        }
        if (fds[0].revents != 0) {
            return NULL;
        }
        int fd = fds[1].revents != 0 ? accept4(server->fd, NULL, NULL, SOCK_CLOEXEC) : -1;
        if (fd >= 0) {
            welcome(server, fd);
        } else if (errno == EINVAL) {
            usleep(1000); /* while it refuses */
        }
    }
}

/*
 * A socket at a port of the kernel's choice, requested by number: so it keeps the port while it
 * does not listen.
 */
static int bind_to_any(struct sockaddr_in *address)
{
    socklen_t size = sizeof *address;
    for (;;) {
        int scout = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        int on = 1; /* or its own connections would keep it from listening again */
        ck_assert(scout >= 0 && fd >= 0);
        ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
        address->sin_port = 0;
        ck_assert_int_eq(bind(scout, (struct sockaddr *)address, size), 0);
        ck_assert_int_eq(getsockname(scout, (struct sockaddr *)address, &size), 0);
        close(scout);
        if (bind(fd, (struct sockaddr *)address, size) == 0) {
            return fd;
        }
        close(fd);
    }
}

static int listen_on_any(int backlog, int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    int fd = bind_to_any(&address);
    /* The connection that woke poll() may be gone before accept4(), which must not wait then. */
    ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    if (backlog >= 0) {
        ck_assert_int_eq(listen(fd, backlog), 0);
    }
    *port = ntohs(address.sin_port);
    return fd;
}

static struct wire_server *start(wire_script script, void *user, const struct wire_io *io,
                                 bool is_lasting)
{
    struct wire_server *server = calloc(1, sizeof *server);
    ck_assert_ptr_nonnull(server);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->changed, NULL);
    server->script = script;
    server->user = user;
    server->is_lasting = is_lasting;
    server->io = io != NULL ? io : &plain;
    server->fd = listen_on_any(BACKLOG, &server->port);
    ck_assert_int_eq(pipe2(server->wake, O_CLOEXEC), 0);
    ck_assert_int_eq(pthread_create(&server->thread, NULL, accept_all, server), 0);
    return server;
}

struct wire_server *wire_start(wire_script script, void *user, const struct wire_io *io)
{
    return start(script, user, io, false);
}

struct wire_server *wire_start_lasting(wire_script script, void *user, const struct wire_io *io)
{
    return start(script, user, io, true);
}

/* The port stays taken, so that no other process gets it meanwhile. */
void wire_refuse(struct wire_server *server, bool refuse)
{
    ck_assert_int_eq(refuse ? shutdown(server->fd, SHUT_RD) : listen(server->fd, BACKLOG), 0);
}

void wire_stop(struct wire_server *server)
{
    ck_assert_int_eq(write(server->wake[1], "", 1), 1);
    pthread_join(server->thread, NULL);
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->peers_count; i++) {
        if (server->peers[i] != NULL && server->peers[i]->fd >= 0) {
            shutdown(server->peers[i]->fd, SHUT_RDWR);
        }
    }
    pthread_mutex_unlock(&server->lock);
    for (int i = 0; i < server->peers_count; i++) {
        if (server->peers[i] != NULL) {
            peer_free(server->peers[i]);
        }
    }
    for (int i = 0; !server->is_lasting && i < server->requests_count; i++) {
        free(server->requests[i]);
    }
    for (struct text_list *url = server->urls, *next; url != NULL; url = next) {
        next = url->next;
        free(url->text);
        free(url);
    }
    close(server->fd);
    close(server->wake[0]);
    close(server->wake[1]);
    pthread_cond_destroy(&server->changed);
    pthread_mutex_destroy(&server->lock);
    free(server);
}

/* ---- what tests ask ---- */

int wire_port(const struct wire_server *server)
{
    return server->port;
}

const char *wire_url(struct wire_server *server, const char *path)
{
    struct text_list *url = calloc(1, sizeof *url);
    ck_assert_ptr_nonnull(url);
    const char *scheme = server->io == &plain ? "http" : "https";
    ck_assert_int_gt(asprintf(&url->text, "%s://127.0.0.1:%d%s", scheme, server->port, path), 0);
    pthread_mutex_lock(&server->lock);
    url->next = server->urls;
    server->urls = url;
    pthread_mutex_unlock(&server->lock);
    return url->text;
}

int wire_connections(struct wire_server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->connections;
    pthread_mutex_unlock(&server->lock);
    return count;
}

int wire_requests(struct wire_server *server)
{
    pthread_mutex_lock(&server->lock);
    int count = server->requests_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

const char *wire_request(struct wire_server *server, int index)
{
    pthread_mutex_lock(&server->lock);
    bool is_kept = index >= 0 && index < server->requests_count && !server->is_lasting;
    const char *text = is_kept ? server->requests[index] : NULL;
    pthread_mutex_unlock(&server->lock);
    return text;
}

bool wire_wait_ended(struct wire_server *server, int count)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += patience(3000) / 1000;
    pthread_mutex_lock(&server->lock);
    int code = 0;
    while (server->ended < count && code == 0) {
        code = pthread_cond_timedwait(&server->changed, &server->lock, &until);
    }
    bool reached = server->ended >= count;
    pthread_mutex_unlock(&server->lock);
    return reached;
}

/* ---- ready-made ---- */

void wire_script_ok(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer) &&
           wire_response(peer, 200, "Content-Type: application/json\r\n", "{}")) {
    }
}

void wire_script_silent(struct wire_peer *peer, void *user)
{
    (void)user;
    while (wire_read_request(peer)) {
    }
}

void wire_script_text(struct wire_peer *peer, void *user)
{
    if (wire_read_request(peer)) {
        wire_send(peer, user);
    }
}

int wire_refused_port(void)
{
    int port;
    close(listen_on_any(-1, &port));
    return port;
}

/*
 * The kernel drops the first packet of a connection to a full queue, so the other side goes on
 * trying.
 */
void wire_block(struct wire_full *full)
{
    memset(full, 0, sizeof *full);
    full->fds[full->count++] = listen_on_any(0, &full->port);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)full->port),
                                   .sin_addr = { htonl(INADDR_LOOPBACK) } };
    while (full->count < 8) {
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        ck_assert_int_ge(fd, 0);
        full->fds[full->count++] = fd;
        (void)connect(fd, (struct sockaddr *)&address, sizeof address);
    }
}

void wire_unblock(struct wire_full *full)
{
    while (full->count > 0) {
        close(full->fds[--full->count]);
    }
}
