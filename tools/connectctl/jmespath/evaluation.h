/*
 * One evaluation of an expression: its work limit, its error, and what functions need of it.
 */
#ifndef CTL_JMESPATH_EVALUATION_H
#define CTL_JMESPATH_EVALUATION_H

#include "jmespath/jmespath.h"

#include <stdbool.h>

struct node;

struct evaluation {
    size_t work_left;
    size_t position; /* of the node being evaluated, for errors */
    bool has_failed;
    struct jmespath_error *error;
    /*
     * Evaluates a node with `current` as the value of @.  Returns a new reference, or NULL with the
     * error set.  A pointer, because the interpreter calls functions and functions call it.
     */
    json_t *(*evaluate)(struct evaluation *evaluation, const struct node *node, json_t *current);
};

/* Sets the error unless one is set.  Always returns NULL. */
json_t *evaluation_fail(struct evaluation *evaluation, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Charges `steps` to the work limit.  False, with the error set, when it is used up. */
bool evaluation_charge(struct evaluation *evaluation, size_t steps);

#endif
