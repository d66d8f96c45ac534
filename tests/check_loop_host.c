/* An event loop in its process: the descriptor, signals, clocks, forks and memory. */
#include "call/loop_call.h"
#include "call/loop_cancel.h"
#include "call/loop_inbox.h"
#include "call/loop_tree.h"
#include "call/loop_wait.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/loop_stage.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- the descriptor ---- */

START_TEST(an_idle_loop_is_not_readable)
{
    struct outcome outcome = { 0 };
    struct pollfd fd;

    open_loop(NULL);
    fd = (struct pollfd){ connect_loop_fd(loop), POLLIN, 0 };
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    ck_assert_int_eq(connect_loop_step(loop), 0);
    connect_loop_wake(loop);
    ck_assert_int_eq(poll(&fd, 1, 0), 1);
    ck_assert_int_eq(connect_loop_step(loop), 0);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    WORLD_SCRIPT(&world, WORLD_FINE);
    start_describe(&outcome, NULL);
    ck_assert_int_eq(poll(&fd, 1, 0), 1);
    run_until_idle();
    (void)connect_loop_step(loop);
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    outcome_clear(&outcome);
    ck_assert_int_eq(connect_loop_fd(NULL), -1);
    ck_assert_int_eq(connect_loop_step(NULL), 0);
    ck_assert_int_eq(connect_loop_run(NULL, 0), 0);
    ck_assert_uint_eq(connect_loop_pending(NULL), 0);
    connect_loop_wake(NULL);
}
END_TEST

static bool is_interrupted;
static int polls;

/* Interrupts the first poll; later ones leave errno as it was. */
__attribute__((visibility("default"))) int poll(struct pollfd *fds, nfds_t count, int ms)
{
    REAL(poll);

    if (!is_interrupted) {
        return real.function(fds, count, ms);
    }
    if (++polls < 4) {
        errno = EINTR;
        return polls == 1 ? -1 : 0;
    }
    errno = 0;
    return 0;
}

START_TEST(an_interrupted_wait_of_a_loop_goes_on)
{
    open_loop(NULL);
    is_interrupted = true;
    ck_assert_int_eq(connect_loop_run(loop, 60000), 0);
    is_interrupted = false;
    ck_assert_int_eq(polls, 2);
}
END_TEST

static void wake_in_handler(int number)
{
    (void)number;
    connect_loop_wake(loop);
}

START_TEST(a_signal_handler_ends_the_wait_of_a_loop)
{
    struct sigaction action = { .sa_handler = wake_in_handler };

    open_loop(NULL);
    sigaction(SIGUSR1, &action, NULL);
    raise(SIGUSR1);
    ck_assert_int_eq(connect_loop_run(loop, -1), 0);
    ck_assert_int_eq(connect_loop_run(loop, 1), 0);
    sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = SIG_DFL }, NULL);
}
END_TEST

START_TEST(connect_loop_run_is_a_loop_of_its_own)
{
    struct outcome outcome = { 0 };

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE);
    start_describe(&outcome, NULL);
    while (connect_loop_pending(loop) > 0) {
        (void)connect_loop_run(loop, -1);
    }
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    outcome_clear(&outcome);
}
END_TEST

/* The clock of the caller moves only when the loop waits on it. */
START_TEST(connect_loop_run_waits_on_a_clock_of_the_caller_s_own)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(3000),
                                           .max_delay_ms = CONNECT_SET(3000) };
    struct outcome outcome = { 0 };
    int64_t start = world.clock.ticks;

    world.options.clock = &world.clock.face;
    open_loop(NULL);
    WORLD_SCRIPT(&world, { .status = 200, .body = WORLD_INSTANCE("CREATION_IN_PROGRESS") },
                 WORLD_FINE);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, WORLD_ID, &options,
                                                        outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    for (int i = 0; i < 100 && connect_loop_pending(loop) > 0; i++) {
        (void)connect_loop_run(loop, 1000);
    }
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    ck_assert_int_eq(world.clock.ticks - start, 3000);
    ck_assert_int_ge(world.clock.waits[0], 1000 - 20);
    outcome_clear(&outcome);
}
END_TEST

