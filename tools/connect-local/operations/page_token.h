/*
 * Page tokens: where a listing continues. They are opaque to the client and valid for one query.
 * They always contain '+', '/' and '=', so that a client that does not encode them fails.
 */
#ifndef LOCAL_OPERATIONS_PAGE_TOKEN_H
#define LOCAL_OPERATIONS_PAGE_TOKEN_H

#include "core/mem.h"

#include <stdint.h>

#define PAGE_TOKEN_KEY_SIZE 32

/* query: the operation with its filters. The token means "after the item of this number". */
const char *page_token_create(struct arena *arena, const unsigned char key[PAGE_TOKEN_KEY_SIZE],
                              const char *query, int64_t number);
/* False for a token that was not created for this query. */
bool page_token_parse(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const char *query,
                      const char *token, int64_t *number);

#endif
