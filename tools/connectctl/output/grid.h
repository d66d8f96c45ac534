/*
 * Rows and columns of text, fitted to a width.
 */
#ifndef CTL_GRID_H
#define CTL_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct grid_column {
    char *title;
    bool to_the_right; /* numbers */
    bool is_minor;     /* goes before others when there is no room */
    bool shown;
    size_t width;
};

struct grid {
    struct grid_column *columns;
    size_t columns_count;
    char **cells; /* row after row */
    size_t rows_count;
};

/* A grid of empty cells; texts that are put in are taken over. */
void grid_init(struct grid *grid, size_t columns, size_t rows);
void grid_set(struct grid *grid, size_t row, size_t column, char *text);
/*
 * Prints it within `width` columns (0: no limit) from `indent` on.  False when not even one row
 * fits as it is.
 */
bool grid_print(FILE *out, struct grid *grid, size_t indent, size_t width);
/*
 * Leaves a text in lines of at most `width` columns, the ones after the first behind `indent`
 * blanks.
 */
void print_wrapped(FILE *out, const char *text, size_t indent, size_t width);
void grid_release(struct grid *grid);

#endif
