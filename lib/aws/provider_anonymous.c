/* No keys at all: requests go unsigned. */
#include "aws/credentials.h"
#include "core/error.h"

static connect_status anonymous_fetch(connect_credentials_provider *provider,
                                      struct provider_context *context, struct credentials **out,
                                      struct buf *skipped, connect_error **error)
{
    (void)context;
    (void)error;
    *out = NULL;
    provider_skip(skipped, provider->class->name, "has no keys");
    return CONNECT_OK;
}

static const struct provider_class anonymous_class = {
    .name = "anonymous",
    .fetch = anonymous_fetch,
    .is_anonymous = true,
};

connect_status connect_credentials_anonymous(connect_credentials_provider **out,
                                             connect_error **error)
{
    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_credentials_anonymous: out is NULL");
    }
    *out = provider_new(&anonymous_class, sizeof(connect_credentials_provider));
    return *out != NULL ? CONNECT_OK : error_memory(error);
}
