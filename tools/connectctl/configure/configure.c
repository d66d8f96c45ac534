/*
 * The description of a client, short in the form of `aws configure list`, or in full.
 */
#include "configure/configure.h"

#include "base/failure.h"
#include "base/names.h"
#include "base/strbuf.h"
#include "base/terminal.h"
#include "call/client.h"
#include "help/help.h"
#include "output/grid.h"
#include "output/output.h"
#include "output/times.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *text_at(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static const json_t *setting_of(const json_t *description, const char *name)
{
    json_t *setting;
    size_t at;

    json_array_foreach(json_object_get(description, "settings"), at, setting) {
        if (strcmp(text_at(setting, "name"), name) == 0) {
            return setting;
        }
    }
    return NULL;
}

/*
 * A setting that was an option of the client was one of the command line: "option ca_bundle" is
 * --ca-bundle.
 */
static char *place_of(const json_t *setting)
{
    const char *origin = text_at(setting, "origin");
    struct strbuf place = { 0 };
    char *name;

    if (origin == NULL || strncmp(origin, "option ", 7) != 0) {
        return escape_controls(origin != NULL ? origin : "");
    }
    name = kebab_case(origin + 7);
    if (strcmp(name, "connect-timeout-ms") == 0) {
        strbuf_add(&place, "--cli-connect-timeout");
    } else if (strcmp(name, "attempt-timeout-ms") == 0) {
        strbuf_add(&place, "--cli-read-timeout");
    } else {
        strbuf_addf(&place, "--%s", name);
    }
    free(name);
    return strbuf_detach(&place);
}

/* ---- list ---- */

static void put_row(const char *name, const char *value, const char *type, const char *location)
{
    char *shown = escape_controls(value), *where = escape_controls(location);

    printf("%10s %24s %16s    %s\n", name, shown, type, where);
    free(shown);
    free(where);
}

/* The AWS CLI's words for where a value may come from. */
static const char *type_of(const char *source)
{
    if (strcmp(source, "option") == 0) {
        return "manual";
    }
    if (strcmp(source, "environment") == 0) {
        return "env";
    }
    if (strcmp(source, "profile") == 0) {
        return "config-file";
    }
    return "imds";
}

static void put_setting(const json_t *description, const char *name)
{
    const json_t *setting = setting_of(description, name);
    const char *value = text_at(setting, "value"), *source = text_at(setting, "source");
    char *place = place_of(setting);

    if (value == NULL || source == NULL || strcmp(source, "default") == 0) {
        put_row(name, "<not set>", "None", "None");
    } else {
        put_row(name, value, type_of(source), place);
    }
    free(place);
}

static int show_list(const json_t *description)
{
    const json_t *keys = json_object_get(description, "credentials");
    const char *id = text_at(keys, "access_key_id"), *source = text_at(keys, "source");

    put_row("Name", "Value", "Type", "Location");
    put_row("----", "-----", "----", "--------");
    put_setting(description, "profile");
    put_row("access_key", id != NULL ? id : "<not set>",
            id != NULL && source != NULL ? source : "None", id != NULL ? "" : "None");
    put_row("secret_key", id != NULL ? "****************" : "<not set>",
            id != NULL && source != NULL ? source : "None", id != NULL ? "" : "None");
    put_setting(description, "region");
    return 0;
}

/* ---- explain ---- */

static void put_pair(const char *name, const char *value, const char *more)
{
    struct strbuf line = { 0 };
    char *printable;

    if (value == NULL) {
        return;
    }
    strbuf_addf(&line, "%s%s%s", value, more != NULL ? ", " : "", more != NULL ? more : "");
    printable = escape_controls(strbuf_string(&line));
    printf("%-13s", name);
    print_wrapped(stdout, printable, 13, terminal_columns(STDOUT_FILENO));
    free(printable);
    strbuf_free(&line);
}

static void put_credentials(const json_t *keys)
{
    const char *expiration = text_at(keys, "expiration");
    char *until = expiration != NULL ? times_readable(expiration) : NULL;

    put_pair("Credentials", text_at(keys, "source"), text_at(keys, "access_key_id"));
    put_pair("Account", text_at(keys, "account_id"), NULL);
    put_pair("Valid until", until, until != NULL ? "UTC" : NULL);
    put_pair("Credentials", text_at(keys, "error"), NULL);
    free(until);
}

