/*
 * Failures of credentials as callers see them: wrong clocks, outages, ended logins, refusals by the
 * service.
 */
#include "call/client.h"
#include "core/time.h"
#include "support/home.h"
#include "support/login.h"
#include "support/loop_driver.h"
#include "support/suite.h"

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
#define SCRIPT(...) WORLD_SCRIPT(&home.world, __VA_ARGS__)
#define MINUTE 60000

#define STS_BODY(expiration)                                                            \
    "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>" \
    "<AccessKeyId>WEB</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t" \
    "</SessionToken><Expiration>" expiration "</Expiration></Credentials>"              \
    "</AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
#define STS_REFUSES                                                                         \
    {                                                                                       \
        .status = 403,                                                                      \
        .body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message>" \
                "</Error><RequestId>q-1</RequestId></ErrorResponse>"                        \
    }

static void use_web_identity(void)
{
    home_write(&home, "token", "a.web.token");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/web", 1);
}

/* ---- clocks ---- */

/* This machine is two hours ahead: credentials valid for an hour seem to have expired. */
START_TEST(expiry_is_compared_with_the_corrected_clock)
{
    use_web_identity();
    SCRIPT({ .status = 200,
             .headers = "Date: Sat, 21 Nov 2026 10:34:56 GMT",
             .body = STS_BODY("2026-11-21T11:34:56Z") },
           WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    check_has(world_header(&home.world, 1, "Authorization"), "Credential=WEB/20261121/");
    ck_assert_str_eq(world_header(&home.world, 1, "X-Amz-Date"), "20261121T103456Z");
}
END_TEST

START_TEST(credentials_that_expired_by_the_corrected_clock_show_both_times)
{
    use_web_identity();
    SCRIPT({ .status = 200,
             .headers = "Date: Sat, 21 Nov 2026 14:34:56 GMT",
             .body = STS_BODY("2026-11-21T13:34:56Z") });
    home_expect_refusal(
        &home, CONNECT_E_CREDENTIALS,
        "web identity: the credentials expired at 2026-11-21T13:34:56Z, and it is "
        "2026-11-21T12:34:56Z by the clock of this machine, corrected by the services' "
        "clock to 2026-11-21T14:34:56Z");
}
END_TEST

START_TEST(credentials_that_the_service_rejects_as_expired_show_both_times)
{
    connect_error *error = NULL;
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    setenv("AWS_CREDENTIAL_EXPIRATION", "2026-11-21T13:00:00Z", 1);
    SCRIPT(WORLD_EXPIRED);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_UNAUTHENTICATED);
    check_has(connect_error_message(error), "(they expire at 2026-11-21T13:00:00Z, and it is "
                                            "2026-11-21T12:34:56Z by the clock of this machine)");
    connect_error_free(error);
}
END_TEST

static connect_status deliver_for_ten_seconds(void *user, connect_credentials_sink *sink)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "OWN",
                                              .secret_access_key = "s",
                                              .expiration = CONNECT_SET(FAKE_NOW + 10000) };
    ++*(int *)user;
    return connect_credentials_deliver(sink, &credentials);
}

/* The service is an hour ahead; the callback uses the clock of this machine. */
START_TEST(a_callback_may_use_the_clock_of_this_machine)
{
    connect_credentials_provider *provider;
    int calls = 0;
    ck_assert_int_eq(
        connect_credentials_custom(deliver_for_ten_seconds, &calls, NULL, &provider, NULL),
        CONNECT_OK);
    home.world.options.credentials = provider;
    home.world.options.region = "us-west-2";
    SCRIPT({ .status = 200,
             .headers = "Date: Sat, 21 Nov 2026 13:34:56 GMT",
             .body = WORLD_INSTANCE("ACTIVE") },
           WORLD_FINE);
    world_open(&home.world);
    connect_credentials_provider_free(provider);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(calls, 2);
}
END_TEST

/* ---- outages ---- */

#define IMDS_TOKEN                          \
    {                                       \
        .status = 200, .body = "imds-token" \
    }
#define IMDS_ROLE                         \
    {                                     \
        .status = 200, .body = "the-role" \
    }
