/*
 * The C library's allocator, which fails when the test says so: for the thread that arms it, and
 * whoever calls it there.
 */
#ifndef TESTS_MALLOC_ALLOCATOR_H
#define TESTS_MALLOC_ALLOCATOR_H

/* Why nothing can be made to fail here, or NULL. */
const char *allocator_obstacle(void);
/* Before the first use. */
void allocator_set_up(void);

/* From now on allocations of this thread are counted from 1, and those in the range fail. */
void allocator_arm(long from, long to);
/* Returns how many there were. */
long allocator_disarm(void);
/* Blocks that were allocated while armed and not freed by anybody. */
long allocator_live(void);
/* Who allocated what the last run left. */
const char *allocator_leftovers(void);

#endif
