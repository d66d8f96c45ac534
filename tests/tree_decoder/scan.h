/*
 * A look at untrusted JSON before it is parsed: depth, NUL, the number of values, and numbers that
 * would lose digits, which become texts so that no parser's locale and no rounding touches them.
 *
 * Such a text begins with a NUL character, which no other text can have after the scan: in the
 * tree the number 1.5 differs from the text "1.5".  See shape/tree.h.
 */
#ifndef TESTS_TREE_DECODER_SCAN_H
#define TESTS_TREE_DECODER_SCAN_H

#include "core/mem.h"

#include <connect/error.h>

#define SCAN_DEPTH_MAX 64
/* A page holds some thousands; a tree of more would cost a hundred times the memory of its text. */
#define SCAN_VALUES_MAX (1u << 18)

/*
 * CONNECT_OK with *out and *out_size the text to parse: `text` itself, or a copy in `arena` when a
 * real or an integer beyond 64 bits had to be marked.  CONNECT_E_DECODE with a message that names
 * the offset, or CONNECT_E_MEMORY.
 */
connect_status old_scan_json(struct arena *arena, const char *text, size_t size, const char **out,
                             size_t *out_size, connect_error **error);

#endif
