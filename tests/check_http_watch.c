/* HTTP: many descriptors watched behind one. */
#include "core/clock.h"
#include "http/carrier_sockets.h"
#include "http/watch_set.h"
#include "support/held.h"
#include "support/memory.h"
#include "support/real.h"
#include "support/suite.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what is interposed: a descriptor of the set has a number of the test's choice ---- */

enum part { PART_EPOLL, PART_TIMER, PART_EVENT, PARTS, PART_NONE };

static enum part chosen_part = PART_NONE;
static int chosen_number; /* -1: the system has no more */

static int renumber(enum part part, int fd)
{
    if (fd < 0 || part != chosen_part) {
        return fd;
    }
    int renumbered = chosen_number >= 0 ? dup3(fd, chosen_number, O_CLOEXEC) : -1;
    close(fd);
    errno = EMFILE;
    return renumbered;
}

__attribute__((visibility("default"))) int epoll_create1(int flags)
{
    REAL(epoll_create1);
    return renumber(PART_EPOLL, real.function(flags));
}

__attribute__((visibility("default"))) int timerfd_create(clockid_t clock, int flags)
{
    REAL(timerfd_create);
    return renumber(PART_TIMER, real.function(clock, flags));
}

__attribute__((visibility("default"))) int eventfd(unsigned count, int flags)
{
    REAL(eventfd);
    return renumber(PART_EVENT, real.function(count, flags));
}

/* A set is asked, and waits for nothing: to wait is up to the host. */
__attribute__((visibility("default"))) int epoll_wait(int fd, struct epoll_event *events, int count,
                                                      int timeout)
{
    REAL(epoll_wait);
    ck_assert_int_eq(timeout, 0);
    return real.function(fd, events, count, timeout);
}

/* ---- the set ---- */

static struct watch_set *set;
static int pipes[4][2];
static struct watch watches[4];
static unsigned seen[4];

static void on_ready(struct watch *watch, unsigned ready)
{
    seen[watch - watches] |= ready;
}

static void set_up(void)
{
    set = watch_set_new();
    ck_assert_ptr_nonnull(set);
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pipe(pipes[i]), 0);
        watches[i] = (struct watch){ .fd = pipes[i][0], .on_ready = on_ready };
    }
}

static void tear_down(void)
{
    watch_set_free(set);
    for (int i = 0; i < 4; i++) {
        close(pipes[i][0]);
        close(pipes[i][1]);
    }
}

static bool is_ready(int ms)
{
    struct pollfd fd = { watch_set_fd(set), POLLIN, 0 };
    return poll(&fd, 1, ms) == 1;
}

static int64_t now(void)
{
    return clock_system.monotonic(clock_system.user);
}

static int dispatch(void)
{
    struct watch *watch;
    unsigned ready;
    int count = 0;
    while ((watch = watch_set_next(set, &ready)) != NULL) {
        watch->on_ready(watch, ready);
        count++;
    }
    return count;
}

