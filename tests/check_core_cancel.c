/* Core: cancel tokens in threads, signal handlers and forked children; noticing a fork. */
#include "core/clock.h"
#include "core/fork.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t now(void)
{
    return clock_system.monotonic(clock_system.user);
}

static bool is_readable(int fd)
{
    struct pollfd poll_fd = { fd, POLLIN, 0 };
    return poll(&poll_fd, 1, 0) == 1;
}

/* A program that has closed its standard input: the next descriptor is number 0. */
START_TEST(a_token_may_have_the_first_descriptor)
{
    connect_cancel *cancel = NULL;
    int input = dup(STDIN_FILENO);

    (void)close(STDIN_FILENO);
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(connect_cancel_fd(cancel), 0);
    ck_assert(clock_wait(cancel, 1));
    connect_cancel_fire(cancel);
    ck_assert(is_readable(0));
    ck_assert(!clock_wait(cancel, 10000));
    connect_cancel_free(cancel);
    ck_assert_int_eq(fcntl(STDIN_FILENO, F_GETFD), -1);
    (void)dup2(input, STDIN_FILENO);
    (void)close(input);
}
END_TEST

START_TEST(token_stays_fired)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert(!connect_cancel_is_fired(cancel));
    ck_assert_int_ge(connect_cancel_fd(cancel), 0);
    ck_assert(!is_readable(connect_cancel_fd(cancel)));
    ck_assert_int_eq(fcntl(connect_cancel_fd(cancel), F_GETFD), FD_CLOEXEC);
    ck_assert_int_ne(fcntl(connect_cancel_fd(cancel), F_GETFL) & O_NONBLOCK, 0);
    for (int i = 0; i < 100000; i++) {
        connect_cancel_fire(cancel);
    }
    ck_assert(connect_cancel_is_fired(cancel));
    ck_assert(is_readable(connect_cancel_fd(cancel)));
    ck_assert(!clock_wait(cancel, 0));
    ck_assert(!clock_wait(cancel, 10000));
    ck_assert(is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(null_token_never_fires)
{
    connect_cancel_fire(NULL);
    connect_cancel_free(NULL);
    ck_assert(!connect_cancel_is_fired(NULL));
    ck_assert_int_eq(connect_cancel_fd(NULL), -1);
    ck_assert_int_eq(connect_cancel_new(NULL), CONNECT_E_ARGUMENT);
    int64_t start = now();
    ck_assert(clock_wait(NULL, 40));
    ck_assert_int_ge(now() - start, 40);
    ck_assert(clock_wait(NULL, 0));
    ck_assert(clock_wait(NULL, -5));
}
END_TEST

static void *fire_soon(void *cancel)
{
    clock_wait(NULL, 50);
    connect_cancel_fire(cancel);
    return NULL;
}

START_TEST(fire_from_another_thread_ends_a_wait)
{
    connect_cancel *cancel = NULL;
    pthread_t thread;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(pthread_create(&thread, NULL, fire_soon, cancel), 0);
    int64_t start = now();
    ck_assert(!clock_wait(cancel, INT64_MAX));
    ck_assert_int_lt(now() - start, 50 + patience(200));
    pthread_join(thread, NULL);
    connect_cancel_free(cancel);
}
END_TEST

static connect_cancel *signalled;
static volatile sig_atomic_t errno_kept;

static void on_alarm(int number)
{
    (void)number;
    errno = ENOTTY;
    connect_cancel_fire(signalled);
    errno_kept = errno == ENOTTY;
}

START_TEST(signal_handler_may_fire)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct sigaction old;
    ck_assert_int_eq(connect_cancel_new(&signalled), CONNECT_OK);
    sigaction(SIGUSR1, &action, &old);
    pthread_t self = pthread_self();
    pthread_kill(self, SIGUSR1);
    ck_assert(!clock_wait(signalled, 10000));
    ck_assert(errno_kept);
    sigaction(SIGUSR1, &old, NULL);
    connect_cancel_free(signalled);
}
END_TEST

START_TEST(a_token_that_cannot_be_written_to_keeps_errno_as_it_is)
{
    connect_cancel *cancel = NULL;
    int deaf = open("/dev/null", O_RDONLY | O_CLOEXEC);

    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_ge(dup2(deaf, connect_cancel_fd(cancel)), 0);
    errno = ENOTTY;
    connect_cancel_fire(cancel);
    ck_assert_int_eq(errno, ENOTTY);
    ck_assert(connect_cancel_is_fired(cancel));
    connect_cancel_free(cancel);
    (void)close(deaf);
}
END_TEST

static void do_nothing(int number)
{
    (void)number;
}

static void *interrupt(void *thread)
{
    for (int i = 0; i < 5; i++) {
        clock_wait(NULL, 10);
        pthread_kill(*(pthread_t *)thread, SIGUSR2);
    }
    return NULL;
}

