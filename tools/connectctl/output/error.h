/*
 * Errors of the library on stderr.
 */
#ifndef CTL_OUTPUT_ERROR_H
#define CTL_OUTPUT_ERROR_H

#include "cli/settings.h"

#include <connect/error.h>

/*
 * Prints what failed in the error format of the settings; NULL for the default.  Returns the exit
 * code for it.
 */
int error_print(const struct settings *settings, const connect_error *error, const char *operation);

#endif
