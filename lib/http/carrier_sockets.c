/* See carrier_sockets.h. */
#include "http/carrier_sockets.h"

#include "core/assert.h"
#include "core/mem.h"

#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * How often a descriptor may be ready in a row without progress.  Sending a large body makes none
 * that can be seen here.
 */
#define SPIN_READ_MAX 50
#define SPIN_WRITE_MAX 5000

struct carrier_socket {
    struct watch watch;
    struct carrier_sockets *sockets;
    bool is_connection; /* opened for a connection, not by libcurl for itself */
    unsigned spins;
    int local_port; /* 0 until it is needed */
};

/* Both are known to others by their first members. */
static_assert(offsetof(struct carrier_socket, watch) == 0, "a watch is a carrier_socket");
static_assert(offsetof(struct carrier_sockets, keeper) == 0, "a keeper is a carrier_sockets");

static struct carrier_socket *socket_of(const struct carrier_sockets *sockets, int fd)
{
    return fd >= 0 && (size_t)fd < sockets->room ? sockets->by_fd[fd] : NULL;
}

static void on_ready(struct watch *watch, unsigned ready)
{
    struct carrier_socket *socket = (struct carrier_socket *)watch;
    struct carrier_sockets *sockets = socket->sockets;
    int fd = watch->fd;
    uint64_t before = sockets->keeper.events;
    ASSERT(socket_of(sockets, fd) == socket && ready != 0);
    sockets->on_activity(sockets, fd, ready);
    socket = socket_of(sockets, fd); /* it may have been closed */
    if (socket == NULL) {
        return;
    }
    unsigned max = (ready & WATCH_WRITE) != 0 ? SPIN_WRITE_MAX : SPIN_READ_MAX;
    socket->spins = sockets->keeper.events == before ? socket->spins + 1 : 0;
    if (socket->spins >= max) {
        (void)watch_set_change(sockets->set, &socket->watch, 0);
    }
}

static bool table_fits(struct carrier_sockets *sockets, int fd)
{
    if ((size_t)fd < sockets->room) {
        return true;
    }
    size_t room = 64;
    while (room <= (size_t)fd) {
        room *= 2;
    }
    struct carrier_socket **longer = mem_resize(sockets->by_fd, room * sizeof *longer);
    if (longer == NULL) {
        return false;
    }
    ASSERT(room > (size_t)fd && room > sockets->room);
    memset(longer + sockets->room, 0, (room - sockets->room) * sizeof *longer);
    sockets->by_fd = longer;
    sockets->room = room;
    return true;
}

static struct carrier_socket *socket_add(struct carrier_sockets *sockets, int fd,
                                         bool is_connection)
{
    struct carrier_socket *socket = table_fits(sockets, fd) ? mem_calloc(1, sizeof *socket) : NULL;
    ASSERT(socket == NULL || sockets->by_fd[fd] == NULL);
    if (socket != NULL) {
        socket->watch = (struct watch){ .fd = fd, .on_ready = on_ready };
        socket->sockets = sockets;
        socket->is_connection = is_connection;
        sockets->by_fd[fd] = socket;
    }
    return socket;
}

static void socket_drop(struct carrier_sockets *sockets, int fd)
{
    struct carrier_socket *socket = socket_of(sockets, fd);
    if (socket != NULL) {
        ASSERT(socket->watch.fd == fd && socket->sockets == sockets);
        (void)watch_set_change(sockets->set, &socket->watch, 0);
        ASSERT(socket->watch.interest == 0);
        sockets->by_fd[fd] = NULL;
        mem_free(socket);
    }
}

/* A number that is reused: whatever was known of it is over. */
static bool note_opened(struct socket_keeper *keeper, struct connection *connection, int fd)
{
    struct carrier_sockets *sockets = (struct carrier_sockets *)keeper;
    socket_drop(sockets, fd);
    connection->progress.no_memory = socket_add(sockets, fd, true) == NULL;
    return !connection->progress.no_memory;
}

