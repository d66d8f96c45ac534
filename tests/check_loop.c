/*
 * The event loop without a network: what calls back, and what ends when.
 */
#include "support/echo.h"
#include "support/held.h"
#include "support/loop_stage.h"
#include "support/memory.h"
#include "support/suite.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* ---- outcomes ---- */

START_TEST(failures_and_retries_are_those_of_a_blocking_call)
{
    struct outcome outcome = { 0 };
    connect_call_report report = { .size = sizeof report };
    const connect_call_options view_options = { .size = sizeof view_options, .report = &report };
    connect_client *view;

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(3);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_client_with(world.client, &view_options, &view, NULL), CONNECT_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(connect_describe_instance_start(loop, view, &describe, outcome_take,
                                                         &outcome, NULL, NULL),
                         CONNECT_OK);
        run_until_idle();
        ck_assert_int_eq(outcome.status, i == 0 ? CONNECT_OK : CONNECT_E_NOT_FOUND);
        ck_assert_int_eq(report.attempts, i == 0 ? 2 : 1);
        if (i == 1) {
            ck_assert_str_eq(connect_error_operation(outcome.error), "DescribeInstance");
            ck_assert_str_eq(connect_error_request_id(outcome.error), "r-3");
        }
        outcome_clear(&outcome);
    }
    connect_client_free(view);
}
END_TEST

