/* Plain HTTP exchanges of credential sources. */
#include "aws/provider_exchange.h"

#include "core/assert.h"
#include "core/error.h"
#include "core/text.h"
#include "core/url.h"

#include <string.h>

connect_status provider_exchange_prepare(struct provider_exchange *exchange,
                                         const struct provider_context *context,
                                         const connect_http_request *request, connect_error **error)
{
    ASSERT(request->method != NULL && request->url != NULL);
    provider_exchange_clear(exchange);
    exchange->request = *request;
    exchange->head.request = &exchange->request;
    exchange->head.response = http_response_new(context->max_body_bytes);
    if (exchange->head.response == NULL) {
        return error_memory(error);
    }
    exchange->head.response->body.secret = true;
    return CONNECT_OK;
}

connect_status provider_exchange_outcome(const struct provider_exchange *exchange,
                                         connect_error **error)
{
    const connect_http_response *response = exchange->head.response;
    ASSERT(response != NULL);
    const connect_http_failure *failure = &exchange->head.failure;
    connect_status status = exchange->head.status;
    if (status == CONNECT_OK && response->cap == HTTP_CAP_NONE && response->status != 0) {
        return CONNECT_OK;
    }
    if (status == CONNECT_OK) {
        status = response->cap == HTTP_CAP_MEMORY ? CONNECT_E_MEMORY : CONNECT_E_DECODE;
    }
    if (status == CONNECT_E_MEMORY) {
        return error_memory(error);
    }
    status = error_set(error, status, "%.*s", (int)sizeof failure->message,
                       text_is_empty(failure->message) ? "no usable response" : failure->message);
    error_set_transport_code(error != NULL ? *error : NULL, failure->code);
    return status;
}

void provider_exchange_blame(const struct provider_exchange *exchange, connect_error *error)
{
    const char *address = exchange->request.url;
    struct arena arena = { 0 };
    struct url url;
    char *base = address != NULL ? arena_strndup(&arena, address, strcspn(address, "?#")) : NULL;
    if (base != NULL && url_parse(&arena, base, "URL", &url, NULL) == CONNECT_OK) {
        error_set_host(error, url.host);
    }
    arena_release(&arena);
}

void provider_exchange_clear(struct provider_exchange *exchange)
{
    http_response_free(exchange->head.response);
    exchange->head.response = NULL;
}
