/*
 * One quota: a token bucket of this process, or a slot of the file that processes share.  The
 * caller holds the lock of the pacer.
 */
#ifndef CALL_PACE_BUCKET_H
#define CALL_PACE_BUCKET_H

#include "call/pace.h"

struct pace_queue {
    struct pace_turn *first, *last;
    int64_t due; /* when the head should look */
};

struct pace_bucket {
    struct pace_bucket *next;
    const char *name; /* follows the struct */
    struct pace_queue queue;
    struct quota quota;
    double rate, tokens;
    int64_t refilled;   /* ms; in the future while a burst has just begun */
    int64_t full_since; /* ms; meaningful while the bucket is full */
    int64_t slowed;     /* ms, when last */

    /* The turn that is reserved in the file for the head of the queue. */
    struct pace_slot *slot; /* NULL: none */
    uint64_t reserved;
    uint64_t reserved_in; /* generation of the process: a turn is not inherited across fork() */
    int64_t due;          /* ms */
};

/* The first millisecond at which `seconds` from now have passed, and not now. */
int64_t pace_time_in(int64_t now, double seconds);

/* NULL: out of memory. */
struct pace_bucket *bucket_new(const char *name, struct quota quota, int64_t now);
void bucket_refill(struct pace_bucket *bucket, int64_t now);
/* Takes a token, or says when to look again. */
bool bucket_take(struct pace_bucket *bucket, int64_t now, int64_t *until);
/* The same in the file: the turn is reserved at first, and taken when it is due. */
bool bucket_take_shared(struct pace_bucket *bucket, struct pace_slot *slot, int64_t now,
                        int64_t *until);
/* Gives back what is reserved in the file and not needed. */
void bucket_return_reserved(struct pace_bucket *bucket);
/* A response has come.  True when the head of the queue should look again. */
bool bucket_end_lag(struct pace_bucket *bucket, int64_t now);
/* The service refused a request for being too fast. */
void bucket_slow_down(struct pace_bucket *bucket, int64_t now);

#endif
