/*
 * JSON values as the language compares and prints them.
 */
#ifndef CTL_JMESPATH_VALUE_H
#define CTL_JMESPATH_VALUE_H

#include "jmespath/evaluation.h"

#include <stdbool.h>

/* False for null, false and empty strings, arrays and objects. */
bool value_is_true(const json_t *value);
/* Deep equality; 1 and 1.0 are equal.  Charges the work limit. */
bool value_equals(struct evaluation *evaluation, const json_t *left, const json_t *right);
/*
 * Orders two numbers or two strings: *order is negative, zero or positive.  False for other types.
 */
bool value_compare(const json_t *left, const json_t *right, int *order);
/* Charges the size of a value, shared parts counted each time they occur. */
bool value_charge(struct evaluation *evaluation, const json_t *value);
/* "number", "string", "array" and so on. */
const char *value_type_name(const json_t *value);

#endif
