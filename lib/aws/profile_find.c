/* Lookups in the shared files, across all sections of the same name. */
#include "aws/profile_files.h"
#include "core/assert.h"
#include "core/text.h"

#include <string.h>

static bool is_section(const struct profile_section *section, const char *kind, const char *name)
{
    ASSERT(kind != NULL && name != NULL);
    return section->kind != NULL && strcmp(section->kind, kind) == 0 &&
           strcmp(section->name, name) == 0;
}

/*
 * The credentials file has precedence over the config file, and a later line over an earlier one:
 * the last match counts.
 *
 * Rule: the credentials file precedes the config file, and the last of equal keys counts.  Source:
 * smithy-rs, profile-parser-tests.json.  Test: config_files_are_parsed_by_each_rule.
 */
static const struct profile_property *find_property(const struct profile_files *files,
                                                    const char *kind, const char *name,
                                                    const char *key)
{
    const struct profile_property *found = NULL;
    for (const struct profile_section *section = files->sections; section != NULL;
         section = section->next) {
        if (!is_section(section, kind, name)) {
            continue;
        }
        for (const struct profile_property *property = section->properties; property != NULL;
             property = property->next) {
            if (strcmp(property->key, key) == 0) {
                found = property;
            }
        }
    }
    return found;
}

bool profile_section_exists(const struct profile_files *files, const char *kind, const char *name)
{
    for (const struct profile_section *section = files->sections; section != NULL;
         section = section->next) {
        if (is_section(section, kind, name)) {
            return true;
        }
    }
    return false;
}

const char *profile_section_get(const struct profile_files *files, const char *kind,
                                const char *name, const char *key)
{
    const struct profile_property *property = find_property(files, kind, name, key);
    return property != NULL ? property->value : NULL;
}

const char *profile_section_origin(const struct profile_files *files, const char *kind,
                                   const char *name, const char *key)
{
    const struct profile_property *property = find_property(files, kind, name, key);
    return property != NULL ? property->origin : NULL;
}

const char *profile_section_fault(const struct profile_files *files, const char *kind,
                                  const char *name)
{
    for (const struct profile_section *section = files->sections; section != NULL;
         section = section->next) {
        if (is_section(section, kind, name) && section->fault != NULL) {
            return section->fault;
        }
    }
    return NULL;
}

const char *profile_fault(const struct profile_files *files, const char *profile)
{
    return profile_section_fault(files, PROFILE_KIND, profile);
}

bool profile_exists(const struct profile_files *files, const char *profile)
{
    return profile_section_exists(files, PROFILE_KIND, profile);
}

const char *profile_get(const struct profile_files *files, const char *profile, const char *key)
{
    return profile_section_get(files, PROFILE_KIND, profile, key);
}

const char *profile_origin(const struct profile_files *files, const char *profile, const char *key)
{
    return profile_section_origin(files, PROFILE_KIND, profile, key);
}

const char *profile_filled(const struct profile_files *files, const char *profile, const char *key)
{
    const char *value = profile_get(files, profile, key);
    return text_is_empty(value) ? NULL : value;
}

bool profile_sub_property(struct arena *arena, const char *value, const char *key, const char **out)
{
    const char *found = NULL;
    size_t found_size = 0;
    while (*value == '\n') {
        const char *line = value + 1;
        size_t size = strcspn(line, "\n");
        const char *equals = memchr(line, '=', size);
        if (equals != NULL) {
            struct profile_span name = profile_trim(line, (size_t)(equals - line));
            struct profile_span text = profile_trim(equals + 1, size - (size_t)(equals + 1 - line));
            if (text_equal_nocase_n(name.text, name.size, key)) {
                found = text.text;
                found_size = text.size;
            }
        }
        value = line + size;
    }
    *out = found != NULL ? arena_strndup(arena, found, found_size) : NULL;
    return found == NULL || *out != NULL;
}
