/*
 * JMESPath: the grammar, every function, errors with their position, and the limits of depth and
 * work.
 */
#include "jmespath/jmespath.h"
#include "support/suite.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

static const char data_text[] =
    "{\"list\": [{\"id\": 3, \"name\": \"c\", \"on\": true}, {\"id\": 1, \"name\": \"a\"},"
    "            {\"id\": 2, \"name\": \"b\", \"on\": false, \"sub\": {\"x\": [1, 2]}}],"
    " \"map\": {\"k1\": 10, \"k2\": 20, \"k3\": null}, \"numbers\": [3, 1, 2.5], \"empty\": [],"
    " \"strings\": [\"b\", \"\\u00e4\", \"a\"], \"text\": \"h\\u00e9llo\", \"none\": null, \"zero\": 0,"
    " \"nested\": [[1, 2], 3, [4, [5]]], \"with space\": 7}";

static json_t *data;

static void load_data(void)
{
    data = json_loads(data_text, 0, NULL);
    ck_assert_ptr_nonnull(data);
}

static void free_data(void)
{
    json_decref(data);
}

static const struct {
    const char *expression;
    const char *result; /* compact JSON with sorted keys */
} results[] = {
    /* ---- identifiers and indexes ---- */
    { "@.text", "\"h\u00e9llo\"" },
    { "\"with space\"", "7" },
    { "\"\\u0074ext\"", "\"h\u00e9llo\"" },
    { "list[0].id", "3" },
    { "list[-1].name", "\"b\"" },
    { "list[3]", "null" },
    { "list[-4]", "null" },
    { "text[0]", "null" },
    { "missing.deeper", "null" },
    { "none.id", "null" },
    { " list [ 0 ] . id ", "3" },
    /* ---- slices ---- */
    { "numbers[0:2]", "[3,1]" },
    { "numbers[::-1]", "[2.5,1,3]" },
    { "numbers[-2:]", "[1,2.5]" },
    { "numbers[5:9]", "[]" },
    { "numbers[::2]", "[3,2.5]" },
    { "numbers[2:0:-1]", "[2.5,1]" },
    { "numbers[:-1]", "[3,1]" },
    { "numbers[-9:9]", "[3,1,2.5]" },
    { "numbers[::9223372036854775807]", "[3]" },
    { "numbers[::-9223372036854775808]", "[2.5]" },
    { "text[0:1]", "null" },
    { "list[1:].name", "[\"a\",\"b\"]" },
    /* ---- projections ---- */
    { "list[*].id", "[3,1,2]" },
    { "list[].id", "[3,1,2]" },
    { "list[*].on", "[true,false]" },
    { "list[*].sub.x[]", "[1,2]" },
    { "list[*].sub.x[0]", "[1]" },
    { "list[*].id | [0]", "3" },
    { "list[*].id[0]", "[]" },
    { "(list[*].id)[0]", "3" },
    { "map.*", "[10,20]" },
    { "*.k1", "[10]" },
    { "map[*]", "null" },
    { "text.*", "null" },
    { "nested[]", "[1,2,3,4,[5]]" },
    { "nested[][]", "[1,2,3,4,5]" },
    { "nested[*][0]", "[1,4]" },
    { "missing[*]", "null" },
    { "list[?on].id", "[3]" },
    { "list[?id > `1`].name", "[\"c\",\"b\"]" },
    { "list[?name=='b'] | [0].id", "2" },
    { "list[?id==`1` || id==`2`].id", "[1,2]" },
    { "list[?!on].id", "[1,2]" },
    { "list[?sub.x[0]==`1`].id", "[2]" },
    { "text[?@]", "null" },
    /* ---- lists and hashes ---- */
    { "list[0].[id, name]", "[3,\"c\"]" },
    { "list[].[name, on]", "[[\"c\",true],[\"a\",null],[\"b\",false]]" },
    { "list[0].{n: name, \"i d\": id}", "{\"i d\":3,\"n\":\"c\"}" },
    { "none.[id]", "null" },
    { "none.{a: id}", "null" },
    { "[zero, text]", "[0,\"h\u00e9llo\"]" },
    { "{a: {b: zero}}", "{\"a\":{\"b\":0}}" },
    /* ---- operators ---- */
    { "zero || text", "0" },
    { "empty || text", "\"h\u00e9llo\"" },
    { "none && text", "null" },
    { "zero && `1`", "1" },
    { "!none", "true" },
    { "!zero", "false" },
    { "!!text", "true" },
    { "`1` == `1.0`", "true" },
    { "`1` == `true`", "false" },
    { "`{\"a\":[1,{}]}` == `{\"a\":[1,{}]}`", "true" },
    { "`[1]` != `[1,2]`", "true" },
    { "`\"a\"` < `\"b\"`", "true" },
    { "'a' < 'b' && 'b' >= 'a'", "true" },
    { "zero <= `0`", "true" },
    { "text < `1`", "null" },
    { "none > none", "null" },
    { "zero == `0` && text", "\"h\u00e9llo\"" },
    { "none || empty || zero", "0" },
    /* ---- literals ---- */
    { "`[1, \"x\", null]`", "[1,\"x\",null]" },
    { "`unquoted`", "\"unquoted\"" },
    { "` spaced out`", "\"spaced out\"" },
    { "`a\\`b`", "\"a`b\"" },
    { "`12345678901234567890`", "1.2345678901234567e19" },
    { "'it\\'s'", "\"it's\"" },
    { "'a\\\\b'", "\"a\\\\\\\\b\"" },
    /* ---- functions ---- */
    { "abs(`-3`)", "3" },
    { "abs(`-2.5`)", "2.5" },
    { "avg(numbers)", "2.1666666666666665" },
    { "avg(empty)", "null" },
    { "ceil(`1.2`)", "2" },
    { "ceil(`-1.2`)", "-1" },
    { "contains(text, 'll')", "true" },
    { "contains(text, zero)", "false" },
    { "contains(numbers, `1`)", "true" },
    { "contains(numbers, `true`)", "false" },
    { "ends_with(text, 'llo')", "true" },
    { "ends_with('a', 'ba')", "false" },
    { "floor(`1.9`)", "1" },
    { "join(', ', strings)", "\"b, \u00e4, a\"" },
    { "join('-', empty)", "\"\"" },
    { "keys(map)", "[\"k1\",\"k2\",\"k3\"]" },
    { "length(text)", "5" },
    { "length(list)", "3" },
    { "length(map)", "3" },
    { "map(&on, list)", "[true,null,false]" },
    { "max(numbers)", "3" },
    { "max(strings)", "\"\u00e4\"" },
    { "max(empty)", "null" },
    { "max_by(list, &id).name", "\"c\"" },
    { "max_by(list, &name).id", "3" },
    { "max_by(empty, &id)", "null" },
    { "merge(map, `{\"k1\": 1, \"z\": 2}`)", "{\"k1\":1,\"k2\":20,\"k3\":null,\"z\":2}" },
    { "min(numbers)", "1" },
    { "min_by(list, &id).name", "\"a\"" },
    { "not_null(none, missing, zero)", "0" },
    { "not_null(none)", "null" },
    { "reverse(numbers)", "[2.5,1,3]" },
    { "reverse(text)", "\"oll\u00e9h\"" },
    { "sort(numbers)", "[1,2.5,3]" },
    { "sort(strings)", "[\"a\",\"b\",\"\u00e4\"]" },
    { "sort_by(list, &id)[].name", "[\"a\",\"b\",\"c\"]" },
    { "sort_by(list, &name)[].id", "[1,2,3]" },
    { "sort_by(`[{\"k\":1,\"v\":1},{\"k\":1,\"v\":2},{\"k\":0,\"v\":3}]`, &k)[].v", "[3,1,2]" },
    { "starts_with(text, 'h')", "true" },
    { "sum(numbers)", "6.5" },
    { "sum(`[1, 2]`)", "3" },
    { "sum(`[9223372036854775807, 1]`)", "9.2233720368547758e18" },
    { "sum(empty)", "0" },
    { "to_array(zero)", "[0]" },
    { "to_array(empty)", "[]" },
    { "to_number('12')", "12" },
    { "to_number(' 1.5e3 ')", "1500.0" },
    { "to_number('0x10')", "null" },
    { "to_number('nan')", "null" },
    { "to_number('1e999')", "null" },
    { "to_number(zero)", "0" },
    { "to_number(empty)", "null" },
    { "to_string(`{\"a\": [1, 2.0, \"\\u00e9\"]}`)", "\"{\\\"a\\\":[1,2.0,\\\"\\\\u00e9\\\"]}\"" },
    { "to_string(text)", "\"h\u00e9llo\"" },
    { "type(none)", "\"null\"" },
    { "type(zero)", "\"number\"" },
    { "type(map)", "\"object\"" },
    { "type(list)", "\"array\"" },
    { "type(`true`)", "\"boolean\"" },
    { "values(map)", "[10,20,null]" },
    { "list[].{n: name, len: length(to_string(@))} | [0].n", "\"c\"" },
    { "sort_by(list[?id > `1`], &id)[-1].name", "\"c\"" },
};

