/* Core: invariants.  A violated one ends the process in builds with checks, and only there. */
#include "core/assert.h"
#include "core/block.h"
#include "core/buf.h"
#include "core/clock.h"
#include "core/lock.h"
#include "core/task.h"
#include "http/exchange_list.h"
#include "http/pool.h"
#include "support/suite.h"

#include <connect/types.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void item_ignore(struct pool_item *item)
{
    (void)item;
}

/* ---- violations: each does one thing that the library itself never does ---- */

static void lock_is_released_by_no_owner(void)
{
    struct lock lock = LOCK_INITIALIZER;

    lock_release(&lock);
}

static void lock_is_acquired_twice(void)
{
    struct lock lock = LOCK_INITIALIZER;

    lock_acquire(&lock);
    lock_acquire(&lock);
}

static void item_of_another_pool_is_returned(void)
{
    struct pool pool;
    struct pool_item item = { .busy = true };
    ck_assert(pool_init(&pool, 2, item_ignore));
    (void)pool_give(&pool, &item);
}

static void exchange_is_removed_from_a_list_it_is_not_on(void)
{
    struct exchange_list list = { 0 };
    struct carrier_exchange first = { .place = PLACE_NONE };
    struct carrier_exchange other = { .place = PLACE_QUEUED };
    exchange_append(&list, &first, PLACE_QUEUED);
    exchange_remove(&list, &other);
}

static void arena_is_written_beyond_its_end(void)
{
    struct arena arena = { 0 };
    char *bytes = arena_strndup(&arena, "12345", 5);
    bytes[6] = 'x'; /* behind the terminator */
    arena_release(&arena);
}

static void payload_of_no_block_is_freed(void)
{
    static _Alignas(16) char bytes[256];
    connect_free(bytes + 128);
}

static void buffer_loses_its_terminator(void)
{
    struct buf buf = BUF_INIT(16);
    buf_add_text(&buf, "text");
    buf.data[buf.size] = 'x';
    buf_add_char(&buf, 'y');
}

static void do_nothing(struct task *task)
{
    (void)task;
}

static void do_not_stop(struct task *task, connect_status status)
{
    (void)task, (void)status;
}

static struct task_exchange *compose_nothing(struct task *task)
{
    (void)task;
    return NULL;
}

static const struct task_class sleeper = { "sleeper", do_nothing, NULL, do_not_stop, do_nothing };
static const struct task_class sender = { "sender", do_nothing, compose_nothing, do_not_stop,
                                          do_nothing };

static void task_goes_on_after_its_end(void)
{
    struct task task;
    task_init(&task, &sleeper);
    task_succeed(&task, NULL);
    task_sleep(&task, DEADLINE_NONE);
}

static void task_without_compose_sends(void)
{
    struct task task;
    task_init(&task, &sleeper);
    task_send(&task);
}

static void task_without_stop_sleeps(void)
{
    static const struct task_class parent = { "parent", do_nothing, NULL, NULL, do_nothing };
    struct task task;
    task_init(&task, &parent);
    task_sleep(&task, DEADLINE_NONE);
}

static void task_wants_nothing_new(void)
{
    struct task task;
    task_init(&task, &sleeper);
    task_resume(&task);
}

static void task_that_is_stopped_goes_on(void)
{
    struct task task;
    task_init(&task, &sleeper);
    task_stop(&task, CONNECT_E_CANCELLED);
}

static void task_sends_what_it_has_not_composed(void)
{
    struct task task;
    task_init(&task, &sender);
    task_send(&task);
    (void)task_compose(&task);
}

static const struct {
    const char *kind;
    void (*violate)(void);
    const char *condition; /* a part of the message */
} violations[] = {
    { "lock ownership", lock_is_released_by_no_owner, "lock_is_held(lock)" },
    { "lock ownership", lock_is_acquired_twice, "!lock_is_held(lock)" },
    { "list membership", item_of_another_pool_is_returned, "pool_is_consistent(pool, item)" },
    { "list membership", exchange_is_removed_from_a_list_it_is_not_on, "exchange_is_linked" },
    { "buffer bounds", arena_is_written_beyond_its_end, "chunk_is_intact(chunk)" },
    { "buffer bounds", buffer_loses_its_terminator, "buf_is_consistent(buf)" },
    { "arena lifetime", payload_of_no_block_is_freed, "head->state == BLOCK_LIVE" },
    { "state transitions", task_goes_on_after_its_end, "task->want != TASK_DONE" },
    { "state transitions", task_without_compose_sends, "task->class->compose != NULL" },
    { "state transitions", task_without_stop_sleeps, "task->class->stop != NULL" },
    { "state transitions", task_wants_nothing_new, "task->has_chosen" },
    { "state transitions", task_that_is_stopped_goes_on, "task->want == TASK_DONE" },
    { "state transitions", task_sends_what_it_has_not_composed, "exchange != NULL" },
};

#ifdef CONNECT_CHECKS

/* Runs the violation in a child whose standard error is `message` afterwards; the wait status. */
static int violate(int index, char *message, size_t room)
{
    int fds[2];
    ck_assert_int_eq(pipe(fds), 0);
    pid_t child = test_fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        (void)signal(SIGABRT, SIG_DFL);
        (void)dup2(fds[1], STDERR_FILENO);
        violations[index].violate();
        test_child_leave(true);
    }
    (void)close(fds[1]);
    size_t size = 0;
    for (ssize_t got = 1; got > 0 && size + 1 < room; size += got > 0 ? (size_t)got : 0) {
        got = read(fds[0], message + size, room - 1 - size);
    }
    message[size] = '\0';
    (void)close(fds[0]);
    int status = 0;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return status;
}

START_TEST(violated_invariant_ends_the_process_and_is_named)
{
    char message[4096];
    int status = violate(_i, message, sizeof message);
    ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "%s: wait status %d, %s",
                  violations[_i].kind, status, message);
    ck_assert_msg(strstr(message, violations[_i].condition) != NULL, "%s: %s", violations[_i].kind,
                  message);
    ck_assert_msg(strstr(message, "libconnect: ") != NULL, "%s", message);
}
END_TEST

#else

START_TEST(condition_is_not_evaluated_in_a_release_build)
{
    int evaluated = 0;
    ASSERT(evaluated++ == 0);
    ck_assert_int_eq(evaluated, 0);
    ck_assert_uint_eq(sizeof(struct lock), sizeof(pthread_mutex_t));
    ck_assert_str_ne(violations[0].kind, "");
}
END_TEST

#endif

Suite *test_suite(void)
{
    Suite *suite = suite_create("assert");
    TCase *checks = tcase_create("checks");
#ifdef CONNECT_CHECKS
    tcase_add_loop_test(checks, violated_invariant_ends_the_process_and_is_named, 0,
                        (int)(sizeof violations / sizeof violations[0]));
#else
    tcase_add_test(checks, condition_is_not_evaluated_in_a_release_build);
#endif
    suite_add_tcase(suite, checks);
    return suite;
}
