/* Shape: errors of a service, in all the places and forms they come in. */
#include "core/buf.h"
#include "core/error.h"
#include "shape/fault.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdlib.h>
#include <string.h>

typedef enum test_file_reason {
    TEST_FILE_REASON_UNKNOWN = -1,
    TEST_FILE_REASON_SIZE = 1,
    TEST_FILE_REASON_TYPE = 2
} test_file_reason;

typedef struct test_reason {
    size_t size;
    test_file_reason file;
    const char *file_text;
} test_reason;

typedef struct test_property {
    size_t size;
    const char *path;
    connect_opt_int32 line;
} test_property;

typedef struct test_exception {
    size_t size;
    const char *message;
    const test_reason *reason;
    const test_property *const *properties;
    size_t properties_count;
} test_exception;

ENUM_TABLE(test_file_reason, "FILE_SIZE", "FILE_TYPE");

#define T test_reason
UNION(ENUM(file, test_file_reason, "FileReason"));
#undef T

#define T test_property
SHAPE(FIELD(path, "PropertyPath"), FIELD(line, "Line"));
#undef T

#define T test_exception
SHAPE(FIELD(message, "Message"), STRUCT(reason, test_reason, "Reason"),
      LIST(properties, test_property, "PropertyList"));
#undef T

static const struct service_error errors[] = {
    { "BareException", NULL, 400 },
    { "TestException", &test_exception_shape, 400 },
};
static const struct service service = { .id = "Test", .errors = errors, .errors_count = 2 };

static struct arena arena;
static struct fault fault;

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

static void read_fault(const char *header, const char *body)
{
    ck_assert(fault_decode(&service, header, body, strlen(body), &arena, &fault));
}

static void check_type(const char *header, const char *body, const char *type)
{
    read_fault(header, body);
    ck_assert_pstr_eq(fault.type, type);
}

START_TEST(each_form_is_read_in_each_place)
{
    static const char *const forms[] = {
        "FooError",
        "FooError:http://internal.example.com/coral/com.example.validate/",
        "com.example.service#FooError",
        "com.example.service#FooError:http://internal.example.com/coral/com.example.validate/",
        "com.example#service#FooError:x#y",
        " FooError ",
    };

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        static const char *const keys[] = { "code", "Code", "__type" };

        check_type(forms[i], "{}", "FooError");
        check_type(forms[i], "", "FooError");
        for (size_t j = 0; j < sizeof keys / sizeof keys[0]; j++) {
            struct buf body = BUF_INIT(500);

            buf_printf(&body, "{\"%s\":\"%s\",\"Message\":\"m\"}", keys[j], forms[i]);
            check_type(NULL, buf_text(&body), "FooError");
            buf_free(&body);
        }
    }
}
END_TEST

START_TEST(the_header_comes_first_then_code_then_type)
{
    check_type("A", "{\"code\":\"B\",\"Code\":\"C\",\"__type\":\"D\"}", "A");
    check_type(NULL, "{\"__type\":\"D\",\"Code\":\"C\",\"code\":\"B\"}", "B");
    check_type(NULL, "{\"__type\":\"D\",\"Code\":\"C\"}", "C");
    check_type("", "{\"__type\":\"D\"}", "D");
    check_type(":http://x", "{\"__type\":\"D\"}", "D");
    check_type("\033A", "{\"__type\":\"D\"}", "D"); /* a name without control characters */
    check_type("A\033", "{\"__type\":\"D\"}", "D");
}
END_TEST

START_TEST(a_code_that_is_no_text_is_ignored)
{
    check_type(NULL, "{\"code\":404,\"__type\":\"D\"}", "D");
    check_type(NULL, "{\"code\":4.04,\"__type\":\"D\"}", "D");
    check_type(NULL, "{\"code\":null,\"Code\":[\"x\"],\"__type\":\"D\"}", "D");
    check_type(NULL, "{\"code\":{\"x\":1}}", NULL);
}
END_TEST

/* Beside a message it is a type, if it can be one. */
START_TEST(a_sentence_under_error_is_no_type)
{
    check_type(NULL, "{\"error\":\"invalid_grant\",\"message\":\"m\"}", "invalid_grant");
    check_type(NULL, "{\"error\":\"it is invalid\",\"message\":\"m\"}", NULL);
    check_type(NULL, "{\"error\":\"(invalid)\",\"message\":\"m\"}", NULL);
    check_type(NULL, "{\"error\":\"(invalid\",\"message\":\"m\"}", NULL);
    check_type(NULL, "{\"error\":\"x\",\"message\":\"m\"}", "x");
    check_type(NULL, "{\"error\":\"\",\"message\":\"m\"}", NULL);
}
END_TEST

