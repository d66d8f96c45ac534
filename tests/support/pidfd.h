/* A kernel without pidfd_open(), as before Linux 5.3. */
#ifndef TESTS_SUPPORT_PIDFD_H
#define TESTS_SUPPORT_PIDFD_H

/*
 * From here on this process and its children have no pidfd_open(); the system call fails with
 * ENOSYS.  Says SKIP and changes nothing where the kernel has no filters.
 */
void pidfd_lose(void);

#endif
