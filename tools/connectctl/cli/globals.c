/*
 * The options that every command has: one table for reading them and for their help.
 */
#include "cli/globals.h"

#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

enum standing {
    SHOWN,
    HIDDEN, /* accepted for the AWS CLI's sake, and without effect */
    REFUSED /* the text says why */
};

struct global {
    enum standing standing;
    const char *name;
    const char *value; /* what stands for its value in the help; NULL for a flag */
    size_t offset;     /* in struct globals: a text, or a bool for a flag */
    const char *text;
};

#define AT(m) offsetof(struct globals, m)

static const struct global table[] = {
    { SHOWN, "region", "NAME", AT(region), "the region to ask, such as us-west-2" },
    { SHOWN, "profile", "NAME", AT(profile), "the profile of the shared config files to use" },
    { SHOWN, "endpoint-url", "URL", AT(endpoint_url),
      "where requests go, not to the region's endpoint" },
    { SHOWN, "output", "FORMAT", AT(output), "json, table or text; also from AWS_DEFAULT_OUTPUT" },
    { SHOWN, "ca-bundle", "FILE", AT(ca_bundle), "PEM file with the certificates to trust" },
    { SHOWN, "cli-connect-timeout", "SECONDS", AT(connect_timeout),
      "for lookup, TCP and TLS; 0: no limit" },
    { SHOWN, "cli-read-timeout", "SECONDS", AT(read_timeout),
      "for one attempt as a whole; 0: no limit" },
    { SHOWN, "no-paginate", NULL, AT(no_paginate), "ask for one page only" },
    { SHOWN, "no-sign-request", NULL, AT(no_sign_request),
      "send requests unsigned, without credentials" },
    { SHOWN, "strict", NULL, AT(strict), "check the input against all that the model says" },
    { SHOWN, "debug", NULL, AT(debug), "show requests and answers on stderr, secrets left out" },
    { SHOWN, "version", NULL, AT(version), "show the version" },
    { SHOWN, "help", NULL, AT(help), "show what there is to know about a command" },
    { HIDDEN, "no-cli-pager", NULL, AT(ignored), NULL },
    { HIDDEN, "no-cli-auto-prompt", NULL, AT(ignored), NULL },
    { HIDDEN, "color", "WHEN", AT(ignored), NULL },
    { HIDDEN, "cli-binary-format", "FORMAT", AT(ignored), NULL },
    { REFUSED, "query", "EXPRESSION", AT(ignored),
      "--query is not offered; send the JSON through jq" },
    { REFUSED, "no-verify-ssl", NULL, AT(ignored),
      "--no-verify-ssl is not offered: certificates are always verified; --ca-bundle names one of your own" },
    { REFUSED, "cli-auto-prompt", NULL, AT(ignored),
      "--cli-auto-prompt is not offered; --help lists the options" },
    { REFUSED, "cli-input-yaml", "TEXT", AT(ignored),
      "--cli-input-yaml is not offered; --cli-input-json is" },
};

#define TABLE_COUNT (sizeof table / sizeof table[0])
_Static_assert(TABLE_COUNT <= GLOBALS_MAX, "room for all of them");

size_t globals_add_options(struct option *options, size_t count)
{
    size_t taken = count;

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        bool is_taken = false;

        for (size_t j = 0; j < taken; j++) {
            is_taken = is_taken || strcmp(options[j].name, table[i].name) == 0;
        }
        if (!is_taken) {
            options[count].name = table[i].name;
            options[count].kind = table[i].value != NULL ? OPTION_VALUE : OPTION_FLAG;
            options[count++].tag = &table[i];
        }
    }
    return count;
}

bool globals_help(size_t index, const char **name, const char **value, const char **help)
{
    size_t shown = 0;

    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (table[i].standing != SHOWN || shown++ != index) {
            continue;
        }
        *name = table[i].name;
        *value = table[i].value;
        *help = table[i].text;
        return true;
    }
    return false;
}

static int take_seconds(const struct arguments *line, const char *name, const char *text,
                        int64_t *ms)
{
    enum { NO_LIMIT_MS = 3600000 };
    char *end;
    long seconds;

    if (text == NULL) {
        return 0;
    }
    seconds = strtol(text, &end, 10);
    if (end == text || *end != '\0' || seconds < 0 || seconds > 3600) {
        return usage_error(line->command, "--%s is a number of seconds from 0 to 3600, not \"%s\"",
                           name, text);
    }
    *ms = seconds == 0 ? NO_LIMIT_MS : seconds * 1000;
    return 0;
}

static int check(struct globals *globals, const struct arguments *line)
{
    const char *output = globals->output;
    int code = take_seconds(line, "cli-connect-timeout", globals->connect_timeout,
                            &globals->connect_timeout_ms);

    if (code == 0) {
        code = take_seconds(line, "cli-read-timeout", globals->read_timeout,
                            &globals->read_timeout_ms);
    }
    if (code == 0 && output != NULL && strcmp(output, "json") != 0 &&
        strcmp(output, "table") != 0 && strcmp(output, "text") != 0) {
        code = usage_error(line->command, "--output is json, table or text, not \"%s\"", output);
    }
    return code;
}

static const struct global *find(const void *tag)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (tag == &table[i]) {
            return &table[i];
        }
    }
    return NULL;
}

int globals_apply(struct globals *globals, const struct arguments *line)
{
    for (size_t i = 0; i < line->parsed_count; i++) {
        const struct parsed_option *parsed = &line->parsed[i];
        const struct global *global = find(parsed->option->tag);

        if (global == NULL) {
            continue;
        }
        if (global->standing == REFUSED) {
            return usage_error(line->command, "%s", global->text);
        }
        if (global->value != NULL) {
            *(const char **)((char *)globals + global->offset) = parsed->values[0];
        } else if (global->offset != AT(ignored)) {
            *(bool *)((char *)globals + global->offset) = true;
        }
    }
    return check(globals, line);
}
