/*
 * Machines that build seldom have more than the C locale, so one is made by localedef, in a
 * directory of its own.
 */
#include "support/locale.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char made[256];

static bool has_comma(void)
{
    char text[16];
    snprintf(text, sizeof text, "%.1f", 1.5);
    return strcmp(text, "1,5") == 0;
}

static bool use_one_that_exists(void)
{
    static const char *const names[] = {
        "de_DE.UTF-8", "de_DE", "fr_FR.UTF-8", "es_ES.UTF-8", "pt_BR.UTF-8", "ru_RU.UTF-8",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (setlocale(LC_ALL, names[i]) != NULL && has_comma()) {
            return true;
        }
    }
    return false;
}

static bool write_definition(const char *path)
{
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        return false;
    }
    fputs("LC_NUMERIC\ndecimal_point \",\"\nthousands_sep \".\"\ngrouping 3;3\nEND LC_NUMERIC\n",
          file);
    return fclose(file) == 0;
}

static bool make_one(void)
{
    const char *base = getenv("TMPDIR");
    char path[300];
    char command[700];
    snprintf(made, sizeof made, "%s/connect-locale-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(made) == NULL) {
        made[0] = '\0';
        return false;
    }
    snprintf(path, sizeof path, "%s/source", made);
    snprintf(command, sizeof command, "localedef -c -i '%s' '%s/xx_XX' >/dev/null 2>&1", path,
             made);
    /*
     * localedef exits with 1 because of what the definition leaves out; what counts is what it
     * made.
     */
    if (!write_definition(path) || system(command) == -1 || setenv("LOCPATH", made, 1) != 0) {
        return false;
    }
    return setlocale(LC_ALL, "xx_XX") != NULL && has_comma();
}

bool locale_use_decimal_comma(void)
{
    if (use_one_that_exists() || make_one()) {
        return true;
    }
    locale_restore();
    puts("SKIP: there is no locale with a decimal comma, and localedef makes none");
    return false;
}

void locale_restore(void)
{
    setlocale(LC_ALL, "C");
    if (made[0] != '\0') {
        char command[300];
        snprintf(command, sizeof command, "rm -rf '%s'", made);
        unsetenv("LOCPATH");
        if (system(command) != 0) {
            fprintf(stderr, "%s stays behind\n", made);
        }
        made[0] = '\0';
    }
}
