/*
 * The default chain through a client without options: the order of the sources, and each source
 * with its requests.
 */
#include "aws/dpop.h"
#include "aws/provider_process.h"
#include "aws/token_file.h"
#include "core/clock.h"
#include "support/home.h"
#include "support/login.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"

#include <jansson.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct home home;

static void set_up(void)
{
    home_begin(&home);
}

static void tear_down(void)
{
    home_end(&home);
}

#define CONFIG ".aws/config"
#define SCRIPT(...) WORLD_SCRIPT(&home.world, __VA_ARGS__)

static const struct fake_sent *sent(size_t index)
{
    ck_assert_uint_lt(index, home.world.transport.sent_count);
    return &home.world.transport.sent[index];
}

/* The credentials have this access key id and source. */
static void expect_keys(const char *id, const char *source)
{
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, id);
    ck_assert_str_eq(credentials->source, source);
    ck_assert_uint_eq(home.world.transport.sent_count, home.world.transport.responses_count);
    credentials_unref(credentials);
}

static void expect_refusal(const char *part)
{
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, part);
    ck_assert_uint_eq(home.world.transport.sent_count, home.world.transport.responses_count);
}

#define LATER "2026-11-21T13:34:56Z"
#define STS(action, id)                                                                            \
    {                                                                                              \
        .status = 200, .headers = "Content-Type: text/xml",                                        \
        .body = "<" action "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" action \
                "Result><AssumedRoleUser><Arn>arn:aws:sts::210987654321:assumed-role/r/s</Arn>"    \
                "</AssumedRoleUser><Credentials><AccessKeyId>" id                                  \
                "</AccessKeyId><SecretAccessKey>s-" id "</SecretAccessKey><SessionToken>t-" id     \
                "&amp;</SessionToken><Expiration>" LATER "</Expiration></Credentials></" action    \
                "Result></" action "Response>"                                                     \
    }
#define ASSUMED(id) STS("AssumeRole", id)
#define IDENTIFIED(id) STS("AssumeRoleWithWebIdentity", id)
#define KEYS_JSON(id)                                                                           \
    "{\"Version\":1,\"Code\":\"Success\",\"AccessKeyId\":\"" id "\",\"SecretAccessKey\":\"s\"," \
    "\"Token\":\"t\",\"Expiration\":\"" LATER "\"}"
#define IMDS_TOKEN                          \
    {                                       \
        .status = 200, .body = "imds-token" \
    }
#define IMDS_ROLE                                      \
    {                                                  \
        .status = 200, .body = "the role\nsecond line" \
    }
#define JSON(text)                                                               \
    {                                                                            \
        .status = 200, .headers = "Content-Type: application/json", .body = text \
    }
#define STATUS(code)               \
    {                              \
        .status = code, .body = "" \
    }
#define LOST                                                                              \
    {                                                                                     \
        .failure = CONNECT_E_TRANSPORT, .not_sent = true, .message = "connection refused" \
    }
#define SILENCE                                                                  \
    {                                                                            \
        .failure = CONNECT_E_TIMEOUT, .not_sent = true, .message = "no response" \
    }

#define ROLE_A "role_arn = arn:aws:iam::123456789012:role/RoleA\n"
#define ROLE_B "role_arn = arn:aws:iam::123456789012:role/RoleB\n"
#define STATIC(id) "aws_access_key_id = " id "\naws_secret_access_key = secret\n"

/* ---- the order ---- */

START_TEST(the_first_configured_source_provides_the_credentials)
{
    setenv("AWS_REGION", "eu-west-2", 1);
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    SCRIPT(JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    home_write(&home, "token", "a.web.token\n");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
    SCRIPT(IDENTIFIED("WEB"));
    expect_keys("WEB", "web identity");
    home_write(&home, CONFIG, "[default]\n" STATIC("PROFILE"));
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    expect_keys("PROFILE", "profile");
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    expect_keys("ENVIRONMENT", "environment");
    home.world.options.profile = "default";
    expect_keys("PROFILE", "profile");
}
END_TEST

START_TEST(without_credentials_each_source_is_listed_with_its_reason)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    SCRIPT(SILENCE, SILENCE);
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    const char *message = connect_error_message(error);
    check_has(message, "environment: AWS_ACCESS_KEY_ID");
    check_has(message, "profile: \"default\" has no credentials");
    check_has(message, "web identity: AWS_WEB_IDENTITY_TOKEN_FILE is not set");
    check_has(message, "container: neither");
    check_has(message, "instance metadata: no response");
    connect_error_free(error);

    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    home_write(&home, CONFIG, "[profile mine]\nregion = us-west-2\n");
    home.world.options.profile = "mine";
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "environment: not used, because a profile is named in code; profile: ");
}
END_TEST

START_TEST(the_credentials_of_a_profile_have_all_their_members)
{
    static const char *const tokens[] = { "aws_session_token", "aws_security_token" };
    char config[300];
    snprintf(config, sizeof config,
             "[default]\naws_access_key_id = PROFILE\naws_secret_access_key = s\n%s = t\n"
             "aws_account_id = 123456789012\n",
             tokens[_i]);
    home_write(&home, CONFIG, config);
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "PROFILE");
    ck_assert_str_eq(credentials->secret_access_key, "s");
    ck_assert_str_eq(credentials->session_token, "t");
    ck_assert_str_eq(credentials->account_id, "123456789012");
    ck_assert_str_eq(credentials->source, "profile");
    ck_assert_int_eq(credentials->expiration, INT64_MAX);
    credentials_unref(credentials);
}
END_TEST

START_TEST(a_default_file_that_cannot_be_read_is_named)
{
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, "\"default\" has no credentials; web");
    home_write(&home, ".aws/config/is-a-folder", "");
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "\"default\" has no credentials (~/.aws/config: ");
    home.world.options.profile = "mine";
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "(~/.aws/config: ");
}
END_TEST

START_TEST(a_broken_source_never_falls_through_to_another)
{
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    setenv("AWS_ACCESS_KEY_ID", "HALF", 1);
    expect_refusal("AWS_SECRET_ACCESS_KEY is not");
    unsetenv("AWS_ACCESS_KEY_ID");
    home_write(&home, CONFIG, "[default]\naws_access_key_id = HALF\n");
    expect_refusal("profile \"default\" is incomplete: aws_secret_access_key is missing");
    home_write(&home, CONFIG, "[default]\n" ROLE_A);
    expect_refusal("has role_arn and neither source_profile nor credential_source");
    home_write(&home, CONFIG, "");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    expect_refusal("AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not");
    setenv("AWS_PROFILE", "absent", 1);
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION,
                        "profile \"absent\" (AWS_PROFILE) is in neither");
}
END_TEST

/* ---- roles ---- */

START_TEST(chained_roles_are_assumed_from_the_innermost)
{
    unsetenv("AWS_DEFAULT_REGION");
    home_write(&home, CONFIG,
               "[default]\nregion = eu-west-2\n" ROLE_A "source_profile = b\nexternal_id = e:1\n"
               "role_session_name = me\nduration_seconds = 3600\n"
               "[profile b]\nregion = us-east-1\n" ROLE_B "source_profile = c\n"
               "[profile c]\n" STATIC("BASE"));
    SCRIPT(ASSUMED("INNER"), ASSUMED("OUTER"));
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "OUTER");
    ck_assert_str_eq(credentials->secret_access_key, "s-OUTER");
    ck_assert_str_eq(credentials->session_token, "t-OUTER&");
    ck_assert_str_eq(credentials->account_id, "210987654321");
    ck_assert_int_eq(credentials->expiration, FAKE_NOW + 3600000);
    ck_assert_str_eq(credentials->source, "assume role");
    credentials_unref(credentials);
    ck_assert_str_eq(sent(0)->method, "POST");
    ck_assert_str_eq(sent(0)->url, "https://sts.eu-west-2.amazonaws.com/");
    check_has(
        sent(0)->body,
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FRoleB"
        "&RoleSessionName=libconnect-");
    check_has_not(sent(0)->body, "ExternalId");
    check_has_not(sent(0)->body, "DurationSeconds");
    check_has(fake_sent_header(sent(0), "Authorization"),
              "Credential=BASE/20261121/eu-west-2/sts/aws4_request");
    ck_assert_ptr_null(fake_sent_header(sent(0), "X-Amz-Security-Token"));
    check_has(sent(1)->body, "RoleA");
    check_has(sent(1)->body, "RoleSessionName=me");
    check_has(sent(1)->body, "ExternalId=e%3A1");
    check_has(sent(1)->body, "DurationSeconds=3600");
    check_has(fake_sent_header(sent(1), "Authorization"),
              "Credential=INNER/20261121/eu-west-2/sts/");
    ck_assert_str_eq(fake_sent_header(sent(1), "X-Amz-Security-Token"), "t-INNER&");
}
END_TEST

static const struct {
    const char *config, *part;
} bad_roles[] = {
    { "[default]\n" ROLE_A
      "source_profile = b\ncredential_source = Environment\n[profile b]\n" STATIC("B"),
      "has both source_profile and credential_source" },
    { "[default]\n" ROLE_A "source_profile = b\n[profile b]\n" ROLE_B "source_profile = default\n",
      "leads back to an earlier profile" },
    { "[default]\n" ROLE_A "source_profile = b\n[profile b]\n" ROLE_B "source_profile = b\n",
      "leads back to an earlier profile" },
    { "[default]\n" ROLE_A "source_profile = gone\n",
      "profile \"gone\", the source_profile of profile \"default\", does not exist" },
    { "[default]\n" ROLE_A "source_profile = b\n[profile b]\nregion = eu-west-2\n",
      "profile \"b\", the source of profile \"default\", has no credentials" },
    { "[default]\n" ROLE_A "credential_source = Vault\n", "credential_source" },
    { "[default]\n" ROLE_A "credential_source = Environment\n",
      "credential_source Environment has no credentials" },
    { "[default]\n" ROLE_A "credential_source = EcsContainer\n",
      "credential_source EcsContainer has no credentials" },
    { "[default]\n" ROLE_A "source_profile = b\nduration_seconds = 60\n[profile b]\n" STATIC("B"),
      "duration_seconds: \"60\" is not valid; expected 900 to 43200" },
    { "[default]\n" ROLE_A "source_profile = b\nmfa_serial = arn:mfa\n[profile b]\n" STATIC("B"),
      "requires a code of the MFA device arn:mfa" },
    { "[default]\nweb_identity_token_file = /t\n", "web_identity_token_file and no role_arn" },
};

START_TEST(invalid_role_settings_fail_before_any_request)
{
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, bad_roles[_i].config);
    expect_refusal(bad_roles[_i].part);
}
END_TEST

static const struct {
    const char *text;
    bool is_valid;
} durations[] = {
    { "899", false },  { "900", true }, { "43200", true }, { "43201", false },
    { "900s", false }, { "-1", false }, { "9e2", false },
};