#define RESULT_FLAGS (JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY)

/* As this version of jansson writes it: the digits of a number differ. */
static char *expected_text(const char *json)
{
    json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);
    char *text = json_dumps(value, RESULT_FLAGS);

    ck_assert_ptr_nonnull(text);
    json_decref(value);
    return text;
}

START_TEST(an_expression_has_its_result)
{
    struct jmespath_error error = { 0 };
    struct jmespath *compiled = jmespath_compile(results[_i].expression, &error);
    json_t *result;
    char *text, *expected = expected_text(results[_i].result);

    ck_assert_msg(compiled != NULL, "%s: %s", results[_i].expression, error.message);
    ck_assert_str_eq(jmespath_expression(compiled), results[_i].expression);
    result = jmespath_search(compiled, data, &error);
    ck_assert_msg(result != NULL, "%s: %s", results[_i].expression, error.message);
    text = json_dumps(result, RESULT_FLAGS);
    ck_assert_msg(strcmp(text, expected) == 0, "%s is %s, not %s", results[_i].expression, text,
                  expected);
    free(text);
    free(expected);
    json_decref(result);
    jmespath_free(compiled);
}
END_TEST

static const struct {
    const char *expression;
    size_t position;
    const char *message; /* a part of it */
} faults[] = {
    { "", 0, "incomplete" },
    { "list[", 5, "incomplete" },
    { "list.", 5, "expected a name" },
    { "list..id", 5, "unexpected \".\"" },
    { "list[a]", 5, "unexpected \"a\"" },
    { "list[0", 6, "expected \"]\"" },
    { "list[*", 6, "expected \"]\"" },
    { "list[0:1:2:3]", 10, "unexpected \":\"" },
    { "list[::0]", 7, "must not be 0" },
    { "[?id]", 5, NULL },
    { "list[?id", 8, "expected \"]\"" },
    { "{a b}", 3, "expected \":\"" },
    { "{a: b,}", 6, "expected a name" },
    { "{1: b}", 1, "expected a name" },
    { "[a, b", 5, "expected \",\" or \"]\"" },
    { "(a", 2, "expected \")\"" },
    { "a b", 2, "expected an operator" },
    { "a = b", 2, "use \"==\"" },
    { "a == ", 5, "incomplete" },
    { "a | | b", 4, "unexpected \"|\"" },
    { "&a", 0, "arguments of functions" },
    { "*a", 1, "unexpected \"a\"" },
    { "'open", 0, "' is not closed" },
    { "a || '", 5, "' is not closed" },
    { "`", 0, "` is not closed" },
    { "'a\\", 0, "' is not closed" },
    { "`[1, 2`", 0, NULL },
    { "\"open", 0, "is not closed" },
    { "\"\\q\"", 0, "not a JSON string" },
    { "a#", 1, "unexpected character \"#\"" },
    { "\u00e9", 0, "unexpected character" },
    { "-", 0, "unexpected character" },
    { "a[99999999999999999999]", 2, "too large" },
    { "foo(@)", 0, "unknown function foo()" },
    { "list[].lenght(@)", 7, "unknown function lenght()" },
    { "length()", 0, "length() takes 1 argument, not 0" },
    { "length(a, b)", 0, "length() takes 1 argument, not 2" },
    { "not_null()", 0, "at least 1 argument" },
    { "length(a b)", 9, "expected \",\" or \")\"" },
    { "length(a,)", 9, "unexpected \")\"" },
    { "\"length\"(a)", 0, "not written in quotes" },
    { "sort_by(list &id)", 13, "expected \",\"" },
    { "a.b.[", 5, "incomplete" },
    { "!", 1, "incomplete" },
};

