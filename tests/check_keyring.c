/*
 * The keyring: when credentials are refreshed, what is returned in the meantime, and how deadlines
 * and cancel tokens of callers affect a refresh that serves all of them.
 */
#include "aws/keyring_state.h"
#include "call/driver.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/loop_driver.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/ring.h"
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ENTRIES(array) (sizeof(array) / sizeof(array)[0])
#define MINUTE 60000

static struct ring_world world;

/* ---- the policy, as sequences of steps ---- */

enum deed { GET, ADVANCE, REJECT };

/* An action, the outcome of a fetch, and the expected credentials or failure. */
struct step {
    enum deed deed;
    enum ring_outcome outcome;
    int64_t seconds; /* to advance, or the lifetime of fresh credentials */
    const char *key; /* expected access key id, NULL for a failure */
    connect_status status;
};

/* clang-format off */
#define FIRST_6H { GET, RING_FRESH, 21600, "KEY1", CONNECT_OK }
#define AFTER(s) { ADVANCE, RING_NO_FETCH, (s), NULL, CONNECT_OK }
#define SAME(k) { GET, RING_NO_FETCH, 0, (k), CONNECT_OK }
#define FRESH(s, k) { GET, RING_FRESH, (s), (k), CONNECT_OK }
#define FAILS_BUT(k) { GET, RING_FAILS, 0, (k), CONNECT_OK }
/* clang-format on */

