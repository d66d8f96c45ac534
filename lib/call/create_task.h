/*
 * Creating an instance and waiting until it is active, as a task.
 */
#ifndef CALL_CREATE_TASK_H
#define CALL_CREATE_TASK_H

#include "call/waiter.h"

/* Part of another struct, or on the stack; task_release() frees what it holds. */
struct create_task {
    struct task task;
    struct connect_client client;                   /* a view */
    const connect_create_instance_request *request; /* borrowed */
    connect_wait_options options;                   /* complete */
    connect_create_instance_response *created;      /* owned; NULL until CreateInstance has ended */
    union {
        struct run_task run;
        struct wait_task wait;
    } child;
};

/*
 * The time limit of CreateInstance starts now, that of the wait when the instance was created.
 * client and request are borrowed until the task is released.  The result is the description, an
 * owned block.  Invalid options are reported here, before anything is created; nothing has to be
 * released then.
 */
connect_status create_task_init(struct create_task *self, const connect_client *client,
                                const connect_create_instance_request *request,
                                const connect_wait_options *options, connect_error **error);

#endif
