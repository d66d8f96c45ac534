/*
 * The shared files in memory: between the parser (profile.c) and the lookups (profile_find.c).
 */
#ifndef AWS_PROFILE_FILES_H
#define AWS_PROFILE_FILES_H

#include "aws/profile.h"

#define PROFILE_KIND "profile"

struct profile_property {
    const char *key; /* lower case */
    const char *value;
    const char *origin;
    struct profile_property *next;
    struct profile_section *section;
};

/* One header and the lines below it; the same name may occur again. */
struct profile_section {
    const char *kind; /* NULL: ignored, with its properties */
    const char *name;
    const char *fault; /* what is malformed, with file and line; NULL for a well-formed section */
    int faults;
    struct profile_property *properties;
    struct profile_property *last;
    struct profile_section *next;
};

/*
 * Sections in the order of the files, the config file first.  They are not merged: the lookups
 * choose among properties of the same name.
 */
struct profile_files {
    struct arena arena;
    struct profile_section *sections;
    struct profile_section *last;
    int failures[PROFILE_FILES]; /* errno of the attempts to read them, 0 after a success */
};

/* ---- profile_span.c ---- */

/* Part of a line. */
struct profile_span {
    const char *text;
    size_t size;
};
/* Without the spaces and tabs at both ends. */
struct profile_span profile_trim(const char *text, size_t size);

/* ---- profile_header.c ---- */

/* The part of a header between the brackets. */
struct profile_header {
    struct profile_span text;
    bool is_closed; /* false: the closing bracket is missing */
};

/* Finds the end of the header that begins with "[" at `line`. */
struct profile_header profile_header_scan(const char *line, size_t size);

/*
 * Kind and name of a section.  *kind is NULL when the section is to be ignored; *is_bare_default is
 * set for [default] of the config file.  The name is copied to `arena`.  False: out of memory.
 */
bool profile_header_parse(struct arena *arena, struct profile_span header, enum profile_file file,
                          const char **kind, const char **name, bool *is_bare_default);

#endif
