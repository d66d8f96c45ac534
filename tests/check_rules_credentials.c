/*
 * Credentials by the cases of tests/rules: a client with a home directory, an environment and a
 * transport that checks each request and plays the response of the case.
 */
#include "core/time.h"
#include "support/home.h"
#include "support/login.h"
#include "support/rules.h"
#include "support/suite.h"

#include <openssl/evp.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct home home;
static const json_t *current; /* the case */
static size_t requests;       /* sent so far */

/* ---- the machine of a case ---- */

/* A copy with the home directory in place of each "~"; free() it. */
static char *expand_home(const char *text)
{
    size_t size = 0;
    char *out = NULL;
    FILE *stream = open_memstream(&out, &size);

    for (; *text != '\0'; text++) {
        if (text[0] == '~' && text[1] == '/') {
            fputs(home.path, stream);
        } else {
            fputc(*text, stream);
        }
    }
    fclose(stream);
    return out;
}

static void write_files(const json_t *files)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)files, name, value) {
        char *text = expand_home(json_string_value(value));
        home_write(&home, name, text);
        free(text);
    }
}

static void set_environment(const json_t *env)
{
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)env, name, value) {
        char *text = expand_home(json_string_value(value));
        setenv(name, text, 1);
        free(text);
    }
}

typedef connect_status respond_fn(struct fake_transport *transport,
                                  const connect_http_request *request,
                                  connect_http_response *response, connect_http_failure *failure);

static void begin_case(const json_t *one, respond_fn *respond)
{
    current = one;
    requests = 0;
    home_begin(&home);
    home.world.transport.serve = respond;
    home.world.random.is_highest = false;
    set_environment(json_object_get(one, "env"));
    write_files(json_object_get(one, "files"));
}

/* ---- requests ---- */

/* A form field, decoded; free() it. NULL when the form does not have it. */
static char *form_field(const char *form, const char *name)
{
    size_t size = strlen(name);

    for (const char *at = form; *at != '\0'; at += strcspn(at, "&"), at += *at == '&') {
        if (strncmp(at, name, size) != 0 || at[size] != '=') {
            continue;
        }
        const char *value = at + size + 1;
        const char *end = value + strcspn(value, "&");
        char *decoded = calloc(1, (size_t)(end - value) + 1);
        for (char *out = decoded; value < end; value++) {
            if (*value == '%') {
                char hex[3] = { value[1], value[2], '\0' };
                *out++ = (char)strtol(hex, NULL, 16);
                value += 2;
            } else {
                *out++ = (char)(*value == '+' ? ' ' : *value);
            }
        }
        return decoded;
    }
    return NULL;
}

static void check_field(const char *form, const char *name, const char *expected)
{
    char *value = form_field(form, name);

    if (expected != NULL && strcmp(expected, "*") == 0) {
        rules_assert(value != NULL && value[0] != '\0', "no %s in %s", name, form);
    } else {
        rules_assert_equal(name, value, expected);
    }
    free(value);
}

/* The form has the expected fields and no others. */
static void check_form(const connect_http_request *request, const json_t *expected)
{
    char *form = strndup(request->body == NULL ? "" : request->body, request->body_size);
    const char *name;
    json_t *value;
    size_t fields = form[0] != '\0';

    json_object_foreach((json_t *)(uintptr_t)expected, name, value) {
        check_field(form, name, json_string_value(value));
    }
    for (const char *at = form; (at = strchr(at, '&')) != NULL; at++) {
        fields++;
    }
    rules_assert(fields == json_object_size(expected), "%zu fields in %s", fields, form);
    free(form);
}

static const char *header_of(const connect_http_request *request, const char *name)
{
    for (size_t i = 0; i < request->headers_count; i++) {
        if (strcasecmp(request->headers[i]->key, name) == 0) {
            return request->headers[i]->value;
        }
    }
    return NULL;
}

static void check_request(const connect_http_request *request, const json_t *expected)
{
    const char *name;
    json_t *value;

    rules_assert(expected != NULL, "unexpected request %s %s", request->method, request->url);
    rules_assert_equal("the method", request->method, rules_text(expected, "method"));
    rules_assert_equal("the URL", request->url, rules_text(expected, "url"));
    json_object_foreach(rules_object(expected, "headers"), name, value) {
        const char *found = header_of(request, name);
        const char *beginning = json_string_value(value);

        rules_assert(found != NULL && strncmp(found, beginning, strlen(beginning)) == 0,
                     "%s: %s, expected %s", name, found == NULL ? "absent" : found, beginning);
    }
    if (json_is_true(json_object_get(expected, "unsigned"))) {
        rules_assert(header_of(request, "Authorization") == NULL, "%s is signed", request->url);
    }
    check_form(request, json_object_get(expected, "form"));
}

