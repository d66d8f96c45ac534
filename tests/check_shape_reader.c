/* Shape: the reader of JSON text, and the set of names of an object. */
#include "core/buf.h"
#include "shape/names.h"
#include "shape/reader.h"
#include "support/colliding.h"
#include "support/guarded.h"
#include "support/memory.h"
#include "support/suite.h"

#include <jansson.h>

#include <endian.h>
#include <stdio.h>
#include <string.h>

static struct arena arena;

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

/* Whether the text is one value; what is wrong with it otherwise. */
static const char *skip_all(const char *text, size_t size)
{
    struct reader in;
    struct guarded guarded;
    const char *copy = guarded_copy(&guarded, text, size);

    reader_init(&in, copy, size);
    bool is_skipped = reader_skip(&in);
    ck_assert(is_skipped == (in.problem == NULL));
    ck_assert((is_skipped && reader_at_end(&in)) == (in.problem == NULL));
    ck_assert(in.problem != NULL || in.at == in.end);
    guarded_free(&guarded);
    return in.problem;
}

/* ---- grammar ---- */

static const char *const valid[] = {
    "0",
    "-0",
    "1",
    "-1",
    "10",
    "1.5",
    "-0.5",
    "1e3",
    "1E3",
    "1e+3",
    "1e-3",
    "1.5e300",
    "0e1",
    "123456789012345678901234567890",
    "1e999999",
    "true",
    "false",
    "null",
    "\"\"",
    "\" \"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
    "\"\\u00e4\\uD83D\\uDE00\"",
    "\"\x7f\"",
    "\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\xb9\"",
    "[]",
    "[[]]",
    "[1]",
    "[1,2]",
    "[[1],{}]",
    "{}",
    "{\"\":0}",
    "{\"a\":1,\"b\":[{}]}",
    " [ 1 , \"a\" ] ",
    "\t\r\n {\t\"a\"\r:\n1 } \n",
    "[null,true,false]",
    "{\"a\":{\"a\":{\"a\":[]}}}",
    "\"0123456\"",
    "\"01234567\"",
    "\"012345678\"",
    "\"0123456\\n0123456789abcdef\"",
};

/* Invalid in every reader; jansson is asked as well. */
static const char *const invalid[] = {
    "",
    " ",
    "-",
    "+1",
    "01",
    "-01",
    "1.",
    ".5",
    "1.e1",
    "1e",
    "1e+",
    "1ee1",
    "0x10",
    "1 2",
    "1,",
    "NaN",
    "Infinity",
    "-Infinity",
    "nul",
    "nulll",
    "True",
    "tru",
    "\"",
    "\"a",
    "'a'",
    "\"\\\"",
    "\"\\",
    "\"\\a\"",
    "\"\\u\"",
    "\"\\u12\"",
    "\"\\u123\"",
    "\"\\u123g\"",
    "\"\\U0041\"",
    "\"\\u 041\"",
    "\"\\x41\"",
    "\"\n\"",
    "\"\t\"",
    "\"\x01\"",
    "\"0123456\x1f\"",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[,]",
    "[1 2]",
    "[1}",
    "{",
    "}",
    "{]",
    "{a:1}",
    "{'a':1}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1",
    "{\"a\":1,",
    "{\"a\":1,}",
    "{,\"a\":1}",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "{1:2}",
    "{null:1}",
    "{\"a\":1}}",
    "[]]",
    "[][]",
    "{}x",
    "[1]//",
    "/**/1",
    "\xef\xbb\xbf[]",
    "\xff",
    "[\xc3\xa4]",
    "[1\f]",
    "\v1",
    "[\"a\",\n4\n,1,",
    "<html>",
    "{\"a\":[}",
    "{\"a\":{]}",
    "\\u0041",
    "\"\\ud83d\\",
    "[true,fals]",
    "--1",
    "1-",
    "1e1.5",
    "- 1",
};

/* Never read: the reader refuses at once. */
START_TEST(a_text_of_more_than_2_gib_is_refused)
{
    static const char text[] = "{}";
    struct reader in;

    if (sizeof(size_t) < 8) {
        puts("SKIP: texts of 2 GiB: addresses end before");
        return;
    }
    reader_init(&in, text, READER_SIZE_MAX);
    ck_assert_ptr_null(in.problem);
    reader_init(&in, text, (size_t)READER_SIZE_MAX + 1);
    ck_assert_str_eq(in.problem, "larger than 2 GiB");
}
END_TEST

