/* The parts that all tasks and both drivers share. */
#include "core/task.h"

#include "core/clock.h"
#include "core/error.h"

#include <string.h>

void task_init(struct task *task, const struct task_class *class)
{
    memset(task, 0, sizeof *task);
    task->class = class;
    task->want = TASK_READY;
    task->deadline = DEADLINE_NONE;
    task->until = DEADLINE_NONE;
}

void task_send(struct task *task)
{
    task->want = TASK_SEND;
}

void task_spawn(struct task *task, struct task_process *process)
{
    task->process = process;
    task->want = TASK_SPAWN;
}

void task_sleep(struct task *task, int64_t until)
{
    task->until = until;
    task->want = TASK_SLEEP;
}

void task_wait(struct task *task, int64_t until)
{
    task->until = until;
    task->want = TASK_WAIT;
}

void task_detach(struct task *task, struct task *detached, int64_t until)
{
    task->detached = detached;
    task->until = until;
    task->want = TASK_DETACH;
}

void task_run_child(struct task *task, struct task *child)
{
    child->parent = task;
    task->child = child;
    task->want = TASK_CHILD;
}

void task_succeed(struct task *task, void *result)
{
    task->status = CONNECT_OK;
    task->result = result;
    task->want = TASK_DONE;
}

void task_fail(struct task *task, connect_error *error)
{
    if (error == NULL) {
        (void)error_memory(&error);
    }
    task->status = connect_error_code(error);
    task->error = error;
    task->want = TASK_DONE;
}

connect_status task_collect(struct task *task, void **result, connect_error **error)
{
    struct task *child = task->child;
    connect_status status = child->status;

    *result = child->result;
    child->result = NULL;
    *error = child->error;
    child->error = NULL;
    task->child = NULL;
    task_release(child);
    return status;
}

void task_wake(struct task *task)
{
    struct task *root = task;

    while (root->parent != NULL) {
        root = root->parent;
    }
    root->driver->wake(root->driver, task);
}

struct task *task_leaf(struct task *root)
{
    while (root->want == TASK_CHILD) {
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
    if (connect_cancel_is_fired(task_cancel(task))) {
        return CONNECT_E_CANCELLED;
    }
    return deadline_left(clock, task_deadline(task)) == 0 ? CONNECT_E_TIMEOUT : CONNECT_OK;
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
