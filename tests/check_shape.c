/* Shape: structs to the wire, and back by way of their own text. */
#include "core/buf.h"
#include "core/error.h"
#include "shape/bind.h"
#include "shape/clone.h"
#include "shape/decode.h"
#include "shape/document.h"
#include "shape/encode.h"
#include "support/memory.h"
#include "support/shapes.h"
#include "support/suite.h"

#include <jansson.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static char *encoded(const struct connect_shape *shape, const void *value, enum encode_what what,
                     const char *token)
{
    struct buf out = BUF_INIT(65536);

    ck_assert(shape_encode(shape, value, what, token, &out));
    return buf_take(&out);
}

static void check_encoded(const struct connect_shape *shape, const void *value,
                          enum encode_what what, const char *expected)
{
    char *text = encoded(shape, value, what, NULL);

    ck_assert_str_eq(text, expected);
    mem_free(text);
}

START_TEST(every_kind_goes_out_in_row_order)
{
    check_encoded(
        &test_value_shape, &test_value_full, ENCODE_BODY,
        "{\"Text\":\"t\xc3\xa4xt\",\"Alias\":\"demo-1\",\"Secret\":\"hush\",\"Flag\":false,\"Small\":-5,"
        "\"Wide\":-9223372036854775808,\"Real\":0.1,\"When\":1700000000.123,\"Color\":\"GREEN\","
        "\"Leaf\":{\"Name\":\"leaf\",\"Rank\":7},\"Choice\":{\"Number\":9223372036854775807},"
        "\"Texts\":[\"a\",\"\",\"\\\"\\\\\\n\\u0001\"],"
        "\"Leaves\":[{\"Name\":\"leaf\",\"Rank\":7},{\"Name\":\"leaf\",\"Rank\":7}],"
        "\"Tags\":{\"k\":\"v\",\"k/2\":\"\"}}");
}
END_TEST

START_TEST(what_is_not_set_stays_away)
{
    test_value value = { .size = sizeof value };
    test_empty empty = { sizeof empty };

    check_encoded(&test_value_shape, &value, ENCODE_BODY, "{}");
    check_encoded(&test_empty_shape, &empty, ENCODE_BODY, "{}");
}
END_TEST

START_TEST(lists_that_are_set_and_empty_are_sent)
{
    test_value value = { .size = sizeof value,
                         .texts = (const char *const[]){ NULL },
                         .leaves = (const test_leaf *const[]){ NULL },
                         .tags = (const connect_pair *const[]){ NULL } };

    check_encoded(&test_value_shape, &value, ENCODE_BODY,
                  "{\"Texts\":[],\"Leaves\":[],\"Tags\":{}}");
}
END_TEST

START_TEST(null_elements_are_left_out)
{
    const test_value value = {
        .size = sizeof value,
        .texts = (const char *const[]){ NULL, "a", NULL, "b", NULL },
        .texts_count = 5,
        .leaves = (const test_leaf *const[]){ NULL, &test_leaf_full, NULL, &test_leaf_full },
        .leaves_count = 4,
        .tags =
            (const connect_pair *const[]){ NULL, CONNECT_PAIR(NULL, "v"), CONNECT_PAIR("k", "v"),
                                           CONNECT_PAIR("x", NULL), CONNECT_PAIR("y", "") },
        .tags_count = 5,
    };

    check_encoded(&test_value_shape, &value, ENCODE_BODY,
                  "{\"Texts\":[\"a\",\"b\"],\"Leaves\":[{\"Name\":\"leaf\",\"Rank\":7},"
                  "{\"Name\":\"leaf\",\"Rank\":7}],\"Tags\":{\"k\":\"v\",\"y\":\"\"}}");
}
END_TEST