START_TEST(a_clock_of_the_caller_s_own_decides_when_time_has_passed)
{
    struct outcome outcome = { 0 };
    struct pollfd fd;

    world.options.clock = &world.clock.face;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE);
    start_describe(&outcome, NULL);
    for (int i = 0; i < 5; i++) {
        (void)connect_loop_step(loop);
    }
    fd = (struct pollfd){ connect_loop_fd(loop), POLLIN, 0 };
    ck_assert_int_eq(poll(&fd, 1, 0), 0);
    ck_assert_uint_eq(world.transport.sent_count, 1);
    fake_clock_advance(&world.clock, 60000);
    for (int i = 0; i < 3; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    ck_assert_uint_eq(connect_loop_pending(loop), 0);
    outcome_clear(&outcome);
}
END_TEST

/* A request under way does not move the clock, whether or not it has a time limit. */
START_TEST(a_clock_of_the_caller_s_own_does_not_advance_during_a_request)
{
    struct outcome outcome = { 0 };
    int64_t start = world.clock.ticks;

    world.options.clock = &world.clock.face;
    if (_i == 1) {
        world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(60000);
    }
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    async.mode = ASYNC_HELD;
    start_describe(&outcome, NULL);
    for (int i = 0; i < 10; i++) {
        (void)connect_loop_run(loop, -1);
    }
    ck_assert_uint_eq(async.held_count, 1);
    ck_assert_int_eq(world.clock.ticks, start);
    async_end_all(&async);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    outcome_clear(&outcome);
}
END_TEST

static bool is_readable(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };

    return poll(&fd, 1, 0) == 1;
}

/* A call that a transport holds, and its driver as others see it. */
static struct task_driver *start_held(struct outcome *outcome)
{
    connect_call *call;

    async.mode = ASYNC_HELD;
    start_describe(outcome, &call);
    while (async.held_count == 0 || is_readable()) {
        (void)connect_loop_step(loop);
    }
    return &call->tree.waker.head;
}

/* What woke the call may be late: its request has been sent by then. */
START_TEST(a_wake_up_during_a_request_does_not_keep_the_loop_busy)
{
    struct outcome outcome = { 0 };
    struct task_driver *driver;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    driver = start_held(&outcome);
    driver->wake(driver, NULL);
    ck_assert(is_readable());
    (void)connect_loop_step(loop);
    ck_assert(!is_readable());
    async_end_all(&async);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    outcome_clear(&outcome);
}
END_TEST

