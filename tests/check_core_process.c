/*
 * Programs that are run for what they print; files read under a limit and replaced whole; JSON that
 * is patched.
 */
#include "core/file.h"
#include "core/process.h"
#include "shape/patch.h"
#include "support/patience.h"
#include "support/suite.h"
#include "support/world.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- words ---- */

static const struct {
    const char *line;
    const char *words[5];
} lines[] = {
    { "a", { "a" } },
    { "  a \t b\nc  ", { "a", "b", "c" } },
    { "'a b' \"c d\"", { "a b", "c d" } },
    { "a'b c'd", { "ab cd" } },
    { "'' \"\"", { "", "" } },
    { "a\\ b \\'c\\' \\\\", { "a b", "'c'", "\\" } },
    { "'a\\b' \"a\\b\" \"a\\\"b\" \"a\\\\b\"", { "a\\b", "a\\b", "a\"b", "a\\b" } },
    { "$HOME `id` $(id) *", { "$HOME", "`id`", "$(id)", "*" } },
    { "a;b | c", { "a;b", "|", "c" } },
    { "a\\", { "a\\" } },
};

START_TEST(a_line_is_cut_into_words_and_nothing_is_expanded)
{
    struct arena arena = { 0 };
    const char *what;
    char *const *words = process_words(&arena, lines[_i].line, &what);
    size_t i = 0;

    ck_assert_msg(words != NULL, "%s: %s", lines[_i].line, what);
    for (; lines[_i].words[i] != NULL; i++) {
        ck_assert_str_eq(words[i], lines[_i].words[i]);
    }
    ck_assert_ptr_null(words[i]);
    arena_release(&arena);
}
END_TEST

START_TEST(a_line_that_is_no_command_is_refused)
{
    struct arena arena = { 0 };
    char many[2 * PROCESS_WORDS_MAX + 4];
    const char *what;

    ck_assert_ptr_null(process_words(&arena, " \t\n", &what));
    ck_assert_str_eq(what, "it is empty");
    ck_assert_ptr_null(process_words(&arena, "a 'b", &what));
    ck_assert_str_eq(what, "a quote is not closed");
    ck_assert_ptr_null(process_words(&arena, "a \"b\\\"", &what));
    ck_assert_str_eq(what, "a quote is not closed");
    for (size_t i = 0; i < sizeof many - 1; i++) {
        many[i] = i % 2 == 0 ? 'a' : ' ';
    }
    many[sizeof many - 1] = '\0';
    ck_assert_ptr_null(process_words(&arena, many, &what));
    ck_assert_str_eq(what, "it has too many words");
    arena_release(&arena);
}
END_TEST

/* ---- programs ---- */

static struct buf out, complaint;

static struct process_result run(const char *script, int64_t timeout_ms,
                                 const connect_cancel *cancel)
{
    char *words[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, strdup(script), NULL };
    struct process_result result;

    buf_free(&out);
    buf_free(&complaint);
    out = BUF_INIT(1000);
    out.secret = true;
    complaint = BUF_INIT(10);
    result = process_run(words, timeout_ms, cancel, &out, &complaint);
    free(words[2]);
    return result;
}

#define PLENTY 30000

START_TEST(a_program_tells_its_output_its_complaint_and_its_end)
{
    struct process_result result = run("echo fine; echo 0123456789abc >&2; exit 3", PLENTY, NULL);

    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_int_eq(result.code, 3);
    ck_assert_str_eq(buf_text(&out), "fine\n");
    ck_assert_str_eq(buf_text(&complaint), "0123456789");
    result = run("kill -15 $$", PLENTY, NULL);
    ck_assert_int_eq(result.end, PROCESS_KILLED);
    ck_assert_int_eq(result.code, SIGTERM);
    result = run("yes", PLENTY, NULL);
    ck_assert_int_eq(result.end, PROCESS_TOO_MUCH);
    result = run("yes >&2 & sleep 0.2; kill $!; echo fine", PLENTY, NULL);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "fine\n");
}
END_TEST