static const struct {
    const char *name;
    bool is_user_code;
    unsigned char chance;
    struct step steps[14];
} stories[] = {
    { "fresh credentials are returned without a fetch",
      false,
      0,
      { FIRST_6H, SAME("KEY1"), AFTER(17999), SAME("KEY1") } },
    { "in the last hour of six they are refreshed",
      false,
      0,
      { FIRST_6H, AFTER(18000), FRESH(21600, "KEY2"), SAME("KEY2") } },
    { "of ten minutes: in the last five",
      false,
      0,
      { FRESH(600, "KEY1"), AFTER(299), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "of twenty minutes: in the last five",
      false,
      0,
      { FRESH(1200, "KEY1"), AFTER(899), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "of twenty and a half minutes: in the last fifteen",
      false,
      0,
      { FRESH(1230, "KEY1"), AFTER(329), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "of an hour: in the last fifteen minutes",
      false,
      0,
      { FRESH(3600, "KEY1"), AFTER(2699), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "of ninety minutes: in the last sixty",
      false,
      0,
      { FRESH(5400, "KEY1"), AFTER(1799), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "the window follows the life seen last",
      false,
      0,
      { FIRST_6H, AFTER(18060), FRESH(600, "KEY2"), AFTER(299), SAME("KEY2"), AFTER(1),
        FRESH(600, "KEY3") } },
    { "of a life shorter than twice the window: at half of it, and not for every call",
      false,
      0,
      { FRESH(100, "KEY1"), SAME("KEY1"), AFTER(49), SAME("KEY1"), AFTER(1), FRESH(100, "KEY2") } },
    { "a failed refresh leaves the older ones",
      false,
      0,
      { FIRST_6H, AFTER(18000), FAILS_BUT("KEY1"), SAME("KEY1") } },
    { "so does a response with expired ones",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, RING_STALE, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "and a source that is not configured any more",
      false,
      0,
      { FIRST_6H, AFTER(18000), { GET, RING_NOTHING, 0, "KEY1", CONNECT_OK }, SAME("KEY1") } },
    { "also in the last minute",
      false,
      0,
      { FIRST_6H, AFTER(21550), FAILS_BUT("KEY1"), SAME("KEY1") } },
    { "and when they have expired",
      false,
      0,
      { FIRST_6H, AFTER(30000), FAILS_BUT("KEY1"), AFTER(299), SAME("KEY1"), AFTER(1),
        FRESH(600, "KEY3") } },
    { "the back-off after a failure is random, ten minutes at most",
      false,
      0xff,
      { FIRST_6H, AFTER(30000), FAILS_BUT("KEY1"), AFTER(599), SAME("KEY1"), AFTER(1),
        FRESH(600, "KEY3") } },
    { "each failure begins a back-off of its own",
      false,
      0,
      { FIRST_6H, AFTER(30000), FAILS_BUT("KEY1"), AFTER(300), FAILS_BUT("KEY1"), AFTER(299),
        SAME("KEY1"), AFTER(1), FRESH(600, "KEY4") } },
    { "the back-off ends at half of the life that is left, and again",
      false,
      0xff,
      { FRESH(900, "KEY1"), AFTER(600), FAILS_BUT("KEY1"), AFTER(149), SAME("KEY1"), AFTER(1),
        FAILS_BUT("KEY1"), AFTER(74), SAME("KEY1"), AFTER(1), FRESH(900, "KEY4") } },
    { "also for credentials that the service calls expired",
      false,
      0xff,
      { FRESH(900, "KEY1"),
        AFTER(600),
        FAILS_BUT("KEY1"),
        { REJECT, 0, 0, NULL, CONNECT_OK },
        SAME("KEY1"),
        AFTER(150),
        FRESH(900, "KEY3") } },
    { "a first fetch that fails is reported, and the next call fetches again",
      false,
      0,
      { { GET, RING_FAILS, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, RING_STALE, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, RING_NOTHING, 0, NULL, CONNECT_E_CREDENTIALS },
        FRESH(600, "KEY4") } },
    { "what needs the user fails no call while the older ones are valid",
      false,
      0,
      { FIRST_6H,
        AFTER(18000),
        { GET, RING_FINAL, 0, "KEY1", CONNECT_OK },
        SAME("KEY1"),
        AFTER(299),
        SAME("KEY1"),
        AFTER(1),
        FRESH(21600, "KEY3") } },
    { "it is reported when they are due, and remembered for a moment",
      false,
      0xff,
      { FIRST_6H,
        AFTER(21541),
        { GET, RING_FINAL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, RING_NO_FETCH, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(4),
        { GET, RING_NO_FETCH, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(1),
        FRESH(600, "KEY3") } },
    { "also when it was found out ahead of time",
      false,
      0xff,
      { FIRST_6H,
        AFTER(21000),
        { GET, RING_FINAL, 0, "KEY1", CONNECT_OK },
        AFTER(541),
        { GET, RING_FINAL, 0, NULL, CONNECT_E_CREDENTIALS } } },
    { "also of a first fetch",
      false,
      0,
      { { GET, RING_FINAL, 0, NULL, CONNECT_E_CREDENTIALS },
        { GET, RING_NO_FETCH, 0, NULL, CONNECT_E_CREDENTIALS },
        AFTER(1),
        FRESH(600, "KEY2") } },
    { "a malformed config file is such a failure",
      false,
      0,
      { FIRST_6H,
        AFTER(21541),
        { GET, RING_MISCONFIGURED, 0, NULL, CONNECT_E_CONFIGURATION },
        { GET, RING_NO_FETCH, 0, NULL, CONNECT_E_CONFIGURATION } } },
    { "refused credentials are replaced",
      false,
      0,
      { FIRST_6H, { REJECT, 0, 0, NULL, CONNECT_OK }, FRESH(600, "KEY2"), SAME("KEY2") } },
    { "or kept when there are no others",
      false,
      0,
      { FIRST_6H,
        { REJECT, 0, 0, NULL, CONNECT_OK },
        FAILS_BUT("KEY1"),
        SAME("KEY1"),
        AFTER(300),
        FRESH(600, "KEY3") } },
    { "a refusal does not shorten the back-off",
      false,
      0,
      { FIRST_6H,
        AFTER(30000),
        FAILS_BUT("KEY1"),
        AFTER(60),
        { REJECT, 0, 0, NULL, CONNECT_OK },
        SAME("KEY1"),
        AFTER(240),
        FRESH(600, "KEY3") } },
    { "a source of the application is called ten seconds before expiry",
      true,
      0,
      { FIRST_6H, AFTER(21589), SAME("KEY1"), AFTER(1), FRESH(600, "KEY2") } },
    { "its credentials are used while they are valid",
      true,
      0,
      { FIRST_6H, AFTER(21590), FAILS_BUT("KEY1"), FRESH(600, "KEY3") } },
    { "and not beyond",
      true,
      0,
      { FIRST_6H,
        AFTER(21600),
        { GET, RING_FAILS, 0, NULL, CONNECT_E_CREDENTIALS },
        FRESH(600, "KEY3") } },
};

/* The credentials that a request returns now; borrowed from the keyring. */
static struct credentials *current(void)
{
    struct credentials *credentials;
    ck_assert(keyring_get_fresh(world.ring, &credentials));
    credentials_unref(credentials);
    return credentials;
}

static void take_step(const struct step *step, const char *name, size_t number)
{
    if (step->deed == ADVANCE) {
        fake_clock_advance(&world.clock, step->seconds * 1000);
        return;
    }
    if (step->deed == REJECT) {
        keyring_reject(world.ring, current());
        return;
    }
    int fetches = world.provider->fetches;
    world.provider->outcome = step->outcome;
    world.provider->lifetime_ms = step->seconds * 1000;
    char key[20];
    connect_status status = ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL);
    ck_assert_msg(status == step->status, "%s: step %zu: status %d", name, number, status);
    ck_assert_msg(world.provider->fetches == fetches + (step->outcome != RING_NO_FETCH),
                  "%s: step %zu: a fetch or none", name, number);
    ck_assert_msg(strcmp(key, step->key != NULL ? step->key : "") == 0, "%s: step %zu: %s", name,
                  number, key);
}

START_TEST(credentials_are_refreshed_by_the_policy)
{
    ring_begin(&world, stories[_i].is_user_code);
    world.chance = stories[_i].chance;
    for (size_t i = 0; i < ENTRIES(stories[_i].steps); i++) {
        const struct step *step = &stories[_i].steps[i];
        if (step->deed == GET && step->outcome == RING_NO_FETCH && step->key == NULL &&
            step->status == CONNECT_OK) {
            break;
        }
        take_step(step, stories[_i].name, i);
    }
    ring_end(&world);
}
END_TEST

START_TEST(rejecting_credentials_that_were_replaced_changes_nothing)
{
    char key[20];
    ring_begin(&world, false);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    struct credentials *first = credentials_ref(current());
    keyring_reject(world.ring, first);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    keyring_reject(world.ring, first);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(key, "KEY2");
    ck_assert_int_eq(world.provider->fetches, 2);
    credentials_unref(first);
    ring_end(&world);
}
END_TEST

START_TEST(no_back_off_is_left_when_the_clock_begins_at_zero)
{
    char key[20];
    ring_begin(&world, false);
    world.clock.ticks = 0;
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    keyring_reject(world.ring, current());
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(key, "KEY2");
    ck_assert_int_eq(world.clock.ticks, 0);
    ring_end(&world);
}
END_TEST

static void log_and_call(void *user, connect_log_level level, const char *line)
{
    fake_log_line(user, level, line);
    keyring_reject(world.ring, NULL); /* blocks if the lock is held */
}

START_TEST(a_failed_refresh_is_logged_without_the_lock)
{
    char key[20];
    ring_begin(&world, false);
    world.logger.fn = log_and_call;
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    fake_clock_advance(&world.clock, 30000000);
    world.provider->outcome = RING_FAILS;
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    ck_assert_ptr_nonnull(strstr(world.log.text, "fetch 2 failed"));
    connect_error *reason = NULL;
    keyring_explain(world.ring, &reason);
    ck_assert_str_eq(connect_error_message(reason), "fetch 2 failed");
    connect_error_free(reason);
    ring_end(&world);
}
END_TEST

static const struct {
    bool has_older; /* credentials, which have expired */
    enum ring_outcome outcome;
    const char *line; /* of the log */
} outcomes[] = {
    { false, RING_FRESH, "" },
    { true, RING_FRESH, "" },
    { false, RING_FAILS, "credentials: the refresh failed: fetch 1 failed\n" },
    { true, RING_FAILS,
      "credentials: the refresh failed, stale credentials are used: fetch 2 failed\n" },
    { true, RING_FINAL, "credentials: the refresh failed: log in again\n" },
};

START_TEST(the_log_shows_whether_stale_credentials_are_used_after_a_failed_refresh)
{
    char key[20];
    ring_begin(&world, false);
    if (outcomes[_i].has_older) {
        ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                         CONNECT_OK);
        fake_clock_advance(&world.clock, 30000000);
    }
    world.provider->outcome = outcomes[_i].outcome;
    (void)ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL);
    ck_assert_str_eq(world.log.text, outcomes[_i].line);
    ring_end(&world);
}
END_TEST

/* ---- a refresh ahead of expiry ---- */

static const struct {
    int64_t timeout_ms; /* of each call; 0: none */
    int64_t at_most_ms; /* that the first call is delayed by */
} silences[] = { { 2000, 500 }, { 0, 5000 }, { 100, 25 }, { 3600000, 5000 } };

/* Credentials are valid for 59 more minutes, and the source does not respond. */
START_TEST(a_refresh_ahead_of_expiry_fails_no_call_and_delays_one_briefly)
{
    char key[20];
    ring_begin(&world, false);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    fake_clock_advance(&world.clock, 301 * MINUTE);
    world.provider->takes_ms = 600 * MINUTE;
    for (int call = 0; call < 4; call++) {
        int64_t begun = world.clock.ticks;
        ck_assert_int_eq(ring_get(&world, &world.clock.face,
                                  deadline_after(&world.clock.face, silences[_i].timeout_ms), NULL,
                                  key, NULL),
                         CONNECT_OK);
        ck_assert_str_eq(key, "KEY1");
        ck_assert_int_le(world.clock.ticks - begun, call == 0 ? silences[_i].at_most_ms : 0);
    }
    ck_assert_int_eq(world.provider->fetches, 2);
    ring_end(&world);
}
END_TEST

START_TEST(a_cancelled_refresh_ahead_of_expiry_is_not_a_failure_of_the_source)
{
    char key[20];
    connect_cancel *cancel;
    ring_begin(&world, false);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    fake_clock_advance(&world.clock, 301 * MINUTE);
    world.provider->takes_ms = 1000;
    world.clock.fire = cancel;
    world.clock.fire_at = world.clock.ticks + 1;
    (void)ring_get(&world, &world.clock.face, DEADLINE_NONE, cancel, key, NULL);
    ck_assert_int_eq(world.provider->fetches, 2);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(key, "KEY3");
    connect_cancel_free(cancel);
    ring_end(&world);
}
END_TEST

/* ---- event loops, step by step ---- */

/* A loop that makes no progress, and may be gone when its refresh is replaced. */
struct host {
    struct task_driver driver; /* first */
    bool is_gone;
    int wakes;
};

static void host_wake(struct task_driver *driver, struct task *task)
{
    (void)task;
    ((struct host *)driver)->wakes++;
}

static unsigned host_progress(struct task_driver *driver)
{
    ck_assert(!((struct host *)driver)->is_gone);
    return 1;
}

static struct task *caller_of(struct host *host)
{
    struct task *task = keyring_task_new(world.ring);

    *host = (struct host){ .driver = { .wake = host_wake, .progress = host_progress } };
    task->driver = &host->driver;
    task_resume(task);
    return task;
}

/* The refresh that a caller starts; the caller goes on before it begins. */
static struct task *refresh_of(struct task *caller)
{
    struct task *refresh = caller->detached;

    ck_assert_int_eq(caller->want, TASK_DETACH);
    refresh->driver = caller->driver;
    caller->detached = NULL;
    task_resume(caller);
    ck_assert_int_eq(caller->want, TASK_WAIT);
    return refresh;
}

static struct task *begun_refresh_of(struct task *caller)
{
    struct task *refresh = refresh_of(caller);

    task_resume(refresh);
    task_resume(task_leaf(refresh));
    return refresh;
}

START_TEST(the_driver_of_a_refresh_that_was_replaced_is_not_used)
{
    struct host hosts[3];
    struct task *callers[3], *refreshes[2];

    ring_begin(&world, false);
    world.provider->holds = true;
    callers[0] = caller_of(&hosts[0]);
    refreshes[0] = begun_refresh_of(callers[0]);
    ck_assert_int_eq(world.provider->fetches, 1);
    callers[1] = caller_of(&hosts[1]);
    ck_assert_int_eq(callers[1]->want, TASK_WAIT);
    ck_assert_int_lt(callers[1]->until, DEADLINE_NONE);
    fake_clock_advance(&world.clock, callers[1]->until - world.clock.ticks);
    task_resume(callers[1]);
    ck_assert_int_eq(callers[1]->want, TASK_DETACH);
    /* The other refresh exists and has not begun: neither the first loop nor its own has it. */
    task_release(callers[0]);
    task_release(refreshes[0]);
    hosts[0].is_gone = true;
    refreshes[1] = refresh_of(callers[1]);
    callers[2] = caller_of(&hosts[2]);
    ck_assert_int_eq(callers[2]->want, TASK_WAIT);
    ck_assert_int_eq(world.provider->fetches, 1);
    for (int i = 1; i < 3; i++) {
        task_release(callers[i]);
    }
    task_release(refreshes[1]);
    ring_end(&world);
}
END_TEST

/* As when a refresh that was replaced ends with credentials after the next one has failed. */
START_TEST(credentials_end_the_back_off_of_a_failure)
{
    struct fetch_report report = FETCH_REPORT_INIT;
    connect_error *error = NULL;
    char key[20];

    ring_begin(&world, false);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    struct keyring *ring = world.ring;
    struct credentials *credentials = credentials_ref(ring->credentials);
    struct moment now = keyring_moment(ring);
    (void)error_set(&error, CONNECT_E_TRANSPORT, "no");
    lock_acquire(&ring->lock);
    ck_assert(keyring_serve_stale(ring, &now, &report, error));
    ck_assert(ring->next_ahead > now.steady && ring->next_due > now.steady);
    keyring_accept(ring, &now, credentials);
    ck_assert_int_le(ring->next_ahead, now.steady);
    ck_assert_int_le(ring->next_due, now.steady);
    lock_release(&ring->lock);
    credentials_unref(credentials);
    connect_error_free(error);
    fetch_report_release(&report);
    ring_end(&world);
}
END_TEST

/* As when it is the refresh that was replaced which ends last, and a login is needed. */
START_TEST(a_final_failure_ends_the_use_of_expired_credentials)
{
    struct fetch_report report = FETCH_REPORT_INIT;
    connect_error *error = NULL;
    char key[20];

    ring_begin(&world, false);
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_OK);
    struct keyring *ring = world.ring;
    struct moment now = keyring_moment(ring);
    (void)error_set(&error, CONNECT_E_TRANSPORT, "no");
    now.wall = ring->credentials->expiration;
    lock_acquire(&ring->lock);
    ck_assert(keyring_serve_stale(ring, &now, &report, error));
    ck_assert_int_eq(keyring_next_step(ring, &now), KEYRING_RETURN);
    report.is_final = true;
    ck_assert(!keyring_serve_stale(ring, &now, &report, error));
    ck_assert_int_eq(keyring_next_step(ring, &now), KEYRING_FAIL);
    now.steady = ring->failure_until;
    ck_assert_int_eq(keyring_next_step(ring, &now), KEYRING_REFRESH);
    lock_release(&ring->lock);
    connect_error_free(error);
    fetch_report_release(&report);
    ring_end(&world);
}
END_TEST

/* By the clock of this machine, which is all that the application knows. */
START_TEST(credentials_of_an_application_that_end_now_have_expired)
{
    char key[20];

    ring_begin(&world, true);
    world.provider->outcome = RING_STALE;
    ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                     CONNECT_E_CREDENTIALS);
    ring_end(&world);
}
END_TEST

/* One that callers wait for is limited by theirs. */
START_TEST(a_refresh_ahead_of_expiry_has_a_time_limit_of_its_own)
{
    struct host host;
    char key[20];

    ring_begin(&world, false);
    for (int is_ahead = 0; is_ahead < 2; is_ahead++) {
        struct task *caller = caller_of(&host);
        struct task *refresh = caller->detached;

        ck_assert_int_eq(caller->want, TASK_DETACH);
        ck_assert_int_eq(refresh->deadline, is_ahead ? world.clock.ticks + 30000 : DEADLINE_NONE);
        refresh->driver = caller->driver;
        caller->detached = NULL;
        task_resume(caller);
        task_release(caller);
        task_release(refresh);
        ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                         CONNECT_OK);
        fake_clock_advance(&world.clock, 301 * MINUTE);
    }
    ring_end(&world);
}
END_TEST

static void finish_refresh(struct task *refresh, enum ring_outcome outcome)
{
    world.provider->holds = false;
    world.provider->outcome = outcome;
    task_resume(task_leaf(refresh));
    task_resume(refresh);
    ck_assert_int_eq(refresh->want, TASK_DONE);
    task_release(refresh);
    world.provider->holds = true;
}

/* Its failure is logged, and changes neither the credentials nor when the next refresh begins. */
START_TEST(a_refresh_that_was_replaced_fails_no_caller)
{
    struct host hosts[2];
    struct task *callers[2], *refreshes[2];
    connect_error *reason = NULL;

    ring_begin(&world, false);
    world.provider->holds = true;
    for (int i = 0; i < 2; i++) {
        callers[i] = caller_of(&hosts[i]);
        if (i > 0) {
            fake_clock_advance(&world.clock, callers[i]->until - world.clock.ticks);
            task_resume(callers[i]);
        }
        refreshes[i] = begun_refresh_of(callers[i]);
    }
    if (_i == 0) {
        finish_refresh(refreshes[1], RING_FRESH);
        ck_assert_int_eq(hosts[0].wakes, 1);
        finish_refresh(refreshes[0], RING_FAILS);
    } else {
        finish_refresh(refreshes[0], RING_FAILS);
        ck_assert_int_eq(hosts[0].wakes, 0);
        finish_refresh(refreshes[1], RING_FRESH);
    }
    ck_assert_str_eq(world.log.text, "credentials: the refresh failed: fetch 1 failed\n");
    keyring_explain(world.ring, &reason);
    ck_assert_ptr_null(reason);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(hosts[i].wakes, 1);
        task_resume(callers[i]);
        ck_assert_int_eq(callers[i]->want, TASK_DONE);
        ck_assert_str_eq(((struct credentials *)callers[i]->result)->access_key_id, "KEY2");
        task_release(callers[i]);
    }
    ring_end(&world);
}
END_TEST