START_TEST(times_are_seconds_in_a_body_and_iso_for_people)
{
    static const struct {
        int64_t ms;
        const char *body, *all;
    } cases[] = {
        { 0, "{\"When\":0}", "{\"When\":\"1970-01-01T00:00:00+00:00\"}" },
        { 1700000000000, "{\"When\":1700000000}", "{\"When\":\"2023-11-14T22:13:20+00:00\"}" },
        { 1700000000120, "{\"When\":1700000000.12}",
          "{\"When\":\"2023-11-14T22:13:20.120000+00:00\"}" },
        { 1, "{\"When\":0.001}", "{\"When\":\"1970-01-01T00:00:00.001000+00:00\"}" },
        { -1500, "{\"When\":-1.5}", "{\"When\":\"1969-12-31T23:59:58.500000+00:00\"}" },
        { -1, "{\"When\":-0.001}", "{\"When\":\"1969-12-31T23:59:59.999000+00:00\"}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_value value = { .size = sizeof value, .when = { true, cases[i].ms } };

        check_encoded(&test_value_shape, &value, ENCODE_BODY, cases[i].body);
        check_encoded(&test_value_shape, &value, ENCODE_ALL, cases[i].all);
    }
}
END_TEST

START_TEST(the_largest_time_is_no_overflow)
{
    test_value value = { .size = sizeof value, .when = CONNECT_SET(INT64_MIN) };

    check_encoded(&test_value_shape, &value, ENCODE_BODY, "{\"When\":-9223372036854775.808}");
}
END_TEST

START_TEST(doubles_are_shortest_and_special_ones_are_texts)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {
        { 1.0, "{\"Real\":1}" },
        { 0.1, "{\"Real\":0.1}" },
        { 1.0 / 3, "{\"Real\":0.3333333333333333}" },
        { -2.5, "{\"Real\":-2.5}" },
        { (double)NAN, "{\"Real\":\"NaN\"}" },
        { (double)INFINITY, "{\"Real\":\"Infinity\"}" },
        { -(double)INFINITY, "{\"Real\":\"-Infinity\"}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_value value = { .size = sizeof value, .real = { true, cases[i].value } };

        check_encoded(&test_value_shape, &value, ENCODE_BODY, cases[i].expected);
    }
}
END_TEST

START_TEST(an_enum_sends_its_text_or_the_one_beside_it)
{
    static const struct {
        test_color color;
        const char *text, *expected;
    } cases[] = {
        { TEST_COLOR_RED, NULL, "{\"Color\":\"RED\"}" },
        { TEST_COLOR_RED, "GREEN", "{\"Color\":\"RED\"}" },
        { TEST_COLOR_UNKNOWN, "BLUE", "{\"Color\":\"BLUE\"}" },
        { (test_color)0, "BLUE", "{\"Color\":\"BLUE\"}" },
        { TEST_COLOR_UNKNOWN, NULL, "{}" },
        { (test_color)3, "BLUE", "{}" },
        { (test_color)-2, "BLUE", "{}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_value value = { .size = sizeof value,
                             .color = cases[i].color,
                             .color_text = cases[i].text };

        check_encoded(&test_value_shape, &value, ENCODE_BODY, cases[i].expected);
    }
}
END_TEST

START_TEST(a_member_beyond_the_callers_size_is_absent)
{
    test_leaf leaf = { offsetof(test_leaf, rank), "leaf", CONNECT_SET(7) };
    test_value value = test_value_full;

    value.size = offsetof(test_value, choice);
    value.leaf = &leaf;
    value.real.is_set = false;
    check_encoded(
        &test_value_shape, &value, ENCODE_BODY,
        "{\"Text\":\"t\xc3\xa4xt\",\"Alias\":\"demo-1\",\"Secret\":\"hush\",\"Flag\":false,\"Small\":-5,"
        "\"Wide\":-9223372036854775808,\"When\":1700000000.123,\"Color\":\"GREEN\","
        "\"Leaf\":{\"Name\":\"leaf\"}}");
}
END_TEST

START_TEST(a_list_whose_count_is_beyond_the_size_is_absent)
{
    test_value value = { .size = offsetof(test_value, texts_count),
                         .texts = (const char *const[]){ "a" },
                         .texts_count = 1 };

    check_encoded(&test_value_shape, &value, ENCODE_BODY, "{}");
}
END_TEST

START_TEST(invalid_utf8_never_leaves)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "a\xff"
          "b",
          "{\"Text\":\"a\xef\xbf\xbd"
          "b\"}" },
        { "\xc0\xaf", "{\"Text\":\"\xef\xbf\xbd\xef\xbf\xbd\"}" },
        { "\xed\xa0\x80", "{\"Text\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}" },
        { "\xf5\x80\x80\x80", "{\"Text\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}" },
        { "\xe2\x82", "{\"Text\":\"\xef\xbf\xbd\xef\xbf\xbd\"}" },
        { "\xf0\x9f\x98\xb9\xe2\x82\xac", "{\"Text\":\"\xf0\x9f\x98\xb9\xe2\x82\xac\"}" },
        { "\x7f/\b\f\r\t", "{\"Text\":\"\x7f/\\b\\f\\r\\t\"}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_value value = { .size = sizeof value, .text = cases[i].text };

        check_encoded(&test_value_shape, &value, ENCODE_BODY, cases[i].expected);
    }
}
END_TEST

START_TEST(a_string_ends_at_its_size_within_a_character)
{
    struct buf out = BUF_INIT(100);

    ck_assert(encode_string(&out, "a\xc3\xa4", 2));
    ck_assert_str_eq(buf_text(&out), "\"a\xef\xbf\xbd\"");
    buf_clear(&out);
    ck_assert(encode_string(&out, "a\nbcd", 3)); /* and behind one that was escaped */
    ck_assert_str_eq(buf_text(&out), "\"a\\nb\"");
    buf_free(&out);
}
END_TEST

