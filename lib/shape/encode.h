/*
 * Pieces of JSON text.
 */
#ifndef SHAPE_ENCODE_H
#define SHAPE_ENCODE_H

#include "core/buf.h"

/* Appends a string in quotes; invalid UTF-8 becomes U+FFFD.  False when the buffer has failed. */
bool encode_string(struct buf *out, const char *text, size_t size);

#endif
