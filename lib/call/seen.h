/*
 * The page tokens that a listing has met, so that one that comes again is found out.
 */
#ifndef CALL_SEEN_H
#define CALL_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Hashes of 64 bits, not texts: 8 bytes a page.  The first SEEN_MAX tokens are all kept, so that
 * the first repetition is noticed; beyond them one landmark, renewed after twice as many pages each
 * time (Brent), finds every circle too, only later.
 */
#define SEEN_MAX 65536

struct seen {
    uint64_t *slots; /* 0: empty */
    size_t room, count;
    uint64_t landmark, pages, renew_at;
};

enum seen_result { SEEN_NEW, SEEN_BEFORE, SEEN_NO_MEMORY };

enum seen_result seen_add(struct seen *seen, const char *token);
void seen_free(struct seen *seen);

#endif
