/*
 * Published cases of other SDKs, through a client with a home directory, an environment and a
 * network that plays the recorded responses.  Paths of the cases are below the home directory.
 */
#include "support/home.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static struct home home;
static json_t *vectors;

static const char *text_at(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* "/home/x" and "/token.jwt" are files of the case: replaced by paths below the home directory. */
static char *mapped(const char *text)
{
    static const char *const roots[] = { "/home", "/token.jwt", "/var/token.jwt" };
    size_t size = 0;
    char *out = NULL;
    FILE *file = open_memstream(&out, &size);
    while (*text != '\0') {
        const char *root = NULL;
        for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
            if (strncmp(text, roots[i], strlen(roots[i])) == 0) {
                root = roots[i];
            }
        }
        if (root == NULL) {
            fputc(*text++, file);
            continue;
        }
        fputs(home.path, file);
        if (strcmp(root, "/home") != 0) {
            fputs("/token.jwt", file);
        }
        text += strlen(root);
    }
    fclose(file);
    return out;
}

static void write_files(const json_t *files)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)files, name, value) {
        char *path = mapped(name), *text = mapped(json_string_value(value));
        home_write(&home,
                   strncmp(path, home.path, strlen(home.path)) == 0 ? path + strlen(home.path)
                                                                    : path,
                   text);
        free(path);
        free(text);
    }
}

static void set_environment(const json_t *env)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)env, name, value) {
        char *text = mapped(json_string_value(value));
        /* A bare file name is a file of the case. */
        if (strcmp(name, "AWS_CONFIG_FILE") == 0 && text[0] != '/') {
            setenv(name, home_path(&home, text), 1);
        } else if (strcmp(name, "HOME") != 0) {
            setenv(name, text, 1);
        }
        free(text);
    }
}

/* ---- the recorded network ---- */

static const json_t *traffic;
static size_t traffic_at;
static const char *case_name;

/* The value of a form field, or NULL; in a buffer that the next call reuses. */
static const char *form_field(const char *body, const char *name)
{
    static char value[8][8192];
    static int turn;
    size_t size = strlen(name);
    while (body != NULL && *body != '\0') {
        size_t length = strcspn(body, "&");
        if (strncmp(body, name, size) == 0 && body[size] == '=') {
            turn = (turn + 1) % 8;
            snprintf(value[turn], sizeof value[turn], "%.*s", (int)(length - size - 1),
                     body + size + 1);
            return value[turn];
        }
        body += length + (body[length] == '&');
    }
    return NULL;
}

/*
 * The recordings were edited by hand: role, token and generated session name in a body differ from
 * the files of the case.  Only what is consistent is compared here; check_credentials_chain
 * compares the rest.
 */
static void check_form(const char *got, const char *expected)
{
    static const char *const same[] = { "Action", "Version", "DurationSeconds", "ExternalId" };
    static const char *const there[] = { "RoleArn", "RoleSessionName", "WebIdentityToken" };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        const char *want = form_field(expected, same[i]), *have = form_field(got, same[i]);
        ck_assert_msg((want == NULL) == (have == NULL) && (want == NULL || strcmp(want, have) == 0),
                      "%s: %s: %s, not %s", case_name, same[i], have, want);
    }
    for (size_t i = 0; i < sizeof there / sizeof *there; i++) {
        ck_assert_msg((form_field(expected, there[i]) == NULL) ==
                          (form_field(got, there[i]) == NULL),
                      "%s: %s in %s", case_name, there[i], got);
    }
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

static void check_headers(const connect_http_request *request, const json_t *headers)
{
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)headers, name, value) {
        const char *got = header_of(request, name), *want = json_string_value(value);
        ck_assert_msg(got != NULL, "%s: no header %s", case_name, name);
        /* Some session tokens in the recordings are not those that were issued before. */
        if (strcmp(name, "x-amz-security-token") != 0) {
            ck_assert_msg(strncmp(got, want, strlen(want)) == 0, "%s: %s: %s", case_name, name,
                          got);
        }
    }
}