static void put_settings(const json_t *settings)
{
    static const char *const titles[] = { "Setting", "Value", "From" };
    struct grid grid;

    grid_init(&grid, 3, json_array_size(settings));
    for (size_t c = 0; c < 3; c++) {
        grid.columns[c].title = require_memory(strdup(titles[c]));
    }
    for (size_t r = 0; r < json_array_size(settings); r++) {
        const json_t *setting = json_array_get(settings, r);
        const char *value = text_at(setting, "value"), *problem = text_at(setting, "problem");
        struct strbuf shown = { 0 };

        strbuf_addf(&shown, "%s%s%s%s", value != NULL ? value : "-", problem != NULL ? " (" : "",
                    problem != NULL ? problem : "", problem != NULL ? ")" : "");
        grid_set(&grid, r, 0, escape_controls(text_at(setting, "name")));
        grid_set(&grid, r, 1, escape_controls(strbuf_string(&shown)));
        strbuf_free(&shown);
        grid_set(&grid, r, 2, place_of(setting));
    }
    grid_print(stdout, &grid, 0, 0);
    grid_release(&grid);
}

static int show_explanation(const json_t *description)
{
    const json_t *endpoint = json_object_get(description, "endpoint");
    char *place = place_of(setting_of(description, "region"));

    put_pair("libconnect", text_at(description, "version"), NULL);
    put_pair("Region", text_at(description, "region"), place);
    put_pair("Endpoint", text_at(endpoint, "url"), text_at(endpoint, "origin"));
    put_pair("Signed for", text_at(endpoint, "signing_region"), text_at(endpoint, "signing_name"));
    put_credentials(json_object_get(description, "credentials"));
    putchar('\n');
    put_settings(json_object_get(description, "settings"));
    free(place);
    return 0;
}

/* ---- both ---- */

static const struct {
    const char *command;
    const char *summary;
    int (*show)(const json_t *description);
} commands[] = {
    { "configure list", "Shows profile, keys and region, and where they come from.", show_list },
    { "configure explain",
      "Shows all that was resolved: endpoint, credentials, time limits, retries.",
      show_explanation },
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

static int describe(const struct globals *globals, json_t **description)
{
    struct ctl_client connection;
    connect_error *error = NULL;
    char *text = NULL;
    int code = 0;

    if (ctl_client_open(&connection, globals, NULL, &error) != CONNECT_OK ||
        connect_client_describe(connection.client, &text, &error) != CONNECT_OK) {
        code = failure_report(error, "describe");
    } else {
        *description = require_memory(json_loads(text, 0, NULL));
    }
    connect_free(text);
    connect_error_free(error);
    ctl_client_close(&connection);
    return code;
}

static int help(void)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        help_entry(0, commands[i].command, commands[i].summary);
    }
    return 0;
}

static int run(size_t which, const struct globals *globals)
{
    json_t *description = NULL;
    int code;

    if (globals->help) {
        return help();
    }
    code = describe(globals, &description);
    if (code == 0 && globals->output != NULL && strcmp(globals->output, "json") == 0) {
        output_json(stdout, description);
    } else if (code == 0) {
        code = commands[which].show(description);
    }
    json_decref(description);
    return code;
}

int configure_run(const struct globals *globals, char *const *words, size_t count)
{
    struct option options[GLOBALS_MAX];
    struct arguments line = { .options = options, .command = "configure" };
    struct globals all = *globals;
    size_t used = 0, which = 0;
    int code;

    if (globals->help ||
        (count > 0 && (strcmp(words[0], "help") == 0 || strcmp(words[0], "--help") == 0))) {
        return help();
    }
    while (which < COMMANDS &&
           (count == 0 || strcmp(strchr(commands[which].command, ' ') + 1, words[0]) != 0)) {
        which++;
    }
    if (which == COMMANDS) {
        return usage_error(
            "configure",
            "there are configure list and configure explain; files are written by aws configure");
    }
    line.options_count = globals_add_options(options, 0);
    code = arguments_parse(&line, words + 1, count - 1, &used);
    if (code == 0) {
        code = globals_apply(&all, &line);
    }
    if (code == 0 && used < count - 1) {
        code = usage_error("configure", "unexpected argument \"%s\"", words[1 + used]);
    }
    if (code == 0) {
        code = run(which, &all);
    }
    free(line.parsed);
    return code;
}
