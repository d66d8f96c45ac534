/*
 * Credentials that a callback of the application delivers after it has returned: to blocking calls
 * and to those of a loop, in time, too late, or never.
 */
#include "support/async.h"
#include "support/host_clock.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/world.h"

#include <connect/loop.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static struct world world;
static struct async async;
static connect_loop *loop;
static connect_credentials_provider *provider;

/* ---- the source of the application ---- */

enum manner { HOLD, FROM_A_THREAD, AT_ONCE, FAIL_AND_HOLD, TWICE_AND_HOLD };
enum outcome_kind { GOOD, REFUSED, MALFORMED };

static struct vault {
    enum manner manner;
    enum outcome_kind outcome;
    atomic_int calls;
    connect_credentials_sink *sink; /* that is held */
    connect_status delivered;       /* what the library returned last */
    pthread_t thread;
    bool has_thread;
} vault;

static void vault_end(connect_credentials_sink *sink)
{
    connect_credentials credentials = { .size = sizeof credentials,
                                        .access_key_id = "LATER",
                                        .secret_access_key = "s" };
    if (vault.outcome == REFUSED) {
        vault.delivered = connect_credentials_refuse(sink, "the vault is sealed");
        return;
    }
    if (vault.outcome == MALFORMED) {
        credentials.secret_access_key = NULL;
    }
    vault.delivered = connect_credentials_deliver(sink, &credentials);
}

static void *vault_thread(void *sink)
{
    usleep(20000);
    vault_end(sink);
    return NULL;
}

static connect_status vault_fetch(void *user, connect_credentials_sink *sink)
{
    connect_credentials_sink *later = connect_credentials_later(sink);
    ck_assert_ptr_eq(user, &vault);
    atomic_fetch_add(&vault.calls, 1);
    if (later == NULL) {
        return CONNECT_E_MEMORY;
    }
    switch (vault.manner) {
    case FROM_A_THREAD:
        ck_assert_int_eq(pthread_create(&vault.thread, NULL, vault_thread, later), 0);
        vault.has_thread = true;
        break;
    case AT_ONCE:
        /* What was delivered at once does not count any more. */
        ck_assert_int_eq(connect_credentials_refuse(sink, "not yet"), CONNECT_E_CREDENTIALS);
        vault_end(later);
        break;
    case FAIL_AND_HOLD:
        vault.sink = later;
        return CONNECT_E_TRANSPORT;
    case TWICE_AND_HOLD:
        ck_assert_ptr_null(connect_credentials_later(sink));
        ck_assert_ptr_null(connect_credentials_later(later));
        ck_assert_int_eq(connect_credentials_deliver(sink, NULL), CONNECT_E_ARGUMENT);
        ck_assert_int_eq(connect_credentials_refuse(sink, "no"), CONNECT_E_CREDENTIALS);
        vault.sink = later;
        break;
    case HOLD:
        vault.sink = later;
        break;
    }
    return CONNECT_OK;
}

static void join_vault(void)
{
    if (vault.has_thread) {
        pthread_join(vault.thread, NULL);
        vault.has_thread = false;
    }
}

/* The thread writes it after the call that it serves may have returned. */
static connect_status vault_delivered(void)
{
    join_vault();
    return vault.delivered;
}

static void vault_end_held(void)
{
    connect_credentials_sink *sink = vault.sink;
    vault.sink = NULL;
    ck_assert_ptr_nonnull(sink);
    vault_end(sink);
}

/* ---- what is interposed: the program comes before the libraries ---- */

static atomic_int clock_reads;

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *out)
{
    clock_reads++;
    return host_clock_gettime(clock, out);
}

/* ---- the world ---- */

static void set_up(void)
{
    static const struct fake_response fine = WORLD_FINE;
    memset(&vault, 0, sizeof vault);
    memory_watch();
    world_begin(&world);
    async_init(&async, &world.transport);
    world.transport.clock = NULL;
    world.transport.repeats = true;
    fake_transport_script(&world.transport, &fine, 1);
    ck_assert_int_eq(connect_credentials_custom(vault_fetch, &vault, NULL, &provider, NULL),
                     CONNECT_OK);
    world.options.credentials = provider;
    world.options.clock = NULL;
    loop = NULL;
}

static void open_loop(void)
{
    world.options.transport = &async.face;
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, NULL, &loop, NULL), CONNECT_OK);
}

static void tear_down(void)
{
    join_vault();
    connect_loop_free(loop);
    loop = NULL;
    async_end_all(&async);
    connect_credentials_provider_free(provider);
    world_end(&world);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

static void check_key_of_request(size_t number)
{
    ck_assert_uint_gt(world.transport.sent_count, number);
    check_has(world_header(&world, number, "Authorization"), "Credential=LATER/");
}

struct result {
    int calls;
    connect_status status;
    connect_error *error;
};

static void take_result(void *user, connect_call *call, connect_status status)
{
    struct result *result = user;
    result->calls++;
    result->status = status;
    result->error = connect_call_take_error(call);
}

static void start_describe(struct result *result, connect_call **call)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = WORLD_ID };
    *result = (struct result){ 0 };
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &request, take_result,
                                                     result, call, NULL),
                     CONNECT_OK);
}

