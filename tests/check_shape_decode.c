/* Shape: JSON into structs, what a service sends and what a user types. */
#include "core/buf.h"
#include "core/text.h"
#include "shape/decode.h"
#include "shape/decoder.h"
#include "shape/encode.h"
#include "shape/nearest.h"
#include "shape/path.h"
#include "support/colliding.h"
#include "support/memory.h"
#include "support/shapes.h"
#include "support/suite.h"

#include <jansson.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct arena arena;
static test_value value;
static connect_error *error;

static void setup(void)
{
    memory_watch();
    memset(&value, 0, sizeof value);
}

static void teardown(void)
{
    connect_error_free(error);
    error = NULL;
    arena_release(&arena);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

static connect_status decode(const char *text, enum decode_mode mode)
{
    memset(&value, 0, sizeof value);
    connect_error_free(error);
    error = NULL;
    return shape_decode(&test_value_shape, text, strlen(text), mode, &arena, &value, &error);
}

static void check_read(const char *text)
{
    connect_status status = decode(text, DECODE_RESPONSE);

    ck_assert_msg(status == CONNECT_OK, "%s: %s", text, connect_error_message(error));
    ck_assert_ptr_null(error);
    ck_assert_uint_eq(value.size, sizeof value);
}

static void check_typed(const char *text)
{
    connect_status status = decode(text, DECODE_INPUT);

    ck_assert_msg(status == CONNECT_OK, "%s: %s", text, connect_error_message(error));
}

static void check_unread(const char *text, const char *message)
{
    ck_assert_msg(decode(text, DECODE_RESPONSE) == CONNECT_E_DECODE, "%s was read", text);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_DECODE);
    ck_assert_str_eq(connect_error_message(error), message);
}

/* The text is one line. */
static void check_not_json(const char *text, size_t column, const char *problem)
{
    char message[200];

    (void)snprintf(message, sizeof message, "invalid JSON at line 1, column %zu: %s", column,
                   problem);
    check_unread(text, message);
}

static void check_untyped(const char *text, const char *problem)
{
    ck_assert_msg(decode(text, DECODE_INPUT) == CONNECT_E_ARGUMENT, "%s was taken", text);
    ck_assert_uint_eq(connect_error_problem_count(error), 1);
    ck_assert_str_eq(connect_error_problem(error, 0), problem);
}

/* ---- a service's response ---- */

START_TEST(every_kind_is_read)
{
    check_read(
        "{\"Text\":\"t\\u00e4xt\",\"Flag\":true,\"Small\":5,\"Wide\":9223372036854775807,\"Real\":2.5,"
        "\"When\":1700000000,\"Color\":\"\\u0047REEN\",\"Leaf\":{\"Name\":\"n\",\"Rank\":1},\"Choice\":{\"Text\":\"c\"},"
        "\"Texts\":[\"a\",\"b\"],\"Leaves\":[{\"Name\":\"x\"},{}],\"Tags\":{\"k\":\"v\",\"l\":\"\"}}");
    ck_assert_str_eq(value.text, "t\xc3\xa4xt");
    ck_assert(value.flag.is_set && value.flag.value);
    ck_assert(value.small.is_set && value.small.value == 5);
    ck_assert(value.wide.is_set && value.wide.value == INT64_MAX);
    ck_assert(value.real.is_set && value.real.value > 2.4 && value.real.value < 2.6);
    ck_assert(value.when.is_set && value.when.value == 1700000000000);
    ck_assert_int_eq(value.color, TEST_COLOR_GREEN);
    ck_assert_str_eq(value.color_text, "GREEN");
    ck_assert_uint_eq(value.leaf->size, sizeof(test_leaf));
    ck_assert_str_eq(value.leaf->name, "n");
    ck_assert_int_eq(value.leaf->rank.value, 1);
    ck_assert_str_eq(value.choice->text, "c");
    ck_assert_uint_eq(value.texts_count, 2);
    ck_assert_str_eq(value.texts[1], "b");
    ck_assert_uint_eq(value.leaves_count, 2);
    ck_assert_str_eq(value.leaves[0]->name, "x");
    ck_assert_uint_eq(value.leaves[1]->size, sizeof(test_leaf));
    ck_assert_ptr_null(value.leaves[1]->name);
    ck_assert_uint_eq(value.tags_count, 2);
    ck_assert_str_eq(value.tags[0]->key, "k");
    ck_assert_str_eq(value.tags[0]->value, "v");
    ck_assert_str_eq(value.tags[1]->value, "");
}
END_TEST

START_TEST(an_empty_body_is_an_empty_object)
{
    static const char *const empty[] = { "", " \r\n\t", "{}", "null" };

    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++) {
        check_read(empty[i]);
        ck_assert_ptr_null(value.text);
        ck_assert(!value.flag.is_set);
    }
}
END_TEST

/* More than the decoder has room for at first, and than it has after that. */
START_TEST(a_long_list_keeps_every_element_in_its_place)
{
    enum { MANY = 300 };
    static char text[MANY * 8 + 20];
    char expected[8];
    size_t size = (size_t)sprintf(text, "{\"Texts\":[");

    for (int i = 0; i < MANY; i++) {
        size += (size_t)sprintf(text + size, "%s\"%d\"", i > 0 ? "," : "", i);
    }
    strcpy(text + size, "]}");
    check_read(text);
    ck_assert_uint_eq(value.texts_count, MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(expected, sizeof expected, "%d", i);
        ck_assert_str_eq(value.texts[i], expected);
    }
}
END_TEST

START_TEST(nothing_is_read_where_nothing_is_expected)
{
    test_empty empty = { 0 };

    ck_assert_int_eq(
        shape_decode(&test_empty_shape, "<html>", 6, DECODE_RESPONSE, &arena, &empty, &error),
        CONNECT_OK);
    ck_assert_uint_eq(empty.size, sizeof empty);
}
END_TEST

START_TEST(what_is_unknown_is_passed_over)
{
    check_read(
        "{\"Next\":{\"deep\":[1,2.5,{\"x\":null}]},\"text\":\"lower case\",\"Text\":\"t\",\"Leaf\":{\"New\":[]}}");
    ck_assert_str_eq(value.text, "t");
    ck_assert_ptr_nonnull(value.leaf);
}
END_TEST

START_TEST(null_is_absent)
{
    check_read(
        "{\"Text\":null,\"Flag\":null,\"Small\":null,\"When\":null,\"Color\":null,\"Leaf\":null,\"Texts\":null,"
        "\"Leaves\":null,\"Tags\":null}");
    ck_assert_ptr_null(value.text);
    ck_assert(!value.flag.is_set && !value.small.is_set && !value.when.is_set);
    ck_assert_int_eq(value.color, 0);
    ck_assert_ptr_null(value.color_text);
    ck_assert_ptr_null(value.leaf);
    ck_assert_ptr_null(value.texts);
    ck_assert_ptr_null(value.leaves);
    ck_assert_ptr_null(value.tags);
}
END_TEST

