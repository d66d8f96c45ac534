/* Numbers as text with a '.', also under a locale with a decimal comma. */
#include "core/text.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_TEXT_MAX 1100 /* more digits than any double has */

void text_from_int64(int64_t value, char *out)
{
    char digits[20];
    size_t count = 0;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[count++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
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
        if (!text_is_digit(text[i])) {
            return false;
        }
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (value > (limit - digit) / 10) {
            return false;
        }
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

static size_t skip_digits(const char *text, size_t size, size_t i)
{
    while (i < size && text_is_digit(text[i])) {
        i++;
    }
    return i;
}

/* [-]digits[.digits][e[+-]digits]: strtod() alone would also take blanks, hexadecimal and "inf". */
static bool is_decimal(const char *text, size_t size)
{
    size_t i = size > 0 && text[0] == '-' ? 1 : 0;
    size_t end = skip_digits(text, size, i);
    if (end == i) {
        return false;
    }
    i = end;
    if (i < size && text[i] == '.') {
        end = skip_digits(text, size, i + 1);
        if (end == i + 1) {
            return false;
        }
        i = end;
    }
    if (i < size && (text[i] == 'e' || text[i] == 'E')) {
        i++;
        i += i < size && (text[i] == '+' || text[i] == '-') ? 1 : 0;
        end = skip_digits(text, size, i);
        if (end == i) {
            return false;
        }
        i = end;
    }
    return i == size;
}

static bool is_word(const char *text, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(text, word, size) == 0;
}

/*
 * newlocale() hands out the C locale without allocating, so there is nothing to keep between calls.
 */
static bool parse_decimal(const char *text, double *out)
{
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0) {
        return false;
    }
    *out = strtod_l(text, NULL, plain);
    freelocale(plain);
    return true;
}

bool text_to_double(const char *text, size_t size, double *out)
{
    if (is_word(text, size, "NaN")) {
        *out = (double)NAN;
        return true;
    }
    if (is_word(text, size, "Infinity") || is_word(text, size, "-Infinity")) {
        *out = text[0] == '-' ? -(double)INFINITY : (double)INFINITY;
        return true;
    }
    char copy[NUMBER_TEXT_MAX + 1];
    if (size > NUMBER_TEXT_MAX || !is_decimal(text, size)) {
        return false;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    double value;
    if (!parse_decimal(copy, &value) || value > DBL_MAX || value < -DBL_MAX) {
        return false;
    }
    *out = value;
    return true;
}

/*
 * Digits without the point, and the exponent of the first, read from printf's "d?ddde+xx" whatever
 * its point is.
 */
struct decimal {
    char digits[20];
    int count;
    int exponent;
};

static void decimal_make(double value, int precision, struct decimal *out)
{
    char text[48];
    int64_t exponent = 0;
    snprintf(text, sizeof text, "%.*e", precision, value);
    char *mark = strchr(text, 'e');
    out->count = 0;
    for (const char *p = text; p < mark; p++) {
        if (text_is_digit(*p)) {
            out->digits[out->count++] = *p;
        }
    }
    bool negative = mark[1] == '-';
    text_to_int64(mark + 2, strlen(mark + 2), &exponent);
    out->exponent = (int)(negative ? -exponent : exponent);
}

static char *put(char *out, const char *bytes, int count)
{
    memcpy(out, bytes, (size_t)count);
    return out + count;
}

static char *put_zeros(char *out, int count)
{
    for (int i = 0; i < count; i++) {
        *out++ = '0';
    }
    return out;
}

/* Plain notation for exponents -5 to 16, else d.ddde+xx. */
static void decimal_print(const struct decimal *d, char *out)
{
    int whole = d->exponent + 1;
    if (d->exponent < -5 || d->exponent > 16) {
        out = put(out, d->digits, 1);
        if (d->count > 1) {
            *out++ = '.';
            out = put(out, d->digits + 1, d->count - 1);
        }
        *out++ = 'e';
        text_from_int64(d->exponent, out);
        return;
    }
    if (whole <= 0) {
        out = put(out, "0.", 2);
        out = put_zeros(out, -whole);
        out = put(out, d->digits, d->count);
    } else if (whole >= d->count) {
        out = put(out, d->digits, d->count);
        out = put_zeros(out, whole - d->count);
    } else {
        out = put(out, d->digits, whole);
        *out++ = '.';
        out = put(out, d->digits + whole, d->count - whole);
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
        /* readers of JSON take -0 for an integer, which has no negative zero */
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
    for (int precision = 0; precision < DBL_DECIMAL_DIG; precision++) {
        struct decimal decimal;
        double back;
        decimal_make(value, precision, &decimal);
        decimal_print(&decimal, out);
        if (parse_decimal(out, &back) && back >= value && back <= value) {
            return;
        }
    }
}
