/*
 * Config files, endpoints and signatures by the cases of tests/rules, and the completeness of that
 * folder: each rule has a case, each case a rule, and each published case belongs to a rule.
 */
#include "aws/endpoint.h"
#include "aws/hash.h"
#include "aws/profile.h"
#include "aws/profile_files.h"
#include "aws/settings.h"
#include "aws/sigv4.h"
#include "core/file.h"
#include "core/time.h"
#include "support/home.h"
#include "support/internals.h"
#include "support/profile_walk.h"
#include "support/rules.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct logger quiet = { CONNECT_LOG_OFF, NULL, NULL };

/* ---- config files ---- */

static struct profile_text profile_text_of(const json_t *one, const char *key, const char *path)
{
    const char *text = rules_text(one, key);

    return (struct profile_text){ text, text == NULL ? 0 : strlen(text), path };
}

/* The sections of one kind are those expected, with their properties and nothing else. */
static void check_sections(const struct profile_files *files, const char *kind,
                           const json_t *expected)
{
    const struct profile_section *section = NULL;
    const char *name;
    size_t sections = 0;

    while ((name = profile_section_next(files, kind, &section)) != NULL) {
        const json_t *properties = json_object_get(expected, name);
        const struct profile_property *property = NULL;
        const char *key;
        size_t keys = 0;

        rules_assert(properties != NULL, "%s %s is not expected", kind, name);
        while ((key = profile_key_next(files, kind, name, &property)) != NULL) {
            rules_assert_equal(key, profile_section_get(files, kind, name, key),
                               rules_text(properties, key));
            keys++;
        }
        rules_assert(keys == json_object_size(properties), "%s has %zu keys", name, keys);
        sections++;
    }
    rules_assert(sections == json_object_size(expected), "%zu sections %s", sections, kind);
}

/* The fault of the first unusable profile, or NULL. */
static const char *first_fault(const struct profile_files *files)
{
    const struct profile_section *section = NULL;
    const char *name;

    while ((name = profile_section_next(files, "profile", &section)) != NULL) {
        if (profile_fault(files, name) != NULL) {
            return profile_fault(files, name);
        }
    }
    return NULL;
}

static void run_config_files(const json_t *one)
{
    struct profile_text config = profile_text_of(one, "config", "CONFIG");
    struct profile_text credentials = profile_text_of(one, "credentials", "CREDENTIALS");
    struct profile_files *files;
    connect_error *error = NULL;
    connect_status status = profile_files_parse(&config, &credentials, &quiet, &files, &error);

    if (rules_text(one, "error") != NULL) {
        const char *message =
            status == CONNECT_OK ? first_fault(files) : connect_error_message(error);
        rules_assert_contains(message, rules_text(one, "error"));
    } else {
        rules_assert(status == CONNECT_OK, "%s", connect_error_message(error));
        rules_assert(first_fault(files) == NULL, "%s", first_fault(files));
        check_sections(files, "profile", json_object_get(one, "profiles"));
        check_sections(files, "sso-session", json_object_get(one, "sso_sessions"));
    }
    connect_error_free(error);
    profile_files_free(files);
}

START_TEST(config_files_are_parsed_by_each_rule)
{
    rules_run_all("config-files.json", run_config_files);
}
END_TEST

/* ---- endpoints ---- */

static void run_endpoint(const json_t *one)
{
    struct arena arena = { 0 };
    struct endpoint endpoint;
    connect_error *error = NULL;
    struct endpoint_query query = { .prefix = "connect",
                                    .region = rules_text(one, "region"),
                                    .endpoint = rules_text(one, "endpoint"),
                                    .fips = json_is_true(json_object_get(one, "fips")),
                                    .dualstack = json_is_true(json_object_get(one, "dualstack")) };
    connect_status status = endpoint_resolve(&arena, &query, &endpoint, &error);

    if (rules_text(one, "error") != NULL) {
        rules_assert(status == CONNECT_E_CONFIGURATION, "status %d", (int)status);
        rules_assert_contains(connect_error_message(error), rules_text(one, "error"));
    } else {
        rules_assert(status == CONNECT_OK, "%s", connect_error_message(error));
        rules_assert_equal("the URL", endpoint.url, rules_text(one, "url"));
    }
    connect_error_free(error);
    arena_release(&arena);
}