START_TEST(a_role_lasts_from_a_quarter_of_an_hour_to_half_a_day)
{
    char config[300], part[40];
    snprintf(config, sizeof config,
             "[default]\n" ROLE_A
             "source_profile = b\nduration_seconds = %s\n[profile b]\n" STATIC("BASE"),
             durations[_i].text);
    home_write(&home, CONFIG, config);
    if (!durations[_i].is_valid) {
        home.world.transport.is_forbidden = true;
        expect_refusal("is not valid; expected 900 to 43200");
        return;
    }
    SCRIPT(STS("AssumeRole", "ROLE"));
    expect_keys("ROLE", "assume role");
    snprintf(part, sizeof part, "DurationSeconds=%s", durations[_i].text);
    check_has(sent(0)->body, part);
}
END_TEST

/* What the report of a call has is of the call itself, which was never sent. */
static void expect_no_report(void)
{
    connect_call_report report = { .size = sizeof report, .http_status = 1, .attempts = 1 };
    const connect_call_options options = { .size = sizeof options, .report = &report };
    connect_client *view;
    connect_error *error = NULL;
    ck_assert_int_eq(connect_client_with(home.world.client, &options, &view, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(view, NULL, &error), CONNECT_E_CREDENTIALS);
    ck_assert_int_eq(connect_error_http_status(error), 403);
    ck_assert_str_eq(connect_error_request_id(error), "r-9");
    ck_assert_int_eq(report.http_status, 0);
    ck_assert_str_eq(report.request_id, "");
    ck_assert_int_eq(report.attempts, 0);
    connect_error_free(error);
    connect_client_free(view);
}

START_TEST(a_refusal_of_sts_is_reported_with_its_message)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home_write(&home, CONFIG,
               "[default]\n" ROLE_A "source_profile = b\n[profile b]\n" STATIC("BASE"));
    SCRIPT(
        { .status = 403,
          .headers = "Content-Type: text/xml",
          .body =
              "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not you"
              "</Message></Error><RequestId>r-9</RequestId></ErrorResponse>" });
    ck_assert_int_ne(home_fetch(&home, &credentials, &error), CONNECT_OK);
    check_has(connect_error_message(error), "assuming role arn:aws:iam::123456789012:role/RoleA: ");
    check_has(connect_error_message(error), "not you");
    ck_assert_str_eq(connect_error_aws_type(error), "AccessDenied");
    ck_assert_str_eq(connect_error_request_id(error), "r-9");
    connect_error_free(error);
    SCRIPT({ .status = 403,
             .body = "<ErrorResponse><Error/><RequestId>r-9</RequestId></ErrorResponse>" });
    expect_no_report();
    SCRIPT(
        { .status = 200, .body = "<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>" });
    expect_refusal("does not have complete credentials");
}
END_TEST

START_TEST(the_environment_and_metadata_can_be_the_base_of_a_role)
{
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    home.world.options.profile = "r";
    home_write(&home, CONFIG, "[profile r]\n" ROLE_A "credential_source = Environment\n");
    SCRIPT(ASSUMED("ROLE"));
    expect_keys("ROLE", "assume role");
    check_has(fake_sent_header(sent(0), "Authorization"), "Credential=ENVIRONMENT/");
    home_write(&home, CONFIG, "[profile r]\n" ROLE_A "credential_source = Ec2InstanceMetadata\n");
    SCRIPT(IMDS_TOKEN, IMDS_ROLE, JSON(KEYS_JSON("INSTANCE")), ASSUMED("ROLE"));
    expect_keys("ROLE", "assume role");
    check_has(fake_sent_header(sent(3), "Authorization"), "Credential=INSTANCE/");
}
END_TEST

/* ---- web identity ---- */

START_TEST(a_web_identity_token_is_read_at_each_fetch_and_the_request_is_unsigned)
{
    setenv("AWS_REGION", "eu-west-2", 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
    setenv("AWS_ROLE_SESSION_NAME", "pod", 1);
    home_write(&home, "token", "first.token\r\n");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    SCRIPT(IDENTIFIED("ONE"), IDENTIFIED("TWO"));
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->account_id, "210987654321");
    credentials_unref(credentials);
    ck_assert_str_eq(sent(0)->url, "https://sts.eu-west-2.amazonaws.com/");
    check_has(sent(0)->body, "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&");
    check_has(sent(0)->body, "RoleSessionName=pod&WebIdentityToken=first.token");
    check_has_not(sent(0)->body, "%0D");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    home_write(&home, "token", "second.token");
    fake_clock_advance(&home.world.clock, 3595000);
    /* The new token expires at the same time, in five seconds: it is still used. */
    ck_assert_int_eq(connect_client_warm_up(home.world.client, NULL), CONNECT_OK);
    check_has(sent(1)->body, "WebIdentityToken=second.token");
}
END_TEST

START_TEST(an_unusable_web_identity_token_file_is_named)
{
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    home.world.transport.is_forbidden = true;
    expect_refusal("No such file");
    home_write(&home, "token", "\n");
    expect_refusal("is empty");
    home_write(&home, "token", "planted\nplanted");
    expect_refusal("contains a control character");
    home_write(&home, "token", "\033planted");
    expect_refusal("contains a control character");
    char *large = malloc(20002);
    memset(large, 'x', 20001);
    large[20001] = '\0';
    home_write(&home, "token", large);
    free(large);
    expect_refusal("File too large");
}
END_TEST

/* ---- SSO ---- */

#define SSO_CONFIG                                                                                \
    "[default]\nsso_session = company\nsso_account_id = 123456789012\nsso_role_name = The Role\n" \
    "[sso-session company]\nsso_start_url = https://company.example/start\nsso_region = eu-west-2\n"
#define OLD_SSO_CONFIG                                                               \
    "[default]\nsso_start_url = https://old.example/start\nsso_region = eu-west-2\n" \
    "sso_account_id = 123456789012\nsso_role_name = r\n"
#define SSO_TOKEN(end)                                                                                \
    "{\"startUrl\":\"u\",\"accessToken\":\"old-token\",\"expiresAt\":\"" end                          \
    "\",\"refreshToken\":\"old-refresh\",\"clientId\":\"client\",\"clientSecret\":\"client-secret\"," \
    "\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\",\"kept\":{\"number\":1.50}}"
/* 2026-11-21T13:34:56Z */
#define SSO_KEYS                                                                                          \
    JSON(                                                                                                 \
        "{\"roleCredentials\":{\"accessKeyId\":\"SSO\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\"," \
        "\"expiration\":1795268096000}}")

START_TEST(an_sso_token_is_exchanged_for_credentials)
{
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-22T00:00:00Z"));
    SCRIPT(SSO_KEYS);
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "SSO");
    ck_assert_str_eq(credentials->source, "sso");
    ck_assert_str_eq(credentials->account_id, "123456789012");
    ck_assert_int_eq(credentials->expiration, FAKE_NOW + 3600000);
    credentials_unref(credentials);
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    ck_assert_str_eq(sent(0)->method, "GET");
    ck_assert_str_eq(sent(0)->url,
                     "https://portal.sso.eu-west-2.amazonaws.com/federation/credentials"
                     "?role_name=The%20Role&account_id=123456789012");
    ck_assert_str_eq(fake_sent_header(sent(0), "x-amz-sso_bearer_token"), "old-token");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    check_has_not(home.world.log.text, "old-token");
}
END_TEST

START_TEST(an_sso_token_near_expiry_is_renewed_and_saved)
{
    struct stat what;
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-21T12:40:00Z"));
    ck_assert_int_eq(chmod(home_path(&home, SSO_FILE), 0644), 0);
    SCRIPT(
        JSON("{\"accessToken\":\"new-token\",\"expiresIn\":3600,\"refreshToken\":\"new-refresh\"}"),
        SSO_KEYS);
    expect_keys("SSO", "sso");
    ck_assert_str_eq(sent(0)->method, "POST");
    ck_assert_str_eq(sent(0)->url, "https://oidc.eu-west-2.amazonaws.com/token");
    check_has(sent(0)->body, "\"grantType\":\"refresh_token\"");
    check_has(sent(0)->body, "\"refreshToken\":\"old-refresh\"");
    check_has(sent(0)->body, "\"clientId\":\"client\"");
    check_has(sent(0)->body, "\"clientSecret\":\"client-secret\"");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    ck_assert_str_eq(fake_sent_header(sent(1), "x-amz-sso_bearer_token"), "new-token");
    char *text = home_read(&home, SSO_FILE);
    check_has(text, "\"accessToken\":\"new-token\"");
    check_has(text, "\"refreshToken\":\"new-refresh\"");
    check_has(text, "\"expiresAt\":\"2026-11-21T13:34:56Z\"");
    check_has(text, "\"clientSecret\":\"client-secret\"");
    check_has(text, "\"startUrl\":\"u\"");
    check_has(text, "\"kept\":{\"number\":1.50}");
    free(text);
    ck_assert_int_eq(stat(home_path(&home, SSO_FILE), &what), 0);
    ck_assert_int_eq(what.st_mode & 0777, 0600);
    check_has_not(home.world.log.text, "client-secret");
    check_has_not(home.world.log.text, "new-token");
    check_has_not(home.world.log.text, "could not be saved");
}
END_TEST

/* It is 12:34:56Z. */
static const struct {
    const char *token_end, *registration_end, *lifetime; /* of the renewed token, in seconds */
    const char *used;                                    /* NULL: the login has expired */
} sso_bounds[] = {
    { "2026-11-21T12:49:55Z", "2027-01-01T00:00:00Z", "3600", "new-token" },
    { "2026-11-21T12:49:56Z", "2027-01-01T00:00:00Z", NULL, "old-token" },
    { "2026-11-21T12:40:00Z", "2026-11-21T12:34:57Z", "3600", "new-token" },
    { "2026-11-21T12:40:00Z", "2026-11-21T12:34:56Z", NULL, "old-token" },
    { "2026-11-21T12:34:57Z", "2026-11-21T12:34:56Z", NULL, "old-token" },
    { "2026-11-21T12:34:56Z", "2026-11-21T12:34:56Z", NULL, NULL },
    { "2026-11-21T12:34:57Z", "2027-01-01T00:00:00Z", "0", "old-token" },
    { "2026-11-21T12:34:56Z", "2027-01-01T00:00:00Z", "0", NULL },
    { "2026-11-21T12:40:00Z", "2027-01-01T00:00:00Z", "1", "new-token" },
    { "2026-11-21T12:40:00Z", "2027-01-01T00:00:00Z", "0", "old-token" },
    { "2026-11-21T12:40:00Z", "2027-01-01T00:00:00Z", "31622400", "new-token" },
    { "2026-11-21T12:40:00Z", "2027-01-01T00:00:00Z", "31622401", "old-token" },
};

START_TEST(an_sso_token_is_renewed_exactly_within_its_bounds)
{
    const struct fake_response keys = SSO_KEYS;
    char token[500], renewal[200];
    snprintf(token, sizeof token,
             "{\"accessToken\":\"old-token\",\"expiresAt\":\"%s\",\"refreshToken\":\"r\","
             "\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"%s\"}",
             sso_bounds[_i].token_end, sso_bounds[_i].registration_end);
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, token);
    size_t renewals = sso_bounds[_i].lifetime != NULL ? 1 : 0;
    snprintf(renewal, sizeof renewal, "{\"accessToken\":\"new-token\",\"expiresIn\":%s}",
             renewals > 0 ? sso_bounds[_i].lifetime : "");
    const struct fake_response script[] = { JSON(renewal), keys };
    fake_transport_script(&home.world.transport, script + 1 - renewals,
                          renewals + (sso_bounds[_i].used != NULL ? 1 : 0));
    if (sso_bounds[_i].used == NULL) {
        expect_refusal(renewals > 0 ? "has expired and cannot be renewed; run: aws sso login"
                                    : "has expired; run: aws sso login");
        return;
    }
    expect_keys("SSO", "sso");
    ck_assert_str_eq(fake_sent_header(sent(renewals), "x-amz-sso_bearer_token"),
                     sso_bounds[_i].used);
    bool is_warned = strstr(home.world.log.text, "the SSO token could not be renewed") != NULL;
    ck_assert(is_warned == (renewals > 0 && strcmp(sso_bounds[_i].used, "old-token") == 0));
}
END_TEST

