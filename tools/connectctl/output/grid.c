/*
 * Fitting a table to a terminal.  When it is too wide, first the titles are broken, then very wide
 * columns go, then those that say the same in every row, minor ones, and those at the right; a note
 * below tells what is not shown.
 */
#include "output/grid.h"

#include "base/strbuf.h"
#include "base/terminal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { GAP = 2, VERY_WIDE = 40 };

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

static const char *cell(const struct grid *grid, size_t row, size_t column)
{
    const char *text = grid->cells[row * grid->columns_count + column];

    return text != NULL ? text : "";
}

void grid_release(struct grid *grid)
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

static size_t longest_word(const char *text)
{
    size_t longest = 0;

    while (*text != '\0') {
        size_t size = strcspn(text, " ");

        longest = size > longest ? size : longest;
        text += size + (text[size] == ' ');
    }
    return longest;
}

static void measure(struct grid *grid, bool break_titles)
{
    for (size_t c = 0; c < grid->columns_count; c++) {
        struct grid_column *column = &grid->columns[c];

        column->width = break_titles ? longest_word(column->title) : display_width(column->title);
        for (size_t r = 0; r < grid->rows_count; r++) {
            size_t width = display_width(cell(grid, r, c));

            column->width = width > column->width ? width : column->width;
        }
    }
}

static size_t shown_count(const struct grid *grid)
{
    size_t count = 0;

    for (size_t c = 0; c < grid->columns_count; c++) {
        count += grid->columns[c].shown;
    }
    return count;
}

static bool fits(const struct grid *grid, size_t indent, size_t width)
{
    size_t total = indent;

    for (size_t c = 0; c < grid->columns_count; c++) {
        if (grid->columns[c].shown) {
            total += grid->columns[c].width + GAP;
        }
    }
    return width == 0 || total <= width + GAP;
}

static bool is_constant(const struct grid *grid, size_t column)
{
    for (size_t r = 1; r < grid->rows_count; r++) {
        if (strcmp(cell(grid, r, column), cell(grid, 0, column)) != 0) {
            return false;
        }
    }
    return grid->rows_count > 1;
}

enum reason { TOO_WIDE, CONSTANT, MINOR, RIGHTMOST };

/* The next column to leave out for that reason; the first one stays always. */
static size_t victim(const struct grid *grid, enum reason reason)
{
    size_t found = SIZE_MAX;

    for (size_t c = 1; c < grid->columns_count; c++) {
        const struct grid_column *column = &grid->columns[c];

        if (!column->shown || (reason == CONSTANT && !is_constant(grid, c)) ||
            (reason == MINOR && !column->is_minor) ||
            (reason == TOO_WIDE && column->width <= VERY_WIDE)) {
            continue;
        }
        if (found == SIZE_MAX || reason == RIGHTMOST ||
            column->width > grid->columns[found].width) {
            found = c;
        }
    }
    return found;
}

static bool shrink(struct grid *grid, size_t indent, size_t width)
{
    if (fits(grid, indent, width)) {
        return true;
    }
    measure(grid, true);
    for (enum reason reason = TOO_WIDE; reason <= RIGHTMOST; reason++) {
        while (!fits(grid, indent, width)) {
            size_t column = victim(grid, reason);

            if (column == SIZE_MAX) {
                break;
            }
            grid->columns[column].shown = false;
        }
    }
    if (!fits(grid, indent, width)) {
        return false;
    }
    /* A wide one may have made room for others. */
    for (size_t c = 1; c < grid->columns_count; c++) {
        if (!grid->columns[c].shown) {
            grid->columns[c].shown = true;
            grid->columns[c].shown = fits(grid, indent, width);
        }
    }
    return true;
}

/* What does not fit into a line goes on in the next; in pieces when there is no blank. */
static size_t line_end(const char *text, size_t width)
{
    size_t taken;
    size_t end = display_fit(text, width, &taken), blank = end;

    if (text[end] == '\0') {
        return end;
    }
    while (blank > 0 && text[blank] != ' ') {
        blank--;
    }
    return blank > 0 ? blank : end > 0 ? end : 1;
}

void print_wrapped(FILE *out, const char *text, size_t indent, size_t width)
{
    size_t room = width == 0 ? SIZE_MAX : width > indent + 10 ? width - indent : 10;

    for (;;) {
        size_t end = line_end(text, room), size = end;

        while (size > 0 && text[size - 1] == ' ') {
            size--;
        }
        fprintf(out, "%.*s\n", (int)size, text);
        text += end + strspn(text + end, " ");
        if (*text == '\0') {
            return;
        }
        fprintf(out, "%*s", (int)indent, "");
    }
}