START_TEST(nulls_in_lists_and_maps_are_skipped)
{
    check_read(
        "{\"Texts\":[null,\"a\",null,\"b\"],\"Leaves\":[null,{\"Name\":\"x\"}],\"Tags\":{\"k\":null,\"l\":\"v\"}}");
    ck_assert_uint_eq(value.texts_count, 2);
    ck_assert_str_eq(value.texts[0], "a");
    ck_assert_str_eq(value.texts[1], "b");
    ck_assert_uint_eq(value.leaves_count, 1);
    ck_assert_str_eq(value.leaves[0]->name, "x");
    ck_assert_uint_eq(value.tags_count, 1);
    ck_assert_str_eq(value.tags[0]->key, "l");
}
END_TEST

START_TEST(empty_lists_are_there)
{
    check_read("{\"Texts\":[],\"Leaves\":[null],\"Tags\":{}}");
    ck_assert_ptr_nonnull(value.texts);
    ck_assert_uint_eq(value.texts_count, 0);
    ck_assert_ptr_nonnull(value.leaves);
    ck_assert_uint_eq(value.leaves_count, 0);
    ck_assert_ptr_nonnull(value.tags);
    ck_assert_uint_eq(value.tags_count, 0);
}
END_TEST

START_TEST(an_unknown_enum_value_keeps_its_text)
{
    check_read("{\"Color\":\"ULTRAVIOLET\"}");
    ck_assert_int_eq(value.color, TEST_COLOR_UNKNOWN);
    ck_assert_str_eq(value.color_text, "ULTRAVIOLET");
    check_read("{\"Color\":\"red\"}");
    ck_assert_int_eq(value.color, TEST_COLOR_UNKNOWN);
    check_read("{\"Color\":\"\"}");
    ck_assert_int_eq(value.color, TEST_COLOR_UNKNOWN);
    ck_assert_str_eq(value.color_text, "");
    check_read("{\"Color\":\"\\u0055V\\\\n\"}"); /* its escapes are resolved once */
    ck_assert_int_eq(value.color, TEST_COLOR_UNKNOWN);
    ck_assert_str_eq(value.color_text, "UV\\n");
}
END_TEST

START_TEST(times_come_in_many_forms)
{
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {
        { "1700000000", 1700000000000 },
        { "1.7e9", 1700000000000 },
        { "1576540098.123", 1576540098123 },
        { "\"1576540098\"", 1576540098000 },
        { "\"1576540098.5\"", 1576540098500 },
        { "-1", -1000 },
        { "0", 0 },
        { "\"2026-11-21T23:59:18.525443+00:00\"", 1795305558525 },
        { "\"2019-12-16T22:48:18-01:00\"", 1576540098000 },
        { "\"2000-01-02T20:34:56.123Z\"", 946845296123 },
        { "\"2000-01-02T20:34:56Z\"", 946845296000 },
        { "\"Tue, 29 Apr 2014 18:30:38 GMT\"", 1398796238000 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];

        snprintf(text, sizeof text, "{\"When\":%s}", cases[i].text);
        check_read(text);
        ck_assert_msg(value.when.is_set && value.when.value == cases[i].ms, "%s is %lld", text,
                      (long long)value.when.value);
    }
}
END_TEST

START_TEST(integers_come_as_number_or_text)
{
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        { "1", 1 },
        { "1.0", 1 },
        { "-1.000", -1 },
        { "1e3", 1000 },
        { "1.25e2", 125 },
        { "120e-1", 12 },
        { "0.0", 0 },
        { "-0", 0 },
        { "0e99", 0 },
        { "-0E-99999999999999999999", 0 },
        { "\"17\"", 17 },
        { "\"-17\"", -17 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
        { "-9223372036854775808.0", INT64_MIN },
        { "9007199254740993.0", 9007199254740993 },
        { "0.9007199254740993e16", 9007199254740993 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];

        snprintf(text, sizeof text, "{\"Wide\":%s}", cases[i].text);
        check_read(text);
        ck_assert_msg(value.wide.is_set && value.wide.value == cases[i].value, "%s is %lld", text,
                      (long long)value.wide.value);
    }
}
END_TEST

START_TEST(seconds_of_a_time_have_limits)
{
    check_read("{\"When\":9223372036854775}");
    ck_assert_int_eq(value.when.value, 9223372036854775000);
    check_read("{\"When\":-9223372036854775}");
    ck_assert_int_eq(value.when.value, -9223372036854775000);
    ck_assert_int_eq(decode("{\"When\":9223372036854776}", DECODE_RESPONSE), CONNECT_E_DECODE);
    ck_assert_int_eq(decode("{\"When\":-9223372036854776}", DECODE_RESPONSE), CONNECT_E_DECODE);
}
END_TEST

