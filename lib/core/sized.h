/*
 * The size rule of connect/types.h for structs that a caller filled: the one implementation.
 */
#ifndef CORE_SIZED_H
#define CORE_SIZED_H

#include <connect/error.h>

/*
 * A struct of a newer header may be larger than this library's by this much.  A larger size is an
 * uninitialized or overwritten member, and nothing beyond the limit is read.
 */
#define SIZED_TAIL_MAX 4096

enum sized_result {
    SIZED_VALID,
    SIZED_NOT_SET, /* smaller than the size member itself */
    SIZED_TOO_NEW  /* has members that are set and unknown here, or a size that no struct has */
};

/* Checks the size member of `value`, a struct of which this library knows `known_size` bytes. */
enum sized_result sized_check(const void *value, size_t known_size);

/*
 * Copies as much of `from` as its caller knew of and zeroes the rest, so that the copy can be read
 * whole; its size member is `to_size`.  `what` names the struct in messages.  NULL for `from` is an
 * empty struct.  CONNECT_E_ARGUMENT for SIZED_NOT_SET, CONNECT_E_VERSION for SIZED_TOO_NEW.
 */
connect_status sized_copy(void *to, size_t to_size, const void *from, const char *what,
                          connect_error **error);

/*
 * Fills a struct of the caller as far as its size member says it reaches; that member is kept.
 * NULL for `to` does nothing.
 */
void sized_fill(void *to, const void *from, size_t from_size);

#endif
