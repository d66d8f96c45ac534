/* What a process holds besides memory, to see that nothing of it was left. */
#ifndef TESTS_SUPPORT_HELD_H
#define TESTS_SUPPORT_HELD_H

/* Open file descriptors of this process now. */
int held_descriptors(void);

/*
 * Its threads, those that a sanitizer has for itself included; asked while it has none of its own.
 */
int held_threads(void);
/*
 * How many more than that there are.  One that was joined has a moment to leave the kernel's list.
 */
int held_threads_more(int before);

/*
 * What it holds in memory of its own, in KiB: neither files nor what it shares, and not what the C
 * library keeps of freed memory for later.
 */
long held_kib(void);
/* Of that, what malloc() has given out; 0 where that is not known. */
long held_malloc_kib(void);

#endif
