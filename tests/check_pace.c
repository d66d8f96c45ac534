/*
 * Pacing: the bucket, its queue, and how it gives way to a service that is slower than was thought.
 */
#include "call/pace.h"
#include "core/clock.h"
#include "support/fakes.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

/* ---- one thread, no real time ---- */

static struct fake_clock fake;

static struct pace *paced(double rate, double burst)
{
    struct pace *pace;

    fake_clock_init(&fake);
    pace = pace_new(rate, burst, &fake.face);
    ck_assert_ptr_nonnull(pace);
    return pace;
}

static connect_status go(struct pace *pace, const char *operation)
{
    return pace_wait(pace, operation, false, NULL, DEADLINE_NONE);
}

START_TEST(a_burst_goes_at_once_and_the_rest_at_the_rate)
{
    struct pace *pace = paced(2, 5);
    int64_t start = fake.ticks, elapsed;

    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    for (int i = 5; i < 30; i++) {
        ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    }
    elapsed = fake.ticks - start;
    ck_assert_int_ge(elapsed, 12500);
    ck_assert_int_le(elapsed, 12750); /* 1.02 times */
    pace_free(pace);
}
END_TEST

START_TEST(each_operation_has_its_own_bucket)
{
    struct pace *pace = paced(1, 1);
    int64_t start = fake.ticks;

    ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    ck_assert_int_eq(go(pace, "B"), CONNECT_OK);
    ck_assert_int_eq(fake.ticks, start);
    ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 1000);
    pace_free(pace);
}
END_TEST

START_TEST(a_rest_fills_the_bucket_up_to_the_burst_only)
{
    struct pace *pace = paced(10, 3);
    int64_t start;

    ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    fake_clock_advance(&fake, 3600000);
    start = fake.ticks;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 100);
    pace_free(pace);
}
END_TEST

START_TEST(refusals_slow_down_and_time_heals)
{
    struct pace *pace = paced(10, 5);
    double slow;
    int64_t start;

    ck_assert(pace_rate(pace, "A") >= 10);
    for (int i = 0; i < 8; i++) {
        pace_answered(pace, "A", false, true); /* one burst, one piece of news */
    }
    slow = pace_rate(pace, "A");
    ck_assert(slow > 6.9 && slow < 7.1);
    start = fake.ticks;
    ck_assert_int_eq(go(pace, "A"), CONNECT_OK); /* what was saved up is gone */
    ck_assert_int_ge(fake.ticks, start + 130);

    fake_clock_advance(&fake, 1000);
    pace_answered(pace, "A", false, true);
    ck_assert(pace_rate(pace, "A") < slow);
    ck_assert(pace_rate(pace, "B") >= 10);
    for (int i = 0; i < 100; i++) {
        fake_clock_advance(&fake, 1000);
        pace_answered(pace, "A", false, true);
    }
    ck_assert(pace_rate(pace, "A") > 0.99); /* a tenth is the least */
    pace_answered(pace, "A", false, false);
    fake_clock_advance(&fake, 10000);
    ck_assert(pace_rate(pace, "A") > 5);
    fake_clock_advance(&fake, 10000);
    ck_assert(pace_rate(pace, "A") >= 10);
    pace_free(pace);
}
END_TEST

