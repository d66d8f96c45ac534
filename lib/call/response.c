/*
 * What came of an attempt: a response, or an error that has lost nothing of it.
 */
#include "call/machine.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/number.h"
#include "core/text.h"
#include "core/url.h"
#include "shape/decode.h"
#include "shape/encode.h"
#include "shape/excerpt.h"
#include "shape/fault.h"

#include <string.h>

/* A log line shows at most this many bytes. */
#define TRACE_MAX (1024 * 1024)
#define REDIRECT_MAX 512
/* Of what was left out of a response, at most this many bytes are logged. */
#define NOTES_MAX 2048

/*
 * Rule: the request id is in x-amzn-requestid, else in x-amz-request-id.  Source: botocore,
 * parsers.py.  Test: an_error_nobody_knows_keeps_all_it_has.
 */
const char *response_request_id(const connect_http_response *response)
{
    const char *id = http_response_header(response, "x-amzn-requestid");

    return id != NULL ? id : http_response_header(response, "x-amz-request-id");
}

static bool is_success(int32_t http_status)
{
    return http_status >= 200 && http_status <= 299;
}

/* What is known of any response, good or bad. */
static void describe_response(const struct call *call, connect_error *error)
{
    error_set_http_status(error, call->response->status);
    error_set_request_id(error, response_request_id(call->response));
}

/* ---- success ---- */

/* Values that were left out because they make no sense, a line each. */
static void log_notes(const struct call *call, const struct buf *notes)
{
    const char *line = buf_text(notes);

    for (const char *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        log_line(call->site->logger, CONNECT_LOG_WARN, "%s: left out of the response: %.*s",
                 call->operation->name, (int)(end - line), line);
    }
}

/* The response of a typed call as a block. */
static connect_status decode_response(struct call *call, void **out, connect_error **error)
{
    const struct connect_shape *output = call->operation->output;
    enum decode_mode mode = call->site->keep_unknown ? DECODE_KEEP : DECODE_RESPONSE;
    const struct buf *body = &call->response->body;
    void *block = block_new(shape_room(output, mode), output->is_secret);
    struct buf notes = BUF_INIT(NOTES_MAX);
    connect_status status;

    if (block == NULL) {
        return error_memory(error);
    }
    status = call->codec->read(call->operation, buf_text(body), body->size, mode,
                               block_arena(block), &notes, block, error);
    log_notes(call, &notes);
    buf_free(&notes);
    if (status == CONNECT_OK && call->site->keep_json && !output->is_secret &&
        !block_set_json(block, buf_text(body), body->size)) {
        status = error_memory(error);
    }
    if (status != CONNECT_OK) {
        block_free(block);
        return status;
    }
    *out = block;
    return CONNECT_OK;
}

static connect_status read_response(struct call *call, connect_error **error)
{
    const struct buf *body = &call->response->body;
    connect_status status = CONNECT_OK;
    void *block = NULL;

    if (call->raw == NULL) {
        status = decode_response(call, &block, error);
    } else {
        block = block_text(buf_text(body), body->size, true);
        status = block != NULL ? CONNECT_OK : error_memory(error);
    }
    if (status == CONNECT_OK &&
        !block_set_origin(block, response_request_id(call->response), call->sent)) {
        block_free(block);
        status = error_memory(error);
    }
    if (status == CONNECT_OK) {
        call->result = block;
    }
    return status;
}

static connect_status accept_response(struct call *call)
{
    connect_status status = read_response(call, &call->error);

    if (status != CONNECT_OK) {
        describe_response(call, call->error);
    }
    return status;
}

/* ---- errors of the service ---- */

/*
 * A redirect is not followed: it comes from a proxy or a wrong endpoint URL, and the error shows
 * where to.
 *
 * Rule: redirects are errors.  Source: botocore, parsers.py.  Test:
 * redirect_is_an_error_that_names_its_target.
 */
static connect_status report_redirect(struct call *call, connect_status status, const char *target)
{
    char shown[REDIRECT_MAX];

    (void)url_mask(target, shown, sizeof shown);
    return error_set(
        &call->error, status, "HTTP status %d redirects to %s, and redirects are not followed",
        (int)call->response->status, text_is_empty(shown) ? "an unknown place" : shown);
}

