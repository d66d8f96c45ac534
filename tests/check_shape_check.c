/* Shape: what is found in a request before it is sent. */
#include "shape/check.h"

#include "core/sized.h"
#include "shape/expression.h"
#include "shape/instance_arn.h"
#include "shape/pattern.h"
#include "support/colliding.h"
#include "support/memory.h"
#include "support/shapes.h"
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>

static connect_error *error;
static test_value value;
static test_request request;

static void setup(void)
{
    static const test_value no_value = { .size = sizeof no_value };
    static const test_request fine = { .size = sizeof fine,
                                       .instance_id = "i",
                                       .color = TEST_COLOR_RED };

    memory_watch();
    value = no_value;
    request = fine;
}

static void teardown(void)
{
    connect_error_free(error);
    error = NULL;
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

static connect_status check_value(connect_check_level level)
{
    connect_error_free(error);
    error = NULL;
    return shape_check(&test_value_shape, &value, level, &error);
}

static connect_status check_request(connect_check_level level)
{
    connect_error_free(error);
    error = NULL;
    return shape_check(&test_request_shape, &request, level, &error);
}

static void passes(connect_check_level level)
{
    ck_assert_msg(check_value(level) == CONNECT_OK, "%s", connect_error_message(error));
    ck_assert_ptr_null(error);
}

/* One problem at this level and above, none below. */
static void found_from(connect_check_level level, const char *problem)
{
    static const connect_check_level order[] = { CONNECT_CHECK_NONE, CONNECT_CHECK_DEFAULT,
                                                 CONNECT_CHECK_STRICT };
    bool on = false;

    for (size_t i = 0; i < 3; i++) {
        on = on || order[i] == level;
        if (!on) {
            passes(order[i]);
            continue;
        }
        ck_assert_int_eq(check_value(order[i]), CONNECT_E_ARGUMENT);
        ck_assert_str_eq(connect_error_problem(error, 0), problem);
        ck_assert_uint_eq(connect_error_problem_count(error), 1);
    }
}

START_TEST(a_good_request_passes_all_levels)
{
    passes(CONNECT_CHECK_STRICT);
    value.text = "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"; /* five characters in ten bytes */
    value.alias = "demo-1";
    value.flag = (connect_opt_bool)CONNECT_SET(true);
    value.small = (connect_opt_int32)CONNECT_SET(10);
    value.real = (connect_opt_double)CONNECT_SET(100);
    value.color = TEST_COLOR_GREEN;
    value.leaf = &test_leaf_full;
    value.choice = &test_choice_number;
    value.texts = (const char *const[]){ "a", "bcde" };
    value.texts_count = 2;
    value.leaves = (const test_leaf *const[]){ &test_leaf_full };
    value.leaves_count = 1;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("k", ""),
                                                CONNECT_PAIR("\xc3\xa4 /-@", "vwxy") };
    value.tags_count = 2;
    passes(CONNECT_CHECK_STRICT);
    passes(CONNECT_CHECK_DEFAULT);
    passes(CONNECT_CHECK_NONE);
}
END_TEST

START_TEST(required_members_are_missed)
{
    test_leaf leaf = { .size = sizeof leaf };

    value.leaf = &leaf;
    found_from(CONNECT_CHECK_DEFAULT, "Leaf.Name: required");
    request.color = (test_color)0;
    request.instance_id = NULL;
    ck_assert_int_eq(check_request(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error),
                     "the request is not valid: InstanceId: required; Color: required");
    ck_assert_uint_eq(connect_error_problem_count(error), 2);
}
END_TEST

START_TEST(a_required_member_beyond_the_size_is_missed)
{
    test_leaf leaf = { offsetof(test_leaf, name), "n", { false, 0 } };

    value.leaf = &leaf;
    found_from(CONNECT_CHECK_DEFAULT, "Leaf.Name: required");
}
END_TEST

START_TEST(minima_hold_by_default)
{
    value.text = "\xc3\xa4";
    found_from(CONNECT_CHECK_DEFAULT, "Text: too short: 1 character, at least 2");
    value.text = NULL;
    value.small = (connect_opt_int32)CONNECT_SET(0);
    found_from(CONNECT_CHECK_DEFAULT, "Small: too small: 0, at least 1");
    value.small.is_set = false;
    value.real = (connect_opt_double)CONNECT_SET(-0.5);
    found_from(CONNECT_CHECK_DEFAULT, "Real: too small: at least 0");
    value.real.is_set = false;
    value.texts = (const char *const[]){ NULL };
    found_from(CONNECT_CHECK_DEFAULT, "Texts: too few: 0, at least 1");
    value.texts = (const char *const[]){ "a", "" };
    value.texts_count = 2;
    found_from(CONNECT_CHECK_DEFAULT, "Texts[1]: too short: 0 characters, at least 1");
    value.texts = NULL;
    value.texts_count = 0;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("", "v") };
    value.tags_count = 1;
    found_from(CONNECT_CHECK_DEFAULT, "Tags[0].key: too short: 0 characters, at least 1");
}
END_TEST

