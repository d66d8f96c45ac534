/*
 * Core: running programs for their output, reading and replacing files, patching JSON documents.
 */
#include "core/clock.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/process.h"
#include "shape/patch.h"
#include "support/closing.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/pidfd.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/world.h"

#include <openssl/crypto.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
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

START_TEST(command_line_is_split_without_expansion)
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

START_TEST(malformed_command_line_is_refused)
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

START_TEST(a_command_line_has_up_to_its_greatest_number_of_words)
{
    struct arena arena = { 0 };
    char many[2 * PROCESS_WORDS_MAX];
    const char *what;

    memset(many, ' ', sizeof many);
    for (size_t i = 0; i < PROCESS_WORDS_MAX; i++) {
        many[2 * i] = (char)('a' + i % 26);
    }
    many[sizeof many - 1] = '\0';
    char *const *words = process_words(&arena, many, &what);
    ck_assert_ptr_nonnull(words);
    for (size_t i = 0; i < PROCESS_WORDS_MAX; i++) {
        ck_assert_str_eq(words[i], ((char[]){ (char)('a' + i % 26), '\0' }));
    }
    ck_assert_ptr_null(words[PROCESS_WORDS_MAX]);
    arena_release(&arena);
}
END_TEST

/* ---- what is read goes over the stack ---- */

#define PLANTED "planted"

static int cleansed; /* blocks that began with it */

__attribute__((visibility("default"))) void OPENSSL_cleanse(void *bytes, size_t size)
{
    volatile unsigned char *at = bytes;

    memory_define(bytes, size);
    if (size >= strlen(PLANTED) && memcmp(bytes, PLANTED, strlen(PLANTED)) == 0) {
        cleansed++;
    }
    while (size-- > 0) {
        *at++ = 0;
    }
}

/* ---- programs ---- */

static struct buf out, complaint;

static struct process_result run_script(const char *script, int64_t timeout_ms,
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

#define LONG_MS 30000

START_TEST(output_stderr_and_exit_status_are_reported)
{
    struct process_result result =
        run_script("echo fine; echo 0123456789abc >&2; exit 3", LONG_MS, NULL);

    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_int_eq(result.code, 3);
    ck_assert_str_eq(buf_text(&out), "fine\n");
    ck_assert_str_eq(buf_text(&complaint), "0123456789");
    result = run_script("kill -15 $$", LONG_MS, NULL);
    ck_assert_int_eq(result.end, PROCESS_KILLED);
    ck_assert_int_eq(result.code, SIGTERM);
    result = run_script("yes", LONG_MS, NULL);
    ck_assert_int_eq(result.end, PROCESS_TOO_MUCH);
    result = run_script("yes >&2 & sleep 0.2; kill $!; echo fine", LONG_MS, NULL);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "fine\n");
    result = run_script("head -c 200000 /dev/zero >&2; echo fine", LONG_MS, NULL); /* a full pipe */
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "fine\n");
}
END_TEST

/* A read takes 4096 bytes at most. */
START_TEST(output_of_any_size_is_read_to_its_last_byte)
{
    static const size_t sizes[] = { 0, 1, 4095, 4096, 4097, 8193 };
    char *words[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, NULL, NULL };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char script[64];
        snprintf(script, sizeof script, "head -c %zu /dev/zero; head -c %zu /dev/zero >&2",
                 sizes[i], sizes[i]);
        words[2] = script;
        buf_free(&out);
        buf_free(&complaint);
        out = BUF_INIT(10000);
        complaint = BUF_INIT(10000);
        struct process_result result = process_run(words, LONG_MS, NULL, &out, &complaint);
        ck_assert_int_eq(result.end, PROCESS_EXITED);
        ck_assert_uint_eq(out.size, sizes[i]);
        ck_assert_uint_eq(complaint.size, sizes[i]);
    }
}
END_TEST

