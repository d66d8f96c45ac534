/* Credentials: providers that the application makes for a profile, a role and a web identity. */
#include "call/warm_up.h"
#include "support/home.h"
#include "support/suite.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct home home;
static connect_credentials_provider *provider;

static void set_up(void)
{
    home_begin(&home);
    home.world.options.region = "eu-central-1";
    provider = NULL;
}

static void tear_down(void)
{
    connect_credentials_provider_free(provider);
    home_end(&home);
}

#define CONFIG ".aws/config"
#define ROLE_ARN "arn:aws:iam::123456789012:role/RoleA"
#define ROLE_B_ARN "arn:aws:iam::123456789012:role/RoleB"
#define STATIC(id) "aws_access_key_id = " id "\naws_secret_access_key = secret\n"
#define SCRIPT(...) WORLD_SCRIPT(&home.world, __VA_ARGS__)
#define ISSUED(action, id, expiration)                                                          \
    {                                                                                           \
        .status = 200, .headers = "Content-Type: text/xml",                                     \
        .body = "<" action "Response><" action "Result><Credentials><AccessKeyId>" id           \
                "</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t-" id         \
                "</SessionToken><Expiration>" expiration "</Expiration></Credentials></" action \
                "Result></" action "Response>"                                                  \
    }
#define SOON "2026-11-21T13:34:56Z"
#define ASSUMED(id) ISSUED("AssumeRole", id, SOON)
#define IDENTIFIED(id) ISSUED("AssumeRoleWithWebIdentity", id, SOON)
#define HOURS_MS (60 * 60 * 1000)

static const struct fake_sent *sent(size_t index)
{
    ck_assert_uint_lt(index, home.world.transport.sent_count);
    return &home.world.transport.sent[index];
}

static void use_provider(void)
{
    home.world.options.credentials = provider;
}

static connect_credentials_provider *make_static(const char *id)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = id,
                                              .secret_access_key = "secret" };
    connect_credentials_provider *made;
    ck_assert_int_eq(connect_credentials_static(&credentials, &made, NULL), CONNECT_OK);
    return made;
}

/* Takes ownership of the source. */
static void make_role(connect_role_options role, connect_credentials_provider *source)
{
    connect_error *error = NULL;
    role.size = sizeof role;
    role.source = source;
    ck_assert_msg(connect_credentials_role(&role, &provider, &error) == CONNECT_OK, "%s",
                  connect_error_message(error));
    connect_credentials_provider_free(source);
    use_provider();
}

static void make_profile(const char *profile)
{
    ck_assert_int_eq(connect_credentials_profile(profile, &provider, NULL), CONNECT_OK);
    use_provider();
}

static void make_identity(connect_web_identity_options identity)
{
    connect_error *error = NULL;
    identity.size = sizeof identity;
    ck_assert_msg(connect_credentials_web_identity(&identity, &provider, &error) == CONNECT_OK,
                  "%s", connect_error_message(error));
    use_provider();
}

/* Credentials of a new client. */
static void expect_credentials(const char *id, const char *source)
{
    struct credentials *credentials = home_fetch_credentials(&home);
    ck_assert_str_eq(credentials->access_key_id, id);
    ck_assert_str_eq(credentials->source, source);
    ck_assert_uint_eq(home.world.transport.sent_count, home.world.transport.responses_count);
    credentials_unref(credentials);
}

