/*
 * Where settings are read from: environment, home directory and the two shared files.
 * (AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files")
 */
#include "aws/profile.h"
#include "aws/settings.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/file.h"
#include "core/text.h"
#include "core/url.h"

#include <stdlib.h>
#include <string.h>

/* Without trailing line ends. */
static size_t size_of_line(const char *value)
{
    size_t size = strlen(value);
    while (size > 0 && (value[size - 1] == '\n' || value[size - 1] == '\r')) {
        size--;
    }
    return size;
}

/*
 * Rule: an empty variable counts as not set.  Source: aws-c-auth,
 * credentials_provider_environment.c.  Test: the_chain_finds_credentials_by_each_rule.
 */
const char *settings_env(const struct settings *settings, const char *name)
{
    const char *value =
        settings->env != NULL ? settings->env(settings->env_user, name) : getenv(name);
    return value == NULL || size_of_line(value) == 0 ? NULL : value;
}

bool settings_env_line(const struct settings *settings, struct arena *arena, const char *name,
                       const char **out)
{
    const char *value = settings_env(settings, name);
    *out = value != NULL ? arena_strndup(arena, value, size_of_line(value)) : NULL;
    return value == NULL || *out != NULL;
}

/* ---- files ---- */

const char *settings_home(const struct settings *settings)
{
    return settings_env(settings, "HOME");
}

/*
 * Rule: a leading tilde before a slash is the home directory.  Source: smithy-rs,
 * file-location-tests.json.  Test: files_are_found_in_the_home_directory.
 */
char *settings_expand_home(const struct settings *settings, struct arena *arena, const char *path)
{
    if (path[0] != '~' || (path[1] != '/' && path[1] != '\0')) {
        return arena_strdup(arena, path);
    }
    const char *home = settings_home(settings);
    return home != NULL ? arena_printf(arena, "%s%s", home, path + 1) : arena_strdup(arena, "");
}

char *settings_path(const struct settings *settings, struct arena *arena, enum setting setting)
{
    const char *path = settings->values[setting].text;
    ASSERT(path != NULL);
    return settings_expand_home(settings, arena, path);
}

connect_status settings_resolve_path(const struct settings *settings, struct arena *arena,
                                     enum setting setting, const char **out, connect_error **error)
{
    const struct setting_value *value = &settings->values[setting];
    *out = NULL;
    if (value->text == NULL) {
        return CONNECT_OK;
    }
    *out = settings_path(settings, arena, setting);
    if (*out == NULL) {
        return error_memory(error);
    }
    if ((*out)[0] == '\0') {
        return error_set(error, CONNECT_E_CONFIGURATION,
                         "%s: \"%.200s\" cannot be expanded: HOME is not set", value->origin,
                         value->text);
    }
    return CONNECT_OK;
}

/* NULL when the file can be read. */
static const char *find_problem(const char *path)
{
    int failure = file_check(path);
    return failure != 0 ? file_problem(failure) : NULL;
}

bool settings_path_problem(const struct settings *settings, enum setting setting,
                           const char **problem)
{
    const struct setting_value *value = &settings->values[setting];
    struct arena arena = { 0 };
    *problem = NULL;
    if (settings_rows[setting].kind != SETTING_PATH || value->text == NULL ||
        value->source == SETTING_DEFAULT) {
        return true;
    }
    const char *path = settings_path(settings, &arena, setting);
    bool done = path != NULL;
    if (done) {
        *problem = text_is_empty(path) ? "HOME is not set" : find_problem(path);
    }
    arena_release(&arena);
    return done;
}

void settings_describe_missing_files(const struct settings *settings,
                                     const struct profile_files *files, struct buf *out)
{
    static const enum setting rows[PROFILE_FILES] = {
        [PROFILE_CONFIG] = SETTING_CONFIG_FILE, [PROFILE_CREDENTIALS] = SETTING_CREDENTIALS_FILE
    };
    for (int i = 0; i < PROFILE_FILES; i++) {
        const struct setting_value *value = &settings->values[rows[i]];
        const char *problem = profile_file_problem(files, (enum profile_file)i);
        if (problem == NULL) {
            continue;
        }
        if (value->source != SETTING_DEFAULT) {
            buf_printf(out, " (%s names %s: %s)", value->origin, value->text, problem);
        } else if (!profile_file_is_missing(files, (enum profile_file)i)) {
            buf_printf(out, " (%s: %s)", value->text, problem);
        }
    }
}

connect_status settings_read_files(const struct settings *settings, const struct logger *logger,
                                   struct profile_files **out, connect_error **error)
{
    struct arena arena = { 0 };
    const char *config = settings_path(settings, &arena, SETTING_CONFIG_FILE);
    const char *credentials = settings_path(settings, &arena, SETTING_CREDENTIALS_FILE);
    connect_status status;
    *out = NULL;
    if (config == NULL || credentials == NULL) {
        status = error_memory(error);
    } else {
        status =
            profile_files_read(text_is_empty(config) ? NULL : config,
                               text_is_empty(credentials) ? NULL : credentials, logger, out, error);
    }
    arena_release(&arena);
    return status;
}

/* ---- endpoint URLs ---- */

