/*
 * Times as strings, in UTC: milliseconds since the epoch on one side, without the C library's idea
 * of a zone or a locale.
 */
#ifndef CORE_TIME_H
#define CORE_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* "20261121T123456Z"; `out` has at least 17 bytes. */
void time_format_basic(int64_t ms, char *out);
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
