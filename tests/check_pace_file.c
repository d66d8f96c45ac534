/*
 * The file of quotas that processes share: what is refused, how turns are spaced, and what is left
 * when a process dies.
 */
#include "call/pace.h"
#include "call/pace_bucket.h"
#include "call/pace_file.h"
#include "core/clock.h"
#include "core/mem.h"
#include "support/fakes.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define SECOND INT64_C(1000000)
#define START (1000 * SECOND)
#define LAG 150000 /* see pace_file.c */

static const struct quota service = { 2, 5 };

static char folder[64], path[128];
static connect_error *error;

static void set_up(void)
{
    error = NULL;
    strcpy(folder, "/tmp/pace_file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/quotas", folder);
}

static void tear_down(void)
{
    connect_error_free(error);
    (void)unlink(path);
    (void)rmdir(folder);
}

static struct pace_file *opened(bool for_group)
{
    struct pace_file *file = NULL;
    connect_status status = pace_file_open(path, for_group, &file, &error);

    ck_assert_msg(status == CONNECT_OK, "%s", connect_error_message(error));
    return file;
}

static struct pace_slot *slot_in(struct pace_file *file)
{
    struct pace_slot *slot =
        pace_file_slot(file, "123456789012", "us-east-1", "DescribeInstance", START);

    ck_assert_ptr_nonnull(slot);
    return slot;
}

static int64_t reserve(struct pace_slot *slot, int64_t now)
{
    uint64_t reserved;

    return pace_slot_reserve(slot, service, now, &reserved);
}

/* ---- a file system without shared mappings, in place of the libc's function ---- */

static bool mappings_fail;

__attribute__((visibility("default"))) void *mmap(void *address, size_t size, int protection,
                                                  int flags, int fd, off_t offset)
{
    if (mappings_fail && (flags & MAP_SHARED) != 0) {
        errno = ENODEV;
        return MAP_FAILED;
    }
#if defined(SYS_mmap2)
    return (void *)syscall(SYS_mmap2, address, size, protection, flags, fd, (long)(offset / 4096));
#elif defined(__s390__)
    long arguments[] = { (long)address, (long)size, protection, flags, fd, offset };
    return (void *)syscall(SYS_mmap, arguments);
#else
    return (void *)syscall(SYS_mmap, address, size, protection, flags, fd, offset);
#endif
}

/* ---- an open file whose state cannot be read: a broken network file system ---- */

static bool stats_fail, later_stats_fail; /* of any file; of one that has bytes */

__attribute__((visibility("default"))) int fstat(int fd, struct stat *what)
{
    int status = fstatat(fd, "", what, AT_EMPTY_PATH);

    if (stats_fail || (later_stats_fail && status == 0 && what->st_size > 0)) {
        errno = EIO;
        return -1;
    }
    return status;
}

/* ---- a file system that has no modes ---- */

static bool modes_fail;
static mode_t mode_at_first; /* of the last file whose mode was set */

__attribute__((visibility("default"))) int fchmod(int fd, mode_t mode)
{
    REAL(fchmod);
    struct stat what;

    mode_at_first = fstatat(fd, "", &what, AT_EMPTY_PATH) == 0 ? what.st_mode & 07777 : 0;
    if (modes_fail) {
        errno = EPERM;
        return -1;
    }
    return real.function(fd, mode);
}

/* ---- files ---- */

static void expect_refusal(bool for_group, const char *reason)
{
    struct pace_file *file = (struct pace_file *)path;

    ck_assert_int_eq(pace_file_open(path, for_group, &file, &error), CONNECT_E_CONFIGURATION);
    ck_assert_ptr_null(file);
    ck_assert_msg(strstr(connect_error_message(error), reason) != NULL &&
                      strstr(connect_error_message(error), path) != NULL,
                  "%s", connect_error_message(error));
    connect_error_free(error);
    error = NULL;
}

static void write_file(const void *bytes, size_t size, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(fchmod(fd, mode), 0);
    ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
    ck_assert_int_eq(close(fd), 0);
}

/* Overwrites some bytes of a file that is there. */
static void patch_file(off_t offset, const void *bytes, size_t size)
{
    int fd = open(path, O_WRONLY);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, bytes, size, offset), (ssize_t)size);
    ck_assert_int_eq(close(fd), 0);
}

/* At no time is it open to others. */
START_TEST(a_new_file_belongs_to_its_owner_alone_or_to_a_group)
{
    struct stat what;

    (void)umask(0);
    pace_file_close(opened(false));
    ck_assert_int_eq(mode_at_first, 0600);
    ck_assert_int_eq(unlink(path), 0);
    pace_file_close(opened(true));
    ck_assert_int_eq(mode_at_first, 0660);
    ck_assert_int_eq(unlink(path), 0);
    (void)umask(077);
    pace_file_close(opened(false));
    ck_assert_int_eq(stat(path, &what), 0);
    ck_assert_int_eq(what.st_mode & 07777, 0600);
    ck_assert_int_eq(unlink(path), 0);
    pace_file_close(opened(true));
    ck_assert_int_eq(stat(path, &what), 0);
    ck_assert_int_eq(what.st_mode & 07777, 0660);
    /* Its blocks are there: a full disk must not end a process that writes to the mapping. */
    ck_assert_int_ge(what.st_blocks * 512, what.st_size);
    pace_file_close(opened(true));
    expect_refusal(false, "is open to group or others");
}
END_TEST

