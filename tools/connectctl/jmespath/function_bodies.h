/*
 * What the functions do.  Arguments have been checked; each returns a new reference, or NULL with
 * the error set.
 */
#ifndef CTL_JMESPATH_FUNCTION_BODIES_H
#define CTL_JMESPATH_FUNCTION_BODIES_H

#include "jmespath/evaluation.h"

/* A value, or an expression that the function evaluates itself. */
struct argument {
    json_t *value;
    const struct node *expref;
};

/* Returns a new reference, or NULL with the error set. */
typedef json_t *(*function_body)(struct evaluation *evaluation, const struct argument *arguments,
                                 size_t count);

/* ---- numbers: function_number.c ---- */
json_t *function_abs(struct evaluation *, const struct argument *, size_t);
json_t *function_avg(struct evaluation *, const struct argument *, size_t);
json_t *function_ceil(struct evaluation *, const struct argument *, size_t);
json_t *function_floor(struct evaluation *, const struct argument *, size_t);
json_t *function_sum(struct evaluation *, const struct argument *, size_t);
json_t *function_to_number(struct evaluation *, const struct argument *, size_t);

/* ---- strings: function_string.c ---- */
json_t *function_contains(struct evaluation *, const struct argument *, size_t);
json_t *function_ends_with(struct evaluation *, const struct argument *, size_t);
json_t *function_join(struct evaluation *, const struct argument *, size_t);
json_t *function_length(struct evaluation *, const struct argument *, size_t);
json_t *function_reverse(struct evaluation *, const struct argument *, size_t);
json_t *function_starts_with(struct evaluation *, const struct argument *, size_t);
json_t *function_to_string(struct evaluation *, const struct argument *, size_t);
json_t *function_type(struct evaluation *, const struct argument *, size_t);

/* ---- arrays and objects: function_collection.c ---- */
json_t *function_keys(struct evaluation *, const struct argument *, size_t);
json_t *function_map(struct evaluation *, const struct argument *, size_t);
json_t *function_merge(struct evaluation *, const struct argument *, size_t);
json_t *function_not_null(struct evaluation *, const struct argument *, size_t);
json_t *function_to_array(struct evaluation *, const struct argument *, size_t);
json_t *function_values(struct evaluation *, const struct argument *, size_t);

/* ---- order: function_sort.c ---- */
json_t *function_max(struct evaluation *, const struct argument *, size_t);
json_t *function_max_by(struct evaluation *, const struct argument *, size_t);
json_t *function_min(struct evaluation *, const struct argument *, size_t);
json_t *function_min_by(struct evaluation *, const struct argument *, size_t);
json_t *function_sort(struct evaluation *, const struct argument *, size_t);
json_t *function_sort_by(struct evaluation *, const struct argument *, size_t);

#endif
