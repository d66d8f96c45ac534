/* See watch_set.h. */
#include "http/watch_set.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/fork.h"
#include "core/mem.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define EVENTS_MAX 64

static_assert(WATCH_READ != WATCH_WRITE && (WATCH_READ & WATCH_WRITE) == 0, "one bit each");

struct watch_set {
    uint64_t owner; /* fork generation */
    int epoll_fd;
    struct watch timer, wake;
    int64_t due;                           /* that the timer is armed for */
    struct epoll_event events[EVENTS_MAX]; /* fetched; a dropped one has no pointer */
    int count, next;
};

static bool is_inherited(const struct watch_set *set)
{
    return fork_generation() != set->owner;
}

static void counter_drain(int fd)
{
    uint64_t count;
    ssize_t got;
    do {
        got = read(fd, &count, sizeof count);
    } while (got < 0 && errno == EINTR);
}

void watch_set_free(struct watch_set *set)
{
    if (set == NULL) {
        return;
    }
    const int fds[] = { set->epoll_fd, set->timer.fd, set->wake.fd };
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0) {
            (void)close(fds[i]);
        }
    }
    mem_free(set);
}

struct watch_set *watch_set_new(void)
{
    struct watch_set *set = mem_calloc(1, sizeof *set);
    if (set == NULL) {
        return NULL;
    }
    set->owner = fork_generation();
    set->due = DEADLINE_NONE;
    set->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    set->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    set->wake.fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (set->epoll_fd < 0 || set->timer.fd < 0 || set->wake.fd < 0 ||
        !watch_set_change(set, &set->timer, WATCH_READ) ||
        !watch_set_change(set, &set->wake, WATCH_READ)) {
        watch_set_free(set);
        return NULL;
    }
    return set;
}

int watch_set_fd(const struct watch_set *set)
{
    return set->epoll_fd;
}

static void events_drop(struct watch_set *set, const struct watch *watch)
{
    ASSERT(set->next <= set->count && set->count <= EVENTS_MAX);
    for (int i = set->next; i < set->count; i++) {
        if (set->events[i].data.ptr == watch) {
            set->events[i].data.ptr = NULL;
        }
    }
}

bool watch_set_change(struct watch_set *set, struct watch *watch, unsigned interest)
{
    ASSERT((interest & ~(unsigned)(WATCH_READ | WATCH_WRITE)) == 0);
    if (is_inherited(set)) {
        watch->interest = 0;
        return false;
    }
    if (interest == watch->interest) {
        return true;
    }
    struct epoll_event event = { .data.ptr = watch };
    event.events |= (interest & WATCH_READ) != 0 ? EPOLLIN : 0u;
    event.events |= (interest & WATCH_WRITE) != 0 ? EPOLLOUT : 0u;
    int operation = watch->interest == 0 ? EPOLL_CTL_ADD
                    : interest == 0      ? EPOLL_CTL_DEL
                                         : EPOLL_CTL_MOD;
    bool changed = epoll_ctl(set->epoll_fd, operation, watch->fd, &event) == 0;
    if (interest == 0) {
        events_drop(set, watch);
    }
    if (changed || interest == 0) {
        watch->interest = interest;
    }
    return changed;
}

void watch_set_arm(struct watch_set *set, int64_t due)
{
    if (due == set->due || is_inherited(set)) {
        return;
    }
    struct itimerspec when = { 0 };
    if (due != DEADLINE_NONE) {
        /* A time in the past expires at once; all zero would disarm. */
        int64_t ms = due > 1 ? due : 1;
        when.it_value.tv_sec = (time_t)(ms / 1000);
        when.it_value.tv_nsec = (long)(ms % 1000) * 1000000;
    }
    if (timerfd_settime(set->timer.fd, TFD_TIMER_ABSTIME, &when, NULL) == 0) {
        set->due = due;
    }
}

void watch_set_wake(struct watch_set *set)
{
    if (is_inherited(set)) {
        return;
    }
    int saved = errno;
    const uint64_t one = 1;
    ssize_t written;
    do {
        written = write(set->wake.fd, &one, sizeof one);
    } while (written < 0 && errno == EINTR);
    errno = saved;
}

bool watch_set_poll(struct watch_set *set)
{
    bool woken = false;
    set->count = 0;
    set->next = 0;
    if (is_inherited(set)) {
        return false;
    }
    int count = epoll_wait(set->epoll_fd, set->events, EVENTS_MAX, 0);
    set->count = count > 0 ? count : 0;
    for (int i = 0; i < set->count; i++) {
        const struct watch *watch = set->events[i].data.ptr;
        if (watch == &set->timer) {
            counter_drain(set->timer.fd);
            set->due = DEADLINE_NONE; /* it has expired: arming for the same time is a change */
        } else if (watch == &set->wake) {
            counter_drain(set->wake.fd);
            woken = true;
        } else {
            continue;
        }
        set->events[i].data.ptr = NULL;
    }
    return woken;
}

struct watch *watch_set_next(struct watch_set *set, unsigned *ready)
{
    while (set->next < set->count) {
        ASSERT(set->count <= EVENTS_MAX);
        const struct epoll_event *event = &set->events[set->next++];
        if (event->data.ptr != NULL) {
            bool failed = (event->events & (EPOLLERR | EPOLLHUP)) != 0;
            *ready = ((event->events & EPOLLIN) != 0 || failed ? WATCH_READ : 0u) |
                     ((event->events & EPOLLOUT) != 0 || failed ? WATCH_WRITE : 0u);
            ASSERT(*ready != 0);
            return event->data.ptr;
        }
    }
    return NULL;
}