START_TEST(a_file_that_is_not_ours_is_refused_with_the_reason)
{
    struct pace_file *file;
    char expected[200];

    write_file("secret", 6, 0600);
    (void)snprintf(expected, sizeof expected,
                   "pace.shared_file \"%s\": has another size than a file of shared quotas", path);
    ck_assert_int_eq(pace_file_open(path, false, &file, &error), CONNECT_E_CONFIGURATION);
    ck_assert_str_eq(connect_error_message(error), expected);
    connect_error_free(error);
    error = NULL;
    ck_assert_int_eq(unlink(path), 0);

    pace_file_close(opened(false));
    ck_assert_int_eq(chmod(path, 0644), 0);
    expect_refusal(false, "is open to group or others (expected mode 0600)");
    expect_refusal(true, "is open to others (expected mode 0660)");
    ck_assert_int_eq(chmod(path, 0600), 0);
    ck_assert_int_eq(unlink(path), 0);

    ck_assert_int_eq(symlink("/etc/passwd", path), 0);
    expect_refusal(false, "is a symbolic link");
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    expect_refusal(false, "is not a regular file");
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    expect_refusal(false, "cannot be opened");
    ck_assert_int_eq(rmdir(path), 0);
    snprintf(path, sizeof path, "%s/no/such/folder", folder);
    expect_refusal(false, "cannot be opened: No such file or directory");
    snprintf(path, sizeof path, "/proc/self/comm");
    ck_assert_int_eq(pace_file_open(path, false, &file, NULL), CONNECT_E_CONFIGURATION);
    snprintf(path, sizeof path, "%s/quotas", folder);
}
END_TEST

/* Seven bytes name the format, and the eighth its version. */
START_TEST(another_version_is_not_taken_for_another_format)
{
    static const char header[] = "lcpace\r\1";

    pace_file_close(opened(false));
    for (int i = 0; i < 8; i++) {
        const char changed = (char)(header[i] + 1);

        patch_file(i, &changed, 1);
        expect_refusal(false, i == 7 ? "has the format of another version"
                                     : "is not a file of shared quotas");
        patch_file(7, "\2", 1);
        expect_refusal(false, i == 7 ? "has the format of another version"
                                     : "is not a file of shared quotas");
        patch_file(0, header, 8);
        pace_file_close(opened(false));
    }
}
END_TEST

START_TEST(a_file_that_cannot_be_examined_is_refused)
{
    stats_fail = true;
    expect_refusal(false, "cannot be examined: ");
    stats_fail = false;
    pace_file_close(opened(false));
}
END_TEST

/* The next process that opens it completes it. */
START_TEST(a_new_file_that_cannot_be_allocated_is_refused)
{
    struct rlimit before, limit;

    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){ 1000, before.rlim_max };
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    expect_refusal(false, "cannot be allocated: File too large");
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    modes_fail = true;
    expect_refusal(false, "cannot be allocated: Operation not permitted");
    modes_fail = false;
    later_stats_fail = true;
    expect_refusal(false, "cannot be allocated: Input/output error");
    later_stats_fail = false;
    pace_file_close(opened(false));
}
END_TEST

START_TEST(a_file_of_another_user_is_refused)
{
    if (geteuid() != 0) {
        return; /* only root can make one */
    }
    pace_file_close(opened(false));
    ck_assert_int_eq(chown(path, 4711, (gid_t)-1), 0);
    expect_refusal(false, "belongs to another user");
}
END_TEST

START_TEST(a_file_system_without_shared_mappings_is_named_as_the_reason)
{
    mappings_fail = true;
    expect_refusal(false, "its file system cannot share mappings; choose another: No such device");
    mappings_fail = false;
    pace_file_close(opened(false));
}
END_TEST

/* A process may die between any two steps of the creation. */
START_TEST(a_half_made_file_is_completed)
{
    static const char zeros[64];
    struct pace_file *file;

    write_file("", 0, 0600);
    file = opened(false);
    ck_assert_int_eq(reserve(slot_in(file), START), START);
    pace_file_close(file);
    patch_file(0, zeros, sizeof zeros);
    pace_file_close(opened(false));
}
END_TEST

static bool open_and_close(void *user)
{
    struct pace_file *file = user;
    connect_error *reason = NULL;
    connect_status status = pace_file_open(path, false, &file, &reason);

    memory_check_status(status, CONNECT_OK);
    ck_assert_int_eq(connect_error_code(reason), status);
    ck_assert((file != NULL) == (status == CONNECT_OK));
    connect_error_free(reason);
    pace_file_close(file);
    return status == CONNECT_OK;
}

/* Without the file, or with another boot, the process would share its quotas with no other. */
START_TEST(an_allocation_failure_while_a_file_is_opened_is_reported)
{
    memory_watch();
    memory_fail_each(open_and_close, path, 0);
    memory_end();
}
END_TEST

START_TEST(times_of_an_earlier_boot_are_forgotten)
{
    struct pace_file *file = opened(false);

    for (int i = 0; i < 20; i++) {
        (void)reserve(slot_in(file), START);
    }
    pace_file_close(file);
    file = opened(false);
    ck_assert_int_gt(reserve(slot_in(file), START), START + 5 * SECOND);
    pace_file_close(file);

    ck_assert_int_eq(pace_file_open_in_boot(path, false, 42, &file, NULL), CONNECT_OK);
    ck_assert_int_eq(reserve(slot_in(file), START), START);
    pace_file_close(file);
}
END_TEST