/* A thread that waits for a loop takes one without progress for blocked. */
START_TEST(progress_is_what_a_loop_has_done)
{
    struct outcome outcomes[2] = { { 0 } };
    struct task_driver *driver;
    unsigned before;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    driver = start_held(&outcomes[0]);
    before = driver->progress(driver);
    ck_assert(is_readable()); /* the loop was woken to make some */
    (void)connect_loop_step(loop);
    ck_assert_uint_eq(driver->progress(driver), before);
    start_describe(&outcomes[1], NULL);
    (void)connect_loop_step(loop);
    ck_assert_uint_ne(driver->progress(driver), before);
    async_end_all(&async);
    run_until_idle();
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

/* ---- what nothing wakes ---- */

#define RESTLESS 10000

/* A task that wants one thing for ever, or so many children that end at once. */
struct patient {
    struct task task, child;
    enum task_want want;
    int resumed;
};

static void patient_stop(struct task *task, connect_status status)
{
    connect_error *error = NULL;

    (void)error_set(&error, status, "stopped");
    task->detached = NULL; /* holds nothing */
    task_fail(task, error);
}

static void patient_release(struct task *task)
{
    (void)task;
}

static void child_resume(struct task *task)
{
    task_succeed(task, NULL);
}

static const struct task_class child_class = {
    .name = "child", .resume = child_resume, .stop = patient_stop, .release = patient_release
};

static void patient_run_child(struct patient *patient)
{
    connect_error *error;
    void *result;

    if (patient->task.child != NULL) {
        (void)task_collect(&patient->task, &result, &error);
    }
    if (patient->resumed == RESTLESS) {
        task_succeed(&patient->task, NULL);
        return;
    }
    task_init(&patient->child, &child_class);
    task_run_child(&patient->task, &patient->child);
}

static void patient_resume(struct task *task)
{
    struct patient *patient = (struct patient *)task;

    patient->resumed++;
    if (patient->want == TASK_CHILD) {
        patient_run_child(patient);
    } else if (patient->want == TASK_DETACH && patient->resumed == 1) {
        task_init(&patient->child, &child_class);
        task_detach(task, &patient->child, DEADLINE_NONE);
    } else if (patient->want == TASK_SEND) {
        task_send(task);
    } else if (patient->want == TASK_SLEEP) {
        task_sleep(task, DEADLINE_NONE);
    } else {
        task_wait(task, DEADLINE_NONE);
    }
}

/* There is never a place for it. */
static struct task_exchange *patient_compose(struct task *task)
{
    (void)task;
    ck_abort();
    return NULL;
}

static bool patient_end(struct loop_tree *tree, bool may_call)
{
    task_release(tree->root);
    return may_call;
}

static const struct task_class patient_class = { .name = "patient",
                                                 .resume = patient_resume,
                                                 .compose = patient_compose,
                                                 .stop = patient_stop,
                                                 .release = patient_release };

/* A loop with room for so many requests, and tasks that want that. */
static void patients_start(struct loop *own, size_t max_on_wire, enum task_want want,
                           struct patient *patients, struct loop_tree *trees, int count)
{
    ck_assert(loop_init(own, &clock_system, NULL, max_on_wire));
    for (int i = 0; i < count; i++) {
        patients[i] = (struct patient){ .want = want };
        task_init(&patients[i].task, &patient_class);
        trees[i] = (struct loop_tree){ .end = patient_end };
        ck_assert(loop_add(own, &trees[i], &patients[i].task));
    }
    (void)loop_step(own);
}

START_TEST(a_task_that_was_not_woken_is_resumed_after_a_while)
{
    struct loop own;
    struct loop_tree trees[2];
    struct patient patients[2];

    patients_start(&own, 1, TASK_WAIT, patients, trees, 2);
    own.look_again_at = INT64_MAX;
    (void)loop_step(&own);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(patients[i].resumed, 1);
    }
    own.look_again_at = 0; /* a second has passed */
    (void)loop_step(&own);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(patients[i].resumed, 2);
    }
    loop_clear(&own);
}
END_TEST

static bool watches_fail; /* without memory in the kernel */

__attribute__((visibility("default"))) int epoll_ctl(int epoll, int operation, int fd,
                                                     struct epoll_event *event)
{
    REAL(epoll_ctl);

    if (watches_fail) {
        errno = ENOMEM;
        return -1;
    }
    return real.function(epoll, operation, fd, event);
}

START_TEST(a_token_that_cannot_be_watched_is_looked_at_after_a_while)
{
    struct loop own;
    struct loop_tree tree;
    struct patient patient;
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    memory_watch();
    patients_start(&own, 1, TASK_SLEEP, &patient, &tree, 1);
    patient.task.cancel = cancel;
    task_wake(&patient.task);
    watches_fail = true;
    (void)loop_step(&own);
    watches_fail = false;
    ck_assert_ptr_null(own.tokens);
    connect_cancel_fire(cancel);
    own.look_again_at = INT64_MAX;
    ck_assert_int_eq(loop_step(&own), 0);
    own.look_again_at = 0; /* a second has passed */
    ck_assert_int_eq(loop_step(&own), 1);
    loop_clear(&own);
    memory_end();
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_token_that_is_watched_needs_no_look_after_a_while)
{
    struct loop own;
    struct loop_tree tree;
    struct patient patient;
    connect_cancel *cancel, *other;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(connect_cancel_new(&other), CONNECT_OK);
    patients_start(&own, 1, TASK_SLEEP, &patient, &tree, 1);
    patient.task.cancel = cancel;
    for (int i = 0; i < 3; i++) {
        task_wake(&patient.task);
        (void)loop_step(&own);
        ck_assert_ptr_nonnull(own.tokens);
        ck_assert(!tree.is_waiting);
    }
    /* Another one, which cannot be watched. */
    patient.task.cancel = other;
    task_wake(&patient.task);
    watches_fail = true;
    (void)loop_step(&own);
    watches_fail = false;
    ck_assert_ptr_null(own.tokens);
    ck_assert_ptr_null(tree.token);
    ck_assert(tree.is_waiting);
    loop_clear(&own);
    connect_cancel_free(cancel);
    connect_cancel_free(other);
}
END_TEST

