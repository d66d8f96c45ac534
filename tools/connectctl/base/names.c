/*
 * Spelling of names.
 */
#include "base/names.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/* Whether a word of a camel-case name begins at `i`: "LexV2Bot" has three, "KMSKey" has two. */
static bool starts_word(const char *name, size_t i)
{
    if (i == 0 || !is_upper(name[i])) {
        return false;
    }
    return !is_upper(name[i - 1]) || (name[i + 1] >= 'a' && name[i + 1] <= 'z');
}

char *kebab_case(const char *name)
{
    struct strbuf out = { 0 };

    for (size_t i = 0; name[i] != '\0'; i++) {
        char c = name[i] == '_' ? '-' : to_lower(name[i]);

        if (starts_word(name, i)) {
            strbuf_add(&out, "-");
        }
        strbuf_add_char(&out, c);
    }
    return strbuf_detach(&out);
}

static const char *find_acronym(const char *word, size_t size)
{
    static const char *const known[] = { "ARN", "ID", "KMS", "S3", "URL" };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == size && strncasecmp(known[i], word, size) == 0) {
            return known[i];
        }
    }
    return NULL;
}

char *title_from_name(const char *name)
{
    struct strbuf out = { 0 };
    size_t from = 0;

    while (name[from] != '\0') {
        size_t to = from + 1;
        const char *known;

        while (name[to] != '\0' && !starts_word(name, to)) {
            to++;
        }
        known = find_acronym(name + from, to - from);
        if (from > 0) {
            strbuf_add(&out, " ");
        }
        for (size_t i = from; i < to; i++) {
            char c = known != NULL ? known[i - from] : to_lower(name[i]);

            if (i == 0) {
                c = (char)toupper((unsigned char)c);
            }
            strbuf_add_char(&out, c);
        }
        from = to;
    }
    return strbuf_detach(&out);
}

/* Damerau-Levenshtein distance; SIZE_MAX for names of more than 64 bytes. */
static size_t edit_distance(const char *a, const char *b)
{
    enum { LONGEST = 64 };
    size_t rows[3][LONGEST + 1];
    size_t m = strlen(a), n = strlen(b);

    if (m > LONGEST || n > LONGEST) {
        return SIZE_MAX;
    }
    for (size_t j = 0; j <= n; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= m; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3], *above2 = rows[(i + 1) % 3];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);

            if (above[j] + 1 < best) {
                best = above[j] + 1;
            }
            if (row[j - 1] + 1 < best) {
                best = row[j - 1] + 1;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                above2[j - 2] + 1 < best) {
                best = above2[j - 2] + 1;
            }
            row[j] = best;
        }
    }
    return rows[m % 3][n];
}

bool is_similar_name(const char *name, const char *wanted, size_t *distance)
{
    size_t size = strlen(name);

    *distance = edit_distance(name, wanted);
    if (*distance <= 1 + size / 5) {
        return true;
    }
    /* A part of the name is similar too, but less than a misspelling. */
    *distance = 1 + size;
    return size >= 4 && strstr(wanted, name) != NULL;
}
