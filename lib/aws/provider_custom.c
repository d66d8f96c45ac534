/* Keys from a callback of the program. */
#include "aws/credentials.h"
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
    struct credentials *keys;
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
    credentials_unref(sink->keys);
    sink->keys = NULL;
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
    sink->keys = credentials_new(&known, custom_class.name);
    return sink->keys != NULL ? CONNECT_OK : error_memory(&sink->error);
}

connect_status connect_credentials_refuse(connect_credentials_sink *sink, const char *message)
{
    if (sink == NULL) {
        return CONNECT_E_CREDENTIALS;
    }
    credentials_unref(sink->keys);
    sink->keys = NULL;
    error_set(&sink->error, CONNECT_E_CREDENTIALS, "custom provider: %s",
              message != NULL ? message : "refused without a message");
    return CONNECT_E_CREDENTIALS;
}

/* A callback that answers in two ways at once is taken by its status. */
static connect_status custom_fetch(connect_credentials_provider *provider,
                                   struct provider_context *context, struct credentials **out,
                                   struct buf *skipped, connect_error **error)
{
    (void)context;
    (void)skipped;
    struct custom_provider *custom = (struct custom_provider *)provider;
    connect_credentials_sink sink = { 0 };
    connect_status status = custom->fn(custom->user, &sink);
    *out = NULL;
    if (status == CONNECT_OK && sink.keys != NULL) {
        *out = sink.keys;
        connect_error_free(sink.error);
        return CONNECT_OK;
    }
    credentials_unref(sink.keys);
    if (sink.error != NULL) {
        status = connect_error_code(sink.error);
        if (error != NULL) {
            *error = sink.error;
        } else {
            connect_error_free(sink.error);
        }
        return status;
    }
    if (status == CONNECT_OK) {
        return error_set(error, CONNECT_E_CREDENTIALS,
                         "custom provider: it returned without delivering keys");
    }
    return error_set(error, status, "custom provider: it failed with %s and no message",
                     connect_status_name(status));
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