/* In a process that has closed its standard input, 0 is the number of a pipe. */
START_TEST(no_descriptor_is_left_whatever_its_number)
{
    int former = dup(STDIN_FILENO);
    int before = held_descriptors();
    (void)close(STDIN_FILENO);
    struct process_result result = run_script("echo fine", LONG_MS, NULL);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "fine\n");
    ck_assert_int_eq(fcntl(STDIN_FILENO, F_GETFD), -1);
    ck_assert_int_eq(dup2(former, STDIN_FILENO), STDIN_FILENO);
    ck_assert_int_eq(held_descriptors(), before);
    (void)close(former);
}
END_TEST

START_TEST(the_beginning_of_stderr_is_kept_however_much_follows)
{
    static const struct {
        const char *script, *kept;
    } cases[] = {
        { "printf 012345678 >&2", "012345678" },
        { "printf 0123456789 >&2", "0123456789" },
        { "printf 0123456789a >&2", "0123456789" },
        { "printf 012345 >&2; printf 6789abc >&2; printf def >&2", "0123456789" },
        { "printf 12%010000d 0 >&2", "1200000000" }, /* more than one read returns */
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct process_result result = run_script(cases[i].script, LONG_MS, NULL);

        ck_assert_int_eq(result.end, PROCESS_EXITED);
        ck_assert_int_eq(result.code, 0);
        ck_assert_int_eq(complaint.state, BUF_OK);
        ck_assert_str_eq(buf_text(&complaint), cases[i].kept);
    }
}
END_TEST

START_TEST(what_a_program_writes_is_not_left_on_the_stack)
{
    static const char *const scripts[] = { "printf " PLANTED, "printf " PLANTED " >&2" };

    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        cleansed = 0;
        (void)run_script(scripts[i], LONG_MS, NULL);
        ck_assert_str_eq(buf_text(i == 0 ? &out : &complaint), PLANTED);
        ck_assert_int_gt(cleansed, 0);
    }
}
END_TEST

START_TEST(hanging_program_is_killed_and_reaped)
{
    int64_t start = world_now();
    struct process_result result = run_script("exec sleep 60", 100, NULL);

    ck_assert_int_eq(result.end, PROCESS_TIMEOUT);
    ck_assert_int_lt(world_now() - start, patience(5000));
    result = run_script("exec >&- 2>&-; exec sleep 60", 100, NULL);
    ck_assert_int_eq(result.end, PROCESS_TIMEOUT);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

START_TEST(cancel_kills_the_program)
{
    connect_cancel *cancel = NULL;

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    ck_assert_int_eq(run_script("exec sleep 60", LONG_MS, cancel).end, PROCESS_CANCELLED);
    ck_assert_int_eq(run_script("exec >&- 2>&-; exec sleep 60", LONG_MS, cancel).end,
                     PROCESS_CANCELLED);
    connect_cancel_free(cancel);
}
END_TEST

/* What this thread has computed, not what has passed. */
static int64_t computed_ms(void)
{
    struct timespec used;

    ck_assert_int_eq(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used), 0);
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

START_TEST(wait_for_a_program_does_not_spin)
{
    int64_t before = computed_ms();

    ck_assert_int_eq(run_script("exec sleep 1", LONG_MS, NULL).end, PROCESS_EXITED);
    ck_assert_int_lt(computed_ms() - before, patience(200));
}
END_TEST

START_TEST(missing_program_is_reported)
{
    char *words[] = { (char[]){ "/nonexistent/program" }, NULL };
    struct process_result result = process_run(words, LONG_MS, NULL, &out, &complaint);

    /* Or, where that is learned only in the child: POSIX allows it, and valgrind does it. */
    if (result.end != PROCESS_EXITED || result.code != 127) {
        ck_assert_int_eq(result.end, PROCESS_NOT_STARTED);
        ck_assert_int_eq(result.code, ENOENT);
    }
}
END_TEST

START_TEST(output_is_complete_when_sigchld_is_ignored)
{
    struct process_result result;

    signal(SIGCHLD, SIG_IGN);
    result = run_script("echo fine", LONG_MS, NULL);
    signal(SIGCHLD, SIG_DFL);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_int_eq(result.code, 0);
    ck_assert_str_eq(buf_text(&out), "fine\n");
}
END_TEST

START_TEST(exit_ends_the_wait_although_a_grandchild_keeps_stdout_open)
{
    /* The grandchild outlives the time limit, and prints its pid for the test to end it. */
    struct process_result result =
        run_script("sleep 120 & echo $!; head -c 20000 /dev/zero >&2; exit 0", LONG_MS, NULL);
    long grandchild = strtol(buf_text(&out), NULL, 10);

    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_int_eq(result.code, 0);
    ck_assert_int_gt(grandchild, 1);
    ck_assert_int_eq(kill((pid_t)grandchild, SIGKILL), 0);
}
END_TEST

START_TEST(no_descriptor_above_2_is_inherited)
{
    char script[200];
    int plain = fcntl(0, F_DUPFD, 20);
    struct process_result result;

    ck_assert_int_ge(plain, 20);
    snprintf(script, sizeof script,
             "for fd in 3 4 5 6 7 8 9 %d; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; [ -e "
             "/proc/$$/fd/2 ] && echo end",
             plain);
    result = run_script(script, LONG_MS, NULL);
    close(plain);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "end\n");
}
END_TEST

