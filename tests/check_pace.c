/*
 * Pacing: the bucket, its queue, and how it slows down for a service that refuses.
 */
#include "call/driver.h"
#include "call/pace_bucket.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/mem.h"
#include "support/fakes.h"
#include "support/memory.h"
#include "support/suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static struct pace *pace_with(double rate, double burst, const connect_clock *clock)
{
    struct pace *pace = pace_new(clock);

    if (pace != NULL) {
        pace_set_quota(pace, (struct quota){ rate, burst }, false);
    }
    return pace;
}

static connect_status turn_of(struct pace *pace, struct pace_turn *turn, struct task *task,
                              const char *operation, bool limited)
{
    const struct quota_use use = { operation, { 2, 5 }, false };

    return pace_turn_init(pace, turn, task, &use, limited);
}

static connect_status join(struct pace *pace, struct pace_turn *turn, struct task *task,
                           const char *operation, bool limited)
{
    connect_status status = turn_of(pace, turn, task, operation, limited);

    if (status == CONNECT_OK) {
        pace_join(pace, turn);
    }
    return status;
}

static void respond(struct pace *pace, const char *operation, bool limited, bool throttled)
{
    struct pace_turn turn;

    /* Each assertion writes to a pipe, which is too slow here. */
    if (turn_of(pace, &turn, NULL, operation, limited) != CONNECT_OK) {
        ck_abort();
    }
    pace_note_response(pace, &turn, throttled);
}

/* ---- a task that waits for its turn ---- */

struct taker {
    struct task task;
    struct pace *pace;
    struct pace_turn turn;
    const char *operation;
    bool is_limited, has_joined;
};

static void taker_resume(struct task *task)
{
    struct taker *taker = (struct taker *)task;
    connect_error *error = NULL;
    int64_t until;

    if (!taker->has_joined &&
        join(taker->pace, &taker->turn, task, taker->operation, taker->is_limited) != CONNECT_OK) {
        (void)error_memory(&error);
        task_fail(task, error);
        return;
    }
    taker->has_joined = true;
    if (pace_look(taker->pace, &taker->turn, &until)) {
        task_succeed(task, NULL);
    } else {
        task_wait(task, until);
    }
}

static void taker_stop(struct task *task, connect_status status)
{
    struct taker *taker = (struct taker *)task;
    connect_error *error = NULL;

    pace_leave(taker->pace, &taker->turn);
    (void)error_set(&error, status, "stopped");
    task_fail(task, error);
}

static void taker_release(struct task *task)
{
    pace_leave(((struct taker *)task)->pace, &((struct taker *)task)->turn);
}

static const struct task_class taker_class = {
    .name = "taker", .resume = taker_resume, .stop = taker_stop, .release = taker_release
};

static void taker_init(struct taker *taker, struct pace *pace, const char *operation, bool limited)
{
    memset(taker, 0, sizeof *taker);
    task_init(&taker->task, &taker_class);
    taker->pace = pace;
    taker->operation = operation;
    taker->is_limited = limited;
}

static connect_status take_within(struct pace *pace, const connect_clock *clock,
                                  const char *operation, bool limited, int64_t deadline)
{
    connect_transport none = { .size = sizeof none };
    struct taker taker;
    connect_status status;

    taker_init(&taker, pace, operation, limited);
    taker.task.deadline = deadline;
    driver_run(clock, &none, &taker.task);
    status = taker.task.status;
    task_release(&taker.task);
    return status;
}

/* ---- one thread, no real time ---- */

static struct fake_clock fake;

static double rate_of(struct pace *pace, const char *operation)
{
    struct pace_turn turn;

    ck_assert_int_eq(turn_of(pace, &turn, NULL, operation, false), CONNECT_OK);
    bucket_refill(turn.bucket, fake.ticks);
    return turn.bucket->rate;
}

static struct pace *pace_of(double rate, double burst)
{
    struct pace *pace;

