/*
 * See cors.h. https://fetch.spec.whatwg.org/#http-cors-protocol
 */
#include "server/cors.h"

#include "core/text.h"
#include "exchange/respond.h"

#include <string.h>

/* Header names and commas; what else came is not echoed. */
static bool is_name_list(const char *value)
{
    for (; *value != '\0'; value++) {
        if (!text_is_alnum(*value) && strchr("-_, ", *value) == NULL) {
            return false;
        }
    }
    return true;
}

bool cors_preflight(struct exchange *exchange)
{
    const char *headers = exchange_header(exchange, "access-control-request-headers");

    if (strcmp(exchange->method, "OPTIONS") != 0 ||
        exchange_header(exchange, "access-control-request-method") == NULL) {
        return false;
    }
    respond_text(exchange, 200, "text/plain", "");
    respond_header(exchange, "Access-Control-Allow-Methods", "GET, PUT, POST, DELETE");
    /* Not "*": that does not cover Authorization. */
    if (headers != NULL && is_name_list(headers)) {
        respond_header(exchange, "Access-Control-Allow-Headers", headers);
    }
    if (exchange_header(exchange, "access-control-request-private-network") != NULL) {
        respond_header(exchange, "Access-Control-Allow-Private-Network", "true");
    }
    respond_header(exchange, "Access-Control-Max-Age", "600");
    return true;
}

void cors_allow(struct exchange *exchange)
{
    respond_header(exchange, "Access-Control-Allow-Origin", "*");
    respond_header(exchange, "Access-Control-Expose-Headers",
                   "x-amzn-RequestId, x-amzn-ErrorType, Date");
}
