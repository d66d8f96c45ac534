/*
 * The blocking driver.  A leaf that sends, spawns or sleeps uses the functions of transport,
 * process and clock, which end early when the cancel token fires.  A leaf that waits for others
 * sleeps on a condition variable: task_wake() comes from another thread, which has ended a refresh
 * or taken its turn.
 */
#include "call/driver.h"

#include "core/assert.h"
#include "core/clock.h"
#include "core/lock.h"

#include <pthread.h>
#include <time.h>

/* How often a waiting thread looks at a cancel token, which cannot signal a condition variable. */
#define CANCEL_CHECK_MS 40
/*
 * How often a waiting task is resumed although nothing woke it.  A queue may have lost its head to
 * a loop that does not run, and a refresh its leader: whoever waits looks again.
 */
#define LOOK_AGAIN_MS 1000
/*
 * A clock of the caller's own may advance only by being waited on.  A leaf that waits for another
 * thread, but not longer than to some time, gives that thread REAL_SLICE_MS of real time and then
 * lets the clock advance a little: more when the time is its own, less when it is its deadline.
 */
#define REAL_SLICE_MS 1
#define CLOCK_SLICE_MS 250
#define DEADLINE_SLICE_MS 10

void (*driver_substitute)(const connect_clock *clock, const connect_transport *transport,
                          struct task *root);

struct blocking_driver {
    struct task_driver head;
    const connect_clock *clock;
    const connect_transport *transport;
    struct lock lock;
    pthread_cond_t condition; /* made for the first wait */
    bool has_condition;
    bool is_woken; /* under the lock, as the two above */
};

static void driver_wake(struct task_driver *head, struct task *task)
{
    struct blocking_driver *driver = (struct blocking_driver *)head;

    (void)task; /* only the leaf of one tree can wait */
    lock_acquire(&driver->lock);
    driver->is_woken = true;
    if (driver->has_condition) {
        (void)pthread_cond_signal(&driver->condition);
    }
    lock_release(&driver->lock);
}

static void driver_init(struct blocking_driver *driver, const connect_clock *clock,
                        const connect_transport *transport)
{
    driver->head = (struct task_driver){ .wake = driver_wake };
    driver->clock = clock;
    driver->transport = transport;
    driver->lock = (struct lock)LOCK_INITIALIZER;
    driver->has_condition = false;
    driver->is_woken = false;
}

static void driver_make_condition(struct blocking_driver *driver)
{
    ASSERT(lock_is_held(&driver->lock));
    pthread_condattr_t attributes;

    (void)pthread_condattr_init(&attributes);
    (void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&driver->condition, &attributes);
    (void)pthread_condattr_destroy(&attributes);
    driver->has_condition = true;
}

static void driver_clear(struct blocking_driver *driver)
{
    if (driver->has_condition) {
        (void)pthread_cond_destroy(&driver->condition);
    }
    lock_destroy(&driver->lock);
}

static bool is_system_clock(const connect_clock *clock)
{
    return clock->wait == clock_system.wait && clock->monotonic == clock_system.monotonic;
}

/* Waits at most `ms` of real time; true if the task was woken, which is forgotten then. */
static bool wait_for_wake(struct blocking_driver *driver, int64_t ms)
{
    int64_t end = deadline_after(&clock_system, ms);
    struct timespec until = { (time_t)(end / 1000), (long)(end % 1000) * 1000000 };
    bool is_woken;

    lock_acquire(&driver->lock);
    if (!driver->has_condition) {
        driver_make_condition(driver);
    }
    while (!driver->is_woken && deadline_left(&clock_system, end) > 0) {
        lock_wait(&driver->lock, &driver->condition, &until);
    }
    is_woken = driver->is_woken;
    driver->is_woken = false;
    lock_release(&driver->lock);
    return is_woken;
}

/* Until the leaf is woken, its time has come, it must not go on, or it should look again. */
static void wait_for_others(struct blocking_driver *driver, const struct task *leaf)
{
    const connect_cancel *cancel = task_cancel(leaf);
    int64_t end = clock_least(leaf->until, task_deadline(leaf));
    bool is_system = is_system_clock(driver->clock), advances = !is_system && end != DEADLINE_NONE;
    int64_t look_again = clock_in(&clock_system, LOOK_AGAIN_MS);

    for (;;) {
        int64_t left = deadline_left(driver->clock, end);
        int64_t slice =
            clock_least(left, is_system && cancel == NULL ? LOOK_AGAIN_MS : CANCEL_CHECK_MS);

        if (left == 0 || connect_cancel_is_fired(cancel) ||
            deadline_left(&clock_system, look_again) == 0) {
            return;
        }
        if (wait_for_wake(driver, advances ? REAL_SLICE_MS : slice)) {
            return;
        }
        if (advances) {
            slice = leaf->until != DEADLINE_NONE ? CLOCK_SLICE_MS : DEADLINE_SLICE_MS;
            (void)driver->clock->wait(driver->clock->user, clock_least(left, slice), cancel);
        }
    }
}

