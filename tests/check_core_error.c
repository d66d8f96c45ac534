/* Core: errors, statuses and log lines. */
#include "core/error.h"
#include "core/log.h"
#include "core/text.h"
#include "core/utf8.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const connect_status statuses[] = {
    CONNECT_OK,
    CONNECT_E_INVALID_REQUEST,
    CONNECT_E_UNAUTHENTICATED,
    CONNECT_E_QUOTA_EXCEEDED,
    CONNECT_E_ACCESS_DENIED,
    CONNECT_E_NOT_FOUND,
    CONNECT_E_METHOD_NOT_ALLOWED,
    CONNECT_E_CONFLICT,
    CONNECT_E_UNSUPPORTED_MEDIA_TYPE,
    CONNECT_E_THROTTLED,
    CONNECT_E_LIMIT_EXCEEDED,
    CONNECT_E_INTERNAL,
    CONNECT_E_SERVICE,
    CONNECT_E_ARGUMENT,
    CONNECT_E_VERSION,
    CONNECT_E_MEMORY,
    CONNECT_E_CREDENTIALS,
    CONNECT_E_CONFIGURATION,
    CONNECT_E_TRANSPORT,
    CONNECT_E_TLS,
    CONNECT_E_TIMEOUT,
    CONNECT_E_CANCELLED,
    CONNECT_E_DECODE,
    CONNECT_E_PAGINATION,
    CONNECT_E_WAITER,
};

START_TEST(every_status_has_a_name_and_an_advice_of_its_own)
{
    for (size_t i = 0; i < COUNT(statuses); i++) {
        ck_assert(text_starts(connect_status_name(statuses[i]), "CONNECT_"));
        ck_assert_ptr_null(strchr(connect_status_name(statuses[i]), '?'));
        ck_assert_uint_gt(strlen(connect_status_advice(statuses[i])), 10);
        for (size_t k = 0; k < i; k++) {
            ck_assert_str_ne(connect_status_name(statuses[i]), connect_status_name(statuses[k]));
            ck_assert_str_ne(connect_status_advice(statuses[i]),
                             connect_status_advice(statuses[k]));
        }
    }
    ck_assert_str_eq(connect_status_name(CONNECT_E_NOT_FOUND), "CONNECT_E_NOT_FOUND");
    ck_assert_str_eq(connect_status_name((connect_status)9999), "CONNECT_E_?");
    ck_assert_ptr_nonnull(connect_status_advice((connect_status)9999));
    /* A region that does not exist is a host without an address. */
    ck_assert_ptr_nonnull(strstr(connect_status_advice(CONNECT_E_TRANSPORT), "the region"));
}
END_TEST

START_TEST(every_getter_accepts_no_error)
{
    connect_error_free(NULL);
    ck_assert_int_eq(connect_error_code(NULL), CONNECT_OK);
    ck_assert_str_eq(connect_error_message(NULL), "");
    ck_assert_ptr_null(connect_error_operation(NULL));
    ck_assert_int_eq(connect_error_http_status(NULL), 0);
    ck_assert_ptr_null(connect_error_aws_type(NULL));
    ck_assert_ptr_null(connect_error_reason(NULL));
    ck_assert_ptr_null(connect_error_detail(NULL));
    ck_assert_ptr_null(connect_error_detail_json(NULL));
    ck_assert_ptr_null(connect_error_request_id(NULL));
    ck_assert_ptr_null(connect_error_host(NULL));
    ck_assert_ptr_null(connect_error_resource_id(NULL));
    ck_assert_int_eq(connect_error_attempts(NULL), 0);
    ck_assert(!connect_error_is_retryable(NULL));
    ck_assert(!connect_error_is_throttle(NULL));
    ck_assert_int_eq(connect_error_transport_code(NULL), 0);
    ck_assert_ptr_null(connect_error_body_excerpt(NULL));
    ck_assert_uint_eq(connect_error_problem_count(NULL), 0);
    ck_assert_ptr_null(connect_error_problem(NULL, 0));
}
END_TEST

static const int detail = 7;

