/*
 * Small files: read whole under a ceiling, replaced whole or not at all.
 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/buf.h"

/*
 * Appends the file's content to `out`, whose ceiling is the limit.  0, or an errno value: EFBIG
 * above the ceiling, ENOMEM, EISDIR for what is no regular file.
 */
int file_read(const char *path, struct buf *out);
/*
 * Writes a file beside `path`, readable by its owner alone, and renames it over `path`.  0 or an
 * errno value.
 */
int file_replace(const char *path, const void *bytes, size_t size);

#endif