static void sleep_until(struct blocking_driver *driver, const struct task *leaf)
{
    int64_t left = deadline_left(driver->clock, clock_least(leaf->until, task_deadline(leaf)));

    (void)driver->clock->wait(driver->clock->user, left, task_cancel(leaf));
}

static void send_request(struct blocking_driver *driver, struct task *leaf)
{
    struct task_exchange *exchange = task_compose(leaf);
    connect_http_request request;

    if (exchange == NULL) {
        return;
    }
    ASSERT(exchange->request != NULL && exchange->response != NULL);
    exchange->failure = (connect_http_failure){ .size = sizeof exchange->failure };
    request = task_bound_request(leaf, exchange->request, driver->clock);
    if (request.cancel == NULL) {
        request.cancel = task_cancel(leaf);
    }
    exchange->status = driver->transport->perform(driver->transport->user, &request,
                                                  exchange->response, &exchange->failure);
    task_resume(leaf);
}

static void run_process(struct blocking_driver *driver, struct task *leaf)
{
    struct task_process *process = leaf->process;
    int64_t left = deadline_left(driver->clock, task_deadline(leaf));

    process->result = process_run(process->words, clock_least(process->timeout_ms, left),
                                  task_cancel(leaf), process->out, process->complaint);
    if (process->result.end == PROCESS_TIMEOUT && left <= process->timeout_ms) {
        /* It may have been killed a moment before the deadline, or by another clock. */
        left = deadline_left(driver->clock, task_deadline(leaf));
        (void)driver->clock->wait(driver->clock->user, left, task_cancel(leaf));
    }
    task_resume(leaf);
}

static void drive_tree(const connect_clock *clock, const connect_transport *transport,
                       struct task *root);

/* No other thread can run the detached tree: this one runs it first, within the given limits. */
static void run_detached(struct blocking_driver *driver, struct task *leaf)
{
    ASSERT(leaf->want == TASK_DETACH && leaf->detached != NULL);
    struct task *detached = leaf->detached;

    leaf->detached = NULL;
    detached->deadline =
        clock_least(detached->deadline, clock_least(leaf->until, task_deadline(leaf)));
    if (detached->cancel == NULL) {
        detached->cancel = task_cancel(leaf);
    }
    drive_tree(driver->clock, driver->transport, detached);
    task_release(detached);
    task_resume(leaf);
}

/* Does what a leaf wants that takes time. */
static void serve_leaf(struct blocking_driver *driver, struct task *leaf)
{
    connect_status status = task_check(leaf, driver->clock);

    if (status == CONNECT_OK && (leaf->want == TASK_SLEEP || leaf->want == TASK_WAIT)) {
        if (leaf->want == TASK_SLEEP) {
            sleep_until(driver, leaf);
        } else {
            wait_for_others(driver, leaf);
        }
        status = task_check(leaf, driver->clock);
        if (status == CONNECT_OK) {
            task_resume(leaf);
            return;
        }
    }
    if (status != CONNECT_OK) {
        task_stop(leaf, status);
    } else if (leaf->want == TASK_SEND) {
        send_request(driver, leaf);
    } else if (leaf->want == TASK_SPAWN) {
        run_process(driver, leaf);
    } else {
        run_detached(driver, leaf);
    }
}

static void drive_tree(const connect_clock *clock, const connect_transport *transport,
                       struct task *root)
{
    ASSERT(root->parent == NULL && root->driver == NULL);
    struct blocking_driver driver;

    driver_init(&driver, clock, transport);
    root->driver = &driver.head;
    while (root->want != TASK_DONE) {
        struct task *leaf = task_leaf(root);

        if (leaf->want == TASK_DONE) {
            ASSERT(leaf != root && leaf->parent->child == leaf);
            task_resume(leaf->parent);
        } else if (leaf->want == TASK_READY) {
            task_resume(leaf);
        } else {
            serve_leaf(&driver, leaf);
        }
    }
    root->driver = NULL;
    driver_clear(&driver);
}

void driver_run(const connect_clock *clock, const connect_transport *transport, struct task *root)
{
    if (driver_substitute != NULL) {
        driver_substitute(clock, transport, root);
    } else {
        drive_tree(clock, transport, root);
    }
}