/* ---- the chain ---- */

static connect_status play_exchange(struct fake_transport *transport,
                                    const connect_http_request *request,
                                    connect_http_response *response, connect_http_failure *failure)
{
    const json_t *exchange = json_array_get(json_object_get(current, "exchanges"), requests++);

    check_request(request, exchange);
    const struct fake_response played = {
        .status = (int32_t)json_integer_value(json_object_get(exchange, "status")),
        .headers = rules_text(exchange, "response_headers"),
        .body = rules_text(exchange, "body"),
    };
    return fake_response_play(&played, transport->clock, response, failure);
}

static void check_credentials(const json_t *expected, const struct credentials *found)
{
    const char *expiration = rules_text(expected, "expiration");
    int64_t expected_ms = INT64_MAX;

    rules_assert_equal("the access key", found->access_key_id,
                       rules_text(expected, "access_key_id"));
    rules_assert_equal("the secret key", found->secret_access_key,
                       rules_text(expected, "secret_access_key"));
    rules_assert_equal("the session token", found->session_token,
                       rules_text(expected, "session_token"));
    rules_assert_equal("the account", found->account_id, rules_text(expected, "account_id"));
    if (expiration != NULL) {
        ck_assert(time_parse_iso(expiration, strlen(expiration), &expected_ms));
    }
    rules_assert(found->expiration == expected_ms, "expires at %lld, expected %lld",
                 (long long)found->expiration, (long long)expected_ms);
}

/* Resolves the credentials of the case and compares them, or the error. */
static void check_result(const json_t *one)
{
    const char *expected_error = rules_text(one, "error");
    struct credentials *found;
    connect_error *error = NULL;
    connect_status status = home_fetch(&home, &found, &error);

    if (expected_error != NULL) {
        rules_assert(status == CONNECT_E_CREDENTIALS || status == CONNECT_E_CONFIGURATION,
                     "status %d: %s", (int)status, connect_error_message(error));
        rules_assert_contains(connect_error_message(error), expected_error);
    } else {
        rules_assert(status == CONNECT_OK, "%s", connect_error_message(error));
        check_credentials(json_object_get(one, "credentials"), found);
    }
    credentials_unref(found);
    connect_error_free(error);
}

static void run_chain(const json_t *one)
{
    begin_case(one, play_exchange);
    check_result(one);
    rules_assert(requests == json_array_size(json_object_get(one, "exchanges")), "%zu requests",
                 requests);
    home_end(&home);
}

START_TEST(the_chain_finds_credentials_by_each_rule)
{
    rules_run_all("chain.json", run_chain);
}
END_TEST

/* ---- the addresses of containers and instance metadata ---- */

static char *first_url;

/* Notes the URL of the first request, and refuses all. */
static connect_status note_url(struct fake_transport *transport,
                               const connect_http_request *request, connect_http_response *response,
                               connect_http_failure *failure)
{
    const struct fake_response refusal = { .status = 400, .body = "" };

    if (first_url == NULL) {
        first_url = strdup(request->url);
    }
    return fake_response_play(&refusal, transport->clock, response, failure);
}

static void run_address(const json_t *one)
{
    struct credentials *found;
    connect_error *error = NULL;

    begin_case(one, note_url);
    if (strncmp(rules_text(one, "rule"), "container", 9) == 0) {
        setenv("AWS_EC2_METADATA_DISABLED", "true", 1); /* the next source of the chain */
    }
    rules_assert(home_fetch(&home, &found, &error) != CONNECT_OK, "%s", "there are credentials");
    rules_assert_equal("the first URL", first_url, rules_text(one, "url"));
    if (rules_text(one, "error") != NULL) {
        rules_assert_contains(connect_error_message(error), rules_text(one, "error"));
    }
    connect_error_free(error);
    free(first_url);
    first_url = NULL;
    home_end(&home);
}

START_TEST(containers_and_instance_metadata_are_addressed_by_each_rule)
{
    rules_run_all("container.json", run_address);
    rules_run_all("metadata.json", run_address);
}
END_TEST

/* ---- roles ---- */

