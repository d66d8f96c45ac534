/*
 * One operation: read the words, build the input, call, show.
 */
#include "call/run.h"

#include "base/failure.h"
#include "base/text.h"
#include "call/connection.h"
#include "call/pages.h"
#include "cli/command.h"
#include "help/help.h"
#include "input/input.h"
#include "input/skeleton.h"
#include "output/output.h"
#include "output/times.h"

#include <stdlib.h>
#include <string.h>

static int call_once(connect_client *client, const connect_operation *operation,
                     const json_t *input, json_t **output)
{
    char *text = must(json_dumps(input, JSON_REAL_PRECISION(15))), *answer = NULL;
    connect_error *error = NULL;
    int code = 0;

    if (connect_invoke(client, connect_operation_name(operation), text, &answer, &error) !=
        CONNECT_OK) {
        code = failure_show(error, connect_operation_name(operation));
    } else {
        *output = must(json_loads(answer, 0, NULL));
    }
    connect_error_free(error);
    connect_free(answer);
    free(text);
    return code;
}

static int call_and_show(const struct command *command, json_t *input)
{
    const connect_operation *operation = command->operation;
    struct connection connection;
    struct paging paging;
    connect_error *error = NULL;
    json_t *output = NULL;
    int code = pages_plan(command, input, &paging);

    if (code != 0) {
        return code;
    }
    if (connection_open(&connection, &command->globals, NULL, &error) != CONNECT_OK) {
        code = failure_show(error, connect_operation_name(operation));
    } else if (paging.wanted) {
        code = pages_collect(connection.client, operation, input, &paging, &output);
    } else {
        code = call_once(connection.client, operation, input, &output);
    }
    connect_error_free(error);
    connection_close(&connection);
    if (code == 0) {
        times_localize(connect_operation_output(operation), output);
        code = output_show(&command->globals, connect_operation_output(operation), output);
    }
    json_decref(output);
    return code;
}

static int show_json(json_t *value)
{
    output_json(stdout, value);
    json_decref(value);
    return 0;
}

/*
 * --generate-cli-skeleton: "input" wants nothing else; "output" checks the input first, as the AWS
 * CLI does.
 */
static int read_skeleton(const struct command *command, bool *of_input, bool *of_output)
{
    const struct given *given = command_extra(command, EXTRA_SKELETON);
    const char *which = given != NULL && given->count > 0 ? given->words[0] : "input";

    *of_input = given != NULL && strcmp(which, "input") == 0;
    *of_output = given != NULL && strcmp(which, "output") == 0;
    if (given == NULL || *of_input || *of_output) {
        return 0;
    }
    return usage_error(command->name, "--%s is input or output, not \"%s\"",
                       extras[EXTRA_SKELETON].name, which);
}

static int run_command(const struct command *command)
{
    const connect_operation *operation = command->operation;
    bool input_wanted, output_wanted;
    json_t *input = NULL;
    int code;

    if (command->globals.help) {
        return help_operation(operation);
    }
    code = read_skeleton(command, &input_wanted, &output_wanted);
    if (code != 0) {
        return code;
    }
    if (input_wanted) {
        return show_json(skeleton_of(connect_operation_input(operation), false));
    }
    code = input_build(command, &input);
    if (code == 0) {
        code = input_check(command, input);
    }
    if (code == 0 && output_wanted) {
        code = show_json(skeleton_of(connect_operation_output(operation), true));
    } else if (code == 0 && command_extra(command, EXTRA_DRY_RUN) != NULL) {
        code = show_json(json_incref(input));
    } else if (code == 0) {
        code = call_and_show(command, input);
    }
    json_decref(input);
    return code;
}

int run_operation(const connect_operation *operation, const struct globals *globals,
                  char *const *words, size_t count)
{
    struct command command;
    int code = command_read(&command, operation, NULL, globals, words, count);

    if (code == 0) {
        code = run_command(&command);
    }
    command_release(&command);
    return code;
}