START_TEST(a_type_that_cannot_be_one_is_ignored)
{
    char body[400] = "{\"code\":\"";

    check_type("a\nb", "{}", NULL);
    check_type("\xff", "{}", NULL);
    check_type("#", "{}", NULL);
    check_type(":", "{}", NULL);
    memset(body + strlen(body), 'x', 300);
    strcat(body, "\"}");
    check_type(NULL, body, NULL);
}
END_TEST

START_TEST(a_type_has_at_most_256_bytes)
{
    char type[258];

    memset(type, 'x', 257);
    type[257] = '\0';
    check_type(type, "{}", NULL);
    type[256] = '\0';
    check_type(type, "{}", type);
}
END_TEST

START_TEST(the_message_stands_under_one_of_three_names)
{
    read_fault(NULL, "{\"message\":\"a\",\"Message\":\"b\",\"errorMessage\":\"c\"}");
    ck_assert_str_eq(fault.message, "a");
    read_fault(NULL, "{\"Message\":\"b\",\"errorMessage\":\"c\"}");
    ck_assert_str_eq(fault.message, "b");
    read_fault(NULL, "{\"errorMessage\":\"c\"}");
    ck_assert_str_eq(fault.message, "c");
    read_fault(NULL, "{\"message\":null,\"Message\":7,\"errorMessage\":\"c\"}");
    ck_assert_str_eq(fault.message, "c");
    read_fault(NULL, "{\"message\":\"\",\"Message\":\"b\"}");
    ck_assert_str_eq(fault.message, "b");
    read_fault(NULL, "{\"msg\":\"x\"}");
    ck_assert_ptr_null(fault.message);
}
END_TEST

/* What proxies, OAuth servers and older front ends send: neither type nor message is lost. */
START_TEST(errors_without_a_known_key_keep_type_and_message)
{
    static const struct {
        const char *body, *type, *message;
    } cases[] = {
        { "{\"error\":\"unauthorized\",\"error_description\":\"token expired\"}", "unauthorized",
          "token expired" },
        { "{\"error_description\":\"token expired\",\"error\":\"invalid_grant\"}", "invalid_grant",
          "token expired" },
        { "{\"error\":{\"code\":\"X\",\"message\":\"bad id\"}}", "X", "bad id" },
        { "{\"Error\":{\"Code\":\"X\",\"Message\":\"bad id\"}}", "X", "bad id" },
        { "{\"error\":\"pageSize is required\"}", NULL, "pageSize is required" },
        { "{\"error\":\"unauthorized\"}", NULL, "unauthorized" },
        { "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\",\"message\":"
          "null},\"Version\":\"1.0\"}",
          "UnknownOperationException", NULL },
        { "{\"Output\":{\"__type\":\"ns#X\",\"message\":\"m\"}}", "X", "m" },
        { "{\"code\":\"A\",\"error\":{\"code\":\"B\",\"message\":\"b\"},\"message\":\"a\"}", "A",
          "a" },
        { "{\"\\u0063ode\":\"A\",\"mess\\u0061ge\":\"m\"}", "A", "m" },
        { "{\"error\":[\"x\"],\"error_description\":7}", NULL, NULL },
        { "{\"error\":{\"error\":{\"code\":\"deep\"}}}", NULL, NULL },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        read_fault(NULL, cases[i].body);
        ck_assert_pstr_eq(fault.type, cases[i].type);
        ck_assert_pstr_eq(fault.message, cases[i].message);
    }
    read_fault("FromHeader", cases[0].body);
    ck_assert_str_eq(fault.type, "FromHeader");
    ck_assert_str_eq(fault.message, "token expired");
}
END_TEST

START_TEST(oddities_in_an_error_do_not_hide_the_rest)
{
    static const char *const bodies[] = {
        "{\"code\":\"A\",\"x\":\"\\ud800\",\"message\":\"m\"}",
        "{\"code\":\"A\",\"Message\":\"\\ud800\",\"message\":\"m\"}",
        "{\"code\":\"\\u0000\",\"Code\":\"A\",\"message\":\"m\"}",
        "{\"code\":\"A\",\"message\":\"m\",\"message\":\"n\",\"x\":{\"y\":1,\"y\":2}}",
        "{\"code\":\"A\",\"x\":\"\xff\",\"message\":\"m\"}",
    };

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        read_fault(NULL, bodies[i]);
        ck_assert_pstr_eq(fault.type, "A");
        ck_assert_pstr_eq(fault.message, "m");
    }
}
END_TEST

