/*
 * See listener.h.
 */
#include "server/listener.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

static bool bind_and_listen(struct listener *listener, const struct addrinfo *address)
{
    struct sockaddr_storage bound;
    socklen_t size = sizeof bound;
    int on = 1;

    listener->family = address->ai_family;
    listener->descriptor = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (listener->descriptor < 0 ||
        setsockopt(listener->descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(listener->descriptor, address->ai_addr, address->ai_addrlen) != 0 ||
        listen(listener->descriptor, BACKLOG) != 0 ||
        getsockname(listener->descriptor, (struct sockaddr *)&bound, &size) != 0) {
        return false;
    }
    listener->port = ntohs(listener->family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                                        : ((struct sockaddr_in *)&bound)->sin_port);
    return true;
}

bool listener_open(struct listener *listener, const char *address, int port)
{
    struct addrinfo hints = { .ai_family = AF_UNSPEC,
                              .ai_socktype = SOCK_STREAM,
                              .ai_flags = AI_PASSIVE };
    struct addrinfo *found = NULL;
    char service[8];

    *listener = (struct listener){ .descriptor = -1 };
    snprintf(service, sizeof service, "%d", port);

    int code = getaddrinfo(address, service, &hints, &found);

    if (code != 0) {
        fprintf(stderr, "connect-local: --bind %s: %s\n", address, gai_strerror(code));
        return false;
    }

    bool open = bind_and_listen(listener, found);
    int error = errno;

    freeaddrinfo(found);
    if (open) {
        return true;
    }
    fprintf(stderr, "connect-local: cannot listen on %s: %s\n", address, strerror(error));
    if (listener->descriptor >= 0) {
        close(listener->descriptor);
        listener->descriptor = -1;
    }
    return false;
}
