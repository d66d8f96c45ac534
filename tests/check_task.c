/*
 * Tasks and the blocking driver: what a leaf wants is done, children end before their parents,
 * deadlines and cancel tokens of a parent hold for its children, and no wake-up is lost.
 */
#include "call/driver.h"
#include "core/clock.h"
#include "core/error.h"
#include "http/response.h"
#include "support/fakes.h"
#include "support/loop_driver.h"
#include "support/patience.h"
#include "support/real.h"
#include "support/suite.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- a task that does what a script says ---- */

enum act { SENDS, REFUSES, SPAWNS, READS, SLEEPS, WAITS, RUNS_CHILD, DETACHES, SUCCEEDS, FAILS };

struct step {
    enum act act;
    int64_t ms; /* SLEEPS, WAITS, DETACHES: from now; -1: without limit */
    struct script *other;
};

struct script {
    struct task task;
    const connect_clock *clock;
    const struct step *next;
    connect_http_request request;
    struct task_exchange exchange;
    struct task_process process;
    struct buf out, complaint;
    /* What happened. */
    int resumed, composed, stopped, released;
    connect_status stop_status, child_status;
    char child_message[128];
    int64_t resumed_at;
    bool has_child;
};

static char fifo[64]; /* that a program reads (READS) */

static void take_step(struct script *script)
{
    static char echo[] = "echo", hello[] = "hello", *const words[] = { echo, hello, NULL };
    static char cat[] = "cat", *const reader[] = { cat, fifo, NULL };
    const struct step *step = script->next++;
    int64_t until = step->ms < 0 ? DEADLINE_NONE : clock_in(script->clock, step->ms);
    connect_error *error = NULL;

    switch (step->act) {
    case SENDS:
    case REFUSES:
        task_send(&script->task);
        break;
    case SPAWNS:
    case READS:
        script->process = (struct task_process){ .words = step->act == READS ? reader : words,
                                                 .timeout_ms = 60000,
                                                 .out = &script->out,
                                                 .complaint = &script->complaint };
        task_spawn(&script->task, &script->process);
        break;
    case SLEEPS:
        task_sleep(&script->task, until);
        break;
    case WAITS:
        task_wait(&script->task, until);
        break;
    case RUNS_CHILD:
        script->has_child = true;
        task_run_child(&script->task, &step->other->task);
        break;
    case DETACHES:
        task_detach(&script->task, &step->other->task, until);
        break;
    case SUCCEEDS:
        task_succeed(&script->task, script);
        break;
    case FAILS:
        (void)error_set(&error, CONNECT_E_CREDENTIALS, "the script fails");
        task_fail(&script->task, error);
    }
}

static void script_resume(struct task *task)
{
    struct script *script = (struct script *)task;

    script->resumed++;
    script->resumed_at = script->clock->monotonic(script->clock->user);
    if (script->has_child) {
        connect_error *error;
        void *result;

        script->has_child = false;
        script->child_status = task_collect(task, &result, &error);
        snprintf(script->child_message, sizeof script->child_message, "%s",
                 error != NULL ? connect_error_message(error) : "");
        connect_error_free(error);
    }
    take_step(script);
}

static struct task_exchange *script_compose(struct task *task)
{
    struct script *script = (struct script *)task;

    script->composed++;
    if (script->next[-1].act == REFUSES) {
        take_step(script);
        return NULL;
    }
    script->request = (connect_http_request){ .size = sizeof script->request,
                                              .method = "GET",
                                              .url = "http://127.0.0.1/",
                                              .connect_timeout_ms = 2000,
                                              .timeout_ms = 5000 };
    script->exchange.request = &script->request;
    if (script->exchange.response == NULL) {
        script->exchange.response = http_response_new(1000);
    }
    return &script->exchange;
}

static void script_stop(struct task *task, connect_status status)
{
    struct script *script = (struct script *)task;
    connect_error *error = NULL;

    script->stopped++;
    script->stop_status = status;
    (void)error_set(&error, status, "the script was stopped");
    task_fail(task, error);
}

static void script_release(struct task *task)
{
    struct script *script = (struct script *)task;

    ck_assert(task->child == NULL && task->detached == NULL && task->error == NULL);
    script->released++;
    http_response_free(script->exchange.response);
    buf_free(&script->out);
    buf_free(&script->complaint);
}

static const struct task_class script_class = { .name = "script",
                                                .resume = script_resume,
                                                .compose = script_compose,
                                                .stop = script_stop,
                                                .release = script_release };

