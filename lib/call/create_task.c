/* See create_task.h. */
#include "call/create_task.h"

#include "core/assert.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"

#include <connect/operation.h>

static void create_task_wait(struct create_task *self)
{
    ASSERT(self->created != NULL);
    const char *id = self->created->id;
    connect_error *error = NULL;
    connect_status status;

    if (text_is_empty(id)) {
        (void)error_set(&error, CONNECT_E_DECODE, "CreateInstance: the response has no id");
        task_fail(&self->task, error);
        return;
    }
    status = wait_task_init(&self->child.wait, &wait_goal_instance_active, &self->client, id, NULL,
                            &self->options, NULL);
    ASSERT(status == CONNECT_OK); /* the options were checked at first */
    (void)status;
    task_run_child(&self->task, &self->child.wait.task);
}

static void create_task_resume(struct task *task)
{
    struct create_task *self = (struct create_task *)task;
    connect_error *error;
    void *result;

    if (task->child == NULL) {
        run_task_init(&self->child.run, &self->client, connect_operation_find("CreateInstance"),
                      self->request, NULL);
        task_run_child(task, &self->child.run.task);
    } else if (task_collect(task, &result, &error) != CONNECT_OK) {
        task_fail(task, error);
    } else if (self->created == NULL) {
        self->created = result;
        create_task_wait(self);
    } else {
        task_succeed(task, result);
    }
}

static void create_task_release(struct task *task)
{
    block_free(((struct create_task *)task)->created);
    block_free(task->result);
}

static const struct task_class create_task_class = { .name = "create",
                                                     .resume = create_task_resume,
                                                     .release = create_task_release };

connect_status create_task_init(struct create_task *self, const connect_client *client,
                                const connect_create_instance_request *request,
                                const connect_wait_options *options, connect_error **error)
{
    connect_status status = wait_options_check(&self->options, client, "-", options,
                                               "creating an instance", "instance", error);

    if (status != CONNECT_OK) {
        return status;
    }
    task_init(&self->task, &create_task_class);
    self->client = client_view(client);
    self->request = request;
    self->created = NULL;
    return CONNECT_OK;
}