START_TEST(sensitive_and_secret_members_are_not_in_a_log)
{
    char *text = encoded(&test_value_shape, &test_value_full, ENCODE_LOG, NULL);

    ck_assert_ptr_null(strstr(text, "demo-1"));
    ck_assert_ptr_null(strstr(text, "hush"));
    ck_assert_ptr_nonnull(strstr(text, "\"Alias\":\"(redacted)\",\"Secret\":\"(redacted)\""));
    ck_assert_ptr_nonnull(strstr(text, "\"When\":\"2023-11-14T22:13:20.123000+00:00\""));
    mem_free(text);
}
END_TEST

START_TEST(the_token_stands_in_for_an_absent_one_only)
{
    test_request request = { .size = sizeof request, .name = "n" };
    char *text = encoded(&test_request_shape, &request, ENCODE_BODY, "uuid");

    ck_assert_str_eq(text, "{\"ClientToken\":\"uuid\",\"Name\":\"n\"}");
    mem_free(text);
    request.token = "";
    text = encoded(&test_request_shape, &request, ENCODE_BODY, "uuid");
    ck_assert_str_eq(text, "{\"ClientToken\":\"\",\"Name\":\"n\"}");
    mem_free(text);
}
END_TEST

START_TEST(all_shows_every_place_under_model_names)
{
    test_request request = { .size = sizeof request,
                             .instance_id = "i",
                             .color = TEST_COLOR_RED,
                             .next_token = "t",
                             .max_results = CONNECT_SET(3),
                             .name = "n" };

    check_encoded(
        &test_request_shape, &request, ENCODE_ALL,
        "{\"InstanceId\":\"i\",\"Color\":\"RED\",\"NextToken\":\"t\",\"MaxResults\":3,\"Name\":\"n\"}");
    check_encoded(&test_request_shape, &request, ENCODE_BODY, "{\"Name\":\"n\"}");
}
END_TEST

START_TEST(a_full_buffer_says_so)
{
    struct buf out = BUF_INIT(100);

    ck_assert(!shape_encode(&test_value_shape, &test_value_full, ENCODE_BODY, NULL, &out));
    ck_assert_int_eq(out.state, BUF_TOO_BIG);
    buf_free(&out);
}
END_TEST

/* ---- binding ---- */

static void check_bound(const struct connect_operation *operation, const void *request,
                        const char *path, const char *query, const char *body)
{
    struct bound_request bound = { .has_body = false };

    ck_assert_int_eq(shape_bind(operation, request, "uuid", &bound, NULL), CONNECT_OK);
    ck_assert_str_eq(buf_text(&bound.path), path);
    ck_assert_str_eq(buf_text(&bound.query), query);
    ck_assert(bound.has_body == (body != NULL));
    ck_assert_str_eq(buf_text(&bound.body), body != NULL ? body : "");
    bound_request_free(&bound);
}

START_TEST(members_go_to_their_places)
{
    test_request request = { .size = sizeof request,
                             .instance_id = "i/ \xc3\xa4",
                             .color = TEST_COLOR_RED,
                             .next_token = "a+b/c==",
                             .max_results = CONNECT_SET(3),
                             .keys = (const char *const[]){ "b k", "a/c" },
                             .keys_count = 2,
                             .deep = CONNECT_SET(false),
                             .since = CONNECT_SET(1576540098000),
                             .token = "T" };

    check_bound(&test_operation, &request, "/instance/i%2F%20%C3%A4/color/RED",
                "nextToken=a%2Bb%2Fc%3D%3D&maxResults=3&tagKeys=b%20k&tagKeys=a%2Fc&deep=false"
                "&since=2019-12-16T23%3A48%3A18Z",
                "{\"ClientToken\":\"T\"}");
    request.since.value += 5;
    request.next_token = "";
    request.keys_count = 0;
    request.deep.is_set = request.max_results.is_set = false;
    check_bound(&test_operation, &request, "/instance/i%2F%20%C3%A4/color/RED",
                "nextToken=&since=2019-12-16T23%3A48%3A18.005Z", "{\"ClientToken\":\"T\"}");
}
END_TEST

/* What no operation has in its query yet. */
typedef struct test_query {
    size_t size;
    connect_opt_double real;
    connect_opt_int64 wide;
    const char *const *texts;
    size_t texts_count;
    const connect_pair *const *tags;
    size_t tags_count;
} test_query;

#define T test_query
SHAPE(FIELD(real, "Real", IN_QUERY("real")), FIELD(wide, "Wide", IN_QUERY("wide")),
      TEXTS(texts, "Texts", IN_QUERY("t")), MAP(tags, "Tags", IN_QUERY("")));
#undef T

