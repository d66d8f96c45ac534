/* Settings: one table says where each may come from, one function resolves them all. */
#include "aws/settings.h"

#include "aws/endpoint.h"
#include "aws/profile.h"
#include "core/error.h"
#include "core/sized.h"
#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define LEGACY_ATTEMPTS "5"

static const struct setting_choice retry_modes[] = {
    { "standard", CONNECT_RETRY_STANDARD, false },
    { "adaptive", CONNECT_RETRY_ADAPTIVE, false },
    { "legacy", CONNECT_RETRY_STANDARD, false },
    { "off", CONNECT_RETRY_OFF, true },
    { NULL, 0, false },
};

/* The number is the time to connect, TLS included. */
static const struct setting_choice defaults_modes[] = {
    { "legacy", 6200, false },
    { "standard", 6200, false },
    { "in-region", 2200, false },
    { "cross-region", 6200, false },
    { "mobile", 60000, false },
    { "auto", 0, false },
    { NULL, 0, false },
};

#define HOUR_MS 3600000
const struct setting_row settings_rows[SETTING_COUNT] = {
    [SETTING_PROFILE_NAME] = {
        .name = "profile", .kind = SETTING_TEXT, .variables = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" },
        .fallback = "default", .is_special = true },
    [SETTING_REGION] = {
        .name = "region", .kind = SETTING_TEXT, .variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
        .key = "region" },
    [SETTING_ENDPOINT_URL] = {
        .name = "endpoint_url", .kind = SETTING_TEXT,
        .variables = { "AWS_ENDPOINT_URL_CONNECT", "AWS_ENDPOINT_URL" }, .key = "endpoint_url",
        .is_special = true },
    [SETTING_IGNORE_ENDPOINT_URLS] = {
        .name = "ignore_configured_endpoint_urls", .kind = SETTING_BOOL,
        .variables = { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" }, .key = "ignore_configured_endpoint_urls",
        .fallback = "false" },
    [SETTING_USE_FIPS] = {
        .name = "use_fips_endpoint", .kind = SETTING_BOOL, .variables = { "AWS_USE_FIPS_ENDPOINT" },
        .key = "use_fips_endpoint", .fallback = "false" },
    [SETTING_USE_DUALSTACK] = {
        .name = "use_dualstack_endpoint", .kind = SETTING_BOOL,
        .variables = { "AWS_USE_DUALSTACK_ENDPOINT" }, .key = "use_dualstack_endpoint", .fallback = "false" },
    [SETTING_RETRY_MODE] = {
        .name = "retry_mode", .kind = SETTING_CHOICE, .variables = { "AWS_RETRY_MODE" },
        .key = "retry_mode", .fallback = "standard", .choices = retry_modes },
    [SETTING_MAX_ATTEMPTS] = {
        .name = "max_attempts", .kind = SETTING_INT, .variables = { "AWS_MAX_ATTEMPTS" },
        .key = "max_attempts", .fallback = "3", .least = 1, .most = 100 },
    [SETTING_DEFAULTS_MODE] = {
        .name = "defaults_mode", .kind = SETTING_CHOICE, .variables = { "AWS_DEFAULTS_MODE" },
        .key = "defaults_mode", .fallback = "legacy", .choices = defaults_modes },
    [SETTING_CONNECT_TIMEOUT] = {
        .name = "connect_timeout_ms", .kind = SETTING_INT, .fallback = "6200", .least = 1, .most = HOUR_MS },
    [SETTING_ATTEMPT_TIMEOUT] = {
        .name = "attempt_timeout_ms", .kind = SETTING_INT, .fallback = "60000", .least = 1, .most = HOUR_MS },
    [SETTING_CALL_TIMEOUT] = {
        .name = "call_timeout_ms", .kind = SETTING_INT, .fallback = "0", .least = 1, .most = INT64_MAX },
    [SETTING_CA_BUNDLE] = {
        .name = "ca_bundle", .kind = SETTING_TEXT, .variables = { "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE" },
        .key = "ca_bundle" },
    [SETTING_APP_ID] = {
        .name = "app_id", .kind = SETTING_TEXT, .variables = { "AWS_SDK_UA_APP_ID" },
        .key = "sdk_ua_app_id" },
    [SETTING_NO_SKEW_CORRECTION] = {
        .name = "disable_clock_skew_correction", .kind = SETTING_BOOL,
        .variables = { "AWS_DISABLE_CLOCK_SKEW_CORRECTION" }, .key = "disable_clock_skew_correction",
        .fallback = "false" },
};

/* --- values */

/* Blanks and control bytes come from a slip in a script, and some of these texts end up in a header. */
static const char *text_fault(const char *text)
{
    if (text_find_control(text, strlen(text)) >= 0)
        return "has control bytes in it";
    return text[strspn(text, " ")] == '\0' ? "is blank" : NULL;
}

static connect_status fault(enum setting setting, const struct setting_value *value, const char *what,
                            connect_error **error)
{
    if (value->source == SETTING_OPTION)
        return error_set(error, CONNECT_E_ARGUMENT, "option %s %s", settings_rows[setting].name, what);
    if (value->source == SETTING_PROFILE)
        return error_set(error, CONNECT_E_CONFIGURATION, "%s (%s) %s", settings_rows[setting].key,
                         value->origin, what);
    return error_set(error, CONNECT_E_CONFIGURATION, "%s %s", value->origin, what);
}

static connect_status parse_int(enum setting setting, struct setting_value *value, connect_error **error)
{
    const struct setting_row *row = &settings_rows[setting];
    bool is_number = text_to_int64(value->text, strlen(value->text), &value->number);
    if (is_number &&
        ((value->number >= row->least && value->number <= row->most) || value->source == SETTING_DEFAULT))
        return CONNECT_OK;
    char what[160];
    if (row->most == INT64_MAX)
        snprintf(what, sizeof what, "is \"%.40s\", not a whole number from %lld", value->text,
                 (long long)row->least);
    else
        snprintf(what, sizeof what, "is \"%.40s\", not a whole number from %lld to %lld", value->text,
                 (long long)row->least, (long long)row->most);
    return fault(setting, value, what, error);
}

static connect_status parse_bool(enum setting setting, struct setting_value *value, connect_error **error)
{
    value->number = text_equal_nocase(value->text, "true");
    if (value->number || text_equal_nocase(value->text, "false"))
        return CONNECT_OK;
    char what[120];
    snprintf(what, sizeof what, "is \"%.40s\", neither true nor false", value->text);
    return fault(setting, value, what, error);
}

static bool is_offered(const struct setting_choice *choice, const struct setting_value *value)
{
    return !choice->is_for_options || value->source == SETTING_OPTION;
}

static connect_status parse_choice(enum setting setting, struct setting_value *value, connect_error **error)
{
    const struct setting_choice *choices = settings_rows[setting].choices;
    for (const struct setting_choice *choice = choices; choice->word != NULL; choice++) {
        if (is_offered(choice, value) && text_equal_nocase(value->text, choice->word)) {
            value->text = choice->word;
            value->number = choice->number;
            return CONNECT_OK;
        }
    }
    struct buf what = BUF_INIT(400);
    buf_printf(&what, "is \"%.40s\", not one of", value->text);
    for (const struct setting_choice *choice = choices; choice->word != NULL; choice++)
        if (is_offered(choice, value))
            buf_printf(&what, "%s %s", choice > choices ? "," : "", choice->word);
    connect_status status = fault(setting, value, buf_text(&what), error);
    buf_free(&what);
    return status;
}

connect_status settings_parse(enum setting setting, struct setting_value *value, connect_error **error)
{
    const char *wrong = text_fault(value->text);
    if (wrong != NULL)
        return fault(setting, value, wrong, error);
    switch (settings_rows[setting].kind) {
    case SETTING_BOOL: return parse_bool(setting, value, error);
    case SETTING_INT: return parse_int(setting, value, error);
    case SETTING_CHOICE: return parse_choice(setting, value, error);
    case SETTING_TEXT: break;
    }
    if (setting == SETTING_REGION && !region_is_valid(value->text)) {
        char what[200];
        snprintf(what, sizeof what,
                 "is \"%.80s\", which is not a region: 1 to 63 letters, digits and inner hyphens",
                 value->text);
        return fault(setting, value, what, error);
    }
    return CONNECT_OK;
}

static connect_status take(struct settings *settings, enum setting setting, const char *text,
                           enum setting_source source, const char *origin, connect_error **error)
{
    struct setting_value value = { .source = source };
    value.text = arena_strdup(&settings->arena, text);
    value.origin = arena_strdup(&settings->arena, origin);
    if ((text != NULL && value.text == NULL) || value.origin == NULL)
        return error_memory(error);
    if (text != NULL) {
        connect_status status = settings_parse(setting, &value, error);
        if (status != CONNECT_OK)
            return status;
    }
    settings->values[setting] = value;
    return CONNECT_OK;
}

static connect_status resolve_row(struct settings *settings, const connect_client_options *options,
                                  enum setting setting, connect_error **error)
{
    const struct setting_row *row = &settings_rows[setting];
    char scratch[SETTINGS_SCRATCH];
    const char *text = settings_option(options, setting, scratch);
    if (text != NULL) {
        char origin[64];
        snprintf(origin, sizeof origin, "option %s", row->name);
        return take(settings, setting, text, SETTING_OPTION, origin, error);
    }
    for (size_t i = 0; i < 2 && row->variables[i] != NULL; i++) {
        text = settings_env(settings, row->variables[i]);
        if (text != NULL)
            return take(settings, setting, text, SETTING_ENVIRONMENT, row->variables[i], error);
    }
    if (row->key != NULL) {
        const char *profile = settings->values[SETTING_PROFILE_NAME].text;
        text = profile_get(settings->files, profile, row->key);
        if (!text_is_empty(text))
            return take(settings, setting, text, SETTING_PROFILE,
                        profile_origin(settings->files, profile, row->key), error);
    }
    return take(settings, setting, row->fallback, SETTING_DEFAULT, "default", error);
}

/* --- rules beyond the table */

/* "auto": the program's region against the one it runs in, as far as the environment tells it. */
static const char *automatic_mode(const struct settings *settings)
{
    const char *here = settings_env(settings, "AWS_REGION");
    const char *region = settings->values[SETTING_REGION].text;
    if (here == NULL)
        here = settings_env(settings, "AWS_DEFAULT_REGION");
    if (settings_env(settings, "AWS_EXECUTION_ENV") == NULL || here == NULL || region == NULL)
        return "standard";
    return strcmp(here, region) == 0 ? "in-region" : "cross-region";
}

/* A mode changes defaults only: what was set anywhere stays. */
static connect_status apply_defaults_mode(struct settings *settings, connect_error **error)
{
    const struct setting_value *mode = &settings->values[SETTING_DEFAULTS_MODE];
    if (mode->source == SETTING_DEFAULT ||
        settings->values[SETTING_CONNECT_TIMEOUT].source != SETTING_DEFAULT)
        return CONNECT_OK;
    struct setting_value used = *mode;
    if (strcmp(mode->text, "auto") == 0)
        used.text = automatic_mode(settings);
    connect_status status = settings_parse(SETTING_DEFAULTS_MODE, &used, error);
    if (status != CONNECT_OK)
        return status;
    char number[SETTINGS_SCRATCH], origin[64];
    text_from_int64(used.number, number);
    snprintf(origin, sizeof origin, "defaults mode %s", used.text);
    return take(settings, SETTING_CONNECT_TIMEOUT, number, SETTING_DEFAULT, origin, error);
}

static connect_status apply_legacy_retries(struct settings *settings, connect_error **error)
{
    const char *mode = settings->values[SETTING_RETRY_MODE].text;
    if (strcmp(mode, "legacy") != 0 || settings->values[SETTING_MAX_ATTEMPTS].source != SETTING_DEFAULT)
        return CONNECT_OK;
    return take(settings, SETTING_MAX_ATTEMPTS, LEGACY_ATTEMPTS, SETTING_DEFAULT, "retry mode legacy", error);
}

static connect_status resolve_endpoint(struct settings *settings, const connect_client_options *options,
                                       connect_error **error)
{
    struct setting_value *value = &settings->values[SETTING_ENDPOINT_URL];
    if (options->endpoint_url == NULL)
        return settings_find_url(settings, "connect", value, error);
    value->source = SETTING_OPTION;
    return settings_take_url(settings, options->endpoint_url, "option endpoint_url", value, error);
}

/* The profile comes first: the others may stand in it. */
static connect_status resolve_profile(struct settings *settings, const connect_client_options *options,
                                      const struct logger *logger, connect_error **error)
{
    connect_status status = resolve_row(settings, options, SETTING_PROFILE_NAME, error);
    if (status == CONNECT_OK)
        status = settings_read_files(settings, logger, &settings->files, error);
    const struct setting_value *profile = &settings->values[SETTING_PROFILE_NAME];
    if (status != CONNECT_OK || profile->source == SETTING_DEFAULT ||
        profile_exists(settings->files, profile->text))
        return status;
    return error_set(error, CONNECT_E_CONFIGURATION,
                     "the profile \"%.100s\" (%s) is in neither the config file nor the credentials file",
                     profile->text, profile->origin);
}

connect_status settings_resolve(struct settings *settings, const connect_client_options *options,
                                const struct logger *logger, connect_error **error)
{
    connect_client_options known;
    connect_status status = sized_copy(&known, sizeof known, options, "connect_client_options", error);
    if (status == CONNECT_OK)
        status = resolve_profile(settings, &known, logger, error);
    for (int i = 0; i < SETTING_COUNT && status == CONNECT_OK; i++)
        if (!settings_rows[i].is_special)
            status = resolve_row(settings, &known, (enum setting)i, error);
    if (status == CONNECT_OK)
        status = resolve_endpoint(settings, &known, error);
    if (status == CONNECT_OK)
        status = apply_defaults_mode(settings, error);
    if (status == CONNECT_OK)
        status = apply_legacy_retries(settings, error);
    return status;
}

void settings_release(struct settings *settings)
{
    profile_files_free(settings->files);
    settings->files = NULL;
    arena_release(&settings->arena);
    memset(settings->values, 0, sizeof settings->values);
}
