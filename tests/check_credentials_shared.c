/*
 * Shared credentials: by callers with deadlines of their own, and by processes with one token file.
 * With the real clock and a fake network.
 */
#include "core/time.h"
#include "support/login.h"
#include "support/suite.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define CONFIG ".aws/config"
#define CALLERS 4

static struct home home;

static void set_up(void)
{
    home_begin(&home);
    home.world.options.region = "us-west-2";
}

static void tear_down(void)
{
    home_end(&home);
}

/* ---- a service scripted by each test ---- */

static connect_status respond(connect_http_response *response, int32_t status, const char *body)
{
    connect_http_response_set_status(response, status);
    connect_http_response_add_body(response, body, strlen(body));
    return CONNECT_OK;
}

static void sleep_ms(int64_t ms)
{
    nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* A time relative to now, in the format of the services. */
static const char *time_in(int64_t seconds)
{
    static _Thread_local char text[24];

    time_format_utc(((int64_t)time(NULL) + seconds) * 1000, text);
    return text;
}

static bool is_to(const connect_http_request *request, const char *part)
{
    return strstr(request->url, part) != NULL;
}

/* ---- callers of one client ---- */

struct caller {
    pthread_t thread;
    connect_client *client;
    int64_t timeout_ms; /* 0: none */
    connect_status status;
    char message[300];
};

static void *describe(void *user)
{
    struct caller *caller = user;
    connect_call_options options = { .size = sizeof options };
    connect_error *error = NULL;
    connect_client *view;
    if (caller->timeout_ms > 0) {
        options.timeout_ms = (connect_opt_int64)CONNECT_SET(caller->timeout_ms);
    }
    ck_assert_int_eq(connect_client_with(caller->client, &options, &view, NULL), CONNECT_OK);
    caller->status = world_describe(view, NULL, &error);
    snprintf(caller->message, sizeof caller->message, "%s", connect_error_message(error));
    connect_error_free(error);
    connect_client_free(view);
    return NULL;
}

static void open_client(connect_status (*serve)(struct fake_transport *,
                                                const connect_http_request *,
                                                connect_http_response *, connect_http_failure *))
{
    home.world.options.clock = NULL;
    home.world.transport.serve = serve;
    world_open(&home.world);
}

static connect_status serve_connect(struct fake_transport *transport,
                                    const connect_http_request *request,
                                    connect_http_response *response, connect_http_failure *failure)
{
    (void)transport;
    (void)request;
    (void)failure;
    return respond(response, 200, WORLD_INSTANCE("ACTIVE"));
}

/* The metadata service delays the token. */
static connect_status serve_slow_metadata(struct fake_transport *transport,
                                          const connect_http_request *request,
                                          connect_http_response *response,
                                          connect_http_failure *failure)
{
    char body[300];
    if (is_to(request, "/latest/api/token")) {
        if (request->timeout_ms < 700) {
            sleep_ms(request->timeout_ms);
            failure->not_sent = true;
            return CONNECT_E_TIMEOUT;
        }
        sleep_ms(700);
        return respond(response, 200, "imds-token");
    }
    if (is_to(request, "/security-credentials/the-role")) {
        snprintf(body, sizeof body,
                 "{\"Code\":\"Success\",\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"s\","
                 "\"Token\":\"t\",\"Expiration\":\"%s\"}",
                 time_in(3600));
        return respond(response, 200, body);
    }
    if (is_to(request, "/security-credentials/")) {
        return respond(response, 200, "the-role");
    }
    return serve_connect(transport, request, response, failure);
}

static void use_slow_process(void)
{
    home_write(
        &home, CONFIG,
        "[default]\ncredential_process = /bin/sh -c 'sleep 1; echo "
        "{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"A\\\",\\\"SecretAccessKey\\\":\\\"s\\\"}'"
        "\n");
}

/* The first caller drives the fetch. */
START_TEST(the_deadline_of_one_caller_affects_no_other)
{
    struct caller hasty = { .timeout_ms = 300 }, patient[CALLERS] = { { 0 } };
    if (_i == 0) {
        use_slow_process();
        open_client(serve_connect);
    } else {
        open_client(serve_slow_metadata);
    }
    hasty.client = home.world.client;
    ck_assert_int_eq(pthread_create(&hasty.thread, NULL, describe, &hasty), 0);
    sleep_ms(100);
    for (int i = 0; i < CALLERS; i++) {
        patient[i].client = home.world.client;
        ck_assert_int_eq(pthread_create(&patient[i].thread, NULL, describe, &patient[i]), 0);
    }
    pthread_join(hasty.thread, NULL);
    ck_assert_msg(hasty.status == CONNECT_E_TIMEOUT, "%s", hasty.message);
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(patient[i].thread, NULL);
        ck_assert_msg(patient[i].status == CONNECT_OK, "%s", patient[i].message);
    }
}
END_TEST

