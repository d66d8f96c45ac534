/* The guide pages: what they list is what the code has. */
#include "support/suite.h"

#include "aws/settings.h"
#include "core/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char page_text[256 * 1024];

static const char *page(const char *name)
{
    struct buf text = BUF_INIT(sizeof page_text - 1);
    const char *top = getenv("top_srcdir");
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/docs/%s", top == NULL ? "." : top, name);
    ck_assert_int_eq(file_read(path, &text), 0);
    (void)snprintf(page_text, sizeof page_text, "%s", buf_text(&text));
    buf_free(&text);
    return page_text;
}

static void add_cell(char *row, size_t size, const char *text)
{
    size_t used = strlen(row);

    if (text != NULL)
        (void)snprintf(row + used, size - used, "`%s` ", text);
}

/* The line that a row of the table should have in the page. */
static void line_of(const struct setting_row *setting, char *line, size_t size)
{
    (void)snprintf(line, size, "| `%s` | ", setting->name);
    add_cell(line, size, setting->variables[0]);
    if (setting->variables[0] != NULL && setting->variables[1] != NULL) {
        line[strlen(line) - 1] = ',';
        (void)snprintf(line + strlen(line), size - strlen(line), " ");
        add_cell(line, size, setting->variables[1]);
    }
    (void)snprintf(line + strlen(line), size - strlen(line), "| ");
    add_cell(line, size, setting->key);
    (void)snprintf(line + strlen(line), size - strlen(line), "| ");
    add_cell(line, size, setting->fallback);
    (void)snprintf(line + strlen(line), size - strlen(line), "|\n");
}

START_TEST(the_page_on_configuration_has_each_setting_as_the_table_has_it)
{
    const char *text = page("configuration.md");

    for (int i = 0; i < SETTING_COUNT; i++) {
        char line[512];

        line_of(&settings_rows[i], line, sizeof line);
        ck_assert_msg(strstr(text, line) != NULL, "docs/configuration.md lacks: %s", line);
    }
}
END_TEST

START_TEST(the_page_on_reliability_names_tests_that_exist)
{
    const char *top = getenv("top_srcdir");
    char *at = strstr((char *)page("reliability.md"), "`check_");
    int count = 0;

    for (; at != NULL; at = strstr(at + 1, "`check_"), count++) {
        size_t size = strcspn(at + 1, "`");
        char path[4096];
        FILE *file;

        (void)snprintf(path, sizeof path, "%s/tests/%.*s.c", top == NULL ? "." : top, (int)size, at + 1);
        file = fopen(path, "r");
        ck_assert_msg(file != NULL, "docs/reliability.md names %.*s, which is not there", (int)size, at + 1);
        (void)fclose(file);
    }
    ck_assert_int_gt(count, 20);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("docs");
    TCase *tcase = tcase_create("docs");

    tcase_add_test(tcase, the_page_on_configuration_has_each_setting_as_the_table_has_it);
    tcase_add_test(tcase, the_page_on_reliability_names_tests_that_exist);
    suite_add_tcase(suite, tcase);
    return suite;
}