START_TEST(doubles_come_in_many_forms)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        { "1", 1 },
        { "0.1", 0.1 },
        { "1e300", 1e300 },
        { "-2.5", -2.5 },
        { "\"2.5\"", 2.5 },
        { "\"Infinity\"", (double)INFINITY },
        { "\"-Infinity\"", -(double)INFINITY },
        { "18446744073709551616", 18446744073709551616.0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[100];

        snprintf(text, sizeof text, "{\"Real\":%s}", cases[i].text);
        check_read(text);
        /* Bit by bit: -0.0 equals 0.0.  NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
        ck_assert_msg(memcmp(&value.real.value, &cases[i].value, sizeof(double)) == 0, "%s is %g",
                      text, value.real.value);
    }
    check_read("{\"Real\":\"NaN\"}");
    ck_assert(isnan(value.real.value));
}
END_TEST

START_TEST(a_wrong_type_names_its_place)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "{\"Text\":1}", "Text: expected a string, found an integer" },
        { "{\"Text\":1.5}", "Text: expected a string, found a number" },
        { "{\"Text\":true}", "Text: expected a string, found true" },
        { "{\"Text\":{}}", "Text: expected a string, found an object" },
        { "{\"Text\":[\"a\"]}", "Text: expected a string, found a list" },
        { "{\"Color\":1}", "Color: expected a string, found an integer" },
        { "{\"Color\":1.5}", "Color: expected a string, found a number" },
        { "{\"Flag\":\"true\"}", "Flag: expected true or false, found a string" },
        { "{\"Flag\":1}", "Flag: expected true or false, found an integer" },
        { "{\"Small\":\"x\"}", "Small: expected an integer, found a string" },
        { "{\"Small\":1.5}", "Small: expected an integer, found a number" },
        { "{\"Small\":2147483648}", "Small: out of range" },
        { "{\"Small\":-2147483649}", "Small: out of range" },
        { "{\"Wide\":9223372036854775808}", "Wide: out of range" },
        { "{\"Wide\":1e19}", "Wide: out of range" },
        { "{\"Wide\":1e999999999999999999999}", "Wide: out of range" },
        { "{\"Wide\":123456789012345678901234567890}", "Wide: out of range" },
        { "{\"Wide\":1e-1}", "Wide: expected an integer, found a number" },
        { "{\"Real\":\"x\"}", "Real: expected a number, found a string" },
        { "{\"Real\":1e999}", "Real: out of range" },
        { "{\"Real\":[]}", "Real: expected a number, found a list" },
        { "{\"When\":\"yesterday\"}", "When: expected a time, found a string" },
        { "{\"When\":true}", "When: expected a time, found true" },
        { "{\"When\":9223372036854775807}", "When: out of range" },
        { "{\"When\":1e99}", "When: out of range" },
        { "{\"Leaf\":\"x\"}", "Leaf: expected an object, found a string" },
        { "{\"Leaf\":[]}", "Leaf: expected an object, found a list" },
        { "{\"Leaf\":{\"Name\":false}}", "Leaf.Name: expected a string, found false" },
        { "{\"Texts\":{}}", "Texts: expected a list, found an object" },
        { "{\"Texts\":[\"a\",2]}", "Texts[1]: expected a string, found an integer" },
        { "{\"Texts\":[1.5]}", "Texts[0]: expected a string, found a number" },
        { "{\"Texts\":1.5}", "Texts: expected a list, found a number" },
        { "{\"Leaves\":[{},{\"Rank\":\"high\"}]}",
          "Leaves[1].Rank: expected an integer, found a string" },
        { "{\"Leaves\":[{},[]]}", "Leaves[1]: expected an object, found a list" },
        { "{\"Tags\":[]}", "Tags: expected an object, found a list" },
        { "{\"Tags\":{\"a\":\"b\",\"team\":7}}", "Tags.team: expected a string, found an integer" },
        { "[]", "expected an object, found a list" },
        { "\"x\"", "expected an object, found a string" },
        { "1.5", "expected an object, found a number" },
        { "{\"Choice\":{\"Text\":\"a\",\"Number\":1}}", "Choice: more than one member of a union" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[200];

        snprintf(message, sizeof message, "unexpected form: %s", cases[i].message);
        check_unread(cases[i].text, message);
    }
}
END_TEST

START_TEST(a_union_may_have_a_member_that_is_newer)
{
    check_read("{\"Choice\":{\"__type\":\"x\",\"Brand\":\"new\"}}");
    ck_assert_ptr_nonnull(value.choice);
    ck_assert_ptr_null(value.choice->text);
    check_read("{\"Choice\":{\"__type\":\"x\",\"Text\":null,\"Number\":4}}");
    ck_assert_int_eq(value.choice->number.value, 4);
}
END_TEST

START_TEST(a_body_that_is_not_json_is_reported_with_its_place_and_an_excerpt)
{
    check_not_json("<html> 502</html>", 1, "expected a value");
    ck_assert_str_eq(connect_error_body_excerpt(error), "<html> 502</html>");
    check_not_json("{\"Text\":\"half", 14, "the text ends too early");
    check_not_json("{\"Text\":\"a\"} {}", 14, "something follows the value");
    check_not_json("{\"Text\":\"a\",}", 13, "expected a key in quotes");
    check_not_json("{\"Text\":\"a\" \"Small\":1}", 13, "expected \",\" or \"}\"");
    check_not_json("{\"Texts\":[\"a\" \"b\"]}", 15, "expected \",\" or \"]\"");
    check_not_json("{\"Text\" \"a\"}", 9, "expected \":\"");
    check_not_json("{\"Text\":\"a\\q\"}", 11, "an escape sequence that does not exist");
    check_not_json("{\"Text\":\"a\n\"}", 11, "a control character in a string");
    check_not_json("{\"Real\":1.}", 9, "a malformed number");
    check_not_json("{\"New\":01}", 8, "a malformed number");
    check_not_json("{\"Flag\":tru}", 9, "expected a value");
    check_not_json("NaN", 1, "expected a value");
    ck_assert_int_eq(decode("{\n\"Text\":\n x}", DECODE_RESPONSE), CONNECT_E_DECODE);
    ck_assert_str_eq(connect_error_message(error),
                     "invalid JSON at line 3, column 2: expected a value");
}
END_TEST

/* One oddity in a member that is not read must not make the whole response unreadable. */
START_TEST(oddities_inside_unknown_members_are_skipped)
{
    static const char *const odd[] = {
        "\"\\ud800\"",
        "[\"\\udc00 and \\ud800\"]",
        "\"a\\u0000b\"",
        "{\"\\u0000\":{\"\\ud800\":1}}",
        "{\"x\":1,\"x\":{\"y\":1,\"y\":2}}",
        "\"\xff\xc3\"",
        ("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
         "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"),
        "123456789012345678901234567890e999999999999999999999",
    };

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        char text[400];

        (void)snprintf(text, sizeof text,
                       "{\"Leaf\":{\"New\":%s,\"Rank\":3},\"New\":%s,\"Text\":\"t\"}", odd[i],
                       odd[i]);
        check_read(text);
        ck_assert_str_eq(value.text, "t");
        ck_assert_int_eq(value.leaf->rank.value, 3);
    }
    check_read("{\"\\ud800\":1,\"\\u0000\":2,\"\xff\":3,\"Text\":\"t\"}");
    ck_assert_str_eq(value.text, "t");
}
END_TEST

/* Where a string is read it must be one that C and UTF-8 can represent. */
START_TEST(odd_characters_in_what_is_read_are_named_with_their_member)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "{\"Text\":\"\\ud800\"}", "Text: contains half of a surrogate pair" },
        { "{\"Text\":\"\\ude39\\ud83d\"}", "Text: contains half of a surrogate pair" },
        { "{\"Text\":\"\\udc00\"}", "Text: contains half of a surrogate pair" },
        { "{\"Text\":\"\\udfff\"}", "Text: contains half of a surrogate pair" },
        { "{\"Text\":\"\\udbff\"}", "Text: contains half of a surrogate pair" },
        { "{\"Text\":\"a\\u0000\"}", "Text: contains a NUL character" },
        { "{\"Text\":\"\xff\"}", "Text: contains invalid UTF-8" },
        { "{\"Color\":\"\\ud800\"}", "Color: contains half of a surrogate pair" },
        { "{\"Leaf\":{\"Name\":\"\\u0000\"}}", "Leaf.Name: contains a NUL character" },
        { "{\"Texts\":[\"a\",\"\xc3\"]}", "Texts[1]: contains invalid UTF-8" },
        { "{\"Tags\":{\"k\":\"\\ud800\"}}", "Tags.k: contains half of a surrogate pair" },
        { "{\"Tags\":{\"k\\u0000\":\"v\"}}", "Tags.k?: contains a NUL character" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[200];

        (void)snprintf(message, sizeof message, "unexpected form: %s", cases[i].message);
        check_unread(cases[i].text, message);
        check_untyped(cases[i].text, cases[i].message);
    }
}
END_TEST