START_TEST(a_program_that_hangs_is_ended_and_leaves_no_zombie)
{
    int64_t start = world_now();
    struct process_result result = run("exec sleep 60", 100, NULL);

    ck_assert_int_eq(result.end, PROCESS_TIMEOUT);
    ck_assert_int_lt(world_now() - start, patience(5000));
    result = run("exec >&- 2>&-; exec sleep 60", 100, NULL);
    ck_assert_int_eq(result.end, PROCESS_TIMEOUT);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

START_TEST(a_cancelled_program_is_ended)
{
    connect_cancel *cancel = NULL;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    ck_assert_int_eq(run("exec sleep 60", PLENTY, cancel).end, PROCESS_CANCELLED);
    ck_assert_int_eq(run("exec >&- 2>&-; exec sleep 60", PLENTY, cancel).end, PROCESS_CANCELLED);
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(a_program_that_is_not_there_is_told)
{
    char *words[] = { (char[]){ "/nonexistent/program" }, NULL };
    struct process_result result = process_run(words, PLENTY, NULL, &out, &complaint);

    /* Or, where that is learned only in the child: POSIX allows it, and valgrind does it. */
    if (result.end != PROCESS_EXITED || result.code != 127) {
        ck_assert_int_eq(result.end, PROCESS_NOT_STARTED);
        ck_assert_int_eq(result.code, ENOENT);
    }
}
END_TEST

START_TEST(a_host_that_ignores_its_children_still_gets_the_output)
{
    struct process_result result;

    signal(SIGCHLD, SIG_IGN);
    result = run("echo fine", PLENTY, NULL);
    signal(SIGCHLD, SIG_DFL);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_int_eq(result.code, 0);
    ck_assert_str_eq(buf_text(&out), "fine\n");
}
END_TEST

static void free_buffers(void)
{
    buf_free(&out);
    buf_free(&complaint);
}

/* ---- files ---- */

static char folder[64], path[128];

static void make_folder(void)
{
    strcpy(folder, "/tmp/connect-file.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/file", folder);
}

static void drop_folder(void)
{
    chmod(folder, 0700);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0); /* fails when a temporary file was left */
    free_buffers();
}

START_TEST(a_file_is_read_up_to_its_limit)
{
    struct buf text = BUF_INIT(5);

    ck_assert_int_eq(file_read(path, &text), ENOENT);
    ck_assert_int_eq(file_replace(path, "12345", 5), 0);
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), "12345");
    buf_free(&text);
    text = BUF_INIT(4);
    ck_assert_int_eq(file_read(path, &text), EFBIG);
    buf_free(&text);
    text = BUF_INIT(4);
    ck_assert_int_eq(file_read(folder, &text), EISDIR);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_ne(file_read(path, &text), 0);
    buf_free(&text);
}
END_TEST

START_TEST(a_byte_order_mark_at_the_start_of_a_file_is_dropped)
{
    struct buf text = BUF_INIT(100);

    ck_assert_int_eq(file_replace(path,
                                  "\xef\xbb\xbf"
                                  "a\xef\xbb\xbf",
                                  7),
                     0);
    ck_assert(buf_add_text(&text, "before "));
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), "before a\xef\xbb\xbf");
    ck_assert_uint_eq(text.size, strlen(text.data));
    buf_free(&text);
    text = BUF_INIT(100);
    ck_assert_int_eq(file_replace(path, "\xef\xbb", 2), 0);
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), "\xef\xbb");
    buf_free(&text);
}
END_TEST

START_TEST(the_stamp_of_a_file_changes_with_its_content)
{
    struct file_stamp none = file_stamp_of(path), first, again, second;

    ck_assert_int_eq(file_check(path), ENOENT);
    ck_assert_int_eq(file_replace(path, "1", 1), 0);
    ck_assert_int_eq(file_check(path), 0);
    first = file_stamp_of(path);
    again = file_stamp_of(path);
    ck_assert(file_stamp_equal(&first, &again));
    ck_assert(!file_stamp_equal(&first, &none));
    ck_assert_int_eq(file_replace(path, "2", 1), 0);
    second = file_stamp_of(path);
    ck_assert(!file_stamp_equal(&first, &second));
}
END_TEST

START_TEST(a_file_is_replaced_whole_and_for_its_owner_alone)
{
    struct stat before, after;
    struct buf text = BUF_INIT(100);

    ck_assert_int_eq(file_replace(path, "first", 5), 0);
    ck_assert_int_eq(chmod(path, 0644), 0);
    ck_assert_int_eq(stat(path, &before), 0);
    ck_assert_int_eq(file_replace(path, "second", 6), 0);
    ck_assert_int_eq(stat(path, &after), 0);
    ck_assert_uint_ne(before.st_ino, after.st_ino);
    ck_assert_int_eq(after.st_mode & 0777, 0600);
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), "second");
    buf_free(&text);
}
END_TEST

