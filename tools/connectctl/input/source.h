/*
 * Values that stand in a file or come from standard input.
 */
#ifndef CTL_SOURCE_H
#define CTL_SOURCE_H

#include <stdbool.h>

/* Whether a word is file://PATH or fileb://PATH. */
bool source_is_file(const char *word);
/* What the file holds, to be freed; or NULL with one line in *problem, to be freed. */
char *source_file(const char *word, char **problem);
/* The same for standard input. */
char *source_input(char **problem);

#endif