START_TEST(values_at_their_bounds_are_fine)
{
    value.text = "12345";
    for (int i = 0; i < 2; i++) {
        value.small = (connect_opt_int32){ true, i == 0 ? 1 : 10 };
        value.real = (connect_opt_double){ true, i == 0 ? 0 : 100 };
        passes(CONNECT_CHECK_STRICT);
    }
}
END_TEST

START_TEST(maxima_hold_when_strict)
{
    value.text = "123456";
    found_from(CONNECT_CHECK_STRICT, "Text: too long: 6 characters, 5 allowed");
    value.text = NULL;
    value.small = (connect_opt_int32)CONNECT_SET(11);
    found_from(CONNECT_CHECK_STRICT, "Small: too large: 11, at most 10");
    value.small.is_set = false;
    value.real = (connect_opt_double)CONNECT_SET(100.5);
    found_from(CONNECT_CHECK_STRICT, "Real: too large: at most 100");
    value.real.is_set = false;
    value.texts = (const char *const[]){ "a", "b", "c", "d" };
    value.texts_count = 4;
    found_from(CONNECT_CHECK_STRICT, "Texts: too many: 4, 3 allowed");
    value.texts = (const char *const[]){ "12345" };
    value.texts_count = 1;
    found_from(CONNECT_CHECK_STRICT, "Texts[0]: too long: 5 characters, 4 allowed");
    value.texts = NULL;
    value.texts_count = 0;
    value.tags =
        (const connect_pair *const[]){ CONNECT_PAIR("k", "v"), CONNECT_PAIR("l", "12345") };
    value.tags_count = 2;
    found_from(CONNECT_CHECK_STRICT, "Tags[1].value: too long: 5 characters, 4 allowed");
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("123456789", "") };
    value.tags_count = 1;
    found_from(CONNECT_CHECK_STRICT, "Tags[0].key: too long: 9 characters, 8 allowed");
}
END_TEST

START_TEST(members_after_a_list_are_checked)
{
    value.texts = (const char *const[]){ "a" };
    value.texts_count = 1;
    value.leaves = (const test_leaf *const[]){ &test_leaf_full };
    value.leaves_count = 1;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("k", "long value") };
    value.tags_count = 1;
    found_from(CONNECT_CHECK_STRICT, "Tags[0].value: too long: 10 characters, 4 allowed");
}
END_TEST

START_TEST(patterns_hold_when_strict)
{
    value.alias = "d-planted";
    found_from(
        CONNECT_CHECK_STRICT,
        "Alias: not of the form: letters, digits and inner hyphens, not beginning with \"d-\"");
    ck_assert_ptr_null(strstr(connect_error_message(error), "planted"));
    value.alias = NULL;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("aws:x", "") };
    value.tags_count = 1;
    found_from(
        CONNECT_CHECK_STRICT,
        "Tags[0].key: not of the form: letters, spaces, numbers and _.:/=+-@, not beginning with \"aws:\"");
}
END_TEST

typedef struct test_lists {
    size_t size;
    const char *const *texts;
    size_t texts_count;
    const connect_pair *const *tags;
    size_t tags_count;
} test_lists;

#define T test_lists
SHAPE(TEXTS(texts, "Texts", REQUIRED), MAP(tags, "Tags", REQUIRED));
#undef T