START_TEST(an_sso_token_that_cannot_be_renewed_is_used_until_expiry)
{
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-21T12:40:00Z"));
    SCRIPT({ .status = 400, .body = "{\"error\":\"invalid_grant\"}" }, SSO_KEYS);
    expect_keys("SSO", "sso");
    ck_assert_str_eq(fake_sent_header(sent(1), "x-amz-sso_bearer_token"), "old-token");
    check_has(home.world.log.text, "could not be renewed");
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-21T12:00:00Z"));
    SCRIPT({ .status = 400, .body = "{\"error\":\"invalid_grant\"}" });
    home_expect_refusal(
        &home, CONNECT_E_CREDENTIALS,
        "the SSO token of profile \"default\" has expired and cannot be renewed; run: aws sso login");
}
END_TEST

/* A failed service, and a response that nothing can be read from. */
static const struct {
    struct fake_response response;
    bool must_log_in;
} sso_failures[] = {
    { { .status = 500 }, false },
    { JSON("{\"expiresIn\":60}"), true },
};

/* The token could still be used, but not by a call that is over. */
START_TEST(a_renewal_of_a_token_that_is_given_up_is_not_made_up_for)
{
    static const connect_status given_up[] = { CONNECT_E_CANCELLED, CONNECT_E_MEMORY };
    struct credentials *credentials;
    connect_error *error = NULL;
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE,
               "{\"accessToken\":\"old-token\",\"expiresAt\":\"2026-11-21T12:40:00Z\","
               "\"refreshToken\":\"r\",\"clientId\":\"c\",\"clientSecret\":\"s\","
               "\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\"}");
    SCRIPT({ .failure = given_up[_i] });
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), given_up[_i]);
    ck_assert_ptr_null(credentials);
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    connect_error_free(error);
}
END_TEST

START_TEST(an_sso_token_needs_a_login_only_if_another_renewal_cannot_help)
{
    const struct fake_response responses[] = { sso_failures[_i].response, sso_failures[_i].response,
                                               sso_failures[_i].response };
    struct credentials *credentials;
    connect_error *error = NULL;
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-21T12:00:00Z"));
    fake_transport_script(&home.world.transport, responses, 3);
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    ck_assert_msg((strstr(connect_error_message(error), "; run: aws sso login") != NULL) ==
                      sso_failures[_i].must_log_in,
                  "%s", connect_error_message(error));
    connect_error_free(error);
}
END_TEST

START_TEST(a_missing_sso_login_is_an_error_with_the_command_to_log_in)
{
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, SSO_CONFIG);
    expect_refusal("No such file or directory; run: aws sso login --profile default");
    home_write(&home, SSO_FILE, "not json");
    expect_refusal(
        "is malformed: invalid JSON at line 1, column 1: expected a value; run: aws sso");
    home_write(&home, SSO_FILE, "{\"accessToken\":\"planted\",\"expiresAt\":\"planted\"}");
    expect_refusal("is malformed: unexpected form: expiresAt: expected a time");
    check_has_not(home.world.log.text, "planted");
    home_write(&home, SSO_FILE, "{\"accessToken\":\"a\"}");
    expect_refusal("has no accessToken or no expiresAt; run: aws sso login");
    home_write(&home, CONFIG, OLD_SSO_CONFIG);
    home_write(&home, OLD_SSO_FILE, SSO_TOKEN("2026-11-21T12:00:00Z"));
    expect_refusal("the SSO token of profile \"default\" has expired; run: aws sso login");
    home_write(&home, CONFIG,
               "[default]\nsso_session = gone\nsso_account_id = 1\nsso_role_name = r\n");
    expect_refusal("names sso-session \"gone\", which does not exist");
    home_write(&home, CONFIG, "[default]\nsso_session = gone\n");
    expect_refusal("names sso-session \"gone\", which does not exist");
    home_write(&home, CONFIG, "[default]\nsso_session = s\n[sso-session s]\nsso_start_url = u\n");
    expect_refusal("sso-session \"s\" has no sso_region");
    home_write(&home, CONFIG,
               "[default]\nsso_session = s\nsso_region = r\n[sso-session s]\nsso_start_url = u\n"
               "sso_region =\n");
    expect_refusal("sso-session \"s\" has no sso_region");
    home_write(&home, CONFIG,
               "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
               "sso_region = r\n[sso-session s]\nsso_start_url = u\nsso_region =\n");
    expect_refusal("sso-session \"s\" has no sso_region");
    home_write(&home, CONFIG, "[default]\nsso_session = s\n[sso-session s]\nsso_region = r\n");
    expect_refusal("sso-session \"s\" has no sso_start_url");
    home_write(&home, CONFIG,
               "[default]\nsso_account_id = 1\nsso_region = eu-west-2\nsso_start_url = u\n");
    expect_refusal("profile \"default\" has no sso_role_name");
    home_write(
        &home, CONFIG,
        "[default]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r\n"
        "sso_region = us-east-1\n[sso-session s]\nsso_start_url = u\nsso_region = eu-west-2\n");
    expect_refusal("have different sso_region");
}
END_TEST

/* It is for bearer tokens: such a profile has no credentials, as if it had no session. */
START_TEST(an_sso_session_without_account_and_role_provides_no_credentials)
{
    static const char session[] =
        "sso_session = s\n[sso-session s]\nsso_start_url = u\nsso_region = eu-west-2\n";
    char config[300];

    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    SCRIPT(JSON(KEYS_JSON("CONTAINER")));
    snprintf(config, sizeof config, "[default]\n%s", session);
    home_write(&home, CONFIG, config);
    expect_keys("CONTAINER", "container");
    home.world.transport.is_forbidden = true;
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    snprintf(config, sizeof config, "[default]\n" ROLE_A "source_profile = b\n[profile b]\n%s",
             session);
    home_write(&home, CONFIG, config);
    expect_refusal("profile \"b\", the source of profile \"default\", has no credentials");
}
END_TEST

START_TEST(legacy_sso_works_until_its_token_expires)
{
    home_write(&home, CONFIG, OLD_SSO_CONFIG);
    home_write(&home, OLD_SSO_FILE, SSO_TOKEN("2026-11-21T12:40:00Z"));
    SCRIPT(SSO_KEYS);
    expect_keys("SSO", "sso");
}
END_TEST

START_TEST(a_refusal_of_sso_is_reported)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-22T00:00:00Z"));
    SCRIPT({ .status = 401,
             .headers = "x-amzn-ErrorType: UnauthorizedException",
             .body = "{\"message\":\"Session token not found\"}" });
    ck_assert_int_ne(home_fetch(&home, &credentials, &error), CONNECT_OK);
    check_has(connect_error_message(error),
              "SSO credentials for role The Role of account 123456789012: ");
    check_has(connect_error_message(error), "Session token not found");
    connect_error_free(error);
    SCRIPT(JSON("{\"roleCredentials\":{\"accessKeyId\":\"SSO\"}}"));
    expect_refusal("the response of SSO does not have complete credentials");
}
END_TEST

/* ---- login ---- */

#define LOGIN_CONFIG "[default]\nregion = eu-west-2\nlogin_session = " LOGIN_SESSION "\n"

static void write_login(const char *end, const char *curve)
{
    login_write(&home, LOGIN_FILE, end, curve);
}

static size_t from_base64url(const char *text, size_t size, unsigned char *out)
{
    char padded[4096], again[sizeof padded + 1];
    ck_assert_uint_lt(size, sizeof padded - 4);
    for (size_t i = 0; i < size; i++) {
        ck_assert_msg(text[i] != '+' && text[i] != '/' && text[i] != '=', "not base64url: %s",
                      text);
        padded[i] = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];
    }
    size_t filled = size;
    while (filled % 4 != 0) {
        padded[filled++] = '=';
    }
    int got = EVP_DecodeBlock(out, (unsigned char *)padded, (int)filled);
    ck_assert_int_ge(got, 0);
    size_t count = (size_t)got - (filled - size);
    /* The bits that fill up the last digit are zero. */
    ck_assert_int_eq(EVP_EncodeBlock((unsigned char *)again, out, (int)count), (int)filled);
    ck_assert_mem_eq(again, padded, filled);
    out[count] = '\0';
    return count;
}

static json_t *part_of_proof(const char *text, size_t size)
{
    unsigned char bytes[4096];
    size_t count = from_base64url(text, size, bytes);
    json_t *json = json_loadb((char *)bytes, count, 0, NULL);
    ck_assert_msg(json != NULL, "%s", (char *)bytes);
    return json;
}

static void check_coordinate(const json_t *jwk, const char *member, const char *parameter)
{
    const char *text = json_string_value(json_object_get(jwk, member));
    unsigned char bytes[64], expected[32];
    BIGNUM *number = NULL;
    ck_assert_uint_eq(from_base64url(text, strlen(text), bytes), 32);
    ck_assert_int_eq(EVP_PKEY_get_bn_param(login_key(), parameter, &number), 1);
    ck_assert_int_eq(BN_bn2binpad(number, expected, 32), 32);
    ck_assert_mem_eq(bytes, expected, 32);
    BN_free(number);
}

static void check_signature(const char *proof, size_t signed_size)
{
    unsigned char raw[128], *der = NULL;
    const char *last = proof + signed_size + 1;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    ck_assert_uint_eq(from_base64url(last, strlen(last), raw), 64);
    ECDSA_SIG_set0(pair, BN_bin2bn(raw, 32, NULL), BN_bin2bn(raw + 32, 32, NULL));
    int size = i2d_ECDSA_SIG(pair, &der);
    ck_assert_int_eq(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, login_key()), 1);
    ck_assert_int_eq(
        EVP_DigestVerify(context, der, (size_t)size, (const unsigned char *)proof, signed_size), 1);
    EVP_MD_CTX_free(context);
    ECDSA_SIG_free(pair);
    OPENSSL_free(der);
}

