/*
 * The options that every command has: one table for parsing them and for their help.
 */
#include "cli/globals.h"

#include "base/failure.h"

#include <stdlib.h>
#include <string.h>

enum support {
    SHOWN,
    HIDDEN, /* accepted for compatibility with the AWS CLI; no effect */
    REFUSED /* the help says why */
};

struct global {
    enum support support;
    const char *name;
    const char *value; /* placeholder in the help; NULL for a flag */
    size_t offset;     /* in struct globals: of a string, or of a bool for a flag */
    const char *help;
};

#define AT(m) offsetof(struct globals, m)

static const struct global table[] = {
    { SHOWN, "region", "NAME", AT(region), "the region of the service, such as us-west-2" },
    { SHOWN, "profile", "NAME", AT(profile), "the profile of the shared config files" },
    { SHOWN, "endpoint-url", "URL", AT(endpoint_url),
      "where requests are sent instead of to the region's endpoint" },
    { SHOWN, "output", "FORMAT", AT(output),
      "one of json, yaml, yaml-stream, text, table, off; also from AWS_DEFAULT_OUTPUT and the "
      "profile" },
    { SHOWN, "query", "EXPRESSION", AT(query),
      "a JMESPath expression that selects what is printed" },
    { SHOWN, "no-cli-pager", NULL, AT(has_no_pager), "print to the terminal without a pager" },
    { SHOWN, "color", "on|off|auto", AT(color),
      "accepted for the AWS CLI's sake; output has no color" },
    { SHOWN, "cli-error-format", "FORMAT", AT(error_format),
      "one of enhanced, legacy, json, yaml, text, table; also from AWS_CLI_ERROR_FORMAT and the "
      "profile" },
    { SHOWN, "ca-bundle", "FILE", AT(ca_bundle), "PEM file with the certificates to trust" },
    { SHOWN, "cli-connect-timeout", "SECONDS", AT(connect_timeout),
      "limit for name lookup, TCP and TLS; 0 for no limit" },
    { SHOWN, "cli-read-timeout", "SECONDS", AT(read_timeout),
      "limit for one attempt as a whole; 0 for no limit" },
    { SHOWN, "no-paginate", NULL, AT(no_paginate), "fetch one page only" },
    { SHOWN, "no-sign-request", NULL, AT(no_sign_request),
      "send requests unsigned, without credentials" },
    { SHOWN, "strict", NULL, AT(strict), "check the input against everything the model says" },
    { SHOWN, "debug", NULL, AT(debug), "show requests and responses on stderr, without secrets" },
    { SHOWN, "version", NULL, AT(version), "show the version" },
    { SHOWN, "help", NULL, AT(help), "show the options of a command" },
    { HIDDEN, "no-cli-auto-prompt", NULL, AT(ignored), NULL },
    { HIDDEN, "cli-binary-format", "FORMAT", AT(ignored), NULL },
    { REFUSED, "no-verify-ssl", NULL, AT(ignored),
      "--no-verify-ssl is not supported: certificates are always verified; --ca-bundle names one of "
      "your own" },
    { REFUSED, "cli-auto-prompt", NULL, AT(ignored),
      "--cli-auto-prompt is not supported; --help lists the options" },
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
        if (table[i].support != SHOWN || shown++ != index) {
            continue;
        }
        *name = table[i].name;
        *value = table[i].value;
        *help = table[i].help;
        return true;
    }
    return false;
}

static int parse_seconds(const struct arguments *arguments, const char *name, const char *text,
                         int64_t *ms)
{
    enum { NO_LIMIT_MS = INT32_MAX, MAX_SECONDS = NO_LIMIT_MS / 1000 };
    char *end;
    long seconds;

    if (text == NULL) {
        return 0;
    }
    seconds = strtol(text, &end, 10);
    if (end == text || *end != '\0' || seconds < 0 || seconds > MAX_SECONDS) {
        return usage_error(arguments->command,
                           "--%s: \"%s\" is not valid; expected a number of seconds from 0 to %d",
                           name, text, (int)MAX_SECONDS);
    }
    *ms = seconds == 0 ? NO_LIMIT_MS : seconds * 1000;
    return 0;
}

static int check_values(struct globals *globals, const struct arguments *arguments)
{
    const char *color = globals->color;
    int code = parse_seconds(arguments, "cli-connect-timeout", globals->connect_timeout,
                             &globals->connect_timeout_ms);

    if (code == 0) {
        code = parse_seconds(arguments, "cli-read-timeout", globals->read_timeout,
                             &globals->read_timeout_ms);
    }
    if (code == 0 && color != NULL && strcmp(color, "on") != 0 && strcmp(color, "off") != 0 &&
        strcmp(color, "auto") != 0) {
        code = usage_error(arguments->command,
                           "--color: \"%s\" is not valid; expected one of on, off, "
                           "auto",
                           color);
    }
    return code;
}

static const struct global *find_global(const void *tag)
{
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (tag == &table[i]) {
            return &table[i];
        }
    }
    return NULL;
}

int globals_apply(struct globals *globals, const struct arguments *arguments)
{
    for (size_t i = 0; i < arguments->parsed_count; i++) {
        const struct parsed_option *parsed = &arguments->parsed[i];
        const struct global *global = find_global(parsed->option->tag);

        if (global == NULL) {
            continue;
        }
        if (global->support == REFUSED) {
            return usage_error(arguments->command, "%s", global->help);
        }
        if (global->value != NULL) {
            *(const char **)((char *)globals + global->offset) = parsed->values[0];
        } else if (global->offset != AT(ignored)) {
            *(bool *)((char *)globals + global->offset) = true;
        }
    }
    return check_values(globals, arguments);
}
