/* The waiters of a keyring.  See keyring.c. */
#include "aws/keyring_state.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/mem.h"

struct waiter *waiter_new(struct task *task)
{
    ASSERT(task != NULL);
    struct waiter *waiter = mem_calloc(1, sizeof *waiter);
    if (waiter == NULL || !lock_init(&waiter->lock)) {
        mem_free(waiter);
        return NULL;
    }
    waiter->task = task;
    waiter->owners = 1;
    return waiter;
}

/* Drops one ownership; called with the lock of the waiter, which it releases. */
static void waiter_unref_and_unlock(struct waiter *waiter)
{
    ASSERT(lock_is_held(&waiter->lock) && waiter->owners > 0);
    bool is_last = --waiter->owners == 0;
    lock_release(&waiter->lock);
    if (is_last) {
        ASSERT(!waiter->is_queued && waiter->task == NULL);
        credentials_unref(waiter->credentials);
        connect_error_free(waiter->error);
        lock_destroy(&waiter->lock);
        mem_free(waiter);
    }
}

/*
 * Adds the entry to a list for waiters_wake().  One that another thread has on its list, and has
 * not woken yet, stays there: that wake-up comes after what has changed now.
 */
static void waiter_mark(struct waiter *waiter, struct waiter **woken)
{
    waiter->is_woken = true;
    lock_acquire(&waiter->lock);
    ASSERT(waiter->owners > 0);
    if (!waiter->is_listed) {
        waiter->is_listed = true;
        waiter->owners++;
        waiter->next_woken = *woken;
        *woken = waiter;
    }
    lock_release(&waiter->lock);
}

/* The list has those first who were added last: they are woken in the order of the queue. */
void waiters_wake(struct waiter *woken)
{
    struct waiter *ordered = NULL;
    while (woken != NULL) {
        struct waiter *next = woken->next_woken;
        woken->next_woken = ordered;
        ordered = woken;
        woken = next;
    }
    while (ordered != NULL) {
        struct waiter *waiter = ordered;
        ordered = waiter->next_woken;
        lock_acquire(&waiter->lock);
        ASSERT(waiter->is_listed);
        waiter->is_listed = false;
        if (waiter->task != NULL) {
            task_wake(waiter->task);
        }
        waiter_unref_and_unlock(waiter);
    }
}

void queue_add(struct keyring *ring, struct waiter *waiter)
{
    ASSERT(lock_is_held(&ring->lock));
    ASSERT((ring->first == NULL) == (ring->last == NULL));
    if (waiter->is_queued) {
        return;
    }
    ASSERT(waiter->next == NULL && !waiter->has_outcome);
    waiter->is_queued = true;
    if (ring->last != NULL) {
        ring->last->next = waiter;
    } else {
        ring->first = waiter;
    }
    ring->last = waiter;
}

static void queue_remove(struct keyring *ring, struct waiter *waiter)
{
    struct waiter *before = NULL;
    if (!waiter->is_queued) {
        return;
    }
    for (struct waiter *at = ring->first; at != waiter; at = at->next) {
        ASSERT(at != NULL); /* it is on the list */
        before = at;
    }
    if (before != NULL) {
        before->next = waiter->next;
    } else {
        ring->first = waiter->next;
    }
    if (ring->last == waiter) {
        ring->last = before;
    }
    waiter->is_queued = false;
}

void queue_choose_leader(struct keyring *ring, struct waiter **woken)
{
    ASSERT(lock_is_held(&ring->lock));
    if (ring->refresh == NULL && ring->first != NULL && !ring->first->is_woken) {
        waiter_mark(ring->first, woken);
    }
}

/*
 * Rule: one refresh serves all callers.  Source: botocore, RefreshableCredentials.  Test:
 * one_refresh_serves_all_waiters.
 */
void queue_distribute(struct keyring *ring, struct credentials *credentials,
                      const connect_error *failure, struct waiter **woken)
{
    ASSERT(lock_is_held(&ring->lock));
    ASSERT(credentials != NULL || failure != NULL);
    while (ring->first != NULL) {
        struct waiter *waiter = ring->first;
        ASSERT(waiter->is_queued && !waiter->has_outcome);
        queue_remove(ring, waiter);
        waiter->has_outcome = true;
        waiter->credentials = credentials_ref(credentials);
        if (credentials == NULL) {
            (void)error_copy(&waiter->error, failure);
        }
        waiter_mark(waiter, woken);
    }
}

void waiter_leave(struct keyring *ring, struct waiter *waiter, struct waiter **woken)
{
    ASSERT(lock_is_held(&ring->lock));
    queue_remove(ring, waiter);
    queue_choose_leader(ring, woken);
    lock_acquire(&waiter->lock);
    waiter->task = NULL;
    waiter_unref_and_unlock(waiter);
}
