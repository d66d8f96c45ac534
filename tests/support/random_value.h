/*
 * Values made from the rows: whatever a shape allows at the strict level, and as much of it as
 * chance will have.
 */
#ifndef TESTS_SUPPORT_RANDOM_VALUE_H
#define TESTS_SUPPORT_RANDOM_VALUE_H

#include "core/mem.h"
#include "shape/shape.h"
#include "support/dice.h"

/* A struct of the shape in `arena` that passes shape_check() at the strict level. */
void *random_value(struct dice *dice, const struct connect_shape *shape, struct arena *arena);

#endif
