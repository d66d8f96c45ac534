/* Shape: ten thousand random values there and back, and the same under a decimal comma. */
#include "core/buf.h"
#include "shape/bind.h"
#include "shape/check.h"
#include "shape/clone.h"
#include "shape/decode.h"
#include "shape/encode.h"
#include "support/locale.h"
#include "support/random_value.h"
#include "support/shapes.h"
#include "support/suite.h"

#define ROUNDS 10000

static char *encoded(const struct connect_shape *shape, const void *value, enum encode_what what)
{
    struct buf out = BUF_INIT(1u << 20);

    ck_assert(shape_encode(shape, value, what, NULL, &out));
    return buf_take(&out);
}

/* Encodes, decodes in `mode`, and encodes again: nothing may be lost. */
static void there_and_back(const struct connect_shape *shape, const void *value,
                           enum encode_what what, enum decode_mode mode, struct arena *arena)
{
    char *text = encoded(shape, value, what);
    void *back = arena_alloc(arena, shape->size);
    connect_error *error = NULL;
    connect_status status = shape_decode(shape, text, strlen(text), mode, arena, back, &error);
    char *again;

    ck_assert_msg(status == CONNECT_OK, "%s: %s", connect_error_message(error), text);
    again = encoded(shape, back, what);
    ck_assert_str_eq(text, again);
    mem_free(text);
    mem_free(again);
}

static void one_round(struct dice *dice, const struct connect_shape *shape)
{
    struct arena arena = { .chunks = NULL };
    void *value = random_value(dice, shape, &arena);
    connect_error *error = NULL;
    connect_status status = shape_check(shape, value, CONNECT_CHECK_STRICT, &error);
    char *text = encoded(shape, value, ENCODE_ALL);
    char *copy = encoded(shape, shape_clone(shape, value, &arena), ENCODE_ALL);

    ck_assert_msg(status == CONNECT_OK, "%s: %s", connect_error_message(error), text);
    ck_assert_str_eq(text, copy);
    there_and_back(shape, value, ENCODE_ALL, DECODE_INPUT, &arena);
    there_and_back(shape, value, ENCODE_ALL, DECODE_RESPONSE, &arena);
    there_and_back(shape, value, ENCODE_BODY, DECODE_RESPONSE, &arena);
    mem_free(text);
    mem_free(copy);
    arena_release(&arena);
}

START_TEST(random_values_come_back_equal)
{
    struct dice dice = { 1 };

    for (int i = 0; i < ROUNDS; i++) {
        one_round(&dice, &test_value_shape);
    }
}
END_TEST

/* With members in paths and queries, which a body and a response do not have. */
START_TEST(random_requests_can_be_bound_and_typed)
{
    struct dice dice = { 2 };

    for (int i = 0; i < ROUNDS; i++) {
        struct arena arena = { .chunks = NULL };
        struct bound_request bound = { .has_body = false };
        test_request *request = random_value(&dice, &test_request_shape, &arena);

        ck_assert_int_eq(shape_check(&test_request_shape, request, CONNECT_CHECK_STRICT, NULL),
                         CONNECT_OK);
        there_and_back(&test_request_shape, request, ENCODE_ALL, DECODE_INPUT, &arena);
        ck_assert_int_eq(shape_bind(&test_operation, request, "uuid", &bound, NULL), CONNECT_OK);
        ck_assert_uint_eq(strcspn(buf_text(&bound.path), " \"\\\n\r\t<{?#"), bound.path.size);
        ck_assert_uint_eq(strcspn(buf_text(&bound.query), " \"\\\n\r\t<{?#/"), bound.query.size);
        bound_request_free(&bound);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(a_decimal_comma_changes_nothing)
{
    struct dice dice = { 3 };
    char *text;

    if (!locale_use_decimal_comma()) {
        return;
    }
    for (int i = 0; i < 200; i++) {
        one_round(&dice, &test_value_shape);
    }
    text = encoded(&test_value_shape, &test_value_full, ENCODE_BODY);
    ck_assert_ptr_nonnull(strstr(text, "\"Real\":0.1,\"When\":1700000000.123"));
    mem_free(text);
    locale_restore();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape random");
    TCase *rounds = tcase_create("rounds");

    tcase_set_timeout(rounds, 60);
    tcase_add_test(rounds, random_values_come_back_equal);
    tcase_add_test(rounds, random_requests_can_be_bound_and_typed);
    tcase_add_test(rounds, a_decimal_comma_changes_nothing);
    suite_add_tcase(suite, rounds);
    return suite;
}
