/* main() of every Check program: a test file only defines test_suite(). */
#include "support/loop_driver.h"
#include "support/patience.h"
#include "support/suite.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Part of the library where coverage is counted. */
void test_write_counters(void) __attribute__((weak));

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

int main(void)
{
    loop_driver_choose();
    SRunner *runner = srunner_create(test_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
