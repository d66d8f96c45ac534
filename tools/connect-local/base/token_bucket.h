/*
 * A token bucket: so many requests a second, and so many at once.
 */
#ifndef LOCAL_BASE_TOKEN_BUCKET_H
#define LOCAL_BASE_TOKEN_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

/* A zeroed struct is a bucket that nobody has asked yet: it is full. */
struct token_bucket {
    bool used;
    double level;
    int64_t at; /* milliseconds of a clock that never jumps */
};

/* Takes one token; false when there is none.  rate 0 or less: always true. */
static inline bool token_bucket_take(struct token_bucket *bucket, double rate, double burst,
                                     int64_t now)
{
    if (rate <= 0) {
        return true;
    }
    if (!bucket->used) {
        *bucket = (struct token_bucket){ true, burst, now };
    }
    bucket->level += (double)(now - bucket->at) / 1000.0 * rate;
    if (bucket->level > burst) {
        bucket->level = burst;
    }
    bucket->at = now;
    if (bucket->level < 1) {
        return false;
    }
    bucket->level -= 1;
    return true;
}

#endif
