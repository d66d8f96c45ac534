/*
 * connectctl: the library on a command line, in the words of `aws connect`.
 *
 * A plain consumer: it includes <connect/...> only, and knows no operation by name but the ones its
 * waiters ask.
 */
#include "base/failure.h"
#include "base/names.h"
#include "call/operation.h"
#include "call/wait.h"
#include "cli/command.h"
#include "configure/configure.h"
#include "help/overview.h"
#include "zapi/zapi.h"

#include <connect/client.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    } else {
        code = usage_error(NULL, "unknown command \"%s\"", name);
    }
    free(nearest);
    return code;
}

static int run_command(const struct globals *globals, char *const *words, size_t count)
{
    const connect_operation *operation = find_operation_by_command(words[0]);

    if (strcmp(words[0], "wait") == 0) {
        return wait_run(globals, words + 1, count - 1);
    }
    if (strcmp(words[0], "configure") == 0) {
        return configure_run(globals, words + 1, count - 1);
    }
    if (strcmp(words[0], "zapi") == 0) {
        return zapi_run(globals, words + 1, count - 1);
    }
    return operation != NULL ? run_operation(operation, globals, words + 1, count - 1)
                             : unknown_command(words[0]);
}

static int run(struct globals *globals, char *const *words, size_t count)
{
    if (globals->version) {
        printf("connectctl %d.%d.%d, libconnect %s\n", CONNECT_VERSION_MAJOR, CONNECT_VERSION_MINOR,
               CONNECT_VERSION_PATCH, connect_version());
        return 0;
    }
    if (count > 0 && strcmp(words[0], "help") == 0) {
        globals->help = true;
        words++;
        count--;
    }
    if (count == 0) {
        return globals->help ? help_all() : usage_error(NULL, "a command is missing");
    }
    return run_command(globals, words, count);
}

int main(int argc, char **argv)
{
    struct option options[GLOBALS_MAX];
    struct arguments line = { .options = options };
    struct globals globals = { 0 };
    size_t used = 0;
    int code;

    /* Only to know how wide a character is; texts are UTF-8 whatever the locale says. */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
        setlocale(LC_CTYPE, "en_US.UTF-8");
    }
    line.options_count = globals_add_options(options, 0);
    code = arguments_parse(&line, argv + 1, (size_t)argc - 1, &used);
    if (code == 0) {
        code = globals_apply(&globals, &line);
    }
    if (code == 0) {
        code = run(&globals, argv + 1 + used, (size_t)argc - 1 - used);
    }
    free(line.parsed);
    if (code == 0 && fflush(stdout) != 0) {
        perror("connectctl: cannot write the output");
        code = CTL_OTHER;
    }
    return code;
}