/* A C library that reports success without a process: interposed, because the program comes first.
 */

static bool spawn_lies;
static int kills_below_1;

__attribute__((visibility("default"))) int posix_spawnp(
    pid_t *restrict pid, const char *restrict file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
    char *const env[restrict])
{
    REAL(posix_spawnp);

    return spawn_lies ? 0 : real.function(pid, file, actions, attributes, argv, env);
}

__attribute__((visibility("default"))) int kill(pid_t pid, int number)
{
    REAL(kill);

    kills_below_1 += pid < 1;
    return pid < 1 ? 0 : real.function(pid, number);
}

START_TEST(process_group_is_never_killed)
{
    struct process process;
    char *words[] = { (char[]){ "true" }, NULL };

    kills_below_1 = 0;
    spawn_lies = true;
    ck_assert_int_eq(run_script("exec sleep 60", 1, NULL).end, PROCESS_NOT_STARTED);
    ck_assert(!process_start(&process, words, &out, &complaint));
    process_stop(&process, PROCESS_TIMEOUT);
    process_end(&process);
    spawn_lies = false;
    ck_assert_int_eq(process.result.end, PROCESS_NOT_STARTED);
    ck_assert_int_eq(kills_below_1, 0);
}
END_TEST

/* ---- a system that fails, or is late ---- */

static bool no_actions;
static int reaps_late; /* so many looks find nothing, although the program has ended */

__attribute__((visibility("default"))) int posix_spawn_file_actions_init(
    posix_spawn_file_actions_t *actions)
{
    REAL(posix_spawn_file_actions_init);

    return no_actions ? ENOMEM : real.function(actions);
}

__attribute__((visibility("default"))) pid_t waitpid(pid_t pid, int *status, int options)
{
    REAL(waitpid);

    if (reaps_late > 0 && options == WNOHANG) {
        siginfo_t info;

        reaps_late--;
        ck_assert_int_eq(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);
        (void)usleep(5000);
        return 0;
    }
    return real.function(pid, status, options);
}