static bool watch_token(void *user)
{
    struct loop own;
    struct loop_tree tree = { .root = NULL };
    bool ok;

    if (!loop_init(&own, &clock_system, NULL, 1)) {
        return false;
    }
    ok = token_set(&own, &tree, user);
    ck_assert(ok == (tree.token != NULL) && ok == (own.tokens != NULL));
    ck_assert(token_set(&own, &tree, NULL));
    ck_assert_ptr_null(own.tokens);
    loop_clear(&own);
    return ok;
}

START_TEST(a_token_without_memory_is_not_watched)
{
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    memory_watch();
    memory_fail_each(watch_token, cancel, 0);
    memory_end();
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_task_that_never_waits_goes_on_in_turn_with_others)
{
    struct loop own;
    struct loop_tree trees[2];
    struct patient patients[2];
    int ended = 0;

    patients_start(&own, 1, TASK_CHILD, patients, trees, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert(patients[i].resumed > 0 && patients[i].resumed < RESTLESS / 2);
    }
    for (int i = 0; i < RESTLESS && ended < 2; i++) {
        ended += loop_wait(&own, 0);
    }
    ck_assert_int_eq(ended, 2);
    loop_clear(&own);
}
END_TEST

/* The tree of the detached task is the first for which the heap of timers has to grow. */
static bool detach_beside_many(void *user)
{
    enum { MANY = 14 };
    struct loop own;
    struct loop_tree trees[MANY + 1];
    struct patient patients[MANY + 1];
    bool ok = true;

    (void)user;
    if (!loop_init(&own, &clock_system, NULL, 1)) {
        return false;
    }
    for (int i = 0; ok && i <= MANY; i++) {
        patients[i] = (struct patient){ .want = i < MANY ? TASK_WAIT : TASK_DETACH };
        task_init(&patients[i].task, &patient_class);
        trees[i] = (struct loop_tree){ .end = patient_end };
        ok = loop_add(&own, &trees[i], &patients[i].task);
    }
    if (ok) {
        ok = loop_step(&own) == 0;
        ck_assert(ok == (patients[MANY].task.want == TASK_WAIT));
    }
    loop_clear(&own);
    return ok;
}

START_TEST(a_task_without_memory_for_another_tree_is_stopped)
{
    memory_watch();
    memory_fail_each(detach_beside_many, NULL, MEMORY_ANY); /* texts of errors may be missing */
    memory_end();
}
END_TEST

static struct task *neighbour;

static bool wake_neighbour(struct loop_tree *tree, bool may_call)
{
    task_wake(neighbour);
    return patient_end(tree, may_call);
}

/* Both end in the same step: the first one's end wakes the second. */
START_TEST(a_tree_that_has_ended_is_woken_no_more)
{
    struct loop own;
    struct loop_tree trees[2];
    struct patient patients[2];

    patients_start(&own, 1, TASK_WAIT, patients, trees, 2);
    neighbour = &patients[1].task;
    trees[0].end = wake_neighbour;
    for (int i = 0; i < 2; i++) {
        loop_stop_tree(&own, &trees[i]);
    }
    ck_assert_int_eq(loop_step(&own), 2);
    ck_assert_ptr_null(inbox_take_woken(own.inbox));
    loop_clear(&own);
}
END_TEST