/* Reading what is not there must not block, and no program that is started may hold it. */
START_TEST(descriptors_of_a_set_do_not_block_and_end_with_the_program)
{
    bool was_open[64];
    int made = 0;
    for (int fd = 0; fd < 64; fd++) {
        was_open[fd] = fcntl(fd, F_GETFD) >= 0;
    }
    struct watch_set *own = watch_set_new();
    for (int fd = 0; fd < 64; fd++) {
        int flags = fcntl(fd, F_GETFD);
        if (was_open[fd] || flags < 0) {
            continue;
        }
        made++;
        ck_assert_int_eq(flags, FD_CLOEXEC);
        ck_assert(fd == watch_set_fd(own) || (fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    }
    ck_assert_int_eq(made, 3);
    watch_set_free(own);
}
END_TEST

START_TEST(set_is_readable_while_a_descriptor_is_ready)
{
    ck_assert(watch_set_change(set, &watches[0], WATCH_READ));
    ck_assert(watch_set_change(set, &watches[1], WATCH_READ));
    ck_assert(!is_ready(0));
    ck_assert_int_eq(write(pipes[1][1], "x", 1), 1);
    for (int i = 0; i < 2; i++) {
        ck_assert(is_ready(0));
        ck_assert(!watch_set_poll(set));
        ck_assert_int_eq(dispatch(), 1);
        ck_assert_uint_eq(seen[1], WATCH_READ);
    }
    ck_assert_uint_eq(seen[0], 0);
    ck_assert(watch_set_change(set, &watches[1], 0));
    ck_assert(!is_ready(0));
}
END_TEST

START_TEST(interest_can_change)
{
    struct watch writer = { .fd = pipes[0][1], .on_ready = on_ready };
    unsigned ready = 0;
    ck_assert(watch_set_change(set, &writer, WATCH_READ));
    ck_assert(!is_ready(0));
    ck_assert(watch_set_change(set, &writer, WATCH_READ | WATCH_WRITE));
    watch_set_poll(set);
    ck_assert_ptr_eq(watch_set_next(set, &ready), &writer);
    ck_assert_uint_eq(ready, WATCH_WRITE);
    ck_assert(watch_set_change(set, &writer, WATCH_READ));
    ck_assert(!is_ready(0));
    ck_assert(watch_set_change(set, &writer, 0));
    ck_assert(watch_set_change(set, &writer, 0));
    /* What can be read does not wake who waits to write, which to that end of a pipe never can. */
    ck_assert_int_eq(write(pipes[0][1], "x", 1), 1);
    ck_assert(watch_set_change(set, &watches[0], WATCH_WRITE));
    ck_assert(!is_ready(0));
}
END_TEST

START_TEST(closed_peer_is_reported_as_ready_for_both)
{
    unsigned ready = 0;
    ck_assert(watch_set_change(set, &watches[0], WATCH_READ));
    close(pipes[0][1]);
    watch_set_poll(set);
    ck_assert_ptr_eq(watch_set_next(set, &ready), &watches[0]);
    ck_assert_uint_eq(ready, WATCH_READ | WATCH_WRITE);
    pipes[0][1] = dup(0);
}
END_TEST

/* What an event loop does when one event ends the exchange of another. */
START_TEST(event_of_a_removed_descriptor_is_dropped)
{
    for (int i = 0; i < 4; i++) {
        ck_assert(watch_set_change(set, &watches[i], WATCH_READ));
        ck_assert_int_eq(write(pipes[i][1], "x", 1), 1);
    }
    watch_set_poll(set);
    unsigned ready;
    struct watch *first = watch_set_next(set, &ready);
    ck_assert_ptr_nonnull(first);
    for (int i = 0; i < 4; i++) {
        if (&watches[i] != first) {
            ck_assert(watch_set_change(set, &watches[i], 0));
            memset(&watches[i], 0xff, sizeof watches[i]);
        }
    }
    ck_assert_ptr_null(watch_set_next(set, &ready));
}
END_TEST

START_TEST(events_of_other_descriptors_are_kept)
{
    unsigned ready;
    int left = 0;
    for (int i = 0; i < 4; i++) {
        ck_assert(watch_set_change(set, &watches[i], WATCH_READ));
        ck_assert_int_eq(write(pipes[i][1], "x", 1), 1);
    }
    watch_set_poll(set);
    struct watch *first = watch_set_next(set, &ready);
    struct watch *removed = first == &watches[1] ? &watches[2] : &watches[1];
    ck_assert(watch_set_change(set, removed, 0));
    for (struct watch *watch; (watch = watch_set_next(set, &ready)) != NULL; left++) {
        ck_assert_ptr_ne(watch, removed);
    }
    ck_assert_int_eq(left, 2);
}
END_TEST

START_TEST(what_cannot_be_watched_is_refused)
{
    struct watch file = { .fd = open("/dev/null", O_RDONLY), .on_ready = on_ready };
    struct watch closed = { .fd = -1, .on_ready = on_ready };
    ck_assert(!watch_set_change(set, &file, WATCH_READ));
    ck_assert(!watch_set_change(set, &closed, WATCH_READ));
    ck_assert_uint_eq(file.interest | closed.interest, 0);
    close(file.fd);
}
END_TEST

START_TEST(timer_makes_the_set_ready)
{
    int64_t start = now();
    ck_assert(!is_ready(0));
    watch_set_arm(set, start + 30);
    ck_assert(is_ready(30000));
    ck_assert_int_ge(now(), start + 29);
    watch_set_poll(set);
    ck_assert_int_eq(dispatch(), 0);
    ck_assert(!is_ready(0));
    /* The past, again and again, is now. */
    for (int i = 0; i < 3; i++) {
        watch_set_arm(set, start);
        ck_assert(is_ready(30000));
        watch_set_poll(set);
    }
    watch_set_arm(set, INT64_MIN);
    ck_assert(is_ready(30000));
    watch_set_poll(set);
    watch_set_arm(set, now() + 60000);
    watch_set_arm(set, DEADLINE_NONE);
    ck_assert(!is_ready(0));
}
END_TEST

/* What expired and was not polled is forgotten as well. */
START_TEST(timer_that_is_disarmed_does_not_make_the_set_ready)
{
    watch_set_arm(set, now());
    ck_assert(is_ready(30000));
    watch_set_arm(set, DEADLINE_NONE);
    ck_assert(!is_ready(0));
    watch_set_arm(set, now());
    ck_assert(is_ready(30000));
    watch_set_arm(set, now() + 60000);
    ck_assert(!is_ready(0));
}
END_TEST

static int interruptions; /* of writes */

__attribute__((visibility("default"))) ssize_t write(int fd, const void *bytes, size_t size)
{
    REAL(write);
    if (interruptions > 0) {
        interruptions--;
        errno = EINTR;
        return -1;
    }
    return real.function(fd, bytes, size);
}

/* It may come between a call and the look at its errno. */
START_TEST(waking_the_set_leaves_errno)
{
    interruptions = 3;
    errno = ERANGE;
    watch_set_wake(set);
    ck_assert_int_eq(errno, ERANGE);
    ck_assert_int_eq(interruptions, 0);
    ck_assert(watch_set_poll(set));
}
END_TEST

static void on_signal(int number)
{
    (void)number;
    watch_set_wake(set);
}

static void *wake_soon(void *user)
{
    (void)user;
    usleep(20000);
    watch_set_wake(set);
    return NULL;
}

START_TEST(threads_and_signal_handlers_wake_the_set)
{
    struct sigaction action = { .sa_handler = on_signal }, before;
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, wake_soon, NULL), 0);
    ck_assert(is_ready(30000));
    ck_assert(watch_set_poll(set));
    ck_assert(!watch_set_poll(set));
    ck_assert(!is_ready(0));
    pthread_join(thread, NULL);
    sigaction(SIGUSR1, &action, &before);
    pthread_kill(pthread_self(), SIGUSR1);
    pthread_kill(pthread_self(), SIGUSR1);
    sigaction(SIGUSR1, &before, NULL);
    ck_assert(watch_set_poll(set));
    ck_assert(!watch_set_poll(set));
}
END_TEST

