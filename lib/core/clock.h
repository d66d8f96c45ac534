/*
 * The system's clock behind connect_clock, and deadlines on it.
 */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <connect/transport.h>

extern const connect_clock clock_system;

/* Blocks the thread for `ms`, or until the token (may be NULL) fires: then returns false. */
bool clock_wait(const connect_cancel *cancel, int64_t ms);

#define DEADLINE_NONE INT64_MAX

/* monotonic now + ms, or DEADLINE_NONE when ms <= 0. */
int64_t deadline_after(const connect_clock *clock, int64_t ms);
/* The monotonic time in `ms` milliseconds, which may be 0. */
int64_t clock_in(const connect_clock *clock, int64_t ms);
/* Milliseconds left, at least 0; INT64_MAX for none. */
int64_t deadline_left(const connect_clock *clock, int64_t deadline);

/* The earlier of two times, or the shorter of two spans. */
static inline int64_t clock_least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

#endif
