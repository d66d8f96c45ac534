/* Settings: precedence, validation, and the origin of each value. */
#include "aws/endpoint.h"
#include "aws/profile.h"
#include "aws/settings.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

/* An environment as lines "NAME=value". */
static const char *look_up(void *user, const char *name)
{
    size_t size = strlen(name);
    for (const char *const *line = user; *line != NULL; line++) {
        if (strncmp(*line, name, size) == 0 && (*line)[size] == '=') {
            return *line + size + 1;
        }
    }
    return NULL;
}

static char folder[40];
static char config_line[100], credentials_line[100];

static void make_folder(void)
{
    strcpy(folder, "/tmp/check_settings.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(config_line, sizeof config_line, "AWS_CONFIG_FILE=%s/config", folder);
    snprintf(credentials_line, sizeof credentials_line,
             "AWS_SHARED_CREDENTIALS_FILE=%s/credentials", folder);
}

static void remove_folder(void)
{
    unlink(strchr(config_line, '=') + 1);
    unlink(strchr(credentials_line, '=') + 1);
    rmdir(folder);
}

static void write_config(const char *text)
{
    FILE *file = fopen(strchr(config_line, '=') + 1, "w");
    fputs(text, file);
    fclose(file);
}

/* Resolves with the files of the folder and up to six lines of environment. */
static connect_status resolve(struct settings *settings, const connect_client_options *options,
                              const char *config, const char *const *lines, connect_error **error)
{
    static const char *all[12];
    size_t count = 0;
    all[count++] = config_line;
    all[count++] = credentials_line;
    for (; lines != NULL && *lines != NULL; lines++) {
        all[count++] = *lines;
    }
    all[count] = NULL;
    if (config != NULL) {
        write_config(config);
    }
    *settings = (struct settings){ .env = look_up, .env_user = all };
    return settings_resolve(settings, options, &quiet, error);
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* ---- the table ---- */

static const struct {
    enum setting setting;
    const char *env; /* this and the next: variables of the setting */
    const char *weaker_env;
    const char *profile;
    const char *from_env, *from_profile, *fallback;
} rows[] = {
    { SETTING_REGION, "AWS_REGION=a-1", "AWS_DEFAULT_REGION=b-1", "region = c-1", "a-1", "c-1",
      NULL },
    { SETTING_REGION, "AWS_DEFAULT_REGION=b-1", NULL, "region = c-1", "b-1", "c-1", NULL },
    { SETTING_USE_FIPS, "AWS_USE_FIPS_ENDPOINT=TRUE", NULL, "use_fips_endpoint = False", "TRUE",
      "False", "false" },
    { SETTING_USE_DUALSTACK, "AWS_USE_DUALSTACK_ENDPOINT=true", NULL,
      "use_dualstack_endpoint = true", "true", "true", "false" },
    { SETTING_IGNORE_ENDPOINT_URLS, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", NULL,
      "ignore_configured_endpoint_urls = true", "true", "true", "false" },
    { SETTING_RETRY_MODE, "AWS_RETRY_MODE=Adaptive", NULL, "retry_mode = standard", "adaptive",
      "standard", "standard" },
    { SETTING_MAX_ATTEMPTS, "AWS_MAX_ATTEMPTS=7", NULL, "max_attempts = 8", "7", "8", "3" },
    { SETTING_DEFAULTS_MODE, "AWS_DEFAULTS_MODE=mobile", NULL, "defaults_mode = in-region",
      "mobile", "in-region", "legacy" },
    { SETTING_CA_BUNDLE, "AWS_CA_BUNDLE=/a.pem", "REQUESTS_CA_BUNDLE=/b.pem", "ca_bundle = /c.pem",
      "/a.pem", "/c.pem", NULL },
    { SETTING_CA_BUNDLE, "AWS_CA_BUNDLE=/a.pem\r\n", "CURL_CA_BUNDLE=/b.pem", "ca_bundle = /c.pem",
      "/a.pem", "/c.pem", NULL },
    { SETTING_APP_ID, "AWS_SDK_UA_APP_ID=a", NULL, "sdk_ua_app_id = b", "a", "b", NULL },
    { SETTING_NO_SKEW_CORRECTION, "AWS_DISABLE_CLOCK_SKEW_CORRECTION=true", NULL,
      "disable_clock_skew_correction = true", "true", "true", "false" },
    { SETTING_METADATA_ENDPOINT, "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://a", NULL,
      "ec2_metadata_service_endpoint = http://b", "http://a", "http://b", NULL },
    { SETTING_METADATA_MODE, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=ipv6", NULL,
      "ec2_metadata_service_endpoint_mode = IPV4", "IPv6", "IPv4", "IPv4" },
    { SETTING_METADATA_TIMEOUT, "AWS_METADATA_SERVICE_TIMEOUT=5", NULL,
      "metadata_service_timeout = 6", "5", "6", "1" },
    { SETTING_METADATA_ATTEMPTS, "AWS_METADATA_SERVICE_NUM_ATTEMPTS=5", NULL,
      "metadata_service_num_attempts = 6", "5", "6", "2" },
};

static void is_from(const struct setting_value *value, enum setting_source source, const char *text,
                    const char *origin)
{
    ck_assert_int_eq(value->source, source);
    ck_assert_pstr_eq(value->text, text);
    ck_assert_msg(strstr(value->origin, origin) != NULL, "\"%s\" does not name %s", value->origin,
                  origin);
}

START_TEST(environment_precedes_profile_precedes_default)
{
    char profile[200];
    snprintf(profile, sizeof profile, "[default]\n%s\n", rows[_i].profile);
    struct settings settings;
    const struct setting_value *value = &settings.values[rows[_i].setting];
    char variable[60] = "";
    strncat(variable, rows[_i].env, strcspn(rows[_i].env, "="));
    const char *weaker = rows[_i].weaker_env != NULL ? rows[_i].weaker_env : "OTHER=x";
    ck_assert_int_eq(resolve(&settings, NULL, profile, LINES(rows[_i].env, weaker), NULL),
                     CONNECT_OK);
    is_from(value, SETTING_ENVIRONMENT, rows[_i].from_env, variable);
    settings_release(&settings);
    /* An empty variable counts as not set. */
    strcat(variable, "=");
    ck_assert_int_eq(resolve(&settings, NULL, profile, LINES(variable), NULL), CONNECT_OK);
    is_from(value, SETTING_PROFILE, rows[_i].from_profile, "config line 2");
    settings_release(&settings);
    ck_assert_int_eq(resolve(&settings, NULL, "", NULL, NULL), CONNECT_OK);
    is_from(value, SETTING_DEFAULT, rows[_i].fallback, "default");
    settings_release(&settings);
    /* A key of a profile is no variable, and neither is a default. */
    const struct setting_row *row = &settings_rows[rows[_i].setting];
    char by_key[150], by_default[150];
    snprintf(by_key, sizeof by_key, "%s=%s", row->key, rows[_i].from_profile);
    snprintf(by_default, sizeof by_default, "%s=%s", row->fallback, rows[_i].from_profile);
    ck_assert_int_eq(resolve(&settings, NULL, "", LINES(by_key, by_default), NULL), CONNECT_OK);
    is_from(value, SETTING_DEFAULT, rows[_i].fallback, "default");
    settings_release(&settings);
}
END_TEST

START_TEST(released_settings_have_no_values)
{
    struct settings settings;
    ck_assert_int_eq(resolve(&settings, NULL, "[default]\nregion = eu-west-2\n", NULL, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_REGION].text, "eu-west-2");
    settings_release(&settings);
    for (int i = 0; i < SETTING_COUNT; i++) {
        ck_assert_ptr_null(settings.values[i].text);
        ck_assert_ptr_null(settings.values[i].origin);
    }
    settings_release(&settings);
}
END_TEST

START_TEST(options_have_precedence)
{
    connect_client_options options = {
        .size = sizeof options,
        .region = "o-1",
        .endpoint_url = "http://localhost:1",
        .profile = "p",
        .use_fips_endpoint = CONNECT_SET(false),
        .use_dualstack_endpoint = CONNECT_SET(false),
        .ignore_configured_endpoint_urls = CONNECT_SET(false),
        .retry_mode = CONNECT_RETRY_OFF,
        .max_attempts = CONNECT_SET(2),
        .connect_timeout_ms = CONNECT_SET(11),
        .attempt_timeout_ms = CONNECT_SET(12),
        .call_timeout_ms = CONNECT_SET(13),
        .ca_bundle = "/o.pem",
        .app_id = "o",
        .disable_clock_skew_correction = CONNECT_SET(true),
    };
    static const struct {
        enum setting setting;
        const char *text;
        int64_t number;
    } expected[] = {
        { SETTING_PROFILE_NAME, "p", 0 },
        { SETTING_REGION, "o-1", 0 },
        { SETTING_ENDPOINT_URL, "http://localhost:1", 0 },
        { SETTING_USE_FIPS, "false", 0 },
        { SETTING_USE_DUALSTACK, "false", 0 },
        { SETTING_IGNORE_ENDPOINT_URLS, "false", 0 },
        { SETTING_RETRY_MODE, "off", CONNECT_RETRY_OFF },
        { SETTING_MAX_ATTEMPTS, "2", 2 },
        { SETTING_CONNECT_TIMEOUT, "11", 11 },
        { SETTING_ATTEMPT_TIMEOUT, "12", 12 },
        { SETTING_CALL_TIMEOUT, "13", 13 },
        { SETTING_CA_BUNDLE, "/o.pem", 0 },
        { SETTING_APP_ID, "o", 0 },
        { SETTING_NO_SKEW_CORRECTION, "true", 1 },
    };
    struct settings settings;
    ck_assert_int_eq(
        resolve(&settings, &options, "[profile p]\nregion=c-1\nuse_fips_endpoint=true\n",
                LINES("AWS_REGION=e-1", "AWS_PROFILE=q", "AWS_USE_FIPS_ENDPOINT=true",
                      "AWS_ENDPOINT_URL=http://e", "AWS_RETRY_MODE=adaptive", "AWS_MAX_ATTEMPTS=9"),
                NULL),
        CONNECT_OK);
    for (size_t i = 0; i < COUNT(expected); i++) {
        is_from(&settings.values[expected[i].setting], SETTING_OPTION, expected[i].text, "option");
        ck_assert_int_eq(settings.values[expected[i].setting].number, expected[i].number);
    }
    settings_release(&settings);
}
END_TEST

/* Settings without a profile key. */
START_TEST(some_settings_have_no_profile_key)
{
    static const struct {
        enum setting setting;
        const char *line, *text, *fallback;
    } alone[] = {
        { SETTING_NEW_RETRIES, "AWS_NEW_RETRIES_2026=False", "False", "true" },
        { SETTING_LOGIN_CACHE, "AWS_LOGIN_CACHE_DIRECTORY=/l", "/l", "~/.aws/login/cache" },
        { SETTING_METADATA_DISABLED, "AWS_EC2_METADATA_DISABLED=1", "1", "false" },
    };
    for (size_t i = 0; i < COUNT(alone); i++) {
        struct settings settings;
        ck_assert_int_eq(resolve(&settings, NULL, "", LINES(alone[i].line), NULL), CONNECT_OK);
        is_from(&settings.values[alone[i].setting], SETTING_ENVIRONMENT, alone[i].text, "AWS_");
        settings_release(&settings);
        ck_assert_int_eq(resolve(&settings, NULL, "", NULL, NULL), CONNECT_OK);
        is_from(&settings.values[alone[i].setting], SETTING_DEFAULT, alone[i].fallback, "default");
        settings_release(&settings);
    }
}
END_TEST

START_TEST(every_setting_has_a_row)
{
    for (int i = 0; i < SETTING_COUNT; i++) {
        ck_assert_ptr_nonnull(settings_rows[i].name);
        ck_assert(settings_rows[i].kind != SETTING_CHOICE || settings_rows[i].choices != NULL);
        ck_assert(settings_rows[i].kind != SETTING_INT || settings_rows[i].most > 0);
        ck_assert_ptr_null(settings_rows[i].variables[COUNT(settings_rows[i].variables) - 1]);
        ck_assert_ptr_null(settings_rows[i].late[COUNT(settings_rows[i].late) - 1]);
    }
}
END_TEST

/* ---- invalid values ---- */

static const struct {
    const char *env, *profile, *place, *what;
} wrong[] = {
    { "AWS_USE_FIPS_ENDPOINT=yes", NULL, "AWS_USE_FIPS_ENDPOINT", "expected true or false" },
    { "AWS_MAX_ATTEMPTS=0", NULL, "AWS_MAX_ATTEMPTS", "from 1 to 100" },
    { "AWS_MAX_ATTEMPTS=101", NULL, "AWS_MAX_ATTEMPTS", "from 1 to 100" },
    { "AWS_MAX_ATTEMPTS=3x", NULL, "AWS_MAX_ATTEMPTS", "\"3x\"" },
    { "AWS_MAX_ATTEMPTS=99999999999999999999", NULL, "AWS_MAX_ATTEMPTS", "whole number" },
    { "AWS_RETRY_MODE=fast", NULL, "AWS_RETRY_MODE", "expected one of standard, adaptive, legacy" },
    { "AWS_RETRY_MODE=off", NULL, "AWS_RETRY_MODE", "\"off\"" },
    { "AWS_DEFAULTS_MODE=x", NULL, "AWS_DEFAULTS_MODE", "in-region" },
    { "AWS_REGION=a.b", NULL, "AWS_REGION", "\"a.b\"" },
    { "AWS_REGION=us-\r\neast-1", NULL, "AWS_REGION", "control character" },
    { "AWS_REGION=\033us-east-1", NULL, "AWS_REGION", "control character" },
    { "AWS_CA_BUNDLE=  ", NULL, "AWS_CA_BUNDLE", "only spaces" },
    { "AWS_SDK_UA_APP_ID=\001a", NULL, "AWS_SDK_UA_APP_ID", "control character" },
    { "AWS_SDK_UA_APP_ID=a\nX: y", NULL, "AWS_SDK_UA_APP_ID", "control character" },
    { "AWS_ENDPOINT_URL=localhost:5000", NULL, "AWS_ENDPOINT_URL:", "localhost:5000" },
    { "AWS_ENDPOINT_URL_CONNECT=ftp://x", NULL, "AWS_ENDPOINT_URL_CONNECT:", "ftp://x" },
    { "AWS_PROFILE=absent", NULL, "AWS_PROFILE", "absent" },
    { NULL, "[default]\nmax_attempts = many\n", "config line 2", "max_attempts" },
    { NULL, "[default]\n\nuse_dualstack_endpoint = 1\n", "config line 3",
      "use_dualstack_endpoint" },
    { NULL, "[default]\nregion = a b\n", "config line 2", "\"a b\"" },
    { NULL, "[default]\nendpoint_url = x\n", "config line 2", "https://" },
    { NULL, "[default]\nservices = s\n", "config line 2", "[services s]" },
    { NULL, "[default]\nservices = s\n[services s]\nmalformed\n", "config line 4",
      "services section \"s\"" },
    { NULL, "[default]\nservices = s\n[services s]\nconnect =\n  endpoint_url = x\n",
      "config line 4", "https://" },
    { NULL, "[default]\nbroken\n", "config line 2", "= sign" },
};

START_TEST(an_invalid_value_is_reported_with_its_origin)
{
    struct settings settings;
    connect_error *error = NULL;
    ck_assert_int_eq(resolve(&settings, NULL, wrong[_i].profile,
                             LINES(wrong[_i].env != NULL ? wrong[_i].env : "A=b"), &error),
                     CONNECT_E_CONFIGURATION);
    const char *message = connect_error_message(error);
    ck_assert_msg(strstr(message, wrong[_i].place) != NULL, "%s", message);
    ck_assert_msg(strstr(message, wrong[_i].what) != NULL, "%s", message);
    connect_error_free(error);
    settings_release(&settings);
}
END_TEST

static const connect_transport empty_transport = { .size = sizeof empty_transport };
static int64_t no_time(void *user)
{
    (void)user;
    return 0;
}

static bool no_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)user;
    (void)ms;
    return connect_cancel_is_fired(cancel);
}

