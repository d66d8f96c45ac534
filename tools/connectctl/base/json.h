/*
 * What jansson leaves open: failed allocations, and numbers as the AWS CLI writes them.
 */
#ifndef CTL_BASE_JSON_H
#define CTL_BASE_JSON_H

#include "base/strbuf.h"

#include <jansson.h>

/* Sets a member and takes ownership of `value`.  Without memory, or with a NULL value, the program
 * ends. */
void json_set(json_t *object, const char *name, json_t *value);
/* Appends an element and takes ownership of `value`, in the same way. */
void json_append(json_t *array, json_t *value);
/* A new string.  Bytes that are not UTF-8 become U+FFFD. */
json_t *json_new_string(const char *string);
/* The string of a member, or NULL when it is absent or not a string. */
const char *json_member_string(const json_t *object, const char *name);

/* An integer, or a real in the fewest digits that keep its value: 1.0, 0.25, 1e+16. */
void json_write_number(struct strbuf *out, const json_t *number);
/* The value without white space, in ASCII. */
void json_write_compact(struct strbuf *out, const json_t *value);

#endif