static void check_proof(const char *proof, const char *url)
{
    const char *first = strchr(proof, '.'), *second = strrchr(proof, '.');
    json_t *head = part_of_proof(proof, (size_t)(first - proof));
    json_t *claim = part_of_proof(first + 1, (size_t)(second - first - 1));
    const json_t *jwk = json_object_get(head, "jwk");
    ck_assert_str_eq(json_string_value(json_object_get(head, "typ")), "dpop+jwt");
    ck_assert_str_eq(json_string_value(json_object_get(head, "alg")), "ES256");
    ck_assert_str_eq(json_string_value(json_object_get(jwk, "kty")), "EC");
    ck_assert_str_eq(json_string_value(json_object_get(jwk, "crv")), "P-256");
    ck_assert_ptr_null(json_object_get(jwk, "d"));
    check_coordinate(jwk, "x", OSSL_PKEY_PARAM_EC_PUB_X);
    check_coordinate(jwk, "y", OSSL_PKEY_PARAM_EC_PUB_Y);
    ck_assert_str_eq(json_string_value(json_object_get(claim, "htm")), "POST");
    ck_assert_str_eq(json_string_value(json_object_get(claim, "htu")), url);
    ck_assert_int_eq(json_integer_value(json_object_get(claim, "iat")), FAKE_NOW / 1000);
    ck_assert_uint_eq(strlen(json_string_value(json_object_get(claim, "jti"))), 36);
    check_signature(proof, (size_t)(second - proof));
    json_decref(head);
    json_decref(claim);
}

START_TEST(login_credentials_are_used_until_five_minutes_before_expiry)
{
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:39:56Z", "P-256");
    expect_keys("LOGIN", "login");
    setenv("AWS_LOGIN_CACHE_DIRECTORY", home_path(&home, "elsewhere"), 1);
    expect_refusal("No such file or directory; run: aws login");
}
END_TEST

/* What the service responds to the renewal of a login. */
#define RENEWED_LOGIN                                                                   \
    JSON("{\"accessToken\":{\"accessKeyId\":\"RENEWED\",\"secretAccessKey\":\"s2\","    \
         "\"sessionToken\":\"t2\"},\"expiresIn\":900,\"refreshToken\":\"new-refresh\"," \
         "\"tokenType\":\"aws_sigv4\"}")

START_TEST(a_login_is_renewed_with_a_dpop_proof)
{
    struct stat what;
    unsetenv("AWS_DEFAULT_REGION");
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:39:55Z", "P-256");
    SCRIPT(RENEWED_LOGIN);
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "RENEWED");
    ck_assert_str_eq(credentials->session_token, "t2");
    ck_assert_str_eq(credentials->account_id, "123456789012");
    ck_assert_int_eq(credentials->expiration, FAKE_NOW + 900000);
    credentials_unref(credentials);
    ck_assert_str_eq(sent(0)->method, "POST");
    ck_assert_str_eq(sent(0)->url, "https://eu-west-2.signin.aws.amazon.com/v1/token");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    check_has(sent(0)->body, "\"clientId\":\"client\"");
    check_has(sent(0)->body, "\"refreshToken\":\"old-refresh\"");
    check_has(sent(0)->body, "\"grantType\":\"refresh_token\"");
    check_proof(fake_sent_header(sent(0), "DPoP"), sent(0)->url);
    char *text = home_read(&home, LOGIN_FILE);
    check_has(text, "\"accessKeyId\": \"RENEWED\"");
    check_has(text, "\"accountId\": \"123456789012\"");
    check_has(text, "\"expiresAt\": \"2026-11-21T12:49:56Z\"");
    check_has(text, "\"refreshToken\": \"new-refresh\"");
    check_has(text, "\"idToken\": \"id\"");
    check_has(text, "BEGIN PRIVATE KEY");
    free(text);
    ck_assert_int_eq(stat(home_path(&home, LOGIN_FILE), &what), 0);
    ck_assert_int_eq(what.st_mode & 0777, 0600);
    check_has_not(home.world.log.text, "could not be saved");
}
END_TEST

static const struct {
    const char *option, *variable, *host;
} login_regions[] = {
    { "eu-central-1", "us-west-2", "eu-central-1.signin.aws.amazon.com" },
    { NULL, "us-west-2", "us-west-2.signin.aws.amazon.com" },
    { NULL, NULL, "eu-west-2.signin.aws.amazon.com" },
};

START_TEST(a_login_is_renewed_in_the_region_of_option_variable_and_profile)
{
    char url[100];
    unsetenv("AWS_DEFAULT_REGION");
    home.world.options.region = login_regions[_i].option;
    if (login_regions[_i].variable != NULL) {
        setenv("AWS_REGION", login_regions[_i].variable, 1);
    }
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    SCRIPT(RENEWED_LOGIN);
    expect_keys("RENEWED", "login");
    snprintf(url, sizeof url, "https://%s/v1/token", login_regions[_i].host);
    ck_assert_str_eq(sent(0)->url, url);
    check_proof(fake_sent_header(sent(0), "DPoP"), url);
}
END_TEST

static const struct {
    const char *fips, *dualstack, *url;
} login_endpoints[] = {
    { "false", "false", "https://eu-west-2.signin.aws.amazon.com/v1/token" },
    { "true", "false", "https://signin-fips.eu-west-2.amazonaws.com/v1/token" },
    { "false", "true", "https://signin.eu-west-2.api.aws/v1/token" },
    { "true", "true", "https://signin-fips.eu-west-2.api.aws/v1/token" },
};

START_TEST(a_login_is_renewed_with_fips_and_dualstack_as_they_are_set)
{
    home.world.options.endpoint_url = NULL;
    setenv("AWS_USE_FIPS_ENDPOINT", login_endpoints[_i].fips, 1);
    setenv("AWS_USE_DUALSTACK_ENDPOINT", login_endpoints[_i].dualstack, 1);
    unsetenv("AWS_DEFAULT_REGION");
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    SCRIPT(RENEWED_LOGIN);
    expect_keys("RENEWED", "login");
    ck_assert_str_eq(sent(0)->url, login_endpoints[_i].url);
    check_proof(fake_sent_header(sent(0), "DPoP"), sent(0)->url);
}
END_TEST

/* Of another profile than that of the client. */
START_TEST(a_given_login_is_renewed_in_its_region_or_that_of_the_client)
{
    connect_credentials_provider *provider;
    char config[500], url[100];
    unsetenv("AWS_DEFAULT_REGION");
    snprintf(config, sizeof config,
             "[default]\nregion = eu-west-1\n[profile other]\n%slogin_session = " LOGIN_SESSION
             "\n",
             _i == 0 ? "region = eu-west-2\n" : "");
    home_write(&home, CONFIG, config);
    write_login("2026-11-21T12:00:00Z", "P-256");
    SCRIPT(RENEWED_LOGIN);
    ck_assert_int_eq(connect_credentials_profile("other", &provider, NULL), CONNECT_OK);
    home.world.options.credentials = provider;
    expect_keys("RENEWED", "login");
    snprintf(url, sizeof url, "https://eu-west-%d.signin.aws.amazon.com/v1/token", _i == 0 ? 2 : 1);
    ck_assert_str_eq(sent(0)->url, url);
    connect_credentials_provider_free(provider);
}
END_TEST

static const struct {
    const char *parent, *member, *path;
} login_members[] = {
    { NULL, "accessToken", "accessToken" },
    { "accessToken", "accessKeyId", "accessToken.accessKeyId" },
    { "accessToken", "secretAccessKey", "accessToken.secretAccessKey" },
    { "accessToken", "sessionToken", "accessToken.sessionToken" },
    { "accessToken", "expiresAt", "accessToken.expiresAt" },
    { NULL, "refreshToken", "refreshToken" },
    { NULL, "clientId", "clientId" },
    { NULL, "dpopKey", "dpopKey" },
};

START_TEST(a_login_that_lacks_a_member_is_an_error_that_names_it)
{
    char part[60];
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T13:00:00Z", "P-256");
    expect_keys("LOGIN", "login");
    char *text = home_read(&home, LOGIN_FILE);
    json_t *login = json_loads(text, 0, NULL);
    free(text);
    json_object_del(
        login_members[_i].parent != NULL ? json_object_get(login, login_members[_i].parent) : login,
        login_members[_i].member);
    text = json_dumps(login, 0);
    json_decref(login);
    home_write(&home, LOGIN_FILE, text);
    free(text);
    snprintf(part, sizeof part, "has no %s; run: aws login", login_members[_i].path);
    expect_refusal(part);
}
END_TEST

START_TEST(a_login_without_a_home_directory_is_an_error_that_says_so)
{
    static const struct {
        const char *config, *part;
    } cases[] = { { LOGIN_CONFIG, "the login is stored below the home directory" },
                  { SSO_CONFIG, "the SSO token is stored below the home directory" } };
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, cases[_i].config);
    setenv("AWS_CONFIG_FILE", home_path(&home, CONFIG), 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null", 1);
    unsetenv("HOME");
    expect_refusal(cases[_i].part);
}
END_TEST

START_TEST(spaces_around_a_login_session_do_not_change_its_file)
{
    home_write(&home, CONFIG, "[default]\nlogin_session =\t  " LOGIN_SESSION " \t # mine\r\n");
    write_login("2026-11-21T13:00:00Z", "P-256");
    expect_keys("LOGIN", "login");
}
END_TEST

START_TEST(a_login_is_not_renewed_without_random_bytes)
{
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    home.world.random.is_broken = true;
    expect_refusal("no random bytes are available");
}
END_TEST

/* OpenSSL has no memory for a digest, and perhaps none for an error. */
static enum { HASHES, HASHES_NOT, HASHES_NOT_SILENTLY } digester;

__attribute__((visibility("default"))) int EVP_Q_digest(OSSL_LIB_CTX *context, const char *name,
                                                        const char *properties, const void *bytes,
                                                        size_t size, unsigned char *digest,
                                                        size_t *length)
{
    REAL(EVP_Q_digest);

    if (digester == HASHES_NOT) {
        ERR_raise(ERR_LIB_EVP, ERR_R_MALLOC_FAILURE);
    }
    return digester == HASHES
               ? real.function(context, name, properties, bytes, size, digest, length)
               : 0;
}

START_TEST(a_file_that_openssl_has_no_memory_to_name_is_an_allocation_failure)
{
    static const char *const configs[] = { LOGIN_CONFIG, SSO_CONFIG };

    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, configs[_i % 2]);
    digester = _i < 2 ? HASHES_NOT : HASHES_NOT_SILENTLY;
    home_expect_refusal(&home, CONNECT_E_MEMORY, "out of memory");
    digester = HASHES;
}
END_TEST

START_TEST(the_folder_of_logins_may_begin_with_a_tilde)
{
    home_write(&home, CONFIG, LOGIN_CONFIG);
    login_write(&home, "logins/" LOGIN_NAME, "2026-11-21T13:00:00Z", "P-256");
    setenv("AWS_LOGIN_CACHE_DIRECTORY", "~/logins", 1);
    expect_keys("LOGIN", "login");
}
END_TEST

static const struct {
    const char *lifetime; /* of the renewed credentials, in seconds */
    bool is_accepted;
} login_bounds[] = { { "1", true }, { "0", false }, { "86400", true }, { "86401", false } };

START_TEST(a_renewed_login_lasts_at_most_a_day)
{
    char body[200];

    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    snprintf(body, sizeof body,
             "{\"accessToken\":{\"accessKeyId\":\"RENEWED\",\"secretAccessKey\":\"s2\","
             "\"sessionToken\":\"t2\"},\"expiresIn\":%s,\"refreshToken\":\"r\"}",
             login_bounds[_i].lifetime);
    SCRIPT(JSON(body));
    if (login_bounds[_i].is_accepted) {
        expect_keys("RENEWED", "login");
    } else {
        expect_refusal("the response to the renewal of the login has no credentials");
    }
}
END_TEST

