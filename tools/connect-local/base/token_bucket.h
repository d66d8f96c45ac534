/*
 * A token bucket: a rate of requests a second, and a burst.
 */
#ifndef LOCAL_BASE_TOKEN_BUCKET_H
#define LOCAL_BASE_TOKEN_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

/* A zeroed struct is a bucket that was not used yet: it is full. */
struct token_bucket {
    bool used;
    double level;
    int64_t at; /* milliseconds of a clock that never jumps */
    double rate, burst;
};

/* The level at a time, without taking from it. */
static inline double token_bucket_level(const struct token_bucket *bucket, int64_t now)
{
    double level = bucket->level + (double)(now - bucket->at) / 1000.0 * bucket->rate;

    return level < bucket->burst ? level : bucket->burst;
}

/* Takes one token; false when there is none.  rate 0 or less: always true. */
static inline bool token_bucket_take(struct token_bucket *bucket, double rate, double burst,
                                     int64_t now)
{
    if (rate <= 0) {
        return true;
    }
    bucket->rate = rate;
    bucket->burst = burst;
    if (!bucket->used) {
        bucket->used = true;
        bucket->level = burst;
        bucket->at = now;
    }
    bucket->level = token_bucket_level(bucket, now);
    bucket->at = now;
    if (bucket->level < 1) {
        return false;
    }
    bucket->level -= 1;
    return true;
}

#endif
