/*
 * Completion from the operation tables.
 *
 * The words before the cursor decide: the value of an option, the name of an option, or a command.
 * They are read leniently, because a command line that is being typed is not a valid one.
 */
#include "completion/completion.h"

#include "base/json.h"
#include "base/names.h"
#include "base/terminal.h"
#include "call/wait.h"
#include "cli/command.h"
#include "completion/instances.h"
#include "configure/configure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is known of the words before the cursor. */
struct line {
    const connect_operation *operation; /* NULL before a command that is one */
    const char *waiter;  /* "wait instance-active", which calls the operation; else NULL */
    const char *group;   /* "wait", "configure" or "zapi" without its second word; else NULL */
    const char *command; /* the first word that is no option; NULL: none yet */
    struct globals globals;
    char *const *args;
    size_t count;
};

static void print_candidate(const char *before, const char *value, const char *meaning)
{
    char *printable = escape_controls(value), *about = escape_controls(meaning);

    (void)printf("%s%s%s%s\n", before, printable, about[0] != '\0' ? "\t" : "", about);
    free(printable);
    free(about);
}

/* Prints the value when it begins with what is typed. */
static void offer_word(const char *before, const char *value, const char *typed,
                       const char *meaning)
{
    if (strncmp(value, typed, strlen(typed)) == 0) {
        print_candidate(before, value, meaning);
    }
}

/* ---- commands ---- */

static void offer_commands(const char *typed)
{
    const connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        char *name = kebab_case(connect_operation_name(operation));

        offer_word("", name, typed, connect_operation_summary(operation));
        free(name);
    }
    offer_word("", "wait", typed,
               "Waits for a state of an instance or a traffic distribution group.");
    offer_word("", "configure", typed, "Shows settings and where they come from.");
    offer_word("", "zapi", typed, "Lists the instances of a Z-API partner.");
    offer_word("", "help", typed, "Shows all commands, or the options of one.");
}

static void offer_second_words(const char *group, const char *typed)
{
    const char *command, *summary;

    for (size_t i = 0; strcmp(group, "wait") == 0 && waiter_at(i, &command, &summary); i++) {
        offer_word("", strchr(command, ' ') + 1, typed, summary);
    }
    for (size_t i = 0; strcmp(group, "configure") == 0 && configure_at(i, &command, &summary);
         i++) {
        offer_word("", strchr(command, ' ') + 1, typed, summary);
    }
    if (strcmp(group, "zapi") == 0) {
        offer_word("", "list-instances", typed, "Lists the WhatsApp instances of a partner.");
    }
}

/* ---- options ---- */

static void offer_option(const char *name, const char *typed, const char *meaning)
{
    struct strbuf full = { 0 };

    strbuf_addf(&full, "--%s", name);
    offer_word("", strbuf_string(&full), typed, meaning);
    strbuf_free(&full);
}

static void offer_member_option(const connect_member *member, const char *typed)
{
    char *name = member_option_name(member);
    struct strbuf negated = { 0 };

    offer_option(name, typed, connect_member_is_required(member) ? "required" : "");
    if (connect_member_kind(member) == CONNECT_KIND_BOOL) {
        strbuf_addf(&negated, "no-%s", name);
        offer_option(strbuf_string(&negated), typed, "");
    }
    strbuf_free(&negated);
    free(name);
}

static void offer_options(const struct line *line, const char *typed)
{
    const connect_member *member;
    const char *name, *value, *help;

    for (size_t i = 0;
         (member = connect_shape_member(connect_operation_input(line->operation), i)) != NULL;
         i++) {
        offer_member_option(member, typed);
    }
    for (enum extra i = 0; line->operation != NULL && i < EXTRA_COUNT; i++) {
        if (extra_applies(i, line->operation, line->waiter)) {
            offer_option(extras[i].name, typed, extras[i].help);
        }
    }
    for (size_t i = 0; globals_help(i, &name, &value, &help); i++) {
        offer_option(name, typed, help);
    }
}

/* ---- values ---- */

/* "json, yaml or text" or "on|off|auto": the placeholders and helps of options list their values.
 */
static const struct {
    const char *option;
    const char *values[8];
} choices[] = {
    { "output", { "json", "yaml", "yaml-stream", "text", "table", "off" } },
    { "cli-error-format", { "enhanced", "legacy", "json", "yaml", "text", "table" } },
    { "color", { "on", "off", "auto" } },
    { "generate-cli-skeleton", { "input", "yaml-input", "output" } },
    { "middleware", { "web", "mobile" } },
};

static const connect_member *find_member_by_option(const struct line *line, const char *option)
{
    const connect_shape *input = connect_operation_input(line->operation);
    const connect_member *member;

    for (size_t i = 0; (member = connect_shape_member(input, i)) != NULL; i++) {
        char *name = member_option_name(member);
        bool is_same = strcmp(name, option) == 0;

        free(name);
        if (is_same) {
            return member;
        }
    }
    return NULL;
}

