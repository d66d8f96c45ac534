/*
 * The waiters.  Their options are those of the operation that they call.
 */
#include "call/wait.h"

#include "base/failure.h"
#include "base/names.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "call/client.h"
#include "call/progress.h"
#include "call/skeleton_print.h"
#include "cli/command.h"
#include "cli/settings.h"
#include "help/help.h"
#include "input/input.h"
#include "output/error.h"

#include <connect/waiter.h>

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the waiters wait for. */
struct resource {
    const char *noun;
    const char *title;  /* the noun at the beginning of a sentence */
    const char *member; /* of the operation's input: the id */
    const char *option; /* the same as an option */
};

struct waiter {
    const char *command;
    const char *operation;
    const char *summary;
    const char *done;
    const struct resource *resource;
    /* region: of a replica, or NULL. */
    connect_status (*wait)(connect_client *client, const char *id, const char *region,
                           const connect_wait_options *options, connect_error **error);
};

static const struct resource instance = { "instance", "Instance", "InstanceId", "instance-id" };
static const struct resource group = { "traffic distribution group", "Traffic distribution group",
                                       "TrafficDistributionGroupId",
                                       "traffic-distribution-group-id" };

static connect_status instance_active(connect_client *client, const char *id, const char *region,
                                      const connect_wait_options *options, connect_error **error)
{
    (void)region;
    return connect_wait_instance_active(client, id, options, NULL, error);
}

static connect_status instance_deleted(connect_client *client, const char *id, const char *region,
                                       const connect_wait_options *options, connect_error **error)
{
    (void)region;
    return connect_wait_instance_deleted(client, id, options, error);
}

static connect_status instance_replicated(connect_client *client, const char *id,
                                          const char *region, const connect_wait_options *options,
                                          connect_error **error)
{
    return connect_wait_instance_replicated(client, id, region, options, NULL, error);
}

static connect_status group_active(connect_client *client, const char *id, const char *region,
                                   const connect_wait_options *options, connect_error **error)
{
    (void)region;
    return connect_wait_traffic_distribution_group_active(client, id, options, NULL, error);
}

static connect_status group_deleted(connect_client *client, const char *id, const char *region,
                                    const connect_wait_options *options, connect_error **error)
{
    (void)region;
    return connect_wait_traffic_distribution_group_deleted(client, id, options, error);
}

static const struct waiter waiters[] = {
    { "wait instance-active", "DescribeInstance",
      "Waits until an instance is ACTIVE; fails when its creation failed.", "is ACTIVE", &instance,
      instance_active },
    { "wait instance-deleted", "DescribeInstance", "Waits until an instance is not found any more.",
      "is deleted", &instance, instance_deleted },
    { "wait instance-replicated", "DescribeInstance",
      "Waits until an instance is replicated; fails when the replication failed.", "is replicated",
      &instance, instance_replicated },
    { "wait traffic-distribution-group-active", "DescribeTrafficDistributionGroup",
      "Waits until a traffic distribution group is ACTIVE; fails when its creation failed.",
      "is ACTIVE", &group, group_active },
    { "wait traffic-distribution-group-deleted", "DescribeTrafficDistributionGroup",
      "Waits until a traffic distribution group is not found any more.", "is deleted", &group,
      group_deleted },
};

enum { WAITERS = sizeof waiters / sizeof waiters[0] };

/* What follows "wait". */
static const char *name_of(const struct waiter *waiter)
{
    return strchr(waiter->command, ' ') + 1;
}

static const struct waiter *waiter_find(const char *name)
{
    for (size_t i = 0; i < WAITERS; i++) {
        if (strcmp(name_of(&waiters[i]), name) == 0) {
            return &waiters[i];
        }
    }
    return NULL;
}

const connect_operation *waiter_operation(const char *name, const char **command)
{
    const struct waiter *waiter = waiter_find(name);

    if (waiter == NULL) {
        return NULL;
    }
    *command = waiter->command;
    return connect_operation_find(waiter->operation);
}

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
    progress_set_status(user, status);
    return true;
}