static connect_status play(struct fake_transport *transport, const connect_http_request *request,
                           connect_http_response *response, connect_http_failure *failure)
{
    const json_t *exchange = json_array_get(traffic, traffic_at++);
    const json_t *expected = json_object_get(exchange, "request"),
                 *scripted = json_object_get(exchange, "response");
    const char *body = text_at(expected, "body");
    ck_assert_msg(exchange != NULL, "%s: %s %s is one request too many", case_name, request->method,
                  request->url);
    ck_assert_str_eq(request->method, text_at(expected, "method"));
    ck_assert_str_eq(request->url, text_at(expected, "uri"));
    check_headers(request, json_object_get(expected, "headers"));
    ck_assert_int_eq(request->body_size > 0, body != NULL && body[0] != '\0');
    if (request->body_size > 0) {
        char *form = strndup(request->body, request->body_size);
        check_form(form, body);
        free(form);
    }
    struct fake_response played = (struct fake_response){ .status = (int32_t)json_integer_value(
                                                              json_object_get(scripted, "status")),
                                                          .body = text_at(scripted, "body") };
    return fake_response_play(&played, transport->clock, response, failure);
}

static void begin_case(const char *name)
{
    case_name = name;
    home_begin(&home);
    home.world.transport.serve = play;
    home.world.random.is_highest = false;
    traffic = NULL;
    traffic_at = 0;
}

static const char *or_none(const char *text)
{
    return text != NULL ? text : "none";
}

/* ---- the chain ---- */

static void check_result(const json_t *result, connect_status status,
                         const struct credentials *credentials, const connect_error *error)
{
    const json_t *fine = json_object_get(result, "Ok");
    const json_t *expiry = json_object_get(fine, "expiry");
    if (fine == NULL) {
        ck_assert_msg(status != CONNECT_OK, "%s: it should fail", case_name);
        ck_assert_msg(connect_error_message(error)[0] != '\0', "%s", case_name);
        return;
    }
    ck_assert_msg(status == CONNECT_OK, "%s: %s", case_name, connect_error_message(error));
    ck_assert_str_eq(credentials->access_key_id, text_at(fine, "access_key_id"));
    ck_assert_str_eq(credentials->secret_access_key, text_at(fine, "secret_access_key"));
    ck_assert_str_eq(or_none(credentials->session_token), or_none(text_at(fine, "session_token")));
    if (text_at(fine, "account_id") != NULL) {
        ck_assert_str_eq(or_none(credentials->account_id), text_at(fine, "account_id"));
    }
    if (expiry != NULL) {
        ck_assert_int_eq(credentials->expiration, json_integer_value(expiry) * 1000);
    }
}

/* The messages of this library for the reasons in the cases. */
static const struct {
    const char *name, *part;
} reasons[] = {
    { "eks_pod_identity_no_token_file", "No such file or directory" },
    { "imds_disabled", "disabled by AWS_EC2_METADATA_DISABLED" },
    { "imds_no_iam_role", "the instance has no role" },
    { "imds_token_fail", "it is disabled for this instance" },
    { "sso_no_token_file",
      "dace00cba5f8355ec9d274ceb2bcebdfbeed0e12.json: No such file or directory" },
    { "web_identity_token_invalid_jwt", "No OpenIDConnect provider found in your account" },
};

static void check_reason(const connect_error *error)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (strcmp(reasons[i].name, case_name) == 0) {
            check_has(connect_error_message(error), reasons[i].part);
            return;
        }
    }
    ck_abort_msg("%s: no message is listed", case_name);
}

static void run_chain_case(const json_t *one)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    begin_case(text_at(one, "name"));
    /* Before the earliest recorded expiration, in 2009. */
    home.world.clock.now = INT64_C(1234560000000);
    traffic = json_object_get(one, "traffic");
    set_environment(json_object_get(one, "env"));
    write_files(json_object_get(one, "files"));
    connect_status status = home_fetch(&home, &credentials, &error);
    check_result(json_object_get(one, "result"), status, credentials, error);
    if (status != CONNECT_OK) {
        check_reason(error);
    }
    ck_assert_msg(traffic_at == json_array_size(traffic), "%s: %zu requests of %zu", case_name,
                  traffic_at, json_array_size(traffic));
    credentials_unref(credentials);
    connect_error_free(error);
    home_end(&home);
}

START_TEST(chain_cases_agree)
{
    size_t index;
    json_t *one;
    if ((vectors = vectors_load("credentials-chain.json")) == NULL) {
        return;
    }
    ck_assert_uint_gt(json_array_size(json_object_get(vectors, "cases")), 10);
    json_array_foreach(json_object_get(vectors, "cases"), index, one) {
        run_chain_case(one);
    }
    json_decref(vectors);
}
END_TEST

/* ---- endpoints of container and instance metadata ---- */

static char *asked;