/* The report of the transport decides on the retry, and is part of the error. */
START_TEST(a_failure_is_what_the_transport_reports)
{
#define UNREACHABLE .failure = CONNECT_E_TRANSPORT, .code = 7, .message = "no route to host"
    static const struct {
        const char *method;
        struct fake_response failure;
        const char *retry; /* NULL: it is not made */
    } cases[] = {
        { "GET", { UNREACHABLE }, "attempt=2; max=2" },
        { "GET", { UNREACHABLE, .final = true }, NULL },
        { "GET", { UNREACHABLE, .stale = true }, "attempt=1; max=2" },
        { "POST", { UNREACHABLE }, NULL },
        { "POST", { UNREACHABLE, .not_sent = true }, "attempt=2; max=2" },
    };
#undef UNREACHABLE
    bool is_retried = cases[_i].retry != NULL;
    struct outcome outcome = { 0 };

    world.options.clock = &world.clock.face;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    WORLD_SCRIPT(&world, cases[_i].failure, WORLD_FINE);
    ck_assert_int_eq(connect_send_start(loop, world.client, cases[_i].method, "/queues/1", NULL, 0,
                                        NULL, outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    for (int i = 0; i < 8; i++) {
        (void)connect_loop_step(loop);
        fake_clock_advance(&world.clock, 1000);
    }
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, is_retried ? CONNECT_OK : CONNECT_E_TRANSPORT);
    ck_assert_uint_eq(world.transport.sent_count, is_retried ? 2 : 1);
    if (is_retried) {
        ck_assert_str_eq(world_header(&world, 1, "amz-sdk-request"), cases[_i].retry);
    } else {
        ck_assert_str_eq(connect_error_message(outcome.error),
                         "connect.us-west-2.amazonaws.com: no route to host");
        ck_assert_int_eq(connect_error_transport_code(outcome.error), 7);
    }
    outcome_clear(&outcome);
}
END_TEST

START_TEST(callbacks_come_in_the_order_of_the_starts)
{
    static struct outcome outcomes[1000];

    open_loop(NULL);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    called = 0;
    for (int i = 0; i < 1000; i++) {
        start_describe(&outcomes[i], NULL);
    }
    ck_assert_uint_eq(connect_loop_pending(loop), 1000);
    ck_assert_uint_eq(world.transport.sent_count, 0);
    run_until_idle();
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        ck_assert_int_eq(outcomes[i].order, i);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(no_more_than_allowed_are_under_way)
{
    const connect_loop_options options = { .size = sizeof options, .max_on_wire = CONNECT_SET(3) };
    static struct outcome outcomes[10];
    int rounds = 0;

    open_loop(&options);
    async.mode = ASYNC_HELD;
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    for (int i = 0; i < 10; i++) {
        start_describe(&outcomes[i], NULL);
    }
    for (; connect_loop_pending(loop) > 0; rounds++) {
        for (int i = 0; i < 4; i++) {
            (void)connect_loop_step(loop);
        }
        ck_assert_int_le(async.held_count, 3);
        async_end_all(&async);
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(rounds, 4);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

/* It waits for the wire, which the first call has, until the last millisecond of its time. */
START_TEST(a_call_keeps_its_place_in_the_queue_until_its_deadline)
{
    const connect_loop_options one = { .size = sizeof one, .max_on_wire = CONNECT_SET(1) };
    const connect_call_options second = { .size = sizeof second, .timeout_ms = CONNECT_SET(1000) };
    struct outcome outcomes[3] = { { 0 } };
    bool is_due = _i == 1;
    connect_client *view;

    world.options.clock = &world.clock.face;
    open_loop(&one);
    async.mode = ASYNC_HELD;
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    start_describe(&outcomes[0], NULL);
    ck_assert_int_eq(connect_client_with(world.client, &second, &view, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_describe_instance_start(loop, view, &describe, outcome_take,
                                                     &outcomes[1], NULL, NULL),
                     CONNECT_OK);
    connect_client_free(view);
    start_describe(&outcomes[2], NULL);
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, 1);
    fake_clock_advance(&world.clock, is_due ? 1000 : 999);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(outcomes[1].calls, is_due ? 1 : 0);
    for (int i = 0; i < 3; i++) {
        async_end_all(&async);
        for (int k = 0; k < 4; k++) {
            (void)connect_loop_step(loop);
        }
    }
    ck_assert_uint_eq(connect_loop_pending(loop), 0);
    ck_assert_int_eq(outcomes[1].status, is_due ? CONNECT_E_TIMEOUT : CONNECT_OK);
    ck_assert_int_lt(outcomes[1].order, outcomes[2].order);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(fast_calls_do_not_wait_for_paced_ones)
{
    const connect_quota describes = {
        .size = sizeof describes, .operation = "DescribeInstance", .rate = 0.001, .burst = 1
    };
    const connect_quota *quotas[] = { &describes };
    const connect_pace pace = { .size = sizeof pace, .quotas = quotas, .quotas_count = 1 };
    const connect_list_instances_request list = { .size = sizeof list };
    static struct outcome paced[500], fast[10];

    world.options.pace = &pace;
    open_loop(NULL);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    for (int i = 0; i < 500; i++) {
        start_describe(&paced[i], NULL);
        if (i % 50 == 49) {
            ck_assert_int_eq(connect_list_instances_start(loop, world.client, &list, outcome_take,
                                                          &fast[i / 50], NULL, NULL),
                             CONNECT_OK);
        }
    }
    for (int i = 0; i < 20; i++) {
        (void)connect_loop_step(loop);
    }
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(fast[i].calls, 1);
        ck_assert_int_eq(fast[i].status, CONNECT_OK);
        outcome_clear(&fast[i]);
    }
    ck_assert_int_eq(paced[0].calls, 1);
    ck_assert_uint_eq(connect_loop_pending(loop), 499);
    connect_loop_free(loop);
    loop = NULL;
    for (int i = 0; i < 500; i++) {
        outcome_clear(&paced[i]);
    }
}
END_TEST

/* A callback that is called while the loop is freed, and tries to keep it going. */
static void keep_going(void *user, connect_call *call, connect_status status)
{
    int *count = user;
    connect_error *error;

    (void)call;
    ck_assert_int_eq(status, CONNECT_E_CANCELLED);
    (*count)++;
    ck_assert_int_eq(connect_loop_step(loop), 0);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, keep_going,
                                                     count, NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "the loop is being freed");
    connect_error_free(error);
}

START_TEST(a_callback_cannot_keep_a_loop_going_that_is_freed)
{
    int count = 0;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, keep_going,
                                                         &count, NULL, NULL),
                         CONNECT_OK);
    }
    (void)connect_loop_step(loop);
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(count, 3);
}
END_TEST

