/*
 * A loop that its host does not step: what only one caller does at a time, and what it does there,
 * keeps no other caller waiting.
 */
#include "call/client.h"
#include "core/error.h"
#include "support/loop_stage.h"
#include "support/patience.h"
#include "support/suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMDS_TOKEN                          \
    {                                       \
        .status = 200, .body = "imds-token" \
    }
#define REGION(name)                  \
    {                                 \
        .status = 200, .body = (name) \
    }
#define REFUSED       \
    {                 \
        .status = 403 \
    }
#define KEYS                                                                \
    {                                                                       \
        .status = 200, .body = "{\"AccessKeyId\":\"AKIDCONTAINER\","        \
                               "\"SecretAccessKey\":\"s\",\"Token\":\"t\"," \
                               "\"Expiration\":\"2099-01-01T00:00:00Z\"}"   \
    }

/* The tests run with the clock of the machine (0) and with one of the application's own (1). */
#define CLOCKS 2

static void use_clock(int kind)
{
    if (kind == 1) {
        world.options.clock = &world.clock.face;
    }
    world.options.call_timeout_ms = (connect_opt_int64){ true, patience(20000) };
}

static void use_metadata(void)
{
    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    world.options.region = NULL;
}

/* Starts a call whose first request is sent and gets no response; then the host steps no more. */
static void stall_in_first_request(struct outcome *outcome)
{
    async.mode = ASYNC_HELD;
    start_describe(outcome, NULL);
    for (int i = 0; i < 4 && async.held_count == 0; i++) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(async.held_count, 1);
    async.mode = ASYNC_AT_ONCE;
}

/* The host steps again. */
static void expect_ok(struct outcome *outcome)
{
    async_end_all(&async);
    run_until_idle();
    ck_assert_int_eq(outcome->calls, 1);
    ck_assert_int_eq(outcome->status, CONNECT_OK);
    outcome_clear(outcome);
}

static void expect_no_region(void)
{
    connect_error *error;

    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "Missing Region");
    connect_error_free(error);
}

/* ---- the settings ---- */

START_TEST(a_region_is_fetched_again_while_a_loop_has_stalled)
{
    struct outcome outcome = { 0 };

    use_clock(_i);
    use_metadata();
    open_loop(NULL);
    stall_in_first_request(&outcome);
    WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("us-west-2"), WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 3);
    ck_assert_str_eq(world.transport.sent[1].url,
                     "http://169.254.169.254/latest/meta-data/placement/region");
    /* The client keeps what it has resolved, whatever the loop hears later. */
    WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("eu-west-1"), WORLD_FINE);
    expect_ok(&outcome);
    check_has(world.transport.sent[2].url, "https://connect.us-west-2.amazonaws.com/");
}
END_TEST

START_TEST(a_lead_that_was_taken_and_failed_leaves_the_stalled_loop_its_own)
{
    struct outcome outcome = { 0 };

    use_clock(_i);
    use_metadata();
    open_loop(NULL);
    stall_in_first_request(&outcome);
    for (int i = 0; i < 2; i++) {
        WORLD_SCRIPT(&world, IMDS_TOKEN, REFUSED);
        expect_no_region();
        ck_assert_uint_eq(world.transport.sent_count, 2);
    }
    WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("us-west-2"), WORLD_FINE);
    expect_ok(&outcome);
    ck_assert_uint_eq(world.transport.sent_count, 3);
}
END_TEST

/* The loop has its region while another thread resolves the client, which then fails. */
START_TEST(a_region_that_comes_while_another_caller_works_is_fetched_again)
{
    struct outcome outcome = { 0 };

    use_clock(0);
    use_metadata();
    open_loop(NULL);
    stall_in_first_request(&outcome);
    WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("us-west-2"), IMDS_TOKEN, REGION("eu-west-1"),
                 WORLD_FINE);
    world.client->core->state = CORE_BUSY;
    async_end_all(&async);
    while (world.transport.sent_count < 2) {
        (void)connect_loop_run(loop, -1);
    }
    (void)connect_loop_step(loop);
    ck_assert_int_eq(outcome.calls, 0);
    world.client->core->state = CORE_NEW;
    expect_ok(&outcome);
    check_has(world.transport.sent[4].url, "https://connect.eu-west-1.amazonaws.com/");
}
END_TEST

/* The stalled loop goes before or after another caller has resolved the client, or failed to. */
START_TEST(a_stalled_loop_that_goes_leaves_nothing)
{
    struct outcome outcome = { 0 };
    bool goes_first = _i & 1, succeeds = _i & 2;

    use_clock(1);
    use_metadata();
    open_loop(NULL);
    stall_in_first_request(&outcome);
    if (goes_first) {
        connect_loop_free(loop);
        loop = NULL;
    }
    if (succeeds) {
        WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("us-west-2"), WORLD_FINE);
        ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    } else {
        WORLD_SCRIPT(&world, IMDS_TOKEN, REFUSED);
        expect_no_region();
    }
    connect_loop_free(loop);
    loop = NULL;
    async_end_all(&async);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    outcome_clear(&outcome);
    WORLD_SCRIPT(&world, IMDS_TOKEN, REGION("us-west-2"), WORLD_FINE);
    world.transport.repeats = true;
    (void)world_describe(world.client, NULL, NULL);
}
END_TEST

