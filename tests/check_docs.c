/* The guide pages: what they list is what the code has. */
#include "aws/settings.h"
#include "core/clock.h"
#include "core/file.h"
#include "support/ring.h"
#include "support/suite.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char page_text[256 * 1024];
static char source_text[256 * 1024];

/* Of a file below the top folder; false when there is none. */
static bool read_text(const char *name, char *text, size_t size)
{
    struct buf found = BUF_INIT(size - 1);
    const char *top = getenv("top_srcdir");
    char path[4096];
    bool is_there;

    (void)snprintf(path, sizeof path, "%s/%s", top == NULL ? "." : top, name);
    is_there = file_read(path, &found) == 0;
    (void)snprintf(text, size, "%s", is_there ? buf_text(&found) : "");
    buf_free(&found);
    return is_there;
}

static const char *page(const char *name)
{
    ck_assert_msg(read_text(name, page_text, sizeof page_text), "%s is not there", name);
    return page_text;
}

static void add_cell(char *row, size_t size, const char *text)
{
    size_t used = strlen(row);

    if (text != NULL) {
        (void)snprintf(row + used, size - used, "`%s` ", text);
    }
}

/* "`A`, `B` "; the title comes first, behind a semicolon when there is something before it. */
static void add_list(char *row, size_t size, const char *title, const char *const *names,
                     size_t count)
{
    for (size_t i = 0; i < count && names[i] != NULL; i++) {
        bool follows = i > 0 || row[strlen(row) - 2] == '`';

        row[strlen(row) - 1] = '\0';
        (void)snprintf(row + strlen(row), size - strlen(row), "%s %s",
                       i > 0     ? ","
                       : follows ? ";"
                                 : "",
                       i == 0 ? title : "");
        add_cell(row, size, names[i]);
    }
}

/* The line that a row of the table should have in the page. */
static void line_of(const struct setting_row *setting, char *line, size_t size)
{
    (void)snprintf(line, size, "| `%s` | ", setting->name);
    add_list(line, size, "", setting->variables,
             sizeof setting->variables / sizeof *setting->variables);
    add_list(line, size, "after the profile: ", setting->late,
             sizeof setting->late / sizeof *setting->late);
    (void)snprintf(line + strlen(line), size - strlen(line), "| ");
    add_cell(line, size, setting->key);
    (void)snprintf(line + strlen(line), size - strlen(line), "| ");
    add_cell(line, size, setting->fallback);
    (void)snprintf(line + strlen(line), size - strlen(line), "|\n");
}

START_TEST(the_page_on_configuration_has_each_setting_as_the_table_has_it)
{
    const char *text = page("docs/configuration.md");

    for (int i = 0; i < SETTING_COUNT; i++) {
        char line[512];

        line_of(&settings_rows[i], line, sizeof line);
        ck_assert_msg(strstr(text, line) != NULL, "docs/configuration.md lacks: %s", line);
    }
}
END_TEST

/* "check_room:promise" or "script.sh": whether it is a test. */
static bool is_test(const char *name)
{
    const char *promise = strchr(name, ':');
    char text[512];

    if (strstr(name, ".sh") != NULL) {
        (void)snprintf(text, sizeof text, "tests/%s", name);
        return read_text(text, source_text, sizeof source_text);
    }
    if (promise == NULL) {
        return false;
    }
    (void)snprintf(text, sizeof text, "tests/%.*s.c", (int)(promise - name), name);
    if (!read_text(text, source_text, sizeof source_text)) {
        return false;
    }
    (void)snprintf(text, sizeof text, "START_TEST(%s)", promise + 1);
    return strstr(source_text, text) != NULL;
}

/* The tests that a line names in backticks; each has to exist. */
static int check_tests_of(const char *line, size_t size, const char *page_name)
{
    int count = 0;

    for (size_t at = 0; at < size; at++) {
        char name[256];
        size_t length;

        if (line[at] != '`') {
            continue;
        }
        length = strcspn(line + at + 1, "`");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, line + at + 1);
        at += length + 1;
        if (strncmp(name, "check_", 6) != 0 && strstr(name, ".sh") == NULL) {
            continue;
        }
        ck_assert_msg(is_test(name), "%s names %s, which is no test", page_name, name);
        count++;
    }
    return count;
}

