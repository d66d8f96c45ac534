/* Any bytes as a response of the query protocol, in XML, and as an error of it. */
#include "core/buf.h"
#include "fuzz/fuzz.h"
#include "shape/encode.h"
#include "shape/fault.h"
#include "shape/query.h"
#include "support/shapes.h"

static const struct connect_operation operation = { .name = "Test", .output = &test_value_shape };

static void check_text(const char *text)
{
    PROMISE(text == NULL || strlen(text) <= 64 * 1024);
}

static void decode(const char *text, size_t size)
{
    struct arena arena = { .chunks = NULL };
    struct buf shown = BUF_INIT(1u << 20);
    test_value value = { 0 };
    connect_error *error = NULL;
    connect_status status = query_decode(&operation, text, size, &arena, &value, &error);

    PROMISE(status == connect_error_code(error));
    PROMISE(status == CONNECT_OK || status == CONNECT_E_DECODE);
    if (status == CONNECT_OK) {
        check_text(value.text);
        PROMISE(shape_encode(&test_value_shape, &value, ENCODE_ALL, NULL, &shown));
    }
    buf_free(&shown);
    connect_error_free(error);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena arena = { .chunks = NULL };
    struct fault fault = { .type = NULL };

    decode((const char *)bytes, size);
    PROMISE(query_fault_decode((const char *)bytes, size, &arena, &fault));
    check_text(fault.type);
    check_text(fault.message);
    arena_release(&arena);
    return 0;
}
