/*
 * Reading a value up to a size limit.
 */
#include "input/file_value.h"

#include "base/strbuf.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More than the largest input of an operation, an e-mail of 5 MiB as JSON. */
enum { MAX_SIZE = 32 * 1024 * 1024 };

static char *read_all(FILE *file, const char *name, char **problem)
{
    struct strbuf content = { 0 }, why = { 0 };
    char block[16384];
    size_t size;

    while ((size = fread(block, 1, sizeof block, file)) > 0 && content.size <= MAX_SIZE) {
        strbuf_add_bytes(&content, block, size);
    }
    if (ferror(file)) {
        strbuf_addf(&why, "cannot read %s: %s", name, strerror(errno));
    } else if (content.size > MAX_SIZE) {
        strbuf_addf(&why, "%s is larger than %d bytes", name, (int)MAX_SIZE);
    } else if (memchr(strbuf_string(&content), '\0', content.size) != NULL) {
        strbuf_addf(&why, "%s contains a null byte", name);
    }
    if (why.size == 0) {
        return strbuf_detach(&content);
    }
    *problem = strbuf_detach(&why);
    strbuf_free(&content);
    return NULL;
}

bool is_file_reference(const char *value)
{
    return strncmp(value, "file://", 7) == 0 || strncmp(value, "fileb://", 8) == 0;
}

char *read_file_reference(const char *value, char **problem)
{
    const char *name = strstr(value, "://") + 3, *home = getenv("HOME");
    struct strbuf path = { 0 };
    char *content = NULL;
    FILE *file;

    /* The shell does not expand a tilde inside a word. */
    if (strncmp(name, "~/", 2) == 0 && home != NULL) {
        strbuf_add(&path, home);
        name++;
    }
    strbuf_add(&path, name);
    file = fopen(strbuf_string(&path), "rb");
    if (file != NULL) {
        content = read_all(file, strbuf_string(&path), problem);
        (void)fclose(file);
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
