/*
 * The sources, default and valid values of each setting.
 * (AWS SDKs and Tools Reference Guide, "Settings reference"; botocore configprovider.py,
 * BOTOCORE_DEFAUT_SESSION_VARIABLES and sdk-default-configuration.json; REQUESTS_CA_BUNDLE and
 * CURL_CA_BUNDLE: requests, "SSL Cert Verification")
 */
#include "aws/settings.h"

static const struct setting_choice retry_modes[] = {
    { "standard", CONNECT_RETRY_STANDARD, false },
    { "adaptive", CONNECT_RETRY_ADAPTIVE, false },
    { "legacy", CONNECT_RETRY_STANDARD, false },
    { "off", CONNECT_RETRY_OFF, true },
    { NULL, 0, false },
};

/*
 * Rule: a defaults mode has a connect timeout.  Source: botocore, sdk-default-configuration.json.
 * Test: a_defaults_mode_changes_only_defaults.
 */
/* The number is the connect timeout in ms, including TLS. */
/* clang-format off */
static const struct setting_choice defaults_modes[] = {
    { "legacy", 6200, false },
    { "standard", 6200, false },
    { "in-region", 2200, false },
    { "cross-region", 6200, false },
    { "mobile", 60000, false },
    { "auto", 0, false },
    { NULL, 0, false },
};
/* clang-format on */

/* 24 days: in practice no limit, and it fits into a 32-bit long. */
#define TIMEOUT_MAX_MS INT32_MAX

static const struct setting_choice metadata_modes[] = {
    { "IPv4", 4, false },
    { "IPv6", 6, false },
    { NULL, 0, false },
};

