/*
 * Reading options.  As with the AWS CLI, an option may be cut short as long as only one fits, and
 * the last one wins.
 */
#include "cli/line.h"

#include "base/failure.h"
#include "base/text.h"

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

static int unknown_option(const struct line *line, const char *name, size_t size)
{
    char *wrong = must(strndup(name, size)), room[80], nearest[80] = "";
    size_t best = (size_t)-1, distance;
    int code;

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH); off++) {
            const char *known = spelling(&line->options[i], off, room, sizeof room);

            if (is_near(wrong, known, &distance) && distance < best) {
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

static int ambiguous_option(const struct line *line, const char *name, size_t size)
{
    struct text all = { 0 };
    char room[80];
    int code;

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH); off++) {
            const char *known = spelling(&line->options[i], off, room, sizeof room);

            if (is_prefix(name, size, known)) {
                text_addf(&all, "%s--%s", all.size > 0 ? ", " : "", known);
            }
        }
    }
    code = usage_error(line->command, "--%.*s could be any of %s", (int)size, name, text_of(&all));
    text_free(&all);
    return code;
}

static int find_option(const struct line *line, const char *name, size_t size,
                       const struct option **found, bool *is_off)
{
    size_t fitting = 0;
    char room[80];

    for (size_t i = 0; i < line->options_count; i++) {
        for (int off = 0; off <= (line->options[i].kind == OPTION_SWITCH); off++) {
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
static int take_words(const struct line *line, struct given *given, char *const *words,
                      size_t count, size_t *used)
{
    const char *name = given->option->name;
    enum option_kind kind = given->option->kind;
    size_t most = kind == OPTION_WORDS                               ? count
                  : kind == OPTION_WORD || kind == OPTION_MAYBE_WORD ? 1
                                                                     : 0;

    *used = 0;
    if (given->inline_word != NULL) {
        if (most == 0) {
            return usage_error(
                line->command, "--%s takes no value%s", name,
                kind == OPTION_SWITCH ? ": it has a twin with \"no-\" before its name" : "");
        }
        given->words = &given->inline_word;
        given->count = 1;
        return 0;
    }
    given->words = words;
    while (*used < most && *used < count && !is_option(words[*used])) {
        (*used)++;
    }
    given->count = *used;
    if (kind == OPTION_WORD && *used == 0) {
        return usage_error(line->command, "--%s needs a value", name);
    }
    return 0;
}

int line_scan(struct line *line, char *const *words, size_t count, size_t *used)
{
    size_t at = 0, taken;

    line->given = must(calloc(count + 1, sizeof *line->given));
    line->given_count = 0;
    while (at < count && is_option(words[at])) {
        struct given *given = &line->given[line->given_count];
        char *name = words[at] + (words[at][1] == '-' ? 2 : 0);
        char *equals = strchr(name, '=');
        size_t size = equals != NULL ? (size_t)(equals - name) : strlen(name);
        int code = strcmp(name, "-h") == 0
                       ? find_option(line, "help", 4, &given->option, &given->off)
                       : find_option(line, name, size, &given->option, &given->off);

        if (code == 0) {
            given->inline_word = equals != NULL ? equals + 1 : NULL;
            at++;
            code = take_words(line, given, words + at, count - at, &taken);
        }
        if (code != 0) {
            return code;
        }
        at += taken;
        line->given_count++;
    }
    *used = at;
    return 0;
}

const struct given *line_find(const struct line *line, const void *tag)
{
    for (size_t i = line->given_count; i > 0; i--) {
        if (line->given[i - 1].option->tag == tag) {
            return &line->given[i - 1];
        }
    }
    return NULL;
}
