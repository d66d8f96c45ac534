/*
 * Any bytes as a response and as input, for every shape there is.  What was decoded can be printed,
 * decoded again, copied and checked.  Whatever the decoder that built a tree has accepted is
 * accepted with the same result, and what only the present one accepts is a JSON object.  The first
 * line says which shape: "DescribeInstance" for its output, "?DescribeInstance" for its input,
 * "!ThrottlingException" for an error; with any other, the whole is for a shape that has one of
 * each kind.
 */
#include "api/registry.h"
#include "aws/signin.h"
#include "aws/sso.h"
#include "core/buf.h"
#include "core/text.h"
#include "core/utf8.h"
#include "fuzz/fuzz.h"
#include "shape/check.h"
#include "shape/clone.h"
#include "shape/decode.h"
#include "shape/encode.h"
#include "shape/reader.h"
#include "support/shapes.h"
#include "tree_decoder/decode.h"

#include <jansson.h>

extern const struct connect_operation operation_zapi_list_instances;

static const struct {
    const char *name;
    const struct connect_operation *operation;
} others[] = {
    { "zapi", &operation_zapi_list_instances },
    { "sso role", &sso_get_role_credentials },
    { "sso token", &sso_create_token },
    { "signin", &signin_create_token },
};

static bool is_named(const char *name, const char *line, size_t size)
{
    return strlen(name) == size && memcmp(name, line, size) == 0;
}

static const struct connect_operation *operation_named(const char *line, size_t size)
{
    for (size_t i = 0; i < registry_count; i++) {
        if (is_named(registry_operations[i]->name, line, size)) {
            return registry_operations[i];
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (is_named(others[i].name, line, size)) {
            return others[i].operation;
        }
    }
    return NULL;
}

static const struct connect_shape *shape_named(const char *line, size_t size)
{
    const struct service *service = registry_operations[0]->service;
    char sign = size > 0 ? line[0] : '\0';
    bool is_marked = sign == '?' || sign == '!';
    const struct connect_operation *operation = operation_named(line + is_marked, size - is_marked);

    if (sign == '!') {
        for (size_t i = 0; i < service->errors_count; i++) {
            if (is_named(service->errors[i].type, line + 1, size - 1)) {
                return service->errors[i].shape;
            }
        }
    }
    if (operation == NULL || sign == '!') {
        return NULL;
    }
    return sign == '?' ? operation->input : operation->output;
}

static char *shown(const struct connect_shape *shape, const void *value)
{
    struct buf out = BUF_INIT(64u << 20);

    PROMISE(shape_encode(shape, value, ENCODE_ALL, NULL, &out));
    return buf_take(&out);
}

static bool can_be_typed(const struct connect_shape *shape, const void *value);

static bool member_can_be_typed(const struct connect_member *member, const char *at,
                                const char *extra)
{
    connect_opt_time when;
    const void *one, *const *many;
    size_t count;

    switch (member->kind) {
    case CONNECT_KIND_TIME: /* years of more than four digits have no form that everybody reads */
        memcpy(&when, at, sizeof when);
        return !when.is_set || (when.value >= -62135596800000 && when.value <= 253402300799999);
    case CONNECT_KIND_STRUCT:
        memcpy(&one, at, sizeof one);
        return one == NULL || can_be_typed(member->shape, one);
    case CONNECT_KIND_STRUCT_LIST:
        memcpy(&many, at, sizeof many);
        memcpy(&count, extra, sizeof count);
        for (size_t i = 0; i < count; i++) {
            if (!can_be_typed(member->shape, many[i])) {
                return false;
            }
        }
        return true;
    default:
        return true;
    }
}

static bool can_be_typed(const struct connect_shape *shape, const void *value)
{
    const char *base = value;

    for (size_t i = 0; i < shape->count; i++) {
        if (!member_can_be_typed(&shape->members[i], base + shape->members[i].offset,
                                 base + shape->members[i].extra)) {
            return false;
        }
    }
    return true;
}

static void check_back(const struct connect_shape *shape, const void *value)
{
    struct arena arena = { .chunks = NULL };
    void *back = arena_alloc(&arena, shape->size);
    char *text = shown(shape, value), *again;

    PROMISE(shape_decode(shape, text, strlen(text), DECODE_INPUT, &arena, back, NULL) ==
            CONNECT_OK);
    again = shown(shape, back);
    PROMISE(strcmp(text, again) == 0);
    mem_free(again);
    again = shown(shape, shape_clone(shape, value, &arena));
    PROMISE(strcmp(text, again) == 0);
    mem_free(again);
    mem_free(text);
    arena_release(&arena);
}

static void check(const struct connect_shape *shape, const void *value)
{
    static const connect_check_level levels[] = { CONNECT_CHECK_NONE, CONNECT_CHECK_DEFAULT,
                                                  CONNECT_CHECK_STRICT };

    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
        connect_error *error = NULL;
        connect_status status = shape_check(shape, value, levels[i], &error);

        PROMISE(status == connect_error_code(error));
        PROMISE(status == CONNECT_OK ||
                (status == CONNECT_E_ARGUMENT && connect_error_problem_count(error) > 0));
        PROMISE(shape != &test_value_shape || status == CONNECT_OK ||
                levels[i] != CONNECT_CHECK_NONE);
        connect_error_free(error);
    }
}

