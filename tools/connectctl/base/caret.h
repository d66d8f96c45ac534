/*
 * Showing a position in a value that was typed.
 */
#ifndef CTL_BASE_CARET_H
#define CTL_BASE_CARET_H

#include "base/strbuf.h"

/*
 * Adds a line end, the part of the line around byte `position` of `input`, and below it a caret
 * under the position.  Characters that a terminal would obey are escaped.
 */
void caret_add(struct strbuf *out, const char *input, size_t position);

#endif
