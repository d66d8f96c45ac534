/*
 * The member that the user may have meant.
 */
#ifndef SHAPE_NEAREST_H
#define SHAPE_NEAREST_H

#include "shape/shape.h"

/* The model name of the member that is spelt nearly so, case aside; NULL when none is near. */
const char *nearest_name(const struct connect_shape *shape, const char *name, size_t size);

#endif
