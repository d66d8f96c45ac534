/* HTTP: the response under construction and its limits, and the failure of one. */
#include "http/connection.h"
#include "http/response.h"
#include "support/guarded.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

static connect_http_response *response;

static void set_up(void)
{
    memory_watch();
    response = http_response_new(1024);
    ck_assert_ptr_nonnull(response);
}

static void tear_down(void)
{
    http_response_free(response);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

static bool add(const char *name, const char *value)
{
    return connect_http_response_add_header(response, name, strlen(name), value, strlen(value));
}

START_TEST(header_lookup_ignores_case)
{
    connect_http_response_set_status(response, 200);
    ck_assert(add("Content-Type", "application/json"));
    ck_assert(add("x-amzn-RequestId", " \t id-1 \r\n"));
    ck_assert(add("X-Amzn-Requestid", "id-2"));
    ck_assert(add("Empty", "  "));
    ck_assert_int_eq(response->status, 200);
    ck_assert_str_eq(http_response_header(response, "x-amzn-requestid"), "id-1");
    ck_assert_str_eq(http_response_header(response, "CONTENT-TYPE"), "application/json");
    ck_assert_str_eq(http_response_header(response, "empty"), "");
    ck_assert_ptr_null(http_response_header(response, "content"));
    ck_assert_uint_eq(response->headers_count, 4);
}
END_TEST

START_TEST(body_may_reach_its_limit_but_not_exceed_it)
{
    char bytes[512];
    memset(bytes, 'x', sizeof bytes);
    ck_assert(connect_http_response_add_body(response, bytes, sizeof bytes));
    ck_assert(connect_http_response_add_body(response, bytes, sizeof bytes));
    ck_assert_int_eq(response->cap, HTTP_CAP_NONE);
    ck_assert_uint_eq(response->body.size, 1024);
    ck_assert(!connect_http_response_add_body(response, bytes, 1));
    ck_assert_int_eq(response->cap, HTTP_CAP_BODY);
    ck_assert(!connect_http_response_add_body(response, bytes, 0));
    ck_assert(!add("Late", "x"));
}
END_TEST

START_TEST(too_many_headers_are_refused)
{
    for (int i = 0; i < HTTP_HEADER_COUNT_MAX; i++) {
        ck_assert(add("Name", "value"));
    }
    ck_assert(!add("Name", "value"));
    ck_assert_int_eq(response->cap, HTTP_CAP_HEADERS);
}
END_TEST

START_TEST(overlong_headers_are_refused)
{
    static char value[HTTP_HEADER_BYTES_MAX + 1];
    memset(value, 'v', sizeof value - 1);
    ck_assert(connect_http_response_add_header(response, "N", 1, value, HTTP_HEADER_BYTES_MAX - 1));
    ck_assert(!add("N", ""));
    ck_assert_int_eq(response->cap, HTTP_CAP_HEADERS);
    http_response_reset(response);
    ck_assert(add("N", ""));
    http_response_reset(response);
    ck_assert(!connect_http_response_add_header(response, "N", 1, value, HTTP_HEADER_BYTES_MAX));
    http_response_reset(response);
    ck_assert(!connect_http_response_add_header(response, value, HTTP_HEADER_BYTES_MAX + 1, "", 0));
    ck_assert_int_eq(response->cap, HTTP_CAP_HEADERS);
}
END_TEST

START_TEST(interim_response_is_discarded)
{
    connect_http_response_set_status(response, 103);
    add("Link", "x");
    connect_http_response_add_body(response, "x", 1);
    connect_http_response_set_status(response, 200);
    ck_assert_uint_eq(response->headers_count, 0);
    ck_assert_uint_eq(response->body.size, 0);
    ck_assert_ptr_null(http_response_header(response, "Link"));
}
END_TEST

START_TEST(endless_interim_responses_are_refused)
{
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < HTTP_INTERIM_MAX; i++) {
            connect_http_response_set_status(response, 100);
        }
        connect_http_response_set_status(response, 200);
        ck_assert_int_eq(response->cap, HTTP_CAP_NONE);
        http_response_reset(response);
    }
    for (int i = 0; i <= HTTP_INTERIM_MAX; i++) {
        connect_http_response_set_status(response, 103);
    }
    connect_http_response_set_status(response, 200);
    ck_assert_int_eq(response->cap, HTTP_CAP_INTERIM);
    ck_assert(!connect_http_response_add_header(response, "N", 1, "v", 1));
    ck_assert(!connect_http_response_add_body(response, "x", 1));
    http_response_reset(response);
    ck_assert_int_eq(response->cap, HTTP_CAP_NONE);
}
END_TEST

START_TEST(status_out_of_range_counts_as_none)
{
    static const int32_t bad[] = { 0, 99, 600, 999, -200, INT32_MAX, INT32_MIN };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        connect_http_response_set_status(response, 200);
        connect_http_response_set_status(response, bad[i]);
        ck_assert_int_eq(response->status, 0);
    }
    connect_http_response_set_status(response, 599);
    ck_assert_int_eq(response->status, 599);
}
END_TEST

START_TEST(next_response_reuses_the_memory)
{
    size_t before = 0;
    for (int i = 0; i < 3; i++) {
        connect_http_response_set_status(response, 200);
        for (int k = 0; k < 20; k++) {
            add("X-Some-Header", "with some value");
        }
        connect_http_response_add_body(response, "some body", 9);
        ck_assert(i == 0 || memory_count() == before);
        before = memory_count();
    }
}
END_TEST