/* Whether the library phrases the error or the service does, it describes the request. */
START_TEST(the_error_of_a_refused_login_describes_the_request)
{
    static const char *const codes[] = { "TOKEN_EXPIRED", "USER_CREDENTIALS_CHANGED",
                                         "INSUFFICIENT_PERMISSIONS", "SOMETHING_ELSE" };
    struct credentials *credentials;
    connect_error *error = NULL;
    char body[200];

    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    snprintf(body, sizeof body, "{\"error\":\"%s\",\"message\":\"no\"}", codes[_i]);
    SCRIPT({ .status = 400,
             .headers = "x-amzn-ErrorType: AccessDeniedException\nx-amzn-RequestId: r-login",
             .body = body });
    ck_assert_int_ne(home_fetch(&home, &credentials, &error), CONNECT_OK);
    ck_assert_ptr_null(credentials);
    ck_assert_str_eq(connect_error_operation(error), "CreateOAuth2Token");
    ck_assert_str_eq(connect_error_host(error), "us-east-1.signin.aws.amazon.com");
    ck_assert_int_eq(connect_error_http_status(error), 400);
    ck_assert_str_eq(connect_error_request_id(error), "r-login");
    if (strcmp(codes[_i], "SOMETHING_ELSE") == 0) {
        check_has(connect_error_message(error), "renewing the login: ");
    }
    ck_assert_str_eq(connect_error_aws_type(error), "AccessDeniedException");
    ck_assert_int_eq(connect_error_attempts(error), 1);
    connect_error_free(error);
}
END_TEST

struct refusals {
    const char *file; /* of the login */
    int count;
    int logins; /* so many of the first refusals are each followed by a login of others */
};

/* The service refuses each renewal, whatever others have written. */
static connect_status refuse_and_log_in(struct fake_transport *transport,
                                        const connect_http_request *request,
                                        connect_http_response *response,
                                        connect_http_failure *failure)
{
    struct refusals *refusals = transport->user;
    char headers[40];
    const struct fake_response refusal = { .status = 400, .headers = headers, .body = "{}" };

    (void)request;
    snprintf(headers, sizeof headers, "x-amzn-RequestId: r-%d", ++refusals->count);
    if (refusals->count <= refusals->logins) {
        char *text = home_read(&home, refusals->file), *token = strstr(text, "ld-refresh");
        ck_assert_ptr_nonnull(token);
        token[-1] = (char)('0' + refusals->count);
        home_write(&home, refusals->file, text);
        free(text);
    }
    return fake_response_play(&refusal, NULL, response, failure);
}

/* The number of requests for a renewal, all of which are refused. */
static int count_refusals(const char *file, int logins, const char *last_id)
{
    struct refusals refusals = { .file = file, .logins = logins };
    struct credentials *credentials;
    connect_error *error = NULL;

    home.world.transport.serve = refuse_and_log_in;
    home.world.transport.user = &refusals;
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_request_id(error), last_id);
    connect_error_free(error);
    return refusals.count;
}

START_TEST(a_login_that_is_refused_again_and_again_ends_with_the_last_refusal)
{
    home_write(&home, CONFIG, LOGIN_CONFIG);
    write_login("2026-11-21T12:00:00Z", "P-256");
    ck_assert_int_eq(count_refusals(LOGIN_FILE, 2, "r-2"), 2);
}
END_TEST

/* The first one finds another token at once; after the second the file is the same three times. */
START_TEST(the_file_is_read_three_times_after_each_refusal)
{
    if (_i == 0) {
        home_write(&home, CONFIG, LOGIN_CONFIG);
        write_login("2026-11-21T12:00:00Z", "P-256");
    } else {
        home_write(&home, CONFIG, SSO_CONFIG);
        home_write(&home, SSO_FILE, SSO_TOKEN("2026-11-21T12:00:00Z"));
    }
    ck_assert_int_eq(count_refusals(_i == 0 ? LOGIN_FILE : SSO_FILE, 1, "r-2"), 2);
    ck_assert_uint_eq(home.world.clock.waits_count, 2);
    ck_assert_int_eq(home.world.clock.waits[0], 250);
    ck_assert_int_eq(home.world.clock.waits[1], 1000);
}
END_TEST

START_TEST(a_file_that_is_no_object_is_not_updated)
{
    static const char *const texts[] = { "", "[]", "{", "{} {}",
                                         "{\"refreshToken\":\"a\",\"refreshToken\":\"b\"}" };
    const connect_pair pair = { "refreshToken", "new" };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct token_file file = { .path = home_path(&home, "token.json"), .text = BUF_INIT(100) };
        connect_error *error = NULL;

        (void)buf_add_text(&file.text, texts[i]);
        ck_assert_int_eq(token_file_update(&file, &pair, 1, &error), CONNECT_E_CREDENTIALS);
        check_has(connect_error_message(error), "token.json is not a JSON object");
        ck_assert_int_ne(access(file.path, F_OK), 0);
        connect_error_free(error);
        token_file_release(&file);
    }
}
END_TEST

/* The claims have each remainder by three once. */
START_TEST(a_proof_encodes_claims_of_any_size)
{
    static const char *const ids[] = { "1", "12", "123" };
    char *pem = login_make_key("P-256");

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        const struct dpop_claim claim = {
            .method = "POST", .url = "https://x/\xc3\xbf", .id = ids[i], .time_ms = 1000
        };
        struct buf proof = BUF_INIT(1000);
        connect_error *error = NULL;

        ck_assert_int_eq(dpop_proof(pem, &claim, &proof, &error), CONNECT_OK);
        const char *first = strchr(buf_text(&proof), '.'), *second = strrchr(first, '.');
        json_t *claims = part_of_proof(first + 1, (size_t)(second - first - 1));
        ck_assert_str_eq(json_string_value(json_object_get(claims, "jti")), ids[i]);
        ck_assert_str_eq(json_string_value(json_object_get(claims, "htu")), claim.url);
        check_signature(buf_text(&proof), (size_t)(second - buf_text(&proof)));
        json_decref(claims);
        buf_free(&proof);
    }
    free(pem);
}
END_TEST

/*
 * The program comes before the libraries: OpenSSL has no memory for a reader, and perhaps none for
 * an error.
 */
static enum { READS, REFUSES, REFUSES_SILENTLY } reader;

__attribute__((visibility("default"))) BIO *BIO_new_mem_buf(const void *bytes, int size)
{
    REAL(BIO_new_mem_buf);

    if (reader == REFUSES) {
        ERR_raise(ERR_LIB_BIO, ERR_R_MALLOC_FAILURE);
    }
    return reader == READS ? real.function(bytes, size) : NULL;
}

static int refusal_to_sign; /* an OpenSSL reason; 0: signs; 1: a refusal that says nothing */

__attribute__((visibility("default"))) int EVP_DigestSign(EVP_MD_CTX *context, unsigned char *out,
                                                          size_t *size, const unsigned char *text,
                                                          size_t text_size)
{
    REAL(EVP_DigestSign);

    int done = real.function(context, out, size, text, text_size);
    if (refusal_to_sign > 1) {
        ERR_raise(ERR_LIB_EVP, refusal_to_sign);
    }
    return refusal_to_sign != 0 ? 0 : done;
}

static const struct {
    int reason;
    connect_status status;
    const char *message;
} refusals_to_sign[] = {
    { 1, CONNECT_E_MEMORY, "out of memory" },
    { ERR_R_MALLOC_FAILURE, CONNECT_E_MEMORY, "out of memory" },
    { ERR_R_UNSUPPORTED, CONNECT_E_CREDENTIALS, "the proof of possession could not be signed" },
};

START_TEST(a_proof_that_openssl_does_not_sign_is_not_sent)
{
    static const struct dpop_claim claim = { .method = "POST", .url = "https://x/", .id = "1" };
    char *pem = login_make_key("P-256");
    struct buf proof = BUF_INIT(1000);
    connect_error *error = NULL;

    refusal_to_sign = refusals_to_sign[_i].reason;
    connect_status status = dpop_proof(pem, &claim, &proof, &error);
    refusal_to_sign = 0;
    ck_assert_int_eq(status, refusals_to_sign[_i].status);
    ck_assert_int_eq(connect_error_code(error), refusals_to_sign[_i].status);
    ck_assert_str_eq(connect_error_message(error), refusals_to_sign[_i].message);
    connect_error_free(error);
    buf_free(&proof);
    free(pem);
}
END_TEST

START_TEST(a_key_that_openssl_has_no_memory_to_read_is_an_allocation_failure)
{
    static const struct dpop_claim claim = { .method = "POST", .url = "https://x/", .id = "1" };
    char *pem = login_make_key("P-256");
    struct buf proof = BUF_INIT(1000);
    connect_error *error = NULL;

    reader = _i == 0 ? REFUSES : REFUSES_SILENTLY;
    connect_status status = dpop_proof(pem, &claim, &proof, &error);
    reader = READS;
    ck_assert_int_eq(status, CONNECT_E_MEMORY);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_MEMORY);
    ck_assert_uint_eq(proof.size, 0);
    connect_error_free(error);
    buf_free(&proof);
    free(pem);
}
END_TEST

static bool prove_once(void *user)
{
    const struct dpop_claim claim = {
        .method = "POST", .url = "https://x/", .id = "1", .time_ms = 1000
    };
    struct buf proof = BUF_INIT(1000);
    connect_error *error = NULL;
    connect_status status = dpop_proof(user, &claim, &proof, &error);

    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    connect_error_free(error);
    if (status == CONNECT_OK) { /* {"htm":"POST","htu":"https://x/","iat":1,"jti":"1"} */
        ck_assert_ptr_nonnull(strstr(buf_text(&proof), ".eyJodG0iOiJQT1NUIiwiaHR1IjoiaHR0cHM6Ly94"
                                                       "LyIsImlhdCI6MSwianRpIjoiMSJ9."));
    }
    buf_free(&proof);
    return status == CONNECT_OK;
}

START_TEST(a_failed_allocation_of_a_proof_is_an_error_and_no_leak)
{
    char *pem = login_make_key("P-256");

    memory_watch();
    memory_fail_each(prove_once, pem, 0);
    memory_unwatch();
    free(pem);
}
END_TEST

