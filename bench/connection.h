/* The server side of a connection, plain or over TLS. */
#ifndef BENCH_CONNECTION_H
#define BENCH_CONNECTION_H

#include <openssl/ssl.h>

#include <stdbool.h>
#include <stddef.h>

struct connection {
    int fd;
    SSL *ssl; /* NULL: plain */
};

/* Returns a listening socket on a free port of 127.0.0.1, or -1. */
int connection_listen(int backlog, int *port);

/*
 * Accepts a connection and blocks until its handshake has ended. context: NULL for a plain one.
 * False when there is no connection, or its handshake fails.
 */
bool connection_accept(struct connection *connection, int listener, SSL_CTX *context);

/* Reads what is there; returns 0 or less when the peer has gone. */
int connection_read(const struct connection *connection, char *out, size_t size);

/* True when bytes that poll() does not report are left. */
bool connection_has_more(const struct connection *connection);

/* Blocks until all is sent. A peer that has gone is noticed by the next read. */
void connection_write(const struct connection *connection, const char *bytes, size_t size);

void connection_close(struct connection *connection);

#endif
