/*
 * Points in time as the AWS CLI prints them, and for people.
 */
#ifndef CTL_OUTPUT_TIMES_H
#define CTL_OUTPUT_TIMES_H

#include <connect/operation.h>

#include <jansson.h>

#include <stdbool.h>

/*
 * Changes every time in an object of that shape to ISO 8601 in local time,
 * "2026-11-21T16:59:18.525000-07:00", or to the number on the wire.  shape may be NULL: nothing
 * changes.
 */
void times_format(const connect_shape *shape, json_t *object, bool is_wire);
/* Whether a string has the form of such a time. */
bool times_is_time(const char *text);
/* "2026-11-21 16:59:18" for a time; other strings are copied.  The caller frees it. */
char *times_readable(const char *text);

#endif
