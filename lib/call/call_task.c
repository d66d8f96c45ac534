/* Calls as tasks. */
#include "call/call_task.h"

#include "core/block.h"
#include "core/clock.h"
#include "core/error.h"

struct call_task {
    struct task task;
    struct call_site site;
    struct arena arena; /* of what the site points to */
    struct call *call;
    struct credentials *credentials;
    struct task_exchange exchange;
    bool is_sent; /* the exchange has an outcome that the call does not know of */
};

/* What the call was about to do when it was stopped. */
static const char *call_task_place(const struct call_task *self)
{
    switch (call_want(self->call)) {
    case CALL_CREDENTIALS:
        return "while it waited for credentials";
    case CALL_PACE:
        return "while it waited for its turn";
    case CALL_WAIT:
        return "while it waited to try again";
    default:
        return "before the request was sent";
    }
}

static void call_task_end(struct call_task *self)
{
    void *response;
    connect_error *error;

    if (call_finish(self->call, &response, &error) == CONNECT_OK) {
        task_succeed(&self->task, response);
    } else {
        task_fail(&self->task, error);
    }
}

static void call_task_resume(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    if (self->is_sent) {
        self->is_sent = false;
        call_answered(self->call, self->exchange.status, &self->exchange.failure);
    } else if (task->want == TASK_SLEEP) {
        call_waited(self->call);
    }
    if (call_want(self->call) == CALL_CREDENTIALS) {
        call_give_credentials(self->call, self->credentials, NULL);
    }
    if (call_want(self->call) == CALL_PACE) {
        call_paced(self->call);
    }
    switch (call_want(self->call)) {
    case CALL_SEND:
        task_send(task);
        break;
    case CALL_WAIT:
        task_sleep(task, clock_in(self->site.clock, call_wait_ms(self->call)));
        break;
    default:
        call_task_end(self);
    }
}

static struct task_exchange *call_task_compose(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    self->exchange.request = call_http_request(self->call);
    if (self->exchange.request == NULL) {
        call_task_end(self);
        return NULL;
    }
    self->exchange.response = call_http_response(self->call);
    self->is_sent = true;
    return &self->exchange;
}

static void call_task_stop(struct task *task, connect_status status)
{
    struct call_task *self = (struct call_task *)task;

    call_stop(self->call, status, call_task_place(self));
    call_task_end(self);
}

static void call_task_release(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    block_free(task->result);
    call_free(self->call);
    credentials_unref(self->credentials);
    arena_release(&self->arena);
    mem_free(self);
}

static const struct task_class call_task_class = { .name = "call",
                                                   .resume = call_task_resume,
                                                   .compose = call_task_compose,
                                                   .stop = call_task_stop,
                                                   .release = call_task_release };

connect_status call_task_new(const struct call_site *site, struct arena *arena, const void *request,
                             struct credentials *credentials, struct task **out,
                             connect_error **error)
{
    struct call_task *self = mem_calloc(1, sizeof *self);
    connect_status status;

    *out = NULL;
    if (self == NULL) {
        return error_memory(error);
    }
    task_init(&self->task, &call_task_class);
    self->site = *site;
    self->task.deadline = site->deadline;
    self->task.cancel = site->cancel;
    status = call_new(&self->site, request, NULL, &self->call, error);
    if (status != CONNECT_OK) {
        mem_free(self);
        return status;
    }
    self->arena = *arena;
    *arena = (struct arena){ 0 };
    self->credentials = credentials_ref(credentials);
    *out = &self->task;
    return CONNECT_OK;
}