/* Here it leaves the set; that libcurl does not watch it any more may be reported later. */
static void note_closing(struct socket_keeper *keeper, int fd)
{
    socket_drop((struct carrier_sockets *)keeper, fd);
}

static int local_port_of(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } address;
    socklen_t size = sizeof address;
    if (getsockname(fd, &address.any, &size) != 0) {
        return 0;
    }
    return address.any.sa_family == AF_INET    ? ntohs(address.v4.sin_port)
           : address.any.sa_family == AF_INET6 ? ntohs(address.v6.sin6_port)
                                               : 0;
}

/*
 * Whether the kept connection from this local port has no unread input: bytes that a server sent
 * unasked would become the response.  The connection is known by its port alone; another one from
 * the same port, to another server, makes this look at one too many.
 */
static bool is_quiet(struct socket_keeper *keeper, int local_port)
{
    struct carrier_sockets *sockets = (struct carrier_sockets *)keeper;
    if (connection_curl_checks_idle()) {
        return true;
    }
    for (size_t fd = 0; fd < sockets->room; fd++) {
        struct carrier_socket *socket = sockets->by_fd[fd];
        if (socket == NULL || !socket->is_connection) {
            continue;
        }
        if (socket->local_port == 0) {
            socket->local_port = local_port_of((int)fd);
        }
        struct pollfd idle = { .fd = (int)fd, .events = POLLIN };
        if (socket->local_port == local_port && poll(&idle, 1, 0) > 0) {
            return false;
        }
    }
    return true;
}

void carrier_sockets_init(struct carrier_sockets *sockets, struct watch_set *set,
                          void (*on_activity)(struct carrier_sockets *sockets, int fd,
                                              unsigned ready))
{
    *sockets = (struct carrier_sockets){
        .keeper = { .opened = note_opened, .closing = note_closing, .is_quiet = is_quiet },
        .set = set,
        .on_activity = on_activity
    };
}

void carrier_sockets_release(struct carrier_sockets *sockets)
{
    for (size_t fd = 0; fd < sockets->room; fd++) {
        socket_drop(sockets, (int)fd);
    }
    mem_free(sockets->by_fd);
}

/*
 * libcurl also watches descriptors that it made for its resolver.  Some versions name descriptor 0
 * by mistake: what is neither a socket nor a pipe nor an eventfd is not watched.
 */
static bool is_watchable(int fd)
{
    struct stat found;
    return fd > STDERR_FILENO && fstat(fd, &found) == 0 &&
           (S_ISSOCK(found.st_mode) || S_ISFIFO(found.st_mode) || (found.st_mode & S_IFMT) == 0);
}

void carrier_sockets_watch(struct carrier_sockets *sockets, int fd, unsigned interest)
{
    struct carrier_socket *socket = socket_of(sockets, fd);
    ASSERT((interest & ~(unsigned)(WATCH_READ | WATCH_WRITE)) == 0);
    sockets->keeper.events++;
    if (socket == NULL && interest != 0 && is_watchable(fd)) {
        socket = socket_add(sockets, fd, false);
    }
    if (socket == NULL) {
        return;
    }
    socket->spins = 0;
    if (interest == 0 && !socket->is_connection) {
        socket_drop(sockets, fd);
    } else {
        (void)watch_set_change(sockets->set, &socket->watch, interest);
    }
}

void carrier_sockets_disinherit(struct carrier_sockets *sockets, bool leaked)
{
    int nowhere = leaked ? -1 : connection_open_socket(AF_UNIX, SOCK_STREAM, 0);
    for (size_t fd = 0; fd < sockets->room; fd++) {
        struct carrier_socket *socket = sockets->by_fd[fd];
        if (socket == NULL || !socket->is_connection) {
            continue;
        }
        if (nowhere >= 0) {
            (void)dup2(nowhere, (int)fd);
        } else if (leaked) {
            (void)close((int)fd);
        }
    }
    if (nowhere >= 0) {
        (void)close(nowhere);
    }
}