START_TEST(a_transport_may_end_an_exchange_in_another_thread)
{
    static struct outcome outcomes[50];

    open_loop(NULL);
    async.mode = ASYNC_THREAD;
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    for (int i = 0; i < 50; i++) {
        start_describe(&outcomes[i], NULL);
    }
    run_until_idle();
    for (int i = 0; i < 50; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(the_deadline_of_a_call_ends_it)
{
    struct outcome outcome = { 0 };

    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(100);
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    async.mode = ASYNC_HELD;
    start_describe(&outcome, NULL);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_TIMEOUT);
    ck_assert_int_le(async.started, 1);
    check_has(connect_error_message(outcome.error), "time limit");
    ck_assert_int_eq(async.stopped, async.started); /* a slow machine may not have sent it */
    ck_assert_int_eq(async.held_count, 0);
    outcome_clear(&outcome);
}
END_TEST

/* The shorter of its own limit and what is left of the call's. */
START_TEST(an_attempt_gets_no_more_time_than_its_call_has)
{
    static const struct {
        int64_t call, attempt;
    } limits[] = { { 500, 800 }, { 800, 500 } };
    struct outcome outcome = { 0 };

    world.options.clock = &world.clock.face; /* which the test alone advances */
    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(limits[_i].call);
    world.options.attempt_timeout_ms = (connect_opt_int64)CONNECT_SET(limits[_i].attempt);
    world.options.connect_timeout_ms = (connect_opt_int64)CONNECT_SET(limits[_i].attempt);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    start_describe(&outcome, NULL);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 500);
    ck_assert_int_eq(world.transport.sent[0].connect_timeout_ms, 500);
    outcome_clear(&outcome);
}
END_TEST

START_TEST(a_retry_waits_on_the_timer_of_the_loop)
{
    struct outcome outcome = { 0 };
    struct pollfd fd;

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FAILS, WORLD_FINE);
    world.random.is_highest = true;
    start_describe(&outcome, NULL);
    while (world.transport.sent_count == 0) {
        (void)connect_loop_step(loop);
    }
    (void)connect_loop_step(loop);
    fd = (struct pollfd){ connect_loop_fd(loop), POLLIN, 0 };
    ck_assert_int_eq(poll(&fd, 1, 0), 0); /* nothing to do before the back-off is over */
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    outcome_clear(&outcome);
}
END_TEST

/* Calls with time limits of all lengths, started and cancelled in no order. */
START_TEST(calls_end_in_the_order_of_their_deadlines)
{
    enum { COUNT = 100 };
    const connect_loop_options all = { .size = sizeof all, .max_on_wire = CONNECT_SET(COUNT) };
    static struct outcome outcomes[COUNT + 1];
    static connect_call *calls[COUNT + 1];

    world.options.clock = &world.clock.face;
    open_loop(&all);
    async.mode = ASYNC_HELD;
    for (int i = 1; i <= COUNT; i++) {
        int limit = i * 37 % (COUNT + 1); /* each from 1 to COUNT once: 101 is prime */
        connect_call_options options = { .size = sizeof options,
                                         .timeout_ms = CONNECT_SET(1000 * limit) };
        connect_client *view;

        ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
        ck_assert_int_eq(connect_describe_instance_start(loop, view, &describe, outcome_take,
                                                         &outcomes[limit], &calls[limit], NULL),
                         CONNECT_OK);
        connect_client_free(view);
    }
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, COUNT);
    for (int i = 1; i <= COUNT; i += 3) {
        connect_call_cancel(calls[i * 41 % (COUNT + 1)]);
    }
    while (connect_loop_step(loop) > 0) {
    }
    for (int limit = 1; limit <= COUNT; limit++) {
        bool was_cancelled = outcomes[limit].calls > 0;

        fake_clock_advance(&world.clock, 1000);
        for (int i = 0; i < 3; i++) {
            (void)connect_loop_step(loop);
        }
        ck_assert_int_eq(outcomes[limit].calls, 1);
        ck_assert_int_eq(outcomes[limit].status,
                         was_cancelled ? CONNECT_E_CANCELLED : CONNECT_E_TIMEOUT);
        for (int later = limit + 1; later <= COUNT; later++) {
            ck_assert(outcomes[later].calls == 0 || outcomes[later].status == CONNECT_E_CANCELLED);
        }
        outcome_clear(&outcomes[limit]);
    }
    ck_assert_uint_eq(connect_loop_pending(loop), 0);
}
END_TEST

