/*
 * Running one operation from its words to its output.
 */
#ifndef CTL_RUN_H
#define CTL_RUN_H

#include "cli/globals.h"

#include <connect/operation.h>

/* words: what follows the name of the command.  Returns the exit code. */
int run_operation(const connect_operation *operation, const struct globals *globals,
                  char *const *words, size_t count);

#endif
