/*
 * Responses to requests for credentials that lack something, and the time between two attempts of
 * such a request: a deadline and a cancellation end it.
 */
#include "aws/dpop.h"
#include "call/client.h"
#include "support/home.h"
#include "support/login.h"
#include "support/loop_driver.h"
#include "support/suite.h"

#include <openssl/err.h>
#include <openssl/provider.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
#define COUNT_OF(array) ((int)(sizeof(array) / sizeof(array)[0]))

/* The first response of the script is `body`; no other request is sent. */
static void expect_refusal(const char *body, const char *part)
{
    const struct fake_response scripted = { .status = 200, .body = body };

    fake_transport_script(&home.world.transport, &scripted, 1);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, part);
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
}

/* ---- STS ---- */

#define STS_BODY(credentials)                                                          \
    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult>" credentials \
    "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
#define STS_ID "<AccessKeyId>WEB</AccessKeyId>"
#define STS_SECRET "<SecretAccessKey>s</SecretAccessKey>"
#define STS_TOKEN "<SessionToken>t</SessionToken>"
#define STS_END "<Expiration>2026-11-21T13:34:56Z</Expiration>"

static const char *const sts_bodies[] = {
    STS_BODY(""),
    STS_BODY("<Credentials></Credentials>"),
    STS_BODY("<Credentials>" STS_SECRET STS_TOKEN STS_END "</Credentials>"),
    STS_BODY("<Credentials>" STS_ID STS_TOKEN STS_END "</Credentials>"),
    STS_BODY("<Credentials>" STS_ID STS_SECRET STS_END "</Credentials>"),
    STS_BODY("<Credentials>" STS_ID STS_SECRET STS_TOKEN "</Credentials>"),
};

START_TEST(sts_response_without_complete_credentials_is_an_error)
{
    home_write(&home, "token", "a.web.token");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
    expect_refusal(sts_bodies[_i], "the response of STS does not have complete credentials");
}
END_TEST

/* ---- SSO ---- */

/* An SSO login that can be renewed, with a token that ends then. */
static void write_sso(const char *end_of_token)
{
    char text[500];

    home_write(&home, CONFIG,
               "[default]\nsso_session = company\nsso_account_id = 123456789012\n"
               "sso_role_name = r\n[sso-session company]\n"
               "sso_start_url = https://company.example/start\nsso_region = eu-west-2\n");
    snprintf(text, sizeof text,
             "{\"accessToken\":\"old-token\",\"expiresAt\":\"%s\",\"refreshToken\":\"r\","
             "\"clientId\":\"c\",\"clientSecret\":\"s\","
             "\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\"}",
             end_of_token);
    home_write(&home, SSO_FILE, text);
}

#define SSO_ROLE(members) "{\"roleCredentials\":{" members "}}"
#define SSO_ID "\"accessKeyId\":\"SSO\""
#define SSO_SECRET "\"secretAccessKey\":\"s\""
#define SSO_TOKEN "\"sessionToken\":\"t\""
#define SSO_END "\"expiration\":1795268096000"

static const char *const sso_bodies[] = {
    "{}",
    SSO_ROLE(""),
    SSO_ROLE(SSO_SECRET "," SSO_TOKEN "," SSO_END),
    SSO_ROLE(SSO_ID "," SSO_TOKEN "," SSO_END),
    SSO_ROLE(SSO_ID "," SSO_SECRET "," SSO_END),
    SSO_ROLE(SSO_ID "," SSO_SECRET "," SSO_TOKEN),
};

START_TEST(sso_response_without_complete_credentials_is_an_error)
{
    write_sso("2026-11-22T00:00:00Z");
    expect_refusal(sso_bodies[_i], "the response of SSO does not have complete credentials");
}
END_TEST

START_TEST(sso_files_that_cannot_be_used_are_named)
{
    home.world.transport.is_forbidden = true;
    write_sso("2026-11-22T00:00:00Z");
    home_write(&home, SSO_FILE, "");
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, SSO_FILE " is empty; run: aws sso login");
    home_write(&home, CONFIG,
               "[default]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
               "[sso-session company]\nmalformed\n");
    home_expect_refusal(&home, CONNECT_E_CONFIGURATION, "sso-session \"company\": ");
}
END_TEST