START_TEST(a_malformed_expression_is_reported_with_its_position)
{
    struct jmespath_error error = { 0 };
    struct jmespath *compiled = jmespath_compile(faults[_i].expression, &error);

    if (faults[_i].message == NULL) {
        ck_assert_msg(compiled != NULL, "%s: %s", faults[_i].expression, error.message);
    } else {
        ck_assert_msg(compiled == NULL, "%s is accepted", faults[_i].expression);
        ck_assert_msg(strstr(error.message, faults[_i].message) != NULL, "%s: %s",
                      faults[_i].expression, error.message);
        ck_assert_msg(error.position == faults[_i].position, "%s: position %zu, not %zu",
                      faults[_i].expression, error.position, faults[_i].position);
    }
    free(error.message);
    jmespath_free(compiled);
}
END_TEST

static const struct {
    const char *expression;
    size_t position;
    const char *message;
} type_errors[] = {
    { "length(zero)", 0,
      "length(): argument 1 is of type number; expected string or array or object" },
    { "list[0].abs(name)", 8, "abs(): argument 1 is of type string; expected number" },
    { "sum(strings)", 0, "sum(): argument 1 is of type array; expected array of numbers" },
    { "join(',', numbers)", 0, "argument 2 is of type array; expected array of strings" },
    { "sort(`[1, \"a\"]`)", 0, "expected array of numbers or array of strings" },
    { "sort_by(list, id)", 0, "argument 2 is of type null; expected &expression" },
    { "sort_by(list, &on)", 15, "gives a value of type boolean" },
    { "max_by(list, &not_null(on, id))", 14, "gives a value of type boolean" },
    { "sort_by(`[{\"a\":1},{\"a\":\"x\"}]`, &a)", 32, "gives a number and a string" },
    { "map(id, list)", 0, "argument 1 is of type null; expected &expression" },
    { "map(&abs(name), list)", 5, "abs(): argument 1" },
    { "merge(map, list)", 0, "argument 2 is of type array; expected object" },
    { "length(&id)", 0, "argument 1 is of type &expression" },
    { "values(none)", 0, "expected object" },
    { "not_null(&id)", 0, "type &expression" },
    { "sum(`[1e308, 1e308]`)", 0, "too large" },
};

