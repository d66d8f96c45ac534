/*
 * The library's allocator under watch: what is still held, what fails on purpose, and secrets that
 * were left behind.
 */
#ifndef TESTS_SUPPORT_MEMORY_H
#define TESTS_SUPPORT_MEMORY_H

#include <connect/error.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * From here on every allocation of the library is counted; before the first of them, and ended by
 * memory_unwatch().  A watch within a watch counts what is allocated from there on.
 */
void memory_watch(void);
/* The test fails when a block that was released since then had been written past its end. */
void memory_unwatch(void);

/* memory_unwatch(), and the test fails when anything is still held. */
void memory_end(void);

/* Blocks that are held now and were not when the watch began. */
size_t memory_live(void);
/* Bytes of all blocks that are held now. */
size_t memory_bytes(void);
/* Allocations since memory_watch(). */
size_t memory_count(void);

/* For a test that reads what was never written: valgrind shall not complain. */
void memory_define(const void *block, size_t size);
/*
 * While on, allocations neither count nor fail: for what a test itself wants of the library in the
 * midst of a run.
 */
void memory_spare(bool on);

/* Counts the releases (from now on) of blocks that still hold this text; NULL ends it. */
void memory_look_for(const char *secret);
size_t memory_found(void);

/*
 * Does one thing with the library and frees all of it; returns whether the library reported
 * success.
 */
typedef bool (*memory_run)(void *user);

enum { MEMORY_ANY = -1 };

/*
 * Runs it as it is, which must succeed; then, for each allocation that took, once with that one
 * failing, and once with that and all later ones failing.  After each, nothing may be held that was
 * not before.  A run in which an allocation failed may not report success, except for those with
 * only one failing, which do without what `spare` allocations are for: so many, or MEMORY_ANY.
 * Each allocation from an arena is an allocation of its own, so that none hides in a chunk with
 * room.
 */
void memory_fail_each(memory_run run, void *user, int spare);

/*
 * For runs of memory_fail_each(): an allocation that fails is reported as CONNECT_E_MEMORY and as
 * nothing else, or the run ends as it does with enough memory.
 */
void memory_check_status(connect_status status, connect_status usual);

#endif
