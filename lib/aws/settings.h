/*
 * Settings: what the client was told, what the environment says, what the profile says, and the default, with where
 * each value came from.  One table maps option, variable, profile key and default.
 */
#ifndef AWS_SETTINGS_H
#define AWS_SETTINGS_H

#include "core/log.h"
#include "core/mem.h"

#include <connect/client.h>

enum setting_source { SETTING_DEFAULT, SETTING_OPTION, SETTING_ENVIRONMENT, SETTING_PROFILE, SETTING_METADATA };

enum setting {
    SETTING_PROFILE_NAME,
    SETTING_REGION,
    SETTING_ENDPOINT_URL,
    SETTING_USE_FIPS,
    SETTING_USE_DUALSTACK,
    SETTING_RETRY_MODE,
    SETTING_MAX_ATTEMPTS,
    SETTING_DEFAULTS_MODE,
    SETTING_CONNECT_TIMEOUT,
    SETTING_ATTEMPT_TIMEOUT,
    SETTING_CALL_TIMEOUT,
    SETTING_CA_BUNDLE,
    SETTING_APP_ID,
    SETTING_NO_SKEW_CORRECTION,
    SETTING_COUNT
};

struct setting_value {
    const char *text;    /* NULL when unset */
    int64_t number;      /* integers and booleans */
    enum setting_source source;
    const char *origin;  /* the option, variable or file and key it came from, for people */
};

struct profile_files; /* aws/profile.h */

/* Lookup of an environment variable; NULL when unset.  Empty counts as unset.  Tests replace it. */
typedef const char *(*settings_env_fn)(void *user, const char *name);

struct settings {
    struct arena arena;
    struct setting_value values[SETTING_COUNT];
    struct profile_files *files; /* read once; NULL before */
    settings_env_fn env;
    void *env_user;
};

/*
 * Resolves all of it; reads the config files.  `settings` is zeroed but for env.
 * CONNECT_E_CONFIGURATION names the variable, or the file and line, at fault.
 */
connect_status settings_resolve(struct settings *settings, const connect_client_options *options,
                                const struct logger *logger, connect_error **error);
/*
 * The endpoint URL configured for a service ("connect", "sts", "sso", "sso_oidc", "signin") or NULL, by the order of
 * config.md section 3; *origin says where it came from.
 */
connect_status settings_endpoint_url(struct settings *settings, const char *config_name, const char **url,
                                     const char **origin, connect_error **error);
const char *settings_env(const struct settings *settings, const char *name);
/* The home directory by the rules of credentials.md section 3.1, or NULL. */
const char *settings_home(const struct settings *settings);
/* Reads both files anew, for a provider that is asked again; *out is owned, freed with profile_files_free(). */
connect_status settings_read_files(const struct settings *settings, const struct logger *logger,
                                   struct profile_files **out, connect_error **error);
void settings_release(struct settings *settings);

#endif