static bool update_once(void *user)
{
    const connect_pair pair = { "refreshToken", "new" };
    connect_error *error = NULL;
    connect_status status = token_file_update(user, &pair, 1, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(a_failed_allocation_of_an_update_is_an_error_and_no_leak)
{
    struct token_file file = { .path = home_path(&home, "token.json"), .text = BUF_INIT(100) };

    (void)buf_add_text(&file.text, "{\"refreshToken\":\"old\"}");
    memory_watch();
    memory_fail_each(update_once, &file, 0);
    memory_unwatch();
    token_file_release(&file);
}
END_TEST

START_TEST(an_ended_login_is_an_error_with_the_next_step)
{
    static const struct {
        const char *code, *part;
    } refusals[] = { { "TOKEN_EXPIRED", "the login has ended (TOKEN_EXPIRED); run: aws login" },
                     { "USER_CREDENTIALS_CHANGED", "run: aws login" },
                     { "INSUFFICIENT_PERMISSIONS", "the permission for sign-in is missing" } };
    char body[200];

    home_write(&home, CONFIG, LOGIN_CONFIG);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        write_login("2026-11-21T12:00:00Z", "P-256");
        snprintf(body, sizeof body, "{\"error\":\"%s\",\"message\":\"no\"}", refusals[i].code);
        SCRIPT(
            { .status = 400, .headers = "x-amzn-ErrorType: AccessDeniedException", .body = body });
        expect_refusal(refusals[i].part);
    }
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    write_login("2026-11-21T12:00:00Z", "P-384");
    expect_refusal("the dpopKey of the login is not a P-256 private key");
    home_write(&home, LOGIN_FILE, "{\"accessToken\":{\"accessKeyId\":\"a\"}}");
    expect_refusal("has no accessToken.secretAccessKey; run: aws login");
}
END_TEST

/* ---- containers ---- */

static const struct {
    const char *relative, *full, *url;
} containers[] = {
    { "/v2/task?id=1", NULL, "http://169.254.170.2/v2/task?id=1" },
    { "/task", "http://localhost/other", "http://169.254.170.2/task" },
    { NULL, "https://keys.example:8443/task?x=%20", "https://keys.example:8443/task?x=%20" },
    { NULL, "http://localhost:8080/keys", "http://localhost:8080/keys" },
    { NULL, "http://127.3.2.1/keys", "http://127.3.2.1/keys" },
    { NULL, "http://[::1]/keys", "http://[::1]/keys" },
    { NULL, "http://169.254.170.2/keys", "http://169.254.170.2/keys" },
    { NULL, "http://169.254.170.23/v1/credentials", "http://169.254.170.23/v1/credentials" },
    { NULL, "http://[fd00:ec2::23]/v1/credentials", "http://[fd00:ec2::23]/v1/credentials" },
};

static void set_container(const char *relative, const char *full)
{
    if (relative != NULL) {
        setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", relative, 1);
    }
    if (full != NULL) {
        setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", full, 1);
    }
}

START_TEST(container_variables_select_the_endpoint)
{
    set_container(containers[_i].relative, containers[_i].full);
    SCRIPT(JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    ck_assert_str_eq(sent(0)->method, "GET");
    ck_assert_str_eq(sent(0)->url, containers[_i].url);
    ck_assert_str_eq(fake_sent_header(sent(0), "Accept"), "application/json");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    ck_assert(sent(0)->direct);
    ck_assert_int_eq(sent(0)->timeout_ms, 2000);
}
END_TEST

static const struct {
    const char *relative, *full;
} bad_containers[] = {
    { "task", NULL },
    { "@evil.example/", NULL },
    { "/task\r\nX: y", NULL },
    { NULL, "http://evil.example/keys" },
    { NULL, "http://169.254.170.2.evil.example/keys" },
    { NULL, "http://127.0.0.1.evil.example/" },
    { NULL, "http://169.254.170.2@evil.example/keys" },
    { NULL, "http://169.254.169.254/keys" },
    { NULL, "http://0x7f.1/keys" },
    { NULL, "http://[fd00:ec2::24]/keys" },
    { NULL, "ftp://127.0.0.1/keys" },
    { NULL, "/keys" },
    { NULL, "http://127.0.0.1/keys?a b" },
    { NULL, "https://keys.example/x?\r\ny" },
};

START_TEST(line_ends_behind_container_variables_are_not_sent)
{
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task\n", 1);
    SCRIPT(JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    ck_assert_str_eq(sent(0)->url, "http://169.254.170.2/task");
    unsetenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1\r\n", 1);
    home_write(&home, "token", "the-token");
    char file[600];
    snprintf(file, sizeof file, "%s\n", home_path(&home, "token"));
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file, 1);
    SCRIPT(JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    ck_assert_str_eq(sent(0)->url, "http://169.254.170.23/v1");
    ck_assert_str_eq(fake_sent_header(sent(0), "Authorization"), "the-token");
}
END_TEST

START_TEST(a_container_host_that_is_not_allowed_fails_before_any_request)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home.world.transport.is_forbidden = true;
    set_container(bad_containers[_i].relative, bad_containers[_i].full);
    connect_status status = home_fetch(&home, &credentials, &error);
    ck_assert_msg(status == CONNECT_E_CREDENTIALS || status == CONNECT_E_CONFIGURATION, "%d: %s",
                  (int)status, connect_error_message(error));
    const char *message = connect_error_message(error);
    ck_assert_msg(strstr(message, "AWS_CONTAINER_CREDENTIALS_") == message, "%s", message);
    connect_error_free(error);
}
END_TEST

START_TEST(a_container_token_is_read_at_each_fetch)
{
    set_container("/task", NULL);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "plain token", 1);
    SCRIPT(JSON(KEYS_JSON("ONE")));
    expect_keys("ONE", "container");
    ck_assert_str_eq(fake_sent_header(sent(0), "Authorization"), "plain token");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t", 1);
    SCRIPT(JSON(KEYS_JSON("ONE")));
    expect_keys("ONE", "container");
    ck_assert_str_eq(fake_sent_header(sent(0), "Authorization"), "t");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", home_path(&home, "token"), 1);
    home_write(&home, "token", "first");
    SCRIPT(JSON(KEYS_JSON("ONE")), JSON(KEYS_JSON("TWO")));
    credentials_unref(home_fetch_credentials(&home));
    ck_assert_str_eq(fake_sent_header(sent(0), "Authorization"), "first");
    home_write(&home, "token", "second");
    fake_clock_advance(&home.world.clock, 3595000);
    ck_assert_int_eq(connect_client_warm_up(home.world.client, NULL), CONNECT_OK);
    ck_assert_str_eq(fake_sent_header(sent(1), "Authorization"), "second");
    check_has_not(home.world.log.text, "second");
}
END_TEST

#define CONTAINER_ERROR "container credentials from http://169.254.170.2/task: "

START_TEST(an_invalid_container_token_is_refused)
{
    home.world.transport.is_forbidden = true;
    set_container("/task", NULL);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "two\nlines", 1);
    expect_refusal(CONTAINER_ERROR "AWS_CONTAINER_AUTHORIZATION_TOKEN contains a line end");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "\033token", 1);
    expect_refusal(CONTAINER_ERROR "AWS_CONTAINER_AUTHORIZATION_TOKEN contains a line end");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", home_path(&home, "token"), 1);
    expect_refusal(CONTAINER_ERROR "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: ");
    expect_refusal("No such file");
    home_write(&home, "token", "with an end\n");
    expect_refusal("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE contains a line end");
}
END_TEST

START_TEST(container_requests_are_retried_twice_and_refusals_are_not)
{
    set_container("/task", NULL);
    SCRIPT(STATUS(503), SILENCE, JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    ck_assert_uint_eq(home.world.clock.waits_count, 2);
    SCRIPT(LOST, LOST, JSON(KEYS_JSON("CONTAINER")));
    expect_keys("CONTAINER", "container");
    SCRIPT(STATUS(500), STATUS(502), STATUS(429));
    expect_refusal(CONTAINER_ERROR "HTTP 429");
    SCRIPT(STATUS(404));
    expect_refusal("HTTP 404");
    SCRIPT(JSON("{\"AccessKeyId\":\"planted\""));
    expect_refusal(
        "the document is malformed: invalid JSON at line 1, column 25: the text ends too early");
    SCRIPT(JSON("{\"AccessKeyId\":\"a\"}"));
    expect_refusal("has no SecretAccessKey");
    SCRIPT(JSON(
        "{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"s\",\"Expiration\":\"2020-01-01T00:00:00Z\"}"));
    expect_refusal("the credentials expired at 2020-01-01T00:00:00Z, and it is 2026-11-21T12:35:0");
}
END_TEST

/* How many requests each of the two sources makes when every response has this status. */
static const struct {
    int32_t status;
    size_t container, instance;
} refusals[] = {
    { 400, 1, 1 }, { 428, 1, 1 }, { 429, 3, 1 }, { 430, 1, 1 },
    { 499, 1, 1 }, { 500, 3, 2 }, { 501, 3, 2 }, { 599, 3, 2 },
};

static void expect_requests(int32_t status, size_t count)
{
    const struct fake_response response = STATUS(status);
    char message[40];
    snprintf(message, sizeof message, "HTTP %d", (int)status);
    fake_transport_script(&home.world.transport, &response, 1);
    home.world.transport.repeats = true;
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, message);
    ck_assert_uint_eq(home.world.transport.sent_count, count);
}

START_TEST(a_container_request_is_retried_by_its_status)
{
    set_container("/task", NULL);
    expect_requests(refusals[_i].status, refusals[_i].container);
}
END_TEST

static const struct {
    struct fake_response response;
    connect_status status;
    const char *message;
} container_failures[] = {
    { STATUS(404), CONNECT_E_CREDENTIALS, CONTAINER_ERROR "HTTP 404" },
    { JSON("{}"), CONNECT_E_CREDENTIALS, CONTAINER_ERROR "the document has no AccessKeyId" },
    { SILENCE, CONNECT_E_TIMEOUT, CONTAINER_ERROR "no response" },
    { { .status = 0 }, CONNECT_E_CREDENTIALS, CONTAINER_ERROR "no usable response" },
    { { .status = 400, .body = " \r\n Try later.\nOr never." },
      CONNECT_E_CREDENTIALS,
      CONTAINER_ERROR "HTTP 400: Try later." },
    { { .status = 400, .body = " <html>" }, CONNECT_E_CREDENTIALS, CONTAINER_ERROR "HTTP 400" },
    { { .status = 400, .body = " \n" }, CONNECT_E_CREDENTIALS, CONTAINER_ERROR "HTTP 400" },
    { { .failure = CONNECT_E_MEMORY, .message = "no memory" }, CONNECT_E_MEMORY, "out of memory" },
};

START_TEST(an_error_of_container_credentials_names_their_url_and_host)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    set_container("/task", NULL);
    fake_transport_script(&home.world.transport, &container_failures[_i].response, 1);
    home.world.transport.repeats = true;
    connect_status status = home_fetch(&home, &credentials, &error);
    ck_assert_str_eq(connect_error_message(error), container_failures[_i].message);
    ck_assert_int_eq(status, container_failures[_i].status);
    if (container_failures[_i].status != CONNECT_E_MEMORY) {
        ck_assert_str_eq(connect_error_host(error), "169.254.170.2");
    }
    connect_error_free(error);
}
END_TEST

/* ---- instance metadata ---- */

START_TEST(instance_metadata_provides_the_credentials_of_the_role)
{
    SCRIPT(IMDS_TOKEN, IMDS_ROLE, JSON(KEYS_JSON("INSTANCE")));
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "INSTANCE");
    ck_assert_str_eq(credentials->session_token, "t");
    ck_assert_str_eq(credentials->source, "instance metadata");
    ck_assert_int_eq(credentials->expiration, FAKE_NOW + 3600000);
    credentials_unref(credentials);
    ck_assert_str_eq(sent(0)->method, "PUT");
    ck_assert_str_eq(sent(0)->url, "http://169.254.169.254/latest/api/token");
    ck_assert_str_eq(fake_sent_header(sent(0), "x-aws-ec2-metadata-token-ttl-seconds"), "21600");
    ck_assert_str_eq(sent(1)->method, "GET");
    ck_assert_str_eq(sent(1)->url,
                     "http://169.254.169.254/latest/meta-data/iam/security-credentials/");
    ck_assert_str_eq(fake_sent_header(sent(1), "x-aws-ec2-metadata-token"), "imds-token");
    ck_assert_str_eq(sent(2)->url,
                     "http://169.254.169.254/latest/meta-data/iam/security-credentials/the%20role");
    ck_assert_str_eq(fake_sent_header(sent(2), "x-aws-ec2-metadata-token"), "imds-token");
    for (size_t i = 0; i < 3; i++) {
        ck_assert(sent(i)->direct);
        ck_assert_int_eq(sent(i)->timeout_ms, 1000);
        ck_assert_int_eq(sent(i)->connect_timeout_ms, 1000);
    }
}
END_TEST