START_TEST(endpoints_are_resolved_by_each_rule)
{
    rules_run_all("endpoints.json", run_endpoint);
}
END_TEST

/* ---- configured URLs ---- */

static struct home home;

static const char *find_variable(void *user, const char *name)
{
    return strcmp(name, "AWS_CONFIG_FILE") == 0 ? home_path(&home, "config")
                                                : rules_text(user, name);
}

static void run_endpoint_url(const json_t *one)
{
    const char *service = rules_text(one, "service");
    const char *config = rules_text(one, "config");
    char text[1000];
    connect_client_options options = { .size = sizeof options,
                                       .endpoint_url = rules_text(one, "option") };
    struct settings settings = { .env = find_variable,
                                 .env_user = rules_object(one, "environment") };
    connect_error *error = NULL;

    snprintf(text, sizeof text, "[default]\nregion = eu-west-2\n%s", config == NULL ? "" : config);
    home_write(&home, "config", text);
    if (json_is_true(json_object_get(one, "ignore_option"))) {
        options.ignore_configured_endpoint_urls = (connect_opt_bool)CONNECT_SET(true);
    }
    rules_assert(settings_resolve(&settings, &options, &quiet, &error) == CONNECT_OK, "%s",
                 connect_error_message(error));
    const char *url = settings.values[SETTING_ENDPOINT_URL].text;
    if (service != NULL) {
        rules_assert(settings_endpoint_url(&settings, &settings.arena, service, &url, &error) ==
                         CONNECT_OK,
                     "%s", connect_error_message(error));
    }
    struct endpoint_query query = { .prefix = service == NULL ? "connect" : service,
                                    .region = settings.values[SETTING_REGION].text,
                                    .endpoint = url };
    struct endpoint endpoint;
    rules_assert(endpoint_resolve(&settings.arena, &query, &endpoint, &error) == CONNECT_OK, "%s",
                 connect_error_message(error));
    rules_assert_equal("the URL", endpoint.url, rules_text(one, "url"));
    settings_release(&settings);
}

START_TEST(configured_urls_are_found_by_each_rule)
{
    home_begin(&home);
    rules_run_all("endpoint-urls.json", run_endpoint_url);
    home_end(&home);
}
END_TEST

/* ---- signatures ---- */

static json_t *sigv4_common;

/* A member of the case, or of all cases. */
static const char *sigv4_member(const json_t *one, const char *key)
{
    return rules_text(json_object_get(one, key) == NULL ? sigv4_common : one, key);
}

static int64_t sigv4_time(const json_t *one)
{
    const char *date = sigv4_member(one, "date");
    char text[32];
    int64_t time_ms = 0;

    snprintf(text, sizeof text, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", date, date + 4, date + 6,
             date + 9, date + 11, date + 13);
    rules_assert(time_parse_iso(text, strlen(text), &time_ms), "%s", text);
    return time_ms;
}

static void hash_body(const struct sigv4_request *request, char *hex)
{
    struct hasher *hasher = hasher_new();
    unsigned char hash[HASH_SIZE];

    ck_assert(hasher_sha256(hasher, request->body, request->body_size, hash));
    hash_hex(hash, hex);
    hasher_free(hasher);
}

/* The request of a case; `target` and `headers` are storage for it. */
static struct sigv4_request sigv4_request_of(const json_t *one, char *target, connect_pair *headers,
                                             char *body_hash)
{
    struct sigv4_request request = { .method = rules_text(one, "method"),
                                     .path = target,
                                     .query = "",
                                     .headers = headers,
                                     .body = rules_text(one, "body"),
                                     .keep_path =
                                         json_is_true(json_object_get(one, "keeps_path")) };
    char *query = strchr(target, '?');
    size_t index;
    json_t *header;

    if (query != NULL) {
        *query = '\0';
        request.query = query + 1;
    }
    request.body_size = request.body == NULL ? 0 : strlen(request.body);
    json_array_foreach(json_object_get(one, "headers"), index, header) {
        headers[request.headers_count++] =
            (connect_pair){ json_string_value(json_array_get(header, 0)),
                            json_string_value(json_array_get(header, 1)) };
    }
    if (json_is_true(json_object_get(one, "signs_body"))) {
        hash_body(&request, body_hash);
        headers[request.headers_count++] = (connect_pair){ "X-Amz-Content-Sha256", body_hash };
    }
    return request;
}

