/*
 * Credentials from a callback of the application, which delivers them before it returns or later.
 *
 * The sink of a callback lives on the stack.  The one that connect_credentials_later() makes has
 * two owners: the application until it delivers or refuses, and the source until it has ended.
 */
#include "aws/source.h"
#include "core/assert.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/fork.h"
#include "core/lock.h"
#include "core/mem.h"
#include "core/sized.h"

#include <stdatomic.h>

struct custom_provider {
    connect_credentials_provider head;
    connect_credentials_fn fn;
    void *user;
    void (*release)(void *user);
};

struct connect_credentials_sink {
    struct credentials *credentials;
    connect_error *error;
    connect_credentials_sink *later; /* made from this one */
    /* Of one that was made by connect_credentials_later(): */
    bool is_later;
    atomic_int owners;
    uint64_t generation; /* of forks: a child leaves what its parent waits for alone */
    struct lock lock;
    struct task *task; /* that waits; under the lock */
    bool is_ended;     /* credentials and error are final; under the lock */
};

static const struct provider_class custom_class;

/* ---- sinks ---- */

static void sink_clear(connect_credentials_sink *sink)
{
    credentials_unref(sink->credentials);
    connect_error_free(sink->error);
    sink->credentials = NULL;
    sink->error = NULL;
}

static void sink_unref(connect_credentials_sink *sink)
{
    ASSERT(sink->is_later && atomic_load(&sink->owners) > 0);
    if (atomic_fetch_sub(&sink->owners, 1) == 1) {
        sink_clear(sink);
        lock_destroy(&sink->lock);
        mem_free(sink);
    }
}

connect_credentials_sink *connect_credentials_later(connect_credentials_sink *sink)
{
    if (sink == NULL || sink->is_later || sink->later != NULL) {
        return NULL;
    }
    connect_credentials_sink *later = mem_calloc(1, sizeof *later);
    if (later == NULL || !lock_init(&later->lock)) {
        mem_free(later);
        return NULL;
    }
    later->is_later = true;
    atomic_init(&later->owners, 2);
    later->generation = fork_generation();
    sink->later = later;
    return later;
}

/* What was delivered or refused is final, and the application has no sink any more. */
static void sink_end(connect_credentials_sink *sink)
{
    lock_acquire(&sink->lock);
    ASSERT(!sink->is_ended);
    sink->is_ended = true;
    if (sink->task != NULL) {
        task_wake(sink->task);
    }
    lock_release(&sink->lock);
    sink_unref(sink);
}

static connect_status sink_fill(connect_credentials_sink *sink,
                                const connect_credentials *credentials)
{
    sink_clear(sink);
    connect_credentials known;
    connect_status status =
        sized_copy(&known, sizeof known, credentials, "connect_credentials", &sink->error);
    if (status != CONNECT_OK) {
        return status;
    }
    status = credentials_check(&known, custom_class.name, CONNECT_E_ARGUMENT, &sink->error);
    if (status != CONNECT_OK) {
        return status;
    }
    sink->credentials = credentials_new(&known, custom_class.name);
    return sink->credentials != NULL ? CONNECT_OK : error_memory(&sink->error);
}

connect_status connect_credentials_deliver(connect_credentials_sink *sink,
                                           const connect_credentials *credentials)
{
    if (sink == NULL || sink->later != NULL) {
        return CONNECT_E_ARGUMENT;
    }
    connect_status status = sink_fill(sink, credentials);
    ASSERT(error_fits(status, &sink->error));
    if (sink->is_later) {
        sink_end(sink);
    }
    return status;
}

connect_status connect_credentials_refuse(connect_credentials_sink *sink, const char *message)
{
    if (sink == NULL || sink->later != NULL) {
        return CONNECT_E_CREDENTIALS;
    }
    sink_clear(sink);
    (void)error_set(&sink->error, CONNECT_E_CREDENTIALS, "custom provider: %s",
                    message != NULL ? message : "refused without a message");
    if (sink->is_later) {
        sink_end(sink);
    }
    return CONNECT_E_CREDENTIALS;
}

