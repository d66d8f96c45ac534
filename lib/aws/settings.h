/*
 * Settings: what the client was told, what the environment says, what the profile says, and the
 * default, with where each value came from.  One table maps option, variable, profile key and
 * default.
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
    SETTING_METADATA_DISABLED, /* by the word true and no other, as the AWS CLI has it */
    SETTING_METADATA_ENDPOINT,
    SETTING_METADATA_MODE,    /* number: 4 or 6 */
    SETTING_METADATA_TIMEOUT, /* seconds */
    SETTING_METADATA_ATTEMPTS,
    SETTING_COUNT
};

enum setting_kind { SETTING_TEXT, SETTING_PATH, SETTING_BOOL, SETTING_INT, SETTING_CHOICE };

/* One word of a setting that knows a few. */
struct setting_choice {
    const char *word; /* NULL ends the list */
    int64_t number;
    bool is_for_options; /* and unknown outside of the program */
};

/* Where a setting may come from and what it may be: the one place where it is written down. */
struct setting_row {
    const char *name; /* of the client option, or what it would be called */
    enum setting_kind kind;
    const char *variables[2]; /* of the environment, the first wins; NULL: none */
    const char *key;          /* of the profile, or NULL */
    const char *late[3];      /* variables that count less than the profile; NULL: none */
    const char *fallback;     /* as text; NULL: unset */
    int64_t least, most;      /* of a number */
    const struct setting_choice *choices;
    bool is_special; /* has rules of its own beside those of the table */
};
extern const struct setting_row settings_rows[SETTING_COUNT];

struct setting_value {
    const char *text; /* NULL when unset */
    int64_t number;   /* integers, booleans, choices */
    enum setting_source source;
    const char *origin; /* the option, variable or file and key it came from, for people */
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
 * What can be said of options alone, before anything is read: CONNECT_E_ARGUMENT names the one that
 * is out of range, CONNECT_E_VERSION.
 */
connect_status settings_check_options(const connect_client_options *options, connect_error **error);
/*
 * Resolves all of it; reads the config files.  `settings` is zeroed but for env.
 * CONNECT_E_CONFIGURATION names the variable, or the file and line, at fault.
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
 * The endpoint URL configured for a service ("connect", "sts", "sso", "sso_oidc", "signin") or
 * NULL: environment before profile, and in each the service's own before that of all services.  url
 * and origin are copied to `arena`.
 */
connect_status settings_endpoint_url(const struct settings *settings, struct arena *arena,
                                     const char *config_name, const char **url, const char **origin,
                                     connect_error **error);
/*
 * The region of a service that credentials come from: by option or environment, else that of the
 * profile whose credentials are fetched (may be NULL), else whatever was resolved; NULL for none.
 */
const char *settings_service_region(const struct settings *settings, const char *profile_region);
/*
 * Whether the instance's metadata service may know what is still open: the region, or where "auto"
 * runs.
 */
bool settings_want_metadata(const struct settings *settings);
/* What it knew: takes the place of a missing region, and decides defaults mode "auto". */
connect_status settings_take_metadata(struct settings *settings, const char *region,
                                      connect_error **error);
/* A variable of the environment; NULL when it is unset, empty, or nothing but line ends. */
const char *settings_env(const struct settings *settings, const char *name);
/*
 * The same in `arena`, without line ends behind it, which come from a file or secret that ends with
 * one.  *out is NULL when the variable is not set.  False: out of memory.
 */
bool settings_env_line(const struct settings *settings, struct arena *arena, const char *name,
                       const char **out);
/* HOME, or NULL. */
const char *settings_home(const struct settings *settings);
/*
 * A path with the home directory in place of a "~" alone or before a slash at its start: "" when
 * home is not known.  NULL: out of memory.
 */
char *settings_expand_home(const struct settings *settings, struct arena *arena, const char *path);
/* A setting that is a path, in the same way; its fallback when it is not set, or "". */
char *settings_path(const struct settings *settings, struct arena *arena, enum setting setting);
/*
 * A setting that is a path and has no fallback, in the same way; NULL in *out when it is not set.
 * CONNECT_E_CONFIGURATION when the home directory is needed and not known.
 */
connect_status settings_take_path(const struct settings *settings, struct arena *arena,
                                  enum setting setting, const char **out, connect_error **error);
/*
 * What is wrong with a path that was set by option, variable or profile, for people ("No such file
 * or directory"); NULL when nothing is, or when it is the default.  False: out of memory.
 */
bool settings_path_problem(const struct settings *settings, enum setting setting,
                           const char **problem);
/*
 * Which of the two files that variables name could not be read, as a remark behind a message that
 * something is missing: " (AWS_CONFIG_FILE names ~/x: No such file or directory)", or "".
 */
void settings_describe_missing_files(const struct settings *settings,
                                     const struct profile_files *files, struct buf *out);
/*
 * Reads both files anew, for a source of credentials that is fetched from again; *out is freed with
 * profile_files_free().
 */
connect_status settings_read_files(const struct settings *settings, const struct logger *logger,
                                   struct profile_files **out, connect_error **error);
void settings_release(struct settings *settings);

/* ---- between the files of settings ---- */

#define SETTINGS_SCRATCH 24
/*
 * An option as the text that a variable would have had, maybe in `scratch`; NULL when it is not
 * set.
 */
const char *settings_option(const connect_client_options *options, enum setting setting,
                            char *scratch);
/* Fills value->number from value->text, or says what is wrong with it. */
connect_status settings_parse(enum setting setting, struct setting_value *value,
                              connect_error **error);
/*
 * Copies a URL and its origin into *value (texts in `arena`) when it is valid; the caller has set
 * its source.
 */
connect_status settings_take_url(struct arena *arena, const char *text, const char *origin,
                                 struct setting_value *value, connect_error **error);
/* The whole value behind settings_endpoint_url(). */
connect_status settings_find_url(const struct settings *settings, struct arena *arena,
                                 const char *config_name, struct setting_value *value,
                                 connect_error **error);

#endif
