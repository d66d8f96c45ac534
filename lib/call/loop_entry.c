/* The `_start` function of every operation. */
#include "call/entry.h"
#include "call/loop_call.h"
#include "call/run.h"

connect_status entry_start(connect_loop *loop, connect_client *client,
                           const struct connect_operation *operation, const void *request,
                           connect_done_fn done, void *user, connect_call **out,
                           connect_error **error)
{
    const struct call_start start = { loop, client, operation->name, done, user, out, error };
    connect_call *call;
    connect_status status = loop_call_new(&start, sizeof(struct run_task), &call);
    const void *copy;

    if (status != CONNECT_OK) {
        return status;
    }
    status = loop_call_copy(call, operation, request, &copy, error);
    if (status != CONNECT_OK) {
        loop_call_drop(call);
        return status;
    }
    run_task_init((struct run_task *)call->root, client, operation, copy, NULL);
    return loop_call_launch(call, &start);
}
