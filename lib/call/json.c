/* Requests and responses of an operation as JSON. */
#include "call/json.h"

#include "core/block.h"
#include "core/buf.h"
#include "core/error.h"
#include "shape/decode.h"
#include "shape/encode.h"
#include "shape/operation.h"

#include <string.h>

connect_status operation_input(const struct connect_operation *operation, const char *json,
                               struct arena *arena, void **out, connect_error **error)
{
    void *request = arena_alloc(arena, operation->input->size);
    connect_status status;

    *out = request;
    if (request == NULL) {
        return error_memory(error);
    }
    if (json == NULL || *json == '\0') {
        json = "{}";
    }
    status =
        shape_decode(operation->input, json, strlen(json), DECODE_INPUT, arena, request, error);
    error_set_operation(error != NULL ? *error : NULL, operation->name);
    return status;
}

connect_status operation_output(const struct connect_operation *operation, const void *response,
                                char **out, connect_error **error)
{
    struct buf json = BUF_INIT(BUF_ANY_SIZE);
    char *text = NULL;

    json.secret = operation->output->is_secret;
    if (shape_encode(operation->output, response, ENCODE_KEPT, NULL, &json)) {
        text = block_text(buf_text(&json), json.size, json.secret);
    }
    buf_free(&json);
    if (text != NULL && !block_set_origin(text, connect_response_request_id(response),
                                          connect_response_attempts(response))) {
        block_free(text);
        text = NULL;
    }
    *out = text;
    return text != NULL ? CONNECT_OK : error_memory(error);
}
