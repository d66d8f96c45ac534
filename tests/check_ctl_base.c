/*
 * Strings and terminals of connectctl: widths, escapes, line breaks, carets, numbers, and the types
 * of YAML scalars.
 */
#include "base/caret.h"
#include "base/json.h"
#include "base/names.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "base/yaml_scalar.h"
#include "support/suite.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

static const struct {
    const char *text, *escaped;
} controls[] = {
    { "plain \u00e9 \u4e2d", "plain \u00e9 \u4e2d" },
    { "a\nb\tc", "a\\nb\\tc" },
    { "\033[2J\x7f", "\\x1b[2J\\x7f" },
    { "\xc2\x9b"
      "31m\xc2\x85",
      "\\x9b31m\\x85" },
    { "\u202eevil\u2066\u200f", "\\u202eevil\\u2066\\u200f" },
    { "\u2028\u2029\u061c", "\\u2028\\u2029\\u061c" },
    { "\xff\xc3(\xed\xa0\x80", "\\xff\\xc3(\\xed\\xa0\\x80" },
    { "\xf4\x90\x80\x80\xc0\x80", "\\xf4\\x90\\x80\\x80\\xc0\\x80" },
};

START_TEST(control_characters_are_escaped)
{
    char *escaped = escape_controls(controls[_i].text);

    ck_assert_str_eq(escaped, controls[_i].escaped);
    free(escaped);
}
END_TEST

START_TEST(width_is_counted_in_columns)
{
    size_t width;

    setlocale(LC_CTYPE, "C.UTF-8");
    ck_assert_uint_eq(display_width("abc"), 3);
    ck_assert_uint_eq(display_width("\u00e9\u4e2d"), 3);
    ck_assert_uint_eq(display_width("e\u0301"), 1);
    ck_assert_uint_eq(display_width("\xff\xfe"), 2);
    ck_assert_uint_eq(display_fit("\u4e2d\u4e2d", 3, &width), 3);
    ck_assert_uint_eq(width, 2);
}
END_TEST

/* A quadratic algorithm would take minutes under the time limit of the test. */
START_TEST(width_of_a_long_string_is_linear)
{
    size_t size = 32 * 1024 * 1024;
    char *text = malloc(size + 1);

    ck_assert_ptr_nonnull(text);
    memset(text, 'a', size);
    text[size] = '\0';
    ck_assert_uint_eq(display_width(text), size);
    free(text);
}
END_TEST

static const struct {
    const char *text;
    size_t width;
    const char *lines; /* "|" between them */
} wraps[] = {
    { "one two three", 80, "one two three" },
    { "one two three", 12, "one two|three" },
    { "eleven12  two three", 11, "eleven12|two three" },
    { "a arn:aws:connect:us-east-1 b", 11, "a|arn:aws:connect:us-east-1|b" },
    { "arn:aws:connect:us-east-1", 11, "arn:aws:connect:us-east-1" },
    { "", 10, "" },
    { "  indented text here", 12, "  indented|text here" },
};

START_TEST(text_breaks_at_spaces_only)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    print_wrapped(out, wraps[_i].text, 0, wraps[_i].width);
    fclose(out);
    ck_assert_uint_gt(size, 0);
    text[size - 1] = '\0';
    for (char *p = text; *p != '\0'; p++) {
        *p = *p == '\n' ? '|' : *p;
    }
    ck_assert_str_eq(text, wraps[_i].lines);
    free(text);
}
END_TEST

START_TEST(a_caret_stands_under_its_position)
{
    struct strbuf out = { 0 };
    char longer[400];

    caret_add(&out, "first\nsec\033ond\nthird", 10);
    ck_assert_str_eq(strbuf_string(&out), "\n  sec\\x1bond\n         ^");
    strbuf_free(&out);
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    caret_add(&out, longer, 200);
    ck_assert_uint_lt(out.size, 250);
    ck_assert_ptr_nonnull(strstr(strbuf_string(&out), "..."));
    strbuf_free(&out);
    caret_add(&out, "", 0);
    ck_assert_str_eq(strbuf_string(&out), "\n  \n  ^");
    strbuf_free(&out);
}
END_TEST

