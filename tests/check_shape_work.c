/*
 * Shape: decoding is linear in the size of a body, whatever its shape, and matching a pattern
 * follows each offset of a string once.
 *
 * The work of families of adversarial bodies is counted, not timed (see support/work.h), and
 * compared with that of an ordinary body of the same size and of the same body at half the size.
 */
#include "core/error.h"
#include "shape/decode.h"
#include "shape/fault.h"
#include "shape/pattern.h"
#include "support/shapes.h"
#include "support/suite.h"
#include "support/work.h"

#include <stdio.h>
#include <stdlib.h>

#define MIB ((size_t)1 << 20)

/* Bodies double in size from first to last.  The long form, with CONNECT_ROUNDS, goes on. */
#define SIZE_FIRST (MIB / 16)
#define SIZE_LAST (MIB / 2)
#define SIZE_LAST_OF_LONG_FORM (8 * MIB)

/* How much dearer than an ordinary body of its size a body may be. */
#define FACTOR_MAX 20
/* How much dearer than one of half its size: more than 2, because tables grow in steps. */
#define DOUBLING_MAX 2.5

/*
 * A body is `begin`, `unit` as often as it takes, `middle`, `last` as often as it takes, and `end`.
 * Half the size goes to each of the two when both are given.  A '#' in them is replaced by a number
 * that counts up, of eight digits.
 */
struct family {
    const char *name, *begin, *unit, *middle, *last, *end;
    connect_status status; /* of bodies of `status_from` bytes and more */
    size_t status_from;
};

#define A10 "aaaaaaaaaa"
#define A100 A10 A10 A10 A10 A10 A10 A10 A10 A10 A10
#define A1000 A100 A100 A100 A100 A100 A100 A100 A100 A100 A100
#define TEXT32 "\"0123456789012345678901234567890\""

static const struct family plain = {
    .name = "an ordinary list",
    .begin = "{\"Leaves\":[{}",
    .unit = ",{\"Name\":\"an ordinary name that is long enough for a list of 8 MiB\",\"Rank\":5}",
    .end = "]}",
};

static const struct family families[] = {
    { .name = "one huge string with an escape, then small strings, unknown",
      .begin = "{\"a\":\"\\n",
      .unit = "x",
      .middle = "\",\"b\":[\"\"",
      .last = ",\"\"",
      .end = "]}" },
    { .name = "one huge string with an escape, then small strings, read",
      .begin = "{\"Text\":\"\\n",
      .unit = "x",
      .middle = "\",\"Texts\":[" TEXT32,
      .last = "," TEXT32,
      .end = "]}" },
    { .name = "one huge string with an escape, then small strings with escapes, read",
      .begin = "{\"Text\":\"\\n",
      .unit = "x",
      .middle = "\",\"Texts\":[\"\"",
      .last = ",\"\\n01234567890123456789\"",
      .end = "]}" },
    { .name = "many arrays as deep as can be read",
      .begin = "{\"a\":[0",
      .unit = ",[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      .end = "]}" },
    { .name = "nesting without end", .begin = "{\"a\":", .unit = "[", .status = CONNECT_E_DECODE },
    { .name = "objects in objects without end",
      .begin = "{\"a\":",
      .unit = "{\"a\":",
      .status = CONNECT_E_DECODE },
    { .name = "many entries of a map",
      .begin = "{\"Tags\":{\"\":\"\"",
      .unit = ",\"key #\":\"an ordinary value\"",
      .end = "}}" },
    { .name = "many unknown members",
      .begin = "{\"a\":1",
      .unit = ",\"member #\":\"an ordinary value\"",
      .end = "}" },
    { .name = "many short unknown members", .begin = "{\"a\":1", .unit = ",\"#\":1", .end = "}" },
    { .name = "many unknown members in each object of a list",
      .begin = "{\"Leaves\":[{}",
      .unit = ",{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1,\"j\":1,"
              "\"k\":1,\"l\":1,\"m\":1,\"n\":1,\"o\":1,\"p\":1,\"q\":1,\"r\":1,\"s\":1,\"t\":1}",
      .end = "]}" },
    { .name = "long keys of a map with a common prefix",
      .begin = "{\"Tags\":{\"\":\"\"",
      .unit = ",\"" A1000 "#\":\"\"",
      .end = "}}" },
    { .name = "long unknown keys with a common prefix",
      .begin = "{\"a\":1",
      .unit = ",\"" A1000 "#\":1",
      .end = "}" },
    { .name = "long unknown keys with escapes",
      .begin = "{\"a\":1",
      .unit = ",\"\\n" A1000 "#\":1",
      .end = "}" },
    { .name = "escapes only, read", .begin = "{\"Text\":\"", .unit = "\\n", .end = "\"}" },
    { .name = "escapes only, unknown", .begin = "{\"a\":\"", .unit = "\\n", .end = "\"}" },
    { .name = "surrogate pairs only, read",
      .begin = "{\"Text\":\"",
      .unit = "\\ud83d\\ude00",
      .end = "\"}" },
    { .name = "UTF-8 only, read",
      .begin = "{\"Text\":\"",
      .unit = "\xf0\x9f\x98\xb9",
      .end = "\"}" },
    { .name = "numbers only, unknown", .begin = "{\"a\":[0", .unit = ",1.5e3", .end = "]}" },
    { .name = "one number, unknown", .begin = "{\"a\":0.", .unit = "1", .end = "}" },
    { .name = "one number, an integer",
      .begin = "{\"Wide\":1",
      .unit = "0",
      .end = "}",
      .status = CONNECT_E_DECODE },
    { .name = "one number, an integer with a fraction",
      .begin = "{\"Wide\":1.",
      .unit = "0",
      .end = "}" },
    { .name = "one number, a time", .begin = "{\"When\":1.", .unit = "1", .end = "}" },
    { .name = "one number as a string",
      .begin = "{\"Wide\":\"1",
      .unit = "0",
      .end = "\"}",
      .status = CONNECT_E_DECODE },
    { .name = "duplicate keys inside an unknown member",
      .begin = "{\"a\":{\"a\":1",
      .unit = ",\"a\":1",
      .end = "}}" },
    { .name = "duplicate unknown keys",
      .begin = "{\"a\":1",
      .unit = ",\"a\":1",
      .end = "}",
      .status = CONNECT_E_DECODE },
    { .name = "nulls in a list", .begin = "{\"Texts\":[null", .unit = ",null", .end = "]}" },
    { .name = "whitespace", .begin = "{", .unit = " ", .end = "}" },
    { .name = "whitespace between members",
      .begin = "{\"a\" \t:1",
      .unit = "\n,\r\"#\"         :     1\n",
      .end = "}" },
    { .name = "a string that does not end",
      .begin = "{\"Text\":\"",
      .unit = "x",
      .status = CONNECT_E_DECODE },
    { .name = "commas", .begin = "{\"a\":[", .unit = ",", .status = CONNECT_E_DECODE },
    { .name = "empty objects in a list",
      .begin = "{\"Leaves\":[{}",
      .unit = ",{}",
      .end = "]}",
      .status = CONNECT_E_DECODE,
      .status_from = MIB },
};