#define IMDS_CREDENTIALS(id, end)                                                             \
    {                                                                                         \
        .status = 200, .body = "{\"Code\":\"Success\",\"AccessKeyId\":\"" id                  \
                               "\",\"SecretAccessKey\":\"s\",\"Token\":\"t\",\"Expiration\":" \
                               "\"" end "\"}"                                                 \
    }

START_TEST(expired_credentials_of_an_instance_are_used_and_replaced_later)
{
    SCRIPT(IMDS_TOKEN, IMDS_ROLE, IMDS_CREDENTIALS("OLD", "2026-11-21T12:00:00Z"), WORLD_FINE,
           WORLD_FINE, IMDS_TOKEN, IMDS_ROLE, IMDS_CREDENTIALS("NEW", "2026-11-21T18:00:00Z"),
           WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    fake_clock_advance(&home.world.clock, 4 * MINUTE);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    check_has(world_header(&home.world, 4, "Authorization"), "Credential=OLD/");
    fake_clock_advance(&home.world.clock, 6 * MINUTE);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    check_has(world_header(&home.world, 8, "Authorization"), "Credential=NEW/");
}
END_TEST

START_TEST(the_error_of_expired_credentials_says_why_the_refresh_failed)
{
    connect_error *error = NULL;
    use_web_identity();
    SCRIPT({ .status = 200, .body = STS_BODY("2026-11-21T13:34:56Z") }, WORLD_FINE, STS_REFUSES,
           WORLD_FINE, WORLD_EXPIRED);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    fake_clock_advance(&home.world.clock, 59 * MINUTE + 30000);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_UNAUTHENTICATED);
    check_has(
        connect_error_message(error),
        "refreshing the credentials failed: assuming role arn:aws:iam::123456789012:role/web: "
        "not you");
    ck_assert_str_eq(connect_error_aws_type(error), "ExpiredTokenException");
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    connect_error_free(error);

    /* A later refresh succeeds: its credentials have nothing to do with that failure. */
    fake_clock_advance(&home.world.clock, 10 * MINUTE);
    SCRIPT({ .status = 200, .body = STS_BODY("2026-11-21T16:34:56Z") }, WORLD_FINE, WORLD_EXPIRED,
           { .status = 200, .body = STS_BODY("2026-11-21T16:34:56Z") }, WORLD_EXPIRED);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_UNAUTHENTICATED);
    check_has_not(connect_error_message(error), "refreshing the credentials failed");
    connect_error_free(error);
}
END_TEST

static connect_status cancel_while_serving(struct fake_transport *transport,
                                           const connect_http_request *request,
                                           connect_http_response *response,
                                           connect_http_failure *failure)
{
    (void)request;
    (void)response;
    (void)failure;
    connect_cancel_fire(transport->user);
    return CONNECT_E_CANCELLED;
}

