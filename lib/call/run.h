/*
 * One operation of a client from start to end, as a task: resolve the client, then call.
 */
#ifndef CALL_RUN_H
#define CALL_RUN_H

#include "call/call_task.h"
#include "call/client.h"
#include "call/resolve.h"

/* Part of another struct, or on the stack; task_release() frees what it holds. */
struct run_task {
    struct task task;
    struct connect_client client; /* a view */
    const struct connect_operation *operation;
    const void *request;
    const struct call_raw *raw;
    bool is_calling;
    union {
        struct resolve_task resolve;
        struct call_task call;
    } child;
};

/*
 * The time limit starts now.  What the client's options, request and raw (NULL for a typed call)
 * point to is borrowed until the task is released.  The result is the response, an owned block.
 */
void run_task_init(struct run_task *self, const connect_client *client,
                   const struct connect_operation *operation, const void *request,
                   const struct call_raw *raw);

/* The same on this thread.  response and error may be NULL; *response is NULL before. */
connect_status client_run(connect_client *client, const struct connect_operation *operation,
                          const void *request, const struct call_raw *raw, void **response,
                          connect_error **error);

#endif
