/* Values made from the rows: whatever a shape allows at the strict level, and as much of it as chance will have. */
#ifndef TESTS_SUPPORT_RANDOM_VALUE_H
#define TESTS_SUPPORT_RANDOM_VALUE_H

#include "core/mem.h"
#include "shape/shape.h"

/* The same seed makes the same values. */
struct dice {
    uint64_t state;
    bool is_full; /* nothing is left out: each optional member is there, each list has an item */
};

uint64_t dice_roll(struct dice *dice, uint64_t below); /* 0 when below is 0 */

/* A struct of the shape in `arena` that passes shape_check() at the strict level. */
void *random_value(struct dice *dice, const struct connect_shape *shape, struct arena *arena);

#endif
