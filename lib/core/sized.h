/*
 * The size rule of connect/types.h, for structs that a caller filled.
 */
#ifndef CORE_SIZED_H
#define CORE_SIZED_H

#include <connect/error.h>

/*
 * Copies as much of `from` as its caller knew of and zeroes the rest, so that the copy can be read
 * whole; its size member is `to_size`.  `what` names the struct in messages.  NULL for `from` is an
 * empty struct.  CONNECT_E_ARGUMENT when the size was never set, CONNECT_E_VERSION when a tail that
 * is unknown here is not zero.
 */
connect_status sized_copy(void *to, size_t to_size, const void *from, const char *what,
                          connect_error **error);

/*
 * Fills what a caller handed in, as far as its size member says it reaches; that member stays.
 * NULL for `to` does nothing.
 */
void sized_fill(void *to, const void *from, size_t from_size);

#endif
