/*
 * The request of one attempt: its headers, and the signature over what really goes out.
 */
#include "call/machine.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/number.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/time.h"
#include "core/url.h"
#include "shape/encode.h"

#include <string.h>

/* Those the library adds itself, Host included. */
#define OWN_HEADERS_MAX 10
#define USER_AGENT_MAX 8192
#define BEARER_MAX (64 * 1024)
/* A log line shows at most this many bytes. */
#define TRACE_MAX (1024 * 1024)
/* What may stand in the trace header beside the unreserved characters. */
#define TRACE_ID_KEPT "-=;:+&[]{}\"',"

bool call_header_is_free(const char *name)
{
    static const char *const own[] = {
        "accept",
        "accept-encoding",
        "amz-sdk-invocation-id",
        "amz-sdk-request",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "date",
        "expect",
        "host",
        "keep-alive",
        "proxy-authorization",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amz-content-sha256",
        "x-amz-date",
        "x-amz-security-token",
    };

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (text_equal_nocase(name, own[i])) {
            return false;
        }
    }
    return true;
}

static bool has_extra_header(const struct call_site *site, const char *name)
{
    for (size_t i = 0; i < site->headers_count; i++) {
        if (text_equal_nocase(site->headers[i]->key, name)) {
            return true;
        }
    }
    return false;
}

/*
 * Rule: in a Lambda function the trace id is passed on, encoded.  Source: botocore, handlers.py.
 * Test: a_lambda_trace_is_passed_on_encoded_unless_the_program_has_one.
 */
static bool encode_trace_id(struct call *call)
{
    const char *id = call->site->trace_id;
    struct buf encoded = BUF_INIT(USER_AGENT_MAX);

    if (id == NULL || has_extra_header(call->site, "X-Amzn-Trace-Id")) {
        return true;
    }
    if (!text_percent_encode(&encoded, id, strlen(id), TRACE_ID_KEPT)) {
        return encoded.state != BUF_NO_MEMORY; /* one that is too large is left out */
    }
    call->trace_id = arena_strdup(&call->arena, buf_text(&encoded));
    buf_free(&encoded);
    return call->trace_id != NULL;
}

/* One piece of text out of up to four. */
static const char *join_texts(struct arena *arena, const char *a, const char *b, const char *c,
                              const char *d)
{
    size_t sizes[] = { strlen(a), strlen(b), strlen(c), strlen(d) };
    char *text = arena_alloc(arena, sizes[0] + sizes[1] + sizes[2] + sizes[3] + 1), *at = text;

    if (text == NULL) {
        return NULL;
    }
    memcpy(at, a, sizes[0]);
    memcpy(at += sizes[0], b, sizes[1]);
    memcpy(at += sizes[1], c, sizes[2]);
    memcpy(at += sizes[2], d, sizes[3]);
    return text;
}

/*
 * Rule: the path of the endpoint precedes that of the operation, and is signed.  Source: botocore,
 * awsrequest.py.  Test: a_base_path_of_the_endpoint_is_sent_and_signed.
 */
connect_status attempt_prepare(struct call *call, connect_error **error)
{
    ASSERT(call->headers == NULL && call->response == NULL);
    ASSERT(call->bound.path.size > 0);
    const struct endpoint *endpoint = &call->site->endpoint;

    /* From 8.23 on libcurl does so over plain http, after the path was signed. */
    url_uppercase_escapes(call->bound.path.data);

    const char *path = buf_text(&call->bound.path);
    size_t room = OWN_HEADERS_MAX + call->site->headers_count;

    call->query = buf_text(&call->bound.query);
    call->target = text_is_empty(endpoint->path)
                       ? path
                       : join_texts(&call->arena, endpoint->path, path, "", "");
    call->url = join_texts(&call->arena, endpoint->url, path, call->query[0] != '\0' ? "?" : "",
                           call->query);
    call->headers = arena_calloc(&call->arena, room, sizeof *call->headers);
    call->header_list = arena_calloc(&call->arena, room, sizeof *call->header_list);
    if (call->target == NULL || call->url == NULL || call->headers == NULL ||
        call->header_list == NULL || !encode_trace_id(call)) {
        return error_memory(error);
    }
    for (size_t i = 1; i < room; i++) {
        call->header_list[i - 1] = &call->headers[i];
    }
    if (call->bound.has_body) {
        call->body = buf_text(&call->bound.body);
        call->body_size = call->bound.body.size;
    }
    call->user_agent = BUF_INIT(USER_AGENT_MAX);
    call->bearer = BUF_INIT(BEARER_MAX);
    call->bearer.secret = true;
    return CONNECT_OK;
}

