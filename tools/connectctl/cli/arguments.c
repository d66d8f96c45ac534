/*
 * Reading options.  As with the AWS CLI, an option may be cut short as long as only one fits, and
 * the last one wins.
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

/* The name of the option as a person types it, its negation included. */
static const char *spelling(const struct option *option, bool off, char *room, size_t room_size)
{
    if (!off) {
        return option->name;
    }
    snprintf(room, room_size, "no-%s", option->name);
    return room;
}

static int unknown_option(const struct arguments *line, const char *name, size_t size)
{
    char *wrong = require_memory(strndup(name, size)), room[80], nearest[80] = "";
    size_t best = (size_t)-1, distance;
    int code;

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH ? 1 : 0); off++) {
            const char *known = spelling(&line->options[i], off, room, sizeof room);

            if (is_similar_name(wrong, known, &distance) && distance < best) {
                best = distance;
                snprintf(nearest, sizeof nearest, "%s", known);
            }
        }
    }
    if (nearest[0] != '\0') {
        code =
            usage_error(line->command, "unknown option --%s; did you mean --%s?", wrong, nearest);
    } else {
        code = usage_error(line->command, "unknown option --%s", wrong);
    }
    free(wrong);
    return code;
}

static int ambiguous_option(const struct arguments *line, const char *name, size_t size)
{
    struct strbuf all = { 0 };
    char room[80];
    int code;

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH ? 1 : 0); off++) {
            const char *known = spelling(&line->options[i], off, room, sizeof room);

            if (is_prefix(name, size, known)) {
                strbuf_addf(&all, "%s--%s", all.size > 0 ? ", " : "", known);
            }
        }
    }
    code = usage_error(line->command, "--%.*s could be any of %s", (int)size, name,
                       strbuf_string(&all));
    strbuf_free(&all);
    return code;
}

static int find_option(const struct arguments *line, const char *name, size_t size,
                       const struct option **found, bool *is_off)
{
    size_t fitting = 0;
    char room[80];

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH ? 1 : 0); off++) {
            const char *known = spelling(&line->options[i], off, room, sizeof room);

            if (!is_prefix(name, size, known)) {
                continue;
            }
            *found = &line->options[i];
            *is_off = off;
            if (known[size] == '\0') {
                return 0;
            }
            fitting++;
        }
    }
    if (fitting == 1) {
        return 0;
    }
    return fitting == 0 ? unknown_option(line, name, size) : ambiguous_option(line, name, size);
}

/* Takes the words that belong to an option; *used counts them. */
static int take_words(const struct arguments *line, struct parsed_option *parsed,
                      char *const *words, size_t count, size_t *used)
{
    const char *name = parsed->option->name;
    enum option_kind kind = parsed->option->kind;
    size_t most = kind == OPTION_VALUES                                   ? count
                  : kind == OPTION_VALUE || kind == OPTION_OPTIONAL_VALUE ? 1
                                                                          : 0;

    *used = 0;
    if (parsed->inline_value != NULL) {
        if (most == 0) {
            return usage_error(
                line->command, "--%s takes no value%s", name,
                kind == OPTION_SWITCH ? ": it has a twin with \"no-\" before its name" : "");
        }
        parsed->values = &parsed->inline_value;
        parsed->count = 1;
        return 0;
    }
    parsed->values = words;
    while (*used < most && *used < count && !is_option(words[*used])) {
        (*used)++;
    }
    parsed->count = *used;
    if (kind == OPTION_VALUE && *used == 0) {
        return usage_error(line->command, "--%s needs a value", name);
    }
    return 0;
}

int arguments_parse(struct arguments *line, char *const *words, size_t count, size_t *used)
{
    size_t at = 0, taken;

    line->parsed = require_memory(calloc(count + 1, sizeof *line->parsed));
    line->parsed_count = 0;
    while (at < count && is_option(words[at])) {
        struct parsed_option *parsed = &line->parsed[line->parsed_count];
        char *name = words[at] + (words[at][1] == '-' ? 2 : 0);
        char *equals = strchr(name, '=');
        size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
        int code = strcmp(name, "-h") == 0
                       ? find_option(line, "help", 4, &parsed->option, &parsed->is_negated)
                       : find_option(line, name, size, &parsed->option, &parsed->is_negated);

        if (code == 0) {
            parsed->inline_value = equals != NULL ? equals + 1 : NULL;
            at++;
            code = take_words(line, parsed, words + at, count - at, &taken);
        }
        if (code != 0) {
            return code;
        }
        at += taken;
        line->parsed_count++;
    }
    *used = at;
    return 0;
}

const struct parsed_option *arguments_find(const struct arguments *line, const void *tag)
{
    for (size_t i = line->parsed_count; i > 0; i--) {
        if (line->parsed[i - 1].option->tag == tag) {
            return &line->parsed[i - 1];
        }
    }
    return NULL;
}
