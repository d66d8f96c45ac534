/*
 * Parsing options.  As with the AWS CLI, an option may be abbreviated as long as only one matches,
 * and the last occurrence wins.
 */
#include "cli/arguments.h"

#include "base/failure.h"
#include "base/names.h"
#include "base/strbuf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "--name" or "--name=..."; a word such as "-----BEGIN PUBLIC KEY-----" or "-1" is a value. */
static bool is_option(const char *word)
{
    size_t i = 2;

    if (strcmp(word, "-h") == 0) {
        return true;
    }
    if (strncmp(word, "--", 2) != 0 ||
        !((word[2] >= 'a' && word[2] <= 'z') || (word[2] >= 'A' && word[2] <= 'Z'))) {
        return false;
    }
    while (word[i] != '\0' && word[i] != '=' && word[i] != ' ' && word[i] != '\t' &&
           word[i] != '\n') {
        i++;
    }
    return word[i] == '\0' || word[i] == '=';
}

static bool is_prefix(const char *prefix, size_t size, const char *name)
{
    return strncmp(prefix, name, size) == 0;
}

/* The name of an option or of its negation, as it is typed. */
static const char *format_spelling(const struct option *option, bool is_negated, char *buffer,
                                   size_t size)
{
    if (!is_negated) {
        return option->name;
    }
    (void)snprintf(buffer, size, "no-%s", option->name);
    return buffer;
}

/* How many ways there are to write it. */
static int count_spellings(const struct option *option)
{
    return option->kind == OPTION_SWITCH ? 2 : 1;
}

static int unknown_option(const struct arguments *arguments, const char *name, size_t size)
{
    char *wrong = require_memory(strndup(name, size)), buffer[80], nearest[80] = "";
    size_t best = (size_t)-1, distance;
    int code;

    for (size_t i = 0; i < arguments->options_count; i++) {
        for (int negated = 0; negated < count_spellings(&arguments->options[i]); negated++) {
            const char *known =
                format_spelling(&arguments->options[i], negated, buffer, sizeof buffer);

            if (is_similar_name(wrong, known, &distance) && distance < best) {
                best = distance;
                (void)snprintf(nearest, sizeof nearest, "%s", known);
            }
        }
    }
    if (nearest[0] != '\0') {
        code = usage_error(arguments->command, "unknown option --%s; did you mean --%s?", wrong,
                           nearest);
    } else {
        code = usage_error(arguments->command, "unknown option --%s", wrong);
    }
    free(wrong);
    return code;
}

static int ambiguous_option(const struct arguments *arguments, const char *name, size_t size)
{
    struct strbuf all = { 0 };
    char buffer[80];
    int code;

    for (size_t i = 0; i < arguments->options_count; i++) {
        for (int negated = 0; negated < count_spellings(&arguments->options[i]); negated++) {
            const char *known =
                format_spelling(&arguments->options[i], negated, buffer, sizeof buffer);

            if (is_prefix(name, size, known)) {
                strbuf_addf(&all, "%s--%s", all.size > 0 ? ", " : "", known);
            }
        }
    }
    code = usage_error(arguments->command, "--%.*s is ambiguous: it matches %s", (int)size, name,
                       strbuf_string(&all));
    strbuf_free(&all);
    return code;
}

static int find_option(const struct arguments *arguments, const char *name, size_t size,
                       const struct option **found, bool *is_negated)
{
    size_t matching = 0;
    char buffer[80];

    for (size_t i = 0; i < arguments->options_count; i++) {
        for (int negated = 0; negated < count_spellings(&arguments->options[i]); negated++) {
            const char *known =
                format_spelling(&arguments->options[i], negated, buffer, sizeof buffer);

            if (!is_prefix(name, size, known)) {
                continue;
            }
            *found = &arguments->options[i];
            *is_negated = negated;
            if (known[size] == '\0') {
                return 0;
            }
            matching++;
        }
    }
    if (matching == 1) {
        return 0;
    }
    return matching == 0 ? unknown_option(arguments, name, size)
                         : ambiguous_option(arguments, name, size);
}

/* Takes the values that follow an option; *used gets their number. */
static int take_values(const struct arguments *arguments, struct parsed_option *parsed,
                       char *const *args, size_t count, size_t *used)
{
    const char *name = parsed->option->name;
    enum option_kind kind = parsed->option->kind;
    size_t most = kind == OPTION_VALUES                                   ? count
                  : kind == OPTION_VALUE || kind == OPTION_OPTIONAL_VALUE ? 1
                                                                          : 0;

    *used = 0;
    if (parsed->inline_value != NULL) {
        if (most == 0) {
            return usage_error(arguments->command, "--%s takes no value%s", name,
                               kind == OPTION_SWITCH ? "; its opposite begins with --no-" : "");
        }
        parsed->values = &parsed->inline_value;
        parsed->count = 1;
        return 0;
    }
    parsed->values = args;
    while (*used < most && *used < count && !is_option(args[*used])) {
        (*used)++;
    }
    parsed->count = *used;
    if (kind == OPTION_VALUE && *used == 0) {
        return usage_error(arguments->command, "--%s needs a value", name);
    }
    return 0;
}

int arguments_parse(struct arguments *arguments, char *const *args, size_t count, size_t *used)
{
    size_t at = 0, taken;

    arguments->parsed = require_memory(calloc(count + 1, sizeof *arguments->parsed));
    arguments->parsed_count = 0;
    while (at < count && is_option(args[at])) {
        struct parsed_option *parsed = &arguments->parsed[arguments->parsed_count];
        char *name = args[at] + (args[at][1] == '-' ? 2 : 0);
        char *equals = strchr(name, '=');
        size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
        int code = strcmp(name, "-h") == 0
                       ? find_option(arguments, "help", 4, &parsed->option, &parsed->is_negated)
                       : find_option(arguments, name, size, &parsed->option, &parsed->is_negated);

        if (code == 0) {
            parsed->inline_value = equals != NULL ? equals + 1 : NULL;
            at++;
            code = take_values(arguments, parsed, args + at, count - at, &taken);
        }
        if (code != 0) {
            return code;
        }
        at += taken;
        arguments->parsed_count++;
    }
    *used = at;
    return 0;
}

const struct parsed_option *arguments_find(const struct arguments *arguments, const void *tag)
{
    for (size_t i = arguments->parsed_count; i > 0; i--) {
        if (arguments->parsed[i - 1].option->tag == tag) {
            return &arguments->parsed[i - 1];
        }
    }
    return NULL;
}
