/*
 * Breaking text into lines.  Words are never broken: an id, ARN or URL that is cut can neither be
 * copied nor clicked, so a word that is too long for its line exceeds the width.
 */
#ifndef CTL_BASE_WRAP_H
#define CTL_BASE_WRAP_H

#include <stddef.h>
#include <stdio.h>

/* Size in bytes of the first line of `text` in `width` columns: ends before a space or at the end.
 */
size_t wrap_first_line(const char *text, size_t width);
/* Columns of the longest word. */
size_t wrap_longest_word(const char *text);
/*
 * Prints a text in lines of at most `width` columns (0: no limit) and a line end.  The first line
 * begins at column `indent`, where the cursor is; the others are indented.
 */
void print_wrapped(FILE *out, const char *text, size_t indent, size_t width);

#endif
