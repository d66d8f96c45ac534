/*
 * From the result of a handler to the body of a response, which has the members of the rows.
 */
#ifndef LOCAL_OPERATIONS_OUTPUT_H
#define LOCAL_OPERATIONS_OUTPUT_H

#include "core/buf.h"
#include "shape/operation.h"

#include <jansson.h>

/* Appends the members that the rows know, at every depth, in the order of the rows. */
void output_write(const struct connect_shape *shape, const json_t *value, struct buf *out);

#endif
