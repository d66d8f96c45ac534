/*
 * See connections.h. A connection is closed by a shutdown of its socket: libmicrohttpd then reads
 * the end of the stream and releases it in its own thread.
 */
#include "server/connections.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <sys/resource.h>
#include <sys/socket.h>

#define LIMIT_MAX 20000
/* Descriptors of other use: files, epoll, standard streams. */
#define OTHER_DESCRIPTORS 48
/* New connections that may arrive before closed ones are gone. */
#define HEADROOM 32

void connections_init(struct connections *connections)
{
    struct rlimit files = { 1024, 1024 };

    *connections = (struct connections){ 0 };
    check_system(pthread_mutex_init(&connections->lock, NULL) == 0, "creating a mutex");
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        struct rlimit raised = files;

        raised.rlim_cur = files.rlim_max < LIMIT_MAX + OTHER_DESCRIPTORS
                              ? files.rlim_max
                              : LIMIT_MAX + OTHER_DESCRIPTORS;
        if (raised.rlim_cur > files.rlim_cur && setrlimit(RLIMIT_NOFILE, &raised) == 0) {
            files = raised;
        }
    }
    connections->limit = files.rlim_cur > OTHER_DESCRIPTORS + (2 * HEADROOM)
                             ? (size_t)files.rlim_cur - OTHER_DESCRIPTORS
                             : 2 * HEADROOM;
    if (connections->limit > LIMIT_MAX) {
        connections->limit = LIMIT_MAX;
    }
}

void connections_free(struct connections *connections)
{
    pthread_mutex_destroy(&connections->lock);
}

static void remove_idle(struct connections *connections, struct connection *connection)
{
    if (!connection->is_linked) {
        return;
    }
    if (connection->previous != NULL) {
        connection->previous->next = connection->next;
    } else {
        connections->oldest = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->previous = connection->previous;
    } else {
        connections->newest = connection->previous;
    }
    connection->is_linked = false;
}

static void append_idle(struct connections *connections, struct connection *connection, int64_t now)
{
    remove_idle(connections, connection);
    connection->since = now;
    connection->next = NULL;
    connection->previous = connections->newest;
    if (connections->newest != NULL) {
        connections->newest->next = connection;
    } else {
        connections->oldest = connection;
    }
    connections->newest = connection;
    connection->is_linked = true;
}

static void close_connection(struct connections *connections, struct connection *connection)
{
    remove_idle(connections, connection);
    (void)shutdown(connection->descriptor, SHUT_RDWR);
}

struct connection *connections_add(struct connections *connections, int descriptor, int64_t now)
{
    struct connection *connection = check_alloc(mem_calloc(1, sizeof *connection));

    connection->descriptor = descriptor;
    connection->in_header = true;
    pthread_mutex_lock(&connections->lock);
    connections->count++;
    if (connections->count > connections->limit - HEADROOM && connections->oldest != NULL) {
        close_connection(connections, connections->oldest);
    }
    append_idle(connections, connection, now);
    pthread_mutex_unlock(&connections->lock);
    return connection;
}

void connections_remove(struct connections *connections, struct connection *connection)
{
    pthread_mutex_lock(&connections->lock);
    remove_idle(connections, connection);
    connections->count--;
    pthread_mutex_unlock(&connections->lock);
    mem_free(connection);
}

void connections_header_started(struct connections *connections, struct connection *connection,
                                int64_t now)
{
    pthread_mutex_lock(&connections->lock);
    /* The time of the first header counts from the start of the connection. */
    if (connection->is_linked && !connection->in_header) {
        connection->in_header = true;
        append_idle(connections, connection, now);
    }
    pthread_mutex_unlock(&connections->lock);
}

void connections_busy(struct connections *connections, struct connection *connection)
{
    pthread_mutex_lock(&connections->lock);
    remove_idle(connections, connection);
    connection->in_header = false;
    pthread_mutex_unlock(&connections->lock);
}

void connections_idle(struct connections *connections, struct connection *connection, int64_t now)
{
    pthread_mutex_lock(&connections->lock);
    append_idle(connections, connection, now);
    pthread_mutex_unlock(&connections->lock);
}

void connections_expire(struct connections *connections, int64_t now)
{
    struct connection *next;

    pthread_mutex_lock(&connections->lock);
    for (struct connection *connection = connections->oldest; connection != NULL;
         connection = next) {
        next = connection->next;
        if (now - connection->since < HEADER_SECONDS * INT64_C(1000)) {
            break;
        }
        if (connection->in_header) {
            close_connection(connections, connection);
        }
    }
    pthread_mutex_unlock(&connections->lock);
}
