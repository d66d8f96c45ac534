/*
 * The table behind \p{L}, \p{Z} and \p{N}: letters, separators and numbers of any script.
 */
#ifndef SHAPE_UNICODE_TABLE_H
#define SHAPE_UNICODE_TABLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * First and last of each run of characters in the general categories L, Z and N, sorted.  See
 * unicode_ranges.py.
 */
struct unicode_run {
    uint32_t first, last;
};
extern const struct unicode_run unicode_runs[];
extern const size_t unicode_runs_count;

#endif
