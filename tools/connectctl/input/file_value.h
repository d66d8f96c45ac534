/*
 * Values from files and from standard input.
 */
#ifndef CTL_INPUT_FILE_VALUE_H
#define CTL_INPUT_FILE_VALUE_H

#include <stdbool.h>

/* Whether a value is file://PATH or fileb://PATH. */
bool is_file_reference(const char *value);
/*
 * Returns the content of the file, owned, or NULL with the reason in *problem, which the caller
 * frees.
 */
char *read_file_reference(const char *value, char **problem);
/* The same for standard input. */
char *read_standard_input(char **problem);

#endif