/* The outcome in a sink, and of the callback that returned `status`, which decides. */
static connect_status sink_take(connect_credentials_sink *sink, connect_status status,
                                struct credentials **out, connect_error **error)
{
    ASSERT(*out == NULL && *error == NULL);
    ASSERT(sink->credentials == NULL || sink->error == NULL);
    if (status == CONNECT_OK && sink->credentials != NULL) {
        *out = sink->credentials;
        sink->credentials = NULL;
        return CONNECT_OK;
    }
    if (sink->error != NULL) {
        *error = sink->error;
        sink->error = NULL;
        return connect_error_code(*error);
    }
    if (status == CONNECT_E_MEMORY) {
        return error_memory(error);
    }
    if (status == CONNECT_OK) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "custom provider: the callback returned without credentials");
    }
    return error_set(error, status, "custom provider: the callback failed with %s",
                     connect_status_name(status));
}

/* ---- the source ---- */

struct custom_source {
    struct source source;
    connect_credentials_provider *provider;
    connect_credentials_sink *later; /* that is waited for */
};

/* The application may still hold the sink; what it delivers then has no effect. */
static void custom_forget_sink(struct custom_source *self)
{
    connect_credentials_sink *later = self->later;
    self->later = NULL;
    /* In a child the lock may belong to a thread of the parent. */
    if (later == NULL || later->generation != fork_generation()) {
        return;
    }
    lock_acquire(&later->lock);
    later->task = NULL;
    lock_release(&later->lock);
    sink_unref(later);
}

static void custom_end(struct custom_source *self, connect_credentials_sink *sink,
                       connect_status status)
{
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    status = sink_take(sink, status, &credentials, &error);
    source_end(&self->source, status, credentials, error);
}

/* Waits until the application has ended the sink; it may have done so already. */
static void custom_wait(struct custom_source *self)
{
    connect_credentials_sink *later = self->later;
    task_wait(&self->source.task, DEADLINE_NONE);
    lock_acquire(&later->lock);
    bool is_ended = later->is_ended;
    later->task = is_ended ? NULL : &self->source.task;
    lock_release(&later->lock);
    if (is_ended) {
        custom_end(self, later, CONNECT_OK);
    }
}

/* The callback runs here and not when the task is made, so that it runs under a driver. */
static void custom_resume(struct task *task)
{
    struct custom_source *self = (struct custom_source *)task;
    const struct custom_provider *custom = (const struct custom_provider *)self->provider;
    if (self->later == NULL) {
        connect_credentials_sink sink = { .later = NULL };
        connect_status status = custom->fn(custom->user, &sink);
        self->later = sink.later;
        if (status != CONNECT_OK || self->later == NULL) {
            custom_end(self, &sink, status);
            sink_clear(&sink);
            return;
        }
        sink_clear(&sink);
    }
    custom_wait(self);
}

static void custom_stop(struct task *task, connect_status status)
{
    custom_forget_sink((struct custom_source *)task);
    source_stop(task, status);
}

static void custom_clear(struct source *source)
{
    struct custom_source *self = (struct custom_source *)source;
    custom_forget_sink(self);
    connect_credentials_provider_free(self->provider);
}

static const struct task_class custom_task = { .name = "custom provider",
                                               .resume = custom_resume,
                                               .stop = custom_stop,
                                               .release = source_release };

static struct task *custom_fetch(connect_credentials_provider *provider,
                                 const struct provider_context *context,
                                 struct fetch_report *report)
{
    struct custom_source *self = source_new(&custom_task, sizeof *self, context, report);
    if (self == NULL) {
        return NULL;
    }
    self->provider = provider_ref(provider);
    self->source.clear = custom_clear;
    return &self->source.task;
}

static void custom_release(connect_credentials_provider *provider)
{
    struct custom_provider *custom = (struct custom_provider *)provider;
    if (custom->release != NULL) {
        custom->release(custom->user);
    }
}

static const struct provider_class custom_class = {
    .name = "custom provider",
    .fetch = custom_fetch,
    .release = custom_release,
    .is_user_code = true,
};

connect_status connect_credentials_custom(connect_credentials_fn fn, void *user,
                                          void (*release)(void *user),
                                          connect_credentials_provider **out, connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (fn == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_custom: %s is NULL",
                         fn == NULL ? "fn" : "out");
    }
    struct custom_provider *custom = provider_new(&custom_class, sizeof *custom);
    if (custom == NULL) {
        return error_memory(error);
    }
    custom->fn = fn;
    custom->user = user;
    custom->release = release;
    *out = &custom->head;
    return CONNECT_OK;
}
