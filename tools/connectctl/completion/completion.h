/*
 * Candidates for the completion of a command line.
 */
#ifndef CTL_COMPLETION_COMPLETION_H
#define CTL_COMPLETION_COMPLETION_H

#include <stddef.h>

/*
 * Prints what may stand in place of the last argument, which may be empty: one candidate a line,
 * with a tab and its meaning behind it where there is one.  args: the words after the name of the
 * program up to the cursor.  Always returns 0, and prints nothing on stderr: a shell shows it in
 * the middle of a command line.
 */
int completion_run(char *const *args, size_t count);

#endif
