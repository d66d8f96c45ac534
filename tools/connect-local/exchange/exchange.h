/*
 * One request, byte for byte as it arrived, and the response to it.
 * The signature covers the bytes that were sent: nothing here is decoded.
 */
#ifndef LOCAL_EXCHANGE_EXCHANGE_H
#define LOCAL_EXCHANGE_EXCHANGE_H

#include "core/buf.h"
#include "core/mem.h"

#include <connect/types.h>

#define EXCHANGE_BODY_MAX (16 * 1024 * 1024)

struct exchange {
    struct arena arena; /* of all the texts below */

    const char *method;
    const char *path;      /* as sent, up to '?' */
    const char *query;     /* as sent, behind '?'; "" for none */
    connect_pair *headers; /* in the order of arrival */
    size_t headers_count, headers_capacity;
    struct buf body;

    int status;
    const char *content_type;
    connect_pair *response_headers;
    size_t response_headers_count;
    const char *response_body;
    size_t response_size;
    const char *operation; /* for the log: NULL when none was meant */
    const char *principal; /* for the log: who signed, or NULL */
    char request_id[37];
};

/* A new exchange with its request id; `uri` is the request target as sent. */
struct exchange *exchange_new(const char *method, const char *uri);
void exchange_free(struct exchange *exchange);
void exchange_add_header(struct exchange *exchange, const char *name, const char *value);

/* The first header of that name in any case, or NULL. */
const char *exchange_header(const struct exchange *exchange, const char *name);

#endif
