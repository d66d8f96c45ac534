/*
 * The names in one object, to find one that appears twice.
 */
#ifndef SHAPE_NAMES_H
#define SHAPE_NAMES_H

#include "core/mem.h"

#include <stdint.h>

/* So many are compared one by one, and cost no memory. */
#define NAMES_FEW 8

struct name {
    const char *text; /* borrowed */
    uint32_t size, hash;
};

/* A zeroed count and room are an empty set. */
struct names {
    size_t count, room; /* room: slots of the table, 0 while there are few */
    struct name *table; /* in the arena */
    struct name few[NAMES_FEW];
};

enum names_result {
    NAMES_ADDED,
    NAMES_TWICE,   /* it was there before */
    NAMES_COLLIDE, /* made so that the table would be slow */
    NAMES_NO_MEMORY
};

/* `text` must stay as long as the set; `arena` is the same in each call. */
enum names_result names_add(struct names *set, struct arena *arena, const char *text, size_t size);

#endif