START_TEST(the_deadline_ends_the_wait_for_a_turn)
{
    struct pace *pace = paced(1, 1);
    int64_t start;

    ck_assert_int_eq(go(pace, "A"), CONNECT_OK);
    start = fake.ticks;
    ck_assert_int_eq(pace_wait(pace, "A", false, NULL, start + 300), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(fake.ticks, start + 300);
    ck_assert_int_eq(go(pace, "A"), CONNECT_OK); /* who left is not waited for */
    ck_assert_int_le(fake.ticks, start + 1200);
    pace_free(pace);
}
END_TEST

START_TEST(without_a_rate_only_the_limiter_waits)
{
    struct pace *pace = paced(0, 0);
    int64_t start = fake.ticks;

    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(pace_wait(pace, "A", true, NULL, DEADLINE_NONE), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    pace_answered(pace, "A", true, true); /* from now on at half a request a second */
    ck_assert_int_eq(pace_wait(pace, "A", true, NULL, DEADLINE_NONE), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 2000);
    ck_assert_int_eq(pace_wait(pace, "A", true, NULL, fake.ticks + 100), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(go(pace, "A"), CONNECT_OK); /* who does not ask for it passes */
    pace_free(pace);
}
END_TEST

static bool make_and_wait(void *user)
{
    struct pace *pace = pace_new(1, 1, &fake.face);
    connect_status status = CONNECT_E_MEMORY;

    (void)user;
    if (pace != NULL) {
        status = go(pace, "A");
    }
    pace_free(pace);
    return status == CONNECT_OK;
}

START_TEST(short_memory_is_reported)
{
    fake_clock_init(&fake);
    memory_watch();
    memory_fail_each(make_and_wait, NULL, true);
    memory_unwatch();
}
END_TEST

/* ---- threads and real time ---- */

#define RATE 20.0
#define BURST 5.0
#define CALLS 30
#define THREADS 8

/* A service that counts as strictly as can be, from the first request on. */
struct service {
    pthread_mutex_t lock;
    double tokens;
    int64_t refilled; /* us */
    int refused, served;
};

struct crowd {
    struct pace *pace;
    struct service service;
    atomic_int next, arrivals, granted;
    int order[CALLS];
};

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void serve(struct service *service)
{
    int64_t now;

    pthread_mutex_lock(&service->lock);
    now = now_us();
    service->tokens += (double)(now - service->refilled) / 1e6 * RATE;
    if (service->tokens > BURST) {
        service->tokens = BURST;
    }
    service->refilled = now;
    if (service->tokens >= 1) {
        service->tokens -= 1;
        service->served++;
    } else {
        service->refused++;
    }
    pthread_mutex_unlock(&service->lock);
}

static void *ask(void *user)
{
    struct crowd *crowd = user;
    int number;

    while ((number = atomic_fetch_add(&crowd->next, 1)) < CALLS) {
        ck_assert_int_eq(pace_wait(crowd->pace, "A", false, NULL, DEADLINE_NONE), CONNECT_OK);
        if (number == 0) {
            usleep(20000); /* the first one opens a connection */
        }
        serve(&crowd->service);
    }
    return NULL;
}

START_TEST(threads_finish_in_the_least_time_without_a_refusal)
{
    struct crowd crowd = { .service = { .tokens = BURST, .refilled = now_us() } };
    pthread_t threads[THREADS];
    int64_t start = now_us(), elapsed;

    pthread_mutex_init(&crowd.service.lock, NULL);
    crowd.pace = pace_new(RATE, BURST, &clock_system);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, ask, &crowd), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    elapsed = now_us() - start;
    ck_assert_int_eq(crowd.service.refused, 0);
    ck_assert_int_eq(crowd.service.served, CALLS);
    ck_assert_int_ge(elapsed, (int64_t)((CALLS - BURST) / RATE * 1e6));
    /* At this rate the margin that is a hundredth at two a second weighs more. */
    ck_assert(patience_holds(elapsed / 1000, (int64_t)((CALLS - BURST) / RATE * 1e3) + 600));
    pace_free(crowd.pace);
}
END_TEST

struct customer {
    struct crowd *crowd;
    connect_cancel *cancel;
    int number;
    connect_status status;
    int64_t waited_us;
};

static void *stand_in_line(void *user)
{
    struct customer *customer = user;
    int64_t start = now_us();

    atomic_fetch_add(&customer->crowd->arrivals, 1);
    customer->status =
        pace_wait(customer->crowd->pace, "A", false, customer->cancel, DEADLINE_NONE);
    customer->waited_us = now_us() - start;
    if (customer->status == CONNECT_OK) {
        customer->crowd->order[atomic_fetch_add(&customer->crowd->granted, 1)] = customer->number;
    }
    return NULL;
}

static void arrive(pthread_t *thread, struct customer *customer)
{
    int before = atomic_load(&customer->crowd->arrivals);

    ck_assert_int_eq(pthread_create(thread, NULL, stand_in_line, customer), 0);
    while (atomic_load(&customer->crowd->arrivals) == before) {
        usleep(1000);
    }
    usleep(20000);
}

START_TEST(who_came_first_goes_first)
{
    struct crowd crowd = { .pace = pace_new(10, 1, &clock_system) };
    struct customer customers[6];
    pthread_t threads[6];

    ck_assert_int_eq(pace_wait(crowd.pace, "A", false, NULL, DEADLINE_NONE), CONNECT_OK);
    for (int i = 0; i < 6; i++) {
        customers[i] = (struct customer){ .crowd = &crowd, .number = i };
        arrive(&threads[i], &customers[i]);
    }
    for (int i = 0; i < 6; i++) {
        pthread_join(threads[i], NULL);
    }
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(customers[i].status, CONNECT_OK);
        ck_assert_int_eq(crowd.order[i], i);
    }
    pace_free(crowd.pace);
}
END_TEST

START_TEST(a_cancelled_one_leaves_at_once_and_is_not_waited_for)
{
    struct crowd crowd = { .pace = pace_new(2, 1, &clock_system) };
    struct customer customers[3];
    pthread_t threads[3];
    int64_t fired;

    ck_assert_int_eq(pace_wait(crowd.pace, "A", false, NULL, DEADLINE_NONE), CONNECT_OK);
    for (int i = 0; i < 3; i++) {
        customers[i] = (struct customer){ .crowd = &crowd, .number = i };
        ck_assert_int_eq(connect_cancel_new(&customers[i].cancel), CONNECT_OK);
        arrive(&threads[i], &customers[i]);
    }
    fired = now_us();
    connect_cancel_fire(customers[0].cancel);
    connect_cancel_fire(customers[1].cancel);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    ck_assert_int_lt(now_us() - fired, 100000);
    pthread_join(threads[2], NULL);
    ck_assert_int_eq(customers[0].status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(customers[1].status, CONNECT_E_CANCELLED);
    ck_assert_int_eq(customers[2].status, CONNECT_OK);
    /* as the first in the queue, not as the third */
    ck_assert_int_lt(customers[2].waited_us, 1200000);
    for (int i = 0; i < 3; i++) {
        connect_cancel_free(customers[i].cancel);
    }
    pace_free(crowd.pace);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("pace");
    TCase *alone = tcase_create("alone"), *crowd = tcase_create("crowd");

    tcase_add_test(alone, a_burst_goes_at_once_and_the_rest_at_the_rate);
    tcase_add_test(alone, each_operation_has_its_own_bucket);
    tcase_add_test(alone, a_rest_fills_the_bucket_up_to_the_burst_only);
    tcase_add_test(alone, refusals_slow_down_and_time_heals);
    tcase_add_test(alone, the_deadline_ends_the_wait_for_a_turn);
    tcase_add_test(alone, without_a_rate_only_the_limiter_waits);
    tcase_add_test(alone, short_memory_is_reported);
    suite_add_tcase(suite, alone);
    tcase_set_timeout(crowd, 30);
    tcase_add_test(crowd, threads_finish_in_the_least_time_without_a_refusal);
    tcase_add_test(crowd, who_came_first_goes_first);
    tcase_add_test(crowd, a_cancelled_one_leaves_at_once_and_is_not_waited_for);
    suite_add_tcase(suite, crowd);
    return suite;
}
