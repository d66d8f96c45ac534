/* After a client has been freed, no freed memory contains a secret of any source. */
#include "support/async.h"
#include "support/home.h"
#include "support/login.h"
#include "support/memory.h"
#include "support/suite.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct home home;
static struct async async;

struct end {
    int calls;
    connect_status status;
    connect_error *error;
};

#define PLANTED_SECRET "pLanted0Secret0Access0Key0of0Forty0Bytes"
#define PLANTED_TOKEN "pLanted0Session0Token"
#define LATER "2026-11-21T13:34:56Z"
#define PLANTED_KEYS "\"AccessKeyId\":\"AKIDPLANTED\",\"SecretAccessKey\":\"" PLANTED_SECRET "\""
#define KEYS_JSON                                                       \
    "{\"Version\":1," PLANTED_KEYS ",\"SessionToken\":\"" PLANTED_TOKEN \
    "\",\"Token\":\"" PLANTED_TOKEN "\",\"Expiration\":\"" LATER "\"}"
#define PLANTED_PROFILE                                                        \
    "aws_access_key_id = AKIDPLANTED\naws_secret_access_key = " PLANTED_SECRET \
    "\naws_session_token = " PLANTED_TOKEN "\n"
#define STS(action)                                                                              \
    {                                                                                            \
        .status = 200,                                                                           \
        .body =                                                                                  \
            "<" action "Response><" action                                                       \
            "Result><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>" PLANTED_SECRET   \
            "</SecretAccessKey><SessionToken>" PLANTED_TOKEN "</SessionToken><Expiration>" LATER \
            "</Expiration></Credentials></" action "Result></" action "Response>"                \
    }
#define JSON(text)                                                               \
    {                                                                            \
        .status = 200, .headers = "Content-Type: application/json", .body = text \
    }

static void from_code(void)
{
    const connect_credentials credentials = { sizeof credentials, .access_key_id = "A",
                                              .secret_access_key = PLANTED_SECRET,
                                              .session_token = PLANTED_TOKEN };
    connect_credentials_provider_free(home.world.keys);
    ck_assert_int_eq(connect_credentials_static(&credentials, &home.world.keys, NULL), CONNECT_OK);
    home.world.options.credentials = home.world.keys;
}

static void from_environment(void)
{
    setenv("AWS_ACCESS_KEY_ID", "A", 1);
    setenv("AWS_SECRET_ACCESS_KEY", PLANTED_SECRET, 1);
    setenv("AWS_SESSION_TOKEN", PLANTED_TOKEN, 1);
}

static void from_config(void)
{
    home_write(&home, ".aws/config",
               "[default]\n" PLANTED_PROFILE "[profile other]\n" PLANTED_PROFILE);
    home_write(&home, ".aws/credentials", "[default]\n" PLANTED_PROFILE);
}

static void from_a_role(void)
{
    home_write(
        &home, ".aws/config",
        "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = b\n[profile b]\n" PLANTED_PROFILE);
}

static void from_web_identity(void)
{
    setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/r", 1);
    home_write(&home, "token", PLANTED_TOKEN);
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", home_path(&home, "token"), 1);
}

/* Takes ownership of the provider; NULL: the default chain. */
static void use_provider(connect_credentials_provider *provider)
{
    connect_credentials_provider_free(home.world.keys);
    home.world.keys = provider;
    home.world.options.credentials = provider;
}

static void from_a_given_profile(void)
{
    connect_credentials_provider *provider;
    home_write(&home, ".aws/config", "[profile other]\n" PLANTED_PROFILE);
    ck_assert_int_eq(connect_credentials_profile("other", &provider, NULL), CONNECT_OK);
    use_provider(provider);
}

static void from_a_given_role(void)
{
    connect_role_options role = { .size = sizeof role,
                                  .role_arn = "arn:aws:iam::123456789012:role/r" };
    connect_credentials_provider *provider;
    from_code();
    role.source = home.world.keys;
    ck_assert_int_eq(connect_credentials_role(&role, &provider, NULL), CONNECT_OK);
    use_provider(provider);
}

static void from_a_given_web_identity(void)
{
    const connect_web_identity_options identity = { .size = sizeof identity,
                                                    .role_arn = "arn:aws:iam::123456789012:role/r",
                                                    .token_file = "~/token" };
    connect_credentials_provider *provider;
    home_write(&home, "token", PLANTED_TOKEN);
    ck_assert_int_eq(connect_credentials_web_identity(&identity, &provider, NULL), CONNECT_OK);
    use_provider(provider);
}

