/* The request of a caller for credentials, as a task.  See keyring.c. */
#include "aws/keyring_state.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/mem.h"

/* A caller that must drive a refresh ahead of expiry itself does so for at most this long, */
#define AHEAD_CALLER_MS 5000
/* and for at most this part of the time it has left. */
#define AHEAD_CALLER_PART 4

struct request {
    struct task task;
    struct keyring *ring;
    struct waiter *waiter;     /* NULL: not yet waiting */
    struct credentials *aging; /* set: a refresh ahead was started, return what there is then */
};

/* The functions up to request_take_step() run under the lock of the keyring. */

static void request_return(struct request *self, struct credentials *credentials)
{
    ASSERT(lock_is_held(&self->ring->lock));
    task_succeed(&self->task, credentials_ref(credentials));
}

static void request_fail(struct request *self, const connect_error *failure)
{
    connect_error *error = NULL;
    (void)error_copy(&error, failure);
    task_fail(&self->task, error);
}

/* False: out of memory, and the task has ended. */
static bool request_join(struct request *self)
{
    ASSERT(lock_is_held(&self->ring->lock));
    if (self->waiter == NULL) {
        self->waiter = waiter_new(&self->task);
    }
    if (self->waiter == NULL) {
        request_fail(self, error_static_memory());
        return false;
    }
    queue_add(self->ring, self->waiter);
    return true;
}

static void request_start_refresh(struct request *self)
{
    ASSERT(lock_is_held(&self->ring->lock));
    if (!request_join(self)) {
        return;
    }
    struct task *refresh = refresh_new(self->ring, false);
    if (refresh != NULL) {
        task_detach(&self->task, refresh, DEADLINE_NONE);
    } else {
        request_fail(self, error_static_memory());
    }
}

static void request_start_ahead(struct request *self)
{
    ASSERT(lock_is_held(&self->ring->lock));
    ASSERT(self->aging == NULL && self->ring->credentials != NULL);
    struct keyring *ring = self->ring;
    const connect_clock *clock = ring->context->clock;
    int64_t part = deadline_left(clock, task_deadline(&self->task)) / AHEAD_CALLER_PART;
    struct task *refresh = refresh_new(ring, true);
    if (refresh == NULL) {
        request_return(self, ring->credentials);
        return;
    }
    self->aging = credentials_ref(ring->credentials);
    task_detach(&self->task, refresh,
                clock_in(clock, part < AHEAD_CALLER_MS ? part : AHEAD_CALLER_MS));
}

/* When the loop that drives the refresh has stalled, this caller starts one of its own. */
static void request_wait(struct request *self)
{
    ASSERT(lock_is_held(&self->ring->lock));
    ASSERT(self->ring->refresh != NULL);
    struct keyring *ring = self->ring;
    int64_t until;
    if (!request_join(self)) {
        return;
    }
    if (stall_watch_look(&self->waiter->watch, &self->task, ring->driver, ring->refresh_number,
                         ring->context->clock, &until)) {
        request_start_refresh(self);
    } else {
        task_wait(&self->task, until);
    }
}

static void request_return_outcome(struct request *self)
{
    struct waiter *waiter = self->waiter;
    ASSERT(waiter->has_outcome && !waiter->is_queued);
    if (waiter->credentials != NULL) {
        request_return(self, waiter->credentials);
    } else {
        task_fail(&self->task, waiter->error);
        waiter->error = NULL;
    }
}

static void request_take_step(struct request *self)
{
    ASSERT(lock_is_held(&self->ring->lock));
    struct keyring *ring = self->ring;
    struct waiter *waiter = self->waiter;
    struct moment now = keyring_moment(ring);
    if (waiter != NULL) {
        waiter->is_woken = false;
    }
    if (self->aging != NULL) {
        request_return(self, ring->credentials);
        return;
    }
    if (waiter != NULL && waiter->has_outcome) {
        request_return_outcome(self);
        return;
    }
    switch (keyring_next_step(ring, &now)) {
    case KEYRING_RETURN:
        request_return(self, ring->credentials);
        break;
    case KEYRING_AHEAD:
        request_start_ahead(self);
        break;
    case KEYRING_FAIL:
        request_fail(self, ring->failure);
        break;
    case KEYRING_WAIT:
        request_wait(self);
        break;
    case KEYRING_REFRESH:
        request_start_refresh(self);
        break;
    }
}

/* Leaves the queue. */
static void request_leave(struct request *self)
{
    struct waiter *waiter = self->waiter, *woken = NULL;
    if (waiter == NULL) {
        return;
    }
    self->waiter = NULL;
    lock_acquire(&self->ring->lock);
    waiter_leave(self->ring, waiter, &woken);
    lock_release(&self->ring->lock);
    waiters_wake(woken);
}

static void request_resume(struct task *task)
{
    struct request *self = (struct request *)task;
    if (self->ring->provider->class->is_anonymous) {
        task_succeed(task, NULL);
        return;
    }
    lock_acquire(&self->ring->lock);
    request_take_step(self);
    lock_release(&self->ring->lock);
    if (task->want == TASK_DONE) {
        request_leave(self);
    }
}

static void request_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;
    task_release(task->detached);
    task->detached = NULL;
    request_leave((struct request *)task);
    if (status == CONNECT_E_MEMORY) {
        (void)error_memory(&error);
    } else {
        (void)error_set(&error, status, "%s while credentials were fetched",
                        status == CONNECT_E_CANCELLED ? "cancelled"
                                                      : "the time limit of the call passed");
    }
    task_fail(task, error);
}

static void request_release(struct task *task)
{
    struct request *self = (struct request *)task;
    request_leave(self);
    credentials_unref(task->result);
    credentials_unref(self->aging);
    mem_free(self);
}

static const struct task_class request_class = { .name = "credentials",
                                                 .resume = request_resume,
                                                 .stop = request_stop,
                                                 .release = request_release };

struct task *keyring_task_new(struct keyring *ring)
{
    struct request *self = mem_calloc(1, sizeof *self);
    if (self == NULL) {
        return NULL;
    }
    task_init(&self->task, &request_class);
    self->ring = ring;
    return &self->task;
}

bool keyring_get_fresh(struct keyring *ring, struct credentials **out)
{
    *out = NULL;
    if (ring->provider->class->is_anonymous) {
        return true;
    }
    struct moment now = keyring_moment(ring);
    lock_acquire(&ring->lock);
    bool is_fresh = ring->credentials != NULL && keyring_next_step(ring, &now) == KEYRING_RETURN;
    if (is_fresh) {
        *out = credentials_ref(ring->credentials);
    }
    lock_release(&ring->lock);
    return is_fresh;
}