static bool build_one(void *user)
{
    (void)user;
    connect_http_response *made = http_response_new(100000);
    bool ok = made != NULL;
    for (int i = 0; i < 40 && ok; i++) {
        ok = connect_http_response_add_header(made, "X-Header", 8, "a value of some length", 22) &&
             connect_http_response_add_body(made, "some part of a longer body", 26);
    }
    ck_assert(ok || made == NULL || made->cap == HTTP_CAP_MEMORY);
    http_response_free(made);
    return ok;
}

START_TEST(response_survives_every_allocation_failure)
{
    memory_fail_each(build_one, NULL, 0);
}
END_TEST

/* What a line is after an interim response. */
static const struct {
    const char *line;
    int32_t status;
} status_lines[] = {
    { "HTTP/1.1 200 OK\r\n", 200 },
    { "HTTP/1.1 200\r\n", 200 },
    { "HTTP/2 204", 204 },
    { "HTTP/1.1 99\r\n", 0 },
    { "HTTP/1.1 20", 0 },
    { "HTTP/1.1 ", 0 },
    { "HTTP/1.1", 0 },
    { "HTTP/", 0 },
    { "HTTP", 103 },
    { "http/1.1 200 OK\r\n", 103 },
    { "\r\n", 103 },
    { "", 103 },
};

START_TEST(status_line_may_end_anywhere)
{
    struct socket_keeper keeper = { .events = 0 };
    struct connection connection = { .keeper = &keeper, .response = response };
    size_t size = strlen(status_lines[_i].line);
    struct guarded guarded;
    char *line = guarded_copy(&guarded, status_lines[_i].line, size);
    connect_http_response_set_status(response, 103);
    ck_assert_uint_eq(connection_on_header(line, 1, size, &connection), size);
    ck_assert_int_eq(response->status, status_lines[_i].status);
    ck_assert(connection.progress.in_headers == (status_lines[_i].status != 103));
    guarded_free(&guarded);
}
END_TEST

/* Codes of libcurl that have no meaning of their own. */
static const struct {
    CURLcode code;
    bool responded;
    connect_status status;
} failures[] = {
    { CURLE_BAD_FUNCTION_ARGUMENT, true, CONNECT_E_DECODE },
    { CURLE_BAD_FUNCTION_ARGUMENT, false, CONNECT_E_TRANSPORT },
    { CURLE_UNKNOWN_OPTION, true, CONNECT_E_TRANSPORT },
    { CURLE_UNKNOWN_OPTION, false, CONNECT_E_TRANSPORT },
};

START_TEST(only_a_header_of_a_response_can_be_malformed)
{
    struct connection connection = {
        .response = response,
        .progress = { .sent = true, .fresh = true, .responded = failures[_i].responded },
    };
    connect_http_failure failure;
    failure_clear(&failure);
    ck_assert_uint_eq(failure.size, sizeof failure);
    ck_assert_int_eq(connection_outcome(&connection, failures[_i].code, &failure),
                     failures[_i].status);
    ck_assert_int_eq(failure.code, failures[_i].code);
    ck_assert(failure.final && !failure.not_sent && !failure.stale);
}
END_TEST

START_TEST(message_has_nothing_of_the_one_before)
{
    struct connection connections[] = {
        { .response = response, .progress = { .sent = true, .fresh = true } },
        { .response = response,
          .progress = { .sent = true, .fresh = true },
          .curl_message = "Recv failure" },
    };
    connect_http_failure failure;
    memset(connections[0].curl_message, 'x', CURL_ERROR_SIZE - 2);
    /* Nothing else between the two: both use the same part of the stack. */
    for (int i = 0; i < 2; i++) {
        failure_clear(&failure);
        (void)connection_outcome(&connections[i], CURLE_RECV_ERROR, &failure);
    }
    ck_assert_str_eq(failure.message, "Recv failure");
}
END_TEST

/* What a server has a part in reaches logs and terminals. */
START_TEST(message_has_no_control_characters)
{
    struct connection connections[] = {
        { .response = response, .curl_message = "a\x1b[31mb\r\nc\td\x7f \xc2\x9b" },
        { .response = response, .progress.trust_error = "a\x1b[31mb\r\nc\td\x7f \xc2\x9b" },
    };
    connect_http_failure failure;
    for (int i = 0; i < 2; i++) {
        failure_clear(&failure);
        (void)connection_outcome(&connections[i], CURLE_SSL_CACERT_BADFILE, &failure);
        ck_assert_str_eq(failure.message, "a?[31mb  c d? ??");
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/response");
    TCase *tcase = tcase_create("response");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, header_lookup_ignores_case);
    tcase_add_test(tcase, body_may_reach_its_limit_but_not_exceed_it);
    tcase_add_test(tcase, too_many_headers_are_refused);
    tcase_add_test(tcase, overlong_headers_are_refused);
    tcase_add_test(tcase, interim_response_is_discarded);
    tcase_add_test(tcase, endless_interim_responses_are_refused);
    tcase_add_test(tcase, status_out_of_range_counts_as_none);
    tcase_add_test(tcase, next_response_reuses_the_memory);
    tcase_add_test(tcase, response_survives_every_allocation_failure);
    tcase_add_loop_test(tcase, status_line_may_end_anywhere, 0,
                        sizeof status_lines / sizeof status_lines[0]);
    tcase_add_loop_test(tcase, only_a_header_of_a_response_can_be_malformed, 0,
                        sizeof failures / sizeof failures[0]);
    tcase_add_test(tcase, message_has_nothing_of_the_one_before);
    tcase_add_test(tcase, message_has_no_control_characters);
    suite_add_tcase(suite, tcase);
    return suite;
}
