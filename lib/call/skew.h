/*
 * How far the service's clock is ahead of ours, learnt from its responses.
 */
#ifndef CALL_SKEW_H
#define CALL_SKEW_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Rule: a refusal may be the fault of the clock when the skew is more than 4 minutes.  Source:
 * aws-sdk-go-v2, aws/retry/middleware.go.  Test: four_minutes_exactly_are_tolerated.
 */
/* Beyond this a service refuses a signature; so a refusal may be the clock's fault. */
#define SKEW_TOLERATED_MS (4 * 60 * 1000)

/*
 * What a client has learnt, shared by its threads: milliseconds, positive when the service is
 * ahead.
 */
struct skew {
    _Atomic int64_t ms;
};

static inline int64_t skew_get(struct skew *skew)
{
    return atomic_load_explicit(&skew->ms, memory_order_relaxed);
}

static inline void skew_set(struct skew *skew, int64_t ms)
{
    atomic_store_explicit(&skew->ms, ms, memory_order_relaxed);
}

/*
 * The skew according to one response: Date against the middle of the exchange, both ends by the
 * wall clock. False when it has none: no Date or an unreadable one, an Age (the response is a
 * cached one), an exchange that took too long, or a difference beyond all reason.
 */
bool skew_of_response(int64_t sent, int64_t received, const char *date, const char *age,
                      int64_t *out);

#endif