START_TEST(a_key_that_appears_twice_is_refused_where_an_object_is_read)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "{\"Text\":\"a\",\"Text\":\"a\"}", "Text: appears twice" },
        { "{\"Text\":null,\"Small\":1,\"\\u0054ext\":\"b\"}", "Text: appears twice" },
        { "{\"Leaf\":{\"Rank\":1,\"Name\":\"n\",\"Rank\":1}}", "Leaf.Rank: appears twice" },
        { "{\"Leaf\":{\"x\":1,\"x\":2}}", "Leaf.x: appears twice" },
        { "{\"x\":1,\"y\":2,\"\\u0078\":3}", "x: appears twice" },
        { "{\"\\ud800\":1,\"\\uD800\":2}", "???: appears twice" },
        { "{\"Tags\":{\"k\":\"v\",\"l\":null,\"k\":\"w\"}}", "Tags.k: appears twice" },
        { "{\"Tags\":{\"k\":null,\"\\u006b\":null}}", "Tags.k: appears twice" },
        { "{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"c\":0}",
          "c: appears twice" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[200];

        (void)snprintf(message, sizeof message, "unexpected form: %s", cases[i].message);
        check_unread(cases[i].text, message);
    }
    check_read("{\"Leaves\":[{\"x\":1,\"Rank\":1},{\"x\":1,\"Rank\":1}],\"x\":1}");
    check_untyped("{\"Text\":\"a\",\"Text\":\"a\"}", "Text: appears twice");
    check_untyped("{\"Tags\":{\"k\":\"v\",\"k\":\"w\"}}", "Tags.k: appears twice");
}
END_TEST

/* What comes behind the finding is no JSON, and is not reported. */
START_TEST(the_first_finding_ends_the_decoding_of_a_response)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        { "{\"Text\":1,\"Small\":\"x\"}", "Text: expected a string, found an integer" },
        { "{\"Text\":1]", "Text: expected a string, found an integer" },
        { "{\"Text\":\"\\u0000\"]", "Text: contains a NUL character" },
        { "{\"Small\":2147483648]", "Small: out of range" },
        { "{\"Leaf\":[]]", "Leaf: expected an object, found a list" },
        { "{\"Choice\":{\"Text\":\"a\",\"Number\":1}]", "Choice: more than one member of a union" },
        { "{\"Texts\":[1}", "Texts[0]: expected a string, found an integer" },
        { "{\"Tags\":{\"k\":1]", "Tags.k: expected a string, found an integer" },
        { "{\"Tags\":{\"\\u0000\":\"v\"]", "Tags.?: contains a NUL character" },
        { "{\"Text\":\"a\",\"Text\":]", "Text: appears twice" },
        { "{\"x\":1,\"x\":]", "x: appears twice" },
        { "[]]", "expected an object, found a list" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char message[200];

        (void)snprintf(message, sizeof message, "unexpected form: %s", cases[i].message);
        check_unread(cases[i].text, message);
    }
}
END_TEST

/* An input as well, although its other findings are collected. */
START_TEST(names_that_collide_end_the_decoding)
{
    static const struct {
        const char *begin, *path;
        bool is_map;
    } cases[] = {
        { "{", "", false },
        { "{\"Leaf\":{", "Leaf.", false },
        { "{\"Tags\":{", "Tags.", true },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf text = BUF_INIT(10000);
        char name[17], problem[100], message[200];
        unsigned next = 0;

        buf_add_text(&text, cases[i].begin);
        for (int count = 0; count < 33; count++) {
            colliding_name(name, &next);
            buf_printf(&text, "\"%s\":\"v\",", name);
        }
        (void)snprintf(problem, sizeof problem, "%s%s: names that collide", cases[i].path, name);
        (void)snprintf(message, sizeof message, "unexpected form: %s", problem);
        check_unread(buf_text(&text), message);
        if (cases[i].is_map) {
            check_untyped(buf_text(&text), problem);
        }
        buf_free(&text);
    }
}
END_TEST

START_TEST(the_number_of_items_has_a_limit)
{
    struct buf text = BUF_INIT(8u << 20);

    buf_add_text(&text, "{\"Leaves\":[{}");
    for (unsigned i = 1; i < DECODE_ITEMS_MAX; i++) {
        buf_add_text(&text, ",{}");
    }
    buf_add_text(&text, "]}");
    check_read(buf_text(&text));
    ck_assert_uint_eq(value.leaves_count, DECODE_ITEMS_MAX);
    text.size -= 2;
    text.data[text.size] = '\0';
    buf_add_text(&text, ",{},{}]}");
    check_unread(buf_text(&text), "unexpected form: Leaves[262144]: more than 262144 list elements "
                                  "and map entries in all");
    buf_free(&text);
}
END_TEST

START_TEST(an_excerpt_shows_no_value)
{
    ck_assert_int_eq(
        decode(
            "{\"Alias\": \"planted\", \"Texts\" :[\"planted\",\"1.5\",\"pla\\\"nted\"],\"Small\":\"planted",
            DECODE_RESPONSE),
        CONNECT_E_DECODE);
    ck_assert_str_eq(
        connect_error_body_excerpt(error),
        "{\"Alias\": \"\xe2\x80\xa6\", \"Texts\" :[\"\xe2\x80\xa6\",\"\xe2\x80\xa6\",\"\xe2\x80\xa6\"],\"Small\":"
        "\"\xe2\x80\xa6\"");
    check_unread(" [\"planted\"]", "unexpected form: expected an object, found a list");
    ck_assert_str_eq(connect_error_body_excerpt(error), "[\"\xe2\x80\xa6\"]");
}
END_TEST

