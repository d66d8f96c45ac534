/*
 * The table of functions and the check of their arguments; the bodies are in the function_*.c
 * files.
 */
#include "jmespath/functions.h"

#include "base/strbuf.h"
#include "jmespath/value.h"

#include <string.h>

#define COLLECTION (TYPE_STRING | TYPE_ARRAY | TYPE_OBJECT)
#define ORDERED (TYPE_NUMBERS | TYPE_STRINGS)

static const struct function functions[] = {
    { "abs", 1, false, { TYPE_NUMBER }, function_abs },
    { "avg", 1, false, { TYPE_NUMBERS }, function_avg },
    { "ceil", 1, false, { TYPE_NUMBER }, function_ceil },
    { "contains", 2, false, { TYPE_ARRAY | TYPE_STRING, TYPE_ANY }, function_contains },
    { "ends_with", 2, false, { TYPE_STRING, TYPE_STRING }, function_ends_with },
    { "floor", 1, false, { TYPE_NUMBER }, function_floor },
    { "join", 2, false, { TYPE_STRING, TYPE_STRINGS }, function_join },
    { "keys", 1, false, { TYPE_OBJECT }, function_keys },
    { "length", 1, false, { COLLECTION }, function_length },
    { "map", 2, false, { TYPE_EXPREF, TYPE_ARRAY }, function_map },
    { "max", 1, false, { ORDERED }, function_max },
    { "max_by", 2, false, { TYPE_ARRAY, TYPE_EXPREF }, function_max_by },
    { "merge", 1, true, { TYPE_OBJECT }, function_merge },
    { "min", 1, false, { ORDERED }, function_min },
    { "min_by", 2, false, { TYPE_ARRAY, TYPE_EXPREF }, function_min_by },
    { "not_null", 1, true, { TYPE_ANY }, function_not_null },
    { "reverse", 1, false, { TYPE_ARRAY | TYPE_STRING }, function_reverse },
    { "sort", 1, false, { ORDERED }, function_sort },
    { "sort_by", 2, false, { TYPE_ARRAY, TYPE_EXPREF }, function_sort_by },
    { "starts_with", 2, false, { TYPE_STRING, TYPE_STRING }, function_starts_with },
    { "sum", 1, false, { TYPE_NUMBERS }, function_sum },
    { "to_array", 1, false, { TYPE_ANY }, function_to_array },
    { "to_number", 1, false, { TYPE_ANY }, function_to_number },
    { "to_string", 1, false, { TYPE_ANY }, function_to_string },
    { "type", 1, false, { TYPE_ANY }, function_type },
    { "values", 1, false, { TYPE_OBJECT }, function_values },
};

static const struct {
    unsigned type;
    const char *name;
} type_names[] = {
    { TYPE_NULL, "null" },
    { TYPE_BOOLEAN, "boolean" },
    { TYPE_NUMBER, "number" },
    { TYPE_STRING, "string" },
    { TYPE_ARRAY, "array" },
    { TYPE_OBJECT, "object" },
    { TYPE_EXPREF, "&expression" },
    { TYPE_NUMBERS, "array of numbers" },
    { TYPE_STRINGS, "array of strings" },
};

const struct function *jmespath_function_at(size_t index)
{
    return index < sizeof functions / sizeof functions[0] ? &functions[index] : NULL;
}

const struct function *jmespath_find_function(const char *name)
{
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (strcmp(functions[i].name, name) == 0) {
            return &functions[i];
        }
    }
    return NULL;
}

/* The sets that a value is in: an empty array is one of numbers and one of strings. */
static unsigned types_of(const struct argument *argument)
{
    const json_t *element;
    unsigned types = TYPE_ARRAY | TYPE_NUMBERS | TYPE_STRINGS;
    size_t at;

    if (argument->expref != NULL) {
        return TYPE_EXPREF;
    }
    switch (json_typeof(argument->value)) {
    case JSON_NULL:
        return TYPE_NULL;
    case JSON_INTEGER:
    case JSON_REAL:
        return TYPE_NUMBER;
    case JSON_STRING:
        return TYPE_STRING;
    case JSON_OBJECT:
        return TYPE_OBJECT;
    case JSON_ARRAY:
        json_array_foreach(argument->value, at, element) {
            types &= json_is_number(element)   ? (unsigned)(TYPE_ARRAY | TYPE_NUMBERS)
                     : json_is_string(element) ? (unsigned)(TYPE_ARRAY | TYPE_STRINGS)
                                               : (unsigned)TYPE_ARRAY;
        }
        return types;
    default:
        return TYPE_BOOLEAN;
    }
}

static json_t *fail_type(struct evaluation *evaluation, const struct function *function,
                         const struct argument *argument, size_t index, unsigned wanted)
{
    struct strbuf expected = { 0 };
    const char *found = argument->expref != NULL ? "&expression" : value_type_name(argument->value);

    for (size_t i = 0; i < sizeof type_names / sizeof type_names[0]; i++) {
        if (wanted & type_names[i].type) {
            strbuf_addf(&expected, "%s%s", expected.size > 0 ? " or " : "", type_names[i].name);
        }
    }
    (void)evaluation_fail(evaluation, "%s(): argument %zu is of type %s; expected %s",
                          function->name, index + 1, found, strbuf_string(&expected));
    strbuf_free(&expected);
    return NULL;
}

json_t *jmespath_call(struct evaluation *evaluation, const struct function *function,
                      const struct argument *arguments, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        unsigned wanted = function->types[i < function->arity ? i : function->arity - 1];
        size_t elements = json_array_size(arguments[i].value);

        if (!evaluation_charge(evaluation, elements)) {
            return NULL;
        }
        if ((types_of(&arguments[i]) & wanted) == 0) {
            return fail_type(evaluation, function, &arguments[i], i, wanted);
        }
    }
    return function->body(evaluation, arguments, count);
}
