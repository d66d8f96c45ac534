/*
 * Settings: values from options, the environment, the profile and defaults, each with its origin.
 * One table (settings_table.c) maps option, variable, profile key and default.
 */
#ifndef AWS_SETTINGS_H
#define AWS_SETTINGS_H

#include "core/buf.h"
#include "core/log.h"
#include "core/mem.h"

#include <connect/client.h>

enum setting_source {
    SETTING_DEFAULT,
    SETTING_OPTION,
    SETTING_ENVIRONMENT,
    SETTING_PROFILE,
    SETTING_METADATA
};

enum setting {
    SETTING_PROFILE_NAME,
    SETTING_REGION,
    SETTING_ENDPOINT_URL,
    SETTING_IGNORE_ENDPOINT_URLS,
    SETTING_USE_FIPS,
    SETTING_USE_DUALSTACK,
    SETTING_RETRY_MODE, /* number: a connect_retry_mode, never DEFAULT */
    SETTING_MAX_ATTEMPTS,
    SETTING_DEFAULTS_MODE,
    SETTING_CONNECT_TIMEOUT, /* ms */
    SETTING_ATTEMPT_TIMEOUT, /* ms */
    SETTING_CALL_TIMEOUT,    /* ms; 0: none */
    SETTING_CA_BUNDLE,
    SETTING_APP_ID,
    SETTING_NO_SKEW_CORRECTION,
    SETTING_NEW_RETRIES,
    SETTING_CONFIG_FILE,
    SETTING_CREDENTIALS_FILE,
    SETTING_LOGIN_CACHE,
    SETTING_METADATA_DISABLED, /* only by the word true, like the AWS CLI */
    SETTING_METADATA_ENDPOINT,
    SETTING_METADATA_MODE,    /* number: 4 or 6 */
    SETTING_METADATA_TIMEOUT, /* seconds */
    SETTING_METADATA_ATTEMPTS,
    SETTING_PACE_SHARED_FILE,
    SETTING_PACE_SHARED_WITH_GROUP,
    SETTING_COUNT
};

enum setting_kind { SETTING_TEXT, SETTING_PATH, SETTING_BOOL, SETTING_INT, SETTING_CHOICE };

/* One valid value of a setting of kind CHOICE. */
struct setting_choice {
    const char *word; /* NULL ends the list */
    int64_t number;
    bool is_for_options; /* invalid in variables and profiles */
};

/* The sources and valid values of one setting. */
struct setting_row {
    const char *name; /* of the client option, also when there is none */
    enum setting_kind kind;
    const char *variables[3]; /* of the environment, the first wins; NULL ends the list */
    const char *key;          /* of the profile, or NULL */
    const char *late[4];      /* variables that come after the profile; NULL ends the list */
    const char *fallback;     /* the default; NULL: unset */
    int64_t least, most;      /* of a number */
    const struct setting_choice *choices;
    bool is_special; /* resolved by code of its own, not by the loop over the table */
};
extern const struct setting_row settings_rows[SETTING_COUNT];

struct setting_value {
    const char *text; /* NULL when unset */
    int64_t number;   /* integers, booleans, choices */
    enum setting_source source;
    const char *origin; /* option, variable or file and line, for messages */
};

struct profile_files; /* aws/profile.h */

/* Looks up an environment variable; NULL when unset.  Empty counts as unset.  Tests replace it. */
typedef const char *(*settings_env_fn)(void *user, const char *name);

struct settings {
    struct arena arena;
    struct setting_value values[SETTING_COUNT];
    struct profile_files *files; /* read once; NULL before */
    settings_env_fn env;
    void *env_user;
};

/*
 * Validates the options, without any I/O.  CONNECT_E_ARGUMENT names the option that is invalid;
 * CONNECT_E_VERSION.
 */
connect_status settings_check_options(const connect_client_options *options, connect_error **error);
/*
 * Resolves all settings; reads the config files.  `settings` is zeroed but for env.
 * CONNECT_E_CONFIGURATION names the variable, or the file and line, that is invalid.
 */
