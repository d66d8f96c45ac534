/*
 * The other tenant: the instances of a Z-API partner.
 */
#ifndef CTL_ZAPI_H
#define CTL_ZAPI_H

#include "cli/globals.h"

/* words: what follows "zapi".  Returns the exit code. */
int zapi_run(const struct globals *globals, char *const *words, size_t count);

#endif
