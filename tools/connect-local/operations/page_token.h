/*
 * Page tokens: where a listing goes on.  Opaque to the client, bound to the question that was
 * asked, and always with '+', '/' and '=' in them, so that a client which does not encode them is
 * found out.
 */
#ifndef LOCAL_OPERATIONS_PAGE_TOKEN_H
#define LOCAL_OPERATIONS_PAGE_TOKEN_H

#include "core/mem.h"

#include <stdint.h>

#define PAGE_TOKEN_KEY_SIZE 32

/* question: the operation with its filters.  The token means "after the item of this number". */
const char *page_token_create(struct arena *arena, const unsigned char key[PAGE_TOKEN_KEY_SIZE],
                              const char *question, int64_t number);
/* False when the token is not one that was made for this question. */
bool page_token_parse(const unsigned char key[PAGE_TOKEN_KEY_SIZE], const char *question,
                      const char *token, int64_t *number);

#endif
