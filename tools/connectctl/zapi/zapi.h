/*
 * The commands of Z-API, a partner service: its list of instances.
 */
#ifndef CTL_ZAPI_ZAPI_H
#define CTL_ZAPI_ZAPI_H

#include "cli/globals.h"

/* args: what follows "zapi".  Returns the exit code. */
int zapi_run(const struct globals *globals, char *const *args, size_t count);

#endif
