/*
 * One request, byte for byte as it arrived, and the response to it.
 * The signature covers the bytes that were sent: nothing here is decoded.
 */
#ifndef LOCAL_EXCHANGE_EXCHANGE_H
#define LOCAL_EXCHANGE_EXCHANGE_H

#include "base/random.h"
#include "core/buf.h"
#include "core/mem.h"

#include <connect/types.h>

#define EXCHANGE_BODY_MAX (16 * 1024 * 1024)

/* Faults of the connection, see options/fault.h. */
enum exchange_fault { EXCHANGE_COMPLETE, EXCHANGE_DROP, EXCHANGE_STALL, EXCHANGE_TRUNCATE };

struct exchange {
    struct arena arena; /* of all strings below */

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
    char request_id[37];

    const char *operation;     /* name, or NULL when the request names none */
    const char *principal;     /* who signed, or NULL */
    const char *account_id;    /* of the principal */
    const char *region;        /* that the request was signed for */
    const char *error_type;    /* of an error response, or NULL */
    const char *error_message; /* or NULL */

    bool has_quota; /* the request took from a bucket, or was refused by it */
    double quota_level, quota_rate, quota_burst;
    bool is_stream;  /* the response is the event stream of requests */
    bool is_control; /* a request to connect-local itself: not part of the history */

    enum exchange_fault fault; /* what the server does to the response */
    int64_t stall_ms;
    const char *fault_spec; /* of the fault that was injected, or NULL */
};

/*
 * A new exchange with its request id, of which `random` is the stream (NULL: the system's); `uri`
 * is the request target as sent.
 */
struct exchange *exchange_new(struct random_stream *random, const char *method, const char *uri);
void exchange_free(struct exchange *exchange);
void exchange_add_header(struct exchange *exchange, const char *name, const char *value);

/* The first header of that name in any case, or NULL. */
const char *exchange_header(const struct exchange *exchange, const char *name);

#endif
