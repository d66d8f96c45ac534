/*
 * Rows and columns of text.
 */
#ifndef CTL_OUTPUT_GRID_H
#define CTL_OUTPUT_GRID_H

#include <stdbool.h>
#include <stddef.h>

struct grid_column {
    char *title;
    bool is_right_aligned; /* numbers */
    bool is_minor;         /* dropped before others when there is no room */
    bool is_name;          /* never dropped; broken into lines when it must be */
    /* the rest belongs to the grid */
    bool is_constant;
    bool is_shown;
    size_t width;
};

struct grid {
    struct grid_column *columns;
    size_t columns_count;
    char **cells; /* row after row; lines of a cell are separated by '\n' */
    size_t rows_count;
};

/* A grid of empty cells.  The grid takes ownership of titles and cells. */
void grid_init(struct grid *grid, size_t columns, size_t rows);
void grid_set(struct grid *grid, size_t row, size_t column, char *text);
/* The text of a cell, "" when it is empty. */
const char *grid_cell(const struct grid *grid, size_t row, size_t column);
void grid_free(struct grid *grid);

#endif
