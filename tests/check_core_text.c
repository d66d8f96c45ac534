/* Core: text, UTF-8, numbers and percent-encoding, under any locale. */
#include "core/buf.h"
#include "core/number.h"
#include "core/percent.h"
#include "core/text.h"
#include "core/time.h"
#include "core/utf8.h"
#include "support/guarded.h"
#include "support/locale.h"
#include "support/memory.h"
#include "support/suite.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

START_TEST(only_ascii_letters_and_digits_count)
{
    for (int i = -128; i < 128; i++) {
        char c = (char)i;
        bool alpha = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z');
        bool digit = i >= '0' && i <= '9';
        ck_assert_int_eq(text_is_alpha(c), alpha);
        ck_assert_int_eq(text_is_digit(c), digit);
        ck_assert_int_eq(text_is_alnum(c), alpha || digit);
        ck_assert_int_eq(text_lower(c), (char)(i >= 'A' && i <= 'Z' ? i + 32 : i));
    }
}
END_TEST

START_TEST(comparing_ignores_the_case_of_ascii_only)
{
    ck_assert(text_equal_nocase("Content-Type", "content-TYPE"));
    ck_assert(!text_equal_nocase("Content-Type", "Content-Typ"));
    ck_assert(!text_equal_nocase("Content-Typ", "Content-Type"));
    ck_assert(!text_equal_nocase("\xc3\x84", "\xc3\xa4"));
    ck_assert(!text_equal_nocase(NULL, "a"));
    ck_assert(!text_equal_nocase("a", NULL));
    ck_assert(!text_equal_nocase(NULL, NULL));
    ck_assert(text_equal_nocase_n("HOST: x", 4, "host"));
    ck_assert(!text_equal_nocase_n("HOST: x", 5, "host"));
    ck_assert(!text_equal_nocase_n("HOST: x", 3, "host"));
    ck_assert(!text_equal_nocase_n("POST: x", 4, "host"));
    ck_assert(text_is_token("a", 1) && text_is_token("!", 1));
    ck_assert(!text_is_token("", 0) && !text_is_token("(", 1) && !text_is_token("(a", 2));
    ck_assert(!text_equal_nocase_n("a\0b", 3, "a"));
    ck_assert(text_equal_nocase_n("", 0, ""));
    ck_assert(!text_equal_nocase_n(NULL, 0, ""));
    ck_assert(!text_equal_nocase_n("", 0, NULL));
    ck_assert(!text_equal_nocase_n(NULL, 0, NULL));
    ck_assert(text_starts("https://x", "https:"));
    ck_assert(!text_starts("http", "https"));
    ck_assert(!text_starts(NULL, ""));
    ck_assert(text_is_empty(NULL) && text_is_empty("") && !text_is_empty(" "));
}
END_TEST

static const struct {
    const char *text;
    int64_t value;
} integers[] = {
    { "0", 0 },
    { "-0", 0 },
    { "007", 7 },
    { "-1", -1 },
    { "1700000000", 1700000000 },
    { "9223372036854775807", INT64_MAX },
    { "-9223372036854775808", INT64_MIN },
};

START_TEST(integers_are_read_to_the_last_one)
{
    int64_t value = 99;
    ck_assert(text_to_int64(integers[_i].text, strlen(integers[_i].text), &value));
    ck_assert_int_eq(value, integers[_i].value);
}
END_TEST

static const char *const no_integers[] = {
    "",
    "-",
    "+1",
    " 1",
    "1 ",
    "1.0",
    "1e3",
    "0x10",
    "--1",
    "9223372036854775808",
    "-9223372036854775809",
    "99999999999999999999999999",
    "\xd9\xa1",
    "1-",
};

START_TEST(what_is_no_integer_is_refused)
{
    int64_t value = 99;
    ck_assert_msg(!text_to_int64(no_integers[_i], strlen(no_integers[_i]), &value), "'%s'",
                  no_integers[_i]);
    ck_assert_int_eq(value, 99);
}
END_TEST

START_TEST(integers_are_written_to_the_last_one)
{
    char text[21];
    text_from_int64(INT64_MIN, text);
    ck_assert_str_eq(text, "-9223372036854775808");
    text_from_int64(INT64_MAX, text);
    ck_assert_str_eq(text, "9223372036854775807");
    text_from_int64(0, text);
    ck_assert_str_eq(text, "0");
    text_from_int64(-10, text);
    ck_assert_str_eq(text, "-10");
}
END_TEST

