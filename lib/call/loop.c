/*
 * Steps of a loop.  Each takes a bounded number of events, trees and ends, so that a host with
 * other work is not held up; what is left makes the descriptor readable at once.
 */
#include "call/loop.h"

#include "call/loop_cancel.h"
#include "call/loop_process.h"
#include "call/loop_send.h"
#include "call/loop_tree.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/fork.h"
#include "core/mem.h"

#define TREES_MAX 64       /* of which each is run until it waits */
#define TRANSITIONS_MAX 64 /* of one tree in a row */
/*
 * The carrier ends a request at its own time limit, and says more about it than the loop can: the
 * loop ends it a little later, should it still be there (its name is being looked up, or the clock
 * is the caller's own).
 */
#define GRACE_MS 20
/*
 * How often some of the tasks that wait to be woken are resumed although nothing woke them: a queue
 * may have lost its head to a thread that is gone, and a refresh its leader.
 */
#define LOOK_AGAIN_MS 1000
#define LOOK_AGAIN_TREES 64

static int64_t system_now(void)
{
    return clock_in(&clock_system, 0);
}

/* ---- one tree ---- */

static bool detached_end(struct loop_tree *tree, bool may_call)
{
    (void)may_call;
    task_release(tree->root);
    mem_free(tree);
    return false;
}

/* Without memory for another tree, neither of the two tasks goes on. */
static void leaf_detach(struct loop *loop, struct task *leaf)
{
    ASSERT(leaf->want == TASK_DETACH && leaf->detached != NULL);
    struct loop_tree *detached = mem_calloc(1, sizeof *detached);
    struct task *root = leaf->detached;

    if (detached == NULL || !loop_add(loop, detached, root)) {
        mem_free(detached);
        task_stop(leaf, CONNECT_E_MEMORY);
        return;
    }
    detached->end = detached_end;
    leaf->detached = NULL;
    task_resume(leaf);
}

static void leaf_spawn(struct loop *loop, struct loop_tree *tree, struct task *leaf)
{
    ASSERT(!tree->is_landed);
    if (process_launch(loop, tree, leaf)) {
        tree->flight = FLIGHT_PROCESS;
    } else {
        task_resume(leaf);
    }
}

/* Takes back what is under way; its outcome is that status. */
static void flight_give_up(struct loop *loop, struct loop_tree *tree, struct task *leaf,
                           connect_status status)
{
    ASSERT(tree->flight != FLIGHT_NONE && !tree->is_landed);
    if (tree->flight == FLIGHT_PROCESS) {
        process_give_up(loop, tree);
        leaf->process->result =
            (struct process_result){ .end = status == CONNECT_E_TIMEOUT ? PROCESS_TIMEOUT
                                                                        : PROCESS_CANCELLED };
    } else {
        send_give_up(loop, tree, status);
    }
}

/* Whether a request is left to the carrier for a little longer, which ends it by itself. */
static bool flight_has_grace(const struct loop *loop, const struct loop_tree *tree,
                             const struct task *leaf, connect_status status)
{
    return tree->flight == FLIGHT_CARRIED && status == CONNECT_E_TIMEOUT &&
           clock_in(loop->clock, 0) < task_deadline(leaf) + GRACE_MS;
}

/* False: the flight goes on. */
static bool flight_serve(struct loop *loop, struct loop_tree *tree, struct task *leaf,
                         connect_status status)
{
    if (!tree->is_landed) {
        if (status == CONNECT_OK || flight_has_grace(loop, tree, leaf, status)) {
            return false;
        }
        flight_give_up(loop, tree, leaf, status);
    }
    tree->flight = FLIGHT_NONE;
    tree->is_landed = false;
    send_release_slot(loop, tree);
    task_resume(leaf);
    return true;
}

/* Whether a leaf that sleeps or waits has to go on doing so. */
static bool leaf_is_patient(const struct loop *loop, const struct loop_tree *tree,
                            const struct task *leaf)
{
    return deadline_left(loop->clock, leaf->until) > 0 &&
           (leaf->want == TASK_SLEEP || !tree->is_woken);
}

/* Does what a leaf wants; false: that is under way, or it has to wait. */
static bool leaf_serve(struct loop *loop, struct loop_tree *tree, struct task *leaf)
{
    connect_status status = task_check(leaf, loop->clock);

    if (tree->flight != FLIGHT_NONE) {
        return flight_serve(loop, tree, leaf, status);
    }
    if (status != CONNECT_OK) {
        send_release_slot(loop, tree);
        task_stop(leaf, status);
        return true;
    }
    switch (leaf->want) {
    case TASK_SEND:
        if (!send_take_slot(loop, tree)) {
            return false;
        }
        send_start(loop, tree, leaf);
        return tree->flight == FLIGHT_NONE;
    case TASK_SPAWN:
        leaf_spawn(loop, tree, leaf);
        return tree->flight == FLIGHT_NONE;
    case TASK_DETACH:
        leaf_detach(loop, leaf);
        return true;
    default:
        if (leaf_is_patient(loop, tree, leaf)) {
            return false;
        }
        tree->is_woken = false;
        task_resume(leaf);
        return true;
    }
}