static void script_init(struct script *script, const connect_clock *clock, const struct step *steps)
{
    memset(script, 0, sizeof *script);
    task_init(&script->task, &script_class);
    script->clock = clock;
    script->next = steps;
    script->out = BUF_INIT(100);
    script->complaint = BUF_INIT(100);
}

/* ---- no network, no real time ---- */

static struct fake_clock fake;
static struct fake_transport transport;
static struct script root, child, grandchild;
static char folder[32]; /* of the FIFO */

static void set_up(void)
{
    fake_clock_init(&fake);
    fake_transport_init(&transport, &fake, NULL, 0);
}

static void tear_down(void)
{
    fake_transport_clear(&transport);
}

static void fifo_make(void)
{
    strcpy(folder, "/tmp/connect-task-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
}

static void fifo_remove(void)
{
    unlink(fifo);
    rmdir(folder);
}

#define STEPS(...) ((const struct step[]){ __VA_ARGS__ })

static void drive(void)
{
    driver_run(&fake.face, &transport.face, &root.task);
}

static void expect_done(struct script *script, connect_status status)
{
    ck_assert_int_eq(script->task.want, TASK_DONE);
    ck_assert_int_eq(script->task.status, status);
    ck_assert_ptr_null(script->task.driver); /* it is gone */
    task_release(&script->task);
    ck_assert_int_eq(script->released, 1);
}

START_TEST(a_chain_of_children_ends_from_the_leaf_upwards)
{
    script_init(&root, &fake.face, STEPS({ RUNS_CHILD, 0, &child }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ RUNS_CHILD, 0, &grandchild }, { SUCCEEDS }));
    script_init(&grandchild, &fake.face, STEPS({ FAILS }));
    drive();
    ck_assert_int_eq(child.child_status, CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(child.child_message, "the script fails");
    ck_assert_int_eq(root.child_status, CONNECT_OK);
    ck_assert_int_eq(child.released, 1);
    ck_assert_int_eq(grandchild.released, 1);
    ck_assert_ptr_eq(root.task.result, &root);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_request_is_composed_sent_and_reported)
{
    script_init(&root, &fake.face, STEPS({ SENDS }, { SUCCEEDS }));
    fake_transport_script(&transport, (const struct fake_response[]){ { .status = 418 } }, 1);
    drive();
    ck_assert_int_eq(root.composed, 1);
    ck_assert_int_eq(root.exchange.status, CONNECT_OK);
    ck_assert_int_eq(root.exchange.response->status, 418);
    ck_assert_int_eq(transport.sent[0].timeout_ms, 5000);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_failure_of_the_transport_is_the_outcome_of_the_exchange)
{
    script_init(&root, &fake.face, STEPS({ SENDS }, { SUCCEEDS }));
    fake_transport_script(
        &transport,
        (const struct fake_response[]){
            { .failure = CONNECT_E_TRANSPORT, .not_sent = true, .message = "no route" } },
        1);
    drive();
    ck_assert_int_eq(root.exchange.status, CONNECT_E_TRANSPORT);
    ck_assert(root.exchange.failure.not_sent);
    ck_assert_str_eq(root.exchange.failure.message, "no route");
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_task_may_decide_against_sending)
{
    transport.is_forbidden = true;
    script_init(&root, &fake.face, STEPS({ REFUSES }, { FAILS }));
    drive();
    expect_done(&root, CONNECT_E_CREDENTIALS);
}
END_TEST

START_TEST(a_request_gets_the_earliest_deadline_and_the_nearest_token_of_its_chain)
{
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    script_init(&root, &fake.face, STEPS({ RUNS_CHILD, 0, &child }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ SENDS }, { SUCCEEDS }));
    root.task.deadline = clock_in(&fake.face, 700);
    root.task.cancel = cancel;
    child.task.deadline = clock_in(&fake.face, 900);
    ck_assert_ptr_null(task_cancel(&child.task));
    child.task.parent = &root.task;
    ck_assert_ptr_eq(task_cancel(&child.task), cancel);
    fake_transport_script(&transport, (const struct fake_response[]){ { .status = 200 } }, 1);
    drive();
    ck_assert_int_eq(transport.sent[0].timeout_ms, 700);
    ck_assert_int_eq(transport.sent[0].connect_timeout_ms, 700);
    expect_done(&root, CONNECT_OK);
    connect_cancel_free(cancel);
}
END_TEST