static void fill(connect_error *error)
{
    error_set_operation(error, "DescribeInstance");
    error_set_http_status(error, 404);
    error_set_aws_type(error, "ResourceNotFoundException");
    error_set_reason(error, "INVALID_FILE_SIZE");
    error_set_request_id(error, "id-1");
    error_set_host(error, "connect.us-west-2.amazonaws.com");
    error_set_resource_id(error, "instance-1");
    error_set_attempts(error, 3);
    error_set_retryable(error, true, true);
    error_set_transport_code(error, 56);
    error_set_excerpt(error, "<html>", 6);
    error_set_detail(error, &detail, "{\"Message\":\"x\"}");
}

/* Everything is there, or left out after an allocation failure. */
static bool is_whole(const connect_error *error)
{
    return connect_error_operation(error) != NULL && connect_error_aws_type(error) != NULL &&
           connect_error_reason(error) != NULL && connect_error_request_id(error) != NULL &&
           connect_error_host(error) != NULL && connect_error_resource_id(error) != NULL &&
           connect_error_body_excerpt(error) != NULL && connect_error_detail_json(error) != NULL;
}

static void assert_filled(const connect_error *error)
{
    ck_assert_str_eq(connect_error_operation(error), "DescribeInstance");
    ck_assert_int_eq(connect_error_http_status(error), 404);
    ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    ck_assert_str_eq(connect_error_reason(error), "INVALID_FILE_SIZE");
    ck_assert_str_eq(connect_error_request_id(error), "id-1");
    ck_assert_str_eq(connect_error_host(error), "connect.us-west-2.amazonaws.com");
    ck_assert_str_eq(connect_error_resource_id(error), "instance-1");
    ck_assert_int_eq(connect_error_attempts(error), 3);
    ck_assert(connect_error_is_retryable(error));
    ck_assert(connect_error_is_throttle(error));
    ck_assert_int_eq(connect_error_transport_code(error), 56);
    ck_assert_str_eq(connect_error_body_excerpt(error), "<html>");
    ck_assert_str_eq(connect_error_detail_json(error), "{\"Message\":\"x\"}");
}

