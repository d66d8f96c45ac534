/*
 * Numbers are read by one grammar and one exact decimal form, and only doubles go through the C
 * library, in the C locale.
 */
#include "core/number.h"

#include "core/assert.h"
#include "core/text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT_MAX 1100 /* more digits than any double has */

static_assert(NUMBER_SAFE_DIGITS < 19, "the largest number of 64 bits has 19 digits");

/* ---- integers ---- */

void text_from_int64(int64_t value, char *out)
{
    char digits[20];
    size_t count = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    ASSERT(count <= sizeof digits);
    if (value < 0) {
        *out++ = '-';
    }
    while (count > 0) {
        *out++ = digits[--count];
    }
    *out = '\0';
}

bool text_to_int64(const char *text, size_t size, int64_t *out)
{
    bool negative = size > 0 && text[0] == '-';
    size_t i = negative ? 1 : 0;
    uint64_t limit = (uint64_t)INT64_MAX + (negative ? 1 : 0);
    uint64_t value = 0;

    if (i == size) {
        return false;
    }
    for (; i < size; i++) {
        uint64_t digit = (uint64_t)(text[i] - '0');

        if (!text_is_digit(text[i]) || value > (limit - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* ---- the grammar ---- */

static size_t skip_digits(const char *text, size_t size, size_t i)
{
    while (i < size && text_is_digit(text[i])) {
        i++;
    }
    return i;
}

/*
 * Rule: a number has no leading zero, no leading plus and digits around its point.  Source: RFC
 * 8259, 6.  Test: the_grammar_is_that_of_the_rfc.
 */
size_t number_scan(const char *text, size_t size)
{
    size_t from = size > 0 && text[0] == '-' ? 1 : 0;
    size_t at = skip_digits(text, size, from);

    if (at == from || (text[from] == '0' && at - from > 1)) {
        return 0;
    }
    if (at < size && text[at] == '.') {
        from = at + 1;
        at = skip_digits(text, size, from);
        if (at == from) {
            return 0;
        }
    }
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        from = at + 1;
        from += from < size && (text[from] == '+' || text[from] == '-') ? 1 : 0;
        at = skip_digits(text, size, from);
        if (at == from) {
            return 0;
        }
    }
    return at;
}

/* ---- decimals ---- */

/* 0.digits * 10^point, without zeros at either end; the sign is kept elsewhere. */
struct decimal {
    char digits[20];
    int count;
    int64_t point;
    bool is_cut; /* there were more digits, and not only zeros */
};

static void decimal_add_digit(struct decimal *decimal, char digit)
{
    if (decimal->count == sizeof decimal->digits) {
        decimal->is_cut = decimal->is_cut || digit != '0';
    } else if (decimal->count > 0 || digit != '0') {
        ASSERT((size_t)decimal->count < sizeof decimal->digits);
        decimal->digits[decimal->count++] = digit;
    } else {
        decimal->point--; /* a leading zero */
    }
}

/* An exponent that does not fit is as good as one that is merely far too large. */
static int64_t exponent_of(const char *text, size_t size)
{
    bool negative = text[0] == '-';
    int64_t exponent;

    if (text[0] == '+') {
        text++;
        size--;
    }
    if (!text_to_int64(text, size, &exponent) || exponent > INT32_MAX || exponent < INT32_MIN) {
        return negative ? INT32_MIN : INT32_MAX;
    }
    return exponent;
}

/* Reads a number that number_scan() has accepted. */
static struct decimal decimal_read(const char *text, size_t size)
{
    struct decimal decimal = { .count = 0 };
    size_t i = text[0] == '-' ? 1 : 0;
    bool is_fraction = false;

    for (; i < size && text[i] != 'e' && text[i] != 'E'; i++) {
        if (text[i] == '.') {
            is_fraction = true;
            continue;
        }
        decimal_add_digit(&decimal, text[i]);
        decimal.point += is_fraction ? 0 : 1;
    }
    if (i < size) {
        decimal.point += exponent_of(text + i + 1, size - i - 1);
    }
    while (decimal.count > 0 && decimal.digits[decimal.count - 1] == '0') {
        decimal.count--;
    }
    return decimal;
}

enum number_result number_to_integer(const char *text, size_t size, int decimals, int64_t *out)
{
    ASSERT(number_scan(text, size) == size && size > 0);
    struct decimal decimal = decimal_read(text, size);
    int64_t whole = decimal.point + decimals; /* so many digits are before the point */
    bool is_rounded = decimal.is_cut || whole < decimal.count;
    uint64_t limit = text[0] == '-' ? (uint64_t)INT64_MAX + 1 : INT64_MAX, value = 0;

    for (int64_t i = 0; i < whole && decimal.count > 0; i++) {
        uint64_t digit = i < decimal.count ? (uint64_t)(decimal.digits[i] - '0') : 0;

        if (i > 19 || value > (limit - digit) / 10) {
            return NUMBER_OUT_OF_RANGE;
        }
        value = value * 10 + digit;
    }
    if (whole >= 0 && whole < decimal.count && decimal.digits[whole] >= '5') {
        if (value == limit) {
            return NUMBER_OUT_OF_RANGE;
        }
        value++;
    }
    *out = text[0] == '-' ? (int64_t)(0 - value) : (int64_t)value;
    return decimal.count > 0 && is_rounded ? NUMBER_ROUNDED : NUMBER_WHOLE;
}

/* ---- doubles ---- */

static bool is_word(const char *text, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(text, word, size) == 0;
}

/*
 * NaN when there is no locale.  newlocale() hands out the C locale without allocating, so there is
 * nothing to keep between calls.
 */
static double parse_double(const char *text)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    double value = (double)NAN;

    if (plain != (locale_t)0) {
        value = strtod_l(text, NULL, plain);
        freelocale(plain);
    }
    return value;
}

/* strtod() alone would also take whitespace, hexadecimal digits and "inf". */
bool text_to_double(const char *text, size_t size, double *out)
{
    char copy[NUMBER_TEXT_MAX + 1];
    double value;

    if (is_word(text, size, "NaN")) {
        *out = (double)NAN;
        return true;
    }
    if (is_word(text, size, "Infinity") || is_word(text, size, "-Infinity")) {
        *out = text[0] == '-' ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    if (size == 0 || size > NUMBER_TEXT_MAX || number_scan(text, size) != size) {
        return false;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    value = parse_double(copy);
    if (!isfinite(value)) {
        return false;
    }
    *out = value;
    return true;
}

/* Rounds to so many digits, which are read from printf's "d?ddde+xx" whatever its point is. */
static struct decimal decimal_round(double value, int digits)
{
    struct decimal decimal = { .count = 0 };
    char text[48];
    char *mark;

    (void)snprintf(text, sizeof text, "%.*e", digits - 1, value);
    mark = strchr(text, 'e');
    ASSERT(mark != NULL && digits >= 1);
    for (const char *c = text; c < mark; c++) {
        if (text_is_digit(*c)) {
            ASSERT((size_t)decimal.count < sizeof decimal.digits);
            decimal.digits[decimal.count++] = *c;
        }
    }
    decimal.point = exponent_of(mark + 1, strlen(mark + 1)) + 1;
    return decimal;
}

static char *put_bytes(char *out, const char *bytes, int64_t count)
{
    ASSERT(count >= 0 && count <= DBL_DECIMAL_DIG);
    memcpy(out, bytes, (size_t)count);
    return out + count;
}

static char *put_zeros(char *out, int64_t count)
{
    ASSERT(count >= 0 && count <= 17);
    memset(out, '0', (size_t)count);
    return out + count;
}

/* Plain notation while the first digit is worth 1e-5 to 1e16, else d.ddde+xx. */
static void decimal_print(const struct decimal *decimal, char *out)
{
    int64_t whole = decimal->point;

    if (whole < -4 || whole > 17) {
        out = put_bytes(out, decimal->digits, 1);
        if (decimal->count > 1) {
            *out++ = '.';
            out = put_bytes(out, decimal->digits + 1, decimal->count - 1);
        }
        *out++ = 'e';
        text_from_int64(whole - 1, out);
        return;
    }
    if (whole <= 0) {
        out = put_bytes(out, "0.", 2);
        out = put_zeros(out, -whole);
        out = put_bytes(out, decimal->digits, decimal->count);
    } else if (whole >= decimal->count) {
        out = put_bytes(out, decimal->digits, decimal->count);
        out = put_zeros(out, whole - decimal->count);
    } else {
        out = put_bytes(out, decimal->digits, whole);
        *out++ = '.';
        out = put_bytes(out, decimal->digits + whole, decimal->count - whole);
    }
    *out = '\0';
}

void text_from_double(double value, char *out)
{
    if (value != value) {
        memcpy(out, "NaN", 4);
        return;
    }
    if (value == 0 && signbit(value)) {
        /* Readers of JSON take -0 for an integer, which has no negative zero. */
        memcpy(out, "-0.0", 5);
        return;
    }
    if (value < 0) {
        *out++ = '-';
        value = -value;
    }
    if (value > DBL_MAX) {
        memcpy(out, "Infinity", 9);
        return;
    }
    for (int digits = 1; digits <= DBL_DECIMAL_DIG; digits++) {
        struct decimal decimal = decimal_round(value, digits);
        double back;

        decimal_print(&decimal, out);
        back = parse_double(out);
        if (back >= value && back <= value) {
            return;
        }
    }
}
