/*
 * Choosing the columns of a grid and their widths.
 */
#ifndef CTL_OUTPUT_GRID_FIT_H
#define CTL_OUTPUT_GRID_FIT_H

#include "output/grid.h"

enum { GRID_GAP = 2 };

/* Size in bytes of the next line of a cell or title in a column of that width; may break names. */
size_t grid_line_size(const struct grid_column *column, const char *text);
/* What follows a line of that size, NULL at the end. */
const char *grid_next_line(const char *text, size_t size);
/* Sets is_shown and width of all columns.  False when the grid does not fit. */
bool grid_fit(struct grid *grid, size_t indent, size_t width);

#endif
