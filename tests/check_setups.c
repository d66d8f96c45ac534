/*
 * Small real-world setups: config files, token files and variables (tests/setups/).  Each folder
 * has the files and a setup.json with
 *
 *   what         what is special about it
 *   aws_cli      what the AWS CLI does with it
 *   options      of the client; environment: variables; files: where each file belongs below home
 *   responses    to the requests, in order
 *   expect       the outcome: see expect_outcome() and those below it
 *
 * "$HOME" in a value stands for the home directory of the test.
 */
#include "call/client.h"
#include "support/home.h"
#include "support/suite.h"
#include "support/wire_tls.h"

#include <connect/connect.h>

#include <jansson.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SETUPS_MAX 200
#define RESPONSES_MAX 8

static char *names[SETUPS_MAX];
static int names_count;

static struct home home;
static char where[128]; /* of the setup, in messages */

static const char *folder_of_setups(void)
{
    static char path[1024];
    const char *top = getenv("top_srcdir");
    snprintf(path, sizeof path, "%s/tests/setups", top != NULL ? top : ".");
    return path;
}

static int is_setup(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void find_setups(void)
{
    struct dirent **entries;
    int count = scandir(folder_of_setups(), &entries, is_setup, alphasort);
    for (int i = 0; i < count; i++) {
        if (names_count < SETUPS_MAX) {
            names[names_count++] = strdup(entries[i]->d_name);
        }
        free(entries[i]);
    }
    if (count >= 0) {
        free(entries);
    }
}

/* Expands "$HOME" to the home directory; to be freed. */
static char *expand(const char *value)
{
    const char *at = strstr(value, "$HOME");
    char *text = malloc(strlen(value) + sizeof home.path);
    if (at == NULL) {
        return strcpy(text, value);
    }
    sprintf(text, "%.*s%s%s", (int)(at - value), value, home.path, at + strlen("$HOME"));
    return text;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* ---- preparation ---- */

static void copy_file(const char *setup, const char *name, const char *place)
{
    char path[2048], *text = calloc(1, 65536);
    FILE *in, *out;
    snprintf(path, sizeof path, "%s/%s/%s", folder_of_setups(), setup, name);
    in = fopen(path, "rb");
    ck_assert_msg(in != NULL && place != NULL, "%s", path);
    size_t size = fread(text, 1, 65535, in);
    fclose(in);
    home_write(&home, place, ""); /* creates the folders */
    out = fopen(home_path(&home, place), "wb");
    ck_assert_uint_eq(fwrite(text, 1, size, out), size);
    fclose(out);
    free(text);
}

static void set_environment(const json_t *variables)
{
    static const char *const others[] = { "CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE" };
    const char *name;
    json_t *value;
    unsetenv("AWS_DEFAULT_REGION");
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        unsetenv(others[i]);
    }
    json_object_foreach((json_t *)variables, name, value) {
        char *text = expand(json_string_value(value));
        setenv(name, text, 1);
        free(text);
    }
}

static void make_setup(const char *setup, const json_t *root, struct fake_response *responses)
{
    const json_t *options = json_object_get(root, "options");
    const json_t *listed = json_object_get(root, "responses");
    const char *name;
    json_t *place;
    json_object_foreach(json_object_get(root, "files"), name, place) {
        copy_file(setup, name, json_string_value(place));
    }
    set_environment(json_object_get(root, "environment"));
    home.world.options.endpoint_url = NULL;
    home.world.options.profile = text_of(options, "profile");
    home.world.options.region = text_of(options, "region");
    home.world.options.ca_bundle = text_of(options, "ca_bundle");
    ck_assert_uint_le(json_array_size(listed), RESPONSES_MAX);
    for (size_t i = 0; i < json_array_size(listed); i++) {
        const json_t *response = json_array_get(listed, i);
        responses[i] = (struct fake_response){
            .status = (int32_t)json_integer_value(json_object_get(response, "status")),
            .headers = text_of(response, "headers"),
            .body = text_of(response, "body"),
        };
    }
    fake_transport_script(&home.world.transport, responses, json_array_size(listed));
}

/* ---- expectations ---- */

static void has(const char *text, const char *part)
{
    char *expanded = expand(part);
    ck_assert_msg(text != NULL && strstr(text, expanded) != NULL, "%s: \"%s\" is not in \"%s\"",
                  where, expanded, text);
    free(expanded);
}

static void has_all(const char *text, const json_t *parts)
{
    for (size_t i = 0; i < json_array_size(parts); i++) {
        has(text, json_string_value(json_array_get(parts, i)));
    }
}

static void has_none(const char *text, const json_t *parts)
{
    for (size_t i = 0; text != NULL && i < json_array_size(parts); i++) {
        const char *part = json_string_value(json_array_get(parts, i));
        ck_assert_msg(strstr(text, part) == NULL, "%s: \"%s\" is in \"%s\"", where, part, text);
    }
}

/* All that was sent, as one string; to be freed. */
static char *all_sent(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    for (size_t i = 0; i < home.world.transport.sent_count; i++) {
        const struct fake_sent *sent = &home.world.transport.sent[i];
        fprintf(out, "%s %s\n%s%s\n", sent->method, sent->url, sent->headers,
                sent->body != NULL ? sent->body : "");
    }
    fclose(out);
    return text;
}

/* requests: method and URL of each, in order, as far as they are listed. */
static void expect_requests(const json_t *requests)
{
    for (size_t i = 0; i < json_array_size(requests); i++) {
        const struct fake_sent *sent = &home.world.transport.sent[i];
        char line[1024];
        ck_assert_msg(i < home.world.transport.sent_count, "%s: request %zu was not sent", where,
                      i);
        snprintf(line, sizeof line, "%s %s", sent->method, sent->url);
        ck_assert_str_eq(line, json_string_value(json_array_get(requests, i)));
    }
}

/* signed: the access key id of each request, null for one that is not signed. */
static void expect_signatures(const json_t *ids)
{
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *id = json_string_value(json_array_get(ids, i));
        char part[128];
        ck_assert_uint_lt(i, home.world.transport.sent_count);
        const char *header = fake_sent_header(&home.world.transport.sent[i], "Authorization");
        if (id == NULL) {
            ck_assert_ptr_null(header);
            continue;
        }
        snprintf(part, sizeof part, "Credential=%s/", id);
        has(header, part);
    }
}

