/*
 * The description of a client: short, in the form of `aws configure list`, or in full.
 */
#include "configure/configure.h"

#include "base/failure.h"
#include "base/json.h"
#include "base/terminal.h"
#include "base/wrap.h"
#include "cli/settings.h"
#include "configure/description.h"
#include "help/help.h"
#include "output/error.h"
#include "output/grid_print.h"
#include "output/output.h"
#include "output/times.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- list ---- */

static void print_row(const char *name, const char *value, const char *type, const char *location)
{
    char *shown = escape_controls(value), *where = escape_controls(location);

    (void)printf("%10s %24s %16s    %s\n", name, shown, type, where);
    free(shown);
    free(where);
}

static void print_unset(const char *name)
{
    print_row(name, "<not set>", "None", "None");
}

/* The AWS CLI's words for the sources of settings and of credentials. */
static const char *type_of(const char *source)
{
    static const char *const types[][2] = {
        { "option", "manual" },
        { "static", "manual" },
        { "environment", "env" },
        { "profile", "config-file" },
        { "web identity", "assume-role-with-web-identity" },
        { "profile web identity", "assume-role-with-web-identity" },
        { "role", "assume-role" },
        { "SSO", "sso" },
        { "sso", "sso" },
        { "login", "login" },
        { "credential_process", "custom-process" },
        { "container", "container-role" },
        { "instance metadata", "iam-role" },
    };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i][0], source) == 0) {
            return types[i][1];
        }
    }
    return source;
}

static void print_setting(const json_t *json, const char *name)
{
    const json_t *setting = description_setting(json, name);
    const char *value = json_member_string(setting, "value");
    const char *source = json_member_string(setting, "source");
    char *origin = description_origin(setting);

    if (value == NULL || source == NULL || strcmp(source, "default") == 0) {
        print_unset(name);
    } else {
        print_row(name, value, strcmp(source, "instance metadata") == 0 ? "imds" : type_of(source),
                  origin);
    }
    free(origin);
}

static void print_credentials_rows(const json_t *credentials)
{
    const char *id = json_member_string(credentials, "access_key_id");
    const char *source = json_member_string(credentials, "source");

    if (id == NULL || source == NULL) {
        print_unset("access_key");
        print_unset("secret_key");
        return;
    }
    print_row("access_key", id, type_of(source), "");
    print_row("secret_key", "****************", type_of(source), "");
}

/* The profile is known although nothing could be resolved with it. */
static void print_profile(const struct globals *globals)
{
    static const char *const variables[] = { "AWS_PROFILE", "AWS_DEFAULT_PROFILE" };

    if (globals->profile != NULL) {
        print_row("profile", globals->profile, "manual", "--profile");
        return;
    }
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        const char *value = getenv(variables[i]);

        if (value != NULL && value[0] != '\0') {
            print_row("profile", value, "env", variables[i]);
            return;
        }
    }
    print_unset("profile");
}

static int print_reason(const char *reason)
{
    char *printable = escape_controls(reason);

    (void)output_flush_stdout();
    (void)fputc('\n', stderr);
    print_wrapped(stderr, printable, 0,
                  isatty(STDERR_FILENO) == 1 ? terminal_columns(STDERR_FILENO) : 0);
    free(printable);
    return CTL_OTHER;
}

/*
 * As with the AWS CLI, what is not configured is no failure, and what is configured and does not
 * work is one: its reason follows the table.
 */
static int print_list(const struct description *description, const struct globals *globals,
                      const struct settings *settings)
{
    const json_t *credentials = json_object_get(description->json, "credentials");
    const char *problem = json_member_string(credentials, "error");

    (void)settings;
    print_row("Name", "Value", "Type", "Location");
    print_row("----", "-----", "----", "--------");
    if (description->json == NULL) {
        print_profile(globals);
        print_unset("access_key");
        print_unset("secret_key");
        print_unset("region");
        return print_reason(connect_error_message(description->error));
    }
    print_setting(description->json, "profile");
    print_credentials_rows(credentials);
    if (description->has_no_region) {
        print_unset("region");
    } else {
        print_setting(description->json, "region");
    }
    if (problem != NULL && strncmp(problem, "no credentials found", 20) != 0) {
        return print_reason(problem);
    }
    return 0;
}

/* ---- explain ---- */

static void print_pair(const char *name, const char *value, const char *more)
{
    struct strbuf line = { 0 };
    char *printable;

    if (value == NULL) {
        return;
    }
    strbuf_addf(&line, "%s%s%s", value, more != NULL ? ", " : "", more != NULL ? more : "");
    printable = escape_controls(strbuf_string(&line));
    (void)printf("%-13s", name);
    print_wrapped(stdout, printable, 13, terminal_columns(STDOUT_FILENO));
    free(printable);
    strbuf_free(&line);
}

static void print_credentials(const json_t *credentials)
{
    const char *expiration = json_member_string(credentials, "expiration");
    char *until = expiration != NULL ? times_readable(expiration) : NULL;

    print_pair("Credentials", json_member_string(credentials, "source"),
               json_member_string(credentials, "access_key_id"));
    print_pair("Account", json_member_string(credentials, "account_id"), NULL);
    print_pair("Valid until", until, until != NULL ? "UTC" : NULL);
    print_pair("Credentials", json_member_string(credentials, "error"), NULL);
    free(until);
}

