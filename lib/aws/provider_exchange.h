/*
 * Plain HTTP exchanges of credential sources: not signed, not retried.
 */
#ifndef AWS_PROVIDER_EXCHANGE_H
#define AWS_PROVIDER_EXCHANGE_H

#include "aws/credentials.h"
#include "http/response.h"

/* Part of the task that sends it: its `compose` returns &exchange->head.  Zeroed before use. */
struct provider_exchange {
    struct task_exchange head;
    connect_http_request request; /* borrows from the task */
};

/* Copies the request and allocates the response; also for another request after an exchange. */
connect_status provider_exchange_prepare(struct provider_exchange *exchange,
                                         const struct provider_context *context,
                                         const connect_http_request *request,
                                         connect_error **error);
/*
 * CONNECT_OK when there is a complete response (exchange->head.response), whatever its HTTP status;
 * else an error that does not name the URL: the source adds it as a prefix.
 */
connect_status provider_exchange_outcome(const struct provider_exchange *exchange,
                                         connect_error **error);
/* Sets the host of an error (may be NULL) to that of the request. */
void provider_exchange_blame(const struct provider_exchange *exchange, connect_error *error);
/* Frees the response. */
void provider_exchange_clear(struct provider_exchange *exchange);

#endif
