/*
 * Which protocol a service speaks, and how each is put to use.
 */
#include "call/codec.h"

#include "core/assert.h"
#include "shape/query.h"

static connect_status rest_json_read(const struct connect_operation *operation, const char *body,
                                     size_t size, enum decode_mode mode, struct arena *arena,
                                     struct buf *notes, void *out, connect_error **error)
{
    return shape_decode_noting(operation->output, body, size, mode, arena, notes, out, error);
}

static bool rest_json_is_fault(const connect_http_response *response)
{
    return fault_detect(http_response_header(response, "x-amzn-errortype"),
                        buf_text(&response->body), response->body.size);
}

static bool rest_json_fault(const struct service *service, const connect_http_response *response,
                            struct arena *arena, struct fault *out)
{
    return fault_decode(service, http_response_header(response, "x-amzn-errortype"),
                        buf_text(&response->body), response->body.size, arena, out);
}

static const struct call_codec rest_json = {
    .content_type = "application/json",
    .bind = shape_bind,
    .read = rest_json_read,
    .is_fault = rest_json_is_fault,
    .fault = rest_json_fault,
};

/* No operation that is spoken this way has a client token. */
static connect_status query_bind_form(const struct connect_operation *operation,
                                      const void *request, const char *client_token,
                                      struct bound_request *out, connect_error **error)
{
    ASSERT(client_token == NULL);
    return query_bind(operation, request, out, error);
}

/* No operation that is spoken this way is called by name, so nothing is kept. */
static connect_status query_read(const struct connect_operation *operation, const char *body,
                                 size_t size, enum decode_mode mode, struct arena *arena,
                                 struct buf *notes, void *out, connect_error **error)
{
    (void)mode;
    (void)notes;
    return query_decode(operation, body, size, arena, out, error);
}

static bool query_is_fault(const connect_http_response *response)
{
    (void)response;
    return false;
}

static bool query_fault(const struct service *service, const connect_http_response *response,
                        struct arena *arena, struct fault *out)
{
    (void)service;
    return query_fault_decode(buf_text(&response->body), response->body.size, arena, out);
}

static const struct call_codec query = {
    .content_type = "application/x-www-form-urlencoded; charset=utf-8",
    .bind = query_bind_form,
    .read = query_read,
    .is_fault = query_is_fault,
    .fault = query_fault,
};

const struct call_codec *call_codec_of(const struct service *service)
{
    ASSERT(service->protocol == PROTOCOL_REST_JSON || service->protocol == PROTOCOL_QUERY);
    return service->protocol == PROTOCOL_QUERY ? &query : &rest_json;
}
