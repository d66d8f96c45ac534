/*
 * Errors: every type from every place it can stand in, and everything that can go wrong on the way.
 */
#include "support/stage.h"
#include "support/suite.h"
#include "support/world.h"

#include <connect/errors.h>

#include <stdio.h>
#include <string.h>

static struct stage stage;

static void set_up(void)
{
    stage_begin(&stage, &stage_get);
    stage.site.retry.max_attempts = 1;
}

static void tear_down(void)
{
    stage_end(&stage);
}

static connect_error *failed(const struct fake_response *scripted, connect_status expected)
{
    void *response = &stage;
    connect_error *error = NULL;

    ck_assert_int_eq(stage_run(&stage, NULL, scripted, 1, &response, &error), expected);
    ck_assert_ptr_null(response);
    ck_assert_ptr_nonnull(error);
    ck_assert_int_eq(connect_error_code(error), expected);
    ck_assert_str_eq(connect_error_operation(error), "Get");
    ck_assert_str_eq(connect_error_host(error), "connect.us-west-2.amazonaws.com");
    ck_assert_int_eq(connect_error_attempts(error), 1);
    return error;
}

/* ---- of the service ---- */

static const struct {
    const char *type;
    int32_t http_status;
    connect_status status;
    bool retryable;
} types[] = {
    { "AccessDeniedException", 403, CONNECT_E_ACCESS_DENIED, false },
    { "DuplicateResourceException", 409, CONNECT_E_CONFLICT, false },
    { "IdempotencyException", 409, CONNECT_E_CONFLICT, false },
    { "InternalServiceException", 500, CONNECT_E_INTERNAL, true },
    { "InvalidParameterException", 400, CONNECT_E_INVALID_REQUEST, false },
    { "InvalidRequestException", 400, CONNECT_E_INVALID_REQUEST, false },
    { "LimitExceededException", 429, CONNECT_E_LIMIT_EXCEEDED, false },
    { "PropertyValidationException", 400, CONNECT_E_INVALID_REQUEST, false },
    { "ResourceConflictException", 409, CONNECT_E_CONFLICT, false },
    { "ResourceInUseException", 409, CONNECT_E_CONFLICT, false },
    { "ResourceNotFoundException", 404, CONNECT_E_NOT_FOUND, false },
    { "ResourceNotReadyException", 409, CONNECT_E_CONFLICT, false },
    { "ServiceQuotaExceededException", 402, CONNECT_E_QUOTA_EXCEEDED, false },
    { "ThrottlingException", 429, CONNECT_E_THROTTLED, true },
};

/* Where the type stands, and in which dress. */
static const struct {
    const char *header, *body;
} places[] = {
    { "X-Amzn-ErrorType: %s", "{\"Message\":\"m\"}" },
    { "x-amzn-errortype: %s:http://internal.amazon.com/coral/com.amazon.connect/",
      "{\"message\":\"m\"}" },
    { "x-amzn-errortype: com.amazonaws.connect#%s", "{\"errorMessage\":\"m\"}" },
    { NULL, "{\"code\":\"%s\",\"message\":\"m\"}" },
    { NULL, "{\"code\":\"aws.connect#%s:http://internal/\",\"Message\":\"m\"}" },
    { NULL, "{\"__type\":\"%s\",\"message\":\"m\"}" },
    { NULL, "{\"__type\":\"com.amazonaws.connect#%s\",\"Message\":\"m\"}" },
    /* the header beats code, code beats __type, and a number is no type */
    { "x-amzn-errortype: %s", "{\"code\":\"Other\",\"__type\":\"Another\",\"message\":\"m\"}" },
    { NULL, "{\"code\":\"%s\",\"__type\":\"Another\",\"message\":\"m\"}" },
    { NULL, "{\"code\":42,\"__type\":\"%s\",\"message\":\"m\"}" },
};

START_TEST(each_modelled_error_is_known_wherever_its_type_stands)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char headers[256] = "x-amzn-RequestId: r-7\n", body[256];
        struct fake_response response = { .status = types[_i].http_status,
                                          .headers = headers,
                                          .body = body };
        connect_error *error;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        if (places[i].header != NULL) {
            snprintf(headers + strlen(headers), sizeof headers - strlen(headers), places[i].header,
                     types[_i].type);
        }
        snprintf(body, sizeof body, places[i].body, types[_i].type);
