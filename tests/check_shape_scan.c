/* Shape: the look at JSON text before anything parses it. */
#include "shape/scan.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static void setup(void)
{
    memory_watch();
}

static void teardown(void)
{
    arena_release(&arena);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

static void check_kept(const char *text)
{
    const char *out = NULL;
    size_t size = 0;

    ck_assert_int_eq(scan_json(&arena, text, strlen(text), &out, &size, NULL), CONNECT_OK);
    ck_assert_ptr_eq(out, text);
    ck_assert_uint_eq(size, strlen(text));
}

static void check_becomes(const char *text, const char *expected)
{
    const char *out = NULL;
    size_t size = 0;

    ck_assert_int_eq(scan_json(&arena, text, strlen(text), &out, &size, NULL), CONNECT_OK);
    ck_assert_uint_eq(size, strlen(expected));
    ck_assert_msg(memcmp(out, expected, size) == 0, "%s became %.*s", text, (int)size, out);
}

static void check_refused(const char *text, size_t size, const char *message)
{
    connect_error *error = NULL;
    const char *out;
    size_t out_size;

    ck_assert_int_eq(scan_json(&arena, text, size, &out, &out_size, &error), CONNECT_E_DECODE);
    ck_assert_str_eq(connect_error_message(error), message);
    connect_error_free(error);
}

START_TEST(text_without_reals_is_not_copied)
{
    check_kept("");
    check_kept("{}");
    check_kept(
        "{\"a\":[1,-2,0,\"1.5\",\"\\\"2.5\",true,null,9223372036854775807,-9223372036854775808]}");
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(reals_are_marked_texts)
{
    check_becomes("1.5", "\"\\u00001.5\"");
    check_becomes("[1.0,-2.5e3 ,3E+7]", "[\"\\u00001.0\",\"\\u0000-2.5e3\" ,\"\\u00003E+7\"]");
    check_becomes("{\"t\":1576540098.123,\"u\":\"1.5\",\"v\":2}",
                  "{\"t\":\"\\u00001576540098.123\",\"u\":\"1.5\",\"v\":2}");
    check_becomes("0.1e-2", "\"\\u00000.1e-2\"");
}
END_TEST

START_TEST(integers_beyond_64_bits_are_marked_texts)
{
    check_becomes("9223372036854775808", "\"\\u00009223372036854775808\"");
    check_becomes("[-9223372036854775809]", "[\"\\u0000-9223372036854775809\"]");
    check_becomes("100000000000000000000000", "\"\\u0000100000000000000000000000\"");
}
END_TEST

START_TEST(malformed_numbers_are_refused)
{
    static const char *const cases[] = { "1.",  ".5e",   "1e",   "1e+",  "01",   "-",
                                         "-a",  "1.2.3", "1-2",  "1+1",  "1ee2", "1.e3",
                                         "--1", "-01.5", "0123", "1e1.5" };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        connect_error *error = NULL;
        const char *out;
        size_t size;

        ck_assert_msg(scan_json(&arena, cases[i], strlen(cases[i]), &out, &size, &error) ==
                          CONNECT_E_DECODE,
                      "%s", cases[i]);
        connect_error_free(error);
    }
    check_refused("[1,2.x]", 7, "a malformed number at byte 3 of the JSON text");
}
END_TEST

START_TEST(nul_is_refused_raw_and_escaped)
{
    check_refused("[\"a\0b\"]", 7, "a NUL byte at byte 3 of the JSON text");
    check_refused("{}\0", 3, "a NUL byte at byte 2 of the JSON text");
    check_refused("[\"ab\\u0000\"]", 12, "a NUL character at byte 4 of the JSON text");
    check_kept("[\"\\\\u0000\"]");
    check_kept("[\"\\u0001\"]");
}
END_TEST

START_TEST(depth_has_a_limit)
{
    char text[2 * SCAN_DEPTH_MAX + 3];

    memset(text, '[', SCAN_DEPTH_MAX);
    memset(text + SCAN_DEPTH_MAX, ']', SCAN_DEPTH_MAX);
    text[2 * SCAN_DEPTH_MAX] = '\0';
    check_kept(text);
    memset(text, '[', SCAN_DEPTH_MAX + 1);
    memset(text + SCAN_DEPTH_MAX + 1, ']', SCAN_DEPTH_MAX + 1);
    check_refused(text, sizeof text - 1, "nested too deep at byte 64 of the JSON text");
}
END_TEST

START_TEST(closing_what_was_not_open_buys_no_depth)
{
    char text[100 + SCAN_DEPTH_MAX + 1];

    memset(text, ']', 100);
    memset(text + 100, '{', SCAN_DEPTH_MAX + 1);
    check_refused(text, sizeof text, "nested too deep at byte 164 of the JSON text");
}
END_TEST

START_TEST(brackets_in_texts_count_for_nothing)
{
    char text[300];

    memset(text, '[', sizeof text);
    text[0] = '"';
    text[sizeof text - 2] = '"';
    text[sizeof text - 1] = '\0';
    check_kept(text);
}
END_TEST

START_TEST(the_number_of_values_has_a_limit)
{
    size_t size = 2 * (size_t)SCAN_VALUES_MAX + 2;
    char *text = malloc(size);

    for (size_t i = 0; i < size; i++) {
        text[i] = i % 2 == 0 ? ',' : '1';
    }
    check_refused(text, size, "too many values at byte 524288 of the JSON text");
    free(text);
}
END_TEST

START_TEST(unfinished_text_is_left_to_the_parser)
{
    check_kept("\"abc");
    check_kept("\"abc\\");
    check_kept("[{\"a\":");
    check_becomes("[1.5", "[\"\\u00001.5\"");
}
END_TEST

static bool scan_once(void *user)
{
    struct arena own = { .chunks = NULL };
    connect_error *error = NULL;
    const char *out;
    size_t size;
    connect_status status =
        scan_json(&own, "[1.5,2.5]", 9, &out, &size, user != NULL ? NULL : &error);

    ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    connect_error_free(error);
    arena_release(&own);
    return status == CONNECT_OK;
}

START_TEST(each_failing_allocation_is_told)
{
    memory_fail_each(scan_once, NULL, true);
    memory_fail_each(scan_once, &arena, true);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape scan");
    TCase *scan = tcase_create("scan");

    tcase_add_checked_fixture(scan, setup, teardown);
    tcase_add_test(scan, text_without_reals_is_not_copied);
    tcase_add_test(scan, reals_are_marked_texts);
    tcase_add_test(scan, integers_beyond_64_bits_are_marked_texts);
    tcase_add_test(scan, malformed_numbers_are_refused);
    tcase_add_test(scan, nul_is_refused_raw_and_escaped);
    tcase_add_test(scan, depth_has_a_limit);
    tcase_add_test(scan, closing_what_was_not_open_buys_no_depth);
    tcase_add_test(scan, brackets_in_texts_count_for_nothing);
    tcase_add_test(scan, the_number_of_values_has_a_limit);
    tcase_add_test(scan, unfinished_text_is_left_to_the_parser);
    tcase_add_test(scan, each_failing_allocation_is_told);
    suite_add_tcase(suite, scan);
    return suite;
}