/* One wait ends at once, in which the task begins to wait, and the next one with the task. */
START_TEST(a_loop_waits_until_something_is_due)
{
    static const int64_t limits[] = { -1, 60000, INT32_MAX, (int64_t)INT32_MAX + 1, INT64_MAX };
    struct patient patient = { .want = TASK_WAIT };
    struct loop_tree tree = { .end = patient_end };
    struct loop own;
    int idle = 0;

    ck_assert(loop_init(&own, &clock_system, NULL, 1));
    task_init(&patient.task, &patient_class);
    patient.task.deadline = clock_in(&clock_system, 50);
    ck_assert(loop_add(&own, &tree, &patient.task));
    while (loop_wait(&own, limits[_i]) == 0) {
        idle++;
    }
    ck_assert_int_le(idle, 1);
    loop_clear(&own);
}
END_TEST

/* The last one takes the place of one that is due after it, below one that is due after it. */
START_TEST(a_task_that_leaves_keeps_the_others_in_the_order_of_their_timers)
{
    static const int64_t due[] = { 10, 100, 20, 110, 120, 30, 25 };
    enum { COUNT = sizeof due / sizeof *due };
    struct patient patients[COUNT];
    struct loop_tree trees[COUNT];
    struct loop own;
    connect_cancel *cancel;

    ck_assert(loop_init(&own, &clock_system, NULL, 1));
    for (int i = 0; i < COUNT; i++) {
        patients[i] = (struct patient){ .want = TASK_WAIT };
        task_init(&patients[i].task, &patient_class);
        patients[i].task.deadline = clock_in(&clock_system, 60000) + due[i] * 1000;
        trees[i] = (struct loop_tree){ .end = patient_end };
        ck_assert(loop_add(&own, &trees[i], &patients[i].task));
        ck_assert_int_eq(loop_step(&own), 0);
        ck_assert_ptr_eq(own.heap[i + 1], &trees[i]);
    }
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    patients[3].task.cancel = cancel;
    tree_interrupt(&own, &trees[3]);
    ck_assert_int_eq(loop_step(&own), 1);
    ck_assert_uint_eq(own.heap_count, COUNT - 1);
    for (size_t i = 2; i < COUNT; i++) {
        ck_assert_int_le(own.heap[i / 2]->due, own.heap[i]->due);
    }
    connect_cancel_free(cancel);
    loop_clear(&own);
}
END_TEST

/*
 * As many as fill the heap of timers again and again.  Each is due before those that were added,
 * and later after them.
 */
START_TEST(each_of_many_tasks_has_a_timer)
{
    enum { MANY = 130 };
    static struct patient patients[MANY];
    static struct loop_tree trees[MANY];
    struct loop own;
    int64_t last = clock_in(&clock_system, 60000);
    int ended = 0;

    ck_assert(loop_init(&own, &clock_system, NULL, 1));
    for (int i = 0; i < MANY; i++) {
        patients[i] = (struct patient){ .want = TASK_WAIT };
        task_init(&patients[i].task, &patient_class);
        patients[i].task.deadline = last - i;
        trees[i] = (struct loop_tree){ .end = patient_end };
        ck_assert(loop_add(&own, &trees[i], &patients[i].task));
        ck_assert_int_eq(loop_step(&own), 0);
        ck_assert_ptr_eq(own.heap[1], &trees[i]);
    }
    for (int i = MANY - 1; i > 0; i--) { /* due after all others */
        patients[i].task.deadline = last + i;
        tree_interrupt(&own, &trees[i]);
        ck_assert_int_eq(loop_step(&own), 0);
        ck_assert_ptr_eq(own.heap[1], &trees[i - 1]);
    }
    for (int i = 0; i < MANY; i++) {
        connect_cancel *cancel;

        ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
        connect_cancel_fire(cancel);
        patients[i].task.cancel = cancel;
        tree_interrupt(&own, &trees[i]);
        ended += loop_step(&own);
        ck_assert(i == MANY - 1 || own.heap[1] == &trees[i + 1]);
        connect_cancel_free(cancel);
    }
    ck_assert_int_eq(ended, MANY);
    loop_clear(&own);
}
END_TEST

