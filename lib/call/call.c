/*
 * The state machine of a call: what comes next.  It never waits, sends or asks by itself.
 */
#include "call/call.h"

#include "call/instance_id.h"
#include "call/machine.h"
#include "core/block.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/random.h"
#include "core/sized.h"
#include "core/text.h"

#include <stdio.h>

/* ---- life ---- */

/* The caller's own token, or NULL: also when the caller's struct is too old to have one. */
static const char *given_token(const struct connect_member *member, const void *request)
{
    const char *token;
    size_t size;

    memcpy(&size, request, sizeof size);
    if (!shape_has(member, size)) {
        return NULL;
    }
    memcpy(&token, (const char *)request + member->offset, sizeof token);
    return token;
}

static connect_status make_tokens(struct call *call, connect_error **error)
{
    const connect_random *random = call->site->random;
    const struct connect_member *member =
        call->raw == NULL ? operation_token_member(call->operation) : NULL;
    const char *given = member != NULL ? given_token(member, call->request) : NULL;
    bool ok = random_uuid(random, call->invocation);

    if (member != NULL && given == NULL) {
        ok = ok && random_uuid(random, call->token);
    }
    call->repeatable = call->raw != NULL ? call->raw->repeatable
                                         : call->operation->repeatable || call->token[0] != '\0' ||
                                               !text_is_empty(given);
    return ok ? CONNECT_OK
              : error_set(error, CONNECT_E_CONFIGURATION, "the source of randomness fails");
}

static connect_status bind_raw(struct call *call)
{
    call->bound.path = BUF_INIT(SIZE_MAX / 4);
    call->bound.query = BUF_INIT(SIZE_MAX / 4);
    call->bound.body = BUF_INIT(SIZE_MAX / 4);
    call->bound.has_body = call->raw->body != NULL;
    (void)buf_add_text(&call->bound.path, call->raw->path);
    (void)buf_add_text(&call->bound.query, call->raw->query);
    if (call->raw->body != NULL) {
        (void)buf_add_text(&call->bound.body, call->raw->body);
    }
    return call->bound.path.state == BUF_OK && call->bound.query.state == BUF_OK &&
                   call->bound.body.state == BUF_OK
               ? CONNECT_OK
               : CONNECT_E_MEMORY;
}

