/*
 * The query of a canonical request, and the encoding that it shares with the path.
 */
#ifndef AWS_CANONICAL_QUERY_H
#define AWS_CANONICAL_QUERY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* One bit for each byte: letters, digits and - . _ ~.  (RFC 3986, section 2.3) */
static inline bool canonical_is_unreserved(unsigned char c)
{
    static const uint32_t bits[8] = { 0, 0x03ff6000, 0x87fffffe, 0x47fffffe };
    return (bits[c >> 5] >> (c & 31)) & 1;
}

/* Returns the end. */
static inline char *canonical_put_text(char *at, const char *text, size_t size)
{
    memcpy(at, text, size);
    return at + size;
}

/* Writes a byte, percent-encoded unless it is unreserved; returns the end. */
static inline char *canonical_put_byte(char *at, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    if (canonical_is_unreserved(c)) {
        *at++ = (char)c;
        return at;
    }
    *at++ = '%';
    *at++ = digits[c >> 4];
    *at++ = digits[c & 15];
    return at;
}

/*
 * Writes the parameters of a query, each decoded and encoded again, in sorted order; returns the
 * end.  A byte of the query becomes at most four.  NULL: out of memory.
 */
char *canonical_put_query(char *at, const char *query);

#endif