START_TEST(a_metadata_token_that_is_refused_is_renewed_once)
{
    SCRIPT(IMDS_TOKEN, STATUS(401), { .status = 200, .body = "second" }, IMDS_ROLE,
           JSON(KEYS_JSON("INSTANCE")));
    expect_keys("INSTANCE", "instance metadata");
    ck_assert_str_eq(sent(2)->method, "PUT");
    ck_assert_str_eq(fake_sent_header(sent(3), "x-aws-ec2-metadata-token"), "second");
    SCRIPT(IMDS_TOKEN, STATUS(401), IMDS_TOKEN, STATUS(401));
    expect_refusal("no role: HTTP 401");
}
END_TEST

START_TEST(unavailable_instance_metadata_is_reported_after_the_configured_attempts)
{
    SCRIPT(STATUS(503), IMDS_TOKEN, SILENCE, IMDS_ROLE, JSON(KEYS_JSON("INSTANCE")));
    expect_keys("INSTANCE", "instance metadata");
    SCRIPT(STATUS(403));
    expect_refusal("no token: HTTP 403: it is disabled for this instance");
    SCRIPT(STATUS(400));
    expect_refusal("no token: HTTP 400");
    SCRIPT(SILENCE, SILENCE);
    expect_refusal(
        "no response from http://169.254.169.254 (in a container on EC2, the metadata hop limit must be 2)");
    SCRIPT(IMDS_TOKEN, STATUS(404));
    expect_refusal("instance metadata: the instance has no role");
    SCRIPT(IMDS_TOKEN, STATUS(500), STATUS(500));
    expect_refusal("no role: HTTP 500");
    SCRIPT(IMDS_TOKEN, IMDS_ROLE, SILENCE, SILENCE);
    home_expect_refusal(&home, CONNECT_E_TIMEOUT,
                        "instance metadata from http://169.254.169.254/latest/meta-data/iam/"
                        "security-credentials/the%20role: no response");
    SCRIPT(IMDS_TOKEN, IMDS_ROLE, { .status = 404, .body = "Gone.\nTry later." });
    expect_refusal("instance metadata service: no credentials: HTTP 404: Gone.");
    SCRIPT(IMDS_TOKEN, IMDS_ROLE,
           JSON("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"no trust\"}"));
    expect_refusal(
        "role the role: the response is an error: AssumeRoleUnauthorizedAccess: no trust");
    SCRIPT(IMDS_TOKEN, IMDS_ROLE,
           JSON("{\"Code\":\"Success\",\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"s\"}"));
    expect_refusal("the document has no Expiration");
    SCRIPT({ .status = 200, .body = "two\nlines" });
    expect_refusal("the token is malformed");
    SCRIPT({ .status = 200, .body = "\ttoken" });
    expect_refusal("the token is malformed");
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = "" });
    expect_refusal("the role name is malformed");
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = "\trole\n" });
    expect_refusal("the role name is malformed");
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    setenv("AWS_EC2_METADATA_DISABLED", "True", 1);
    expect_refusal("disabled by AWS_EC2_METADATA_DISABLED");
}
END_TEST

START_TEST(a_request_for_instance_metadata_is_retried_by_its_status)
{
    expect_requests(refusals[_i].status, refusals[_i].instance);
}
END_TEST

#define TOKEN_MAX 1024
#define ROLE_MAX 128
#define REGION_MAX 128

/* In the URL each byte of the role takes three. */
START_TEST(a_token_or_role_of_an_instance_is_malformed_beyond_its_limit)
{
    char token[TOKEN_MAX + 2] = "", role[ROLE_MAX + 2] = "", url[600];
    memset(token, 't', TOKEN_MAX);
    memset(role, '/', ROLE_MAX);
    int size = snprintf(url, sizeof url,
                        "http://169.254.169.254/latest/meta-data/iam/security-credentials/");
    for (int i = 0; i < ROLE_MAX; i++) {
        size += snprintf(url + size, sizeof url - (size_t)size, "%%2F");
    }
    SCRIPT({ .status = 200, .body = token }, { .status = 200, .body = role },
           JSON(KEYS_JSON("INSTANCE")));
    expect_keys("INSTANCE", "instance metadata");
    ck_assert_str_eq(fake_sent_header(sent(2), "x-aws-ec2-metadata-token"), token);
    ck_assert_str_eq(sent(2)->url, url);
    role[ROLE_MAX] = '/';
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = role });
    expect_refusal("the role name is malformed");
    token[TOKEN_MAX] = 't';
    SCRIPT({ .status = 200, .body = token });
    expect_refusal("the token is malformed");
}
END_TEST

START_TEST(timeout_attempts_and_endpoint_of_instance_metadata_are_configurable)
{
    setenv("AWS_METADATA_SERVICE_TIMEOUT", "5", 1);
    setenv("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3", 1);
    home_write(&home, CONFIG,
               "[default]\nec2_metadata_service_endpoint = http://127.0.0.1:1338/base\n");
    SCRIPT(SILENCE, SILENCE, IMDS_TOKEN, IMDS_ROLE, JSON(KEYS_JSON("INSTANCE")));
    expect_keys("INSTANCE", "instance metadata");
    ck_assert_str_eq(sent(0)->url, "http://127.0.0.1:1338/base/latest/api/token");
    ck_assert_int_eq(sent(0)->timeout_ms, 5000);
    setenv("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "many", 1);
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION,
                        "AWS_METADATA_SERVICE_NUM_ATTEMPTS: \"many\" is not valid");
}
END_TEST

/* ---- the region of an instance ---- */

START_TEST(the_region_falls_back_to_instance_metadata)
{
    connect_describe_instance_response *response = NULL;
    char *text = NULL;
    unsetenv("AWS_DEFAULT_REGION");
    home.world.options.endpoint_url = NULL;
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = "ap-southeast-2" }, WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, &response, NULL), CONNECT_OK);
    connect_free(response);
    ck_assert_str_eq(sent(1)->url, "http://169.254.169.254/latest/meta-data/placement/region");
    check_has(sent(2)->url, "https://connect.ap-southeast-2.amazonaws.com/instance/");
    check_has(fake_sent_header(sent(2), "Authorization"), "/ap-southeast-2/connect/");
    ck_assert_int_eq(connect_client_describe(home.world.client, &text, NULL), CONNECT_OK);
    check_has(text, "\"region\": \"ap-southeast-2\"");
    check_has(text, "\"name\": \"region\",\n"
                    "      \"value\": \"ap-southeast-2\",\n"
                    "      \"source\": \"instance metadata\"");
    connect_free(text);
}
END_TEST

START_TEST(a_failed_region_lookup_counts_as_no_region)
{
    unsetenv("AWS_DEFAULT_REGION");
    home.world.options.endpoint_url = NULL;
    SCRIPT(SILENCE, SILENCE);
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT(STATUS(403));
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT({ .status = 200, .body = "" });
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT(IMDS_TOKEN, STATUS(404));
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT(IMDS_TOKEN, STATUS(500), STATUS(500));
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT(IMDS_TOKEN, SILENCE, SILENCE);
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = "/" });
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION,
                        "instance metadata: \"/\" is not a valid region name");
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = "evil.example/" });
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION,
                        "instance metadata: \"evil.example/\" is not a valid region name");
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
}
END_TEST

/* No region is that long: the shorter one gets to the check of its form. */
START_TEST(a_region_of_an_instance_counts_as_none_beyond_its_limit)
{
    char region[REGION_MAX + 2] = "";
    unsetenv("AWS_DEFAULT_REGION");
    home.world.options.endpoint_url = NULL;
    memset(region, 'r', REGION_MAX);
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = region });
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "is not a valid region name");
    region[REGION_MAX] = 'r';
    SCRIPT(IMDS_TOKEN, { .status = 200, .body = region });
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "Missing Region");
}
END_TEST

/* ---- credential_process ---- */

static void run_program(const char *command)
{
    char config[4096];
    snprintf(config, sizeof config,
             "[default]\naws_account_id = 123456789012\ncredential_process = %s\n", command);
    home_write(&home, CONFIG, config);
}

START_TEST(a_credential_process_is_run_without_a_shell)
{
    home.world.transport.is_forbidden = true;
    home_write(
        &home, "give it.sh",
        "printf '{\"Version\":1,\"AccessKeyId\":\"%s\",\"SecretAccessKey\":\"%s\"}' \"$1\" \"$2\"\n");
    char command[400];
    snprintf(command, sizeof command, "/bin/sh \"%s\" 'A$HOME;x' b\\ c",
             home_path(&home, "give it.sh"));
    run_program(command);
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "A$HOME;x");
    ck_assert_str_eq(credentials->secret_access_key, "b c");
    ck_assert_str_eq(credentials->account_id, "123456789012");
    ck_assert_str_eq(credentials->source, "credential_process");
    ck_assert(credentials->is_user_code);
    credentials_unref(credentials);
}
END_TEST

static const struct {
    const char *command, *part;
} bad_programs[] = {
    { "/bin/sh -c 'echo planted; echo the vault is sealed >&2; exit 1'",
      "credential_process: /bin/sh ended with status 1: the vault is sealed" },
    { "/bin/sh -c 'kill -9 $$'", "ended by signal 9" },
    { "/bin/sh -c 'while :; do echo planted planted planted planted; done'",
      "printed more than 65536 bytes" },
    { "/bin/echo planted", "/bin/echo: the document is malformed: invalid JSON" },
    { "/bin/true", "the document is empty" },
    { "/bin/echo '{\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"planted\"}'", "no \"Version\": 1" },
    { "/bin/echo '{\"Version\":2,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"planted\"}'",
      "no \"Version\": 1" },
    { "/bin/echo '{\"Version\":1,\"SecretAccessKey\":\"planted\"}'", "no AccessKeyId" },
    { "/bin/echo '{\"Version\":1,\"AccessKeyId\":\"a\"}'", "no SecretAccessKey" },
    { "/bin/echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"planted\",\"Expiration\":\"planted\"}'",
      "malformed: unexpected form: Expiration: expected a time" },
    { "/bin/echo '{\"Version\":1,\"AccessKeyId\":\"a\",\"SecretAccessKey\":\"planted\",\"Expiration\":"
      "\"2020-01-01T00:00:00Z\"}'",
      "the credentials expired at 2020-01-01T00:00:00Z" },
    { "/bin/echo 'open", "a quote is not closed" },
};

/*
 * A system may detect the missing program only in the child (POSIX allows that, and valgrind does
 * it); then its exit status is 127.
 */
