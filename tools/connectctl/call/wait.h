/*
 * Waiting until an instance or a traffic distribution group has a state.
 */
#ifndef CTL_CALL_WAIT_H
#define CTL_CALL_WAIT_H

#include "cli/globals.h"

#include <connect/operation.h>

/* args: what follows "wait".  Returns the exit code. */
int wait_run(const struct globals *globals, char *const *args, size_t count);
/* The index-th waiter as a command ("wait instance-active"); false past the end. */
bool waiter_at(size_t index, const char **command, const char **summary);
/*
 * The operation that a waiter calls.  name: "instance-active".  *command: "wait instance-active".
 * NULL when there is no such waiter.
 */
const connect_operation *waiter_operation(const char *name, const char **command);

#endif
