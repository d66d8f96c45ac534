/*
 * Functions of arrays and objects.
 */
#include "base/strbuf.h"
#include "jmespath/function_bodies.h"
#include "jmespath/value.h"

static void append_element(json_t *list, json_t *value)
{
    if (json_array_append(list, value) != 0) {
        out_of_memory();
    }
}

json_t *function_keys(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    json_t *list, *value;
    const char *key;

    (void)count;
    if (!evaluation_charge(evaluation, json_object_size(arguments[0].value))) {
        return NULL;
    }
    list = require_memory(json_array());
    json_object_foreach(arguments[0].value, key, value) {
        if (json_array_append_new(list, json_string_nocheck(key)) != 0) {
            out_of_memory();
        }
    }
    return list;
}

json_t *function_values(struct evaluation *evaluation, const struct argument *arguments,
                        size_t count)
{
    json_t *list, *value;
    const char *key;

    (void)count;
    if (!evaluation_charge(evaluation, json_object_size(arguments[0].value))) {
        return NULL;
    }
    list = require_memory(json_array());
    json_object_foreach(arguments[0].value, key, value) {
        append_element(list, value);
    }
    return list;
}

json_t *function_merge(struct evaluation *evaluation, const struct argument *arguments,
                       size_t count)
{
    json_t *merged = require_memory(json_object());

    for (size_t i = 0; i < count; i++) {
        if (!evaluation_charge(evaluation, json_object_size(arguments[i].value))) {
            json_decref(merged);
            return NULL;
        }
        if (json_object_update(merged, arguments[i].value) != 0) {
            out_of_memory();
        }
    }
    return merged;
}

/* Unlike a projection, it keeps null results. */
json_t *function_map(struct evaluation *evaluation, const struct argument *arguments, size_t count)
{
    json_t *list = require_memory(json_array()), *element;
    size_t at;

    (void)count;
    json_array_foreach(arguments[1].value, at, element) {
        json_t *result = evaluation->evaluate(evaluation, arguments[0].expref, element);

        if (result == NULL) {
            json_decref(list);
            return NULL;
        }
        if (json_array_append_new(list, result) != 0) {
            out_of_memory();
        }
    }
    return list;
}

json_t *function_not_null(struct evaluation *evaluation, const struct argument *arguments,
                          size_t count)
{
    (void)evaluation;
    for (size_t i = 0; i < count; i++) {
        if (!json_is_null(arguments[i].value)) {
            return json_incref(arguments[i].value);
        }
    }
    return json_null();
}

json_t *function_to_array(struct evaluation *evaluation, const struct argument *arguments,
                          size_t count)
{
    json_t *value = arguments[0].value, *list;

    (void)evaluation;
    (void)count;
    if (json_is_array(value)) {
        return json_incref(value);
    }
    list = require_memory(json_array());
    append_element(list, value);
    return list;
}
