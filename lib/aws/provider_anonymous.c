/* No credentials: requests are sent unsigned. */
#include "aws/source.h"
#include "core/error.h"

static const struct provider_class anonymous_class = {
    .name = "anonymous",
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
