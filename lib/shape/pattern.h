/*
 * Strings that have to match a pattern of the service model.
 */
#ifndef SHAPE_PATTERN_H
#define SHAPE_PATTERN_H

#include "shape/shape.h"

/* Whether a text has the form; PATTERN_NONE has any. */
bool pattern_matches(enum shape_pattern pattern, const char *text, size_t size);
/* A description of the pattern for users; NULL for PATTERN_NONE. */
const char *pattern_text(enum shape_pattern pattern);

#endif
