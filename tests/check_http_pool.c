/* HTTP: the pool of connections, and the guard against SIGPIPE. */
#include "http/pool.h"
#include "http/sigpipe.h"
#include "support/suite.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct pool pool;
static struct pool_item items[8];
static int disinherited_idle, disinherited_busy;

static void disinherit(struct pool_item *item)
{
    if (item->busy) {
        disinherited_busy++;
    } else {
        disinherited_idle++;
    }
}

static void set_up(void)
{
    memset(items, 0, sizeof items);
    disinherited_idle = 0;
    disinherited_busy = 0;
    ck_assert(pool_init(&pool, 2, disinherit));
}

static void tear_down(void)
{
    while (pool_drain(&pool) != NULL) {
    }
    pool_destroy(&pool);
}

START_TEST(item_is_reused_for_its_origin)
{
    ck_assert_ptr_null(pool_take(&pool, "https://a:1/x"));
    pool_add(&pool, &items[0], "https://a:1/x");
    pool_add(&pool, &items[1], "https://b/x?y");
    ck_assert_ptr_null(pool_take(&pool, "https://a:1/x"));
    ck_assert_ptr_null(pool_give(&pool, &items[0]));
    ck_assert_ptr_null(pool_give(&pool, &items[1]));
    ck_assert_ptr_eq(pool_take(&pool, "https://b"), &items[1]);
    ck_assert_ptr_eq(pool_take(&pool, "https://a:1?z"), &items[0]);
}
END_TEST

START_TEST(origin_is_scheme_host_and_port)
{
    static const char *const others[] = {
        "http://a:1/", "https://a:11/", "https://a/", "https://ab:1/", "https://b:1/",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        pool_add(&pool, &items[0], "https://a:1/");
        ck_assert_ptr_null(pool_give(&pool, &items[0]));
        ck_assert_ptr_null(pool_take(&pool, others[i]));
        ck_assert_ptr_eq(pool_drain(&pool), &items[0]);
    }
}
END_TEST

START_TEST(most_recent_item_of_an_origin_is_taken_first)
{
    pool_add(&pool, &items[0], "https://a/");
    pool_add(&pool, &items[1], "https://a/");
    pool_give(&pool, &items[1]);
    pool_give(&pool, &items[0]);
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[1]);
    pool_give(&pool, &items[1]);
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[1]);
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[0]);
}
END_TEST

START_TEST(full_pool_reassigns_its_oldest_item)
{
    pool_add(&pool, &items[0], "https://a/");
    pool_give(&pool, &items[0]);
    ck_assert_ptr_null(pool_take(&pool, "https://c/"));
    pool_add(&pool, &items[1], "https://b/");
    pool_give(&pool, &items[1]);
    ck_assert_ptr_eq(pool_take(&pool, "https://c/"), &items[0]);
    ck_assert_str_eq(items[0].origin, "https://c");
    ck_assert_ptr_null(pool_take(&pool, "https://a/"));
}
END_TEST

/* Of the two that are kept, the reassigned one is found although its origin was longer before. */
START_TEST(reassigned_item_has_exactly_its_new_origin)
{
    static const char *const before[] = { "https://longer.example:8443/", "https://c.example/",
                                          "http://c/" };
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        pool_add(&pool, &items[0], before[i]);
        ck_assert_ptr_null(pool_give(&pool, &items[0]));
        pool_add(&pool, &items[1], "https://b/");
        ck_assert_ptr_null(pool_give(&pool, &items[1]));
        ck_assert_ptr_eq(pool_take(&pool, "https://c/"), &items[0]);
        ck_assert_str_eq(items[0].origin, "https://c");
        ck_assert_ptr_null(pool_give(&pool, &items[0]));
        ck_assert_ptr_eq(pool_take(&pool, "https://b/"), &items[1]);
        ck_assert_ptr_null(pool_give(&pool, &items[1]));
        ck_assert_ptr_eq(pool_take(&pool, "https://c/"), &items[0]);
        while (pool_drain(&pool) != NULL) {
        }
        memset(items, 0, sizeof items);
    }
}
END_TEST