/* 1 stands for a boot that the system has no id for. */
START_TEST(a_boot_has_an_id_of_its_own)
{
    struct pace_file *file;

    if (access("/proc/sys/kernel/random/boot_id", R_OK) != 0) {
        return;
    }
    file = opened(false);
    for (int i = 0; i < 20; i++) {
        (void)reserve(slot_in(file), START);
    }
    pace_file_close(file);
    ck_assert_int_eq(pace_file_open_in_boot(path, false, 1, &file, NULL), CONNECT_OK);
    ck_assert_int_eq(reserve(slot_in(file), START), START);
    pace_file_close(file);
}
END_TEST

static bool is_mapped(void)
{
    static char maps[200000], line_end[160];
    FILE *from = fopen("/proc/self/maps", "r");
    size_t size;

    if (from == NULL) {
        return false;
    }
    size = fread(maps, 1, sizeof maps - 1, from);
    maps[size] = '\0';
    fclose(from);
    /* One with another name may begin like it. */
    snprintf(line_end, sizeof line_end, "%s\n", path);
    return strstr(maps, line_end) != NULL;
}

START_TEST(a_file_holds_no_descriptor)
{
    int before = held_descriptors();
    struct pace_file *file = opened(false);
    ck_assert_int_eq(held_descriptors(), before);
    pace_file_close(file);
    write_file("no quotas", 9, 0600);
    ck_assert_int_ne(pace_file_open(path, false, &file, NULL), CONNECT_OK);
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

/* As in a program that was started without a standard input. */
START_TEST(a_file_may_get_descriptor_0)
{
    int input = dup(STDIN_FILENO);
    ck_assert_int_eq(close(STDIN_FILENO), 0);
    struct pace_file *file = opened(false);
    ck_assert_int_eq(fcntl(STDIN_FILENO, F_GETFD), -1);
    pace_file_close(file);
    ck_assert_int_eq(dup2(input, STDIN_FILENO), STDIN_FILENO);
    close(input);
}
END_TEST

START_TEST(a_closed_file_is_not_mapped)
{
    struct pace_file *file = opened(false);

    ck_assert(is_mapped() || access("/proc/self/maps", R_OK) != 0);
    pace_file_close(file);
    ck_assert(!is_mapped());
}
END_TEST

/* Settings that could not be resolved to their end are resolved again. */
START_TEST(a_pacer_closes_the_file_that_it_had)
{
    struct pace *pace = pace_new(&clock_system);
    struct pace_file *other;
    char other_path[160];

    snprintf(other_path, sizeof other_path, "%s-2", path);
    ck_assert_int_eq(pace_file_open(other_path, false, &other, NULL), CONNECT_OK);
    (void)unlink(other_path);
    pace_share(pace, opened(false));
    pace_share(pace, other);
    ck_assert(!is_mapped());
    pace_free(pace);
}
END_TEST

START_TEST(each_account_region_and_operation_has_a_slot_until_all_are_taken)
{
    struct pace_file *file = opened(false), *again = opened(false);
    struct pace_slot *slots[] = { pace_file_slot(file, "1", "us-east-1", "A", START),
                                  pace_file_slot(file, "2", "us-east-1", "A", START),
                                  pace_file_slot(file, "1", "us-west-2", "A", START),
                                  pace_file_slot(file, "1", "us-east-1", "B", START) };
    size_t missing = 0;
    char name[32];

    for (size_t i = 0; i < 4; i++) {
        for (size_t k = 0; k < i; k++) {
            ck_assert_ptr_ne(slots[i], slots[k]);
        }
    }
    ck_assert_ptr_eq(pace_file_slot(file, "1", "us-east-1", "A", START), slots[0]);
    ck_assert_int_eq(reserve(slots[0], START), START);
    for (int i = 0; i < 4; i++) {
        (void)reserve(pace_file_slot(again, "1", "us-east-1", "A", START), START);
    }
    ck_assert_int_gt(reserve(slots[0], START), START);
    ck_assert_int_eq(reserve(slots[3], START), START);
    for (int i = 0; i < 4000; i++) {
        snprintf(name, sizeof name, "operation %d", i);
        missing += pace_file_slot(file, "1", "us-east-1", name, START) == NULL;
    }
    ck_assert_uint_gt(missing, 1000);
    ck_assert_ptr_eq(pace_file_slot(file, "1", "us-east-1", "A", START), slots[0]);
    pace_file_close(file);
    pace_file_close(again);
}
END_TEST

static const struct {
    uint64_t boot;
    const char *account, *region, *operation;
    int slot;
    uint64_t key;
} places[] = {
    { 1, "123456789012", "us-east-1", "DescribeInstance", 898, UINT64_C(0x93da8edd6e14e382) },
    { 42, "123456789012", "us-east-1", "DescribeInstance", 150, UINT64_C(0xda307c8516687096) },
    { 42, "", "", "", 264, UINT64_C(0x935a19af99836908) },
};

/* Another version of the library may be at work in the same file. */
START_TEST(a_slot_is_where_other_versions_look_for_it)
{
    struct pace_file *file = NULL;
    uint64_t key = 0;
    int fd;

    ck_assert_int_eq(pace_file_open_in_boot(path, false, places[_i].boot, &file, &error),
                     CONNECT_OK);
    ck_assert_ptr_nonnull(
        pace_file_slot(file, places[_i].account, places[_i].region, places[_i].operation, START));
    fd = open(path, O_RDONLY);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pread(fd, &key, sizeof key, 64 + 32 * places[_i].slot), sizeof key);
    ck_assert_uint_eq(key, places[_i].key);
    ck_assert_int_eq(close(fd), 0);
    pace_file_close(file);
}
END_TEST

