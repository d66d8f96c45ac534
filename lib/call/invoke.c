/*
 * Operations by name: the registry, and calls with JSON in and JSON out.
 */
#include "call/json.h"
#include "call/run.h"
#include "core/block.h"
#include "core/error.h"
#include "shape/operation.h"

#include <connect/operation.h>

connect_status connect_invoke(connect_client *client, const char *operation, const char *json_in,
                              char **json_out, connect_error **error)
{
    const struct connect_operation *found = connect_operation_find(operation);
    struct arena arena = { 0 };
    void *request, *response = NULL;
    connect_client view;
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
    status = operation_input(found, json_in, &arena, &request, error);
    if (status == CONNECT_OK) {
        view = client != NULL ? client_view(client) : (connect_client){ 0 };
        view.keep_unknown = true;
        status = client_run(client != NULL ? &view : NULL, found, request, NULL, &response, error);
    }
    if (status == CONNECT_OK && json_out != NULL) {
        status = operation_output(found, response, json_out, error);
    }
    block_free(response);
    arena_release(&arena);
    return status;
}
