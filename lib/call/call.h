/*
 * One call of one operation as a state machine that does no I/O.  It says what it wants; a driver does it and tells
 * the outcome.  The blocking driver (call/client.c) and tests run the same object.
 *
 *   call_new -> { call_want: CREDENTIALS -> call_give_credentials
 *                            PACE        -> call_paced
 *                            SEND        -> call_answered
 *                            WAIT        -> call_waited
 *                            DONE        -> call_finish } -> call_free
 */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/sigv4.h"
#include "call/retry.h"
#include "http/response.h"
#include "shape/codec.h"

enum call_want { CALL_CREDENTIALS, CALL_PACE, CALL_SEND, CALL_WAIT, CALL_DONE };

/* The clock skew learnt by a client, in milliseconds, shared by its calls; locks itself. */
struct skew;

/* What a call needs of its client; all of it borrowed for the life of the call. */
struct call_site {
    const struct connect_operation *operation;
    struct endpoint endpoint;
    struct sigv4_cache *keys;
    struct retry_quota *quota;
    struct skew *skew;              /* NULL: not learnt */
    const connect_clock *clock;
    const connect_random *random;
    const struct logger *logger;
    const char *user_agent;
    connect_check_level check_level;
    int32_t max_attempts;
    int64_t connect_timeout_ms;
    int64_t attempt_timeout_ms;
    int64_t deadline;               /* monotonic */
    int64_t max_body_bytes;
    const connect_cancel *cancel;
    const connect_pair *const *headers; /* extra */
    size_t headers_count;
    bool paced;
};

/* What connect_send() sends in place of a typed request. */
struct call_raw {
    const char *method;
    const char *path;
    const char *query; /* encoded */
    const char *body;  /* or NULL */
};

struct call;

/* Checks, binds and encodes the request.  raw is NULL for a typed call. */
connect_status call_new(const struct call_site *site, const void *request, const struct call_raw *raw,
                        struct call **out, connect_error **error);
enum call_want call_want(const struct call *call);

/* CREDENTIALS: a reference is taken; NULL for anonymous.  Or the failure to get them, which ends the call. */
void call_give_credentials(struct call *call, struct credentials *keys);
void call_fail(struct call *call, connect_error *error); /* takes the error over */
/* Keys that the service refused as expired since the last question; NULL for none. */
const struct credentials *call_rejected_keys(struct call *call);

/* PACE: the driver has waited for its turn. */
void call_paced(struct call *call);

/* SEND: what to send, where to put the answer, and what became of it. */
const connect_http_request *call_http_request(struct call *call);
connect_http_response *call_http_response(struct call *call);
void call_answered(struct call *call, connect_status transport_status, const connect_http_failure *failure);
/* Whether the last answer was a throttling one: for the pacer. */
bool call_was_throttled(const struct call *call);

/* WAIT: how long; then go on. */
int64_t call_wait_ms(const struct call *call);
void call_waited(struct call *call);

/*
 * DONE: *response (may be NULL) is an owned block, for a raw call a text; or *error, owned.
 */
connect_status call_finish(struct call *call, void **response, connect_error **error);
void call_free(struct call *call);

#endif