static const connect_clock empty_clock = { .size = sizeof empty_clock };
static const connect_clock clock_without_now = { sizeof clock_without_now, NULL, NULL, no_time,
                                                 no_wait };
static const connect_clock clock_without_monotonic = { sizeof clock_without_monotonic, NULL,
                                                       no_time, NULL, no_wait };
static const connect_clock clock_without_wait = { sizeof clock_without_wait, NULL, no_time, no_time,
                                                  NULL };
static const connect_random empty_random = { .size = sizeof empty_random };
static const connect_pace slow_burst = { sizeof slow_burst, 2.0, 0.5 };
static const connect_pace unsized = { 0, 2.0, 5.0 };

static const struct {
    connect_client_options options;
    const char *name;
} bad_options[] = {
    { { .max_attempts = CONNECT_SET(0) }, "max_attempts" },
    { { .max_attempts = CONNECT_SET(101) }, "max_attempts" },
    { { .connect_timeout_ms = CONNECT_SET(0) }, "connect_timeout_ms" },
    { { .connect_timeout_ms = CONNECT_SET(INT64_C(2147483648)) }, "connect_timeout_ms" },
    { { .attempt_timeout_ms = CONNECT_SET(-1) }, "attempt_timeout_ms" },
    { { .call_timeout_ms = CONNECT_SET(0) }, "call_timeout_ms" },
    { { .max_body_bytes = CONNECT_SET(1023) }, "max_body_bytes" },
    { { .max_body_bytes = CONNECT_SET(1073741825) }, "max_body_bytes" },
    { { .max_connections = CONNECT_SET(-1) }, "max_connections" },
    { { .max_connections = CONNECT_SET(1001) }, "max_connections" },
    { { .retry_mode = (connect_retry_mode)9 }, "retry_mode" },
    { { .check_level = (connect_check_level)9 }, "check_level" },
    { { .log_level = (connect_log_level)9 }, "log_level" },
    { { .region = "not/a/region" }, "region" },
    { { .region = "" }, "region" },
    { { .profile = "a\nb" }, "profile" },
    { { .endpoint_url = "" }, "endpoint_url" },
    { { .endpoint_url = "localhost" }, "endpoint_url" },
    { { .app_id = "a-name-of-more-than-fifty-characters-which-is-too-long" }, "app_id" },
    { { .app_id = "x\ty" }, "app_id" },
    { { .transport = &empty_transport }, "transport" },
    { { .clock = &empty_clock }, "clock" },
    { { .clock = &clock_without_now }, "clock" },
    { { .clock = &clock_without_monotonic }, "clock" },
    { { .clock = &clock_without_wait }, "clock" },
    { { .random = &empty_random }, "random" },
    { { .pace = &slow_burst }, "pace" },
    { { .pace = &unsized }, "pace" },
};