static const struct {
    const char *name;
    int rows; /* at least */
} promising[] = { { "SECURITY.md", 20 }, { "docs/reliability.md", 35 } };

/* A table of promises has "held by" in its heading. */
START_TEST(each_promise_names_tests_that_exist)
{
    const char *line = page(promising[_i].name);
    bool in_table = false;
    int rows = 0;

    for (size_t size; *line != '\0'; line += size + (line[size] == '\n')) {
        size = strcspn(line, "\n");
        if (*line != '|') {
            in_table = false;
        } else if (memmem(line, size, "| held by |", 11) != NULL) {
            in_table = true;
        } else if (in_table && line[1] != '-') {
            ck_assert_msg(check_tests_of(line, size, promising[_i].name) > 0,
                          "%s: held by no test: %.*s", promising[_i].name, (int)size, line);
            rows++;
        }
    }
    ck_assert_int_ge(rows, promising[_i].rows);
}
END_TEST

/* ---- walks through the code in HACKING.md ---- */

/* "| file | `function()`, `function()` | ... |": each is defined in that file.  Their number. */
static int check_step(const char *line)
{
    char name[256], call[256];
    int functions = 0;
    size_t size = strcspn(line + 2, " ");
    (void)snprintf(name, sizeof name, "lib/%.*s", (int)size, line + 2);
    ck_assert_msg(read_text(name, source_text, sizeof source_text), "HACKING.md: no file %s", name);
    const char *end = strchr(line + 3 + size + 1, '|');
    ck_assert_ptr_nonnull(end);
    for (const char *at = line; (at = strchr(at, '`')) != NULL && at < end; functions++) {
        size = strcspn(at + 1, "(");
        (void)snprintf(call, sizeof call, "%.*s(", (int)size, at + 1);
        ck_assert_msg(strstr(source_text, call) != NULL, "HACKING.md: %s has no %s)", name, call);
        at += strcspn(at + 1, "`") + 2;
    }
    return functions;
}

START_TEST(walks_name_functions_and_files_that_exist)
{
    const char *line = page("HACKING.md");
    bool in_table = false;
    int functions = 0;
    for (size_t size; *line != '\0'; line += size + (line[size] == '\n')) {
        size = strcspn(line, "\n");
        if (strncmp(line, "| file in lib/ |", 16) == 0) {
            in_table = true;
        } else if (*line != '|') {
            in_table = false;
        } else if (in_table && line[1] == ' ') {
            functions += check_step(line);
        }
    }
    ck_assert_int_ge(functions, 30);
}
END_TEST

/* ---- messages and times on the page on credentials ---- */

/* The string literals of lib/aws, one behind the other; adjacent ones are joined. */
static void join_literals(struct buf *out)
{
    const char *top = getenv("top_srcdir");
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "%s/lib/aws", top == NULL ? "." : top);
    DIR *files = opendir(folder);
    ck_assert_ptr_nonnull(files);
    for (struct dirent *file; (file = readdir(files)) != NULL;) {
        char name[300];
        (void)snprintf(name, sizeof name, "lib/aws/%s", file->d_name);
        if (strstr(name, ".c") == NULL || !read_text(name, source_text, sizeof source_text)) {
            continue;
        }
        bool is_inside = false;
        for (const char *at = source_text; *at != '\0'; at++) {
            if (*at == '\\') {
                at++;
            } else if (*at == '"' && is_inside && at[1 + strspn(at + 1, " \n")] == '"') {
                at += 1 + strspn(at + 1, " \n");
                continue;
            } else if (*at == '"') {
                is_inside = !is_inside;
                continue;
            }
            if (is_inside) {
                buf_add_char(out, *at);
            }
        }
        buf_add_char(out, '\n');
    }
    closedir(files);
    ck_assert_int_eq(out->state, BUF_OK);
}

