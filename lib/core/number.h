/*
 * Numbers as strings, with a '.' also under a locale with a decimal comma.
 */
#ifndef CORE_NUMBER_H
#define CORE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Any number of so many digits fits 64 bits. */
#define NUMBER_SAFE_DIGITS 18

/*
 * The size of the number at the beginning of the text, by the grammar of JSON (RFC 8259, 6):
 * "-0.5e+3", but neither "+1" nor "01", "1." or ".5".  0 when there is none.
 */
size_t number_scan(const char *text, size_t size);

enum number_result { NUMBER_WHOLE, NUMBER_ROUNDED, NUMBER_OUT_OF_RANGE };

/*
 * The value of a number that number_scan() has accepted, times 10 to the power of `decimals`, as
 * the nearest integer, halves away from zero: with 0 decimals, 1e3 and 2.0 are whole and 1.5 is
 * rounded. The decision is exact, whatever a double could hold.
 */
enum number_result number_to_integer(const char *text, size_t size, int decimals, int64_t *out);

/* A whole string as a decimal number; false when it is not one or does not fit. */
bool text_to_int64(const char *text, size_t size, int64_t *out);
/* By number_scan(), and NaN, Infinity and -Infinity by name. */
bool text_to_double(const char *text, size_t size, double *out);
/* `out` has at least 21 bytes. */
void text_from_int64(int64_t value, char *out);
/* Shortest string that reads back as the same double, also out of JSON; out has at least 32 bytes.
 */
void text_from_double(double value, char *out);

#endif