/* A version that looked further would take a slot of its own where another finds none. */
START_TEST(a_quota_has_64_places)
{
    const uint64_t others = 1;
    struct pace_file *file = NULL;
    int fd;

    ck_assert_int_eq(pace_file_open_in_boot(path, false, 1, &file, &error), CONNECT_OK);
    fd = open(path, O_RDWR);
    ck_assert_int_ge(fd, 0);
    for (int i = 0; i < 64; i++) {
        const uint64_t slot[] = { others, START };

        ck_assert_int_eq(pwrite(fd, slot, sizeof slot, 64 + 32 * (places[0].slot + i)),
                         sizeof slot);
    }
    ck_assert_ptr_null(
        pace_file_slot(file, places[0].account, places[0].region, places[0].operation, START));
    ck_assert_int_eq(pwrite(fd, (const uint64_t[1]){ 0 }, 8, 64 + 32 * (places[0].slot + 63)), 8);
    ck_assert_ptr_nonnull(
        pace_file_slot(file, places[0].account, places[0].region, places[0].operation, START));
    ck_assert_int_eq(close(fd), 0);
    pace_file_close(file);
}
END_TEST

START_TEST(a_slot_that_is_not_used_for_an_hour_is_given_to_others)
{
    struct pace_file *file = opened(false);
    int64_t later = START + 3700 * SECOND;
    struct pace_slot *busy = pace_file_slot(file, "1", "us-east-1", "busy", START);
    char name[32];

    for (int i = 0; i < 4000; i++) {
        struct pace_slot *slot;

        snprintf(name, sizeof name, "old %d", i);
        slot = pace_file_slot(file, "1", "us-east-1", name, START);
        (void)(slot != NULL && reserve(slot, START));
    }
    for (int i = 0; i < 60; i++) {
        (void)reserve(busy, later);
    }
    for (int i = 0; i < 500; i++) {
        struct pace_slot *slot;

        snprintf(name, sizeof name, "new %d", i);
        slot = pace_file_slot(file, "1", "us-east-1", name, later);
        ck_assert_ptr_nonnull(slot);
        ck_assert_ptr_ne(slot, busy);
        ck_assert_int_eq(reserve(slot, later), later);
        ck_assert_ptr_eq(pace_file_slot(file, "1", "us-east-1", name, later), slot);
    }
    ck_assert_ptr_eq(pace_file_slot(file, "1", "us-east-1", "busy", later), busy);
    pace_file_close(file);
}
END_TEST

/* Many are not at the first place where they are looked for, which another had taken. */
START_TEST(a_quota_keeps_its_slot_while_those_before_it_are_idle)
{
    enum { NAMES = 4000 };
    struct pace_file *file = opened(false);
    struct pace_slot **slots = calloc(NAMES, sizeof(struct pace_slot *));
    int64_t later = START + 3700 * SECOND;
    char name[32];

    ck_assert_ptr_nonnull(slots);
    for (int i = 0; i < NAMES; i++) {
        (void)snprintf(name, sizeof name, "operation %d", i);
        slots[i] = pace_file_slot(file, "1", "us-east-1", name, START);
        (void)(slots[i] != NULL && reserve(slots[i], START));
    }
    for (int i = 0; i < NAMES; i++) {
        if (slots[i] != NULL) {
            (void)snprintf(name, sizeof name, "operation %d", i);
            ck_assert_ptr_eq(pace_file_slot(file, "1", "us-east-1", name, later), slots[i]);
        }
    }
    free(slots);
    pace_file_close(file);
}
END_TEST

/* The largest and smallest values that options accept. */
START_TEST(extreme_quotas_do_not_overflow)
{
    static const struct quota quotas[] = { { 1e9, 1e9 },  { 1e-9, 1e9 }, { 1e9, 1 },
                                           { 1e-300, 1 }, { 1e-4, 1 },   { 5e-324, 1e9 } };
    struct pace_file *file = opened(false);
    uint64_t reserved;

    for (size_t i = 0; i < sizeof quotas / sizeof quotas[0]; i++) {
        char name[8] = { (char)('a' + i) };
        struct pace_slot *slot = pace_file_slot(file, "1", "us-east-1", name, START);
        int64_t first = pace_slot_reserve(slot, quotas[i], START, &reserved), second;

        ck_assert_int_eq(first, START);
        second = pace_slot_reserve(slot, quotas[i], START, &reserved);
        ck_assert_msg(quotas[i].burst > 1 || quotas[i].rate > 1 || second > START + 1000 * SECOND,
                      "rate %g: %lld", quotas[i].rate, (long long)second);
        ck_assert_int_ge(pace_slot_reserve(slot, quotas[i], START, &reserved), second);
        pace_slot_refused(slot, quotas[i], START);
        pace_slot_return(slot, quotas[i], reserved);
    }
    pace_file_close(file);
}
END_TEST

