/*
 * Waiting for an instance to become what it is to become.
 */
#ifndef CTL_WAIT_H
#define CTL_WAIT_H

#include "cli/globals.h"

/* words: what follows "wait".  Returns the exit code. */
int wait_run(const struct globals *globals, char *const *words, size_t count);
/* The index-th waiter as a command ("wait instance-active"); false past the end. */
bool waiter_at(size_t index, const char **command, const char **summary);

#endif
