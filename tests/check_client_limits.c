/*
 * One deadline over everything, a cancel token that is heard everywhere, and many threads at once.
 */
#include "call/client.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/world.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static struct world world;

static void set_up(void)
{
    world_begin(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

/* ---- the deadline, by a clock that only we move ---- */

struct vault {
    int64_t takes_ms;    /* of the fake clock */
    atomic_bool is_open; /* or really waits until it is */
    bool blocks;
    atomic_int fetching, fetched;
};

static connect_status fetch_keys(void *user, connect_credentials_sink *sink)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = "AKID",
                                       .secret_access_key = "s" };
    struct vault *vault = user;

    atomic_fetch_add(&vault->fetching, 1);
    if (vault->takes_ms > 0) {
        fake_clock_advance(&world.clock, vault->takes_ms);
    }
    while (vault->blocks && !atomic_load(&vault->is_open)) {
        usleep(1000);
    }
    atomic_fetch_add(&vault->fetched, 1);
    return connect_credentials_deliver(sink, &keys);
}

static void use_vault(struct vault *vault)
{
    connect_credentials_provider_free(world.keys);
    ck_assert_int_eq(connect_credentials_custom(fetch_keys, vault, NULL, &world.keys, NULL),
                     CONNECT_OK);
    world.options.credentials = world.keys;
}

START_TEST(the_deadline_covers_keys_pacing_pauses_and_attempts)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 1, .burst = 1 };
    struct vault vault = { .takes_ms = 400 };
    connect_error *error;
    int64_t start;

    use_vault(&vault);
    world.options.pace = &pace;
    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(1000);
    world.random.is_highest = true;
    world_open(&world);

    /* 400 for the keys leave 600 for the attempt. */
    WORLD_SCRIPT(&world, { .failure = CONNECT_E_TIMEOUT, .takes_ms = 600 });
    start = world.clock.ticks;
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(world.transport.sent[0].timeout_ms, 600);
    ck_assert_int_eq(world.transport.sent[0].connect_timeout_ms, 600);
    ck_assert_int_le(world.clock.ticks - start, 1000);
    check_has(connect_error_message(error), "time limit of the call");
    connect_error_free(error);

    /* The turn would come too late: nothing is sent. */
    WORLD_SCRIPT(&world, WORLD_FINE, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    start = world.clock.ticks;
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(world.clock.ticks - start, 1000);
    ck_assert_uint_eq(world.transport.sent_count, 1);
    check_has(connect_error_message(error), "while it waited for its turn");
    ck_assert_int_eq(connect_error_attempts(error), 0);
    connect_error_free(error);
}
END_TEST

START_TEST(a_call_ends_within_its_deadline_whatever_happens)
{
    static const struct fake_response responses[] = {
        { .status = 503, .takes_ms = 70 },
        { .status = 429, .takes_ms = 130, .headers = "x-amz-retry-after: 90000" },
        { .failure = CONNECT_E_TRANSPORT, .takes_ms = 310 },
        { .failure = CONNECT_E_TIMEOUT, .takes_ms = 20 },
        { .failure = CONNECT_E_TRANSPORT, .stale = true, .takes_ms = 5 },
        { .status = 403, .headers = "x-amzn-ErrorType: ExpiredTokenException", .takes_ms = 40 },
    };
    int64_t limit = 50 + _i * 37;

    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(100);
    world.options.call_timeout_ms = (connect_opt_int64){ true, limit };
    world.options.log_level = CONNECT_LOG_OFF;
    world_open(&world);
    for (size_t first = 0; first < sizeof responses / sizeof *responses; first++) {
        int64_t start = world.clock.ticks, longest = 310; /* a transport that overstays its time */
        connect_error *error;

        fake_transport_script(&world.transport, &responses[first],
                              sizeof responses / sizeof *responses - first);
        world.transport.repeats = true;
        ck_assert_int_ne(world_describe(world.client, NULL, &error), CONNECT_OK);
        ck_assert_int_le(world.clock.ticks - start, limit + longest);
        for (size_t i = 0; i < world.transport.sent_count; i++) {
            ck_assert_int_le(world.transport.sent[i].timeout_ms, limit);
        }
        connect_error_free(error);
    }
}
END_TEST

/* ---- the cancel token, by the real clock ---- */

struct caller {
    connect_client *client;
    connect_status (*call)(connect_client *client, connect_error **error);
    connect_error *error;
    connect_status status;
    atomic_bool is_back;
};