START_TEST(a_value_of_the_wrong_type_is_an_error)
{
    struct jmespath_error error = { 0 };
    struct jmespath *compiled = jmespath_compile(type_errors[_i].expression, &error);
    json_t *result;

    ck_assert_msg(compiled != NULL, "%s: %s", type_errors[_i].expression, error.message);
    result = jmespath_search(compiled, data, &error);
    ck_assert_msg(result == NULL, "%s has a result", type_errors[_i].expression);
    ck_assert_msg(strstr(error.message, type_errors[_i].message) != NULL, "%s: %s",
                  type_errors[_i].expression, error.message);
    ck_assert_msg(error.position == type_errors[_i].position, "%s: position %zu",
                  type_errors[_i].expression, error.position);
    free(error.message);
    jmespath_free(compiled);
}
END_TEST

/* ---- limits ---- */

/* "before" once, "part" many times, "after" once. */
static char *repeat(const char *before, const char *part, size_t count, const char *after)
{
    size_t size = strlen(before) + strlen(part) * count + strlen(after) + 1;
    char *text = malloc(size), *at = text;

    ck_assert_ptr_nonnull(text);
    at = stpcpy(at, before);
    for (size_t i = 0; i < count; i++) {
        at = stpcpy(at, part);
    }
    stpcpy(at, after);
    return text;
}

