/*
 * Values.  Recursion is bounded: a value is no deeper than what jansson parses plus the depth of
 * the expression's tree.
 */
#include "jmespath/value.h"

#include <string.h>

bool value_is_true(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_NULL:
    case JSON_FALSE:
        return false;
    case JSON_STRING:
        return json_string_length(value) > 0;
    case JSON_ARRAY:
        return json_array_size(value) > 0;
    case JSON_OBJECT:
        return json_object_size(value) > 0;
    default:
        return true;
    }
}

static bool arrays_equal(struct evaluation *evaluation, const json_t *left, const json_t *right)
{
    size_t count = json_array_size(left);
    bool equal = count == json_array_size(right);

    for (size_t i = 0; equal && i < count; i++) {
        equal = value_equals(evaluation, json_array_get(left, i), json_array_get(right, i));
    }
    return equal;
}

static bool objects_equal(struct evaluation *evaluation, const json_t *left, const json_t *right)
{
    const char *key;
    json_t *value;

    if (json_object_size(left) != json_object_size(right)) {
        return false;
    }
    json_object_foreach((json_t *)left, key, value) {
        const json_t *other = json_object_get(right, key);

        if (other == NULL || !value_equals(evaluation, value, other)) {
            return false;
        }
    }
    return true;
}

bool value_equals(struct evaluation *evaluation, const json_t *left, const json_t *right)
{
    int order;

    if (!evaluation_charge(evaluation, 1)) {
        return false;
    }
    if (value_compare(left, right, &order)) {
        return order == 0;
    }
    if (json_typeof(left) != json_typeof(right)) {
        return false;
    }
    if (json_is_array(left)) {
        return arrays_equal(evaluation, left, right);
    }
    /* What remains are null, true and false. */
    return !json_is_object(left) || objects_equal(evaluation, left, right);
}

static int compare_numbers(const json_t *left, const json_t *right)
{
    if (json_is_integer(left) && json_is_integer(right)) {
        json_int_t a = json_integer_value(left), b = json_integer_value(right);

        return (a > b) - (a < b);
    }
    double a = json_number_value(left), b = json_number_value(right);

    return (a > b) - (a < b);
}

/* UTF-8 sorts by code point when it is compared byte by byte. */
bool value_compare(const json_t *left, const json_t *right, int *order)
{
    if (json_is_number(left) && json_is_number(right)) {
        *order = compare_numbers(left, right);
        return true;
    }
    if (json_is_string(left) && json_is_string(right)) {
        *order = strcmp(json_string_value(left), json_string_value(right));
        return true;
    }
    return false;
}

bool value_charge(struct evaluation *evaluation, const json_t *value)
{
    const char *key;
    json_t *child;
    size_t at;

    if (!evaluation_charge(evaluation, 1 + json_string_length(value) / 8)) {
        return false;
    }
    if (json_is_array(value)) {
        json_array_foreach(value, at, child) {
            if (!value_charge(evaluation, child)) {
                return false;
            }
        }
    } else if (json_is_object(value)) {
        json_object_foreach((json_t *)value, key, child) {
            if (!value_charge(evaluation, child)) {
                return false;
            }
        }
    }
    return true;
}

const char *value_type_name(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "object";
    case JSON_ARRAY:
        return "array";
    case JSON_STRING:
        return "string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "number";
    case JSON_NULL:
        return "null";
    default:
        return "boolean";
    }
}