START_TEST(more_items_may_be_busy_than_are_kept)
{
    for (int i = 0; i < 5; i++) {
        pool_add(&pool, &items[i], "https://a/");
    }
    ck_assert_ptr_null(pool_give(&pool, &items[4]));
    ck_assert_ptr_null(pool_give(&pool, &items[3]));
    ck_assert_ptr_eq(pool_give(&pool, &items[0]), &items[0]);
    ck_assert_ptr_eq(pool_give(&pool, &items[2]), &items[2]);
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[4]);
}
END_TEST

START_TEST(all_idle_items_are_drained_and_busy_ones_stay)
{
    for (int i = 0; i < 3; i++) {
        pool_add(&pool, &items[i], "https://a/");
    }
    ck_assert_ptr_null(pool_drain_idle(&pool));
    ck_assert_ptr_null(pool_give(&pool, &items[0]));
    ck_assert_ptr_null(pool_give(&pool, &items[2]));
    int drained = 0;
    for (struct pool_item *item = pool_drain_idle(&pool); item != NULL; item = item->next) {
        ck_assert_ptr_ne(item, &items[1]);
        drained++;
    }
    ck_assert_int_eq(drained, 2);
    ck_assert_ptr_null(pool_take(&pool, "https://a/"));
    ck_assert_ptr_null(pool_give(&pool, &items[1]));
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[1]);
}
END_TEST

START_TEST(overlong_origin_is_truncated)
{
    static char url[2000];
    memset(url, 'a', sizeof url - 1);
    memcpy(url, "https://", 8);
    pool_add(&pool, &items[0], url);
    ck_assert_uint_eq(strlen(items[0].origin), POOL_ORIGIN_MAX - 1);
    pool_give(&pool, &items[0]);
    ck_assert_ptr_eq(pool_take(&pool, url), &items[0]);
    pool_add(&pool, &items[1], "no scheme");
    ck_assert_str_eq(items[1].origin, "no scheme");
}
END_TEST

START_TEST(child_discards_inherited_items)
{
    pool_add(&pool, &items[0], "https://a/");
    pool_add(&pool, &items[1], "https://a/");
    pool_give(&pool, &items[1]);
    pid_t child = test_fork();
    if (child == 0) {
        bool fresh = pool_take(&pool, "https://a/") == NULL && disinherited_idle == 1 &&
                     disinherited_busy == 1;
        pool_add(&pool, &items[2], "https://a/");
        pool_give(&pool, &items[2]);
        test_child_leave(fresh && pool_take(&pool, "https://a/") == &items[2] &&
                         disinherited_busy == 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    ck_assert_ptr_eq(pool_take(&pool, "https://a/"), &items[1]);
    ck_assert_int_eq(disinherited_idle + disinherited_busy, 0);
}
END_TEST

/* Whatever a child does first. */
START_TEST(lock_held_at_fork_does_not_hang_the_child)
{
    lock_acquire(&pool.lock);
    pid_t child = test_fork();
    if (child == 0) {
        test_child_leave((_i == 0   ? pool_take(&pool, "https://a/")
                          : _i == 1 ? pool_drain_idle(&pool)
                                    : pool_drain(&pool)) == NULL);
    }
    int status = 1;
    waitpid(child, &status, 0);
    lock_release(&pool.lock);
    ck_assert_int_eq(status, 0);
}
END_TEST

/* ---- SIGPIPE ---- */

static volatile sig_atomic_t handled;

static void on_pipe(int number)
{
    (void)number;
    handled++;
}

static void write_to_nobody(void)
{
    int fds[2];
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    close(fds[1]);
    ck_assert_int_eq(write(fds[0], "x", 1), -1);
    close(fds[0]);
}

static bool is_blocked(void)
{
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    return sigismember(&mask, SIGPIPE) == 1;
}

static bool is_pending(void)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, SIGPIPE) == 1;
}

