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

/* The content of one file, and its path for messages; text NULL: the file does not exist. */
struct profile_text {
    const char *text;
    size_t size;
    const char *path;
};

/*
 * Parses and merges copies of both files, which are cleansed when freed.  A malformed section is
 * not an error here: profile_section_fault() reports it when it is used.  CONNECT_E_CONFIGURATION
 * names file and line when a whole file is unusable.
 */
connect_status profile_files_parse(const struct profile_text *config,
                                   const struct profile_text *credentials,
                                   const struct logger *logger, struct profile_files **out,
                                   connect_error **error);
/* Reads and parses both files; one that has no path (NULL) or cannot be read counts as empty. */
connect_status profile_files_read(const char *config_path, const char *credentials_path,
                                  const struct logger *logger, struct profile_files **out,
                                  connect_error **error);
void profile_files_free(struct profile_files *files);

/* Why a file could not be read ("No such file or directory"), or NULL when it was read. */
const char *profile_file_problem(const struct profile_files *files, enum profile_file file);

/* True when the path is not set or no file is there. */
bool profile_file_is_missing(const struct profile_files *files, enum profile_file file);

bool profile_exists(const struct profile_files *files, const char *profile);
/* Keys are lower case.  NULL when absent; "" when present and empty.  Borrowed from the files. */
const char *profile_get(const struct profile_files *files, const char *profile, const char *key);
/* The same; NULL also when the value is empty. */
const char *profile_filled(const struct profile_files *files, const char *profile, const char *key);
/* Where a property is, for messages: "~/.aws/config line 12"; NULL when absent. */
const char *profile_origin(const struct profile_files *files, const char *profile, const char *key);
/* What is malformed in a profile, with file and line; NULL for a well-formed one. */
const char *profile_fault(const struct profile_files *files, const char *profile);

/* The same for sections of another kind: "sso-session" or "services". */
bool profile_section_exists(const struct profile_files *files, const char *kind, const char *name);
const char *profile_section_get(const struct profile_files *files, const char *kind,
                                const char *name, const char *key);
const char *profile_section_origin(const struct profile_files *files, const char *kind,
                                   const char *name, const char *key);
const char *profile_section_fault(const struct profile_files *files, const char *kind,
                                  const char *name);

/*
 * Looks up one sub-property in a value ("\nendpoint_url = http://...") and copies it to `arena`;
 * NULL when absent.  False: out of memory.
 */
bool profile_sub_property(struct arena *arena, const char *value, const char *key,
                          const char **out);

#endif
