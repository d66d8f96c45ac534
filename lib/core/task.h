/*
 * Tasks: everything that takes time, as state machines that perform no I/O.
 *
 * A call, a credential source, the resolution of a client, a page and a wait are tasks.  A task
 * says what it wants next; a driver does it and resumes the task.  There are two drivers: the
 * blocking one (call/driver.h), which uses the thread of the caller, and the event loop.  Tests
 * drive tasks with no network and no clock.
 *
 * A task may run another one as its child; only the leaf of such a chain wants something other than
 * TASK_CHILD.  These rules hold:
 *
 *  1. The functions of a class never block, never call a driver and never resume another task.
 *  2. When a driver resumes a task, the task sets `want`: its next want, or TASK_DONE with the
 *     outcome.  Local files may be read on the spot.
 *  3. A child ends no later than its parent: task_deadline() is the earliest deadline of the chain,
 *     and a cancel token of the parent holds for its children.  A driver checks both before it does
 *     what the leaf wants and while it waits for it, and stops the leaf.  The parent is then
 *     resumed as after any other failure of its child.
 *  4. task_wake() may be called from any thread, also with locks held: a driver's wake takes its
 *     own lock only and calls nothing else.  Whoever keeps a reference to a waiting task has to
 *     give it up in `stop` and `release`, under the lock under which it calls task_wake().
 */
#ifndef CORE_TASK_H
#define CORE_TASK_H

#include "core/process.h"

#include <connect/transport.h>

enum task_want {
    TASK_READY,  /* to be resumed */
    TASK_CHILD,  /* task->child has to end first */
    TASK_SEND,   /* a request; the driver calls `compose` when it is about to send it */
    TASK_SPAWN,  /* task->process has to run */
    TASK_SLEEP,  /* until task->until; a driver may, but need not, let task_wake() end it */
    TASK_WAIT,   /* until task_wake(), at most until task->until; may be resumed any earlier */
    TASK_DETACH, /* task->detached becomes a tree of its own, which the driver releases */
    TASK_DONE    /* status, error and result are set */
};

/* One HTTP exchange.  The task owns it; request and response stay valid until it is resumed. */
struct task_exchange {
    const connect_http_request *request;
    connect_http_response *response;
    /* The outcome, set by the driver as `perform` of a transport returns it. */
    connect_status status;
    connect_http_failure failure;
};

/* One program to run, as process_run() takes it.  The task owns it and all it points to. */
struct task_process {
    char *const *words;
    int64_t timeout_ms;
    struct buf *out;
    struct buf *complaint;
    /* The outcome, set by the driver. */
    struct process_result result;
};

struct task;

struct task_class {
    const char *name; /* in logs and tests: "call", "assume role" */
    /* The first time, and whenever what was wanted is there. */
    void (*resume)(struct task *task);
    /*
     * Builds the exchange of a TASK_SEND.  NULL when that is not possible: `want` has changed then,
     * to TASK_DONE for example.  May be NULL for a class that sends nothing.
     */
    struct task_exchange *(*compose)(struct task *task);
    /*
     * Ends a task that has not got what it wanted: CONNECT_E_CANCELLED or CONNECT_E_TIMEOUT, and
     * CONNECT_E_MEMORY for a TASK_DETACH.
     * Afterwards `want` is TASK_DONE.  Not called while an exchange or a program is under way:
     * these end with that status, and the task is resumed.  May be NULL for a class that wants
     * nothing but children.
     */
    void (*stop)(struct task *task, connect_status status);
    /*
     * Frees the task and its result, in any state except while an exchange or a program is under
     * way.  Child, detached task and error have been freed by then.
     */
    void (*release)(struct task *task);
};

/* What a driver lets others know of it. */
struct task_driver {
    void (*wake)(struct task_driver *driver, struct task *task);
    /*
     * Of a driver that does not run while its host is busy (a loop): a number that changes whenever
     * it has done something, and a request to do so soon.  From any thread; it takes its own lock
     * only.  NULL: the driver does nothing else than drive.
     */
    unsigned (*progress)(struct task_driver *driver);
    const void *host; /* the same in all trees that run or stall together; or NULL */
};

struct task {
    const struct task_class *class;
    struct task *parent, *child;
    enum task_want want;
    bool has_chosen;              /* what it wants, since it was resumed */
    int64_t deadline;             /* monotonic, of this task and its children; or DEADLINE_NONE */
    const connect_cancel *cancel; /* likewise; or NULL */

    int64_t until; /* monotonic; DEADLINE_NONE: without limit */
    struct task_process *process;
    /*
     * TASK_DETACH.  A driver that cannot run two trees at once runs this one first, but at most
     * until `until` and the deadline of the task that wants it, and under its cancel token.
     */
    struct task *detached;

    connect_status status; /* TASK_DONE */
    connect_error *error;  /* owned; NULL after a success */
    void *result;          /* owned; what it is depends on the class */

    struct task_driver *driver; /* of the root */
    connect_status stopped;     /* of the root: the driver ends the tree with that status */
};

/* A new task is TASK_READY, without deadline. */
void task_init(struct task *task, const struct task_class *class);

/* ---- for the functions of a class ---- */

/* What to want next. */
void task_send(struct task *task);
void task_spawn(struct task *task, struct task_process *process);
void task_sleep(struct task *task, int64_t until);
void task_wait(struct task *task, int64_t until);
void task_detach(struct task *task, struct task *detached, int64_t until);
/* Takes ownership of the child. */
void task_run_child(struct task *task, struct task *child);
/* Ends the task, with a result, which may be NULL, or an error; both are owned. */
void task_succeed(struct task *task, void *result);
void task_fail(struct task *task, connect_error *error);
/*
 * The outcome of a child that has ended, which is released.  *result (owned) is NULL and *error
 * (owned) is set on failure.
 */
connect_status task_collect(struct task *task, void **result, connect_error **error);

/* ---- for other threads ---- */

void task_wake(struct task *task);
/* The driver of the tree that the task is part of; NULL when it has none yet. */
struct task_driver *task_driver(const struct task *task);

/* ---- waiting for another tree ---- */

/* What a task saw last of the tree that it waits for. */
struct stall_watch {
    unsigned number; /* of that tree */
    unsigned progress;
};
/*
 * Whether the driver of what `task` waits for, which it counts as `number` from 1 on, has stalled:
 * it is a loop, not that of the task itself, and has done nothing for STALL_MS.  Otherwise *until
 * is when the task has to look again; looking earlier does no harm.  driver NULL: not known yet.
 */
bool stall_watch_look(struct stall_watch *watch, const struct task *task,
                      struct task_driver *driver, unsigned number, const connect_clock *clock,
                      int64_t *until);

/* ---- for drivers ---- */

/* The functions of its class, which see to it that the task wants something new. */
void task_resume(struct task *task);
struct task_exchange *task_compose(struct task *task);
void task_stop(struct task *task, connect_status status);
struct task *task_leaf(struct task *root);
/* The earliest deadline from the task up to its root. */
int64_t task_deadline(const struct task *task);
/* The nearest cancel token from the task up to its root; NULL for none. */
const connect_cancel *task_cancel(const struct task *task);
/* CONNECT_OK, or why the task must not go on: CONNECT_E_CANCELLED or CONNECT_E_TIMEOUT. */
connect_status task_check(const struct task *task, const connect_clock *clock);
/* The request with no more time than the task has left, at least a millisecond. */
connect_http_request task_bound_request(const struct task *task,
                                        const connect_http_request *request,
                                        const connect_clock *clock);
/* Releases a task with its children; NULL does nothing. */
void task_release(struct task *task);

#endif
