/*
 * Mutexes that know their owner in builds with checks, so that a function which relies on a lock
 * can say so: ASSERT(lock_is_held(&pool->lock)).  In release builds a lock is a pthread_mutex_t and
 * nothing else.
 *
 * Not recursive.  A forked child must not use an inherited lock, whose owner may not exist there,
 * before lock_renew().
 */
#ifndef CORE_LOCK_H
#define CORE_LOCK_H

#include "core/assert.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

struct lock {
    pthread_mutex_t mutex;
#ifdef CONNECT_CHECKS
    atomic_bool is_taken;
    _Atomic pthread_t owner; /* while is_taken */
#endif
};

/* For locks in static storage. */
/* clang-format off */
#define LOCK_INITIALIZER { .mutex = PTHREAD_MUTEX_INITIALIZER }
/* clang-format on */

#ifdef CONNECT_CHECKS

/* Whether this thread holds the lock.  For ASSERT() only. */
static inline bool lock_is_held(const struct lock *lock)
{
    return atomic_load(&lock->is_taken) &&
           pthread_equal(atomic_load(&lock->owner), pthread_self()) != 0;
}

#else

static inline bool lock_is_held(const struct lock *lock)
{
    (void)lock;
    return true;
}

#endif

/* False when the system lacks the resources for another mutex. */
__attribute__((warn_unused_result)) static inline bool lock_init(struct lock *lock)
{
    CHECKS_ONLY(atomic_init(&lock->is_taken, false);)
    return pthread_mutex_init(&lock->mutex, NULL) == 0;
}

/* In a forked child: free again, whoever held it in the parent.  It takes no further resources. */
static inline void lock_renew(struct lock *lock)
{
    CHECKS_ONLY(atomic_init(&lock->is_taken, false);)
    (void)pthread_mutex_init(&lock->mutex, NULL);
}

static inline void lock_destroy(struct lock *lock)
{
    CHECKS_ONLY(ASSERT(!atomic_load(&lock->is_taken));)
    (void)pthread_mutex_destroy(&lock->mutex);
}

static inline void lock_acquire(struct lock *lock)
{
    CHECKS_ONLY(ASSERT(!lock_is_held(lock));)
    (void)pthread_mutex_lock(&lock->mutex);
    CHECKS_ONLY(atomic_store(&lock->owner, pthread_self()); atomic_store(&lock->is_taken, true);)
}

static inline void lock_release(struct lock *lock)
{
    ASSERT(lock_is_held(lock));
    CHECKS_ONLY(atomic_store(&lock->is_taken, false);)
    (void)pthread_mutex_unlock(&lock->mutex);
}

/* Without the lock while it waits, until the condition is signalled or that time on its clock. */
static inline void lock_wait(struct lock *lock, pthread_cond_t *condition,
                             const struct timespec *until)
{
    ASSERT(lock_is_held(lock));
    CHECKS_ONLY(atomic_store(&lock->is_taken, false);)
    (void)pthread_cond_timedwait(condition, &lock->mutex, until);
    CHECKS_ONLY(atomic_store(&lock->owner, pthread_self()); atomic_store(&lock->is_taken, true);)
}

#endif