/* The first call looks up the region; the others are woken when it has, and do not poll for it. */
START_TEST(calls_that_wait_for_the_settings_go_on_at_once)
{
    static struct outcome outcomes[4];

    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    world.options.region = NULL;
    open_loop(NULL);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, { .status = 200, .body = "imds-token" },
                 { .status = 200, .body = "us-west-2" }, WORLD_FINE);
    world.transport.repeats = true;
    for (int i = 0; i < 4; i++) {
        start_describe(&outcomes[i], NULL);
    }
    for (int request = 0; request < 2; request++) {
        for (int i = 0; i < 4; i++) {
            (void)connect_loop_step(loop);
        }
        ck_assert_int_eq(async.held_count, 1);
        async_end_first(&async);
    }
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, 4);
    async_end_all(&async);
    run_until_idle();
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

/*
 * The first call waits for metadata, the others for the first: none of them is due, unless so much
 * time has passed meanwhile that the loop looks whether a wake-up was lost.
 */
START_TEST(calls_that_wait_for_another_do_not_keep_the_loop_busy)
{
    static struct outcome outcomes[4];
    int64_t begun = world_now();

    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    world.options.region = NULL;
    open_loop(NULL);
    async.mode = ASYNC_HELD;
    for (int i = 0; i < 4; i++) {
        start_describe(&outcomes[i], NULL);
    }
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    ck_assert_int_eq(poll(&fd, 1, 0), 1);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(async.held_count, 1);
    int ready = poll(&fd, 1, 0);
    ck_assert(ready == 0 || world_now() - begun >= 1000);
    connect_loop_free(loop);
    loop = NULL;
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_E_CANCELLED);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

/* ---- cancellation ---- */

enum where { BEFORE_THE_FIRST_STEP, ON_WIRE, IN_BACKOFF, IN_THE_QUEUE, IN_THE_PACER, PLACES };

START_TEST(a_call_is_cancelled_wherever_it_is)
{
    const connect_loop_options one = { .size = sizeof one, .max_on_wire = CONNECT_SET(1) };
    const connect_pace pace = { .size = sizeof pace, .rate = 0.01, .burst = 1 };
    static const struct fake_response fails = WORLD_FAILS, fine = WORLD_FINE;
    enum where where = (enum where)_i;
    struct outcome first = { 0 }, outcome = { 0 };
    bool has_first = where == IN_THE_QUEUE || where == IN_THE_PACER;
    connect_call *call;

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    world.options.pace = where == IN_THE_PACER ? &pace : NULL;
    open_loop(&one);
    async.mode = where == IN_BACKOFF ? ASYNC_AT_ONCE : ASYNC_HELD;
    world.random.is_highest = where == IN_BACKOFF;
    fake_transport_script(&world.transport, where == IN_BACKOFF ? &fails : &fine, 1);
    if (has_first) {
        start_describe(&first, NULL);
    }
    start_describe(&outcome, &call);
    if (where != BEFORE_THE_FIRST_STEP) {
        for (int i = 0; i < 6; i++) {
            (void)connect_loop_step(loop);
        }
    }
    ck_assert_int_eq(outcome.calls, 0);
    connect_call_cancel(call);
    connect_call_cancel(call);
    ck_assert_int_eq(outcome.calls, 0);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(async.stopped, where == ON_WIRE ? 1 : 0);
    ck_assert_int_eq(async.held_count, has_first ? 1 : 0);
    ck_assert_uint_eq(connect_loop_pending(loop), has_first ? 1 : 0);
    outcome_clear(&outcome);
    async_end_all(&async);
    run_until_idle();
    outcome_clear(&first);
    connect_call_cancel(NULL);
}
END_TEST

