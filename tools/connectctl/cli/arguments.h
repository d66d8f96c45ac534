/*
 * The command line: words against a table of options.  It knows what an option looks like, not what
 * it means.
 */
#ifndef CTL_LINE_H
#define CTL_LINE_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,           /* --debug */
    OPTION_SWITCH,         /* --flag and --no-flag */
    OPTION_VALUE,          /* --region WORD */
    OPTION_OPTIONAL_VALUE, /* --generate-cli-skeleton [WORD] */
    OPTION_VALUES          /* --tag-keys WORD WORD ... */
};

struct option {
    const char *name; /* without the dashes */
    enum option_kind kind;
    const void *tag; /* what the option is, for who made the table */
};

/* One option as it was parsed. */
struct parsed_option {
    const struct option *option;
    bool is_negated; /* --no-flag */
    size_t count;
    char *const *values;
    char *inline_value; /* of --option=word */
};

struct arguments {
    const struct option *options;
    size_t options_count;
    const char *command;          /* for messages; NULL before it is known */
    struct parsed_option *parsed; /* room for as many as there are words */
    size_t parsed_count;
};

/*
 * Reads words up to the first that is neither an option nor belongs to one, and tells in *used how
 * many those are. Returns 0, or CTL_USAGE after having said why.
 */
int arguments_parse(struct arguments *line, char *const *words, size_t count, size_t *used);
/* The last occurrence of the option with that tag, or NULL. */
const struct parsed_option *arguments_find(const struct arguments *line, const void *tag);

#endif
