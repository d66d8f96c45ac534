/*
 * From each source of credentials to a listing, with connect-local as metadata service, container,
 * STS and
 * SSO: it hands out keys that it knew nothing of before, and demands them in the signature.
 */
#include "support/served.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <openssl/evp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ACCOUNT "123456789012"

static struct served served;
static connect_client *client;
static connect_error *error;
static char home[64];

/* ---- a home of one's own ---- */

static const char *at_home(const char *path)
{
    static char full[256];

    snprintf(full, sizeof full, "%s/%s", home, path);
    return full;
}

static void write_home(const char *path, const char *text)
{
    FILE *file = fopen(at_home(path), "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static void set_up(void)
{
    snprintf(home, sizeof home, "/tmp/connect-e2e-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(home));
    client = NULL;
    error = NULL;
    setenv("HOME", home, 1);
    setenv("AWS_CONFIG_FILE", at_home("config"), 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", at_home("credentials"), 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    setenv("AWS_REGION", "us-east-1", 1);
}

static void tear_down(void)
{
    char command[128];

    connect_error_free(error);
    connect_client_free(client);
    served_stop(&served);
    snprintf(command, sizeof command, "rm -r %s", home);
    ck_assert_int_eq(system(command), 0);
}

/* Everything is to be found out by the client itself, but for where the service is. */
static void open_client(void)
{
    connect_client_options options = { sizeof options, .max_attempts = CONNECT_SET(1) };

    setenv("AWS_ENDPOINT_URL", served.url, 1);
    connect_client_free(client);
    ck_assert_int_eq(connect_client_new(&options, &client, NULL), CONNECT_OK);
}

static connect_status list_once(void)
{
    connect_list_instances_request request = { sizeof request };

    connect_error_free(error);
    error = NULL;
    return connect_list_instances(client, &request, NULL, &error);
}

static void good(void)
{
    connect_status status = list_once();

    ck_assert_msg(status == CONNECT_OK, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
}

/* The same, signed by that principal. */
static void good_as(const char *principal)
{
    char line[256];

    good();
    snprintf(line, sizeof line, " %s\n", principal);
    ck_assert_msg(served_said(&served, line), "not signed by %s", principal);
}

#define ROLE(name_and_session) "arn:aws:sts::" ACCOUNT ":assumed-role/" name_and_session

/* There are no keys to be had, and the message has those words; NULL for any. */
static void fails(const char *words)
{
    ck_assert_int_ne(list_once(), CONNECT_OK);
    ck_assert_msg(words == NULL || strstr(connect_error_message(error), words) != NULL,
                  "no %s in: %s", words, connect_error_message(error));
}

/* ---- sources ---- */

START_TEST(environment_with_a_session_token)
{
    SERVED_START(&served, "--session-token", "a/b+c==");
    setenv("AWS_ACCESS_KEY_ID", SERVED_KEY, 1);
    setenv("AWS_SECRET_ACCESS_KEY", SERVED_SECRET, 1);
    open_client();
    ck_assert_int_eq(list_once(), CONNECT_E_UNAUTHENTICATED);
    ck_assert_str_eq(connect_error_aws_type(error), "UnrecognizedClientException");
    setenv("AWS_SESSION_TOKEN", "a/b+c==", 1);
    open_client();
    good();
}
END_TEST

static const char base_profile[] =
    "[default]\naws_access_key_id = " SERVED_KEY "\naws_secret_access_key = " SERVED_SECRET "\n";

START_TEST(profile_with_a_role_and_its_source)
{
    SERVED_START(&served, "--sts", "--verbose");
    write_home("credentials", base_profile);
    write_home("config", "[profile admin]\nrole_arn = arn:aws:iam::" ACCOUNT
                         ":role/Admin\nsource_profile = default\n"
                         "external_id = x/y\nrole_session_name = me@here\n"
                         "[profile chain]\nrole_arn = arn:aws:iam::" ACCOUNT ":role/path/Second\n"
                         "source_profile = admin\nrole_session_name = second\n"
                         "[profile stranger]\nrole_arn = arn:aws:iam::210987654321:role/Admin\n"
                         "source_profile = default\n");
    setenv("AWS_PROFILE", "admin", 1);
    open_client();
    good_as(ROLE("Admin/me@here"));
    setenv("AWS_PROFILE", "chain", 1);
    open_client();
    good_as(ROLE("Second/second"));
    ck_assert(served_said(&served, "POST / AssumeRole 200"));
    setenv("AWS_PROFILE", "stranger", 1);
    open_client();
    fails("not authorized to perform: sts:AssumeRole");
}
END_TEST

START_TEST(role_whose_source_has_the_wrong_secret)
{
    SERVED_START(&served, "--sts", "--secret-key", "another");
    write_home("credentials", base_profile);
    write_home("config", "[profile admin]\nrole_arn = arn:aws:iam::" ACCOUNT
                         ":role/Admin\nsource_profile = default\n");
    setenv("AWS_PROFILE", "admin", 1);
    open_client();
    fails("assuming role");
    ck_assert_ptr_null(strstr(connect_error_message(error), SERVED_SECRET));
}
END_TEST

START_TEST(web_identity_token_in_a_file)
{
    SERVED_START(&served, "--sts", "--verbose");
    write_home("token", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJwb2QifQ.c2lnbmF0dXJl");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", at_home("token"), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::" ACCOUNT ":role/Pod", 1);
    setenv("AWS_ROLE_SESSION_NAME", "pod-1", 1);
    open_client();
    good_as(ROLE("Pod/pod-1"));
    write_home("token", "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.c2lnbmF0dXJl");
    open_client();
    fails("expired");
}
END_TEST

START_TEST(instance_metadata_gives_keys)
{
    SERVED_START(&served, "--imds", "--region", "eu-west-2", "--verbose");
    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", served.url, 1);
    setenv("AWS_REGION", "eu-west-2", 1);
    open_client();
    good_as(ROLE("connect-local-role/i-0123456789abcdef0"));
}
END_TEST

START_TEST(container_with_a_token_in_a_file)
{
    char url[256];

    SERVED_START(&served, "--container=Basic abc", "--verbose");
    snprintf(url, sizeof url, "%s/v2/credentials/connect-local", served.url);
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url, 1);
    open_client();
    fails("401");
    write_home("token", "Basic abc");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", at_home("token"), 1);
    open_client();
    good_as(ROLE("connect-local-role/container"));
}
END_TEST

/* ---- SSO ---- */

/* ~/.aws/sso/cache/SHA-1 OF THE NAME.json */
static void write_token(const char *name, const char *json)
{
    unsigned char digest[20];
    char path[128] = ".aws/sso/cache/", *end;

    ck_assert_int_eq(EVP_Digest(name, strlen(name), digest, NULL, EVP_sha1(), NULL), 1);
    mkdir(at_home(".aws"), 0700);
    mkdir(at_home(".aws/sso"), 0700);
    mkdir(at_home(".aws/sso/cache"), 0700);
    end = path + strlen(path);
    for (size_t i = 0; i < sizeof digest; i++) {
        end += snprintf(end, 3, "%02x", digest[i]);
    }
    snprintf(end, 6, ".json");
    write_home(path, json);
}

static const char *in_seconds(int seconds)
{
    static char text[32];
    time_t at = time(NULL) + seconds;

    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime(&at));
    return text;
}

#define SSO_CONFIG                                                                             \
    "[profile sso]\nsso_session = corp\nsso_account_id = " ACCOUNT "\nsso_role_name = Admin\n" \
    "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start\n"

/* seconds: how long the token in the cache is still good. */
static void cache_token(const char *access_token, int seconds, const char *refresh_token)
{
    char json[1024];

    snprintf(
        json, sizeof json,
        "{\"accessToken\":\"%s\",\"expiresAt\":\"%s\",\"refreshToken\":\"%s\","
        "\"clientId\":\"connect-local-client\",\"clientSecret\":\"connect-local-client-secret\","
        "\"registrationExpiresAt\":\"2999-01-01T00:00:00Z\",\"region\":\"us-east-1\","
        "\"startUrl\":\"https://corp.example/start\"}",
        access_token, in_seconds(seconds), refresh_token);
    write_token("corp", json);
    write_home("config", SSO_CONFIG);
    setenv("AWS_PROFILE", "sso", 1);
}

START_TEST(sso_token_that_is_still_good)
{
    SERVED_START(&served, "--sso", "--verbose");
    cache_token("connect-local-access-token", 3600, "none");
    open_client();
    good_as(ROLE("Admin/sso"));
    cache_token("another", 3600, "none");
    open_client();
    fails("SSO");
}
END_TEST

START_TEST(sso_token_that_has_to_be_refreshed)
{
    SERVED_START(&served, "--sso", "--verbose");
    cache_token("expired", -60, "connect-local-refresh-token");
    open_client();
    good_as(ROLE("Admin/sso"));
    /*
     * The refresh token was used up: only the one that came with it is good now, and it is in the
     * cache.
     */
    open_client();
    good();
    cache_token("expired", -60, "connect-local-refresh-token");
    open_client();
    fails(NULL);
}
END_TEST

/* ---- time ---- */

START_TEST(credentials_that_end_are_fetched_anew)
{
    char url[256];

    SERVED_START(&served, "--container", "--session-seconds", "2");
    snprintf(url, sizeof url, "%s/v2/credentials/connect-local", served.url);
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", url, 1);
    open_client();
    good();
    usleep(2200 * 1000);
    good();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials end to end");
    TCase *tcase = tcase_create("sources");

    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, environment_with_a_session_token);
    tcase_add_test(tcase, profile_with_a_role_and_its_source);
    tcase_add_test(tcase, role_whose_source_has_the_wrong_secret);
    tcase_add_test(tcase, web_identity_token_in_a_file);
    tcase_add_test(tcase, instance_metadata_gives_keys);
    tcase_add_test(tcase, container_with_a_token_in_a_file);
    tcase_add_test(tcase, sso_token_that_is_still_good);
    tcase_add_test(tcase, sso_token_that_has_to_be_refreshed);
    tcase_add_test(tcase, credentials_that_end_are_fetched_anew);
    suite_add_tcase(suite, tcase);
    return suite;
}