static const struct {
    double number;
    const char *text;
} reals[] = {
    { 1.0, "1.0" },
    { 0.0, "0.0" },
    { -0.0, "-0.0" },
    { 0.1, "0.1" },
    { 1795657590.949, "1795657590.949" },
    { 1e15, "1000000000000000.0" },
    { 1e16, "1e+16" },
    { 1.5e300, "1.5e+300" },
    { 0.0001, "0.0001" },
    { 0.00001, "1e-05" },
    { 2.0 / 3, "0.6666666666666666" },
    { 123456789012345680.0, "1.2345678901234568e+17" },
    { -12.5, "-12.5" },
};

START_TEST(reals_have_the_fewest_digits_that_keep_them)
{
    struct strbuf out = { 0 };
    json_t *number = json_real(reals[_i].number);

    json_write_number(&out, number);
    ck_assert_str_eq(strbuf_string(&out), reals[_i].text);
    strbuf_free(&out);
    json_decref(number);
}
END_TEST

static const struct {
    const char *text;
    enum yaml_scalar type;
} scalars[] = {
    { "", YAML_NULL },
    { "~", YAML_NULL },
    { "Null", YAML_NULL },
    { "nUll", YAML_STRING },
    { "true", YAML_BOOLEAN },
    { "FALSE", YAML_BOOLEAN },
    { "yes", YAML_STRING },
    { "Off", YAML_STRING },
    { "12", YAML_INTEGER },
    { "-1_000", YAML_INTEGER },
    { "0x1F", YAML_INTEGER },
    { "0b1", YAML_INTEGER },
    { "0o17", YAML_INTEGER },
    { "0xZZ", YAML_STRING },
    { "_", YAML_STRING },
    { "1.5", YAML_REAL },
    { "1e3", YAML_REAL },
    { ".5", YAML_REAL },
    { "5.", YAML_REAL },
    { ".inf", YAML_REAL },
    { "-.INF", YAML_REAL },
    { ".nan", YAML_REAL },
    { ".", YAML_STRING },
    { "1e", YAML_STRING },
    { "e5", YAML_STRING },
    { "0.1.2", YAML_STRING },
    { "2026-11-26", YAML_TIMESTAMP },
    { "1:30", YAML_STRING },
    { "12:30:45", YAML_STRING },
    { "2026-1-26", YAML_STRING },
    { "<<", YAML_MERGE },
    { "=", YAML_MERGE },
    { "a=b", YAML_STRING },
    { "2026-11-26T01:46:30.949000+00:00", YAML_TIMESTAMP },
    { "2026-11-26 1:46:30", YAML_TIMESTAMP },
};

START_TEST(yaml_scalars_have_their_type)
{
    ck_assert_msg(yaml_scalar_type(scalars[_i].text) == scalars[_i].type, "\"%s\": %d",
                  scalars[_i].text, (int)yaml_scalar_type(scalars[_i].text));
}
END_TEST

START_TEST(names_have_other_spellings)
{
    char *name = kebab_case("ListLexV2BotKMSKey"), *title = title_from_name("KmsKeyArn");
    size_t distance;

    ck_assert_str_eq(name, "list-lex-v2-bot-kms-key");
    ck_assert_str_eq(title, "KMS key ARN");
    ck_assert(is_similar_name("list-instnaces", "list-instances", &distance));
    ck_assert_uint_eq(distance, 1);
    ck_assert(!is_similar_name("list-queues", "list-bots", &distance));
    free(name);
    free(title);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("ctl_base");
    TCase *tcase = tcase_create("base");

    tcase_add_loop_test(tcase, control_characters_are_escaped, 0, COUNT(controls));
    tcase_add_test(tcase, width_is_counted_in_columns);
    tcase_add_test(tcase, width_of_a_long_string_is_linear);
    tcase_add_loop_test(tcase, text_breaks_at_spaces_only, 0, COUNT(wraps));
    tcase_add_test(tcase, a_caret_stands_under_its_position);
    tcase_add_loop_test(tcase, reals_have_the_fewest_digits_that_keep_them, 0, COUNT(reals));
    tcase_add_loop_test(tcase, yaml_scalars_have_their_type, 0, COUNT(scalars));
    tcase_add_test(tcase, names_have_other_spellings);
    suite_add_tcase(suite, tcase);
    return suite;
}