/* settings: of the client's description, each with the members that are listed. */
static void expect_settings(const json_t *settings)
{
    const char *name, *member;
    json_t *expected, *setting, *text;
    char *description = NULL;
    size_t at;
    if (settings == NULL) {
        return;
    }
    ck_assert_int_eq(connect_client_describe(home.world.client, &description, NULL), CONNECT_OK);
    json_t *root = json_loads(description, 0, NULL);
    json_object_foreach((json_t *)settings, name, expected) {
        json_array_foreach(json_object_get(root, "settings"), at, setting) {
            if (strcmp(text_of(setting, "name"), name) != 0) {
                continue;
            }
            json_object_foreach(expected, member, text) {
                char *value = expand(json_string_value(text));
                ck_assert_pstr_eq(text_of(setting, member), value);
                free(value);
            }
        }
    }
    json_decref(root);
    connect_free(description);
}

/* paths: of settings that are paths, with the home directory filled in. */
static void expect_paths(const json_t *paths)
{
    const char *name;
    json_t *expected;
    json_object_foreach((json_t *)paths, name, expected) {
        struct arena arena = { 0 };
        char *path = expand(json_string_value(expected));
        const char *got = NULL;
        ck_assert_str_eq(name, "ca_bundle");
        ck_assert_int_eq(settings_resolve_path(&home.world.client->core->resolution->settings,
                                               &arena, SETTING_CA_BUNDLE, &got, NULL),
                         CONNECT_OK);
        ck_assert_pstr_eq(got, path);
        free(path);
        arena_release(&arena);
    }
}

/*
 * status: of the call; message: parts of its error; operation, host: of the error.  sent: parts of
 * the requests; log: parts of the log; never: what must be in neither, nor in the message.
 */
static void expect_outcome(const json_t *expect, connect_status status, const connect_error *error)
{
    const json_t *never = json_object_get(expect, "never");
    const char *message = connect_error_message(error);
    char *sent = all_sent();
    ck_assert_msg(strcmp(connect_status_name(status), text_of(expect, "status")) == 0, "%s: %s: %s",
                  where, connect_status_name(status), message);
    ck_assert_uint_eq(home.world.transport.sent_count, home.world.transport.responses_count);
    has_all(message, json_object_get(expect, "message"));
    has_all(sent, json_object_get(expect, "sent"));
    has_all(home.world.log.text, json_object_get(expect, "log"));
    has_none(message, never);
    has_none(sent, never);
    has_none(home.world.log.text, never);
    if (text_of(expect, "operation") != NULL) {
        ck_assert_pstr_eq(connect_error_operation(error), text_of(expect, "operation"));
    }
    if (text_of(expect, "host") != NULL) {
        ck_assert_pstr_eq(connect_error_host(error), text_of(expect, "host"));
    }
    free(sent);
}