/* As when one token serves one call after another. */
START_TEST(a_token_that_fires_after_its_call_disturbs_nothing)
{
    static struct outcome outcome;
    connect_cancel *cancel;
    connect_client *view;
    connect_call_options options = { .size = sizeof options };

    open_loop(NULL);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(
        connect_describe_instance_start(loop, view, &describe, outcome_take, &outcome, NULL, NULL),
        CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    outcome_clear(&outcome);
    connect_cancel_fire(cancel);
    ck_assert_int_eq(connect_loop_step(loop), 0);
    struct pollfd poll_fd = { .fd = connect_loop_fd(loop), .events = POLLIN };
    ck_assert_int_eq(poll(&poll_fd, 1, 0), 0);
    connect_client_free(view);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_token_of_a_view_ends_its_calls)
{
    static struct outcome outcomes[5];
    connect_cancel *cancel;
    connect_client *view;
    connect_call_options options = { .size = sizeof options };

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(connect_describe_instance_start(loop, i < 4 ? view : world.client,
                                                         &describe, outcome_take, &outcomes[i],
                                                         NULL, NULL),
                         CONNECT_OK);
    }
    for (int i = 0; i < 3; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, 5);
    connect_cancel_fire(cancel);
    for (int i = 0; i < 3; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_uint_eq(connect_loop_pending(loop), 1);
    connect_client_free(view);
    connect_cancel_free(cancel); /* not in use any more */
    WORLD_SCRIPT(&world, WORLD_FINE);
    async_end_all(&async);
    run_until_idle();
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(outcomes[i].status, i < 4 ? CONNECT_E_CANCELLED : CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(each_token_ends_its_own_calls)
{
    enum { TOKENS = 4, CALLS = 3 };
    static const int order[TOKENS] = { 2, 0, 3, 1 };
    static struct outcome outcomes[TOKENS][CALLS];
    connect_cancel *cancels[TOKENS];

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    for (int i = 0; i < TOKENS * CALLS; i++) {
        int token = i % TOKENS;
        connect_call_options options = { .size = sizeof options };
        connect_client *view;

        if (i < TOKENS) {
            ck_assert_int_eq(connect_cancel_new(&cancels[token]), CONNECT_OK);
        }
        options.cancel = cancels[token];
        ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
        ck_assert_int_eq(connect_describe_instance_start(loop, view, &describe, outcome_take,
                                                         &outcomes[token][i / TOKENS], NULL, NULL),
                         CONNECT_OK);
        connect_client_free(view);
    }
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, TOKENS * CALLS);
    for (int i = 0; i < TOKENS; i++) {
        connect_cancel_fire(cancels[order[i]]);
        for (int k = 0; k < 3; k++) {
            (void)connect_loop_step(loop);
        }
        for (int k = 0; k < CALLS; k++) {
            ck_assert_int_eq(outcomes[order[i]][k].calls, 1);
            ck_assert_int_eq(outcomes[order[i]][k].status, CONNECT_E_CANCELLED);
            outcome_clear(&outcomes[order[i]][k]);
        }
        ck_assert_uint_eq(connect_loop_pending(loop), (size_t)((TOKENS - 1 - i) * CALLS));
        connect_cancel_free(cancels[order[i]]);
    }
}
END_TEST

START_TEST(an_exchange_may_outlive_its_call_and_its_loop)
{
    struct outcome outcome = { 0 };
    connect_call *call;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    async.ends_when_stopped = false;
    start_describe(&outcome, &call);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    connect_call_cancel(call);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
    start_describe(&outcome, &call);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(async.held_count, 2);
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
    async_end_all(&async);
}
END_TEST

/* Cancels another call from the callback of the one that frees the place on the wire. */
static void take_and_cancel(void *user, connect_call *call, connect_status status)
{
    connect_call **next = user;

    (void)call;
    ck_assert_int_eq(status, CONNECT_OK);
    connect_call_cancel(*next);
}

/* Or until nothing is left to do. */
static void step_until_one_is_held(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };

    while (async.held_count == 0 && connect_loop_pending(loop) > 0) {
        (void)connect_loop_step(loop);
        if (async.held_count == 0 && connect_loop_pending(loop) > 0) {
            ck_assert_int_ge(poll(&fd, 1, 10000), 0);
        }
    }
}

START_TEST(a_call_that_is_cancelled_at_any_step_leaves_its_place_to_the_next)
{
    const connect_loop_options one = { .size = sizeof one, .max_on_wire = CONNECT_SET(1) };
    struct outcome second = { 0 }, third = { 0 };
    connect_call *call;

    open_loop(&one);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, WORLD_FINE);
    world.transport.repeats = true;
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, take_and_cancel,
                                                     &call, NULL, NULL),
                     CONNECT_OK);
    start_describe(&second, &call);
    start_describe(&third, NULL);
    step_until_one_is_held();
    ck_assert_int_eq(async.held_count, 1);
    connect_call *victim = call;
    if (_i > 0) { /* not in the callback, but after that many steps */
        call = NULL;
    }
    async_end_first(&async);
    for (int i = 0; i < _i; i++) {
        (void)connect_loop_step(loop);
    }
    if (_i > 0) {
        connect_call_cancel(victim);
    }
    while (connect_loop_pending(loop) > 0) {
        for (int i = 0; i < 4; i++) { /* what was cancelled ends */
            (void)connect_loop_step(loop);
        }
        step_until_one_is_held();
        ck_assert(async.held_count == 1 || connect_loop_pending(loop) == 0);
        async_end_all(&async);
    }
    ck_assert_int_eq(second.status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(third.status, CONNECT_OK);
    outcome_clear(&second);
    outcome_clear(&third);
}
END_TEST