static bool detect(const char *header, const char *body)
{
    return fault_detect(header, body, strlen(body));
}

START_TEST(a_success_that_names_an_error_type_is_an_error)
{
    ck_assert(detect("X", "{}"));
    ck_assert(detect(NULL, "{\"a\":1,\"__type\":\"X\"}"));
    ck_assert(!detect("", "{\"a\":\"\\\"__type\\\"\"}"));
    ck_assert(!detect(NULL, "{\"a\":{\"__type\":\"X\"}}"));
    ck_assert(!detect(NULL, "{\"__type\":7}"));
    ck_assert(!detect(NULL, "{\"__type\":\"X\""));
    ck_assert(!detect(NULL, "[\"__type\"]"));
    ck_assert(!detect(NULL, ""));
}
END_TEST

START_TEST(a_message_is_one_printable_line)
{
    read_fault(NULL, "{\"message\":\"a\\r\\nb\\u001b[31m\"}");
    ck_assert_str_eq(fault.message, "a  b?[31m");
}
END_TEST

START_TEST(a_body_that_is_no_object_is_the_message)
{
    static const char *const bodies[] = {
        "Service Unavailable", "[\"x\"]", "\"x\"", "404", "1.5", "true", "{\"half"
    };

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        read_fault("FooError", bodies[i]);
        ck_assert_str_eq(fault.type, "FooError");
        ck_assert_str_eq(fault.message, bodies[i]);
        ck_assert_ptr_null(fault.detail);
    }
    read_fault(NULL, " \n slow down \n");
    ck_assert_str_eq(fault.message, "slow down");
}
END_TEST

START_TEST(pages_and_nothing_have_no_message)
{
    static const char *const bodies[] = {
        "", "  ", "<html><body>502</body></html>", "\n<!DOCTYPE html>", "<?xml?>", "null"
    };

    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        read_fault(NULL, bodies[i]);
        ck_assert_ptr_null(fault.type);
        ck_assert_ptr_null(fault.message);
    }
}
END_TEST

START_TEST(a_long_body_is_cut)
{
    char *body = calloc(1, 100001);

    memset(body, 'x', 100000);
    read_fault(NULL, body);
    ck_assert_uint_eq(strlen(fault.message), ERROR_MESSAGE_MAX);
    free(body);
}
END_TEST

START_TEST(modelled_members_are_typed_and_json)
{
    const test_exception *detail;

    read_fault("TestException:http://x",
               "{\"Message\":\"m\",\"Reason\":{\"FileReason\":\"FILE_TYPE\"},"
               "\"PropertyList\":[{\"PropertyPath\":\"a.b\",\"Line\":3,\"New\":1}],\"New\":2}");
    detail = fault.detail;
    ck_assert_ptr_nonnull(detail);
    ck_assert_uint_eq(detail->size, sizeof *detail);
    ck_assert_str_eq(detail->message, "m");
    ck_assert_int_eq(detail->reason->file, TEST_FILE_REASON_TYPE);
    ck_assert_uint_eq(detail->properties_count, 1);
    ck_assert_str_eq(detail->properties[0]->path, "a.b");
    ck_assert_str_eq(fault.reason, "FILE_TYPE");
    ck_assert_str_eq(fault.detail_json,
                     "{\"Message\":\"m\",\"Reason\":{\"FileReason\":\"FILE_TYPE\"},"
                     "\"PropertyList\":[{\"PropertyPath\":\"a.b\",\"Line\":3}]}");
}
END_TEST

START_TEST(members_of_a_wrong_type_are_left_out)
{
    const test_exception *detail;

    read_fault(
        "TestException",
        "{\"Message\":7,\"Reason\":\"TEXT\",\"PropertyList\":[{\"PropertyPath\":[],\"Line\":4},5]}");
    detail = fault.detail;
    ck_assert_ptr_nonnull(detail);
    ck_assert_ptr_null(detail->message);
    ck_assert_ptr_null(detail->reason);
    ck_assert_uint_eq(detail->properties_count, 1);
    ck_assert_ptr_null(detail->properties[0]->path);
    ck_assert_int_eq(detail->properties[0]->line.value, 4);
    ck_assert_str_eq(fault.reason, "TEXT");
}
END_TEST

