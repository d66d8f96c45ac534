/*
 * Where in a value a problem is: "Fields[2].Id.Name".  Steps lie on the stack of whoever walks, and
 * cost nothing until a problem is reported.
 */
#ifndef SHAPE_PATH_H
#define SHAPE_PATH_H

#include <stddef.h>

struct member_path {
    const struct member_path *up; /* NULL at the top */
    const char *name;             /* NULL for an index */
    size_t number;                /* bytes of the name, or the index */
};

#define MEMBER_PATH_MAX 512

/*
 * Writes the path into `out`, MEMBER_PATH_MAX bytes; names from outside are cut and made printable.
 */
void member_path_text(const struct member_path *path, char *out);

#endif