/* It has its place on the wire, and other calls run before it: more than one step takes. */
START_TEST(a_call_that_is_cancelled_before_it_sends_leaves_its_place_to_the_next)
{
    enum { BEFORE = 70, AFTER = 200 };
    const connect_loop_options one = { .size = sizeof one, .max_on_wire = CONNECT_SET(1) };
    static struct outcome outcomes[2 + BEFORE + AFTER];
    connect_call *call;

    open_loop(&one);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, WORLD_FINE);
    world.transport.repeats = true;
    start_describe(&outcomes[0], NULL);
    start_describe(&outcomes[1], &call);
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    for (int i = 0; i < BEFORE; i++) {
        start_describe(&outcomes[2 + i], NULL);
    }
    async_end_first(&async);
    (void)connect_loop_step(loop);
    for (int i = 0; i < AFTER; i++) {
        start_describe(&outcomes[2 + BEFORE + i], NULL);
    }
    (void)connect_loop_step(loop);
    ck_assert_int_eq(outcomes[0].calls, 1);
    ck_assert_int_eq(async.held_count, 0);
    connect_call_cancel(call);
    async.mode = ASYNC_AT_ONCE;
    run_until_idle();
    ck_assert_int_eq(async.started, 1 + BEFORE + AFTER);
    for (int i = 0; i < 2 + BEFORE + AFTER; i++) {
        ck_assert_int_eq(outcomes[i].status, i == 1 ? CONNECT_E_CANCELLED : CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

/* What a transport was given, which it may read until it ends the exchange. */
static struct {
    connect_exchange *exchange;
    const connect_http_request *request;
} kept;

static void keep_exchange(void *user, connect_exchange *exchange,
                          const connect_http_request *request, connect_http_response *response)
{
    (void)user;
    (void)response;
    kept.exchange = exchange;
    kept.request = request;
}

static void keep_stopped(void *user, connect_exchange *exchange)
{
    (void)user;
    ck_assert_ptr_eq(exchange, kept.exchange);
}

/* The allocator of the test overwrites what is freed. */
START_TEST(an_exchange_has_its_request_until_it_is_ended)
{
    static const char body[] = "{\"Name\":\"a\"}";
    const connect_transport keeping = { .size = sizeof keeping,
                                        .perform = world.transport.face.perform,
                                        .start = keep_exchange,
                                        .stop = keep_stopped };
    const connect_http_failure failure = { .size = sizeof failure };
    struct outcome outcome = { 0 };
    connect_call *call;
    bool has_type = false;

    memory_watch();
    world.options.transport = &keeping;
    open_loop(NULL);
    ck_assert_int_eq(connect_send_start(loop, world.client, "PUT", "/queues/1", NULL, 0, body,
                                        outcome_take, &outcome, &call, NULL),
                     CONNECT_OK);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    ck_assert_ptr_nonnull(kept.exchange);
    connect_call_cancel(call);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
    connect_loop_free(loop);
    loop = NULL;
    connect_client_free(world.client);
    world.client = NULL;

    ck_assert_str_eq(kept.request->method, "PUT");
    check_has(kept.request->url, "https://connect.us-west-2.amazonaws.com/queues/1");
    for (size_t i = 0; i < kept.request->headers_count; i++) {
        has_type = has_type || strcmp(kept.request->headers[i]->key, "Content-Type") == 0;
        ck_assert_uint_gt(strlen(kept.request->headers[i]->value), 0);
    }
    ck_assert(has_type);
    ck_assert_uint_eq(kept.request->body_size, sizeof body - 1);
    ck_assert_mem_eq(kept.request->body, body, sizeof body - 1);
    connect_exchange_done(kept.exchange, CONNECT_E_CANCELLED, &failure);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(what_is_no_exchange_is_ignored)
{
    connect_exchange_set_data(NULL, &called);
    ck_assert_ptr_null(connect_exchange_data(NULL));
    connect_exchange_done(NULL, CONNECT_OK, NULL);
}
END_TEST

/* The loop is freed before it has seen the end, which may come from another thread. */
START_TEST(an_exchange_that_has_ended_is_not_stopped)
{
    struct outcome outcome = { 0 };

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, WORLD_FINE);
    async.ends_when_stopped = false;
    start_describe(&outcome, NULL);
    while (async.held_count < 1) {
        (void)connect_loop_step(loop);
    }
    async_end_first(&async);
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(async.stopped, 0);
    outcome_clear(&outcome);
}
END_TEST

/* ---- what callbacks may do ---- */

struct chain {
    int left;
    connect_call *victim;
    bool frees_loop, cancels_itself;
};

static void start_next(void *user, connect_call *call, connect_status status)
{
    struct chain *chain = user;

    ck_assert_int_eq(connect_loop_step(loop), 0); /* does nothing here */
    if (chain->cancels_itself) {
        connect_call_cancel(call);
    }
    if (chain->victim != NULL) {
        connect_call_cancel(chain->victim);
        chain->victim = NULL;
    }
    if (chain->frees_loop) {
        connect_loop_free(loop);
        ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                         chain, NULL, NULL),
                         CONNECT_E_ARGUMENT);
        return;
    }
    ck_assert_int_eq(status, CONNECT_OK);
    if (--chain->left > 0) {
        ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                         chain, NULL, NULL),
                         CONNECT_OK);
    }
}