static const struct {
    const char *before, *part, *after;
} deep[] = {
    { "", "(", "a" },   { "", "[", "a" },    { "", "!", "a" },     { "a", ".a", "" },
    { "a", "|a", "" },  { "a", "[0]", "" },  { "a", "[*]", "" },   { "a", "[]", "" },
    { "a", "||a", "" }, { "a", "[?a]", "" }, { "", "{a:", "b" },   { "", "abs(", "a" },
    { "a", "==a", "" }, { "", "[?", "a" },   { "", "map(&", "a" }, { "a", ".*", "" },
};

START_TEST(a_deep_expression_is_refused)
{
    struct jmespath_error error = { 0 };
    char *text = repeat(deep[_i].before, deep[_i].part, 600, deep[_i].after);

    ck_assert_ptr_null(jmespath_compile(text, &error));
    ck_assert_msg(strstr(error.message, "nested more than 500 levels") != NULL, "%s...: %s",
                  deep[_i].part, error.message);
    free(error.message);
    free(text);
}
END_TEST

START_TEST(a_long_expression_is_refused)
{
    struct jmespath_error error = { 0 };
    char *text = repeat("a", " ", JMESPATH_MAX_SIZE, "");

    ck_assert_ptr_null(jmespath_compile(text, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "at most 65536"));
    free(error.message);
    free(text);
}
END_TEST

static const struct {
    const char *before, *part, *after;
} bombs[] = {
    { "@", "|[@,@]", "" },                           /* a result that prints as 2^n values */
    { "[`1`]", "|[@,@][]", "" },                     /* a list of 2^n elements */
    { "{a:@}", "|{a:@,b:@}", "" },                   /* objects */
    { "'aaaaaaaaaaaaaaaa'", "|join('',[@,@])", "" }, /* a string of 2^n bytes */
    { "`[1]`", "|[@,@]", "|to_string(@)" },          /* the text of one */
    { "`[1]`", "|[@,@]", "|[0]==[1]" },              /* a comparison */
};

START_TEST(a_query_that_explodes_reaches_the_work_limit)
{
    struct jmespath_error error = { 0 };
    char *text = repeat(bombs[_i].before, bombs[_i].part, 60, bombs[_i].after);
    struct jmespath *compiled = jmespath_compile(text, &error);

    ck_assert_msg(compiled != NULL, "%s", error.message);
    ck_assert_ptr_null(jmespath_search(compiled, data, &error));
    ck_assert_ptr_nonnull(strstr(error.message, "steps"));
    free(error.message);
    jmespath_free(compiled);
    free(text);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *test_suite(void)
{
    Suite *suite = suite_create("ctl_jmespath");
    TCase *tcase = tcase_create("jmespath");

    tcase_add_checked_fixture(tcase, load_data, free_data);
    tcase_add_loop_test(tcase, an_expression_has_its_result, 0, COUNT(results));
    tcase_add_loop_test(tcase, a_malformed_expression_is_reported_with_its_position, 0,
                        COUNT(faults));
    tcase_add_loop_test(tcase, a_value_of_the_wrong_type_is_an_error, 0, COUNT(type_errors));
    tcase_add_loop_test(tcase, a_deep_expression_is_refused, 0, COUNT(deep));
    tcase_add_test(tcase, a_long_expression_is_refused);
    tcase_add_loop_test(tcase, a_query_that_explodes_reaches_the_work_limit, 0, COUNT(bombs));
    suite_add_tcase(suite, tcase);
    return suite;
}