connect_status settings_resolve(struct settings *settings, const connect_client_options *options,
                                const struct logger *logger, connect_error **error);
/*
 * The first part of settings_resolve(): the name of the profile and the config files, from which
 * the other settings may come.
 */
connect_status settings_resolve_profile(struct settings *settings,
                                        const connect_client_options *options,
                                        const struct logger *logger, connect_error **error);
/*
 * The endpoint URL that is configured for a service ("connect", "sts", "sso", "sso_oidc",
 * "signin"), or NULL: environment before profile, and in each the URL of the service before the one
 * of all services.  url is copied to `arena`.
 */
connect_status settings_endpoint_url(const struct settings *settings, struct arena *arena,
                                     const char *config_name, const char **url,
                                     connect_error **error);
/*
 * The region of a service that issues credentials: by option or environment, else that of the
 * profile whose credentials are fetched (may be NULL), else the resolved one; NULL when there is
 * none.
 */
const char *settings_service_region(const struct settings *settings, const char *profile_region);
/* True when the region, or the one that defaults mode "auto" needs, is still unknown. */
bool settings_want_metadata(const struct settings *settings);
/* Applies the region from instance metadata (may be NULL) to what is still unknown. */
connect_status settings_take_metadata(struct settings *settings, const char *region,
                                      connect_error **error);
/* A variable of the environment; NULL when it is unset, empty or only line ends. */
const char *settings_env(const struct settings *settings, const char *name);
/*
 * The same, copied to `arena` without trailing line ends, which come from a file or secret that
 * ends with one.  *out is NULL when the variable is not set.  False: out of memory.
 */
bool settings_env_line(const struct settings *settings, struct arena *arena, const char *name,
                       const char **out);
/* HOME, or NULL. */
const char *settings_home(const struct settings *settings);
/*
 * Expands "~" and "~/..." to the home directory; "" when that is unknown.  NULL: out of memory.
 */
char *settings_expand_home(const struct settings *settings, struct arena *arena, const char *path);
/* A setting of kind PATH, expanded; its default when it is not set, or "". */
char *settings_path(const struct settings *settings, struct arena *arena, enum setting setting);
/*
 * A setting of kind PATH without a default, expanded; NULL in *out when it is not set.
 * CONNECT_E_CONFIGURATION when the home directory is needed and unknown.
 */
connect_status settings_resolve_path(const struct settings *settings, struct arena *arena,
                                     enum setting setting, const char **out, connect_error **error);
/*
 * Why a path that was set by option, variable or profile cannot be read ("No such file or
 * directory"); NULL when it can, or when it is the default.  False: out of memory.
 */
bool settings_path_problem(const struct settings *settings, enum setting setting,
                           const char **problem);
/*
 * Appends which of the two files could not be read, to end a message that something is missing:
 * " (AWS_CONFIG_FILE names ~/x: No such file or directory)".  A default file that does not exist is
 * normal and not named.
 */
void settings_describe_missing_files(const struct settings *settings,
                                     const struct profile_files *files, struct buf *out);
/* Reads both files again, for a refresh of credentials; free with profile_files_free(). */
connect_status settings_read_files(const struct settings *settings, const struct logger *logger,
                                   struct profile_files **out, connect_error **error);
void settings_release(struct settings *settings);

/* ---- between the files of settings ---- */

#define SETTINGS_SCRATCH 24
/* An option as a string, possibly in `scratch`; NULL when it is not set. */
const char *settings_option(const connect_client_options *options, enum setting setting,
                            char *scratch);
/* Validates value->text and sets value->number from it. */
connect_status settings_parse(enum setting setting, struct setting_value *value,
                              connect_error **error);
/* Validates a URL and copies it and its origin to `arena`; the caller has set value->source. */
connect_status settings_take_url(struct arena *arena, const char *text, const char *origin,
                                 struct setting_value *value, connect_error **error);
/* settings_endpoint_url() with the source of the value. */
connect_status settings_find_url(const struct settings *settings, struct arena *arena,
                                 const char *config_name, struct setting_value *value,
                                 connect_error **error);

#endif