START_TEST(every_kind_has_a_form_in_the_query)
{
    const struct connect_operation operation = { .path = "/q", .input = &test_query_shape };
    const test_query query = {
        .size = sizeof query,
        .real = CONNECT_SET(0.5),
        .wide = CONNECT_SET(INT64_MIN),
        .texts = (const char *const[]){ NULL, "a", "" },
        .texts_count = 3,
        .tags = (const connect_pair *const[]){ NULL, CONNECT_PAIR("k&", "v=1"),
                                               CONNECT_PAIR("x", NULL), CONNECT_PAIR("y", "") },
        .tags_count = 4,
    };

    check_bound(&operation, &query, "/q",
                "real=0.5&wide=-9223372036854775808&t=a&t=&k%26=v%3D1&y=", NULL);
}
END_TEST

START_TEST(a_body_without_members_is_an_empty_object)
{
    test_value value = { .size = sizeof value };
    struct connect_operation operation = { .path = "/x", .input = &test_value_shape };

    check_bound(&operation, &value, "/x", "", "{}");
}
END_TEST

START_TEST(an_input_without_body_members_has_no_body)
{
    test_get get = { sizeof get, "a%b" };
    struct connect_operation operation = { .path = "/x/{Path}", .input = &test_get_shape };

    check_bound(&operation, &get, "/x/a%25b", "", NULL);
}
END_TEST

START_TEST(greedy_labels_keep_slashes)
{
    test_get get = { sizeof get, "there/guy ?" };
    struct connect_operation operation = { .path = "/x/{Path+}/y", .input = &test_get_shape };

    check_bound(&operation, &get, "/x/there/guy%20%3F/y", "", NULL);
}
END_TEST

START_TEST(an_instance_may_be_given_as_its_arn)
{
    test_request request = { .size = sizeof request,
                             .color = TEST_COLOR_RED,
                             .token = "T",
                             .instance_id = "arn:aws:connect:us-west-2:123456789012:instance/i-1" };

    check_bound(&test_operation, &request, "/instance/i-1/color/RED", "",
                "{\"ClientToken\":\"T\"}");
    request.instance_id = "arn:aws:s3:::bucket";
    check_bound(&test_operation, &request, "/instance/arn%3Aaws%3As3%3A%3A%3Abucket/color/RED", "",
                "{\"ClientToken\":\"T\"}");
}
END_TEST

START_TEST(labels_that_cannot_be_bound_are_refused)
{
    static const char *const bad[] = { NULL,
                                       "",
                                       ".",
                                       "..",
                                       "arn:aws:connect:us-west-2:1:instance/..",
                                       "arn:aws:connect:us-west-2:1:instance/." };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        test_request request = { .size = sizeof request,
                                 .instance_id = bad[i],
                                 .color = TEST_COLOR_RED };
        struct bound_request bound = { .has_body = false };
        connect_error *error = NULL;

        ck_assert_int_eq(shape_bind(&test_operation, &request, NULL, &bound, &error),
                         CONNECT_E_ARGUMENT);
        ck_assert_ptr_nonnull(
            strstr(connect_error_message(error), "InstanceId is part of the path"));
        connect_error_free(error);
        bound_request_free(&bound);
    }
}
END_TEST

START_TEST(greedy_labels_may_not_climb)
{
    static const char *const bad[] = {
        "..", "a/../b", "./a", "a/.", "../", "/../b", "/.", "//../b"
    };
    struct connect_operation operation = { .path = "/x/{Path+}", .input = &test_get_shape };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        test_get get = { sizeof get, bad[i] };
        struct bound_request bound = { .has_body = false };

        ck_assert_int_eq(shape_bind(&operation, &get, NULL, &bound, NULL), CONNECT_E_ARGUMENT);
        bound_request_free(&bound);
    }
}
END_TEST

START_TEST(a_path_has_a_limit)
{
    struct connect_operation operation = { .path = "/x/{Path}", .input = &test_get_shape };
    char *text = malloc(20001);
    test_get get = { sizeof get, text };
    struct bound_request bound = { .has_body = false };
    connect_error *error = NULL;

    memset(text, 'a', 20000);
    text[20000] = '\0';
    ck_assert_int_eq(shape_bind(&operation, &get, NULL, &bound, &error), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error),
                     "the path of the request is too large: more than 16384 bytes");
    connect_error_free(error);
    bound_request_free(&bound);
    free(text);
}
END_TEST

/* ---- there and back ---- */

START_TEST(what_is_shown_can_be_typed_in_again)
{
    struct arena arena = { .chunks = NULL };
    test_value back = { .size = 0 };
    char *text = encoded(&test_value_shape, &test_value_full, ENCODE_ALL, NULL);

    ck_assert_int_eq(
        shape_decode(&test_value_shape, text, strlen(text), DECODE_INPUT, &arena, &back, NULL),
        CONNECT_OK);
    check_encoded(&test_value_shape, &back, ENCODE_ALL, text);
    mem_free(text);
    arena_release(&arena);
}
END_TEST

