/*
 * The command line against a table of options.  It knows what an option looks like, not what it
 * means.
 */
#ifndef CTL_CLI_ARGUMENTS_H
#define CTL_CLI_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,           /* --debug */
    OPTION_SWITCH,         /* --flag and --no-flag */
    OPTION_VALUE,          /* --region VALUE */
    OPTION_OPTIONAL_VALUE, /* --generate-cli-skeleton [VALUE] */
    OPTION_VALUES          /* --tag-keys VALUE VALUE ... */
};

struct option {
    const char *name; /* without the dashes */
    enum option_kind kind;
    const void *tag; /* identifies the option for the owner of the table */
};

/* One option as it was parsed. */
struct parsed_option {
    const struct option *option;
    bool is_negated; /* --no-flag */
    size_t count;
    char *const *values;
    char *inline_value; /* of --option=value */
};

struct arguments {
    const struct option *options;
    size_t options_count;
    const char *command;          /* for messages; NULL before it is known */
    struct parsed_option *parsed; /* owned; freed with free() */
    size_t parsed_count;
};

/*
 * Parses arguments up to the first that is neither an option nor a value of one; *used gets their
 * number.  Returns 0, or CTL_USAGE after having reported why.
 */
int arguments_parse(struct arguments *arguments, char *const *args, size_t count, size_t *used);
/* The last occurrence of the option with that tag, or NULL. */
const struct parsed_option *arguments_find(const struct arguments *arguments, const void *tag);

#endif