/* Credentials of the client that exists. */
static void expect_next(const char *id)
{
    struct credentials *credentials;
    ck_assert_int_eq(client_credentials(home.world.client, INT64_MAX, &credentials, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(credentials->access_key_id, id);
    credentials_unref(credentials);
}

static void expect_refusal(const char *part)
{
    home_expect_refusal(&home, CONNECT_E_CREDENTIALS, part);
    ck_assert_uint_eq(home.world.transport.sent_count, home.world.transport.responses_count);
}

/* ---- a profile ---- */

START_TEST(a_profile_provides_credentials_and_no_settings)
{
    home.world.options.region = NULL;
    home_write(
        &home, CONFIG,
        "[default]\nregion = eu-west-2\n" STATIC("DEFAULT") "[profile other]\nregion = "
                                                            "ap-southeast-2\n" STATIC("OTHER"));
    unsetenv("AWS_DEFAULT_REGION");
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    make_profile("other");
    expect_credentials("OTHER", "profile");
    char *text = NULL;
    ck_assert_int_eq(connect_client_describe(home.world.client, &text, NULL), CONNECT_OK);
    check_has(text, "\"region\": \"eu-west-2\"");
    connect_free(text);
}
END_TEST

START_TEST(without_a_name_the_profile_is_that_of_the_client)
{
    home_write(&home, CONFIG, "[default]\n" STATIC("DEFAULT") "[profile mine]\n" STATIC("MINE"));
    make_profile(NULL);
    expect_credentials("DEFAULT", "profile");
    setenv("AWS_PROFILE", "mine", 1);
    expect_credentials("MINE", "profile");
    connect_credentials_provider_free(provider);
    make_profile("");
    expect_credentials("MINE", "profile");
}
END_TEST

START_TEST(a_profile_without_credentials_is_an_error_that_names_it)
{
    home_write(&home, CONFIG, "[profile empty]\nregion = eu-west-2\n");
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    make_profile("missing");
    expect_refusal("profile \"missing\" is not in the config and credentials files");
    connect_credentials_provider_free(provider);
    make_profile("empty");
    expect_refusal("\"empty\" has no credentials");
}
END_TEST

START_TEST(a_profile_is_read_at_each_refresh)
{
    home_write(&home, CONFIG,
               "[profile r]\nrole_arn = " ROLE_ARN
               "\nsource_profile = b\n[profile b]\n" STATIC("BASE"));
    make_profile("r");
    SCRIPT(ASSUMED("FIRST"));
    expect_credentials("FIRST", "assume role");
    check_has(sent(0)->url, "https://sts.eu-central-1.amazonaws.com");
    home_write(&home, CONFIG,
               "[profile r]\nrole_arn = " ROLE_B_ARN
               "\nsource_profile = b\n[profile b]\n" STATIC("BASE"));
    fake_clock_advance(&home.world.clock, 2 * HOURS_MS);
    SCRIPT(ISSUED("AssumeRole", "SECOND", "2026-11-21T18:00:00Z"));
    expect_next("SECOND");
    check_has(sent(0)->body, "RoleB");
}
END_TEST

/* ---- a role ---- */

START_TEST(a_role_is_assumed_with_its_source)
{
    make_role((connect_role_options){ .role_arn = ROLE_ARN,
                                      .session_name = "s+=,.@-_1",
                                      .external_id = "ex ternal",
                                      .duration_seconds = CONNECT_SET(900) },
              make_static("BASE"));
    SCRIPT(ASSUMED("ROLE"));
    expect_credentials("ROLE", "assume role");
    const struct fake_sent *request = sent(0);
    ck_assert_str_eq(request->url, "https://sts.eu-central-1.amazonaws.com/");
    check_has(request->body, "Action=AssumeRole&");
    check_has(request->body, "RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2FRoleA");
    check_has(request->body, "RoleSessionName=s%2B%3D%2C.%40-_1");
    check_has(request->body, "ExternalId=ex%20ternal");
    check_has(request->body, "DurationSeconds=900");
    check_has(fake_sent_header(request, "Authorization"), "Credential=BASE/20261121/eu-central-1/");
}
END_TEST

START_TEST(a_role_without_options_has_a_session_name_and_no_duration)
{
    make_role((connect_role_options){ .role_arn = ROLE_ARN, .session_name = "", .region = "" },
              make_static("BASE"));
    SCRIPT(ASSUMED("ROLE"));
    expect_credentials("ROLE", "assume role");
    check_has(sent(0)->body, "RoleSessionName=libconnect-1795264496000");
    check_has_not(sent(0)->body, "ExternalId");
    check_has_not(sent(0)->body, "DurationSeconds");
}
END_TEST

START_TEST(a_role_can_be_the_source_of_a_role)
{
    make_role((connect_role_options){ .role_arn = ROLE_ARN }, make_static("BASE"));
    make_role((connect_role_options){ .role_arn = ROLE_B_ARN, .region = "us-west-2" }, provider);
    SCRIPT(ASSUMED("INNER"), ASSUMED("OUTER"));
    expect_credentials("OUTER", "assume role");
    check_has(sent(0)->body, "RoleA");
    check_has(fake_sent_header(sent(0), "Authorization"), "Credential=BASE/");
    check_has(sent(0)->url, "https://sts.eu-central-1.amazonaws.com");
    check_has(sent(1)->body, "RoleB");
    check_has(fake_sent_header(sent(1), "Authorization"), "Credential=INNER/");
    check_has(sent(1)->url, "https://sts.us-west-2.amazonaws.com");
}
END_TEST

START_TEST(the_source_of_a_role_is_the_default_chain_unless_it_is_given)
{
    setenv("AWS_ACCESS_KEY_ID", "ENVIRONMENT", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "s", 1);
    make_role((connect_role_options){ .role_arn = ROLE_ARN }, NULL);
    SCRIPT(ASSUMED("ROLE"));
    expect_credentials("ROLE", "assume role");
    check_has(fake_sent_header(sent(0), "Authorization"), "Credential=ENVIRONMENT/");
    unsetenv("AWS_ACCESS_KEY_ID");
    unsetenv("AWS_SECRET_ACCESS_KEY");
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    SCRIPT({ 0 });
    home.world.transport.responses_count = 0;
    expect_refusal("assuming role " ROLE_ARN ": no source credentials found: environment: "
                   "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; profile: ");
}
END_TEST

START_TEST(a_refusal_of_sts_is_the_error_of_the_role)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    make_role((connect_role_options){ .role_arn = ROLE_ARN }, make_static("BASE"));
    SCRIPT({ .status = 403,
             .body = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not "
                     "yours</Message></Error><RequestId>r-9</RequestId></ErrorResponse>" });
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_operation(error), "AssumeRole");
    ck_assert_str_eq(connect_error_host(error), "sts.eu-central-1.amazonaws.com");
    ck_assert_str_eq(connect_error_aws_type(error), "AccessDenied");
    check_has(connect_error_message(error), "assuming role " ROLE_ARN ": not yours");
    connect_error_free(error);
}
END_TEST