/* Without memory to watch its token, a request that waits for a place is looked at again. */
START_TEST(an_unsent_request_that_is_looked_at_again_keeps_its_place_until_it_is_cancelled)
{
    struct loop own;
    struct loop_tree trees[2];
    struct patient patients[2];
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    patients_start(&own, 0, TASK_SEND, patients, trees, 2);
    ck_assert_ptr_eq(own.unsent.first, &trees[0]);
    patients[0].task.cancel = cancel; /* the loop does not watch it */
    waiting_add(&own, &trees[0]);
    for (int i = 0; i < 2; i++) {
        own.look_again_at = 0;
        ck_assert_int_eq(loop_step(&own), 0);
        ck_assert_ptr_eq(own.unsent.first, &trees[0]);
    }
    connect_cancel_fire(cancel);
    own.look_again_at = 0;
    ck_assert_int_eq(loop_step(&own), 1);
    ck_assert_int_eq(trees[0].place, TREE_GONE);
    ck_assert_ptr_eq(own.unsent.first, &trees[1]);
    loop_clear(&own);
    connect_cancel_free(cancel);
}
END_TEST

/* ---- memory and forks ---- */

static pid_t forked; /* within a write; 0: none yet */
static bool forks_in_write;
static struct outcome inherited;
static atomic_int writes;

/*
 * In place of the libc's function.  The write that wakes the loop is made under the lock of its
 * inbox, which the child inherits as it is.  The exchange that is held there keeps the inbox:
 * ThreadSanitizer does not see that the lock is free again and would report its destruction.
 */
__attribute__((visibility("default"))) ssize_t write(int fd, const void *bytes, size_t size)
{
    writes++;
    if (forks_in_write) {
        forks_in_write = false;
        forked = test_fork();
        if (forked == 0) {
            connect_loop_free(loop);
            test_child_leave(inherited.calls == 0);
        }
    }
    return syscall(SYS_write, fd, bytes, size);
}

START_TEST(a_child_frees_a_loop_that_was_locked_when_it_was_forked)
{
    struct task_driver *driver;
    int status;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    driver = start_held(&inherited);
    forks_in_write = true;
    driver->wake(driver, NULL);
    ck_assert(!forks_in_write);
    ck_assert_int_eq(waitpid(forked, &status, 0), forked);
    ck_assert_int_eq(status, 0);
    async_end_all(&async);
    run_until_idle();
    ck_assert_int_eq(inherited.status, CONNECT_OK);
    outcome_clear(&inherited);
}
END_TEST