static void from_sso(void)
{
    home_write(&home, ".aws/config",
               "[default]\nsso_session = company\nsso_account_id = 1\nsso_role_name = r\n"
               "[sso-session company]\nsso_start_url = u\nsso_region = eu-west-2\n");
    home_write(&home, SSO_FILE,
               "{\"accessToken\":\"" PLANTED_TOKEN
               "\",\"expiresAt\":\"2026-11-21T12:40:00Z\",\"refreshToken\":\"" PLANTED_TOKEN
               "\",\"clientId\":\"c\",\"clientSecret\":\"" PLANTED_SECRET
               "\",\"registrationExpiresAt\":\"2027-01-01T00:00:00Z\"}");
}

/* One that is renewed, and valid for another minute. */
static void from_a_login(void)
{
    home_write(&home, ".aws/config", "[default]\nlogin_session = " LOGIN_SESSION "\n");
    login_write(&home, LOGIN_FILE, "2026-11-21T12:35:56Z", "P-256");
    char *text = home_read(&home, LOGIN_FILE);
    json_t *login = json_loads(text, 0, NULL), *keys = json_object_get(login, "accessToken");
    free(text);
    json_object_set_new(keys, "secretAccessKey", json_string(PLANTED_SECRET));
    json_object_set_new(keys, "sessionToken", json_string(PLANTED_TOKEN));
    json_object_set_new(login, "refreshToken", json_string(PLANTED_TOKEN));
    text = json_dumps(login, 0);
    json_decref(login);
    home_write(&home, LOGIN_FILE, text);
    free(text);
}

static void from_a_program(void)
{
    home_write(&home, "keys.json", KEYS_JSON);
    char config[200];
    snprintf(config, sizeof config, "[default]\ncredential_process = cat %s\n",
             home_path(&home, "keys.json"));
    home_write(&home, ".aws/config", config);
}

static void from_a_container(void)
{
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", PLANTED_TOKEN, 1);
}

static void from_a_container_with_a_file(void)
{
    home_write(&home, "token", PLANTED_TOKEN);
    setenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/task", 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "~/token", 1);
}

static void from_a_container_with_a_url(void)
{
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1/task?id=1", 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", PLANTED_TOKEN, 1);
}

static void from_a_role_on_a_container(void)
{
    from_a_container();
    home_write(&home, ".aws/config",
               "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\n"
               "credential_source = EcsContainer\n");
}

static void with_the_region_of_an_instance(void)
{
    from_environment();
    home.world.options.region = NULL;
    home.world.options.endpoint_url = NULL;
    unsetenv("AWS_DEFAULT_REGION");
}

static void from_an_instance(void)
{
    setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://169.254.169.254/", 1);
}

#define PLANTED_SSO                                                                          \
    JSON("{\"roleCredentials\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"" PLANTED_SECRET \
         "\",\"sessionToken\":\"" PLANTED_TOKEN "\",\"expiration\":1795268096000}}")

static const struct {
    const char *name;
    void (*prepare)(void);
    struct fake_response responses[4]; /* before the call's own */
    size_t count;
} sources[] = {
    { "static", from_code, { { 0 } }, 0 },
    { "environment", from_environment, { { 0 } }, 0 },
    { "profile", from_config, { { 0 } }, 0 },
    { "role", from_a_role, { STS("AssumeRole") }, 1 },
    { "web identity", from_web_identity, { STS("AssumeRoleWithWebIdentity") }, 1 },
    { "given profile", from_a_given_profile, { { 0 } }, 0 },
    { "given role", from_a_given_role, { STS("AssumeRole") }, 1 },
    { "given web identity", from_a_given_web_identity, { STS("AssumeRoleWithWebIdentity") }, 1 },
    { "sso",
      from_sso,
      { JSON("{\"accessToken\":\"" PLANTED_TOKEN "\",\"expiresIn\":3600}"), PLANTED_SSO },
      2 },
    { "login",
      from_a_login,
      { JSON("{\"accessToken\":{\"accessKeyId\":\"A\",\"secretAccessKey\":\"" PLANTED_SECRET
             "\",\"sessionToken\":\"" PLANTED_TOKEN
             "\"},\"expiresIn\":900,\"refreshToken\":\"" PLANTED_TOKEN "\"}") },
      1 },
    { "program", from_a_program, { { 0 } }, 0 },
    { "container", from_a_container, { JSON(KEYS_JSON) }, 1 },
    { "container with a file", from_a_container_with_a_file, { JSON(KEYS_JSON) }, 1 },
    { "container with a URL", from_a_container_with_a_url, { JSON(KEYS_JSON) }, 1 },
    { "role on a container",
      from_a_role_on_a_container,
      { JSON(KEYS_JSON), STS("AssumeRole") },
      2 },
    { "environment, with the region of an instance",
      with_the_region_of_an_instance,
      { { .status = 200, .body = PLANTED_TOKEN }, { .status = 200, .body = "us-west-2" } },
      2 },
    { "instance",
      from_an_instance,
      { { .status = 200, .body = PLANTED_TOKEN }, { .status = 200, .body = "r" }, JSON(KEYS_JSON) },
      3 },
};

