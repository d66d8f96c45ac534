/*
 * Token buckets.
 *
 * Requests that find no token queue in front of a bucket; only the head of the queue takes tokens.
 * The clock counts milliseconds and a waiting thread wakes late, so the head is nearly always
 * served after its token was due.  With a burst of one token that delay would be lost each time:
 * the bucket is full and stops filling while the head is on its way.  Therefore a bucket with a
 * queue fills beyond its burst, for as long as LATE_MS: the next request goes as if the one before
 * it had been on time, and every rate is reached.
 *
 * The service starts to count when the first request of a burst arrives, which may be late because
 * a connection had to be opened; the later ones are quick.  A bucket that has been full for a while
 * therefore starts to refill LAG_MS after the first token was taken, or with the first response if
 * that comes sooner: by then the service is counting.  That keeps the client behind the service.
 *
 * In the file that processes share (pace_file.h) a turn is reserved for the head of the queue, one
 * at a time for each process: of eight processes with long queues each has one of the next eight
 * turns, so none starves.  A reservation that the head gives up is used by the next head, or
 * returned.
 */
#include "call/pace_bucket.h"

#include "core/assert.h"
#include "core/fork.h"
#include "core/mem.h"

#include <string.h>

#define LATE_MS 20
#define LAG_MS 150
#define SLOWER 0.7    /* times the rate, on a refusal, once in a second */
#define SLOWEST 0.1   /* of the configured rate */
#define RECOVERY 0.05 /* of the configured rate, regained in a second */

int64_t pace_time_in(int64_t now, double seconds)
{
    double ms = seconds * 1000;
    int64_t whole;

    if (ms > 1e15) {
        return INT64_MAX - 1;
    }
    whole = (int64_t)ms;
    whole += (double)whole < ms;
    return now + (whole > 0 ? whole : 1);
}

struct pace_bucket *bucket_new(const char *name, struct quota quota, int64_t now)
{
    ASSERT(quota.rate > 0 && quota.burst >= 1);
    size_t size = strlen(name) + 1;
    struct pace_bucket *bucket = mem_calloc(1, sizeof *bucket + size);

    if (bucket == NULL) {
        return NULL;
    }
    bucket->name = memcpy(bucket + 1, name, size);
    bucket->quota = quota;
    bucket->rate = quota.rate;
    bucket->tokens = quota.burst;
    bucket->refilled = bucket->slowed = now;
    bucket->full_since = now - LAG_MS;
    return bucket;
}

void bucket_refill(struct pace_bucket *bucket, int64_t now)
{
    ASSERT(bucket->rate > 0 && bucket->rate <= bucket->quota.rate);
    double passed = (double)(now - bucket->refilled) / 1000;
    double burst = bucket->quota.burst, most = burst;
    bool was_full = bucket->tokens >= burst;

    if (passed <= 0) {
        return;
    }
    bucket->rate += passed * RECOVERY * bucket->quota.rate;
    if (bucket->rate > bucket->quota.rate) {
        bucket->rate = bucket->quota.rate;
    }
    bucket->tokens += passed * bucket->rate;
    bucket->refilled = now;
    if (bucket->tokens < burst) {
        return;
    }
    if (!was_full) {
        bucket->full_since = now - (int64_t)((bucket->tokens - burst) / bucket->rate * 1000);
    }
    if (bucket->queue.first != NULL) {
        most += bucket->rate * LATE_MS / 1000;
    }
    if (bucket->tokens > most) {
        bucket->tokens = most;
    }
}

/*
 * Rule: a quota is a token bucket.  Source: Amazon Connect Administrator Guide, service quotas.
 * Test: a_burst_goes_at_once_and_the_rest_at_the_rate.
 */
bool bucket_take(struct pace_bucket *bucket, int64_t now, int64_t *until)
{
    bucket_refill(bucket, now);
    if (bucket->tokens < 1) {
        *until = pace_time_in(bucket->refilled, (1 - bucket->tokens) / bucket->rate);
        return false;
    }
    if (bucket->tokens >= bucket->quota.burst && now - bucket->full_since >= LAG_MS) {
        bucket->refilled = now + LAG_MS;
    }
    bucket->tokens -= 1;
    ASSERT(bucket->tokens >= 0);
    return true;
}

/* In a forked child: the parent takes or returns what it has reserved. */
static void bucket_forget_inherited(struct pace_bucket *bucket)
{
    if (bucket->slot != NULL && bucket->reserved_in != fork_generation()) {
        bucket->slot = NULL;
    }
}

void bucket_return_reserved(struct pace_bucket *bucket)
{
    bucket_forget_inherited(bucket);
    if (bucket->slot != NULL) {
        pace_slot_return(bucket->slot, bucket->quota, bucket->reserved);
        bucket->slot = NULL;
    }
}

bool bucket_take_shared(struct pace_bucket *bucket, struct pace_slot *slot, int64_t now,
                        int64_t *until)
{
    bucket_forget_inherited(bucket);
    if (bucket->slot != slot) {
        int64_t due;

        bucket_return_reserved(bucket);
        due = pace_slot_reserve(slot, bucket->quota, now * 1000, &bucket->reserved);
        bucket->reserved_in = fork_generation();
        bucket->slot = slot;
        bucket->due = due / 1000 + (due % 1000 > 0);
    }
    if (bucket->due > now) {
        *until = bucket->due;
        return false;
    }
    bucket->slot = NULL;
    return true;
}

bool bucket_end_lag(struct pace_bucket *bucket, int64_t now)
{
    bool is_lagging = bucket->refilled > now;

    if (is_lagging) {
        bucket->refilled = now;
    }
    return is_lagging;
}

void bucket_slow_down(struct pace_bucket *bucket, int64_t now)
{
    double slowest = bucket->quota.rate * SLOWEST;

    bucket_refill(bucket, now);
    bucket->tokens = 0;
    /* The refusals of one burst are one piece of news. */
    if (now - bucket->slowed < 1000 && bucket->rate < bucket->quota.rate) {
        return;
    }
    bucket->slowed = now;
    bucket->rate *= SLOWER;
    if (bucket->rate < slowest) {
        bucket->rate = slowest;
    }
}
