/*
 * The shared config and credentials files, merged.
 */
#ifndef AWS_PROFILE_H
#define AWS_PROFILE_H

#include "core/log.h"
#include "core/mem.h"

#include <connect/error.h>

/* Limit for one file: thousands of generated profiles fit. */
#define PROFILE_FILE_MAX (4 * 1024 * 1024)

enum profile_file { PROFILE_CONFIG, PROFILE_CREDENTIALS, PROFILE_FILES };

struct profile_files;

/* The content of one file, and its path for error messages; text NULL: there is no such file. */
struct profile_text {
    const char *text;
    size_t size;
    const char *path;
};

/*
 * Parses and merges; the texts are copied, and cleansed at the end.  A malformed section is no
 * failure here: profile_section_fault() reports it when it is used.  CONNECT_E_CONFIGURATION names
 * the file and line of what makes a whole file unusable.
 */
connect_status profile_files_parse(const struct profile_text *config,
                                   const struct profile_text *credentials,
                                   const struct logger *logger, struct profile_files **out,
                                   connect_error **error);
/* Reads both from disk; a path that is NULL, or a file that cannot be read, counts as empty. */
connect_status profile_files_read(const char *config_path, const char *credentials_path,
                                  const struct logger *logger, struct profile_files **out,
                                  connect_error **error);
void profile_files_free(struct profile_files *files);

/* The path of a file as it was read, or NULL when none was given. */
const char *profile_file_path(const struct profile_files *files, enum profile_file file);
/* Why that file could not be read ("No such file or directory"), or NULL when it was read. */
const char *profile_file_problem(const struct profile_files *files, enum profile_file file);

bool profile_exists(const struct profile_files *files, const char *profile);
/* Keys are lower case.  NULL when absent; "" when present and empty.  Borrowed from the files. */
const char *profile_get(const struct profile_files *files, const char *profile, const char *key);
/* The same, but an empty value counts as absent too. */
const char *profile_filled(const struct profile_files *files, const char *profile, const char *key);
/* "~/.aws/config line 12" of that property, for messages; NULL when absent. */
const char *profile_origin(const struct profile_files *files, const char *profile, const char *key);
/* What is malformed in that profile, with file and line; NULL when nothing is. */
const char *profile_fault(const struct profile_files *files, const char *profile);

/* The sections that are no profiles: kind "sso-session" or "services". */
bool profile_section_exists(const struct profile_files *files, const char *kind, const char *name);
const char *profile_section_get(const struct profile_files *files, const char *kind,
                                const char *name, const char *key);
const char *profile_section_origin(const struct profile_files *files, const char *kind,
                                   const char *name, const char *key);
const char *profile_section_fault(const struct profile_files *files, const char *kind,
                                  const char *name);

/* All sections of a kind ("profile" too), each name once: *at starts as NULL; NULL at the end. */
struct profile_section;
const char *profile_section_next(const struct profile_files *files, const char *kind,
                                 const struct profile_section **at);
/* The keys of one section, each once, in the same way. */
struct profile_property;
const char *profile_key_next(const struct profile_files *files, const char *kind, const char *name,
                             const struct profile_property **at);
/*
 * One sub-property of a value that has them ("\nendpoint_url = http://..."); copied to `arena`;
 * NULL when absent.  Returns false when out of memory.
 */
bool profile_sub_property(struct arena *arena, const char *value, const char *key,
                          const char **out);

#endif
