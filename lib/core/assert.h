/*
 * Invariants as code.
 *
 * ASSERT(condition) states what the code around it relies on: a lock is held, an item is on its
 * list, a size is within its buffer.  No input can violate it, so that a failure is always a defect
 * of the library.  What comes from outside (arguments, responses, files, the environment) is
 * validated and reported as an error, never asserted.  static_assert() of <assert.h> is for what
 * the compiler can decide: sizes, orders, counts.
 *
 * configure --enable-checks compiles the checks into the library: a failed one prints its condition
 * and place to standard error and aborts.  This is the default in a Git checkout.  A build from a
 * release tarball has none of them: a condition is compiled, which keeps it valid C and its
 * variables used, but never evaluated.
 */
#ifndef CORE_ASSERT_H
#define CORE_ASSERT_H

#include <assert.h>

/* Of a function that only ASSERT() calls: without the checks nothing does. */
#define USED_BY_CHECKS __attribute__((unused))

#ifdef CONNECT_CHECKS

_Noreturn void assert_failed(const char *condition, const char *file, int line,
                             const char *function);

#    define ASSERT(condition) \
        ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__, __func__))
/* Members and statements that only the checks need. */
#    define CHECKS_ONLY(...) __VA_ARGS__

#else

#    define ASSERT(condition) ((void)sizeof(!(condition)))
#    define CHECKS_ONLY(...)

#endif

#endif