/* The service's own words, or ours when it has none; a page of HTML is not a message. */
static connect_status set_fault_message(struct call *call, connect_status status,
                                        const struct fault *fault)
{
    const char *target = http_response_header(call->response, "location");

    if (call->response->status / 100 == 3 && !text_is_empty(target)) {
        return report_redirect(call, status, target);
    }
    if (!text_is_empty(fault->message)) {
        return error_set(&call->error, status, "%s", fault->message);
    }
    return error_set(&call->error, status,
                     "the service responded with HTTP status %d and no message",
                     (int)call->response->status);
}

/*
 * Rule: x-amz-retry-after is a number of milliseconds, otherwise ignored.  Source: aws-sdk-go-v2,
 * aws/retry/retry2026_test.go.  Test: pauses_and_quota_are_those_of_the_policy.
 */
static int64_t retry_after_of(const connect_http_response *response)
{
    const char *value = http_response_header(response, "x-amz-retry-after");
    int64_t ms;

    return value != NULL && text_to_int64(value, strlen(value), &ms) && ms >= 0 ? ms : -1;
}

static void fail_with_response(struct call *call, struct retry_outcome *outcome)
{
    const connect_http_response *response = call->response;
    const struct service *service = call->operation->service;
    struct fault fault, again;

    if (!call->codec->fault(service, response, &call->arena, &fault)) {
        outcome->status = error_memory(&call->error);
        return;
    }
    outcome->aws_type = fault.type;
    outcome->retry_after_ms = retry_after_of(response);
    outcome->status =
        set_fault_message(call, retry_status_of(fault.type, response->status), &fault);
    describe_response(call, call->error);
    if (response_request_id(response) == NULL) {
        error_set_request_id(call->error, fault.request_id);
    }
    error_set_aws_type(call->error, fault.type);
    error_set_reason(call->error, fault.reason);
    excerpt_set(call->error, buf_text(&response->body), response->body.size, false);
    /*
     * The detail has to live as long as the error: it is read once more, into the error's own
     * memory.
     */
    if (fault.detail != NULL && error_arena(call->error) != NULL &&
        call->codec->fault(service, response, error_arena(call->error), &again)) {
        error_set_detail(call->error, again.detail, again.detail_json);
    }
}

/* A success may be an error under another name. */
static void evaluate_response(struct call *call, struct retry_outcome *outcome)
{
    bool is_fault = !is_success(call->response->status);

    if (is_fault || call->codec->is_fault(call->response)) {
        fail_with_response(call, outcome);
    } else {
        outcome->status = accept_response(call);
    }
}

/* ---- errors of the way there ---- */

static connect_status cap_status(struct call *call)
{
    ASSERT(call->response->cap != HTTP_CAP_NONE);
    switch (call->response->cap) {
    case HTTP_CAP_BODY:
        return error_set(&call->error, CONNECT_E_DECODE, "the response is larger than %lld bytes",
                         (long long)call->site->max_body_bytes);
    case HTTP_CAP_HEADERS:
        return error_set(&call->error, CONNECT_E_DECODE,
                         "the headers of the response are more than %d bytes or %d lines",
                         HTTP_HEADER_BYTES_MAX, HTTP_HEADER_COUNT_MAX);
    case HTTP_CAP_INTERIM:
        return error_set(&call->error, CONNECT_E_DECODE,
                         "the response comes after more than %d interim ones", HTTP_INTERIM_MAX);
    default:
        return error_memory(&call->error);
    }
}

/* A transport of the program's own may return anything. */
static connect_status known_status(connect_status status)
{
    switch (status) {
    case CONNECT_E_CONFIGURATION:
    case CONNECT_E_TLS:
    case CONNECT_E_TIMEOUT:
    case CONNECT_E_CANCELLED:
    case CONNECT_E_DECODE:
    case CONNECT_E_MEMORY:
        return status;
    default:
        return CONNECT_E_TRANSPORT;
    }
}

static void fail_without_response(struct call *call, connect_status status,
                                  const connect_http_failure *failure,
                                  struct retry_outcome *outcome)
{
    const struct call_site *site = call->site;
    const char *host = site->endpoint.host;
    static const connect_http_failure none = { .size = sizeof none };