static void run_sigv4(const json_t *one)
{
    connect_pair headers[20];
    char target[300], body_hash[HASH_HEX_SIZE + 1];
    bool adds_token_later = json_is_true(json_object_get(one, "token_is_added_later"));
    struct sigv4_identity identity = { sigv4_member(one, "access_key"),
                                       sigv4_member(one, "secret_key"),
                                       adds_token_later ? NULL : rules_text(one, "token"),
                                       sigv4_member(one, "region"),
                                       sigv4_member(one, "service"),
                                       sigv4_time(one) };
    struct sigv4_headers signed_headers;
    struct sigv4_stages stages;

    snprintf(target, sizeof target, "%s", rules_text(one, "target"));
    struct sigv4_request request = sigv4_request_of(one, target, headers, body_hash);
    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &signed_headers, &stages, NULL),
                     CONNECT_OK);
    rules_assert_equal("the canonical request", buf_text(&stages.canonical_request),
                       rules_text(one, "canonical_request"));
    rules_assert_equal("the string to sign", buf_text(&stages.string_to_sign),
                       rules_text(one, "string_to_sign"));
    rules_assert_equal("the signature", stages.signature, rules_text(one, "signature"));
    rules_assert_equal("Authorization", buf_text(&signed_headers.authorization),
                       rules_text(one, "authorization"));
    rules_assert_equal("x-amz-date", signed_headers.date, sigv4_member(one, "date"));
    sigv4_headers_free(&signed_headers);
    stages_free(&stages);
}

START_TEST(requests_are_signed_by_each_rule)
{
    json_t *document = rules_load("sigv4.json");

    sigv4_common = rules_object(document, "common");
    rules_run_all("sigv4.json", run_sigv4);
    json_decref(document);
}
END_TEST

/* ---- the list of rules ---- */

static const struct {
    const char *own, *published, *prefix;
} sections[] = {
    { "config-files.json", "profile-parser.json", "config" },
    { "roles.json", "assume-role-profiles.json", "roles" },
    { "chain.json", "credentials-chain.json", "chain" },
    { "container.json", "container-endpoints.json", "container" },
    { "metadata.json", "imds-endpoints.json", "metadata" },
    { "login.json", "login-provider.json", "login" },
    { "endpoint-urls.json", "configured-endpoint-urls.json", "url" },
    { "endpoints.json", "endpoints.json", "endpoint" },
    { "sigv4.json", "sigv4.json", "sigv4" },
};

enum { SECTIONS = sizeof sections / sizeof *sections };
enum { RULES_MAX = 100, PUBLISHED_MAX = 100 };

struct rules_section {
    unsigned rules;                     /* config-1 to config-N */
    unsigned cases[RULES_MAX + 1];      /* how many cases each rule has */
    unsigned listed[PUBLISHED_MAX + 1]; /* how often the table lists each published case */
};

/* Parses "| config-2 | ... | 2, 18 |"; false when the line is no row of rules. */
static bool parse_row(struct rules_section *section, const char *line, const char *prefix)
{
    size_t size = strcspn(line, "\n");
    char row[300], expected[40];

    snprintf(row, sizeof row, "%.*s", (int)size, line);
    snprintf(expected, sizeof expected, "| %s-%u | ", prefix, section->rules + 1);
    bool is_rule = strncmp(row, expected, strlen(expected)) == 0;
    if (!is_rule && strncmp(row, "| - |", 5) != 0) {
        ck_assert_msg(strncmp(row, "| ", 2) != 0 || strncmp(row, "| rule |", 8) == 0,
                      "expected \"%s\" in: %s", expected, row);
        return false;
    }
    section->rules += is_rule;
    ck_assert_uint_le(section->rules, RULES_MAX);
    *strrchr(row, '|') = '\0';
    char *number = strrchr(row, '|') + 1;
    for (unsigned long n; (n = strtoul(number, &number, 10)) != 0; number += *number == ',') {
        ck_assert_uint_le(n, PUBLISHED_MAX);
        section->listed[n]++;
    }
    return true;
}

