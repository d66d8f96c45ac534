/*
 * The query of a canonical request, and the encoding that it shares with the path.
 */
#ifndef AWS_CANONICAL_QUERY_H
#define AWS_CANONICAL_QUERY_H

#include <string.h>

/* Returns the end. */
static inline char *canonical_put_text(char *at, const char *text, size_t size)
{
    memcpy(at, text, size);
    return at + size;
}

/* Writes bytes, percent-encoded unless they are unreserved; returns the end. */
char *canonical_put_bytes(char *at, const char *text, size_t size);

/*
 * Writes the parameters of a query, each decoded and encoded again, in sorted order; returns the
 * end.  A byte of the query becomes at most four.  NULL: out of memory.
 */
char *canonical_put_query(char *at, const char *query);

#endif
