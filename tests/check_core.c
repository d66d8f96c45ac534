/* Core: the version, value types, an error as one line. */
#include "config.h"
#include "core/error.h"
#include "support/suite.h"

#include <connect/types.h>

#include <stdlib.h>
#include <string.h>

START_TEST(version_is_the_one_that_was_configured)
{
    ck_assert_str_eq(connect_version(), PACKAGE_VERSION);
}
END_TEST

START_TEST(time_round_trips)
{
    static const struct {
        int64_t ms;
        const char *text;
    } times[] = {
        { 0, "1970-01-01T00:00:00+00:00" },
        { 1700000000123, "2023-11-14T22:13:20.123000+00:00" },
        { -62167219200000, "0000-01-01T00:00:00+00:00" },
        { 253402300799999, "9999-12-31T23:59:59.999000+00:00" },
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        char text[CONNECT_TIME_SIZE];
        int64_t ms = 1;
        ck_assert_ptr_eq(connect_time_format(times[i].ms, text, sizeof text), text);
        ck_assert_str_eq(text, times[i].text);
        ck_assert(connect_time_parse(text, &ms));
        ck_assert_int_eq(ms, times[i].ms);
    }
}
END_TEST

START_TEST(time_that_does_not_fit_is_empty)
{
    char text[40] = "kept";
    ck_assert_str_eq(connect_time_format(0, text, 25), "");
    ck_assert_str_eq(connect_time_format(0, text, 26), "1970-01-01T00:00:00+00:00");
    strcpy(text, "kept");
    ck_assert_str_eq(connect_time_format(0, text, 0), "kept");
    ck_assert_ptr_null(connect_time_format(0, NULL, 10));
}
END_TEST

START_TEST(invalid_time_leaves_result_unchanged)
{
    int64_t ms = 7;
    ck_assert(!connect_time_parse("yesterday", &ms));
    ck_assert(!connect_time_parse("", &ms));
    ck_assert(!connect_time_parse(NULL, &ms));
    ck_assert_int_eq(ms, 7);
    ck_assert(connect_time_parse("2026-11-21T12:34:56Z", NULL));
}
END_TEST

START_TEST(pair_lookup_compares_bytes)
{
    const connect_pair *const pairs[] = { CONNECT_PAIR("a", "1"), CONNECT_PAIR("b", "2"),
                                          CONNECT_PAIR("a", "3"), CONNECT_PAIR("", "4") };
    ck_assert_str_eq(connect_pair_find(pairs, 4, "a"), "1");
    ck_assert_str_eq(connect_pair_find(pairs, 4, "b"), "2");
    ck_assert_str_eq(connect_pair_find(pairs, 4, ""), "4");
    ck_assert_ptr_null(connect_pair_find(pairs, 1, "b"));
    ck_assert_ptr_null(connect_pair_find(pairs, 4, "B"));
    ck_assert_ptr_null(connect_pair_find(NULL, 0, "a"));
    ck_assert_ptr_null(connect_pair_find(pairs, 4, NULL));
}
END_TEST

static connect_error *full_error(void)
{
    connect_error *error = NULL;
    ck_assert_int_eq(error_set(&error, CONNECT_E_NOT_FOUND, "Instance\n%s not found", "i-1"),
                     CONNECT_E_NOT_FOUND);
    error_set_operation(error, "DescribeInstance");
    error_set_aws_type(error, "ResourceNotFoundException");
    error_set_request_id(error, "req-1");
    error_set_http_status(error, 404);
    error_set_attempts(error, 2);
    return error;
}

START_TEST(error_line_has_all_known_fields)
{
    static const char expected[] =
        "DescribeInstance: ResourceNotFoundException: Instance i-1 not found (HTTP 404, request id "
        "req-1, 2 attempts). Check the ids and the region: an instance exists in one region only.";
    char line[512];
    connect_error *error = full_error();
    ck_assert_uint_eq(connect_error_format(error, line, sizeof line), strlen(expected));
    ck_assert_str_eq(line, expected);
    connect_error_free(error);
}
END_TEST

START_TEST(error_line_is_truncated_and_full_length_returned)
{
    connect_error *error = full_error();
    size_t whole = connect_error_format(error, NULL, 0);
    char line[18];
    memset(line, 'x', sizeof line);
    ck_assert_uint_eq(connect_error_format(error, line, 17), whole);
    ck_assert_str_eq(line, "DescribeInstance");
    ck_assert_int_eq(line[17], 'x');
    ck_assert_uint_eq(connect_error_format(error, line, 1), whole);
    ck_assert_str_eq(line, "");
    for (size_t size = whole - 1; size <= whole + 1; size++) {
        char *exact = malloc(size + 1);
        ck_assert_ptr_nonnull(memset(exact, 'x', size + 1));
        ck_assert_uint_eq(connect_error_format(error, exact, size), whole);
        ck_assert_uint_eq(strlen(exact), size - 1);
        ck_assert_int_eq(exact[size], 'x');
        free(exact);
    }
    connect_error_free(error);
}
END_TEST

START_TEST(client_error_line_shows_class)
{
    char line[256];
    connect_error *error = NULL;
    (void)error_set(&error, CONNECT_E_CONFIGURATION, "no region is set");
    (void)connect_error_format(error, line, sizeof line);
    ck_assert_str_eq(line, "CONNECT_E_CONFIGURATION: no region is set. "
                           "Correct the setting that the message names.");
    connect_error_free(error);
    error = NULL;
    (void)error_set(&error, CONNECT_E_CONFIGURATION, "no region:\n~");
    (void)connect_error_format(error, line, sizeof line);
    ck_assert_msg(strstr(line, ": no region: ~. ") != NULL, "%s", line);
    connect_error_free(error);
    ck_assert_uint_eq(connect_error_format(NULL, line, sizeof line), 8);
    ck_assert_str_eq(line, "no error");
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core");
    TCase *version = tcase_create("version");
    tcase_add_test(version, version_is_the_one_that_was_configured);
    suite_add_tcase(suite, version);
    TCase *values = tcase_create("values");
    tcase_add_test(values, time_round_trips);
    tcase_add_test(values, time_that_does_not_fit_is_empty);
    tcase_add_test(values, invalid_time_leaves_result_unchanged);
    tcase_add_test(values, pair_lookup_compares_bytes);
    suite_add_tcase(suite, values);
    TCase *error = tcase_create("error");
    tcase_add_test(error, error_line_has_all_known_fields);
    tcase_add_test(error, error_line_is_truncated_and_full_length_returned);
    tcase_add_test(error, client_error_line_shows_class);
    suite_add_tcase(suite, error);
    return suite;
}
