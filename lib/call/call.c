/* The life of a call: checks and bindings before its first state, outcome after its last. */
#include "call/call.h"

#include "call/instance_id.h"
#include "call/machine.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/random.h"
#include "core/sized.h"
#include "core/text.h"
#include "shape/bind.h"
#include "shape/check.h"
#include "shape/row.h"

#include <stdio.h>

/* The URL and the list of headers of most calls. */
#define ARENA_FIRST 384

/* ---- life ---- */

/*
 * The caller's own token, or NULL: also when the caller's struct is too old to have one.
 *
 * Rule: a client token of the caller is kept.  Source: Smithy, idempotencyToken trait.  Test:
 * the_caller_s_own_token_is_kept.
 */
static const char *given_token(const struct connect_member *member, const void *request)
{
    return shape_has(member, row_struct_size(request)) ? row_pointer(member, request) : NULL;
}

/*
 * Rule: all attempts of a call have one client token and one amz-sdk-invocation-id.  Source:
 * botocore, handlers.py.  Test:
 * all_attempts_of_a_call_have_one_token_and_one_id_and_a_date_of_their_own.
 */
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
    ASSERT(call->raw->path != NULL && call->raw->query != NULL);
    call->bound.path = BUF_INIT(BUF_ANY_SIZE);
    call->bound.query = BUF_INIT(BUF_ANY_SIZE);
    call->bound.body = BUF_INIT(BUF_ANY_SIZE);
    call->bound.path.secret = call->bound.query.secret = call->bound.body.secret = true;
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
    ASSERT(call->raw == NULL);
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

static connect_status prepare_call(struct call *call, const void *request, connect_error **error)
{
    connect_status status;

    call->codec = call_codec_of(call->operation->service);
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

connect_status call_init(struct call *call, const struct call_site *site, const void *request,
                         const struct call_raw *raw, connect_error **error)
{
    ASSERT(site->operation != NULL && site->retry.rules != NULL);
    connect_error *failure = NULL;
    connect_status status;

    memset(call, 0, sizeof *call);
    call->site = site;
    call->operation = site->operation;
    call->raw = raw;
    call->progress.attempts = 1;
    call->arena.first = ARENA_FIRST;
    call->arena.secret = raw != NULL;
    status = prepare_call(call, request, &failure);
    if (status == CONNECT_OK) {
        call_start(call);
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
    call_clear(call);
    return status;
}

void call_clear(struct call *call)
{
    attempt_free(call);
    credentials_unref(call->credentials);
    credentials_unref(call->rejected);
    connect_error_free(call->error);
    block_free(call->result);
    bound_request_free(&call->bound);
    arena_release(&call->arena);
}

/* ---- outcome ---- */

void call_report(const struct call *call, connect_call_report *report)
{
    connect_call_report filled = { .attempts = call->sent };
    const char *id = NULL;

    if (call->error != NULL && !call->is_error_of_credentials) {
        filled.http_status = connect_error_http_status(call->error);
        id = connect_error_request_id(call->error);
    } else if (call->response != NULL) {
        filled.http_status = call->response->status;
        id = response_request_id(call->response);
    }
    if (id != NULL) {
        (void)snprintf(filled.request_id, sizeof filled.request_id, "%s", id);
    }
    text_make_printable(filled.request_id, strlen(filled.request_id));
    sized_fill(report, &filled, sizeof filled);
}

connect_status call_finish(struct call *call, void **response, connect_error **error)
{
    ASSERT(call->error == NULL || call->result == NULL);
    connect_status status = connect_error_code(call->error);

    if (call->error != NULL) {
        describe_error(call, call->error);
        if (error_is_incomplete(call->error)) {
            status = error_memory(&call->error);
        }
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
