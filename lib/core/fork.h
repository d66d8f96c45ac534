/*
 * Noticing that this process is a forked child, without a system call where the kernel allows it.
 *
 * The kernel is asked to clear one page of memory in forked children (MADV_WIPEONFORK, Linux 4.14).
 * A cleared page means: a new process.  Unlike pthread_atfork() this notices every kind of fork,
 * and it needs no handler that would have to be removed before the library is unloaded.  Where the
 * advice is not supported (or accepted without being followed, as by some emulators), the process
 * id is compared instead.
 */
#ifndef CORE_FORK_H
#define CORE_FORK_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * A number that differs between a process and all of its ancestors.  Never 0 and less than 2^63.
 * Async-signal-safe.
 */
uint64_t fork_generation(void);

/*
 * For an object that a forked child must renew before it uses it, because its locks may be held by
 * threads that do not exist there, or its descriptors are shared with the parent.  `owner` is the
 * generation of the process that made it.
 *
 * True for one thread of a child: it renews the object and calls fork_renewal_end(); the others
 * wait for that.
 */
bool fork_renewal_begin(_Atomic uint64_t *owner);
void fork_renewal_end(_Atomic uint64_t *owner);

#define FORK_WIPED_SIZE 1024

/*
 * FORK_WIPED_SIZE bytes, zero at first and zero again in a forked child, aligned for any type; the
 * same address on each call.  NULL where the kernel does not offer this.  For core/random only.
 */
void *fork_wiped_memory(void);

#endif
