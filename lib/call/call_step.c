/*
 * The steps of a call.  Each one checks that it fits the state, does its work, and moves on by an
 * event of the transition table.
 */
#include "call/machine.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/random.h"
#include "core/time.h"

#include <string.h>

enum call_state call_state(const struct call *call)
{
    return call->state;
}

/* ---- transitions ---- */

static bool call_accepts(struct call *call, enum call_event event)
{
    ASSERT(call->state < CALL_STATES && event < CALL_EVENTS);
    if (call_transition(call->state, event) != CALL_NO_STATE) {
        return true;
    }
    call->refused++;
    log_line(call->site->logger, CONNECT_LOG_ERROR, "%s: internal error: event %s in state %s",
             call->operation->name, call_event_name(event), call_state_name(call->state));
    return false;
}

static void call_move(struct call *call, enum call_event event)
{
    if (!call_accepts(call, event)) {
        return;
    }
    call->state = call_transition(call->state, event);
    if (call->state == CALL_CREDENTIALS && call->operation->auth == AUTH_NONE) {
        call->state = call_transition(call->state, EVENT_CREDENTIALS_GIVEN);
    }
    if (call->state == CALL_TURN && !call->site->is_paced) {
        call->state = call_transition(call->state, EVENT_TURN_TAKEN);
    }
    ASSERT(call->state != CALL_NO_STATE);
}

void call_start(struct call *call)
{
    call->state = CALL_BACKOFF;
    call_move(call, EVENT_BACKOFF_OVER);
    attempt_await(call);
    call->began_tick = call->queued_tick;
}

static void call_set_error(struct call *call, connect_error *error)
{
    connect_error_free(call->error);
    call->error = error;
}

void call_stop(struct call *call, connect_status status)
{
    static const char *const places[CALL_STATES] = {
        [CALL_CREDENTIALS] = "while it waited for credentials",
        [CALL_TURN] = "while it waited for its turn",
        [CALL_SEND] = "before the request was sent",
        [CALL_BACKOFF] = "while it waited before a retry",
    };
    const char *what =
        status == CONNECT_E_CANCELLED ? "cancelled" : "the time limit of the call passed";
    connect_error *error = NULL;

    if (!call_accepts(call, EVENT_STOP)) {
        return;
    }
    ASSERT(places[call->state] != NULL);
    if (status == CONNECT_E_MEMORY) {
        (void)error_memory(&error);
    } else if (call->error != NULL) {
        (void)error_set(&error, status, "%s %s; the last attempt failed: %s", what,
                        places[call->state], connect_error_message(call->error));
        error_set_http_status(error, connect_error_http_status(call->error));
        error_set_request_id(error, connect_error_request_id(call->error));
    } else {
        (void)error_set(&error, status, "%s %s", what, places[call->state]);
    }
    /*
     * Nothing is on the wire.  What was refused before may be sent again; what may have been
     * executed may not.
     */
    error_set_retryable(error, status == CONNECT_E_TIMEOUT && (call->repeatable || call->sent == 0),
                        false);
    call_set_error(call, error);
    call_move(call, EVENT_STOP);
}

/* ---- credentials ---- */