START_TEST(the_grammar_is_that_of_the_rfc)
{
    for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++) {
        const char *problem = skip_all(valid[i], strlen(valid[i]));

        ck_assert_msg(problem == NULL, "%s: %s", valid[i], problem);
    }
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        json_t *tree = json_loads(invalid[i], JSON_DECODE_ANY, NULL);

        ck_assert_msg(skip_all(invalid[i], strlen(invalid[i])) != NULL, "%s", invalid[i]);
        ck_assert_msg(tree == NULL, "%s", invalid[i]);
    }
    ck_assert_ptr_nonnull(skip_all("\"a\0b\"", 5));
    ck_assert_ptr_nonnull(skip_all("[1]\0", 4));
    ck_assert_ptr_nonnull(skip_all("[1\0]", 4));
}
END_TEST

START_TEST(every_text_that_is_cut_off_ends_early)
{
    static const char whole[] =
        "{\"a\":[1.5e3,true,null,\"x\\u00e4\\n\"],\"b\":{\"c\":\"0123456789abcdef\"}}";

    ck_assert_ptr_null(skip_all(whole, strlen(whole)));
    for (size_t size = 0; size < strlen(whole); size++) {
        ck_assert_ptr_nonnull(skip_all(whole, size));
    }
}
END_TEST

START_TEST(what_is_skipped_may_contain_anything_that_a_string_can)
{
    static const char *const odd[] = {
        "\"\\ud800\"",      "\"\\udc00\"",   "\"\\ud800\\ud800\"", "\"\\ud800x\"",
        "\"\\ud800\\n\"",   "\"a\\u0000b\"", "\"\xff\"",           "\"\xc3\"",
        "\"\xed\xa0\x80\"", "\"\xc0\x80\"",  "{\"a\":1,\"a\":2}",  "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"\\ud800\":1}",
    };

    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        const char *problem = skip_all(odd[i], strlen(odd[i]));

        ck_assert_msg(problem == NULL, "%s: %s", odd[i], problem);
    }
}
END_TEST

static const char *skip_nested(size_t depth, char open, const char *inner, char close)
{
    struct buf text = BUF_INIT(1u << 20);
    const char *problem;

    for (size_t i = 0; i < depth; i++) {
        buf_add_text(&text, open == '{' ? "{\"a\":" : "[");
    }
    buf_add_text(&text, inner);
    for (size_t i = 0; i < depth; i++) {
        buf_add_char(&text, close);
    }
    problem = skip_all(buf_text(&text), text.size);
    buf_free(&text);
    return problem;
}

START_TEST(depth_has_a_limit_also_where_nothing_is_read)
{
    ck_assert_ptr_null(skip_nested(70, '[', "", ']'));
    ck_assert_ptr_null(skip_nested(READER_SKIP_DEPTH_MAX, '[', "", ']'));
    ck_assert_ptr_null(skip_nested(READER_SKIP_DEPTH_MAX, '{', "1", '}'));
    ck_assert_str_eq(skip_nested(READER_SKIP_DEPTH_MAX + 1, '[', "", ']'), "nested too deep");
    ck_assert_str_eq(skip_nested(READER_SKIP_DEPTH_MAX + 1, '{', "1", '}'), "nested too deep");
    ck_assert_ptr_nonnull(skip_nested(500, '{', "1", ']'));
    ck_assert_ptr_nonnull(skip_nested(500, '[', "1", '}'));
}
END_TEST

START_TEST(what_is_read_is_at_most_64_deep)
{
    struct reader in;
    char text[READER_DEPTH_MAX + 2];

    memset(text, '[', sizeof text);
    reader_init(&in, text, sizeof text);
    for (int i = 0; i < READER_DEPTH_MAX; i++) {
        ck_assert(reader_next(&in) == '[' && reader_enter(&in) && reader_element(&in));
    }
    ck_assert(!reader_enter(&in));
    ck_assert_str_eq(in.problem, "nested too deep");
}
END_TEST

/* ---- values ---- */

static struct json_string read_string(const char *text)
{
    struct reader in;
    struct json_string string;

    reader_init(&in, text, strlen(text));
    ck_assert_int_eq(reader_next(&in), '"');
    ck_assert_msg(reader_string(&in, &string) && reader_at_end(&in), "%s: %s", text, in.problem);
    return string;
}

