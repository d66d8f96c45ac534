/*
 * Resolves the settings: for each row of the table, the first of option, variables, profile and
 * default that is set.
 * (Precedence: AWS SDKs and Tools Reference Guide, "Precedence of settings"; botocore
 * configprovider.py, ChainProvider)
 */
#include "aws/settings.h"

#include "aws/profile.h"
#include "core/assert.h"
#include "core/buf.h"
#include "core/error.h"
#include "core/number.h"
#include "core/sized.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define LEGACY_ATTEMPTS "5"

static connect_status setting_assign(struct settings *settings, enum setting setting,
                                     const char *text, enum setting_source source,
                                     const char *origin, connect_error **error)
{
    ASSERT(setting < SETTING_COUNT && origin != NULL);
    struct setting_value value = { .source = source };
    value.text = arena_strdup(&settings->arena, text);
    value.origin = arena_strdup(&settings->arena, origin);
    if ((text != NULL && value.text == NULL) || value.origin == NULL) {
        return error_memory(error);
    }
    if (text != NULL) {
        connect_status status = settings_parse(setting, &value, error);
        if (status != CONNECT_OK) {
            return status;
        }
    }
    settings->values[setting] = value;
    return CONNECT_OK;
}

/* Assigns the first of the variables that is set. */
static connect_status assign_variable(struct settings *settings, enum setting setting,
                                      const char *const *names, bool *found, connect_error **error)
{
    for (; *names != NULL; names++) {
        const char *text;
        if (!settings_env_line(settings, &settings->arena, *names, &text)) {
            return error_memory(error);
        }
        if (text != NULL) {
            *found = true;
            return setting_assign(settings, setting, text, SETTING_ENVIRONMENT, *names, error);
        }
    }
    return CONNECT_OK;
}

/*
 * Rule: option, environment, profile and default are tried in this order.  Source: AWS SDKs and
 * Tools Reference Guide, Precedence of settings.  Test:
 * environment_precedes_profile_precedes_default.
 */
static connect_status resolve_row(struct settings *settings, const connect_client_options *options,
                                  enum setting setting, connect_error **error)
{
    const struct setting_row *row = &settings_rows[setting];
    char scratch[SETTINGS_SCRATCH];
    const char *text = settings_option(options, setting, scratch);
    if (text != NULL) {
        char origin[64];
        snprintf(origin, sizeof origin, "option %s", row->name);
        return setting_assign(settings, setting, text, SETTING_OPTION, origin, error);
    }
    bool found = false;
    connect_status status = assign_variable(settings, setting, row->variables, &found, error);
    if (!found && status == CONNECT_OK && row->key != NULL) {
        ASSERT(settings->files != NULL);
        const char *profile = settings->values[SETTING_PROFILE_NAME].text;
        text = profile_get(settings->files, profile, row->key);
        if (!text_is_empty(text)) {
            return setting_assign(settings, setting, text, SETTING_PROFILE,
                                  profile_origin(settings->files, profile, row->key), error);
        }
    }
    if (!found && status == CONNECT_OK) {
        status = assign_variable(settings, setting, row->late, &found, error);
    }
    if (found || status != CONNECT_OK) {
        return status;
    }
    return setting_assign(settings, setting, row->fallback, SETTING_DEFAULT, "default", error);
}

/* ---- rules beyond the table ---- */

/* The region the process runs in, as set by the environment, or NULL. */
static const char *own_region(const struct settings *settings)
{
    const char *here = settings_env(settings, "AWS_REGION");
    return here != NULL ? here : settings_env(settings, "AWS_DEFAULT_REGION");
}

/*
 * "auto": by comparing the region of the client with the one the process runs in.
 * (AWS SDKs and Tools Reference Guide, "Smart configuration defaults"; botocore configprovider.py,
 * SmartDefaultsConfigStoreFactory)
 *
 * Rule: defaults mode auto compares the region of the client with that of the process.  Source:
 * botocore, SmartDefaultsConfigStoreFactory.  Test: a_defaults_mode_changes_only_defaults.
 */
static const char *automatic_mode(const struct settings *settings, const char *here)
{
    const char *region = settings->values[SETTING_REGION].text;
    if (settings_env(settings, "AWS_EXECUTION_ENV") == NULL || here == NULL || region == NULL) {
        return "standard";
    }
    return strcmp(here, region) == 0 ? "in-region" : "cross-region";
}

/*
 * A mode changes only defaults, not values that were set.
 *
 * Rule: a defaults mode changes only what is not set.  Source: AWS SDKs and Tools Reference Guide,
 * Smart configuration defaults.  Test: a_defaults_mode_changes_only_defaults.
 */
static connect_status apply_defaults_mode(struct settings *settings, const char *here,
                                          connect_error **error)
{
    const struct setting_value *mode = &settings->values[SETTING_DEFAULTS_MODE];
    if (mode->source == SETTING_DEFAULT ||
        settings->values[SETTING_CONNECT_TIMEOUT].source != SETTING_DEFAULT) {
        return CONNECT_OK;
    }
    struct setting_value used = *mode;
    if (strcmp(mode->text, "auto") == 0) {
        used.text = automatic_mode(settings, here);
        (void)settings_parse(SETTING_DEFAULTS_MODE, &used, NULL); /* it is in the table */
    }
    char number[SETTINGS_SCRATCH], origin[64];
    text_from_int64(used.number, number);
    snprintf(origin, sizeof origin, "defaults mode %s", used.text);
    return setting_assign(settings, SETTING_CONNECT_TIMEOUT, number, SETTING_DEFAULT, origin,
                          error);
}

/*
 * Rule: retry mode legacy makes 5 attempts.  Source: botocore, data/_retry.json.  Test:
 * legacy_retry_mode_is_standard_with_five_attempts.
 */
