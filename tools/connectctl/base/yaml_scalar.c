/*
 * The grammars of scalars.
 */
#include "base/yaml_scalar.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const char digits[] = "0123456789";

/* The string behind a sign. */
static const char *skip_sign(const char *text)
{
    return text + (*text == '+' || *text == '-');
}

static bool is_word(const char *text, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_made_of(const char *text, const char *characters)
{
    return text[0] != '\0' && text[strspn(text, characters)] == '\0';
}

static bool reads_as_integer(const char *text)
{
    text = skip_sign(text);
    if (strncmp(text, "0b", 2) == 0) {
        return is_made_of(text + 2, "01_");
    }
    if (strncmp(text, "0x", 2) == 0) {
        return is_made_of(text + 2, "0123456789abcdefABCDEF_");
    }
    if (strncmp(text, "0o", 2) == 0) {
        return is_made_of(text + 2, "01234567_");
    }
    return text[0] != '_' && is_made_of(text, "0123456789_");
}

static bool reads_as_exponent(const char *text)
{
    return (*text == 'e' || *text == 'E') && is_made_of(skip_sign(text + 1), digits);
}

static bool reads_as_real(const char *text)
{
    static const char *const special[] = { ".inf", ".Inf", ".INF", NULL };
    static const char *const not_a_number[] = { ".nan", ".NaN", ".NAN", NULL };
    const char *start = skip_sign(text), *at = start + strspn(start, "0123456789_");

    if (is_word(start, special) || is_word(text, not_a_number)) {
        return true;
    }
    if (at != start && start[0] != '_' && reads_as_exponent(at)) {
        return true;
    }
    if (*at != '.' || (at == start && at[1] == '\0') || start[0] == '_') {
        return false;
    }
    at += 1 + strspn(at + 1, "0123456789_");
    return *at == '\0' || reads_as_exponent(at);
}

/* "2026-11-26", or a date, "T" or space, and a time. */
static bool reads_as_timestamp(const char *text)
{
    size_t year = strspn(text, digits), month, day;
    const char *at = text + year;

    if (year != 4 || *at != '-') {
        return false;
    }
    month = strspn(at + 1, digits);
    at += 1 + month;
    if (month < 1 || month > 2 || *at != '-') {
        return false;
    }
    day = strspn(at + 1, digits);
    at += 1 + day;
    if (day < 1 || day > 2) {
        return false;
    }
    return (*at == '\0' && month == 2 && day == 2) ||
           ((*at == 'T' || *at == 't' || *at == ' ' || *at == '\t') &&
            is_made_of(at + 1, "0123456789:.Z+- \t"));
}

enum yaml_scalar yaml_scalar_type(const char *text)
{
    static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const booleans[] = {
        "true", "True", "TRUE", "false", "False", "FALSE", NULL
    };
    static const char *const merges[] = { "=", "<<", NULL };

    if (is_word(text, nulls)) {
        return YAML_NULL;
    }
    if (is_word(text, booleans)) {
        return YAML_BOOLEAN;
    }
    if (is_word(text, merges)) {
        return YAML_MERGE;
    }
    if (reads_as_integer(text)) {
        return YAML_INTEGER;
    }
    if (reads_as_real(text)) {
        return YAML_REAL;
    }
    return reads_as_timestamp(text) ? YAML_TIMESTAMP : YAML_STRING;
}