/* ---- processes with one token file, as clients of their own ---- */

static atomic_int renewals;

/* A refresh token is valid once. */
static connect_status renew(connect_http_response *response, const char *body)
{
    if (atomic_fetch_add(&renewals, 1) > 0) {
        return respond(response, 400,
                       "{\"error\":\"invalid_grant\",\"message\":\"it was used before\"}");
    }
    sleep_ms(300); /* the others are refused before the file is written */
    return respond(response, 200, body);
}

static connect_status serve_sso(struct fake_transport *transport,
                                const connect_http_request *request,
                                connect_http_response *response, connect_http_failure *failure)
{
    char body[300];
    if (is_to(request, "https://oidc.")) {
        return renew(response, "{\"accessToken\":\"new-token\",\"expiresIn\":3600,"
                               "\"refreshToken\":\"new-refresh\"}");
    }
    if (is_to(request, "https://portal.sso.")) {
        ck_assert_str_eq(request->headers[0]->value, "new-token");
        snprintf(body, sizeof body,
                 "{\"roleCredentials\":{\"accessKeyId\":\"SSO\",\"secretAccessKey\":\"s\","
                 "\"sessionToken\":\"t\",\"expiration\":%lld}}",
                 ((long long)time(NULL) + 3600) * 1000);
        return respond(response, 200, body);
    }
    return serve_connect(transport, request, response, failure);
}

static connect_status serve_login(struct fake_transport *transport,
                                  const connect_http_request *request,
                                  connect_http_response *response, connect_http_failure *failure)
{
    if (is_to(request, "signin.aws.amazon.com")) {
        return renew(response, "{\"accessToken\":{\"accessKeyId\":\"RENEWED\",\"secretAccessKey\":"
                               "\"s\",\"sessionToken\":\"t\"},\"expiresIn\":900,\"refreshToken\":"
                               "\"new-refresh\",\"tokenType\":\"aws_sigv4\"}");
    }
    return serve_connect(transport, request, response, failure);
}

#define EXPIRED_SSO                                                            \
    "\"expiresAt\":\"2020-01-01T00:00:00Z\",\"refreshToken\":\"old-refresh\"," \
    "\"clientId\":\"c\",\"clientSecret\":\"s\",\"registrationExpiresAt\":\"2099-01-01T00:00:00Z\""

static void use_sso(const char *file)
{
    home_write(&home, CONFIG,
               "[default]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
               "[sso-session company]\nsso_start_url = u\nsso_region = eu-west-2\n");
    home_write(&home, SSO_FILE, file);
}

static void use_expired_sso(void)
{
    use_sso("{\"accessToken\":\"old-token\"," EXPIRED_SSO "}");
}

static void use_expired_login(void)
{
    home_write(&home, CONFIG, "[default]\nlogin_session = " LOGIN_SESSION "\n");
    login_write(&home, LOGIN_FILE, "2020-01-01T00:00:00Z", "P-256");
}

