/*
 * The transition table of a call: every step in every state either moves the call as the table
 * says, or is refused and changes nothing.
 */
#include "call/machine.h"
#include "core/error.h"
#include "support/stage.h"
#include "support/suite.h"
#include "support/world.h"

#include <string.h>

static struct stage stage;
static struct call *call;
static const struct fake_response fine = { .status = 200, .body = "{}" };
static const struct fake_response fails = { .status = 500, .body = "{}" };

static void set_up(void)
{
    stage_begin(&stage, &stage_get);
    stage.site.is_paced = true;
    ck_assert_int_eq(call_new(&stage.site, &stage_request_fine, NULL, &call, NULL), CONNECT_OK);
}

static void tear_down(void)
{
    call_free(call);
    stage_end(&stage);
}

/* ---- steps, and the events they may be ---- */

static void give_credentials(void)
{
    call_give_credentials(call, stage.keys, NULL);
}

static void fail_credentials(void)
{
    connect_error *error = NULL;

    (void)error_set(&error, CONNECT_E_CREDENTIALS, "none");
    call_fail(call, error);
}

static void take_turn(void)
{
    call_take_turn(call);
}

static void compose(void)
{
    (void)call_compose(call);
}

static void receive_response(const struct fake_response *scripted)
{
    connect_http_failure failure = { .size = sizeof failure };
    connect_status status = CONNECT_OK;

    if (call->response != NULL) {
        status = fake_response_play(scripted, NULL, call_response(call), &failure);
    }
    call_receive(call, status, &failure);
}

static void receive_success(void)
{
    receive_response(&fine);
}

static void receive_failure(void)
{
    receive_response(&fails);
}

static void retry(void)
{
    call_retry(call);
}

static void cancel(void)
{
    call_stop(call, CONNECT_E_CANCELLED);
}

static const struct {
    void (*step)(void);
    enum call_event event;
} steps[] = {
    { give_credentials, EVENT_CREDENTIALS_GIVEN },
    { fail_credentials, EVENT_CREDENTIALS_FAILED },
    { take_turn, EVENT_TURN_TAKEN },
    { compose, EVENT_COMPOSED },
    { receive_success, EVENT_SUCCESS },
    { receive_failure, EVENT_RETRY },
    { retry, EVENT_BACKOFF_OVER },
    { cancel, EVENT_STOP },
};
#define STEPS ((int)(sizeof steps / sizeof *steps))

static void reach(enum call_state state)
{
    void (*const way[])(void) = { give_credentials, take_turn, compose, receive_failure };

    for (size_t i = 0; i < sizeof way / sizeof *way && call_state(call) != state; i++) {
        way[i]();
    }
    if (state == CALL_DONE) {
        cancel();
    }
    ck_assert_int_eq(call_state(call), state);
}

START_TEST(each_step_follows_the_table_or_is_refused)
{
    enum call_state state = (enum call_state)(CALL_CREDENTIALS + _i / STEPS), next;
    int step = _i % STEPS;
    struct call before;

    reach(state);
    memcpy(&before, call, sizeof before);
    next = call_transition(state, steps[step].event);
    steps[step].step();
    if (next != CALL_NO_STATE) {
        ck_assert_int_eq(call_state(call), next);
        ck_assert_int_eq(call->refused, 0);
        check_has_not(stage.log.text, "internal error");
        return;
    }
    ck_assert_int_eq(call->refused, 1);
    check_has(stage.log.text, "internal error: event ");
    check_has(stage.log.text, call_state_name(state));
    before.refused = 1;
    /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison): the padding was copied, too */
    ck_assert_int_eq(memcmp(call, &before, sizeof before), 0);
}
END_TEST

START_TEST(every_state_but_the_last_has_a_way_out_and_a_way_in)
{
    for (int state = CALL_CREDENTIALS; state < CALL_STATES; state++) {
        int out = 0, in = 0;

        for (int event = 0; event < CALL_EVENTS; event++) {
            out += call_transition(state, event) != CALL_NO_STATE;
            for (int from = CALL_CREDENTIALS; from < CALL_STATES; from++) {
                in += call_transition(from, event) == (enum call_state)state;
            }
        }
        ck_assert(state == CALL_DONE ? out == 0 : out > 0);
        ck_assert_int_gt(in, 0);
    }
}
END_TEST

START_TEST(nothing_is_stopped_while_a_request_is_on_the_wire)
{
    ck_assert_int_eq(call_transition(CALL_ON_WIRE, EVENT_STOP), CALL_NO_STATE);
    for (int state = CALL_CREDENTIALS; state < CALL_DONE; state++) {
        if (state != CALL_ON_WIRE) {
            ck_assert_int_eq(call_transition(state, EVENT_STOP), CALL_DONE);
        }
    }
}
END_TEST

START_TEST(states_and_events_have_names)
{
    for (int state = 0; state < CALL_STATES; state++) {
        ck_assert_ptr_nonnull(call_state_name(state));
    }
    for (int event = 0; event < CALL_EVENTS; event++) {
        ck_assert_ptr_nonnull(call_event_name(event));
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("call_states");
    TCase *tcase = tcase_create("states");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, each_step_follows_the_table_or_is_refused, 0,
                        (CALL_STATES - CALL_CREDENTIALS) * STEPS);
    tcase_add_test(tcase, every_state_but_the_last_has_a_way_out_and_a_way_in);
    tcase_add_test(tcase, nothing_is_stopped_while_a_request_is_on_the_wire);
    tcase_add_test(tcase, states_and_events_have_names);
    suite_add_tcase(suite, tcase);
    return suite;
}
