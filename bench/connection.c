/* The server side of a connection, plain or over TLS. */
#include "connection.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

int connection_listen(int backlog, int *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 ||
        listen(listener, backlog) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

bool connection_accept(struct connection *connection, int listener, SSL_CTX *context)
{
    connection->fd = accept(listener, NULL, NULL);
    connection->ssl = NULL;
    if (connection->fd < 0 || context == NULL) {
        return connection->fd >= 0;
    }
    connection->ssl = SSL_new(context);
    if (connection->ssl != NULL && SSL_set_fd(connection->ssl, connection->fd) == 1 &&
        SSL_accept(connection->ssl) == 1) {
        return true;
    }
    connection_close(connection);
    return false;
}

int connection_read(const struct connection *connection, char *out, size_t size)
{
    return connection->ssl != NULL ? SSL_read(connection->ssl, out, (int)size)
                                   : (int)recv(connection->fd, out, size, 0);
}

bool connection_has_more(const struct connection *connection)
{
    return connection->ssl != NULL && SSL_pending(connection->ssl) > 0;
}

void connection_write(const struct connection *connection, const char *bytes, size_t size)
{
    if (connection->ssl != NULL) {
        (void)SSL_write(connection->ssl, bytes, (int)size);
        return;
    }
    for (size_t sent = 0; sent < size;) {
        ssize_t n = send(connection->fd, bytes + sent, size - sent, MSG_NOSIGNAL);
        if (n <= 0) {
            return;
        }
        sent += (size_t)n;
    }
}

void connection_close(struct connection *connection)
{
    SSL_free(connection->ssl);
    (void)close(connection->fd);
}