    fake_clock_init(&fake);
    pace = pace_with(rate, burst, &fake.face);
    ck_assert_ptr_nonnull(pace);
    return pace;
}

static connect_status take(struct pace *pace, const char *operation)
{
    return take_within(pace, &fake.face, operation, false, DEADLINE_NONE);
}

START_TEST(a_burst_goes_at_once_and_the_rest_at_the_rate)
{
    struct pace *pace = pace_of(2, 5);
    int64_t start = fake.ticks, elapsed;

    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    for (int i = 5; i < 30; i++) {
        ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    }
    elapsed = fake.ticks - start;
    ck_assert_int_ge(elapsed, 12500);
    ck_assert_int_le(elapsed, 12750); /* 1.02 times */
    pace_free(pace);
}
END_TEST

/* A turn whose task wakes exactly on time. */
static void take_on_time(struct pace *pace)
{
    struct taker taker;
    int64_t until;

    taker_init(&taker, pace, "A", false);
    /* Each assertion writes to a pipe, which is too slow here. */
    if (join(pace, &taker.turn, &taker.task, "A", false) != CONNECT_OK) {
        ck_abort();
    }
    while (!pace_look(pace, &taker.turn, &until)) {
        if (until <= fake.ticks) {
            ck_abort_msg("a turn at %lld is looked for at %lld", (long long)until,
                         (long long)fake.ticks);
        }
        fake_clock_advance(&fake, until - fake.ticks);
    }
}

static void check_rate(double rate, double burst, double duration)
{
    struct pace *pace = pace_of(rate, burst);
    int64_t takes_ms = (int64_t)(duration * 1000 / rate), start = fake.ticks;
    int requests = (int)(burst + (rate < 100 ? 60 * rate : 6000));
    double seconds, expected = (requests - burst) / rate;

    if (expected < (double)(requests - 1) * (double)takes_ms / 1000) {
        expected = (double)(requests - 1) * (double)takes_ms / 1000;
    }
    for (int i = 0; i < requests; i++) {
        take_on_time(pace);
        fake_clock_advance(&fake, takes_ms);
        respond(pace, "A", false, false);
    }
    seconds = (double)(fake.ticks - start - takes_ms) / 1000;
    ck_assert_msg(seconds <= 1.01 * expected, "rate %g, burst %g: %d requests took %g s, not %g",
                  rate, burst, requests, seconds, expected);
    ck_assert_msg(seconds >= 0.99 * expected - 1 / rate,
                  "rate %g, burst %g: %d requests took only %g s, not %g", rate, burst, requests,
                  seconds, expected);
    pace_free(pace);
}

START_TEST(every_rate_is_reached_whatever_the_burst)
{
    static const double rates[] = { 0.5, 1, 2, 3, 7, 10, 30, 100, 333, 1000, 3000 };
    static const double bursts[] = { 1, 1.5, 2, 5, 50 };
    /* How long a response takes, in parts of the time between two requests. */
    static const double durations[] = { 0, 0.3, 0.9 };

    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
        for (size_t j = 0; j < sizeof bursts / sizeof *bursts; j++) {
            check_rate(rates[i], bursts[j], durations[_i]);
        }
    }
}
END_TEST

START_TEST(a_thread_that_wakes_late_does_not_lower_the_rate)
{
    struct pace *pace = pace_of(10, 1);
    struct taker taker;
    int64_t start, until;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    respond(pace, "A", false, false);
    start = fake.ticks;
    for (int i = 1; i <= 100; i++) {
        taker_init(&taker, pace, "A", false);
        ck_assert_int_eq(join(pace, &taker.turn, &taker.task, "A", false), CONNECT_OK);
        while (!pace_look(pace, &taker.turn, &until)) {
            fake_clock_advance(&fake, until - fake.ticks + 15);
        }
        ck_assert_int_ge(fake.ticks, start + i * 100);
        ck_assert_int_le(fake.ticks, start + i * 100 + 20);
    }
    pace_free(pace);
}
END_TEST

