/*
 * Where each setting may come from.
 */
#include "cli/settings.h"

#include "base/failure.h"
#include "base/strbuf.h"

#include <connect/client.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const output_formats[] = {
    [OUTPUT_JSON] = "json", [OUTPUT_YAML] = "yaml",   [OUTPUT_YAML_STREAM] = "yaml-stream",
    [OUTPUT_TEXT] = "text", [OUTPUT_TABLE] = "table", [OUTPUT_OFF] = "off",
};

static const char *const error_formats[] = {
    [ERROR_ENHANCED] = "enhanced", [ERROR_LEGACY] = "legacy", [ERROR_JSON] = "json",
    [ERROR_YAML] = "yaml",         [ERROR_TEXT] = "text",     [ERROR_TABLE] = "table",
};

static const char *const time_formats[] = { "iso8601", "wire" };

/* A value with the name of where it came from, for messages. */
struct found {
    char *value;        /* NULL: nowhere; owned */
    const char *origin; /* "--output", "AWS_DEFAULT_OUTPUT" */
    bool is_option;
};

/* The client reports a broken profile; here it counts as empty. */
static char *profile_value(const char *profile, const char *key)
{
    char *value = NULL, *copy = NULL;

    if (connect_profile_value(profile, key, &value, NULL) == CONNECT_OK && value != NULL) {
        copy = require_memory(strdup(value));
    }
    connect_free(value);
    return copy;
}

/* NULL for `option`, `variable` or `key` skips that source. */
static struct found find_value(const struct globals *globals, const char *option_name,
                               const char *option, const char *variable, const char *key)
{
    const char *environment = variable != NULL ? getenv(variable) : NULL;

    if (option != NULL) {
        return (struct found){ require_memory(strdup(option)), option_name, true };
    }
    if (environment != NULL && environment[0] != '\0') {
        return (struct found){ require_memory(strdup(environment)), variable, false };
    }
    return (struct found){ profile_value(globals->profile, key), key, false };
}

/* Finds the value in a list of names; *index keeps its default when there is no value. */
static int choose_name(struct found found, const char *const *names, size_t count,
                       const char *command, int *index)
{
    struct strbuf all = { 0 };
    int code = 0;

    for (size_t i = 0; i < count; i++) {
        if (found.value != NULL && strcmp(found.value, names[i]) == 0) {
            *index = (int)i;
            free(found.value);
            strbuf_free(&all);
            return 0;
        }
        strbuf_addf(&all, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    if (found.value != NULL) {
        code = usage_error(command, "%s: \"%s\" is not valid; expected one of %s", found.origin,
                           found.value, strbuf_string(&all));
        /* What is wrong outside of the command line is a matter of configuration. */
        code = found.is_option ? code : CTL_CONFIGURATION;
    }
    strbuf_free(&all);
    free(found.value);
    return code;
}

#define CHOOSE(found, names, command, index) \
    choose_name(found, names, sizeof(names) / sizeof(names)[0], command, index)

/* AWS_PAGER and cli_pager may be empty, which turns the pager off. */
static char *find_pager(const struct globals *globals)
{
    const char *const ours = getenv("AWS_PAGER"), *const general = getenv("PAGER");
    char *value;

    if (globals->has_no_pager || isatty(STDOUT_FILENO) != 1) {
        return NULL;
    }
    value =
        ours != NULL ? require_memory(strdup(ours)) : profile_value(globals->profile, "cli_pager");
    if (value == NULL) {
        value = require_memory(strdup(general != NULL && general[0] != '\0' ? general : "less"));
    }
    if (value[strspn(value, " \t")] == '\0') {
        free(value);
        return NULL;
    }
    return value;
}

int settings_load(struct settings *settings, const struct globals *globals, const char *command)
{
    int output = OUTPUT_JSON, errors = ERROR_ENHANCED, times = 0;
    int code = CHOOSE(find_value(globals, "--cli-error-format", globals->error_format,
                                 "AWS_CLI_ERROR_FORMAT", "cli_error_format"),
                      error_formats, command, &errors);

    *settings = (struct settings){ .errors = (enum error_format)errors };
    if (code == 0) {
        code =
            CHOOSE(find_value(globals, "--output", globals->output, "AWS_DEFAULT_OUTPUT", "output"),
                   output_formats, command, &output);
    }
    if (code == 0) {
        code = CHOOSE(find_value(globals, NULL, NULL, NULL, "cli_timestamp_format"), time_formats,
                      command, &times);
    }
    if (code == 0) {
        settings->output = (enum output_format)output;
        settings->has_wire_times = times == 1;
        settings->pager = find_pager(globals);
    }
    return code;
}

void settings_free(struct settings *settings)
{
    free(settings->pager);
    *settings = (struct settings){ 0 };
}