START_TEST(an_invalid_option_is_named)
{
    connect_client_options options = bad_options[_i].options;
    options.size = sizeof options;
    connect_error *error = NULL;
    connect_status status = settings_check_options(&options, &error);
    ck_assert(status == CONNECT_E_ARGUMENT || status == CONNECT_E_CONFIGURATION);
    ck_assert_msg(strstr(connect_error_message(error), bad_options[_i].name) != NULL, "%s",
                  connect_error_message(error));
    connect_error_free(error);
}
END_TEST

START_TEST(struct_sizes_of_other_versions_are_handled)
{
    struct {
        connect_client_options options;
        int64_t tail;
    } newer = { .options = { .region = "a-1" } };
    newer.options.size = sizeof newer;
    ck_assert_int_eq(settings_check_options(&newer.options, NULL), CONNECT_OK);
    newer.tail = 1;
    ck_assert_int_eq(settings_check_options(&newer.options, NULL), CONNECT_E_VERSION);
    newer.options.size = 0;
    ck_assert_int_eq(settings_check_options(&newer.options, NULL), CONNECT_E_ARGUMENT);
    /* Members beyond the size of an older caller are not read. */
    connect_client_options older = { .size = offsetof(connect_client_options, endpoint_url),
                                     .endpoint_url = "junk" };
    ck_assert_int_eq(settings_check_options(&older, NULL), CONNECT_OK);
    ck_assert_int_eq(settings_check_options(NULL, NULL), CONNECT_OK);
}
END_TEST