START_TEST(a_program_without_pipes_or_memory_is_not_started)
{
    int before = held_descriptors();
    struct rlimit limit, none;
    struct process_result result;

    no_actions = true;
    result = run_script("exit 0", LONG_MS, NULL);
    no_actions = false;
    ck_assert_int_eq(result.end, PROCESS_NOT_STARTED);
    ck_assert_int_eq(result.code, ENOMEM);
    getrlimit(RLIMIT_NOFILE, &limit);
    for (int spare = 0; spare < 4; spare++) { /* each pipe has two ends */
        int next = dup(0);

        close(next);
        none = limit;
        none.rlim_cur = (rlim_t)next + (rlim_t)spare;
        setrlimit(RLIMIT_NOFILE, &none);
        result = run_script("exit 0", LONG_MS, NULL);
        setrlimit(RLIMIT_NOFILE, &limit);
        ck_assert_int_eq(result.end, PROCESS_NOT_STARTED);
        ck_assert_int_eq(result.code, EMFILE);
    }
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

/* It is reaped when it is to be killed, and nothing is left to wait for. */
START_TEST(a_program_that_ends_as_its_time_does_is_not_waited_for)
{
    struct process_result result;

    reaps_late = 1;
    result = run_script("exit 3", 1, NULL);
    ck_assert_int_eq(result.end, PROCESS_TIMEOUT);
    ck_assert_int_eq(reaps_late, 0);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* ---- programs in steps ---- */

static void start(struct process *process, char *script)
{
    char *words[] = { (char[]){ "/bin/sh" }, (char[]){ "-c" }, script, NULL };

    out = BUF_INIT(1000);
    complaint = BUF_INIT(10);
    ck_assert(process_start(process, words, &out, &complaint));
}

/* What an event loop does: watches the descriptors, and looks when it is time. */
static int watch(struct process *process)
{
    int rounds = 0;

    for (; !process_ready(process); rounds++) {
        struct pollfd watched[PROCESS_DESCRIPTORS_MAX];
        int fds[PROCESS_DESCRIPTORS_MAX];
        size_t count = process_descriptors(process, fds);
        int64_t look = process_next_look(process);
        int64_t wait = look == DEADLINE_NONE ? LONG_MS : look - world_now();

        for (size_t i = 0; i < count; i++) {
            watched[i] = (struct pollfd){ fds[i], POLLIN, 0 };
        }
        ck_assert(count > 0 || look != DEADLINE_NONE);
        ck_assert(poll(watched, (nfds_t)count, wait > 0 ? (int)wait : 0) > 0 ||
                  look != DEADLINE_NONE);
    }
    return rounds;
}

START_TEST(steps_do_not_block_and_descriptors_report_progress)
{
    struct process process;
    char script[] = "read line; echo fine; echo bad >&2; exec >&- 2>&-; exit 4";
    int input[2], saved = dup(0), rounds;

    /* The program waits for its input, so the first look finds nothing. */
    ck_assert_int_eq(pipe(input), 0);
    ck_assert_int_eq(dup2(input[0], 0), 0);
    start(&process, script);
    ck_assert_int_eq(dup2(saved, 0), 0);
    ck_assert(!process_ready(&process));
    ck_assert_int_eq(write(input[1], "\n", 1), 1);
    rounds = watch(&process);
    ck_assert_int_le(rounds, 200);
    ck_assert_int_eq(process.result.end, PROCESS_EXITED);
    ck_assert_int_eq(process.result.code, 4);
    ck_assert_str_eq(buf_text(&out), "fine\n");
    ck_assert_str_eq(buf_text(&complaint), "bad\n");
    ck_assert(process_ready(&process));
    process_end(&process);
    close(input[0]);
    close(input[1]);
    close(saved);
}
END_TEST

/* A step reads what a pipe holds by default, however large this one is and however fast it fills.
 */
START_TEST(a_step_reads_no_more_than_its_share)
{
    enum { SHARE = 65536 };
    char script[] = "while :; do printf %4096d 0; printf %4096d 0 >&2; done";
    struct process process;
    int held[2] = { 0, 0 };

    start(&process, script);
    out.max = complaint.max = 1 << 20;
    ck_assert_int_ge(fcntl(process.out_fd, F_SETPIPE_SZ, 2 * SHARE), 2 * SHARE);
    ck_assert_int_ge(fcntl(process.err_fd, F_SETPIPE_SZ, 2 * SHARE), 2 * SHARE);
    while (held[0] < 2 * SHARE || held[1] < 2 * SHARE) {
        ck_assert_int_eq(ioctl(process.out_fd, FIONREAD, &held[0]), 0);
        ck_assert_int_eq(ioctl(process.err_fd, FIONREAD, &held[1]), 0);
        (void)usleep(1000);
    }
    ck_assert(!process_ready(&process));
    ck_assert_uint_eq(out.size, SHARE);
    ck_assert_uint_eq(complaint.size, SHARE);
    process_end(&process);
}
END_TEST

START_TEST(stopped_program_is_reaped_without_blocking)
{
    struct process process;
    char script[] = "exec sleep 60";

    start(&process, script);
    ck_assert(!process_ready(&process));
    process_stop(&process, PROCESS_CANCELLED);
    watch(&process);
    ck_assert_int_eq(process.result.end, PROCESS_CANCELLED);
    process_end(&process);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

START_TEST(ending_early_leaves_neither_process_nor_descriptor)
{
    int before = held_descriptors();
    struct process process;
    char script[] = "exec sleep 60";

    start(&process, script);
    process_end(&process);
    errno = 0;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

/* When a program has not ended for long, looks at it are rare; but not at one that was killed. */
START_TEST(stopped_program_is_looked_at_soon)
{
    struct process process;
    char script[] = "exec sleep 60";

    start(&process, script);
    if (process.exit_fd < 0) {
        process.look_at = world_now() + 60000;
        process_stop(&process, PROCESS_CANCELLED);
        ck_assert_int_le(process_next_look(&process), world_now() + 5);
    }
    process_end(&process);
}
END_TEST

static void free_buffers(void)
{
    buf_free(&out);
    buf_free(&complaint);
}

/* ---- files on a disk that is slow, full or broken, in place of the libc's functions ---- */

static struct disk {
    size_t most;       /* bytes that one write() takes; 0: all */
    int interruptions; /* that come before */
    int write, fsync;  /* the error of each; 0: none */
} disk;

static int fail_with(int error)
{
    errno = error;
    return -1;
}

__attribute__((visibility("default"))) ssize_t read(int fd, void *bytes, size_t size)
{
    REAL(read);

    if (disk.interruptions > 0) {
        disk.interruptions--;
        return fail_with(EINTR);
    }
    return real.function(fd, bytes, size);
}

__attribute__((visibility("default"))) ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);

    if (disk.interruptions > 0) {
        disk.interruptions--;
        return fail_with(EINTR);
    }
    if (disk.write != 0) {
        return fail_with(disk.write);
    }
    return real.function(fd, bytes, disk.most > 0 && disk.most < size ? disk.most : size);
}

__attribute__((visibility("default"))) int fsync(int fd)
{
    REAL(fsync);

    return disk.fsync != 0 ? fail_with(disk.fsync) : real.function(fd);
}

START_TEST(an_interrupted_read_goes_on)
{
    disk.interruptions = 5;
    struct process_result result = run_script("echo fine", LONG_MS, NULL);

    ck_assert_int_eq(disk.interruptions, 0);
    ck_assert_int_eq(result.end, PROCESS_EXITED);
    ck_assert_str_eq(buf_text(&out), "fine\n");
}
END_TEST

/* ---- files ---- */

static char folder[64], path[128];
static int descriptors;

static void make_folder(void)
{
    descriptors = held_descriptors();
    strcpy(folder, "/tmp/connect-file.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/file", folder);
}

static void drop_folder(void)
{
    ck_assert_int_eq(held_descriptors(), descriptors);
    chmod(folder, 0700);
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0); /* fails when a temporary file was left */
    free_buffers();
}

START_TEST(what_is_read_of_a_file_is_not_left_on_the_stack)
{
    struct buf text = BUF_INIT(100);

    ck_assert_int_eq(file_replace(path, PLANTED, strlen(PLANTED)), 0);
    cleansed = 0;
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), PLANTED);
    ck_assert_int_eq(cleansed, 1);
    buf_free(&text);
}
END_TEST

