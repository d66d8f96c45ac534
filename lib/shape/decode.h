/*
 * JSON text to structs, driven by the rows of shape.h.
 */
#ifndef SHAPE_DECODE_H
#define SHAPE_DECODE_H

#include "core/buf.h"
#include "core/mem.h"
#include "shape/shape.h"

#include <connect/error.h>

enum decode_mode {
    /* as a client must: unknown members ignored, nulls absent, times in any usual form */
    DECODE_RESPONSE,
    /* the same, and unknown members are kept behind the structs: see shape/keep.h */
    DECODE_KEEP,
    /* typed by a user: unknown members and wrong types are errors that name the path */
    DECODE_INPUT
};

/* Bytes that a struct of this shape takes when it is decoded in this mode. */
size_t shape_room(const struct connect_shape *shape, enum decode_mode mode);

/*
 * Fills the zeroed struct at `out` (shape_room() bytes) from JSON text; everything it points
 * to lies in `arena`.  Whitespace only and null count as {} in DECODE_RESPONSE.  CONNECT_E_DECODE
 * (response) with the path of the first member that is wrong, or CONNECT_E_ARGUMENT (input) with a
 * problem for each; both with an excerpt, in which the texts of JSON are left out.
 * CONNECT_E_MEMORY.  On failure nothing of `out` may be used.
 */
connect_status shape_decode(const struct connect_shape *shape, const char *text, size_t size,
                            enum decode_mode mode, struct arena *arena, void *out,
                            connect_error **error);

/*
 * The same; appends to `notes` (may be NULL) a line for each value that was left out because it
 * makes no sense where the service is loose with types, as far as there is room.
 */
connect_status shape_decode_noting(const struct connect_shape *shape, const char *text, size_t size,
                                   enum decode_mode mode, struct arena *arena, struct buf *notes,
                                   void *out, connect_error **error);

#endif
