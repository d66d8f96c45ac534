/*
 * The functions of the language.
 */
#ifndef CTL_JMESPATH_FUNCTIONS_H
#define CTL_JMESPATH_FUNCTIONS_H

#include "jmespath/function_bodies.h"

/* A set of types that an argument may have. */
enum {
    TYPE_NULL = 1,
    TYPE_BOOLEAN = 2,
    TYPE_NUMBER = 4,
    TYPE_STRING = 8,
    TYPE_ARRAY = 16,
    TYPE_OBJECT = 32,
    TYPE_EXPREF = 64,
    TYPE_NUMBERS = 128, /* array of numbers only */
    TYPE_STRINGS = 256, /* array of strings only */
    TYPE_ANY = TYPE_NULL | TYPE_BOOLEAN | TYPE_NUMBER | TYPE_STRING | TYPE_ARRAY | TYPE_OBJECT
};

struct function {
    const char *name;
    size_t arity;
    bool is_variadic; /* the last argument may be repeated */
    unsigned types[2];
    function_body body;
};

/* NULL when there is no such function. */
const struct function *jmespath_find_function(const char *name);
/* The index-th function, in alphabetical order; NULL past the end. */
const struct function *jmespath_function_at(size_t index);
/* Checks the types of the arguments and calls the function. */
json_t *jmespath_call(struct evaluation *evaluation, const struct function *function,
                      const struct argument *arguments, size_t count);

#endif
