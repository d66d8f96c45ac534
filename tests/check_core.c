/* Core: the version. */
#include "config.h"
#include "support/suite.h"

#include <connect/types.h>

START_TEST(version_is_the_one_that_was_configured)
{
    ck_assert_str_eq(connect_version(), PACKAGE_VERSION);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core");
    TCase *version = tcase_create("version");
    tcase_add_test(version, version_is_the_one_that_was_configured);
    suite_add_tcase(suite, version);
    return suite;
}
