/* What transports read of requests and responses: the getters of <connect/transport.h>. */
#include "core/buf.h"
#include "core/sized.h"
#include "core/text.h"
#include "http/response.h"

/* Whether the struct of the caller reaches to the end of a member. */
#define HAS(request, member)                                                          \
    ((request) != NULL && (request)->size >= offsetof(connect_http_request, member) + \
                                                 sizeof((connect_http_request *)0)->member)

const char *connect_http_request_method(const connect_http_request *request)
{
    return HAS(request, method) ? request->method : NULL;
}

const char *connect_http_request_url(const connect_http_request *request)
{
    return HAS(request, url) ? request->url : NULL;
}

const char *connect_http_request_header(const connect_http_request *request, const char *name)
{
    if (!HAS(request, headers_count) || name == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < request->headers_count; i++) {
        if (text_equal_nocase(request->headers[i]->key, name)) {
            return request->headers[i]->value;
        }
    }
    return NULL;
}

const void *connect_http_request_body(const connect_http_request *request, size_t *size)
{
    bool has_body = HAS(request, body_size) && request->body != NULL;
    if (size != NULL) {
        *size = has_body ? request->body_size : 0;
    }
    return has_body ? request->body : NULL;
}

int32_t connect_http_response_status(const connect_http_response *response)
{
    return response != NULL ? response->status : 0;
}

const char *connect_http_response_header(const connect_http_response *response, const char *name)
{
    return response != NULL && name != NULL ? http_response_header(response, name) : NULL;
}

bool connect_http_response_header_at(const connect_http_response *response, size_t index,
                                     const char **name, const char **value)
{
    if (response == NULL || index >= response->headers_count) {
        return false;
    }
    *name = response->headers[index].key;
    *value = response->headers[index].value;
    return true;
}

const void *connect_http_response_body(const connect_http_response *response, size_t *size)
{
    if (size != NULL) {
        *size = response != NULL ? response->body.size : 0;
    }
    return response != NULL ? buf_text(&response->body) : "";
}

void connect_http_response_set_transfer(connect_http_response *response,
                                        const connect_http_transfer *transfer)
{
    (void)sized_copy(&response->transfer, sizeof response->transfer, transfer, "transfer", NULL);
}

void connect_http_response_transfer(const connect_http_response *response,
                                    connect_http_transfer *out)
{
    sized_fill(out, &response->transfer, sizeof response->transfer);
}
