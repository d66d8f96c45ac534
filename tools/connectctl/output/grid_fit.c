/*
 * Fitting a grid to a terminal.
 *
 * A grid that is too wide loses, one by one until it fits: columns that are the same in every row
 * (a note below the table has their value), long columns that contain the value of another column
 * (an ARN or URL with the id), then, after wrapping text, very long and minor columns and those at
 * the right. The first column and names stay.  What fits again in the end comes back, columns that
 * differ before constant ones.
 */
#include "output/grid_fit.h"

#include "base/terminal.h"
#include "base/wrap.h"

#include <stdint.h>
#include <string.h>

enum { LEAST_TEXT = 20, LEAST_NAME = 16, LONG = 24 };

/* How far a column may be narrowed. */
enum effort { KEEP_TITLES, BREAK_TITLES, WRAP_TEXT, BREAK_NAMES };

/* ---- lines of a cell ---- */

size_t grid_line_size(const struct grid_column *column, const char *text)
{
    size_t hard = strcspn(text, "\n"), columns;
    size_t fitting = display_fit(text, column->width, &columns);
    size_t size = wrap_first_line(text, column->width);

    size = size < hard ? size : hard;
    return column->is_name && size > fitting && fitting > 0 ? fitting : size;
}

const char *grid_next_line(const char *text, size_t size)
{
    if (text[size] == '\0') {
        return NULL;
    }
    return text + size + (text[size] == '\n' ? 1 : strspn(text + size, " "));
}

static size_t widest_line(const char *text)
{
    size_t widest = 0;

    while (text != NULL) {
        size_t size = strcspn(text, "\n"), width = display_width_n(text, size);

        widest = width > widest ? width : widest;
        text = grid_next_line(text, size);
    }
    return widest;
}

/* ---- widths ---- */

static size_t at_least(size_t width, size_t least)
{
    return width > least ? width : least;
}

/* The width of a column whose text is wrapped: its longest word, and not too little. */
static size_t wrapped_width(const struct grid *grid, size_t column, size_t natural,
                            enum effort effort)
{
    const struct grid_column *c = &grid->columns[column];
    size_t least = c->is_name && effort == BREAK_NAMES ? LEAST_NAME : LEAST_TEXT;

    for (size_t r = 0; r < grid->rows_count && !(c->is_name && effort == BREAK_NAMES); r++) {
        least = at_least(least, wrap_longest_word(grid_cell(grid, r, column)));
    }
    return natural < least ? natural : least;
}

static void measure_column(struct grid *grid, size_t column, enum effort effort)
{
    struct grid_column *c = &grid->columns[column];
    size_t width = 0;

    for (size_t r = 0; r < grid->rows_count; r++) {
        width = at_least(width, widest_line(grid_cell(grid, r, column)));
    }
    if (effort >= WRAP_TEXT) {
        width = wrapped_width(grid, column, width, effort);
    }
    c->width = at_least(width, effort == KEEP_TITLES ? display_width(c->title)
                                                     : wrap_longest_word(c->title));
}

static size_t total_width(const struct grid *grid, size_t indent)
{
    size_t total = indent, gap = 0;

    for (size_t c = 0; c < grid->columns_count; c++) {
        if (grid->columns[c].is_shown) {
            total += gap + grid->columns[c].width;
            gap = GRID_GAP;
        }
    }
    return total;
}

static bool grid_fits(struct grid *grid, size_t indent, size_t width, enum effort effort)
{
    for (size_t c = 0; c < grid->columns_count; c++) {
        measure_column(grid, c, effort);
    }
    return width == 0 || total_width(grid, indent) <= width;
}

/* Gives wrapped columns the room that is left, from the left, up to what they would take. */
static void use_room(struct grid *grid, size_t indent, size_t width)
{
    size_t room = width - total_width(grid, indent);

    for (size_t c = 0; c < grid->columns_count; c++) {
        struct grid_column natural = grid->columns[c];
        size_t narrow = natural.width, more;

        if (!natural.is_shown) {
            continue;
        }
        measure_column(grid, c, BREAK_TITLES);
        more = at_least(grid->columns[c].width, narrow) - narrow;
        more = more < room ? more : room;
        grid->columns[c].width = narrow + more;
        room -= more;
    }
}

/* ---- columns that can go ---- */