#pragma GCC diagnostic pop
        error = failed(&response, types[_i].status);
        ck_assert_str_eq(connect_error_aws_type(error), types[_i].type);
        ck_assert_str_eq(connect_error_message(error), "m");
        ck_assert_str_eq(connect_error_request_id(error), "r-7");
        ck_assert_int_eq(connect_error_http_status(error), types[_i].http_status);
        ck_assert_int_eq(connect_error_is_retryable(error), types[_i].retryable);
        ck_assert_int_eq(connect_error_is_throttle(error), types[_i].status == CONNECT_E_THROTTLED);
        /* The strings of a JSON body are masked: no message is in it. */
        ck_assert(connect_error_body_excerpt(error) == NULL ||
                  strstr(connect_error_body_excerpt(error), "\"m\"") == NULL);
        connect_error_free(error);
    }
}
END_TEST

START_TEST(modelled_members_outlive_the_response)
{
    connect_error *error = failed(
        &(struct fake_response){
            .status = 400,
            .headers = "x-amzn-errortype: PropertyValidationException",
            .body =
                "{\"Message\":\"two\",\"PropertyList\":[{\"PropertyPath\":\"a.b\",\"Reason\":\"INVALID_FORMAT\","
                "\"Message\":\"bad\"}]}" },
        CONNECT_E_INVALID_REQUEST);
    const connect_property_validation_exception *detail = connect_error_detail(error);

    ck_assert_ptr_nonnull(detail);
    ck_assert_uint_eq(detail->property_list_count, 1);
    ck_assert_str_eq(detail->property_list[0]->property_path, "a.b");
    ck_assert_int_eq(detail->property_list[0]->reason,
                     CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_INVALID_FORMAT);
    check_has(connect_error_detail_json(error), "\"PropertyPath\":\"a.b\"");
    connect_error_free(error);

    error = failed(
        &(struct fake_response){
            .status = 402,
            .headers = "x-amzn-errortype: ServiceQuotaExceededException",
            .body =
                "{\"Message\":\"full\",\"Reason\":{\"AttachedFileServiceQuotaExceededExceptionReason\":"
                "\"TOTAL_FILE_SIZE_EXCEEDED\"}}" },
        CONNECT_E_QUOTA_EXCEEDED);
    ck_assert_str_eq(connect_error_reason(error), "TOTAL_FILE_SIZE_EXCEEDED");
    connect_error_free(error);
}
END_TEST

START_TEST(an_error_nobody_knows_keeps_all_it_has)
{
    connect_error *error =
        failed(&(struct fake_response){ .status = 418,
                                        .headers = "x-amz-request-id: q-1",
                                        .body = "{\"__type\":\"TeapotException\"}" },
               CONNECT_E_SERVICE);

    ck_assert_str_eq(connect_error_aws_type(error), "TeapotException");
    ck_assert_str_eq(connect_error_request_id(error), "q-1");
    check_has(connect_error_message(error), "418");
    connect_error_free(error);
}
END_TEST

START_TEST(what_is_not_json_is_shown_as_it_is)
{
    connect_error *error = failed(
        &(struct fake_response){ .status = 502, .body = "<html><h1>Bad Gateway</h1></html>" },
        CONNECT_E_INTERNAL);

    check_has(connect_error_message(error), "HTTP status 502 and no message");
    check_has(connect_error_body_excerpt(error), "<h1>Bad Gateway");
    check_has(stage.log.text, "Get: the response begins with <html><h1>Bad Gateway");
    ck_assert_ptr_null(connect_error_aws_type(error));
    ck_assert(connect_error_is_retryable(error));
    connect_error_free(error);

    error = failed(&(struct fake_response){ .status = 503, .body = " upstream is away\n" },
                   CONNECT_E_INTERNAL);
    check_has(connect_error_message(error), "upstream is away");
    connect_error_free(error);

    error =
        failed(&(struct fake_response){ .status = 403, .body = "[1,2]" }, CONNECT_E_ACCESS_DENIED);
    ck_assert_str_eq(connect_error_body_excerpt(error), "[1,2]");
    connect_error_free(error);

    error =
        failed(&(struct fake_response){ .status = 403, .body = " null" }, CONNECT_E_ACCESS_DENIED);
    check_has(connect_error_message(error), "HTTP status 403 and no message");
    connect_error_free(error);

    error = failed(&(struct fake_response){ .status = 500 }, CONNECT_E_INTERNAL);
    check_has(connect_error_message(error), "500");
    ck_assert_ptr_null(connect_error_body_excerpt(error));
    check_has_not(stage.log.text, "the response begins with (null)");
    connect_error_free(error);
}
END_TEST

