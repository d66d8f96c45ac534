/*
 * The values of options.
 */
#ifndef LOCAL_OPTIONS_VALUES_H
#define LOCAL_OPTIONS_VALUES_H

#include "options/options.h"

/* One row of the table of options: how its value is parsed, and into which member. */
struct option_row {
    const char *name;
    int argument; /* of struct option */
    bool (*parse)(const struct option_row *row, const char *value, struct options *options);
    size_t offset;       /* of the member of struct options */
    int64_t least, most; /* of a number */
};

typedef bool parse_fn(const struct option_row *row, const char *value, struct options *options);

/* Each prints a message and returns false for a value that is not valid. */
parse_fn parse_switch, parse_string, parse_int, parse_number, parse_seconds, parse_rate,
    parse_account_id, parse_account, parse_region, parse_fail_alias, parse_fault, parse_seed,
    parse_container;

#endif
