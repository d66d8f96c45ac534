/*
 * The options that every command has.
 */
#ifndef CTL_GLOBALS_H
#define CTL_GLOBALS_H

#include "cli/arguments.h"

#include <stdint.h>

struct globals {
    const char *region;
    const char *profile;
    const char *endpoint_url;
    const char *output;
    const char *ca_bundle;
    const char *connect_timeout;
    const char *read_timeout;
    bool debug;
    bool strict;
    bool no_paginate;
    bool no_sign_request;
    bool help;
    bool version;
    const char *ignored;        /* where what has no meaning here goes */
    int64_t connect_timeout_ms; /* 0: not parsed */
    int64_t read_timeout_ms;
};

#define GLOBALS_MAX 32

/*
 * Appends the global options whose names are not taken yet; `room` has place for GLOBALS_MAX more.
 */
size_t globals_add_options(struct option *options, size_t count);
/* Takes the global options out of a line.  Returns 0, or CTL_USAGE after having said why. */
int globals_apply(struct globals *globals, const struct arguments *line);
/* The index-th option for a help page; false past the end. */
bool globals_help(size_t index, const char **name, const char **value, const char **help);

#endif