START_TEST(a_callback_may_start_calls)
{
    struct chain chain = { .left = 20 };

    open_loop(NULL);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                     &chain, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(chain.left, 0);
    ck_assert_uint_eq(world.transport.sent_count, 20);
}
END_TEST

/* A call that has ended in the same step keeps its outcome. */
START_TEST(a_callback_may_cancel_other_calls)
{
    struct chain chain = { .left = 1 };
    struct outcome outcome = { 0 };
    bool has_ended = _i == 1;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                     &chain, NULL, NULL),
                     CONNECT_OK);
    start_describe(&outcome, &chain.victim);
    while (async.held_count < 2) {
        (void)connect_loop_step(loop);
    }
    async_end_first(&async);
    if (has_ended) {
        async_end_first(&async);
    }
    run_until_idle();
    ck_assert_int_eq(outcome.status, has_ended ? CONNECT_OK : CONNECT_E_CANCELLED);
    ck_assert_int_eq(async.stopped, has_ended ? 0 : 1);
    outcome_clear(&outcome);
}
END_TEST

START_TEST(a_call_that_is_cancelled_in_its_own_callback_has_ended)
{
    struct chain chain = { .left = 2, .cancels_itself = true };

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                     &chain, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(chain.left, 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(connect_loop_step(loop), 0); /* nothing of it is left */
    }
}
END_TEST

