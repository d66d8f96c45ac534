/* Endpoints: hosts of regions, and values that never become part of a host. */
#include "aws/endpoint.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/vectors.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

enum { FIPS = 1, DUAL = 2 };

static const struct {
    const char *prefix, *region;
    int flags;
    const char *url;
} regional[] = {
    { "connect", "us-west-2", 0, "https://connect.us-west-2.amazonaws.com" },
    { "connect", "US-EAST-1", 0, "https://connect.US-EAST-1.amazonaws.com" },
    { "connect", "eu-west-2", FIPS, "https://connect-fips.eu-west-2.amazonaws.com" },
    { "connect", "eu-west-2", DUAL, "https://connect.eu-west-2.api.aws" },
    { "connect", "eu-west-2", FIPS | DUAL, "https://connect-fips.eu-west-2.api.aws" },
    { "connect", "cn-north-1", 0, "https://connect.cn-north-1.amazonaws.com.cn" },
    { "connect", "cn-north-1", FIPS, "https://connect-fips.cn-north-1.amazonaws.com.cn" },
    { "connect", "cn-north-1", DUAL, "https://connect.cn-north-1.api.amazonwebservices.com.cn" },
    { "connect", "eusc-de-east-1", 0, "https://connect.eusc-de-east-1.amazonaws.eu" },
    { "connect", "eusc-de-east-1", DUAL,
      "https://connect.eusc-de-east-1.api.amazonwebservices.eu" },
    { "connect", "us-iso-west-1", FIPS, "https://connect-fips.us-iso-west-1.c2s.ic.gov" },
    { "connect", "us-isob-east-1", DUAL, "https://connect.us-isob-east-1.api.aws.scloud" },
    { "connect", "eu-isoe-west-1", 0, "https://connect.eu-isoe-west-1.cloud.adc-e.uk" },
    { "connect", "us-isof-south-1", 0, "https://connect.us-isof-south-1.csp.hci.ic.gov" },
    { "connect", "us-gov-west-1", 0, "https://connect.us-gov-west-1.amazonaws.com" },
    { "connect", "us-gov-east-1", FIPS, "https://connect.us-gov-east-1.amazonaws.com" },
    { "connect", "us-gov-east-1", DUAL, "https://connect.us-gov-east-1.api.aws" },
    { "connect", "us-gov-east-1", FIPS | DUAL, "https://connect-fips.us-gov-east-1.api.aws" },
    { "connect", "nowhere", 0, "https://connect.nowhere.amazonaws.com" },
    { "connect", "xx-new-1", 0, "https://connect.xx-new-1.amazonaws.com" },
    { "connect", "fips-us-east-1", 0, "https://connect-fips.us-east-1.amazonaws.com" },
    { "connect", "us-east-1-fips", 0, "https://connect-fips.us-east-1.amazonaws.com" },
    { "connect", "fips-us-gov-west-1", 0, "https://connect.us-gov-west-1.amazonaws.com" },
    { "sts", "eu-west-1", 0, "https://sts.eu-west-1.amazonaws.com" },
    { "sts", "aws-global", 0, "https://sts.amazonaws.com" },
    { "sts", "aws-global", FIPS, "https://sts-fips.aws-global.amazonaws.com" },
    { "sts", "us-east-1", FIPS | DUAL, "https://sts-fips.us-east-1.api.aws" },
    { "sts", "us-gov-west-1", FIPS, "https://sts.us-gov-west-1.amazonaws.com" },
    { "portal.sso", "us-east-2", 0, "https://portal.sso.us-east-2.amazonaws.com" },
    { "portal.sso", "us-east-2", FIPS | DUAL, "https://portal.sso-fips.us-east-2.api.aws" },
    { "oidc", "cn-north-1", FIPS, "https://oidc-fips.cn-north-1.amazonaws.com.cn" },
    { "oidc", "us-gov-west-1", FIPS, "https://oidc.us-gov-west-1.amazonaws.com" },
    { "signin", "us-east-1", 0, "https://us-east-1.signin.aws.amazon.com" },
    { "signin", "cn-north-1", 0, "https://cn-north-1.signin.amazonaws.cn" },
    { "signin", "us-gov-west-1", 0, "https://us-gov-west-1.signin.amazonaws-us-gov.com" },
    { "signin", "us-gov-west-1", FIPS, "https://signin-fips.us-gov-west-1.amazonaws.com" },
    { "signin", "eusc-de-east-1", 0, "https://signin.eusc-de-east-1.amazonaws.eu" },
    { "signin", "us-east-1", DUAL, "https://signin.us-east-1.api.aws" },
};

START_TEST(regions_resolve_to_their_hosts)
{
    struct arena arena = { 0 };
    struct endpoint endpoint;
    struct endpoint_query query = { .prefix = regional[_i].prefix,
                                    .region = regional[_i].region,
                                    .fips = regional[_i].flags & FIPS,
                                    .dualstack = regional[_i].flags & DUAL };
    ck_assert_int_eq(endpoint_resolve(&arena, &query, &endpoint, NULL), CONNECT_OK);
    ck_assert_str_eq(endpoint.url, regional[_i].url);
    ck_assert_str_eq(endpoint.host, regional[_i].url + strlen("https://"));
    ck_assert_str_eq(endpoint.authority, endpoint.host);
    ck_assert_str_eq(endpoint.path, "");
    ck_assert(!endpoint.is_http);
    arena_release(&arena);
}
END_TEST

