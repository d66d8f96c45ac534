/* Calls as tasks. */
#include "call/call_task.h"

#include "core/assert.h"
#include "core/block.h"
#include "core/clock.h"
#include "core/error.h"

static void call_task_end(struct call_task *self)
{
    ASSERT(call_state(&self->call) == CALL_DONE);
    void *response;
    connect_error *error;

    if (self->sources.report != NULL) {
        call_report(&self->call, self->sources.report);
    }
    if (call_finish(&self->call, &response, &error) == CONNECT_OK) {
        task_succeed(&self->task, response);
    } else {
        task_fail(&self->task, error);
    }
}

static void call_task_give(struct call_task *self, struct credentials *credentials)
{
    connect_error *reason = NULL;

    if (self->is_rejected) {
        keyring_explain(self->sources.keyring, &reason);
    }
    call_give_credentials(&self->call, credentials, reason);
    connect_error_free(reason);
}

/*
 * False while the task waits for its child, which fetches the credentials.
 *
 * Rule: without credentials a request is not signed.  Source: aws-c-auth, aws_signing.c.  Test:
 * anonymous_clients_send_unsigned_requests.
 */
static bool call_task_get_credentials(struct call_task *self)
{
    ASSERT(self->task.child == NULL);
    const struct credentials *rejected = call_rejected_credentials(&self->call);
    struct keyring *keyring = self->sources.keyring;
    struct credentials *credentials;
    struct task *child;

    if (keyring == NULL) {
        call_give_credentials(&self->call, self->sources.fixed, NULL);
        return true;
    }
    if (rejected != NULL) {
        keyring_reject(keyring, rejected);
        self->is_rejected = true;
    }
    if (keyring_get_fresh(keyring, &credentials)) {
        call_task_give(self, credentials);
        credentials_unref(credentials);
        return true;
    }
    child = keyring_task_new(keyring);
    if (child == NULL) {
        call_stop(&self->call, CONNECT_E_MEMORY);
        return true;
    }
    task_run_child(&self->task, child);
    return false;
}

static void call_task_take_credentials(struct call_task *self)
{
    connect_error *error;
    void *credentials;

    if (task_collect(&self->task, &credentials, &error) == CONNECT_OK) {
        call_task_give(self, credentials);
    } else {
        call_fail(&self->call, error);
    }
    credentials_unref(credentials);
}

/* Which quota the requests of the call count against. */
static connect_status call_task_find_quota(struct call_task *self)
{
    struct call *call = &self->call;
    struct quota_use use;

    if (call->raw != NULL) {
        use = call->raw->quota;
    } else if (!quota_of_request(self->site.operation, call->request, &call->arena, &use)) {
        return CONNECT_E_MEMORY;
    }
    return pace_turn_init(self->sources.pace, &self->turn, &self->task, &use,
                          self->site.is_limited);
}

static connect_status call_task_join(struct call_task *self)
{
    ASSERT(self->sources.pace != NULL && !self->has_joined);
    const struct credentials *credentials = self->call.credentials;
    const char *principal = NULL;

    if (!self->has_turn) {
        connect_status status = call_task_find_quota(self);

        if (status != CONNECT_OK) {
            return status;
        }
        self->has_turn = true;
    }
    if (credentials != NULL) {
        principal =
            credentials->account_id != NULL ? credentials->account_id : credentials->access_key_id;
    }
    pace_turn_set_principal(self->sources.pace, &self->turn, principal,
                            self->site.endpoint.signing_region);
    pace_join(self->sources.pace, &self->turn);
    return CONNECT_OK;
}

/* False while the task has to wait. */
static bool call_task_get_turn(struct call_task *self)
{
    int64_t until;

    if (!self->has_joined) {
        connect_status status = call_task_join(self);

        if (status != CONNECT_OK) {
            call_stop(&self->call, status);
            return true;
        }
    }
    self->has_joined = true;
    if (!pace_look(self->sources.pace, &self->turn, &until)) {
        task_wait(&self->task, until);
        return false;
    }
    self->has_joined = false;
    call_take_turn(&self->call);
    return true;
}

