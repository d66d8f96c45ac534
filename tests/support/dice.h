/* Chance that can be repeated: the same seed makes the same throws everywhere. */
#ifndef TESTS_SUPPORT_DICE_H
#define TESTS_SUPPORT_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
    uint64_t state; /* at first the seed */
    bool is_full;   /* for random_value(): each optional member is there, each list has an item */
};

/* 0 .. below - 1; 0 when below is 0. */
uint64_t dice_roll(struct dice *dice, uint64_t below);

#endif