static void put_line(FILE *out, const struct strbuf *line)
{
    size_t size = line->size;

    while (size > 0 && line->data[size - 1] == ' ') {
        size--;
    }
    fprintf(out, "%.*s\n", (int)size, strbuf_string(line));
}

static void add_cell(struct strbuf *line, const struct grid_column *column, const char *text,
                     size_t size, size_t columns)
{
    size_t blanks = column->width - columns;

    if (column->to_the_right) {
        strbuf_add_spaces(line, blanks);
    }
    strbuf_add_bytes(line, text, size);
    if (!column->to_the_right) {
        strbuf_add_spaces(line, blanks);
    }
    strbuf_add_spaces(line, GAP);
}

/* Titles stand on their last line, so that each is close to its values. */
static void print_titles(FILE *out, const struct grid *grid, size_t indent)
{
    enum { MOST_LINES = 6 };
    struct strbuf lines[MOST_LINES] = { 0 };
    size_t most = 0;

    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t c = 0; c < grid->columns_count; c++) {
            const struct grid_column *column = &grid->columns[c];
            const char *title = column->title;
            size_t count = 0, ends[MOST_LINES], starts[MOST_LINES];

            if (!column->shown) {
                continue;
            }
            while (*title != '\0' && count < MOST_LINES) {
                size_t end = line_end(title, column->width);

                starts[count] = (size_t)(title - column->title);
                ends[count++] = end;
                title += end + (title[end] == ' ');
            }
            most = pass == 0 && count > most ? count : most;
            for (size_t i = 0; pass == 1 && i < most; i++) {
                bool empty = i < most - count;
                size_t size = empty ? 0 : ends[i - (most - count)];

                add_cell(&lines[i], column, empty ? "" : column->title + starts[i - (most - count)],
                         size, size);
            }
        }
    }
    for (size_t i = 0; i < most; i++) {
        fprintf(out, "%*s", (int)indent, "");
        put_line(out, &lines[i]);
        strbuf_free(&lines[i]);
    }
}

static void print_rule(FILE *out, const struct grid *grid, size_t indent)
{
    struct strbuf line = { 0 };

    strbuf_add_spaces(&line, indent);
    for (size_t c = 0; c < grid->columns_count; c++) {
        for (size_t i = 0; grid->columns[c].shown && i < grid->columns[c].width; i++) {
            strbuf_add(&line, "-");
        }
        if (grid->columns[c].shown) {
            strbuf_add_spaces(&line, GAP);
        }
    }
    put_line(out, &line);
    strbuf_free(&line);
}

static void print_note(FILE *out, const struct grid *grid, bool constant, size_t indent,
                       size_t width)
{
    struct strbuf note = { 0 };
    size_t count = 0;

    for (size_t c = 0; c < grid->columns_count; c++) {
        bool is_said = is_constant(grid, c) && grid->columns[c].width <= VERY_WIDE;

        if (grid->columns[c].shown || is_said != constant) {
            continue;
        }
        strbuf_addf(&note, "%s%s",
                    count++ == 0 ? ""
                    : constant   ? "; "
                                 : ", ",
                    grid->columns[c].title);
        if (constant) {
            strbuf_addf(&note, ": %s", cell(grid, 0, c)[0] != '\0' ? cell(grid, 0, c) : "none");
        }
    }
    if (count > 0) {
        const char *title = constant ? "The same in all: " : "No room for: ";

        fprintf(out, "%*s%s", (int)indent, "", title);
        print_wrapped(out, strbuf_string(&note), indent + strlen(title), width);
    }
    strbuf_free(&note);
}

bool grid_print(FILE *out, struct grid *grid, size_t indent, size_t width)
{
    for (size_t c = 0; c < grid->columns_count; c++) {
        grid->columns[c].shown = true;
    }
    measure(grid, false);
    if (!shrink(grid, indent, width) ||
        (shown_count(grid) < grid->columns_count && grid->rows_count == 1)) {
        return false;
    }
    print_titles(out, grid, indent);
    print_rule(out, grid, indent);
    for (size_t r = 0; r < grid->rows_count; r++) {
        struct strbuf line = { 0 };

        strbuf_add_spaces(&line, indent);
        for (size_t c = 0; c < grid->columns_count; c++) {
            const char *text = cell(grid, r, c);

            if (grid->columns[c].shown) {
                add_cell(&line, &grid->columns[c], text, strlen(text), display_width(text));
            }
        }
        put_line(out, &line);
        strbuf_free(&line);
    }
    if (shown_count(grid) < grid->columns_count) {
        putc('\n', out);
        print_note(out, grid, true, indent, width);
        print_note(out, grid, false, indent, width);
    }
    return true;
}