START_TEST(file_is_read_up_to_the_limit)
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

/* The flags of a descriptor at the moment at which a buffer grows. */
struct look {
    int descriptor, flags;
};

static void *alloc_only(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *look_and_resize(void *user, void *block, size_t size)
{
    struct look *look = user;

    look->flags = fcntl(look->descriptor, F_GETFD);
    return realloc(block, size);
}

static void release_only(void *user, void *block)
{
    (void)user;
    free(block);
}

START_TEST(a_program_started_meanwhile_does_not_inherit_a_file)
{
    struct buf text = BUF_INIT(100);
    struct look look = { open(folder, O_RDONLY | O_CLOEXEC), -1 };

    close(look.descriptor); /* the next one */
    ck_assert_int_eq(file_replace(path, "x", 1), 0);
    mem_set_hook(&(struct mem_hook){ alloc_only, look_and_resize, release_only, &look, false });
    ck_assert_int_eq(file_read(path, &text), 0);
    mem_set_hook(NULL);
    ck_assert_int_eq(look.flags, FD_CLOEXEC);
    buf_free(&text);
}
END_TEST

/* The first page of a process is not mapped: reading it fails. */
START_TEST(a_failure_to_read_is_reported)
{
    struct buf text = BUF_INIT(100);

    ck_assert_int_eq(file_read("/proc/self/mem", &text), EIO);
    ck_assert_uint_eq(text.size, 0);
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
    for (size_t size = 0; size < 3; size++) {
        text = BUF_INIT(100);
        ck_assert_int_eq(file_replace(path, "\xef\xbb", size), 0);
        ck_assert_int_eq(file_read(path, &text), 0);
        ck_assert_uint_eq(text.size, size);
        ck_assert_mem_eq(buf_text(&text), "\xef\xbb", size);
        buf_free(&text);
    }
}
END_TEST

START_TEST(the_stamp_of_a_file_changes_with_its_content)
{
    const struct file_stamp empty = { 0 };
    struct file_stamp none = file_stamp_of(path), first, again, second;

    ck_assert_int_eq(file_check(path), ENOENT);
    ck_assert(file_stamp_equal(&none, &empty));
    ck_assert_int_eq(file_replace(path, "1", 1), 0);
    ck_assert_int_eq(file_check(path), 0);
    first = file_stamp_of(path);
    again = file_stamp_of(path);
    ck_assert(file_stamp_equal(&first, &again));
    ck_assert(!file_stamp_equal(&first, &none));
    ck_assert_int_eq(file_replace(path, "2", 1), 0);
    second = file_stamp_of(path);
    ck_assert(!file_stamp_equal(&first, &second));
    /* A program that writes into the file makes it neither another nor, always, a longer one. */
    for (int i = 0; i < 2; i++) {
        const struct timespec times[] = { { 1700000000, i }, { 1700000000, i } };
        ck_assert_int_eq(utimensat(AT_FDCWD, path, times, 0), 0);
        first = second;
        second = file_stamp_of(path);
        ck_assert(!file_stamp_equal(&first, &second));
    }
}
END_TEST

START_TEST(file_is_replaced_atomically_with_mode_600)
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

static const struct {
    struct disk disk;
    int close; /* the error of each; 0: none */
    int result;
} disks[] = {
    { { .most = 1 }, 0, 0 },
    { { .most = 7, .interruptions = 3 }, 0, 0 },
    { { .write = ENOSPC }, 0, ENOSPC },
    { { .fsync = EIO }, 0, EIO },
    { { 0 }, EDQUOT, EDQUOT },
    { { .fsync = EIO }, EDQUOT, EIO },
};

START_TEST(file_is_replaced_as_a_whole_or_not_at_all)
{
    struct buf text = BUF_INIT(100);
    int result;

    if (disks[_i].close != 0 && !closing_is_seen()) {
        puts("SKIP: a close() that fails: the thread sanitizer has its own");
        return;
    }
    ck_assert_int_eq(file_replace(path, "first", 5), 0);
    disk = disks[_i].disk;
    closing_error = disks[_i].close;
    result = file_replace(path, "second and longer", 17);
    disk = (struct disk){ 0 };
    closing_error = 0;
    ck_assert_int_eq(result, disks[_i].result);
    disk.interruptions = disks[_i].disk.interruptions;
    ck_assert_int_eq(file_read(path, &text), 0);
    ck_assert_str_eq(buf_text(&text), result == 0 ? "second and longer" : "first");
    buf_free(&text);
}
END_TEST

START_TEST(failed_replacement_leaves_nothing_behind)
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
    { "{}", "{\"a\":\"1\",\"b\":{\"c\":\"\\\"2\\\"\"}}" },
    { " { } \n", " { \"a\":\"1\",\"b\":{\"c\":\"\\\"2\\\"\"}} \n" },
    { "{\"a\":\"old\",\n  \"b\": {\"c\":0, \"kept\" :true},\"z\":[1,null]}",
      "{\"a\":\"1\",\n  \"b\": {\"c\":\"\\\"2\\\"\", \"kept\" :true},\"z\":[1,null]}" },
    { "{\"b\":{\"kept\":1},\"\\u0061\":[{\"a\":1}]}",
      "{\"b\":{\"kept\":1,\"c\":\"\\\"2\\\"\"},\"\\u0061\":\"1\"}" },
    { "{\"b\":\"text\",\"n\":-1.50e+3,\"t\":\"\\u0000\",\"l\":123456789012345678901234567890}",
      "{\"b\":{\"c\":\"\\\"2\\\"\"},\"n\":-1.50e+3,\"t\":\"\\u0000\",\"l\":123456789012345678901234567890,\"a\":\"1\"}" },
    { "{\"b.c\":1,\"c\":2,\"b\":{\"b\":{\"c\":3}}}",
      "{\"b.c\":1,\"c\":2,\"b\":{\"b\":{\"c\":3},\"c\":\"\\\"2\\\"\"},\"a\":\"1\"}" },
};

