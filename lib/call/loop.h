/*
 * The event-driven driver: trees of tasks (core/task.h) on one thread that never waits.
 *
 * All sockets, timers, programs and wake-ups of a loop are behind one descriptor
 * (http/watch_set.h). A step takes what is ready there, resumes the tasks that got what they
 * wanted, starts what they want next, and reports the trees that have ended.
 *
 * A tree is in at most one list: ready to be looked at, waiting for a free slot on the wire, or
 * ended.  Beside that it may be in the heap of timers, in the list of those that wait for
 * task_wake() and, under the lock of the inbox, in the list of those that were woken.  None of
 * these allocates when a tree enters it, so that nothing can fail halfway.
 *
 * The files: loop_tree.c (lists and timers), loop_inbox.c (what other threads put in),
 * loop_cancel.c (cancel tokens), loop_process.c (programs), loop_send.c (requests), loop.c (steps),
 * loop_wait.c (the one function that waits), and above them loop_call.c and loop_start.c (calls).
 */
#ifndef CALL_LOOP_H
#define CALL_LOOP_H

#include "call/loop_inbox.h"
#include "core/task.h"
#include "http/carrier.h"

struct loop;
struct loop_process;
struct loop_token;

enum loop_place { TREE_IDLE, TREE_READY, TREE_UNSENT, TREE_ENDED, TREE_GONE };

/* What a tree has under way for its leaf, which must not be stopped meanwhile. */
enum loop_flight { FLIGHT_NONE, FLIGHT_CARRIED, FLIGHT_EXCHANGE, FLIGHT_PROCESS };

/* A task with its children, in the storage of whoever starts it. */
struct loop_tree {
    struct inbox_waker waker; /* first: what task_wake() is given */
    struct loop *loop;
    struct task *root;
    /*
     * The root is TASK_DONE, or the loop is being freed.  Releases the task and frees the tree; may
     * start other trees.  False for `may_call`: in a forked child, where no callback is made.
     * Returns whether it made a callback.
     */
    bool (*end)(struct loop_tree *tree, bool may_call);

    /* Private. */
    enum loop_place place;
    struct loop_tree *next, *previous;                 /* in the list of its place */
    struct loop_tree *next_of_all, *previous_of_all;   /* in that of all trees */
    struct loop_tree *next_waiting, *previous_waiting; /* in that of those to look again */
    bool is_waiting;                                   /* in that list */
    bool is_woken;                                     /* a TASK_WAIT is over */
    bool has_slot;                                     /* counts as on the wire */
    int64_t due;                                       /* on the clock of the loop */
    size_t heap_index;                                 /* counted from 1; 0: not in the heap */
    struct loop_token *token;                          /* watched for it; or NULL */
    enum loop_flight flight;
    bool is_landed; /* the outcome of the flight is there */
    struct task_exchange *exchange;
    connect_http_request request; /* with the time that is left */
    union {
        struct carrier_exchange carried;
        struct connect_exchange *exchange;
        struct loop_process *process;
    } out;
};

struct loop_list {
    struct loop_tree *first, *last;
    size_t count;
};

struct loop {
    const connect_clock *clock;
    bool is_system_clock;
    /* Complete when a task sends for the first time; the built-in one, or one with `start`. */
    const connect_transport *transport;
    struct watch_set *set;
    struct loop_inbox *inbox;
    struct carrier *carrier; /* made for the first request */
    uint64_t owner;          /* fork generation */

    struct loop_list ready, unsent, ended;
    struct loop_tree *all;
    struct loop_tree *waiting, *last_waiting;
    struct loop_tree **heap; /* of timers */
    size_t heap_count, heap_room;
    size_t trees;
    size_t max_on_wire, on_wire;
    int64_t look_again_at; /* on the system's clock */
    struct loop_token *tokens;
    struct loop_process *processes;
    bool is_stepping, is_freed;
    void (*freed)(struct loop *loop); /* called when a step has ended in which it was freed */
};

/* Whether the loop was made by an ancestor of this process. */
bool loop_is_inherited(const struct loop *loop);

/* ---- loop.c ---- */

/* clock and transport are borrowed.  False when memory or descriptors are used up. */
bool loop_init(struct loop *loop, const connect_clock *clock, const connect_transport *transport,
               size_t max_on_wire);
/*
 * Stops all trees with CONNECT_E_CANCELLED, ends them and releases what the loop holds.  In a
 * forked child no callback is made.
 */
void loop_clear(struct loop *loop);
/*
 * Adds a tree, whose root is TASK_READY; nothing is done before the next step.  `end` is set by the
 * caller.  False when out of memory.
 */
bool loop_add(struct loop *loop, struct loop_tree *tree, struct task *root);
/* Stops a tree in the next step. */
void loop_stop_tree(struct loop *loop, struct loop_tree *tree);
/* Does what can be done without waiting; returns how many trees made a callback at their end. */
int32_t loop_step(struct loop *loop);

#endif