START_TEST(a_waiter_that_is_to_lead_is_woken_once)
{
    struct host hosts[5];
    struct task *callers[5], *refresh;

    ring_begin(&world, false);
    world.provider->holds = true;
    callers[0] = caller_of(&hosts[0]);
    refresh = begun_refresh_of(callers[0]);
    for (int i = 1; i < 5; i++) {
        callers[i] = caller_of(&hosts[i]);
        ck_assert_int_eq(callers[i]->want, TASK_WAIT);
    }
    for (int leader = 0; leader < 2; leader++) {
        task_release(refresh); /* given up, as with its loop */
        ck_assert_int_eq(hosts[0].wakes, leader + 1);
        task_release(callers[4 - leader]);
        ck_assert_int_eq(hosts[0].wakes, leader + 1);
        task_resume(callers[0]);
        refresh = begun_refresh_of(callers[0]);
    }
    task_release(refresh);
    ck_assert_int_eq(hosts[1].wakes, 0);
    task_release(callers[0]);
    ck_assert_int_eq(hosts[1].wakes, 1);
    task_release(callers[2]);
    ck_assert_int_eq(hosts[1].wakes, 1);
    ck_assert_int_eq(hosts[2].wakes + hosts[3].wakes + hosts[4].wakes, 0);
    task_release(callers[1]);
    ring_end(&world);
}
END_TEST

