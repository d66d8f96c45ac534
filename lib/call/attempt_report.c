/* Reports attempts to connect_client_options.on_attempt. */
#include "call/machine.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"

void attempt_await(struct call *call)
{
    const connect_clock *clock = call->site->clock;

    if (call->site->on_attempt != NULL) {
        call->queued_tick = clock->monotonic(clock->user);
    }
}

static connect_attempt_decision decision_of(const struct retry_decision *decision)
{
    if (decision == NULL) {
        return CONNECT_ATTEMPT_SUCCEEDED;
    }
    switch (decision->why) {
    case RETRY_NO_ATTEMPTS:
        return CONNECT_ATTEMPT_EXHAUSTED;
    case RETRY_NO_QUOTA:
        return CONNECT_ATTEMPT_NO_QUOTA;
    case RETRY_NO_TIME:
        return CONNECT_ATTEMPT_NO_TIME;
    case RETRY_IS_DUE:
        return decision->class == RETRY_STALE         ? CONNECT_ATTEMPT_RECONNECT
               : decision->class == RETRY_CREDENTIALS ? CONNECT_ATTEMPT_REFRESH
                                                      : CONNECT_ATTEMPT_RETRY;
    default:
        return CONNECT_ATTEMPT_NOT_RETRYABLE;
    }
}

static int64_t at_least_zero(int64_t ms)
{
    return ms > 0 ? ms : 0;
}

void attempt_report(const struct call *call, const struct retry_decision *decision)
{
    ASSERT(call->response != NULL && call->sent > 0);
    const struct call_site *site = call->site;

    if (site->on_attempt == NULL) {
        return;
    }
    /* The last transition may have made the next attempt wait already. */
    const connect_http_transfer *transfer = &call->response->transfer;
    int64_t now = site->clock->monotonic(site->clock->user);
    int64_t wire_ms = transfer->wire_ms.is_set ? transfer->wire_ms.value : now - call->sent_tick;
    connect_attempt attempt = {
        .size = sizeof attempt,
        .operation = call->operation->name,
        .host = site->endpoint.host,
        .number = call->sent,
        .max_attempts = site->retry.max_attempts,
        .status = connect_error_code(call->error),
        .http_status = call->response->status,
        .aws_type = connect_error_aws_type(call->error),
        .request_id = call->error != NULL ? connect_error_request_id(call->error)
                                          : response_request_id(call->response),
        .bytes_sent = transfer->bytes_sent,
        .bytes_received = transfer->bytes_received,
        .is_new_connection = transfer->is_new_connection,
        .queued_ms = at_least_zero(now - call->queued_tick - wire_ms),
        .wire_ms = wire_ms,
        .total_ms = now - call->began_tick,
        .decision = decision_of(decision),
    };

    if (attempt.decision == CONNECT_ATTEMPT_RETRY) {
        attempt.backoff_ms = decision->wait_ms;
    }
    site->on_attempt(site->on_attempt_user, &attempt);
}