START_TEST(sigpipe_does_not_escape)
{
    struct sigaction action = { .sa_handler = on_pipe };
    struct sigaction before, after;
    struct sigpipe_guard guard;
    sigaction(SIGPIPE, &action, &before);
    handled = 0;
    sigpipe_block(&guard);
    write_to_nobody();
    write_to_nobody();
    ck_assert(is_pending());
    sigpipe_restore(&guard);
    ck_assert_int_eq(handled, 0);
    ck_assert(!is_pending());
    ck_assert(!is_blocked());
    sigaction(SIGPIPE, NULL, &after);
    ck_assert(after.sa_handler == on_pipe);
    write_to_nobody();
    ck_assert_int_eq(handled, 1);
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

START_TEST(pending_sigpipe_of_the_host_is_kept)
{
    struct sigpipe_guard guard;
    struct sigaction ignore = { .sa_handler = on_pipe };
    struct sigaction before;
    sigset_t only, mask;
    sigemptyset(&only);
    sigaddset(&only, SIGPIPE);
    sigaction(SIGPIPE, &ignore, &before);
    pthread_sigmask(SIG_BLOCK, &only, &mask);
    write_to_nobody();
    sigpipe_block(&guard);
    write_to_nobody();
    sigpipe_restore(&guard);
    ck_assert(is_blocked());
    ck_assert(is_pending());
    handled = 0;
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    ck_assert_int_eq(handled, 1);
    sigaction(SIGPIPE, &before, NULL);
}
END_TEST

/* ---- locking ---- */

static atomic_bool pool_call_ended;

static void *take_one(void *user)
{
    (void)user;
    (void)pool_take(&pool, "https://a/");
    atomic_store(&pool_call_ended, true);
    return NULL;
}

static void *add_one(void *user)
{
    pool_add(&pool, user, "https://b/");
    atomic_store(&pool_call_ended, true);
    return NULL;
}

static void *give_one(void *user)
{
    (void)pool_give(&pool, user);
    atomic_store(&pool_call_ended, true);
    return NULL;
}

static void *drain_one(void *user)
{
    (void)user;
    (void)pool_drain(&pool);
    atomic_store(&pool_call_ended, true);
    return NULL;
}

static void *(*const pool_calls[])(void *user) = { take_one, add_one, give_one, drain_one };

/* While another thread holds the lock, each call waits. */
START_TEST(pool_is_changed_under_its_lock)
{
    pthread_t thread;

    pool_add(&pool, &items[0], "https://a/");
    atomic_store(&pool_call_ended, false);
    lock_acquire(&pool.lock);
    ck_assert_int_eq(pthread_create(&thread, NULL, pool_calls[_i],
                                    pool_calls[_i] == give_one ? &items[0] : &items[1]),
                     0);
    for (int i = 0; i < 20 && !atomic_load(&pool_call_ended); i++) {
        usleep(2000);
    }
    ck_assert(!atomic_load(&pool_call_ended));
    lock_release(&pool.lock);
    pthread_join(thread, NULL);
    ck_assert(atomic_load(&pool_call_ended));
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("http/pool");
    TCase *kept = tcase_create("pool");
    tcase_add_checked_fixture(kept, set_up, tear_down);
    tcase_add_test(kept, item_is_reused_for_its_origin);
    tcase_add_test(kept, origin_is_scheme_host_and_port);
    tcase_add_test(kept, most_recent_item_of_an_origin_is_taken_first);
    tcase_add_test(kept, full_pool_reassigns_its_oldest_item);
    tcase_add_test(kept, reassigned_item_has_exactly_its_new_origin);
    tcase_add_test(kept, more_items_may_be_busy_than_are_kept);
    tcase_add_test(kept, all_idle_items_are_drained_and_busy_ones_stay);
    tcase_add_test(kept, overlong_origin_is_truncated);
    tcase_add_test(kept, child_discards_inherited_items);
    tcase_add_loop_test(kept, lock_held_at_fork_does_not_hang_the_child, 0, 3);
    tcase_add_loop_test(kept, pool_is_changed_under_its_lock, 0,
                        sizeof pool_calls / sizeof *pool_calls);
    suite_add_tcase(suite, kept);

    TCase *sigpipe = tcase_create("sigpipe");
    tcase_add_test(sigpipe, sigpipe_does_not_escape);
    tcase_add_test(sigpipe, pending_sigpipe_of_the_host_is_kept);
    suite_add_tcase(suite, sigpipe);
    return suite;
}
