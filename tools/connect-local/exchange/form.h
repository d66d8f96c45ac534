/*
 * Paths, queries and forms: splitting and percent-decoding.
 */
#ifndef LOCAL_EXCHANGE_FORM_H
#define LOCAL_EXCHANGE_FORM_H

#include "core/mem.h"

#include <connect/types.h>

/*
 * Percent-decodes into the arena; NULL for a broken escape, a NUL or invalid UTF-8.
 * plus: '+' is a space, as in a query.
 */
const char *percent_decode(struct arena *arena, const char *text, size_t size, bool plus);

/* The next piece between separators, such as the '/' of a path; start with *at at the string. */
bool split_next(const char **at, char separator, const char **piece, size_t *size);

/*
 * A form or query, decoded, in the order of arrival; false when something in it cannot be decoded
 * or there are too many pairs.
 */
bool form_parse(struct arena *arena, const char *text, connect_pair **pairs, size_t *count);
/* The first value of that name, or NULL. */
const char *form_get(const connect_pair *pairs, size_t count, const char *name);

#endif
