/* Time limits in tests, for machines and tools of different speed. */
#ifndef TESTS_SUPPORT_PATIENCE_H
#define TESTS_SUPPORT_PATIENCE_H

#include <stdint.h>

/*
 * As many milliseconds as a promise of `ms` may take here: the same, more under a sanitizer, and as
 * often longer as CK_TIMEOUT_MULTIPLIER says (valgrind).
 */
int64_t patience(int64_t ms);

#endif
