/*
 * Reading a value from outside, up to a limit.
 */
#include "input/file_value.h"

#include "base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than the largest input of any operation, an e-mail of 5 MiB written as JSON. */
enum { LARGEST = 32 * 1024 * 1024 };

static char *read_all(FILE *file, const char *name, char **problem)
{
    struct strbuf content = { 0 }, why = { 0 };
    char block[16384];
    size_t size;

    while ((size = fread(block, 1, sizeof block, file)) > 0 && content.size <= LARGEST) {
        strbuf_add_bytes(&content, block, size);
    }
    if (ferror(file)) {
        strbuf_addf(&why, "cannot read %s: %s", name, strerror(errno));
    } else if (content.size > LARGEST) {
        strbuf_addf(&why, "%s is larger than %d bytes", name, (int)LARGEST);
    } else if (memchr(strbuf_string(&content), '\0', content.size) != NULL) {
        strbuf_addf(&why, "%s is not a text", name);
    }
    if (why.size == 0) {
        return strbuf_detach(&content);
    }
    *problem = strbuf_detach(&why);
    strbuf_free(&content);
    return NULL;
}

bool is_file_reference(const char *word)
{
    return strncmp(word, "file://", 7) == 0 || strncmp(word, "fileb://", 8) == 0;
}

char *read_file_reference(const char *word, char **problem)
{
    const char *name = strstr(word, "://") + 3, *home = getenv("HOME");
    struct strbuf path = { 0 };
    char *content = NULL;
    FILE *file;

    /* The shell leaves a tilde alone that does not begin a word. */
    if (strncmp(name, "~/", 2) == 0 && home != NULL) {
        strbuf_add(&path, home);
        name++;
    }
    strbuf_add(&path, name);
    file = fopen(strbuf_string(&path), "rb");
    if (file != NULL) {
        content = read_all(file, strbuf_string(&path), problem);
        fclose(file);
    } else {
        struct strbuf why = { 0 };

        strbuf_addf(&why, "cannot open %s: %s", strbuf_string(&path), strerror(errno));
        *problem = strbuf_detach(&why);
    }
    strbuf_free(&path);
    return content;
}

char *read_standard_input(char **problem)
{
    return read_all(stdin, "standard input", problem);
}
