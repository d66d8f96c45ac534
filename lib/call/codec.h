/*
 * The protocols: how a request and its response look for one kind of service.
 */
#ifndef CALL_CODEC_H
#define CALL_CODEC_H

#include "core/buf.h"
#include "http/response.h"
#include "shape/bind.h"
#include "shape/decode.h"
#include "shape/fault.h"

struct call_codec {
    const char *content_type; /* of a request with a body */
    /* As shape_bind(). */
    connect_status (*bind)(const struct connect_operation *operation, const void *request,
                           const char *client_token, struct bound_request *out,
                           connect_error **error);
    /* As shape_decode_noting() in DECODE_RESPONSE or DECODE_KEEP. */
    connect_status (*read)(const struct connect_operation *operation, const char *body, size_t size,
                           enum decode_mode mode, struct arena *arena, struct buf *notes, void *out,
                           connect_error **error);
    /* As fault_detect(). */
    bool (*is_fault)(const connect_http_response *response);
    /* As fault_decode(). */
    bool (*fault)(const struct service *service, const connect_http_response *response,
                  struct arena *arena, struct fault *out);
};

const struct call_codec *call_codec_of(const struct service *service);

#endif
