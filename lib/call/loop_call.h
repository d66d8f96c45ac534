/*
 * Calls that run on a loop: what the public functions that start something share.
 */
#ifndef CALL_LOOP_CALL_H
#define CALL_LOOP_CALL_H

#include "call/client.h"
#include "call/loop.h"
#include "core/mem.h"

#include <connect/loop.h>

struct connect_loop {
    struct loop loop; /* first */
    struct client_core *core;
    size_t pending;
    bool is_closing;
};

struct connect_call {
    struct loop_tree tree; /* first */
    connect_loop *owner;
    connect_done_fn done; /* or NULL */
    void *user;
    struct arena arena; /* of what the task borrows */
    /* Turns the outcome of the task into that of the call; NULL: it is the same. */
    void (*finish)(connect_call *call);
    const void *subject; /* for `finish` */
    connect_status status;
    void *result;
    connect_error *error;
    struct task *root; /* follows the struct */
};

/* What every start has in common. */
struct call_start {
    connect_loop *loop;
    const connect_client *client;
    const char *what; /* in messages: an operation */
    connect_done_fn done;
    void *user;
    connect_call **out;    /* of the caller; may be NULL */
    connect_error **error; /* likewise */
};

/*
 * A call with room for its root task.  Clears *start->out and *start->error first.  The loop and
 * the client are checked.
 */
connect_status loop_call_new(const struct call_start *start, size_t root_size, connect_call **call);
/* Checks a request as the call itself does later. */
connect_status loop_call_check(const connect_call *call, const struct connect_operation *operation,
                               const void *request, connect_error **error);
/*
 * Checks and copies a request (NULL: an empty one) into the arena of the call, as large as this
 * library's struct.
 */
connect_status loop_call_copy(connect_call *call, const struct connect_operation *operation,
                              const void *request, const void **copy, connect_error **error);
/* Adds the call, whose root is set up, to its loop.  On failure both are released. */
connect_status loop_call_launch(connect_call *call, const struct call_start *start);
/* Frees a call whose root is not set up. */
void loop_call_drop(connect_call *call);

#endif
