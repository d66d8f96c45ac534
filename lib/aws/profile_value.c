/* Values of the shared files for applications: any key of a profile that is not a secret. */
#include "aws/profile.h"
#include "aws/settings.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"

#include <string.h>

static bool is_secret_key(const char *key)
{
    return strcmp(key, "aws_secret_access_key") == 0 || strcmp(key, "aws_session_token") == 0 ||
           strcmp(key, "aws_security_token") == 0;
}

connect_status connect_profile_value(const char *profile, const char *key, char **out,
                                     connect_error **error)
{
    const connect_client_options options = { .size = sizeof options, .profile = profile };
    struct settings settings = { .files = NULL };
    const struct logger silent = { .level = CONNECT_LOG_OFF };
    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (out == NULL || text_is_empty(key) || is_secret_key(key)) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_profile_value: %s",
                         out == NULL          ? "out is NULL"
                         : text_is_empty(key) ? "key is missing"
                                              : "key names a credential");
    }
    connect_status status = settings_resolve_profile(&settings, &options, &silent, error);

    if (status == CONNECT_OK) {
        const char *value =
            profile_filled(settings.files, settings.values[SETTING_PROFILE_NAME].text, key);
        *out = value != NULL ? block_text(value, strlen(value), false) : NULL;
        if (value != NULL && *out == NULL) {
            status = error_memory(error);
        }
    }
    settings_release(&settings);
    return status;
}