/* A client that sends just below the rate is not slowed down by the lag of a new burst. */
START_TEST(only_a_rest_is_followed_by_the_lag)
{
    static const struct quota single = { 1, 1 };
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    int64_t now = START;
    uint64_t reserved;

    ck_assert_int_eq(pace_slot_reserve(slot, single, now, &reserved), now);
    now += SECOND + LAG;
    for (int i = 0; i < 10; i++) {
        ck_assert_int_le(pace_slot_reserve(slot, single, now, &reserved), now);
        now += SECOND + LAG / 2;
    }
    pace_file_close(file);
}
END_TEST

/* ---- turns ---- */

START_TEST(a_burst_goes_at_once_and_the_rest_at_the_rate)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);

    for (int i = 0; i < 4; i++) {
        ck_assert_int_le(reserve(slot, START), START);
    }
    ck_assert_int_eq(reserve(slot, START), START + LAG);
    for (int i = 1; i <= 91; i++) {
        ck_assert_int_eq(reserve(slot, START), START + LAG + i * SECOND / 2);
    }
    pace_file_close(file);
}
END_TEST

START_TEST(a_rest_fills_the_bucket_up_to_the_burst_only)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    int64_t later = START + 3600 * SECOND;

    (void)reserve(slot, START);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_le(reserve(slot, later), later);
    }
    ck_assert_int_eq(reserve(slot, later), later + LAG);
    ck_assert_int_eq(reserve(slot, later), later + LAG + SECOND / 2);
    pace_file_close(file);
}
END_TEST

START_TEST(a_turn_that_is_not_used_is_given_back)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    uint64_t first, second;
    int64_t due;

    for (int i = 0; i < 8; i++) {
        (void)reserve(slot, START);
    }
    due = pace_slot_reserve(slot, service, START, &first);
    pace_slot_return(slot, service, first);
    ck_assert_int_eq(pace_slot_reserve(slot, service, START, &first), due);
    ck_assert_int_eq(pace_slot_reserve(slot, service, START, &second), due + SECOND / 2);
    pace_slot_return(slot, service, first); /* a later one is reserved: this one is lost */
    ck_assert_int_eq(reserve(slot, START), due + SECOND);
    pace_file_close(file);
}
END_TEST

/* As when the credentials of the client change, and its account with them. */
START_TEST(a_turn_in_another_slot_is_given_back)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    struct pace_slot *other =
        pace_file_slot(file, "210987654321", "us-east-1", "DescribeInstance", START);
    struct pace_bucket *bucket = bucket_new("DescribeInstance", service, 0);
    int64_t until, due = 0;

    for (int i = 0; i < 8; i++) {
        due = reserve(slot, START);
    }
    ck_assert(!bucket_take_shared(bucket, slot, START / 1000, &until));
    ck_assert(bucket_take_shared(bucket, other, START / 1000, &until));
    ck_assert_int_eq(reserve(slot, START), due + SECOND / 2);
    mem_free(bucket);
    pace_file_close(file);
}
END_TEST

/* As when whoever waited for it is cancelled: another process has it then. */
START_TEST(a_turn_that_was_given_back_is_reserved_anew)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    struct pace_bucket *bucket = bucket_new("DescribeInstance", service, 0);
    int64_t until, due = 0;

    for (int i = 0; i < 8; i++) {
        due = reserve(slot, START);
    }
    ck_assert(!bucket_take_shared(bucket, slot, START / 1000, &until));
    bucket_return_reserved(bucket);
    ck_assert_int_eq(reserve(slot, START), due + SECOND / 2);
    ck_assert(!bucket_take_shared(bucket, slot, (due + SECOND / 2) / 1000, &until));
    ck_assert_int_ge(until * 1000, due + SECOND);
    mem_free(bucket);
    pace_file_close(file);
}
END_TEST

START_TEST(a_refusal_slows_everybody_and_time_heals)
{
    struct pace_file *file = opened(false), *other = opened(false);
    struct pace_slot *slot = slot_in(file), *same = slot_in(other);
    double factor;

    for (int i = 0; i < 8; i++) {
        pace_slot_refused(slot, service, START); /* one burst, one piece of news */
    }
    factor = pace_slot_factor(same, START);
    ck_assert(factor > 0.69 && factor < 0.71);
    ck_assert(pace_slot_factor(same, START + SECOND / 1000) > factor);
    /* What was saved up is gone, for the other process as well. */
    ck_assert_int_ge(reserve(same, START), START + SECOND / 2);
    for (int i = 1; i < 60; i++) {
        pace_slot_refused(same, service, START + i * SECOND);
    }
    /* 0.7 times what it was, and 0.05 a second, have come to rest at 0.035 / 0.3. */
    factor = pace_slot_factor(slot, START + 59 * SECOND);
    ck_assert(factor > 0.116 && factor < 0.118);
    ck_assert(pace_slot_factor(slot, START + 69 * SECOND) > 0.5);
    ck_assert(pace_slot_factor(slot, START + 99 * SECOND) == 1);
    pace_file_close(file);
    pace_file_close(other);
}
END_TEST

/* Each comes that many µs after the refusal that slowed down, and may slow down again. */
static const struct {
    int64_t us;
    bool slows;
} refusals[] = { { 0, false }, { SECOND - 1, false }, { SECOND, true }, { SECOND + 1, true } };