START_TEST(redirect_is_an_error_that_names_its_target)
{
    connect_error *error = failed(
        &(struct fake_response){ .status = 301, .headers = "Location: https://evil.example/" },
        CONNECT_E_SERVICE);

    ck_assert_int_eq(connect_error_http_status(error), 301);
    ck_assert(!connect_error_is_retryable(error));
    check_has(connect_error_message(error), "https://evil.example/");
    connect_error_free(error);

    error = failed(
        &(struct fake_response){ .status = 307,
                                 .headers =
                                     "Location: https://me:planted@other.example/x?k=planted",
                                 .body = "{\"Message\":\"moved\"}" },
        CONNECT_E_SERVICE);
    check_has(connect_error_message(error), "307");
    check_has(connect_error_message(error), "https://***@other.example/x?***");
    check_has_not(connect_error_message(error), "planted");
    connect_error_free(error);

    error = failed(&(struct fake_response){ .status = 302 }, CONNECT_E_SERVICE);
    check_has(connect_error_message(error), "302");
    connect_error_free(error);

    error = failed(&(struct fake_response){ .status = 302, .headers = "Location: /" },
                   CONNECT_E_SERVICE);
    check_has(connect_error_message(error), "302 redirects to /, ");
    connect_error_free(error);

    error = failed(
        &(struct fake_response){ .status = 302, .headers = "Location: https://other.example" },
        CONNECT_E_SERVICE);
    check_has(connect_error_message(error), "302 redirects to https://other.example, ");
    connect_error_free(error);
}
END_TEST

/* Some front ends respond with 200 to everything. */
START_TEST(a_success_that_names_the_type_of_an_error_is_that_error)
{
    connect_error *error =
        failed(&(struct fake_response){ .status = 200,
                                        .headers = "x-amzn-ErrorType: ResourceNotFoundException",
                                        .body = "{\"Message\":\"gone\"}" },
               CONNECT_E_NOT_FOUND);

    ck_assert_str_eq(connect_error_message(error), "gone");
    ck_assert_int_eq(connect_error_http_status(error), 200);
    connect_error_free(error);
    error = failed(
        &(struct fake_response){
            .status = 200,
            .body = "{\"message\":\"broken\",\"__type\":\"ns#InternalServiceException\"}" },
        CONNECT_E_INTERNAL);
    ck_assert_str_eq(connect_error_aws_type(error), "InternalServiceException");
    ck_assert(connect_error_is_retryable(error));
    connect_error_free(error);
    error = failed(
        &(struct fake_response){ .status = 204, .headers = "x-amzn-ErrorType: NeverHeardOf" },
        CONNECT_E_SERVICE);
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);
}
END_TEST

static const char *const no_errors[] = {
    "{\"New\":{\"__type\":\"InternalServiceException\"}}",
    "{\"New\":\"\\\"__type\\\"\"}",
    "{\"__type\":1}",
    "{\"code\":\"InternalServiceException\"}",
};

START_TEST(a_success_that_only_looks_like_an_error_is_a_success)
{
    const struct fake_response scripted = { .status = 200, .body = no_errors[_i] };
    void *response = NULL;

    ck_assert_int_eq(stage_run(&stage, NULL, &scripted, 1, &response, NULL), CONNECT_OK);
    ck_assert_ptr_nonnull(response);
    connect_free(response);
}
END_TEST

START_TEST(the_error_is_that_of_the_last_attempt)
{
    connect_error *error;

    stage.site.retry.max_attempts = 3;
    ck_assert_int_eq(STAGE_RUN(&stage, NULL, NULL, &error,
                               { .status = 500, .body = "{\"message\":\"first\"}" },
                               { .failure = CONNECT_E_TRANSPORT, .message = "reset" },
                               { .status = 404,
                                 .headers = "x-amzn-errortype: ResourceNotFoundException",
                                 .body = "{\"message\":\"last\"}" }),
                     CONNECT_E_NOT_FOUND);
    ck_assert_str_eq(connect_error_message(error), "last");
    ck_assert_int_eq(connect_error_attempts(error), 3);
    connect_error_free(error);
}
END_TEST

/* ---- responses that are not what they should be ---- */

