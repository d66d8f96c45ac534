/*
 * Cells of a grid.
 */
#include "output/grid.h"

#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

void grid_init(struct grid *grid, size_t columns, size_t rows)
{
    grid->columns = require_memory(calloc(columns + 1, sizeof *grid->columns));
    grid->cells = require_memory(calloc(columns * rows + 1, sizeof *grid->cells));
    grid->columns_count = columns;
    grid->rows_count = rows;
}

void grid_set(struct grid *grid, size_t row, size_t column, char *text)
{
    grid->cells[row * grid->columns_count + column] = text;
}

void grid_free(struct grid *grid)
{
    for (size_t i = 0; i < grid->columns_count; i++) {
        free(grid->columns[i].title);
    }
    for (size_t i = 0; i < grid->columns_count * grid->rows_count; i++) {
        free(grid->cells[i]);
    }
    free(grid->columns);
    free(grid->cells);
}

const char *grid_cell(const struct grid *grid, size_t row, size_t column)
{
    const char *text = grid->cells[row * grid->columns_count + column];

    return text != NULL ? text : "";
}
