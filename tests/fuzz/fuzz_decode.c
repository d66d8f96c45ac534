/* Any bytes as an answer and as input. What was understood can be shown, typed in again, copied and checked. */
#include "fuzz/fuzz.h"
#include "support/shapes.h"

static char *shown(const test_value *value)
{
    struct buf out = BUF_INIT(64u << 20);

    PROMISE(shape_encode(&test_value_shape, value, ENCODE_ALL, NULL, &out));
    return buf_take(&out);
}

/* Years of more than four digits have no form that everybody reads. */
static bool can_be_typed(const test_value *value)
{
    return !value->when.is_set ||
           (value->when.value >= -62135596800000 && value->when.value <= 253402300799999);
}

static void check_back(const test_value *value)
{
    struct arena arena = { .chunks = NULL };
    test_value back = { 0 };
    char *text = shown(value);
    char *again;

    PROMISE(shape_decode(&test_value_shape, text, strlen(text), DECODE_INPUT, &arena, &back, NULL) == CONNECT_OK);
    again = shown(&back);
    PROMISE(strcmp(text, again) == 0);
    mem_free(again);
    again = shown(shape_clone(&test_value_shape, value, &arena));
    PROMISE(strcmp(text, again) == 0);
    mem_free(again);
    mem_free(text);
    arena_release(&arena);
}

static void check(const test_value *value)
{
    connect_error *error = NULL;
    connect_status status = shape_check(&test_value_shape, value, CONNECT_CHECK_STRICT, &error);

    PROMISE(status == connect_error_code(error));
    PROMISE(status == CONNECT_OK || connect_error_problem_count(error) > 0);
    connect_error_free(error);
    PROMISE(shape_check(&test_value_shape, value, CONNECT_CHECK_NONE, NULL) == CONNECT_OK);
}

static void decode(const char *text, size_t size, enum decode_mode mode)
{
    struct arena arena = { .chunks = NULL };
    test_value value = { 0 };
    connect_error *error = NULL;
    connect_status status = shape_decode(&test_value_shape, text, size, mode, &arena, &value, &error);

    PROMISE(status == connect_error_code(error));
    if (status == CONNECT_OK && can_be_typed(&value))
        check_back(&value);
    if (status == CONNECT_OK)
        check(&value);
    else
        PROMISE(status == (mode == DECODE_INPUT ? CONNECT_E_ARGUMENT : CONNECT_E_DECODE));
    connect_error_free(error);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    decode((const char *)bytes, size, DECODE_RESPONSE);
    decode((const char *)bytes, size, DECODE_INPUT);
    return 0;
}
