/* Walks over all sections and keys of the shared files, each name once. */
#ifndef SUPPORT_PROFILE_WALK_H
#define SUPPORT_PROFILE_WALK_H

#include "aws/profile_files.h"

#include <string.h>

static inline bool walk_is_section(const struct profile_section *section, const char *kind,
                                   const char *name)
{
    return section->kind != NULL && strcmp(section->kind, kind) == 0 &&
           strcmp(section->name, name) == 0;
}

static inline bool came_before(const struct profile_files *files,
                               const struct profile_section *section)
{
    for (const struct profile_section *other = files->sections; other != section;
         other = other->next) {
        if (walk_is_section(other, section->kind, section->name)) {
            return true;
        }
    }
    return false;
}

/* The next name of a kind of sections (also "profile"); *at is NULL at first. */
static inline const char *profile_section_next(const struct profile_files *files, const char *kind,
                                               const struct profile_section **at)
{
    for (*at = *at != NULL ? (*at)->next : files->sections; *at != NULL; *at = (*at)->next) {
        if ((*at)->kind != NULL && strcmp((*at)->kind, kind) == 0 && !came_before(files, *at)) {
            return (*at)->name;
        }
    }
    return NULL;
}

/* The next key of one section. */
static inline const char *profile_key_next(const struct profile_files *files, const char *kind,
                                           const char *name, const struct profile_property **at)
{
    const struct profile_section *section = *at != NULL ? (*at)->section : files->sections;
    const struct profile_property *property = *at != NULL ? (*at)->next : NULL;
    if (*at == NULL && section != NULL) {
        property = section->properties;
    }
    while (section != NULL) {
        for (; walk_is_section(section, kind, name) && property != NULL;
             property = property->next) {
            if (profile_section_origin(files, kind, name, property->key) == property->origin) {
                *at = property;
                return property->key;
            }
        }
        section = section->next;
        property = section != NULL ? section->properties : NULL;
    }
    *at = NULL;
    return NULL;
}

#endif
