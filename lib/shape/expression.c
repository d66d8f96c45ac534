/*
 * Matches strings against regular expressions.
 *
 * They are of the small subset that the service model uses: literals, ".", classes with ranges and
 * the escapes \d \s \S \p{L} \p{N} \p{Z}, groups, alternatives, negative lookahead and the
 * quantifiers * + ? {m} {m,n}.  A string matches when all of it does, as services read their
 * patterns, so a "^" before it and a "$" behind it restrict nothing more.
 *
 * Instead of trying one path and backtracking, the matcher follows all paths at once: it walks over
 * the expression with the set of byte offsets at which the part before may have ended, and the
 * string matches when its end is in the last set.  A set is a bitmap, and a repeated part is passed
 * at most once for each byte: no string, also one made to be slow, takes more steps than a multiple
 * of size * (size of the expression + size / 64).  Nothing is allocated or compiled.
 */
#include "shape/expression.h"

#include "core/assert.h"
#include "core/text.h"
#include "core/utf8.h"
#include "shape/unicode_table.h"

#include <string.h>

/* Longer strings match nothing; the longest that the service allows has 1020 bytes. */
#define SIZE_LIMIT 4096
#define WORD_BITS 64

/* Offsets 0..SIZE_LIMIT in a string. */
struct offsets {
    uint64_t words[SIZE_LIMIT / WORD_BITS + 1];
};

struct matcher {
    const char *text;
    size_t size;
    size_t words; /* of the sets that are in use */
};

static_assert(SIZE_LIMIT % WORD_BITS == 0, "the last word has room for the last offset");

/* ---- sets of offsets ---- */

static void set_add(struct offsets *set, size_t offset)
{
    ASSERT(offset <= SIZE_LIMIT);
    set->words[offset / WORD_BITS] |= UINT64_C(1) << offset % WORD_BITS;
}

static bool set_has(const struct offsets *set, size_t offset)
{
    return (set->words[offset / WORD_BITS] >> offset % WORD_BITS & 1) != 0;
}

