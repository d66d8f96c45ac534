/*
 * Changing a few texts in a JSON document that another program owns, and leaving the rest as it
 * is.
 */
#ifndef SHAPE_PATCH_H
#define SHAPE_PATCH_H

#include "core/buf.h"

#include <connect/types.h>

enum patch_result { PATCH_OK, PATCH_NOT_JSON, PATCH_TOO_BIG, PATCH_NO_MEMORY };

/*
 * Appends `text`, a JSON object, to `out` with the members named by `pairs` set to their texts.  A
 * key "a.b" names the member b of the object a, which is made when it is not there.  PATCH_TOO_BIG:
 * more than out->max bytes, and nothing is appended.
 */
enum patch_result patch_texts(const char *text, size_t size, const connect_pair *pairs,
                              size_t count, struct buf *out);

#endif