connect_status settings_take_url(struct arena *arena, const char *text, const char *origin,
                                 struct setting_value *value, connect_error **error)
{
    /* Validated here because the message names the origin. */
    struct url url;
    connect_status status = url_parse(arena, text, origin, &url, error);
    if (status != CONNECT_OK) {
        return status;
    }
    value->text = arena_strdup(arena, text);
    value->origin = arena_strdup(arena, origin);
    return value->text != NULL && value->origin != NULL ? CONNECT_OK : error_memory(error);
}

/*
 * Sets *text to NULL when neither variable is set.  False: out of memory.
 *
 * Rule: AWS_ENDPOINT_URL_SERVICE precedes AWS_ENDPOINT_URL.  Source: AWS SDKs and Tools Reference
 * Guide, Service-specific endpoints.  Test: configured_urls_are_found_by_each_rule.
 */
static bool find_in_environment(const struct settings *settings, struct arena *arena,
                                const char *config_name, char *variable, size_t room,
                                const char **text)
{
    size_t size = strlen("AWS_ENDPOINT_URL_");
    ASSERT(size + strlen(config_name) < room);
    memcpy(variable, "AWS_ENDPOINT_URL_", size);
    for (const char *c = config_name; *c != '\0' && size < room - 1; c++) {
        variable[size++] = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    variable[size] = '\0';
    bool done = settings_env_line(settings, arena, variable, text);
    if (done && *text == NULL) {
        variable[strlen("AWS_ENDPOINT_URL")] = '\0';
        done = settings_env_line(settings, arena, variable, text);
    }
    return done;
}

/*
 * "services = NAME" refers to [services NAME], where each service has a property with
 * sub-properties.
 * (AWS SDKs and Tools Reference Guide, "Service-specific endpoints"; botocore configprovider.py,
 * ConfiguredEndpointProvider)
 *
 * Rule: a profile refers by services to a section with a URL for each service.  Source: AWS SDKs
 * and Tools Reference Guide, Service-specific endpoints.  Test:
 * configured_urls_are_found_by_each_rule.
 */
static connect_status find_in_services(const struct settings *settings, struct arena *arena,
                                       const char *config_name, struct setting_value *value,
                                       connect_error **error)
{
    const char *profile = settings->values[SETTING_PROFILE_NAME].text;
    const char *services = profile_get(settings->files, profile, "services");
    if (text_is_empty(services)) {
        return CONNECT_OK;
    }
    if (!profile_section_exists(settings->files, "services", services)) {
        return error_set(error, CONNECT_E_CONFIGURATION,
                         "services (%s): there is no section [services %.100s]",
                         profile_origin(settings->files, profile, "services"), services);
    }
    const char *fault = profile_section_fault(settings->files, "services", services);
    if (fault != NULL) {
        return error_set(error, CONNECT_E_CONFIGURATION, "services section \"%.100s\": %s",
                         services, fault);
    }
    const char *service = profile_section_get(settings->files, "services", services, config_name);
    if (service == NULL) {
        return CONNECT_OK;
    }
    const char *url;
    if (!profile_sub_property(arena, service, "endpoint_url", &url)) {
        return error_memory(error);
    }
    if (text_is_empty(url)) {
        return CONNECT_OK;
    }
    value->source = SETTING_PROFILE;
    return settings_take_url(
        arena, url, profile_section_origin(settings->files, "services", services, config_name),
        value, error);
}

/*
 * Rule: URLs of the environment precede those of the profile; a setting ignores both.  Source:
 * botocore, ConfiguredEndpointProvider.  Test: configured_urls_are_found_by_each_rule.
 */
connect_status settings_find_url(const struct settings *settings, struct arena *arena,
                                 const char *config_name, struct setting_value *value,
                                 connect_error **error)
{
    *value = (struct setting_value){ .source = SETTING_DEFAULT, .origin = "default" };
    if (settings->values[SETTING_IGNORE_ENDPOINT_URLS].number) {
        return CONNECT_OK;
    }
    char variable[64];
    const char *text;
    if (!find_in_environment(settings, arena, config_name, variable, sizeof variable, &text)) {
        return error_memory(error);
    }
    if (text != NULL) {
        value->source = SETTING_ENVIRONMENT;
        return settings_take_url(arena, text, variable, value, error);
    }
    connect_status status = find_in_services(settings, arena, config_name, value, error);
    if (status != CONNECT_OK || value->text != NULL) {
        return status;
    }
    const char *profile = settings->values[SETTING_PROFILE_NAME].text;
    const char *global = profile_get(settings->files, profile, "endpoint_url");
    if (text_is_empty(global)) {
        return CONNECT_OK;
    }
    value->source = SETTING_PROFILE;
    return settings_take_url(
        arena, global, profile_origin(settings->files, profile, "endpoint_url"), value, error);
}

connect_status settings_endpoint_url(const struct settings *settings, struct arena *arena,
                                     const char *config_name, const char **url,
                                     connect_error **error)
{
    struct setting_value value;
    connect_status status = settings_find_url(settings, arena, config_name, &value, error);
    ASSERT(error_fits(status, error));
    *url = value.text;
    return status;
}