static void print_settings(const json_t *settings)
{
    static const char *const titles[] = { "Setting", "Value", "From" };
    size_t width = terminal_columns(STDOUT_FILENO);
    struct grid grid;

    grid_init(&grid, 3, json_array_size(settings));
    for (size_t c = 0; c < 3; c++) {
        grid.columns[c].title = require_memory(strdup(titles[c]));
        grid.columns[c].is_name = true;
    }
    for (size_t r = 0; r < json_array_size(settings); r++) {
        const json_t *setting = json_array_get(settings, r);
        const char *value = json_member_string(setting, "value");
        const char *problem = json_member_string(setting, "problem");
        struct strbuf shown = { 0 };

        strbuf_addf(&shown, "%s%s%s%s", value != NULL ? value : "-", problem != NULL ? " (" : "",
                    problem != NULL ? problem : "", problem != NULL ? ")" : "");
        grid_set(&grid, r, 0, escape_controls(json_member_string(setting, "name")));
        grid_set(&grid, r, 1, escape_controls(strbuf_string(&shown)));
        grid_set(&grid, r, 2, description_origin(setting));
        strbuf_free(&shown);
    }
    if (!grid_print(stdout, &grid, 0, width)) {
        (void)grid_print(stdout, &grid, 0, 0);
    }
    grid_free(&grid);
}

static int print_explanation(const struct description *description, const struct globals *globals,
                             const struct settings *settings)
{
    const json_t *json = description->json, *endpoint = json_object_get(json, "endpoint");
    char *origin;

    (void)globals;
    if (json == NULL) {
        return error_print(settings, description->error, "describe");
    }
    origin = description_origin(description_setting(json, "region"));
    print_pair("libconnect", json_member_string(json, "version"), NULL);
    if (description->has_no_region) {
        print_pair("Region", "<not set>", NULL);
    } else {
        print_pair("Region", json_member_string(json, "region"), origin);
        print_pair("Endpoint", json_member_string(endpoint, "url"),
                   json_member_string(endpoint, "origin"));
        print_pair("Signed for", json_member_string(endpoint, "signing_region"),
                   json_member_string(endpoint, "signing_name"));
    }
    print_credentials(json_object_get(json, "credentials"));
    (void)putchar('\n');
    print_settings(json_object_get(json, "settings"));
    free(origin);
    return 0;
}

/* ---- commands ---- */

static const struct configure_command {
    const char *command;
    const char *summary;
    int (*print)(const struct description *description, const struct globals *globals,
                 const struct settings *settings);
} commands[] = {
    { "configure list", "Shows profile, credentials and region, and where they come from.",
      print_list },
    { "configure explain",
      "Shows everything that was resolved: endpoint, credentials, timeouts, retries.",
      print_explanation },
};

#define COMMANDS (sizeof commands / sizeof commands[0])

bool configure_at(size_t index, const char **command, const char **summary)
{
    if (index >= COMMANDS) {
        return false;
    }
    *command = commands[index].command;
    *summary = commands[index].summary;
    return true;
}

int configure_refuse(const char *command)
{
    return usage_error("configure",
                       "\"%s\" is a command of the AWS CLI: run aws %s; connectctl reads "
                       "the same files and sessions",
                       command, command);
}

static int print_help(void)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        help_entry(0, commands[i].command, commands[i].summary);
    }
    return 0;
}

static int run_command(const struct configure_command *command, const struct globals *globals)
{
    struct description description;
    struct settings settings;
    int code = settings_load(&settings, globals, "configure");

    if (code == 0) {
        describe_client(&description, globals);
        if (description.is_interrupted) {
            code = CTL_INTERRUPTED;
        } else if (description.json != NULL && globals->output != NULL &&
                   settings.output == OUTPUT_JSON) {
            output_json(stdout, description.json, isatty(STDOUT_FILENO) == 1);
        } else {
            code = command->print(&description, globals, &settings);
        }
        description_free(&description);
    }
    settings_free(&settings);
    return code;
}

static const struct configure_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(strchr(commands[i].command, ' ') + 1, name) == 0) {
            return &commands[i];
        }
    }
    return NULL;
}

static int unknown_command(const char *name)
{
    static const char *const others[] = { "add-model",     "export-credentials", "get", "import",
                                          "list-profiles", "mfa-login",          "set", "sso",
                                          "sso-session" };
    struct strbuf full = { 0 };
    int code;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (strcmp(others[i], name) == 0) {
            strbuf_addf(&full, "configure %s", name);
            code = configure_refuse(strbuf_string(&full));
            strbuf_free(&full);
            return code;
        }
    }
    return usage_error("configure", "unknown command \"%s\"; expected list or explain", name);
}

int configure_run(const struct globals *globals, char *const *args, size_t count)
{
    struct option options[GLOBALS_MAX];
    struct arguments arguments = { .options = options, .command = "configure" };
    struct globals all = *globals;
    const struct configure_command *command;
    size_t used = 0;
    int code;

    if (globals->help ||
        (count > 0 && (strcmp(args[0], "help") == 0 || strcmp(args[0], "--help") == 0))) {
        return print_help();
    }
    if (count == 0) {
        return configure_refuse("configure");
    }
    command = find_command(args[0]);
    if (command == NULL) {
        return unknown_command(args[0]);
    }
    arguments.options_count = globals_add_options(options, 0);
    code = arguments_parse(&arguments, args + 1, count - 1, &used);
    if (code == 0) {
        code = globals_apply(&all, &arguments);
    }
    if (code == 0 && used < count - 1) {
        code = usage_error("configure", "unexpected argument \"%s\"", args[1 + used]);
    }
    if (code == 0) {
        code = all.help ? print_help() : run_command(command, &all);
    }
    free(arguments.parsed);
    return code;
}