/* Sources before it in the chain were skipped, each with a reason, which is freed as well. */
START_TEST(a_call_is_cancelled_while_the_source_of_a_role_is_fetched)
{
    connect_call_options options = { .size = sizeof options };
    connect_cancel *cancel;
    connect_client *view;
    connect_error *error = NULL;
    home_write(&home, ".aws/config",
               "[default]\nregion = us-west-2\nrole_arn = arn:aws:iam::123456789012:role/a\n"
               "credential_source = EcsContainer\n");
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    options.cancel = cancel;
    home.world.transport.serve = cancel_while_serving;
    home.world.transport.user = cancel;
    world_open(&home.world);
    ck_assert_int_eq(connect_client_with(home.world.client, &options, &view, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(view, NULL, &error), CONNECT_E_CANCELLED);
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    connect_error_free(error);
    connect_client_free(view);
    connect_cancel_free(cancel);
}
END_TEST

/* STS accepts connections and never responds. */
static connect_status serve_silent_sts(struct fake_transport *transport,
                                       const connect_http_request *request,
                                       connect_http_response *response,
                                       connect_http_failure *failure)
{
    const struct fake_response fine = WORLD_FINE;
    if (strstr(request->url, "https://sts.") == NULL) {
        return fake_response_play(&fine, NULL, response, failure);
    }
    fake_clock_advance(transport->clock, request->timeout_ms);
    return CONNECT_E_TIMEOUT;
}

/* With and without a timeout of the call.  On a loop the refresh delays no call, but its clock. */
START_TEST(an_unresponsive_sts_fails_no_call_while_credentials_are_valid)
{
    use_web_identity();
    if (_i == 0) {
        home.world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(2000);
    }
    SCRIPT({ .status = 200, .body = STS_BODY("2026-11-21T18:34:56Z") }, WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    fake_clock_advance(&home.world.clock, 301 * MINUTE);
    home.world.transport.serve = serve_silent_sts;
    for (int i = 0; i < 4; i++) {
        int64_t begun = home.world.clock.ticks;
        ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
        ck_assert_int_le(home.world.clock.ticks - begun, i > 0                     ? 0
                                                         : loop_driver_is_chosen() ? 30000
                                                         : _i == 0                 ? 500
                                                                                   : 5000);
    }
    check_has(home.world.log.text, "the refresh took too long: ");
}
END_TEST

/* STS issues credentials for 15 minutes; Connect accepts them until then and no longer. */
struct short_lived {
    int requests, refusals; /* of STS; to come */
    int64_t valid_until;
};

static connect_status serve_short_lived(struct fake_transport *transport,
                                        const connect_http_request *request,
                                        connect_http_response *response,
                                        connect_http_failure *failure)
{
    struct short_lived *state = transport->user;
    struct fake_response played = STS_REFUSES;
    char body[1000], end[24];
    if (strstr(request->url, "https://sts.") == NULL) {
        played = transport->clock->now < state->valid_until ? (struct fake_response)WORLD_FINE
                                                            : (struct fake_response)WORLD_EXPIRED;
        return fake_response_play(&played, NULL, response, failure);
    }
    state->requests++;
    if (state->refusals > 0) {
        state->refusals--;
        return fake_response_play(&played, NULL, response, failure);
    }
    state->valid_until = transport->clock->now + 15 * MINUTE;
    time_format_utc(state->valid_until, end);
    snprintf(body, sizeof body, STS_BODY("%s"), end);
    played = (struct fake_response){ .status = 200, .body = body };
    return fake_response_play(&played, NULL, response, failure);
}

/* The refresh is repeated while the credentials are valid, whatever the random back-off is. */
START_TEST(short_lived_credentials_outlast_a_failed_refresh)
{
    struct short_lived state = { 0 };
    use_web_identity();
    home.world.random.is_highest = _i == 1;
    home.world.transport.user = &state;
    home.world.transport.serve = serve_short_lived;
    world_open(&home.world);
    for (int second = 0; second < 3600; second += 5) {
        if (second % 900 == 300) {
            state.refusals = 1;
        }
        connect_error *error = NULL;
        ck_assert_msg(world_describe(home.world.client, NULL, &error) == CONNECT_OK,
                      "after %d s: %s", second, connect_error_message(error));
        fake_clock_advance(&home.world.clock, 5000);
    }
    ck_assert_int_eq(state.refusals, 0);
    ck_assert_int_le(state.requests, 16);
}
END_TEST

/* ---- logins that have ended ---- */

#define SSO_CONFIG                                                                   \
    "[default]\nsso_start_url = https://old.example/start\nsso_region = eu-west-2\n" \
    "sso_account_id = 123456789012\nsso_role_name = r\n"
#define SSO_TOKEN(token) "{\"accessToken\":\"" token "\",\"expiresAt\":\"2026-11-22T12:00:00Z\"}"
/* 2026-11-21T13:34:56Z */
#define SSO_KEYS(id)                                                                  \
    {                                                                                 \
        .status = 200, .body = "{\"roleCredentials\":{\"accessKeyId\":\"" id          \
                               "\",\"secretAccessKey\":\"s\",\"sessionToken\":\"t\"," \
                               "\"expiration\":1795268096000}}"                       \
    }
#define SSO_REFUSES                                                          \
    {                                                                        \
        .status = 401, .headers = "x-amzn-ErrorType: UnauthorizedException", \
        .body = "{\"message\":\"Session token not found or invalid\"}"       \
    }

START_TEST(a_session_that_the_sso_portal_refuses_is_final_until_the_next_login)
{
    connect_error *error = NULL;
    home_write(&home, CONFIG, SSO_CONFIG);
    home_write(&home, OLD_SSO_FILE, SSO_TOKEN("one"));
    SCRIPT(SSO_KEYS("ONE"), WORLD_FINE, SSO_REFUSES, SSO_KEYS("TWO"), WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    /* Stale credentials are not used when they are due. */
    fake_clock_advance(&home.world.clock, 59 * MINUTE + 1000);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_CREDENTIALS);
        check_has(connect_error_message(error), "Session token not found or invalid; run: aws sso "
                                                "login --profile default");
        ck_assert_str_eq(connect_error_operation(error), "GetRoleCredentials");
        ck_assert_int_eq(connect_error_http_status(error), 401);
        connect_error_free(error);
        error = NULL;
    }
    ck_assert_uint_eq(home.world.transport.sent_count, 3);
    home_write(&home, OLD_SSO_FILE, SSO_TOKEN("number-two"));
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(world_header(&home.world, 3, "x-amz-sso_bearer_token"), "number-two");
    check_has(world_header(&home.world, 4, "Authorization"), "Credential=TWO/");
}
END_TEST

START_TEST(a_login_that_is_gone_is_final_until_the_next_one)
{
    connect_error *error = NULL;
    home_write(&home, CONFIG, "[default]\nlogin_session = " LOGIN_SESSION "\n");
    login_write(&home, LOGIN_FILE, "2026-11-21T13:34:56Z", "P-256");
    SCRIPT(WORLD_FINE, WORLD_FINE);
    world_open(&home.world);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    home_write(&home, LOGIN_FILE, "{}");
    for (int i = 0; i < 2; i++) {
        fake_clock_advance(&home.world.clock, 59 * MINUTE + 1000);
        ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_CREDENTIALS);
        check_has(connect_error_message(error), "; run: aws login");
        connect_error_free(error);
    }
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    login_write(&home, LOGIN_FILE, "2026-11-21T16:34:56Z", "P-256");
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
}
END_TEST

