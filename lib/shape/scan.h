/*
 * A look at untrusted JSON before jansson sees it: depth, duplicate keys, NUL, and reals, which become strings so
 * that no parser's locale and no rounding touches them.
 */
#ifndef SHAPE_SCAN_H
#define SHAPE_SCAN_H

#include "core/mem.h"

#include <connect/error.h>

#define SCAN_DEPTH_MAX 64

/*
 * CONNECT_OK with *out and *out_size the text to parse: `text` itself, or a copy in `arena` when a real had to be
 * quoted.  CONNECT_E_DECODE with a message that names the offset, or CONNECT_E_MEMORY.
 */
connect_status scan_json(struct arena *arena, const char *text, size_t size, const char **out, size_t *out_size,
                         connect_error **error);

#endif
