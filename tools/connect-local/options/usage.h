/*
 * What --help prints.
 */
#ifndef LOCAL_OPTIONS_USAGE_H
#define LOCAL_OPTIONS_USAGE_H

#include <stdio.h>

void usage_print(FILE *file);

#endif