/* Each is the shortest text that reads back as the same double. */
static const struct {
    double value;
    const char *text;
} doubles[] = {
    { 0, "0" },
    { -0.0, "-0.0" },
    { 1, "1" },
    { -1.5, "-1.5" },
    { 0.1, "0.1" },
    { 0.3, "0.3" },
    { 0x1.3333333333334p-2, "0.30000000000000004" },
    { 100, "100" },
    { 1e16, "10000000000000000" },
    { 1e17, "1e17" },
    { 123456.789, "123456.789" },
    { 0x1.5555555555555p-2, "0.3333333333333333" },
    { 0.00001, "0.00001" },
    { 0.000001, "1e-6" },
    { 1.25e-7, "1.25e-7" },
    { 5e-324, "5e-324" },
    { DBL_MAX, "1.7976931348623157e308" },
    { DBL_MIN, "2.2250738585072014e-308" },
    { 9007199254740993.0, "9007199254740992" },
    { 1576540098.123, "1576540098.123" },
};

START_TEST(a_double_is_written_in_its_shortest_form)
{
    char text[32];
    double back;
    text_from_double(doubles[_i].value, text);
    ck_assert_str_eq(text, doubles[_i].text);
    ck_assert(text_to_double(text, strlen(text), &back));
    ck_assert_mem_eq(&back, &doubles[_i].value, sizeof back);
}
END_TEST