static void add_header(struct call *call, const char *name, const char *value)
{
    ASSERT(call->headers_count < OWN_HEADERS_MAX + call->site->headers_count);
    ASSERT(value != NULL);
    call->headers[call->headers_count++] = (connect_pair){ name, value };
}

/*
 * Rule: each attempt is signed anew, with the time as the service has it.  Source: botocore,
 * auth.py.  Test: all_attempts_of_a_call_have_one_token_and_one_id_and_a_date_of_their_own.
 */
static connect_status sign(struct call *call, connect_error **error)
{
    ASSERT(call->credentials != NULL && call->headers_count > 0);
    const struct call_site *site = call->site;
    struct sigv4_request request = { .method = call->operation->method,
                                     .path = call->target,
                                     .query = call->query,
                                     .headers = call->headers,
                                     .headers_count = call->headers_count,
                                     .body = call->body,
                                     .body_size = call->body_size };
    struct sigv4_identity identity = { .access_key_id = call->credentials->access_key_id,
                                       .secret_access_key = call->credentials->secret_access_key,
                                       .session_token = call->credentials->session_token,
                                       .region = site->endpoint.signing_region,
                                       .service = call->operation->service->signing_name,
                                       .time_ms = call->sent_at + call->skew_used };
    connect_status status;

    if (identity.region == NULL) {
        return error_set(
            error, CONNECT_E_CONFIGURATION,
            "no region to sign for: set one in the client's options, in AWS_REGION or in the profile");
    }
    sigv4_headers_free(&call->signature);
    status = sigv4_sign(site->keys, &request, &identity, &call->signature, NULL, error);
    ASSERT(error_fits(status, error));
    if (status != CONNECT_OK) {
        return status;
    }
    add_header(call, "X-Amz-Date", call->signature.date);
    if (!text_is_empty(identity.session_token)) {
        add_header(call, "X-Amz-Security-Token", identity.session_token);
    }
    add_header(call, "Authorization", buf_text(&call->signature.authorization));
    return CONNECT_OK;
}

/*
 * Rule: a bearer token is sent in Authorization, or where the operation says.  Source: RFC 6750,
 * 2.1.  Test: a_bearer_token_goes_where_the_operation_says.
 */
static connect_status add_bearer_token(struct call *call, connect_error **error)
{
    ASSERT(call->credentials != NULL);
    const char *token = call->credentials->session_token;

    if (text_is_empty(token)) {
        return error_set(error, CONNECT_E_CREDENTIALS, "there is no bearer token");
    }
    if (call->operation->token_header != NULL) {
        add_header(call, call->operation->token_header, token);
        return CONNECT_OK;
    }
    buf_clear(&call->bearer);
    (void)buf_add_text(&call->bearer, "Bearer ");
    if (!buf_add_text(&call->bearer, token) && call->bearer.state == BUF_NO_MEMORY) {
        return error_memory(error);
    }
    if (call->bearer.state != BUF_OK) {
        return error_set(error, CONNECT_E_CREDENTIALS, "the bearer token is longer than %d bytes",
                         BEARER_MAX);
    }
    add_header(call, "Authorization", buf_text(&call->bearer));
    return CONNECT_OK;
}

/*
 * "attempt=1; max=3", from the second attempt on with the time until which a response is waited
 * for.
 *
 * Rule: amz-sdk-request has attempt and max, and from the second attempt on ttl.  Source: botocore,
 * handlers.py.  Test: each_attempt_tells_its_number_and_how_long_it_is_waited_for.
 */
static void tell_progress(struct call *call)
{
    int attempt = (int)call->progress.attempts, max = (int)call->site->retry.max_attempts;
    char *end = call->progress_text;
    static_assert(sizeof "ttl=20261127T091134Z; attempt=2147483647; max=2147483647" <=
                      sizeof call->progress_text,
                  "the longest text fits");

    if (call->has_server_lead) {
        end = stpcpy(end, "ttl=");
        time_format_basic(call->sent_at + call->site->attempt_timeout_ms + call->server_lead, end);
        end = stpcpy(end + strlen(end), "; ");
    }
    end = stpcpy(end, "attempt=");
    text_from_int64(attempt, end);
    end = stpcpy(end + strlen(end), "; max=");
    text_from_int64(max, end);
    add_header(call, "amz-sdk-request", call->progress_text);
}

/*
 * Rule: a request without a body has no content type.  Source: Smithy protocol tests,
 * RestJsonHttpGetWithNoInput.  Test: a_get_has_neither_body_nor_content_type.
 */