static int parse_timeout(const struct command *command, connect_wait_options *options)
{
    enum { MAX_SECONDS = 31536000 };
    const struct parsed_option *parsed = command_extra(command, EXTRA_TIMEOUT);
    char *end;
    long seconds;

    if (parsed == NULL) {
        return 0;
    }
    seconds = strtol(parsed->values[0], &end, 10);
    if (end == parsed->values[0] || *end != '\0' || seconds < 1 || seconds > MAX_SECONDS) {
        return usage_error(
            command->name,
            "--timeout: \"%s\" is not valid; expected a number of seconds from 1 to %d",
            parsed->values[0], (int)MAX_SECONDS);
    }
    options->timeout_ms = (connect_opt_int64)CONNECT_SET(seconds * INT64_C(1000));
    return 0;
}

/* An argument as the shell reads it back. */
static void add_quoted(struct strbuf *out, const char *argument)
{
    static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                               "0123456789_-./:=@%+,";

    if (argument[0] != '\0' && argument[strspn(argument, safe)] == '\0') {
        strbuf_add(out, argument);
        return;
    }
    strbuf_add_char(out, '\'');
    for (; *argument != '\0'; argument++) {
        if (*argument == '\'') {
            strbuf_add(out, "'\\''");
        } else {
            strbuf_add_char(out, *argument);
        }
    }
    strbuf_add_char(out, '\'');
}

static void add_option(struct strbuf *out, const char *name, const char *value)
{
    if (value != NULL) {
        strbuf_addf(out, " --%s ", name);
        add_quoted(out, value);
    }
}

/* The command that goes on with the wait: the same service with the same credentials. */
static void print_resume_command(const struct waiter *waiter, const struct globals *globals,
                                 const char *id, const char *region)
{
    struct strbuf line = { 0 };
    char *printable;

    add_option(&line, waiter->resource->option, id);
    add_option(&line, "replica-region", region);
    add_option(&line, "region", globals->region);
    add_option(&line, "profile", globals->profile);
    add_option(&line, "endpoint-url", globals->endpoint_url);
    add_option(&line, "ca-bundle", globals->ca_bundle);
    strbuf_add(&line, globals->no_sign_request ? " --no-sign-request" : "");
    printable = escape_controls(strbuf_string(&line));
    (void)fprintf(stderr, "To go on waiting: connectctl %s%s\n", waiter->command, printable);
    free(printable);
    strbuf_free(&line);
}

static const char *replica_region(const struct command *command)
{
    const struct parsed_option *parsed = command_extra(command, EXTRA_REPLICA_REGION);

    return parsed != NULL ? parsed->values[0] : NULL;
}

static int report_failure(const struct waiter *waiter, const struct command *command,
                          const struct settings *settings, const connect_error *error)
{
    const char *id = connect_error_resource_id(error);
    connect_status status = connect_error_code(error);
    int code = error_print(settings, error, waiter->operation);

    if (id != NULL && (status == CONNECT_E_TIMEOUT || status == CONNECT_E_CANCELLED) &&
        (settings->errors == ERROR_ENHANCED || settings->errors == ERROR_LEGACY)) {
        print_resume_command(waiter, &command->globals, id, replica_region(command));
    }
    return code;
}

static int wait_for(const struct waiter *waiter, const struct command *command,
                    const struct settings *settings, const char *id)
{
    connect_wait_options options = { .size = sizeof options };
    struct strbuf subject = { 0 }, done = { 0 };
    struct ctl_client client;
    struct progress progress;
    connect_clock clock = progress_clock(&progress);
    connect_error *error = NULL;
    connect_status status;
    int code = parse_timeout(command, &options);

    if (code != 0) {
        return code;
    }
    strbuf_addf(&subject, "%s %s", waiter->resource->noun, id);
    strbuf_addf(&done, "%s %s %s", waiter->resource->title, id, waiter->done);
    options.progress = on_progress;
    options.user = &progress;
    progress_start(&progress, strbuf_string(&subject));
    status = ctl_client_open(&client, &command->globals, &clock, &error);
    if (status == CONNECT_OK) {
        status = waiter->wait(client.view, id, replica_region(command), &options, &error);
    }
    progress_end(&progress, status == CONNECT_OK ? strbuf_string(&done) : NULL);
    if (status != CONNECT_OK) {
        code = report_failure(waiter, command, settings, error);
    }
    connect_error_free(error);
    ctl_client_close(&client);
    strbuf_free(&subject);
    strbuf_free(&done);
    return code;
}