START_TEST(a_file_that_cannot_be_replaced_stays_and_nothing_is_left)
{
    char below[140];

    ck_assert_int_eq(file_replace("/nonexistent/folder/file", "x", 1), ENOENT);
    snprintf(below, sizeof below, "%s/folder", folder);
    ck_assert_int_eq(mkdir(below, 0700), 0);
    ck_assert_int_ne(file_replace(below, "x", 1), 0);
    ck_assert_int_eq(rmdir(below), 0);
}
END_TEST

/* ---- patches ---- */

static const struct {
    const char *text, *expected;
} patches[] = {
    { "{}", "{\n  \"a\": \"1\",\n  \"b\": {\n    \"c\": \"\\\"2\\\"\"\n  }\n}" },
    { "{\"a\":\"old\",\"b\":{\"c\":0,\"kept\":true},\"z\":[1,null]}",
      "{\n  \"a\": \"1\",\n  \"b\": {\n    \"c\": \"\\\"2\\\"\",\n    \"kept\": true\n  },\n  \"z\": [\n    1,\n    null\n  ]\n}" },
    { "{\"b\":\"text\",\"a\":\"\\\\u0000\",\"n\":-1.50e+3,\"t\":\"1.5\",\"l\":123456789012345678901234567890}",
      "{\n  \"b\": {\n    \"c\": \"\\\"2\\\"\"\n  },\n  \"a\": \"1\",\n  \"n\": -1.50e+3,\n  \"t\": \"1.5\",\n"
      "  \"l\": 123456789012345678901234567890\n}" },
    { "{\"t\":\"\\\\\\\\u0000\",\"u\":\"\\\"\\\\u00001\"}",
      "{\n  \"t\": \"\\\\\\\\u0000\",\n  \"u\": \"\\\"\\\\u00001\",\n  \"a\": \"1\",\n  \"b\": {\n    \"c\": \"\\\"2\\\"\"\n  }\n}" },
};

static const connect_pair changes[] = { { "a", "1" }, { "b.c", "\"2\"" } };

START_TEST(a_patch_changes_what_it_names_and_no_more)
{
    struct buf patched = BUF_INIT(4096);

    ck_assert_int_eq(patch_texts(patches[_i].text, strlen(patches[_i].text), changes, 2, &patched),
                     PATCH_OK);
    ck_assert_str_eq(buf_text(&patched), patches[_i].expected);
    buf_free(&patched);
}
END_TEST

START_TEST(what_is_no_object_is_not_patched)
{
    static const char *const texts[] = {
        "", "[]", "\"a\"", "{", "{\"a\":1,\"a\":2}", "{\"a\":\"\\u0000\"}", "{\"a\":01}"
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf patched = BUF_INIT(4096);

        ck_assert_msg(patch_texts(texts[i], strlen(texts[i]), changes, 2, &patched) ==
                          PATCH_NOT_JSON,
                      "%s", texts[i]);
        ck_assert_uint_eq(patched.size, 0);
        buf_free(&patched);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/process");
    TCase *process = tcase_create("process");
    TCase *file = tcase_create("file");
    TCase *patch = tcase_create("patch");

    tcase_add_checked_fixture(process, NULL, free_buffers);
    tcase_add_loop_test(process, a_line_is_cut_into_words_and_nothing_is_expanded, 0,
                        (int)(sizeof lines / sizeof *lines));
    tcase_add_test(process, a_line_that_is_no_command_is_refused);
    tcase_add_test(process, a_program_tells_its_output_its_complaint_and_its_end);
    tcase_add_test(process, a_program_that_hangs_is_ended_and_leaves_no_zombie);
    tcase_add_test(process, a_cancelled_program_is_ended);
    tcase_add_test(process, a_program_that_is_not_there_is_told);
    tcase_add_test(process, a_host_that_ignores_its_children_still_gets_the_output);
    suite_add_tcase(suite, process);

    tcase_add_checked_fixture(file, make_folder, drop_folder);
    tcase_add_test(file, a_file_is_read_up_to_its_limit);
    tcase_add_test(file, a_byte_order_mark_at_the_start_of_a_file_is_dropped);
    tcase_add_test(file, the_stamp_of_a_file_changes_with_its_content);
    tcase_add_test(file, a_file_is_replaced_whole_and_for_its_owner_alone);
    tcase_add_test(file, a_file_that_cannot_be_replaced_stays_and_nothing_is_left);
    suite_add_tcase(suite, file);

    tcase_add_loop_test(patch, a_patch_changes_what_it_names_and_no_more, 0,
                        (int)(sizeof patches / sizeof *patches));
    tcase_add_test(patch, what_is_no_object_is_not_patched);
    suite_add_tcase(suite, patch);
    return suite;
}