START_TEST(what_is_sent_can_be_read)
{
    struct arena arena = { .chunks = NULL };
    test_value back = { .size = 0 };
    char *text = encoded(&test_value_shape, &test_value_full, ENCODE_BODY, NULL);

    ck_assert_int_eq(
        shape_decode(&test_value_shape, text, strlen(text), DECODE_RESPONSE, &arena, &back, NULL),
        CONNECT_OK);
    check_encoded(&test_value_shape, &back, ENCODE_BODY, text);
    mem_free(text);
    arena_release(&arena);
}
END_TEST

START_TEST(a_copy_is_deep_and_equal)
{
    struct arena arena = { .chunks = NULL };
    char alias[] = "demo-1";
    test_value value = test_value_full;
    test_value *copy;
    char *text = encoded(&test_value_shape, &value, ENCODE_ALL, NULL);

    value.alias = alias;
    copy = shape_clone(&test_value_shape, &value, &arena);
    alias[0] = 'X';
    check_encoded(&test_value_shape, copy, ENCODE_ALL, text);
    ck_assert_int_ne(value.color, 0);
    ck_assert_int_eq(copy->color, value.color);
    ck_assert_ptr_ne(copy->leaf, value.leaf);
    ck_assert_ptr_ne(copy->leaves[0]->name, value.leaves[0]->name);
    value.texts = (const char *const[]){ NULL };
    value.leaves = (const test_leaf *const[]){ NULL };
    value.tags = (const connect_pair *const[]){ NULL };
    value.texts_count = value.leaves_count = value.tags_count = 1;
    copy = shape_clone(&test_value_shape, &value, &arena); /* what is missing is for the checks */
    ck_assert_ptr_null(copy->texts[0]);
    ck_assert_ptr_null(copy->leaves[0]);
    ck_assert_ptr_null(copy->tags[0]);
    mem_free(text);
    arena_release(&arena);
}
END_TEST

START_TEST(a_copy_is_as_large_as_the_librarys_struct)
{
    struct arena arena = { .chunks = NULL };
    test_leaf small = { offsetof(test_leaf, rank), "leaf", CONNECT_SET(7) };
    test_leaf *copy = shape_clone(&test_leaf_shape, &small, &arena);

    ck_assert_uint_eq(copy->size, sizeof *copy);
    ck_assert_str_eq(copy->name, "leaf");
    ck_assert(!copy->rank.is_set);
    copy = shape_clone(&test_leaf_shape, NULL, &arena);
    ck_assert_uint_eq(copy->size, sizeof *copy);
    ck_assert_ptr_null(copy->name);
    arena_release(&arena);
}
END_TEST

/* ---- documents ---- */

static void check_document(const test_value *value, const char *expected)
{
    struct buf out = BUF_INIT(65536);

    ck_assert(document_print(&test_value_shape, value, &out));
    ck_assert_str_eq(buf_text(&out), expected);
    buf_free(&out);
}

/* The digits that this jansson writes: 2.15 leaves needless ones out. */
static char *real_text(double value)
{
    json_t *real = json_real(value);
    char *text = json_dumps(real, JSON_ENCODE_ANY);

    ck_assert_ptr_nonnull(text);
    ck_assert_double_eq(strtod(text, NULL), value);
    json_decref(real);
    return text;
}

START_TEST(a_document_has_each_kind_in_row_order)
{
    char *real = real_text(test_value_full.real.value), expected[1000];

    snprintf(expected, sizeof expected,
             "{\n"
             "  \"Text\": \"t\xc3\xa4xt\",\n"
             "  \"Alias\": \"demo-1\",\n"
             "  \"Secret\": \"hush\",\n"
             "  \"Flag\": false,\n"
             "  \"Small\": -5,\n"
             "  \"Wide\": -9223372036854775808,\n"
             "  \"Real\": %s,\n"
             "  \"When\": \"2023-11-14T22:13:20.123000+00:00\",\n"
             "  \"Color\": \"GREEN\",\n"
             "  \"Leaf\": {\n"
             "    \"Name\": \"leaf\",\n"
             "    \"Rank\": 7\n"
             "  },\n"
             "  \"Choice\": {\n"
             "    \"Number\": 9223372036854775807\n"
             "  },\n"
             "  \"Texts\": [\n"
             "    \"a\",\n"
             "    \"\",\n"
             "    \"\\\"\\\\\\n\\u0001\"\n"
             "  ],\n"
             "  \"Leaves\": [\n"
             "    {\n"
             "      \"Name\": \"leaf\",\n"
             "      \"Rank\": 7\n"
             "    },\n"
             "    {\n"
             "      \"Name\": \"leaf\",\n"
             "      \"Rank\": 7\n"
             "    }\n"
             "  ],\n"
             "  \"Tags\": {\n"
             "    \"k\": \"v\",\n"
             "    \"k/2\": \"\"\n"
             "  }\n"
             "}",
             real);
    free(real);
    check_document(&test_value_full, expected);
    check_document(&(test_value){ .size = sizeof(test_value), .flag = CONNECT_SET(true) },
                   "{\n  \"Flag\": true\n}");
    check_document(&(test_value){ .size = sizeof(test_value) }, "{}");
}
END_TEST