    if (failure == NULL) {
        failure = &none;
    }
    status = known_status(status);
    outcome->not_sent = failure->not_sent;
    outcome->stale = failure->stale;
    outcome->final = failure->final;
    if (call->response->cap != HTTP_CAP_NONE) {
        outcome->status = cap_status(call);
    } else if (status == CONNECT_E_MEMORY) {
        outcome->status = error_memory(&call->error);
    } else if (status == CONNECT_E_TIMEOUT && deadline_left(site->clock, site->deadline) == 0) {
        outcome->status =
            error_set(&call->error, status, "%s: the time limit of the call passed", host);
    } else {
        outcome->status =
            error_set(&call->error, status, "%s: %.*s", host, (int)sizeof failure->message,
                      text_is_empty(failure->message) ? "the request failed" : failure->message);
    }
    describe_response(call, call->error);
    error_set_transport_code(call->error, failure->code);
}

/* ---- log ---- */

static void log_outcome(const struct call *call, const struct retry_outcome *outcome)
{
    const struct call_site *site = call->site;
    const char *id = response_request_id(call->response);

    if (!log_wants(site->logger, CONNECT_LOG_INFO)) {
        return;
    }
    log_line(site->logger, CONNECT_LOG_INFO,
             "%s: attempt %d of %d: %s%s%s, HTTP %d in %lld ms, request id %s",
             call->operation->name, (int)call->progress.attempts, (int)site->retry.max_attempts,
             outcome->status == CONNECT_OK ? "CONNECT_OK" : connect_status_name(outcome->status),
             outcome->aws_type != NULL ? " " : "",
             outcome->aws_type != NULL ? outcome->aws_type : "", (int)call->response->status,
             (long long)(site->clock->monotonic(site->clock->user) - call->sent_tick),
             id != NULL ? id : "none");
}

/* Of JSON the excerpt has no strings but keys. */
static void log_excerpt(const struct call *call)
{
    const char *excerpt = connect_error_body_excerpt(call->error);

    if (excerpt != NULL) {
        log_line(call->site->logger, CONNECT_LOG_DEBUG, "%s: the response begins with %s",
                 call->operation->name, excerpt);
    }
}

static void trace_response(const struct call *call)
{
    const struct logger *logger = call->site->logger;
    struct buf output = BUF_INIT(TRACE_MAX);

    if (!log_wants(logger, CONNECT_LOG_TRACE)) {
        return;
    }
    log_line(logger, CONNECT_LOG_TRACE, "< HTTP %d", (int)call->response->status);
    for (size_t i = 0; i < call->response->headers_count; i++) {
        log_header(logger, "<", call->response->headers[i].key, call->response->headers[i].value);
    }
    /* Only what was understood can be shown without what is private in it. */
    if (call->raw == NULL && call->result != NULL &&
        shape_encode(call->operation->output, call->result, ENCODE_LOG, NULL, &output)) {
        log_line(logger, CONNECT_LOG_TRACE, "< %s", buf_text(&output));
    } else {
        log_line(logger, CONNECT_LOG_TRACE, "< (%zu bytes)", call->response->body.size);
    }
    buf_free(&output);
}

/* A write may have been executed although its response could not be read: the error says so. */
static void note_possible_effect(const struct call *call, const struct retry_outcome *outcome)
{
    if (outcome->status == CONNECT_E_DECODE && is_success(call->response->status) &&
        strcmp(call->operation->method, "GET") != 0) {
        error_suffix(call->error, "; the service reported success: %s may have been performed",
                     call->operation->name);
    }
}

struct retry_outcome response_read(struct call *call, connect_status transport_status,
                                   const connect_http_failure *failure)
{
    ASSERT(call->response != NULL && call->result == NULL);
    struct retry_outcome outcome = { .http_status = call->response->status,
                                     .repeatable = call->repeatable,
                                     .retry_after_ms = -1 };

    connect_error_free(call->error);
    call->error = NULL;
    if (transport_status == CONNECT_OK && call->response->cap == HTTP_CAP_NONE &&
        call->response->status == 0) {
        outcome.status =
            error_set(&call->error, CONNECT_E_DECODE, "the transport gave no HTTP status");
    } else if (transport_status != CONNECT_OK || call->response->cap != HTTP_CAP_NONE) {
        fail_without_response(call, transport_status, failure, &outcome);
    } else {
        evaluate_response(call, &outcome);
    }
    note_possible_effect(call, &outcome);
    log_outcome(call, &outcome);
    log_excerpt(call);
    trace_response(call);
    return outcome;
}