static const char *const sso_renewals[] = {
    "{}",
    "{\"expiresIn\":3600}",
    "{\"accessToken\":\"new-token\"}",
    "{\"accessToken\":\"new-token\",\"expiresIn\":0}",
    "{\"accessToken\":\"new-token\",\"expiresIn\":-1}",
    "{\"accessToken\":\"new-token\",\"expiresIn\":31622401}", /* more than a year */
};

START_TEST(sso_renewal_without_a_token_is_an_error_when_the_old_token_has_expired)
{
    char *saved;

    write_sso("2026-11-21T12:00:00Z");
    expect_refusal(sso_renewals[_i], "the response to the renewal of the SSO token has no token");
    saved = home_read(&home, SSO_FILE);
    check_has(saved, "old-token");
    free(saved);
}
END_TEST

START_TEST(sso_renewal_without_a_token_leaves_the_old_token_in_use)
{
    write_sso("2026-11-21T12:40:00Z");
    WORLD_SCRIPT(
        &home.world, { .status = 200, .body = sso_renewals[_i] },
        { .status = 200, .body = SSO_ROLE(SSO_ID "," SSO_SECRET "," SSO_TOKEN "," SSO_END) });
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, "SSO");
    credentials_unref(credentials);
    ck_assert_str_eq(fake_sent_header(&home.world.transport.sent[1], "x-amz-sso_bearer_token"),
                     "old-token");
    check_has(home.world.log.text, "could not be renewed");
}
END_TEST

/* A year is the most that is believed. */
START_TEST(sso_renewal_for_a_year_is_accepted)
{
    write_sso("2026-11-21T12:00:00Z");
    WORLD_SCRIPT(
        &home.world,
        { .status = 200, .body = "{\"accessToken\":\"new-token\",\"expiresIn\":31622400}" },
        { .status = 200, .body = SSO_ROLE(SSO_ID "," SSO_SECRET "," SSO_TOKEN "," SSO_END) });
    credentials_unref(home_fetch_credentials(&home));
    ck_assert_str_eq(fake_sent_header(&home.world.transport.sent[1], "x-amz-sso_bearer_token"),
                     "new-token");
}
END_TEST

/* ---- aws login ---- */

#define LOGIN(members) "{\"accessToken\":{" members "},\"expiresIn\":900}"

static const char *const login_renewals[] = {
    "{}",
    "{\"expiresIn\":900}",
    LOGIN(""),
    LOGIN(SSO_SECRET "," SSO_TOKEN),
    LOGIN(SSO_ID "," SSO_TOKEN),
    LOGIN(SSO_ID "," SSO_SECRET),
    "{\"accessToken\":{" SSO_ID "," SSO_SECRET "," SSO_TOKEN "}}",
    "{\"accessToken\":{" SSO_ID "," SSO_SECRET "," SSO_TOKEN "},\"expiresIn\":0}",
    "{\"accessToken\":{" SSO_ID "," SSO_SECRET "," SSO_TOKEN "},\"expiresIn\":-5}",
    "{\"accessToken\":{" SSO_ID "," SSO_SECRET "," SSO_TOKEN "},\"expiresIn\":86401}",
};

#define LOGIN_CONFIG                  \
    "[default]\nregion = eu-west-2\n" \
    "login_session = " LOGIN_SESSION "\n"

static void write_login(void)
{
    home_write(&home, CONFIG, LOGIN_CONFIG);
    login_write(&home, LOGIN_FILE, "2026-11-21T12:00:00Z", "P-256");
}

START_TEST(login_renewal_without_credentials_is_an_error)
{
    write_login();
    expect_refusal(login_renewals[_i],
                   "the response to the renewal of the login has no credentials");
}
END_TEST

START_TEST(login_renewal_for_a_day_is_accepted)
{
    const struct fake_response response = {
        .status = 200,
        .body = "{\"accessToken\":{" SSO_ID "," SSO_SECRET "," SSO_TOKEN "},\"expiresIn\":86400}",
    };

    write_login();
    fake_transport_script(&home.world.transport, &response, 1);
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_int_eq(credentials->expiration, FAKE_NOW + 86400000);
    credentials_unref(credentials);
}
END_TEST

/* ---- too many roles ---- */

