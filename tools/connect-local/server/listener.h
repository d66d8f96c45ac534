/*
 * A listening socket.
 */
#ifndef LOCAL_SERVER_LISTENER_H
#define LOCAL_SERVER_LISTENER_H

#include <stdbool.h>

struct listener {
    int descriptor;
    int family; /* AF_INET or AF_INET6 */
    int port;
};

/* False after a message that names what is wrong with the address. */
bool listener_open(struct listener *listener, const char *address, int port);

#endif
