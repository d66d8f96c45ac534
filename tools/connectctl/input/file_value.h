/*
 * Values that stand in a file or come from standard input.
 */
#ifndef CTL_SOURCE_H
#define CTL_SOURCE_H

#include <stdbool.h>

/* Whether a word is file://PATH or fileb://PATH. */
bool is_file_reference(const char *word);
/* What the file holds, to be freed; or NULL with one line in *problem, to be freed. */
char *read_file_reference(const char *word, char **problem);
/* The same for standard input. */
char *read_standard_input(char **problem);

#endif