/* The leaf waits for something: when to look at it, and at which token. */
static void tree_rest(struct loop *loop, struct loop_tree *tree, const struct task *leaf)
{
    ASSERT(tree->flight != FLIGHT_NONE || tree->place == TREE_UNSENT || leaf->want == TASK_SLEEP ||
           leaf->want == TASK_WAIT);
    int64_t due = task_deadline(leaf);

    if (tree->flight == FLIGHT_CARRIED && due != DEADLINE_NONE) {
        due += GRACE_MS;
    }
    if (leaf->want == TASK_SLEEP || leaf->want == TASK_WAIT) {
        due = clock_least(due, leaf->until);
    }
    timer_set(loop, tree, due);
    if (!token_set(loop, tree, task_cancel(leaf)) || leaf->want == TASK_WAIT) {
        waiting_add(loop, tree);
    }
}

static void tree_finish(struct loop *loop, struct loop_tree *tree)
{
    ASSERT(tree->flight == FLIGHT_NONE && !tree->has_slot);
    timer_set(loop, tree, DEADLINE_NONE);
    (void)token_set(loop, tree, NULL);
    tree_move(loop, tree, TREE_ENDED);
}

/* Runs a tree until it waits or has ended. */
static void tree_run(struct loop *loop, struct loop_tree *tree)
{
    ASSERT(tree->place == TREE_IDLE && tree->loop == loop);
    waiting_remove(loop, tree);
    for (int i = 0; i < TRANSITIONS_MAX; i++) {
        struct task *leaf = task_leaf(tree->root);

        if (tree->root->want == TASK_DONE) {
            tree_finish(loop, tree);
            return;
        }
        if (leaf->want == TASK_DONE) {
            ASSERT(leaf->parent->child == leaf);
            task_resume(leaf->parent);
        } else if (leaf->want == TASK_READY) {
            task_resume(leaf);
        } else if (!leaf_serve(loop, tree, leaf)) {
            tree_rest(loop, tree, leaf);
            return;
        }
        inbox_count_progress(loop->inbox);
    }
    tree_make_ready(loop, tree);
}

/* ---- trees ---- */

bool loop_add(struct loop *loop, struct loop_tree *tree, struct task *root)
{
    ASSERT(root->parent == NULL && root->driver == NULL);
    if (!timer_reserve(loop)) {
        return false;
    }
    inbox_waker_init(&tree->waker, loop->inbox);
    root->driver = &tree->waker.head;
    tree->loop = loop;
    tree->root = root;
    tree->place = TREE_IDLE;
    tree->next_of_all = loop->all;
    if (tree->next_of_all != NULL) {
        tree->next_of_all->previous_of_all = tree;
    }
    loop->all = tree;
    loop->trees++;
    tree_make_ready(loop, tree);
    if (!loop->is_stepping) {
        watch_set_arm(loop->set, 0);
    }
    return true;
}

void loop_stop_tree(struct loop *loop, struct loop_tree *tree)
{
    tree->root->stopped = CONNECT_E_CANCELLED;
    tree_interrupt(loop, tree);
    if (!loop->is_stepping) {
        watch_set_arm(loop->set, 0);
    }
}

/* The end of a tree, which has left the loop when its callback is made. */
static bool tree_end(struct loop *loop, struct loop_tree *tree, bool may_call)
{
    ASSERT(loop->trees > 0 && tree->loop == loop && tree->place != TREE_GONE);
    inbox_forget(&tree->waker);
    waiting_remove(loop, tree);
    if (tree->previous_of_all != NULL) {
        tree->previous_of_all->next_of_all = tree->next_of_all;
    } else {
        loop->all = tree->next_of_all;
    }
    if (tree->next_of_all != NULL) {
        tree->next_of_all->previous_of_all = tree->previous_of_all;
    }
    loop->trees--;
    tree->place = TREE_GONE;
    return tree->end(tree, may_call);
}

/* ---- steps ---- */

static void take_events(struct loop *loop)
{
    struct inbox_waker *waker;
    struct watch *watch;
    unsigned ready;

    (void)watch_set_poll(loop->set);
    while ((watch = watch_set_next(loop->set, &ready)) != NULL) {
        watch->on_ready(watch, ready);
    }
    send_collect(loop);
    if (loop->carrier != NULL) {
        (void)carrier_run(loop->carrier, TREES_MAX);
    }
    while ((waker = inbox_take_woken(loop->inbox)) != NULL) {
        struct loop_tree *tree = (struct loop_tree *)waker;

        tree->is_woken = true;
        tree_make_ready(loop, tree);
    }
    process_look(loop);
}

