/* Credentials given by the application. */
#include "aws/source.h"
#include "core/error.h"
#include "core/sized.h"

struct static_provider {
    connect_credentials_provider head;
    struct credentials *credentials;
};

static struct task *static_fetch(connect_credentials_provider *provider,
                                 const struct provider_context *context,
                                 struct fetch_report *report)
{
    (void)context;
    (void)report;
    return source_done(credentials_ref(((struct static_provider *)provider)->credentials), NULL);
}

static void static_release(connect_credentials_provider *provider)
{
    credentials_unref(((struct static_provider *)provider)->credentials);
}

static const struct provider_class static_class = {
    .name = "static",
    .fetch = static_fetch,
    .release = static_release,
};

connect_status connect_credentials_static(const connect_credentials *credentials,
                                          connect_credentials_provider **out, connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_static: out is NULL");
    }
    *out = NULL;
    connect_credentials known;
    connect_status status =
        sized_copy(&known, sizeof known, credentials, "connect_credentials", error);
    if (status != CONNECT_OK) {
        return status;
    }
    status = credentials_check(&known, "connect_credentials_static", CONNECT_E_ARGUMENT, error);
    if (status != CONNECT_OK) {
        return status;
    }
    struct static_provider *provider = provider_new(&static_class, sizeof *provider);
    if (provider == NULL) {
        return error_memory(error);
    }
    provider->credentials = credentials_new(&known, static_class.name);
    if (provider->credentials == NULL) {
        connect_credentials_provider_free(&provider->head);
        return error_memory(error);
    }
    *out = &provider->head;
    return CONNECT_OK;
}