START_TEST(any_double_survives_writing_and_reading)
{
    uint64_t bits = 0x9e3779b97f4a7c15u;
    for (int i = 0; i < 20000; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double value, back;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        char text[32];
        text_from_double(value, text);
        ck_assert_uint_lt(strlen(text), sizeof text);
        ck_assert_msg(text_to_double(text, strlen(text), &back), "%s", text);
        /* Bit by bit: -0.0 equals 0.0.  NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
        ck_assert_msg(memcmp(&value, &back, sizeof value) == 0, "%s", text);
    }
}
END_TEST

START_TEST(numbers_that_are_none_have_names)
{
    char text[32];
    double value = 0;
    text_from_double((double)NAN, text);
    ck_assert_str_eq(text, "NaN");
    ck_assert(text_to_double("NaN", 3, &value) && isnan(value));
    text_from_double((double)INFINITY, text);
    ck_assert_str_eq(text, "Infinity");
    ck_assert(text_to_double("Infinity", 8, &value) && isinf(value) && value > 0);
    text_from_double(-(double)INFINITY, text);
    ck_assert_str_eq(text, "-Infinity");
    ck_assert(text_to_double("-Infinity", 9, &value) && isinf(value) && value < 0);
}
END_TEST

static const char *const no_doubles[] = {
    "",     "-",     ".",      ".5",    "5.",    "1.e3",  "1e",        "1e+",
    "+1",   " 1",    "1 ",     "1,5",   "0x1p3", "inf",   "nan",       "infinity",
    "-NaN", "1e999", "-1e999", "1.2.3", "1e3e3", "1_000", "Infinityx",
};

START_TEST(what_is_no_double_is_refused)
{
    double value = 7;
    ck_assert_msg(!text_to_double(no_doubles[_i], strlen(no_doubles[_i]), &value), "'%s'",
                  no_doubles[_i]);
    ck_assert_double_eq(value, 7);
}
END_TEST

START_TEST(a_double_may_have_many_digits_but_not_endless_ones)
{
    static char digits[5000];
    double value = 0;
    memset(digits, '3', sizeof digits);
    digits[1] = '.';
    ck_assert(text_to_double(digits, 1000, &value));
    ck_assert_double_eq_tol(value, 10.0 / 3, 1e-15);
    ck_assert(!text_to_double(digits, sizeof digits, &value));
    ck_assert(text_to_double("1e-999", 6, &value));
    ck_assert_double_eq(value, 0);
    ck_assert(text_to_double("1.5garbage", 3, &value));
    ck_assert_double_eq(value, 1.5);
}
END_TEST

static const struct {
    const char *text;
    enum number_result result;
    int64_t value;
} exponents[] = {
    { "5e2147483647", NUMBER_OUT_OF_RANGE, 0 },
    { "5e2147483648", NUMBER_OUT_OF_RANGE, 0 },
    { "5e+99999999999999999999", NUMBER_OUT_OF_RANGE, 0 },
    { "5e-2147483648", NUMBER_ROUNDED, 0 },
    { "5e-2147483649", NUMBER_ROUNDED, 0 },
    { "5e-99999999999999999999", NUMBER_ROUNDED, 0 },
    { "0e99999999999999999999", NUMBER_WHOLE, 0 },
    { "0e-99999999999999999999", NUMBER_WHOLE, 0 },
    { "5e0", NUMBER_WHOLE, 5 },
    { "500e-2", NUMBER_WHOLE, 5 },
    { "5e-1", NUMBER_ROUNDED, 1 },
    { "4e-1", NUMBER_ROUNDED, 0 },
};

START_TEST(an_exponent_of_any_size_makes_a_number)
{
    const char *text = exponents[_i].text;
    int64_t value = 0;
    ck_assert_int_eq(number_to_integer(text, strlen(text), 0, &value), exponents[_i].result);
    ck_assert_int_eq(value, exponents[_i].value);
}
END_TEST

static const struct {
    const char *text;
    enum number_result result;
    int64_t value;
} fractions[] = {
    { "0.4", NUMBER_ROUNDED, 0 },
    { "0.5", NUMBER_ROUNDED, 1 },
    { "-0.5", NUMBER_ROUNDED, -1 },
    { "1.000000000000000000000000", NUMBER_WHOLE, 1 },
    { "1.000000000000000000000001", NUMBER_ROUNDED, 1 },
    { "1.000000000000000000000010", NUMBER_ROUNDED, 1 },
    { "9223372036854775806.5", NUMBER_ROUNDED, INT64_MAX },
    { "9223372036854775807.0", NUMBER_WHOLE, INT64_MAX },
    { "9223372036854775807.4", NUMBER_ROUNDED, INT64_MAX },
    { "9223372036854775807.5", NUMBER_OUT_OF_RANGE, 0 },
    { "-9223372036854775807.5", NUMBER_ROUNDED, INT64_MIN },
    { "-9223372036854775808.4", NUMBER_ROUNDED, INT64_MIN },
    { "-9223372036854775808.5", NUMBER_OUT_OF_RANGE, 0 },
};

START_TEST(halves_are_rounded_away_from_zero_up_to_the_limits)
{
    const char *text = fractions[_i].text;
    int64_t value = 0;
    ck_assert_int_eq(number_to_integer(text, strlen(text), 0, &value), fractions[_i].result);
    ck_assert_int_eq(value, fractions[_i].value);
}
END_TEST

START_TEST(a_decimal_comma_of_the_host_changes_nothing)
{
    char text[32];
    double value;
    if (!locale_use_decimal_comma()) {
        return;
    }
    snprintf(text, sizeof text, "%.1f", 1.5);
    ck_assert_str_eq(text, "1,5");
    text_from_double(1234567.25, text);
    ck_assert_str_eq(text, "1234567.25");
    text_from_double(1.25e-9, text);
    ck_assert_str_eq(text, "1.25e-9");
    ck_assert(text_to_double("1234567.25", 10, &value));
    ck_assert_double_eq(value, 1234567.25);
    ck_assert(!text_to_double("1,5", 3, &value));
    int64_t ms;
    ck_assert(time_parse_epoch("1576540098.123", 14, &ms));
    ck_assert_int_eq(ms, 1576540098123);
    struct buf buf = BUF_INIT(100);
    buf_add_int(&buf, 1234567);
    ck_assert_str_eq(buf_text(&buf), "1234567");
    buf_free(&buf);
    snprintf(text, sizeof text, "%.1f", 1.5);
    ck_assert_msg(strcmp(text, "1,5") == 0, "the host's locale was changed");
}
END_TEST

static const struct {
    const char *text;
    size_t characters;
} valid_utf8[] = {
    { "", 0 },
    { "plain", 5 },
    { "\xc2\x80", 1 },
    { "\xc3\xa9t\xc3\xa9", 3 },
    { "\xe0\xa0\x80", 1 },
    { "\xed\x9f\xbf", 1 },
    { "\xee\x80\x80", 1 },
    { "\xef\xbf\xbf", 1 },
    { "\xf0\x90\x80\x80", 1 },
    { "\xf4\x8f\xbf\xbf", 1 },
    { "a\xf0\x9f\x98\xb9z", 3 },
};

START_TEST(utf8_is_counted_in_characters)
{
    size_t characters = 99;
    ck_assert(text_utf8_valid(valid_utf8[_i].text, strlen(valid_utf8[_i].text), &characters));
    ck_assert_uint_eq(characters, valid_utf8[_i].characters);
    ck_assert(text_utf8_valid(valid_utf8[_i].text, strlen(valid_utf8[_i].text), NULL));
}
END_TEST

static const char *const invalid_utf8[] = {
    "\x80",
    "\xbf",
    "\xc0\x80",
    "\xc1\xbf",
    "\xc3",
    "\xc3(",
    "\xe0\x80\x80",
    "\xe0\x9f\xbf",
    "\xe2\x82",
    "\xed\xa0\x80",
    "\xed\xbf\xbf",
    "\xf0\x80\x80\x80",
    "\xf0\x8f\xbf\xbf",
    "\xf0\x9f\x98",
    "\xf4\x90\x80\x80",
    "\xf5\x80\x80\x80",
    "\xff",
    "\xfe",
    "ok\xc3",
};

START_TEST(overlong_forms_surrogates_and_torn_characters_are_refused)
{
    ck_assert(!text_utf8_valid(invalid_utf8[_i], strlen(invalid_utf8[_i]), NULL));
}
END_TEST

static const uint32_t points[] = { 0,      0x7f,   0x80,   0x7ff,   0x800,
                                   0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff };

START_TEST(a_character_is_decoded_from_all_of_its_bytes_and_not_from_fewer)
{
    char text[4];
    uint32_t point = 1;
    size_t length = utf8_encode(points[_i], text);
    for (size_t size = 0; size < length; size++) {
        ck_assert_uint_eq(utf8_decode(text, size, &point), 0);
        ck_assert_uint_eq(point, 1);
    }
    ck_assert_uint_eq(utf8_decode(text, length, &point), length);
    ck_assert_uint_eq(point, points[_i]);
}
END_TEST

START_TEST(cutting_never_splits_a_character)
{
    static const char text[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\xb9";
    size_t size = sizeof text - 1;
    static const size_t cuts[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };
    for (size_t max = 0; max <= size; max++) {
        ck_assert_uint_eq(text_utf8_cut(text, size, max), cuts[max]);
    }
    ck_assert_uint_eq(text_utf8_cut(text, size, 1000), size);
    ck_assert_uint_eq(text_utf8_cut("\x80\x80\x80\x80\x80\x80", 6, 5), 5);
    for (size_t max = 0; max < 3; max++) { /* not even one whole character */
        ck_assert_uint_eq(text_utf8_cut("\xf0\x9f\x98\x80", 4, max), 0);
        ck_assert_uint_eq(text_utf8_cut("\xc3\xa9x", 3, max), max < 2 ? 0 : 2);
    }
}
END_TEST

