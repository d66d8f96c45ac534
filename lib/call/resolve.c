/*
 * Resolving a client.  One task does it, the leader; others that need the result queue at the
 * client and are woken when the leader ends.  A failure is not kept: the next task resolves anew. A
 * leader that is stopped by its own deadline or cancel token has not failed, it only gives way.
 */
#include "call/resolve.h"

#include "aws/provider_imds.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"

/* ---- the queue; under the lock of the core ---- */

static void queue_add(struct resolve_task *self)
{
    ASSERT(lock_is_held(&self->core->lock) && self->place == RESOLVE_NEW);
    struct client_core *core = self->core;

    self->next = NULL;
    self->previous = core->last_resolving;
    if (self->previous != NULL) {
        self->previous->next = self;
    } else {
        core->resolving = self;
    }
    core->last_resolving = self;
    self->place = RESOLVE_QUEUED;
}

static void queue_remove(struct resolve_task *self)
{
    ASSERT(lock_is_held(&self->core->lock) && self->place == RESOLVE_QUEUED);
    if (self->previous != NULL) {
        self->previous->next = self->next;
    } else {
        self->core->resolving = self->next;
    }
    if (self->next != NULL) {
        self->next->previous = self->previous;
    } else {
        self->core->last_resolving = self->previous;
    }
    self->place = RESOLVE_NEW;
}

/* ---- the task ---- */

bool client_is_resolved(const struct client_core *core)
{
    return atomic_load_explicit(&core->state, memory_order_acquire) == CORE_READY;
}

/* The leader ends: all others look again, and the first of them may lead. */
static void resolve_task_give_way(struct resolve_task *self, enum core_state state)
{
    ASSERT(self->place == RESOLVE_LEADING);
    struct client_core *core = self->core;

    lock_acquire(&core->lock);
    ASSERT(core->state == CORE_BUSY);
    core->state = state;
    for (const struct resolve_task *other = core->resolving; other != NULL; other = other->next) {
        task_wake(&((struct resolve_task *)other)->task);
    }
    lock_release(&core->lock);
    self->place = RESOLVE_ENDED;
}

/* Leaves whatever it is part of. */
static void resolve_task_leave(struct resolve_task *self)
{
    if (self->place == RESOLVE_LEADING) {
        resolve_task_give_way(self, CORE_NEW);
    } else if (self->place == RESOLVE_QUEUED) {
        lock_acquire(&self->core->lock);
        queue_remove(self);
        lock_release(&self->core->lock);
    }
}

/* Whether this task leads now; if not, it is queued, or the client is resolved. */
static bool resolve_task_enter(struct resolve_task *self)
{
    struct client_core *core = self->core;

    lock_acquire(&core->lock);
    if (self->place == RESOLVE_QUEUED) {
        queue_remove(self);
    }
    if (core->state == CORE_NEW) {
        core->state = CORE_BUSY;
        self->place = RESOLVE_LEADING;
    } else if (core->state == CORE_BUSY) {
        queue_add(self);
    }
    lock_release(&core->lock);
    return self->place == RESOLVE_LEADING;
}

static void resolve_task_end(struct resolve_task *self, connect_status status, connect_error *error)
{
    if (status == CONNECT_OK) {
        self->core->resolution = self->resolution;
    } else {
        resolution_free(self->resolution);
    }
    self->resolution = NULL;
    resolve_task_give_way(self, status == CONNECT_OK ? CORE_READY : CORE_NEW);
    if (status == CONNECT_OK) {
        task_succeed(&self->task, NULL);
    } else {
        task_fail(&self->task, error);
    }
}

/* The leader begins.  It waits for nothing but the region. */
static void resolve_task_begin(struct resolve_task *self)
{
    struct client_core *core = self->core;
    connect_error *error = NULL;
    connect_status status = resolution_begin(core, &self->resolution, &error);
    struct task *region;

    if (status == CONNECT_OK && resolution_needs_metadata(core, self->resolution)) {
        region = imds_region_fetch(&self->resolution->context);
        if (region != NULL) {
            task_run_child(&self->task, region);
            return;
        }
        status = error_memory(&error);
    }
    if (status == CONNECT_OK) {
        status = resolution_finish(core, self->resolution, &error);
    }
    resolve_task_end(self, status, error);
}

/* Failure to reach the metadata service is not an error, and neither is a machine without one. */
static void resolve_task_take_region(struct resolve_task *self)
{
    struct client_core *core = self->core;
    connect_error *error = NULL;
    void *region;
    connect_status status = task_collect(&self->task, &region, &error);

    if (status == CONNECT_OK && region != NULL) {
        status = settings_take_metadata(&self->resolution->settings, region, &error);
    }
    mem_free(region);
    if (status == CONNECT_OK) {
        status = resolution_finish(core, self->resolution, &error);
    }
    resolve_task_end(self, status, error);
}

static void resolve_task_resume(struct task *task)
{
    struct resolve_task *self = (struct resolve_task *)task;

    if (task->child != NULL) {
        resolve_task_take_region(self);
    } else if (resolve_task_enter(self)) {
        resolve_task_begin(self);
    } else if (self->place == RESOLVE_QUEUED) {
        task_wait(task, DEADLINE_NONE);
    } else {
        task_succeed(task, NULL);
    }
}

static void resolve_task_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;

    resolve_task_leave((struct resolve_task *)task);
    (void)error_set(&error, status, "%s while settings were resolved",
                    status == CONNECT_E_CANCELLED ? "cancelled"
                                                  : "the time limit of the call passed");
    task_fail(task, error);
}

static void resolve_task_release(struct task *task)
{
    struct resolve_task *self = (struct resolve_task *)task;

    resolve_task_leave(self);
    resolution_free(self->resolution);
}

static const struct task_class resolve_task_class = { .name = "resolve",
                                                      .resume = resolve_task_resume,
                                                      .stop = resolve_task_stop,
                                                      .release = resolve_task_release };

void resolve_task_init(struct resolve_task *self, struct client_core *core)
{
    *self = (struct resolve_task){ .core = core, .place = RESOLVE_NEW };
    task_init(&self->task, &resolve_task_class);
}