START_TEST(strings_are_spans_until_they_have_escapes)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "\"\"", "" },
        { "\"plain\"", "plain" },
        { "\"0123456789abcdef0123456789abcdef\"", "0123456789abcdef0123456789abcdef" },
        { "\"\xc3\xa4 \xf0\x9f\x98\xb9\"", "\xc3\xa4 \xf0\x9f\x98\xb9" },
        { "\"a\\\"\\\\\\/\\b\\f\\n\\r\\tz\"", "a\"\\/\b\f\n\r\tz" },
        { "\"\\u0041\\u00e4\\u20AC\\ud83d\\ude39\"", "A\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\xb9" },
        { "\"\\ud800\\udc00\\udbff\\udfff\"", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf" },
        { "\"\\ud7ff\\ue000\"", "\xed\x9f\xbf\xee\x80\x80" },
        { "\"0123456\\u00410123456789\\n\"", "0123456A0123456789\n" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_string string = read_string(cases[i].text);
        const char *copy = json_string_copy(&string, &arena);

        ck_assert_ptr_null(string.oddity);
        ck_assert(string.has_escapes == (strchr(cases[i].text, '\\') != NULL));
        ck_assert_str_eq(copy, cases[i].expected);
        ck_assert(json_string_resolve(&string, &arena));
        ck_assert_uint_eq(string.size, strlen(cases[i].expected));
        ck_assert_mem_eq(string.text, cases[i].expected, string.size);
    }
}
END_TEST

/* Each position of the eight bytes that are looked at together, and each byte there. */
START_TEST(every_byte_is_seen_at_every_place)
{
    for (int place = 0; place < 20; place++) {
        for (int byte = 0; byte < 256; byte++) {
            char text[32] = "\"";
            bool expected = byte >= 0x20 && byte != '"' && byte != '\\';
            struct json_string string;
            struct reader in;

            memset(text + 1, 'x', 20);
            text[1 + place] = (char)byte;
            text[21] = '"';
            reader_init(&in, text, 22);
            ck_assert((reader_string(&in, &string) && in.at == in.end) == expected);
            ck_assert(!expected || (string.oddity != NULL) == (byte >= 0x80));
            ck_assert(!expected || string.size == 20);
        }
    }
}
END_TEST