static void add(char *out, size_t *used, size_t until, const char *unit, unsigned *number)
{
    size_t size = unit != NULL ? strlen(unit) : 0;

    while (size > 0 && *used < until) {
        for (size_t i = 0; i < size; i++) {
            if (unit[i] != '#') {
                out[(*used)++] = unit[i];
                continue;
            }
            *used += (size_t)sprintf(out + *used, "%08u", (*number)++);
        }
    }
}

static void add_once(char *out, size_t *used, const char *text, unsigned *number)
{
    add(out, used, *used + 1, text, number);
}

static char *body_of(const struct family *family, size_t size, size_t *body_size)
{
    char *out = malloc(size + 16384);
    unsigned number = 10000000;

    *body_size = 0;
    add_once(out, body_size, family->begin, &number);
    add(out, body_size, family->last != NULL ? size / 2 : size, family->unit, &number);
    add_once(out, body_size, family->middle, &number);
    add(out, body_size, size, family->last, &number);
    add_once(out, body_size, family->end, &number);
    return out;
}

/* What is decoded, and how much work that was. */
typedef uint64_t decode_fn(const struct family *family, const char *body, size_t size);

static uint64_t decode_in(const struct family *family, const char *body, size_t size,
                          enum decode_mode mode)
{
    struct arena arena = { .secret = true };
    test_value *value = arena_alloc(&arena, shape_room(&test_value_shape, mode));
    connect_error *error = NULL;
    uint64_t before = work_count();
    connect_status status =
        shape_decode(&test_value_shape, body, size, mode, &arena, value, &error);

    connect_status expected = size >= family->status_from ? family->status : CONNECT_OK;
    ck_assert_msg(mode == DECODE_INPUT || status == expected, "%s: %s", family->name,
                  connect_error_message(error));
    connect_error_free(error);
    arena_release(&arena);
    return work_count() - before;
}

static uint64_t decode_response(const struct family *family, const char *body, size_t size)
{
    return decode_in(family, body, size, DECODE_RESPONSE);
}

static uint64_t decode_and_keep(const struct family *family, const char *body, size_t size)
{
    return decode_in(family, body, size, DECODE_KEEP);
}