/* Steps until nothing is to be done without waiting. */
static void settle(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    do {
        (void)connect_loop_step(loop);
    } while (poll(&fd, 1, 20) == 1);
}

static void run_until_idle(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };
    while (connect_loop_pending(loop) > 0) {
        ck_assert_int_eq(poll(&fd, 1, (int)patience(5000)), 1);
        (void)connect_loop_step(loop);
    }
}

/* ---- blocking calls ---- */

static void describe_expecting(connect_status expected, const char *part)
{
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    connect_status status = world_describe(world.client, &response, &error);
    ck_assert_msg(status == expected, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
    if (part != NULL) {
        check_has(connect_error_message(error), part);
    }
    connect_free(response);
    connect_error_free(error);
}

START_TEST(blocking_call_waits_for_another_thread)
{
    vault.manner = FROM_A_THREAD;
    world_open(&world);
    describe_expecting(CONNECT_OK, NULL);
    check_key_of_request(0);
    describe_expecting(CONNECT_OK, NULL);
    ck_assert_int_eq(atomic_load(&vault.calls), 1);
    ck_assert_int_eq(vault_delivered(), CONNECT_OK);
}
END_TEST

/* It is woken, where it would look again by itself after a second: the best of three counts. */
START_TEST(blocking_call_does_not_wait_for_its_next_look)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < 3 && best >= 900; i++) {
        connect_client *client;
        vault.manner = FROM_A_THREAD;
        ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_OK);
        int64_t began = world_now();
        ck_assert_int_eq(connect_client_warm_up(client, NULL), CONNECT_OK);
        int64_t took = world_now() - began;
        best = took < best ? took : best;
        join_vault();
        connect_client_free(client);
    }
    ck_assert_int_lt(best, patience(900));
}
END_TEST

START_TEST(sink_may_be_ended_within_the_callback)
{
    vault.manner = AT_ONCE;
    world_open(&world);
    describe_expecting(CONNECT_OK, NULL);
    check_key_of_request(0);
}
END_TEST

START_TEST(refusal_is_the_error_of_the_call)
{
    vault.manner = _i == 0 ? AT_ONCE : FROM_A_THREAD;
    vault.outcome = REFUSED;
    world_open(&world);
    describe_expecting(CONNECT_E_CREDENTIALS, "the vault is sealed");
    ck_assert_uint_eq(world.transport.sent_count, 0);
}
END_TEST

START_TEST(malformed_credentials_are_the_error_of_the_call)
{
    vault.manner = _i == 0 ? AT_ONCE : FROM_A_THREAD;
    vault.outcome = MALFORMED;
    world_open(&world);
    describe_expecting(CONNECT_E_ARGUMENT, "secret access key is missing");
}
END_TEST

START_TEST(status_of_the_callback_decides)
{
    vault.manner = FAIL_AND_HOLD;
    world_open(&world);
    describe_expecting(CONNECT_E_CREDENTIALS, "CONNECT_E_TRANSPORT");
    vault_end_held();
    ck_assert_int_eq(vault_delivered(), CONNECT_OK);
}
END_TEST

START_TEST(deadline_of_a_call_ends_its_wait)
{
    vault.manner = HOLD;
    world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(patience(50));
    world_open(&world);
    clock_reads = 0;
    describe_expecting(CONNECT_E_TIMEOUT, "credentials were fetched");
    ck_assert_int_lt(clock_reads, 200); /* it sleeps, and does not look again and again */
    vault_end_held();                   /* too late: no effect, and nothing is leaked */
    ck_assert_int_eq(vault_delivered(), CONNECT_OK);
    ck_assert_uint_eq(world.transport.sent_count, 0);
}
END_TEST

START_TEST(sink_is_exchanged_once)
{
    vault.manner = TWICE_AND_HOLD;
    open_loop();
    struct result result;
    start_describe(&result, NULL);
    settle();
    vault_end_held();
    run_until_idle();
    ck_assert_int_eq(result.status, CONNECT_OK);
    ck_assert_ptr_null(connect_credentials_later(NULL));
}
END_TEST

/* ---- loops ---- */

START_TEST(calls_of_a_loop_wait_for_one_sink)
{
    struct result results[10];
    open_loop();
    for (int i = 0; i < 10; i++) {
        start_describe(&results[i], NULL);
    }
    settle();
    ck_assert_uint_eq(connect_loop_pending(loop), 10);
    ck_assert_int_eq(atomic_load(&vault.calls), 1);
    ck_assert_uint_eq(world.transport.sent_count, 0);
    vault_end_held();
    run_until_idle();
    ck_assert_int_eq(atomic_load(&vault.calls), 1);
    ck_assert_uint_eq(world.transport.sent_count, 10);
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(results[i].calls, 1);
        ck_assert_int_eq(results[i].status, CONNECT_OK);
        check_key_of_request((size_t)i);
    }
}
END_TEST

