/* See patience.h. */
#include "support/patience.h"

#include <stdlib.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#    define FACTOR 4
#elif defined(__has_feature)
#    if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#        define FACTOR 4
#    endif
#endif
#ifndef FACTOR
#    define FACTOR 1
#endif

int64_t patience(int64_t ms)
{
    const char *text = getenv("CK_TIMEOUT_MULTIPLIER");
    long multiplier = text != NULL ? strtol(text, NULL, 10) : 1;
    return ms * FACTOR * (multiplier > 1 ? multiplier : 1);
}

static int64_t now_us(clockid_t clock)
{
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Wall time per processor time, while this thread computes for 50 ms. */
static double slowdown(void)
{
    int64_t wall = now_us(CLOCK_MONOTONIC), used = now_us(CLOCK_THREAD_CPUTIME_ID), spent = 0;
    while (spent < 50000) {
        spent = now_us(CLOCK_THREAD_CPUTIME_ID) - used;
    }
    return (double)(now_us(CLOCK_MONOTONIC) - wall) / (double)spent;
}

bool patience_holds(int64_t took_ms, int64_t most_ms)
{
    int64_t limit = patience(most_ms);
    return took_ms <= limit || (double)took_ms <= (double)limit * 1.5 * slowdown();
}