static bool is_constant(const struct grid *grid, size_t column)
{
    for (size_t r = 1; r < grid->rows_count; r++) {
        if (strcmp(grid_cell(grid, r, column), grid_cell(grid, 0, column)) != 0) {
            return false;
        }
    }
    return true;
}

/* An ARN or URL: a long name for what other columns say. */
static bool is_reference(const char *text)
{
    return strncmp(text, "arn:", 4) == 0 || strncmp(text, "https://", 8) == 0 ||
           strncmp(text, "http://", 7) == 0;
}

static bool has_references(const struct grid *grid, size_t column)
{
    for (size_t r = 0; r < grid->rows_count; r++) {
        const char *text = grid_cell(grid, r, column);

        if (text[0] != '\0' && !is_reference(text)) {
            return false;
        }
    }
    return true;
}

/* Whether every cell contains the value of the same other column in its row. */
static bool repeats_column(const struct grid *grid, size_t column)
{
    for (size_t other = 0; other < grid->columns_count; other++) {
        bool repeats = other != column && grid->columns[other].is_shown;

        for (size_t r = 0; repeats && r < grid->rows_count; r++) {
            const char *text = grid_cell(grid, r, column), *part = grid_cell(grid, r, other);

            repeats = part[0] != '\0' && strlen(text) > strlen(part) && strstr(text, part) != NULL;
        }
        if (repeats) {
            return true;
        }
    }
    return false;
}

enum reason { CONSTANT, REPEATING, LONGEST, MINOR, RIGHTMOST };

static bool may_drop(const struct grid *grid, size_t column, enum reason reason)
{
    const struct grid_column *c = &grid->columns[column];

    if (!c->is_shown || c->is_name || column == 0) {
        return false;
    }
    switch (reason) {
    case CONSTANT:
        return c->is_constant;
    case REPEATING:
        return c->width > LONG && (repeats_column(grid, column) || has_references(grid, column));
    case LONGEST:
        return c->width > 2 * LONG;
    case MINOR:
        return c->is_minor;
    default:
        return true;
    }
}

/* Drops the last column that may go for this reason.  False when there is none. */
static bool drop_column(struct grid *grid, enum reason reason)
{
    for (size_t c = grid->columns_count; c > 0; c--) {
        if (may_drop(grid, c - 1, reason)) {
            grid->columns[c - 1].is_shown = false;
            return true;
        }
    }
    return false;
}

static void restore_columns(struct grid *grid, size_t indent, size_t width, enum effort effort)
{
    for (int constant = 0; constant <= 1; constant++) {
        for (size_t c = 0; c < grid->columns_count; c++) {
            struct grid_column *column = &grid->columns[c];

            if (!column->is_shown && column->is_constant == constant) {
                column->is_shown = true;
                column->is_shown = grid_fits(grid, indent, width, effort);
            }
        }
    }
}

bool grid_fit(struct grid *grid, size_t indent, size_t width)
{
    enum effort effort = KEEP_TITLES;
    bool is_fitting;

    for (size_t c = 0; c < grid->columns_count; c++) {
        grid->columns[c].is_shown = true;
        grid->columns[c].is_constant = is_constant(grid, c);
    }
    if (grid_fits(grid, indent, width, effort)) {
        return true;
    }
    effort = BREAK_TITLES;
    is_fitting = grid_fits(grid, indent, width, effort);
    while (!is_fitting && (drop_column(grid, CONSTANT) || drop_column(grid, REPEATING))) {
        is_fitting = grid_fits(grid, indent, width, effort);
    }
    if (!is_fitting) {
        effort = WRAP_TEXT;
        is_fitting = grid_fits(grid, indent, width, effort);
    }
    while (!is_fitting && (drop_column(grid, LONGEST) || drop_column(grid, MINOR) ||
                           drop_column(grid, RIGHTMOST))) {
        is_fitting = grid_fits(grid, indent, width, effort);
    }
    if (!is_fitting) {
        effort = BREAK_NAMES;
        is_fitting = grid_fits(grid, indent, width, effort);
    }
    if (is_fitting) {
        /* A broken name needs the room more than another column. */
        if (effort < BREAK_NAMES) {
            restore_columns(grid, indent, width, effort);
        }
        (void)grid_fits(grid, indent, width, effort);
        use_room(grid, indent, width);
    }
    return is_fitting;
}
