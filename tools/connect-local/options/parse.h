/*
 * From the command line to options.
 */
#ifndef LOCAL_OPTIONS_PARSE_H
#define LOCAL_OPTIONS_PARSE_H

#include "options/options.h"

enum options_outcome {
    OPTIONS_RUN,
    OPTIONS_DONE, /* --help or --version was printed */
    OPTIONS_WRONG /* a message was printed */
};

/* Strings are borrowed from argv; options_free() in any case. */
enum options_outcome options_parse(struct options *options, int argc, char **argv);

#endif