/* The table of the README under "## OWN, PUBLISHED". */
static void read_section(struct rules_section *section, size_t index)
{
    struct buf readme = BUF_INIT(256 * 1024);
    const char *top = getenv("top_srcdir");
    char path[4096], heading[100];

    snprintf(path, sizeof path, "%s/tests/rules/README.md", top == NULL ? "." : top);
    ck_assert_int_eq(file_read(path, &readme), 0);
    snprintf(heading, sizeof heading, "\n## %s, %s\n", sections[index].own,
             sections[index].published);
    const char *line = strstr(buf_text(&readme), heading);
    ck_assert_msg(line != NULL, "README.md has no heading%s", heading);
    for (line += strlen(heading); *line != '\0' && strncmp(line, "## ", 3) != 0;
         line += strcspn(line, "\n") + 1) {
        (void)parse_row(section, line, sections[index].prefix);
    }
    ck_assert_uint_gt(section->rules, 0);
    buf_free(&readme);
}

START_TEST(each_rule_has_a_case_and_each_case_a_rule)
{
    struct rules_section section = { 0 };
    json_t *document = rules_load(sections[_i].own);
    size_t index;
    json_t *one;

    read_section(&section, (size_t)_i);
    json_array_foreach(json_object_get(document, "cases"), index, one) {
        const char *rule = rules_text(one, "rule");
        size_t prefix = strlen(sections[_i].prefix);

        ck_assert_msg(strncmp(rule, sections[_i].prefix, prefix) == 0 && rule[prefix] == '-',
                      "%s in %s", rule, sections[_i].own);
        unsigned long number = strtoul(rule + prefix + 1, NULL, 10);
        ck_assert_msg(number >= 1 && number <= section.rules, "README.md has no rule %s", rule);
        section.cases[number]++;
    }
    for (unsigned i = 1; i <= section.rules; i++) {
        ck_assert_msg(section.cases[i] > 0, "no case of %s-%u", sections[_i].prefix, i);
    }
    json_decref(document);
}
END_TEST

/* The cases of a published file, whatever its form. */
static size_t count_published(const json_t *document)
{
    static const char *const names[] = { "tests", "cases", "testCases", "endpointUrlTests" };
    const json_t *suite = json_array_get(json_object_get(document, "testSuites"), 0);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *cases = json_object_get(suite == NULL ? document : suite, names[i]);
        if (cases != NULL) {
            return json_array_size(cases);
        }
    }
    return json_array_size(document);
}

START_TEST(each_published_case_belongs_to_one_rule)
{
    struct rules_section section = { 0 };
    json_t *document = vectors_load(sections[_i].published);

    if (document == NULL) {
        return;
    }
    size_t count = count_published(document);
    ck_assert_uint_gt(count, 0);
    read_section(&section, (size_t)_i);
    for (size_t i = 1; i <= PUBLISHED_MAX; i++) {
        ck_assert_msg(section.listed[i] == (i <= count), "%s: case %zu is listed %u times",
                      sections[_i].published, i, section.listed[i]);
    }
    json_decref(document);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("rules");
    TCase *tests = tcase_create("rules");

    tcase_add_test(tests, config_files_are_parsed_by_each_rule);
    tcase_add_test(tests, endpoints_are_resolved_by_each_rule);
    tcase_add_test(tests, configured_urls_are_found_by_each_rule);
    tcase_add_test(tests, requests_are_signed_by_each_rule);
    tcase_add_loop_test(tests, each_rule_has_a_case_and_each_case_a_rule, 0, SECTIONS);
    tcase_add_loop_test(tests, each_published_case_belongs_to_one_rule, 0, SECTIONS);
    suite_add_tcase(suite, tests);
    return suite;
}
