/* Core: cancel tokens, from threads, signal handlers and forked children. */
#include "core/cancel.h"
#include "core/clock.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/suite.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
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

START_TEST(a_token_fires_once_and_for_ever)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert(!connect_cancel_is_fired(cancel));
    ck_assert_int_ge(connect_cancel_fd(cancel), 0);
    ck_assert(!is_readable(connect_cancel_fd(cancel)));
    for (int i = 0; i < 100000; i++) {
        connect_cancel_fire(cancel);
    }
    ck_assert(connect_cancel_is_fired(cancel));
    ck_assert(is_readable(connect_cancel_fd(cancel)));
    ck_assert(!cancel_wait(cancel, 0));
    ck_assert(!cancel_wait(cancel, 10000));
    ck_assert(is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
}
END_TEST

START_TEST(no_token_never_fires)
{
    connect_cancel_fire(NULL);
    connect_cancel_free(NULL);
    ck_assert(!connect_cancel_is_fired(NULL));
    ck_assert_int_eq(connect_cancel_fd(NULL), -1);
    ck_assert_int_eq(connect_cancel_new(NULL), CONNECT_E_ARGUMENT);
    int64_t start = now();
    ck_assert(cancel_wait(NULL, 40));
    ck_assert_int_ge(now() - start, 40);
    ck_assert(cancel_wait(NULL, 0));
    ck_assert(cancel_wait(NULL, -5));
}
END_TEST

static void *fire_soon(void *cancel)
{
    cancel_wait(NULL, 50);
    connect_cancel_fire(cancel);
    return NULL;
}

START_TEST(another_thread_ends_a_wait_at_once)
{
    connect_cancel *cancel = NULL;
    pthread_t thread;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    ck_assert_int_eq(pthread_create(&thread, NULL, fire_soon, cancel), 0);
    int64_t start = now();
    ck_assert(!cancel_wait(cancel, INT64_MAX));
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

START_TEST(a_signal_handler_may_fire)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct sigaction old;
    ck_assert_int_eq(connect_cancel_new(&signalled), CONNECT_OK);
    sigaction(SIGUSR1, &action, &old);
    pthread_t self = pthread_self();
    pthread_kill(self, SIGUSR1);
    ck_assert(!cancel_wait(signalled, 10000));
    ck_assert(errno_kept);
    sigaction(SIGUSR1, &old, NULL);
    connect_cancel_free(signalled);
}
END_TEST

static void do_nothing(int number)
{
    (void)number;
}

static void *interrupt(void *thread)
{
    for (int i = 0; i < 5; i++) {
        cancel_wait(NULL, 10);
        pthread_kill(*(pthread_t *)thread, SIGUSR2);
    }
    return NULL;
}

START_TEST(a_signal_does_not_shorten_a_wait)
{
    struct sigaction action = { .sa_handler = do_nothing };
    struct sigaction old;
    sigaction(SIGUSR2, &action, &old);
    pthread_t self = pthread_self();
    pthread_t thread;
    pthread_create(&thread, NULL, interrupt, &self);
    int64_t start = now();
    ck_assert(cancel_wait(NULL, 120));
    ck_assert_int_ge(now() - start, 120);
    pthread_join(thread, NULL);
    sigaction(SIGUSR2, &old, NULL);
}
END_TEST

START_TEST(a_forked_child_does_not_stop_its_parent)
{
    connect_cancel *cancel = NULL;
    ck_assert_int_eq(connect_cancel_new(&cancel), CONNECT_OK);
    pid_t child = test_fork();
    if (child == 0) {
        connect_cancel_fire(cancel);
        test_child_leave(connect_cancel_is_fired(cancel) && !cancel_wait(cancel, 1000));
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert(!connect_cancel_is_fired(cancel));
    ck_assert(!is_readable(connect_cancel_fd(cancel)));
    connect_cancel_free(cancel);
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

START_TEST(a_token_survives_every_failing_allocation)
{
    memory_watch();
    memory_fail_each(make_one, NULL, true);
    memory_unwatch();
}
END_TEST

START_TEST(tokens_give_their_descriptors_back)
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
    tcase_add_test(cancel, a_token_fires_once_and_for_ever);
    tcase_add_test(cancel, no_token_never_fires);
    tcase_add_test(cancel, another_thread_ends_a_wait_at_once);
    tcase_add_test(cancel, a_signal_handler_may_fire);
    tcase_add_test(cancel, a_signal_does_not_shorten_a_wait);
    tcase_add_test(cancel, a_forked_child_does_not_stop_its_parent);
    tcase_add_test(cancel, a_token_survives_every_failing_allocation);
    tcase_add_test(cancel, tokens_give_their_descriptors_back);
    suite_add_tcase(suite, cancel);
    return suite;
}
