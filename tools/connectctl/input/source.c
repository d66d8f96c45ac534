/*
 * Reading a value from outside, up to a limit.
 */
#include "input/source.h"

#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than the largest input of any operation, an e-mail of 5 MiB written as JSON. */
enum { LARGEST = 32 * 1024 * 1024 };

static char *read_all(FILE *file, const char *name, char **problem)
{
    struct text content = { 0 }, why = { 0 };
    char block[16384];
    size_t size;

    while ((size = fread(block, 1, sizeof block, file)) > 0 && content.size <= LARGEST) {
        text_add_n(&content, block, size);
    }
    if (ferror(file)) {
        text_addf(&why, "cannot read %s: %s", name, strerror(errno));
    } else if (content.size > LARGEST) {
        text_addf(&why, "%s is larger than %d bytes", name, (int)LARGEST);
    } else if (memchr(text_of(&content), '\0', content.size) != NULL) {
        text_addf(&why, "%s is not a text", name);
    }
    if (why.size == 0) {
        return text_take(&content);
    }
    *problem = text_take(&why);
    text_free(&content);
    return NULL;
}

bool source_is_file(const char *word)
{
    return strncmp(word, "file://", 7) == 0 || strncmp(word, "fileb://", 8) == 0;
}

char *source_file(const char *word, char **problem)
{
    const char *name = strstr(word, "://") + 3, *home = getenv("HOME");
    struct text path = { 0 };
    char *content = NULL;
    FILE *file;

    /* The shell leaves a tilde alone that does not begin a word. */
    if (strncmp(name, "~/", 2) == 0 && home != NULL) {
        text_add(&path, home);
        name++;
    }
    text_add(&path, name);
    file = fopen(text_of(&path), "rb");
    if (file != NULL) {
        content = read_all(file, text_of(&path), problem);
        fclose(file);
    } else {
        struct text why = { 0 };

        text_addf(&why, "cannot open %s: %s", text_of(&path), strerror(errno));
        *problem = text_take(&why);
    }
    text_free(&path);
    return content;
}

char *source_input(char **problem)
{
    return read_all(stdin, "standard input", problem);
}
