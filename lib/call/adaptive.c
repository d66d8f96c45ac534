/*
 * The rate limiter of the adaptive mode: a token bucket whose rate follows the CUBIC function of
 * congestion control.  Throttling reduces the rate to 70 % of the measured one and remembers that
 * as the maximum; the rate then grows back to the maximum and beyond, but not above twice the
 * measured rate.  The rate is measured in half seconds and smoothed.  Before the first throttling
 * the limiter does nothing.
 * (botocore retries/adaptive.py, throttling.py and bucket.py)
 */
#include "call/adaptive.h"

#include "core/assert.h"

#include <stdint.h>

#define RATE_MIN 0.5
#define SMOOTHING 0.8
#define BACK_OFF 0.7 /* of the rate, on throttling */
#define GROWTH 0.4   /* of the cubic */

static double half_second_of(double time)
{
    return (double)(int64_t)(time * 2) / 2;
}

/*
 * By Newton's method, from above, so that it only falls; the C library's would be the only call
 * into libm.
 */
static double cube_root(double value)
{
    double root = value > 1 ? value : 1, next;

    if (value <= 0) {
        return 0;
    }
    while ((next = (2 * root + value / (root * root)) / 3) < root) {
        root = next;
    }
    return root;
}

void adaptive_init(struct adaptive *adaptive, double now)
{
    *adaptive = (struct adaptive){ .fill_rate = RATE_MIN,
                                   .capacity = 1,
                                   .refilled = now,
                                   .throttled = now,
                                   .bucket = half_second_of(now) };
}

static void refill_bucket(struct adaptive *adaptive, double now)
{
    ASSERT(adaptive->fill_rate >= RATE_MIN && adaptive->capacity >= 1);
    double tokens = adaptive->tokens + (now - adaptive->refilled) * adaptive->fill_rate;

    adaptive->tokens = tokens < adaptive->capacity ? tokens : adaptive->capacity;
    adaptive->refilled = now;
}

/*
 * Rule: a request takes a token, or waits until there is one.  Source: botocore,
 * retries/bucket.py.  Test: the_bucket_of_the_limiter_refills_at_its_rate.
 */
double adaptive_take(struct adaptive *adaptive, double now)
{
    if (!adaptive->enabled) {
        return 0;
    }
    refill_bucket(adaptive, now);
    if (adaptive->tokens < 1) {
        return (1 - adaptive->tokens) / adaptive->fill_rate;
    }
    adaptive->tokens -= 1;
    return 0;
}

/*
 * Rule: the rate is at least one request in two seconds.  Source: botocore, retries/bucket.py.
 * Test: the_bucket_of_the_limiter_refills_at_its_rate.
 */
void adaptive_set_rate(struct adaptive *adaptive, double now, double rate)
{
    refill_bucket(adaptive, now);
    adaptive->fill_rate = rate > RATE_MIN ? rate : RATE_MIN;
    adaptive->capacity = rate > 1 ? rate : 1; /* the next refill discards what is beyond it */
}

/*
 * Rule: the rate is measured over half seconds and smoothed.  Source: botocore,
 * retries/throttling.py.  Test: the_rate_is_measured_over_half_seconds.
 */
void adaptive_measure(struct adaptive *adaptive, double now)
{
    double bucket = half_second_of(now);

    adaptive->count++;
    ASSERT(adaptive->count > 0);
    if (bucket <= adaptive->bucket) {
        return;
    }
    adaptive->measured = SMOOTHING * adaptive->count / (bucket - adaptive->bucket) +
                         (1 - SMOOTHING) * adaptive->measured;
    adaptive->count = 0;
    adaptive->bucket = bucket;
}

/*
 * Rule: throttling reduces the rate to 70 %, and it recovers along a cubic.  Source: botocore,
 * retries/adaptive.py and throttling.py.  Test: the_limiter_as_a_whole_follows_the_published_run.
 */
void adaptive_note_response(struct adaptive *adaptive, double now, bool throttled)
{
    double rate, since;

    adaptive_measure(adaptive, now);
    if (throttled) {
        rate = adaptive->measured;
        if (adaptive->enabled && adaptive->fill_rate < rate) {
            rate = adaptive->fill_rate;
        }
        adaptive->best = rate;
        adaptive->inflection = cube_root(rate * (1 - BACK_OFF) / GROWTH);
        adaptive->throttled = now;
        adaptive->enabled = true;
        rate *= BACK_OFF;
    } else {
        since = now - adaptive->throttled - adaptive->inflection;
        rate = GROWTH * since * since * since + adaptive->best;
    }
    if (rate > 2 * adaptive->measured) {
        rate = 2 * adaptive->measured;
    }
    adaptive_set_rate(adaptive, now, rate);
}
