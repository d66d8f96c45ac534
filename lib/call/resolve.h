/*
 * What the first call of a client resolves: settings, endpoint, credentials provider, transport.
 */
#ifndef CALL_RESOLVE_H
#define CALL_RESOLVE_H

#include "call/client.h"
#include "core/task.h"

/*
 * A task that ends when the client is resolved, by this task or by another one.  Part of another
 * struct; task_release() frees what it holds.  Deadline and cancel token are those of its parent.
 */
struct resolve_task {
    struct task task;
    struct client_core *core;
    struct resolution *resolution;        /* of one that works or fetches; or NULL */
    struct resolve_task *next, *previous; /* in the queue of the core */
    enum {
        RESOLVE_NEW,
        RESOLVE_QUEUED,
        RESOLVE_WORKING,  /* only while it is being resumed */
        RESOLVE_FETCHING, /* the region, as its child */
        RESOLVE_ENDED
    } place;
    struct stall_watch watch; /* over the leader */
};

void resolve_task_init(struct resolve_task *self, struct client_core *core);
/* Whether there is nothing to resolve any more. */
bool client_is_resolved(const struct client_core *core);

#endif