static bool is_same_string(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Why the service calls credentials expired although their source does not. */
static void call_explain_rejection(struct call *call, const struct credentials *credentials,
                                   const connect_error *reason)
{
    const connect_clock *clock = call->site->clock;
    char expires[24], now[24];

    if (credentials->expiration != INT64_MAX) {
        time_format_utc(credentials->expiration, expires);
        time_format_utc(clock->now(clock->user), now);
        error_suffix(call->error, " (they expire at %s, and it is %s by the clock of this machine)",
                     expires, now);
    }
    if (reason != NULL) {
        error_suffix(call->error, "; refreshing the credentials failed: %s",
                     connect_error_message(reason));
    }
}

/*
 * Rule: credentials that were refused as expired are not used again.  Source: smithy-rs,
 * invalidation.rs.  Test: the_same_keys_again_are_not_tried_again.
 */
void call_give_credentials(struct call *call, struct credentials *credentials,
                           const connect_error *reason)
{
    const struct credentials *rejected = call->rejected;

    if (!call_accepts(call, EVENT_CREDENTIALS_GIVEN)) {
        return;
    }
    if (rejected != NULL && credentials != NULL &&
        is_same_string(rejected->access_key_id, credentials->access_key_id) &&
        is_same_string(rejected->session_token, credentials->session_token)) {
        log_line(call->site->logger, CONNECT_LOG_DEBUG, "%s: there are no fresher credentials",
                 call->operation->name);
        call_explain_rejection(call, credentials, reason);
        call_move(call, EVENT_NO_FRESH_CREDENTIALS);
        return;
    }
    credentials_unref(call->rejected);
    call->rejected = NULL;
    credentials_unref(call->credentials);
    call->credentials = credentials_ref(credentials);
    call_move(call, EVENT_CREDENTIALS_GIVEN);
}

const struct credentials *call_rejected_credentials(struct call *call)
{
    if (call->is_rejection_known) {
        return NULL;
    }
    call->is_rejection_known = true;
    return call->rejected;
}

void call_fail(struct call *call, connect_error *error)
{
    if (!call_accepts(call, EVENT_CREDENTIALS_FAILED)) {
        connect_error_free(error);
        return;
    }
    if (call->rejected != NULL) {
        error_prefix(error, "the service refused the credentials as expired, and they could not be "
                            "refreshed: ");
    }
    call_set_error(call, error);
    call->is_error_of_credentials = true;
    call_move(call, EVENT_CREDENTIALS_FAILED);
}

/* ---- one attempt ---- */

void call_take_turn(struct call *call)
{
    call_move(call, EVENT_TURN_TAKEN);
}

const connect_http_request *call_compose(struct call *call)
{
    connect_error *error = NULL;

    if (!call_accepts(call, EVENT_COMPOSED)) {
        return NULL;
    }
    if (connect_cancel_is_fired(call->site->cancel)) {
        call_stop(call, CONNECT_E_CANCELLED);
        return NULL;
    }
    if (deadline_left(call->site->clock, call->site->deadline) == 0) {
        call_stop(call, CONNECT_E_TIMEOUT);
        return NULL;
    }
    if (attempt_build(call, &error) == CONNECT_OK) {
        call_move(call, EVENT_COMPOSED);
        return &call->http;
    }
    ASSERT(error != NULL);
    call_set_error(call, error);
    call_move(call, EVENT_COMPOSE_FAILED);
    return NULL;
}

connect_http_response *call_response(struct call *call)
{
    return call->response;
}

bool call_was_throttled(const struct call *call)
{
    return call->throttled;
}

/*
 * Learns from the Date of a response how far the clocks are apart.  Returns whether the request was
 * signed with a time that the service does not tolerate.
 *
 * Rule: every response corrects the skew, with which the next attempt is signed.  Source:
 * aws-sdk-go-v2, aws/retry/middleware.go.  Test:
 * a_clock_that_is_five_minutes_slow_is_put_right_for_the_retry_and_after.
 */
static bool call_learn_clock(struct call *call)
{
    int64_t received = call->site->clock->now(call->site->clock->user), server, skew;
    const char *date = http_response_header(call->response, "date");

    call->has_server_lead = date != NULL && time_parse_http(date, strlen(date), &server);
    if (!call->has_server_lead) {
        return false;
    }
    call->server_lead = server - received;
    if (call->site->skew == NULL ||
        !skew_of_response(call->sent_at, received, date,
                          http_response_header(call->response, "age"), &skew)) {
        return false;
    }
    call->skew = skew;
    skew_set(call->site->skew, skew);
    return skew - call->skew_used > SKEW_TOLERATED_MS || call->skew_used - skew > SKEW_TOLERATED_MS;
}

static const char *no_retry_reason(enum retry_why why)
{
    switch (why) {
    case RETRY_NO_ATTEMPTS:
        return "no attempts are left";
    case RETRY_NO_QUOTA:
        return "the retry quota of the client is used up";
    case RETRY_NO_TIME:
        return "no time is left";
    default:
        return "another attempt cannot help";
    }
}

/* The event that a failed attempt is, by what the retry policy has decided. */
static enum call_event call_apply_decision(struct call *call, const struct retry_decision *decision)
{
    const struct logger *logger = call->site->logger;
    const char *name = call->operation->name;

    if (decision->why != RETRY_IS_DUE) {
        log_line(logger, CONNECT_LOG_DEBUG, "%s: %s", name, no_retry_reason(decision->why));
        return EVENT_FAILURE;
    }
    switch (decision->class) {
    case RETRY_STALE:
        log_line(logger, CONNECT_LOG_DEBUG,
                 "%s: the connection was closed by the server; retry on another one", name);
        return EVENT_STALE_CONNECTION;
    case RETRY_CREDENTIALS:
        log_line(logger, CONNECT_LOG_DEBUG,
                 "%s: the credentials have expired; retry with fresh ones", name);
        ASSERT(call->rejected == NULL); /* that retry is made once */
        call->rejected = call->credentials;
        call->credentials = NULL;
        call->is_rejection_known = false;
        return EVENT_EXPIRED_CREDENTIALS;
    default:
        log_line(logger, CONNECT_LOG_DEBUG, "%s: retry in %lld ms", name,
                 (long long)decision->wait_ms);
        call->backoff_ms = decision->wait_ms;
        return EVENT_RETRY;
    }
}

void call_receive(struct call *call, connect_status transport_status,
                  const connect_http_failure *failure)
{
    const struct call_site *site = call->site;
    struct retry_outcome outcome;
    struct retry_decision decision;
    bool is_skewed;

    if (!call_accepts(call, EVENT_SUCCESS)) {
        return;
    }
    ASSERT(call->response != NULL && call->sent > 0);
    is_skewed = call_learn_clock(call);
    outcome = response_read(call, transport_status, failure);
    call->throttled = outcome.status == CONNECT_E_THROTTLED;
    if (outcome.status == CONNECT_OK) {
        retry_quota_give_back(site->retry.quota, call->progress.taken);
        call_move(call, EVENT_SUCCESS);
        attempt_report(call, NULL);
        return;
    }
    outcome.skewed = is_skewed;
    decision = retry_decide(&site->retry, &call->progress, &outcome,
                            deadline_left(site->clock, site->deadline), random_unit(site->random));
    error_set_retryable(call->error, decision.class != RETRY_NEVER, call->throttled);
    call_move(call, call_apply_decision(call, &decision));
    attempt_report(call, &decision);
    attempt_await(call);
}

int64_t call_backoff_ms(const struct call *call)
{
    return call->backoff_ms;
}

void call_retry(struct call *call)
{
    if (!call_accepts(call, EVENT_BACKOFF_OVER)) {
        return;
    }
    call->progress.attempts++;
    call_move(call, EVENT_BACKOFF_OVER);
    attempt_await(call);
}