/* No time at all would be no limit. */
START_TEST(a_request_behind_its_deadline_gets_a_millisecond)
{
    connect_http_request request = { .timeout_ms = 5000, .connect_timeout_ms = 500 }, bound;

    script_init(&root, &fake.face, STEPS({ SUCCEEDS }));
    for (int left = -1; left <= 2; left++) {
        root.task.deadline = fake.ticks + left;
        bound = task_bound_request(&root.task, &request, &fake.face);
        ck_assert_int_eq(bound.timeout_ms, (left > 1 ? left : 1));
        ck_assert_int_eq(bound.connect_timeout_ms, (left > 1 ? left : 1));
    }
}
END_TEST

START_TEST(sleep_takes_its_time_on_the_clock_of_the_caller)
{
    int64_t start = fake.ticks;

    script_init(&root, &fake.face,
                STEPS({ SLEEPS, 1234 }, { SLEEPS, 1 }, { SLEEPS, 0 }, { SUCCEEDS }));
    drive();
    ck_assert_int_eq(fake.ticks, start + 1235);
    ck_assert_int_eq(fake.waits[0], 1234);
    ck_assert_int_eq(root.resumed, 4);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(the_deadline_of_a_parent_stops_the_leaf_and_then_the_parent)
{
    int64_t start = fake.ticks;

    script_init(&root, &fake.face,
                STEPS({ RUNS_CHILD, 0, &child }, { SLEEPS, 1000 }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ SLEEPS, 1000 }, { SUCCEEDS }));
    root.task.deadline = start + 300;
    drive();
    ck_assert_int_eq(fake.ticks, start + 300);
    ck_assert_int_eq(child.stopped, 1);
    ck_assert_int_eq(root.child_status, CONNECT_E_TIMEOUT);
    ck_assert_int_eq(root.stopped, 1);
    ck_assert_int_eq(root.stop_status, CONNECT_E_TIMEOUT);
    expect_done(&root, CONNECT_E_TIMEOUT);
}
END_TEST

START_TEST(the_deadline_of_a_child_leaves_its_parent_alone)
{
    script_init(&root, &fake.face, STEPS({ RUNS_CHILD, 0, &child }, { SLEEPS, 50 }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ SLEEPS, 1000 }, { SUCCEEDS }));
    root.task.deadline = fake.ticks + 400;
    child.task.deadline = fake.ticks + 300;
    drive();
    ck_assert_int_eq(root.child_status, CONNECT_E_TIMEOUT);
    ck_assert_int_eq(root.stopped, 0);
    expect_done(&root, CONNECT_OK);
}
END_TEST

static const enum act ways[] = { SENDS, SPAWNS, SLEEPS, WAITS, DETACHES };

START_TEST(a_fired_token_stops_whatever_is_wanted)
{
    const struct step steps[] = { { ways[_i], 10, &child }, { SUCCEEDS } };
    connect_cancel *cancel;

    transport.is_forbidden = true;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    script_init(&root, &fake.face, steps);
    script_init(&child, &fake.face, STEPS({ SUCCEEDS }));
    root.task.cancel = cancel;
    drive();
    ck_assert_int_eq(root.stop_status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(root.resumed, 1);
    expect_done(&root, CONNECT_E_CANCELLED);
    ck_assert_int_eq(child.released, ways[_i] == DETACHES ? 1 : 0);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_passed_deadline_stops_whatever_is_wanted)
{
    const struct step steps[] = { { ways[_i], 10, &child }, { SUCCEEDS } };

    transport.is_forbidden = true;
    script_init(&root, &fake.face, steps);
    script_init(&child, &fake.face, STEPS({ SUCCEEDS }));
    root.task.deadline = fake.ticks;
    drive();
    ck_assert_int_eq(root.stop_status, CONNECT_E_TIMEOUT);
    expect_done(&root, CONNECT_E_TIMEOUT);
}
END_TEST

START_TEST(a_token_ends_a_sleep)
{
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    fake.fire = cancel;
    fake.fire_at = fake.ticks + 100;
    script_init(&root, &fake.face, STEPS({ SLEEPS, 1000 }, { SUCCEEDS }));
    root.task.cancel = cancel;
    drive();
    ck_assert_int_eq(root.stop_status, CONNECT_E_CANCELLED);
    expect_done(&root, CONNECT_E_CANCELLED);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_program_runs_and_its_outcome_is_reported)
{
    script_init(&root, &fake.face, STEPS({ SPAWNS }, { SUCCEEDS }));
    drive();
    ck_assert_int_eq(root.process.result.end, PROCESS_EXITED);
    ck_assert_int_eq(root.process.result.code, 0);
    ck_assert_str_eq(buf_text(&root.out), "hello\n");
    expect_done(&root, CONNECT_OK);
}
END_TEST

/* A clock on which the program of the root takes its time, which has passed when it was ended. */
static int64_t program_takes;

static int64_t program_monotonic(void *user)
{
    if (root.process.result.end == PROCESS_TIMEOUT) {
        fake_clock_advance(user, program_takes);
        program_takes = 0;
    }
    return fake.face.monotonic(user);
}

static bool program_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)program_monotonic(user);
    return fake.face.wait(user, ms, cancel);
}

