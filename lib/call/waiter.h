/*
 * Waiting for a resource, as a task: polls, and pauses that grow.
 */
#ifndef CALL_WAITER_H
#define CALL_WAITER_H

#include "call/run.h"

#include <connect/replication.h>
#include <connect/waiter.h>

enum wait_verdict { WAIT_GO_ON, WAIT_REACHED, WAIT_FAILED };

/* What a poll has found; the strings are borrowed from the response or static. */
struct wait_finding {
    enum wait_verdict verdict;
    const char *status; /* text, or NULL */
    const char *reason; /* why it failed, or NULL */
};

struct wait_task;

/* What is waited for. */
struct wait_goal {
    const char *name;      /* in messages */
    const char *resource;  /* "instance": what the id is of */
    const char *operation; /* polled */
    const char *failure;   /* what a WAIT_FAILED means, in messages */
    bool is_absence;       /* reached when the resource is not found; else that is waited out */
    struct wait_finding (*examine)(const struct wait_task *wait, const void *response);
};

extern const struct wait_goal wait_goal_instance_active, wait_goal_instance_deleted,
    wait_goal_instance_replicated, wait_goal_group_active, wait_goal_group_deleted;

/* Part of another struct, or on the stack; task_release() frees what it holds. */
struct wait_task {
    struct task task;
    struct connect_client client; /* a view, whose calls end with the wait */
    connect_wait_options options; /* complete */
    const struct wait_goal *goal;
    const char *id;     /* of the resource */
    const char *region; /* of a replica, or NULL */
    union {
        connect_describe_instance_request instance;
        connect_describe_traffic_distribution_group_request group;
    } request;
    int64_t start; /* monotonic */
    int32_t polls;
    int32_t sent;        /* requests, of all polls */
    char seen[64];       /* the last status of the resource, or "" */
    connect_error *last; /* of the last poll; NULL after a success */
    struct run_task poll;
};

/*
 * Checks the options before a wait is begun; fills in defaults.  name ("waiting until ...") and
 * what ("instance") are for messages.
 */
connect_status wait_options_check(connect_wait_options *to, const connect_client *client,
                                  const char *id, const connect_wait_options *options,
                                  const char *name, const char *what, connect_error **error);

/*
 * The time limit starts now.  client, id and region are borrowed until the task is released.
 * The result is the last description, an owned block, or NULL for an absence.
 * On failure nothing has to be released.
 */
connect_status wait_task_init(struct wait_task *self, const struct wait_goal *goal,
                              const connect_client *client, const char *id, const char *region,
                              const connect_wait_options *options, connect_error **error);
/* Milliseconds since the start. */
int64_t wait_task_elapsed(const struct wait_task *self);

#endif