START_TEST(lateness_is_made_up_for_by_twenty_milliseconds_at_most)
{
    struct pace *pace = pace_of(10, 1);
    struct taker taker;
    int64_t until, late;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    respond(pace, "A", false, false);
    taker_init(&taker, pace, "A", false);
    ck_assert_int_eq(join(pace, &taker.turn, &taker.task, "A", false), CONNECT_OK);
    fake_clock_advance(&fake, 5000);
    ck_assert(pace_look(pace, &taker.turn, &until));
    late = fake.ticks;
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, late + 80);
    pace_free(pace);
}
END_TEST

START_TEST(refilling_begins_with_the_first_response_of_a_burst)
{
    struct pace *pace = pace_of(10, 2);
    int64_t start = fake.ticks;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    fake_clock_advance(&fake, 40); /* a connection was opened */
    respond(pace, "A", false, false);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_eq(fake.ticks, start + 140);
    fake_clock_advance(&fake, 10000);
    start = fake.ticks;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(take(pace, "A"), CONNECT_OK); /* no response for a while */
    }
    ck_assert_int_eq(fake.ticks, start + 150 + 100);
    pace_free(pace);
}
END_TEST

START_TEST(each_operation_has_its_own_bucket)
{
    struct pace *pace = pace_of(1, 1);
    int64_t start = fake.ticks;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_eq(take(pace, "B"), CONNECT_OK);
    ck_assert_int_eq(fake.ticks, start);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 1000);
    pace_free(pace);
}
END_TEST

START_TEST(a_rest_fills_the_bucket_up_to_the_burst_only)
{
    struct pace *pace = pace_of(10, 3);
    int64_t start;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    fake_clock_advance(&fake, 3600000);
    start = fake.ticks;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 100);
    pace_free(pace);
}
END_TEST

START_TEST(refusals_slow_down_and_time_heals)
{
    struct pace *pace = pace_of(10, 5);
    double slow;
    int64_t start;

    ck_assert(rate_of(pace, "A") >= 10);
    for (int i = 0; i < 8; i++) {
        respond(pace, "A", false, true); /* one burst counts once */
    }
    slow = rate_of(pace, "A");
    ck_assert(slow > 6.9 && slow < 7.1);
    start = fake.ticks;
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK); /* the tokens are gone */
    ck_assert_int_ge(fake.ticks, start + 130);

    fake_clock_advance(&fake, 1000);
    respond(pace, "A", false, true);
    ck_assert(rate_of(pace, "A") < slow);
    ck_assert(rate_of(pace, "B") >= 10);
    for (int i = 0; i < 100; i++) {
        fake_clock_advance(&fake, 1000);
        respond(pace, "A", false, true);
    }
    ck_assert(rate_of(pace, "A") > 0.99); /* a tenth is the least */
    respond(pace, "A", false, false);
    fake_clock_advance(&fake, 10000);
    ck_assert(rate_of(pace, "A") > 5);
    fake_clock_advance(&fake, 10000);
    ck_assert(rate_of(pace, "A") >= 10);
    pace_free(pace);
}
END_TEST

/*
 * A bucket that rests between requests begins to refill late (LAG_MS), and its rate recovers late
 * as well: less than the refusals take.
 */
