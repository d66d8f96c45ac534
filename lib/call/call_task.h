/*
 * A call as a task: connects the state machine of a call (call.h), which knows no tasks, with the
 * pacer, the credentials and what a driver does.
 */
#ifndef CALL_CALL_TASK_H
#define CALL_CALL_TASK_H

#include "aws/keyring.h"
#include "call/machine.h"
#include "call/pace.h"
#include "core/task.h"

/* Where a call gets what it needs beside its site; borrowed until the task is released. */
struct call_sources {
    struct keyring *keyring;     /* NULL: the credentials are `fixed` */
    struct credentials *fixed;   /* NULL: requests go unsigned */
    struct pace *pace;           /* NULL unless site->is_paced */
    connect_call_report *report; /* filled when the call ends; or NULL */
};

struct call_task {
    struct task task;
    struct call_site site;
    struct call_sources sources;
    struct arena arena; /* of what the site points to */
    struct call call;
    struct pace_turn turn;
    struct task_exchange exchange;
    bool has_turn;    /* turn is initialized */
    bool has_joined;  /* the queue of the pacer */
    bool is_rejected; /* the service refused the last credentials as expired */
    bool is_allocated;
};

/*
 * site and sources are copied.  The task takes ownership of `arena` (may be NULL), in which strings
 * of the site may live; everything else that site, sources, request and raw point to is borrowed
 * until the task is released.  The deadline and the cancel token of the site become those of the
 * task; those of its parents hold as well. The result of the task is the response, an owned block.
 */
connect_status call_task_init(struct call_task *self, const struct call_site *site,
                              struct arena *arena, const void *request, const struct call_raw *raw,
                              const struct call_sources *sources, connect_error **error);
/* A task of its own, for a typed call. */
connect_status call_task_new(const struct call_site *site, struct arena *arena, const void *request,
                             const struct call_sources *sources, struct task **out,
                             connect_error **error);

#endif
