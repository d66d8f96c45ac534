/*
 * The options of a client: their values as strings, like those of variables, and their validation.
 */
#include "aws/settings.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/number.h"
#include "core/sized.h"
#include "core/url.h"

#include <string.h>

#define APP_ID_MAX 50
#define BODY_MIN 1024
#define BODY_MAX (1024 * 1024 * 1024)
#define CONNECTIONS_MAX 1000
#define QUOTAS_MAX 1000

/* What the caller's struct, which may be of an older version, has of its pacing. */
static connect_pace pace_of(const connect_client_options *options)
{
    connect_pace pace;
    (void)sized_copy(&pace, sizeof pace, options->pace, "option pace", NULL);
    return pace;
}

static const char *retry_mode_name(connect_retry_mode mode)
{
    switch (mode) {
    case CONNECT_RETRY_STANDARD:
        return "standard";
    case CONNECT_RETRY_ADAPTIVE:
        return "adaptive";
    case CONNECT_RETRY_OFF:
        return "off";
    case CONNECT_RETRY_DEFAULT:
        break;
    }
    return NULL;
}

const char *settings_option(const connect_client_options *options, enum setting setting,
                            char *scratch)
{
    ASSERT(setting < SETTING_COUNT);
    connect_opt_bool flag = { 0 };
    connect_opt_int64 number = { 0 };
    switch (setting) {
    case SETTING_PROFILE_NAME:
        return options->profile;
    case SETTING_REGION:
        return options->region;
    case SETTING_ENDPOINT_URL:
        return options->endpoint_url;
    case SETTING_CA_BUNDLE:
        return options->ca_bundle;
    case SETTING_APP_ID:
        return options->app_id;
    case SETTING_IGNORE_ENDPOINT_URLS:
        flag = options->ignore_configured_endpoint_urls;
        break;
    case SETTING_USE_FIPS:
        flag = options->use_fips_endpoint;
        break;
    case SETTING_USE_DUALSTACK:
        flag = options->use_dualstack_endpoint;
        break;
    case SETTING_NO_SKEW_CORRECTION:
        flag = options->disable_clock_skew_correction;
        break;
    case SETTING_PACE_SHARED_FILE:
        return pace_of(options).shared_file;
    case SETTING_PACE_SHARED_WITH_GROUP:
        flag = pace_of(options).shared_with_group;
        break;
    case SETTING_MAX_ATTEMPTS:
        number = (connect_opt_int64){ options->max_attempts.is_set, options->max_attempts.value };
        break;
    case SETTING_CONNECT_TIMEOUT:
        number = options->connect_timeout_ms;
        break;
    case SETTING_ATTEMPT_TIMEOUT:
        number = options->attempt_timeout_ms;
        break;
    case SETTING_CALL_TIMEOUT:
        number = options->call_timeout_ms;
        break;
    case SETTING_RETRY_MODE:
        return retry_mode_name(options->retry_mode);
    default:
        break; /* there is no option for it */
    }
    if (flag.is_set) {
        return flag.value ? "true" : "false";
    }
    if (!number.is_set) {
        return NULL;
    }
    text_from_int64(number.value, scratch);
    return scratch;
}

static connect_status check_int(const char *name, int64_t value, int64_t least, int64_t most,
                                connect_error **error)
{
    ASSERT(least <= most);
    if (value >= least && value <= most) {
        return CONNECT_OK;
    }
    return error_set(error, CONNECT_E_ARGUMENT,
                     "option %s: %lld is not valid; expected %lld to %lld", name, (long long)value,
                     (long long)least, (long long)most);
}

static connect_status check_enums(const connect_client_options *options, connect_error **error)
{
    connect_status status =
        check_int("check_level", options->check_level, 0, CONNECT_CHECK_STRICT, error);
    if (status == CONNECT_OK) {
        status = check_int("retry_mode", options->retry_mode, 0, CONNECT_RETRY_OFF, error);
    }
    if (status == CONNECT_OK) {
        status = check_int("log_level", options->log_level, 0, CONNECT_LOG_TRACE, error);
    }
    return status;
}

