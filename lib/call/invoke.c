/*
 * Operations by name: the registry, and calls with JSON in and JSON out.
 */
#include "call/invoke.h"

#include "api/registry.h"
#include "call/client.h"
#include "core/block.h"
#include "core/error.h"
#include "shape/codec.h"

#include <connect/operation.h>

const struct service *invoke_service(void)
{
    return registry_operations[0]->service;
}

static int compare(const struct connect_operation *operation, const char *name)
{
    return strcmp(operation->name, name);
}

/* Where an operation of that name stands, or would stand. */
static size_t position_of(const char *name)
{
    size_t low = 0, high = registry_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(registry_operations[middle], name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const connect_operation *connect_operation_next(const connect_operation *previous)
{
    size_t next = previous != NULL ? position_of(previous->name) + 1 : 0;

    return next < registry_count ? registry_operations[next] : NULL;
}

const connect_operation *connect_operation_find(const char *name)
{
    size_t position = name != NULL ? position_of(name) : registry_count;

    if (position == registry_count || compare(registry_operations[position], name) != 0) {
        return NULL;
    }
    return registry_operations[position];
}

connect_status invoke_input(const struct connect_operation *operation, const char *json,
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
    if (status != CONNECT_OK) {
        error_set_operation(error != NULL ? *error : NULL, operation->name);
    }
    return status;
}

connect_status invoke_output(const struct connect_operation *operation, const void *response,
                             char **out, connect_error **error)
{
    struct buf json = BUF_INIT(SIZE_MAX / 4);
    char *text = NULL;

    json.secret = operation->output->is_secret;
    if (shape_encode(operation->output, response, ENCODE_ALL, NULL, &json)) {
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

connect_status connect_invoke(connect_client *client, const char *operation, const char *json_in,
                              char **json_out, connect_error **error)
{
    const struct connect_operation *found = connect_operation_find(operation);
    struct arena arena = { 0 };
    void *request, *response = NULL;
    connect_status status;

    if (json_out != NULL) {
        *json_out = NULL;
    }
    if (error != NULL) {
        *error = NULL;
    }
    if (found == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "there is no operation \"%.80s\"",
                         operation != NULL ? operation : "(null)");
    }
    arena.secret = found->input->is_secret;
    status = invoke_input(found, json_in, &arena, &request, error);
    if (status == CONNECT_OK) {
        status = client_run(client, found, request, NULL, &response, error);
    }
    if (status == CONNECT_OK && json_out != NULL) {
        status = invoke_output(found, response, json_out, error);
    }
    block_free(response);
    arena_release(&arena);
    return status;
}