START_TEST(a_time_is_rounded_up_and_does_not_overflow)
{
    static const struct {
        double seconds;
        int64_t until; /* from 1000 on */
    } cases[] = {
        { 0, 1001 },
        { 0.0001, 1001 },
        { 0.001, 1001 },
        { 0.0011, 1002 },
        { 1e12, 1000 + INT64_C(1000000000000000) },
        { 1.1e12, INT64_MAX - 1 },
        { 1e300, INT64_MAX - 1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(pace_time_in(1000, cases[i].seconds), cases[i].until);
    }
}
END_TEST

START_TEST(refusals_leave_a_tenth_of_the_rate)
{
    static const int64_t rests[] = { 100, 340, 500, 1010 };
    struct pace *pace = pace_of(1000, 1);
    double least = 1000;

    for (int refused = 0; refused < 60; refused++) {
        int64_t end = fake.ticks + 1010;

        while (fake.ticks < end) {
            ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
            fake_clock_advance(&fake, rests[_i]);
        }
        respond(pace, "A", false, true);
        least = rate_of(pace, "A") < least ? rate_of(pace, "A") : least;
    }
    ck_assert(least > 99.9);
    ck_assert(least < 200);
    pace_free(pace);
}
END_TEST

/* A clock may begin at any time. */
START_TEST(a_new_bucket_refills_late)
{
    struct pace_bucket *bucket = bucket_new("A", (struct quota){ 1, 5 }, 10);
    int64_t until;

    ck_assert_ptr_nonnull(bucket);
    ck_assert(bucket_take(bucket, 10, &until));
    ck_assert_int_eq(bucket->refilled, 10 + 150);
    mem_free(bucket);
}
END_TEST

/* Each rests that many ms longer than it takes to fill the bucket. */
static const struct {
    int64_t ms, lag;
} rests[] = { { 0, 0 }, { 149, 0 }, { 150, 150 }, { 151, 150 }, { 60000, 150 } };

START_TEST(a_bucket_refills_late_after_it_was_full_for_as_long)
{
    struct pace_bucket *bucket = bucket_new("A", (struct quota){ 1, 5 }, 1000);
    int64_t until, now = 1000 + 150 + 1000 + rests[_i].ms;

    ck_assert_ptr_nonnull(bucket);
    ck_assert(bucket_take(bucket, 1000, &until));
    ck_assert_int_eq(bucket->refilled, 1000 + 150);
    ck_assert(bucket_take(bucket, now, &until));
    ck_assert_int_eq(bucket->refilled, now + rests[_i].lag);
    mem_free(bucket);
}
END_TEST

/* However often it is refilled beyond its burst for a turn that waits. */
START_TEST(refills_do_not_change_since_when_a_bucket_is_full)
{
    struct pace_bucket *bucket = bucket_new("A", (struct quota){ 1, 5 }, 1000);
    struct pace_turn waiting;
    int64_t until, full = 1000 + 150 + 1000;

    ck_assert_ptr_nonnull(bucket);
    ck_assert(bucket_take(bucket, 1000, &until));
    bucket->queue.first = &waiting;
    for (int64_t now = full; now < full + 200; now += 7) {
        bucket_refill(bucket, now);
        ck_assert_int_eq(bucket->full_since, full);
    }
    mem_free(bucket);
}
END_TEST

/* What the bucket has got meanwhile is gone as well, and not due at its next look. */
START_TEST(a_refusal_empties_the_bucket)
{
    struct pace_bucket *bucket = bucket_new("A", (struct quota){ 1, 5 }, 1000);
    int64_t until;

    ck_assert_ptr_nonnull(bucket);
    for (int i = 0; i < 5; i++) {
        ck_assert(bucket_take(bucket, 1000, &until));
    }
    bucket_slow_down(bucket, 4500);
    ck_assert(!bucket_take(bucket, 4500, &until));
    ck_assert_int_gt(until, 5500);
    mem_free(bucket);
}
END_TEST

/* Each waits that many ms after the refusal that slowed down, and may slow down again. */
static const struct {
    int64_t ms;
    bool slows;
} refusals[] = { { 0, false }, { 999, false }, { 1000, true }, { 1001, true } };

START_TEST(refusals_count_once_within_a_second)
{
    struct pace *pace = pace_of(10, 5);
    double before;

    respond(pace, "A", false, false);
    fake_clock_advance(&fake, 5000);
    respond(pace, "A", false, true);
    fake_clock_advance(&fake, refusals[_i].ms);
    before = rate_of(pace, "A");
    respond(pace, "A", false, true);
    if (refusals[_i].slows) {
        ck_assert(rate_of(pace, "A") < before);
    } else {
        ck_assert(rate_of(pace, "A") >= before);
    }
    pace_free(pace);
}
END_TEST

START_TEST(the_deadline_ends_the_wait_for_a_turn)
{
    struct pace *pace = pace_of(1, 1);
    int64_t start;

    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    start = fake.ticks;
    ck_assert_int_eq(take_within(pace, &fake.face, "A", false, start + 300), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(fake.ticks, start + 300);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK); /* its turn is not waited for */
    ck_assert_int_le(fake.ticks, start + 1200);
    pace_free(pace);
}
END_TEST

START_TEST(without_a_rate_only_the_limiter_delays)
{
    struct pace *pace = pace_of(0, 0);
    int64_t start = fake.ticks;

    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(take_within(pace, &fake.face, "A", true, DEADLINE_NONE), CONNECT_OK);
    }
    ck_assert_int_eq(fake.ticks, start);
    respond(pace, "A", true, true); /* from now on half a request a second */
    ck_assert_int_eq(take_within(pace, &fake.face, "A", true, DEADLINE_NONE), CONNECT_OK);
    ck_assert_int_ge(fake.ticks, start + 2000);
    ck_assert_int_eq(take_within(pace, &fake.face, "A", true, fake.ticks + 100), CONNECT_E_TIMEOUT);
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK); /* not limited */
    pace_free(pace);
}
END_TEST

