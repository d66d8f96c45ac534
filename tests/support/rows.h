/*
 * Structs and JSON trees by the rows, written a second time and apart from the library's own
 * engine, so that each can be held against the other.  Trees use the model's names; a time is a
 * whole number of milliseconds.
 */
#ifndef TESTS_SUPPORT_ROWS_H
#define TESTS_SUPPORT_ROWS_H

#include "core/mem.h"
#include "shape/shape.h"
#include "support/dice.h"

#include <jansson.h>

/* A tree that the rows allow, strictly.  Optional members are there or not. */
json_t *rows_random(const struct connect_shape *shape, struct dice *dice);
/* The struct that a tree describes, in the arena; texts are borrowed from the tree. */
void *rows_fill(const struct connect_shape *shape, json_t *tree, struct arena *arena);
/*
 * The tree that a struct describes.  An enum whose number does not belong to its text becomes
 * "MISMATCH".
 */
json_t *rows_read(const struct connect_shape *shape, const void *value);

#endif
