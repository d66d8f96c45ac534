/* What a process holds besides memory, to see that nothing of it was left. */
#ifndef TESTS_SUPPORT_HELD_H
#define TESTS_SUPPORT_HELD_H

/* Open file descriptors, and threads, of this process now. */
int held_descriptors(void);
int held_threads(void);

/*
 * What it holds in memory of its own, in KiB: neither files nor what it shares, and not what the C library keeps of
 * freed memory for later.
 */
long held_kib(void);
/* Of that, what malloc() has given out; 0 where nobody counts. */
long held_malloc_kib(void);

#endif