START_TEST(a_role_is_assumed_again_before_it_expires)
{
    make_role((connect_role_options){ .role_arn = ROLE_ARN }, make_static("BASE"));
    SCRIPT(ASSUMED("FIRST"));
    expect_credentials("FIRST", "assume role");
    fake_clock_advance(&home.world.clock, HOURS_MS / 2);
    expect_next("FIRST");
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    /* In the refresh window; a failed refresh does not end valid credentials. */
    fake_clock_advance(&home.world.clock, HOURS_MS / 3);
    SCRIPT({ .status = 403,
             .body = "<ErrorResponse><Error><Code>AccessDenied</Code></Error>"
                     "</ErrorResponse>" });
    expect_next("FIRST");
    ck_assert_uint_eq(home.world.transport.sent_count, 1);
    fake_clock_advance(&home.world.clock, HOURS_MS);
    SCRIPT(ISSUED("AssumeRole", "SECOND", "2026-11-21T18:00:00Z"));
    expect_next("SECOND");
}
END_TEST

/* ---- web identity ---- */

START_TEST(a_web_identity_token_is_exchanged_unsigned_and_read_at_each_refresh)
{
    home_write(&home, "token", "first-token\n");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent", 1);
    setenv("AWS_ROLE_ARN", ROLE_B_ARN, 1);
    make_identity((connect_web_identity_options){ .role_arn = ROLE_ARN,
                                                  .token_file = "~/token",
                                                  .session_name = "ci",
                                                  .duration_seconds = CONNECT_SET(43200),
                                                  .region = "eu-west-1" });
    SCRIPT(IDENTIFIED("FIRST"));
    expect_credentials("FIRST", "web identity");
    ck_assert_str_eq(sent(0)->url, "https://sts.eu-west-1.amazonaws.com/");
    check_has(sent(0)->body, "WebIdentityToken=first-token");
    check_has(sent(0)->body, "RoleA");
    check_has(sent(0)->body, "RoleSessionName=ci");
    check_has(sent(0)->body, "DurationSeconds=43200");
    ck_assert_ptr_null(fake_sent_header(sent(0), "Authorization"));
    home_write(&home, "token", "second-token");
    fake_clock_advance(&home.world.clock, 2 * HOURS_MS);
    SCRIPT(ISSUED("AssumeRoleWithWebIdentity", "SECOND", "2026-11-21T18:00:00Z"));
    expect_next("SECOND");
    check_has(sent(0)->body, "WebIdentityToken=second-token");
}
END_TEST

START_TEST(an_unreadable_web_identity_token_is_named)
{
    make_identity(
        (connect_web_identity_options){ .role_arn = ROLE_ARN, .token_file = "/nonexistent/token" });
    expect_refusal("web identity token file /nonexistent/token: No such file or directory");
}
END_TEST