/*
 * One thread has given up a refresh and is about to wake the next leader, which it does without the
 * lock.  Meanwhile another thread ends a refresh and wakes all waiters.
 */
START_TEST(an_outcome_wakes_no_waiter_that_another_thread_is_about_to_wake)
{
    struct host hosts[3];
    struct task *callers[3], *refresh;
    struct keyring *ring;
    struct waiter *woken[2] = { NULL, NULL };
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = "KEY",
                                       .secret_access_key = "planted" };
    struct credentials *credentials;

    ring_begin(&world, false);
    ring = world.ring;
    credentials = credentials_new(&keys, "script");
    world.provider->holds = true;
    callers[0] = caller_of(&hosts[0]);
    refresh = begun_refresh_of(callers[0]);
    callers[1] = caller_of(&hosts[1]);
    callers[2] = caller_of(&hosts[2]);
    lock_acquire(&ring->lock);
    ring->refresh = NULL;
    queue_choose_leader(ring, &woken[0]);
    lock_release(&ring->lock);
    lock_acquire(&ring->lock);
    queue_distribute(ring, credentials, NULL, &woken[1]);
    lock_release(&ring->lock);
    waiters_wake(woken[1]);
    waiters_wake(woken[0]);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(hosts[i].wakes, 1);
        task_resume(callers[i]);
        ck_assert_int_eq(callers[i]->want, TASK_DONE);
        ck_assert_ptr_eq(callers[i]->result, credentials);
        task_release(callers[i]);
    }
    task_release(refresh);
    credentials_unref(credentials);
    ring_end(&world);
}
END_TEST

