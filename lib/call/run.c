/* Operations from start to end. */
#include "call/run.h"

#include "call/driver.h"
#include "call/entry.h"
#include "call/site.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/error.h"
#include "core/sized.h"

#include <string.h>

static void run_task_call(struct run_task *self)
{
    ASSERT(!self->is_calling && client_is_resolved(self->client.core));
    struct client_core *core = self->client.core;
    struct call_sources sources = { .keyring = core->resolution->keyring,
                                    .pace = core->pace,
                                    .report = self->client.options.report };
    struct call_site site;
    connect_error *error = NULL;

    client_site(&self->client, self->operation, self->task.deadline, &site);
    if (call_task_init(&self->child.call, &site, NULL, self->request, self->raw, &sources,
                       &error) != CONNECT_OK) {
        task_fail(&self->task, error);
        return;
    }
    self->is_calling = true;
    task_run_child(&self->task, &self->child.call.task);
}

static void run_task_resume(struct task *task)
{
    struct run_task *self = (struct run_task *)task;
    void *response = NULL;
    connect_error *error = NULL;
    connect_status status = CONNECT_OK;

    if (task->child != NULL) {
        status = task_collect(task, &response, &error);
    } else if (!client_is_resolved(self->client.core)) {
        resolve_task_init(&self->child.resolve, self->client.core);
        task_run_child(task, &self->child.resolve.task);
        return;
    }
    if (status != CONNECT_OK) {
        if (connect_error_operation(error) == NULL) {
            error_set_operation(error, self->operation->name);
        }
        task_fail(task, error);
    } else if (self->is_calling) {
        task_succeed(task, response);
    } else {
        run_task_call(self);
    }
}

static void run_task_release(struct task *task)
{
    block_free(task->result);
}

static const struct task_class run_task_class = { .name = "run",
                                                  .resume = run_task_resume,
                                                  .release = run_task_release };

void run_task_init(struct run_task *self, const connect_client *client,
                   const struct connect_operation *operation, const void *request,
                   const struct call_raw *raw)
{
    self->client = client_view(client);
    self->operation = operation;
    self->request = request;
    self->raw = raw;
    self->is_calling = false;
    task_init(&self->task, &run_task_class);
    self->task.deadline = client_deadline(client);
    self->task.cancel = client->options.cancel;
    sized_fill(client->options.report, &(connect_call_report){ 0 }, sizeof(connect_call_report));
}

connect_status client_run(connect_client *client, const struct connect_operation *operation,
                          const void *request, const struct call_raw *raw, void **response,
                          connect_error **error)
{
    struct run_task run;
    connect_status status;

    ASSERT(response == NULL || *response == NULL);
    if (error != NULL) {
        *error = NULL;
    }
    if (client == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: the client is NULL", operation->name);
    }
    run_task_init(&run, client, operation, request, raw);
    driver_run(&client->core->clock, &client->core->transport, &run.task);
    status = run.task.status;
    if (response != NULL) {
        *response = run.task.result;
        run.task.result = NULL;
    }
    if (error != NULL) {
        *error = run.task.error;
        run.task.error = NULL;
    }
    task_release(&run.task);
    return status;
}

connect_status entry_call(connect_client *client, const struct connect_operation *operation,
                          const void *request, void *out, connect_error **error)
{
    void *response = NULL;
    connect_status status =
        client_run(client, operation, request, NULL, out != NULL ? &response : NULL, error);

    if (out != NULL) {
        memcpy(out, &response, sizeof response);
    }
    return status;
}
