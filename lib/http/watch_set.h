/*
 * Descriptors to watch, behind a single one: an epoll instance with a timer and a wake-up in it.
 *
 * The single descriptor is readable while any of the watched ones is ready, the timer has expired,
 * or watch_set_wake() was called.  It can itself be watched by poll(), epoll or any event library.
 *
 * One thread at a time, except for watch_set_wake().  In a forked child the set is shared with the
 * parent: a change there would be the parent's loss, so that every function but watch_set_free()
 * does nothing.
 */
#ifndef HTTP_WATCH_SET_H
#define HTTP_WATCH_SET_H

#include <stdbool.h>
#include <stdint.h>

enum { WATCH_READ = 1, WATCH_WRITE = 2 };

struct watch_set;

/* A watched descriptor, in the caller's storage; zero `interest` before the first
 * watch_set_change(). */
struct watch {
    int fd;
    unsigned interest; /* what is watched for: set by watch_set_change() */
    /* Called by whoever dispatches the events of the set; `ready` also has errors as both. */
    void (*on_ready)(struct watch *watch, unsigned ready);
};

/* NULL when memory or descriptors are used up. */
struct watch_set *watch_set_new(void);
/* Closes the set's own descriptors, not the watched ones.  NULL does nothing. */
void watch_set_free(struct watch_set *set);

/* The descriptor to watch for reading; constant.  Level-triggered. */
int watch_set_fd(const struct watch_set *set);

/*
 * Watches for WATCH_READ, WATCH_WRITE, both, or nothing, which takes the descriptor out: before it
 * is closed, and before the storage of `watch` goes.  Its events that were not dispatched yet are
 * dropped then.  False when it cannot be watched (memory, or a regular file).
 */
bool watch_set_change(struct watch_set *set, struct watch *watch, unsigned interest);

/* When the set becomes ready by itself: monotonic milliseconds of clock_system, or DEADLINE_NONE.
 */
void watch_set_arm(struct watch_set *set, int64_t due);

/* Makes the set ready.  Any thread and any signal handler. */
void watch_set_wake(struct watch_set *set);

/*
 * Fetches what is ready, without waiting: a bounded number of events; more keep the set readable.
 * Returns whether watch_set_wake() was called since the last call.
 */
bool watch_set_poll(struct watch_set *set);
/* The next of the fetched events, or NULL. */
struct watch *watch_set_next(struct watch_set *set, unsigned *ready);

#endif