/* ---- profiles ---- */

START_TEST(the_profile_is_chosen_by_option_then_environment)
{
    static const char config[] =
        "[default]\nregion=d-1\n[profile p]\nregion=p-1\n[profile q]\nregion=q-1\n";
    struct settings settings;
    connect_client_options options = { .size = sizeof options, .profile = "q" };
    ck_assert_int_eq(resolve(&settings, &options, config, LINES("AWS_PROFILE=p"), NULL),
                     CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_REGION].text, "q-1");
    settings_release(&settings);
    ck_assert_int_eq(
        resolve(&settings, NULL, config, LINES("AWS_PROFILE=p", "AWS_DEFAULT_PROFILE=q"), NULL),
        CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_REGION].text, "p-1");
    settings_release(&settings);
    ck_assert_int_eq(resolve(&settings, NULL, config, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_REGION].text, "d-1");
    settings_release(&settings);
}
END_TEST

START_TEST(a_named_profile_must_exist_and_the_default_need_not)
{
    struct settings settings;
    connect_error *error = NULL;
    connect_client_options options = { .size = sizeof options, .profile = "gone" };
    memory_watch();
    ck_assert_int_eq(resolve(&settings, &options, "", NULL, &error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "\"gone\" (option profile)"));
    connect_error_free(error);
    settings_release(&settings);
    ck_assert_int_eq(resolve(&settings, NULL, "[profile other]\n", NULL, NULL), CONNECT_OK);
    settings_release(&settings);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

/* Files that can be read are not mentioned. */
static const struct {
    const char *config, *credentials; /* in the environment; FOLDER: the folder of the test */
    const char *end;
} without_profile[] = {
    { "FOLDER/config", "FOLDER/config", "" },
    { NULL, NULL, "" },
    { "/nonexistent", "FOLDER/config",
      " (AWS_CONFIG_FILE names /nonexistent: No such file or directory)" },
    { "FOLDER/config", "/nonexistent",
      " (AWS_SHARED_CREDENTIALS_FILE names /nonexistent: No such file or directory)" },
};

START_TEST(of_the_files_without_a_profile_the_unreadable_ones_are_named)
{
    static const char *const names[] = { "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE" };
    const char *paths[] = { without_profile[_i].config, without_profile[_i].credentials };
    char variables[3][200], expected[300];
    const char *lines[4] = { variables[0] };
    write_config("[default]\n");
    snprintf(variables[0], sizeof variables[0], "HOME=%s", folder);
    for (int i = 0, count = 1; i < 2; i++) {
        if (paths[i] != NULL) {
            bool is_there = strncmp(paths[i], "FOLDER", 6) == 0;
            lines[count] = variables[count];
            snprintf(variables[count++], sizeof variables[0], "%s=%s%s", names[i],
                     is_there ? folder : "", is_there ? paths[i] + 6 : paths[i]);
        }
    }
    connect_client_options options = { .size = sizeof options, .profile = "gone" };
    struct settings settings = { .env = look_up, .env_user = lines };
    connect_error *error = NULL;
    ck_assert_int_eq(settings_resolve(&settings, &options, &quiet, &error),
                     CONNECT_E_CONFIGURATION);
    snprintf(
        expected, sizeof expected,
        "profile \"gone\" (option profile) is in neither the config file nor the credentials file%s",
        without_profile[_i].end);
    ck_assert_str_eq(connect_error_message(error), expected);
    connect_error_free(error);
    settings_release(&settings);
}
END_TEST

START_TEST(files_are_found_in_the_home_directory)
{
    char home[100], path[150];
    snprintf(home, sizeof home, "HOME=%s", folder);
    snprintf(path, sizeof path, "%s/.aws", folder);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.aws/config", folder);
    FILE *file = fopen(path, "w");
    fputs("[default]\nregion = home-1\n", file);
    fclose(file);
    static const struct {
        const char *config;
        const char *region;
    } cases[] = {
        { "AWS_CONFIG_FILE=", "home-1" },
        { "AWS_CONFIG_FILE=~/.aws/config", "home-1" },
        { "AWS_CONFIG_FILE=~root/.aws/config", NULL },
        { "AWS_CONFIG_FILE=/nonexistent", NULL },
        { "AWS_CONFIG_FILE=~", NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *lines[] = { home, cases[i].config, NULL };
        struct settings settings = { .env = look_up, .env_user = lines };
        ck_assert_int_eq(settings_resolve(&settings, NULL, &quiet, NULL), CONNECT_OK);
        ck_assert_pstr_eq(settings.values[SETTING_REGION].text, cases[i].region);
        settings_release(&settings);
    }
    /* Without a home directory there are no files. */
    const char *lines[] = { NULL };
    struct settings settings = { .env = look_up, .env_user = lines };
    ck_assert_int_eq(settings_resolve(&settings, NULL, &quiet, NULL), CONNECT_OK);
    ck_assert_ptr_null(settings_home(&settings));
    ck_assert_ptr_null(settings.values[SETTING_REGION].text);
    settings_release(&settings);
    unlink(path);
    snprintf(path, sizeof path, "%s/.aws", folder);
    rmdir(path);
}
END_TEST

/* ---- endpoint URLs ---- */

static const char services_config[] =
    "[default]\nendpoint_url = http://profile\nservices = s\n"
    "[services s]\nconnect =\n  endpoint_url = http://service\nsso_oidc =\n  endpoint_url = http://oidc\nsts =\n  x = y\n";

START_TEST(an_endpoint_url_follows_the_order_of_precedence)
{
    static const struct {
        const char *service;
        const char *const lines[4];
        enum setting_source source;
        const char *url, *origin;
    } cases[] = {
        { "connect",
          { "AWS_ENDPOINT_URL=http://env", "AWS_ENDPOINT_URL_CONNECT=http://own" },
          SETTING_ENVIRONMENT,
          "http://own",
          "AWS_ENDPOINT_URL_CONNECT" },
        { "connect",
          { "AWS_ENDPOINT_URL=http://env" },
          SETTING_ENVIRONMENT,
          "http://env",
          "AWS_ENDPOINT_URL" },
        { "connect",
          { "AWS_ENDPOINT_URL_STS=http://sts" },
          SETTING_PROFILE,
          "http://service",
          "config line 5" },
        { "sts",
          { "AWS_ENDPOINT_URL_STS=http://sts" },
          SETTING_ENVIRONMENT,
          "http://sts",
          "AWS_ENDPOINT_URL_STS" },
        { "sts", { NULL }, SETTING_PROFILE, "http://profile", "config line 2" },
        { "sso_oidc",
          { "AWS_ENDPOINT_URL_SSO=http://sso" },
          SETTING_PROFILE,
          "http://oidc",
          "config line 7" },
        { "sso_oidc",
          { "AWS_ENDPOINT_URL_SSO_OIDC=http://o" },
          SETTING_ENVIRONMENT,
          "http://o",
          "AWS_ENDPOINT_URL_SSO_OIDC" },
        { "sso", { NULL }, SETTING_PROFILE, "http://profile", "config line 2" },
        { "connect",
          { "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_ENDPOINT_URL=http://env" },
          SETTING_DEFAULT,
          NULL,
          "default" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct settings settings;
        struct setting_value value;
        const char *url;
        ck_assert_int_eq(resolve(&settings, NULL, services_config, cases[i].lines, NULL),
                         CONNECT_OK);
        ck_assert_int_eq(
            settings_endpoint_url(&settings, &settings.arena, cases[i].service, &url, NULL),
            CONNECT_OK);
        ck_assert_pstr_eq(url, cases[i].url);
        ck_assert_int_eq(
            settings_find_url(&settings, &settings.arena, cases[i].service, &value, NULL),
            CONNECT_OK);
        is_from(&value, cases[i].source, cases[i].url, cases[i].origin);
        if (strcmp(cases[i].service, "connect") == 0) {
            ck_assert_pstr_eq(settings.values[SETTING_ENDPOINT_URL].text, cases[i].url);
        }
        settings_release(&settings);
    }
}
END_TEST

START_TEST(ignoring_endpoint_urls_keeps_that_of_the_option)
{
    struct settings settings;
    connect_client_options options = { .size = sizeof options,
                                       .endpoint_url = "http://code",
                                       .ignore_configured_endpoint_urls = CONNECT_SET(true) };
    ck_assert_int_eq(resolve(&settings, &options, services_config, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_ENDPOINT_URL].text, "http://code");
    settings_release(&settings);
    options.endpoint_url = NULL;
    options.ignore_configured_endpoint_urls.value = false;
    ck_assert_int_eq(resolve(&settings, &options, services_config,
                             LINES("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true"), NULL),
                     CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_ENDPOINT_URL].text, "http://service");
    settings_release(&settings);
}
END_TEST

/* ---- modes ---- */

START_TEST(a_defaults_mode_changes_only_defaults)
{
    static const struct {
        const char *const lines[4];
        int64_t timeout;
        const char *origin;
    } cases[] = {
        { { NULL }, 6200, "default" },
        { { "AWS_DEFAULTS_MODE=in-region" }, 2200, "defaults mode in-region" },
        { { "AWS_DEFAULTS_MODE=Mobile" }, 60000, "defaults mode mobile" },
        { { "AWS_DEFAULTS_MODE=auto" }, 6200, "defaults mode standard" },
        { { "AWS_DEFAULTS_MODE=auto", "AWS_EXECUTION_ENV=x", "AWS_REGION=a-1" },
          2200,
          "defaults mode in-region" },
    };
    struct settings settings;
    for (size_t i = 0; i < COUNT(cases); i++) {
        ck_assert_int_eq(resolve(&settings, NULL, "", cases[i].lines, NULL), CONNECT_OK);
        ck_assert_int_eq(settings.values[SETTING_CONNECT_TIMEOUT].number, cases[i].timeout);
        ck_assert_str_eq(settings.values[SETTING_CONNECT_TIMEOUT].origin, cases[i].origin);
        settings_release(&settings);
    }
    connect_client_options options = { .size = sizeof options,
                                       .connect_timeout_ms = CONNECT_SET(5) };
    ck_assert_int_eq(resolve(&settings, &options, "", LINES("AWS_DEFAULTS_MODE=mobile"), NULL),
                     CONNECT_OK);
    ck_assert_int_eq(settings.values[SETTING_CONNECT_TIMEOUT].number, 5);
    settings_release(&settings);
    options = (connect_client_options){ .size = sizeof options, .region = "b-1" };
    ck_assert_int_eq(
        resolve(&settings, &options, "",
                LINES("AWS_DEFAULTS_MODE=auto", "AWS_EXECUTION_ENV=x", "AWS_REGION=a-1"), NULL),
        CONNECT_OK);
    ck_assert_str_eq(settings.values[SETTING_CONNECT_TIMEOUT].origin, "defaults mode cross-region");
    settings_release(&settings);
}
END_TEST

START_TEST(instance_metadata_fills_only_what_is_unknown)
{
    struct settings settings;
    ck_assert_int_eq(resolve(&settings, NULL, "", NULL, NULL), CONNECT_OK);
    ck_assert(settings_want_metadata(&settings));
    ck_assert_int_eq(settings_take_metadata(&settings, "a.b", NULL), CONNECT_E_CONFIGURATION);
    ck_assert_int_eq(settings_take_metadata(&settings, "m-1", NULL), CONNECT_OK);
    is_from(&settings.values[SETTING_REGION], SETTING_METADATA, "m-1", "instance metadata");
    ck_assert_int_eq(settings.values[SETTING_CONNECT_TIMEOUT].number, 6200);
    settings_release(&settings);
    ck_assert_int_eq(
        resolve(&settings, NULL, "", LINES("AWS_REGION=a-1", "AWS_DEFAULTS_MODE=auto"), NULL),
        CONNECT_OK);
    ck_assert(!settings_want_metadata(&settings));
    settings_release(&settings);
    /* The region of the client is known, that of the machine is not. */
    connect_client_options options = { .size = sizeof options, .region = "m-1" };
    ck_assert_int_eq(resolve(&settings, &options, "",
                             LINES("AWS_DEFAULTS_MODE=auto", "AWS_EXECUTION_ENV=x"), NULL),
                     CONNECT_OK);
    ck_assert(settings_want_metadata(&settings));
    ck_assert_int_eq(settings_take_metadata(&settings, "m-1", NULL), CONNECT_OK);
    is_from(&settings.values[SETTING_REGION], SETTING_OPTION, "m-1", "option");
    ck_assert_int_eq(settings.values[SETTING_CONNECT_TIMEOUT].number, 2200);
    settings_release(&settings);
    /* What is no region is no place either. */
    ck_assert_int_eq(
        resolve(&settings, NULL, "", LINES("AWS_DEFAULTS_MODE=auto", "AWS_EXECUTION_ENV=x"), NULL),
        CONNECT_OK);
    ck_assert_int_eq(settings_take_metadata(&settings, "a.b", NULL), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_null(settings.values[SETTING_REGION].text);
    settings_release(&settings);
}
END_TEST

START_TEST(legacy_retry_mode_is_standard_with_five_attempts)
{
    struct settings settings;
    ck_assert_int_eq(resolve(&settings, NULL, "", LINES("AWS_RETRY_MODE=legacy"), NULL),
                     CONNECT_OK);
    ck_assert_int_eq(settings.values[SETTING_RETRY_MODE].number, CONNECT_RETRY_STANDARD);
    ck_assert_int_eq(settings.values[SETTING_MAX_ATTEMPTS].number, 5);
    settings_release(&settings);
    ck_assert_int_eq(
        resolve(&settings, NULL, "", LINES("AWS_RETRY_MODE=legacy", "AWS_MAX_ATTEMPTS=4"), NULL),
        CONNECT_OK);
    ck_assert_int_eq(settings.values[SETTING_MAX_ATTEMPTS].number, 4);
    settings_release(&settings);
}
END_TEST

/* ---- memory ---- */

static const struct {
    const char *lines[4];
    const char *url;
} environments[] = {
    { { "AWS_DEFAULTS_MODE=auto", "AWS_MAX_ATTEMPTS=4" }, "http://service" },
    { { "AWS_ENDPOINT_URL_CONNECT=http://own" }, "http://own" },
    { { "AWS_ENDPOINT_URL=http://all" }, "http://all" },
};

static bool resolve_once(void *user)
{
    const char *url = environments[*(const int *)user].url;
    struct settings settings;
    connect_error *error = NULL;
    connect_status status =
        resolve(&settings, NULL, NULL, environments[*(const int *)user].lines, &error);
    ck_assert_int_eq(status, connect_error_code(error));
    if (status == CONNECT_OK) {
        ck_assert_pstr_eq(settings.values[SETTING_ENDPOINT_URL].text, url);
    }
    connect_error_free(error);
    settings_release(&settings);
    return status == CONNECT_OK;
}

START_TEST(every_failed_allocation_is_an_error_and_no_leak)
{
    write_config(services_config);
    memory_watch();
    memory_fail_each(resolve_once, &_i, 0);
    memory_unwatch();
}
END_TEST

/* ---- values for applications ---- */

START_TEST(a_profile_value_is_read_without_a_client)
{
    static const struct {
        const char *profile, *key, *value;
        connect_status status;
    } cases[] = {
        { NULL, "output", "text", CONNECT_OK },
        { "other", "output", "yaml", CONNECT_OK },
        { "other", "cli_pager", NULL, CONNECT_OK },
        { NULL, "absent", NULL, CONNECT_OK },
        { "gone", "output", NULL, CONNECT_E_CONFIGURATION },
        { NULL, "", NULL, CONNECT_E_ARGUMENT },
        { NULL, NULL, NULL, CONNECT_E_ARGUMENT },
        { NULL, "aws_secret_access_key", NULL, CONNECT_E_ARGUMENT },
        { NULL, "aws_session_token", NULL, CONNECT_E_ARGUMENT },
        { NULL, "aws_security_token", NULL, CONNECT_E_ARGUMENT },
    };
    write_config("[default]\noutput = text\naws_secret_access_key = s\n"
                 "[profile other]\noutput = yaml\ncli_pager =\n");
    setenv("AWS_CONFIG_FILE", strchr(config_line, '=') + 1, 1);
    for (size_t i = 0; i < COUNT(cases); i++) {
        connect_error *error = NULL;
        char *value = NULL;
        ck_assert_int_eq(connect_profile_value(cases[i].profile, cases[i].key, &value, &error),
                         cases[i].status);
        ck_assert_pstr_eq(value, cases[i].value);
        ck_assert_int_eq(connect_error_code(error), cases[i].status);
        connect_error_free(error);
        connect_free(value);
    }
    ck_assert_int_eq(connect_profile_value(NULL, "output", NULL, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- published cases, written for s3 and dynamodb ---- */

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static const char *our_name(const char *service)
{
    return strcmp(service, "s3") == 0         ? "connect"
           : strcmp(service, "dynamodb") == 0 ? "sts"
                                              : service;
}

static void write_suite(const json_t *suite)
{
    FILE *file = fopen(strchr(config_line, '=') + 1, "w");
    const char *name, *key, *inner;
    json_t *object, *value, *sub;
    json_object_foreach(json_object_get(suite, "profiles"), name, object) {
        fprintf(file, "[profile %s]\n", name);
        json_object_foreach(object, key, value) {
            fprintf(file, "%s = %s\n", key, json_string_value(value));
        }
    }
    json_object_foreach(json_object_get(suite, "services"), name, object) {
        fprintf(file, "[services %s]\n", name);
        json_object_foreach(object, key, value) {
            fprintf(file, "%s =\n", our_name(key));
            json_object_foreach(value, inner, sub) {
                fprintf(file, "  %s = %s\n", inner, json_string_value(sub));
            }
        }
    }
    fclose(file);
}

/* The client as the case has it, and the endpoint that it would call. */
static void check_published(const json_t *suite, const json_t *test)
{
    const char *service = our_name(text_at(test, "service"));
    char lines[8][200];
    const char *pointers[9] = { NULL };
    size_t count = 0;
    const char *key;
    json_t *value;
    json_object_foreach(
        json_object_get(json_object_get(suite, "environments"), text_at(test, "environment")), key,
        value) {
        const char *name = strcmp(key, "AWS_ENDPOINT_URL_S3") == 0 ? "AWS_ENDPOINT_URL_CONNECT"
                           : strcmp(key, "AWS_ENDPOINT_URL_DYNAMODB") == 0 ? "AWS_ENDPOINT_URL_STS"
                                                                           : key;
        snprintf(lines[count], sizeof lines[count], "%s=%s", name, json_string_value(value));
        pointers[count] = lines[count];
        count++;
    }
    const json_t *config =
        json_object_get(json_object_get(suite, "client_configs"), text_at(test, "client_config"));
    connect_client_options options = { .size = sizeof options,
                                       .profile = text_at(test, "profile"),
                                       .endpoint_url = text_at(config, "endpoint_url") };
    if (json_is_true(json_object_get(config, "ignore_configured_endpoint_urls"))) {
        options.ignore_configured_endpoint_urls = (connect_opt_bool)CONNECT_SET(true);
    }
    struct settings settings;
    connect_error *error = NULL;
    ck_assert_msg(resolve(&settings, &options, NULL, pointers, &error) == CONNECT_OK, "%s: %s",
                  text_at(test, "name"), connect_error_message(error));
    const char *url = settings.values[SETTING_ENDPOINT_URL].text;
    if (strcmp(service, "connect") != 0 && options.endpoint_url == NULL) {
        ck_assert_int_eq(settings_endpoint_url(&settings, &settings.arena, service, &url, NULL),
                         CONNECT_OK);
    }
    struct endpoint_query query = { .prefix = service,
                                    .region = settings.values[SETTING_REGION].text,
                                    .endpoint = url };
    struct endpoint endpoint;
    ck_assert_int_eq(endpoint_resolve(&settings.arena, &query, &endpoint, NULL), CONNECT_OK);
    const char *expected = text_at(json_object_get(test, "output"), "endpointUrl");
    if (strcmp(expected, "https://s3.fake-region-10.amazonaws.com") == 0) {
        expected = "https://connect.fake-region-10.amazonaws.com";
    } else if (strcmp(expected, "https://dynamodb.fake-region-10.amazonaws.com") == 0) {
        expected = "https://sts.fake-region-10.amazonaws.com";
    }
    ck_assert_msg(strcmp(endpoint.url, expected) == 0, "%s: %s, expected %s", text_at(test, "name"),
                  endpoint.url, expected);
    settings_release(&settings);
}

START_TEST(published_cases_agree)
{
    json_t *file = vectors_load("configured-endpoint-urls.json");
    if (file == NULL) {
        return;
    }
    const json_t *suite = json_array_get(json_object_get(file, "testSuites"), 0);
    const json_t *tests = json_object_get(suite, "endpointUrlTests");
    ck_assert_uint_eq(json_array_size(tests), 39);
    write_suite(suite);
    for (size_t i = 0; i < json_array_size(tests); i++) {
        check_published(suite, json_array_get(tests, i));
    }
    json_decref(file);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("settings");
    TCase *tests = tcase_create("settings");
    tcase_add_checked_fixture(tests, memory_watch, memory_end);
    tcase_add_checked_fixture(tests, make_folder, remove_folder);
    tcase_add_loop_test(tests, environment_precedes_profile_precedes_default, 0, COUNT(rows));
    tcase_add_test(tests, released_settings_have_no_values);
    tcase_add_test(tests, options_have_precedence);
    tcase_add_test(tests, some_settings_have_no_profile_key);
    tcase_add_test(tests, every_setting_has_a_row);
    tcase_add_loop_test(tests, an_invalid_value_is_reported_with_its_origin, 0, COUNT(wrong));
    tcase_add_loop_test(tests, an_invalid_option_is_named, 0, COUNT(bad_options));
    tcase_add_test(tests, struct_sizes_of_other_versions_are_handled);
    tcase_add_test(tests, the_profile_is_chosen_by_option_then_environment);
    tcase_add_test(tests, a_named_profile_must_exist_and_the_default_need_not);
    tcase_add_loop_test(tests, of_the_files_without_a_profile_the_unreadable_ones_are_named, 0,
                        (int)COUNT(without_profile));
    tcase_add_test(tests, files_are_found_in_the_home_directory);
    tcase_add_test(tests, an_endpoint_url_follows_the_order_of_precedence);
    tcase_add_test(tests, ignoring_endpoint_urls_keeps_that_of_the_option);
    tcase_add_test(tests, a_defaults_mode_changes_only_defaults);
    tcase_add_test(tests, instance_metadata_fills_only_what_is_unknown);
    tcase_add_test(tests, legacy_retry_mode_is_standard_with_five_attempts);
    tcase_add_loop_test(tests, every_failed_allocation_is_an_error_and_no_leak, 0,
                        (int)COUNT(environments));
    tcase_add_test(tests, a_profile_value_is_read_without_a_client);
    tcase_add_test(tests, published_cases_agree);
    suite_add_tcase(suite, tests);
    return suite;
}