const struct setting_row settings_rows[SETTING_COUNT] = {
    [SETTING_PROFILE_NAME] = {
        .name = "profile",
        .kind = SETTING_TEXT,
        .variables = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" },
        .fallback = "default",
        .is_special = true,
    },
    /*
     * Rule: AWS_REGION precedes AWS_DEFAULT_REGION.  Source: smithy-rs, environment/region.rs.
     * Test: environment_precedes_profile_precedes_default.
     */
    [SETTING_REGION] = {
        .name = "region",
        .kind = SETTING_TEXT,
        .variables = { "AWS_REGION", "AWS_DEFAULT_REGION" },
        .key = "region",
    },
    [SETTING_ENDPOINT_URL] = {
        .name = "endpoint_url",
        .kind = SETTING_TEXT,
        .variables = { "AWS_ENDPOINT_URL_CONNECT", "AWS_ENDPOINT_URL" },
        .key = "endpoint_url",
        .is_special = true,
    },
    [SETTING_IGNORE_ENDPOINT_URLS] = {
        .name = "ignore_configured_endpoint_urls",
        .kind = SETTING_BOOL,
        .variables = { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS" },
        .key = "ignore_configured_endpoint_urls",
        .fallback = "false",
    },
    [SETTING_USE_FIPS] = {
        .name = "use_fips_endpoint",
        .kind = SETTING_BOOL,
        .variables = { "AWS_USE_FIPS_ENDPOINT" },
        .key = "use_fips_endpoint",
        .fallback = "false",
    },
    [SETTING_USE_DUALSTACK] = {
        .name = "use_dualstack_endpoint",
        .kind = SETTING_BOOL,
        .variables = { "AWS_USE_DUALSTACK_ENDPOINT" },
        .key = "use_dualstack_endpoint",
        .fallback = "false",
    },
    [SETTING_RETRY_MODE] = {
        .name = "retry_mode",
        .kind = SETTING_CHOICE,
        .variables = { "AWS_RETRY_MODE" },
        .key = "retry_mode",
        .fallback = "standard",
        .choices = retry_modes,
    },
    [SETTING_MAX_ATTEMPTS] = {
        .name = "max_attempts",
        .kind = SETTING_INT,
        .variables = { "AWS_MAX_ATTEMPTS" },
        .key = "max_attempts",
        .fallback = "3",
        .least = 1,
        .most = 100,
    },
    [SETTING_DEFAULTS_MODE] = {
        .name = "defaults_mode",
        .kind = SETTING_CHOICE,
        .variables = { "AWS_DEFAULTS_MODE" },
        .key = "defaults_mode",
        .fallback = "legacy",
        .choices = defaults_modes,
    },
    [SETTING_CONNECT_TIMEOUT] = {
        .name = "connect_timeout_ms",
        .kind = SETTING_INT,
        .fallback = "6200",
        .least = 1,
        .most = TIMEOUT_MAX_MS,
    },
    [SETTING_ATTEMPT_TIMEOUT] = {
        .name = "attempt_timeout_ms",
        .kind = SETTING_INT,
        .fallback = "60000",
        .least = 1,
        .most = TIMEOUT_MAX_MS,
    },
    [SETTING_CALL_TIMEOUT] = {
        .name = "call_timeout_ms",
        .kind = SETTING_INT,
        .fallback = "0",
        .least = 1,
        .most = INT64_MAX,
    },
    [SETTING_CA_BUNDLE] = {
        .name = "ca_bundle",
        .kind = SETTING_PATH,
        .variables = { "AWS_CA_BUNDLE" },
        .key = "ca_bundle",
        .late = { "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE" },
    },
    [SETTING_APP_ID] = {
        .name = "app_id",
        .kind = SETTING_TEXT,
        .variables = { "AWS_SDK_UA_APP_ID" },
        .key = "sdk_ua_app_id",
    },
    [SETTING_NO_SKEW_CORRECTION] = {
        .name = "disable_clock_skew_correction",
        .kind = SETTING_BOOL,
        .variables = { "AWS_DISABLE_CLOCK_SKEW_CORRECTION" },
        .key = "disable_clock_skew_correction",
        .fallback = "false",
    },
    [SETTING_NEW_RETRIES] = {
        .name = "new_retries_2026",
        .kind = SETTING_BOOL,
        .variables = { "AWS_NEW_RETRIES_2026" },
        .fallback = "true",
    },
    [SETTING_CONFIG_FILE] = {
        .name = "config_file",
        .kind = SETTING_PATH,
        .variables = { "AWS_CONFIG_FILE" },
        .fallback = "~/.aws/config",
        .is_special = true,
    },
    [SETTING_CREDENTIALS_FILE] = {
        .name = "shared_credentials_file",
        .kind = SETTING_PATH,
        .variables = { "AWS_SHARED_CREDENTIALS_FILE" },
        .fallback = "~/.aws/credentials",
        .is_special = true,
    },
    [SETTING_LOGIN_CACHE] = {
        .name = "login_cache_directory",
        .kind = SETTING_PATH,
        .variables = { "AWS_LOGIN_CACHE_DIRECTORY" },
        .fallback = "~/.aws/login/cache",
    },
    [SETTING_METADATA_DISABLED] = {
        .name = "ec2_metadata_disabled",
        .kind = SETTING_TEXT,
        .variables = { "AWS_EC2_METADATA_DISABLED" },
        .fallback = "false",
    },
    [SETTING_METADATA_ENDPOINT] = {
        .name = "ec2_metadata_service_endpoint",
        .kind = SETTING_TEXT,
        .variables = { "AWS_EC2_METADATA_SERVICE_ENDPOINT" },
        .key = "ec2_metadata_service_endpoint",
    },
    [SETTING_METADATA_MODE] = {
        .name = "ec2_metadata_service_endpoint_mode",
        .kind = SETTING_CHOICE,
        .variables = { "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE" },
        .key = "ec2_metadata_service_endpoint_mode",
        .fallback = "IPv4",
        .choices = metadata_modes,
    },
    [SETTING_METADATA_TIMEOUT] = {
        .name = "metadata_service_timeout",
        .kind = SETTING_INT,
        .variables = { "AWS_METADATA_SERVICE_TIMEOUT" },
        .key = "metadata_service_timeout",
        .fallback = "1",
        .least = 1,
        .most = 300,
    },
    [SETTING_METADATA_ATTEMPTS] = {
        .name = "metadata_service_num_attempts",
        .kind = SETTING_INT,
        .variables = { "AWS_METADATA_SERVICE_NUM_ATTEMPTS" },
        .key = "metadata_service_num_attempts",
        .fallback = "2",
        .least = 1,
        .most = 20,
    },
    /* A path, but one that need not exist. */
    [SETTING_PACE_SHARED_FILE] = {
        .name = "pace.shared_file",
        .kind = SETTING_TEXT,
        .variables = { "AWS_CONNECT_PACE_SHARED_FILE" },
        .key = "connect_pace_shared_file",
    },
    [SETTING_PACE_SHARED_WITH_GROUP] = {
        .name = "pace.shared_with_group",
        .kind = SETTING_BOOL,
        .variables = { "AWS_CONNECT_PACE_SHARED_WITH_GROUP" },
        .key = "connect_pace_shared_with_group",
        .fallback = "false",
    },
};
