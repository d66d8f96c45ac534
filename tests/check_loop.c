/*
 * The event loop without a network: what starts, what calls back, and what ends when.  The
 * transport is one of the application that ends its exchanges when the test says so.
 */
#include "api/registry.h"
#include "core/task.h"
#include "support/async.h"
#include "support/echo.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/world.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct world world;
static struct async async;
static connect_loop *loop;

static void open_loop(const connect_loop_options *options)
{
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, options, &loop, NULL), CONNECT_OK);
}

static void begin(void)
{
    world_begin(&world);
    async_init(&async, &world.transport);
    async.ends_when_stopped = true;
    world.transport.clock = NULL;
    world.options.transport = &async.face;
    world.options.clock = NULL;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    loop = NULL;
}

static void end(void)
{
    connect_loop_free(loop);
    async_end_all(&async);
    world_end(&world);
}

/* ---- callbacks ---- */

struct outcome {
    int calls;
    int order; /* of the callback among all */
    connect_status status;
    void *response;
    connect_error *error;
};

static int called;

static void outcome_take(void *user, connect_call *call, connect_status status)
{
    struct outcome *outcome = user;

    outcome->calls++;
    outcome->order = called++;
    outcome->status = status;
    ck_assert((connect_call_error(call) == NULL) == (status == CONNECT_OK));
    outcome->response = connect_call_take(call);
    outcome->error = connect_call_take_error(call);
    ck_assert_ptr_null(connect_call_take(call));
    ck_assert_ptr_null(connect_call_take_error(call));
    if (status != CONNECT_OK) {
        ck_assert_ptr_null(outcome->response);
        ck_assert_int_eq(connect_error_code(outcome->error), status);
    }
}

static void outcome_clear(struct outcome *outcome)
{
    connect_free(outcome->response);
    connect_error_free(outcome->error);
    *outcome = (struct outcome){ 0 };
}

static void run_until_idle(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };

    while (connect_loop_pending(loop) > 0) {
        ck_assert_int_eq(poll(&fd, 1, (int)patience(5000)), 1);
        ck_assert_int_le(connect_loop_step(loop), 64);
    }
}

static const connect_describe_instance_request describe = { .size = sizeof describe,
                                                            .instance_id = WORLD_ID };

static void start_describe(struct outcome *outcome, connect_call **call)
{
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, outcome_take,
                                                     outcome, call, NULL),
                     CONNECT_OK);
}

/* ---- starts ---- */

#define WRAPPER(id)                                                                           \
    static connect_status start_##id(const void *request, struct outcome *outcome)            \
    {                                                                                         \
        return connect_##id##_start(loop, world.client, request, outcome_take, outcome, NULL, \
                                    NULL);                                                    \
    }
ALL_OPERATIONS(WRAPPER)

#define LISTED(id) start_##id,
static connect_status (*const starts[])(const void *request,
                                        struct outcome *outcome) = { ALL_OPERATIONS(LISTED) };

static size_t start_index(const struct connect_operation *operation)
{
    size_t i = 0;

    while (registry_operations[i] != operation) {
        i++;
    }
    return i;
}

/* The client token is random. */
static void expect_uri(const char *url, const char *uri)
{
    const char *token = strstr(uri, "clientToken=");
    char *known = strndup(uri, token != NULL ? (size_t)(token - uri) : strlen(uri));

    check_has(url, known);
    free(known);
}

START_TEST(every_operation_can_be_started)
{
    struct echo echo;

    echo_init(&echo, 1);
    open_loop(NULL);
    world.transport.repeats = true;
    WORLD_SCRIPT(&world, { .status = 200, .body = "{}" });
    for (size_t i = 0; i < echo.count; i++) {
        const struct echo_case *asked = &echo.cases[i];
        struct outcome outcome = { 0 };

        ck_assert_int_eq(starts[start_index(asked->operation)](asked->request, &outcome),
                         CONNECT_OK);
        ck_assert_int_eq(outcome.calls, 0);
        run_until_idle();
        ck_assert_int_eq(outcome.calls, 1);
        ck_assert_msg(outcome.status == CONNECT_OK, "%s: %s", asked->operation->name,
                      connect_error_message(outcome.error));
        ck_assert_ptr_nonnull(outcome.response);
        outcome_clear(&outcome);
        ck_assert_uint_eq(world.transport.sent_count, i + 1);
        ck_assert_str_eq(world.transport.sent[i].method, asked->method);
        expect_uri(world.transport.sent[i].url, asked->uri);
    }
    echo_free(&echo);
}
END_TEST