/* ---- queues, without a driver ---- */

#define TAKERS 6

struct recorder {
    struct task_driver head;
    struct task *woken[64];
    int count;
};

static struct recorder recorder;
static struct taker takers[TAKERS];

static void record_wake(struct task_driver *driver, struct task *task)
{
    (void)driver;
    ck_assert_int_lt(recorder.count, 64);
    recorder.woken[recorder.count++] = task;
}

static struct pace *queue_up(double rate, bool limited)
{
    struct pace *pace = pace_of(rate, 1);

    recorder = (struct recorder){ .head = { record_wake } };
    for (int i = 0; i < TAKERS; i++) {
        taker_init(&takers[i], pace, "A", limited);
        takers[i].task.driver = &recorder.head;
        ck_assert_int_eq(join(pace, &takers[i].turn, &takers[i].task, "A", limited), CONNECT_OK);
    }
    return pace;
}

static bool look(int taker, int64_t *until)
{
    return pace_look(takers[taker].pace, &takers[taker].turn, until);
}

START_TEST(only_the_head_has_a_time_and_wakes_the_next_when_it_goes)
{
    struct pace *pace = queue_up(10, false);
    int64_t until;

    ck_assert(!look(1, &until));
    ck_assert(until == DEADLINE_NONE);
    for (int i = 0; i < TAKERS; i++) {
        recorder.count = 0;
        while (!look(i, &until)) {
            ck_assert(until != DEADLINE_NONE);
            fake_clock_advance(&fake, until - fake.ticks);
        }
        ck_assert_int_eq(recorder.count, i + 1 < TAKERS ? 1 : 0);
        ck_assert(i + 1 == TAKERS || recorder.woken[0] == &takers[i + 1].task);
        ck_assert(i + 2 >= TAKERS || !look(i + 2, &until));
    }
    pace_free(pace);
}
END_TEST

START_TEST(the_limiter_serves_in_the_order_of_arrival)
{
    struct pace *pace = queue_up(0, true);
    int64_t until;

    respond(pace, "A", true, true);
    for (int i = 0; i < TAKERS; i++) {
        ck_assert(i + 1 == TAKERS || !look(i + 1, &until));
        while (!look(i, &until)) {
            ck_assert(until != DEADLINE_NONE);
            fake_clock_advance(&fake, until - fake.ticks);
        }
    }
    pace_free(pace);
}
END_TEST

