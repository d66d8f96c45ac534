/*
 * Points in time as the AWS CLI shows them, and as a person reads them.
 */
#ifndef CTL_TIMES_H
#define CTL_TIMES_H

#include <connect/operation.h>

#include <jansson.h>

/*
 * Every time in an object of that shape becomes ISO 8601 in local time,
 * "2026-11-21T16:59:18.525000-07:00".
 */
void times_localize(const connect_shape *shape, json_t *object);
/* "2026-11-21 16:59:18" for such a text; other texts stay.  To be freed. */
char *times_readable(const char *text);

#endif
