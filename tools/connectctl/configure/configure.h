/*
 * What the client has resolved, and why.
 */
#ifndef CTL_CONFIGURE_H
#define CTL_CONFIGURE_H

#include "cli/globals.h"

/* words: what follows "configure".  Returns the exit code. */
int configure_run(const struct globals *globals, char *const *words, size_t count);
/* The index-th of its commands ("configure list"); false past the end. */
bool configure_at(size_t index, const char **command, const char **summary);

#endif