START_TEST(an_error_may_go_nowhere)
{
    ck_assert_int_eq(shape_decode(&test_value_shape, "x", 1, DECODE_RESPONSE, &arena, &value, NULL),
                     CONNECT_E_DECODE);
    ck_assert_int_eq(shape_decode(&test_value_shape, "[]", 2, DECODE_INPUT, &arena, &value, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- what a user types ---- */

START_TEST(input_is_read_by_model_names)
{
    test_request request = { 0 };
    const char *text =
        "{\"InstanceId\":\"i\",\"MaxResults\":3,\"Keys\":[\"a\"],\"Since\":\"2019-12-16T23:48:18Z\"}";

    ck_assert_int_eq(shape_decode(&test_request_shape, text, strlen(text), DECODE_INPUT, &arena,
                                  &request, &error),
                     CONNECT_OK);
    ck_assert_str_eq(request.instance_id, "i");
    ck_assert_int_eq(request.max_results.value, 3);
    ck_assert_str_eq(request.keys[0], "a");
    ck_assert_int_eq(request.since.value, 1576540098000);
    text = "{\"maxResults\":3}";
    ck_assert_int_eq(shape_decode(&test_request_shape, text, strlen(text), DECODE_INPUT, &arena,
                                  &request, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_problem(error, 0),
                     "maxResults: no such member; did you mean \"MaxResults\"?");
}
END_TEST

START_TEST(input_takes_times_and_numbers_as_people_write_them)
{
    check_typed("{\"When\":1576540098.123}");
    ck_assert_int_eq(value.when.value, 1576540098123);
    check_typed("{\"When\":\"2019-12-16T23:48:18.123Z\"}");
    ck_assert_int_eq(value.when.value, 1576540098123);
    check_typed("{\"Real\":\"NaN\",\"Small\":1.0,\"Text\":null}");
    ck_assert(isnan(value.real.value));
    ck_assert_int_eq(value.small.value, 1);
    ck_assert_ptr_null(value.text);
}
END_TEST

START_TEST(input_is_read_strictly)
{
    check_untyped("{\"Wide\":\"17\"}", "Wide: expected an integer, found a string");
    check_untyped("{\"Real\":\"1.5\"}", "Real: expected a number, found a string");
    check_untyped("{\"Flag\":\"true\"}", "Flag: expected true or false, found a string");
    check_untyped("{\"Texts\":[\"a\",null]}", "Texts[1]: expected a string, found null");
    check_untyped("{\"Tags\":{\"team\":null}}", "Tags.team: expected a string, found null");
    check_untyped("{\"Leaves\":[{},{\"Name\":4}]}",
                  "Leaves[1].Name: expected a string, found an integer");
    check_untyped("{\"Tgas\":{}}", "Tgas: no such member; did you mean \"Tags\"?");
    check_untyped("{\"text\":\"x\"}", "text: no such member; did you mean \"Text\"?");
    check_untyped("{\"Leaf\":{\"Nmae\":\"x\"}}",
                  "Leaf.Nmae: no such member; did you mean \"Name\"?");
    check_untyped("{\"Completely\":1}", "Completely: no such member");
    check_untyped("[1]", "expected an object, found a list");
    check_untyped("null", "expected an object, found null");
}
END_TEST

START_TEST(input_that_is_not_json_is_an_argument_error)
{
    ck_assert_int_eq(decode("{\"Text\":", DECODE_INPUT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error),
                     "the input could not be read: invalid JSON at line 1, column 9: the text ends "
                     "too early");
    ck_assert_int_eq(decode("", DECODE_INPUT), CONNECT_E_ARGUMENT);
    ck_assert_int_eq(decode("{\"Text\":1,\"Small\":\"x\"", DECODE_INPUT), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 0);
    ck_assert(text_starts(connect_error_message(error), "the input could not be read: "));
}
END_TEST

START_TEST(every_wrong_member_is_told)
{
    ck_assert_int_eq(
        decode("{\"Text\":1,\"Leaf\":{\"Rank\":[],\"Extra\":0},\"Texts\":[1,2],\"Tags\":{\"a\":1,"
               "\"b\":2}}",
               DECODE_INPUT),
        CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 7);
    ck_assert_str_eq(connect_error_problem(error, 0), "Text: expected a string, found an integer");
    ck_assert_str_eq(connect_error_problem(error, 1),
                     "Leaf.Rank: expected an integer, found a list");
    ck_assert_str_eq(connect_error_problem(error, 2), "Leaf.Extra: no such member");
    ck_assert_str_eq(connect_error_problem(error, 3),
                     "Texts[0]: expected a string, found an integer");
    ck_assert_str_eq(connect_error_problem(error, 4),
                     "Texts[1]: expected a string, found an integer");
    ck_assert_str_eq(connect_error_problem(error, 5),
                     "Tags.a: expected a string, found an integer");
    ck_assert_str_eq(connect_error_problem(error, 6),
                     "Tags.b: expected a string, found an integer");
    ck_assert_ptr_nonnull(
        strstr(connect_error_message(error), "the input is not valid: Text: expected"));
}
END_TEST

START_TEST(findings_have_a_limit)
{
    struct buf text = BUF_INIT(100000);

    buf_add_text(&text, "{\"Texts\":[0");
    for (int i = 0; i < 1000; i++) {
        buf_add_text(&text, ",0");
    }
    buf_add_text(&text, "]}");
    ck_assert_int_eq(decode(buf_text(&text), DECODE_INPUT), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 100);
    buf_free(&text);
}
END_TEST

START_TEST(strange_names_are_made_printable)
{
    struct buf text = BUF_INIT(100000);

    check_untyped("{\"a\\nb\\u007f\\u00e4\":1}", "a?b?\xc3\xa4: no such member");
    buf_add_text(&text, "{\"");
    for (int i = 0; i < 2000; i++) {
        buf_add_text(&text, "\xc3\xa4");
    }
    buf_add_text(&text, "\":1}");
    ck_assert_int_eq(decode(buf_text(&text), DECODE_INPUT), CONNECT_E_ARGUMENT);
    ck_assert_uint_lt(strlen(connect_error_problem(error, 0)), 300);
    ck_assert_ptr_nonnull(strstr(connect_error_problem(error, 0), "\xc3\xa4...: no such member"));
    buf_free(&text);
}
END_TEST

START_TEST(names_are_separated_whatever_comes_first)
{
    char whole[MEMBER_PATH_MAX];
    const struct member_path short_name = { NULL, "a", 1 }, index = { NULL, NULL, 3 };
    const struct member_path after_name = { &short_name, "b", 1 }, after_index = { &index, "b", 1 };

    member_path_text(&after_name, whole);
    ck_assert_str_eq(whole, "a.b");
    member_path_text(&after_index, whole);
    ck_assert_str_eq(whole, "[3].b");
}
END_TEST

START_TEST(a_long_name_is_cut_within_a_path)
{
    char name[200], whole[MEMBER_PATH_MAX], expected[MEMBER_PATH_MAX];
    const struct member_path tags = { NULL, "Tags", 4 }, key = { &tags, name, (size_t)_i };
    const struct member_path index = { &key, NULL, 3 }, last = { &index, "Name", 4 };

    memset(name, 'x', sizeof name);
    snprintf(expected, sizeof expected, "Tags.%.*s%s[3].Name", _i > 128 ? 128 : _i, name,
             _i > 128 ? "..." : "");
    member_path_text(&last, whole);
    ck_assert_str_eq(whole, expected);
}
END_TEST

/* An index that does not fit is left out, a name is cut. */
START_TEST(a_path_has_at_most_one_byte_less_than_its_room)
{
    char name[128], expected[2 * MEMBER_PATH_MAX], whole[MEMBER_PATH_MAX + 1];
    const struct member_path first = { NULL, name, 127 }, second = { &first, name, 127 };
    const struct member_path third = { &second, name, 127 };
    const struct member_path fourth = { &third, name, (size_t)_i }, index = { &fourth, NULL, 3 };

    memset(name, 'x', sizeof name);
    int size = snprintf(expected, sizeof expected, "%.127s.%.127s.%.127s.%.*s", name, name, name,
                        _i, name);
    if (size + 3 < MEMBER_PATH_MAX) {
        snprintf(expected + size, sizeof expected - (size_t)size, "[3]");
    }
    expected[MEMBER_PATH_MAX - 1] = '\0';
    whole[MEMBER_PATH_MAX] = '!';
    member_path_text(&index, whole);
    ck_assert_str_eq(whole, expected);
    ck_assert_int_eq(whole[MEMBER_PATH_MAX], '!');
}
END_TEST

/* ---- secrets ---- */

typedef struct test_keys {
    size_t size;
    const char *id;
    const char *key;
} test_keys;

#define T test_keys
SECRET_SHAPE(FIELD(id, "Id"), FIELD(key, "Key", SECRET));
#undef T

START_TEST(no_secret_is_left_in_freed_memory)
{
    static const char secret[] = "wJalrXUtnFEMI-planted";
    static const struct {
        const char *text;
        bool is_name; /* nothing is read */
    } cases[] = {
        { "{\"Id\":\"a\",\"Key\":\"wJalrXUtnFEMI-planted\",\"Expires\":1.5}", false },
        { "{\"Id\":\"a\",\"Key\":\"wJalrXUtnFEMI-\\u0070lanted\"}", false },
        { "{\"wJalrXUtnFEMI-\\u0070lanted\":1}", true },
    };

    memory_look_for(secret);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena own = { .secret = true };
        test_keys keys = { 0 };

        ck_assert_int_eq(shape_decode(&test_keys_shape, cases[i].text, strlen(cases[i].text),
                                      DECODE_RESPONSE, &own, &keys, &error),
                         CONNECT_OK);
        ck_assert_pstr_eq(keys.key, cases[i].is_name ? NULL : secret);
        arena_release(&own);
        ck_assert_uint_eq(memory_found(), 0);
    }
}
END_TEST

START_TEST(no_secret_is_in_an_error)
{
    static const char *const cases[] = {
        "{\"Key\":\"planted\"", "{\"Id\":7,\"Key\":\"planted\"}", "Key=planted",
        "\"planted\"",          "{\"Key\":{\"planted\":1}}",      "{\"Key\":\"planted"
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_keys keys = { 0 };

        ck_assert_int_eq(shape_decode(&test_keys_shape, cases[i], strlen(cases[i]), DECODE_RESPONSE,
                                      &arena, &keys, &error),
                         CONNECT_E_DECODE);
        ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
        if (i != 4 && connect_error_body_excerpt(error) != NULL) {
            ck_assert_ptr_null(strstr(connect_error_body_excerpt(error), "planted"));
        }
    }
}
END_TEST

/* ---- notes on what is left out ---- */

typedef struct test_dated {
    size_t size;
    connect_opt_int64 due;
    const char *due_text;
} test_dated;

typedef struct test_calendar {
    size_t size;
    const test_dated *const *days;
    size_t days_count;
} test_calendar;

#define T test_dated
SHAPE(LOOSE_TIME(due, "Due"));
#undef T

#define T test_calendar
SHAPE(LIST(days, test_dated, "Days"));
#undef T

/* A loose member has more types, and its strings are text all the same. */
START_TEST(what_is_no_text_in_a_loose_member_is_noted_and_left_out)
{
    static const char text[] = "{\"Days\":[{\"Due\":\"\\ud800\"},{\"Due\":\"1\"}]}";
    static const char expected[] = "Days[0].Due: ";
    struct buf notes = BUF_INIT(1000);
    test_calendar calendar = { 0 };

    ck_assert_int_eq(shape_decode_noting(&test_calendar_shape, text, strlen(text), DECODE_RESPONSE,
                                         &arena, &notes, &calendar, &error),
                     CONNECT_OK);
    ck_assert(strncmp(buf_text(&notes), expected, strlen(expected)) == 0);
    ck_assert_uint_eq(calendar.days_count, 2);
    ck_assert(!calendar.days[0]->due.is_set);
    ck_assert_int_eq(calendar.days[1]->due.value, 1);
    buf_free(&notes);
}
END_TEST

START_TEST(an_item_of_a_map_that_is_no_text_is_left_out_where_wrong_types_are)
{
    static const char text[] = "{\"Tags\":{\"a\":1,\"b\":\"x\",\"c\":null}}";
    struct decoder d = { .mode = DECODE_RESPONSE, .skip_wrong = true, .arena = &arena };
    test_value found = { 0 };

    ck_assert_int_eq(decoder_run(&d, &test_value_shape, text, strlen(text), &found), CONNECT_OK);
    ck_assert_uint_eq(found.tags_count, 1);
    ck_assert_str_eq(found.tags[0]->key, "b");
    ck_assert_str_eq(found.tags[0]->value, "x");
}
END_TEST

START_TEST(as_many_notes_are_kept_as_there_is_room_for)
{
    static const char text[] =
        "{\"Days\":[{\"Due\":\"soon\"},{\"Due\":\"late\"},{\"Due\":\"never\"}]}";
    static const char expected[] = "Days[0].Due: not a time\n"
                                   "Days[1].Due: not a time\n"
                                   "Days[2].Due: not a time\n";
    const size_t line = (sizeof expected - 1) / 3;

    for (size_t room = 0; room < sizeof expected + line; room++) {
        struct buf notes = BUF_INIT(room);
        test_calendar calendar = { 0 };
        size_t lines = room / line < 3 ? room / line : 3;

        ck_assert_int_eq(shape_decode_noting(&test_calendar_shape, text, strlen(text),
                                             DECODE_RESPONSE, &arena, &notes, &calendar, &error),
                         CONNECT_OK);
        ck_assert_int_eq(notes.state, BUF_OK);
        ck_assert_uint_eq(notes.size, lines * line);
        ck_assert(strncmp(buf_text(&notes), expected, notes.size) == 0);
        buf_free(&notes);
    }
}
END_TEST

/* ---- memory ---- */

static const char everything[] =
    "{\"Text\":\"text\",\"Flag\":true,\"Small\":5,\"Real\":2.5,\"When\":1.5,\"Color\":\"BLUE\","
    "\"Leaf\":{\"Name\":\"n\",\"Rank\":1},\"Choice\":{\"Leaf\":{\"Name\":\"deep\"}},\"Texts\":[\"a\",\"b\"],"
    "\"Leaves\":[{\"Name\":\"x\"},{}],\"Tags\":{\"k\":\"v\",\"l\":\"w\"}}";

static bool decode_once(void *mode)
{
    struct arena own = { .chunks = NULL };
    test_value out = { 0 };
    connect_error *failure = NULL;
    connect_status status = shape_decode(&test_value_shape, everything, strlen(everything),
                                         *(const enum decode_mode *)mode, &own, &out, &failure);

    ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    ck_assert_int_eq(connect_error_code(failure), status);
    connect_error_free(failure);
    arena_release(&own);
    return status == CONNECT_OK;
}

static bool fail_once(void *mode)
{
    struct arena own = { .chunks = NULL };
    test_value out = { 0 };
    connect_error *failure = NULL;
    const char *text = "{\"Leaves\":[{\"Rank\":1},{\"Rank\":{}}]}";
    bool is_input = *(const enum decode_mode *)mode == DECODE_INPUT;
    connect_status status = shape_decode(&test_value_shape, text, strlen(text),
                                         *(const enum decode_mode *)mode, &own, &out, &failure);

    memory_check_status(status, is_input ? CONNECT_E_ARGUMENT : CONNECT_E_DECODE);
    ck_assert_int_eq(connect_error_code(failure), status);
    connect_error_free(failure);
    arena_release(&own);
    return true;
}

/* Names that need a table, strings that need a copy, and members that are kept. */
static bool keep_once(void *user)
{
    static const char text[] =
        "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"\\u006a\":1,"
        "\"Text\":\"\\n\",\"Color\":\"\\u0052ED\",\"Small\":\"\\u0031\",\"Leaf\":{\"New\":[1]}}";
    struct arena own = { .chunks = NULL };
    test_value *out = arena_alloc(&own, shape_room(&test_value_shape, DECODE_KEEP));
    connect_status status = CONNECT_E_MEMORY;

    (void)user;
    if (out != NULL) {
        status = shape_decode(&test_value_shape, text, strlen(text), DECODE_KEEP, &own, out, NULL);
    }
    ck_assert(status == CONNECT_E_MEMORY || (status == CONNECT_OK && out->small.value == 1));
    arena_release(&own);
    return status == CONNECT_OK;
}

/* Members that are kept of a response in which nothing was expected. */
static bool keep_unexpected(void *user)
{
    static const char text[] = "{\"New\":[1,\"\\n\"]}";
    struct arena own = { .chunks = NULL };
    test_empty *out = arena_alloc(&own, shape_room(&test_empty_shape, DECODE_KEEP));
    connect_status status = CONNECT_E_MEMORY;

    (void)user;
    if (out != NULL) {
        status = shape_decode(&test_empty_shape, text, strlen(text), DECODE_KEEP, &own, out, NULL);
    }
    memory_check_status(status, CONNECT_OK);
    arena_release(&own);
    return status == CONNECT_OK;
}

/* A list that is longer than the stack of items is at first. */
static bool list_once(void *user)
{
    struct buf text = BUF_INIT(1000);
    struct arena own = { .chunks = NULL };
    test_value out = { 0 };
    const size_t count = 2 * DECODE_PENDING_FEW + 1;
    connect_status status = CONNECT_E_MEMORY;

    (void)user;
    buf_add_text(&text, "{\"Texts\":[\"a\"");
    for (size_t i = 1; i < count; i++) {
        buf_add_text(&text, ",\"a\"");
    }
    if (buf_add_text(&text, "]}")) {
        status = shape_decode(&test_value_shape, buf_text(&text), text.size, DECODE_RESPONSE, &own,
                              &out, NULL);
    }
    ck_assert(status == CONNECT_E_MEMORY || (status == CONNECT_OK && out.texts_count == count));
    buf_free(&text);
    arena_release(&own);
    return status == CONNECT_OK;
}

START_TEST(each_failing_allocation_is_told)
{
    enum decode_mode modes[] = { DECODE_RESPONSE, DECODE_INPUT };

    memory_fail_each(decode_once, &modes[0], 0);
    memory_fail_each(decode_once, &modes[1], 0);
    memory_fail_each(fail_once, &modes[0], 5);
    memory_fail_each(fail_once, &modes[1], 10);
    memory_fail_each(keep_once, NULL, 0);
    memory_fail_each(keep_unexpected, NULL, 0);
    memory_fail_each(list_once, NULL, 0);
}
END_TEST

START_TEST(an_ordinary_body_takes_no_memory_but_that_of_the_response)
{
    size_t before = memory_count();

    check_read(everything);
    ck_assert_uint_eq(memory_count(), before + 1);
    ck_assert_uint_eq(memory_live(), 1);
}
END_TEST

/* At most a third of the letters and one may be wrong; the first of equally near names is meant. */
START_TEST(a_near_name_is_suggested_up_to_a_third_of_its_letters)
{
    static const struct {
        const char *typed, *meant; /* of Name and Rank */
    } cases[] = {
        { "Name", "Name" },    { "nAME", "Name" },   { "Namexx", "Name" }, { "xNaxme", "Name" },
        { "Namexxx", "Name" }, { "Namexxxx", NULL }, { "Na", NULL },       { "ame", "Name" },
        { "Nme", "Name" },     { "me", NULL },       { "Nxxe", "Name" },   { "xxxe", NULL },
        { "Raxx", "Rank" },    { "aank", "Rank" },   { "Rae", "Name" },    { "N", NULL },
        { "Nan", "Name" },     { "", NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *meant = nearest_name(&test_leaf_shape, cases[i].typed, strlen(cases[i].typed));

        ck_assert_msg(meant == cases[i].meant || (meant != NULL && cases[i].meant != NULL &&
                                                  strcmp(meant, cases[i].meant) == 0),
                      "%s: %s", cases[i].typed, meant != NULL ? meant : "none");
    }
}
END_TEST

START_TEST(a_name_of_any_length_may_be_unknown)
{
    char typed[80];

    memset(typed, 'x', sizeof typed);
    memcpy(typed, "Name", 4);
    for (size_t size = 4; size <= sizeof typed; size++) {
        bool is_near = size <= 7; /* up to size / 3 + 1 deletions */

        ck_assert_int_eq(nearest_name(&test_leaf_shape, typed, size) != NULL, is_near);
    }
}
END_TEST

START_TEST(names_are_compared_up_to_sixty_three_bytes)
{
    char name[65], typed[65];
    struct connect_member member = { .name = name };
    const struct connect_shape shape = { .members = &member, .count = 1 };

    memset(name, 'x', sizeof name - 1);
    memset(typed, 'x', sizeof typed - 1);
    name[64] = typed[64] = '\0';
    for (uint8_t size = 60; size <= 64; size++) {
        member.name_size = size;
        ck_assert_int_eq(nearest_name(&shape, typed, 62) != NULL, size <= 63);
        member.name_size = 62;
        ck_assert_int_eq(nearest_name(&shape, typed, size) != NULL, size <= 63);
    }
}
END_TEST

/* ---- unknown members that are kept ---- */

static char *keep(const char *text)
{
    test_value *kept = arena_alloc(&arena, shape_room(&test_value_shape, DECODE_KEEP));
    struct buf out = BUF_INIT(10000);
    connect_status status =
        shape_decode(&test_value_shape, text, strlen(text), DECODE_KEEP, &arena, kept, &error);

    ck_assert_msg(status == CONNECT_OK, "%s: %s", text, connect_error_message(error));
    ck_assert(shape_encode(&test_value_shape, kept, ENCODE_KEPT, NULL, &out));
    return buf_take(&out);
}

static void check_kept(const char *text, const char *expected)
{
    char *out = keep(text);

    ck_assert_str_eq(out, expected);
    mem_free(out);
}

START_TEST(unknown_members_are_kept_at_every_level)
{
    check_kept("{}", "{}");
    check_kept("{\"New\":1}", "{\"New\":1}");
    check_kept("{\"New\":[1.50, {\"x\":null}],\"Text\":\"t\",\"Newer\":\"\\u00e4\"}",
               "{\"Text\":\"t\",\"New\":[1.50, {\"x\":null}],\"Newer\":\"\\u00e4\"}");
    check_kept("{\"Leaf\":{\"New\":1e400},\"Leaves\":[{\"a\":1},{\"Rank\":1,\"b\":2,\"c\":3}]}",
               "{\"Leaf\":{\"New\":1e400},\"Leaves\":[{\"a\":1},{\"Rank\":1,\"b\":2,\"c\":3}]}");
    check_kept("{\"Choice\":{\"__type\":\"x\",\"Brand\":{\"new\":true}}}",
               "{\"Choice\":{\"__type\":\"x\",\"Brand\":{\"new\":true}}}");
    check_kept("{\"\\u004eew\" : 1}", "{\"\\u004eew\" : 1}");
}
END_TEST

START_TEST(what_is_kept_can_be_read_by_any_reader)
{
    char *out =
        keep("{\"a\":\"\\ud800\",\"b\":\"\\u0000\",\"\xff\":\"\xc3\",\"c\":\"\\ud83d\\ude39\"}");
    json_t *tree = json_loads(out, JSON_REJECT_DUPLICATES, NULL);

    ck_assert_ptr_nonnull(tree);
    ck_assert_str_eq(json_string_value(json_object_get(tree, "a")), "\xef\xbf\xbd");
    ck_assert_str_eq(json_string_value(json_object_get(tree, "b")), "\xef\xbf\xbd");
    ck_assert_str_eq(json_string_value(json_object_get(tree, "c")), "\xf0\x9f\x98\xb9");
    ck_assert_uint_eq(json_object_size(tree), 4);
    json_decref(tree);
    mem_free(out);
}
END_TEST

START_TEST(an_output_without_members_keeps_what_came_and_ignores_what_is_not_json)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "{\"New\":1}", "{\"New\":1}" }, { "", "{}" },       { "null", "{}" }, { "[1]", "{}" },
        { "{\"New\":1,\"half", "{}" },    { "<html>", "{}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_empty *empty = arena_alloc(&arena, shape_room(&test_empty_shape, DECODE_KEEP));
        struct buf out = BUF_INIT(100);

        ck_assert_int_eq(shape_decode(&test_empty_shape, cases[i].text, strlen(cases[i].text),
                                      DECODE_KEEP, &arena, empty, &error),
                         CONNECT_OK);
        ck_assert(shape_encode(&test_empty_shape, empty, ENCODE_KEPT, NULL, &out));
        ck_assert_str_eq(buf_text(&out), cases[i].expected);
        buf_free(&out);
    }
}
END_TEST

static void add_response(Suite *suite)
{
    TCase *response = tcase_create("response");

    tcase_add_checked_fixture(response, setup, teardown);
    tcase_add_test(response, every_kind_is_read);
    tcase_add_test(response, an_empty_body_is_an_empty_object);
    tcase_add_test(response, a_long_list_keeps_every_element_in_its_place);
    tcase_add_test(response, nothing_is_read_where_nothing_is_expected);
    tcase_add_test(response, what_is_unknown_is_passed_over);
    tcase_add_test(response, null_is_absent);
    tcase_add_test(response, nulls_in_lists_and_maps_are_skipped);
    tcase_add_test(response, empty_lists_are_there);
    tcase_add_test(response, an_unknown_enum_value_keeps_its_text);
    tcase_add_test(response, times_come_in_many_forms);
    tcase_add_test(response, integers_come_as_number_or_text);
    tcase_add_test(response, seconds_of_a_time_have_limits);
    tcase_add_test(response, doubles_come_in_many_forms);
    tcase_add_test(response, a_wrong_type_names_its_place);
    tcase_add_test(response, a_union_may_have_a_member_that_is_newer);
    tcase_add_test(response, a_body_that_is_not_json_is_reported_with_its_place_and_an_excerpt);
    tcase_add_test(response, oddities_inside_unknown_members_are_skipped);
    tcase_add_test(response, odd_characters_in_what_is_read_are_named_with_their_member);
    tcase_add_test(response, a_key_that_appears_twice_is_refused_where_an_object_is_read);
    tcase_add_test(response, the_first_finding_ends_the_decoding_of_a_response);
    tcase_add_test(response, names_that_collide_end_the_decoding);
    tcase_add_test(response, the_number_of_items_has_a_limit);
    tcase_add_test(response, an_excerpt_shows_no_value);
    tcase_add_test(response, an_error_may_go_nowhere);
    suite_add_tcase(suite, response);
}

static void add_input(Suite *suite)
{
    TCase *input = tcase_create("input");

    tcase_add_checked_fixture(input, setup, teardown);
    tcase_add_test(input, input_is_read_by_model_names);
    tcase_add_test(input, input_takes_times_and_numbers_as_people_write_them);
    tcase_add_test(input, input_is_read_strictly);
    tcase_add_test(input, a_name_of_any_length_may_be_unknown);
    tcase_add_test(input, names_are_compared_up_to_sixty_three_bytes);
    tcase_add_test(input, a_near_name_is_suggested_up_to_a_third_of_its_letters);
    tcase_add_test(input, input_that_is_not_json_is_an_argument_error);
    tcase_add_test(input, every_wrong_member_is_told);
    tcase_add_test(input, findings_have_a_limit);
    tcase_add_test(input, strange_names_are_made_printable);
    tcase_add_test(input, names_are_separated_whatever_comes_first);
    tcase_add_loop_test(input, a_long_name_is_cut_within_a_path, 127, 131);
    tcase_add_loop_test(input, a_path_has_at_most_one_byte_less_than_its_room, 123, 129);
    suite_add_tcase(suite, input);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape decode");
    TCase *memory = tcase_create("memory");
    TCase *kept = tcase_create("kept");

    add_response(suite);
    add_input(suite);
    tcase_add_checked_fixture(memory, setup, teardown);
    tcase_add_test(memory, no_secret_is_left_in_freed_memory);
    tcase_add_test(memory, no_secret_is_in_an_error);
    tcase_add_test(memory, what_is_no_text_in_a_loose_member_is_noted_and_left_out);
    tcase_add_test(memory, an_item_of_a_map_that_is_no_text_is_left_out_where_wrong_types_are);
    tcase_add_test(memory, as_many_notes_are_kept_as_there_is_room_for);
    tcase_add_test(memory, each_failing_allocation_is_told);
    tcase_add_test(memory, an_ordinary_body_takes_no_memory_but_that_of_the_response);
    suite_add_tcase(suite, memory);
    tcase_add_checked_fixture(kept, setup, teardown);
    tcase_add_test(kept, unknown_members_are_kept_at_every_level);
    tcase_add_test(kept, what_is_kept_can_be_read_by_any_reader);
    tcase_add_test(kept, an_output_without_members_keeps_what_came_and_ignores_what_is_not_json);
    suite_add_tcase(suite, kept);
    return suite;
}
