/*
 * Waiting for a loop, for programs that have none of their own: the only function of the loop that
 * blocks.
 */
#include "call/loop_wait.h"

#include "call/loop_tree.h"
#include "core/clock.h"

#include <errno.h>
#include <poll.h>

/*
 * A clock of the caller's own may advance only by being waited on.  A task that waits for another
 * thread gives it REAL_SLICE_MS of real time and then lets the clock advance a little: more when
 * the time is its own, less when it is its deadline.
 */
#define REAL_SLICE_MS 1
#define CLOCK_SLICE_MS 250
#define DEADLINE_SLICE_MS 10

/* Whether something other than time has to happen first. */
static bool loop_is_out(const struct loop *loop)
{
    return loop->on_wire > 0 || loop->processes != NULL || loop->ready.first != NULL ||
           loop->ended.first != NULL;
}

static bool poll_set(const struct loop *loop, int64_t ms)
{
    struct pollfd fd = { .fd = watch_set_fd(loop->set), .events = POLLIN };
    int found;

    do {
        found = poll(&fd, 1, ms < 0 ? -1 : ms > INT32_MAX ? INT32_MAX : (int)ms);
    } while (found < 0 && errno == EINTR);
    return found > 0;
}

/* By how much the clock may advance before something else has to happen; 0: not at all. */
static int64_t clock_slice(const struct loop *loop, const struct task *leaf, int64_t ms)
{
    int64_t left = deadline_left(loop->clock, timer_first(loop));

    if (leaf == NULL || (leaf->want != TASK_WAIT && loop_is_out(loop))) {
        return 0;
    }
    if (leaf->want == TASK_WAIT) {
        int64_t slice = leaf->until != DEADLINE_NONE ? CLOCK_SLICE_MS : DEADLINE_SLICE_MS;

        left = slice < left ? slice : left;
    }
    return ms >= 0 && ms < left ? ms : left;
}

static void wait_on_own_clock(struct loop *loop, int64_t ms)
{
    const struct task *leaf = loop->heap_count > 0 ? task_leaf(loop->heap[1]->root) : NULL;
    int64_t slice = clock_slice(loop, leaf, ms);
    bool waits_for_others = leaf == NULL || leaf->want != TASK_SLEEP;

    if (!poll_set(loop, waits_for_others ? REAL_SLICE_MS : 0) && slice > 0) {
        (void)loop->clock->wait(loop->clock->user, slice, task_cancel(leaf));
    }
}

int32_t loop_wait(struct loop *loop, int64_t ms)
{
    if (loop->is_stepping || loop_is_inherited(loop)) {
        return 0;
    }
    if (loop->is_system_clock) {
        (void)poll_set(loop, ms);
    } else {
        wait_on_own_clock(loop, ms);
    }
    return loop_step(loop);
}