/* STS and SSO: each response has the access key STEP1, STEP2 and so on. */
static connect_status serve_steps(struct fake_transport *transport,
                                  const connect_http_request *request,
                                  connect_http_response *response, connect_http_failure *failure)
{
    char *form = strndup(request->body == NULL ? "" : request->body, request->body_size);
    char *action = form_field(form, "Action");
    char body[1000];
    const struct fake_response played = { .status = 200, .body = body };

    requests++;
    if (action == NULL) {
        snprintf(body, sizeof body,
                 "{\"roleCredentials\":{\"accessKeyId\":\"STEP%zu\",\"secretAccessKey\":\"s\","
                 "\"sessionToken\":\"token-%zu\",\"expiration\":%lld}}",
                 requests, requests, (long long)FAKE_NOW + 3600000);
    } else {
        snprintf(body, sizeof body,
                 "<%sResponse><%sResult><Credentials><AccessKeyId>STEP%zu</AccessKeyId>"
                 "<SecretAccessKey>s</SecretAccessKey><SessionToken>token-%zu</SessionToken>"
                 "<Expiration>2026-11-21T13:34:56Z</Expiration></Credentials></%sResult>"
                 "</%sResponse>",
                 action, action, requests, requests, action, action);
    }
    free(action);
    free(form);
    return fake_response_play(&played, transport->clock, response, failure);
}

/* Appends the sections of one kind to the config file. */
static void print_sections(FILE *out, const char *kind, const json_t *sections)
{
    const char *name, *key;
    json_t *section, *value;

    json_object_foreach((json_t *)(uintptr_t)sections, name, section) {
        fprintf(out, "[%s %s]\n", kind, name);
        json_object_foreach(section, key, value) {
            fprintf(out, "%s = %s\n", key, json_string_value(value));
        }
    }
}

static void write_profiles(const json_t *one)
{
    size_t size = 0;
    char *text = NULL;
    FILE *out = open_memstream(&text, &size);

    print_sections(out, "profile", json_object_get(one, "profiles"));
    print_sections(out, "sso-session", json_object_get(one, "sso_sessions"));
    fclose(out);
    char *config = expand_home(text);
    home_write(&home, ".aws/config", config);
    free(config);
    free(text);
}

/* Tokens that are valid: of a web identity, and of SSO logins, by URL and by session. */
static void write_tokens(void)
{
    static const char sso_token[] =
        "{\"accessToken\":\"a\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}";

    home_write(&home, "token.jwt", "header.claims.signature");
    /* SHA-1 of "https://corp.example/start" and of "corp" */
    home_write(&home, ".aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json", sso_token);
    home_write(&home, ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json", sso_token);
}

/* What signs the next request. */
struct signer {
    char access_key[64], token[64];
};

static void check_role_step(const struct fake_sent *sent, const json_t *step,
                            const struct signer *signer)
{
    const char *role = rules_text(step, "role");
    char credential[100];

    if (rules_text(step, "sso_region") != NULL) {
        rules_assert_contains(sent->url, rules_text(step, "sso_region"));
        rules_assert_contains(sent->url, rules_text(step, "sso_account_id"));
        rules_assert_contains(sent->url, rules_text(step, "sso_role_name"));
        return;
    }
    const char *session_name = rules_text(step, "session_name");
    check_field(sent->body, "Action", role != NULL ? "AssumeRole" : "AssumeRoleWithWebIdentity");
    check_field(sent->body, "RoleArn", role != NULL ? role : rules_text(step, "web_role"));
    check_field(sent->body, "RoleSessionName", session_name != NULL ? session_name : "*");
    check_field(sent->body, "ExternalId", rules_text(step, "external_id"));
    check_field(sent->body, "DurationSeconds", rules_text(step, "duration"));
    check_field(sent->body, "WebIdentityToken", role != NULL ? NULL : "header.claims.signature");
    if (role == NULL) {
        rules_assert(fake_sent_header(sent, "Authorization") == NULL, "%s", "it is signed");
        return;
    }
    snprintf(credential, sizeof credential, "Credential=%s/", signer->access_key);
    rules_assert_contains(fake_sent_header(sent, "Authorization"), credential);
    rules_assert_equal("the session token of the signer",
                       fake_sent_header(sent, "X-Amz-Security-Token"),
                       signer->token[0] == '\0' ? NULL : signer->token);
}

static void check_steps(const json_t *steps, const struct credentials *found)
{
    const json_t *base = json_array_get(steps, 0);
    const char *token = rules_text(base, "session_token");
    size_t first = rules_text(base, "access_key") != NULL;
    struct signer signer = { "", "" };

    if (first > 0) {
        snprintf(signer.access_key, sizeof signer.access_key, "%s", rules_text(base, "access_key"));
        snprintf(signer.token, sizeof signer.token, "%s", token == NULL ? "" : token);
    }
    rules_assert(requests + first == json_array_size(steps), "%zu requests", requests);
    for (size_t i = first; i < json_array_size(steps); i++) {
        check_role_step(&home.world.transport.sent[i - first], json_array_get(steps, i), &signer);
        snprintf(signer.access_key, sizeof signer.access_key, "STEP%zu", i - first + 1);
        snprintf(signer.token, sizeof signer.token, "token-%zu", i - first + 1);
    }
    rules_assert_equal("the access key", found->access_key_id, signer.access_key);
}

static void run_roles(const json_t *one)
{
    struct credentials *found;
    connect_error *error = NULL;

    begin_case(one, serve_steps);
    write_profiles(one);
    write_tokens();
    setenv("AWS_PROFILE", "deploy", 1);
    if (rules_text(one, "error") != NULL) {
        check_result(one);
        rules_assert(requests == 0, "%zu requests", requests);
    } else {
        rules_assert(home_fetch(&home, &found, &error) == CONNECT_OK, "%s",
                     connect_error_message(error));
        check_steps(json_object_get(one, "steps"), found);
        credentials_unref(found);
    }
    home_end(&home);
}

START_TEST(profiles_lead_to_roles_by_each_rule)
{
    rules_run_all("roles.json", run_roles);
}
END_TEST

/* ---- logins ---- */

static connect_status serve_login(struct fake_transport *transport,
                                  const connect_http_request *request,
                                  connect_http_response *response, connect_http_failure *failure)
{
    const json_t *refreshed = json_object_get(current, "response");
    json_t *sent = json_loadb(request->body, request->body_size, 0, NULL);
    char *body =
        refreshed == NULL ? strdup("{\"error\":\"TOKEN_EXPIRED\"}") : json_dumps(refreshed, 0);
    const struct fake_response played = {
        .status = refreshed == NULL ? 400 : 200,
        .headers = refreshed == NULL ? "x-amzn-ErrorType: AccessDeniedException" : NULL,
        .body = body,
    };

    requests++;
    rules_assert(json_equal(sent, json_object_get(current, "request")), "sent %.*s",
                 (int)request->body_size, (const char *)request->body);
    rules_assert(header_of(request, "DPoP") != NULL, "%s", "no proof of possession");
    connect_status status = fake_response_play(&played, transport->clock, response, failure);
    json_decref(sent);
    free(body);
    return status;
}

/* Where the session of that name is cached, below the home directory. */
static void name_cache_file(const char *session, char *name, size_t size)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned hash_size;
    int used = snprintf(name, size, ".aws/login/cache/");

    ck_assert_int_eq(EVP_Digest(session, strlen(session), hash, &hash_size, EVP_sha256(), NULL), 1);
    for (unsigned i = 0; i < hash_size; i++) {
        used += snprintf(name + used, size - (size_t)used, "%02x", hash[i]);
    }
    snprintf(name + used, size - (size_t)used, ".json");
}