static void *call_on_thread(void *user)
{
    struct caller *caller = user;

    caller->status = caller->call(caller->client, &caller->error);
    atomic_store(&caller->is_back, true);
    return NULL;
}

static connect_status describe_once(connect_client *client, connect_error **error)
{
    return world_describe(client, NULL, error);
}

static connect_status wait_for_it(connect_client *client, connect_error **error)
{
    return connect_wait_instance_active(client, WORLD_ID, NULL, NULL, error);
}

static connect_status list_first(connect_client *client, connect_error **error)
{
    connect_pager *pager = connect_list_instances_pages(client, NULL);
    connect_status status;

    ck_assert_ptr_null(connect_list_instances_next(pager));
    status = connect_error_code(connect_pager_error(pager));
    (void)error;
    connect_pager_free(pager);
    return status;
}

/* A call that is stuck somewhere comes back within 100 ms of the token's firing. */
static void check_cancelled(connect_status (*call)(connect_client *, connect_error **))
{
    connect_call_options options = { .size = sizeof options };
    struct caller caller = { .call = call };
    connect_cancel *cancel;
    pthread_t thread;
    int64_t fired;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    ck_assert_int_eq(connect_client_with(world.client, &options, &caller.client, NULL), CONNECT_OK);
    ck_assert_int_eq(pthread_create(&thread, NULL, call_on_thread, &caller), 0);
    usleep(150000);
    ck_assert_msg(!atomic_load(&caller.is_back), "it did not wait at all");
    fired = world_now();
    connect_cancel_fire(cancel);
    pthread_join(thread, NULL);
    ck_assert_int_le(world_now() - fired, patience(100));
    ck_assert_int_eq(caller.status, CONNECT_E_CANCELLED);
    connect_error_free(caller.error);
    connect_client_free(caller.client);
    connect_cancel_free(cancel);
}

static void open_in_real_time(void)
{
    world.options.clock = NULL;
    world.transport.clock = NULL;
    world_open(&world);
}

START_TEST(a_pause_before_a_retry_is_cancelled)
{
    world.random.is_highest = true;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(10);
    open_in_real_time();
    WORLD_SCRIPT(&world, WORLD_THROTTLES);
    world.transport.repeats = true;
    check_cancelled(describe_once);
    check_cancelled(list_first);
}
END_TEST

START_TEST(waiting_for_a_turn_is_cancelled)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 0.1, .burst = 1 };

    world.options.pace = &pace;
    open_in_real_time();
    WORLD_SCRIPT(&world, WORLD_FINE);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    check_cancelled(describe_once);
    ck_assert_uint_eq(world.transport.sent_count, 1);
}
END_TEST

START_TEST(the_limiter_of_the_adaptive_mode_is_cancelled)
{
    world.options.retry_mode = CONNECT_RETRY_ADAPTIVE;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    open_in_real_time();
    WORLD_SCRIPT(&world, WORLD_THROTTLES);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_THROTTLED);
    check_cancelled(describe_once);
}
END_TEST

START_TEST(waiting_for_another_thread_s_keys_is_cancelled)
{
    struct vault vault = { .blocks = true };
    struct caller first = { .call = describe_once };
    pthread_t thread;

    use_vault(&vault);
    open_in_real_time();
    WORLD_SCRIPT(&world, WORLD_FINE);
    first.client = world.client;
    ck_assert_int_eq(pthread_create(&thread, NULL, call_on_thread, &first), 0);
    while (atomic_load(&vault.fetching) == 0) {
        usleep(1000);
    }
    check_cancelled(describe_once);
    atomic_store(&vault.is_open, true);
    pthread_join(thread, NULL);
    ck_assert_int_eq(first.status, CONNECT_OK);
    ck_assert_int_eq(atomic_load(&vault.fetched), 1);
}
END_TEST

START_TEST(waiting_for_another_thread_s_settings_is_cancelled)
{
    open_in_real_time();
    world.client->core->state = CORE_BUSY; /* as if another thread were at it */
    check_cancelled(describe_once);
    world.client->core->state = CORE_NEW;
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
}
END_TEST

START_TEST(the_pause_of_a_waiter_is_cancelled)
{
    open_in_real_time();
    WORLD_SCRIPT(&world, { .status = 200, .body = WORLD_INSTANCE("CREATION_IN_PROGRESS") });
    world.transport.repeats = true;
    check_cancelled(wait_for_it);
}
END_TEST