START_TEST(the_signing_region_is_without_fips)
{
    static const char *const rows[][3] = {
        { "connect", "us-west-2", "us-west-2" },      { "connect", "fips-us-west-2", "us-west-2" },
        { "connect", "us-west-2-fips", "us-west-2" }, { "sts", "aws-global", "us-east-1" },
        { "sts", "eu-west-1", "eu-west-1" },
    };
    struct arena arena = { 0 };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct endpoint endpoint;
        struct endpoint_query query = { .prefix = rows[i][0], .region = rows[i][1] };
        ck_assert_int_eq(endpoint_resolve(&arena, &query, &endpoint, NULL), CONNECT_OK);
        ck_assert_str_eq(endpoint.signing_region, rows[i][2]);
    }
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *text, *url, *authority, *path;
    bool is_http;
} custom[] = {
    { "https://example.com", "https://example.com", "example.com", "", false },
    { "https://example.com/", "https://example.com", "example.com", "", false },
    { "https://example.com.", "https://example.com.", "example.com.", "", false },
    { "http://127.0.0.1:5000", "http://127.0.0.1:5000", "127.0.0.1:5000", "", true },
    { "http://[::1]:8080/base/", "http://[::1]:8080/base", "[::1]:8080", "/base", true },
    { "http://localhost:5000/prefix/", "http://localhost:5000/prefix", "localhost:5000", "/prefix",
      true },
    { "https://example.com:443/a", "https://example.com/a", "example.com", "/a", false },
};

START_TEST(a_configured_url_is_the_endpoint)
{
    struct arena arena = { 0 };
    struct endpoint endpoint;
    struct endpoint_query query = { .prefix = "connect",
                                    .region = "eu-west-1",
                                    .endpoint = custom[_i].text };
    ck_assert_int_eq(endpoint_resolve(&arena, &query, &endpoint, NULL), CONNECT_OK);
    ck_assert_str_eq(endpoint.url, custom[_i].url);
    ck_assert_str_eq(endpoint.authority, custom[_i].authority);
    ck_assert_str_eq(endpoint.path, custom[_i].path);
    ck_assert_str_eq(endpoint.signing_region, "eu-west-1");
    ck_assert_int_eq(endpoint.is_http, custom[_i].is_http);
    query.region = NULL;
    ck_assert_int_eq(endpoint_resolve(&arena, &query, &endpoint, NULL), CONNECT_OK);
    ck_assert_ptr_null(endpoint.signing_region);
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *region;
    int flags;
    const char *endpoint;
    const char *message;
} wrong[] = {
    { NULL, 0, NULL, "Missing Region" },
    { "", 0, NULL, "Missing Region" },
    { "us-east-1", FIPS, "https://example.com", "FIPS and custom endpoint" },
    { "us-east-1", DUAL, "https://example.com", "Dualstack and custom endpoint" },
    { "us-east-1", FIPS | DUAL, "https://example.com", "FIPS and custom endpoint" },
    { "fips-us-east-1", 0, "https://example.com", "FIPS and custom endpoint" },
    { "us-east-1", 0, "localhost:5000", "localhost:5000" },
    { "us-east-1", 0, "https://host_name", "host_name" },
    { "us-east-1", 0, "https://-a.com", "-a.com" },
    { "us-east-1", 0, "http://a b", "a b" },
    { "us-east-1", 0, "ftp://x", "ftp://x" },
    { "us-east-1", 0, "https://example.com?a=b", "query" },
    { "us-east-1", 0, "https://example.com#a", "fragment" },
    { "us-east-1", 0, "https://me:word@example.com", "password" },
    { "us-east-1", 0, "https://example.com\r\nX: y", "example.com  X: y is not usable" },
    { "us east 1", 0, NULL, "us east 1" },
    { "a.b", 0, NULL, "a.b" },
    { "x.evil.com/", 0, NULL, "x.evil.com/" },
    { "us_east_1", 0, NULL, "us_east_1" },
    { "-us", 0, NULL, "-us" },
    { "us-", 0, NULL, "us-" },
    { "12345", 0, NULL, "12345" },
    { "us-east-1/", 0, NULL, "us-east-1/" },
    { "us-east-1\r\n", 0, NULL, "control" },
    { "us-east-1\n", 0, NULL, "control" },
    { "\nus-east-1", 0, NULL, "control" },
    { "fips-", 0, NULL, "\"fips-\" is not a valid region name; expected 1 to 63 letters" },
    { "-fips", 0, NULL, "\"-fips\" is not a valid region name" },
    { "us@evil", 0, NULL, "us@evil" },
    { "b\xc3\xbc-east-1", 0, NULL, "region" },
    /* An invalid region is refused also when it would not become part of the host. */
    { "us/east", 0, "https://example.com", "us/east" },
};

