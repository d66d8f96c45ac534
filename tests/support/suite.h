/* What a test file includes first. It defines test_suite(); main() is in main.c. */
#ifndef TESTS_SUPPORT_SUITE_H
#define TESTS_SUPPORT_SUITE_H

#include <check.h>

Suite *test_suite(void);

#endif
