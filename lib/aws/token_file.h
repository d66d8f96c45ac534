/*
 * The cache files of logins: JSON below the home directory, named by a hash, shared with the AWS
 * CLI.
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
    const char *advice; /* what to do when it is missing or used up: "run: aws sso login ..." */
    struct buf text;    /* as read; secret */
    struct file_stamp stamp;
};

/*
 * Reads the file and decodes it into `out` by `shape`, strings in `arena`.  CONNECT_E_CREDENTIALS
 * names path, member and advice, and shows no value.
 */
connect_status token_file_read(struct token_file *file, const struct connect_shape *shape,
                               struct arena *arena, void *out, connect_error **error);
/* Writes it back with some strings changed and the rest as it was, mode 0600. */
connect_status token_file_update(struct token_file *file, const connect_pair *pairs, size_t count,
                                 connect_error **error);
void token_file_release(struct token_file *file);

/*
 * Processes share such a file, and a refresh token can be used once: of several that renew at the
 * same time one succeeds, and the others are refused a moment before they could read what it wrote.
 * A refusal is therefore followed by another look at the file.
 */
bool token_file_may_have_changed(const connect_error *refusal);
/* The wait in ms before that look, the first being 0; negative: there is none. */
int64_t token_file_wait(int look);

#endif