/* A chain of so many roles, each the source of the one before, on an access key. */
static void write_roles(int count)
{
    char text[8192];
    int used = 0;

    for (int i = 0; i < count; i++) {
        used +=
            snprintf(text + used, sizeof text - (size_t)used,
                     "[profile r%d]\nrole_arn = arn:aws:iam::%d:role/r\nsource_profile = %s%d\n", i,
                     i + 1, i + 1 < count ? "r" : "key", i + 1);
    }
    snprintf(text + used, sizeof text - (size_t)used,
             "[profile key%d]\naws_access_key_id = A\naws_secret_access_key = s\n", count);
    home_write(&home, CONFIG, text);
    setenv("AWS_PROFILE", "r0", 1);
}

static connect_status serve_roles(struct fake_transport *transport,
                                  const connect_http_request *request,
                                  connect_http_response *response, connect_http_failure *failure)
{
    const struct fake_response scripted = {
        .status = 200,
        .body = "<AssumeRoleResponse><AssumeRoleResult><Credentials>" STS_ID STS_SECRET STS_TOKEN
            STS_END "</Credentials></AssumeRoleResult></AssumeRoleResponse>",
    };

    ++*(int *)transport->user;
    (void)request;
    return fake_response_play(&scripted, transport->clock, response, failure);
}

START_TEST(sixteen_roles_may_be_chained_and_not_more)
{
    int requests = 0;

    home.world.transport.serve = serve_roles;
    home.world.transport.user = &requests;
    write_roles(16);
    credentials_unref(home_fetch_credentials(&home));
    ck_assert_int_eq(requests, 16);
    requests = 0;
    write_roles(17);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "more than 16 roles in the chain of source_profile");
    ck_assert_int_eq(requests, 0);
}
END_TEST

/* ---- between two attempts ---- */

static void use_container(void)
{
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
}

static void use_web_identity(void)
{
    home_write(&home, "token", "a.web.token");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
}

/* Those that wait between attempts; requests for instance metadata are repeated at once. */
static void (*const retried[])(void) = { use_container, use_web_identity };

/* A service that fails every request, until the call has ended. */
static void fail_always(void)
{
    static const struct fake_response response = { .status = 500, .body = "" };

    fake_transport_script(&home.world.transport, &response, 1);
    home.world.transport.repeats = true;
}

/*
 * Warms a view of the client up while the service fails; returns what ended it.  On a loop the
 * refresh goes on without it.
 */
static connect_status warm_up(const connect_call_options *options)
{
    connect_client *view = NULL;
    connect_error *error = NULL;

    fail_always();
    world_open(&home.world);
    ck_assert_int_eq(connect_client_with(home.world.client, options, &view, NULL), CONNECT_OK);
    connect_status status = connect_client_warm_up(view, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert(loop_driver_is_chosen() || home.world.transport.sent_count == 1);
    connect_error_free(error);
    connect_client_free(view);
    return status;
}

START_TEST(cancellation_between_attempts_ends_a_request_for_credentials)
{
    connect_cancel *cancel = NULL;

    retried[_i]();
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    home.world.clock.fire = cancel;
    home.world.clock.fire_at = home.world.clock.ticks + 1;
    ck_assert_int_eq(
        warm_up(&(connect_call_options){ .size = sizeof(connect_call_options), .cancel = cancel }),
        CONNECT_E_CANCELLED);
    home.world.clock.fire = NULL;
    connect_cancel_free(cancel);
}
END_TEST

/* Without time for another attempt, an operation such as that of STS reports its last failure. */
START_TEST(deadline_between_attempts_ends_a_request_for_credentials)
{
    int64_t begun = home.world.clock.ticks;

    retried[_i]();
    ck_assert_int_eq(warm_up(&(connect_call_options){ .size = sizeof(connect_call_options),
                                                      .timeout_ms = CONNECT_SET(1) }),
                     CONNECT_E_TIMEOUT);
    ck_assert_int_le(home.world.clock.ticks - begun, 1);
}
END_TEST

/* ---- OpenSSL without the algorithm, as a policy of the system may have it ---- */

/* With 1, what another part of the program has left in OpenSSL's queue is not taken for ours. */
static void leave_openssl_error(int wanted)
{
    if (wanted) {
        ERR_raise(ERR_LIB_USER, ERR_R_MALLOC_FAILURE);
    }
}

START_TEST(hash_that_openssl_lacks_is_named)
{
    OSSL_PROVIDER *nothing = OSSL_PROVIDER_load(NULL, "null"); /* and none of the usual ones */
    connect_error *error = NULL;

    ck_assert_ptr_nonnull(nothing);
    home.world.transport.is_forbidden = true;
    write_sso("2026-11-22T00:00:00Z");
    leave_openssl_error(_i);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "SHA-1, which names the file of the SSO token, is not available");
    home_write(&home, CONFIG, LOGIN_CONFIG);
    leave_openssl_error(_i);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "SHA-256, which names the file of the login, is not available");
    setenv("AWS_ACCESS_KEY_ID", "AKID", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    connect_client_free(home.world.client);
    world_open(&home.world);
    leave_openssl_error(_i);
    ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), "OpenSSL has no working SHA-256 and HMAC");
    connect_error_free(error);
    ck_assert_int_eq(OSSL_PROVIDER_unload(nothing), 1);
}
END_TEST

