/*
 * One call of one operation as a state machine that performs no I/O.  Its state (transition.h) says
 * what it needs; whoever drives it provides that and reports the outcome.  Both drivers run it as a
 * task (call_task.h); tests step it by hand.
 *
 *   call_init -> { CALL_CREDENTIALS -> call_give_credentials or call_fail
 *                 CALL_TURN        -> call_take_turn
 *                 CALL_SEND        -> call_compose
 *                 CALL_ON_WIRE     -> call_receive
 *                 CALL_BACKOFF     -> call_retry
 *                 CALL_DONE        -> call_finish } -> call_clear
 *
 * call_stop() ends it in every state but CALL_ON_WIRE, where a transport ends the request.  A step
 * that does not fit the state is refused: it changes nothing, and is logged as an error.
 */
#ifndef CALL_CALL_H
#define CALL_CALL_H

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "aws/sigv4.h"
#include "call/quota.h"
#include "call/retry.h"
#include "call/skew.h"
#include "call/transition.h"
#include "call/user_agent.h"
#include "http/response.h"

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
    connect_attempt_fn on_attempt; /* or NULL */
    void *on_attempt_user;
    const connect_pair *const *headers; /* extra, checked by call_header_is_free() */
    size_t headers_count;
    bool is_paced;     /* requests wait for a turn */
    bool is_limited;   /* through the limiter of the adaptive mode as well */
    bool keep_json;    /* the body, for connect_response_json() */
    bool keep_unknown; /* members that no row has, for operation_output() */
};

/*
 * What connect_send() sends in place of a typed request; borrowed for the life of the call.  What
 * it and its response mean is not known, so the memory of both is cleansed.
 */
struct call_raw {
    const char *path;
    const char *query; /* encoded, "" for none */
    const char *body;  /* or NULL */
    struct quota_use quota;
    bool repeatable;
};

struct call;

enum call_state call_state(const struct call *call);

/*
 * Takes a reference; NULL for anonymous.  reason: why older credentials are given again after a
 * failed refresh; borrowed; NULL for none.
 */
void call_give_credentials(struct call *call, struct credentials *credentials,
                           const connect_error *reason);
/* Credentials that the service refused as expired since the last time this was called, or NULL. */
const struct credentials *call_rejected_credentials(struct call *call);
/*
 * Credentials could not be fetched.  Takes ownership of the error, whose operation and host stay
 * when it has them.
 */
void call_fail(struct call *call, connect_error *error);

/* The turn of the request has come. */
void call_take_turn(struct call *call);

/*
 * Builds the request of a new attempt, which is to be followed by call_receive().  NULL when that
 * fails, which ends the call.
 */
const connect_http_request *call_compose(struct call *call);
/* Where the response goes. */
connect_http_response *call_response(struct call *call);
/* The outcome, as the transport returned it; failure may be NULL. */
void call_receive(struct call *call, connect_status transport_status,
                  const connect_http_failure *failure);
/* Whether the last response was a throttling one: for the pacer. */
bool call_was_throttled(const struct call *call);

/* How long to wait before the retry. */
int64_t call_backoff_ms(const struct call *call);
void call_retry(struct call *call);

/* CONNECT_E_CANCELLED, CONNECT_E_TIMEOUT or CONNECT_E_MEMORY. */
void call_stop(struct call *call, connect_status status);

/*
 * What is reported beside the response, as far as it is known; the size of the caller's struct is
 * respected.
 */
void call_report(const struct call *call, connect_call_report *report);

/*
 * *response (may be NULL) is an owned block, for a raw call a string, and NULL on failure; *error
 * is owned.
 */
connect_status call_finish(struct call *call, void **response, connect_error **error);

/* Whether a caller may add a header of that name: those that the library sets are refused. */
bool call_header_is_free(const char *name);

#endif