/* ---- threads, by the real clock; credentials expire by the clock of the test ---- */

static connect_clock mixed;

static void begin_threads(bool is_user_code)
{
    ring_begin(&world, is_user_code);
    mixed = clock_system;
    mixed.user = &world.clock;
    mixed.now = world.clock.face.now;
    world.context.clock = &mixed;
}

struct caller {
    pthread_t thread;
    const connect_cancel *cancel;
    int64_t timeout_ms; /* 0: none */
    connect_status status;
    char key[20];
    char message[200];
};

static void *call(void *user)
{
    struct caller *caller = user;
    connect_error *error = NULL;
    caller->status = ring_get(&world, &mixed, deadline_after(&clock_system, caller->timeout_ms),
                              caller->cancel, caller->key, &error);
    snprintf(caller->message, sizeof caller->message, "%s", connect_error_message(error));
    connect_error_free(error);
    return NULL;
}

static void start(struct caller *caller)
{
    ck_assert_int_eq(pthread_create(&caller->thread, NULL, call, caller), 0);
}

static void finish(struct caller *caller)
{
    ck_assert_int_eq(pthread_join(caller->thread, NULL), 0);
}

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

#define THREADS 64

START_TEST(one_refresh_serves_all_waiters)
{
    static const struct {
        bool is_user_code;
        int64_t age_s; /* of stale credentials; 0: there are none */
        enum ring_outcome outcome;
        connect_status status;
        const char *key, *message;
    } cases[] = {
        { false, 0, RING_FRESH, CONNECT_OK, "KEY1", "" },
        { false, 0, RING_FAILS, CONNECT_E_CREDENTIALS, "", "fetch 1 failed" },
        { false, 30000, RING_FRESH, CONNECT_OK, "KEY2", "" },
        { false, 30000, RING_FAILS, CONNECT_OK, "KEY1", "" },
        { true, 21595, RING_FAILS, CONNECT_OK, "KEY1", "" },
        { true, 30000, RING_FAILS, CONNECT_E_CREDENTIALS, "", "fetch 2 failed" },
        { false, 30000, RING_FINAL, CONNECT_E_CREDENTIALS, "", "log in again" },
    };
    static struct caller callers[THREADS];
    begin_threads(cases[_i].is_user_code);
    memset(callers, 0, sizeof callers);
    if (cases[_i].age_s > 0) {
        struct caller first = { .timeout_ms = 0 };
        start(&first);
        finish(&first);
        fake_clock_advance(&world.clock, cases[_i].age_s * 1000);
    }
    int fetches = world.provider->fetches;
    world.provider->outcome = cases[_i].outcome;
    world.provider->holds = true;
    for (size_t i = 0; i < THREADS; i++) {
        start(&callers[i]);
    }
    ring_wait_fetches(world.provider, fetches + 1);
    /* A caller that comes after the first fetch has failed may fetch again. */
    sleep_ms(300);
    ring_let_go(world.provider);
    for (size_t i = 0; i < THREADS; i++) {
        finish(&callers[i]);
        ck_assert_int_eq(callers[i].status, cases[_i].status);
        ck_assert_str_eq(callers[i].key, cases[_i].key);
        ck_assert_str_eq(callers[i].message, cases[_i].message);
    }
    ck_assert_int_eq(world.provider->fetches, fetches + 1);
    ring_end(&world);
}
END_TEST

