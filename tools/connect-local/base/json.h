/*
 * jansson with the failures of memory taken care of.
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

/* Puts a value, whose reference is taken. */
static inline void json_put(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, check_alloc(value)) != 0) {
        check_alloc(NULL);
    }
}

static inline void json_put_string(json_t *object, const char *key, const char *text)
{
    json_put(object, key, json_string(text));
}

/* Epoch seconds, with a fraction, as the service sends them. */
static inline void json_put_time(json_t *object, const char *key, int64_t ms)
{
    json_put(object, key, json_real((double)ms / 1000.0));
}

static inline void json_append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, check_alloc(value)) != 0) {
        check_alloc(NULL);
    }
}

static inline const char *json_get_string(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

#endif