START_TEST(signal_does_not_shorten_a_wait)
{
    struct sigaction action = { .sa_handler = do_nothing };
    struct sigaction old;
    sigaction(SIGUSR2, &action, &old);
    pthread_t self = pthread_self();
    pthread_t thread;
    pthread_create(&thread, NULL, interrupt, &self);
    int64_t start = now();
    ck_assert(clock_wait(NULL, 120));
    ck_assert_int_ge(now() - start, 120);
    pthread_join(thread, NULL);
    sigaction(SIGUSR2, &old, NULL);
}
END_TEST

START_TEST(fire_in_a_child_does_not_reach_the_parent)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    pid_t child = test_fork();
    if (child == 0) {
        connect_cancel_fire(cancel);
        test_child_leave(connect_cancel_is_fired(cancel) && !clock_wait(cancel, 1000));
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(!connect_cancel_is_fired(cancel));
    ck_assert(!is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
}
END_TEST

/* Waits for a byte of the other process, so that both take their steps in order. */
static void await_step(const int fds[2])
{
    char byte;
    ck_assert_int_eq(read(fds[0], &byte, 1), 1);
}

static void announce_step(const int fds[2])
{
    ck_assert_int_eq(write(fds[1], "x", 1), 1);
}

static double cpu_seconds(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

/* Whether a child sleeps for 300 ms with a token that its parent has fired after the fork. */
static bool child_sleeps(connect_cancel *cancel, const int fds[2])
{
    await_step(fds);
    double before = cpu_seconds();
    bool waited = clock_wait(cancel, 300);
    double used = cpu_seconds() - before;
    return waited && used < 0.1 && !is_readable(connect_cancel_fd(cancel)) &&
           !connect_cancel_is_fired(cancel);
}

START_TEST(fire_in_the_parent_does_not_reach_a_child)
{
    connect_cancel *cancel = NULL;
    int fds[2];
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(pipe(fds), 0);
    /* The second child has looked at the descriptor before the parent fires. */
    int before = connect_cancel_fd(cancel);
    pid_t child = test_fork();
    if (child == 0) {
        if (_i == 1) {
            ck_assert_int_eq(connect_cancel_fd(cancel), before);
        }
        int held = held_descriptors();
        test_child_leave(child_sleeps(cancel, fds) && held_descriptors() == held);
    }
    connect_cancel_fire(cancel);
    announce_step(fds);
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

START_TEST(token_fired_before_a_fork_is_fired_in_the_child)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    connect_cancel_fire(cancel);
    pid_t child = test_fork();
    if (child == 0) {
        test_child_leave(is_readable(connect_cancel_fd(cancel)) && !clock_wait(cancel, 10000));
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    connect_cancel_free(cancel);
}
END_TEST

static void *wait_long(void *cancel)
{
    return clock_wait(cancel, 30000) ? NULL : cancel;
}

static bool child_thread_wakes(connect_cancel *cancel)
{
    pthread_t threads[4];
    void *fired = cancel;
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, wait_long, cancel), 0);
    }
    clock_wait(NULL, 20);
    connect_cancel_fire(cancel);
    for (int i = 0; i < 4; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        fired = result != NULL ? fired : NULL;
    }
    return fired != NULL;
}

