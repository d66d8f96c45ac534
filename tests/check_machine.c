/*
 * The whole of the call machine: every sequence of attempt outcomes, credential failures, refusals
 * of the pacer and cancellations, to its end, for the three kinds of operation under several time
 * limits.  What must hold of each is checked against a model that knows the outcomes, not the code.
 *
 * A sequence is a path of choices.  It is played from the start; where the path ends, the first
 * choice is taken and noted.  The next path changes the last choice that has another one.  So every
 * path is played once, and a failure prints the choices that led to it.
 */
#include "call/machine.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/internals.h"
#include "support/outcomes.h"
#include "support/patience.h"
#include "support/stage.h"
#include "support/suite.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ATTEMPTS 3
#define STEPS_MAX 64
#define OLD_KEY "AKIDOLD"
#define NEW_KEY "AKIDNEW"

/* ---- surroundings ---- */

static const struct connect_operation *const operations[] = { &stage_update, &stage_get,
                                                              &stage_act };

/* Time limit of the call in ms (0: none), and what is left of the retry quota. */
static const struct {
    int64_t limit_ms;
    int32_t quota;
} surroundings[] = {
    { 0, RETRY_QUOTA_FULL },
    { 10000, RETRY_QUOTA_FULL },
    { 150, RETRY_QUOTA_FULL },
    { 30, RETRY_QUOTA_FULL },
    { 0, 0 },
    { 0, 14 },
};
#define SURROUNDINGS ((int)(sizeof surroundings / sizeof surroundings[0]))

/* ---- paths ---- */

static struct path {
    int choice[STEPS_MAX], choices[STEPS_MAX];
    const char *name[STEPS_MAX];
    int size, at;
} path;

static int choose(int choices)
{
    if (path.at == path.size) {
        path.choice[path.at] = 0;
        path.size++;
    }
    path.choices[path.at] = choices;
    return path.choice[path.at++];
}

static void name_choice(const char *name)
{
    path.name[path.at - 1] = name;
}

static bool path_next(void)
{
    while (path.size > 0 && path.choice[path.size - 1] + 1 == path.choices[path.size - 1]) {
        path.size--;
    }
    if (path.size == 0) {
        return false;
    }
    path.choice[path.size - 1]++;
    path.at = 0;
    return true;
}

/* ---- one sequence, and what is known of it ---- */

static struct stage stage;
static struct call *call;
static connect_cancel *fired;
static bool is_reached[CALL_STATES][CALL_STATES];

static struct {
    int sends, retries; /* requests, and those of them that count as a further attempt */
    bool reconnected, refreshed, clock_learnt, executed, stopped, is_fresh;
    char invocation[64], token[64];
    const struct outcome *last;
    connect_status ends_as;
} known;