static void set_up(void)
{
    memory_watch();
    home_begin(&home);
}

static void tear_down(void)
{
    memory_unwatch();
}

static void use_source(int index, const char *secret)
{
    struct fake_response responses[8] = { { 0 } };
    size_t count = sources[index].count;
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;
    char *text = NULL;
    memory_look_for(secret);
    home.world.options.region = "us-west-2";
    sources[index].prepare();
    memcpy(responses, sources[index].responses, count * sizeof *responses);
    responses[count++] = (struct fake_response)WORLD_FINE;
    fake_transport_script(&home.world.transport, responses, count);
    world_open(&home.world);
    ck_assert_msg(world_describe(home.world.client, &response, &error) == CONNECT_OK, "%s: %s",
                  sources[index].name, connect_error_message(error));
    connect_free(response);
    ck_assert_int_eq(connect_client_describe(home.world.client, &text, NULL), CONNECT_OK);
    check_has_not(text, secret);
    check_has_not(home.world.log.text, secret);
    connect_free(text);
    home_end(&home);
    ck_assert_msg(memory_found() == 0, "%s: %zu blocks", sources[index].name, memory_found());
    ck_assert_uint_eq(memory_live(), 0);
}

START_TEST(no_secret_access_key_is_left_behind)
{
    use_source(_i, PLANTED_SECRET);
}
END_TEST

START_TEST(no_session_token_is_left_behind)
{
    use_source(_i, PLANTED_TOKEN);
}
END_TEST

/* The tests above can fail: the same search finds a secret that was freed without cleansing. */
START_TEST(the_search_finds_a_secret_in_freed_memory)
{
    memory_look_for("https://planted.example");
    home.world.options.endpoint_url = "https://planted.example";
    world_open(&home.world);
    home.world.options.endpoint_url = NULL;
    connect_client_free(home.world.client);
    home.world.client = NULL;
    ck_assert_uint_gt(memory_found(), 0);
    home_end(&home);
}
END_TEST

/* Responds by URL: after an allocation failure, a valid token is used without the renewal. */
static connect_status serve_sso(struct fake_transport *transport,
                                const connect_http_request *request,
                                connect_http_response *response, connect_http_failure *failure)
{
    const struct fake_response *responses = transport->user;
    return fake_response_play(&responses[strstr(request->url, "/token") != NULL ? 0 : 1], NULL,
                              response, failure);
}

static void take_end(void *user, connect_call *call, connect_status status)
{
    struct end *end = user;
    end->calls++;
    end->status = status;
    end->error = connect_call_take_error(call);
}

/* A loop needs memory of its own for what it waits for. */
static connect_status describe_on_loop(connect_client *client, connect_error **error)
{
    static const connect_describe_instance_request describe = { .size = sizeof describe,
                                                                .instance_id = WORLD_ID };
    struct end end = { 0 };
    connect_loop *loop;
    connect_status status = connect_loop_new(client, NULL, &loop, error);
    if (status != CONNECT_OK) {
        return status;
    }
    status = connect_describe_instance_start(loop, client, &describe, take_end, &end, NULL, error);
    while (connect_loop_pending(loop) > 0) {
        (void)connect_loop_run(loop, 1000);
    }
    connect_loop_free(loop);
    ck_assert_int_eq(end.calls, status == CONNECT_OK ? 1 : 0);
    if (status == CONNECT_OK) {
        *error = end.error;
        status = end.status;
    }
    return status;
}

