/* A kernel without pidfd_open(), as before Linux 5.3. */
#ifndef TESTS_SUPPORT_PIDFD_H
#define TESTS_SUPPORT_PIDFD_H

#include <stdbool.h>

/*
 * From here on this process and its children have no pidfd_open(); the system call fails with
 * ENOSYS.  Returns false when nothing was changed, because the kernel has no filters.
 */
bool pidfd_lose(void);

#endif