START_TEST(setups_work_as_with_the_aws_cli)
{
    struct fake_response responses[RESPONSES_MAX];
    connect_list_instances_response *response = NULL;
    connect_error *error = NULL;
    json_error_t problem;
    char path[2048];
    snprintf(where, sizeof where, "%s", names[_i]);
    snprintf(path, sizeof path, "%s/%s/setup.json", folder_of_setups(), names[_i]);
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &problem);
    ck_assert_msg(root != NULL, "%s:%d: %s", path, problem.line, problem.text);
    ck_assert_msg(text_of(root, "what") != NULL && text_of(root, "aws_cli") != NULL,
                  "%s: does not say what it is and what the AWS CLI does", where);
    const json_t *expect = json_object_get(root, "expect");
    make_setup(names[_i], root, responses);
    world_open(&home.world);
    connect_status status = connect_list_instances(home.world.client, NULL, &response, &error);
    expect_outcome(expect, status, error);
    expect_requests(json_object_get(expect, "requests"));
    expect_signatures(json_object_get(expect, "signed"));
    home.world.transport.is_forbidden = true;
    expect_settings(json_object_get(expect, "settings"));
    expect_paths(json_object_get(expect, "paths"));
    connect_free(response);
    connect_error_free(error);
    json_decref(root);
}
END_TEST

START_TEST(the_setups_are_found)
{
    ck_assert_int_ge(names_count, 40);
    ck_assert_int_lt(names_count, SETUPS_MAX);
}
END_TEST

/* ---- over a real connection ---- */

static const struct {
    const char *variable, *value; /* NULL: the client option has the value */
} bundles[] = { { NULL, "~/ca.pem" },
                { "AWS_CA_BUNDLE", "~/ca.pem" },
                { "CURL_CA_BUNDLE", "~/ca.pem" },
                { "SSL_CERT_FILE", "~/ca.pem" } };

START_TEST(a_ca_bundle_below_the_home_directory_is_used)
{
    struct wire_tls *tls = wire_tls_new(WIRE_GOOD, 0);
    struct wire_server *server = wire_start(wire_script_ok, NULL, wire_tls_io(tls));
    connect_error *error = NULL;
    char command[1024], url[64];
    snprintf(command, sizeof command, "cp %s %s", wire_tls_bundle(tls), home_path(&home, "ca.pem"));
    ck_assert_int_eq(system(command), 0);
    set_environment(NULL);
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
    if (bundles[_i].variable != NULL) {
        setenv(bundles[_i].variable, bundles[_i].value, 1);
    } else {
        home.world.options.ca_bundle = bundles[_i].value;
    }
    snprintf(url, sizeof url, "https://127.0.0.1:%d", wire_port(server));
    home.world.options.region = "us-east-1";
    home.world.options.endpoint_url = url;
    home.world.options.transport = NULL;
    world_open(&home.world);
    ck_assert_msg(connect_list_instances(home.world.client, NULL, NULL, &error) == CONNECT_OK, "%s",
                  connect_error_message(error));
    connect_client_free(home.world.client);
    home.world.client = NULL;
    wire_stop(server);
    wire_tls_free(tls);
    unsetenv("AWS_CA_BUNDLE");
}
END_TEST

START_TEST(a_ca_bundle_without_a_home_directory_is_an_error)
{
    connect_error *error = NULL;
    set_environment(NULL);
    unsetenv("HOME");
    setenv("AWS_CA_BUNDLE", "~/ca.pem", 1);
    home.world.options.region = "us-east-1";
    home.world.options.transport = NULL;
    world_open(&home.world);
    ck_assert_int_eq(connect_list_instances(home.world.client, NULL, NULL, &error),
                     CONNECT_E_CONFIGURATION);
    ck_assert_str_eq(connect_error_message(error),
                     "AWS_CA_BUNDLE: \"~/ca.pem\" cannot be expanded: HOME is not set");
    connect_error_free(error);
}
END_TEST

static void set_up(void)
{
    home_begin(&home);
}

static void tear_down(void)
{
    home_end(&home);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("setups");
    TCase *tcase = tcase_create("setups");
    find_setups();
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, the_setups_are_found);
    tcase_add_loop_test(tcase, setups_work_as_with_the_aws_cli, 0, names_count);
    tcase_add_loop_test(tcase, a_ca_bundle_below_the_home_directory_is_used, 0,
                        (int)(sizeof bundles / sizeof *bundles));
    tcase_add_test(tcase, a_ca_bundle_without_a_home_directory_is_an_error);
    tcase_set_timeout(tcase, 30);
    suite_add_tcase(suite, tcase);
    return suite;
}
