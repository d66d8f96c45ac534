/*
 * The token that --max-items shows and --starting-token takes: the same as the AWS CLI's, so that
 * either goes on where the other stopped.  It holds the service's token of a page, and how many
 * items of that page were shown already.
 */
#ifndef CTL_TOKEN_H
#define CTL_TOKEN_H

#include <stddef.h>

/* token: of the page, NULL for the first; shown: its items that were shown.  To be freed. */
char *page_token_encode(const char *token, size_t shown);
/*
 * A text that is no such token is taken for the service's own.  *token: to be freed, NULL for the
 * first page.
 */
void page_token_decode(const char *text, char **token, size_t *shown);

#endif
