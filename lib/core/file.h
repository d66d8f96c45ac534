/* Small text files: read completely up to a limit, replaced atomically. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/buf.h"

#include <sys/types.h>
#include <time.h>

/*
 * Appends the file's content to `out`, whose maximum size is the limit; a UTF-8 byte-order mark at
 * its start is dropped.  0, or an errno value: EFBIG above the limit, ENOMEM, EISDIR for anything
 * but a regular file.
 */
int file_read(const char *path, struct buf *out);
/* Tests whether a file can be opened for reading: 0, or an errno value. */
int file_check(const char *path);
/* The message of such an errno value. */
const char *file_problem(int failure);
/* Identifies a version of a file; all zero when there is no file. */
struct file_stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
};
struct file_stamp file_stamp_of(const char *path);
bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b);

/*
 * Writes a temporary file next to `path`, readable only by its owner, and renames it to `path`.  0,
 * or an errno value.
 */
int file_replace(const char *path, const void *bytes, size_t size);

#endif