static const struct {
    const char *body;
    bool is_fine;
} bodies[] = {
    { "", true },
    { "{}", true },
    { "null", true },
    { "{\"Id\":null,\"Unknown\":[1,{\"a\":2.5e3}]}", true },
    { "<html>welcome to the airport</html>", false },
    { "{\"Id\":\"i-1\"", false },
    { "[]", false },
    { "{\"Id\":7}", false },
    { "{\"Id\":\"a\",\"Id\":\"b\"}", false },
    { "{\"Id\":\"\xff\"}", false },
    { "{\"CreatedTime\":\"yesterday\"}", false },
};

START_TEST(a_malformed_response_is_an_error_with_its_id_and_beginning)
{
    const struct fake_response response = { .status = 200,
                                            .headers = "x-amzn-RequestId: r-8",
                                            .body = bodies[_i].body };
    connect_error *error;

    if (bodies[_i].is_fine) {
        ck_assert_int_eq(stage_run(&stage, NULL, &response, 1, NULL, NULL), CONNECT_OK);
        return;
    }
    error = failed(&response, CONNECT_E_DECODE);
    ck_assert_str_eq(connect_error_request_id(error), "r-8");
    ck_assert_int_eq(connect_error_http_status(error), 200);
    ck_assert_int_eq(strncmp(connect_error_body_excerpt(error), bodies[_i].body, 2), 0);
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);
}
END_TEST

/* The caller must not take the error for "nothing happened". */
START_TEST(a_write_whose_response_cannot_be_read_may_have_been_performed)
{
    static const struct fake_response responses[] = {
        { .status = 200, .body = "{\"Id\":" },
        { .status = 200, .body = "{\"Id\":7}" },
        { .status = 201, .body = "<html>" },
    };
    static const char words[] = "the service reported success: Update may have been performed";
    connect_error *error;

    for (size_t i = 0; i < sizeof responses / sizeof responses[0]; i++) {
        error = failed(&responses[i], CONNECT_E_DECODE);
        ck_assert_ptr_null(strstr(connect_error_message(error), "may have been performed"));
        connect_error_free(error);
    }
    stage_end(&stage);
    stage_begin(&stage, &stage_update);
    for (size_t i = 0; i < sizeof responses / sizeof responses[0]; i++) {
        ck_assert_int_eq(stage_run(&stage, NULL, &responses[i], 1, NULL, &error), CONNECT_E_DECODE);
        check_has(connect_error_message(error), words);
        connect_error_free(error);
    }
    ck_assert_int_eq(stage_run(&stage, NULL,
                               &(struct fake_response){ .status = 400, .body = "{\"Id\":" }, 1,
                               NULL, &error),
                     CONNECT_E_INVALID_REQUEST);
    ck_assert_ptr_null(strstr(connect_error_message(error), "may have been performed"));
    connect_error_free(error);
}
END_TEST

START_TEST(error_in_json_keeps_a_masked_excerpt)
{
    static const struct fake_response response = { .status = 400,
                                                   .body = "{\"problem\":\"planted\",\"line\":7}" };
    connect_error *error = failed(&response, CONNECT_E_INVALID_REQUEST);

    ck_assert_str_eq(connect_error_body_excerpt(error),
                     "{\"problem\":\"\xe2\x80\xa6\",\"line\":7}");
    connect_error_free(error);
}
END_TEST

START_TEST(caps_are_named)
{
    static char large[2048];
    connect_error *error;

    memset(large, 'x', sizeof large - 1);
    stage.site.max_body_bytes = 1024;
    error = failed(&(struct fake_response){ .status = 200, .body = large }, CONNECT_E_DECODE);
    check_has(connect_error_message(error), "larger than 1024 bytes");
    connect_error_free(error);
    error =
        failed(&(struct fake_response){ .status = 200, .body = large, .failure = CONNECT_E_DECODE },
               CONNECT_E_DECODE);
    check_has(connect_error_message(error), "larger than 1024 bytes");
    connect_error_free(error);
}
END_TEST

/* ---- the way there ---- */

static const struct {
    connect_status given, expected;
    bool retryable;
} failures[] = {
    { CONNECT_E_TRANSPORT, CONNECT_E_TRANSPORT, true },
    { CONNECT_E_TLS, CONNECT_E_TLS, true },
    { CONNECT_E_CONFIGURATION, CONNECT_E_CONFIGURATION, false },
    { CONNECT_E_TIMEOUT, CONNECT_E_TIMEOUT, true },
    { CONNECT_E_CANCELLED, CONNECT_E_CANCELLED, false },
    { CONNECT_E_DECODE, CONNECT_E_DECODE, false },
    { CONNECT_E_MEMORY, CONNECT_E_MEMORY, false },
    /* a transport of the program's own that makes something up */
    { CONNECT_E_ARGUMENT, CONNECT_E_TRANSPORT, true },
    { CONNECT_E_NOT_FOUND, CONNECT_E_TRANSPORT, true },
    { (connect_status)-1, CONNECT_E_TRANSPORT, true },
};