START_TEST(key_that_openssl_cannot_read_is_refused)
{
    home.world.transport.is_forbidden = true;
    home_write(&home, CONFIG, LOGIN_CONFIG);
    home_write(&home, LOGIN_FILE,
               "{\"accessToken\":{\"accessKeyId\":\"a\",\"secretAccessKey\":\"s\","
               "\"sessionToken\":\"t\",\"accountId\":\"1\","
               "\"expiresAt\":\"2026-11-21T12:00:00Z\"},"
               "\"refreshToken\":\"r\",\"clientId\":\"c\",\"dpopKey\":\"none\"}");
    leave_openssl_error(_i);
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS,
                        "the dpopKey of the login is not a P-256 private key");
}
END_TEST

START_TEST(an_older_error_of_openssl_says_nothing_of_a_key)
{
    const struct dpop_claim claim = { .method = "POST", .url = "https://a.example/", .id = "1" };
    struct buf proof = { 0 };
    connect_error *error = NULL;

    leave_openssl_error(true);
    ck_assert_int_eq(dpop_proof("none", &claim, &proof, &error), CONNECT_E_CREDENTIALS);
    connect_error_free(error);
    buf_free(&proof);
}
END_TEST

/* OpenSSL keeps the hashes that it has found. */
const bool test_begins_cold = true;

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/incomplete");
    TCase *tests = tcase_create("incomplete");

    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, sts_response_without_complete_credentials_is_an_error, 0,
                        COUNT_OF(sts_bodies));
    tcase_add_loop_test(tests, sso_response_without_complete_credentials_is_an_error, 0,
                        COUNT_OF(sso_bodies));
    tcase_add_test(tests, sso_files_that_cannot_be_used_are_named);
    tcase_add_loop_test(tests,
                        sso_renewal_without_a_token_is_an_error_when_the_old_token_has_expired, 0,
                        COUNT_OF(sso_renewals));
    tcase_add_loop_test(tests, sso_renewal_without_a_token_leaves_the_old_token_in_use, 0,
                        COUNT_OF(sso_renewals));
    tcase_add_test(tests, sso_renewal_for_a_year_is_accepted);
    tcase_add_loop_test(tests, login_renewal_without_credentials_is_an_error, 0,
                        COUNT_OF(login_renewals));
    tcase_add_test(tests, login_renewal_for_a_day_is_accepted);
    tcase_add_test(tests, sixteen_roles_may_be_chained_and_not_more);
    tcase_add_loop_test(tests, hash_that_openssl_lacks_is_named, 0, 2);
    tcase_add_loop_test(tests, key_that_openssl_cannot_read_is_refused, 0, 2);
    tcase_add_test(tests, an_older_error_of_openssl_says_nothing_of_a_key);
    tcase_add_loop_test(tests, cancellation_between_attempts_ends_a_request_for_credentials, 0,
                        COUNT_OF(retried));
    tcase_add_loop_test(tests, deadline_between_attempts_ends_a_request_for_credentials, 0,
                        COUNT_OF(retried) - 1);
    suite_add_tcase(suite, tests);
    return suite;
}
