/*
 * How the shared files lie in memory: between the reading of profile.c and the questions of
 * profile_find.c.
 */
#ifndef AWS_PROFILE_FILES_H
#define AWS_PROFILE_FILES_H

#include "aws/profile.h"

#define PROFILE_KIND "profile"

struct profile_property {
    const char *key; /* in lower case */
    const char *value;
    const char *origin;
    struct profile_property *next;
    struct profile_section *section;
};

/* One header and what follows it; the same name may come again. */
struct profile_section {
    /* NULL: ignored for its prefix or name, though its lines must be well-formed */
    const char *kind;
    const char *name;
    bool is_of_credentials_file;
    struct profile_property *properties;
    struct profile_property *last;
    struct profile_section *next;
};

/*
 * Sections in the order of the files, the config file first: nothing is merged before it is asked
 * for.
 */
struct profile_files {
    struct arena arena;
    struct profile_section *sections;
    struct profile_section *last;
};

/* A piece of a line, without the blanks and tabs at its ends. */
struct profile_span {
    const char *text;
    size_t size;
};
struct profile_span profile_trim(const char *text, size_t size);

#endif