START_TEST(a_refresh_ahead_of_expiry_delays_no_other_caller)
{
    struct caller first = { 0 }, slow = { 0 }, others[16] = { 0 };
    begin_threads(false);
    start(&first);
    finish(&first);
    fake_clock_advance(&world.clock, 18000000);
    world.provider->holds = true;
    start(&slow);
    ring_wait_fetches(world.provider, 2);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        start(&others[i]);
    }
    for (size_t i = 0; i < ENTRIES(others); i++) {
        finish(&others[i]); /* while the fetch is still under way */
        ck_assert_str_eq(others[i].key, "KEY1");
    }
    ring_let_go(world.provider);
    finish(&slow);
    ck_assert_str_eq(slow.key, "KEY2");
    ck_assert_int_eq(world.provider->fetches, 2);
    ring_end(&world);
}
END_TEST

START_TEST(waiting_for_a_refresh_ends_by_cancel_token_and_deadline)
{
    struct caller slow = { 0 }, cancelled = { 0 }, late = { .timeout_ms = 150 };
    connect_cancel *cancel;
    begin_threads(false);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    cancelled.cancel = cancel;
    world.provider->holds = true;
    start(&slow);
    ring_wait_fetches(world.provider, 1);
    start(&cancelled);
    start(&late);
    finish(&late);
    ck_assert_int_eq(late.status, CONNECT_E_TIMEOUT);
    ck_assert_str_eq(late.message,
                     "the time limit of the call passed while credentials were fetched");
    connect_cancel_fire(cancel);
    finish(&cancelled);
    ck_assert_int_eq(cancelled.status, CONNECT_E_CANCELLED);
    ring_let_go(world.provider);
    finish(&slow);
    ck_assert_int_eq(slow.status, CONNECT_OK);
    ck_assert_int_eq(world.provider->fetches, 1);
    connect_cancel_free(cancel);
    ring_end(&world);
}
END_TEST

