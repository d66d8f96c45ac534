/*
 * The shared config and credentials files, merged.
 */
#ifndef AWS_PROFILE_H
#define AWS_PROFILE_H

#include "core/log.h"
#include "core/mem.h"

#include <connect/error.h>

/* Of one file: thousands of generated profiles fit. */
#define PROFILE_FILE_MAX (4 * 1024 * 1024)

struct profile_files;

/* One file's text and the path to name in errors; text NULL: there is no such file. */
struct profile_text {
    const char *text;
    size_t size;
    const char *path;
};

/*
 * Parses and merges; the texts are copied and cleansed at the end.  CONNECT_E_CONFIGURATION names
 * file and line.
 */
connect_status profile_files_parse(const struct profile_text *config,
                                   const struct profile_text *credentials,
                                   const struct logger *logger, struct profile_files **out,
                                   connect_error **error);
/* Reads both from disk; a path that is NULL or not there is an empty file. */
connect_status profile_files_read(const char *config_path, const char *credentials_path,
                                  const struct logger *logger, struct profile_files **out,
                                  connect_error **error);
void profile_files_free(struct profile_files *files);

bool profile_exists(const struct profile_files *files, const char *profile);
/* Keys are lower case.  NULL when absent; "" when there and empty.  Borrowed from the files. */
const char *profile_get(const struct profile_files *files, const char *profile, const char *key);
/* The same, but an empty value counts as absent too. */
const char *profile_filled(const struct profile_files *files, const char *profile, const char *key);
/* "~/.aws/config line 12" of that property, for people; NULL when absent. */
const char *profile_origin(const struct profile_files *files, const char *profile, const char *key);
/* The sections that are no profiles: kind "sso-session" or "services". */
bool profile_section_exists(const struct profile_files *files, const char *kind, const char *name);
const char *profile_section_get(const struct profile_files *files, const char *kind,
                                const char *name, const char *key);
const char *profile_section_origin(const struct profile_files *files, const char *kind,
                                   const char *name, const char *key);
/* All sections of a kind ("profile" too), each name once: *at begins with NULL; NULL at the end. */
struct profile_section;
const char *profile_section_next(const struct profile_files *files, const char *kind,
                                 const struct profile_section **at);
/* The keys of one section, each once, in the same way. */
struct profile_property;
const char *profile_key_next(const struct profile_files *files, const char *kind, const char *name,
                             const struct profile_property **at);
/*
 * One sub-property out of a value that has them ("\nendpoint_url = http://..."); copied into
 * `arena`; NULL when absent.
 */
char *profile_sub_property(struct arena *arena, const char *value, const char *key);

#endif