/* The parts of a message between "..." are in the sources. */
static void check_message(const char *text, size_t size, const char *literals)
{
    char message[256];
    (void)snprintf(message, sizeof message, "%.*s", (int)size, text);
    for (char *part = message, *next; part != NULL; part = next) {
        next = strstr(part, "...");
        if (next != NULL) {
            *next = '\0';
            next += strlen("...");
        }
        while (*part == ' ') {
            part++;
        }
        for (size_t end = strlen(part); end > 0 && part[end - 1] == ' ';) {
            part[--end] = '\0';
        }
        ck_assert_msg(strstr(literals, part) != NULL, "docs/credentials.md: no message has \"%s\"",
                      part);
    }
}

START_TEST(messages_on_the_page_on_credentials_exist)
{
    struct buf literals = BUF_INIT(1 << 20);
    const char *line;
    bool in_table = false;
    int count = 0;
    join_literals(&literals);
    line = page("docs/credentials.md");
    for (size_t size; *line != '\0'; line += size + (line[size] == '\n')) {
        size = strcspn(line, "\n");
        if (strncmp(line, "| message |", 11) == 0) {
            in_table = true;
        } else if (*line != '|') {
            in_table = false;
        } else if (in_table && line[1] == ' ') {
            check_message(line + 2, strcspn(line + 2, "|"), buf_text(&literals));
            count++;
        }
    }
    ck_assert_int_ge(count, 10);
    buf_free(&literals);
}
END_TEST

/* Minutes before expiry at which a keyring refreshes credentials of a lifetime; -1: never. */
static int window_minutes(int64_t lifetime_minutes)
{
    struct ring_world world;
    char key[20];
    int left = -1;
    ring_begin(&world, false);
    world.provider->lifetime_ms = lifetime_minutes * 60000;
    for (int64_t age = 0; age < lifetime_minutes; age++) {
        ck_assert_int_eq(ring_get(&world, &world.clock.face, DEADLINE_NONE, NULL, key, NULL),
                         CONNECT_OK);
        if (world.provider->fetches > 1) {
            left = (int)(lifetime_minutes - age);
            break;
        }
        fake_clock_advance(&world.clock, 60000);
    }
    ring_end(&world);
    return left;
}

START_TEST(refresh_windows_on_the_page_on_credentials_are_those_of_the_keyring)
{
    static const struct {
        int lifetime;
        const char *before, *after; /* the window, in a row */
    } rows[] = {
        { 20, "| up to 20 minutes | ", " minutes, or half of the lifetime if that is less |" },
        { 21, "| less than 90 minutes | ", " minutes |" },
        { 89, "| less than 90 minutes | ", " minutes |" },
        { 90, "| 90 minutes or more | ", " minutes |" },
        { 720, "| 90 minutes or more | ", " minutes |" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char row[200];
        int window = window_minutes(rows[i].lifetime);
        (void)snprintf(row, sizeof row, "%s%d%s", rows[i].before, window, rows[i].after);
        ck_assert_msg(strstr(page("docs/credentials.md"), row) != NULL,
                      "docs/credentials.md lacks: %s", row);
    }
    ck_assert_int_eq(window_minutes(6), 3);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("docs");
    TCase *tcase = tcase_create("docs");

    tcase_add_test(tcase, the_page_on_configuration_has_each_setting_as_the_table_has_it);
    tcase_add_loop_test(tcase, each_promise_names_tests_that_exist, 0,
                        (int)(sizeof promising / sizeof *promising));
    tcase_add_test(tcase, walks_name_functions_and_files_that_exist);
    tcase_add_test(tcase, messages_on_the_page_on_credentials_exist);
    tcase_add_test(tcase, refresh_windows_on_the_page_on_credentials_are_those_of_the_keyring);
    suite_add_tcase(suite, tcase);
    return suite;
}