START_TEST(a_service_cannot_send_commands_to_a_terminal)
{
    char text[] = "a\nb\tc\rd\x1b[31m\x7f\x01 \xc2\x9b"
                  "2J \xc3\xa9 \xff\xe2\x82 \xc2\xa0";
    text_make_printable(text, sizeof text - 1);
    ck_assert_str_eq(text, "a b c d?[31m?? ??2J \xc3\xa9 ??? \xc2\xa0");
    char zero[] = "a\0b";
    text_make_printable(zero, 3);
    ck_assert_str_eq(zero, "a?b");
}
END_TEST

START_TEST(control_bytes_are_found)
{
    ck_assert_int_eq(text_find_control("plain \xc3\xa9", 8), -1);
    ck_assert_int_eq(text_find_control("", 0), -1);
    ck_assert_int_eq(text_find_control("ab\ncd", 5), 2);
    ck_assert_int_eq(text_find_control("\x7f", 1), 0);
    ck_assert_int_eq(text_find_control("a\0b", 3), 1);
    ck_assert_int_eq(text_find_control("a\x1f", 2), 1);
}
END_TEST

START_TEST(each_byte_is_judged_alike_wherever_it_stands)
{
    enum { SIZE = 35 };
    for (int byte = 0; byte < 256; byte++) {
        bool is_control = byte < 0x20 || byte == 0x7f;
        bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
        char shown = is_space ? ' ' : is_control || byte >= 0x80 ? '?' : (char)byte;
        for (int at = 0; at < SIZE; at++) {
            char text[SIZE + 1], expected[SIZE + 1];
            memset(text, at % 2 == 0 ? '~' : ' ', SIZE);
            text[SIZE] = '\0';
            memcpy(expected, text, sizeof text);
            text[at] = (char)byte;
            expected[at] = shown;
            ck_assert_int_eq(text_find_control(text, SIZE), is_control ? at : -1);
            text_make_printable(text, SIZE);
            ck_assert_mem_eq(text, expected, sizeof text);
        }
    }
}
END_TEST

