/*
 * Regular expressions, as the service model has them.
 */
#ifndef SHAPE_EXPRESSION_H
#define SHAPE_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

/* Whether all of a text matches; texts of more than 4096 bytes match nothing. */
bool expression_matches(const char *expression, const char *text, size_t size);

#endif