START_TEST(a_turn_passes_the_bucket_and_then_the_limiter)
{
    struct pace *pace = queue_up(1000, true);
    int64_t until;

    respond(pace, "A", true, true);
    fake_clock_advance(&fake, 100);
    ck_assert(!look(0, &until)); /* has its token, and waits for the limiter */
    ck_assert_int_eq(until, fake.ticks + 1900);
    ck_assert(recorder.woken[recorder.count - 1] == &takers[1].task);
    ck_assert(!look(1, &until));
    ck_assert(until == DEADLINE_NONE);
    fake_clock_advance(&fake, 1500); /* the head is not late */
    ck_assert(!look(1, &until));
    ck_assert(until == DEADLINE_NONE);
    for (int i = 0; i < TAKERS; i++) {
        pace_leave(pace, &takers[i].turn);
    }
    pace_free(pace);
}
END_TEST

START_TEST(whoever_leaves_is_not_waited_for)
{
    static const int orders[][TAKERS] = {
        { 0, 1, 2, 3, 4, 5 }, { 5, 4, 3, 2, 1, 0 }, { 2, 0, 4, 1, 5, 3 }, { 3, 5, 1, 4, 0, 2 }
    };
    struct pace *pace = queue_up(1, false);
    int64_t until;
    bool is_gone[TAKERS] = { false };

    ck_assert(look(0, &until)); /* takes the burst */
    is_gone[0] = true;
    for (int i = 0; i < TAKERS; i++) {
        int leaver = orders[_i][i], head = 0;

        while (head < TAKERS && is_gone[head]) {
            head++;
        }
        recorder.count = 0;
        pace_leave(pace, &takers[leaver].turn);
        ck_assert_int_eq(recorder.count > 0,
                         leaver == head && head + 1 < TAKERS &&
                             memchr(is_gone + head + 1, 0, (size_t)(TAKERS - head - 1)) != NULL);
        is_gone[leaver] = true;
    }
    ck_assert_int_eq(take(pace, "A"), CONNECT_OK);
    pace_free(pace);
}
END_TEST

START_TEST(a_head_that_does_not_look_is_passed_after_a_second)
{
    struct pace *pace = queue_up(10, false);
    int64_t until;

    ck_assert(look(0, &until));
    ck_assert(!look(1, &until)); /* and its loop is busy from now on */
    fake_clock_advance(&fake, until - fake.ticks + 1000);
    ck_assert(!look(3, &until));
    fake_clock_advance(&fake, 1);
    ck_assert(look(3, &until));
    fake_clock_advance(&fake, 250);
    ck_assert(look(1, &until)); /* still the head */
    ck_assert(!look(4, &until));
    for (int i = 0; i < TAKERS; i++) {
        pace_leave(pace, &takers[i].turn);
    }
    pace_free(pace);
}
END_TEST

/* However long the queue was empty. */
START_TEST(a_new_head_has_a_second_as_well)
{
    struct pace *pace = queue_up(10, false);
    int64_t until;

    for (int i = 0; i < TAKERS; i++) {
        pace_leave(pace, &takers[i].turn);
    }
    fake_clock_advance(&fake, 5000);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(join(pace, &takers[i].turn, &takers[i].task, "A", false), CONNECT_OK);
    }
    ck_assert(!look(1, &until));
    ck_assert(look(0, &until));
    pace_leave(pace, &takers[1].turn);
    pace_free(pace);
}
END_TEST

START_TEST(a_faster_limiter_wakes_its_head)
{
    struct pace *pace = queue_up(0, true);
    int64_t until, later;

    respond(pace, "A", true, true);
    ck_assert(!look(0, &until));
    recorder.count = 0;
    for (int i = 0; i < 20; i++) {
        fake_clock_advance(&fake, 50);
        respond(pace, "A", true, false);
    }
    ck_assert_int_gt(recorder.count, 0);
    ck_assert(recorder.woken[0] == &takers[0].task);
    if (!look(0, &later)) {
        ck_assert_int_le(later, until);
    }
    for (int i = 0; i < TAKERS; i++) {
        pace_leave(pace, &takers[i].turn);
    }
    pace_free(pace);
}
END_TEST

