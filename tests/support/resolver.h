/*
 * A getaddrinfo() for the whole program, which libcurl calls as well because the program comes
 * before the C library.  Some names are its own; all others go to the real one:
 *
 *   hang.test      EAI_AGAIN, once lookups are not held
 *   held.test      127.0.0.1, once lookups are not held
 *   unknown.test   EAI_NONAME at once
 */
#ifndef TESTS_SUPPORT_RESOLVER_H
#define TESTS_SUPPORT_RESOLVER_H

#include <stdbool.h>

/* Holds lookups, or lets them go and waits until each has ended. */
void resolver_hold(bool holds);
/* Waits until a lookup is being held. */
void resolver_await(void);
/* How many lookups there were of hang.test and held.test, and how many of them at once. */
int resolver_calls(void);
int resolver_peak(void);
/* Counts from zero again. */
void resolver_reset(void);

#endif
