/*
 * Tokens of --starting-token, in the form of the AWS CLI: the token of a page, and how many of its
 * items were printed already.
 */
#ifndef CTL_CALL_PAGE_TOKEN_H
#define CTL_CALL_PAGE_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

/* token: NULL for the first page.  is_cut: the page was printed up to item `shown` only. */
char *page_token_encode(const char *token, bool is_cut, size_t shown);
/*
 * *token is owned, NULL for the first page.  A text that is not in this form is a token of the
 * service.
 */
void page_token_decode(const char *text, char **token, size_t *shown);

#endif
