/*
 * Texts that grow, and what is made of names.
 */
#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *must(void *pointer)
{
    if (pointer == NULL) {
        fputs("connectctl: out of memory\n", stderr);
        exit(255);
    }
    return pointer;
}

static void text_reserve(struct text *text, size_t more)
{
    if (more > SIZE_MAX / 4 - text->size) {
        must(NULL);
    }
    if (text->size + more + 1 <= text->room) {
        return;
    }
    text->room = 2 * (text->size + more) + 32;
    text->at = must(realloc(text->at, text->room));
}

void text_add_n(struct text *text, const char *more, size_t size)
{
    text_reserve(text, size);
    memcpy(text->at + text->size, more, size);
    text->size += size;
    text->at[text->size] = '\0';
}

void text_add(struct text *text, const char *more)
{
    text_add_n(text, more, strlen(more));
}

void text_add_spaces(struct text *text, size_t count)
{
    text_reserve(text, count);
    memset(text->at + text->size, ' ', count);
    text->size += count;
    text->at[text->size] = '\0';
}

void text_addf(struct text *text, const char *format, ...)
{
    va_list arguments, again;
    int size;

    va_start(arguments, format);
    va_copy(again, arguments);
    text_reserve(text, 1);
    size = vsnprintf(text->at + text->size, 1, format, arguments);
    va_end(arguments);
    if (size > 0) {
        text_reserve(text, (size_t)size);
        vsnprintf(text->at + text->size, (size_t)size + 1, format, again);
        text->size += (size_t)size;
    }
    va_end(again);
}

const char *text_of(const struct text *text)
{
    return text->at != NULL ? text->at : "";
}

char *text_take(struct text *text)
{
    char *content = text->at != NULL ? text->at : must(strdup(""));

    *text = (struct text){ 0 };
    return content;
}

void text_free(struct text *text)
{
    free(text->at);
    *text = (struct text){ 0 };
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static char to_lower(char c)
{
    return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

/* Whether a new word of a name in camel case begins at `i`: "LexV2Bot" has three, "KMSKey" two. */
static bool starts_word(const char *name, size_t i)
{
    if (i == 0 || !is_upper(name[i])) {
        return false;
    }
    return !is_upper(name[i - 1]) || (name[i + 1] >= 'a' && name[i + 1] <= 'z');
}

char *kebab(const char *name)
{
    struct text out = { 0 };

    for (size_t i = 0; name[i] != '\0'; i++) {
        char c = name[i] == '_' ? '-' : to_lower(name[i]);

        if (starts_word(name, i)) {
            text_add(&out, "-");
        }
        text_add_n(&out, &c, 1);
    }
    return text_take(&out);
}

static const char *acronym(const char *word, size_t size)
{
    static const char *const known[] = { "ARN", "ID", "KMS", "S3", "URL" };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i]) == size && strncasecmp(known[i], word, size) == 0) {
            return known[i];
        }
    }
    return NULL;
}

char *words_of(const char *name)
{
    struct text out = { 0 };
    size_t from = 0;

    while (name[from] != '\0') {
        size_t to = from + 1;
        const char *known;

        while (name[to] != '\0' && !starts_word(name, to)) {
            to++;
        }
        known = acronym(name + from, to - from);
        if (from > 0) {
            text_add(&out, " ");
        }
        for (size_t i = from; i < to; i++) {
            char c = known != NULL ? known[i - from] : to_lower(name[i]);

            if (i == 0) {
                c = (char)toupper((unsigned char)c);
            }
            text_add_n(&out, &c, 1);
        }
        from = to;
    }
    return text_take(&out);
}

/* Edits (insert, delete, change, swap of neighbours) from one name to another; names are short. */
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

bool is_near(const char *name, const char *wanted, size_t *distance)
{
    size_t size = strlen(name);

    *distance = edit_distance(name, wanted);
    if (*distance <= 1 + size / 5) {
        return true;
    }
    /* A part of the name is near too, but no nearer than a slip. */
    *distance = 1 + size;
    return size >= 4 && strstr(wanted, name) != NULL;
}