/* Not ck_assert(), which writes to a file each time. */
static void require(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void require(bool holds, const char *format, ...)
{
    char steps[2048] = "", what[256];
    va_list arguments;

    if (holds) {
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    for (int i = 0; i < path.at; i++) {
        size_t used = strlen(steps);
        (void)snprintf(steps + used, sizeof steps - used, "%s%s", i > 0 ? ", " : "", path.name[i]);
    }
    ck_abort_msg("%s, limit %lld ms, quota %d: %s: %s", call->operation->name,
                 (long long)(stage.site.deadline == DEADLINE_NONE ? 0 : stage.site.deadline),
                 (int)quota_left(&stage.quota), steps, what);
}

static const char *header_of(const connect_http_request *request, const char *name)
{
    const char *value = connect_http_request_header(request, name);

    require(value != NULL, "the request has no header %s", name);
    return value;
}

/* What is the same on every attempt of a call; "" at first. */
static void check_constant(char *first, size_t room, const char *now, const char *what)
{
    if (first[0] == '\0') {
        (void)snprintf(first, room, "%s", now);
    }
    require(strcmp(first, now) == 0, "%s changes from %s to %s", what, first, now);
}

static void check_token(const connect_http_request *request)
{
    const char *at = request->body != NULL ? strstr(request->body, "\"ClientToken\":\"") : NULL;
    char token[64];

    if (call->operation != &stage_update) {
        return;
    }
    require(at != NULL, "there is no client token");
    (void)snprintf(token, sizeof token, "%.36s", at + strlen("\"ClientToken\":\""));
    check_constant(known.token, sizeof known.token, token, "the client token");
}

static void check_request(const connect_http_request *request)
{
    int64_t left = deadline_left(&stage.clock.face, stage.site.deadline);
    char progress[32];

    require(left > 0, "a request is sent after the deadline");
    require(request->timeout_ms <= left && request->timeout_ms > 0,
            "the request may outlive its call");
    require(!known.stopped, "a request is sent after the call was stopped");
    require(!known.executed || call->operation != &stage_act,
            "what may have been executed is sent again without a token");
    require(known.sends - known.retries - known.reconnected - known.refreshed == 1,
            "%d requests with %d retries", known.sends, known.retries);
    require(known.retries < ATTEMPTS, "there is a retry too many");
    check_constant(known.invocation, sizeof known.invocation,
                   header_of(request, "amz-sdk-invocation-id"), "the invocation id");
    (void)snprintf(progress, sizeof progress, "attempt=%d; max=%d", known.retries + 1, ATTEMPTS);
    require(strstr(header_of(request, "amz-sdk-request"), progress) != NULL, "not %s", progress);
    require(strstr(header_of(request, "Authorization"),
                   known.refreshed ? "Credential=" NEW_KEY "/" : "Credential=" OLD_KEY "/") != NULL,
            "refused credentials are sent again");
    check_token(request);
}

/* ---- the steps ---- */

static void stop(connect_status status, const char *name)
{
    name_choice(name);
    known.stopped = true;
    known.ends_as = status;
    call_stop(call, status);
}

static void step_credentials(void)
{
    bool is_refused = call_rejected_credentials(call) != NULL;
    connect_error *error = NULL;

    switch (choose(is_refused ? 4 : 3)) {
    case 0:
        name_choice("credentials");
        known.is_fresh = known.is_fresh || is_refused;
        call_give_credentials(call, known.is_fresh ? stage.fresh : stage.keys, NULL);
        return;
    case 1:
        name_choice("no credentials");
        known.ends_as = CONNECT_E_CREDENTIALS;
        (void)error_set(&error, CONNECT_E_CREDENTIALS, "there are none");
        call_fail(call, error);
        return;
    case 2:
        stop(CONNECT_E_CANCELLED, "cancelled");
        return;
    default:
        name_choice("refused credentials again");
        known.ends_as = CONNECT_E_UNAUTHENTICATED;
        call_give_credentials(call, stage.keys, NULL);
        require(call_state(call) == CALL_DONE, "refused credentials are accepted");
    }
}

static void step_turn(void)
{
    switch (choose(3)) {
    case 0:
        name_choice("turn");
        fake_clock_advance(&stage.clock, 5);
        call_take_turn(call);
        return;
    case 1:
        stop(CONNECT_E_TIMEOUT, "no turn in time");
        return;
    default:
        stop(CONNECT_E_MEMORY, "no room in the queue");
    }
}

/* What the retry policy has to do after an outcome. */
static enum call_state state_after(const struct outcome *outcome, bool *may_end)
{
    bool is_safe = call->operation != &stage_act;
    enum call_state next = CALL_BACKOFF;

    *may_end = stage.site.deadline != DEADLINE_NONE;
    switch (outcome->retryable) {
    case NEVER:
        return CALL_DONE;
    case IF_SAFE:
        next = is_safe ? CALL_BACKOFF : CALL_DONE;
        break;
    case ALWAYS:
        break;
    case ONCE_WHEN_SKEWED:
        next = known.clock_learnt ? CALL_DONE : CALL_BACKOFF;
        known.clock_learnt = true;
        break;
    case RECONNECT:
        if (is_safe && !known.reconnected) {
            return CALL_SEND;
        }
        next = is_safe ? CALL_BACKOFF : CALL_DONE;
        break;
    case REFRESH:
        return known.refreshed ? CALL_DONE : CALL_CREDENTIALS;
    }
    *may_end = *may_end || known.retries + 1 >= ATTEMPTS || quota_left(&stage.quota) < 14;
    if (known.retries + 1 >= ATTEMPTS || quota_left(&stage.quota) < 5) {
        next = CALL_DONE;
    }
    return next;
}

static void step_outcome(const connect_http_request *request)
{
    const struct outcome *outcome = &outcomes[choose((int)outcomes_count)];
    connect_http_failure failure = { .size = sizeof failure };
    bool is_timeout = outcome->status == CONNECT_E_TIMEOUT, may_end;
    connect_status status;

    name_choice(outcome->name);
    fake_clock_advance(&stage.clock, is_timeout ? request->timeout_ms : 20);
    status = fake_response_play(&outcome->response, NULL, call_response(call), &failure);

    enum call_state next = state_after(outcome, &may_end);

    call_receive(call, status, &failure);
    known.last = outcome;
    known.executed = known.executed || outcome->may_execute;
    known.ends_as = outcome->status;
    require(call_state(call) == next || (may_end && call_state(call) == CALL_DONE),
            "the call is in state %s, not %s", call_state_name(call_state(call)),
            call_state_name(next));
    known.reconnected = known.reconnected || call_state(call) == CALL_SEND;
    known.refreshed = known.refreshed || call_state(call) == CALL_CREDENTIALS;
    known.retries += call_state(call) == CALL_BACKOFF;
}

/* Whether a request went out. */
static bool step_send(void)
{
    int choice = choose(2);
    const connect_http_request *request;

    name_choice(choice == 0 ? "sent" : "cancel token fired");
    stage.site.cancel = choice == 0 ? NULL : fired;
    if (choice != 0) {
        known.stopped = true;
        known.ends_as = CONNECT_E_CANCELLED;
    } else if (deadline_left(&stage.clock.face, stage.site.deadline) == 0) {
        known.ends_as = CONNECT_E_TIMEOUT;
    }
    request = call_compose(call);
    if (request == NULL) {
        require(call_state(call) == CALL_DONE, "no request, and the call goes on");
        require(choice != 0 || known.ends_as == CONNECT_E_TIMEOUT, "a request is missing");
        return false;
    }
    known.sends++;
    check_request(request);
    is_reached[CALL_SEND][CALL_ON_WIRE] = true;
    step_outcome(request);
    return true;
}

static void step_backoff(void)
{
    if (choose(2) != 0) {
        stop(CONNECT_E_CANCELLED, "cancelled");
        return;
    }
    name_choice("back-off");
    require(call_backoff_ms(call) < deadline_left(&stage.clock.face, stage.site.deadline),
            "the call waits beyond its deadline");
    fake_clock_advance(&stage.clock, call_backoff_ms(call));
    call_retry(call);
}

/* ---- the end ---- */

static void check_end(void)
{
    connect_call_report report = { .size = sizeof report };
    connect_error *error = NULL;
    void *response = NULL;
    connect_status status;
    bool has_response = known.last != NULL && known.last->response.status != 0;
    int32_t http_status = has_response ? known.last->response.status : 0;
    bool is_of_credentials = known.ends_as == CONNECT_E_CREDENTIALS;

    call_report(call, &report);
    status = call_finish(call, &response, &error);
    require(status == known.ends_as, "the call ends as %s, not %s", connect_status_name(status),
            connect_status_name(known.ends_as));
    require((status == CONNECT_OK) == (response != NULL) &&
                (status == CONNECT_OK) == (error == NULL),
            "status, response and error differ");
    require(connect_error_code(error) == status, "the error has another code");
    require(report.attempts == known.sends, "the report has %d attempts", (int)report.attempts);
    require(error == NULL || status == CONNECT_E_MEMORY ||
                connect_error_attempts(error) == known.sends,
            "the error has %d attempts", (int)connect_error_attempts(error));
    require(response == NULL || connect_response_attempts(response) == known.sends,
            "the response has other attempts");
    require(error == NULL || status == CONNECT_E_MEMORY || connect_error_operation(error) != NULL,
            "the error has no operation");
    if (status != CONNECT_E_MEMORY) {
        require(report.http_status == http_status, "the report has HTTP %d, not %d",
                (int)report.http_status, (int)http_status);
        require(error == NULL || is_of_credentials ||
                    connect_error_http_status(error) == http_status,
                "the error has HTTP %d", (int)connect_error_http_status(error));
    }
    require(!connect_error_is_retryable(error) || !known.executed || call->operation != &stage_act,
            "the error invites to send again what may have been executed");
    require(call->refused == 0, "a step was refused");
    connect_free(response);
    connect_error_free(error);
}

static void play(const struct connect_operation *operation, int64_t limit_ms, int32_t quota)
{
    memset(&known, 0, sizeof known);
    stage.clock.now = FAKE_NOW;
    stage.clock.ticks = 0;
    stage.site.operation = operation;
    stage.site.deadline = limit_ms > 0 ? limit_ms : DEADLINE_NONE;
    stage.site.cancel = NULL;
    skew_set(&stage.skew, 0);
    atomic_store(&stage.quota.left, quota);
    ck_assert_int_eq(call_new(&stage.site, &stage_request_fine, NULL, &call, NULL), CONNECT_OK);
    while (call_state(call) != CALL_DONE) {
        enum call_state from = call_state(call);

        require(path.at < STEPS_MAX, "the call does not end");
        switch (from) {
        case CALL_CREDENTIALS:
            step_credentials();
            break;
        case CALL_TURN:
            step_turn();
            break;
        case CALL_SEND:
            from = step_send() ? CALL_ON_WIRE : from;
            break;
        default:
            step_backoff();
        }
        is_reached[from][call_state(call)] = true;
    }
    check_end();
    call_free(call);
}

/* ---- tests ---- */

static void set_up(void)
{
    stage_begin(&stage, &stage_get);
    stage.logger.level = CONNECT_LOG_OFF;
    stage.site.is_paced = true;
    credentials_unref(stage.keys);
    stage.keys = stage_keys(OLD_KEY, NULL);
    stage.fresh = stage_keys(NEW_KEY, NULL);
    ck_assert_int_eq(connect_cancel_new(&fired), CONNECT_OK);
    connect_cancel_fire(fired);
}

static void tear_down(void)
{
    connect_cancel_free(fired);
    stage_end(&stage);
}

static void check_transitions_were_taken(void)
{
    for (int from = CALL_CREDENTIALS; from < CALL_STATES; from++) {
        for (int event = 0; event < CALL_EVENTS; event++) {
            enum call_state to = call_transition(from, event);

            ck_assert_msg(to == CALL_NO_STATE || is_reached[from][to],
                          "no sequence leads from %s to %s", call_state_name(from),
                          call_state_name(to));
        }
    }
}

START_TEST(every_sequence_of_outcomes_keeps_the_invariants)
{
    /* Sanitizers and valgrind are slow: all kinds of sequences, but with one retry. */
    bool is_slow = patience(100) > 100;
    long sequences = 0;

    stage.site.retry.max_attempts = ATTEMPTS;
    for (int i = 0; i < (is_slow ? 3 : 3 * SURROUNDINGS); i++) {
        int around = is_slow ? 2 : i / 3;

        path = (struct path){ .size = 0 };
        do {
            play(operations[i % 3], surroundings[around].limit_ms, surroundings[around].quota);
            sequences++;
        } while (path_next());
    }
    printf("%ld sequences\n", sequences);
    if (!is_slow) {
        ck_assert_int_gt(sequences, 100000);
        check_transitions_were_taken();
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("machine");
    TCase *tcase = tcase_create("machine");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, every_sequence_of_outcomes_keeps_the_invariants);
    suite_add_tcase(suite, tcase);
    return suite;
}
