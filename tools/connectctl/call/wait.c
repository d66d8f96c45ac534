/*
 * The waiters.  Their options are those of the operation they ask.
 */
#include "call/wait.h"

#include "base/failure.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "call/client.h"
#include "call/progress.h"
#include "cli/command.h"
#include "help/help.h"
#include "input/input.h"
#include "input/skeleton.h"
#include "output/output.h"

#include <connect/waiter.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct waiter {
    const char *command;
    const char *operation;
    const char *summary;
    const char *done;
    connect_status (*wait)(connect_client *client, const char *id,
                           const connect_wait_options *options, connect_error **error);
};

static connect_status wait_active(connect_client *client, const char *id,
                                  const connect_wait_options *options, connect_error **error)
{
    return connect_wait_instance_active(client, id, options, NULL, error);
}

static const struct waiter waiters[] = {
    { "wait instance-active", "DescribeInstance",
      "Waits until an instance is ACTIVE; fails when its creation failed.", "is ACTIVE",
      wait_active },
    { "wait instance-deleted", "DescribeInstance", "Waits until an instance is not found any more.",
      "is deleted", connect_wait_instance_deleted },
};

enum { WAITERS = sizeof waiters / sizeof waiters[0] };

bool waiter_at(size_t index, const char **command, const char **summary)
{
    if (index >= WAITERS) {
        return false;
    }
    *command = waiters[index].command;
    *summary = waiters[index].summary;
    return true;
}

static bool on_progress(void *user, const char *status, int64_t waited_ms)
{
    (void)waited_ms;
    progress_set(user, status);
    return true;
}

static int read_timeout(const struct command *command, connect_wait_options *options)
{
    const struct parsed_option *parsed = command_extra(command, EXTRA_TIMEOUT);
    char *end;
    long seconds;

    if (parsed == NULL) {
        return 0;
    }
    seconds = strtol(parsed->values[0], &end, 10);
    if (end == parsed->values[0] || *end != '\0' || seconds < 1 || seconds > 31536000) {
        return usage_error(command->name, "--timeout is a number of seconds, not \"%s\"",
                           parsed->values[0]);
    }
    options->timeout_ms = (connect_opt_int64)CONNECT_SET(seconds * INT64_C(1000));
    return 0;
}

static int show_failure(const struct waiter *waiter, const connect_error *error)
{
    const char *id = connect_error_resource_id(error);
    connect_status status = connect_error_code(error);
    int code = failure_report(error, waiter->operation);

    if (id != NULL && (status == CONNECT_E_TIMEOUT || status == CONNECT_E_CANCELLED)) {
        char *printable = escape_controls(id);

        fprintf(stderr, "To wait on: connectctl %s --instance-id %s\n", waiter->command, printable);
        free(printable);
    }
    return code;
}

static int wait_for(const struct waiter *waiter, const struct command *command, const char *id)
{
    connect_wait_options options = { .size = sizeof options };
    struct strbuf what = { 0 }, done = { 0 };
    struct ctl_client connection;
    struct progress progress;
    connect_clock clock = progress_clock(&progress);
    connect_error *error = NULL;
    connect_status status;
    int code = read_timeout(command, &options);

    if (code != 0) {
        return code;
    }
    strbuf_addf(&what, "instance %s", id);
    strbuf_addf(&done, "Instance %s %s", id, waiter->done);
    options.progress = on_progress;
    options.user = &progress;
    status = ctl_client_open(&connection, &command->globals, &clock, &error);
    progress_start(&progress, strbuf_string(&what));
    if (status == CONNECT_OK) {
        status = waiter->wait(connection.client, id, &options, &error);
    }
    progress_end(&progress, status == CONNECT_OK ? strbuf_string(&done) : NULL);
    if (status != CONNECT_OK) {
        code = show_failure(waiter, error);
    }
    connect_error_free(error);
    ctl_client_close(&connection);
    strbuf_free(&what);
    strbuf_free(&done);
    return code;
}

static int run_waiter(const struct waiter *waiter, const struct command *command)
{
    json_t *input = NULL;
    const char *id;
    int code;

    if (command->globals.help) {
        return help_waiter(waiter->command, waiter->summary, command->operation);
    }
    if (command_extra(command, EXTRA_SKELETON) != NULL) {
        input = skeleton_of(connect_operation_input(command->operation), false);
        output_json(stdout, input);
        json_decref(input);
        return 0;
    }
    code = input_build(command, &input);
    if (code == 0) {
        code = input_check(command, input);
    }
    if (code == 0) {
        id = json_string_value(json_object_get(input, "InstanceId"));
        code = id != NULL ? wait_for(waiter, command, id)
                          : usage_error(command->name, "InstanceId is a text");
    }
    json_decref(input);
    return code;
}

static int unknown_waiter(const char *name)
{
    if (name == NULL) {
        return usage_error(NULL, "wait for what? wait instance-active, or wait instance-deleted");
    }
    return usage_error(
        NULL, "unknown waiter \"%s\"; there are instance-active and instance-deleted", name);
}

int wait_run(const struct globals *globals, char *const *words, size_t count)
{
    const struct waiter *waiter = NULL;
    struct command command;
    int code;

    for (size_t i = 0; i < WAITERS && count > 0; i++) {
        if (strcmp(strchr(waiters[i].command, ' ') + 1, words[0]) == 0) {
            waiter = &waiters[i];
        }
    }
    if (count > 0 &&
        (globals->help || strcmp(words[0], "help") == 0 || strcmp(words[0], "--help") == 0)) {
        for (size_t i = 0; i < WAITERS; i++) {
            help_entry(0, waiters[i].command, waiters[i].summary);
        }
        return 0;
    }
    if (waiter == NULL) {
        return unknown_waiter(count > 0 ? words[0] : NULL);
    }
    code = command_parse(&command, connect_operation_find(waiter->operation), waiter->command,
                         globals, words + 1, count - 1);
    if (code == 0) {
        code = run_waiter(waiter, &command);
    }
    command_free(&command);
    return code;
}
