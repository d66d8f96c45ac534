/*
 * Functions of numbers.  Integers stay integers as long as they fit into 64 bits.
 */
#include "base/strbuf.h"
#include "jmespath/function_bodies.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A whole number becomes an integer when it fits. */
static json_t *from_whole(double number)
{
    return require_memory(number >= -9e18 && number <= 9e18 ? json_integer((json_int_t)number)
                                                            : json_real(number));
}

json_t *function_abs(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    const json_t *value = arguments[0].value;

    (void)evaluation;
    (void)count;
    if (json_is_integer(value) && json_integer_value(value) > INT64_MIN) {
        return require_memory(json_integer(llabs(json_integer_value(value))));
    }
    return require_memory(json_real(fabs(json_number_value(value))));
}

json_t *function_ceil(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    (void)evaluation;
    (void)count;
    return json_is_integer(arguments[0].value)
               ? json_incref(arguments[0].value)
               : from_whole(ceil(json_real_value(arguments[0].value)));
}

json_t *function_floor(struct evaluation *evaluation, const struct argument *arguments,
                       size_t count)
{
    (void)evaluation;
    (void)count;
    return json_is_integer(arguments[0].value)
               ? json_incref(arguments[0].value)
               : from_whole(floor(json_real_value(arguments[0].value)));
}

/* json_real() refuses infinities; a sum that overflows is one. */
static json_t *new_real(struct evaluation *evaluation, double number)
{
    return isfinite(number) ? require_memory(json_real(number))
                            : evaluation_fail(evaluation, "the sum is too large");
}

json_t *function_sum(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    json_int_t total = 0;
    double real = 0;
    bool is_exact = true;
    const json_t *value;
    size_t at;

    (void)count;
    json_array_foreach(arguments[0].value, at, value) {
        real += json_number_value(value);
        is_exact = is_exact && json_is_integer(value) &&
                   !__builtin_add_overflow(total, json_integer_value(value), &total);
    }
    return is_exact ? require_memory(json_integer(total)) : new_real(evaluation, real);
}

json_t *function_avg(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    size_t elements = json_array_size(arguments[0].value);
    double total = 0;
    const json_t *value;
    size_t at;

    (void)count;
    json_array_foreach(arguments[0].value, at, value) {
        total += json_number_value(value);
    }
    return elements == 0 ? json_null() : new_real(evaluation, total / (double)elements);
}

/* A decimal number with white space around it; anything else is null. */
static json_t *parse_number(const char *text)
{
    static const char space[] = " \t\n\r\f\v";
    const char *start = text + strspn(text, space);
    char *end;
    long long integer;
    double real;

    if (start[strspn(start, "+-.0123456789eE \t\n\r\f\v")] != '\0') {
        return json_null();
    }
    errno = 0;
    integer = strtoll(start, &end, 10);
    if (end != start && errno == 0 && end[strspn(end, space)] == '\0') {
        return require_memory(json_integer(integer));
    }
    real = strtod(start, &end);
    return end != start && isfinite(real) && end[strspn(end, space)] == '\0'
               ? require_memory(json_real(real))
               : json_null();
}

json_t *function_to_number(struct evaluation *evaluation, const struct argument *arguments,
                           size_t count)
{
    json_t *value = arguments[0].value;

    (void)evaluation;
    (void)count;
    if (json_is_number(value)) {
        return json_incref(value);
    }
    return json_is_string(value) ? parse_number(json_string_value(value)) : json_null();
}