START_TEST(a_request_is_copied)
{
    char id[] = WORLD_ID;
    connect_describe_instance_request request = { .size = sizeof request, .instance_id = id };
    struct outcome outcome = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &request, outcome_take,
                                                     &outcome, NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    request.instance_id = NULL;
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    check_has(world.transport.sent[0].url, WORLD_ID);
    ck_assert_str_eq(
        ((connect_describe_instance_response *)outcome.response)->instance->instance_alias, "demo");
    outcome_clear(&outcome);
}
END_TEST

START_TEST(an_operation_is_started_by_its_name)
{
    struct outcome outcome = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(connect_invoke_start(loop, world.client, "DescribeInstance",
                                          "{\"InstanceId\":\"" WORLD_ID "\"}", outcome_take,
                                          &outcome, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    check_has(outcome.response, "\"InstanceAlias\":\"demo\"");
    ck_assert_str_eq(connect_response_request_id(outcome.response), "r-1");
    outcome_clear(&outcome);
}
END_TEST

/* Nothing was started: there is no callback, and the loop has nothing to do. */
static void expect_refusal(connect_status status, connect_error **error, const char *part)
{
    ck_assert_int_eq(status, CONNECT_E_ARGUMENT);
    check_has(connect_error_message(*error), part);
    connect_error_free(*error);
    ck_assert_uint_eq(connect_loop_pending(loop), 0);
}

START_TEST(a_wrong_start_is_refused_at_once)
{
    const connect_describe_instance_request wrong = { .size = sizeof wrong };
    connect_call *call = (connect_call *)&world;
    connect_client *other;
    connect_error *error;

    open_loop(NULL);
    expect_refusal(
        connect_describe_instance_start(loop, world.client, &wrong, NULL, NULL, &call, &error),
        &error, "InstanceId");
    ck_assert_ptr_null(call);
    expect_refusal(
        connect_describe_instance_start(loop, world.client, NULL, NULL, NULL, NULL, &error), &error,
        "InstanceId");
    expect_refusal(
        connect_describe_instance_start(NULL, world.client, &describe, NULL, NULL, NULL, &error),
        &error, "the loop is NULL");
    expect_refusal(connect_describe_instance_start(loop, NULL, &describe, NULL, NULL, NULL, &error),
                   &error, "the client is NULL");
    expect_refusal(
        connect_invoke_start(loop, world.client, "DescribeNothing", NULL, NULL, NULL, NULL, &error),
        &error, "DescribeNothing");
    expect_refusal(connect_invoke_start(loop, world.client, "DescribeInstance", "{}", NULL, NULL,
                                        NULL, &error),
                   &error, "InstanceId");
    expect_refusal(
        connect_invoke_start(loop, world.client, "DescribeInstance", "{", NULL, NULL, NULL, &error),
        &error, "JSON");
    expect_refusal(connect_wait_instance_active_start(loop, world.client, NULL, NULL, NULL, NULL,
                                                      NULL, &error),
                   &error, "instance id");
    expect_refusal(connect_pager_start(loop, NULL, NULL, NULL, NULL, &error), &error, "NULL");
    ck_assert_int_eq(connect_client_new(&world.options, &other, NULL), CONNECT_OK);
    expect_refusal(
        connect_describe_instance_start(loop, other, &describe, NULL, NULL, NULL, &error), &error,
        "another client");
    connect_client_free(other);
    ck_assert_int_eq(connect_loop_step(loop), 0);
    ck_assert_uint_eq(world.transport.sent_count, 0);
}
END_TEST

START_TEST(a_loop_checks_its_options)
{
    connect_loop_options options = { .size = sizeof options };
    connect_error *error = NULL;

    open_loop(NULL);
    connect_loop_free(loop);
    for (int32_t most = 0; most <= 10001; most += 10001) {
        options.max_on_wire = (connect_opt_int32)CONNECT_SET(most);
        ck_assert_int_eq(connect_loop_new(world.client, &options, &loop, &error),
                         CONNECT_E_ARGUMENT);
        check_has(connect_error_message(error), "max_on_wire");
        connect_error_free(error);
        ck_assert_ptr_null(loop);
    }
    ck_assert_int_eq(connect_loop_new(world.client, NULL, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_loop_new(NULL, NULL, &loop, NULL), CONNECT_E_ARGUMENT);
    connect_client_free(world.client);
    async.face.start = NULL;
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &loop, &error), CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "`start`");
    connect_error_free(error);
}
END_TEST

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
    open_loop(NULL);
    async.mode = ASYNC_HELD;
    start_describe(&outcome, NULL);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_TIMEOUT);
    check_has(connect_error_message(outcome.error), "time limit");
    ck_assert_int_eq(async.stopped, async.started); /* a slow machine may not have sent it */
    ck_assert_int_eq(async.held_count, 0);
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