/* The leader ends by its own deadline or cancel token. */
START_TEST(the_deadline_and_token_of_the_leader_end_no_other_caller)
{
    struct caller leader = { 0 }, others[4] = { 0 };
    connect_cancel *cancel;
    begin_threads(false);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    if (_i == 0) {
        leader.timeout_ms = 200;
    } else {
        leader.cancel = cancel;
    }
    world.provider->holds = true;
    start(&leader);
    ring_wait_fetches(world.provider, 1);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        start(&others[i]);
    }
    sleep_ms(50);
    connect_cancel_fire(cancel);
    finish(&leader);
    ck_assert_int_eq(leader.status, _i == 0 ? CONNECT_E_TIMEOUT : CONNECT_E_CANCELLED);
    ring_wait_fetches(world.provider, 2);
    ring_let_go(world.provider);
    for (size_t i = 0; i < ENTRIES(others); i++) {
        finish(&others[i]);
        ck_assert_int_eq(others[i].status, CONNECT_OK);
        ck_assert_str_eq(others[i].key, "KEY2");
    }
    ck_assert_int_eq(world.provider->fetches, 2);
    connect_cancel_free(cancel);
    ring_end(&world);
}
END_TEST

/* ---- memory ---- */

static bool get_once(struct keyring *ring)
{
    struct task *task = keyring_task_new(ring);
    if (task == NULL) {
        return false;
    }
    driver_run(&world.clock.face, NULL, task);
    bool done = task->result != NULL;
    ck_assert(done == (task->error == NULL));
    /* A provider that fails when there are no other credentials, for lack of memory before. */
    if (connect_error_code(task->error) != CONNECT_E_CREDENTIALS) {
        memory_check_status(connect_error_code(task->error), CONNECT_OK);
    }
    task_release(task);
    return done;
}

static bool use_keyring(void *user)
{
    (void)user;
    struct keyring *ring = keyring_new(&world.provider->head, &world.context);
    if (ring == NULL) {
        return false;
    }
    struct task *unused = keyring_task_new(ring);
    bool done = unused != NULL;
    task_release(unused);
    for (int i = 0; done && i < 4; i++) {
        world.provider->outcome = i == 2 ? RING_FAILS : RING_FRESH;
        done = get_once(ring);
        fake_clock_advance(&world.clock, i == 0 ? 18000000 : 21600000);
    }
    keyring_free(ring);
    return done;
}