START_TEST(refusals_count_once_within_a_second)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    int64_t again = START + refusals[_i].us;
    double before;

    pace_slot_refused(slot, service, START);
    before = pace_slot_factor(slot, again);
    pace_slot_refused(slot, service, again);
    if (refusals[_i].slows) {
        ck_assert(pace_slot_factor(slot, again) < before);
    } else {
        ck_assert(pace_slot_factor(slot, again) >= before);
    }
    pace_file_close(file);
}
END_TEST

START_TEST(a_pacer_takes_no_slot_that_is_in_use)
{
    struct pace_file *file = opened(false);
    struct fake_clock clock;
    struct pace *pace;
    int refused = 0;

    fake_clock_init(&clock);
    fake_clock_advance(&clock, INT64_C(10000000000)); /* after 116 days */
    pace = pace_new(&clock.face);
    pace_set_quota(pace, service, false);
    pace_share(pace, file);
    int64_t now = clock.ticks * 1000;
    for (int i = 0; i < 8000; i++) {
        char name[32];
        const struct quota_use use = { name, service, false };
        struct pace_turn turn;

        (void)snprintf(name, sizeof name, "operation %d", i);
        struct pace_slot *slot = pace_file_slot(file, "1", "us-east-1", name, now);
        (void)(slot != NULL && reserve(slot, now));
        if (slot == NULL && refused < 100) {
            refused++;
            ck_assert_int_eq(pace_turn_init(pace, &turn, NULL, &use, false), CONNECT_OK);
            pace_turn_set_principal(pace, &turn, "1", "us-east-1");
            ck_assert_ptr_null(turn.slot);
        }
    }
    ck_assert_int_gt(refused, 0);
    pace_free(pace);
}
END_TEST

static double rate_of(const struct pace_turn *turn, const struct fake_clock *clock)
{
    return service.rate * pace_slot_factor(turn->slot, clock->ticks * 1000);
}

START_TEST(the_rate_of_a_pacer_is_the_one_that_all_processes_have)
{
    const struct quota_use use = { "DescribeInstance", service, false };
    struct fake_clock clock;
    struct pace *paces[2];
    struct pace_turn turns[2];

    fake_clock_init(&clock);
    for (int i = 0; i < 2; i++) {
        paces[i] = pace_new(&clock.face);
        pace_set_quota(paces[i], service, false);
        pace_share(paces[i], opened(false));
        ck_assert_int_eq(pace_turn_init(paces[i], &turns[i], NULL, &use, false), CONNECT_OK);
        pace_turn_set_principal(paces[i], &turns[i], "123456789012", "us-east-1");
    }
    ck_assert(rate_of(&turns[1], &clock) == 2);
    pace_note_response(paces[0], &turns[0], true);
    double slow = rate_of(&turns[1], &clock);
    ck_assert(slow > 1.39 && slow < 1.41);
    fake_clock_advance(&clock, 1000);
    double later = rate_of(&turns[1], &clock);
    ck_assert(later > slow + 0.01 && later < 2);
    fake_clock_advance(&clock, 60000);
    ck_assert(rate_of(&turns[1], &clock) == 2);
    pace_turn_set_principal(paces[1], &turns[1], NULL, NULL);
    ck_assert_ptr_null(turns[1].slot);
    for (int i = 0; i < 2; i++) {
        pace_free(paces[i]);
    }
}
END_TEST

START_TEST(a_time_that_cannot_have_been_reserved_blocks_no_process)
{
    const uint64_t wild[] = { UINT64_MAX, INT64_MAX, (uint64_t)(START + 7200 * SECOND) };

    for (size_t i = 0; i < sizeof wild / sizeof wild[0]; i++) {
        struct pace_file *file = opened(false);
        struct pace_slot *slot = slot_in(file);

        memcpy((char *)slot + 8, &wild[i], sizeof wild[i]);
        ck_assert_int_le(reserve(slot, START), START);
        pace_file_close(file);
    }
}
END_TEST

/* An hour, the burst, and a thousand calls ahead. */
START_TEST(a_turn_may_be_reserved_so_far_ahead)
{
    int64_t interval = (int64_t)(1e6 / service.rate);
    int64_t burst = (int64_t)(service.burst * (double)interval);
    int64_t furthest = START + 3600 * SECOND + burst + 1000 * interval;
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    uint64_t tat = (uint64_t)furthest;

    memcpy((char *)slot + 8, &tat, sizeof tat);
    ck_assert_int_eq(reserve(slot, START), furthest + interval - burst);
    tat++;
    memcpy((char *)slot + 8, &tat, sizeof tat);
    ck_assert_int_eq(reserve(slot, START), START);
    pace_file_close(file);
}
END_TEST

/* What a slot may hold, be it damaged or of an earlier boot, and the factor that results. */
static const struct {
    int64_t at_ms; /* of the refusal, after START; another process may be ahead */
    double factor, expected;
} found_refusals[] = {
    { 0, 0, 0.1 },       { 0, 0.05, 0.1 },    { -500, 0, 0.1 },           { -4000, 0, 0.2 },
    { 1, 0, 0.1 },       { 20000, 0.3, 0.3 }, { 20001, 0.3, 1 },          { 20001, 0, 1 },
    { 3600000, 0.3, 1 }, { -20000, 0, 1 },    { INT64_C(1) << 47, 0, 1 },
};

