/*
 * Blocks: what the library hands out as one piece and connect_free() takes back.  A block is an
 * arena whose first allocation is a hidden head, followed by the struct or text that the caller
 * sees.
 */
#ifndef CORE_BLOCK_H
#define CORE_BLOCK_H

#include "core/mem.h"

#include <stdint.h>

struct block_head;

/*
 * A zeroed payload of `size` bytes, with its arena; NULL without memory.  `secret` blocks are
 * cleansed when freed.
 */
void *block_new(size_t size, bool secret);
struct arena *block_arena(void *payload);
/* request_id is copied and made printable; false without memory. */
bool block_set_origin(void *payload, const char *request_id, int32_t attempts);
/* A block that is a text. */
char *block_text(const char *text, size_t size);
void block_free(const void *payload); /* what connect_free() does */

#endif