/* The count says that the list was meant to be given: that it is required adds nothing. */
START_TEST(required_list_with_a_count_and_no_items_is_one_problem)
{
    test_lists lists = { .size = sizeof lists, .texts_count = 2, .tags_count = 1 };

    ck_assert_int_eq(shape_check(&test_lists_shape, &lists, CONNECT_CHECK_STRICT, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 2);
    ck_assert_str_eq(connect_error_problem(error, 0), "Texts: the count is 2 and the list is NULL");
    ck_assert_str_eq(connect_error_problem(error, 1), "Tags: the count is 1 and the list is NULL");
    connect_error_free(error);
    error = NULL;
    lists = (test_lists){ .size = sizeof lists };
    ck_assert_int_eq(shape_check(&test_lists_shape, &lists, CONNECT_CHECK_STRICT, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 2);
    ck_assert_str_eq(connect_error_problem(error, 0), "Texts: required");
}
END_TEST

/* The value says that the enum was meant to be given, as the count of a list does. */
START_TEST(required_enum_with_an_invalid_value_is_one_problem)
{
    static const struct {
        int value;
        const char *problem;
    } cases[] = {
        { 99, "Color: 99 is not a value of the enumeration" },
        { -2, "Color: -2 is not a value of the enumeration" },
        { TEST_COLOR_UNKNOWN, "Color: UNKNOWN without the text beside it" },
        { 0, "Color: required" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        memcpy(&request.color, &cases[i].value, sizeof request.color);
        ck_assert_int_eq(check_request(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
        ck_assert_uint_eq(connect_error_problem_count(error), 1);
        ck_assert_str_eq(connect_error_problem(error, 0), cases[i].problem);
    }
}
END_TEST

START_TEST(enum_values_must_be_known_when_strict)
{
    value.color = TEST_COLOR_UNKNOWN;
    value.color_text = "BLUE";
    found_from(CONNECT_CHECK_STRICT, "Color: not one of the known values");
    value.color = (test_color)0;
    value.color_text = "RED";
    passes(CONNECT_CHECK_STRICT);
    value.color_text = "";
    found_from(CONNECT_CHECK_DEFAULT, "Color: too short: 0 characters, at least 1");
}
END_TEST

START_TEST(garbage_of_a_foreign_caller_is_found_at_every_level)
{
    unsigned char two = 2;

    value.color = (test_color)99;
    found_from(CONNECT_CHECK_NONE, "Color: 99 is not a value of the enumeration");
    value.color_text = "RED";
    found_from(CONNECT_CHECK_NONE, "Color: 99 is not a value of the enumeration");
    value.color_text = NULL;
    value.color = TEST_COLOR_UNKNOWN;
    found_from(CONNECT_CHECK_NONE, "Color: UNKNOWN without the text beside it");
    value.color = (test_color)0;
    memcpy((char *)&value + offsetof(test_value, flag), &two, 1);
    found_from(CONNECT_CHECK_NONE, "Flag: is_set is neither true nor false: 2");
    value.flag = (connect_opt_bool)CONNECT_SET(false);
    memcpy((char *)&value + offsetof(test_value, flag) + offsetof(connect_opt_bool, value), &two,
           1);
    found_from(CONNECT_CHECK_NONE, "Flag: neither true nor false: 2");
    value.flag = (connect_opt_bool){ false, false };
    static const struct {
        const char *problem;
        size_t at;
    } flags[] = {
        { "When: is_set is neither true nor false: 2", offsetof(test_value, when) },
        { "Small: is_set is neither true nor false: 2", offsetof(test_value, small) },
        { "Wide: is_set is neither true nor false: 2", offsetof(test_value, wide) },
        { "Real: is_set is neither true nor false: 2", offsetof(test_value, real) },
    };
    value.small.value = 1;
    value.wide.value = 1;
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        memcpy((char *)&value + flags[i].at, &two, 1);
        found_from(CONNECT_CHECK_NONE, flags[i].problem);
        memset((char *)&value + flags[i].at, 0, 1);
    }
    value.texts_count = 3;
    found_from(CONNECT_CHECK_NONE, "Texts: the count is 3 and the list is NULL");
    value.texts_count = 0;
    value.tags_count = 1;
    found_from(CONNECT_CHECK_NONE, "Tags: the count is 1 and the list is NULL");
    value.tags_count = 0;
    value.leaves = (const test_leaf *const[]){ &test_leaf_full, NULL };
    value.leaves_count = 2;
    found_from(CONNECT_CHECK_NONE, "Leaves[1]: NULL");
    value.leaves = NULL;
    value.leaves_count = 0;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR(NULL, "v") };
    value.tags_count = 1;
    found_from(CONNECT_CHECK_NONE, "Tags[0].key: NULL");
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("k", NULL) };
    found_from(CONNECT_CHECK_NONE, "Tags[0].value: NULL");
}
END_TEST

START_TEST(invalid_utf8_is_found_at_every_level)
{
    value.text = "ab\xff";
    found_from(CONNECT_CHECK_NONE, "Text: not valid UTF-8");
    value.text = NULL;
    value.texts = (const char *const[]){ "\xc0\x80" };
    value.texts_count = 1;
    found_from(CONNECT_CHECK_NONE, "Texts[0]: not valid UTF-8");
    value.texts = NULL;
    value.texts_count = 0;
    value.color = TEST_COLOR_UNKNOWN;
    value.color_text = "\xed\xa0\x80";
    ck_assert_int_eq(check_value(CONNECT_CHECK_NONE), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_problem(error, 0), "Color: not valid UTF-8");
}
END_TEST

START_TEST(control_bytes_are_refused_but_layout_in_a_body)
{
    value.text = "a\nb\t";
    passes(CONNECT_CHECK_STRICT);
    value.text = "a\x1b[m";
    found_from(CONNECT_CHECK_DEFAULT, "Text: control byte 0x1b at byte 1");
    value.text = "ab\x7f";
    found_from(CONNECT_CHECK_DEFAULT, "Text: control byte 0x7f at byte 2");
    value.text = "\x1b[m";
    found_from(CONNECT_CHECK_DEFAULT, "Text: control byte 0x1b at byte 0");
    request.instance_id = "i\n";
    request.next_token = "a\tb";
    ck_assert_int_eq(check_request(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_problem(error, 0), "InstanceId: control byte 0x0a at byte 1");
    ck_assert_str_eq(connect_error_problem(error, 1), "NextToken: control byte 0x09 at byte 1");
}
END_TEST

START_TEST(labels_must_be_steps_of_a_path)
{
    static const struct {
        const char *id, *problem;
    } cases[] = {
        { "", "InstanceId: too short: 0 characters, at least 1" },
        { ".", "InstanceId: must not be \".\" or \"..\", because it is part of the path" },
        { "..", "InstanceId: must not be \".\" or \"..\", because it is part of the path" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        request.instance_id = cases[i].id;
        ck_assert_int_eq(check_request(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
        ck_assert_str_eq(connect_error_problem(error, 0), cases[i].problem);
    }
    request.instance_id = "...";
    ck_assert_int_eq(check_request(CONNECT_CHECK_STRICT), CONNECT_OK);
}
END_TEST

START_TEST(an_arn_counts_as_its_id)
{
    char arn[200] = "arn:aws:connect:us-west-2:123456789012:instance/";

    memset(arn + strlen(arn), 'a', 100);
    request.instance_id = arn;
    ck_assert_int_eq(check_request(CONNECT_CHECK_STRICT), CONNECT_OK);
    arn[strlen(arn)] = 'a';
    ck_assert_int_eq(check_request(CONNECT_CHECK_STRICT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_problem(error, 0),
                     "InstanceId: too long: 101 characters, 100 allowed");
}
END_TEST

START_TEST(a_union_has_exactly_one_member)
{
    test_choice choice = { .size = sizeof choice };

    value.choice = &choice;
    found_from(CONNECT_CHECK_DEFAULT, "Choice: exactly one member must be set, 0 are");
    choice.text = "a";
    passes(CONNECT_CHECK_STRICT);
    choice.number = (connect_opt_int64)CONNECT_SET(0);
    found_from(CONNECT_CHECK_DEFAULT, "Choice: exactly one member must be set, 2 are");
}
END_TEST

START_TEST(a_key_may_not_appear_twice)
{
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("a", ""), CONNECT_PAIR("b", ""),
                                                CONNECT_PAIR("a", "") };
    value.tags_count = 3;
    found_from(CONNECT_CHECK_DEFAULT, "Tags[2]: the same key as in an earlier entry");
}
END_TEST

static connect_pair many_pairs[2000];
static const connect_pair *many[2000];
static char many_keys[2000][8];

static void fill_many(void)
{
    for (size_t i = 0; i < 2000; i++) {
        (void)snprintf(many_keys[i], sizeof many_keys[i], "%zu", i);
        many_pairs[i] = (connect_pair){ many_keys[i], "" };
        many[i] = &many_pairs[i];
    }
    value.tags = many;
    value.tags_count = 2000;
}

START_TEST(a_key_may_not_appear_twice_among_many_either)
{
    fill_many();
    passes(CONNECT_CHECK_DEFAULT);
    many_pairs[1999].key = "17";
    ck_assert_int_eq(check_value(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_problem(error, 0),
                     "Tags[1999]: the same key as in an earlier entry");
}
END_TEST

/* However many there are. */
START_TEST(keys_that_collide_are_one_problem)
{
    static char keys[100][17];
    static connect_pair pairs[100];
    static const connect_pair *tags[100];
    unsigned next = 0;

    for (size_t i = 0; i < 100; i++) {
        colliding_name(keys[i], &next);
        pairs[i] = (connect_pair){ keys[i], "" };
        tags[i] = &pairs[i];
    }
    value.tags = tags;
    value.tags_count = 32;
    passes(CONNECT_CHECK_DEFAULT);
    value.tags_count = 100;
    ck_assert_int_eq(check_value(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 1);
    ck_assert_str_eq(connect_error_problem(error, 0), "Tags[32]: keys that collide");
}
END_TEST

static bool check_many(void *user)
{
    connect_status status = shape_check(&test_value_shape, &value, CONNECT_CHECK_DEFAULT, NULL);

    (void)user;
    ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    return status == CONNECT_OK;
}

START_TEST(a_map_that_cannot_be_checked_is_an_allocation_failure)
{
    fill_many();
    memory_fail_each(check_many, NULL, 0);
}
END_TEST

START_TEST(every_problem_is_told)
{
    test_leaf leaf = { .size = sizeof leaf, .rank = CONNECT_SET(-1) };

    value.text = "x";
    value.small = (connect_opt_int32)CONNECT_SET(-1);
    value.leaves = (const test_leaf *const[]){ &test_leaf_full, &leaf };
    value.leaves_count = 2;
    ck_assert_int_eq(check_value(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(
        connect_error_message(error),
        "the request is not valid: Text: too short: 1 character, at least 2; Small: too small: -1, at "
        "least 1; Leaves[1].Name: required; Leaves[1].Rank: too small: -1, at least 0");
    ck_assert_uint_eq(connect_error_problem_count(error), 4);
    ck_assert_int_eq(shape_check(&test_value_shape, &value, CONNECT_CHECK_DEFAULT, NULL),
                     CONNECT_E_ARGUMENT);
}
END_TEST

START_TEST(problems_have_a_limit)
{
    const char **texts = calloc(5000, sizeof *texts);

    value.texts = texts;
    value.texts_count = 5000;
    ck_assert_int_eq(check_value(CONNECT_CHECK_DEFAULT), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 1001);
    ck_assert_str_eq(connect_error_problem(error, 999), "Texts[999]: NULL");
    ck_assert_str_eq(connect_error_problem(error, 1000), "and more");
    free(texts);
}
END_TEST

/* ---- the size rule ---- */

struct longer {
    test_leaf leaf;
    uint64_t newer;
};

START_TEST(a_larger_struct_is_accepted_when_its_tail_is_zero)
{
    struct longer longer = { { sizeof longer, "n", { false, 0 } }, 0 };

    value.leaf = &longer.leaf;
    passes(CONNECT_CHECK_STRICT);
    ((unsigned char *)&longer.newer)[7] = 1;
    for (int level = CONNECT_CHECK_DEFAULT; level <= CONNECT_CHECK_STRICT; level++) {
        ck_assert_int_eq(check_value((connect_check_level)level), CONNECT_E_VERSION);
        ck_assert_int_eq(connect_error_code(error), CONNECT_E_VERSION);
        ck_assert_ptr_nonnull(
            strstr(connect_error_message(error), "Leaf: test_leaf has members that this library"));
    }
}
END_TEST

/* The shortest path that a struct can have, beside none. */
typedef struct holder {
    size_t size;
    const test_leaf *leaf;
} holder;

#define T holder
SHAPE(STRUCT(leaf, test_leaf, "L"));
#undef T

START_TEST(too_new_a_struct_is_named_with_its_path)
{
    struct longer longer = { { sizeof longer, "n", { false, 0 } }, 1 };
    const holder outer = { sizeof outer, &longer.leaf };
    char expected[100];

    ck_assert_int_eq(shape_check(&holder_shape, &outer, CONNECT_CHECK_DEFAULT, &error),
                     CONNECT_E_VERSION);
    snprintf(expected, sizeof expected,
             "L: test_leaf has members that this library (%s) does not know", connect_version());
    ck_assert_str_eq(connect_error_message(error), expected);
    connect_error_free(error);
    error = NULL;
    ck_assert_int_eq(shape_check(&test_leaf_shape, &longer.leaf, CONNECT_CHECK_DEFAULT, &error),
                     CONNECT_E_VERSION);
    ck_assert_str_eq(connect_error_message(error), expected + strlen("L: "));
}
END_TEST

START_TEST(too_new_a_struct_is_told_whatever_else_is_wrong)
{
    struct longer longer = { { sizeof longer, NULL, CONNECT_SET(-1) }, 1 };

    value.text = "x";
    value.leaves = (const test_leaf *const[]){ &longer.leaf, NULL };
    value.leaves_count = 2;
    value.tags = (const connect_pair *const[]){ CONNECT_PAIR("", NULL) };
    value.tags_count = 1;
    ck_assert_int_eq(check_value(CONNECT_CHECK_DEFAULT), CONNECT_E_VERSION);
    ck_assert_uint_eq(connect_error_problem_count(error), 0);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "Leaves[0]: test_leaf"));
}
END_TEST

START_TEST(an_absurd_size_is_not_followed)
{
    test_leaf leaf = { SIZE_MAX, "n", { false, 0 } };

    value.leaf = &leaf;
    ck_assert_int_eq(check_value(CONNECT_CHECK_NONE), CONNECT_E_VERSION);
    leaf.size = sizeof leaf + SIZED_TAIL_MAX + 1;
    ck_assert_int_eq(check_value(CONNECT_CHECK_NONE), CONNECT_E_VERSION);
}
END_TEST

START_TEST(a_size_that_was_forgotten_is_told)
{
    test_leaf leaf = { 0, "n", { false, 0 } };

    value.leaf = &leaf;
    found_from(
        CONNECT_CHECK_NONE,
        "Leaf: test_leaf has no size: set its first member to sizeof, or use connect_init()");
    value.size = 0;
    ck_assert_int_eq(check_value(CONNECT_CHECK_NONE), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(
        connect_error_problem(error, 0),
        "test_value has no size: set its first member to sizeof, or use connect_init()");
}
END_TEST

START_TEST(problems_beside_a_forgotten_size_are_reported)
{
    static const char no_size[] =
        "test_leaf has no size: set its first member to sizeof, or use connect_init()";
    test_leaf leaf = { 0, "n", { false, 0 } };
    char expected[100];

    value.leaf = &leaf;
    value.leaves = (const test_leaf *const[]){ &leaf, &leaf };
    value.leaves_count = 2;
    value.tags_count = 1;
    ck_assert_int_eq(check_value(CONNECT_CHECK_NONE), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 4);
    for (size_t i = 0; i < 3; i++) {
        static const char *const places[] = { "Leaf", "Leaves[0]", "Leaves[1]" };

        snprintf(expected, sizeof expected, "%s: %s", places[i], no_size);
        ck_assert_str_eq(connect_error_problem(error, i), expected);
    }
    ck_assert_str_eq(connect_error_problem(error, 3), "Tags: the count is 1 and the list is NULL");
}
END_TEST

START_TEST(null_is_no_request)
{
    ck_assert_int_eq(shape_check(&test_value_shape, NULL, CONNECT_CHECK_NONE, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error), "the request is NULL");
}
END_TEST

/* ---- patterns ---- */

static const struct {
    enum shape_pattern pattern;
    const char *good[12], *bad[16];
} patterns[] = {
    { PATTERN_NONE, { "", "anything" }, { NULL } },
    { PATTERN_DIRECTORY_ALIAS,
      { "a", "9", "D-x", "da", "a--b", "demo-1", "d" },
      { "", "-", "-a", "a-", "d-", "d-a", "a_b", "a b", "\xc3\xa4", "a\n" } },
    { PATTERN_DIRECTORY_ID,
      { "d-0123456789", "d-abcdef0000" },
      { "", "d-", "d-012345678", "d-01234567890", "d-012345678G", "D-0123456789", "d-ABCDEF0000",
        "x-0123456789" } },
    { PATTERN_TAG_KEY,
      { "", "team", "\xc3\xa4\xe2\x82\x82\xe3\x80\x80", "_.:/=+-@", "aws", "AWS:x",
        "xaws:", "\xf0\x9d\x94\xb8" },
      { "aws:", "aws:x", "a*b", "a\tb", "a#", "\xf0\x9f\x98\xb9", "\xe2\x82\xac", "\xff", "a\"",
        "a,b", "{", "}", "\\", "[" } },
    { PATTERN_APPLICATION_NAME, { "a", "My App_1-x", " " }, { "", "a.b", "\xc3\xa4", "a/b" } },
    { PATTERN_EMAIL_ADDRESS,
      { "a@b.c", "first.last+tag@mail.example.org", "a@b..c" },
      { "", "@", "a@", "@b.c", "a@b", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a@b c.d",
        "a@b.c\n" } },
    { PATTERN_AWS_REGION,
      { "us-west-2", "us-gov-west-1", "eu-central", "cn-north-1", "us-iso-east" },
      { "", "us", "us-", "us-1", "us-west-", "us-west-22", "us-a-b-c", "US-west-2", "usa-west-2",
        "us-west-2x", "us--west", "us-west_2" } },
    { PATTERN_INSTANCE_ID_OR_ARN,
      { "0123abcd-0123-4567-89ab-0123456789ab",
        "arn:aws:connect:us-west-2:123456789012:instance/0123abcd-0123-4567-89ab-0123456789ab",
        "arn:aws-us-gov:connect:us-gov-1:1:instance/0123abcd-0123-4567-89ab-0123456789ab" },
      { "", "i-1", "0123ABCD-0123-4567-89ab-0123456789ab", "0123abcd-0123-4567-89ab-0123456789abc",
        "0123abcd0123456789ab0123456789ab", "arn:aws:connect:us-west-2:123456789012:instance/",
        "arn:aws-cn:connect:cn-north-1:1:instance/0123abcd-0123-4567-89ab-0123456789ab",
        "arn:aws:connect:us-west-2::instance/0123abcd-0123-4567-89ab-0123456789ab",
        "arn:aws:connect:us-west-2:123456789012345678901:instance/0123abcd-0123-4567-89ab-0123456789ab",
        "arn:aws:s3:us-west-2:1:instance/0123abcd-0123-4567-89ab-0123456789ab" } },
};

START_TEST(patterns_match_what_they_say)
{
    static char endless[4098]; /* a byte more than is looked at */
    memset(endless, 'a', sizeof endless - 1);
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        for (size_t j = 0; patterns[i].good[j] != NULL; j++) {
            ck_assert_msg(pattern_matches(patterns[i].pattern, patterns[i].good[j],
                                          strlen(patterns[i].good[j])),
                          "%s: \"%s\"", pattern_text(patterns[i].pattern), patterns[i].good[j]);
        }
        for (size_t j = 0; patterns[i].bad[j] != NULL; j++) {
            ck_assert_msg(!pattern_matches(patterns[i].pattern, patterns[i].bad[j],
                                           strlen(patterns[i].bad[j])),
                          "%s: \"%s\"", pattern_text(patterns[i].pattern), patterns[i].bad[j]);
        }
        ck_assert((pattern_text(patterns[i].pattern) == NULL) ==
                  (patterns[i].pattern == PATTERN_NONE));
        ck_assert_int_eq(pattern_matches(patterns[i].pattern, endless, sizeof endless - 1),
                         patterns[i].pattern == PATTERN_NONE);
    }
}
END_TEST

/* What the matcher knows and no pattern has today; patterns.py compares it with another matcher. */
static const struct {
    const char *expression, *good[6], *bad[6];
} expressions[] = {
    { "([\\]a)]b){2}c", { "]babc", ")b]bc" }, { "]bc", "abbabc", "]babc)" } },
    { "[\\]\\[]x", { "]x", "[x" }, { "x", "\\x", "][x" } },
    { "(a\\)|b)c", { "a)c", "bc" }, { "ac", "a)", "a)|bc" } },
    { "[^\\]]+", { "a[", "\\" }, { "", "]", "a]" } },
    { "[(]a[)]", { "(a)" }, { "a", "[(]a[)]" } },
    { "((a|b)(c|))+d?", { "a", "acb", "bcbcd" }, { "", "d", "cd", "acc" } },
    { "(?!a(b|c))a.*", { "a", "ad", "adb" }, { "ab", "acd", "b" } },
    { "(a{2}){0,2}b{1}", { "b", "aab", "aaaab" }, { "ab", "aaab", "aaaaaab", "aabb" } },
    { "a$|^b|.c", { "a", "b", "xc" }, { "", "c", "ab", "\nc", "a\n" } },
    { "[\\s-]\\S", { " x", "-\xc3\xa9", "\t-" }, { "- ", "x-", "\xc2\xa0x" } },
};

START_TEST(expressions_match_as_they_do_elsewhere)
{
    for (size_t i = 0; i < sizeof expressions / sizeof expressions[0]; i++) {
        for (size_t j = 0; expressions[i].good[j] != NULL; j++) {
            ck_assert_msg(expression_matches(expressions[i].expression, expressions[i].good[j],
                                             strlen(expressions[i].good[j])),
                          "%s: \"%s\"", expressions[i].expression, expressions[i].good[j]);
        }
        for (size_t j = 0; expressions[i].bad[j] != NULL; j++) {
            ck_assert_msg(!expression_matches(expressions[i].expression, expressions[i].bad[j],
                                              strlen(expressions[i].bad[j])),
                          "%s: \"%s\"", expressions[i].expression, expressions[i].bad[j]);
        }
    }
}
END_TEST

START_TEST(a_text_beyond_the_limit_of_an_expression_does_not_match)
{
    static char text[4098];

    memset(text, 'x', sizeof text - 1);
    ck_assert(expression_matches("x*", text, 4096));
    ck_assert(!expression_matches("x*", text, 4097));
}
END_TEST

START_TEST(only_the_arn_of_an_instance_is_reduced_to_its_id)
{
    static const struct {
        const char *text, *id;
    } cases[] = {
        { "i-1", "i-1" },
        { "", "" },
        { "arn:aws:connect:us-west-2:1:instance/i-1", "i-1" },
        { "arn:aws-us-gov:connect:us-gov-west-1:123456789012:instance/i-1", "i-1" },
        { "arn:aws:connect:us-west-2:1:instance/i-1/queue/q",
          "arn:aws:connect:us-west-2:1:instance/i-1/queue/q" },
        { "arn:aws:connect:us-west-2:1:instance/", "arn:aws:connect:us-west-2:1:instance/" },
        { "arn:aws:ec2:us-west-2:1:instance/i-1", "arn:aws:ec2:us-west-2:1:instance/i-1" },
        { "arn:aws:connect:us-west-2:me:instance/i-1",
          "arn:aws:connect:us-west-2:me:instance/i-1" },
        { "arn:aws:connect:us-west-2::instance/i-1", "arn:aws:connect:us-west-2::instance/i-1" },
        { "arn:aws:connect::1:instance/i-1", "arn:aws:connect::1:instance/i-1" },
        { "arn::connect:us-west-2:1:instance/i-1", "arn::connect:us-west-2:1:instance/i-1" },
        { "arn:aws:connect:us-west-2:1:queue/i-1", "arn:aws:connect:us-west-2:1:queue/i-1" },
        { "arn:aws:connect:us-west-2:1:instance", "arn:aws:connect:us-west-2:1:instance" },
        { "arn:", "arn:" },
        { "x:instance/i-1", "x:instance/i-1" },
        { "arn:aws:connect", "arn:aws:connect" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t size = 99;
        const char *id = instance_id_of(cases[i].text, &size);

        ck_assert_uint_eq(size, strlen(cases[i].id));
        ck_assert(memcmp(id, cases[i].id, size) == 0);
    }
}
END_TEST

/* ---- memory ---- */

static bool check_once(void *level)
{
    connect_error *failure = NULL;
    connect_status status =
        shape_check(&test_value_shape, &value, *(const connect_check_level *)level, &failure);

    ck_assert_int_eq(connect_error_code(failure), status);
    memory_check_status(status, CONNECT_E_ARGUMENT);
    connect_error_free(failure);
    return true;
}

START_TEST(a_check_without_memory_still_fails)
{
    connect_check_level level = CONNECT_CHECK_STRICT;

    value = test_value_full;
    value.text = "x";
    memory_fail_each(check_once, &level, 10);
}
END_TEST

static void add_size_rule(Suite *suite)
{
    TCase *size = tcase_create("size rule");

    tcase_add_checked_fixture(size, setup, teardown);
    tcase_add_test(size, a_larger_struct_is_accepted_when_its_tail_is_zero);
    tcase_add_test(size, too_new_a_struct_is_named_with_its_path);
    tcase_add_test(size, too_new_a_struct_is_told_whatever_else_is_wrong);
    tcase_add_test(size, an_absurd_size_is_not_followed);
    tcase_add_test(size, a_size_that_was_forgotten_is_told);
    tcase_add_test(size, problems_beside_a_forgotten_size_are_reported);
    tcase_add_test(size, null_is_no_request);
    tcase_add_test(size, a_check_without_memory_still_fails);
    suite_add_tcase(suite, size);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape check");
    TCase *levels = tcase_create("levels");
    TCase *forms = tcase_create("patterns");

    tcase_add_checked_fixture(levels, setup, teardown);
    tcase_add_test(levels, a_good_request_passes_all_levels);
    tcase_add_test(levels, required_members_are_missed);
    tcase_add_test(levels, a_required_member_beyond_the_size_is_missed);
    tcase_add_test(levels, minima_hold_by_default);
    tcase_add_test(levels, values_at_their_bounds_are_fine);
    tcase_add_test(levels, maxima_hold_when_strict);
    tcase_add_test(levels, members_after_a_list_are_checked);
    tcase_add_test(levels, patterns_hold_when_strict);
    tcase_add_test(levels, required_list_with_a_count_and_no_items_is_one_problem);
    tcase_add_test(levels, required_enum_with_an_invalid_value_is_one_problem);
    tcase_add_test(levels, enum_values_must_be_known_when_strict);
    tcase_add_test(levels, garbage_of_a_foreign_caller_is_found_at_every_level);
    tcase_add_test(levels, invalid_utf8_is_found_at_every_level);
    tcase_add_test(levels, control_bytes_are_refused_but_layout_in_a_body);
    tcase_add_test(levels, labels_must_be_steps_of_a_path);
    tcase_add_test(levels, an_arn_counts_as_its_id);
    tcase_add_test(levels, a_union_has_exactly_one_member);
    tcase_add_test(levels, a_key_may_not_appear_twice);
    tcase_add_test(levels, a_key_may_not_appear_twice_among_many_either);
    tcase_add_test(levels, keys_that_collide_are_one_problem);
    tcase_add_test(levels, a_map_that_cannot_be_checked_is_an_allocation_failure);
    tcase_add_test(levels, every_problem_is_told);
    tcase_add_test(levels, problems_have_a_limit);
    suite_add_tcase(suite, levels);
    add_size_rule(suite);
    tcase_add_test(forms, patterns_match_what_they_say);
    tcase_add_test(forms, expressions_match_as_they_do_elsewhere);
    tcase_add_test(forms, a_text_beyond_the_limit_of_an_expression_does_not_match);
    tcase_add_test(forms, only_the_arn_of_an_instance_is_reduced_to_its_id);
    suite_add_tcase(suite, forms);
    return suite;
}
