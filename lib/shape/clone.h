/*
 * Deep copies of structs.
 */
#ifndef SHAPE_CLONE_H
#define SHAPE_CLONE_H

#include "core/mem.h"
#include "shape/shape.h"

/* A deep copy in `arena`, as large as this library's struct; NULL without memory. */
void *shape_clone(const struct connect_shape *shape, const void *value, struct arena *arena);

#endif