/* A copy of a cached session, with a private key in place of "(key)". */
static json_t *session_with_key(const json_t *session, const char *pem)
{
    json_t *copy = json_deep_copy(session);
    const char *key = rules_text(copy, "dpopKey");

    if (key != NULL && strcmp(key, "(key)") == 0) {
        json_object_set_new(copy, "dpopKey", json_string(pem));
    }
    return copy;
}

static void check_stored(const json_t *stored, const char *name, const char *pem)
{
    char *text = home_read(&home, name);
    json_t *found = json_loads(text, 0, NULL);
    json_t *expected = session_with_key(stored, pem);

    rules_assert(json_equal(found, expected), "stored %s", text);
    json_decref(expected);
    json_decref(found);
    free(text);
}

static void run_login(const json_t *one)
{
    const json_t *cache = json_object_get(one, "cache");
    const char *other = rules_text(one, "cache_of");
    char *pem = login_make_key("P-256");
    char name[120];

    begin_case(one, serve_login);
    home_write(&home, ".aws/config",
               "[default]\nregion = eu-west-2\nlogin_session = " LOGIN_SESSION "\n");
    name_cache_file(other != NULL ? other : LOGIN_SESSION, name, sizeof name);
    if (cache != NULL) {
        json_t *session = session_with_key(cache, pem);
        char *text = json_dumps(session, 0);
        home_write(&home, name, text);
        free(text);
        json_decref(session);
    }
    check_result(one);
    rules_assert(requests == (json_object_get(one, "request") != NULL), "%zu requests", requests);
    if (json_object_get(one, "stored") != NULL) {
        check_stored(json_object_get(one, "stored"), name, pem);
    }
    free(pem);
    home_end(&home);
}

START_TEST(logins_are_used_and_refreshed_by_each_rule)
{
    rules_run_all("login.json", run_login);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("rules/credentials");
    TCase *tests = tcase_create("rules");

    tcase_add_test(tests, the_chain_finds_credentials_by_each_rule);
    tcase_add_test(tests, containers_and_instance_metadata_are_addressed_by_each_rule);
    tcase_add_test(tests, profiles_lead_to_roles_by_each_rule);
    tcase_add_test(tests, logins_are_used_and_refreshed_by_each_rule);
    suite_add_tcase(suite, tests);
    return suite;
}