START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    ring_begin(&world, false);
    memory_watch();
    memory_fail_each(use_keyring, NULL, 14);
    memory_unwatch();
    ring_end(&world);
}
END_TEST

/* A caller that finds a refresh under way. */
static bool wait_once(void *user)
{
    struct host *host = user;
    struct task *caller = keyring_task_new(world.ring);
    if (caller == NULL) {
        return false;
    }
    *host = (struct host){ .driver = { .wake = host_wake, .progress = host_progress } };
    caller->driver = &host->driver;
    task_resume(caller);
    bool waits = caller->want == TASK_WAIT;
    ck_assert(waits || caller->want == TASK_DONE);
    memory_check_status(connect_error_code(caller->error), CONNECT_OK);
    ck_assert_int_eq(caller->error == NULL, waits);
    task_release(caller);
    ck_assert_int_eq(host->wakes, 0);
    return waits;
}

START_TEST(a_caller_without_memory_to_wait_fails_and_leaves_the_refresh_alone)
{
    struct host hosts[2];
    struct task *leader, *refresh;
    ring_begin(&world, false);
    world.provider->holds = true;
    leader = caller_of(&hosts[0]);
    refresh = begun_refresh_of(leader);
    memory_watch();
    memory_fail_each(wait_once, &hosts[1], 0);
    memory_unwatch();
    ck_assert_int_eq(hosts[0].wakes, 0);
    finish_refresh(refresh, RING_FRESH);
    task_resume(leader);
    ck_assert_int_eq(leader->want, TASK_DONE);
    ck_assert_ptr_nonnull(leader->result);
    task_release(leader);
    ring_end(&world);
}
END_TEST

START_TEST(no_secret_is_left_in_freed_memory)
{
    char key[20];
    memory_watch();
    memory_look_for("planted");
    ring_begin(&world, false);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                         CONNECT_OK);
        fake_clock_advance(&world.clock, 20000000);
    }
    ring_end(&world);
    ck_assert_uint_eq(memory_found(), 0);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("keyring");
    TCase *policy = tcase_create("policy"), *threads = tcase_create("threads");
    /* On a loop a refresh ahead of expiry delays no call, which returns the older credentials. */
    if (!loop_driver_is_chosen()) {
        tcase_add_loop_test(policy, credentials_are_refreshed_by_the_policy, 0, ENTRIES(stories));
        tcase_add_loop_test(policy, a_refresh_ahead_of_expiry_fails_no_call_and_delays_one_briefly,
                            0, ENTRIES(silences));
        tcase_add_test(policy, a_cancelled_refresh_ahead_of_expiry_is_not_a_failure_of_the_source);
        tcase_add_test(threads, a_refresh_ahead_of_expiry_delays_no_other_caller);
    }
    tcase_add_test(policy, rejecting_credentials_that_were_replaced_changes_nothing);
    tcase_add_test(policy, no_back_off_is_left_when_the_clock_begins_at_zero);
    tcase_add_test(policy, a_failed_refresh_is_logged_without_the_lock);
    tcase_add_loop_test(policy,
                        the_log_shows_whether_stale_credentials_are_used_after_a_failed_refresh, 0,
                        ENTRIES(outcomes));
    tcase_add_test(policy, credentials_end_the_back_off_of_a_failure);
    tcase_add_test(policy, a_final_failure_ends_the_use_of_expired_credentials);
    tcase_add_test(policy, credentials_of_an_application_that_end_now_have_expired);
    tcase_add_test(policy, a_refresh_ahead_of_expiry_has_a_time_limit_of_its_own);
    tcase_add_test(policy, the_driver_of_a_refresh_that_was_replaced_is_not_used);
    tcase_add_loop_test(policy, a_refresh_that_was_replaced_fails_no_caller, 0, 2);
    tcase_add_test(policy, a_waiter_that_is_to_lead_is_woken_once);
    tcase_add_test(policy, an_outcome_wakes_no_waiter_that_another_thread_is_about_to_wake);
    suite_add_tcase(suite, policy);
    tcase_add_loop_test(threads, one_refresh_serves_all_waiters, 0, 7);
    tcase_add_test(threads, waiting_for_a_refresh_ends_by_cancel_token_and_deadline);
    tcase_add_loop_test(threads, the_deadline_and_token_of_the_leader_end_no_other_caller, 0, 2);
    tcase_set_timeout(threads, 30);
    suite_add_tcase(suite, threads);
    TCase *memory = tcase_create("memory");
    tcase_add_test(memory, every_failed_allocation_is_an_error_and_no_leak);
    tcase_add_test(memory, a_caller_without_memory_to_wait_fails_and_leaves_the_refresh_alone);
    tcase_add_test(memory, no_secret_is_left_in_freed_memory);
    suite_add_tcase(suite, memory);
    return suite;
}
