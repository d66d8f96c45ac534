/* Time limits in tests, for machines and tools of different speed. */
#ifndef TESTS_SUPPORT_PATIENCE_H
#define TESTS_SUPPORT_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * As many milliseconds as a promise of `ms` may take here: the same, more under a sanitizer, and as
 * often longer as CK_TIMEOUT_MULTIPLIER says (valgrind).
 */
int64_t patience(int64_t ms);

/*
 * Whether what took `took_ms` kept a promise of `most_ms`.  When it did not, measures how much
 * slower than its processor time this process runs now, because other processes compete for the
 * machine, and allows that much more.
 */
bool patience_holds(int64_t took_ms, int64_t most_ms);

#endif