static uint64_t decode_input(const struct family *family, const char *body, size_t size)
{
    return decode_in(family, body, size, DECODE_INPUT);
}

static const struct service_error errors[] = { { "TestException", &test_value_shape, 400 } };
static const struct service service = { .id = "Test", .errors = errors, .errors_count = 1 };

static uint64_t decode_fault(const struct family *family, const char *body, size_t size)
{
    struct arena arena = { 0 };
    struct fault fault;
    uint64_t before = work_count();

    (void)family;
    ck_assert(fault_decode(&service, "TestException", body, size, &arena, &fault));
    ck_assert(!fault_detect(NULL, body, size));
    arena_release(&arena);
    return work_count() - before;
}

static decode_fn *const decoders[] = { decode_response, decode_and_keep, decode_input,
                                       decode_fault };

static uint64_t work_of(const struct family *family, size_t size, decode_fn *decode)
{
    size_t body_size;
    char *body = body_of(family, size, &body_size);
    uint64_t work = decode(family, body, body_size);

    free(body);
    return work;
}

static void check_family(const struct family *family, decode_fn *decode)
{
    size_t last = getenv("CONNECT_ROUNDS") != NULL ? SIZE_LAST_OF_LONG_FORM : SIZE_LAST;
    uint64_t before = 0;

    for (size_t size = SIZE_FIRST; size <= last; size *= 2) {
        uint64_t work = work_of(family, size, decode);
        uint64_t ordinary = work_of(&plain, size, decode);

        if (getenv("CONNECT_SHOW_WORK") != NULL) {
            printf("%7.3f a byte, %5.2f of an ordinary body: %zu KiB: %s\n",
                   (double)work / (double)size, (double)work / (double)ordinary, size / 1024,
                   family->name);
        }
        ck_assert_msg(work <= FACTOR_MAX * ordinary, "%s, %zu KiB: %llu instead of %llu",
                      family->name, size / 1024, (unsigned long long)work,
                      (unsigned long long)ordinary);
        ck_assert_msg(before == 0 || (double)work <= DOUBLING_MAX * (double)before,
                      "%s, %zu KiB: %llu after %llu at half the size", family->name, size / 1024,
                      (unsigned long long)work, (unsigned long long)before);
        before = work;
    }
}

START_TEST(decoding_is_linear_whatever_the_shape_of_a_body)
{
    for (size_t i = 0; i < sizeof decoders / sizeof decoders[0]; i++) {
        check_family(&families[_i], decoders[i]);
    }
}
END_TEST

/* ---- patterns ---- */

#define PATTERN_SIZE 4096
/* A byte costs a look at sets of offsets, of 64 words each: at most 1700 with these texts. */
#define BYTE_WORK_MAX 10000

#define PATTERN_ONE(name, expression, meaning) +1
enum { PATTERNS_COUNT = 0 ALL_PATTERNS(PATTERN_ONE) };

START_TEST(matching_follows_each_offset_once)
{
    static const char *const units[] = { "a",  "-",  "a-", "-a", "1",       ".",
                                         "a.", "a@", " ",  "a ", "\xc3\xa4" };
    static char text[PATTERN_SIZE + 2];

    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        size_t size = 0;

        for (; size + strlen(units[i]) <= PATTERN_SIZE; size += strlen(units[i])) {
            memcpy(text + size, units[i], strlen(units[i]));
        }
        for (int pattern = 1; pattern <= PATTERNS_COUNT; pattern++) {
            uint64_t before = work_count();

            (void)pattern_matches((enum shape_pattern)pattern, text, size);

            uint64_t work = work_count() - before;

            if (getenv("CONNECT_SHOW_WORK") != NULL) {
                printf("%7llu a byte: \"%s...\", %s\n", (unsigned long long)(work / size), units[i],
                       pattern_text((enum shape_pattern)pattern));
            }
            ck_assert_msg(work <= BYTE_WORK_MAX * size, "\"%s...\", %s: %llu", units[i],
                          pattern_text((enum shape_pattern)pattern), (unsigned long long)work);
        }
    }
}
END_TEST

/* A counter that counts nothing would let everything pass. */
START_TEST(work_is_counted)
{
    uint64_t work = work_of(&plain, MIB, decode_response);

    ck_assert_uint_gt(work, MIB / 16);
    ck_assert_uint_lt(work, 20 * MIB);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape work");
    TCase *work = tcase_create("work");

    tcase_set_timeout(work, 120);
    tcase_add_test(work, work_is_counted);
    tcase_add_test(work, matching_follows_each_offset_once);
    tcase_add_loop_test(work, decoding_is_linear_whatever_the_shape_of_a_body, 0,
                        (int)(sizeof families / sizeof families[0]));
    suite_add_tcase(suite, work);
    return suite;
}