static connect_status note(struct fake_transport *transport, const connect_http_request *request,
                           connect_http_response *response, connect_http_failure *failure)
{
    const struct fake_response refusal = { .status = 400, .body = "" };
    if (asked == NULL) {
        asked = strdup(request->url);
    }
    return fake_response_play(&refusal, transport->clock, response, failure);
}

static void run_place_case(const json_t *one, bool container)
{
    const char *expected = text_at(json_object_get(one, "result"), "Ok");
    struct credentials *credentials;
    connect_error *error = NULL;
    begin_case(text_at(one, "docs"));
    home.world.transport.serve = note;
    set_environment(json_object_get(one, "env"));
    write_files(json_object_get(one, "fs"));
    /* Without a container the chain would continue with instance metadata. */
    if (container) {
        setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    }
    ck_assert_int_ne(home_fetch(&home, &credentials, &error), CONNECT_OK);
    ck_assert_msg(strcmp(or_none(asked), or_none(expected)) == 0, "%s: asked %s, not %s (%s)",
                  case_name, or_none(asked), or_none(expected), connect_error_message(error));
    connect_error_free(error);
    free(asked);
    asked = NULL;
    home_end(&home);
}

static bool has_override(const json_t *one)
{
    return text_at(one, "endpoint_override") != NULL || text_at(one, "mode_override") != NULL;
}

START_TEST(container_and_metadata_cases_agree)
{
    static const char *const files[] = { "imds-endpoints.json", "container-endpoints.json" };
    for (size_t i = 0; i < 2; i++) {
        size_t index;
        json_t *one;
        if ((vectors = vectors_load(files[i])) == NULL) {
            return;
        }
        ck_assert_uint_gt(json_array_size(json_object_get(vectors, "tests")), 5);
        json_array_foreach(json_object_get(vectors, "tests"), index, one) {
            if (has_override(one)) {
                vectors_leave_out(files[i], text_at(one, "docs"),
                                  "the client has no option for the metadata service's address");
            } else {
                run_place_case(one, i == 1);
            }
        }
        json_decref(vectors);
    }
}
END_TEST

/* ---- chained roles ---- */

/* The steps of a case respond in turn and record their requests. */
static size_t sts_calls;

static connect_status response_as_sts(struct fake_transport *transport,
                                      const connect_http_request *request,
                                      connect_http_response *response,
                                      connect_http_failure *failure)
{
    static char body[2000];
    const char *form = request->body_size > 0 ? request->body : NULL;
    const char *action = form_field(form, "Action");
    struct fake_response played = { .status = 200, .body = body };
    sts_calls++;
    if (action == NULL) { /* SSO */
        snprintf(body, sizeof body,
                 "{\"roleCredentials\":{\"accessKeyId\":\"STEP%zu\",\"secretAccessKey\":\"s\","
                 "\"sessionToken\":\"t\",\"expiration\":%lld}}",
                 sts_calls, (long long)FAKE_NOW + 3600000);
    } else {
        snprintf(
            body, sizeof body,
            "<%sResponse><%sResult><Credentials><AccessKeyId>STEP%zu</AccessKeyId>"
            "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-11-21T13:34:56Z"
            "</Expiration></Credentials></%sResult></%sResponse>",
            action, action, sts_calls, action, action);
    }
    return fake_response_play(&played, transport->clock, response, failure);
}

static void write_profiles(const json_t *input)
{
    static const struct {
        const char *member, *prefix;
    } kinds[] = { { "profiles", "profile" }, { "sso_sessions", "sso-session" } };
    size_t size = 0;
    char *text = NULL, *config;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; i < 2; i++) {
        const char *name, *key;
        json_t *section, *value;
        json_object_foreach(json_object_get(input, kinds[i].member), name, section) {
            fprintf(out, "[%s %s]\n", kinds[i].prefix, name);
            json_object_foreach(section, key, value) {
                fprintf(out, "%s = %s\n", key, json_string_value(value));
            }
        }
    }
    fclose(out);
    config = mapped(text);
    home_write(&home, ".aws/config", config);
    free(config);
    free(text);
}

static const char *plain(const char *encoded)
{
    static char out[8192];
    size_t size = 0;
    for (; encoded != NULL && *encoded != '\0'; encoded++) {
        if (*encoded == '%') {
            char hex[3] = { encoded[1], encoded[2], '\0' };
            out[size++] = (char)strtol(hex, NULL, 16);
            encoded += 2;
        } else {
            out[size++] = *encoded;
        }
    }
    out[size] = '\0';
    return out;
}