START_TEST(a_callback_may_free_the_loop)
{
    struct chain chain = { .frees_loop = true, .cancels_itself = _i == 1 };
    struct outcome outcome = { 0 };

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, start_next,
                                                     &chain, NULL, NULL),
                     CONNECT_OK);
    start_describe(&outcome, NULL);
    while (async.held_count < 2) {
        (void)connect_loop_step(loop);
    }
    async_end_first(&async);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    loop = NULL;
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
}
END_TEST

START_TEST(freeing_the_loop_ends_every_call)
{
    static struct outcome outcomes[20];
    int before = held_descriptors();

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(2);
    open_loop(&(connect_loop_options){ sizeof(connect_loop_options), CONNECT_SET(5) });
    async.mode = ASYNC_HELD;
    for (int i = 0; i < 20; i++) {
        start_describe(&outcomes[i], NULL);
    }
    for (int i = 0; i < _i; i++) {
        (void)connect_loop_step(loop);
    }
    connect_loop_free(loop);
    loop = NULL;
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        ck_assert_int_eq(outcomes[i].status, CONNECT_E_CANCELLED);
        outcome_clear(&outcomes[i]);
    }
    ck_assert_int_eq(async.held_count, 0);
    ck_assert_int_eq(held_descriptors(), before);
    connect_loop_free(NULL);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop");
    TCase *outcomes = loop_stage_case(suite, "outcomes");
    TCase *cancels = loop_stage_case(suite, "cancellation");
    TCase *callbacks = loop_stage_case(suite, "callbacks");

    tcase_add_test(outcomes, failures_and_retries_are_those_of_a_blocking_call);
    tcase_add_loop_test(outcomes, a_failure_is_what_the_transport_reports, 0, 5);
    tcase_add_test(outcomes, callbacks_come_in_the_order_of_the_starts);
    tcase_add_test(outcomes, no_more_than_allowed_are_under_way);
    tcase_add_loop_test(outcomes, a_call_keeps_its_place_in_the_queue_until_its_deadline, 0, 2);
    tcase_add_test(outcomes, fast_calls_do_not_wait_for_paced_ones);
    tcase_add_test(outcomes, a_transport_may_end_an_exchange_in_another_thread);
    tcase_add_test(outcomes, the_deadline_of_a_call_ends_it);
    tcase_add_test(outcomes, calls_end_in_the_order_of_their_deadlines);
    tcase_add_test(outcomes, calls_that_wait_for_the_settings_go_on_at_once);
    tcase_add_test(outcomes, calls_that_wait_for_another_do_not_keep_the_loop_busy);
    tcase_add_loop_test(outcomes, an_attempt_gets_no_more_time_than_its_call_has, 0, 2);
    tcase_add_test(outcomes, a_retry_waits_on_the_timer_of_the_loop);
    tcase_add_loop_test(cancels, a_call_is_cancelled_wherever_it_is, 0, PLACES);
    tcase_add_test(cancels, a_token_that_fires_after_its_call_disturbs_nothing);
    tcase_add_test(cancels, a_token_of_a_view_ends_its_calls);
    tcase_add_test(cancels, each_token_ends_its_own_calls);
    tcase_add_test(cancels, an_exchange_may_outlive_its_call_and_its_loop);
    tcase_add_loop_test(cancels, a_call_that_is_cancelled_at_any_step_leaves_its_place_to_the_next,
                        0, 4);
    tcase_add_test(cancels, a_call_that_is_cancelled_before_it_sends_leaves_its_place_to_the_next);
    tcase_add_test(cancels, an_exchange_has_its_request_until_it_is_ended);
    tcase_add_test(cancels, an_exchange_that_has_ended_is_not_stopped);
    tcase_add_test(cancels, what_is_no_exchange_is_ignored);
    tcase_add_test(callbacks, a_callback_may_start_calls);
    tcase_add_test(callbacks, a_callback_cannot_keep_a_loop_going_that_is_freed);
    tcase_add_loop_test(callbacks, a_callback_may_cancel_other_calls, 0, 2);
    tcase_add_test(callbacks, a_call_that_is_cancelled_in_its_own_callback_has_ended);
    tcase_add_loop_test(callbacks, a_callback_may_free_the_loop, 0, 2);
    tcase_add_loop_test(callbacks, freeing_the_loop_ends_every_call, 0, 4);
    return suite;
}