START_TEST(another_thread_wakes_the_loop)
{
    struct result result;
    vault.manner = FROM_A_THREAD;
    open_loop();
    start_describe(&result, NULL);
    run_until_idle();
    ck_assert_int_eq(result.status, CONNECT_OK);
    check_key_of_request(0);
}
END_TEST

START_TEST(call_is_cancelled_while_it_waits)
{
    struct result results[2];
    connect_call *call;
    open_loop();
    start_describe(&results[0], &call);
    start_describe(&results[1], NULL);
    settle();
    connect_call_cancel(call);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(results[0].calls, 1);
    ck_assert_int_eq(results[0].status, CONNECT_E_CANCELLED);
    connect_error_free(results[0].error);
    settle();
    if (vault.sink != NULL) {
        vault_end_held();
    }
    run_until_idle();
    ck_assert_int_eq(results[1].status, CONNECT_OK);
    check_key_of_request(0);
}
END_TEST

START_TEST(loop_is_freed_before_the_sink_is_ended)
{
    struct result result;
    open_loop();
    start_describe(&result, NULL);
    settle();
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(result.calls, 1);
    ck_assert_int_eq(result.status, CONNECT_E_CANCELLED);
    connect_error_free(result.error);
    vault_end_held();
    ck_assert_int_eq(vault_delivered(), CONNECT_OK);
}
END_TEST

START_TEST(child_frees_the_loop_and_leaves_the_sink_alone)
{
    struct result result;
    open_loop();
    start_describe(&result, NULL);
    settle();
    pid_t child = test_fork();
    if (child == 0) {
        connect_loop_free(loop);
        test_child_leave(result.calls == 0);
    }
    int status = 1;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    vault_end_held();
    run_until_idle();
    ck_assert_int_eq(result.status, CONNECT_OK);
}
END_TEST

/* ---- memory ---- */

static bool describe_once(void *user)
{
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    (void)user;
    memory_spare(true);
    connect_client *client;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_OK);
    memory_spare(false);
    connect_status status = world_describe(client, &response, &error);
    memory_check_status(status, CONNECT_OK);
    connect_free(response);
    connect_error_free(error);
    memory_spare(true);
    connect_client_free(client);
    memory_spare(false);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_may_fail)
{
    vault.manner = AT_ONCE;
    world.options.log_level = CONNECT_LOG_OFF;
    memory_fail_each(describe_once, NULL, 0);
}
END_TEST

/* ---- many threads ---- */

#define CALLERS 8

static void *caller(void *user)
{
    connect_describe_instance_response *response = NULL;
    (void)user;
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(world_describe(world.client, &response, NULL), CONNECT_OK);
        connect_free(response);
        response = NULL;
    }
    return NULL;
}

START_TEST(threads_share_the_credentials_of_one_sink)
{
    pthread_t threads[CALLERS];
    vault.manner = FROM_A_THREAD;
    world_open(&world);
    for (int i = 0; i < CALLERS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, caller, NULL), 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(atomic_load(&vault.calls), 1);
    ck_assert_uint_eq(world.transport.sent_count, 5 * CALLERS);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/later");
    TCase *blocking = add_case(suite, "blocking"), *loops = add_case(suite, "loops"),
          *rest = add_case(suite, "memory and threads");
    tcase_add_test(blocking, blocking_call_waits_for_another_thread);
    tcase_add_test(blocking, blocking_call_does_not_wait_for_its_next_look);
    tcase_add_test(blocking, sink_may_be_ended_within_the_callback);
    tcase_add_loop_test(blocking, refusal_is_the_error_of_the_call, 0, 2);
    tcase_add_loop_test(blocking, malformed_credentials_are_the_error_of_the_call, 0, 2);
    tcase_add_test(blocking, status_of_the_callback_decides);
    tcase_add_test(blocking, deadline_of_a_call_ends_its_wait);
    tcase_add_test(loops, sink_is_exchanged_once);
    tcase_add_test(loops, calls_of_a_loop_wait_for_one_sink);
    tcase_add_test(loops, another_thread_wakes_the_loop);
    tcase_add_test(loops, call_is_cancelled_while_it_waits);
    tcase_add_test(loops, loop_is_freed_before_the_sink_is_ended);
    tcase_add_test(loops, child_frees_the_loop_and_leaves_the_sink_alone);
    tcase_add_test(rest, any_allocation_may_fail);
    tcase_add_test(rest, threads_share_the_credentials_of_one_sink);
    return suite;
}
