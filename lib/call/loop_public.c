/* The life of a loop, and its steps. */
#include "call/loop_call.h"
#include "call/loop_wait.h"
#include "core/error.h"
#include "core/sized.h"
#include "http/transport.h"

#define MAX_ON_WIRE 64
#define MOST_ON_WIRE 10000

static connect_status options_read(const connect_loop_options *options, size_t *max_on_wire,
                                   connect_error **error)
{
    connect_loop_options known;
    connect_status status =
        sized_copy(&known, sizeof known, options, "connect_loop_options", error);
    int32_t most;

    if (status != CONNECT_OK) {
        return status;
    }
    most = known.max_on_wire.is_set ? known.max_on_wire.value : MAX_ON_WIRE;
    if (most < 1 || most > MOST_ON_WIRE) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option max_on_wire is %d; it goes from 1 to %d", (int)most, MOST_ON_WIRE);
    }
    *max_on_wire = (size_t)most;
    return CONNECT_OK;
}

static void loop_free(struct loop *head)
{
    connect_loop *loop = (connect_loop *)head;
    struct client_core *core = loop->core;

    loop->is_closing = true;
    loop_clear(head);
    mem_free(loop);
    core_unref(core);
}

connect_status connect_loop_new(connect_client *client, const connect_loop_options *options,
                                connect_loop **out, connect_error **error)
{
    connect_loop *loop;
    size_t max_on_wire = 0;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (client == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_loop_new: client or out is NULL");
    }
    status = options_read(options, &max_on_wire, error);
    if (status != CONNECT_OK) {
        return status;
    }
    if (client->core->has_own_transport && client->core->transport.start == NULL &&
        !transport_is_curl(&client->core->transport)) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_loop_new: the transport of the client has no `start` function");
    }
    loop = mem_calloc(1, sizeof *loop);
    if (loop == NULL ||
        !loop_init(&loop->loop, &client->core->clock, &client->core->transport, max_on_wire)) {
        mem_free(loop);
        return error_memory(error);
    }
    loop->core = core_ref(client->core);
    loop->loop.freed = loop_free;
    *out = loop;
    return CONNECT_OK;
}

void connect_loop_free(connect_loop *loop)
{
    if (loop == NULL || loop->is_closing) {
        return;
    }
    if (loop->loop.is_stepping && !loop_is_inherited(&loop->loop)) {
        loop->is_closing = true;
        loop->loop.is_freed = true; /* the step ends first */
    } else {
        loop_free(&loop->loop);
    }
}

int connect_loop_fd(const connect_loop *loop)
{
    return loop != NULL ? watch_set_fd(loop->loop.set) : -1;
}

int32_t connect_loop_step(connect_loop *loop)
{
    return loop != NULL ? loop_step(&loop->loop) : 0;
}

int32_t connect_loop_run(connect_loop *loop, int64_t ms)
{
    return loop != NULL ? loop_wait(&loop->loop, ms) : 0;
}

void connect_loop_wake(connect_loop *loop)
{
    if (loop != NULL) {
        watch_set_wake(loop->loop.set);
    }
}

size_t connect_loop_pending(const connect_loop *loop)
{
    return loop != NULL ? loop->pending : 0;
}

connect_status connect_zapi_loop_new(connect_zapi_client *client,
                                     const connect_loop_options *options, connect_loop **out,
                                     connect_error **error)
{
    return connect_loop_new((connect_client *)client, options, out, error);
}