static bool is_json(const char *text, size_t size)
{
    struct reader in;

    reader_init(&in, text, size);
    return reader_skip(&in) && reader_at_end(&in);
}

/* The old decoder knows nothing of members that come in more than one type. */
static bool is_loose(const struct connect_shape *shape)
{
    for (size_t i = 0; i < shape->count; i++) {
        if (shape->members[i].loose || (connect_member_shape(&shape->members[i]) != NULL &&
                                        is_loose(shape->members[i].shape))) {
            return true;
        }
    }
    return false;
}

/* The present decoder has this status and result; the old one is asked the same. */
static void compare(const struct connect_shape *shape, const char *text, size_t size,
                    enum decode_mode mode, connect_status status, const void *value)
{
    struct arena arena = { .chunks = NULL };
    void *old = arena_alloc(&arena, shape->size);
    connect_error *error = NULL;
    connect_status old_status = old_shape_decode(shape, text, size, mode, &arena, old, &error);
    char *expected, *found;

    if (status != CONNECT_OK) {
        PROMISE(old_status != CONNECT_OK);
    } else if (old_status == CONNECT_OK) {
        expected = shown(shape, old);
        found = shown(shape, value);
        PROMISE(strcmp(expected, found) == 0);
        mem_free(expected);
        mem_free(found);
    } else {
        /* All that it had against the text is in members that are skipped. */
        PROMISE(mode == DECODE_RESPONSE && old_status == CONNECT_E_DECODE);
        PROMISE(shape->count == 0 || is_json(text, size));
        PROMISE(!text_starts(connect_error_message(error), "unexpected form"));
    }
    connect_error_free(error);
    arena_release(&arena);
}

/* With unknown members kept, the same bodies are accepted, and what is printed is JSON. */
static void keep(const struct connect_shape *shape, const char *text, size_t size,
                 connect_status expected)
{
    struct arena arena = { .chunks = NULL };
    void *value = arena_alloc(&arena, shape_room(shape, DECODE_KEEP));
    struct buf out = BUF_INIT(64u << 20);

    PROMISE(shape_decode(shape, text, size, DECODE_KEEP, &arena, value, NULL) == expected);
    if (expected == CONNECT_OK) {
        json_error_t problem;
        json_t *tree;

        PROMISE(shape_encode(shape, value, ENCODE_KEPT, NULL, &out));
        tree = json_loadb(buf_text(&out), out.size, 0, &problem);
        PROMISE(tree != NULL || json_error_code(&problem) == json_error_numeric_overflow);
        json_decref(tree);
    }
    buf_free(&out);
    arena_release(&arena);
}

static void decode(const struct connect_shape *shape, const char *text, size_t size,
                   enum decode_mode mode)
{
    struct arena arena = { .chunks = NULL };
    void *value = arena_alloc(&arena, shape->size);
    connect_error *error = NULL;
    connect_status status = shape_decode(shape, text, size, mode, &arena, value, &error);
    const char *message = connect_error_message(error);

    PROMISE(status == connect_error_code(error));
    PROMISE(text_find_control(message, strlen(message)) < 0 &&
            text_utf8_valid(message, strlen(message), NULL));
    if (!is_loose(shape)) {
        compare(shape, text, size, mode, status, value);
    }
    if (mode == DECODE_RESPONSE) {
        keep(shape, text, size, status);
    }
    if (status == CONNECT_OK && can_be_typed(shape, value)) {
        check_back(shape, value);
    }
    if (status == CONNECT_OK) {
        check(shape, value);
    } else {
        PROMISE(status == (mode == DECODE_INPUT ? CONNECT_E_ARGUMENT : CONNECT_E_DECODE));
    }
    connect_error_free(error);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *text = (const char *)bytes;
    const char *end = size > 0 ? memchr(text, '\n', size < 64 ? size : 64) : NULL;
    const struct connect_shape *shape =
        end != NULL ? shape_named(text, (size_t)(end - text)) : NULL;

    if (shape == NULL) {
        shape = &test_value_shape;
    } else {
        size -= (size_t)(end + 1 - text);
        text = end + 1;
    }
    decode(shape, text, size, DECODE_RESPONSE);
    decode(shape, text, size, DECODE_INPUT);
    return 0;
}
