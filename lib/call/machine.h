/*
 * The inside of a call, for the files that make it up: call.c (its life), call_step.c (its states),
 * attempt.c (the request of one attempt) and response.c (its response).
 */
#ifndef CALL_MACHINE_H
#define CALL_MACHINE_H

#include "call/call.h"
#include "call/codec.h"

struct call {
    const struct call_site *site;
    const struct connect_operation *operation;
    const struct call_codec *codec;
    const void *request;        /* NULL for a raw call */
    const struct call_raw *raw; /* NULL for a typed one */
    enum call_state state;
    int refused; /* events that the state has no transition for */
    struct arena arena;
    connect_error *error; /* of the last attempt, or what ended the call */
    bool is_error_of_credentials;
    void *result;

    /* The same on every attempt. */
    struct bound_request bound;
    const char *target; /* path as it is signed */
    const char *query;
    const char *url;
    const char *body; /* NULL for none */
    size_t body_size;
    const char *trace_id; /* encoded, or NULL */
    char invocation[37];
    char token[37]; /* "" when the caller brought one, or the operation has none */
    bool repeatable;

    /* What has happened. */
    struct retry_progress progress;
    int32_t sent; /* times */
    int64_t backoff_ms;
    bool throttled;
    struct credentials *credentials; /* NULL before they were given, and for anonymous */
    struct credentials *rejected;    /* by the service, as expired */
    bool is_rejection_known;         /* call_rejected_credentials() has returned them */
    int64_t skew;                    /* learnt so far */
    bool has_server_lead;
    int64_t server_lead; /* Date of the last response minus when it came */

    int64_t began_tick; /* for on_attempt, as the next; monotonic */

    /* One attempt. */
    int64_t queued_tick;
    int64_t skew_used;
    int64_t sent_at, sent_tick; /* wall clock, monotonic */
    connect_http_request http;
    connect_pair *headers; /* the first is Host, for the signature only */
    const connect_pair **header_list;
    size_t headers_count;
    struct sigv4_headers signature;
    struct buf user_agent, bearer;
    char progress_text[64]; /* amz-sdk-request */
    connect_http_response *response;
};

/*
 * Checks, binds and encodes the request, which may be NULL for an empty one.  raw is NULL for a
 * typed call.
 */
connect_status call_init(struct call *call, const struct call_site *site, const void *request,
                         const struct call_raw *raw, connect_error **error);
void call_clear(struct call *call);
/* Enters the first state. */
void call_start(struct call *call);

/* Makes url, target and room for the headers. */
connect_status attempt_prepare(struct call *call, connect_error **error);
/* Fills call->http and empties call->response. */
connect_status attempt_build(struct call *call, connect_error **error);
void attempt_free(struct call *call);

/*
 * Takes what came of an attempt in: call->result and a status of CONNECT_OK, or call->error and
 * what the retry policy needs to know.
 */
struct retry_outcome response_read(struct call *call, connect_status transport_status,
                                   const connect_http_failure *failure);
/* The next attempt begins to wait for what it needs. */
void attempt_await(struct call *call);
/* To on_attempt; decision: NULL after a success. */
void attempt_report(const struct call *call, const struct retry_decision *decision);
/* What the service calls the exchange, or NULL. */
const char *response_request_id(const connect_http_response *response);

#endif
