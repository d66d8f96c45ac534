/* main() of every Check program: a test file only defines test_suite(). */
#include "support/loop_driver.h"
#include "support/patience.h"
#include "support/suite.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef __has_include
#    if __has_include(<valgrind/valgrind.h>)
#        include <valgrind/valgrind.h>
#    endif
#endif
#ifndef RUNNING_ON_VALGRIND /* without that header valgrind takes its time */
#    define RUNNING_ON_VALGRIND 0
#endif

/* Part of the library where coverage is counted. */
void test_write_counters(void) __attribute__((weak));
/* Where the program has them: what many of its tests do. */
void world_warm_up(void) __attribute__((weak));
void wire_tls_warm_up(void) __attribute__((weak));

pid_t test_fork(void)
{
    pid_t child;

    fflush(NULL);
    /* The allocator of a sanitizer is not safe to fork while another thread is in it. */
    usleep((useconds_t)patience(20) * 1000);
    child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL); /* Check's handler would end the parent as well */
        alarm(30);
    }
    return child;
}

void test_child_leave(bool ok)
{
    if (test_write_counters != NULL) {
        test_write_counters();
    }
    execl("/bin/sh", "sh", "-c", ok ? "exit 0" : "exit 1", (char *)NULL);
    _exit(127);
}

START_TEST(common_work)
{
    if (world_warm_up != NULL) {
        world_warm_up();
    }
    if (wire_tls_warm_up != NULL) {
        wire_tls_warm_up();
    }
}
END_TEST

/*
 * Valgrind translates code before it runs, and the process of each test would translate the same
 * again, which takes most of its time.  What is translated here the processes of all tests have.
 * False when that work fails, which is reported.
 */
static bool warm_up(void)
{
    Suite *suite = suite_create("warm-up");
    TCase *tcase = tcase_create("warm-up");
    SRunner *runner = srunner_create(suite);

    tcase_add_test(tcase, common_work);
    suite_add_tcase(suite, tcase);
    srunner_set_fork_status(runner, CK_NOFORK);
    srunner_run_all(runner, CK_SILENT);
    bool ok = srunner_ntests_failed(runner) == 0;
    if (!ok) {
        srunner_print(runner, CK_NORMAL);
    }
    srunner_free(runner);
    return ok;
}

int main(void)
{
    loop_driver_choose();
    if (RUNNING_ON_VALGRIND && &test_begins_cold == NULL && !warm_up()) {
        return EXIT_FAILURE;
    }
    SRunner *runner = srunner_create(test_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