static void check_optional(const char *body, const char *field, const json_t *step,
                           const char *member)
{
    const char *want = text_at(step, member);
    if (want != NULL) {
        ck_assert_str_eq(plain(form_field(body, field)), want);
    } else if (strcmp(field, "ExternalId") == 0) {
        ck_assert_ptr_null(form_field(body, field));
    }
}

/* Compares one request with its step. */
static void check_step(const struct fake_sent *sent, const json_t *step, const char *signer)
{
    const json_t *role = json_object_get(step, "AssumeRole"),
                 *web = json_object_get(step, "WebIdentityToken");
    const json_t *sso = json_object_get(step, "Sso");
    char credential[200];
    if (sso != NULL) {
        check_has(sent->url, text_at(sso, "sso_region"));
        check_has(sent->url, text_at(sso, "sso_account_id"));
        check_has(sent->url, text_at(sso, "sso_role_name"));
        return;
    }
    ck_assert_str_eq(form_field(sent->body, "Action"),
                     role != NULL ? "AssumeRole" : "AssumeRoleWithWebIdentity");
    ck_assert_str_eq(plain(form_field(sent->body, "RoleArn")),
                     text_at(role != NULL ? role : web, "role_arn"));
    check_optional(sent->body, "ExternalId", role, "external_id");
    check_optional(sent->body, "RoleSessionName", role != NULL ? role : web, "session_name");
    check_optional(sent->body, "RoleSessionName", role != NULL ? role : web, "role_session_name");
    if (role != NULL) {
        snprintf(credential, sizeof credential, "Credential=%s/", signer);
        check_has(fake_sent_header(sent, "Authorization"), credential);
    }
}

static void check_chain(const json_t *steps, const struct credentials *credentials)
{
    const json_t *base = json_object_get(json_array_get(steps, 0), "AccessKey");
    size_t first = base != NULL ? 1 : 0;
    char signer[100];
    snprintf(signer, sizeof signer, "%s", base != NULL ? text_at(base, "access_key_id") : "");
    ck_assert_msg(home.world.transport.sent_count == json_array_size(steps) - first,
                  "%s: %zu requests", case_name, home.world.transport.sent_count);
    for (size_t i = first; i < json_array_size(steps); i++) {
        check_step(&home.world.transport.sent[i - first], json_array_get(steps, i), signer);
        snprintf(signer, sizeof signer, "STEP%zu", i - first + 1);
    }
    ck_assert_str_eq(credentials->access_key_id, signer);
    if (base != NULL && json_array_size(steps) == 1) {
        ck_assert_str_eq(credentials->secret_access_key, text_at(base, "secret_access_key"));
    }
}

/* Provides what the first step needs: a token, or credentials in the environment. */
static void prepare_base(const json_t *input)
{
    setenv("AWS_PROFILE", text_at(input, "selected_profile"), 1);
    home_write(&home, "token.jwt", "a.web.token");
    /* SHA-1 of "https://foo.bar" */
    home_write(&home, ".aws/sso/cache/7c459196c60f9c8b83244ac9c88b673bfec5eece.json",
               "{\"accessToken\":\"a\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}");
}

static void run_profile_case(const json_t *one)
{
    const json_t *input = json_object_get(one, "input"), *output = json_object_get(one, "output");
    const json_t *steps = json_object_get(output, "ProfileChain");
    struct credentials *credentials;
    connect_error *error = NULL;
    begin_case(text_at(one, "docs"));
    home.world.transport.serve = response_as_sts;
    sts_calls = 0;
    write_profiles(input);
    prepare_base(input);
    connect_status status = home_fetch(&home, &credentials, &error);
    if (steps == NULL) {
        ck_assert_msg(status == CONNECT_E_CREDENTIALS || status == CONNECT_E_CONFIGURATION,
                      "%s: %d", case_name, (int)status);
        ck_assert_uint_eq(home.world.transport.sent_count, 0);
    } else {
        ck_assert_msg(status == CONNECT_OK, "%s: %s", case_name, connect_error_message(error));
        check_chain(steps, credentials);
    }
    credentials_unref(credentials);
    connect_error_free(error);
    home_end(&home);
}

START_TEST(profile_cases_agree)
{
    size_t index;
    json_t *one;
    if ((vectors = vectors_load("assume-role-profiles.json")) == NULL) {
        return;
    }
    ck_assert_uint_gt(json_array_size(json_object_get(vectors, "cases")), 10);
    json_array_foreach(json_object_get(vectors, "cases"), index, one) {
        run_profile_case(one);
    }
    json_decref(vectors);
}
END_TEST

/* ---- logins ---- */

