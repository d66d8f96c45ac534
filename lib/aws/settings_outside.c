/*
 * What settings are read from beside the table: the environment, the home directory, the two files.
 */
#include "aws/profile.h"
#include "aws/settings.h"
#include "core/error.h"
#include "core/text.h"
#include "core/url.h"

#include <stdlib.h>
#include <string.h>

const char *settings_env(const struct settings *settings, const char *name)
{
    const char *value =
        settings->env != NULL ? settings->env(settings->env_user, name) : getenv(name);
    return text_is_empty(value) ? NULL : value;
}

const char *settings_home(const struct settings *settings)
{
    return settings_env(settings, "HOME");
}

char *settings_path(const struct settings *settings, struct arena *arena, enum setting setting)
{
    const char *path = settings->values[setting].text;
    if (path == NULL) {
        path = settings_rows[setting].fallback;
    }
    if (path[0] != '~' || (path[1] != '/' && path[1] != '\0')) {
        return arena_strdup(arena, path);
    }
    const char *home = settings_home(settings);
    return home != NULL ? arena_printf(arena, "%s%s", home, path + 1) : arena_strdup(arena, "");
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
            profile_files_read(config[0] != '\0' ? config : NULL,
                               credentials[0] != '\0' ? credentials : NULL, logger, out, error);
    }
    arena_release(&arena);
    return status;
}

/* ---- endpoint URLs ---- */

connect_status settings_take_url(struct settings *settings, const char *text, const char *origin,
                                 struct setting_value *value, connect_error **error)
{
    /* Checked here, so that the message can name where it stands. */
    struct url url;
    connect_status status = url_parse(&settings->arena, text, origin, &url, error);
    if (status != CONNECT_OK) {
        return status;
    }
    value->text = arena_strdup(&settings->arena, text);
    value->origin = arena_strdup(&settings->arena, origin);
    return value->text != NULL && value->origin != NULL ? CONNECT_OK : error_memory(error);
}

static bool find_in_environment(struct settings *settings, const char *config_name, char *variable,
                                size_t room, const char **text)
{
    size_t size = strlen("AWS_ENDPOINT_URL_");
    memcpy(variable, "AWS_ENDPOINT_URL_", size);
    for (const char *c = config_name; *c != '\0' && size < room - 1; c++) {
        variable[size++] = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
    }
    variable[size] = '\0';
    *text = settings_env(settings, variable);
    if (*text == NULL) {
        variable[strlen("AWS_ENDPOINT_URL")] = '\0';
        *text = settings_env(settings, variable);
    }
    return *text != NULL;
}

/*
 * "services = NAME" sends to [services NAME], where each service has sub-properties under its own
 * name.
 */
static connect_status find_in_services(struct settings *settings, const char *config_name,
                                       struct setting_value *value, connect_error **error)
{
    const char *profile = settings->values[SETTING_PROFILE_NAME].text;
    const char *services = profile_get(settings->files, profile, "services");
    if (text_is_empty(services)) {
        return CONNECT_OK;
    }
    if (!profile_section_exists(settings->files, "services", services)) {
        return error_set(error, CONNECT_E_CONFIGURATION,
                         "%s: there is no section [services %.100s]",
                         profile_origin(settings->files, profile, "services"), services);
    }
    const char *service = profile_section_get(settings->files, "services", services, config_name);
    if (service == NULL) {
        return CONNECT_OK;
    }
    const char *url = profile_sub_property(&settings->arena, service, "endpoint_url");
    if (text_is_empty(url)) {
        return CONNECT_OK;
    }
    value->source = SETTING_PROFILE;
    return settings_take_url(
        settings, url, profile_section_origin(settings->files, "services", services, config_name),
        value, error);
}

connect_status settings_find_url(struct settings *settings, const char *config_name,
                                 struct setting_value *value, connect_error **error)
{
    *value = (struct setting_value){ .source = SETTING_DEFAULT, .origin = "default" };
    if (settings->values[SETTING_IGNORE_ENDPOINT_URLS].number) {
        return CONNECT_OK;
    }
    char variable[64];
    const char *text;
    if (find_in_environment(settings, config_name, variable, sizeof variable, &text)) {
        value->source = SETTING_ENVIRONMENT;
        return settings_take_url(settings, text, variable, value, error);
    }
    connect_status status = find_in_services(settings, config_name, value, error);
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
        settings, global, profile_origin(settings->files, profile, "endpoint_url"), value, error);
}

connect_status settings_endpoint_url(struct settings *settings, const char *config_name,
                                     const char **url, const char **origin, connect_error **error)
{
    struct setting_value value;
    connect_status status = settings_find_url(settings, config_name, &value, error);
    *url = status == CONNECT_OK ? value.text : NULL;
    *origin = status == CONNECT_OK ? value.origin : NULL;
    return status;
}