static connect_status bind_typed(struct call *call, const void *request, connect_error **error)
{
    const struct connect_shape *input = call->operation->input;
    connect_status status;

    if (request == NULL) {
        size_t *empty = arena_alloc(&call->arena, input->size);

        if (empty == NULL) {
            return CONNECT_E_MEMORY;
        }
        *empty = input->size;
        request = empty;
    }
    call->request = request;
    status = shape_check(input, request, call->site->check_level, error);
    if (status == CONNECT_OK) {
        status = instance_ids_check(input, request, call->site->endpoint.signing_region, error);
    }
    if (status == CONNECT_OK) {
        status = make_tokens(call, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    return call->codec->bind(call->operation, request, call->token[0] != '\0' ? call->token : NULL,
                             &call->bound, error);
}

static connect_status prepare(struct call *call, const void *request, connect_error **error)
{
    connect_status status;

    call->codec = call_codec_of(call->operation->service);
    if (call->codec == NULL) {
        return error_set(error, CONNECT_E_CONFIGURATION, "the protocol of %s is not known",
                         call->operation->service->id);
    }
    if (call->raw != NULL) {
        status = make_tokens(call, error);
        if (status == CONNECT_OK) {
            status = bind_raw(call);
        }
    } else {
        status = bind_typed(call, request, error);
    }
    if (status == CONNECT_OK) {
        status = attempt_prepare(call, error);
    }
    return status;
}

/* What a request for credentials has set (operation, host, attempts) stays. */
static void describe_error(const struct call *call, connect_error *error)
{
    if (connect_error_operation(error) == NULL) {
        error_set_operation(error, call->operation->name);
        error_set_attempts(error, call->sent);
    }
    if (connect_error_host(error) == NULL) {
        error_set_host(error, call->site->endpoint.host);
    }
}

/* From where an attempt starts. */
static enum call_want first_want(const struct call *call)
{
    if (call->operation->auth != AUTH_NONE) {
        return CALL_CREDENTIALS;
    }
    return call->site->paced ? CALL_PACE : CALL_SEND;
}

connect_status call_new(const struct call_site *site, const void *request,
                        const struct call_raw *raw, struct call **out, connect_error **error)
{
    struct call *call = mem_calloc(1, sizeof *call);
    connect_error *failure = NULL;
    connect_status status;

    *out = NULL;
    if (call == NULL) {
        return error_memory(error);
    }
    call->site = site;
    call->operation = site->operation;
    call->raw = raw;
    call->progress.attempts = 1;
    status = prepare(call, request, &failure);
    if (status == CONNECT_OK) {
        call->want = first_want(call);
        *out = call;
        return CONNECT_OK;
    }
    if (failure == NULL) {
        status = error_memory(&failure);
    }
    describe_error(call, failure);
    if (error != NULL) {
        *error = failure;
    } else {
        connect_error_free(failure);
    }
    call_free(call);
    return status;
}

void call_free(struct call *call)
{
    if (call == NULL) {
        return;
    }
    attempt_free(call);
    credentials_unref(call->keys);
    credentials_unref(call->rejected);
    connect_error_free(call->error);
    block_free(call->result);
    bound_request_free(&call->bound);
    arena_release(&call->arena);
    mem_free(call);
}

enum call_want call_want(const struct call *call)
{
    return call->want;
}

/* ---- ends ---- */

static void end(struct call *call, connect_error *error)
{
    if (error != call->error) {
        connect_error_free(call->error);
        call->error = error;
    }
    call->want = CALL_DONE;
}

void call_fail(struct call *call, connect_error *error)
{
    if (call->rejected != NULL) {
        error_prefix(error, "the service refused the credentials as expired, and they could not be "
                            "refreshed: ");
    }
    end(call, error);
    call->is_error_of_credentials = true;
}

void call_stop(struct call *call, connect_status status, const char *doing)
{
    const char *what =
        status == CONNECT_E_CANCELLED ? "cancelled" : "the time limit of the call passed";
    connect_error *error = NULL;

    if (status == CONNECT_E_MEMORY) {
        (void)error_memory(&error);
    } else if (call->error != NULL) {
        (void)error_set(&error, status, "%s %s; the last attempt failed: %s", what, doing,
                        connect_error_message(call->error));
        error_set_http_status(error, connect_error_http_status(call->error));
        error_set_request_id(error, connect_error_request_id(call->error));
    } else {
        (void)error_set(&error, status, "%s %s", what, doing);
    }
    /*
     * Nothing is under way any more: what was refused before may be asked again, what may have been
     * done may not.
     */
    error_set_retryable(error, status == CONNECT_E_TIMEOUT && (call->repeatable || call->sent == 0),
                        false);
    end(call, error);
}

void call_report(const struct call *call, connect_call_report *report)
{
    connect_call_report filled = { .attempts = call->sent };
    const char *id = NULL;

    if (call->error != NULL && !call->is_error_of_credentials) {
        filled.http_status = connect_error_http_status(call->error);
        id = connect_error_request_id(call->error);
    } else if (call->response != NULL) {
        filled.http_status = call->response->status;
        id = answer_request_id(call->response);
    }
    if (id != NULL) {
        (void)snprintf(filled.request_id, sizeof filled.request_id, "%s", id);
    }
    text_make_printable(filled.request_id, strlen(filled.request_id));
    sized_fill(report, &filled, sizeof filled);
}

connect_status call_finish(struct call *call, void **response, connect_error **error)
{
    connect_status status = connect_error_code(call->error);

    if (call->error != NULL) {
        describe_error(call, call->error);
        log_line(call->site->logger, CONNECT_LOG_WARN, "%s failed: %s", call->operation->name,
                 connect_status_name(status));
    }
    if (response != NULL) {
        *response = call->result;
        call->result = NULL;
    }
    if (error != NULL) {
        *error = call->error;
        call->error = NULL;
    }
    return status;
}

/* ---- steps ---- */

/* What the service called expired, although the source says otherwise. */
static void explain_rejection(struct call *call, const struct credentials *credentials,
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

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

void call_give_credentials(struct call *call, struct credentials *keys, const connect_error *reason)
{
    const struct credentials *rejected = call->rejected;

    if (rejected != NULL && keys != NULL &&
        same_text(rejected->access_key_id, keys->access_key_id) &&
        same_text(rejected->session_token, keys->session_token)) {
        log_line(call->site->logger, CONNECT_LOG_DEBUG, "%s: there are no fresher credentials",
                 call->operation->name);
        explain_rejection(call, keys, reason);
        call->want = CALL_DONE;
        return;
    }
    credentials_unref(call->rejected);
    call->rejected = NULL;
    credentials_unref(call->keys);
    call->keys = keys != NULL ? credentials_ref(keys) : NULL;
    call->want = call->site->paced ? CALL_PACE : CALL_SEND;
}

const struct credentials *call_rejected_keys(struct call *call)
{
    if (call->rejected_told) {
        return NULL;
    }
    call->rejected_told = true;
    return call->rejected;
}

void call_paced(struct call *call)
{
    call->want = CALL_SEND;
}

const connect_http_request *call_http_request(struct call *call)
{
    connect_error *error = NULL;
    connect_status status;

    if (connect_cancel_is_fired(call->site->cancel)) {
        call_stop(call, CONNECT_E_CANCELLED, "before the request was sent");
        return NULL;
    }
    if (deadline_left(call->site->clock, call->site->deadline) == 0) {
        call_stop(call, CONNECT_E_TIMEOUT, "before the request was sent");
        return NULL;
    }
    status = attempt_build(call, &error);
    if (status == CONNECT_OK) {
        return &call->http;
    }
    if (error == NULL) {
        (void)error_memory(&error);
    }
    end(call, error);
    return NULL;
}

connect_http_response *call_http_response(struct call *call)
{
    return call->response;
}

bool call_was_throttled(const struct call *call)
{
    return call->throttled;
}

/* What the answer tells about the clocks; whether the one it was signed by was off by too much. */
static bool learn_clock(struct call *call)
{
    int64_t received = call->site->clock->now(call->site->clock->user), server, skew;
    const char *date = http_response_header(call->response, "date");

    call->has_server_lead = date != NULL && time_parse_http(date, strlen(date), &server);
    if (!call->has_server_lead) {
        return false;
    }
    call->server_lead = server - received;
    if (call->site->skew == NULL ||
        !skew_of_answer(call->sent_at, received, date, http_response_header(call->response, "age"),
                        &skew)) {
        return false;
    }
    call->skew = skew;
    skew_set(call->site->skew, skew);
    return skew - call->skew_used > SKEW_TOLERATED_MS || call->skew_used - skew > SKEW_TOLERATED_MS;
}

static const char *why_not(enum retry_why why)
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

static void go_on(struct call *call, const struct retry_decision *decision)
{
    const char *name = call->operation->name;

    switch (decision->class) {
    case RETRY_STALE:
        log_line(call->site->logger, CONNECT_LOG_DEBUG,
                 "%s: the connection was dead; again on another", name);
        call->want = CALL_SEND;
        break;
    case RETRY_CREDENTIALS:
        log_line(call->site->logger, CONNECT_LOG_DEBUG,
                 "%s: the keys are expired; again with fresh ones", name);
        call->rejected = call->keys;
        call->keys = NULL;
        call->rejected_told = false;
        call->want = CALL_CREDENTIALS;
        break;
    default:
        log_line(call->site->logger, CONNECT_LOG_DEBUG, "%s: again in %lld ms", name,
                 (long long)decision->wait_ms);
        call->wait_ms = decision->wait_ms;
        call->want = CALL_WAIT;
    }
}

void call_answered(struct call *call, connect_status transport_status,
                   const connect_http_failure *failure)
{
    const struct call_site *site = call->site;
    bool skewed = learn_clock(call);
    struct retry_outcome outcome = answer_read(call, transport_status, failure);
    struct retry_decision decision;

    call->throttled = outcome.status == CONNECT_E_THROTTLED;
    if (outcome.status == CONNECT_OK) {
        retry_quota_give_back(site->retry.quota, call->progress.taken);
        call->want = CALL_DONE;
        return;
    }
    outcome.skewed = skewed;
    decision = retry_decide(&site->retry, &call->progress, &outcome,
                            deadline_left(site->clock, site->deadline), random_unit(site->random));
    error_set_retryable(call->error, decision.class != RETRY_NEVER, call->throttled);
    if (decision.why == RETRY_IS_DUE) {
        go_on(call, &decision);
        return;
    }
    log_line(site->logger, CONNECT_LOG_DEBUG, "%s: %s", call->operation->name,
             why_not(decision.why));
    call->want = CALL_DONE;
}

int64_t call_wait_ms(const struct call *call)
{
    return call->wait_ms;
}

void call_waited(struct call *call)
{
    call->progress.attempts++;
    call->want = first_want(call);
}
