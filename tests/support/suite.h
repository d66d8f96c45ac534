/* What a test file includes first. It defines test_suite(); main() is in main.c. */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <check.h>

#include <stdbool.h>
#include <sys/types.h>

Suite *test_suite(void);

/* fork(), when the threads of servers have come to rest; the child is ended after half a minute. */
pid_t test_fork(void);
/*
 * Ends a forked child, with exit code 0 when it was right.  Another program takes its place first,
 * so that no tool counts as lost what threads held that do not exist in the child.
 */
_Noreturn void test_child_leave(bool ok);

/* Defined by a program that tests the first use of the library: nothing comes before it. */
extern const bool test_begins_cold __attribute__((weak));

#endif
