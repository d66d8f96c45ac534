/*
 * Members that no row has, kept as JSON behind the struct they belong to.
 *
 * connect_invoke() returns what the service sent, also what is newer than the library.  A struct
 * has no place for it; so a struct that is decoded with DECODE_KEEP has a list behind its end, and
 * ENCODE_KEPT prints that list after the members.
 */
#ifndef SHAPE_KEEP_H
#define SHAPE_KEEP_H

#include "core/buf.h"
#include "core/mem.h"
#include "shape/shape.h"

/* Bytes behind a struct that is decoded with DECODE_KEEP; zeroed by the caller. */
size_t keep_room(void);
/*
 * Keeps the text from `begin` to `end`, which is `"key":value` in valid JSON.  What a strict reader
 * of JSON would refuse in it (half of a surrogate pair, NUL, invalid UTF-8) becomes U+FFFD.  False
 * when out of memory.
 */
bool keep_add(const struct connect_shape *shape, void *value, struct arena *arena,
              const char *begin, const char *end);
/* Appends what was kept, with a comma before each but the first member of the object. */
void keep_print(const struct connect_shape *shape, const void *value, bool is_first,
                struct buf *out);

#endif
