/* Credentials from a callback of the application. */
#include "aws/source.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/mem.h"
#include "core/sized.h"

struct custom_provider {
    connect_credentials_provider head;
    connect_credentials_fn fn;
    void *user;
    void (*release)(void *user);
};

struct connect_credentials_sink {
    struct credentials *credentials;
    connect_error *error;
};

static const struct provider_class custom_class;

connect_status connect_credentials_deliver(connect_credentials_sink *sink,
                                           const connect_credentials *credentials)
{
    if (sink == NULL) {
        return CONNECT_E_ARGUMENT;
    }
    connect_error_free(sink->error);
    sink->error = NULL;
    credentials_unref(sink->credentials);
    sink->credentials = NULL;
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

connect_status connect_credentials_refuse(connect_credentials_sink *sink, const char *message)
{
    if (sink == NULL) {
        return CONNECT_E_CREDENTIALS;
    }
    credentials_unref(sink->credentials);
    sink->credentials = NULL;
    error_set(&sink->error, CONNECT_E_CREDENTIALS, "custom provider: %s",
              message != NULL ? message : "refused without a message");
    return CONNECT_E_CREDENTIALS;
}

/* When the callback has both delivered and refused, its status decides. */
static connect_status custom_call(struct custom_provider *custom, struct credentials **out,
                                  connect_error **error)
{
    connect_credentials_sink sink = { 0 };
    ASSERT(*out == NULL && *error == NULL);
    connect_status status = custom->fn(custom->user, &sink);
    if (status == CONNECT_OK && sink.credentials != NULL) {
        *out = sink.credentials;
        connect_error_free(sink.error);
        return CONNECT_OK;
    }
    credentials_unref(sink.credentials);
    if (sink.error != NULL) {
        *error = sink.error;
        return connect_error_code(sink.error);
    }
    if (status == CONNECT_OK) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "custom provider: the callback returned without credentials");
    }
    return error_set(error, status, "custom provider: the callback failed with %s",
                     connect_status_name(status));
}

struct custom_source {
    struct source source;
    connect_credentials_provider *provider;
};

/* The callback runs here and not when the task is made, so that it runs under a driver. */
static void custom_resume(struct task *task)
{
    struct custom_source *self = (struct custom_source *)task;
    struct credentials *credentials = NULL;
    connect_error *error = NULL;
    connect_status status =
        custom_call((struct custom_provider *)self->provider, &credentials, &error);
    source_end(&self->source, status, credentials, error);
}

static void custom_clear(struct source *source)
{
    connect_credentials_provider_free(((struct custom_source *)source)->provider);
}

static const struct task_class custom_task = { .name = "custom provider",
                                               .resume = custom_resume,
                                               .stop = source_stop,
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
    if (fn == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_custom: %s is NULL",
                         fn == NULL ? "fn" : "out");
    }
    struct custom_provider *custom = provider_new(&custom_class, sizeof *custom);
    *out = NULL;
    if (custom == NULL) {
        return error_memory(error);
    }
    custom->fn = fn;
    custom->user = user;
    custom->release = release;
    *out = &custom->head;
    return CONNECT_OK;
}