START_TEST(many_ready_descriptors_come_in_bounded_portions)
{
    enum { MANY = 200 };
    static struct watch many[MANY];
    int fds[2], portions = 0;
    bool all[MANY] = { false };
    ck_assert_int_eq(pipe(fds), 0);
    ck_assert_int_eq(write(fds[1], "x", 1), 1);
    for (int i = 0; i < MANY; i++) {
        many[i] = (struct watch){ .fd = dup(fds[0]), .on_ready = on_ready };
        ck_assert(watch_set_change(set, &many[i], WATCH_READ));
    }
    for (int left = MANY; left > 0; portions++) {
        struct watch *watch;
        unsigned ready;
        ck_assert(is_ready(0));
        watch_set_poll(set);
        while ((watch = watch_set_next(set, &ready)) != NULL) {
            ck_assert(!all[watch - many]);
            all[watch - many] = true;
            ck_assert(watch_set_change(set, watch, 0));
            left--;
        }
    }
    ck_assert_int_gt(portions, 1);
    for (int i = 0; i < MANY; i++) {
        close(many[i].fd);
    }
    close(fds[0]);
    close(fds[1]);
}
END_TEST

START_TEST(child_cannot_disturb_the_set_of_its_parent)
{
    unsigned ready;
    char byte;
    ck_assert(watch_set_change(set, &watches[0], WATCH_READ));
    ck_assert_int_eq(write(pipes[0][1], "x", 1), 1);
    (void)watch_set_poll(set); /* an event is left to be taken */
    watch_set_arm(set, now() + 60000);
    watch_set_wake(set);
    pid_t child = test_fork();
    if (child == 0) {
        bool quiet = !watch_set_change(set, &watches[0], 0);
        watch_set_wake(set);
        watch_set_arm(set, 0);
        quiet = quiet && !watch_set_poll(set) && watch_set_next(set, &ready) == NULL &&
                !watch_set_change(set, &watches[1], WATCH_READ);
        watch_set_free(set);
        test_child_leave(quiet);
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(read(pipes[0][0], &byte, 1), 1);
    ck_assert(watch_set_poll(set)); /* the child has not taken what wakes the parent */
    ck_assert(!is_ready(0));
    ck_assert_int_eq(write(pipes[0][1], "x", 1), 1);
    ck_assert(is_ready(0));
    child = test_fork();
    if (child == 0) {
        watch_set_wake(set);
        test_child_leave(true);
    }
    waitpid(child, &status, 0);
    ck_assert(!watch_set_poll(set)); /* nor does it wake the parent */
}
END_TEST

static bool make_one(void *user)
{
    (void)user;
    struct watch_set *one = watch_set_new();
    watch_set_free(one);
    return one != NULL;
}

/* ---- the sockets of a carrier ---- */

static int activities;
static bool makes_progress;

static void on_activity(struct carrier_sockets *sockets, int fd, unsigned ready)
{
    ck_assert_int_eq(fd, pipes[0][0]);
    ck_assert_uint_eq(ready, WATCH_READ);
    activities++;
    sockets->keeper.events += makes_progress ? 1 : 0;
}

static void run_steps(int count)
{
    for (int i = 0; i < count; i++) {
        (void)watch_set_poll(set);
        (void)dispatch();
    }
}

/* Fifty events in a row without progress; progress, or a new interest, begins anew. */
START_TEST(descriptor_that_spins_is_watched_no_longer)
{
    struct carrier_sockets sockets;
    carrier_sockets_init(&sockets, set, on_activity);
    ck_assert_int_eq(write(pipes[0][1], "x", 1), 1);
    carrier_sockets_watch(&sockets, pipes[0][0], WATCH_READ);
    run_steps(49);
    carrier_sockets_watch(&sockets, pipes[0][0], WATCH_READ);
    run_steps(49);
    makes_progress = true;
    run_steps(1);
    makes_progress = false;
    run_steps(49);
    ck_assert_int_eq(activities, 148);
    run_steps(10);
    ck_assert_int_eq(activities, 149);
    carrier_sockets_watch(&sockets, pipes[0][0], WATCH_READ);
    run_steps(60);
    ck_assert_int_eq(activities, 199);
    carrier_sockets_release(&sockets);
}
END_TEST

static void on_any_activity(struct carrier_sockets *sockets, int fd, unsigned ready)
{
    (void)sockets;
    (void)fd;
    (void)ready;
    activities++;
}

/* Events of writing, of which many more are allowed, count against those of reading. */
START_TEST(descriptor_that_has_spun_in_writing_does_not_spin_in_reading)
{
    struct carrier_sockets sockets;
    char block[4096] = "";
    int pair[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
    carrier_sockets_init(&sockets, set, on_any_activity);
    carrier_sockets_watch(&sockets, pair[0], WATCH_READ | WATCH_WRITE);
    run_steps(100);
    ck_assert_int_eq(activities, 100);
    while (send(pair[0], block, sizeof block, 0) > 0) {
    }
    run_steps(10);
    ck_assert_int_eq(activities, 100);
    ck_assert_int_eq(write(pair[1], "x", 1), 1);
    run_steps(10);
    ck_assert_int_eq(activities, 101);
    carrier_sockets_release(&sockets);
    close(pair[0]);
    close(pair[1]);
}
END_TEST

START_TEST(set_closes_what_it_opened)
{
    int before = held_descriptors();
    memory_watch();
    memory_fail_each(make_one, NULL, 0);
    memory_unwatch();
    ck_assert_int_eq(held_descriptors(), before);
    watch_set_free(NULL);
}
END_TEST

/* 0 is free in a process that has closed its standard input. */
START_TEST(set_works_with_descriptor_0_and_closes_it)
{
    int before = held_descriptors();
    int former = dup(STDIN_FILENO);
    ck_assert_int_ge(former, 0);
    chosen_part = (enum part)_i;
    chosen_number = STDIN_FILENO;
    struct watch_set *own = watch_set_new();
    ck_assert_ptr_nonnull(own);
    ck_assert_int_eq(chosen_part == PART_EPOLL, watch_set_fd(own) == STDIN_FILENO);
    struct pollfd ready = { watch_set_fd(own), POLLIN, 0 };
    watch_set_arm(own, 0);
    if (chosen_part == PART_TIMER) { /* it expires once, not every second */
        struct itimerspec armed;
        ck_assert_int_eq(timerfd_gettime(STDIN_FILENO, &armed), 0);
        ck_assert(armed.it_interval.tv_sec == 0 && armed.it_interval.tv_nsec == 0);
    }
    ck_assert_int_eq(poll(&ready, 1, 30000), 1);
    ck_assert(!watch_set_poll(own));
    ck_assert_int_eq(poll(&ready, 1, 0), 0);
    watch_set_wake(own);
    ck_assert_int_eq(poll(&ready, 1, 0), 1);
    ck_assert(watch_set_poll(own));
    watch_set_free(own);
    ck_assert_int_eq(fcntl(STDIN_FILENO, F_GETFD), -1);
    ck_assert_int_eq(dup2(former, STDIN_FILENO), STDIN_FILENO);
    (void)close(former);
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

START_TEST(set_that_lacks_a_descriptor_leaves_nothing)
{
    int before = held_descriptors();
    chosen_part = (enum part)_i;
    chosen_number = -1;
    memory_watch();
    ck_assert_ptr_null(watch_set_new());
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
    ck_assert_int_eq(held_descriptors(), before);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/watch");
    TCase *tcase = tcase_create("watch");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, descriptors_of_a_set_do_not_block_and_end_with_the_program);
    tcase_add_test(tcase, set_is_readable_while_a_descriptor_is_ready);
    tcase_add_test(tcase, interest_can_change);
    tcase_add_test(tcase, closed_peer_is_reported_as_ready_for_both);
    tcase_add_test(tcase, event_of_a_removed_descriptor_is_dropped);
    tcase_add_test(tcase, events_of_other_descriptors_are_kept);
    tcase_add_test(tcase, what_cannot_be_watched_is_refused);
    tcase_add_test(tcase, timer_makes_the_set_ready);
    tcase_add_test(tcase, timer_that_is_disarmed_does_not_make_the_set_ready);
    tcase_add_test(tcase, threads_and_signal_handlers_wake_the_set);
    tcase_add_test(tcase, waking_the_set_leaves_errno);
    tcase_add_test(tcase, many_ready_descriptors_come_in_bounded_portions);
    tcase_add_test(tcase, child_cannot_disturb_the_set_of_its_parent);
    tcase_add_test(tcase, descriptor_that_spins_is_watched_no_longer);
    tcase_add_test(tcase, descriptor_that_has_spun_in_writing_does_not_spin_in_reading);
    tcase_add_test(tcase, set_closes_what_it_opened);
    tcase_add_loop_test(tcase, set_works_with_descriptor_0_and_closes_it, 0, PARTS);
    tcase_add_loop_test(tcase, set_that_lacks_a_descriptor_leaves_nothing, 0, PARTS);
    suite_add_tcase(suite, tcase);
    return suite;
}