static connect_status response_as_signin(struct fake_transport *transport,
                                         const connect_http_request *request,
                                         connect_http_response *response,
                                         connect_http_failure *failure)
{
    const json_t *call = json_array_get(traffic, traffic_at++);
    const json_t *scripted = json_object_get(json_object_get(call, "response"), "tokenOutput");
    json_t *sent = json_loadb(request->body, request->body_size, 0, NULL);
    char *body = response != NULL ? json_dumps(scripted, 0) : strdup("{}");
    struct fake_response played = { .status = response != NULL ? 200 : 400, .body = body };
    connect_status status;
    ck_assert_msg(call != NULL, "%s: one request too many", case_name);
    ck_assert(json_equal(sent, json_object_get(json_object_get(call, "request"), "tokenInput")));
    ck_assert_ptr_nonnull(header_of(request, "DPoP"));
    status = fake_response_play(&played, transport->clock, response, failure);
    json_decref(sent);
    free(body);
    return status;
}

static void check_login(const json_t *outcome, connect_status status,
                        const struct credentials *credentials, const connect_error *error)
{
    const char *kind = text_at(outcome, "result"), *name;
    json_t *value;
    if (strcmp(kind, "error") == 0) {
        ck_assert_msg(status != CONNECT_OK, "%s", case_name);
        return;
    }
    ck_assert_msg(status == CONNECT_OK, "%s: %s", case_name, connect_error_message(error));
    if (strcmp(kind, "credentials") == 0) {
        ck_assert_str_eq(credentials->access_key_id, text_at(outcome, "accessKeyId"));
        ck_assert_str_eq(credentials->secret_access_key, text_at(outcome, "secretAccessKey"));
        ck_assert_str_eq(credentials->session_token, text_at(outcome, "sessionToken"));
        ck_assert_str_eq(credentials->account_id, text_at(outcome, "accountId"));
        if (json_array_size(traffic) > 0) {
            ck_assert_int_eq(credentials->expiration,
                             INT64_C(1763511300000)); /* 2025-11-19T00:15:00Z */
        }
        return;
    }
    ck_assert_str_eq(kind, "cacheContents");
    json_object_foreach((json_t *)(uintptr_t)outcome, name, value) {
        char path[200], *text;
        json_t *written;
        if (strcmp(name, "result") == 0) {
            continue;
        }
        snprintf(path, sizeof path, ".aws/login/cache/%s", name);
        text = home_read(&home, path);
        written = json_loads(text, 0, NULL);
        ck_assert_msg(json_equal(written, value), "%s: %s", case_name, text);
        json_decref(written);
        free(text);
    }
}

static void run_login_case(const json_t *one)
{
    struct credentials *credentials;
    connect_error *error = NULL;
    const char *name;
    size_t index;
    json_t *value;
    begin_case(text_at(one, "documentation"));
    home.world.transport.serve = response_as_signin;
    home.world.clock.now = INT64_C(1763510400000); /* 2025-11-19T00:00:00Z */
    home.world.options.profile = "signin";
    setenv("AWS_REGION", "us-east-1", 1);
    home_write(&home, ".aws/config", text_at(one, "configContents"));
    json_object_foreach(json_object_get(one, "cacheContents"), name, value) {
        char path[200], *text = json_dumps(value, 0);
        snprintf(path, sizeof path, ".aws/login/cache/%s", name);
        home_write(&home, path, text);
        free(text);
    }
    traffic = json_object_get(one, "mockApiCalls");
    connect_status status = home_fetch(&home, &credentials, &error);
    ck_assert_uint_eq(traffic_at, json_array_size(traffic));
    json_array_foreach(json_object_get(one, "outcomes"), index, value) {
        check_login(value, status, credentials, error);
    }
    credentials_unref(credentials);
    connect_error_free(error);
    home_end(&home);
}

START_TEST(login_cases_agree)
{
    size_t index;
    json_t *one;
    if ((vectors = vectors_load("login-provider.json")) == NULL) {
        return;
    }
    ck_assert_uint_gt(json_array_size(vectors), 5);
    json_array_foreach(vectors, index, one) {
        run_login_case(one);
    }
    json_decref(vectors);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("credentials/vectors");
    TCase *all = tcase_create("all");
    tcase_add_test(all, chain_cases_agree);
    tcase_add_test(all, container_and_metadata_cases_agree);
    tcase_add_test(all, profile_cases_agree);
    tcase_add_test(all, login_cases_agree);
    suite_add_tcase(suite, all);
    return suite;
}
