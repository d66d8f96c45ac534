/* The parts that all tasks and both drivers share. */
#include "core/task.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"

#include <string.h>

/* How long a loop may do nothing before those that wait for a tree of it go on by themselves. */
#define STALL_MS 2000

/*
 * Only the functions of its class change what a task wants: when it is resumed, which ends with a
 * new want, or when it is stopped.  A task that is done stays done.
 */
static void task_set_want(struct task *task, enum task_want want)
{
    ASSERT(want == TASK_DONE || task->class->resume != NULL);
    ASSERT(task->want != TASK_DONE);
    ASSERT((want == TASK_CHILD) == (task->child != NULL));
    ASSERT(want == TASK_DONE || want == TASK_CHILD || task->class->stop != NULL);
    task->want = want;
    task->has_chosen = true;
}

void task_init(struct task *task, const struct task_class *class)
{
    ASSERT(class->name != NULL && class->release != NULL);
    memset(task, 0, sizeof *task);
    task->class = class;
    task->want = TASK_READY;
    task->deadline = DEADLINE_NONE;
}

void task_send(struct task *task)
{
    ASSERT(task->class->compose != NULL);
    task_set_want(task, TASK_SEND);
}

void task_spawn(struct task *task, struct task_process *process)
{
    ASSERT(process->words != NULL && process->out != NULL && process->complaint != NULL);
    task->process = process;
    task_set_want(task, TASK_SPAWN);
}

void task_sleep(struct task *task, int64_t until)
{
    task->until = until;
    task_set_want(task, TASK_SLEEP);
}

void task_wait(struct task *task, int64_t until)
{
    task->until = until;
    task_set_want(task, TASK_WAIT);
}

void task_detach(struct task *task, struct task *detached, int64_t until)
{
    ASSERT(detached != NULL && detached->parent == NULL && task->detached == NULL);
    task->detached = detached;
    task->until = until;
    task_set_want(task, TASK_DETACH);
}

void task_run_child(struct task *task, struct task *child)
{
    ASSERT(task->child == NULL && child != task);
    ASSERT(child->parent == NULL || child->parent == task);
    child->parent = task;
    task->child = child;
    task_set_want(task, TASK_CHILD);
}

void task_succeed(struct task *task, void *result)
{
    ASSERT(task->status == CONNECT_OK && task->error == NULL);
    task->result = result;
    task_set_want(task, TASK_DONE);
}

void task_fail(struct task *task, connect_error *error)
{
    ASSERT(error != NULL);
    task->status = connect_error_code(error);
    ASSERT(task->status != CONNECT_OK && task->error == NULL);
    task->error = error;
    task_set_want(task, TASK_DONE);
}

connect_status task_collect(struct task *task, void **result, connect_error **error)
{
    struct task *child = task->child;
    ASSERT(child->want == TASK_DONE && child->parent == task);
    ASSERT(child->status == CONNECT_OK || child->result == NULL);
    connect_status status = child->status;
    *result = child->result;
    child->result = NULL;
    *error = child->error;
    child->error = NULL;
    task->child = NULL;
    task_release(child);
    return status;
}

struct task_driver *task_driver(const struct task *task)
{
    while (task->parent != NULL) {
        task = task->parent;
    }
    return task->driver;
}

void task_wake(struct task *task)
{
    struct task_driver *driver = task_driver(task);

    ASSERT(driver != NULL);
    driver->wake(driver, task);
}

bool stall_watch_look(struct stall_watch *watch, const struct task *task,
                      struct task_driver *driver, unsigned number, const connect_clock *clock,
                      int64_t *until)
{
    struct stall_watch seen = { .number = number };
    bool is_same;

    *until = DEADLINE_NONE;
    if (driver == NULL || driver->progress == NULL ||
        (driver->host != NULL && driver->host == task_driver(task)->host)) {
        return false;
    }
    seen.progress = driver->progress(driver);
    is_same = watch->number == number && watch->progress == seen.progress;
    if (is_same && task->want == TASK_WAIT) {
        *until = task->until;
        return deadline_left(clock, *until) == 0;
    }
    *watch = seen;
    *until = clock_in(clock, STALL_MS);
    return false;
}

void task_resume(struct task *task)
{
    task->has_chosen = false;
    task->class->resume(task);
    ASSERT(task->has_chosen);
}

struct task_exchange *task_compose(struct task *task)
{
    ASSERT(task->want == TASK_SEND);
    struct task_exchange *exchange = task->class->compose(task);
    ASSERT((exchange != NULL) == (task->want == TASK_SEND));
    return exchange;
}

void task_stop(struct task *task, connect_status status)
{
    task->class->stop(task, status);
    ASSERT(task->want == TASK_DONE);
}

struct task *task_leaf(struct task *root)
{
    while (root->want == TASK_CHILD) {
        ASSERT(root->child != NULL && root->child->parent == root);
        root = root->child;
    }
    return root;
}

int64_t task_deadline(const struct task *task)
{
    int64_t deadline = DEADLINE_NONE;

    for (; task != NULL; task = task->parent) {
        if (task->deadline < deadline) {
            deadline = task->deadline;
        }
    }
    return deadline;
}

const connect_cancel *task_cancel(const struct task *task)
{
    while (task != NULL && task->cancel == NULL) {
        task = task->parent;
    }
    return task != NULL ? task->cancel : NULL;
}

connect_status task_check(const struct task *task, const connect_clock *clock)
{
    const struct task *root = task;

    while (root->parent != NULL) {
        root = root->parent;
    }
    if (root->stopped != CONNECT_OK) {
        return root->stopped;
    }
    if (connect_cancel_is_fired(task_cancel(task))) {
        return CONNECT_E_CANCELLED;
    }
    return deadline_left(clock, task_deadline(task)) == 0 ? CONNECT_E_TIMEOUT : CONNECT_OK;
}

connect_http_request task_bound_request(const struct task *task,
                                        const connect_http_request *request,
                                        const connect_clock *clock)
{
    int64_t left = deadline_left(clock, task_deadline(task));
    connect_http_request bound = *request;

    left = left > 0 ? left : 1;
    bound.timeout_ms = clock_least(bound.timeout_ms, left);
    bound.connect_timeout_ms = clock_least(bound.connect_timeout_ms, left);
    return bound;
}

void task_release(struct task *task)
{
    if (task == NULL) {
        return;
    }
    task_release(task->child);
    task->child = NULL;
    task_release(task->detached);
    task->detached = NULL;
    connect_error_free(task->error);
    task->error = NULL;
    task->class->release(task);
}
