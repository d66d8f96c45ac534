/* The system's clocks. */
#include "core/clock.h"

#include "core/assert.h"

#include <limits.h>
#include <poll.h>
#include <time.h>

/* A token of a forked child may have no descriptor: then its flag is looked at this often. */
#define NO_DESCRIPTOR_WAIT_MS 50

static int64_t read_clock(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t system_now(void *user)
{
    (void)user;
    return read_clock(CLOCK_REALTIME);
}

static int64_t system_monotonic(void *user)
{
    (void)user;
    return read_clock(CLOCK_MONOTONIC);
}

static bool system_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)user;
    return clock_wait(cancel, ms);
}

const connect_clock clock_system = { sizeof(connect_clock), NULL, system_now, system_monotonic,
                                     system_wait };

int64_t deadline_after(const connect_clock *clock, int64_t ms)
{
    if (ms <= 0) {
        return DEADLINE_NONE;
    }
    int64_t now = clock->monotonic(clock->user);
    return now > 0 && ms > INT64_MAX - now ? DEADLINE_NONE : now + ms;
}

int64_t clock_in(const connect_clock *clock, int64_t ms)
{
    int64_t now = clock->monotonic(clock->user);
    return now > 0 && ms > INT64_MAX - now ? INT64_MAX : now + ms;
}

int64_t deadline_left(const connect_clock *clock, int64_t deadline)
{
    if (deadline == DEADLINE_NONE) {
        return INT64_MAX;
    }
    int64_t now = clock->monotonic(clock->user);
    return deadline > now ? deadline - now : 0;
}

bool clock_wait(const connect_cancel *cancel, int64_t ms)
{
    struct pollfd fd = { .fd = connect_cancel_fd(cancel), .events = POLLIN };
    int wait_max = cancel != NULL && fd.fd < 0 ? NO_DESCRIPTOR_WAIT_MS : INT_MAX;
    int64_t end = clock_in(&clock_system, ms), left = ms;
    while (!connect_cancel_is_fired(cancel)) {
        if (left <= 0) {
            return true;
        }
        (void)poll(&fd, 1, left < wait_max ? (int)left : wait_max);
        left = deadline_left(&clock_system, end);
    }
    return false;
}
