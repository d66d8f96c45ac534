/*
 * The sockets of a carrier: which of them are watched, which spin, and which may not be used again.
 */
#ifndef HTTP_CARRIER_SOCKETS_H
#define HTTP_CARRIER_SOCKETS_H

#include "http/connection.h"
#include "http/watch_set.h"

struct carrier_socket;

struct carrier_sockets {
    struct socket_keeper keeper;
    struct watch_set *set;
    struct carrier_socket **by_fd; /* NULL for numbers that are not of a known socket */
    size_t room;
    void (*on_activity)(struct carrier_sockets *sockets, int fd, unsigned ready);
};

/* on_activity: called when a watched socket is ready. */
void carrier_sockets_init(struct carrier_sockets *sockets, struct watch_set *set,
                          void (*on_activity)(struct carrier_sockets *sockets, int fd,
                                              unsigned ready));
/* After all of them were closed. */
void carrier_sockets_release(struct carrier_sockets *sockets);
/* What libcurl wants to know of a descriptor; 0 for nothing. */
void carrier_sockets_watch(struct carrier_sockets *sockets, int fd, unsigned interest);
/*
 * In a forked child: the sockets lead nowhere from now on, so that nothing reaches a server.
 * leaked: libcurl will not close them, so they are closed here.
 */
void carrier_sockets_disinherit(struct carrier_sockets *sockets, bool leaked);

#endif
