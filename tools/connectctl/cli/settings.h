/*
 * Settings of the output that may also come from the environment or the profile, as with the AWS
 * CLI: an option wins over a variable, a variable over the profile, the profile over the default.
 */
#ifndef CTL_CLI_SETTINGS_H
#define CTL_CLI_SETTINGS_H

#include "cli/globals.h"

enum output_format {
    OUTPUT_JSON,
    OUTPUT_YAML,
    OUTPUT_YAML_STREAM,
    OUTPUT_TEXT,
    OUTPUT_TABLE,
    OUTPUT_OFF
};

enum error_format {
    ERROR_ENHANCED, /* the message with request id, reason and advice */
    ERROR_LEGACY,   /* the message of the AWS CLI alone */
    ERROR_JSON,
    ERROR_YAML,
    ERROR_TEXT,
    ERROR_TABLE
};

struct settings {
    enum output_format output;
    enum error_format errors;
    bool has_wire_times; /* times as numbers, as the service sends them */
    char *pager;         /* a command; NULL for none; owned */
};

/*
 * Returns 0, or an exit code after having reported an invalid value.  A profile that does not exist
 * is not an error here: the client reports it.  `command` is for messages and may be NULL.
 */
int settings_load(struct settings *settings, const struct globals *globals, const char *command);
void settings_free(struct settings *settings);

#endif
