#include "shape/pattern.h"
#include "support/pattern_table.h"
#include "support/random_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct generator {
    struct dice *dice;
    struct random_text *text;
    size_t most; /* repetitions where the expression sets no limit */
};

/* A character of an escape, with *at behind its backslash. */
static uint32_t escape_random(const char **at, struct dice *dice)
{
    static const uint32_t others[] = { 'b', 'Z', '7', ' ', 0xe9, 0x3b1, 0x65e5, 0x2028 };
    static const uint32_t solid[] = { '!', '~', 'b', '0', '%', '"', '\\', 0xe9, 0x1f639 };
    char letter = *(*at)++;

    switch (letter) {
    case 'd':
        return '0' + (uint32_t)dice_roll(dice, 10);
    case 's':
        return ' ';
    case 'S':
        return solid[dice_roll(dice, sizeof solid / sizeof solid[0])];
    case 'p':
        *at = strchr(*at, '}') + 1;
        return others[dice_roll(dice, sizeof others / sizeof others[0])];
    default:
        return (unsigned char)letter;
    }
}

/* One of the characters that a class lists, with *at behind its bracket; moves *at behind it. */
static uint32_t class_random(const char **at, struct dice *dice)
{
    uint32_t chosen = 0;
    size_t items = 0;

    while (**at != ']') {
        uint32_t item;

        if (**at == '\\') {
            (*at)++;
            item = escape_random(at, dice);
        } else if ((*at)[1] == '-' && (*at)[2] != ']') {
            item =
                (unsigned char)**at + (uint32_t)dice_roll(dice, (size_t)((*at)[2] - (*at)[0]) + 1);
            *at += 3;
        } else {
            item = (unsigned char)*(*at)++;
        }
        if (dice_roll(dice, ++items) == 0) {
            chosen = item;
        }
    }
    (*at)++;
    return chosen;
}

/* What a negated class of the model leaves: neither white space nor "@". */
static uint32_t negated_class_random(const char **at, struct dice *dice)
{
    static const char left[] = "abcdefxyzABC0189!#$%&'*+/=?^_`{|}~.-\"\\";

    *at = strchr(*at, ']') + 1;
    return (unsigned char)left[dice_roll(dice, sizeof left - 1)];
}

static void generate_alternatives(struct generator *g, const char **at, bool silent);

/* Appends one atom, or only moves *at behind it. */
static void generate_atom(struct generator *g, const char **at, bool silent)
{
    uint32_t c = 0;

    if (strncmp(*at, "(?!", 3) == 0) {
        *at = strchr(*at, ')') + 1;
        return;
    }
    switch (*(*at)++) {
    case '(':
        generate_alternatives(g, at, silent);
        (*at)++;
        return;
    case '^':
    case '$':
        return;
    case '[':
        c = **at == '^' ? negated_class_random(at, g->dice) : class_random(at, g->dice);
        break;
    case '\\':
        c = escape_random(at, g->dice);
        break;
    case '.':
        c = random_character(g->dice, true);
        break;
    default:
        c = (unsigned char)(*at)[-1];
        break;
    }
    if (!silent && g->text->size < RANDOM_TEXT_MAX * 4) {
        random_text_put(g->text, c);
    }
}

/* How often an atom stands, by the quantifier at *at. */
static size_t generate_count(struct generator *g, const char **at)
{
    size_t min = 1, max = 1;
    char *end;

    if (**at == '*' || **at == '+') {
        min = **at == '+';
        max = g->most > min ? g->most : min;
        (*at)++;
    } else if (**at == '?') {
        min = 0;
        (*at)++;
    } else if (**at == '{') {
        min = max = strtoul(*at + 1, &end, 10);
        if (*end == ',') {
            max = strtoul(end + 1, &end, 10);
        }
        *at = end + 1;
    }
    return min + dice_roll(g->dice, max - min + 1);
}

static void generate_sequence(struct generator *g, const char **at, bool silent)
{
    while (**at != '\0' && **at != '|' && **at != ')') {
        const char *atom = *at;

        generate_atom(g, at, true);
        for (size_t count = generate_count(g, at); count > 0; count--) {
            const char *again = atom;

            generate_atom(g, &again, silent);
        }
    }
}

static void generate_alternatives(struct generator *g, const char **at, bool silent)
{
    const char *begin = *at;
    size_t count = 1, chosen;

    for (generate_sequence(g, at, true); **at == '|'; count++) {
        (*at)++;
        generate_sequence(g, at, true);
    }
    chosen = dice_roll(g->dice, count);
    for (size_t i = 0; i < count && !silent; i++) {
        generate_sequence(g, &begin, i != chosen);
        begin++;
    }
}

static bool has_length(const struct random_text *text, size_t min, size_t max)
{
    size_t length = 0;

    for (size_t i = 0; i < text->size; i++) {
        length += ((unsigned char)text->bytes[i] & 0xc0) != 0x80;
    }
    return length >= min && length <= max;
}

/* The generator ignores lookaheads and guesses lengths: the matcher rejects what is wrong. */
void random_pattern(struct dice *dice, struct random_text *text, enum shape_pattern pattern,
                    size_t min, size_t max)
{
    struct generator g = { dice, text, 0 };
    int attempts = 0;

    do {
        const char *at = pattern_expression(pattern);

        if (attempts++ == 10000) {
            fprintf(stderr, "random_pattern: found no string for %s\n", at);
            abort();
        }
        g.most = dice_roll(dice, 4) == 0 ? dice_roll(dice, max + 1) : dice_roll(dice, 12);
        text->size = 0;
        generate_alternatives(&g, &at, false);
    } while (!has_length(text, min, max) || !pattern_matches(pattern, text->bytes, text->size));
}