START_TEST(a_program_that_its_deadline_ends_is_waited_for_until_then_and_no_longer)
{
    static const int64_t takes[] = { 0, 30, 50 };
    connect_clock clock = fake.face;
    int64_t deadline = fake.ticks + 50;

    clock.monotonic = program_monotonic;
    clock.wait = program_wait;
    program_takes = takes[_i];
    fifo_make();
    script_init(&root, &fake.face, STEPS({ READS }, { SUCCEEDS }));
    root.task.deadline = deadline;
    driver_run(&clock, &transport.face, &root.task);
    fifo_remove();
    ck_assert_int_eq(root.process.result.end, PROCESS_TIMEOUT);
    ck_assert_int_eq(root.resumed_at, deadline);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_detached_tree_runs_first_and_is_released)
{
    int64_t start = fake.ticks;

    script_init(&root, &fake.face, STEPS({ DETACHES, -1, &child }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ SLEEPS, 500 }, { SUCCEEDS }));
    drive();
    ck_assert_int_eq(child.resumed, 2);
    ck_assert_int_eq(child.released, 1);
    ck_assert_int_eq(root.resumed_at, start + 500);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_detached_tree_ends_at_the_earliest_of_three_limits)
{
    static const int64_t limits[][3] = { { 100, 200, 300 }, { 300, 100, 200 }, { 200, 300, 100 } };
    int64_t start = fake.ticks;
    const struct step steps[] = { { DETACHES, limits[_i][0], &child }, { SUCCEEDS } };

    script_init(&root, &fake.face, steps);
    script_init(&child, &fake.face, STEPS({ SLEEPS, 1000 }, { SUCCEEDS }));
    root.task.deadline = start + limits[_i][1];
    child.task.deadline = start + limits[_i][2];
    drive();
    ck_assert_int_eq(child.stop_status, CONNECT_E_TIMEOUT);
    ck_assert_int_eq(fake.ticks, start + 100);
    expect_done(&root, CONNECT_OK);
}
END_TEST

START_TEST(a_detached_tree_is_cancelled_with_the_task_that_wanted_it)
{
    connect_cancel *cancel;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    fake.fire = cancel;
    fake.fire_at = fake.ticks + 100;
    script_init(&root, &fake.face, STEPS({ DETACHES, -1, &child }, { SUCCEEDS }));
    script_init(&child, &fake.face, STEPS({ SLEEPS, 1000 }, { SUCCEEDS }));
    root.task.cancel = cancel;
    drive();
    ck_assert_int_eq(child.stop_status, CONNECT_E_CANCELLED);
    expect_done(&root, CONNECT_OK);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_tree_may_be_released_before_its_end)
{
    script_init(&root, &fake.face, STEPS({ RUNS_CHILD, 0, &child }));
    script_init(&child, &fake.face, STEPS({ DETACHES, -1, &grandchild }));
    script_init(&grandchild, &fake.face, STEPS({ SUCCEEDS }));
    task_resume(&root.task);
    ck_assert_ptr_eq(task_leaf(&root.task), &child.task);
    task_resume(&child.task);
    task_release(&root.task);
    ck_assert_int_eq(root.released, 1);
    ck_assert_int_eq(child.released, 1);
    ck_assert_int_eq(grandchild.released, 1);
}
END_TEST

START_TEST(a_wait_on_a_clock_of_the_caller_lets_that_clock_advance)
{
    int64_t start = fake.ticks;

    script_init(&root, &fake.face, STEPS({ WAITS, 600 }, { SUCCEEDS }));
    drive();
    ck_assert_int_eq(fake.ticks, start + 600);
    expect_done(&root, CONNECT_OK);
}
END_TEST