static void look_again(struct loop *loop)
{
    int64_t now = system_now();

    if (loop->waiting == NULL || now < loop->look_again_at) {
        return;
    }
    loop->look_again_at = now + LOOK_AGAIN_MS;
    for (int i = 0; i < LOOK_AGAIN_TREES && loop->waiting != NULL; i++) {
        struct loop_tree *tree = loop->waiting;

        waiting_remove(loop, tree);
        tree->is_woken = true;
        if (tree->place != TREE_UNSENT ||
            task_check(task_leaf(tree->root), loop->clock) != CONNECT_OK) {
            tree_interrupt(loop, tree);
        } else {
            waiting_add(loop, tree);
        }
    }
}

static void take_timers(struct loop *loop)
{
    int64_t now = clock_in(loop->clock, 0);
    struct loop_tree *tree;

    while ((tree = timer_take(loop, now)) != NULL) {
        tree_interrupt(loop, tree);
    }
}

static void run_ready(struct loop *loop, size_t most)
{
    for (size_t i = 0; i < most; i++) {
        struct loop_tree *tree;

        send_fill_slots(loop);
        tree = tree_take(loop, TREE_READY);
        if (tree == NULL) {
            return;
        }
        tree_run(loop, tree);
    }
}

/* All of them: no more trees have ended than were run. */
static int32_t report_ends(struct loop *loop)
{
    int32_t calls = 0;

    while (loop->ended.first != NULL && !loop->is_freed) {
        calls += tree_end(loop, tree_take(loop, TREE_ENDED), true) ? 1 : 0;
    }
    return calls;
}

/* When the next step is due by itself, on the system's clock. */
static int64_t next_step(const struct loop *loop)
{
    int64_t due = process_next(loop);

    if (loop->ready.first != NULL) {
        return 0;
    }
    if (loop->carrier != NULL) {
        due = clock_least(due, carrier_next_run(loop->carrier));
    }
    if (loop->waiting != NULL) {
        due = clock_least(due, loop->look_again_at);
    }
    return loop->is_system_clock ? clock_least(due, timer_first(loop)) : due;
}

int32_t loop_step(struct loop *loop)
{
    bool was_waiting = loop->waiting != NULL;
    int32_t calls;

    if (loop->is_stepping || loop_is_inherited(loop)) {
        return 0;
    }
    loop->is_stepping = true;
    take_events(loop);
    look_again(loop);
    take_timers(loop);
    run_ready(loop, TREES_MAX);
    if (loop->carrier != NULL) {
        (void)carrier_run(loop->carrier, 0); /* what was started goes out now */
    }
    if (!was_waiting) {
        loop->look_again_at = system_now() + LOOK_AGAIN_MS;
    }
    calls = report_ends(loop);
    ASSERT(calls <= TREES_MAX);
    watch_set_arm(loop->set, next_step(loop));
    loop->is_stepping = false;
    if (loop->is_freed) {
        loop->freed(loop);
    }
    return calls;
}

/* ---- life ---- */

bool loop_init(struct loop *loop, const connect_clock *clock, const connect_transport *transport,
               size_t max_on_wire)
{
    *loop = (struct loop){ .clock = clock, .transport = transport, .max_on_wire = max_on_wire };
    loop->is_system_clock =
        clock->wait == clock_system.wait && clock->monotonic == clock_system.monotonic;
    loop->owner = fork_generation();
    loop->set = watch_set_new();
    loop->inbox = loop->set != NULL ? inbox_new(loop->set) : NULL;
    if (loop->inbox == NULL || !timer_reserve(loop)) {
        loop_clear(loop);
        return false;
    }
    return true;
}

/* Nothing reaches a server, a program or the parent's descriptors. */
static void loop_disown(struct loop *loop)
{
    inbox_renew_lock(loop->inbox);
    send_disown(loop);
    for (struct loop_tree *tree = loop->all; tree != NULL; tree = tree->next_of_all) {
        (void)token_set(loop, tree, NULL);
    }
    while (loop->all != NULL) {
        (void)tree_end(loop, loop->all, false);
    }
    ASSERT(loop->trees == 0 && loop->waiting == NULL && loop->tokens == NULL);
}

/* Every flight is given up at once, so that each tree comes to its end here. */
static void loop_end_all(struct loop *loop)
{
    loop->is_stepping = true;
    loop->is_freed = false;
    while (loop->all != NULL) {
        for (struct loop_tree *tree = loop->all; tree != NULL; tree = tree->next_of_all) {
            loop_stop_tree(loop, tree);
        }
        run_ready(loop, loop->trees);
        (void)report_ends(loop);
    }
    ASSERT(loop->trees == 0 && loop->on_wire == 0);
    ASSERT(loop->heap_count == 0 && loop->waiting == NULL && loop->tokens == NULL);
}

void loop_clear(struct loop *loop)
{
    if (loop->inbox != NULL) {
        if (loop_is_inherited(loop)) {
            loop_disown(loop);
        } else {
            loop_end_all(loop);
        }
        process_release_all(loop);
        carrier_free(loop->carrier);
        inbox_close(loop->inbox);
    }
    watch_set_free(loop->set);
    mem_free(loop->heap);
}