static const struct {
    const char *text, *keep, *encoded;
} encodings[] = {
    { "", NULL, "" },
    { "AZaz09-._~", NULL, "AZaz09-._~" },
    { " /:+%", NULL, "%20%2F%3A%2B%25" },
    { "a/b c", "/", "a/b%20c" },
    { "arn:aws:connect:us-west-2:111122223333:instance/i-1", NULL,
      "arn%3Aaws%3Aconnect%3Aus-west-2%3A111122223333%3Ainstance%2Fi-1" },
    { "a+b/c==", NULL, "a%2Bb%2Fc%3D%3D" },
    { "\xf0\x9f\x98\xb9\xff", NULL, "%F0%9F%98%B9%FF" },
    { "\x01\x7f", "", "%01%7F" },
};

START_TEST(percent_encoding_keeps_the_unreserved_only)
{
    struct buf buf = BUF_INIT(1000);
    ck_assert(text_percent_encode(&buf, encodings[_i].text, strlen(encodings[_i].text),
                                  encodings[_i].keep));
    ck_assert_str_eq(buf_text(&buf), encodings[_i].encoded);
    buf_free(&buf);
}
END_TEST

START_TEST(every_byte_can_be_percent_encoded)
{
    struct buf buf = BUF_INIT(1000);
    for (int i = 0; i < 256; i++) {
        char c = (char)i;
        char expected[4] = { c, '\0' };
        if (!text_is_alnum(c) && (c == '\0' || strchr("-._~/", c) == NULL)) {
            snprintf(expected, sizeof expected, "%%%02X", (unsigned)i);
        }
        buf_clear(&buf);
        ck_assert(text_percent_encode(&buf, &c, 1, "/"));
        ck_assert_str_eq(buf_text(&buf), expected);
    }
    buf_free(&buf);
}
END_TEST

START_TEST(a_span_of_unreserved_bytes_ends_at_the_first_other)
{
    enum { SIZE = 35 };
    for (int byte = 0; byte < 256; byte++) {
        char c = (char)byte;
        bool is_unreserved = text_is_alnum(c) || (c != '\0' && strchr("-._~", c) != NULL);
        for (size_t at = 0; at < SIZE; at++) {
            char text[SIZE];
            memset(text, at % 2 == 0 ? 'z' : '~', SIZE);
            text[at] = c;
            ck_assert_uint_eq(text_unreserved_span(text, SIZE), is_unreserved ? SIZE : at);
        }
    }
    ck_assert_uint_eq(text_unreserved_span("a", 0), 0);
}
END_TEST

START_TEST(encoding_reports_a_full_buffer)
{
    struct buf buf = BUF_INIT(4);
    ck_assert(!text_percent_encode(&buf, "a  b", 4, NULL));
    ck_assert_int_eq(buf.state, BUF_TOO_BIG);
}
END_TEST

static bool encode_much(void *user)
{
    (void)user;
    struct buf buf = BUF_INIT(100000);
    bool ok = true;
    for (int i = 0; i < 100 && ok; i++) {
        ok = text_percent_encode(&buf, "a b/c", 5, "/");
    }
    buf_free(&buf);
    return ok;
}

START_TEST(encoding_survives_every_failing_allocation)
{
    memory_watch();
    memory_fail_each(encode_much, NULL, 0);
    memory_unwatch();
}
END_TEST

/* ---- all functions that are given a size ---- */

static const char *const texts[] = {
    "-120.5e+10",
    "0x1",
    "Infinity",
    "2026-11-28T12:00:00.250+01:00",
    "Sat, 28 Nov 2026 12:00:00 GMT",
    "1795268096.125",
    "\xf0\x9f\x98\x80\xe2\x82\xac\xc3\xa9",
    "..",
    "x-amz-date \t",
    "a%2F~",
};

