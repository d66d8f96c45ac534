/*
 * The cache files of logins: JSON below the home directory, named by a hash, shared with the AWS
 * CLI and other processes.
 */
#ifndef AWS_TOKEN_FILE_H
#define AWS_TOKEN_FILE_H

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "shape/shape.h"

#include <connect/error.h>

struct token_file {
    const char *path;
    const char *advice; /* the next step when it is unusable: "run: aws sso login ..." */
    struct buf text;    /* as read; secret */
    struct file_stamp stamp;
};

/*
 * Reads the file and decodes it into `out` by `shape`, strings in `arena`.  CONNECT_E_CREDENTIALS
 * names path, member and advice, and never contains a value.
 */
connect_status token_file_read(struct token_file *file, const struct connect_shape *shape,
                               struct arena *arena, void *out, connect_error **error);
/* Replaces the file, mode 0600, with some strings changed and the rest as it was. */
connect_status token_file_update(struct token_file *file, const connect_pair *pairs, size_t count,
                                 connect_error **error);
void token_file_release(struct token_file *file);

/*
 * Processes share such a file, and a refresh token is valid once: of several that renew at the same
 * time one succeeds, and the others are refused, perhaps just before the first has written its
 * file.  After a refusal the file is therefore read again.
 */
bool token_file_may_have_changed(const connect_error *refusal);
/* The delay in ms before the next read after that many; negative: no more reads. */
int64_t token_file_delay(int reads);

#endif