START_TEST(a_child_frees_the_loop_it_inherited_without_a_callback)
{
    static struct outcome outcomes[3];
    connect_call_options options = { .size = sizeof options };
    connect_cancel *cancel;
    connect_client *view;
    pid_t child;
    int status;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    async.ends_when_stopped = false;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(connect_describe_instance_start(loop, view, &describe, outcome_take,
                                                         &outcomes[i], NULL, NULL),
                         CONNECT_OK);
    }
    connect_client_free(view);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    child = test_fork();
    if (child == 0) {
        struct outcome other = { 0 };
        bool ok = connect_loop_step(loop) == 0 && connect_loop_run(loop, -1) == 0;

        connect_loop_wake(loop);
        ok = ok && connect_describe_instance_start(loop, world.client, &describe, outcome_take,
                                                   &other, NULL, NULL) == CONNECT_E_ARGUMENT;
        connect_loop_free(loop);
        test_child_leave(ok && outcomes[0].calls + outcomes[1].calls + outcomes[2].calls == 0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    async_end_all(&async);
    run_until_idle();
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(exchanges_that_end_between_two_steps_wake_the_loop_once)
{
    static struct outcome outcomes[3];

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    for (int i = 0; i < 3; i++) {
        start_describe(&outcomes[i], NULL);
    }
    while (async.held_count < 3) {
        (void)connect_loop_step(loop);
    }
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    writes = 0;
    async_end_all(&async);
    ck_assert_int_eq(writes, 1);
    run_until_idle();
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(a_child_frees_an_idle_loop)
{
    pid_t child;
    int status;

    open_loop(NULL);
    child = test_fork();
    if (child == 0) {
        connect_loop_free(loop);
        test_child_leave(true);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}
END_TEST

/* Everything that can be started, each to its end or to a failed allocation. */
static bool start_everything(void *user)
{
    const connect_wait_options wait = { .size = sizeof wait,
                                        .min_delay_ms = CONNECT_SET(1),
                                        .max_delay_ms = CONNECT_SET(1) };
    const connect_pair *const query[] = { CONNECT_PAIR("a", "1") };
    struct outcome outcomes[6] = { { 0 } };
    connect_pager *pager = NULL;
    connect_status status[7] = { 0 };
    bool ok = true;

    (void)user;
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    status[0] = connect_loop_new(world.client, NULL, &loop, NULL);
    if (status[0] != CONNECT_OK) {
        ck_assert_int_eq(status[0], CONNECT_E_MEMORY);
        return false;
    }
    status[1] = connect_describe_instance_start(loop, world.client, &describe, outcome_take,
                                                &outcomes[0], NULL, NULL);
    status[2] = connect_invoke_start(loop, world.client, "DescribeInstance",
                                     "{\"InstanceId\":\"" WORLD_ID "\"}", outcome_take,
                                     &outcomes[1], NULL, NULL);
    status[3] = connect_wait_instance_active_start(loop, world.client, WORLD_ID, &wait,
                                                   outcome_take, &outcomes[2], NULL, NULL);
    pager = connect_list_instances_pages(world.client, NULL);
    status[4] = pager == NULL
                    ? CONNECT_E_MEMORY
                    : connect_pager_start(loop, pager, outcome_take, &outcomes[3], NULL, NULL);
    status[5] = connect_send_start(loop, world.client, "PUT", "/x", query, 1, "{}", outcome_take,
                                   &outcomes[4], NULL, NULL);
    /* Without a request, an empty one is made. */
    status[6] = connect_list_instances_start(loop, world.client, NULL, outcome_take, &outcomes[5],
                                             NULL, NULL);
    run_until_idle();
    for (int i = 0; i < 7; i++) {
        ck_assert_msg(status[i] == CONNECT_OK || status[i] == CONNECT_E_MEMORY, "%d: %s", i,
                      connect_status_name(status[i]));
        ok = ok && status[i] == CONNECT_OK;
    }
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(outcomes[i].calls, status[i + 1] == CONNECT_OK ? 1 : 0);
        ck_assert_msg(outcomes[i].status == CONNECT_OK || outcomes[i].status == CONNECT_E_MEMORY,
                      "%d: %s", i, connect_status_name(outcomes[i].status));
        ok = ok && outcomes[i].status == CONNECT_OK;
        outcome_clear(&outcomes[i]);
    }
    connect_pager_free(pager);
    connect_loop_free(loop);
    loop = NULL;
    return ok;
}

START_TEST(any_allocation_of_a_loop_may_fail)
{
    world.options.log = NULL; /* a line may be left out */
    memory_watch();
    world_open(&world);
    ck_assert_int_eq(connect_client_warm_up(world.client, NULL), CONNECT_OK);
    ck_assert(start_everything(NULL));
    memory_fail_each(start_everything, NULL, 0);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

/* More than the first table of timers has room for, and each with its callback. */
static bool start_many(void *user)
{
    enum { MANY = 20 };
    struct outcome outcomes[MANY] = { { 0 } };
    connect_status status[MANY];
    bool has_loop = connect_loop_new(world.client, NULL, &loop, NULL) == CONNECT_OK, ok = has_loop;

    (void)user;
    for (int i = 0; has_loop && i < MANY; i++) {
        status[i] = connect_describe_instance_start(loop, world.client, &describe, outcome_take,
                                                    &outcomes[i], NULL, NULL);
    }
    connect_loop_free(loop);
    loop = NULL;
    for (int i = 0; has_loop && i < MANY; i++) {
        ck_assert_int_eq(outcomes[i].calls, status[i] == CONNECT_OK ? 1 : 0);
        ok = ok && outcomes[i].status == CONNECT_E_CANCELLED;
        outcome_clear(&outcomes[i]);
    }
    return ok;
}

START_TEST(any_allocation_of_many_starts_may_fail)
{
    world.options.log = NULL; /* a line may be left out */
    memory_watch();
    world_open(&world);
    ck_assert(start_many(NULL));
    memory_fail_each(start_many, NULL, MEMORY_ANY); /* a cancelled call may lose its message */
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

/* ---- what others put in ---- */

/* A tree may end between its wake-up and the next step: nothing is left of it in the inbox. */
START_TEST(a_waker_that_goes_is_woken_no_more)
{
    struct watch_set *set = watch_set_new();
    struct loop_inbox *inbox = inbox_new(set);
    struct inbox_waker wakers[3];

    ck_assert_ptr_nonnull(inbox);
    for (int gone = 0; gone < 3; gone++) {
        for (int i = 0; i < 3; i++) {
            inbox_waker_init(&wakers[i], inbox);
            wakers[i].head.wake(&wakers[i].head, NULL);
            wakers[i].head.wake(&wakers[i].head, NULL); /* once is enough */
        }
        inbox_forget(&wakers[gone]);
        inbox_forget(&wakers[gone]);
        ck_assert_ptr_eq(inbox_take_woken(inbox), &wakers[gone == 0 ? 1 : 0]);
        ck_assert_ptr_eq(inbox_take_woken(inbox), &wakers[gone == 2 ? 1 : 2]);
        ck_assert_ptr_null(inbox_take_woken(inbox));
    }
    inbox_close(inbox);
    watch_set_free(set);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop host");
    TCase *hosts = loop_stage_case(suite, "descriptor");
    TCase *rest = loop_stage_case(suite, "memory and forks");

    tcase_add_test(hosts, a_waker_that_goes_is_woken_no_more);
    tcase_add_test(hosts, an_idle_loop_is_not_readable);
    tcase_add_test(hosts, an_interrupted_wait_of_a_loop_goes_on);
    tcase_add_test(hosts, a_signal_handler_ends_the_wait_of_a_loop);
    tcase_add_test(hosts, connect_loop_run_is_a_loop_of_its_own);
    tcase_add_test(hosts, connect_loop_run_waits_on_a_clock_of_the_caller_s_own);
    tcase_add_test(hosts, a_clock_of_the_caller_s_own_decides_when_time_has_passed);
    tcase_add_loop_test(hosts, a_clock_of_the_caller_s_own_does_not_advance_during_a_request, 0, 2);
    tcase_add_test(hosts, a_wake_up_during_a_request_does_not_keep_the_loop_busy);
    tcase_add_test(hosts, progress_is_what_a_loop_has_done);
    tcase_add_test(hosts, a_task_that_was_not_woken_is_resumed_after_a_while);
    tcase_add_test(hosts, a_token_that_cannot_be_watched_is_looked_at_after_a_while);
    tcase_add_test(hosts, a_token_that_is_watched_needs_no_look_after_a_while);
    tcase_add_test(hosts, a_token_without_memory_is_not_watched);
    tcase_add_test(hosts, a_task_that_never_waits_goes_on_in_turn_with_others);
    tcase_add_test(hosts, a_task_without_memory_for_another_tree_is_stopped);
    tcase_add_test(hosts, a_tree_that_has_ended_is_woken_no_more);
    tcase_add_loop_test(hosts, a_loop_waits_until_something_is_due, 0, 5);
    tcase_add_test(hosts, a_task_that_leaves_keeps_the_others_in_the_order_of_their_timers);
    tcase_add_test(hosts, each_of_many_tasks_has_a_timer);
    tcase_add_test(hosts,
                   an_unsent_request_that_is_looked_at_again_keeps_its_place_until_it_is_cancelled);
    tcase_add_test(rest, a_child_frees_the_loop_it_inherited_without_a_callback);
    tcase_add_test(rest, a_child_frees_an_idle_loop);
    tcase_add_test(rest, exchanges_that_end_between_two_steps_wake_the_loop_once);
    tcase_add_test(rest, a_child_frees_a_loop_that_was_locked_when_it_was_forked);
    tcase_add_test(rest, any_allocation_of_a_loop_may_fail);
    tcase_add_test(rest, any_allocation_of_many_starts_may_fail);
    return suite;
}