static void call_task_take_outcome(struct call_task *self)
{
    call_receive(&self->call, self->exchange.status, &self->exchange.failure);
    if (self->has_turn) {
        pace_note_response(self->sources.pace, &self->turn, call_was_throttled(&self->call));
    }
}

static void call_task_resume(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    self->site.deadline = task_deadline(task);
    self->site.cancel = task_cancel(task);
    if (task->child != NULL) {
        call_task_take_credentials(self);
    } else if (call_state(&self->call) == CALL_ON_WIRE) {
        call_task_take_outcome(self);
    } else if (call_state(&self->call) == CALL_BACKOFF) {
        call_retry(&self->call);
    }
    if (call_state(&self->call) == CALL_CREDENTIALS && !call_task_get_credentials(self)) {
        return;
    }
    if (call_state(&self->call) == CALL_TURN && !call_task_get_turn(self)) {
        return;
    }
    switch (call_state(&self->call)) {
    case CALL_SEND:
        task_send(task);
        break;
    case CALL_BACKOFF:
        task_sleep(task, clock_in(self->site.clock, call_backoff_ms(&self->call)));
        break;
    default:
        call_task_end(self);
    }
}

static struct task_exchange *call_task_compose(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    self->exchange.request = call_compose(&self->call);
    if (self->exchange.request == NULL) {
        call_task_end(self);
        return NULL;
    }
    self->exchange.response = call_response(&self->call);
    ASSERT(self->exchange.response != NULL);
    return &self->exchange;
}

static void call_task_leave_queue(struct call_task *self)
{
    if (self->has_turn) {
        pace_leave(self->sources.pace, &self->turn);
    }
}

static void call_task_stop(struct task *task, connect_status status)
{
    struct call_task *self = (struct call_task *)task;

    call_task_leave_queue(self);
    call_stop(&self->call, status);
    call_task_end(self);
}

static void call_task_release(struct task *task)
{
    struct call_task *self = (struct call_task *)task;

    call_task_leave_queue(self);
    block_free(task->result);
    call_clear(&self->call);
    credentials_unref(self->sources.fixed);
    arena_release(&self->arena);
    if (self->is_allocated) {
        mem_free(self);
    }
}

static const struct task_class call_task_class = { .name = "call",
                                                   .resume = call_task_resume,
                                                   .compose = call_task_compose,
                                                   .stop = call_task_stop,
                                                   .release = call_task_release };

connect_status call_task_init(struct call_task *self, const struct call_site *site,
                              struct arena *arena, const void *request, const struct call_raw *raw,
                              const struct call_sources *sources, connect_error **error)
{
    ASSERT(!site->is_paced || sources->pace != NULL);
    connect_status status;

    self->site = *site;
    status = call_init(&self->call, &self->site, request, raw, error);
    if (status != CONNECT_OK) {
        return status;
    }
    task_init(&self->task, &call_task_class);
    self->task.deadline = site->deadline;
    self->task.cancel = site->cancel;
    self->sources = *sources;
    (void)credentials_ref(self->sources.fixed);
    self->arena = (struct arena){ 0 };
    if (arena != NULL) {
        self->arena = *arena;
        *arena = (struct arena){ 0 };
    }
    self->has_turn = self->has_joined = self->is_rejected = self->is_allocated = false;
    return CONNECT_OK;
}

connect_status call_task_new(const struct call_site *site, struct arena *arena, const void *request,
                             const struct call_sources *sources, struct task **out,
                             connect_error **error)
{
    struct call_task *self = mem_alloc(sizeof *self);
    connect_status status;

    *out = NULL;
    if (self == NULL) {
        return error_memory(error);
    }
    status = call_task_init(self, site, arena, request, NULL, sources, error);
    if (status != CONNECT_OK) {
        mem_free(self);
        return status;
    }
    self->is_allocated = true;
    *out = &self->task;
    return CONNECT_OK;
}