static connect_status apply_legacy_retries(struct settings *settings, connect_error **error)
{
    const char *mode = settings->values[SETTING_RETRY_MODE].text;
    if (strcmp(mode, "legacy") != 0 ||
        settings->values[SETTING_MAX_ATTEMPTS].source != SETTING_DEFAULT) {
        return CONNECT_OK;
    }
    return setting_assign(settings, SETTING_MAX_ATTEMPTS, LEGACY_ATTEMPTS, SETTING_DEFAULT,
                          "retry mode legacy", error);
}

static connect_status resolve_endpoint(struct settings *settings,
                                       const connect_client_options *options, connect_error **error)
{
    struct setting_value *value = &settings->values[SETTING_ENDPOINT_URL];
    if (options->endpoint_url == NULL) {
        return settings_find_url(settings, &settings->arena, "connect", value, error);
    }
    value->source = SETTING_OPTION;
    return settings_take_url(&settings->arena, options->endpoint_url, "option endpoint_url", value,
                             error);
}

/*
 * Rule: a profile that is named must exist, the default one need not.  Source: botocore,
 * ProfileNotFound.  Test: a_named_profile_must_exist_and_the_default_need_not.
 */
static connect_status check_profile(const struct settings *settings, connect_error **error)
{
    const struct setting_value *profile = &settings->values[SETTING_PROFILE_NAME];
    const char *fault = profile_fault(settings->files, profile->text);
    if (fault != NULL) {
        return error_set(error, CONNECT_E_CONFIGURATION, "profile \"%.100s\" (%s): %s",
                         profile->text, profile->origin, fault);
    }
    if (profile->source == SETTING_DEFAULT || profile_exists(settings->files, profile->text)) {
        return CONNECT_OK;
    }
    struct buf missing = BUF_INIT(ERROR_MESSAGE_MAX);
    settings_describe_missing_files(settings, settings->files, &missing);
    connect_status status = error_set(
        error, CONNECT_E_CONFIGURATION,
        "profile \"%.100s\" (%s) is in neither the config file nor the credentials file%s",
        profile->text, profile->origin, buf_text(&missing));
    buf_free(&missing);
    return status;
}

/*
 * Rule: the profile is named by option, AWS_PROFILE or AWS_DEFAULT_PROFILE.  Source: botocore,
 * configprovider.py.  Test: the_profile_is_chosen_by_option_then_environment.
 */
connect_status settings_resolve_profile(struct settings *settings,
                                        const connect_client_options *options,
                                        const struct logger *logger, connect_error **error)
{
    ASSERT(settings->files == NULL);
    connect_status status = resolve_row(settings, options, SETTING_PROFILE_NAME, error);
    if (status == CONNECT_OK) {
        status = resolve_row(settings, options, SETTING_CONFIG_FILE, error);
    }
    if (status == CONNECT_OK) {
        status = resolve_row(settings, options, SETTING_CREDENTIALS_FILE, error);
    }
    if (status == CONNECT_OK) {
        status = settings_read_files(settings, logger, &settings->files, error);
    }
    return status == CONNECT_OK ? check_profile(settings, error) : status;
}

connect_status settings_resolve(struct settings *settings, const connect_client_options *options,
                                const struct logger *logger, connect_error **error)
{
    connect_client_options known;
    connect_status status =
        sized_copy(&known, sizeof known, options, "connect_client_options", error);
    if (status == CONNECT_OK) {
        status = settings_resolve_profile(settings, &known, logger, error);
    }
    for (int i = 0; i < SETTING_COUNT && status == CONNECT_OK; i++) {
        if (!settings_rows[i].is_special) {
            status = resolve_row(settings, &known, (enum setting)i, error);
        }
    }
    if (status == CONNECT_OK) {
        status = resolve_endpoint(settings, &known, error);
    }
    if (status == CONNECT_OK) {
        status = apply_defaults_mode(settings, own_region(settings), error);
    }
    if (status == CONNECT_OK) {
        status = apply_legacy_retries(settings, error);
    }
    ASSERT(error_fits(status, error));
    return status;
}

static bool is_place_unknown(const struct settings *settings)
{
    return strcmp(settings->values[SETTING_DEFAULTS_MODE].text, "auto") == 0 &&
           settings_env(settings, "AWS_EXECUTION_ENV") != NULL && own_region(settings) == NULL;
}

/*
 * Like the AWS CLI: option and environment have precedence over the profile.
 *
 * Rule: the region of STS and sign-in is that of option, environment and profile, in this order.
 * Source: AWS CLI.  Test: a_login_is_renewed_in_the_region_of_option_variable_and_profile.
 */
const char *settings_service_region(const struct settings *settings, const char *profile_region)
{
    const struct setting_value *region = &settings->values[SETTING_REGION];
    bool is_chosen = region->source == SETTING_OPTION || region->source == SETTING_ENVIRONMENT;
    return is_chosen || profile_region == NULL ? region->text : profile_region;
}

bool settings_want_metadata(const struct settings *settings)
{
    return settings->values[SETTING_REGION].text == NULL || is_place_unknown(settings);
}

connect_status settings_take_metadata(struct settings *settings, const char *region,
                                      connect_error **error)
{
    connect_status status = CONNECT_OK;
    if (settings->values[SETTING_REGION].text == NULL) {
        status = setting_assign(settings, SETTING_REGION, region, SETTING_METADATA,
                                "instance metadata", error);
    }
    if (status == CONNECT_OK && is_place_unknown(settings)) {
        status = apply_defaults_mode(settings, region, error);
    }
    return status;
}

void settings_release(struct settings *settings)
{
    profile_files_free(settings->files);
    settings->files = NULL;
    arena_release(&settings->arena);
    memset(settings->values, 0, sizeof settings->values);
}
