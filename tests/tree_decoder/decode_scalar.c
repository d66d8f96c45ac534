/*
 * Numbers and times out of JSON values.  Services write them in more ways than the protocol has:
 * responses are read generously, input is not.
 */
#include "core/number.h"
#include "core/text.h"
#include "core/time.h"
#include "shape/decode.h"
#include "tree_decoder/decode.h"

#include <string.h>

/* A decimal number in parts: 0.digits * 10^point. */
struct old_decimal {
    char digits[20];
    size_t count;
    int64_t point;
    bool inexact; /* more significant digits than fit */
};

static void add_digit(struct old_decimal *n, char digit)
{
    if (n->count == sizeof n->digits) {
        n->inexact = n->inexact || digit != '0';
    } else if (n->count > 0 || digit != '0') {
        n->digits[n->count++] = digit;
    } else {
        n->point--; /* a leading zero */
    }
}

/* Reads what number_end() of the scan has let through. */
static bool read_decimal(const char *text, size_t size, struct old_decimal *n)
{
    size_t i = text[0] == '-' ? 1 : 0;
    bool fraction = false;
    int64_t exponent = 0;

    for (; i < size && text[i] != 'e' && text[i] != 'E'; i++) {
        if (text[i] == '.') {
            fraction = true;
            continue;
        }
        add_digit(n, text[i]);
        if (!fraction) {
            n->point++;
        }
    }
    if (i < size) {
        i += text[i + 1] == '+' ? 2 : 1;
        if (!text_to_int64(text + i, size - i, &exponent) || exponent > INT32_MAX ||
            exponent < INT32_MIN) {
            return n->count == 0; /* zero has no magnitude */
        }
    }
    n->point += exponent;
    while (n->count > 0 && n->digits[n->count - 1] == '0') {
        n->count--;
    }
    return !n->inexact;
}

/* 1.0 and 1e3 are integers, 1.5 is none; nothing is rounded. */
static enum decode_outcome integer_of_number(const char *text, size_t size, int64_t *out)
{
    struct old_decimal n = { .count = 0 };
    char whole[24];
    size_t used = 0;

    if (!read_decimal(text, size, &n)) {
        return DECODE_OUT_OF_RANGE;
    }
    if (n.count == 0) {
        *out = 0;
        return DECODE_FINE;
    }
    if (n.point < (int64_t)n.count) {
        return DECODE_WRONG_TYPE;
    }
    if (n.point > 19) {
        return DECODE_OUT_OF_RANGE;
    }
    if (text[0] == '-') {
        whole[used++] = '-';
    }
    memcpy(whole + used, n.digits, n.count);
    memset(whole + used + n.count, '0', (size_t)n.point - n.count);
    used += (size_t)n.point;
    return text_to_int64(whole, used, out) ? DECODE_FINE : DECODE_OUT_OF_RANGE;
}

enum decode_outcome old_decode_integer(const struct old_decoder *d, const json_t *value,
                                       int64_t *out)
{
    size_t size;
    const char *number = old_tree_kept_number(value, &size);

    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return DECODE_FINE;
    }
    if (number != NULL) {
        return integer_of_number(number, size, out);
    }
    if (d->mode == DECODE_RESPONSE && json_is_string(value) &&
        text_to_int64(json_string_value(value), json_string_length(value), out)) {
        return DECODE_FINE;
    }
    return DECODE_WRONG_TYPE;
}

enum decode_outcome old_decode_double(const struct old_decoder *d, const json_t *value, double *out)
{
    size_t size;
    const char *number = old_tree_kept_number(value, &size);
    const char *text;

    if (json_is_integer(value)) {
        *out = (double)json_integer_value(value);
        return DECODE_FINE;
    }
    if (number != NULL) {
        return text_to_double(number, size, out) ? DECODE_FINE : DECODE_OUT_OF_RANGE;
    }
    if (!json_is_string(value)) {
        return DECODE_WRONG_TYPE;
    }
    text = json_string_value(value);
    size = json_string_length(value);
    if (d->mode == DECODE_INPUT && (size == 0 || text_is_digit(text[size - 1]))) {
        return DECODE_WRONG_TYPE; /* only NaN and the infinities are written as text */
    }
    return text_to_double(text, size, out) ? DECODE_FINE : DECODE_WRONG_TYPE;
}

enum decode_outcome old_decode_time(const json_t *value, int64_t *ms)
{
    size_t size;
    const char *number = old_tree_kept_number(value, &size);
    const char *text;
    int64_t seconds;

    if (json_is_integer(value)) {
        seconds = json_integer_value(value);
        if (seconds > INT64_MAX / 1000 || seconds < INT64_MIN / 1000) {
            return DECODE_OUT_OF_RANGE;
        }
        *ms = seconds * 1000;
        return DECODE_FINE;
    }
    if (number != NULL) {
        return time_parse_epoch(number, size, ms) ? DECODE_FINE : DECODE_OUT_OF_RANGE;
    }
    if (!json_is_string(value)) {
        return DECODE_WRONG_TYPE;
    }
    text = json_string_value(value);
    size = json_string_length(value);
    if (time_parse_epoch(text, size, ms) || time_parse_iso(text, size, ms) ||
        time_parse_http(text, size, ms)) {
        return DECODE_FINE;
    }
    return DECODE_WRONG_TYPE;
}
