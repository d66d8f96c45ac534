/*
 * Blocks: what the library returns to the caller as one piece and connect_free() frees.  A block is
 * an arena whose first allocation is a hidden head, followed by the struct or string that the
 * caller sees.  A pointer that is not NULL and not from block_new() or block_text() is undefined
 * behavior, as in free().
 */
#ifndef CORE_BLOCK_H
#define CORE_BLOCK_H

#include "core/mem.h"

#include <stdint.h>

struct block_head;

/*
 * A zeroed payload of `size` bytes with its arena; NULL when out of memory.  `secret` blocks are
 * cleansed when freed.
 */
void *block_new(size_t size, bool secret);
struct arena *block_arena(void *payload);
/* request_id is copied and made printable; false when out of memory. */
bool block_set_origin(void *payload, const char *request_id, int32_t attempts);
/* The body of a response, copied; false when out of memory. */
bool block_set_json(void *payload, const char *text, size_t size);
/* A block that is a string, copied from `text`. */
char *block_text(const char *text, size_t size, bool secret);
/* Implements connect_free(). */
void block_free(const void *payload);

#endif