START_TEST(a_failure_of_the_transport_keeps_code_number_and_words)
{
    const struct fake_response response = { .failure = failures[_i].given,
                                            .code = 56,
                                            .message = "connection reset" };
    connect_error *error = NULL;

    ck_assert_int_eq(stage_run(&stage, NULL, &response, 1, NULL, &error), failures[_i].expected);
    ck_assert_int_eq(connect_error_is_retryable(error), failures[_i].retryable);
    if (failures[_i].expected != CONNECT_E_MEMORY) {
        ck_assert_int_eq(connect_error_transport_code(error), 56);
        ck_assert_str_eq(connect_error_message(error),
                         "connect.us-west-2.amazonaws.com: connection reset");
        ck_assert_int_eq(connect_error_attempts(error), 1);
    }
    connect_error_free(error);
}
END_TEST

START_TEST(a_final_failure_is_not_tried_again)
{
    connect_error *error;

    stage.site.retry.max_attempts = 3;
    error = failed(&(struct fake_response){ .failure = CONNECT_E_TLS,
                                            .final = true,
                                            .message = "not trusted" },
                   CONNECT_E_TLS);
    ck_assert(!connect_error_is_retryable(error));
    connect_error_free(error);
}
END_TEST

START_TEST(what_had_come_before_it_broke_is_kept)
{
    connect_error *error = failed(&(struct fake_response){ .status = 200,
                                                           .headers = "x-amzn-RequestId: r-6",
                                                           .body = "{\"Id\":",
                                                           .failure = CONNECT_E_TRANSPORT,
                                                           .message = "closed early" },
                                  CONNECT_E_TRANSPORT);

    ck_assert_str_eq(connect_error_request_id(error), "r-6");
    ck_assert_int_eq(connect_error_http_status(error), 200);
    connect_error_free(error);
}
END_TEST

START_TEST(a_transport_that_says_nothing_is_an_error)
{
    connect_error *error = failed(&(struct fake_response){ .status = 0 }, CONNECT_E_DECODE);

    check_has(connect_error_message(error), "no HTTP status");
    connect_error_free(error);
    error = failed(&(struct fake_response){ .failure = CONNECT_E_TRANSPORT }, CONNECT_E_TRANSPORT);
    check_has(connect_error_message(error), "the request failed");
    connect_error_free(error);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("call_error");
    TCase *service = tcase_create("service"), *responses = tcase_create("responses"),
          *way = tcase_create("way"), *cases[] = { service, responses, way };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_loop_test(service, each_modelled_error_is_known_wherever_its_type_stands, 0,
                        sizeof types / sizeof *types);
    tcase_add_test(service, modelled_members_outlive_the_response);
    tcase_add_test(service, an_error_nobody_knows_keeps_all_it_has);
    tcase_add_test(service, what_is_not_json_is_shown_as_it_is);
    tcase_add_test(service, redirect_is_an_error_that_names_its_target);
    tcase_add_test(service, a_success_that_names_the_type_of_an_error_is_that_error);
    tcase_add_loop_test(service, a_success_that_only_looks_like_an_error_is_a_success, 0,
                        sizeof no_errors / sizeof *no_errors);
    tcase_add_test(service, the_error_is_that_of_the_last_attempt);
    tcase_add_loop_test(responses, a_malformed_response_is_an_error_with_its_id_and_beginning, 0,
                        sizeof bodies / sizeof *bodies);
    tcase_add_test(responses, a_write_whose_response_cannot_be_read_may_have_been_performed);
    tcase_add_test(responses, error_in_json_keeps_a_masked_excerpt);
    tcase_add_test(responses, caps_are_named);
    tcase_add_loop_test(way, a_failure_of_the_transport_keeps_code_number_and_words, 0,
                        sizeof failures / sizeof *failures);
    tcase_add_test(way, a_final_failure_is_not_tried_again);
    tcase_add_test(way, what_had_come_before_it_broke_is_kept);
    tcase_add_test(way, a_transport_that_says_nothing_is_an_error);
    return suite;
}