START_TEST(whatever_a_slot_holds_slows_to_a_tenth_and_not_for_long)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    uint64_t ms = (uint64_t)(START / 1000 + found_refusals[_i].at_ms);
    uint64_t bytes = ms << 16 | (uint64_t)(found_refusals[_i].factor * 65535);
    double factor;

    memcpy((char *)slot + 16, &bytes, sizeof bytes);
    factor = pace_slot_factor(slot, START);
    ck_assert_msg(factor > found_refusals[_i].expected - 0.0001 &&
                      factor < found_refusals[_i].expected + 0.0001,
                  "%g", factor);
    pace_file_close(file);
}
END_TEST

/* In a slot of the same name where boots have no id, and in one that others had. */
START_TEST(a_refusal_of_an_earlier_boot_is_forgotten)
{
    static const uint64_t boots[] = { 1, 42 };
    int64_t before = START + 30 * 86400 * SECOND;
    struct pace_file *file;
    struct pace_slot *slot;
    char name[32];

    ck_assert_int_eq(pace_file_open_in_boot(path, false, 1, &file, NULL), CONNECT_OK);
    for (int i = 0; i < 4000; i++) {
        (void)snprintf(name, sizeof name, "operation %d", i);
        slot = pace_file_slot(file, "1", "us-east-1", name, before);
        if (slot != NULL) {
            (void)reserve(slot, before);
            pace_slot_refused(slot, service, before);
        }
    }
    pace_file_close(file);
    ck_assert_int_eq(pace_file_open_in_boot(path, false, boots[_i], &file, NULL), CONNECT_OK);
    for (int i = 0; i < 100; i++) {
        (void)snprintf(name, sizeof name, "operation %d", i);
        slot = pace_file_slot(file, "1", "us-east-1", name, START);
        ck_assert_ptr_nonnull(slot);
        ck_assert(pace_slot_factor(slot, START) == 1);
        ck_assert_int_eq(reserve(slot, START), START);
        pace_slot_refused(slot, service, START);
        ck_assert(pace_slot_factor(slot, START) < 0.71);
    }
    pace_file_close(file);
}
END_TEST

/* ---- processes ---- */

#define PROCESSES 8
#define TURNS 500

static int compare_times(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return *x < *y ? -1 : *x > *y;
}

/* Every turn is reserved once, however many processes reserve at the same moment. */
START_TEST(no_turn_is_given_twice)
{
    int64_t due[PROCESSES * TURNS];
    size_t count = 0;
    int pipes[2];

    ck_assert_int_eq(pipe(pipes), 0);
    for (int i = 0; i < PROCESSES; i++) {
        if (fork() == 0) {
            /* No assertions here: they write to a pipe that is the parent's. */
            struct pace_file *file = NULL;
            struct pace_slot *slot;

            if (pace_file_open(path, false, &file, NULL) != CONNECT_OK) {
                test_child_leave(false);
            }
            slot = pace_file_slot(file, "123456789012", "us-east-1", "DescribeInstance", START);
            for (int k = 0; k < TURNS; k++) {
                int64_t turn = reserve(slot, START);

                if (write(pipes[1], &turn, sizeof turn) != sizeof turn) {
                    test_child_leave(false);
                }
            }
            test_child_leave(true);
        }
    }
    (void)close(pipes[1]);
    while (count < PROCESSES * TURNS &&
           read(pipes[0], &due[count], sizeof due[count]) == sizeof due[count]) {
        count++;
    }
    (void)close(pipes[0]);
    ck_assert_uint_eq(count, PROCESSES * TURNS);
    qsort(due, count, sizeof due[0], compare_times);
    for (size_t i = 0; i < count; i++) {
        if (due[i] == START) { /* the first one, due at once and before the lag */
            memmove(&due[i], &due[i + 1], (--count - i) * sizeof due[0]);
        }
    }
    ck_assert_uint_eq(count, PROCESSES * TURNS - 1);
    for (size_t i = 1; i < count; i++) {
        ck_assert_int_eq(due[i] - due[i - 1], SECOND / 2);
    }
    while (wait(NULL) > 0) {
    }
}
END_TEST

/* What a slot says of the next turn. */
static uint64_t next_turn(struct pace_slot *slot)
{
    uint64_t tat;

    memcpy(&tat, (char *)slot + 8, sizeof tat);
    return tat;
}

/* It frees an inherited loop whose call is in the queue, or makes calls of its own. */
START_TEST(a_forked_child_neither_returns_nor_takes_a_turn_of_its_parent)
{
    const struct quota_use use = { "DescribeInstance", service, false };
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);
    struct pace_turn turn;
    struct fake_clock clock;
    struct task task = { 0 };
    struct pace *pace;
    int64_t due, later;
    uint64_t next;
    pid_t child;
    int status;

    fake_clock_init(&clock);
    pace = pace_new(&clock.face);
    pace_set_quota(pace, service, false);
    pace_share(pace, opened(false));
    ck_assert_int_eq(pace_turn_init(pace, &turn, &task, &use, false), CONNECT_OK);
    pace_turn_set_principal(pace, &turn, "123456789012", "us-east-1");
    do {
        pace_join(pace, &turn);
    } while (pace_look(pace, &turn, &due));
    next = next_turn(slot);
    child = test_fork();
    if (child == 0) {
        bool ok = true;

        if (_i == 1) {
            fake_clock_advance(&clock, due - clock.ticks);
            ok = !pace_look(pace, &turn, &later) && later > due && next_turn(slot) > next;
        }
        pace_leave(pace, &turn);
        test_child_leave(ok && next_turn(slot) == next);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(next_turn(slot), next);
    fake_clock_advance(&clock, due - clock.ticks);
    ck_assert(pace_look(pace, &turn, &later));
    pace_free(pace);
    pace_file_close(file);
}
END_TEST

