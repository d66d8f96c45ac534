/* The waiters of a keyring.  See keyring.c. */
#include "aws/keyring_state.h"
#include "core/error.h"
#include "core/mem.h"

struct waiter *waiter_new(struct task *task)
{
    struct waiter *waiter = mem_calloc(1, sizeof *waiter);
    if (waiter == NULL) {
        return NULL;
    }
    if (pthread_mutex_init(&waiter->lock, NULL) != 0) {
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
    bool is_last = --waiter->owners == 0;
    pthread_mutex_unlock(&waiter->lock);
    if (is_last) {
        credentials_unref(waiter->credentials);
        connect_error_free(waiter->error);
        pthread_mutex_destroy(&waiter->lock);
        mem_free(waiter);
    }
}

/* Adds the entry to a list for waiters_wake(). */
static void waiter_mark(struct waiter *waiter, struct waiter **woken)
{
    waiter->is_woken = true;
    pthread_mutex_lock(&waiter->lock);
    waiter->owners++;
    pthread_mutex_unlock(&waiter->lock);
    waiter->next_woken = *woken;
    *woken = waiter;
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
        pthread_mutex_lock(&waiter->lock);
        if (waiter->task != NULL) {
            task_wake(waiter->task);
        }
        waiter_unref_and_unlock(waiter);
    }
}

void queue_add(struct keyring *ring, struct waiter *waiter)
{
    if (waiter->is_queued) {
        return;
    }
    waiter->next = NULL;
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
    if (ring->refresh == NULL && ring->first != NULL && !ring->first->is_woken) {
        waiter_mark(ring->first, woken);
    }
}

void queue_distribute(struct keyring *ring, struct credentials *credentials,
                      const connect_error *failure, struct waiter **woken)
{
    while (ring->first != NULL) {
        struct waiter *waiter = ring->first;
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
    queue_remove(ring, waiter);
    queue_choose_leader(ring, woken);
    pthread_mutex_lock(&waiter->lock);
    waiter->task = NULL;
    waiter_unref_and_unlock(waiter);
}
