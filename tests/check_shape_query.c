/* Shape: forms out and XML in, and XML that means no good. */
#include "shape/query.h"
#include "shape/xml.h"
#include "support/guarded.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct inner_part {
    size_t size;
    const char *key;
    connect_opt_time at;
} inner_part;

typedef struct outer_request {
    size_t size;
    const char *name;
    connect_opt_int32 seconds;
} outer_request;

typedef struct outer_response {
    size_t size;
    const inner_part *inner;
    const char *label;
} outer_response;

#define T inner_part
SHAPE(FIELD(key, "Key"), FIELD(at, "At"));
#undef T
#define T outer_request
SHAPE(FIELD(name, "Name"), FIELD(seconds, "Seconds"));
#undef T
#define T outer_response
SHAPE(STRUCT(inner, inner_part, "Inner"), FIELD(label, "Label"));
#undef T

static const struct service service = { .id = "Test",
                                        .api_version = "2011-06-15",
                                        .protocol = PROTOCOL_QUERY };
static const struct connect_operation operation = { .name = "Get",
                                                    .method = "POST",
                                                    .path = "/",
                                                    .service = &service,
                                                    .input = &outer_request_shape,
                                                    .output = &outer_response_shape };

static connect_status decode(struct arena *arena, const char *xml, outer_response *out,
                             connect_error **error)
{
    *out = (outer_response){ 0 };
    return query_decode(&operation, xml, strlen(xml), arena, out, error);
}

START_TEST(a_form_is_encoded_and_leaves_out_what_is_not_set)
{
    outer_request full = { sizeof full, "a/b c=&+é", CONNECT_SET(900) },
                  bare = { .size = sizeof bare };
    struct bound_request bound = { 0 };

    ck_assert_int_eq(query_bind(&operation, &full, &bound, NULL), CONNECT_OK);
    ck_assert_str_eq(buf_text(&bound.path), "/");
    ck_assert_str_eq(buf_text(&bound.body),
                     "Action=Get&Version=2011-06-15&Name=a%2Fb%20c%3D%26%2B%C3%A9&Seconds=900");
    bound_request_free(&bound);
    bound = (struct bound_request){ 0 };
    ck_assert_int_eq(query_bind(&operation, &bare, &bound, NULL), CONNECT_OK);
    ck_assert_str_eq(buf_text(&bound.body), "Action=Get&Version=2011-06-15");
    bound_request_free(&bound);
}
END_TEST

START_TEST(a_form_has_a_limit)
{
    static char name[64 * 1024];
    outer_request large = { .size = sizeof large, .name = name };
    struct bound_request bound = { 0 };
    connect_error *error = NULL;

    memset(name, 'x', sizeof name - 1);
    ck_assert_int_eq(query_bind(&operation, &large, &bound, &error), CONNECT_E_ARGUMENT);
    ck_assert_str_eq(connect_error_message(error), "Get: the request is larger than 65536 bytes");
    connect_error_free(error);
    bound_request_free(&bound);
}
END_TEST

static bool bind_once(void *unused)
{
    outer_request request = { sizeof request, "n", CONNECT_SET(900) };
    struct bound_request bound = { 0 };
    connect_error *error = NULL;
    connect_status status = query_bind(&operation, &request, &bound, &error);

    ck_assert_ptr_null(unused);
    memory_check_status(status, CONNECT_OK);
    ck_assert_int_eq(connect_error_code(error), status);
    connect_error_free(error);
    bound_request_free(&bound);
    return status == CONNECT_OK;
}

