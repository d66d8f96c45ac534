/*
 * connectctl --help: all commands and the options that they have in common.
 */
#include "help/overview.h"

#include "base/names.h"
#include "base/strbuf.h"
#include "call/wait.h"
#include "cli/globals.h"
#include "configure/configure.h"
#include "help/help.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const exit_codes[][2] = {
    { "0", "success" },
    { "130", "interrupted with Ctrl-C" },
    { "252", "the command line or the input is invalid; nothing was sent" },
    { "253", "region, credentials or another setting is missing or invalid" },
    { "254", "the service responded with an error" },
    { "255", "anything else: no connection, a timeout, a failed creation" },
};

static void help_globals(void)
{
    const char *name, *value, *meaning;

    help_heading("Global options, before or after the command");
    for (size_t i = 0; globals_help(i, &name, &value, &meaning); i++) {
        struct strbuf term = { 0 };

        strbuf_addf(&term, "--%s%s%s", name, value != NULL ? " " : "", value != NULL ? value : "");
        help_entry(2, strbuf_string(&term), meaning);
        strbuf_free(&term);
    }
}

int help_all(void)
{
    const connect_operation *operation = NULL;
    const char *command, *summary;

    (void)puts("connectctl: Amazon Connect instances on the command line\n");
    (void)puts("Usage: connectctl COMMAND [options]");
    (void)puts("       connectctl COMMAND --help\n");
    help_paragraph(
        "What works as \"aws connect COMMAND ...\" works here with the same options and prints the same "
        "JSON.");
    help_heading("Commands");
    while ((operation = connect_operation_next(operation)) != NULL) {
        char *name = kebab_case(connect_operation_name(operation));

        help_entry(2, name, connect_operation_summary(operation));
        free(name);
    }
    help_heading("Waiters");
    for (size_t i = 0; waiter_at(i, &command, &summary); i++) {
        help_entry(2, command, summary);
    }
    help_heading("Settings");
    for (size_t i = 0; configure_at(i, &command, &summary); i++) {
        help_entry(2, command, summary);
    }
    help_heading("Z-API, a separate service");
    help_entry(2, "zapi list-instances", "Lists the WhatsApp instances of a partner.");
    help_globals();
    help_heading("Exit codes");
    for (size_t i = 0; i < sizeof exit_codes / sizeof exit_codes[0]; i++) {
        help_entry(2, exit_codes[i][0], exit_codes[i][1]);
    }
    return 0;
}