/* From then on the bucket refills: the head waits for less. */
START_TEST(the_first_response_of_a_burst_wakes_the_head)
{
    struct pace *pace = queue_up(10, false);
    int64_t until, start = fake.ticks;

    ck_assert(look(0, &until));
    ck_assert(!look(1, &until));
    ck_assert_int_eq(until, start + 150 + 100);
    fake_clock_advance(&fake, 40);
    recorder.count = 0;
    respond(pace, "A", false, false);
    ck_assert_int_eq(recorder.count, 1);
    ck_assert(recorder.woken[0] == &takers[1].task);
    ck_assert(!look(1, &until));
    ck_assert_int_eq(until, start + 40 + 100);
    respond(pace, "A", false, false);
    ck_assert_int_eq(recorder.count, 1);
    for (int i = 1; i < TAKERS; i++) {
        pace_leave(pace, &takers[i].turn);
    }
    pace_free(pace);
}
END_TEST

static bool make_and_take(void *user)
{
    struct pace *pace = pace_with(1, 1, &fake.face);
    connect_status status = CONNECT_E_MEMORY;

    (void)user;
    if (pace != NULL && pace_add_own(pace, "A", (struct quota){ 1, 1 })) {
        status = take(pace, "A");
    }
    pace_free(pace);
    return status == CONNECT_OK;
}

START_TEST(an_allocation_failure_is_reported)
{
    fake_clock_init(&fake);
    memory_watch();
    memory_fail_each(make_and_take, NULL, 0);
    memory_unwatch();
}
END_TEST

/* ---- threads and real time ---- */

#define RATE 20.0
#define BURST 5.0
#define CALLS 30
#define THREADS 8

/*
 * A service that counts from its start on.  It has no limit of what it saves, so that threads which
 * are late together, on a busy machine, are not too many.
 */
struct strict_service {
    pthread_mutex_t lock;
    double tokens;
    int64_t refilled; /* us */
    int refused, served;
};

struct crowd {
    struct pace *pace;
    struct strict_service service;
    atomic_int next;
};

static int64_t now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void serve(struct strict_service *service)
{
    int64_t now;

    pthread_mutex_lock(&service->lock);
    now = now_us();
    service->tokens += (double)(now - service->refilled) / 1e6 * RATE;
    service->refilled = now;
    if (service->tokens >= 1) {
        service->tokens -= 1;
        service->served++;
    } else {
        service->refused++;
    }
    pthread_mutex_unlock(&service->lock);
}

static void *make_calls(void *user)
{
    struct crowd *crowd = user;
    int number;

    while ((number = atomic_fetch_add(&crowd->next, 1)) < CALLS) {
        ck_assert_int_eq(take_within(crowd->pace, &clock_system, "A", false, DEADLINE_NONE),
                         CONNECT_OK);
        if (number == 0) {
            usleep(20000); /* the first one opens a connection */
        }
        serve(&crowd->service);
    }
    return NULL;
}

START_TEST(threads_stay_below_the_rate_of_a_strict_service)
{
    struct crowd crowd = { .service = { .tokens = BURST, .refilled = now_us() } };
    pthread_t threads[THREADS];
    int64_t start = now_us();

    pthread_mutex_init(&crowd.service.lock, NULL);
    crowd.pace = pace_with(RATE, BURST, &clock_system);
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, make_calls, &crowd), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(crowd.service.refused, 0);
    ck_assert_int_eq(crowd.service.served, CALLS);
    ck_assert_int_ge(now_us() - start, (int64_t)((CALLS - BURST) / RATE * 1e6));
    pace_free(crowd.pace);
}
END_TEST

/* The first of the queue waits for an hour, and so would all behind it if it stayed. */
struct member {
    struct taker taker;
    connect_cancel *cancel;
};

static void *wait_for_turn(void *user)
{
    connect_transport none = { .size = sizeof none };

    driver_run(&clock_system, &none, &((struct member *)user)->taker.task);
    return NULL;
}