/* The first offset at or after `from`; SIZE_MAX when there is none. */
static size_t set_next(const struct matcher *m, const struct offsets *set, size_t from)
{
    for (size_t i = from; i <= m->size; i++) {
        if (set->words[i / WORD_BITS] >> i % WORD_BITS == 0) {
            i |= WORD_BITS - 1;
        } else if (set_has(set, i)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static bool set_is_empty(const struct matcher *m, const struct offsets *set)
{
    return set_next(m, set, 0) == SIZE_MAX;
}

static void set_clear(const struct matcher *m, struct offsets *set)
{
    ASSERT(m->words <= sizeof set->words / sizeof set->words[0]);
    memset(set->words, 0, m->words * sizeof set->words[0]);
}

static void set_copy(const struct matcher *m, struct offsets *to, const struct offsets *from)
{
    memcpy(to->words, from->words, m->words * sizeof to->words[0]);
}

/* Adds `more` to `set` and leaves in `more` what was new. */
static void set_merge(const struct matcher *m, struct offsets *set, struct offsets *more)
{
    for (size_t i = 0; i < m->words; i++) {
        more->words[i] &= ~set->words[i];
        set->words[i] |= more->words[i];
    }
}

/* ---- characters ---- */

static bool is_letter_space_or_number(uint32_t point)
{
    size_t low = 0, high = unicode_runs_count;

    while (low < high) {
        size_t middle = (low + high) / 2;

        if (point > unicode_runs[middle].last) {
            low = middle + 1;
        } else if (point < unicode_runs[middle].first) {
            high = middle;
        } else {
            return true;
        }
    }
    return false;
}

/* An escape, with *at behind its backslash; moves *at behind it. */
static bool escape_matches(const char **at, uint32_t point)
{
    char letter = *(*at)++;

    switch (letter) {
    case 'd':
        return point >= '0' && point <= '9';
    case 's':
        return text_is_white(point);
    case 'S':
        return !text_is_white(point);
    case 'p': /* the model has L, N and Z always together, and so has the table */
        *at = strchr(*at, '}') + 1;
        return is_letter_space_or_number(point);
    default:
        return point == (unsigned char)letter;
    }
}

/* A class, with `at` behind its bracket. */
static bool class_matches(const char *at, uint32_t point)
{
    bool negated = *at == '^', found = false;

    at += negated;
    while (*at != ']') {
        if (*at == '\\') {
            at++;
            found = escape_matches(&at, point) || found;
        } else if (at[1] == '-' && at[2] != ']') {
            found = found || (point >= (unsigned char)at[0] && point <= (unsigned char)at[2]);
            at += 3;
        } else {
            found = found || point == (unsigned char)*at;
            at++;
        }
    }
    return found != negated;
}

static bool character_matches(const char *atom, uint32_t point)
{
    switch (*atom) {
    case '.':
        return point != '\n';
    case '[':
        return class_matches(atom + 1, point);
    case '\\':
        atom++;
        return escape_matches(&atom, point);
    default:
        return point == (unsigned char)*atom;
    }
}

/* ---- the expression ---- */

/* Where a group or class ends, whose first character `at` is; behind its bracket. */
static const char *bracket_end(const char *at)
{
    char open = *at, close = open == '(' ? ')' : ']';
    int depth = 0;

    ASSERT(open == '(' || open == '[');
    do {
        if (*at == '\\') {
            at++;
        } else if (*at == '[' && open == '(') {
            at = bracket_end(at) - 1;
        } else if (*at == open && (open == '(' || depth == 0)) {
            depth++;
        } else if (*at == close) {
            depth--;
        }
        at++;
    } while (depth > 0);
    return at;
}

static const char *atom_end(const char *at)
{
    if (*at == '(' || *at == '[') {
        return bracket_end(at);
    }
    if (*at != '\\') {
        return at + 1;
    }
    ASSERT(at[1] != 'p' || strchr(at, '}') != NULL);
    return at[1] == 'p' ? strchr(at, '}') + 1 : at + 2;
}

static size_t read_number(const char **at)
{
    size_t number = 0;

    for (; text_is_digit(**at); (*at)++) {
        number = number * 10 + (size_t)(**at - '0');
    }
    return number;
}

/* How often the atom before *at may stand; moves *at behind the quantifier, if there is one. */
static void read_quantifier(const char **at, size_t *min, size_t *max)
{
    *min = **at == '*' || **at == '?' ? 0 : 1;
    *max = **at == '*' || **at == '+' ? SIZE_MAX : 1;
    if (**at == '*' || **at == '+' || **at == '?') {
        (*at)++;
    } else if (**at == '{') {
        (*at)++;
        *min = *max = read_number(at);
        if (**at == ',') {
            (*at)++;
            *max = read_number(at);
        }
        (*at)++;
    }
}

/* Follows alternatives up to the parenthesis or the end; the offsets after them go to `out`. */
static void match_alternatives(const struct matcher *m, const char *at, const struct offsets *in,
                               struct offsets *out);

/* Keeps the offsets of `in` at which the expression of a negative lookahead does not match. */
static void match_lookahead(const struct matcher *m, const char *inner, const struct offsets *in,
                            struct offsets *out)
{
    for (size_t start = set_next(m, in, 0); start != SIZE_MAX; start = set_next(m, in, start + 1)) {
        struct offsets one = { { 0 } }, after = { { 0 } };

        set_add(&one, start);
        match_alternatives(m, inner, &one, &after);
        if (set_is_empty(m, &after)) {
            set_add(out, start);
        }
    }
}

/* Follows one atom once. */
static void match_atom(const struct matcher *m, const char *atom, const struct offsets *in,
                       struct offsets *out)
{
    set_clear(m, out);
    if (strncmp(atom, "(?!", 3) == 0) {
        match_lookahead(m, atom + 3, in, out);
        return;
    }
    if (*atom == '(') {
        match_alternatives(m, atom + 1, in, out);
        return;
    }
    for (size_t i = set_next(m, in, 0); i != SIZE_MAX; i = set_next(m, in, i + 1)) {
        uint32_t point;
        size_t step = utf8_decode(m->text + i, m->size - i, &point);

        if (*atom == '^' || *atom == '$') {
            if (i == (*atom == '^' ? 0 : m->size)) {
                set_add(out, i);
            }
        } else if (step > 0 && character_matches(atom, point)) {
            set_add(out, i + step);
        }
    }
}

/* Follows one atom as often as its quantifier allows; `set` is replaced. */
static void match_repeated(const struct matcher *m, const char *atom, size_t min, size_t max,
                           struct offsets *set)
{
    struct offsets fresh, next;

    ASSERT(min <= max);
    for (size_t i = 0; i < min; i++) {
        match_atom(m, atom, set, &next);
        set_copy(m, set, &next);
    }
    set_copy(m, &fresh, set);
    for (size_t i = min; i < max && !set_is_empty(m, &fresh); i++) {
        match_atom(m, atom, &fresh, &next);
        set_merge(m, set, &next);
        set_copy(m, &fresh, &next);
    }
}

static void match_alternatives(const struct matcher *m, const char *at, const struct offsets *in,
                               struct offsets *out)
{
    for (;;) {
        struct offsets set;

        set_copy(m, &set, in);
        while (*at != '\0' && *at != '|' && *at != ')') {
            const char *atom = at;
            size_t min, max;

            at = atom_end(atom);
            read_quantifier(&at, &min, &max);
            match_repeated(m, atom, min, max, &set);
        }
        set_merge(m, out, &set);
        if (*at != '|') {
            return;
        }
        at++;
    }
}

bool expression_matches(const char *expression, const char *text, size_t size)
{
    struct matcher m = { text, size, size / WORD_BITS + 1 };
    struct offsets begin = { { 1 } }, end = { { 0 } };

    if (size > SIZE_LIMIT) {
        return false;
    }
    match_alternatives(&m, expression, &begin, &end);
    return set_has(&end, size);
}