static connect_status add_headers(struct call *call, connect_error **error)
{
    const struct call_site *site = call->site;
    connect_status status = CONNECT_OK;

    call->headers_count = 0;
    add_header(call, "Host", site->endpoint.authority);
    if (call->body != NULL || call->operation->wants_type) {
        add_header(call, "Content-Type", call->codec->content_type);
    }
    for (size_t i = 0; i < site->headers_count; i++) {
        const char *value = site->headers[i]->value;

        /* A transport does not send a header without a value, so it must not be signed either. */
        if (value[strspn(value, " \t")] != '\0') {
            add_header(call, site->headers[i]->key, value);
        }
    }
    if (call->credentials != NULL) {
        status = call->operation->auth == AUTH_BEARER ? add_bearer_token(call, error)
                                                      : sign(call, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }

    /* Below: not signed, so that proxies and tracers may touch them. */
    add_header(call, "amz-sdk-invocation-id", call->invocation);
    tell_progress(call);
    buf_clear(&call->user_agent);
    if (!user_agent_add(&call->user_agent, site->user_agent, site->features,
                        call->credentials != NULL ? call->credentials->source : NULL)) {
        return error_memory(error);
    }
    add_header(call, "User-Agent", buf_text(&call->user_agent));
    if (call->trace_id != NULL) {
        add_header(call, "X-Amzn-Trace-Id", call->trace_id);
    }
    return CONNECT_OK;
}

/*
 * A value in a URL has no mark of its own, so a URL that may hold a private one is shown by its
 * pattern.
 */
static bool url_is_private(const struct call *call)
{
    const struct connect_shape *input = call->raw == NULL ? call->operation->input : NULL;

    for (size_t i = 0; input != NULL && i < input->count; i++) {
        if (input->members[i].place != CONNECT_PLACE_BODY &&
            (input->members[i].sensitive || input->members[i].secret)) {
            return true;
        }
    }
    return false;
}

static void trace_request(const struct call *call)
{
    const struct logger *logger = call->site->logger;
    struct buf input = BUF_INIT(TRACE_MAX);

    if (!log_wants(logger, CONNECT_LOG_TRACE)) {
        return;
    }
    log_line(logger, CONNECT_LOG_TRACE, "> %s %s", call->operation->method,
             url_is_private(call) ? call->operation->path : call->url);
    for (size_t i = 0; i < call->headers_count; i++) {
        log_header(logger, ">", call->headers[i].key, call->headers[i].value);
    }
    if (call->request != NULL && call->bound.has_body &&
        shape_encode(call->operation->input, call->request, ENCODE_LOG, call->token, &input)) {
        log_line(logger, CONNECT_LOG_TRACE, "> %s", buf_text(&input));
    } else if (call->body != NULL) {
        log_line(logger, CONNECT_LOG_TRACE, "> (%zu bytes)", call->body_size);
    }
    buf_free(&input);
}

connect_status attempt_build(struct call *call, connect_error **error)
{
    ASSERT(call->state == CALL_SEND);
    const struct call_site *site = call->site;
    int64_t left = deadline_left(site->clock, site->deadline);
    connect_status status;

    if (call->response == NULL) {
        call->response = http_response_new(site->max_body_bytes);
    } else {
        http_response_reset(call->response);
    }
    if (call->response == NULL) {
        return error_memory(error);
    }
    call->response->body.secret = call->raw != NULL || call->operation->output->is_secret;
    if (call->sent == 0 && site->skew != NULL) {
        call->skew = skew_get(site->skew);
    }
    call->skew_used = call->skew;
    call->sent_at = site->clock->now(site->clock->user);
    call->sent_tick = site->clock->monotonic(site->clock->user);
    status = add_headers(call, error);
    if (status != CONNECT_OK) {
        return status;
    }
    call->http = (connect_http_request){
        .size = sizeof call->http,
        .method = call->operation->method,
        .url = call->url,
        .headers = call->header_list,
        .headers_count = call->headers_count - 1,
        .body = call->body,
        .body_size = call->body_size,
        .connect_timeout_ms = site->connect_timeout_ms < left ? site->connect_timeout_ms : left,
        .timeout_ms = site->attempt_timeout_ms < left ? site->attempt_timeout_ms : left,
        .cancel = site->cancel,
    };
    trace_request(call);
    call->sent++;
    return CONNECT_OK;
}

void attempt_free(struct call *call)
{
    sigv4_headers_free(&call->signature);
    buf_free(&call->user_agent);
    buf_free(&call->bearer);
    http_response_free(call->response);
}