static connect_status check_limits(const connect_client_options *options, connect_error **error)
{
    connect_status status = CONNECT_OK;
    if (options->max_body_bytes.is_set) {
        status =
            check_int("max_body_bytes", options->max_body_bytes.value, BODY_MIN, BODY_MAX, error);
    }
    if (status == CONNECT_OK && options->max_connections.is_set) {
        status =
            check_int("max_connections", options->max_connections.value, 0, CONNECTIONS_MAX, error);
    }
    if (status == CONNECT_OK && options->app_id != NULL && strlen(options->app_id) > APP_ID_MAX) {
        status = error_set(error, CONNECT_E_ARGUMENT, "option app_id: longer than %d characters",
                           APP_ID_MAX);
    }
    return status;
}

/* Validates the structs of functions here, because they are called without further checks. */
static connect_status check_functions(const connect_client_options *options, connect_error **error)
{
    connect_transport transport;
    connect_clock clock;
    connect_random random;
    connect_status status =
        sized_copy(&transport, sizeof transport, options->transport, "option transport", error);
    if (status == CONNECT_OK) {
        status = sized_copy(&clock, sizeof clock, options->clock, "option clock", error);
    }
    if (status == CONNECT_OK) {
        status = sized_copy(&random, sizeof random, options->random, "option random", error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    if (options->transport != NULL && transport.perform == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "option transport: perform is NULL");
    }
    if (options->clock != NULL &&
        (clock.now == NULL || clock.monotonic == NULL || clock.wait == NULL)) {
        return error_set(error, CONNECT_E_ARGUMENT, "option clock: now, monotonic or wait is NULL");
    }
    if (options->random != NULL && random.fill == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "option random: fill is NULL");
    }
    return CONNECT_OK;
}

static connect_status check_pace(const connect_client_options *options, connect_error **error)
{
    connect_pace pace;
    connect_status status = sized_copy(&pace, sizeof pace, options->pace, "option pace", error);
    if (status != CONNECT_OK || options->pace == NULL) {
        return status;
    }
    if (pace.quotas_count > QUOTAS_MAX || (pace.quotas_count > 0 && pace.quotas == NULL)) {
        return error_set(error, CONNECT_E_ARGUMENT, "option pace: quotas: a list of at most %d",
                         QUOTAS_MAX);
    }
    if (pace.rate <= 0) {
        return CONNECT_OK;
    }
    if (!(pace.burst >= 1) || !(pace.rate > 0) || pace.rate > 1e9 || pace.burst > 1e9) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option pace: expected a rate up to 1e9 and a burst from 1 to 1e9");
    }
    return CONNECT_OK;
}

static connect_status check_endpoint(const connect_client_options *options, connect_error **error)
{
    struct arena arena = { 0 };
    struct url url;
    connect_status status = CONNECT_OK;
    if (options->endpoint_url != NULL) {
        status = url_parse(&arena, options->endpoint_url, "option endpoint_url", &url, error);
    }
    arena_release(&arena);
    return status;
}

connect_status settings_check_options(const connect_client_options *options, connect_error **error)
{
    connect_client_options known;
    connect_status status =
        sized_copy(&known, sizeof known, options, "connect_client_options", error);
    if (status == CONNECT_OK) {
        status = check_enums(&known, error);
    }
    if (status == CONNECT_OK) {
        status = check_limits(&known, error);
    }
    if (status == CONNECT_OK) {
        status = check_functions(&known, error);
    }
    if (status == CONNECT_OK) {
        status = check_pace(&known, error);
    }
    if (status == CONNECT_OK) {
        status = check_endpoint(&known, error);
    }
    for (int i = 0; i < SETTING_COUNT && status == CONNECT_OK; i++) {
        char scratch[SETTINGS_SCRATCH];
        struct setting_value value = { .text = settings_option(&known, (enum setting)i, scratch),
                                       .source = SETTING_OPTION };
        if (value.text != NULL) {
            status = settings_parse((enum setting)i, &value, error);
        }
    }
    return status;
}
