/*
 * connectctl: the library on a command line, compatible with `aws connect`.
 *
 * It is a plain consumer of the public headers.  Commands and their options are made from the
 * operation tables; only the waiters know an operation by name.
 */
#include "base/failure.h"
#include "base/names.h"
#include "call/operation.h"
#include "call/wait.h"
#include "cli/command.h"
#include "completion/completion.h"
#include "configure/configure.h"
#include "help/overview.h"
#include "output/output.h"
#include "zapi/zapi.h"

#include <connect/client.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether a name begins like an operation, of which the service has several hundred. */
static bool has_verb(const char *name)
{
    static const char *const verbs[] = {
        "activate-",   "associate-", "batch-",    "claim-",        "complete-", "create-",
        "deactivate-", "delete-",    "describe-", "disassociate-", "dismiss-",  "get-",
        "import-",     "list-",      "monitor-",  "pause-",        "put-",      "release-",
        "resume-",     "search-",    "send-",     "start-",        "stop-",     "submit-",
        "suspend-",    "transfer-",  "update-",
    };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        if (strncmp(name, verbs[i], strlen(verbs[i])) == 0) {
            return true;
        }
    }
    return false;
}

static int unknown_command(const char *name)
{
    const connect_operation *operation = NULL;
    size_t best = (size_t)-1, distance;
    char *nearest = NULL;
    int code;

    while ((operation = connect_operation_next(operation)) != NULL) {
        char *known = kebab_case(connect_operation_name(operation));

        if (is_similar_name(name, known, &distance) && distance < best) {
            best = distance;
            free(nearest);
            nearest = known;
        } else {
            free(known);
        }
    }
    if (nearest != NULL) {
        code = usage_error(NULL, "unknown command \"%s\"; did you mean \"%s\"?", name, nearest);
    } else if (has_verb(name)) {
        code = usage_error(NULL,
                           "\"%s\" is not an instance operation; connectctl has those of instances "
                           "and their tags",
                           name);
    } else {
        code = usage_error(NULL, "unknown command \"%s\"", name);
    }
    free(nearest);
    return code;
}

static int run_command(const struct globals *globals, char *const *args, size_t count)
{
    const connect_operation *operation = find_operation_by_command(args[0]);

    if (strcmp(args[0], "wait") == 0) {
        return wait_run(globals, args + 1, count - 1);
    }
    if (strcmp(args[0], "configure") == 0) {
        return configure_run(globals, args + 1, count - 1);
    }
    if (strcmp(args[0], "zapi") == 0) {
        return zapi_run(globals, args + 1, count - 1);
    }
    if (strcmp(args[0], "login") == 0 ||
        (strcmp(args[0], "sso") == 0 && count > 1 && strcmp(args[1], "login") == 0)) {
        return configure_refuse(strcmp(args[0], "sso") == 0 ? "sso login" : "login");
    }
    return operation != NULL ? run_operation(operation, globals, args + 1, count - 1)
                             : unknown_command(args[0]);
}

static int run_arguments(struct globals *globals, char *const *args, size_t count)
{
    if (globals->version) {
        (void)printf("connectctl %d.%d.%d, libconnect %s\n", CONNECT_VERSION_MAJOR,
                     CONNECT_VERSION_MINOR, CONNECT_VERSION_PATCH, connect_version());
        return 0;
    }
    /* "aws connect list-instances" with another program name. */
    if (count > 0 && strcmp(args[0], "connect") == 0) {
        args++;
        count--;
    }
    if (count > 0 && strcmp(args[0], "help") == 0) {
        globals->help = true;
        args++;
        count--;
    }
    if (count == 0) {
        return globals->help ? help_all() : usage_error(NULL, "a command is missing");
    }
    return run_command(globals, args, count);
}

int main(int argc, char **argv)
{
    struct option options[GLOBALS_MAX];
    struct arguments arguments = { .options = options };
    struct globals globals = { 0 };
    size_t used = 0;
    int code;

    /* For wcwidth() only: strings are UTF-8 whatever the locale is. */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        (void)setlocale(LC_CTYPE, "en_US.UTF-8");
    }
    /* Called by the completion of shells, with words that may be half typed. */
    if (argc > 1 && strcmp(argv[1], "__complete") == 0) {
        return completion_run(argv + 2, (size_t)argc - 2);
    }
    arguments.options_count = globals_add_options(options, 0);
    code = arguments_parse(&arguments, argv + 1, (size_t)argc - 1, &used);
    if (code == 0) {
        code = globals_apply(&globals, &arguments);
    }
    if (code == 0) {
        code = run_arguments(&globals, argv + 1 + used, (size_t)argc - 1 - used);
    }
    free(arguments.parsed);
    return code == 0 ? output_flush_stdout() : code;
}