START_TEST(a_refused_web_identity_token_is_an_error_of_credentials)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    home_write(&home, "token", "expired");
    make_identity((connect_web_identity_options){ .role_arn = ROLE_ARN, .token_file = "~/token" });
    SCRIPT({ .status = 400,
             .body = "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>Token "
                     "malformed</Message></Error></ErrorResponse>" });
    ck_assert_int_eq(home_fetch(&home, &credentials, &error), CONNECT_E_CREDENTIALS);
    ck_assert_str_eq(connect_error_operation(error), "AssumeRoleWithWebIdentity");
    check_has(sent(0)->url, "https://sts.eu-central-1.amazonaws.com");
    connect_error_free(error);
}
END_TEST

/* ---- options ---- */

#define TEN "0123456789"
#define LONG TEN TEN TEN TEN TEN TEN "12345"

static const struct {
    connect_role_options role;
    const char *part;
} wrong_roles[] = {
    { { .size = sizeof(connect_role_options) }, "role_arn is missing" },
    { { .size = sizeof(connect_role_options), .role_arn = "" }, "role_arn is missing" },
    { { .size = sizeof(connect_role_options), .role_arn = "RoleA" },
      "role_arn: \"RoleA\" is not an ARN" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN "\n" },
      "role_arn contains a control character" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN, .session_name = "a b" },
      "session_name: \"a b\" is not valid" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN, .session_name = "a" },
      "session_name: \"a\" is not valid" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN, .session_name = LONG },
      "expected 2 to 64 letters" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN, .external_id = "\nb" },
      "external_id contains a control character" },
    { { .size = sizeof(connect_role_options), .role_arn = ROLE_ARN, .region = "a.b" },
      "region: \"a.b\" is not a valid region name" },
    { { .size = sizeof(connect_role_options),
        .role_arn = ROLE_ARN,
        .duration_seconds = CONNECT_SET(899) },
      "duration_seconds: 899 is not valid; expected 900 to 43200" },
    { { .size = sizeof(connect_role_options),
        .role_arn = ROLE_ARN,
        .duration_seconds = CONNECT_SET(43201) },
      "duration_seconds: 43201 is not valid" },
};

static void expect_argument(connect_status status, connect_error *error, const char *part)
{
    ck_assert_int_eq(status, CONNECT_E_ARGUMENT);
    ck_assert_ptr_null(provider);
    check_has(connect_error_message(error), part);
    connect_error_free(error);
}

static const char *const session_names[] = { "ab", TEN TEN TEN TEN TEN TEN "1234" };

START_TEST(a_session_name_has_two_to_sixty_four_characters)
{
    char part[100];
    make_role((connect_role_options){ .role_arn = ROLE_ARN, .session_name = session_names[_i] },
              make_static("BASE"));
    SCRIPT(ASSUMED("ROLE"));
    expect_credentials("ROLE", "assume role");
    (void)snprintf(part, sizeof part, "&RoleSessionName=%s", session_names[_i]);
    check_has(sent(0)->body, part);
}
END_TEST

START_TEST(an_invalid_option_of_a_role_is_named)
{
    connect_error *error = NULL;
    connect_status status = connect_credentials_role(&wrong_roles[_i].role, &provider, &error);
    expect_argument(status, error, wrong_roles[_i].part);
}
END_TEST

