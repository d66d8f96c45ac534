/*
 * One operation from options to output.
 */
#include "call/operation.h"

#include "base/failure.h"
#include "base/json.h"
#include "call/client.h"
#include "call/paging.h"
#include "call/skeleton_print.h"
#include "cli/command.h"
#include "help/help.h"
#include "input/input.h"
#include "output/error.h"
#include "output/output.h"

#include <stdlib.h>
#include <string.h>

static int invoke_operation(connect_client *client, const connect_operation *operation,
                            const json_t *input, struct output *output)
{
    char *text = require_memory(json_dumps(input, 0)), *response = NULL;
    connect_error *error = NULL;
    json_t *document;
    int code;

    if (connect_invoke(client, connect_operation_name(operation), text, &response, &error) ==
        CONNECT_OK) {
        document = require_memory(json_loads(response, 0, NULL));
        code = output_write(output, document);
        json_decref(document);
    } else {
        code = error_print(output->settings, error, connect_operation_name(operation));
    }
    connect_error_free(error);
    connect_free(response);
    free(text);
    return code;
}

static int call_with(const struct command *command, json_t *input, struct output *output)
{
    const connect_operation *operation = command->operation;
    struct ctl_client client;
    struct paging paging;
    connect_error *error = NULL;
    int code = paging_plan(command, input, &paging);

    if (code != 0) {
        return code;
    }
    if (ctl_client_open(&client, &command->globals, NULL, &error) != CONNECT_OK) {
        code = error_print(output->settings, error, connect_operation_name(operation));
    } else if (paging.is_wanted) {
        code = paging_run(client.view, operation, input, &paging, output);
    } else {
        code = invoke_operation(client.view, operation, input, output);
    }
    connect_error_free(error);
    ctl_client_close(&client);
    return code;
}

/* The example of an output is formatted like a real one. */
static int print_example(const struct command *command, struct output *output)
{
    json_t *example = skeleton_of(connect_operation_output(command->operation), true);
    int code = output_write(output, example);

    json_decref(example);
    return code;
}

static int run_with_output(const struct command *command, json_t *input, enum skeleton skeleton)
{
    struct settings settings;
    struct output output;
    int code = settings_load(&settings, &command->globals, command->name);

    if (code == 0) {
        code = output_open(&output, &settings, &command->globals,
                           connect_operation_output(command->operation), command->name);
        if (code == 0) {
            code = skeleton == SKELETON_OUTPUT ? print_example(command, &output)
                                               : call_with(command, input, &output);
        }
        code = output_close(&output, code);
    }
    settings_free(&settings);
    return code;
}

static int print_json(const json_t *value)
{
    output_json(stdout, value, false);
    return output_flush_stdout();
}

static int run_command(const struct command *command)
{
    const connect_operation *operation = command->operation;
    enum skeleton skeleton;
    json_t *input = NULL;
    int code;

    if (command->globals.help) {
        return help_operation(operation);
    }
    code = skeleton_parse(command, &skeleton);
    if (code != 0) {
        return code;
    }
    if (skeleton == SKELETON_INPUT || skeleton == SKELETON_YAML_INPUT) {
        return skeleton_print_input(command, skeleton);
    }
    code = input_build(command, &input);
    if (code == 0) {
        code = input_check(command, input);
    }
    if (code == 0 && skeleton != SKELETON_OUTPUT && command_extra(command, EXTRA_DRY_RUN) != NULL) {
        code = print_json(input);
    } else if (code == 0) {
        code = run_with_output(command, input, skeleton);
    }
    json_decref(input);
    return code;
}

int run_operation(const connect_operation *operation, const struct globals *globals,
                  char *const *args, size_t count)
{
    struct command command;
    int code = command_parse(&command, operation, NULL, globals, args, count);

    if (code == 0) {
        code = run_command(&command);
    }
    command_free(&command);
    return code;
}