/* The grandchild inherits from a child that has a descriptor of its own. */
START_TEST(threads_of_a_child_are_woken_by_its_own_fire)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    pid_t child = test_fork();
    if (child == 0) {
        int own = connect_cancel_fd(cancel);
        pid_t grandchild = fork();
        if (grandchild == 0) {
            test_child_leave(child_thread_wakes(cancel));
        }
        int status = 1;
        waitpid(grandchild, &status, 0);
        test_child_leave(status == 0 && !is_readable(own) && child_thread_wakes(cancel) &&
                         is_readable(own));
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(!is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(child_without_descriptors_still_has_the_flag)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    pid_t child = test_fork();
    if (child == 0) {
        struct rlimit limit, none;
        getrlimit(RLIMIT_NOFILE, &limit);
        none = limit;
        none.rlim_cur = 1; /* valgrind refuses to lower the other one */
        setrlimit(RLIMIT_NOFILE, &none);
        bool quiet = connect_cancel_fd(cancel) == -1 && clock_wait(cancel, 20);
        connect_cancel_fire(cancel);
        quiet = quiet && !clock_wait(cancel, 30000);
        setrlimit(RLIMIT_NOFILE, &limit);
        test_child_leave(quiet);
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    connect_cancel_free(cancel);
}
END_TEST

/* What the kernel does with advice to wipe a page in forked children. */
static enum { FOLLOWS_ADVICE, REFUSES_ADVICE, ACCEPTS_ANY_ADVICE } kernel;
static int advised;

__attribute__((visibility("default"))) int madvise(void *address, size_t size, int advice)
{
    advised++;
    if (kernel == FOLLOWS_ADVICE) {
        /* A static program has no dlsym(). */
        return (int)syscall(SYS_madvise, address, size, advice);
    }
    errno = EINVAL;
    return kernel == ACCEPTS_ANY_ADVICE ? 0 : -1;
}

static bool kernel_wipes(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    ck_assert_ptr_ne(page, MAP_FAILED);
    bool wipes = syscall(SYS_madvise, page, size, MADV_WIPEONFORK) == 0 &&
                 syscall(SYS_madvise, page, size, -1) != 0;
    munmap(page, size);
    return wipes;
}

struct renewal {
    _Atomic uint64_t owner;
    atomic_bool waits;
};

static void *wait_for_renewal(void *user)
{
    struct renewal *renewal = user;
    atomic_store(&renewal->waits, true);
    return fork_renewal_begin(&renewal->owner) ? user : NULL;
}

START_TEST(one_thread_renews_and_the_others_wait_for_it)
{
    struct renewal renewal = { 0 };
    pthread_t thread;
    void *renewed = &renewal;
    ck_assert(fork_renewal_begin(&renewal.owner));
    ck_assert_int_eq(pthread_create(&thread, NULL, wait_for_renewal, &renewal), 0);
    while (!atomic_load(&renewal.waits)) {
        sched_yield();
    }
    usleep(20000);
    fork_renewal_end(&renewal.owner);
    ck_assert_int_eq(pthread_join(thread, &renewed), 0);
    ck_assert_ptr_null(renewed);
    ck_assert(!fork_renewal_begin(&renewal.owner));
}
END_TEST

/* The first number decides by which means forks are noticed. */
START_TEST(generation_differs_in_every_descendant)
{
    kernel = _i;
    uint64_t parent = fork_generation();
    ck_assert_uint_eq(fork_generation(), parent);
    ck_assert_uint_ne(parent, 0);
    pid_t child = test_fork();
    if (child == 0) {
        uint64_t own = fork_generation();
        pid_t grandchild = fork();
        if (grandchild == 0) {
            uint64_t last = fork_generation();
            test_child_leave(last != own && last != parent && last == fork_generation());
        }
        int status = 1;
        waitpid(grandchild, &status, 0);
        test_child_leave(status == 0 && own != parent && own == fork_generation());
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert_uint_eq(fork_generation(), parent);
    ck_assert_int_gt(advised, 0);
    ck_assert((fork_wiped_memory() != NULL) == (kernel == FOLLOWS_ADVICE && kernel_wipes()));
}
END_TEST

static bool make_one(void *user)
{
    (void)user;
    connect_cancel *cancel = (connect_cancel *)&errno_kept;
    connect_status status = connect_cancel_new(&cancel);
    ck_assert(status == CONNECT_OK || (status == CONNECT_E_MEMORY && cancel == NULL));
    connect_cancel_free(cancel);
    return status == CONNECT_OK;
}

START_TEST(token_survives_every_allocation_failure)
{
    int before = held_descriptors();
    memory_watch();
    memory_fail_each(make_one, NULL, 0);
    memory_unwatch();
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

START_TEST(tokens_close_their_descriptors)
{
    int first = dup(0);
    close(first);
    for (int i = 0; i < 5000; i++) {
        ck_assert(make_one(NULL));
    }
    int last = dup(0);
    close(last);
    ck_assert_int_eq(first, last);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/cancel");
    TCase *cancel = tcase_create("cancel");
    tcase_add_test(cancel, token_stays_fired);
    tcase_add_test(cancel, a_token_may_have_the_first_descriptor);
    tcase_add_test(cancel, null_token_never_fires);
    tcase_add_test(cancel, fire_from_another_thread_ends_a_wait);
    tcase_add_test(cancel, signal_handler_may_fire);
    tcase_add_test(cancel, a_token_that_cannot_be_written_to_keeps_errno_as_it_is);
    tcase_add_test(cancel, signal_does_not_shorten_a_wait);
    tcase_add_test(cancel, fire_in_a_child_does_not_reach_the_parent);
    tcase_add_loop_test(cancel, fire_in_the_parent_does_not_reach_a_child, 0, 2);
    tcase_add_test(cancel, token_fired_before_a_fork_is_fired_in_the_child);
    tcase_add_test(cancel, threads_of_a_child_are_woken_by_its_own_fire);
    tcase_add_test(cancel, child_without_descriptors_still_has_the_flag);
    tcase_add_test(cancel, one_thread_renews_and_the_others_wait_for_it);
    tcase_add_loop_test(cancel, generation_differs_in_every_descendant, 0, ACCEPTS_ANY_ADVICE + 1);
    tcase_add_test(cancel, token_survives_every_allocation_failure);
    tcase_add_test(cancel, tokens_close_their_descriptors);
    suite_add_tcase(suite, cancel);
    return suite;
}