/* An instance is offered by its id; typing the beginning of its alias finds it too. */
static void offer_instances(const struct line *line, const char *before, const char *typed)
{
    json_t *instances = completion_instances(&line->globals), *instance;
    size_t at;

    json_array_foreach(instances, at, instance) {
        const char *id = json_member_string(instance, "Id");
        const char *alias = json_member_string(instance, "InstanceAlias");

        alias = alias != NULL ? alias : "";
        if (id != NULL && (strncmp(id, typed, strlen(typed)) == 0 ||
                           (typed[0] != '\0' && strncmp(alias, typed, strlen(typed)) == 0))) {
            print_candidate(before, id, alias);
        }
    }
    json_decref(instances);
}

/* before: what is printed in front of a value, "--name=" or nothing. */
static void offer_values(const struct line *line, const char *option, const char *before,
                         const char *typed)
{
    const connect_member *member = find_member_by_option(line, option);
    const char *value;

    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        for (size_t j = 0; strcmp(choices[i].option, option) == 0 && choices[i].values[j] != NULL;
             j++) {
            offer_word(before, choices[i].values[j], typed, "");
        }
    }
    for (size_t i = 0; (value = connect_member_value(member, i)) != NULL; i++) {
        offer_word(before, value, typed, "");
    }
    if (strcmp(option, "instance-id") == 0) {
        offer_instances(line, before, typed);
    }
}

/* ---- the words before the cursor ---- */

/* Whether an option takes a value; unknown ones are taken for flags. */
static bool takes_value(const struct line *line, const char *option)
{
    const connect_member *member = find_member_by_option(line, option);
    const char *name, *value, *help;

    if (member != NULL) {
        return connect_member_kind(member) != CONNECT_KIND_BOOL;
    }
    for (size_t i = 0; i < EXTRA_COUNT; i++) {
        if (strcmp(extras[i].name, option) == 0) {
            return extras[i].value != NULL;
        }
    }
    for (size_t i = 0; globals_help(i, &name, &value, &help); i++) {
        if (strcmp(name, option) == 0) {
            return value != NULL;
        }
    }
    return strcmp(option, "middleware") == 0;
}

/* The global options that decide which instances there are. */
static void apply_global_option(struct globals *globals, const char *option, const char *value)
{
    if (strcmp(option, "region") == 0) {
        globals->region = value;
    } else if (strcmp(option, "profile") == 0) {
        globals->profile = value;
    } else if (strcmp(option, "endpoint-url") == 0) {
        globals->endpoint_url = value;
    } else if (strcmp(option, "ca-bundle") == 0) {
        globals->ca_bundle = value;
    }
}

static void read_command_word(struct line *line, const char *word)
{
    if (line->group != NULL) {
        line->operation =
            strcmp(line->group, "wait") == 0 ? waiter_operation(word, &line->waiter) : NULL;
        line->group = NULL;
        return;
    }
    if (line->command != NULL || strcmp(word, "connect") == 0 || strcmp(word, "help") == 0) {
        return;
    }
    line->command = word;
    line->operation = find_operation_by_command(word);
    if (strcmp(word, "wait") == 0 || strcmp(word, "configure") == 0 || strcmp(word, "zapi") == 0) {
        line->group = word;
    }
}

/* Reads the words before the last one.  Returns the option whose value the last one is, or NULL. */
static const char *read_line(struct line *line)
{
    const char *option = NULL;

    for (size_t i = 0; i + 1 < line->count; i++) {
        const char *word = line->args[i];

        if (strncmp(word, "--", 2) == 0) {
            option = strchr(word, '=') == NULL && takes_value(line, word + 2) ? word + 2 : NULL;
        } else if (option != NULL) {
            apply_global_option(&line->globals, option, word);
            option = NULL;
        } else {
            read_command_word(line, word);
        }
    }
    return option;
}

/* "--name=value": the candidates have the same beginning. */
static void offer_inline_values(const struct line *line, const char *typed)
{
    const char *equals = strchr(typed, '=');
    char *before = require_memory(strndup(typed, (size_t)(equals + 1 - typed)));
    char *option = require_memory(strndup(typed + 2, (size_t)(equals - typed) - 2));

    offer_values(line, option, before, equals + 1);
    free(before);
    free(option);
}

static void offer_candidates(struct line *line)
{
    const char *typed = line->args[line->count - 1], *option = read_line(line);

    if (strncmp(typed, "--", 2) == 0 && strchr(typed, '=') != NULL) {
        offer_inline_values(line, typed);
    } else if (typed[0] == '-') {
        offer_options(line, typed);
    } else if (option != NULL) {
        offer_values(line, option, "", typed);
    } else if (line->group != NULL) {
        offer_second_words(line->group, typed);
    } else if (line->command == NULL) {
        offer_commands(typed);
    }
}

int completion_run(char *const *args, size_t count)
{
    struct line line = { .args = args, .count = count };

    if (count > 0 && freopen("/dev/null", "w", stderr) != NULL) {
        offer_candidates(&line);
    }
    (void)fflush(stdout);
    return 0;
}