START_TEST(a_cancelled_thread_leaves_the_queue)
{
    struct pace *pace = pace_with(1.0 / 3600, 1, &clock_system);
    struct member members[3];
    pthread_t threads[3];

    ck_assert_int_eq(take_within(pace, &clock_system, "A", false, DEADLINE_NONE), CONNECT_OK);
    for (int i = 0; i < 3; i++) {
        taker_init(&members[i].taker, pace, "A", false);
        ck_assert_int_eq(connect_cancel_new(&members[i].cancel), CONNECT_OK);
        members[i].taker.task.cancel = members[i].cancel;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, wait_for_turn, &members[i]), 0);
    }
    usleep(20000);
    for (int i = 0; i < 3; i++) {
        connect_cancel_fire(members[i].cancel);
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(members[i].taker.task.status, CONNECT_E_CANCELLED);
        task_release(&members[i].taker.task);
        connect_cancel_free(members[i].cancel);
    }
    pace_free(pace);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("pace");
    TCase *alone = tcase_create("alone"), *queue = tcase_create("queue");
    tcase_add_checked_fixture(queue, memory_watch, memory_end);
    tcase_add_checked_fixture(alone, memory_watch, memory_end);
    TCase *crowd = tcase_create("crowd");
    tcase_add_checked_fixture(crowd, memory_watch, memory_end);

    tcase_set_timeout(alone, 30);
    tcase_add_test(alone, a_burst_goes_at_once_and_the_rest_at_the_rate);
    tcase_add_loop_test(alone, every_rate_is_reached_whatever_the_burst, 0, 3);
    tcase_add_test(alone, a_thread_that_wakes_late_does_not_lower_the_rate);
    tcase_add_test(alone, lateness_is_made_up_for_by_twenty_milliseconds_at_most);
    tcase_add_test(alone, refilling_begins_with_the_first_response_of_a_burst);
    tcase_add_test(alone, each_operation_has_its_own_bucket);
    tcase_add_test(alone, a_rest_fills_the_bucket_up_to_the_burst_only);
    tcase_add_test(alone, refusals_slow_down_and_time_heals);
    tcase_add_test(alone, a_time_is_rounded_up_and_does_not_overflow);
    tcase_add_loop_test(alone, refusals_leave_a_tenth_of_the_rate, 0, 4);
    tcase_add_test(alone, a_new_bucket_refills_late);
    tcase_add_loop_test(alone, a_bucket_refills_late_after_it_was_full_for_as_long, 0,
                        sizeof rests / sizeof *rests);
    tcase_add_test(alone, refills_do_not_change_since_when_a_bucket_is_full);
    tcase_add_test(alone, a_refusal_empties_the_bucket);
    tcase_add_loop_test(alone, refusals_count_once_within_a_second, 0,
                        sizeof refusals / sizeof *refusals);
    tcase_add_test(alone, the_deadline_ends_the_wait_for_a_turn);
    tcase_add_test(alone, without_a_rate_only_the_limiter_delays);
    tcase_add_test(alone, an_allocation_failure_is_reported);
    suite_add_tcase(suite, alone);
    tcase_add_test(queue, only_the_head_has_a_time_and_wakes_the_next_when_it_goes);
    tcase_add_test(queue, the_limiter_serves_in_the_order_of_arrival);
    tcase_add_test(queue, a_turn_passes_the_bucket_and_then_the_limiter);
    tcase_add_loop_test(queue, whoever_leaves_is_not_waited_for, 0, 4);
    tcase_add_test(queue, a_head_that_does_not_look_is_passed_after_a_second);
    tcase_add_test(queue, a_new_head_has_a_second_as_well);
    tcase_add_test(queue, a_faster_limiter_wakes_its_head);
    tcase_add_test(queue, the_first_response_of_a_burst_wakes_the_head);
    suite_add_tcase(suite, queue);
    tcase_set_timeout(crowd, 30);
    tcase_add_test(crowd, threads_stay_below_the_rate_of_a_strict_service);
    tcase_add_test(crowd, a_cancelled_thread_leaves_the_queue);
    suite_add_tcase(suite, crowd);
    return suite;
}