/* Little while only the deadline limits the wait, more when the wait has a time of its own. */
START_TEST(a_clock_of_the_caller_advances_by_slices_during_a_wait)
{
    static const struct step own[] = { { WAITS, 600, NULL }, { SUCCEEDS } },
                             none[] = { { WAITS, -1, NULL }, { SUCCEEDS } };

    script_init(&root, &fake.face, _i == 0 ? own : none);
    root.task.deadline = deadline_after(&fake.face, 700);
    drive();
    ck_assert_uint_gt(fake.waits_count, 0);
    ck_assert_int_eq(fake.waits[0], _i == 0 ? 250 : 10);
    expect_done(&root, _i == 0 ? CONNECT_OK : CONNECT_E_TIMEOUT);
}
END_TEST

/* ---- threads and real time ---- */

static void *drive_thread(void *user)
{
    struct script *script = user;

    driver_run(&clock_system, &transport.face, &script->task);
    return NULL;
}

static atomic_int polls;

/* As the clock of the system waits, from which no other thread wakes a task. */
__attribute__((visibility("default"))) int poll(struct pollfd *fds, nfds_t count, int ms)
{
    REAL(poll);

    atomic_fetch_add(&polls, 1);
    return real.function(fds, count, ms);
}

static pthread_t waker;

static void *wake_thread(void *user)
{
    usleep(20000);
    task_wake(user);
    return NULL;
}

static void resume_and_be_woken(struct task *task)
{
    script_resume(task);
    if (task->want == TASK_WAIT) {
        ck_assert_int_eq(pthread_create(&waker, NULL, wake_thread, task), 0);
    }
}

START_TEST(a_waiting_task_is_resumed_when_it_is_woken)
{
    struct task_class class = script_class;

    class.resume = resume_and_be_woken;
    script_init(&root, &clock_system, STEPS({ WAITS, _i == 0 ? -1 : 600000 }, { SUCCEEDS }));
    root.task.class = &class;
    polls = 0;
    drive_thread(&root);
    pthread_join(waker, NULL);
    ck_assert_int_eq(root.resumed, 2);
    if (driver_substitute == NULL) {
        ck_assert_int_eq(polls, 0);
    }
    expect_done(&root, CONNECT_OK);
}
END_TEST

/* Woken within resume, before the driver has come to wait. */
static void resume_and_wake(struct task *task)
{
    script_resume(task);
    if (task->want == TASK_WAIT) {
        task_wake(task);
    }
}

START_TEST(a_wake_up_before_the_wait_is_not_lost)
{
    struct task_class class = script_class;

    class.resume = resume_and_wake;
    script_init(&root, &clock_system, STEPS({ WAITS, 60000 }, { WAITS, -1 }, { SUCCEEDS }));
    root.task.class = &class;
    drive_thread(&root);
    ck_assert_int_eq(root.resumed, 3);
    expect_done(&root, CONNECT_OK);
}
END_TEST

static void *fire_thread(void *user)
{
    usleep(20000);
    connect_cancel_fire(user);
    return NULL;
}

START_TEST(a_token_ends_a_wait_of_another_thread)
{
    connect_cancel *cancel;
    pthread_t thread;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    script_init(&root, &clock_system, STEPS({ WAITS, -1 }, { SUCCEEDS }));
    root.task.cancel = cancel;
    ck_assert_int_eq(pthread_create(&thread, NULL, fire_thread, cancel), 0);
    drive_thread(&root);
    pthread_join(thread, NULL);
    ck_assert_int_eq(root.stop_status, CONNECT_E_CANCELLED);
    expect_done(&root, CONNECT_E_CANCELLED);
    connect_cancel_free(cancel);
}
END_TEST

struct end_of_reader {
    connect_cancel *of_program, *of_sleep;
    bool is_seen;
};

