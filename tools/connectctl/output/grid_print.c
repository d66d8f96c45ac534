/*
 * A grid on paper: titles, a rule, rows, and notes on columns that have no room.
 */
#include "output/grid_print.h"

#include "base/strbuf.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "output/grid_fit.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ---- */

static void print_line(FILE *out, const struct strbuf *line)
{
    size_t size = line->size;

    while (size > 0 && line->data[size - 1] == ' ') {
        size--;
    }
    (void)fprintf(out, "%.*s\n", (int)size, strbuf_string(line));
}

static void add_cell(struct strbuf *line, const struct grid_column *column, const char *text,
                     size_t size)
{
    size_t width = display_width_n(text, size);
    size_t spaces = column->width > width ? column->width - width : 0;

    if (column->is_right_aligned) {
        strbuf_add_spaces(line, spaces);
    }
    strbuf_add_bytes(line, text, size);
    if (!column->is_right_aligned) {
        strbuf_add_spaces(line, spaces);
    }
    strbuf_add_spaces(line, GRID_GAP);
}

static size_t count_lines(const struct grid_column *column, const char *text)
{
    size_t count = 0;

    for (; text != NULL; count++) {
        text = grid_next_line(text, grid_line_size(column, text));
    }
    return count;
}

/*
 * Prints a row of texts in as many lines as the tallest takes.  At the bottom, as titles are, a
 * shorter text has empty lines above it.
 */
static void print_row(FILE *out, const struct grid *grid, const char **texts, bool at_bottom,
                      size_t indent)
{
    size_t tallest = 0;

    for (size_t c = 0; c < grid->columns_count; c++) {
        size_t lines = grid->columns[c].is_shown ? count_lines(&grid->columns[c], texts[c]) : 0;

        tallest = lines > tallest ? lines : tallest;
    }
    for (size_t i = 0; i < tallest; i++) {
        struct strbuf line = { 0 };

        strbuf_add_spaces(&line, indent);
        for (size_t c = 0; c < grid->columns_count; c++) {
            const struct grid_column *column = &grid->columns[c];
            size_t size = 0;
            bool waits =
                at_bottom && texts[c] != NULL && count_lines(column, texts[c]) < tallest - i;

            if (!column->is_shown) {
                continue;
            }
            if (texts[c] != NULL && !waits) {
                size = grid_line_size(column, texts[c]);
            }
            add_cell(&line, column, texts[c] != NULL ? texts[c] : "", size);
            if (texts[c] != NULL && !waits) {
                texts[c] = grid_next_line(texts[c], size);
            }
        }
        print_line(out, &line);
        strbuf_free(&line);
    }
}

static void print_titles(FILE *out, const struct grid *grid, size_t indent)
{
    const char **titles = require_memory(calloc(grid->columns_count + 1, sizeof *titles));
    struct strbuf rule = { 0 };
    bool has_titles = false;

    strbuf_add_spaces(&rule, indent);
    for (size_t c = 0; c < grid->columns_count; c++) {
        titles[c] = grid->columns[c].title;
        has_titles = has_titles || titles[c][0] != '\0';
        for (size_t i = 0; grid->columns[c].is_shown && i < grid->columns[c].width; i++) {
            strbuf_add_char(&rule, '-');
        }
        if (grid->columns[c].is_shown) {
            strbuf_add_spaces(&rule, GRID_GAP);
        }
    }
    if (has_titles) {
        print_row(out, grid, titles, true, indent);
        print_line(out, &rule);
    }
    strbuf_free(&rule);
    free(titles);
}

/* ---- notes on columns that are not shown ---- */

static char *one_line(const char *text)
{
    char *copy = require_memory(strdup(text));

    for (char *p = copy; *p != '\0'; p++) {
        *p = *p == '\n' ? ' ' : *p;
    }
    return copy;
}

/* A constant column that is short enough to have its value in a note. */
static bool is_noted(const struct grid *grid, size_t column)
{
    enum { MOST = 40 };

    return grid->columns[column].is_constant && display_width(grid_cell(grid, 0, column)) <= MOST;
}

static void print_note(FILE *out, const struct grid *grid, bool constant, size_t indent,
                       size_t width)
{
    const char *title = !constant               ? "Not shown: "
                        : grid->rows_count == 1 ? "Also: "
                                                : "The same in all rows: ";
    struct strbuf note = { 0 };

    for (size_t c = 0; c < grid->columns_count; c++) {
        const struct grid_column *column = &grid->columns[c];

        if (column->is_shown || is_noted(grid, c) != constant) {
            continue;
        }
        strbuf_addf(&note, "%s%s", note.size == 0 ? "" : constant ? "; " : ", ", column->title);
        if (constant) {
            char *value = one_line(grid_cell(grid, 0, c));

            strbuf_addf(&note, ": %s", value[0] != '\0' ? value : "none");
            free(value);
        }
    }
    if (note.size > 0) {
        (void)fprintf(out, "%*s%s", (int)indent, "", title);
        print_wrapped(out, strbuf_string(&note), indent + strlen(title), width);
    }
    strbuf_free(&note);
}

bool grid_print(FILE *out, struct grid *grid, size_t indent, size_t width)
{
    const char **texts;
    bool is_complete = true;

    if (!grid_fit(grid, indent, width)) {
        return false;
    }
    print_titles(out, grid, indent);
    texts = require_memory(calloc(grid->columns_count + 1, sizeof *texts));
    for (size_t r = 0; r < grid->rows_count; r++) {
        for (size_t c = 0; c < grid->columns_count; c++) {
            texts[c] = grid_cell(grid, r, c);
            is_complete = is_complete && grid->columns[c].is_shown;
        }
        print_row(out, grid, texts, false, indent);
    }
    free(texts);
    if (!is_complete) {
        (void)fputc('\n', out);
        print_note(out, grid, true, indent, width);
        print_note(out, grid, false, indent, width);
    }
    return true;
}
