/*
 * jansson without its failures: an allocation failure ends the process, and a string from outside
 * that is not valid UTF-8 is repaired. (jansson returns NULL for both.)
 */
#ifndef LOCAL_BASE_JSON_H
#define LOCAL_BASE_JSON_H

#include "base/alloc.h"

#include <jansson.h>

#include <stdint.h>

static inline json_t *json_check_alloc(json_t *json)
{
    return check_alloc(json);
}

/* A new string; each byte that is not part of valid UTF-8 becomes U+FFFD. */
json_t *json_new_string(const char *string);

/* Sets a member; takes the reference of `value`. `key` is a valid string of the caller. */
void json_put(json_t *object, const char *key, json_t *value);
void json_put_string(json_t *object, const char *key, const char *string);
/* Epoch seconds with a fraction, as the service sends them. */
void json_put_time(json_t *object, const char *key, int64_t ms);
/* Takes the reference of `value`. */
void json_append(json_t *array, json_t *value);

/* NULL when there is no such member or it is not a string. */
static inline const char *json_get_string(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

#endif