START_TEST(settings_that_another_thread_resolves_are_waited_for_within_the_deadline)
{
    connect_error *error;
    int64_t start = world.clock.ticks;

    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(300);
    world_open(&world);
    world.client->core->state = CORE_BUSY;
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_TIMEOUT);
    ck_assert_int_le(world.clock.ticks - start, 310);
    connect_error_free(error);
}
END_TEST

/* ---- threads ---- */

#define THREADS 8
#define CALLS 60

static atomic_int serial;

static connect_status serve_anything(struct fake_transport *transport,
                                     const connect_http_request *request,
                                     connect_http_response *response, connect_http_failure *failure)
{
    int number = atomic_fetch_add(&serial, 1);

    (void)transport;
    connect_http_response_set_status(response, number % 7 == 3    ? 500
                                               : number % 11 == 5 ? 429
                                                                  : 200);
    if (number % 13 == 6) {
        failure->stale = true;
        return CONNECT_E_TRANSPORT;
    }
    connect_http_response_add_header(response, "Date", 4, "Sat, 21 Nov 2026 12:34:56 GMT", 29);
    if (strstr(request->url, "/instance/") != NULL) {
        connect_http_response_add_body(response, WORLD_INSTANCE("ACTIVE"),
                                       strlen(WORLD_INSTANCE("ACTIVE")));
    }
    return CONNECT_OK;
}

struct crowd {
    atomic_int next, succeeded, failed;
};

static void *use_everything(void *user)
{
    struct crowd *crowd = user;
    const connect_call_options options = { .size = sizeof options, .max_attempts = CONNECT_SET(6) };
    connect_client *view;
    int number;

    ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
    while ((number = atomic_fetch_add(&crowd->next, 1)) < CALLS) {
        connect_describe_instance_response *response = NULL;
        connect_error *error = NULL;
        connect_status status = CONNECT_OK;
        char *text = NULL;

        switch (number % 4) {
        case 0:
            status = world_describe(view, &response, &error);
            break;
        case 1:
            status = connect_invoke(view, "ListInstances", NULL, &text, &error);
            break;
        case 2:
            status = connect_client_describe(world.client, &text, &error);
            break;
        default:
            status = connect_send(view, "GET", "/x", NULL, 0, NULL, &text, &error);
            break;
        }
        atomic_fetch_add(status == CONNECT_OK ? &crowd->succeeded : &crowd->failed, 1);
        ck_assert_int_eq(connect_error_code(error), status);
        connect_error_free(error);
        connect_free(response);
        connect_free(text);
    }
    connect_client_free(view);
    return NULL;
}

START_TEST(one_client_serves_many_threads)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 100, .burst = 5 };
    struct crowd crowd = { 0 };
    pthread_t threads[THREADS];
    struct vault vault = { 0 };

    use_vault(&vault);
    world.options.pace = &pace;
    world.options.retry_mode = CONNECT_RETRY_ADAPTIVE;
    world.transport.serve = serve_anything;
    world_open(&world);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, use_everything, &crowd), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(crowd.succeeded + crowd.failed, CALLS);
    ck_assert_int_eq(crowd.failed, 0);
    /* all of them wanted keys, one fetched them */
    ck_assert_int_eq(atomic_load(&vault.fetched), 1);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("client_limits");
    TCase *deadline = tcase_create("deadline"), *cancel = tcase_create("cancel"),
          *threads = tcase_create("threads"), *cases[] = { deadline, cancel, threads };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        tcase_set_timeout(cases[i], 30);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_test(deadline, the_deadline_covers_keys_pacing_pauses_and_attempts);
    tcase_add_loop_test(deadline, a_call_ends_within_its_deadline_whatever_happens, 0, 20);
    tcase_add_test(deadline,
                   settings_that_another_thread_resolves_are_waited_for_within_the_deadline);
    tcase_add_test(cancel, a_pause_before_a_retry_is_cancelled);
    tcase_add_test(cancel, waiting_for_a_turn_is_cancelled);
    tcase_add_test(cancel, the_limiter_of_the_adaptive_mode_is_cancelled);
    tcase_add_test(cancel, waiting_for_another_thread_s_keys_is_cancelled);
    tcase_add_test(cancel, waiting_for_another_thread_s_settings_is_cancelled);
    tcase_add_test(cancel, the_pause_of_a_waiter_is_cancelled);
    tcase_add_test(threads, one_client_serves_many_threads);
    return suite;
}
