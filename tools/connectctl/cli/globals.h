/*
 * The options that every command has.
 */
#ifndef CTL_CLI_GLOBALS_H
#define CTL_CLI_GLOBALS_H

#include "cli/arguments.h"

#include <stdint.h>

struct globals {
    const char *region;
    const char *profile;
    const char *endpoint_url;
    const char *output;
    const char *query;
    const char *color;
    const char *error_format;
    const char *ca_bundle;
    const char *connect_timeout;
    const char *read_timeout;
    bool debug;
    bool strict;
    bool no_paginate;
    bool no_sign_request;
    bool help;
    bool version;
    bool has_no_pager;
    const char *ignored;        /* values of options without effect */
    int64_t connect_timeout_ms; /* 0: not parsed */
    int64_t read_timeout_ms;
};

#define GLOBALS_MAX 32

/*
 * Appends the global options whose names are not taken yet.  `options` has room for GLOBALS_MAX
 * more.  Returns the new count.
 */
size_t globals_add_options(struct option *options, size_t count);
/*
 * Applies the global options among the arguments.  Returns 0, or CTL_USAGE after having reported an
 * invalid one.
 */
int globals_apply(struct globals *globals, const struct arguments *arguments);
/* The index-th option that is documented; false past the end. */
bool globals_help(size_t index, const char **name, const char **value, const char **help);

#endif
