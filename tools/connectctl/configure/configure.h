/*
 * The settings that a client resolves, and where they come from.
 */
#ifndef CTL_CONFIGURE_CONFIGURE_H
#define CTL_CONFIGURE_CONFIGURE_H

#include "cli/globals.h"

/* args: what follows "configure".  Returns the exit code. */
int configure_run(const struct globals *globals, char *const *args, size_t count);
/* The index-th of its commands ("configure list"); false past the end. */
bool configure_at(size_t index, const char **command, const char **summary);
/* Reports that a command which writes the config files is one of the AWS CLI.  Returns CTL_USAGE.
 */
int configure_refuse(const char *command);

#endif
