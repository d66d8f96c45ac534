/*
 * The open connections, so that idle ones cannot lock everybody out.
 *
 * libmicrohttpd closes a connection only after it was inactive for a time, and stops accepting when
 * its limit is reached. So that neither a thousand idle connections nor a client that sends its
 * header byte by byte can take all places:
 *
 *  - a header must be complete within HEADER_SECONDS, however active the connection is;
 *  - when there are nearly as many connections as allowed, the one that has been idle for the
 *    longest time is closed for each new one. Connections with a request under way are never
 * closed.
 *
 * Idle connections are kept in a list, the oldest first, with those whose header is incomplete.
 */
#ifndef LOCAL_SERVER_CONNECTIONS_H
#define LOCAL_SERVER_CONNECTIONS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HEADER_SECONDS 10

/* One connection; linked while it has no request under way. */
struct connection {
    struct connection *previous, *next;
    int descriptor;
    bool is_linked;
    bool in_header; /* no complete header since `since` */
    int64_t since;  /* milliseconds of a clock that never jumps */
};

struct connections {
    pthread_mutex_t lock;
    struct connection *oldest, *newest;
    size_t count, limit;
};

/* Raises the limit of descriptors as far as allowed, and derives the limit of connections. */
void connections_init(struct connections *connections);
void connections_free(struct connections *connections);

/* A new connection; the link is freed by connections_remove(). Any thread, as all below. */
struct connection *connections_add(struct connections *connections, int descriptor, int64_t now);
void connections_remove(struct connections *connections, struct connection *connection);
/* The first line of a header arrived. */
void connections_header_started(struct connections *connections, struct connection *connection,
                                int64_t now);
/* A header is complete: a request is under way. */
void connections_busy(struct connections *connections, struct connection *connection);
/* The response was sent. */
void connections_idle(struct connections *connections, struct connection *connection, int64_t now);
/* Closes connections whose header took too long. To be called every second. */
void connections_expire(struct connections *connections, int64_t now);

#endif
