/* The shared files on disk.  A file that cannot be read counts as empty; the reason is kept. */
#include "aws/profile_files.h"
#include "core/assert.h"
#include "core/error.h"
#include "core/file.h"

#include <errno.h>
#include <string.h>

/*
 * Rule: a file that does not exist or cannot be read counts as empty.  Source: smithy-rs,
 * profile_file.rs.  Test: a_missing_file_counts_as_empty.
 */
static connect_status read_file(const char *path, struct buf *text, const struct logger *logger,
                                int *failure, connect_error **error)
{
    *failure = path != NULL ? file_read(path, text) : ENOENT;
    if (*failure == EFBIG) {
        return error_set(error, CONNECT_E_CONFIGURATION, "%s: larger than %d bytes", path,
                         PROFILE_FILE_MAX);
    }
    if (*failure == ENOMEM) {
        return error_memory(error);
    }
    if (*failure != 0 && path != NULL) {
        log_line(logger, *failure == ENOENT ? CONNECT_LOG_DEBUG : CONNECT_LOG_WARN,
                 "settings: %s is not read: %s", path, file_problem(*failure));
    }
    return CONNECT_OK;
}

connect_status profile_files_read(const char *config_path, const char *credentials_path,
                                  const struct logger *logger, struct profile_files **out,
                                  connect_error **error)
{
    const char *const paths[PROFILE_FILES] = { config_path, credentials_path };
    struct buf texts[PROFILE_FILES] = { BUF_INIT(PROFILE_FILE_MAX), BUF_INIT(PROFILE_FILE_MAX) };
    struct profile_text parts[PROFILE_FILES];
    int failures[PROFILE_FILES];
    connect_status status = CONNECT_OK;
    *out = NULL;
    for (int i = 0; i < PROFILE_FILES && status == CONNECT_OK; i++) {
        texts[i].secret = true;
        status = read_file(paths[i], &texts[i], logger, &failures[i], error);
        parts[i] = (struct profile_text){ buf_text(&texts[i]), texts[i].size, paths[i] };
    }
    if (status == CONNECT_OK) {
        status = profile_files_parse(&parts[PROFILE_CONFIG], &parts[PROFILE_CREDENTIALS], logger,
                                     out, error);
    }
    for (int i = 0; i < PROFILE_FILES && status == CONNECT_OK; i++) {
        (*out)->failures[i] = failures[i];
    }
    buf_free(&texts[PROFILE_CONFIG]);
    buf_free(&texts[PROFILE_CREDENTIALS]);
    return status;
}

const char *profile_file_problem(const struct profile_files *files, enum profile_file file)
{
    ASSERT(file < PROFILE_FILES);
    int failure = files->failures[file];
    return failure != 0 ? file_problem(failure) : NULL;
}

bool profile_file_is_missing(const struct profile_files *files, enum profile_file file)
{
    ASSERT(file < PROFILE_FILES);
    return files->failures[file] == ENOENT;
}