static const connect_pair changes[] = { { "a", "1" }, { "b.c", "\"2\"" } };

START_TEST(patch_changes_only_the_named_members)
{
    struct buf patched = BUF_INIT(4096);

    ck_assert_int_eq(patch_texts(patches[_i].text, strlen(patches[_i].text), changes, 2, &patched),
                     PATCH_OK);
    ck_assert_str_eq(buf_text(&patched), patches[_i].expected);
    buf_free(&patched);
}
END_TEST

START_TEST(patch_refuses_what_is_not_an_object)
{
    static const char *const texts[] = {
        "",           "[]", "\"a\"", "{", "{\"a\":1,\"a\":2}", "{\"b\":{\"c\":1,\"c\":1}}",
        "{\"a\":01}", "{}x"
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

START_TEST(patch_makes_no_more_than_its_limit)
{
    static const char text[] = "{\"a\":2}", expected[] = "{\"a\":\"1\"}";
    struct buf fits = BUF_INIT(sizeof expected - 1), less = BUF_INIT(sizeof expected - 2),
               least = BUF_INIT(sizeof text - 2);

    ck_assert_int_eq(patch_texts(text, strlen(text), changes, 1, &fits), PATCH_OK);
    ck_assert_str_eq(buf_text(&fits), expected);
    ck_assert_int_eq(patch_texts(text, strlen(text), changes, 1, &less), PATCH_TOO_BIG);
    ck_assert_uint_eq(less.size, 0);
    ck_assert_int_eq(patch_texts(text, strlen(text), changes, 1, &least), PATCH_TOO_BIG);
    ck_assert_uint_eq(least.size, 0);
    buf_free(&fits);
    buf_free(&less);
    buf_free(&least);
}
END_TEST

static bool patch_once(void *user)
{
    static const char text[] = "{\"\\u0061\":1,\"b\":{\"\\u0064\":1}}";
    struct buf patched = BUF_INIT(4096);
    enum patch_result result = patch_texts(text, strlen(text), changes, 2, &patched);

    (void)user;
    ck_assert(result == PATCH_OK || result == PATCH_NO_MEMORY);
    ck_assert(result == PATCH_OK || patched.size == 0);
    buf_free(&patched);
    return result == PATCH_OK;
}

START_TEST(patch_reports_an_allocation_failure)
{
    memory_watch();
    memory_fail_each(patch_once, NULL, 0);
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/process");
    TCase *process = tcase_create("process");
    TCase *old = tcase_create("process without pidfd_open()");
    TCase *file = tcase_create("file");
    TCase *patch = tcase_create("patch");

    tcase_add_checked_fixture(process, NULL, free_buffers);
    tcase_add_loop_test(process, command_line_is_split_without_expansion, 0,
                        (int)(sizeof lines / sizeof *lines));
    tcase_add_test(process, malformed_command_line_is_refused);
    tcase_add_test(process, a_command_line_has_up_to_its_greatest_number_of_words);
    tcase_add_test(process, an_interrupted_read_goes_on);
    tcase_add_test(process, output_stderr_and_exit_status_are_reported);
    tcase_add_test(process, output_of_any_size_is_read_to_its_last_byte);
    tcase_add_test(process, no_descriptor_is_left_whatever_its_number);
    tcase_add_test(process, the_beginning_of_stderr_is_kept_however_much_follows);
    tcase_add_test(process, what_a_program_writes_is_not_left_on_the_stack);
    tcase_add_test(process, hanging_program_is_killed_and_reaped);
    tcase_add_test(process, cancel_kills_the_program);
    tcase_add_test(process, wait_for_a_program_does_not_spin);
    tcase_add_test(process, missing_program_is_reported);
    tcase_add_test(process, a_program_without_pipes_or_memory_is_not_started);
    tcase_add_test(process, a_program_that_ends_as_its_time_does_is_not_waited_for);
    tcase_add_test(process, output_is_complete_when_sigchld_is_ignored);
    tcase_add_test(process, exit_ends_the_wait_although_a_grandchild_keeps_stdout_open);
    tcase_add_test(process, no_descriptor_above_2_is_inherited);
    tcase_add_test(process, process_group_is_never_killed);
    tcase_add_test(process, steps_do_not_block_and_descriptors_report_progress);
    tcase_add_test(process, a_step_reads_no_more_than_its_share);
    tcase_add_test(process, stopped_program_is_reaped_without_blocking);
    tcase_add_test(process, ending_early_leaves_neither_process_nor_descriptor);
    suite_add_tcase(suite, process);

    tcase_add_checked_fixture(old, pidfd_lose, free_buffers);
    tcase_add_test(old, output_stderr_and_exit_status_are_reported);
    tcase_add_test(old, the_beginning_of_stderr_is_kept_however_much_follows);
    tcase_add_test(old, hanging_program_is_killed_and_reaped);
    tcase_add_test(old, cancel_kills_the_program);
    tcase_add_test(old, exit_ends_the_wait_although_a_grandchild_keeps_stdout_open);
    tcase_add_test(old, steps_do_not_block_and_descriptors_report_progress);
    tcase_add_test(old, stopped_program_is_reaped_without_blocking);
    tcase_add_test(old, stopped_program_is_looked_at_soon);
    tcase_add_test(old, ending_early_leaves_neither_process_nor_descriptor);
    suite_add_tcase(suite, old);

    tcase_add_checked_fixture(file, make_folder, drop_folder);
    tcase_add_test(file, what_is_read_of_a_file_is_not_left_on_the_stack);
    tcase_add_test(file, file_is_read_up_to_the_limit);
    tcase_add_test(file, a_program_started_meanwhile_does_not_inherit_a_file);
    tcase_add_test(file, a_failure_to_read_is_reported);
    tcase_add_test(file, a_byte_order_mark_at_the_start_of_a_file_is_dropped);
    tcase_add_test(file, the_stamp_of_a_file_changes_with_its_content);
    tcase_add_test(file, file_is_replaced_atomically_with_mode_600);
    tcase_add_loop_test(file, file_is_replaced_as_a_whole_or_not_at_all, 0,
                        (int)(sizeof disks / sizeof *disks));
    tcase_add_test(file, failed_replacement_leaves_nothing_behind);
    suite_add_tcase(suite, file);

    tcase_add_loop_test(patch, patch_changes_only_the_named_members, 0,
                        (int)(sizeof patches / sizeof *patches));
    tcase_add_test(patch, patch_refuses_what_is_not_an_object);
    tcase_add_test(patch, patch_makes_no_more_than_its_limit);
    tcase_add_test(patch, patch_reports_an_allocation_failure);
    suite_add_tcase(suite, patch);
    return suite;
}