/* ---- repeated failures ---- */

START_TEST(a_client_does_not_grow_while_sts_refuses)
{
    struct client_core *core;
    size_t held = 0;
    use_web_identity();
    setenv("AWS_ENDPOINT_URL_STS", "https://sts.example", 1);
    SCRIPT(STS_REFUSES);
    home.world.transport.repeats = true;
    world_open(&home.world);
    core = home.world.client->core;
    for (int i = 0; i < 1000; i++) {
        ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_E_CREDENTIALS);
        if (i == 0) {
            held = core->resolution->settings.arena.total;
        }
    }
    ck_assert_str_eq(home.world.transport.sent[99].url, "https://sts.example/");
    ck_assert_uint_eq(core->resolution->settings.arena.total, held);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/failures");
    TCase *tcase = tcase_create("failures");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, expiry_is_compared_with_the_corrected_clock);
    tcase_add_test(tcase, credentials_that_expired_by_the_corrected_clock_show_both_times);
    tcase_add_test(tcase, credentials_that_the_service_rejects_as_expired_show_both_times);
    tcase_add_test(tcase, a_callback_may_use_the_clock_of_this_machine);
    tcase_add_test(tcase, expired_credentials_of_an_instance_are_used_and_replaced_later);
    tcase_add_test(tcase, the_error_of_expired_credentials_says_why_the_refresh_failed);
    tcase_add_test(tcase, a_call_is_cancelled_while_the_source_of_a_role_is_fetched);
    tcase_add_loop_test(tcase, an_unresponsive_sts_fails_no_call_while_credentials_are_valid, 0, 2);
    tcase_add_loop_test(tcase, short_lived_credentials_outlast_a_failed_refresh, 0, 2);
    tcase_add_test(tcase, a_session_that_the_sso_portal_refuses_is_final_until_the_next_login);
    tcase_add_test(tcase, a_login_that_is_gone_is_final_until_the_next_one);
    tcase_add_test(tcase, a_client_does_not_grow_while_sts_refuses);
    suite_add_tcase(suite, tcase);
    return suite;
}
