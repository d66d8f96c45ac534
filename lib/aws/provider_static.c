/* Keys that the program holds itself. */
#include "aws/credentials.h"
#include "core/error.h"
#include "core/sized.h"

struct static_provider {
    connect_credentials_provider head;
    struct credentials *keys;
};

static connect_status static_fetch(connect_credentials_provider *provider,
                                   struct provider_context *context, struct credentials **out,
                                   struct buf *skipped, connect_error **error)
{
    (void)context;
    (void)skipped;
    (void)error;
    *out = credentials_ref(((struct static_provider *)provider)->keys);
    return CONNECT_OK;
}

static void static_release(connect_credentials_provider *provider)
{
    credentials_unref(((struct static_provider *)provider)->keys);
}

static const struct provider_class static_class = {
    .name = "static keys",
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
    provider->keys = credentials_new(&known, static_class.name);
    if (provider->keys == NULL) {
        connect_credentials_provider_free(&provider->head);
        return error_memory(error);
    }
    *out = &provider->head;
    return CONNECT_OK;
}
