/*
 * One operation on the command line: its options, made from its members, and what was parsed of
 * them.
 */
#ifndef CTL_CLI_COMMAND_H
#define CTL_CLI_COMMAND_H

#include "cli/globals.h"

#include <connect/operation.h>

struct command {
    const struct connect_operation *operation;
    char *name; /* "list-instances" */
    bool waits; /* it is a waiter, which calls this operation */
    struct option *options;
    size_t options_count;
    char **names; /* of the options made from members */
    struct arguments arguments;
    struct globals globals;
};

/* The options of an operation that do not come from its members. */
enum extra {
    EXTRA_INPUT_JSON,
    EXTRA_INPUT_YAML,
    EXTRA_SKELETON,
    EXTRA_DRY_RUN,
    EXTRA_MAX_ITEMS,
    EXTRA_PAGE_SIZE,
    EXTRA_STARTING_TOKEN,
    EXTRA_REPLICA_REGION,
    EXTRA_TIMEOUT,
    EXTRA_COUNT
};

enum scope { FOR_CALLS, FOR_PAGES, FOR_WAITERS, FOR_WAITER_OF_REPLICAS, FOR_ALL };

/* The one waiter with an option of its own. */
#define WAITER_OF_REPLICAS "wait instance-replicated"

struct extra_option {
    enum scope scope;
    const char *name;
    enum option_kind kind;
    const char *value;
    const char *help;
};

extern const struct extra_option extras[EXTRA_COUNT];

/* The operation of a command such as "list-instances", or NULL. */
const connect_operation *find_operation_by_command(const char *name);
/* The name of a member's option, without the dashes.  The caller frees it. */
char *member_option_name(const connect_member *member);

/* Whether an extra option applies to a call of an operation, or to a waiter that calls it. */
bool extra_applies(enum extra which, const connect_operation *operation, const char *waiter);

/*
 * Makes the options of an operation and parses the arguments.  waiter: the name of the waiter that
 * calls the operation, or NULL.  Returns 0, or CTL_USAGE after having reported why.  The command is
 * to be freed in both cases.
 */
int command_parse(struct command *command, const connect_operation *operation, const char *waiter,
                  const struct globals *globals, char *const *args, size_t count);
const struct parsed_option *command_extra(const struct command *command, enum extra which);
void command_free(struct command *command);

#endif
