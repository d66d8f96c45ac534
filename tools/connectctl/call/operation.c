/*
 * One operation: read the words, build the input, call, show.
 */
#include "call/operation.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "call/client.h"
#include "call/paging.h"
#include "cli/command.h"
#include "help/help.h"
#include "input/input.h"
#include "input/skeleton.h"
#include "output/output.h"
#include "output/times.h"

#include <stdlib.h>
#include <string.h>

static int invoke_once(connect_client *client, const connect_operation *operation,
                       const json_t *input, json_t **output)
{
    char *text = require_memory(json_dumps(input, JSON_REAL_PRECISION(15))), *answer = NULL;
    connect_error *error = NULL;
    int code = 0;

    if (connect_invoke(client, connect_operation_name(operation), text, &answer, &error) !=
        CONNECT_OK) {
        code = failure_report(error, connect_operation_name(operation));
    } else {
        *output = require_memory(json_loads(answer, 0, NULL));
    }
    connect_error_free(error);
    connect_free(answer);
    free(text);
    return code;
}

static int call_and_show(const struct command *command, json_t *input)
{
    const connect_operation *operation = command->operation;
    struct ctl_client connection;
    struct paging paging;
    connect_error *error = NULL;
    json_t *output = NULL;
    int code = paging_plan(command, input, &paging);

    if (code != 0) {
        return code;
    }
    if (ctl_client_open(&connection, &command->globals, NULL, &error) != CONNECT_OK) {
        code = failure_report(error, connect_operation_name(operation));
    } else if (paging.wanted) {
        code = paging_collect(connection.client, operation, input, &paging, &output);
    } else {
        code = invoke_once(connection.client, operation, input, &output);
    }
    connect_error_free(error);
    ctl_client_close(&connection);
    if (code == 0) {
        times_localize(connect_operation_output(operation), output);
        code = output_print(&command->globals, connect_operation_output(operation), output);
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
    const struct parsed_option *parsed = command_extra(command, EXTRA_SKELETON);
    const char *which = parsed != NULL && parsed->count > 0 ? parsed->values[0] : "input";

    *of_input = parsed != NULL && strcmp(which, "input") == 0;
    *of_output = parsed != NULL && strcmp(which, "output") == 0;
    if (parsed == NULL || *of_input || *of_output) {
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
    int code = command_parse(&command, operation, NULL, globals, words, count);

    if (code == 0) {
        code = run_command(&command);
    }
    command_free(&command);
    return code;
}
