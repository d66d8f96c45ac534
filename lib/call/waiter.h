/*
 * Waiting for an instance, as a task: polls, and pauses that grow.
 */
#ifndef CALL_WAITER_H
#define CALL_WAITER_H

#include "call/run.h"

#include <connect/waiter.h>

enum wait_goal { WAIT_ACTIVE, WAIT_DELETED };

/* Part of another struct, or on the stack; task_release() frees what it holds. */
struct wait_task {
    struct task task;
    struct connect_client client; /* a view, whose calls end with the wait */
    connect_wait_options options; /* complete */
    enum wait_goal goal;
    const char *name; /* in messages */
    connect_describe_instance_request request;
    int64_t start; /* monotonic */
    int32_t polls;
    int32_t sent;        /* requests, of all polls */
    char seen[64];       /* the last status of the resource, or "" */
    connect_error *last; /* of the last poll; NULL after a success */
    struct run_task poll;
};

/* Checks the options before a wait is begun; fills in defaults.  name is for messages. */
connect_status wait_options_check(connect_wait_options *to, const connect_client *client,
                                  const char *instance_id, const connect_wait_options *options,
                                  const char *name, connect_error **error);

/*
 * The time limit starts now.  client and instance_id are borrowed until the task is released.
 * The result of WAIT_ACTIVE is the description, an owned block; WAIT_DELETED has none.
 * On failure nothing has to be released.
 */
connect_status wait_task_init(struct wait_task *self, enum wait_goal goal,
                              const connect_client *client, const char *instance_id,
                              const connect_wait_options *options, connect_error **error);

#endif