START_TEST(what_no_string_of_the_library_can_hold_is_named)
{
    static const struct {
        const char *text, *oddity;
    } cases[] = {
        { "\"\\ud83d\"", "contains half of a surrogate pair" },
        { "\"\\ude39\\ud83d\"", "contains half of a surrogate pair" },
        { "\"\\ud83dx\\ude39\"", "contains half of a surrogate pair" },
        { "\"\\ud83d\\u0041\"", "contains half of a surrogate pair" },
        { "\"a\\u0000\\ud83d\"", "contains a NUL character" },
        { "\"\xff\"", "contains invalid UTF-8" },
        { "\"x\xc3\"", "contains invalid UTF-8" },
        { "\"\xed\xa0\xbd\xed\xb8\xb9\"", "contains invalid UTF-8" },
        { "\"\xf4\x90\x80\x80\"", "contains invalid UTF-8" },
        { "\"\xe0\x80\x80\"", "contains invalid UTF-8" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_string string = read_string(cases[i].text);

        ck_assert_pstr_eq(string.oddity, cases[i].oddity);
    }
}
END_TEST

START_TEST(numbers_are_integers_when_they_fit)
{
    static const struct {
        const char *text;
        bool is_integer;
        int64_t integer;
    } cases[] = {
        { "0", true, 0 },
        { "-0", true, 0 },
        { "-17", true, -17 },
        { "999999999999999999", true, 999999999999999999 },
        { "-999999999999999999", true, -999999999999999999 },
        { "9223372036854775807", true, INT64_MAX },
        { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 },
        { "-9223372036854775809", false, 0 },
        { "1.0", false, 0 },
        { "1e1", false, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_number number;
        struct reader in;

        reader_init(&in, cases[i].text, strlen(cases[i].text));
        ck_assert(reader_number(&in, &number) && reader_at_end(&in));
        ck_assert_uint_eq(number.size, strlen(cases[i].text));
        ck_assert(number.is_integer == cases[i].is_integer);
        ck_assert(!number.is_integer || number.integer == cases[i].integer);
    }
}
END_TEST

/* ---- objects and lists ---- */

START_TEST(members_and_elements_are_walked)
{
    static const char text[] = " { \"a\" : [ 1 , 2 ] , \"b\" : { } ,\"c\":3}";
    struct json_string key;
    struct json_number number;
    struct reader in;
    int64_t sum = 0;

    reader_init(&in, text, strlen(text));
    ck_assert_int_eq(reader_next(&in), '{');
    ck_assert(reader_enter(&in) && reader_member(&in, &key) && key.text[0] == 'a');
    ck_assert_int_eq(reader_next(&in), '[');
    ck_assert(reader_enter(&in));
    while (reader_element(&in)) {
        (void)reader_next(&in);
        ck_assert(reader_number(&in, &number));
        sum += number.integer;
    }
    ck_assert_int_eq(sum, 3);
    ck_assert(
        !reader_expected_member(&in, "b", 1)); /* there is whitespace: the other one reads it */
    ck_assert(reader_member(&in, &key) && key.text[0] == 'b');
    ck_assert(reader_next(&in) == '{' && reader_enter(&in) && !reader_member(&in, &key));
    ck_assert(!reader_expected_member(&in, "d", 1) && !reader_expected_member(&in, "cc", 2));
    ck_assert(reader_next(&in) == ',' && reader_expected_member(&in, "c", 1));
    ck_assert(reader_next(&in) == '3' && reader_skip(&in));
    ck_assert(!reader_member(&in, &key) && reader_at_end(&in));
    ck_assert_uint_eq(in.depth, 0);
}
END_TEST

START_TEST(a_problem_stays_and_has_a_place)
{
    static const char text[] = "{\"a\":1,\n\n \"b\":x}";
    struct json_string key;
    size_t line, column;
    struct reader in;

    reader_init(&in, text, strlen(text));
    ck_assert(reader_enter(&in) && reader_member(&in, &key) && reader_skip(&in));
    ck_assert(reader_member(&in, &key) && !reader_skip(&in));
    ck_assert_str_eq(in.problem, "expected a value");
    reader_place(&in, &line, &column);
    ck_assert_uint_eq(line, 3);
    ck_assert_uint_eq(column, 6);
    ck_assert(!reader_member(&in, &key) && !reader_element(&in) && !reader_enter(&in));
    ck_assert(!reader_skip(&in) && !reader_word(&in, "x") && !reader_at_end(&in));
    ck_assert(!reader_expected_member(&in, "", 0));
    ck_assert_str_eq(in.problem, "expected a value");
}
END_TEST

/* What is behind the key would be read otherwise. */
START_TEST(a_key_that_cannot_be_read_is_no_member)
{
    static const struct {
        const char *text, *problem;
    } cases[] = {
        { "{1:2}", "expected a key in quotes" },
        { "{\"a", "the text ends too early" },
        { "{\"a\n\":1}", "a control character in a string" },
        { "{\"a\\q\":1}", "an escape sequence that does not exist" },
        { "{\"a\",1}", "expected \":\"" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json_string key;
        struct reader in;

        reader_init(&in, cases[i].text, strlen(cases[i].text));
        ck_assert(reader_enter(&in) && !reader_member(&in, &key));
        ck_assert_pstr_eq(in.problem, cases[i].problem);
        ck_assert_str_eq(skip_all(cases[i].text, strlen(cases[i].text)), cases[i].problem);
    }
}
END_TEST

/* A decoder that refuses a value goes on until the end of its loop. */
START_TEST(nothing_is_read_after_a_problem)
{
    static const char *const texts[] = {
        "1", "\"a\"", "null", "{\"a\":1}", "[1]", ",\"a\":1", ",1"
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct json_string string;
        struct json_number number;
        struct reader in;

        reader_init(&in, texts[i], strlen(texts[i]));
        ck_assert(!reader_fail(&in, "out of range"));
        ck_assert(!reader_number(&in, &number) && !reader_word(&in, "null"));
        ck_assert(!reader_string(&in, &string) && !reader_skip_string(&in, &string));
        ck_assert(!reader_enter(&in) && !reader_member(&in, &string) && !reader_element(&in));
        ck_assert(!reader_expected_member(&in, "a", 1) && !reader_skip(&in));
        ck_assert_ptr_eq(in.at, in.begin);
        ck_assert_str_eq(in.problem, "out of range");
    }
}
END_TEST

START_TEST(cleaned_json_can_be_read_by_strict_readers)
{
    static const struct {
        const char *text, *expected;
    } cases[] = {
        { "\"a\":[1.50, \"\\n\\ud83d\\ude39\"]", "\"a\":[1.50, \"\\n\\ud83d\\ude39\"]" },
        { "\"\\ud83d\\\\ud83d\"", "\"\\ufffd\\\\ud83d\"" },
        { "\"\\u0000\\ude39x\"", "\"\\ufffd\\ufffdx\"" },
        { "\"\xff\xc3\xa4\xc3\"", "\"\xef\xbf\xbd\xc3\xa4\xef\xbf\xbd\"" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *end = cases[i].text + strlen(cases[i].text);
        char out[100];
        size_t size = json_clean(cases[i].text, end, out);

        ck_assert_uint_eq(json_clean(cases[i].text, end, NULL), size);
        ck_assert_uint_eq(size, strlen(cases[i].expected));
        ck_assert_mem_eq(out, cases[i].expected, size);
    }
}
END_TEST

/* ---- names ---- */

static enum names_result add_number(struct names *set, int number)
{
    char *text = arena_printf(&arena, "a name with the number %d", number);

    return names_add(set, &arena, text, strlen(text));
}

START_TEST(a_name_that_appears_twice_is_found_among_few_and_many)
{
    static const int counts[] = { 1, 7, 8, 9, 100, 50000 };

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct names set = { .count = 0 };

        for (int number = 0; number < counts[i]; number++) {
            ck_assert_int_eq(add_number(&set, number), NAMES_ADDED);
        }
        for (int number = 0; number < counts[i]; number += 1 + number / 3) {
            ck_assert_int_eq(add_number(&set, number), NAMES_TWICE);
        }
        ck_assert_uint_eq(set.count, (size_t)counts[i]);
        ck_assert_int_eq(names_add(&set, &arena, "", 0), NAMES_ADDED);
        ck_assert_int_eq(names_add(&set, &arena, "", 0), NAMES_TWICE);
    }
}
END_TEST

/* Another name whose hash is this one. */
static void make_hashed(char out[17], uint32_t hash, uint64_t number)
{
    const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15), inverse = UINT64_C(0xf1de83e19937733d);
    uint64_t first = UINT64_C(0x6161616161616161) + number, second, mixed;

    mixed = ((uint64_t)hash << 32) * inverse;
    mixed = (mixed ^ mixed >> 32) * inverse;
    second = (16 ^ first) * factor;
    second = htole64(second ^ second >> 32 ^ mixed);
    first = htole64(first);
    memcpy(out, &first, 8);
    memcpy(out + 8, &second, 8);
    out[16] = '\0';
}

/*
 * 31 names that belong into the last slot and, behind them, three that belong into the first.  A
 * larger table gets them in the order of their slots: the one in the last slot comes when 32 others
 * have the slots where it may be.  In a table of 512 slots the 31 have two slots to belong into.
 */
START_TEST(names_without_a_slot_in_a_larger_table_are_kept)
{
    static char texts[34][17];
    struct names set = { .count = 0 };

    for (uint32_t i = 0; i < 34; i++) {
        make_hashed(texts[i], i < 31 ? 0xff + (i % 2) * 0x100 : 0, i);
        ck_assert_int_eq(names_add(&set, &arena, texts[i], 16), NAMES_ADDED);
    }
    ck_assert_uint_eq(set.room, 512);
    for (int i = 0; i < 34; i++) {
        ck_assert_int_eq(names_add(&set, &arena, texts[i], 16), NAMES_TWICE);
    }
    ck_assert_uint_eq(set.count, 34);
}
END_TEST

START_TEST(names_that_collide_are_refused_before_they_cost_anything)
{
    struct names set = { .count = 0 };
    enum names_result result = NAMES_ADDED;
    size_t count = 0, before;
    unsigned next = 0;

    for (; result == NAMES_ADDED && count < 10000; count++) {
        char name[17];

        colliding_name(name, &next);
        result = names_add(&set, &arena, arena_strndup(&arena, name, 16), 16);
    }
    before = arena.total;
    ck_assert_int_eq(result, NAMES_COLLIDE);
    ck_assert_uint_lt(count, 100);
    ck_assert_uint_lt(before, 200000);
}
END_TEST

/* As above, but with hashes that belong into the last and the first slot of any table. */
START_TEST(a_set_that_refused_a_name_keeps_the_others)
{
    static char texts[34][17];
    struct names set = { .count = 0 };

    for (uint32_t i = 0; i < 34; i++) {
        make_hashed(texts[i], i < 31 ? UINT32_MAX : 0, i);
        ck_assert_int_eq(names_add(&set, &arena, texts[i], 16),
                         i < 33 ? NAMES_ADDED : NAMES_COLLIDE);
    }
    for (int i = 0; i < 33; i++) {
        ck_assert_int_eq(names_add(&set, &arena, texts[i], 16), NAMES_TWICE);
    }
    ck_assert_uint_eq(set.count, 33);
    ck_assert_int_eq(add_number(&set, 1), NAMES_ADDED);
    ck_assert_int_eq(add_number(&set, 1), NAMES_TWICE);
}
END_TEST

/*
 * 32 names fill the slots where one more may be.  Only a table in which one bit of their hashes
 * counts has room for it.
 */
START_TEST(a_table_has_at_most_64_slots_for_each_name)
{
    static const struct {
        unsigned bit;
        enum names_result result;
        size_t room;
    } cases[] = { { 9, NAMES_ADDED, 1024 },
                  { 10, NAMES_ADDED, 2048 },
                  { 11, NAMES_COLLIDE, 2048 } };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static char texts[33][17];
        struct names set = { .count = 0 };

        for (uint32_t k = 0; k < 33; k++) {
            make_hashed(texts[k], k % 2 << cases[i].bit, k);
            ck_assert_int_eq(names_add(&set, &arena, texts[k], 16),
                             k < 32 ? NAMES_ADDED : cases[i].result);
        }
        ck_assert_uint_eq(set.room, cases[i].room);
    }
}
END_TEST

static bool add_many(void *user)
{
    struct arena own = { 0 };
    struct names set = { .count = 0 };
    enum names_result result = NAMES_ADDED;

    (void)user;
    for (int i = 0; result == NAMES_ADDED && i < 1000; i++) {
        static char texts[1000][8];

        (void)snprintf(texts[i], sizeof texts[i], "%d", i);
        result = names_add(&set, &own, texts[i], strlen(texts[i]));
    }
    arena_release(&own);
    ck_assert(result == NAMES_ADDED || result == NAMES_NO_MEMORY);
    return result == NAMES_ADDED;
}

START_TEST(a_set_without_memory_says_so)
{
    memory_fail_each(add_many, NULL, 0);
}
END_TEST

static void add_grammar(Suite *suite)
{
    TCase *grammar = tcase_create("grammar");

    tcase_add_checked_fixture(grammar, setup, teardown);
    tcase_add_test(grammar, a_text_of_more_than_2_gib_is_refused);
    tcase_add_test(grammar, the_grammar_is_that_of_the_rfc);
    tcase_add_test(grammar, every_text_that_is_cut_off_ends_early);
    tcase_add_test(grammar, what_is_skipped_may_contain_anything_that_a_string_can);
    tcase_add_test(grammar, depth_has_a_limit_also_where_nothing_is_read);
    tcase_add_test(grammar, what_is_read_is_at_most_64_deep);
    suite_add_tcase(suite, grammar);
}

static void add_values(Suite *suite)
{
    TCase *values = tcase_create("values");

    tcase_add_checked_fixture(values, setup, teardown);
    tcase_add_test(values, strings_are_spans_until_they_have_escapes);
    tcase_add_test(values, every_byte_is_seen_at_every_place);
    tcase_add_test(values, what_no_string_of_the_library_can_hold_is_named);
    tcase_add_test(values, numbers_are_integers_when_they_fit);
    tcase_add_test(values, members_and_elements_are_walked);
    tcase_add_test(values, a_problem_stays_and_has_a_place);
    tcase_add_test(values, a_key_that_cannot_be_read_is_no_member);
    tcase_add_test(values, nothing_is_read_after_a_problem);
    tcase_add_test(values, cleaned_json_can_be_read_by_strict_readers);
    suite_add_tcase(suite, values);
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("shape reader");
    TCase *names = tcase_create("names");

    add_grammar(suite);
    add_values(suite);
    tcase_add_checked_fixture(names, setup, teardown);
    tcase_add_test(names, a_name_that_appears_twice_is_found_among_few_and_many);
    tcase_add_test(names, names_without_a_slot_in_a_larger_table_are_kept);
    tcase_add_test(names, names_that_collide_are_refused_before_they_cost_anything);
    tcase_add_test(names, a_set_that_refused_a_name_keeps_the_others);
    tcase_add_test(names, a_table_has_at_most_64_slots_for_each_name);
    tcase_add_test(names, a_set_without_memory_says_so);
    suite_add_tcase(suite, names);
    return suite;
}