START_TEST(a_process_that_is_killed_leaves_nothing_to_wait_for)
{
    struct pace_file *file = opened(false);
    struct pace_slot *slot = slot_in(file);

    for (int i = 0; i < 20; i++) {
        pid_t child = fork();

        if (child == 0) {
            struct pace_file *own = NULL;

            while (pace_file_open(path, false, &own, NULL) == CONNECT_OK) {
                struct pace_slot *taken =
                    pace_file_slot(own, "123456789012", "us-east-1", "DescribeInstance", START);
                uint64_t reserved;

                (void)pace_slot_reserve(taken, service, START, &reserved);
                pace_slot_return(taken, service, reserved);
                pace_file_close(own);
            }
            test_child_leave(false);
        }
        (void)usleep(5000);
        ck_assert_int_eq(kill(child, SIGKILL), 0);
        ck_assert_int_eq(waitpid(child, NULL, 0), child);
    }
    /* Each of the twenty has lost one turn at most. */
    ck_assert_int_le(reserve(slot, START), START + 11 * SECOND);
    pace_file_close(opened(false));
    pace_file_close(file);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("shared quotas");
    TCase *files = tcase_create("files"), *turns = tcase_create("turns"),
          *processes = tcase_create("processes");

    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_add_test(files, a_new_file_belongs_to_its_owner_alone_or_to_a_group);
    tcase_add_test(files, a_file_that_is_not_ours_is_refused_with_the_reason);
    tcase_add_test(files, another_version_is_not_taken_for_another_format);
    tcase_add_test(files, a_file_that_cannot_be_examined_is_refused);
    tcase_add_test(files, a_new_file_that_cannot_be_allocated_is_refused);
    tcase_add_test(files, a_file_of_another_user_is_refused);
    tcase_add_test(files, a_file_system_without_shared_mappings_is_named_as_the_reason);
    tcase_add_test(files, a_half_made_file_is_completed);
    tcase_add_test(files, an_allocation_failure_while_a_file_is_opened_is_reported);
    tcase_add_test(files, times_of_an_earlier_boot_are_forgotten);
    tcase_add_test(files, a_boot_has_an_id_of_its_own);
    tcase_add_test(files, a_file_holds_no_descriptor);
    tcase_add_test(files, a_file_may_get_descriptor_0);
    tcase_add_test(files, a_closed_file_is_not_mapped);
    tcase_add_test(files, a_pacer_closes_the_file_that_it_had);
    tcase_add_test(files, each_account_region_and_operation_has_a_slot_until_all_are_taken);
    tcase_add_loop_test(files, a_slot_is_where_other_versions_look_for_it, 0,
                        (int)(sizeof places / sizeof *places));
    tcase_add_test(files, a_quota_has_64_places);
    tcase_add_test(files, a_slot_that_is_not_used_for_an_hour_is_given_to_others);
    tcase_add_test(files, a_quota_keeps_its_slot_while_those_before_it_are_idle);
    suite_add_tcase(suite, files);
    tcase_add_checked_fixture(turns, set_up, tear_down);
    tcase_add_test(turns, a_burst_goes_at_once_and_the_rest_at_the_rate);
    tcase_add_test(turns, a_rest_fills_the_bucket_up_to_the_burst_only);
    tcase_add_test(turns, a_turn_in_another_slot_is_given_back);
    tcase_add_test(turns, a_turn_that_was_given_back_is_reserved_anew);
    tcase_add_test(turns, a_turn_that_is_not_used_is_given_back);
    tcase_add_test(turns, a_refusal_slows_everybody_and_time_heals);
    tcase_add_loop_test(turns, refusals_count_once_within_a_second, 0,
                        sizeof refusals / sizeof *refusals);
    tcase_add_test(turns, a_pacer_takes_no_slot_that_is_in_use);
    tcase_add_test(turns, the_rate_of_a_pacer_is_the_one_that_all_processes_have);
    tcase_add_test(turns, a_time_that_cannot_have_been_reserved_blocks_no_process);
    tcase_add_test(turns, a_turn_may_be_reserved_so_far_ahead);
    tcase_add_loop_test(turns, whatever_a_slot_holds_slows_to_a_tenth_and_not_for_long, 0,
                        sizeof found_refusals / sizeof *found_refusals);
    tcase_add_loop_test(turns, a_refusal_of_an_earlier_boot_is_forgotten, 0, 2);
    tcase_add_test(turns, extreme_quotas_do_not_overflow);
    tcase_add_test(turns, only_a_rest_is_followed_by_the_lag);
    suite_add_tcase(suite, turns);
    tcase_add_checked_fixture(processes, set_up, tear_down);
    tcase_add_test(processes, no_turn_is_given_twice);
    tcase_add_loop_test(processes, a_forked_child_neither_returns_nor_takes_a_turn_of_its_parent, 0,
                        2);
    tcase_add_test(processes, a_process_that_is_killed_leaves_nothing_to_wait_for);
    suite_add_tcase(suite, processes);
    return suite;
}
