/*
 * A client with no network under it: it keeps the request that was sent and returns the response it
 * was given.
 */
#ifndef TESTS_SUPPORT_WIRE_H
#define TESTS_SUPPORT_WIRE_H

#include <connect/connect.h>

struct wire {
    connect_client *client;
    /* what to respond with */
    int32_t status;
    const connect_pair *const *headers;
    size_t headers_count;
    const char *body; /* borrowed */
    /* in place of body, one after the other; the last one again and again */
    const char *const *bodies;
    size_t bodies_count;
    /* what was sent last: owned by the wire */
    int sent;
    char *method;
    char *uri;          /* path and query */
    char *body_sent;    /* NULL for none */
    char *content_type; /* NULL for none */
    char *log;          /* all lines at the level TRACE */
};

/* One attempt for each call, static keys, and zeros for random bytes. */
void wire_open(struct wire *wire, connect_check_level level);
void wire_close(struct wire *wire);

#endif