START_TEST(four_processes_renew_one_expired_login)
{
    struct caller callers[CALLERS] = { { 0 } };
    atomic_store(&renewals, 0);
    if (_i == 0) {
        use_expired_sso();
        open_client(serve_sso);
    } else {
        use_expired_login();
        open_client(serve_login);
    }
    for (int i = 0; i < CALLERS; i++) {
        ck_assert_int_eq(connect_client_new(&home.world.options, &callers[i].client, NULL),
                         CONNECT_OK);
        ck_assert_int_eq(pthread_create(&callers[i].thread, NULL, describe, &callers[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(callers[i].thread, NULL);
        ck_assert_msg(callers[i].status == CONNECT_OK, "%s", callers[i].message);
        connect_client_free(callers[i].client);
    }
    ck_assert_int_gt(renewals, 1);
}
END_TEST

START_TEST(a_refused_renewal_is_an_error_with_the_command_to_log_in)
{
    connect_error *error = NULL;
    atomic_store(&renewals, 1);
    if (_i == 0) {
        use_expired_sso();
        open_client(serve_sso);
    } else {
        use_expired_login();
        open_client(serve_login);
    }
    for (int i = 0; i < 2; i++) { /* the second gets the same until the file changes */
        ck_assert_int_eq(world_describe(home.world.client, NULL, &error), CONNECT_E_CREDENTIALS);
        check_has(connect_error_message(error), "it was used before");
        ck_assert_int_eq(connect_error_http_status(error), 400);
        connect_error_free(error);
        error = NULL;
    }
    ck_assert_int_eq(renewals, 2);
}
END_TEST

/* A full disk, for example. */
START_TEST(renewed_credentials_are_used_when_the_file_cannot_be_written)
{
    const struct rlimit none = { 0, RLIM_INFINITY };
    struct rlimit before;
    atomic_store(&renewals, 0);
    if (_i == 0) {
        use_expired_sso();
        open_client(serve_sso);
    } else {
        use_expired_login();
        open_client(serve_login);
    }
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    connect_status status = world_describe(home.world.client, NULL, NULL);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    ck_assert_int_eq(status, CONNECT_OK);
    ck_assert_int_eq(renewals, 1);
    check_has(home.world.log.text, "could not be saved: ");
    check_has(home.world.log.text, "File too large");
}
END_TEST

/* A file of the greatest size that is read: the second would grow by one byte. */
START_TEST(a_renewed_token_is_saved_when_its_file_can_be_read_again)
{
    static const char *const tokens[] = { "old-token", "old-toke" };
    static char file[256 * 1024 + 1];
    char *saved;
    int used = snprintf(file, sizeof file, "{\"accessToken\":\"%s\"," EXPIRED_SSO "}", tokens[_i]);
    memset(file + used, ' ', sizeof file - 1 - (size_t)used);
    use_sso(file);
    open_client(serve_sso);
    ck_assert_int_eq(world_describe(home.world.client, NULL, NULL), CONNECT_OK);
    saved = home_read(&home, SSO_FILE);
    if (_i == 0) {
        check_has(saved, "new-token");
        check_has_not(home.world.log.text, "could not be saved");
    } else {
        check_has(saved, "old-toke");
        check_has(home.world.log.text, "could not be saved: ");
        check_has(home.world.log.text, "File too large");
    }
    free(saved);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/shared");
    TCase *tcase = tcase_create("shared");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, the_deadline_of_one_caller_affects_no_other, 0, 2);
    tcase_add_loop_test(tcase, four_processes_renew_one_expired_login, 0, 2);
    tcase_add_loop_test(tcase, a_refused_renewal_is_an_error_with_the_command_to_log_in, 0, 2);
    tcase_add_loop_test(tcase, renewed_credentials_are_used_when_the_file_cannot_be_written, 0, 2);
    tcase_add_loop_test(tcase, a_renewed_token_is_saved_when_its_file_can_be_read_again, 0, 2);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return suite;
}
