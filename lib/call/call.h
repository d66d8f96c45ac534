/*
 * One call of one operation as a state machine that does no I/O.  It says what it wants; a driver
 * does it and tells the outcome.  The blocking driver (call/driver.c) and tests run the same
 * object.
 *
 *   call_new -> { call_want: CREDENTIALS -> call_give_credentials
 *                            PACE        -> call_paced
 *                            SEND        -> call_http_request, call_answered
 *                            WAIT        -> call_waited
 *                            DONE        -> call_finish } -> call_free
 *
 * In any state call_fail() and call_stop() end it.
 */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/sigv4.h"
#include "call/retry.h"
#include "call/skew.h"
#include "call/user_agent.h"
#include "http/response.h"

enum call_want { CALL_CREDENTIALS, CALL_PACE, CALL_SEND, CALL_WAIT, CALL_DONE };

/* What a call needs of its client; all of it borrowed for the life of the call. */
struct call_site {
    const struct connect_operation *operation;
    struct endpoint endpoint;
    struct sigv4_cache *keys;
    struct retry_policy retry;
    struct skew *skew; /* NULL: not learnt */
    const connect_clock *clock;
    const connect_random *random;
    const struct logger *logger;
    const struct user_agent *user_agent;
    unsigned features;    /* for the user agent */
    const char *trace_id; /* of the Lambda invocation this runs in, or NULL */
    connect_check_level check_level;
    int64_t connect_timeout_ms;
    int64_t attempt_timeout_ms;
    int64_t deadline; /* monotonic */
    int64_t max_body_bytes;
    const connect_cancel *cancel;
    const connect_pair *const *headers; /* extra, checked by call_header_is_free() */
    size_t headers_count;
    bool paced;
};

/* What connect_send() sends in place of a typed request; borrowed for the life of the call. */
struct call_raw {
    const char *path;
    const char *query; /* encoded, "" for none */
    const char *body;  /* or NULL */
    bool repeatable;
};

struct call;

/*
 * Checks, binds and encodes the request, which may be NULL for an empty one.  raw is NULL for a
 * typed call.
 */
connect_status call_new(const struct call_site *site, const void *request,
                        const struct call_raw *raw, struct call **out, connect_error **error);
enum call_want call_want(const struct call *call);

/*
 * A reference is taken; NULL for anonymous.  reason: why older credentials are given again after a
 * failed refresh; borrowed; NULL for none.
 */
void call_give_credentials(struct call *call, struct credentials *keys,
                           const connect_error *reason);
/* Keys that the service refused as expired since the last question; NULL for none. */
const struct credentials *call_rejected_keys(struct call *call);

/* The driver has waited for the turn of the request. */
void call_paced(struct call *call);

/*
 * What to send, where to put the answer, and what became of it.  call_http_request() makes a new
 * attempt, and is to be followed by call_answered(); NULL when it could not, which ends the call.
 * failure is NULL for CONNECT_OK.
 */
const connect_http_request *call_http_request(struct call *call);
connect_http_response *call_http_response(struct call *call);
void call_answered(struct call *call, connect_status transport_status,
                   const connect_http_failure *failure);
/* Whether the last answer was a throttling one: for the pacer. */
bool call_was_throttled(const struct call *call);

/* How long to wait; then go on. */
int64_t call_wait_ms(const struct call *call);
void call_waited(struct call *call);

/*
 * Credentials could not be fetched: takes ownership of the error, whose operation and host stay
 * when it has them.
 */
void call_fail(struct call *call, connect_error *error);
/*
 * CONNECT_E_CANCELLED, CONNECT_E_TIMEOUT or CONNECT_E_MEMORY while the driver was `doing` something
 * for the call.
 */
void call_stop(struct call *call, connect_status status, const char *doing);

/* What the call tells beside its response, as far as it has come; the caller's size is heeded. */
void call_report(const struct call *call, connect_call_report *report);

/*
 * *response (may be NULL) is an owned block, for a raw call a text, and NULL on failure; *error is
 * owned.
 */
connect_status call_finish(struct call *call, void **response, connect_error **error);
void call_free(struct call *call);

/* Whether a program may add a header of that name: the library's own are refused. */
bool call_header_is_free(const char *name);

#endif