/* The service and instance metadata, for any number of threads. */
static connect_status serve_all(struct fake_transport *transport,
                                const connect_http_request *request,
                                connect_http_response *response, connect_http_failure *failure)
{
    static const struct fake_response token = IMDS_TOKEN, fine = WORLD_FINE;
    static const struct fake_response regions[] = { REGION("us-west-2"), REGION("eu-west-1") };
    static atomic_uint count;
    const struct fake_response *played = &fine;

    (void)transport;
    if (strcmp(request->method, "PUT") == 0) {
        played = &token;
    } else if (strstr(request->url, "/placement/region") != NULL) {
        played = &regions[atomic_fetch_add(&count, 1) % 2];
    } else if (strstr(request->url, world.client->core->resolution->endpoint.url) == NULL) {
        return CONNECT_E_ARGUMENT;
    }
    return fake_response_play(played, NULL, response, failure);
}

static void *describe_in_thread(void *status)
{
    *(connect_status *)status = world_describe(world.client, NULL, NULL);
    return NULL;
}

/* The lead is taken at about the time at which the loop goes on. */
START_TEST(threads_and_a_loop_that_goes_on_resolve_one_client)
{
    enum { THREADS = 4 };
    connect_status statuses[THREADS];
    pthread_t threads[THREADS];
    struct outcome outcome = { 0 };

    use_clock(0);
    use_metadata();
    world.transport.serve = serve_all;
    open_loop(NULL);
    stall_in_first_request(&outcome);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, describe_in_thread, &statuses[i]), 0);
    }
    usleep(1980000 + 20000 * (unsigned)_i);
    expect_ok(&outcome);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(statuses[i], CONNECT_OK);
    }
}
END_TEST

/* ---- the credentials ---- */

START_TEST(credentials_are_fetched_again_while_a_loop_has_stalled)
{
    struct outcome outcome = { 0 };

    use_clock(_i);
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/keys", 1);
    world.options.credentials = NULL;
    open_loop(NULL);
    stall_in_first_request(&outcome);
    WORLD_SCRIPT(&world, KEYS, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 2);
    check_has(world_header(&world, 1, "Authorization"), "AKIDCONTAINER");
    WORLD_SCRIPT(&world, KEYS, WORLD_FINE);
    expect_ok(&outcome);
}
END_TEST

/* ---- the quotas ---- */

/* A first call takes the token; the next one, of a loop that stalls, is the head of the queue. */
static void use_pace(void)
{
    static const connect_pace pace = { .size = sizeof pace, .rate = 1, .burst = 1 };
    static const struct fake_response fine = WORLD_FINE;

    world.options.pace = &pace;
    open_loop(NULL);
    fake_transport_script(&world.transport, &fine, 1);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
}

START_TEST(a_turn_of_a_stalled_loop_is_passed_by_a_blocking_call)
{
    struct outcome outcomes[2] = { { 0 } };

    use_clock(_i);
    use_pace();
    for (int i = 0; i < 2; i++) {
        start_describe(&outcomes[i], NULL);
    }
    (void)connect_loop_step(loop);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 2);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(outcomes[i].calls, 0);
    }
    while (connect_loop_pending(loop) > 0) {
        (void)connect_loop_run(loop, -1);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
}
END_TEST

START_TEST(turns_of_a_stalled_loop_are_passed_by_those_of_another)
{
    struct outcome stalled = { 0 }, outcomes[2] = { { 0 } };
    connect_loop *other;

    use_clock(_i);
    use_pace();
    start_describe(&stalled, NULL);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &other, NULL), CONNECT_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(connect_describe_instance_start(other, world.client, &describe,
                                                         outcome_take, &outcomes[i], NULL, NULL),
                         CONNECT_OK);
    }
    while (connect_loop_pending(other) > 0) {
        (void)connect_loop_run(other, -1);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_OK);
        outcome_clear(&outcomes[i]);
    }
    connect_loop_free(other);
    ck_assert_int_eq(stalled.calls, 0);
    fake_clock_advance(&world.clock, 3000);
    expect_ok(&stalled);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop/stalled");
    TCase *settings = loop_stage_case(suite, "settings");
    TCase *credentials = loop_stage_case(suite, "credentials");
    TCase *pace = loop_stage_case(suite, "pace");

    tcase_add_loop_test(settings, a_region_is_fetched_again_while_a_loop_has_stalled, 0, CLOCKS);
    tcase_add_loop_test(settings, a_lead_that_was_taken_and_failed_leaves_the_stalled_loop_its_own,
                        0, CLOCKS);
    tcase_add_test(settings, a_region_that_comes_while_another_caller_works_is_fetched_again);
    tcase_add_loop_test(settings, a_stalled_loop_that_goes_leaves_nothing, 0, 4);
    tcase_add_loop_test(settings, threads_and_a_loop_that_goes_on_resolve_one_client, 0, 3);
    tcase_add_loop_test(credentials, credentials_are_fetched_again_while_a_loop_has_stalled, 0,
                        CLOCKS);
    tcase_add_loop_test(pace, a_turn_of_a_stalled_loop_is_passed_by_a_blocking_call, 0, CLOCKS);
    tcase_add_loop_test(pace, turns_of_a_stalled_loop_are_passed_by_those_of_another, 0, CLOCKS);
    return suite;
}
