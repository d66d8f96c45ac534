/*
 * The clock of the host, for programs that put a clock_gettime() of their own in front of the
 * library.
 */
#ifndef TESTS_SUPPORT_HOST_CLOCK_H
#define TESTS_SUPPORT_HOST_CLOCK_H

#include <time.h>

int host_clock_gettime(clockid_t clock, struct timespec *out);

#endif