START_TEST(a_missing_credential_process_is_reported)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    run_program("/nonexistent/program");
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    if (strstr(connect_error_message(error), "/nonexistent/program ended with status 127") ==
        NULL) {
        check_has(connect_error_message(error),
                  "/nonexistent/program could not be started: No such file");
    }
    connect_error_free(error);
}
END_TEST

START_TEST(a_failed_credential_process_is_reported_without_its_output)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home.world.transport.is_forbidden = true;
    home.world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(30000);
    run_program(bad_programs[_i].command);
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    check_has(connect_error_message(error), bad_programs[_i].part);
    check_has_not(connect_error_message(error), "planted");
    check_has_not(home.world.log.text, "planted");
    connect_error_free(error);
}
END_TEST

static const struct {
    const char *printed, *shown;
} complaints[] = {
    { "", "" },
    { "\\n", "" },
    { "\\r", "" },
    { "\\r\\n\\n\\r\\r\\n", "" },
    { "sealed", ": sealed" },
    { "sealed\\n", ": sealed" },
    { "sealed\\r", ": sealed" },
    { "sealed\\r\\n", ": sealed" },
    { "sealed\\n\\r\\r\\n\\n", ": sealed" },
    { "the vault\\nis sealed \\n", ": the vault is sealed " },
    { "the vault\\000is sealed", ": the vault?is sealed" },
};

START_TEST(line_ends_behind_the_complaint_of_a_credential_process_are_not_shown)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    char command[200], expected[200];
    snprintf(command, sizeof command, "/bin/sh -c 'printf \"%s\" >&2; exit 1'",
             complaints[_i].printed);
    snprintf(expected, sizeof expected, "credential_process: /bin/sh ended with status 1%s",
             complaints[_i].shown);
    run_program(command);
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_message(error), expected);
    connect_error_free(error);
}
END_TEST

/* By hand: no driver runs it. */
START_TEST(a_credential_process_is_killed_after_a_minute)
{
    const struct provider_context context = { .clock = &clock_system };
    struct fetch_report report = FETCH_REPORT_INIT;
    struct task *task = process_fetch(&context, &report, "/bin/slow", NULL);
    task_resume(task);
    ck_assert_int_eq(task->want, TASK_SPAWN);
    ck_assert_int_eq(task->process->timeout_ms, 60000);
    task->process->result = (struct process_result){ PROCESS_TIMEOUT, 0 };
    task_resume(task);
    ck_assert_int_eq(task->want, TASK_DONE);
    check_has(connect_error_message(task->error),
              "/bin/slow exceeded its time limit and was killed");
    ck_assert_int_eq(connect_error_code(task->error), CONNECT_E_CREDENTIALS);
    task_release(task);
    fetch_report_release(&report);
}
END_TEST

static const char *const slow_programs[] = {
    "/bin/sh -c 'sleep 60'",
    "/bin/sh -c 'exec >&- 2>&-; sleep 60'",
};

START_TEST(a_credential_process_that_outlives_its_call_is_killed)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home.world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(400);
    run_program(slow_programs[_i]);
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_TIMEOUT);
    check_has(connect_error_message(error), "the time limit of the call passed");
    connect_error_free(error);
}
END_TEST

static TCase *new_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    suite_add_tcase(suite, tcase);
    return tcase;
}

static void add_order(Suite *suite)
{
    TCase *order = new_case(suite, "order");
    tcase_add_test(order, the_first_configured_source_provides_the_credentials);
    tcase_add_test(order, without_credentials_each_source_is_listed_with_its_reason);
    tcase_add_test(order, a_default_file_that_cannot_be_read_is_named);
    tcase_add_loop_test(order, the_credentials_of_a_profile_have_all_their_members, 0, 2);
    tcase_add_test(order, a_broken_source_never_falls_through_to_another);
}

static void add_roles(Suite *suite)
{
    TCase *roles = new_case(suite, "roles");
    tcase_add_test(roles, chained_roles_are_assumed_from_the_innermost);
    tcase_add_loop_test(roles, invalid_role_settings_fail_before_any_request, 0,
                        (int)(sizeof bad_roles / sizeof *bad_roles));
    tcase_add_test(roles, a_refusal_of_sts_is_reported_with_its_message);
    tcase_add_loop_test(roles, a_role_lasts_from_a_quarter_of_an_hour_to_half_a_day, 0,
                        sizeof durations / sizeof *durations);
    tcase_add_test(roles, the_environment_and_metadata_can_be_the_base_of_a_role);
    tcase_add_test(roles, a_web_identity_token_is_read_at_each_fetch_and_the_request_is_unsigned);
    tcase_add_test(roles, an_unusable_web_identity_token_file_is_named);
}

static void add_sso(Suite *suite)
{
    TCase *sso = new_case(suite, "sso");
    tcase_add_test(sso, an_sso_token_is_exchanged_for_credentials);
    tcase_add_test(sso, an_sso_token_near_expiry_is_renewed_and_saved);
    tcase_add_test(sso, an_sso_token_that_cannot_be_renewed_is_used_until_expiry);
    tcase_add_loop_test(sso, an_sso_token_is_renewed_exactly_within_its_bounds, 0,
                        sizeof sso_bounds / sizeof *sso_bounds);
    tcase_add_loop_test(sso, a_renewal_of_a_token_that_is_given_up_is_not_made_up_for, 0, 2);
    tcase_add_loop_test(sso, an_sso_token_needs_a_login_only_if_another_renewal_cannot_help, 0, 2);
    tcase_add_test(sso, a_missing_sso_login_is_an_error_with_the_command_to_log_in);
    tcase_add_test(sso, an_sso_session_without_account_and_role_provides_no_credentials);
    tcase_add_test(sso, legacy_sso_works_until_its_token_expires);
    tcase_add_test(sso, a_refusal_of_sso_is_reported);
}

static void add_login(Suite *suite)
{
    TCase *login = new_case(suite, "login");
    tcase_add_test(login, login_credentials_are_used_until_five_minutes_before_expiry);
    tcase_add_test(login, a_login_is_renewed_with_a_dpop_proof);
    tcase_add_loop_test(login, a_login_is_renewed_in_the_region_of_option_variable_and_profile, 0,
                        (int)(sizeof login_regions / sizeof *login_regions));
    tcase_add_loop_test(login, a_login_is_renewed_with_fips_and_dualstack_as_they_are_set, 0,
                        (int)(sizeof login_endpoints / sizeof *login_endpoints));
    tcase_add_loop_test(login, a_given_login_is_renewed_in_its_region_or_that_of_the_client, 0, 2);
    tcase_add_test(login, spaces_around_a_login_session_do_not_change_its_file);
    tcase_add_test(login, a_login_is_not_renewed_without_random_bytes);
    tcase_add_loop_test(login, a_file_that_openssl_has_no_memory_to_name_is_an_allocation_failure,
                        0, 4);
    tcase_add_test(login, the_folder_of_logins_may_begin_with_a_tilde);
    tcase_add_loop_test(login, a_login_without_a_home_directory_is_an_error_that_says_so, 0, 2);
    tcase_add_loop_test(login, a_login_that_lacks_a_member_is_an_error_that_names_it, 0,
                        sizeof login_members / sizeof *login_members);
    tcase_add_test(login, a_login_that_is_refused_again_and_again_ends_with_the_last_refusal);
    tcase_add_loop_test(login, the_file_is_read_three_times_after_each_refusal, 0, 2);
    tcase_add_test(login, a_file_that_is_no_object_is_not_updated);
    tcase_add_test(login, a_proof_encodes_claims_of_any_size);
    tcase_add_loop_test(login, a_proof_that_openssl_does_not_sign_is_not_sent, 0,
                        (int)(sizeof refusals_to_sign / sizeof *refusals_to_sign));
    tcase_add_loop_test(login, a_key_that_openssl_has_no_memory_to_read_is_an_allocation_failure, 0,
                        2);
    tcase_add_test(login, a_failed_allocation_of_a_proof_is_an_error_and_no_leak);
    tcase_add_test(login, a_failed_allocation_of_an_update_is_an_error_and_no_leak);
    tcase_add_test(login, an_ended_login_is_an_error_with_the_next_step);
    tcase_add_loop_test(login, a_renewed_login_lasts_at_most_a_day, 0,
                        sizeof login_bounds / sizeof *login_bounds);
    tcase_add_loop_test(login, the_error_of_a_refused_login_describes_the_request, 0, 4);
}

static void add_container(Suite *suite)
{
    TCase *container = new_case(suite, "container");
    tcase_add_loop_test(container, container_variables_select_the_endpoint, 0,
                        (int)(sizeof containers / sizeof *containers));
    tcase_add_test(container, line_ends_behind_container_variables_are_not_sent);
    tcase_add_loop_test(container, a_container_host_that_is_not_allowed_fails_before_any_request, 0,
                        (int)(sizeof bad_containers / sizeof *bad_containers));
    tcase_add_test(container, a_container_token_is_read_at_each_fetch);
    tcase_add_test(container, an_invalid_container_token_is_refused);
    tcase_add_test(container, container_requests_are_retried_twice_and_refusals_are_not);
    tcase_add_loop_test(container, a_container_request_is_retried_by_its_status, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_loop_test(container, an_error_of_container_credentials_names_their_url_and_host, 0,
                        (int)(sizeof container_failures / sizeof *container_failures));
}

static void add_instance(Suite *suite)
{
    TCase *instance = new_case(suite, "instance");
    tcase_add_test(instance, instance_metadata_provides_the_credentials_of_the_role);
    tcase_add_test(instance, a_metadata_token_that_is_refused_is_renewed_once);
    tcase_add_test(instance,
                   unavailable_instance_metadata_is_reported_after_the_configured_attempts);
    tcase_add_loop_test(instance, a_request_for_instance_metadata_is_retried_by_its_status, 0,
                        (int)(sizeof refusals / sizeof *refusals));
    tcase_add_test(instance, a_token_or_role_of_an_instance_is_malformed_beyond_its_limit);
    tcase_add_test(instance, timeout_attempts_and_endpoint_of_instance_metadata_are_configurable);
    tcase_add_test(instance, the_region_falls_back_to_instance_metadata);
    tcase_add_test(instance, a_failed_region_lookup_counts_as_no_region);
    tcase_add_test(instance, a_region_of_an_instance_counts_as_none_beyond_its_limit);
}

static void add_program(Suite *suite)
{
    TCase *program = new_case(suite, "program");
    tcase_add_test(program, a_credential_process_is_run_without_a_shell);
    tcase_add_test(program, a_missing_credential_process_is_reported);
    tcase_add_loop_test(program,
                        line_ends_behind_the_complaint_of_a_credential_process_are_not_shown, 0,
                        (int)(sizeof complaints / sizeof *complaints));
    tcase_add_test(program, a_credential_process_is_killed_after_a_minute);
    tcase_add_loop_test(program, a_credential_process_that_outlives_its_call_is_killed, 0,
                        (int)(sizeof slow_programs / sizeof *slow_programs));
    tcase_add_loop_test(program, a_failed_credential_process_is_reported_without_its_output, 0,
                        (int)(sizeof bad_programs / sizeof *bad_programs));
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/chain");
    add_order(suite);
    add_roles(suite);
    add_sso(suite);
    add_login(suite);
    add_container(suite);
    add_instance(suite);
    add_program(suite);
    return suite;
}
