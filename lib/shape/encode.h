/*
 * Structs to JSON text.
 */
#ifndef SHAPE_ENCODE_H
#define SHAPE_ENCODE_H

#include "core/buf.h"
#include "shape/shape.h"

enum encode_what {
    ENCODE_BODY, /* members that travel in the body, as the protocol wants them */
    /* every member under its model name, times as ISO 8601: what connect_invoke() shows */
    ENCODE_ALL,
    /* as ENCODE_ALL, and what DECODE_KEEP has kept: only for what was decoded that way */
    ENCODE_KEPT,
    ENCODE_LOG /* as ENCODE_ALL, sensitive and secret members shown as "(redacted)" */
};

/*
 * Appends the JSON object for a struct.  client_token stands in for an absent member that is one;
 * NULL for none.  The size rule holds for every struct met.  A failed buffer reports its limit
 * or of memory.
 */
bool shape_encode(const struct connect_shape *shape, const void *value, enum encode_what what,
                  const char *client_token, struct buf *out);

/* Appends a string in quotes; invalid UTF-8 becomes U+FFFD.  False when the buffer has failed. */
bool encode_string(struct buf *out, const char *text, size_t size);

#endif