/* What requests for credentials are authorized by. */
static const struct {
    const char *url, *header;
} tokens[] = {
    { "/task", "Authorization" },
    { "/security-credentials/", "x-aws-ec2-metadata-token" },
    { "/placement/region", "x-aws-ec2-metadata-token" },
    { "/federation/credentials", "x-amz-sso_bearer_token" },
};

/*
 * The service would refuse a request that was sent without its token for lack of memory.  The keys
 * that a login had before its renewal are none that were planted.
 */
static void check_tokens(void)
{
    for (size_t i = 0; i < home.world.transport.sent_count; i++) {
        const struct fake_sent *sent = &home.world.transport.sent[i];
        if (strstr(sent->url, "/instance/") != NULL) {
            const char *signature = fake_sent_header(sent, "Authorization");
            ck_assert_msg(strstr(signature, "Credential=A/") != NULL ||
                              strstr(signature, "Credential=AKIDPLANTED/") != NULL,
                          "%s", signature);
        }
        for (size_t j = 0; j < sizeof tokens / sizeof *tokens; j++) {
            if (strstr(sent->url, tokens[j].url) != NULL) {
                ck_assert_pstr_eq(fake_sent_header(sent, tokens[j].header), PLANTED_TOKEN);
            }
        }
    }
}

static bool fetch_from_source(void *user)
{
    int index = *(const int *)user;
    struct fake_response responses[8] = { { 0 } };
    size_t count = sources[index].count;
    connect_client *client = NULL;
    connect_error *error = NULL;
    memory_spare(true); /* preparation is not under test */
    sources[index].prepare();
    memory_spare(false);
    if (sources[index].prepare == from_sso) {
        home.world.transport.serve = serve_sso;
        home.world.transport.user = (void *)(uintptr_t)sources[index].responses;
    }
    memcpy(responses, sources[index].responses, count * sizeof *responses);
    responses[count++] = (struct fake_response)WORLD_FINE;
    fake_transport_script(&home.world.transport, responses, count);
    connect_status status = connect_client_new(&home.world.options, &client, &error);
    if (status == CONNECT_OK) {
        status = home.world.options.transport == &async.face
                     ? describe_on_loop(client, &error)
                     : connect_client_warm_up(client, &error);
    }
    connect_client_free(client);
    use_provider(NULL);
    check_tokens();
    ck_assert_msg(status == CONNECT_OK ||
                      (status == CONNECT_E_MEMORY &&
                       strcmp(connect_error_message(error), "out of memory") == 0),
                  "%s: %s: %s", sources[index].name, connect_status_name(status),
                  connect_error_message(error));
    connect_error_free(error);
    return status == CONNECT_OK;
}

static void fail_each_allocation(int index)
{
    home.world.options.region = "us-west-2";
    home.world.options.log_level = CONNECT_LOG_OFF;
    /*
     * Static credentials are made before the client.  Success is correct when the allocation that
     * failed was only for the reason why another source was skipped.
     */
    if (sources[index].prepare != from_code) {
        use_provider(NULL);
        memory_fail_each(fetch_from_source, &index, MEMORY_ANY);
    }
    home_end(&home);
}

START_TEST(every_source_handles_each_failed_allocation)
{
    fail_each_allocation(_i);
}
END_TEST

START_TEST(every_source_handles_each_failed_allocation_on_a_loop)
{
    async_init(&async, &home.world.transport);
    home.world.options.transport = &async.face;
    fail_each_allocation(_i);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/secrets");
    TCase *all = tcase_create("all");
    int count = (int)(sizeof sources / sizeof *sources);
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_loop_test(all, no_secret_access_key_is_left_behind, 0, count);
    tcase_add_loop_test(all, no_session_token_is_left_behind, 0, count);
    tcase_add_loop_test(all, every_source_handles_each_failed_allocation, 0, count);
    tcase_add_loop_test(all, every_source_handles_each_failed_allocation_on_a_loop, 0, count);
    tcase_add_test(all, the_search_finds_a_secret_in_freed_memory);
    suite_add_tcase(suite, all);
    return suite;
}