/* Cancels the program when it reads the FIFO, and the sleep when the program is gone. */
static void *cancel_reader(void *user)
{
    struct end_of_reader *end = user;
    struct pollfd writer = { -1, 0, 0 };

    while ((writer.fd = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0) {
        usleep(1000);
    }
    connect_cancel_fire(end->of_program);
    end->is_seen = poll(&writer, 1, (int)patience(2000)) == 1;
    close(writer.fd);
    connect_cancel_fire(end->of_sleep);
    return NULL;
}

/* By the driver that was chosen, and by the loop in any case. */
START_TEST(a_token_ends_a_program)
{
    void (*chosen)(const connect_clock *, const connect_transport *, struct task *) =
        driver_substitute;
    struct end_of_reader end = { 0 };
    pthread_t thread;

    fifo_make();
    ck_assert_int_eq(connect_cancel_new(&end.of_program), CONNECT_OK);
    ck_assert_int_eq(connect_cancel_new(&end.of_sleep), CONNECT_OK);
    script_init(&root, &clock_system,
                STEPS({ RUNS_CHILD, 0, &child }, { SLEEPS, 60000 }, { SUCCEEDS }));
    script_init(&child, &clock_system, STEPS({ READS }, { SUCCEEDS }));
    root.task.cancel = end.of_sleep;
    child.task.cancel = end.of_program;
    if (_i == 1) {
        setenv("CONNECT_DRIVER", "loop", 1);
        loop_driver_choose();
    }
    ck_assert_int_eq(pthread_create(&thread, NULL, cancel_reader, &end), 0);
    drive_thread(&root);
    pthread_join(thread, NULL);
    driver_substitute = chosen;
    ck_assert_int_eq(child.process.result.end, PROCESS_CANCELLED);
    ck_assert(end.is_seen);
    expect_done(&root, CONNECT_E_CANCELLED);
    connect_cancel_free(end.of_program);
    connect_cancel_free(end.of_sleep);
    fifo_remove();
}
END_TEST

START_TEST(a_wait_without_limit_ends_at_the_deadline)
{
    script_init(&root, &clock_system, STEPS({ WAITS, -1 }, { SUCCEEDS }));
    root.task.deadline = clock_in(&clock_system, 30);
    drive_thread(&root);
    ck_assert_int_eq(root.stop_status, CONNECT_E_TIMEOUT);
    expect_done(&root, CONNECT_E_TIMEOUT);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("task");
    TCase *alone = tcase_create("alone"), *threads = tcase_create("threads");

    tcase_add_checked_fixture(alone, set_up, tear_down);
    tcase_add_test(alone, a_chain_of_children_ends_from_the_leaf_upwards);
    tcase_add_test(alone, a_request_is_composed_sent_and_reported);
    tcase_add_test(alone, a_failure_of_the_transport_is_the_outcome_of_the_exchange);
    tcase_add_test(alone, a_task_may_decide_against_sending);
    tcase_add_test(alone, a_request_gets_the_earliest_deadline_and_the_nearest_token_of_its_chain);
    tcase_add_test(alone, a_request_behind_its_deadline_gets_a_millisecond);
    tcase_add_test(alone, sleep_takes_its_time_on_the_clock_of_the_caller);
    tcase_add_test(alone, the_deadline_of_a_parent_stops_the_leaf_and_then_the_parent);
    tcase_add_test(alone, the_deadline_of_a_child_leaves_its_parent_alone);
    tcase_add_loop_test(alone, a_fired_token_stops_whatever_is_wanted, 0,
                        sizeof ways / sizeof *ways);
    tcase_add_loop_test(alone, a_passed_deadline_stops_whatever_is_wanted, 0,
                        sizeof ways / sizeof *ways);
    tcase_add_test(alone, a_token_ends_a_sleep);
    tcase_add_test(alone, a_program_runs_and_its_outcome_is_reported);
    if (!loop_driver_is_chosen()) {
        tcase_add_loop_test(
            alone, a_program_that_its_deadline_ends_is_waited_for_until_then_and_no_longer, 0, 3);
        tcase_add_test(alone, a_detached_tree_runs_first_and_is_released);
        tcase_add_loop_test(alone, a_detached_tree_ends_at_the_earliest_of_three_limits, 0, 3);
        tcase_add_test(alone, a_detached_tree_is_cancelled_with_the_task_that_wanted_it);
    }
    tcase_add_test(alone, a_tree_may_be_released_before_its_end);
    tcase_add_test(alone, a_wait_on_a_clock_of_the_caller_lets_that_clock_advance);
    tcase_add_loop_test(alone, a_clock_of_the_caller_advances_by_slices_during_a_wait, 0, 2);
    suite_add_tcase(suite, alone);
    tcase_add_checked_fixture(threads, set_up, tear_down);
    tcase_add_loop_test(threads, a_waiting_task_is_resumed_when_it_is_woken, 0, 2);
    tcase_add_test(threads, a_wake_up_before_the_wait_is_not_lost);
    tcase_add_test(threads, a_token_ends_a_wait_of_another_thread);
    tcase_add_loop_test(threads, a_token_ends_a_program, 0, 2);
    tcase_add_test(threads, a_wait_without_limit_ends_at_the_deadline);
    suite_add_tcase(suite, threads);
    return suite;
}
