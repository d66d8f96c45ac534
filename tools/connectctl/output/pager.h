/*
 * The program that shows output screen by screen.
 */
#ifndef CTL_OUTPUT_PAGER_H
#define CTL_OUTPUT_PAGER_H

#include <stdio.h>
#include <sys/types.h>

enum { PAGER_NOT_FOUND = 127 };

/*
 * Starts a command of the shell that reads what is written to the result.  Without LESS in the
 * environment it is set to FRX, as the AWS CLI does: less ends by itself when the output fits on
 * the screen.  NULL with errno set on failure.
 */
FILE *pager_start(const char *command, pid_t *pid);
/* Closes the stream and waits.  Returns the exit code, or -1 when a signal ended the pager. */
int pager_finish(FILE *out, pid_t pid);

#endif
