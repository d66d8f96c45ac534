/* main() of every Check program: a test file only defines test_suite(). */
#include "support/suite.h"

#include <stdlib.h>
#include <unistd.h>

void test_child_leave(bool ok)
{
    execl("/bin/sh", "sh", "-c", ok ? "exit 0" : "exit 1", (char *)NULL);
    _exit(127);
}

int main(void)
{
    SRunner *runner = srunner_create(test_suite());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