START_TEST(an_invalid_option_of_a_web_identity_is_named)
{
    static const struct {
        const char *role_arn, *token_file, *part;
    } cases[] = {
        { NULL, "/token", "connect_credentials_web_identity: role_arn is missing" },
        { ROLE_ARN, NULL, "token_file is missing" },
        { ROLE_ARN, "/to\tken", "token_file contains a control character" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const connect_web_identity_options options = { .size = sizeof options,
                                                       .role_arn = cases[i].role_arn,
                                                       .token_file = cases[i].token_file };
        connect_error *error = NULL;
        connect_status status = connect_credentials_web_identity(&options, &provider, &error);
        expect_argument(status, error, cases[i].part);
    }
    const connect_web_identity_options options = { .size = sizeof options,
                                                   .role_arn = ROLE_ARN,
                                                   .token_file = "/token",
                                                   .duration_seconds = CONNECT_SET(1) };
    connect_error *error = NULL;
    connect_status status = connect_credentials_web_identity(&options, &provider, &error);
    expect_argument(status, error, "duration_seconds: 1 is not valid");
    status = connect_credentials_profile("a\nb", &provider, &error);
    expect_argument(status, error,
                    "connect_credentials_profile: profile contains a control character");
}
END_TEST

START_TEST(an_option_that_is_too_long_is_named)
{
    char text[2050];
    memset(text, 'a', sizeof text - 1);
    text[2049] = '\0';
    connect_error *error = NULL;
    connect_status status = connect_credentials_profile(text, &provider, &error);
    expect_argument(status, error, "profile is longer than 2048 bytes");
    text[2048] = '\0';
    ck_assert_int_eq(connect_credentials_profile(text, &provider, NULL), CONNECT_OK);
    connect_credentials_provider_free(provider);
    provider = NULL;
}
END_TEST

START_TEST(a_role_cannot_be_assumed_without_credentials)
{
    connect_role_options role = { .size = sizeof role, .role_arn = ROLE_ARN };
    connect_error *error = NULL;
    ck_assert_int_eq(connect_credentials_anonymous(&role.source, NULL), CONNECT_OK);
    connect_status status = connect_credentials_role(&role, &provider, &error);
    expect_argument(status, error, "source: the anonymous provider has no credentials");
    connect_credentials_provider_free(role.source);
}
END_TEST

START_TEST(struct_sizes_of_other_versions_are_handled)
{
    struct {
        connect_role_options known;
        char tail[16];
    } role = { .known = { .size = sizeof role, .role_arn = ROLE_ARN } };
    struct {
        connect_web_identity_options known;
        char tail[16];
    } identity = { .known = {
                       .size = sizeof identity, .role_arn = ROLE_ARN, .token_file = "/token" } };
    ck_assert_int_eq(connect_credentials_role(&role.known, &provider, NULL), CONNECT_OK);
    connect_credentials_provider_free(provider);
    ck_assert_int_eq(connect_credentials_web_identity(&identity.known, &provider, NULL),
                     CONNECT_OK);
    connect_credentials_provider_free(provider);
    role.tail[0] = identity.tail[0] = 1;
    ck_assert_int_eq(connect_credentials_role(&role.known, &provider, NULL), CONNECT_E_VERSION);
    ck_assert_int_eq(connect_credentials_web_identity(&identity.known, &provider, NULL),
                     CONNECT_E_VERSION);
    role.known.size = identity.known.size = 0;
    ck_assert_int_eq(connect_credentials_role(&role.known, &provider, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_web_identity(&identity.known, &provider, NULL),
                     CONNECT_E_ARGUMENT);
    /* A source beyond the size of the caller's struct is not read. */
    role.known.size = offsetof(connect_role_options, source);
    role.known.source = (connect_credentials_provider *)(uintptr_t)0xbad;
    ck_assert_int_eq(connect_credentials_role(&role.known, &provider, NULL), CONNECT_OK);
}
END_TEST

START_TEST(a_null_argument_is_an_error)
{
    const connect_role_options role = { .size = sizeof role, .role_arn = ROLE_ARN };
    const connect_web_identity_options identity = { .size = sizeof identity,
                                                    .role_arn = ROLE_ARN,
                                                    .token_file = "/token" };
    ck_assert_int_eq(connect_credentials_profile("p", NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_role(&role, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_web_identity(&identity, NULL, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_role(NULL, &provider, NULL), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(connect_credentials_web_identity(NULL, &provider, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- ownership ---- */

static connect_status deliver(void *user, connect_credentials_sink *sink)
{
    const connect_credentials credentials = { .size = sizeof credentials,
                                              .access_key_id = "CALLBACK",
                                              .secret_access_key = "secret" };
    (void)user;
    return connect_credentials_deliver(sink, &credentials);
}

static void count_release(void *user)
{
    ++*(int *)user;
}

START_TEST(options_are_copied_and_sources_are_kept_as_long_as_they_are_needed)
{
    char arn[] = ROLE_ARN, session[] = "session", external[] = "external", region[] = "us-west-2";
    int releases = 0;
    connect_credentials_provider *source;
    ck_assert_int_eq(connect_credentials_custom(deliver, &releases, count_release, &source, NULL),
                     CONNECT_OK);
    make_role(
        (connect_role_options){
            .role_arn = arn, .session_name = session, .external_id = external, .region = region },
        source);
    memset(arn, 'x', sizeof arn - 1);
    memset(session, 'x', sizeof session - 1);
    memset(external, 'x', sizeof external - 1);
    memset(region, 'x', sizeof region - 1);
    SCRIPT(ASSUMED("FIRST"));
    expect_credentials("FIRST", "assume role");
    check_has(sent(0)->body, "RoleA");
    check_has(sent(0)->body, "RoleSessionName=session");
    check_has(sent(0)->body, "ExternalId=external");
    check_has(sent(0)->url, "us-west-2");
    check_has(fake_sent_header(sent(0), "Authorization"), "Credential=CALLBACK/");
    connect_credentials_provider_free(provider);
    provider = NULL;
    fake_clock_advance(&home.world.clock, 2 * HOURS_MS);
    SCRIPT(ISSUED("AssumeRole", "SECOND", "2026-11-21T18:00:00Z"));
    expect_next("SECOND");
    ck_assert_int_eq(releases, 0);
    connect_client_free(home.world.client);
    home.world.client = NULL;
    ck_assert_int_eq(releases, 1);
}
END_TEST

START_TEST(strings_of_profiles_and_web_identities_are_copied)
{
    char profile[] = "other", arn[] = ROLE_ARN, file[] = "~/token";
    home_write(&home, CONFIG, "[profile other]\n" STATIC("OTHER"));
    home_write(&home, "token", "token");
    make_profile(profile);
    memset(profile, 'x', sizeof profile - 1);
    expect_credentials("OTHER", "profile");
    connect_credentials_provider_free(provider);
    make_identity((connect_web_identity_options){ .role_arn = arn, .token_file = file });
    memset(arn, 'x', sizeof arn - 1);
    memset(file, 'x', sizeof file - 1);
    SCRIPT(IDENTIFIED("WEB"));
    expect_credentials("WEB", "web identity");
    check_has(sent(0)->body, "RoleA");
}
END_TEST

START_TEST(one_provider_serves_several_clients)
{
    make_role((connect_role_options){ .role_arn = ROLE_ARN }, make_static("BASE"));
    SCRIPT(ASSUMED("ONE"));
    expect_credentials("ONE", "assume role");
    connect_client *first = home.world.client;
    home.world.client = NULL;
    home.world.options.region = "us-west-2";
    SCRIPT(ASSUMED("TWO"));
    expect_credentials("TWO", "assume role");
    check_has(sent(0)->url, "https://sts.us-west-2.amazonaws.com");
    connect_client_free(first);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("providers");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_test(all, a_profile_provides_credentials_and_no_settings);
    tcase_add_test(all, without_a_name_the_profile_is_that_of_the_client);
    tcase_add_test(all, a_profile_without_credentials_is_an_error_that_names_it);
    tcase_add_test(all, a_profile_is_read_at_each_refresh);
    tcase_add_test(all, a_role_is_assumed_with_its_source);
    tcase_add_test(all, a_role_without_options_has_a_session_name_and_no_duration);
    tcase_add_test(all, a_role_can_be_the_source_of_a_role);
    tcase_add_test(all, the_source_of_a_role_is_the_default_chain_unless_it_is_given);
    tcase_add_test(all, a_refusal_of_sts_is_the_error_of_the_role);
    tcase_add_test(all, a_role_is_assumed_again_before_it_expires);
    tcase_add_test(all, a_web_identity_token_is_exchanged_unsigned_and_read_at_each_refresh);
    tcase_add_test(all, an_unreadable_web_identity_token_is_named);
    tcase_add_test(all, a_refused_web_identity_token_is_an_error_of_credentials);
    tcase_add_loop_test(all, a_session_name_has_two_to_sixty_four_characters, 0, 2);
    tcase_add_loop_test(all, an_invalid_option_of_a_role_is_named, 0,
                        (int)(sizeof wrong_roles / sizeof *wrong_roles));
    tcase_add_test(all, an_invalid_option_of_a_web_identity_is_named);
    tcase_add_test(all, an_option_that_is_too_long_is_named);
    tcase_add_test(all, a_role_cannot_be_assumed_without_credentials);
    tcase_add_test(all, struct_sizes_of_other_versions_are_handled);
    tcase_add_test(all, a_null_argument_is_an_error);
    tcase_add_test(all, options_are_copied_and_sources_are_kept_as_long_as_they_are_needed);
    tcase_add_test(all, strings_of_profiles_and_web_identities_are_copied);
    tcase_add_test(all, one_provider_serves_several_clients);
    suite_add_tcase(suite, all);
    return suite;
}
