/*
 * Text without a locale: comparing, numbers, UTF-8, percent-encoding, time.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include "core/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

bool text_is_alpha(char c);
bool text_is_digit(char c);
bool text_is_alnum(char c);
char text_lower(char c);
bool text_equal_nocase(const char *a, const char *b); /* false when one is NULL */
bool text_equal_nocase_n(const char *a, size_t a_size, const char *b);
bool text_starts(const char *text, const char *prefix);
bool text_is_empty(const char *text); /* NULL or "" */

/* Whole text as a decimal number; false when it is not one or does not fit. */
bool text_to_int64(const char *text, size_t size, int64_t *out);
/* point always '.', also NaN and +-Infinity by name */
bool text_to_double(const char *text, size_t size, double *out);
/* `out` has at least 21 bytes. */
void text_from_int64(int64_t value, char *out);
/* Shortest text that reads back as the same double, also out of JSON; out has at least 32 bytes. */
void text_from_double(double value, char *out);

/*
 * Whether all of it is valid UTF-8 (no surrogates, no overlong forms); *characters, may be NULL,
 * gets the count.
 */
bool text_utf8_valid(const char *text, size_t size, size_t *characters);
/* The largest size up to `max` at which text can be cut without splitting a character. */
size_t text_utf8_cut(const char *text, size_t size, size_t max);
/*
 * In place: line ends and tabs become blanks; other control characters and invalid UTF-8 become
 * question marks.
 */
void text_make_printable(char *text, size_t size);
/* Offset of the first byte below 0x20 or 0x7f, or -1. */
ptrdiff_t text_find_control(const char *text, size_t size);

/* Percent-encodes everything but A-Z a-z 0-9 - . _ ~ and the bytes of `keep` (NULL for none). */
bool text_percent_encode(struct buf *out, const char *text, size_t size, const char *keep);

/* "20261121T123456Z" and "20261121"; `out` has at least 17 and 9 bytes. */
void time_format_basic(int64_t ms, char *out);
void time_format_date(int64_t ms, char *out);
/*
 * "2026-11-21T12:34:56+00:00", with ".123000" when there is a fraction; `out` has at least 40
 * bytes.
 */
void time_format_iso(int64_t ms, char *out);
/* "2026-11-21T12:34:56Z", without a fraction; `out` has at least 21 bytes. */
void time_format_utc(int64_t ms, char *out);
/*
 * ISO 8601 date-times in their usual forms: T or space, any fraction, Z, UTC, +hh:mm, +hhmm, +hh;
 * without zone: UTC.
 */
bool time_parse_iso(const char *text, size_t size, int64_t *ms);
/* "Sat, 21 Nov 2026 12:34:56 GMT". */
bool time_parse_http(const char *text, size_t size, int64_t *ms);
/* Epoch seconds, fraction and exponent allowed: "1700000000", "1576540098.123", "1.7e9". */
bool time_parse_epoch(const char *text, size_t size, int64_t *ms);

#endif