static int wait_with_input(const struct waiter *waiter, const struct command *command)
{
    struct settings settings;
    json_t *input = NULL;
    int code = input_build(command, &input);

    if (code == 0) {
        code = input_check(command, input);
    }
    if (code == 0) {
        code = settings_load(&settings, &command->globals, command->name);
        if (code == 0) {
            const char *member = waiter->resource->member;
            const char *id = json_string_value(json_object_get(input, member));

            code = id != NULL ? wait_for(waiter, command, &settings, id)
                              : usage_error(command->name, "%s: expected a string", member);
        }
        settings_free(&settings);
    }
    json_decref(input);
    return code;
}

static int run_waiter(const struct waiter *waiter, const struct command *command)
{
    enum skeleton skeleton;
    int code;

    if (command->globals.help) {
        return help_waiter(waiter->command, waiter->summary, command->operation);
    }
    code = skeleton_parse(command, &skeleton);
    if (code != 0) {
        return code;
    }
    return skeleton != SKELETON_NONE ? skeleton_print_input(command, skeleton)
                                     : wait_with_input(waiter, command);
}

/* The waiter that a misspelled name may mean, or NULL. */
static const char *nearest_waiter(const char *name)
{
    const char *nearest = NULL;
    size_t best = (size_t)-1, distance;

    for (size_t i = 0; i < WAITERS; i++) {
        if (is_similar_name(name, name_of(&waiters[i]), &distance) && distance < best) {
            best = distance;
            nearest = name_of(&waiters[i]);
        }
    }
    return nearest;
}

/* "A, B or C". */
static void add_waiters(struct strbuf *out)
{
    for (size_t i = 0; i < WAITERS; i++) {
        strbuf_add(out, i == 0 ? "" : i + 1 < WAITERS ? ", " : " or ");
        strbuf_add(out, name_of(&waiters[i]));
    }
}

/* name: NULL when there is none. */
static int unknown_waiter(const char *name)
{
    const char *nearest = name != NULL ? nearest_waiter(name) : NULL;
    struct strbuf names = { 0 };
    int code;

    add_waiters(&names);
    if (name == NULL) {
        code =
            usage_error("wait", "wait: the waiter is missing; expected %s", strbuf_string(&names));
    } else if (nearest != NULL) {
        code =
            usage_error("wait", "wait: unknown waiter \"%s\"; did you mean \"%s\"?", name, nearest);
    } else {
        code = usage_error("wait", "wait: unknown waiter \"%s\"; expected %s", name,
                           strbuf_string(&names));
    }
    strbuf_free(&names);
    return code;
}

int wait_run(const struct globals *globals, char *const *args, size_t count)
{
    const struct waiter *waiter = count > 0 ? waiter_find(args[0]) : NULL;
    struct command command;
    int code;

    if (count > 0 &&
        (globals->help || strcmp(args[0], "help") == 0 || strcmp(args[0], "--help") == 0)) {
        for (size_t i = 0; i < WAITERS; i++) {
            help_entry(0, waiters[i].command, waiters[i].summary);
        }
        return 0;
    }
    if (waiter == NULL) {
        return unknown_waiter(count > 0 && args[0][0] != '-' ? args[0] : NULL);
    }
    code = command_parse(&command, connect_operation_find(waiter->operation), waiter->command,
                         globals, args + 1, count - 1);
    if (code == 0) {
        code = run_waiter(waiter, &command);
    }
    command_free(&command);
    return code;
}