START_TEST(an_error_keeps_all_that_is_known)
{
    connect_error *error = NULL;
    ck_assert_int_eq(error_set(&error, CONNECT_E_NOT_FOUND, "no %s %d", "instance", 5),
                     CONNECT_E_NOT_FOUND);
    fill(error);
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_NOT_FOUND);
    ck_assert_str_eq(connect_error_message(error), "no instance 5");
    assert_filled(error);
    ck_assert_ptr_eq(connect_error_detail(error), &detail);
    connect_error_free(error);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_new_error_may_be_made_of_the_old_one)
{
    connect_error *error = NULL;
    error_set(&error, CONNECT_E_TRANSPORT, "reset");
    error_set(&error, CONNECT_E_CREDENTIALS, "role: %s", connect_error_message(error));
    ck_assert_str_eq(connect_error_message(error), "role: reset");
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_CREDENTIALS);
    connect_error_free(error);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(who_does_not_want_an_error_gets_the_status)
{
    ck_assert_int_eq(error_set(NULL, CONNECT_E_TLS, "%d", 1), CONNECT_E_TLS);
    ck_assert_int_eq(error_memory(NULL), CONNECT_E_MEMORY);
    fill(NULL);
    error_add_problem(NULL, "x");
    error_prefix(NULL, "x");
    ck_assert_ptr_null(error_arena(NULL));
    ck_assert_int_eq(error_copy(NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(memory_count(), 0);
}
END_TEST

START_TEST(out_of_memory_needs_none)
{
    connect_error *error = NULL;
    ck_assert_int_eq(error_memory(&error), CONNECT_E_MEMORY);
    ck_assert_ptr_eq(error, error_static_memory());
    ck_assert_int_eq(connect_error_code(error), CONNECT_E_MEMORY);
    ck_assert_str_eq(connect_error_message(error), "out of memory");
    fill(error);
    error_add_problem(error, "x");
    error_prefix(error, "x");
    ck_assert_ptr_null(error_arena(error));
    ck_assert_ptr_null(connect_error_operation(error));
    ck_assert_int_eq(connect_error_http_status(error), 0);
    connect_error *copy = NULL;
    ck_assert_int_eq(error_copy(&copy, error), CONNECT_E_MEMORY);
    ck_assert_str_eq(connect_error_message(copy), "out of memory");
    connect_error_free(copy);
    connect_error_free(error);
    connect_error_free(error);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_message_is_one_printable_line)
{
    connect_error *error = NULL;
    error_set(&error, CONNECT_E_SERVICE, "a\nb\x1b[2J\xff %s", "\xc3\xa9");
    ck_assert_str_eq(connect_error_message(error), "a b?[2J? \xc3\xa9");
    error_set_aws_type(error, "Type\r\nX");
    ck_assert_str_eq(connect_error_aws_type(error), "Type  X");
    error_set_excerpt(error, "a\0b\x80", 4);
    ck_assert_str_eq(connect_error_body_excerpt(error), "a?b?");
    connect_error_free(error);
}
END_TEST

START_TEST(long_texts_are_cut_between_characters)
{
    static char text[20001];
    for (size_t i = 0; i < sizeof text - 1; i += 2) {
        memcpy(text + i, "\xc3\xa9", 2);
    }
    connect_error *error = NULL;
    error_set(&error, CONNECT_E_SERVICE, "x%s", text);
    const char *message = connect_error_message(error);
    ck_assert_uint_le(strlen(message), ERROR_MESSAGE_MAX);
    ck_assert_uint_ge(strlen(message), ERROR_MESSAGE_MAX - 4);
    ck_assert(text_utf8_valid(message, strlen(message), NULL));
    ck_assert_ptr_null(strchr(message, '?'));
    error_set_excerpt(error, text + 1, sizeof text - 2);
    ck_assert_uint_le(strlen(connect_error_body_excerpt(error)), ERROR_EXCERPT_MAX);
    ck_assert_uint_ge(strlen(connect_error_body_excerpt(error)), ERROR_EXCERPT_MAX - 4);
    error_prefix(error, "%s", text);
    error_add_problem(error, text);
    ck_assert_uint_le(strlen(connect_error_message(error)), ERROR_MESSAGE_MAX);
    connect_error_free(error);
}
END_TEST

/* How a text becomes a message: all of it, before another one, behind an empty one. */
static void set_message(connect_error **error, const char *text)
{
    error_set(error, CONNECT_E_SERVICE, "%s", text);
}

static void set_prefix(connect_error **error, const char *text)
{
    error_set(error, CONNECT_E_SERVICE, "rest");
    error_prefix(*error, "%s", text);
}

static void set_suffix(connect_error **error, const char *text)
{
    error_set(error, CONNECT_E_SERVICE, "%s", "");
    error_suffix(*error, "%s", text);
}

static const struct {
    void (*set)(connect_error **error, const char *text);
    const char *rest;
} ways[] = {
    { set_message, "" },
    { set_prefix, "rest" },
    { set_suffix, "" },
};

/* Of a longer text the last byte is left out, as it may be part of a character. */
START_TEST(a_text_is_kept_up_to_the_limit)
{
    static const size_t sizes[] = { ERROR_MESSAGE_MAX - 1, ERROR_MESSAGE_MAX, ERROR_MESSAGE_MAX + 1,
                                    2 * ERROR_MESSAGE_MAX };
    static char text[2 * ERROR_MESSAGE_MAX + 1], expected[2 * ERROR_MESSAGE_MAX];
    connect_error *error = NULL;

    for (size_t i = 0; i < COUNT(sizes); i++) {
        size_t kept = sizes[i] <= ERROR_MESSAGE_MAX ? sizes[i] : ERROR_MESSAGE_MAX - 1;

        memset(text, 'x', sizes[i]);
        text[sizes[i]] = '\0';
        snprintf(expected, sizeof expected, "%.*s%.*s", (int)kept, text,
                 (int)(ERROR_MESSAGE_MAX - kept), ways[_i].rest);
        ways[_i].set(&error, text);
        /* Check itself cannot show so long a text. */
        ck_assert_uint_eq(strlen(connect_error_message(error)), strlen(expected));
        ck_assert(strcmp(connect_error_message(error), expected) == 0);
    }
    connect_error_free(error);
}
END_TEST

START_TEST(a_text_beyond_the_limit_ends_with_a_whole_character)
{
    static char text[2 * ERROR_MESSAGE_MAX + 1] = "x";
    connect_error *error = NULL;

    for (size_t i = 1; i + 2 < sizeof text; i += 2) {
        memcpy(text + i, "\xc3\xa9", 2);
    }
    ways[_i].set(&error, text);
    ck_assert_uint_ge(strlen(connect_error_message(error)), ERROR_MESSAGE_MAX - 1);
    ck_assert_ptr_null(strchr(connect_error_message(error), '?'));
    connect_error_free(error);
}
END_TEST

/* No multibyte character has this number. */
START_TEST(a_format_that_fails_leaves_the_message)
{
    static const wchar_t no_character[] = { 0x7fffffff, 0 };
    connect_error *error = NULL;

    ck_assert_int_eq(error_set(&error, CONNECT_E_TLS, "%ls", no_character), CONNECT_E_MEMORY);
    error_set(&error, CONNECT_E_TLS, "as it was");
    error_prefix(error, "x%ls", no_character);
    error_suffix(error, "x%ls", no_character);
    error_suffix(NULL, "x");
    ck_assert_str_eq(connect_error_message(error), "as it was");
    connect_error_free(error);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(problems_are_listed_and_make_the_message)
{
    connect_error *error = NULL;
    error_set(&error, CONNECT_E_ARGUMENT, "CreateInstance: %d problems", 2);
    error_add_problem(error, "InstanceAlias: too short");
    error_add_problem(error, "Tags[2].key: empty");
    ck_assert_uint_eq(connect_error_problem_count(error), 2);
    ck_assert_str_eq(connect_error_problem(error, 0), "InstanceAlias: too short");
    ck_assert_str_eq(connect_error_problem(error, 1), "Tags[2].key: empty");
    ck_assert_ptr_null(connect_error_problem(error, 2));
    ck_assert_ptr_null(connect_error_problem(error, SIZE_MAX));
    ck_assert_str_eq(connect_error_message(error),
                     "CreateInstance: 2 problems: InstanceAlias: too short; Tags[2].key: empty");
    for (int i = 0; i < 1000; i++) {
        error_add_problem(error, "and another one");
        ck_assert_ptr_null(connect_error_problem(error, connect_error_problem_count(error)));
    }
    ck_assert_uint_eq(connect_error_problem_count(error), 1002);
    ck_assert_str_eq(connect_error_problem(error, 1001), "and another one");
    ck_assert_uint_eq(strlen(connect_error_message(error)), ERROR_MESSAGE_MAX);
    connect_error_free(error);

    error = NULL;
    error_set(&error, CONNECT_E_ARGUMENT, "%s", "");
    error_add_problem(error, "first");
    ck_assert_str_eq(connect_error_message(error), "first");
    connect_error_free(error);
}
END_TEST

START_TEST(a_prefix_tells_in_what)
{
    connect_error *error = NULL;
    error_set(&error, CONNECT_E_TRANSPORT, "reset by peer");
    error_prefix(error, "while assuming role %s: ", "arn");
    error_prefix(error, "%s: ", "profile x");
    ck_assert_str_eq(connect_error_message(error),
                     "profile x: while assuming role arn: reset by peer");
    connect_error_free(error);
}
END_TEST

START_TEST(a_copy_outlives_its_original)
{
    connect_error *error = NULL;
    connect_error *copy = NULL;
    error_set(&error, CONNECT_E_NOT_FOUND, "gone");
    fill(error);
    error_add_problem(error, "one");
    error_set(&copy, CONNECT_E_TLS, "an older one");
    ck_assert_int_eq(error_copy(&copy, error), CONNECT_E_NOT_FOUND);
    connect_error_free(error);
    ck_assert_str_eq(connect_error_message(copy), "gone: one");
    assert_filled(copy);
    ck_assert_ptr_null(connect_error_detail(copy));
    ck_assert_str_eq(connect_error_problem(copy, 0), "one");
    connect_error_free(copy);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

static bool make_and_copy(void *user)
{
    (void)user;
    static char filler[3000];
    memset(filler, 'x', sizeof filler - 1);
    connect_error *error = NULL;
    connect_error *copy = NULL;
    connect_status status = error_set(&error, CONNECT_E_NOT_FOUND, "%s", filler);
    ck_assert(status == CONNECT_E_NOT_FOUND ||
              (status == CONNECT_E_MEMORY && error == error_static_memory()));
    fill(error);
    for (int i = 0; i < 9; i++) {
        error_add_problem(error, filler);
    }
    error_prefix(error, "in %s: ", "it");
    ck_assert_ptr_nonnull(connect_error_message(error));
    for (size_t i = 0; i < connect_error_problem_count(error); i++) {
        ck_assert_str_eq(connect_error_problem(error, i), filler);
    }
    status = error_copy(&copy, error);
    ck_assert_int_eq(connect_error_code(copy), status);
    bool whole = is_whole(error) && is_whole(copy) && connect_error_problem_count(copy) == 9;
    connect_error_free(error);
    connect_error_free(copy);
    return whole;
}

/* What could not be added is missing, and nothing else. */
static bool add_twice(void *user)
{
    static const char *const messages[] = { "out of memory", "x", "a: x", "b: x", "b: a: x" };
    connect_error *error = NULL;
    size_t known = 0;
    (void)user;
    (void)error_set(&error, CONNECT_E_NOT_FOUND, "x");
    error_prefix(error, "a: ");
    error_prefix(error, "b: ");
    while (known < COUNT(messages) && strcmp(connect_error_message(error), messages[known]) != 0) {
        known++;
    }
    ck_assert_msg(known < COUNT(messages), "%s", connect_error_message(error));
    connect_error_free(error);
    return known == COUNT(messages) - 1;
}

/* A message without what was to come before it has its own room again, and no more. */
static bool add_behind(void *user)
{
    static const char before[] = "a long text in front of the message: ", behind[] = " (behind)";
    connect_error *error = NULL;
    char expected[64];
    size_t parts;
    (void)user;
    (void)error_set(&error, CONNECT_E_NOT_FOUND, "x");
    error_prefix(error, "%s", before);
    error_suffix(error, "%s", behind);
    const char *message = connect_error_message(error);
    for (parts = 0; parts < 4; parts++) {
        snprintf(expected, sizeof expected, "%sx%s", (parts & 1) != 0 ? before : "",
                 (parts & 2) != 0 ? behind : "");
        if (strcmp(message, expected) == 0) {
            break;
        }
    }
    ck_assert_msg(parts < 4 || strcmp(message, "out of memory") == 0, "%s", message);
    connect_error_free(error);
    return parts == 3;
}

START_TEST(an_error_survives_every_failing_allocation)
{
    memory_fail_each(make_and_copy, NULL, 4);
    memory_fail_each(add_twice, NULL, 0);
    memory_fail_each(add_behind, NULL, 0);
}
END_TEST

struct heard {
    int count;
    connect_log_level level;
    char line[LOG_LINE_MAX * 2];
};

static void hear(void *user, connect_log_level level, const char *line)
{
    struct heard *heard = user;
    heard->count++;
    heard->level = level;
    snprintf(heard->line, sizeof heard->line, "%s", line);
}

START_TEST(a_log_hears_its_level_and_what_is_graver)
{
    static struct heard heard;
    struct logger logger = { CONNECT_LOG_WARN, hear, &heard };
    log_line(&logger, CONNECT_LOG_INFO, "no");
    ck_assert_int_eq(heard.count, 0);
    log_line(&logger, CONNECT_LOG_WARN, "yes %d", 1);
    ck_assert_str_eq(heard.line, "yes 1");
    ck_assert_int_eq(heard.level, CONNECT_LOG_WARN);
    log_line(&logger, CONNECT_LOG_ERROR, "yes");
    ck_assert_int_eq(heard.count, 2);
    struct logger deaf = { CONNECT_LOG_TRACE, NULL, NULL };
    log_line(&deaf, CONNECT_LOG_ERROR, "unheard");
    ck_assert(!log_wants(&deaf, CONNECT_LOG_ERROR));
}
END_TEST

START_TEST(a_log_line_is_one_printable_line_with_an_end)
{
    static struct heard heard;
    static char text[3 * LOG_LINE_MAX];
    struct logger logger = { CONNECT_LOG_TRACE, hear, &heard };
    log_line(&logger, CONNECT_LOG_INFO, "a\r\nb\x1b");
    ck_assert_str_eq(heard.line, "a  b?");
    log_line(&logger, CONNECT_LOG_INFO, "%ls", (wchar_t[]){ 0x7fffffff, 0 }); /* cannot be made */
    ck_assert_int_eq(heard.count, 1);
    for (size_t i = 0; i + 3 < sizeof text; i += 3) {
        memcpy(text + i, "\xe2\x82\xac", 3);
    }
    log_line(&logger, CONNECT_LOG_INFO, "%s", text);
    size_t size = strlen(heard.line);
    ck_assert_uint_le(size, LOG_LINE_MAX);
    ck_assert_uint_ge(size, LOG_LINE_MAX - 3); /* the characters have up to four bytes */
    ck_assert_str_eq(heard.line + size - 3, "...");
    ck_assert(text_utf8_valid(heard.line, size, NULL));
    ck_assert_ptr_null(strchr(heard.line, '?'));
}
END_TEST

static const char *const secret_headers[] = {
    "Authorization",
    "X-Amz-Security-Token",
    "x-aws-ec2-metadata-token",
    "Cookie",
    "Set-Cookie",
    "Proxy-Authorization",
    "Client-Token",
    "x-amz-sso_bearer_token",
    "X-API-KEY",
    "DPoP",
};

START_TEST(a_secret_header_is_never_shown)
{
    static struct heard heard;
    struct logger logger = { CONNECT_LOG_TRACE, hear, &heard };
    heard.count = 0;
    log_header(&logger, ">", secret_headers[_i], "planted-secret");
    ck_assert_int_eq(heard.count, 1);
    ck_assert_ptr_null(strstr(heard.line, "planted"));
    ck_assert_ptr_nonnull(strstr(heard.line, secret_headers[_i]));
    log_header(&logger, "<", "Content-Type", "text/plain");
    ck_assert_str_eq(heard.line, "< Content-Type: text/plain");
    log_header(&logger, "<", "Authorizations", "0");
    ck_assert_str_eq(heard.line, "< Authorizations: 0");
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/error");
    TCase *error = tcase_create("error");
    tcase_add_checked_fixture(error, memory_watch, memory_unwatch);
    tcase_add_test(error, every_status_has_a_name_and_an_advice_of_its_own);
    tcase_add_test(error, every_getter_accepts_no_error);
    tcase_add_test(error, an_error_keeps_all_that_is_known);
    tcase_add_test(error, a_new_error_may_be_made_of_the_old_one);
    tcase_add_test(error, who_does_not_want_an_error_gets_the_status);
    tcase_add_test(error, out_of_memory_needs_none);
    tcase_add_test(error, a_message_is_one_printable_line);
    tcase_add_test(error, long_texts_are_cut_between_characters);
    tcase_add_loop_test(error, a_text_is_kept_up_to_the_limit, 0, COUNT(ways));
    tcase_add_loop_test(error, a_text_beyond_the_limit_ends_with_a_whole_character, 0, COUNT(ways));
    tcase_add_test(error, a_format_that_fails_leaves_the_message);
    tcase_add_test(error, problems_are_listed_and_make_the_message);
    tcase_add_test(error, a_prefix_tells_in_what);
    tcase_add_test(error, a_copy_outlives_its_original);
    tcase_add_test(error, an_error_survives_every_failing_allocation);
    suite_add_tcase(suite, error);

    TCase *log = tcase_create("log");
    tcase_add_test(log, a_log_hears_its_level_and_what_is_graver);
    tcase_add_test(log, a_log_line_is_one_printable_line_with_an_end);
    tcase_add_loop_test(log, a_secret_header_is_never_shown, 0, COUNT(secret_headers));
    suite_add_tcase(suite, log);
    return suite;
}
