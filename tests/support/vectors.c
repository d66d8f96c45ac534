#include "support/vectors.h"

#include <check.h>

#include <stdio.h>
#include <stdlib.h>

json_t *vectors_load(const char *file)
{
    const char *folder = getenv("CONNECT_VECTORS");
    if (folder == NULL || folder[0] == '\0') {
        printf("SKIP: %s: CONNECT_VECTORS names no folder\n", file);
        return NULL;
    }
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    json_error_t error;
    json_t *json = json_load_file(path, 0, &error);
    ck_assert_msg(json != NULL, "%s: line %d: %s", path, error.line, error.text);
    return json;
}

void vectors_leave_out(const char *file, const char *name, const char *reason)
{
    printf("left out: %s, \"%s\": %s\n", file, name, reason);
}