/* ---- what callbacks may do ---- */

struct chain {
    int left;
    connect_call *victim;
    bool frees_loop;
};

static void start_next(void *user, connect_call *call, connect_status status)
{
    struct chain *chain = user;

    (void)call;
    ck_assert_int_eq(connect_loop_step(loop), 0); /* does nothing here */
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

START_TEST(a_callback_may_free_the_loop)
{
    struct chain chain = { .frees_loop = true };
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

/* ---- listings and waits ---- */

struct listing {
    connect_pager *pager;
    int pages, items;
    connect_status status;
};

#define PAGE(id, next)                                                                          \
    {                                                                                           \
        .status = 200,                                                                          \
        .body = "{\"InstanceSummaryList\":[{\"Id\":\"" id "1\"},{\"Id\":\"" id "2\"}]" next "}" \
    }

static void take_page(void *user, connect_call *call, connect_status status)
{
    struct listing *listing = user;

    (void)call;
    listing->pages++;
    listing->status = status;
    while (connect_list_instances_next(listing->pager) != NULL) {
        listing->items++;
    }
    if (!connect_pager_at_end(listing->pager)) {
        ck_assert_int_eq(connect_pager_start(loop, listing->pager, take_page, listing, NULL, NULL),
                         CONNECT_OK);
    }
}

START_TEST(a_listing_is_fetched_page_by_page)
{
    struct listing listing = { 0 };
    connect_error *error = NULL;

    open_loop(NULL);
    WORLD_SCRIPT(&world, PAGE("a", ",\"NextToken\":\"t1\""), PAGE("b", ",\"NextToken\":\"t2\""),
                 PAGE("c", ""));
    listing.pager = connect_list_instances_pages(world.client, NULL);
    ck_assert(!connect_pager_at_end(listing.pager));
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, &error),
                     CONNECT_E_ARGUMENT);
    check_has(connect_error_message(error), "under way");
    connect_error_free(error);
    ck_assert_ptr_null(connect_list_instances_next(listing.pager)); /* without a request */
    run_until_idle();
    ck_assert_int_eq(listing.status, CONNECT_OK);
    ck_assert_int_eq(listing.pages, 3);
    ck_assert_int_eq(listing.items, 6);
    ck_assert(connect_pager_at_end(listing.pager));
    ck_assert_ptr_null(connect_pager_error(listing.pager));
    /* One page too many needs no request. */
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, take_page, &listing, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(listing.status, CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    connect_pager_free(listing.pager);
    ck_assert(connect_pager_at_end(NULL));
}
END_TEST

START_TEST(a_page_that_fails_ends_the_listing)
{
    struct outcome outcome = { 0 };
    connect_pager *pager;

    open_loop(NULL);
    WORLD_SCRIPT(&world, WORLD_NOT_FOUND);
    pager = connect_list_instances_pages(world.client, NULL);
    ck_assert_int_eq(connect_pager_start(loop, pager, outcome_take, &outcome, NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_NOT_FOUND);
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_NOT_FOUND);
    ck_assert(connect_pager_at_end(pager));
    outcome_clear(&outcome);
    connect_pager_free(pager);
}
END_TEST

static void free_pager(void *user, connect_call *call, connect_status status)
{
    struct listing *listing = user;

    (void)call;
    listing->status = status;
    connect_pager_free(listing->pager);
}

START_TEST(a_page_is_cancelled_and_its_pager_freed_in_the_callback)
{
    struct listing listing = { 0 };
    connect_call *call;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    listing.pager = connect_list_instances_pages(world.client, NULL);
    ck_assert_int_eq(connect_pager_start(loop, listing.pager, free_pager, &listing, &call, NULL),
                     CONNECT_OK);
    (void)connect_loop_step(loop);
    (void)connect_loop_step(loop);
    connect_call_cancel(call);
    run_until_idle();
    ck_assert_int_eq(listing.status, CONNECT_E_CANCELLED);
}
END_TEST

START_TEST(pages_come_as_json_on_a_loop_too)
{
    struct outcome outcome = { 0 };
    connect_pager *pager;
    char *json;

    open_loop(NULL);
    WORLD_SCRIPT(&world, PAGE("a", ",\"New\":7,\"NextToken\":\"t1\""));
    for (int i = 0; i < 2; i++) {
        if (i == 0) {
            ck_assert_int_eq(connect_pager_new(world.client, "ListInstances", NULL, &pager, NULL),
                             CONNECT_OK);
        } else {
            pager = connect_list_instances_pages(world.client, NULL);
        }
        WORLD_SCRIPT(&world, PAGE("a", ",\"New\":7,\"NextToken\":\"t1\""));
        ck_assert_int_eq(connect_pager_start(loop, pager, outcome_take, &outcome, NULL, NULL),
                         CONNECT_OK);
        ck_assert_ptr_null(connect_pager_next_page_json(pager));
        run_until_idle();
        json = connect_pager_next_page_json(pager);
        check_has(json, "\"New\":7");
        connect_free(json);
        ck_assert_ptr_null(connect_pager_next_page_json(pager));
        ck_assert_ptr_null(connect_pager_error(pager));
        outcome_clear(&outcome);
        connect_pager_free(pager);
    }
}
END_TEST

static bool count_progress(void *user, const char *status, int64_t waited_ms)
{
    (void)status;
    ck_assert_int_ge(waited_ms, 0);
    ++*(int *)user;
    return true;
}

#define CREATING                                                      \
    {                                                                 \
        .status = 200, .body = WORLD_INSTANCE("CREATION_IN_PROGRESS") \
    }
#define CREATED                                                                      \
    {                                                                                \
        .status = 200, .body = "{\"Id\":\"" WORLD_ID "\",\"Arn\":\"" WORLD_ARN "\"}" \
    }

START_TEST(waits_run_on_a_loop)
{
    const connect_create_instance_request create = { .size = sizeof create,
                                                     .instance_alias = "demo",
                                                     .identity_management_type =
                                                         CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
                                                     .inbound_calls_enabled = CONNECT_SET(true),
                                                     .outbound_calls_enabled = CONNECT_SET(true) };
    int told = 0;
    char id[] = WORLD_ID;
    connect_wait_options options = { .size = sizeof options,
                                     .min_delay_ms = CONNECT_SET(1),
                                     .max_delay_ms = CONNECT_SET(1),
                                     .progress = count_progress,
                                     .user = &told };
    struct outcome outcomes[3] = { { 0 } };

    open_loop(NULL);
    WORLD_SCRIPT(&world, CREATING, WORLD_FINE);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, id, &options,
                                                        outcome_take, &outcomes[0], NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    options.min_delay_ms = options.max_delay_ms = (connect_opt_int64)CONNECT_SET(1000000);
    run_until_idle();
    options.min_delay_ms = options.max_delay_ms = (connect_opt_int64)CONNECT_SET(1);
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_NOT_FOUND);
    ck_assert_int_eq(connect_wait_instance_deleted_start(loop, world.client, WORLD_ID, &options,
                                                         outcome_take, &outcomes[1], NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    WORLD_SCRIPT(&world, CREATED, CREATING, WORLD_FINE);
    ck_assert_int_eq(connect_create_instance_and_wait_start(loop, world.client, &create, &options,
                                                            outcome_take, &outcomes[2], NULL, NULL),
                     CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(told, 3);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        ck_assert_msg(outcomes[i].status == CONNECT_OK, "%s",
                      connect_error_message(outcomes[i].error));
        ck_assert((outcomes[i].response != NULL) == (i != 1));
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

#define REPLICA(state)                                                                          \
    {                                                                                           \
        .status = 200, .body =                                                                  \
                           "{\"ReplicationConfiguration\":{\"ReplicationStatusSummaryList\":"   \
                           "[{\"Region\":\"eu-west-2\",\"ReplicationStatus\":\"" state "\"}]}}" \
    }
#define GROUP(state)                                                               \
    {                                                                              \
        .status = 200, .body = "{\"TrafficDistributionGroup\":{\"Id\":\"" WORLD_ID \
                               "\",\"Status\":\"" state "\"}}"                     \
    }

START_TEST(waits_for_replicas_and_groups_run_on_a_loop)
{
    const connect_wait_options options = { .size = sizeof options,
                                           .min_delay_ms = CONNECT_SET(1),
                                           .max_delay_ms = CONNECT_SET(1) };
    char region[] = "eu-west-2", id[] = WORLD_ID;
    struct outcome replica = { 0 }, active = { 0 }, deleted = { 0 };

    open_loop(NULL);
    WORLD_SCRIPT(&world, REPLICA("INSTANCE_REPLICATION_IN_PROGRESS"),
                 REPLICA("INSTANCE_REPLICATION_COMPLETE"));
    ck_assert_int_eq(connect_wait_instance_replicated_start(loop, world.client, WORLD_ID, region,
                                                            &options, outcome_take, &replica, NULL,
                                                            NULL),
                     CONNECT_OK);
    memset(region, 'x', sizeof region - 1);
    run_until_idle();
    ck_assert_int_eq(replica.status, CONNECT_OK);
    ck_assert_uint_eq(((connect_describe_instance_response *)replica.response)
                          ->replication_configuration->replication_status_summary_list_count,
                      1);
    WORLD_SCRIPT(&world, GROUP("CREATION_IN_PROGRESS"), GROUP("ACTIVE"));
    ck_assert_int_eq(connect_wait_traffic_distribution_group_active_start(
                         loop, world.client, id, &options, outcome_take, &active, NULL, NULL),
                     CONNECT_OK);
    memset(id, 'x', sizeof id - 1);
    run_until_idle();
    ck_assert_int_eq(active.status, CONNECT_OK);
    ck_assert_str_eq(((connect_describe_traffic_distribution_group_response *)active.response)
                         ->traffic_distribution_group->id,
                     WORLD_ID);
    WORLD_SCRIPT(&world, GROUP("DELETION_IN_PROGRESS"), WORLD_NOT_FOUND);
    ck_assert_int_eq(
        connect_wait_traffic_distribution_group_deleted_start(
            loop, world.client, WORLD_ID, &options, outcome_take, &deleted, NULL, NULL),
        CONNECT_OK);
    run_until_idle();
    ck_assert_int_eq(deleted.status, CONNECT_OK);
    ck_assert_ptr_null(deleted.response);
    outcome_clear(&replica);
    outcome_clear(&active);
    outcome_clear(&deleted);
}
END_TEST

START_TEST(a_wait_is_cancelled_in_its_pause)
{
    struct outcome outcome = { 0 };
    connect_call *call;

    open_loop(NULL);
    WORLD_SCRIPT(&world, CREATING);
    ck_assert_int_eq(connect_wait_instance_active_start(loop, world.client, WORLD_ID, NULL,
                                                        outcome_take, &outcome, &call, NULL),
                     CONNECT_OK);
    for (int i = 0; i < 4; i++) {
        (void)connect_loop_step(loop);
    }
    connect_call_cancel(call);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    ck_assert_str_eq(connect_error_resource_id(outcome.error), WORLD_ID);
    outcome_clear(&outcome);
}
END_TEST

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

/* ---- memory and forks ---- */

START_TEST(a_child_frees_the_loop_it_inherited_without_a_callback)
{
    static struct outcome outcomes[3];
    pid_t child;
    int status;

    open_loop(NULL);
    async.mode = ASYNC_HELD;
    async.ends_when_stopped = false;
    for (int i = 0; i < 3; i++) {
        start_describe(&outcomes[i], NULL);
    }
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
}
END_TEST

/* Everything that can be started, each to its end or to a failed allocation. */
static bool start_everything(void *user)
{
    const connect_wait_options wait = { .size = sizeof wait,
                                        .min_delay_ms = CONNECT_SET(1),
                                        .max_delay_ms = CONNECT_SET(1) };
    struct outcome outcomes[4] = { { 0 } };
    connect_pager *pager = NULL;
    connect_status status[5] = { 0 };
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
    run_until_idle();
    for (int i = 0; i < 5; i++) {
        ck_assert_msg(status[i] == CONNECT_OK || status[i] == CONNECT_E_MEMORY, "%d: %s", i,
                      connect_status_name(status[i]));
        ok = ok && status[i] == CONNECT_OK;
    }
    for (int i = 0; i < 4; i++) {
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
    memory_fail_each(start_everything, NULL, true);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop");
    TCase *starts_case = add_case(suite, "starts"), *outcomes = add_case(suite, "outcomes"),
          *cancels = add_case(suite, "cancellation"), *callbacks = add_case(suite, "callbacks"),
          *tasks = add_case(suite, "listings and waits"), *hosts = add_case(suite, "descriptor"),
          *rest = add_case(suite, "memory and forks");

    tcase_add_test(starts_case, every_operation_can_be_started);
    tcase_add_test(starts_case, a_request_is_copied);
    tcase_add_test(starts_case, an_operation_is_started_by_its_name);
    tcase_add_test(starts_case, a_wrong_start_is_refused_at_once);
    tcase_add_test(starts_case, a_loop_checks_its_options);
    tcase_add_test(outcomes, failures_and_retries_are_those_of_a_blocking_call);
    tcase_add_test(outcomes, callbacks_come_in_the_order_of_the_starts);
    tcase_add_test(outcomes, no_more_than_allowed_are_under_way);
    tcase_add_test(outcomes, a_transport_may_end_an_exchange_in_another_thread);
    tcase_add_test(outcomes, the_deadline_of_a_call_ends_it);
    tcase_add_test(outcomes, a_retry_waits_on_the_timer_of_the_loop);
    tcase_add_loop_test(cancels, a_call_is_cancelled_wherever_it_is, 0, PLACES);
    tcase_add_test(cancels, a_token_of_a_view_ends_its_calls);
    tcase_add_test(cancels, an_exchange_may_outlive_its_call_and_its_loop);
    tcase_add_test(callbacks, a_callback_may_start_calls);
    tcase_add_loop_test(callbacks, a_callback_may_cancel_other_calls, 0, 2);
    tcase_add_test(callbacks, a_callback_may_free_the_loop);
    tcase_add_loop_test(callbacks, freeing_the_loop_ends_every_call, 0, 4);
    tcase_add_test(tasks, a_listing_is_fetched_page_by_page);
    tcase_add_test(tasks, a_page_that_fails_ends_the_listing);
    tcase_add_test(tasks, a_page_is_cancelled_and_its_pager_freed_in_the_callback);
    tcase_add_test(tasks, pages_come_as_json_on_a_loop_too);
    tcase_add_test(tasks, waits_run_on_a_loop);
    tcase_add_test(tasks, waits_for_replicas_and_groups_run_on_a_loop);
    tcase_add_test(tasks, a_wait_is_cancelled_in_its_pause);
    tcase_add_test(hosts, an_idle_loop_is_not_readable);
    tcase_add_test(hosts, a_signal_handler_ends_the_wait_of_a_loop);
    tcase_add_test(hosts, connect_loop_run_is_a_loop_of_its_own);
    tcase_add_test(hosts, a_clock_of_the_caller_s_own_decides_when_time_has_passed);
    tcase_add_test(rest, a_child_frees_the_loop_it_inherited_without_a_callback);
    tcase_add_test(rest, any_allocation_of_a_loop_may_fail);
    return suite;
}
