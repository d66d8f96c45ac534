/*
 * Printing a grid.
 */
#ifndef CTL_OUTPUT_GRID_PRINT_H
#define CTL_OUTPUT_GRID_PRINT_H

#include "output/grid.h"

#include <stdio.h>

/*
 * Prints the grid within `width` columns (0: no limit), indented.  False, with nothing printed,
 * when not even the first column and the names fit.  A row of titles is printed if there is one.
 */
bool grid_print(FILE *out, struct grid *grid, size_t indent, size_t width);

#endif