START_TEST(a_document_has_whole_numbers_without_a_fraction)
{
    static const struct {
        double value;
        const char *expected;
    } cases[] = {
        { 0, "0" },
        { -3, "-3" },
        { 2.5, "2.5" },
        { 999999999999999, "999999999999999" },
        { -999999999999999, "-999999999999999" },
        { 1e15, "1000000000000000.0" },
        { -1e15, "-1000000000000000.0" },
        { (double)NAN, "\"NaN\"" },
        { (double)INFINITY, "\"Infinity\"" },
        { -(double)INFINITY, "\"-Infinity\"" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        test_value value = { .size = sizeof value, .real = { true, cases[i].value } };
        char expected[64];

        snprintf(expected, sizeof expected, "{\n  \"Real\": %s\n}", cases[i].expected);
        check_document(&value, expected);
    }
    char *real = real_text(1e300), expected[64];
    snprintf(expected, sizeof expected, "{\n  \"Real\": %s\n}", real);
    check_document(&(test_value){ .size = sizeof(test_value), .real = { true, 1e300 } }, expected);
    free(real);
}
END_TEST

/* What is not UTF-8, as a key as little as in a value. */
START_TEST(a_document_that_cannot_be_made_is_reported)
{
    const test_value bad_key = { .size = sizeof bad_key,
                                 .tags = (const connect_pair *const[]){ CONNECT_PAIR("\xff", "v") },
                                 .tags_count = 1 };
    struct buf out = BUF_INIT(65536), small = BUF_INIT(20);

    ck_assert(!document_print(&test_value_shape, &bad_key, &out));
    ck_assert(!document_print(&test_value_shape, &test_value_full, &small));
    buf_free(&out);
    buf_free(&small);
    check_document(&(test_value){ .size = sizeof(test_value), .text = "a\xff\xe2\x82" },
                   "{\n  \"Text\": \"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"\n}");
}
END_TEST

START_TEST(a_document_leaves_the_locale_of_the_thread)
{
    struct buf out = BUF_INIT(65536), small = BUF_INIT(20);

    ck_assert(document_print(&test_value_shape, &test_value_full, &out));
    ck_assert_ptr_eq(uselocale(NULL), LC_GLOBAL_LOCALE);
    ck_assert(!document_print(&test_value_shape, &test_value_full, &small));
    ck_assert_ptr_eq(uselocale(NULL), LC_GLOBAL_LOCALE);
    buf_free(&out);
    buf_free(&small);
}
END_TEST

/* ---- memory ---- */

static bool bind_once(void *unused)
{
    test_request request = { .size = sizeof request,
                             .instance_id = "i",
                             .color = TEST_COLOR_RED,
                             .next_token = "a+b",
                             .name = "n",
                             .leaf = &test_leaf_full };
    struct bound_request bound = { .has_body = false };
    connect_error *error = NULL;
    connect_status status = shape_bind(&test_operation, &request, "uuid", &bound, &error);

    ck_assert_ptr_null(unused);
    ck_assert_int_eq(connect_error_code(error), status);
    ck_assert(status == CONNECT_OK || status == CONNECT_E_MEMORY);
    connect_error_free(error);
    bound_request_free(&bound);
    return status == CONNECT_OK;
}

static bool encode_once(void *what)
{
    struct buf out = BUF_INIT(65536);
    bool fine = shape_encode(&test_value_shape, &test_value_full, *(const enum encode_what *)what,
                             NULL, &out);

    ck_assert(fine == (out.state == BUF_OK));
    buf_free(&out);
    return fine;
}

static bool clone_once(void *unused)
{
    struct arena arena = { .chunks = NULL };
    bool fine = shape_clone(&test_value_shape, &test_value_full, &arena) != NULL;

    ck_assert_ptr_null(unused);
    arena_release(&arena);
    return fine;
}

START_TEST(each_failing_allocation_is_told)
{
    enum encode_what what[] = { ENCODE_BODY, ENCODE_ALL, ENCODE_LOG };

    memory_watch();
    memory_fail_each(bind_once, NULL, 0);
    memory_fail_each(clone_once, NULL, 0);
    for (size_t i = 0; i < 3; i++) {
        memory_fail_each(encode_once, &what[i], 0);
    }
    memory_unwatch();
}
END_TEST

/* ---- the tables from outside ---- */

START_TEST(the_tables_can_be_walked)
{
    const connect_shape *input = connect_operation_input(&test_operation);
    const connect_member *member;

    ck_assert_str_eq(connect_operation_name(&test_operation), "Test");
    ck_assert_str_eq(connect_operation_method(&test_operation), "PUT");
    ck_assert_str_eq(connect_operation_path(&test_operation), test_operation.path);
    ck_assert_str_eq(connect_operation_summary(&test_operation), "Stores a value.");
    ck_assert_str_eq(connect_shape_name(connect_operation_output(&test_operation)), "test_value");
    ck_assert_str_eq(connect_operation_error(&test_operation, 0), "OneException");
    ck_assert_str_eq(connect_operation_error(&test_operation, 1), "TwoException");
    ck_assert_ptr_null(connect_operation_error(&test_operation, 2));
    ck_assert_ptr_null(connect_operation_error(&test_operation, 200));
    ck_assert_str_eq(connect_member_name(connect_operation_page_member(&test_operation)), "Leaves");
    ck_assert_str_eq(connect_shape_name(input), "test_request");
    ck_assert_uint_eq(connect_shape_size(input), sizeof(test_request));
    ck_assert_ptr_null(connect_shape_member(input, input->count));
    member = connect_shape_member(input, 3);
    ck_assert_str_eq(connect_member_name(member), "MaxResults");
    ck_assert_str_eq(connect_member_c_name(member), "max_results");
    ck_assert_str_eq(connect_member_wire_name(member), "maxResults");
    ck_assert_int_eq(connect_member_kind(member), CONNECT_KIND_INT32);
    ck_assert_int_eq(connect_member_place(member), CONNECT_PLACE_QUERY);
    ck_assert_uint_eq(connect_member_offset(member), offsetof(test_request, max_results));
    int64_t limit = 0;
    ck_assert(connect_member_min(member, &limit));
    ck_assert_int_eq(limit, 1);
    ck_assert(connect_member_max(member, &limit));
    ck_assert_int_eq(limit, 10);
    ck_assert(connect_member_min(member, NULL));
    ck_assert(!connect_member_min(connect_shape_member(input, 2), &limit));
    ck_assert_int_eq(limit, 10);
    member = shape_find(&test_value_shape, "Color");
    ck_assert_uint_eq(connect_member_text_offset(member), offsetof(test_value, color_text));
    ck_assert_uint_eq(connect_member_count_offset(member), 0);
    member = shape_find(&test_value_shape, "Tags");
    ck_assert_uint_eq(connect_member_count_offset(member), offsetof(test_value, tags_count));
    ck_assert_uint_eq(connect_member_text_offset(member), 0);
    member = shape_find(&test_value_shape, "Leaves");
    ck_assert_uint_eq(connect_member_count_offset(member), offsetof(test_value, leaves_count));
    member = shape_find(&test_value_shape, "Texts");
    ck_assert_uint_eq(connect_member_count_offset(member), offsetof(test_value, texts_count));
    member = connect_shape_member(input, 1);
    ck_assert(connect_member_is_required(member));
    ck_assert_str_eq(connect_member_value(member, 1), "GREEN");
    ck_assert_ptr_null(connect_member_value(member, 2));
    ck_assert(connect_member_is_client_token(connect_shape_member(input, 7)));
    ck_assert_ptr_eq(operation_token_member(&test_operation), connect_shape_member(input, 7));
    ck_assert(
        connect_shape_is_union(connect_member_shape(shape_find(&test_value_shape, "Choice"))));
    ck_assert(connect_member_is_sensitive(shape_find(&test_value_shape, "Alias")));
    ck_assert_ptr_nonnull(connect_member_pattern(shape_find(&test_value_shape, "Alias")));
    ck_assert_ptr_null(connect_member_pattern(shape_find(&test_value_shape, "Text")));
}
END_TEST

START_TEST(the_tables_accept_null)
{
    ck_assert_ptr_null(connect_operation_name(NULL));
    ck_assert_ptr_null(connect_operation_method(NULL));
    ck_assert_ptr_null(connect_operation_path(NULL));
    ck_assert_ptr_null(connect_operation_summary(NULL));
    ck_assert_ptr_null(connect_operation_input(NULL));
    ck_assert_ptr_null(connect_operation_output(NULL));
    ck_assert_ptr_null(connect_operation_error(NULL, 0));
    ck_assert(connect_operation_quota_rate(NULL) == 0);
    ck_assert(connect_operation_quota_burst(NULL) == 0);
    ck_assert_ptr_null(connect_operation_page_member(NULL));
    ck_assert_ptr_null(connect_shape_name(NULL));
    ck_assert_ptr_null(connect_shape_member(NULL, 0));
    ck_assert(!connect_shape_is_union(NULL));
    ck_assert_uint_eq(connect_shape_size(NULL), 0);
    ck_assert_ptr_null(connect_member_name(NULL));
    ck_assert_ptr_null(connect_member_c_name(NULL));
    ck_assert_ptr_null(connect_member_wire_name(NULL));
    ck_assert_int_eq(connect_member_kind(NULL), 0);
    ck_assert_int_eq(connect_member_place(NULL), CONNECT_PLACE_BODY);
    ck_assert_uint_eq(connect_member_offset(NULL), 0);
    ck_assert(!connect_member_is_required(NULL));
    ck_assert(!connect_member_is_sensitive(NULL));
    ck_assert(!connect_member_is_client_token(NULL));
    ck_assert(!connect_member_min(NULL, NULL));
    ck_assert(!connect_member_max(NULL, NULL));
    ck_assert_uint_eq(connect_member_count_offset(NULL), 0);
    ck_assert_uint_eq(connect_member_text_offset(NULL), 0);
    ck_assert_ptr_null(connect_member_pattern(NULL));
    ck_assert_ptr_null(connect_member_value(NULL, 0));
    ck_assert_ptr_null(connect_member_shape(NULL));
}
END_TEST

static void add_encode(Suite *suite)
{
    TCase *encode = tcase_create("encode");

    tcase_add_test(encode, every_kind_goes_out_in_row_order);
    tcase_add_test(encode, what_is_not_set_stays_away);
    tcase_add_test(encode, lists_that_are_set_and_empty_are_sent);
    tcase_add_test(encode, null_elements_are_left_out);
    tcase_add_test(encode, times_are_seconds_in_a_body_and_iso_for_people);
    tcase_add_test(encode, the_largest_time_is_no_overflow);
    tcase_add_test(encode, doubles_are_shortest_and_special_ones_are_texts);
    tcase_add_test(encode, an_enum_sends_its_text_or_the_one_beside_it);
    tcase_add_test(encode, a_member_beyond_the_callers_size_is_absent);
    tcase_add_test(encode, a_list_whose_count_is_beyond_the_size_is_absent);
    tcase_add_test(encode, invalid_utf8_never_leaves);
    tcase_add_test(encode, a_string_ends_at_its_size_within_a_character);
    tcase_add_test(encode, sensitive_and_secret_members_are_not_in_a_log);
    tcase_add_test(encode, the_token_stands_in_for_an_absent_one_only);
    tcase_add_test(encode, all_shows_every_place_under_model_names);
    tcase_add_test(encode, a_full_buffer_says_so);
    suite_add_tcase(suite, encode);
}

static void add_bind(Suite *suite)
{
    TCase *bind = tcase_create("bind");

    tcase_add_test(bind, members_go_to_their_places);
    tcase_add_test(bind, every_kind_has_a_form_in_the_query);
    tcase_add_test(bind, a_body_without_members_is_an_empty_object);
    tcase_add_test(bind, an_input_without_body_members_has_no_body);
    tcase_add_test(bind, greedy_labels_keep_slashes);
    tcase_add_test(bind, an_instance_may_be_given_as_its_arn);
    tcase_add_test(bind, labels_that_cannot_be_bound_are_refused);
    tcase_add_test(bind, greedy_labels_may_not_climb);
    tcase_add_test(bind, a_path_has_a_limit);
    suite_add_tcase(suite, bind);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape");
    TCase *back = tcase_create("back");
    TCase *documents = tcase_create("documents");
    TCase *tables = tcase_create("tables");

    add_encode(suite);
    add_bind(suite);
    tcase_add_test(back, what_is_shown_can_be_typed_in_again);
    tcase_add_test(back, what_is_sent_can_be_read);
    tcase_add_test(back, a_copy_is_deep_and_equal);
    tcase_add_test(back, a_copy_is_as_large_as_the_librarys_struct);
    tcase_add_test(back, each_failing_allocation_is_told);
    suite_add_tcase(suite, back);
    tcase_add_test(documents, a_document_has_each_kind_in_row_order);
    tcase_add_test(documents, a_document_has_whole_numbers_without_a_fraction);
    tcase_add_test(documents, a_document_that_cannot_be_made_is_reported);
    tcase_add_test(documents, a_document_leaves_the_locale_of_the_thread);
    suite_add_tcase(suite, documents);
    tcase_add_test(tables, the_tables_can_be_walked);
    tcase_add_test(tables, the_tables_accept_null);
    suite_add_tcase(suite, tables);
    return suite;
}