START_TEST(a_form_without_memory_is_an_error)
{
    memory_watch();
    memory_fail_each(bind_once, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(a_response_fills_the_struct_whatever_surrounds_it)
{
    struct arena arena = { 0 };
    outer_response out;

    ck_assert_int_eq(
        decode(
            &arena,
            "<?xml version=\"1.0\"?>\n<!-- <GetResponse> --><GetResponse xmlns=\"https://x/?a>b\">\n"
            "<!--<a>--><New><Key>no</Key></New><GetResult><Empty/><Label> a &lt;b&gt; &amp;amp; &#233;&#x1F600;"
            " </Label><Inner a='>'><At>2021-08-16T20:52:53Z</At><Key>k</Key></Inner></GetResult>"
            "</GetResponse>\n",
            &out, NULL),
        CONNECT_OK);
    ck_assert_str_eq(out.label, "a <b> &amp; \xc3\xa9\xf0\x9f\x98\x80");
    ck_assert_str_eq(out.inner->key, "k");
    ck_assert(out.inner->at.is_set);
    ck_assert_int_eq(out.inner->at.value, 1629147173000);
    ck_assert_uint_eq(out.inner->size, sizeof(inner_part));
    arena_release(&arena);
}
END_TEST

/* Each length of UTF-8, from its first to its last code point. */
START_TEST(character_references_become_utf8)
{
    struct arena arena = { 0 };
    outer_response out;

    ck_assert_int_eq(
        decode(&arena,
               "<GetResponse><GetResult><Label>&#x7E;&#x80;&#x7FF;&#x800;&#x20AC;&#xFFFD;"
               "&#x10000;&#x10FFFF;</Label></GetResult></GetResponse>",
               &out, NULL),
        CONNECT_OK);
    ck_assert_str_eq(out.label, "~\xc2\x80\xdf\xbf\xe0\xa0\x80\xe2\x82\xac\xef\xbf\xbd"
                                "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf");
    arena_release(&arena);
}
END_TEST

static const char *const broken[] = {
    "",
    "not xml",
    "<GetResponse>",
    "<GetResponse></GetResponse>",
    "<GetResponse><GetResult></GetResponse></GetResult>",
    "<GetResponse><GetResult><Label>x</GetResult></GetResponse>",
    "<GetResponse><GetResult><Label><b>x</b></Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&nope;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#0;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#xD800;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#99999999999;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>& </Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Inner><At>soon</At></Inner></GetResult></GetResponse>",
    "<!DOCTYPE a [<!ENTITY x \"y\">]><GetResponse><GetResult></GetResult></GetResponse>",
    "<!DOCTYPE a/><GetResponse><GetResult></GetResult></GetResponse>",
    "<GetResponse><!ENTITY/><GetResult></GetResult></GetResponse>",
    "<GetResponse><GetResult><![CDATA[x]]/></GetResult></GetResponse>",
    "<GetResponse><GetResult><!-- </GetResult></GetResponse>",
    "<!-- /><GetResponse><GetResult></GetResult></GetResponse>",
    "<?xml version=\"1.0\"/><GetResponse><GetResult></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label a=\"x></Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label <b/></Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label a=\"x\" <></Label></GetResult></GetResponse>",
    "</GetResponse>",
    "</a></a><GetResponse><GetResult></GetResult></GetResponse>",
    "<",
    "</",
    "<GetResponse",
    "<GetResponse><GetResult></GetResult></GetResponse",
    "<GetResponse><GetResult></GetResult></GetResponse a='>'",
    "<?xml version=\"1.0\"",
    "<GetResponse><GetResult><Label/",
    "<GetResponse><GetResult><Label><b</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#x;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#1f;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#xfg;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#x110000;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&#xDFFF;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&;</Label></GetResult></GetResponse>",
    "<GetResponse><GetResult><Label>&amp</Label></GetResult></GetResponse>",
};

START_TEST(an_empty_element_has_no_content)
{
    struct arena arena = { 0 };
    outer_response out;

    ck_assert_int_eq(
        decode(&arena,
               "<GetResponse><GetResult><Label/>x<Inner/><Key>k</Key></GetResult></GetResponse>",
               &out, NULL),
        CONNECT_OK);
    ck_assert_str_eq(out.label, "");
    ck_assert_ptr_null(out.inner->key);
    arena_release(&arena);
}
END_TEST

static const char *const mismatched[] = {
    "<a></b>", "<a></A>", "<ab></a>", "<a></ab>", "<a><b></a></b>", "<a><b></c></a>",
};

START_TEST(an_element_ends_with_the_tag_of_its_name)
{
    struct xml_text rest = { mismatched[_i], strlen(mismatched[_i]) }, name, inner;

    ck_assert_int_eq(xml_next(&rest, &name, &inner), XML_BROKEN);
}
END_TEST

/* The characters next to those above. */
static const struct {
    const char *reference, *text;
} references[] = {
    { "&#1;", "\x01" },
    { "&#x1F;", "\x1f" },
    { "&#xD7FF;", "\xed\x9f\xbf" },
    { "&#xE000;", "\xee\x80\x80" },
    { "&#x10FFFF;", "\xf4\x8f\xbf\xbf" },
    { "&#9;&amp;&lt;&gt;&quot;&apos;", "\t&<>\"'" },
};

START_TEST(references_to_characters_are_read_up_to_their_bounds)
{
    struct arena arena = { 0 };
    outer_response out;
    char document[200];

    snprintf(document, sizeof document,
             "<GetResponse><GetResult><Label>%s</Label></GetResult></GetResponse>",
             references[_i].reference);
    ck_assert_int_eq(decode(&arena, document, &out, NULL), CONNECT_OK);
    ck_assert_str_eq(out.label, references[_i].text);
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *content, *text;
} spaced[] = {
    { "", "" },          { " ", "" },         { " \t\r\n ", "" },   { "x", "x" },
    { " \t\r\nx", "x" }, { "x \t\r\n", "x" }, { " x  y ", "x  y" }, { " &#32; ", " " },
};

START_TEST(space_around_a_string_is_not_part_of_it)
{
    struct arena arena = { 0 };
    outer_response out;
    char document[200];

    snprintf(document, sizeof document,
             "<GetResponse><GetResult><Label>%s</Label></GetResult></GetResponse>",
             spaced[_i].content);
    ck_assert_int_eq(decode(&arena, document, &out, NULL), CONNECT_OK);
    ck_assert_str_eq(out.label, spaced[_i].text);
    arena_release(&arena);
}
END_TEST

START_TEST(broken_responses_are_errors_that_show_no_text)
{
    struct arena arena = { 0 };
    outer_response out;
    connect_error *error = NULL;

    ck_assert_int_eq(decode(&arena, broken[_i], &out, &error), CONNECT_E_DECODE);
    ck_assert_ptr_nonnull(error);
    ck_assert_ptr_null(connect_error_body_excerpt(error));
    connect_error_free(error);
    arena_release(&arena);
}
END_TEST

START_TEST(depth_and_size_have_limits)
{
    struct arena arena = { 0 };
    outer_response out = { 0 };
    static const char fine[] = "<GetResponse><GetResult></GetResult></GetResponse>";
    size_t size = XML_SIZE_MAX + 1;
    char *large = malloc(size), deep[256] = "<GetResponse><GetResult>";

    for (int i = 0; i <= XML_DEPTH_MAX; i++) {
        strcat(deep, "<a>");
    }
    ck_assert_int_eq(decode(&arena, deep, &out, NULL), CONNECT_E_DECODE);
    memset(large, ' ', size);
    ck_assert_int_eq(query_decode(&operation, large, size, &arena, &out, NULL), CONNECT_E_DECODE);
    memcpy(large, fine, sizeof fine - 1);
    ck_assert_int_eq(query_decode(&operation, large, size, &arena, &out, NULL), CONNECT_E_DECODE);
    ck_assert_int_eq(query_decode(&operation, large, size - 1, &arena, &out, NULL), CONNECT_OK);
    free(large);
    arena_release(&arena);
}
END_TEST

static const char an_error[] =
    "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
    "<Code>AccessDenied</Code><Message>User &quot;x&quot; is not allowed</Message></Error>"
    "<RequestId>1</RequestId></ErrorResponse>";

static const char *const no_errors[] = {
    "<html>",
    "<ErrorResponse <x><Error><Code>A</Code></Error></ErrorResponse>",
    "<ErrorResponse><Error <x><Code>A</Code></Error></ErrorResponse>",
    "<ErrorResponse><Error><Code <x>A</Code></Error></ErrorResponse>",
};

START_TEST(an_error_gives_its_code_and_message)
{
    struct arena arena = { 0 };
    struct fault fault;

    ck_assert(query_fault_decode(an_error, strlen(an_error), &arena, &fault));
    ck_assert_str_eq(fault.type, "AccessDenied");
    ck_assert_str_eq(fault.message, "User \"x\" is not allowed");
    for (size_t i = 0; i < sizeof no_errors / sizeof *no_errors; i++) {
        ck_assert(query_fault_decode(no_errors[i], strlen(no_errors[i]), &arena, &fault));
        ck_assert_ptr_null(fault.type);
    }
    ck_assert(query_fault_decode(NULL, 0, &arena, &fault));
    ck_assert_ptr_null(fault.type);
    arena_release(&arena);
}
END_TEST

START_TEST(an_error_that_is_text_is_the_message)
{
    static const struct {
        const char *body, *message;
    } cases[] = {
        { " \n Service Unavailable\n", "Service Unavailable" },
        { "{\"message\":\"no\"}", "{\"message\":\"no\"}" },
        { "a\033[31m", "a?[31m" },
        { "\n <html>502</html>", NULL },
        { "<ErrorResponse></ErrorResponse>", NULL },
        { " \n", NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena = { 0 };
        struct fault fault;

        ck_assert(query_fault_decode(cases[i].body, strlen(cases[i].body), &arena, &fault));
        ck_assert_ptr_null(fault.type);
        ck_assert_pstr_eq(fault.message, cases[i].message);
        arena_release(&arena);
    }
}
END_TEST

/* It ends before an inaccessible page, after each of its bytes. */
START_TEST(nothing_behind_a_document_is_read)
{
    for (size_t size = 0; size < sizeof an_error; size++) {
        struct arena arena = { 0 };
        struct guarded guarded;
        struct fault fault;

        ck_assert(query_fault_decode(guarded_copy(&guarded, an_error, size), size, &arena, &fault));
        arena_release(&arena);
        guarded_free(&guarded);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape query");
    TCase *tcase = tcase_create("query");

    tcase_add_test(tcase, a_form_is_encoded_and_leaves_out_what_is_not_set);
    tcase_add_test(tcase, a_form_has_a_limit);
    tcase_add_test(tcase, a_form_without_memory_is_an_error);
    tcase_add_test(tcase, a_response_fills_the_struct_whatever_surrounds_it);
    tcase_add_test(tcase, character_references_become_utf8);
    tcase_add_loop_test(tcase, broken_responses_are_errors_that_show_no_text, 0,
                        sizeof broken / sizeof broken[0]);
    tcase_add_test(tcase, an_empty_element_has_no_content);
    tcase_add_loop_test(tcase, an_element_ends_with_the_tag_of_its_name, 0,
                        sizeof mismatched / sizeof mismatched[0]);
    tcase_add_test(tcase, depth_and_size_have_limits);
    tcase_add_loop_test(tcase, references_to_characters_are_read_up_to_their_bounds, 0,
                        sizeof references / sizeof references[0]);
    tcase_add_loop_test(tcase, space_around_a_string_is_not_part_of_it, 0,
                        sizeof spaced / sizeof spaced[0]);
    tcase_add_test(tcase, an_error_gives_its_code_and_message);
    tcase_add_test(tcase, an_error_that_is_text_is_the_message);
    tcase_add_test(tcase, nothing_behind_a_document_is_read);
    suite_add_tcase(suite, tcase);
    return suite;
}
