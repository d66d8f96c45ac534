/*
 * Running one operation from its arguments to its output.
 */
#ifndef CTL_CALL_OPERATION_H
#define CTL_CALL_OPERATION_H

#include "cli/globals.h"

#include <connect/operation.h>

/* args: what follows the name of the command.  Returns the exit code. */
int run_operation(const connect_operation *operation, const struct globals *globals,
                  char *const *args, size_t count);

#endif