START_TEST(a_reason_newer_than_the_library_keeps_its_text)
{
    read_fault("TestException", "{\"Reason\":{\"__type\":\"x\",\"Brand\":\"NEW\"}}");
    ck_assert_str_eq(fault.reason, "NEW");
    read_fault("OtherException", "{\"Reason\":{\"FileReason\":\"BRAND_NEW\"}}");
    ck_assert_str_eq(fault.reason, "BRAND_NEW");
    ck_assert_ptr_null(fault.detail);
    read_fault("TestException", "{\"Reason\":{\"FileReason\":\"BRAND_NEW\"}}");
    ck_assert_int_eq(((const test_exception *)fault.detail)->reason->file,
                     TEST_FILE_REASON_UNKNOWN);
    read_fault("TestException", "{\"Reason\":{\"FileReason\":{}}}");
    ck_assert_ptr_null(fault.reason);
}
END_TEST

START_TEST(a_type_without_members_has_no_detail)
{
    read_fault("BareException", "{\"Message\":\"m\"}");
    ck_assert_str_eq(fault.type, "BareException");
    ck_assert_ptr_null(fault.detail);
    ck_assert_ptr_null(fault.detail_json);
    read_fault("TestException", "<html>");
    ck_assert_ptr_null(fault.detail);
    ck_assert(fault_decode(NULL, "TestException", "{}", 2, &arena, &fault));
    ck_assert_ptr_null(fault.detail);
}
END_TEST

struct source {
    const char *header, *body;
};

static bool read_once(void *user)
{
    const struct source *source = user;
    struct arena own = { .chunks = NULL };
    struct fault out;
    bool fine =
        fault_decode(&service, source->header, source->body, strlen(source->body), &own, &out);

    arena_release(&own);
    return fine;
}

START_TEST(each_failing_allocation_is_told)
{
    struct source sources[] = {
        { "ns#TestException",
          "{\"message\":\"m\",\"Reason\":{\"FileReason\":\"FILE_TYPE\"},\"n\":1.5,"
          "\"PropertyList\":[{\"PropertyPath\":\"a.b\",\"Line\":3}]}" },
        { "ns#TestException", "Service Unavailable" },
        { NULL, "{\"code\":\"\\u0054estException\",\"message\":\"\\u006d\"}" },
        { NULL, "{\"Output\":{\"__type\":\"BareException\",\"message\":\"m\"}}" },
        { NULL, "{\"error\":\"invalid_grant\",\"error_description\":\"m\"}" },
        { NULL, "{\"error\":\"not a code\"}" },
        { NULL, "{\"Reason\":\"REASON\"}" },
    };

    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
        memory_fail_each(read_once, &sources[i], 0);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape fault");
    TCase *faults = tcase_create("fault");

    tcase_add_checked_fixture(faults, setup, teardown);
    tcase_add_test(faults, each_form_is_read_in_each_place);
    tcase_add_test(faults, the_header_comes_first_then_code_then_type);
    tcase_add_test(faults, a_code_that_is_no_text_is_ignored);
    tcase_add_test(faults, a_sentence_under_error_is_no_type);
    tcase_add_test(faults, a_type_that_cannot_be_one_is_ignored);
    tcase_add_test(faults, a_type_has_at_most_256_bytes);
    tcase_add_test(faults, the_message_stands_under_one_of_three_names);
    tcase_add_test(faults, errors_without_a_known_key_keep_type_and_message);
    tcase_add_test(faults, oddities_in_an_error_do_not_hide_the_rest);
    tcase_add_test(faults, a_success_that_names_an_error_type_is_an_error);
    tcase_add_test(faults, a_message_is_one_printable_line);
    tcase_add_test(faults, a_body_that_is_no_object_is_the_message);
    tcase_add_test(faults, pages_and_nothing_have_no_message);
    tcase_add_test(faults, a_long_body_is_cut);
    tcase_add_test(faults, modelled_members_are_typed_and_json);
    tcase_add_test(faults, members_of_a_wrong_type_are_left_out);
    tcase_add_test(faults, a_reason_newer_than_the_library_keeps_its_text);
    tcase_add_test(faults, a_type_without_members_has_no_detail);
    tcase_add_test(faults, each_failing_allocation_is_told);
    suite_add_tcase(suite, faults);
    return suite;
}
