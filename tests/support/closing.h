/* close() in place of the C library's. */
#ifndef TESTS_SUPPORT_CLOSING_H
#define TESTS_SUPPORT_CLOSING_H

#include <stdbool.h>

/* False under ThreadSanitizer, which follows descriptors by itself: what follows has no effect. */
bool closing_is_seen(void);

/* The error of each call, after which the descriptor is closed all the same, as on Linux; 0: none.
 */
extern int closing_error;

/* Calls so far with a descriptor that was not open. */
int closing_misses(void);

#endif
