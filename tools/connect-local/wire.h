/*
 * One request as it came off the wire, byte for byte, and the answer to it.
 * The signature covers what was sent, so nothing here is decoded before somebody asks for it.
 */
#ifndef LOCAL_WIRE_H
#define LOCAL_WIRE_H

#include "core/buf.h"
#include "core/mem.h"

#include <connect/types.h>

#define WIRE_BODY_MAX (16 * 1024 * 1024)

struct exchange {
    struct arena arena; /* of all the texts below */

    const char *method;
    const char *path;      /* as sent, up to '?' */
    const char *query;     /* as sent, behind '?'; "" for none */
    connect_pair *headers; /* in the order of arrival */
    size_t headers_count, headers_room;
    struct buf body;

    int status;
    const char *content_type;
    connect_pair *extra; /* more headers of the answer */
    size_t extra_count;
    const char *answer;
    size_t answer_size;
    const char *operation; /* for the log: NULL when none was meant */
    const char *principal; /* for the log: who signed, or NULL */
    char request_id[37];
};

/* A new exchange with its request id; `uri` is the request target as sent. */
struct exchange *exchange_new(const char *method, const char *uri);
void exchange_free(struct exchange *exchange);
void exchange_add_header(struct exchange *exchange, const char *name, const char *value);

/* The first header of that name in any case, or NULL. */
const char *wire_header(const struct exchange *exchange, const char *name);

/*
 * Percent-decodes into the arena; NULL for a broken escape, a NUL or invalid UTF-8.
 * plus: '+' is a blank, as in a query.
 */
const char *wire_decode(struct arena *arena, const char *text, size_t size, bool plus);

/* What stands between separators, such as the '/' of a path: start with *at at the text. */
bool wire_next(const char **at, char separator, const char **piece, size_t *size);

/*
 * A form or query, decoded, in the order of arrival; false when something in it cannot be decoded.
 */
bool wire_form(struct arena *arena, const char *text, connect_pair **pairs, size_t *count);
/* The first value of that name, or NULL. */
const char *form_get(const connect_pair *pairs, size_t count, const char *name);

#endif