/* The text has no terminator, and ends before an inaccessible page, after each of its bytes. */
START_TEST(nothing_behind_a_text_is_read)
{
    for (size_t size = 0; size <= strlen(texts[_i]); size++) {
        struct buf out = BUF_INIT(1000);
        struct guarded guarded;
        char *text = guarded_copy(&guarded, texts[_i], size);
        uint32_t point;
        size_t count;
        int64_t integer;
        double number;

        if (size > 0 && number_scan(text, size) == size) {
            (void)number_to_integer(text, size, 3, &integer);
        }
        (void)text_to_int64(text, size, &integer);
        (void)text_to_double(text, size, &number);
        (void)time_parse_iso(text, size, &integer);
        (void)time_parse_http(text, size, &integer);
        (void)time_parse_epoch(text, size, &integer);
        (void)(size > 0 && utf8_decode(text, size, &point));
        (void)text_utf8_valid(text, size, &count);
        ck_assert_uint_le(text_utf8_cut(text, size, size), size);
        ck_assert_uint_le(text_unreserved_span(text, size), size);
        ck_assert(text_percent_encode(&out, text, size, "/"));
        (void)text_is_dots(text, size);
        (void)text_is_token(text, size);
        (void)text_is_whitespace(text, size);
        ck_assert_int_lt(text_find_control(text, size), (ptrdiff_t)size);
        (void)text_equal_nocase_n(text, size, "x");
        text_make_printable(text, size);
        guarded_free(&guarded);
        buf_free(&out);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/text");
    TCase *text = tcase_create("text");
    tcase_add_test(text, only_ascii_letters_and_digits_count);
    tcase_add_test(text, comparing_ignores_the_case_of_ascii_only);
    tcase_add_loop_test(text, percent_encoding_keeps_the_unreserved_only, 0, COUNT(encodings));
    tcase_add_test(text, every_byte_can_be_percent_encoded);
    tcase_add_test(text, a_span_of_unreserved_bytes_ends_at_the_first_other);
    tcase_add_test(text, encoding_reports_a_full_buffer);
    tcase_add_test(text, encoding_survives_every_failing_allocation);
    tcase_add_loop_test(text, nothing_behind_a_text_is_read, 0, COUNT(texts));
    suite_add_tcase(suite, text);

    TCase *number = tcase_create("number");
    tcase_add_loop_test(number, integers_are_read_to_the_last_one, 0, COUNT(integers));
    tcase_add_loop_test(number, what_is_no_integer_is_refused, 0, COUNT(no_integers));
    tcase_add_test(number, integers_are_written_to_the_last_one);
    tcase_add_loop_test(number, a_double_is_written_in_its_shortest_form, 0, COUNT(doubles));
    tcase_add_test(number, any_double_survives_writing_and_reading);
    tcase_add_test(number, numbers_that_are_none_have_names);
    tcase_add_loop_test(number, what_is_no_double_is_refused, 0, COUNT(no_doubles));
    tcase_add_test(number, a_double_may_have_many_digits_but_not_endless_ones);
    tcase_add_loop_test(number, an_exponent_of_any_size_makes_a_number, 0, COUNT(exponents));
    tcase_add_loop_test(number, halves_are_rounded_away_from_zero_up_to_the_limits, 0,
                        COUNT(fractions));
    suite_add_tcase(suite, number);

    TCase *locale = tcase_create("locale");
    tcase_add_checked_fixture(locale, NULL, locale_restore);
    tcase_set_timeout(locale, 60);
    tcase_add_test(locale, a_decimal_comma_of_the_host_changes_nothing);
    suite_add_tcase(suite, locale);

    TCase *utf8 = tcase_create("utf8");
    tcase_add_loop_test(utf8, utf8_is_counted_in_characters, 0, COUNT(valid_utf8));
    tcase_add_loop_test(utf8, overlong_forms_surrogates_and_torn_characters_are_refused, 0,
                        COUNT(invalid_utf8));
    tcase_add_loop_test(utf8, a_character_is_decoded_from_all_of_its_bytes_and_not_from_fewer, 0,
                        COUNT(points));
    tcase_add_test(utf8, cutting_never_splits_a_character);
    tcase_add_test(utf8, a_service_cannot_send_commands_to_a_terminal);
    tcase_add_test(utf8, control_bytes_are_found);
    tcase_add_test(utf8, each_byte_is_judged_alike_wherever_it_stands);
    suite_add_tcase(suite, utf8);
    return suite;
}
