/*
 * Documents for people: a struct as indented JSON.
 *
 * Messages on the wire are encoded straight into a buffer (shape/encode.c); a document is built as
 * a tree with jansson and printed whole.
 */
#ifndef SHAPE_DOCUMENT_H
#define SHAPE_DOCUMENT_H

#include "core/buf.h"
#include "shape/shape.h"

/*
 * Appends the members that are set, under their names in the model, times as ISO 8601 and invalid
 * UTF-8 replaced.  The shape has no secrets and no client token.  False without memory.
 */
bool document_print(const struct connect_shape *shape, const void *value, struct buf *out);

#endif