START_TEST(invalid_queries_are_refused_with_the_reason)
{
    struct arena arena = { 0 };
    struct endpoint endpoint;
    connect_error *error = NULL;
    struct endpoint_query query = { .prefix = "connect",
                                    .region = wrong[_i].region,
                                    .endpoint = wrong[_i].endpoint,
                                    .fips = wrong[_i].flags & FIPS,
                                    .dualstack = wrong[_i].flags & DUAL };
    ck_assert_int_eq(endpoint_resolve(&arena, &query, &endpoint, &error), CONNECT_E_CONFIGURATION);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_CONFIGURATION);
    ck_assert_msg(strstr(connect_error_message(error), wrong[_i].message) != NULL, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(strstr(connect_error_message(error), "me:word"));
    ck_assert_ptr_null(strchr(connect_error_message(error), '\r'));
    connect_error_free(error);
    arena_release(&arena);
}
END_TEST

START_TEST(a_region_is_one_host_label)
{
    char longest[65];
    memset(longest, 'a', sizeof longest);
    longest[63] = '\0';
    ck_assert(region_is_valid(longest));
    longest[63] = 'a';
    longest[64] = '\0';
    ck_assert(!region_is_valid(longest));
    ck_assert(region_is_valid("a"));
    ck_assert(region_is_valid("1a"));
    ck_assert(!region_is_valid(""));
}
END_TEST

static const struct {
    const char *region, *partition;
} partitions[] = {
    { "us-east-1", "aws" },
    { "mx-central-1", "aws" },
    { "aws-global", "aws" },
    { "us-iso-east-1", "aws-iso" },
    { "us-isob-west-9", "aws-iso-b" },
    { "us-gov-east-1", "aws-us-gov" },
    { "cn-northwest-1", "aws-cn" },
    { "aws-cn-global", "aws-cn" },
    { "eusc-de-north-3", "aws-eusc" },
    { "eu-isoe-west-1", "aws-iso-e" },
    { "us-isof-east-1", "aws-iso-f" },
    { "aws-us-gov-global", "aws-us-gov" },
    { "us-east", "aws" },
    { "us-east-", "aws" },
    { "us-gov-x", "aws" },
    { "cn--1", "aws" },
    { "cn-north-1a", "aws" },
    { "cn-", "aws" },
    { "", "aws" },
    { "cn", "aws" },
    { "cn-north_2-1", "aws-cn" },
};

START_TEST(a_region_belongs_to_a_partition)
{
    ck_assert_str_eq(partition_of_region(partitions[_i].region)->name, partitions[_i].partition);
}
END_TEST

static bool flag(const json_t *params, const char *name)
{
    return json_is_true(json_object_get(params, name));
}

START_TEST(published_cases_agree)
{
    json_t *file = vectors_load("endpoints.json");
    if (file == NULL) {
        return;
    }
    const json_t *cases = json_object_get(file, "testCases");
    ck_assert_uint_eq(json_array_size(cases), 32);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        const json_t *item = json_array_get(cases, i);
        const json_t *params = json_object_get(item, "params");
        const json_t *expect = json_object_get(item, "expect");
        const char *name = json_string_value(json_object_get(item, "documentation"));
        struct arena arena = { 0 };
        struct endpoint endpoint;
        connect_error *error = NULL;
        struct endpoint_query query = { .prefix = "connect",
                                        .region =
                                            json_string_value(json_object_get(params, "Region")),
                                        .endpoint =
                                            json_string_value(json_object_get(params, "Endpoint")),
                                        .fips = flag(params, "UseFIPS"),
                                        .dualstack = flag(params, "UseDualStack") };
        connect_status status = endpoint_resolve(&arena, &query, &endpoint, &error);
        const char *message = json_string_value(json_object_get(expect, "error"));
        if (message != NULL) {
            ck_assert_msg(status == CONNECT_E_CONFIGURATION, "%s", name);
            ck_assert_msg(strncmp(connect_error_message(error), message, strlen(message)) == 0,
                          "%s: %s", name, connect_error_message(error));
        } else {
            ck_assert_msg(status == CONNECT_OK, "%s: %s", name, connect_error_message(error));
            const json_t *url = json_object_get(json_object_get(expect, "endpoint"), "url");
            ck_assert_str_eq(endpoint.url, json_string_value(url));
        }
        connect_error_free(error);
        arena_release(&arena);
    }
    json_decref(file);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("endpoint");
    TCase *tests = tcase_create("endpoint");
    tcase_add_checked_fixture(tests, memory_watch, memory_end);
    tcase_add_loop_test(tests, regions_resolve_to_their_hosts, 0, COUNT(regional));
    tcase_add_test(tests, the_signing_region_is_without_fips);
    tcase_add_loop_test(tests, a_configured_url_is_the_endpoint, 0, COUNT(custom));
    tcase_add_loop_test(tests, invalid_queries_are_refused_with_the_reason, 0, COUNT(wrong));
    tcase_add_test(tests, a_region_is_one_host_label);
    tcase_add_loop_test(tests, a_region_belongs_to_a_partition, 0, COUNT(partitions));
    tcase_add_test(tests, published_cases_agree);
    suite_add_tcase(suite, tests);
    return suite;
}
