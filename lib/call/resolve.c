/*
 * Resolving a client.  One task does it, the leader; others that need the result queue at the
 * client and are woken when its state changes.  A failure is not kept: the next task resolves anew.
 * A leader that is stopped by its own deadline or cancel token has not failed, it only gives way.
 *
 * The leader waits for nothing but the region.  Meanwhile its loop may be blocked by its host:
 * those in the queue watch the progress of that loop (stall_watch_look()), and when there is none,
 * the first that notices becomes the leader.  The former one goes on, with a resolution of its
 * own; whoever has the region first gives the client its resolution.
 */
#include "call/resolve.h"

#include "aws/provider_imds.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"

bool client_is_resolved(const struct client_core *core)
{
    return atomic_load_explicit(&core->state, memory_order_acquire) == CORE_READY;
}

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

/* Where the task is from now on is up to the caller. */
static void queue_remove(struct resolve_task *self)
{
    ASSERT(lock_is_held(&self->core->lock) && self->place == RESOLVE_QUEUED);
    ASSERT(self == (self->previous != NULL ? self->previous->next : self->core->resolving));
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
}

/* ---- the state; under the lock of the core ---- */

/* All in the queue look again, and the first of them may work. */
static void state_set(struct client_core *core, enum core_state state)
{
    ASSERT(lock_is_held(&core->lock) && core->state != CORE_READY);
    ASSERT((state == CORE_FETCHING) == (core->leader != NULL) || state == CORE_READY);
    core->state = state;
    for (const struct resolve_task *other = core->resolving; other != NULL; other = other->next) {
        task_wake(&((struct resolve_task *)other)->task);
    }
}

/* ---- the task ---- */

/* Leaves whatever it is part of. */
static void resolve_task_leave(struct resolve_task *self)
{
    struct client_core *core = self->core;

    ASSERT(self->place != RESOLVE_WORKING);
    lock_acquire(&core->lock);
    if (self->place == RESOLVE_QUEUED) {
        queue_remove(self);
    } else if (core->leader == self) {
        core->leader = NULL;
        if (core->state == CORE_FETCHING) {
            state_set(core, CORE_NEW);
        }
    }
    lock_release(&core->lock);
    self->place = RESOLVE_ENDED;
}

/* Whether this task works now; if not, it waits in the queue, or the client is resolved. */
static bool resolve_task_enter(struct resolve_task *self)
{
    struct client_core *core = self->core;
    bool has_region = self->place == RESOLVE_FETCHING, works = false;
    int64_t until = DEADLINE_NONE;

    lock_acquire(&core->lock);
    if (self->place == RESOLVE_QUEUED) {
        queue_remove(self);
    } else if (core->leader == self) {
        core->leader = NULL;
    }
    self->place = RESOLVE_NEW;
    if (core->state == CORE_NEW) {
        works = true;
    } else if (core->state == CORE_FETCHING) {
        works = has_region ||
                stall_watch_look(&self->watch, &self->task, task_driver(&core->leader->task),
                                 core->leaders, &core->clock, &until);
    }
    if (works) {
        core->state = CORE_BUSY;
        self->place = RESOLVE_WORKING;
    } else if (core->state != CORE_READY) {
        queue_add(self);
        task_wait(&self->task, until);
    }
    lock_release(&core->lock);
    return works;
}

static void resolve_task_end(struct resolve_task *self, connect_status status, connect_error *error)
{
    ASSERT(self->place == RESOLVE_WORKING);
    struct client_core *core = self->core;
    enum core_state state = CORE_READY;

    if (status == CONNECT_OK) {
        core->resolution = self->resolution;
    } else {
        resolution_free(self->resolution);
    }
    self->resolution = NULL;
    lock_acquire(&core->lock);
    ASSERT(core->state == CORE_BUSY && core->leader != self);
    if (status != CONNECT_OK) {
        state = core->leader != NULL ? CORE_FETCHING : CORE_NEW;
    }
    state_set(core, state);
    lock_release(&core->lock);
    self->place = RESOLVE_ENDED;
    if (status == CONNECT_OK) {
        task_succeed(&self->task, NULL);
    } else {
        task_fail(&self->task, error);
    }
}

/* This task becomes the leader. */
static void resolve_task_fetch(struct resolve_task *self, struct task *region)
{
    struct client_core *core = self->core;

    lock_acquire(&core->lock);
    ASSERT(self->place == RESOLVE_WORKING && core->state == CORE_BUSY);
    core->leader = self;
    core->leaders++;
    self->place = RESOLVE_FETCHING;
    state_set(core, CORE_FETCHING);
    lock_release(&core->lock);
    task_run_child(&self->task, region);
}

static void resolve_task_begin(struct resolve_task *self)
{
    struct client_core *core = self->core;
    connect_error *error = NULL;
    connect_status status = resolution_begin(core, &self->resolution, &error);
    struct task *region;

    if (status == CONNECT_OK && resolution_needs_metadata(core, self->resolution)) {
        region = imds_region_fetch(&self->resolution->context);
        if (region != NULL) {
            resolve_task_fetch(self, region);
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
static void resolve_task_finish(struct resolve_task *self, const char *region)
{
    connect_error *error = NULL;
    connect_status status = CONNECT_OK;

    if (region != NULL) {
        status = settings_take_metadata(&self->resolution->settings, region, &error);
    }
    if (status == CONNECT_OK) {
        status = resolution_finish(self->core, self->resolution, &error);
    }
    resolve_task_end(self, status, error);
}

static void resolve_task_resume(struct task *task)
{
    struct resolve_task *self = (struct resolve_task *)task;
    bool has_region = task->child != NULL;
    void *region = NULL;
    connect_error *error = NULL;

    if (has_region && task_collect(task, &region, &error) != CONNECT_OK) {
        resolve_task_leave(self);
        task_fail(task, error);
        return;
    }
    if (resolve_task_enter(self)) {
        if (has_region) {
            resolve_task_finish(self, region);
        } else {
            resolve_task_begin(self);
        }
    } else {
        resolution_free(self->resolution); /* another task was faster */
        self->resolution = NULL;
        if (self->place != RESOLVE_QUEUED) {
            task_succeed(task, NULL);
        }
    }
    mem_free(region);
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
