/*
 * From the rows of an operation to the options of a command.
 */
#include "cli/command.h"

#include "base/failure.h"
#include "base/names.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

const struct extra_option extras[EXTRA_COUNT] = {
    [EXTRA_INPUT_JSON] = { FOR_ALL, "cli-input-json", OPTION_VALUE, "JSON",
                           "the input as an object with the names of the API, file://PATH, or - for "
                           "standard input; options override its members" },
    [EXTRA_INPUT_YAML] = { FOR_ALL, "cli-input-yaml", OPTION_VALUE, "YAML", "the same in YAML" },
    [EXTRA_SKELETON] = { FOR_ALL, "generate-cli-skeleton", OPTION_OPTIONAL_VALUE,
                         "input|yaml-input|output",
                         "print an example of the input or output and send nothing" },
    [EXTRA_DRY_RUN] = { FOR_CALLS, "dry-run", OPTION_FLAG, NULL,
                        "print the input that the options make, for --cli-input-json, and send "
                        "nothing" },
    [EXTRA_MAX_ITEMS] = { FOR_PAGES, "max-items", OPTION_VALUE, "N",
                          "stop after N items and print a token to go on with" },
    [EXTRA_PAGE_SIZE] = { FOR_PAGES, "page-size", OPTION_VALUE, "N", "items to fetch at a time" },
    [EXTRA_STARTING_TOKEN] = { FOR_PAGES, "starting-token", OPTION_VALUE, "TOKEN",
                               "go on where --max-items stopped" },
    [EXTRA_REPLICA_REGION] = { FOR_WAITER_OF_REPLICAS, "replica-region", OPTION_VALUE, "REGION",
                               "wait for the replica in this Region; for all replicas by default" },
    [EXTRA_TIMEOUT] = { FOR_WAITERS, "timeout", OPTION_VALUE, "SECONDS",
                        "stop waiting after this time; 600 by default" },
};

bool extra_applies(enum extra which, const connect_operation *operation, const char *waiter)
{
    switch (extras[which].scope) {
    case FOR_CALLS:
        return waiter == NULL;
    case FOR_PAGES:
        return waiter == NULL && connect_operation_page_member(operation) != NULL;
    case FOR_WAITERS:
        return waiter != NULL;
    case FOR_WAITER_OF_REPLICAS:
        return waiter != NULL && strcmp(waiter, WAITER_OF_REPLICAS) == 0;
    default:
        return true;
    }
}

const connect_operation *find_operation_by_command(const char *name)
{
    const connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        char *known = kebab_case(connect_operation_name(operation));
        bool same = strcmp(known, name) == 0;

        free(known);
        if (same) {
            return operation;
        }
    }
    return NULL;
}

char *member_option_name(const connect_member *member)
{
    return kebab_case(connect_member_c_name(member));
}

static enum option_kind kind_of(const connect_member *member)
{
    switch (connect_member_kind(member)) {
    case CONNECT_KIND_BOOL:
        return OPTION_SWITCH;
    case CONNECT_KIND_STRING_LIST:
    case CONNECT_KIND_STRUCT_LIST:
    case CONNECT_KIND_MAP:
        return OPTION_VALUES;
    default:
        return OPTION_VALUE;
    }
}

static bool is_taken(const struct command *command, const char *name)
{
    for (size_t i = 0; i < command->options_count; i++) {
        if (strcmp(command->options[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* An option made from a member wins over one of ours with the same name. */
static void make_options(struct command *command, const char *waiter)
{
    const connect_shape *input = connect_operation_input(command->operation);
    const connect_member *member;
    size_t members = 0;

    while (connect_shape_member(input, members) != NULL) {
        members++;
    }
    command->options =
        require_memory(calloc(members + EXTRA_COUNT + GLOBALS_MAX, sizeof *command->options));
    command->names = require_memory(calloc(members + 1, sizeof *command->names));
    for (size_t i = 0; (member = connect_shape_member(input, i)) != NULL; i++) {
        command->names[i] = member_option_name(member);
        command->options[command->options_count++] =
            (struct option){ command->names[i], kind_of(member), member };
    }
    for (size_t i = 0; i < EXTRA_COUNT; i++) {
        if (extra_applies((enum extra)i, command->operation, waiter) &&
            !is_taken(command, extras[i].name)) {
            command->options[command->options_count++] =
                (struct option){ extras[i].name, extras[i].kind, &extras[i] };
        }
    }
    command->options_count = globals_add_options(command->options, command->options_count);
}

static int unexpected_argument(const struct command *command, const char *arg)
{
    const struct arguments *arguments = &command->arguments;
    const struct parsed_option *last =
        arguments->parsed_count > 0 ? &arguments->parsed[arguments->parsed_count - 1] : NULL;

    if (last != NULL && last->option->kind == OPTION_SWITCH) {
        return usage_error(command->name, "--%s takes no value: --no-%s is its opposite",
                           last->option->name, last->option->name);
    }
    return usage_error(command->name, "unexpected argument \"%s\"", arg);
}

int command_parse(struct command *command, const connect_operation *operation, const char *waiter,
                  const struct globals *globals, char *const *args, size_t count)
{
    size_t used = 0;
    int code;

    *command = (struct command){ .operation = operation, .globals = *globals };
    command->name = waiter != NULL ? require_memory(strdup(waiter))
                                   : kebab_case(connect_operation_name(operation));
    command->waits = waiter != NULL;
    make_options(command, waiter);
    command->arguments.options = command->options;
    command->arguments.options_count = command->options_count;
    command->arguments.command = command->name;
    if (count > 0 && strcmp(args[0], "help") == 0) {
        command->globals.help = true;
        return 0;
    }
    code = arguments_parse(&command->arguments, args, count, &used);
    if (code == 0) {
        code = globals_apply(&command->globals, &command->arguments);
    }
    if (code == 0 && used < count && !command->globals.help) {
        code = unexpected_argument(command, args[used]);
    }
    return code;
}

const struct parsed_option *command_extra(const struct command *command, enum extra which)
{
    return arguments_find(&command->arguments, &extras[which]);
}

void command_free(struct command *command)
{
    for (size_t i = 0; command->names != NULL && command->names[i] != NULL; i++) {
        free(command->names[i]);
    }
    free(command->names);
    free(command->options);
    free(command->arguments.parsed);
    free(command->name);
    *command = (struct command){ 0 };
}
