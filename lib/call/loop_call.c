/* See loop_call.h.  Also the functions with which a callback takes the outcome of a call. */
#include "call/loop_call.h"

#include "core/assert.h"
#include "core/block.h"
#include "core/error.h"
#include "shape/check.h"
#include "shape/clone.h"
#include "shape/operation.h"

#include <stddef.h>
#include <string.h>

/* The root follows the struct, aligned as any allocation is. */
#define CALL_HEAD ((sizeof(connect_call) + 15) / 16 * 16)

/* The copy of most requests fits into this. */
#define COPY_ROOM 128

static_assert(CALL_HEAD % _Alignof(max_align_t) == 0, "the root is aligned");

static connect_status start_check(const struct call_start *start)
{
    const char *fault = NULL;

    if (start->loop == NULL) {
        fault = "the loop is NULL";
    } else if (start->client == NULL) {
        fault = "the client is NULL";
    } else if (start->client->core != start->loop->core) {
        fault = "the loop belongs to another client";
    } else if (loop_is_inherited(&start->loop->loop)) {
        fault = "the loop belongs to the parent of this process";
    } else if (start->loop->is_closing) {
        fault = "the loop is being freed";
    }
    return fault == NULL
               ? CONNECT_OK
               : error_set(start->error, CONNECT_E_ARGUMENT, "%s: %s", start->what, fault);
}

connect_status loop_call_new(const struct call_start *start, size_t root_size, connect_call **out)
{
    connect_call *call;
    connect_status status;

    if (start->out != NULL) {
        *start->out = NULL;
    }
    if (start->error != NULL) {
        *start->error = NULL;
    }
    status = start_check(start);
    if (status != CONNECT_OK) {
        return status;
    }
    call = mem_alloc(CALL_HEAD + root_size);
    if (call == NULL) {
        return error_memory(start->error);
    }
    memset(call, 0, sizeof *call);
    call->root = (struct task *)(void *)((char *)call + CALL_HEAD);
    call->owner = start->loop;
    call->done = start->done;
    call->user = start->user;
    *out = call;
    return CONNECT_OK;
}

void loop_call_drop(connect_call *call)
{
    arena_release(&call->arena);
    mem_free(call);
}

connect_status loop_call_check(const connect_call *call, const struct connect_operation *operation,
                               const void *request, connect_error **error)
{
    connect_status status =
        shape_check(operation->input, request, call->owner->core->options.check_level, error);

    error_set_operation(error != NULL ? *error : NULL, operation->name);
    return status;
}

connect_status loop_call_copy(connect_call *call, const struct connect_operation *operation,
                              const void *request, const void **copy, connect_error **error)
{
    const struct connect_shape *input = operation->input;
    connect_status status;

    call->arena.secret = input->is_secret;
    call->arena.first = COPY_ROOM;
    if (request == NULL) {
        size_t *empty = arena_alloc(&call->arena, input->size);

        if (empty == NULL) {
            return error_memory(error);
        }
        *empty = input->size;
        request = empty;
    }
    status = loop_call_check(call, operation, request, error);
    if (status != CONNECT_OK) {
        return status;
    }
    *copy = shape_clone(input, request, &call->arena);
    return *copy != NULL ? CONNECT_OK : error_memory(error);
}

/* ---- ends ---- */

/* The task is released first: what it borrows of a view may go with the callback. */
static bool call_end(struct loop_tree *tree, bool may_call)
{
    connect_call *call = (connect_call *)tree;
    bool calls = may_call && call->done != NULL;

    call->status = call->root->status;
    call->result = call->root->result;
    call->root->result = NULL;
    call->error = call->root->error;
    call->root->error = NULL;
    task_release(call->root);
    ASSERT(call->owner->pending > 0);
    call->owner->pending--;
    if (may_call && call->finish != NULL) {
        call->finish(call);
    }
    if (calls) {
        call->done(call->user, call, call->status);
    }
    block_free(call->result);
    connect_error_free(call->error);
    loop_call_drop(call);
    return calls;
}

connect_status loop_call_launch(connect_call *call, const struct call_start *start)
{
    ASSERT(call->root->class != NULL && call->root->parent == NULL);
    call->tree.end = call_end;
    if (!loop_add(&call->owner->loop, &call->tree, call->root)) {
        task_release(call->root);
        loop_call_drop(call);
        return error_memory(start->error);
    }
    call->owner->pending++;
    if (start->out != NULL) {
        *start->out = call;
    }
    return CONNECT_OK;
}

/* ---- for callbacks ---- */

void *connect_call_take(connect_call *call)
{
    void *result = NULL;

    if (call != NULL) {
        result = call->result;
        call->result = NULL;
    }
    return result;
}

connect_error *connect_call_take_error(connect_call *call)
{
    connect_error *error = NULL;

    if (call != NULL) {
        error = call->error;
        call->error = NULL;
    }
    return error;
}

const connect_error *connect_call_error(const connect_call *call)
{
    return call != NULL ? call->error : NULL;
}

void connect_call_cancel(connect_call *call)
{
    if (call != NULL && !loop_is_inherited(&call->owner->loop)) {
        loop_stop_tree(&call->owner->loop, &call->tree);
    }
}
