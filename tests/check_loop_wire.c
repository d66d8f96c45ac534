/*
 * The event loop with sockets and programs: many calls on one thread, cancellation while bytes are
 * on the wire, credential processes, refreshes that threads share, forks.
 */
#include "call/loop_call.h"
#include "call/loop_process.h"
#include "call/loop_tree.h"
#include "core/clock.h"
#include "support/held.h"
#include "support/home.h"
#include "support/host_clock.h"
#include "support/memory.h"
#include "support/patience.h"
#include "support/pidfd.h"
#include "support/real.h"
#include "support/suite.h"
#include "support/wire_server.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 1000

static struct home home;
static connect_loop *loop;
static char url[64];

/* ---- what is interposed: the program comes before the libraries ---- */

static atomic_int seconds_ahead;

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *out)
{
    int status = host_clock_gettime(clock, out);

    out->tv_sec += seconds_ahead;
    return status;
}

/* Calls that reach another process, all of which are made. */
static atomic_int waits, kills;
static bool ends_are_late; /* a program that was killed is not gone yet */

__attribute__((visibility("default"))) pid_t waitpid(pid_t pid, int *status, int options)
{
    REAL(waitpid);

    waits++;
    return ends_are_late && options == WNOHANG ? 0 : real.function(pid, status, options);
}

__attribute__((visibility("default"))) int kill(pid_t pid, int number)
{
    REAL(kill);

    kills++;
    return real.function(pid, number);
}

static bool spawns_fail; /* the user has too many processes */

__attribute__((visibility("default"))) int posix_spawnp(
    pid_t *restrict pid, const char *restrict file, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const argv[restrict],
    char *const env[restrict])
{
    REAL(posix_spawnp);

    return spawns_fail ? EAGAIN : real.function(pid, file, actions, attributes, argv, env);
}

static bool watches_fail; /* without memory in the kernel */

__attribute__((visibility("default"))) int epoll_ctl(int epoll, int operation, int fd,
                                                     struct epoll_event *event)
{
    REAL(epoll_ctl);

    if (watches_fail) {
        errno = ENOMEM;
        return -1;
    }
    return real.function(epoll, operation, fd, event);
}

/* ---- a server in one thread of another process ---- */

static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: 2\r\n\r\n{}";

struct gathering {
    pid_t pid;
    int wanted; /* it responds when so many requests are there at once */
};

static void gather(int listener, int wanted)
{
    static struct pollfd fds[2 * MANY];
    int count = 1, waiting = 0;

    fds[0] = (struct pollfd){ listener, POLLIN, 0 };
    for (;;) {
        (void)poll(fds, (nfds_t)count, -1);
        if (fds[0].revents != 0 && count < 2 * MANY) {
            fds[count++] = (struct pollfd){ accept(listener, NULL, NULL), POLLIN, 0 };
        }
        for (int i = 1; i < count; i++) {
            char bytes[8192];
            ssize_t size = fds[i].revents != 0 ? read(fds[i].fd, bytes, sizeof bytes) : 0;

            if (size >= 4 && memcmp(bytes + size - 4, "\r\n\r\n", 4) == 0) {
                waiting++;
                fds[i].events = 0;
            } else if (fds[i].revents != 0 && size <= 0) {
                close(fds[i].fd);
                fds[i].fd = -1;
            }
        }
        bool respond = waiting >= wanted;
        for (int i = 1; respond && i < count; i++) {
            if (fds[i].fd >= 0 && fds[i].events == 0) {
                (void)!write(fds[i].fd, response, sizeof response - 1);
                fds[i].events = POLLIN;
                waiting--;
            }
        }
    }
}

static void gathering_start(struct gathering *gathering)
{
    struct sockaddr_in address = { .sin_family = AF_INET };
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    ck_assert_int_eq(listen(listener, 1024), 0);
    ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    gathering->pid = fork();
    if (gathering->pid == 0) {
        gather(listener, gathering->wanted);
    }
    close(listener);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(address.sin_port));
}

static void gathering_stop(const struct gathering *gathering)
{
    kill(gathering->pid, SIGKILL);
    waitpid(gathering->pid, NULL, 0);
}

/* ---- a client on the system's clock and the built-in transport ---- */

static void set_up(void)
{
    struct rlimit files;

    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &files);
    home_begin(&home);
    home.world.options.transport = NULL;
    home.world.options.clock = NULL;
    home.world.options.random = NULL;
    home.world.options.log = NULL;
    home.world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    home.world.options.credentials = home.world.keys;
    home.world.options.endpoint_url = url;
    loop = NULL;
}

static void tear_down(void)
{
    connect_loop_free(loop);
    home_end(&home);
}

static void open_loop(int32_t max_on_wire)
{
    const connect_loop_options options = { sizeof options, CONNECT_SET(max_on_wire) };

    world_open(&home.world);
    ck_assert_int_eq(connect_loop_new(home.world.client, &options, &loop, NULL), CONNECT_OK);
}

static int steps;

static void run_until_idle(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };

    while (connect_loop_pending(loop) > 0) {
        ck_assert_int_eq(poll(&fd, 1, (int)patience(20000)), 1);
        (void)connect_loop_step(loop);
        steps++;
    }
}

struct outcome {
    int calls;
    connect_status status;
    char message[256];
};

static void take(void *user, connect_call *call, connect_status status)
{
    struct outcome *outcome = user;

    outcome->calls++;
    outcome->status = status;
    snprintf(outcome->message, sizeof outcome->message, "%s",
             connect_error_message(connect_call_error(call)));
}

static connect_call *start(struct outcome *outcome)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = WORLD_ID };
    connect_call *call;

    ck_assert_int_eq(connect_describe_instance_start(loop, home.world.client, &request, take,
                                                     outcome, &call, NULL),
                     CONNECT_OK);
    return call;
}

/* Until so many more descriptors are held than before. */
static void wait_for_sockets(int before, int more)
{
    while (held_descriptors() < before + more) {
        (void)connect_loop_run(loop, 5);
    }
}

/* ---- tests ---- */

START_TEST(a_thousand_calls_are_in_flight_on_one_thread)
{
    static struct outcome outcomes[MANY];
    struct gathering gathering = { .wanted = patience(100) > 100 ? MANY / 10 : MANY };
    int many = gathering.wanted, before = held_threads();

    gathering_start(&gathering);
    open_loop(MANY);
    for (int i = 0; i < many; i++) {
        start(&outcomes[i]);
    }
    run_until_idle(); /* the server responds only when all are there */
    for (int i = 0; i < many; i++) {
        ck_assert_int_eq(outcomes[i].calls, 1);
        ck_assert_msg(outcomes[i].status == CONNECT_OK, "%s", outcomes[i].message);
    }
    ck_assert_int_eq(held_threads_more(before), 0);
    gathering_stop(&gathering);
}
END_TEST

/* The first request of a loop brings what all its requests share.  No server is there. */
static bool call_nobody(void *user)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = WORLD_ID };
    struct outcome outcome = { .status = CONNECT_E_MEMORY };
    connect_status status = connect_loop_new(home.world.client, NULL, &loop, NULL);

    (void)user;
    if (status == CONNECT_OK) {
        status = connect_describe_instance_start(loop, home.world.client, &request, take, &outcome,
                                                 NULL, NULL);
    }
    if (status == CONNECT_OK) {
        run_until_idle();
        status = outcome.status;
    }
    memory_check_status(status, CONNECT_E_TRANSPORT);
    connect_loop_free(loop);
    loop = NULL;
    return status == CONNECT_E_TRANSPORT;
}

START_TEST(any_allocation_of_the_first_request_of_a_loop_may_fail)
{
    snprintf(url, sizeof url, "http://127.0.0.1:1");
    memory_watch();
    world_open(&home.world);
    ck_assert_int_eq(connect_client_warm_up(home.world.client, NULL), CONNECT_OK);
    memory_fail_each(call_nobody, NULL, MEMORY_ANY);
    connect_client_free(home.world.client);
    home.world.client = NULL;
    memory_unwatch();
}
END_TEST

/* What libcurl holds comes on top; `make bench` prints the growth of the process. */
START_TEST(a_call_holds_few_bytes_of_the_library)
{
    enum { CALLS = 50 };
    static struct outcome outcomes[CALLS + 1];
    struct gathering gathering = { .wanted = MANY };

    gathering_start(&gathering);
    open_loop(2 * CALLS);
    int descriptors = held_descriptors();
    start(&outcomes[0]); /* it brings what all calls share */
    wait_for_sockets(descriptors, 1);
    descriptors = held_descriptors();
    size_t before = memory_bytes();

    for (int i = 1; i <= CALLS; i++) {
        start(&outcomes[i]);
    }
    ck_assert_uint_lt((memory_bytes() - before) / CALLS, 2560);
    wait_for_sockets(descriptors, CALLS);
    ck_assert_uint_lt((memory_bytes() - before) / CALLS, 5376);
    gathering_stop(&gathering);
}
END_TEST

START_TEST(what_is_cancelled_on_the_wire_leaves_nothing)
{
    static struct outcome outcomes[10];
    connect_call *calls[10];
    struct gathering gathering = { .wanted = MANY };
    int before, busy;

    gathering_start(&gathering);
    before = held_descriptors();
    open_loop(5);
    for (int i = 0; i < 10; i++) {
        calls[i] = start(&outcomes[i]);
    }
    for (int i = 0; i < 20; i++) {
        (void)connect_loop_run(loop, 5);
    }
    busy = held_descriptors();
    ck_assert_int_ge(busy, before + 5);
    for (int i = 0; i < 10; i++) {
        connect_call_cancel(calls[i]);
    }
    ck_assert_int_eq(connect_loop_step(loop), 10);
    ck_assert_int_eq(held_descriptors(), busy - 5); /* each connection is closed */
    for (int i = 0; i < 10; i++) {
        ck_assert_int_eq(outcomes[i].status, CONNECT_E_CANCELLED);
    }
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(held_descriptors(), before);
    gathering_stop(&gathering);
}
END_TEST

START_TEST(a_deadline_ends_a_request_on_the_wire)
{
    struct outcome outcome = { 0 };
    struct gathering gathering = { .wanted = MANY };

    gathering_start(&gathering);
    home.world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(100);
    open_loop(5);
    start(&outcome);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_E_TIMEOUT);
    gathering_stop(&gathering);
}
END_TEST

/* As much later as GRACE_MS: until then the carrier may end it by itself. */
#define GRACE 20

/* The caller's clock passes the deadline, libcurl's does not. */
START_TEST(a_deadline_on_a_clock_of_the_caller_s_own_ends_a_request_after_its_grace)
{
    struct outcome outcome = { 0 };
    struct gathering gathering = { .wanted = MANY };
    struct loop_tree *tree;
    struct task_driver *driver;
    int before;

    gathering_start(&gathering);
    home.world.options.clock = &home.world.clock.face;
    home.world.options.call_timeout_ms = (connect_opt_int64)CONNECT_SET(60000);
    open_loop(5);
    before = held_descriptors();
    tree = &start(&outcome)->tree;
    driver = &tree->waker.head;
    wait_for_sockets(before, 1);
    fake_clock_advance(&home.world.clock, 60000 + GRACE - 1);
    driver->wake(driver, NULL); /* it is looked at for another reason */
    (void)connect_loop_step(loop);
    ck_assert_int_eq(outcome.calls, 0);
    ck_assert_int_eq(deadline_left(&home.world.clock.face, timer_first(tree->loop)), 1);
    fake_clock_advance(&home.world.clock, 1 + _i);
    (void)connect_loop_step(loop);
    ck_assert_int_eq(outcome.calls, 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_TIMEOUT);
    gathering_stop(&gathering);
}
END_TEST

#define PROGRAM                                                                                  \
    "[default]\nregion = us-west-2\ncredential_process = /bin/sh -c 'echo run >>%s/runs; %s "    \
    "echo \"{\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"AKIDPROGRAM\\\",\\\"SecretAccessKey\\\":" \
    "\\\"x\\\"}\"'\n"

static void use_program(const char *first)
{
    char config[1024];

    snprintf(config, sizeof config, PROGRAM, home.path, first);
    home_write(&home, ".aws/config", config);
    home.world.options.credentials = NULL;
}

START_TEST(one_credential_process_serves_all_calls)
{
    static struct outcome outcomes[50];
    struct gathering gathering = { .wanted = 1 };
    char *runs;

    gathering_start(&gathering);
    use_program("sleep 0.2;");
    open_loop(5);
    for (int i = 0; i < 50; i++) {
        start(&outcomes[i]);
    }
    run_until_idle();
    for (int i = 0; i < 50; i++) {
        ck_assert_msg(outcomes[i].status == CONNECT_OK, "%s", outcomes[i].message);
    }
    runs = home_read(&home, "runs");
    ck_assert_str_eq(runs, "run\n");
    free(runs);
    gathering_stop(&gathering);
}
END_TEST

/* In an application without standard input a pipe of the program is descriptor 0. */
START_TEST(a_credential_process_runs_on_a_kernel_without_pidfd)
{
    struct gathering gathering = { .wanted = 1 };
    struct outcome outcome = { 0 };

    pidfd_lose();
    gathering_start(&gathering);
    use_program("");
    open_loop(5);
    if (_i == 1) {
        close(STDIN_FILENO);
    }
    (void)start(&outcome);
    run_until_idle();
    ck_assert_msg(outcome.status == CONNECT_OK, "%s", outcome.message);
    gathering_stop(&gathering);
}
END_TEST

/* A pipe at its end is readable for ever. */
START_TEST(a_credential_process_that_closes_a_pipe_does_not_keep_the_loop_busy)
{
    struct gathering gathering = { .wanted = 1 };
    struct outcome outcome = { 0 };

    gathering_start(&gathering);
    use_program("exec 2>&-; sleep 0.2;");
    open_loop(5);
    (void)start(&outcome);
    run_until_idle();
    ck_assert_msg(outcome.status == CONNECT_OK, "%s", outcome.message);
    ck_assert_int_lt(steps, 50);
    gathering_stop(&gathering);
}
END_TEST

START_TEST(a_call_is_cancelled_while_a_credential_process_runs)
{
    struct outcome outcome = { 0 };
    connect_call *call;
    int before;

    use_program("exec sleep 60;");
    snprintf(url, sizeof url, "http://127.0.0.1:1");
    open_loop(5);
    before = held_descriptors();
    call = start(&outcome);
    for (int i = 0; i < 10; i++) {
        (void)connect_loop_run(loop, 5);
    }
    ck_assert_int_gt(held_descriptors(), before); /* the program runs */
    connect_call_cancel(call);
    ck_assert_int_eq(connect_loop_step(loop), 1);
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    /* The refresh belongs to the loop, and ends with it. */
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* A loop without calls that runs three programs; the second has the shortest time limit. */
struct programs {
    struct loop loop;
    struct loop_tree trees[3];
    struct task leaves[3];
    struct task_process processes[3];
    struct buf out, complaint;
    int descriptors; /* of each */
};

static void programs_start(struct programs *programs)
{
    static char sleeps[] = "sleep",
                long_enough[] = "600", *const words[] = { sleeps, long_enough, NULL };
    static const int64_t limits[] = { 600000, 300000, 900000 };

    memset(programs, 0, sizeof *programs);
    programs->out = programs->complaint = BUF_INIT(10);
    ck_assert(loop_init(&programs->loop, &clock_system, NULL, 5));
    programs->descriptors = -held_descriptors();
    for (int i = 0; i < 3; i++) {
        programs->processes[i] = (struct task_process){ .words = words,
                                                        .timeout_ms = limits[i],
                                                        .out = &programs->out,
                                                        .complaint = &programs->complaint };
        programs->leaves[i].process = &programs->processes[i];
        ck_assert(process_launch(&programs->loop, &programs->trees[i], &programs->leaves[i]));
    }
    programs->descriptors = (programs->descriptors + held_descriptors()) / 3;
}

static void programs_free(struct programs *programs)
{
    loop_clear(&programs->loop);
    buf_free(&programs->out);
    buf_free(&programs->complaint);
}

START_TEST(every_program_ends_with_its_loop)
{
    struct programs programs;

    programs_start(&programs);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), 0); /* they run */
    process_release_all(&programs.loop);
    ck_assert_ptr_null(programs.loop.processes);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    programs_free(&programs);
}
END_TEST

/* Gives one up, and dispatches until it is gone. */
static void programs_give_up(struct programs *programs, int index)
{
    int rest = held_descriptors() - programs->descriptors;

    programs->trees[index].flight = FLIGHT_PROCESS;
    process_give_up(&programs->loop, &programs->trees[index]);
    while (held_descriptors() > rest) {
        struct watch *watch;
        unsigned ready;

        (void)watch_set_poll(programs->loop.set);
        while ((watch = watch_set_next(programs->loop.set, &ready)) != NULL) {
            watch->on_ready(watch, ready);
        }
        process_look(&programs->loop);
    }
    ck_assert(!programs->trees[index].is_landed); /* it may be gone, and is not touched */
}

static const int orders[][3] = { { 0, 1, 2 }, { 1, 0, 2 }, { 2, 1, 0 } };

/* Without pidfd_open() nothing but a look shows that a program has ended. */
START_TEST(programs_end_in_any_order)
{
    struct programs programs;

    if (_i % 2 == 1) {
        pidfd_lose();
    }
    programs_start(&programs);
    for (int i = 0; i < 3; i++) {
        ck_assert_ptr_nonnull(programs.loop.processes);
        programs_give_up(&programs, orders[_i / 2][i]);
    }
    ck_assert_ptr_null(programs.loop.processes);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    programs_free(&programs);
}
END_TEST

/* A loop, and the task of a program that would go on for long. */
static bool prepare(struct programs *programs)
{
    static char sleeps[] = "sleep", long_enough[] = "600";
    static char *const words[] = { sleeps, long_enough, NULL };

    memset(programs, 0, sizeof *programs);
    programs->out = programs->complaint = BUF_INIT(10);
    programs->processes[0] = (struct task_process){ .words = words,
                                                    .timeout_ms = 600000,
                                                    .out = &programs->out,
                                                    .complaint = &programs->complaint };
    programs->leaves[0].process = &programs->processes[0];
    return loop_init(&programs->loop, &clock_system, NULL, 5);
}

/* False: it is not started, for this reason. */
static bool launch(struct programs *programs, int reason)
{
    const struct process_result *result = &programs->processes[0].result;
    bool ok = process_launch(&programs->loop, &programs->trees[0], &programs->leaves[0]);

    ck_assert(ok || (result->end == PROCESS_NOT_STARTED && result->code == reason));
    ck_assert(ok == (programs->loop.processes != NULL));
    return ok;
}

/* What was not noticed yet: a call is cancelled in the moment in which its program ends. */
START_TEST(a_program_that_has_ended_when_it_is_given_up_leaves_nothing)
{
    static char ends[] = "true", *const words[] = { ends, NULL };
    struct programs programs;
    siginfo_t info;
    int before;

    if (_i == 1) {
        pidfd_lose();
    }
    ck_assert(prepare(&programs));
    before = held_descriptors();
    programs.processes[0].words = words;
    ck_assert(launch(&programs, 0));
    ck_assert_int_eq(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT), 0);
    programs.trees[0].flight = FLIGHT_PROCESS;
    process_give_up(&programs.loop, &programs.trees[0]);
    ck_assert_ptr_null(programs.loop.processes);
    ck_assert_int_eq(held_descriptors(), before);
    programs_free(&programs);
}
END_TEST

static bool launch_once(void *user)
{
    struct programs *programs = user;

    if (!prepare(programs)) {
        return false;
    }
    bool ok = launch(programs, ENOMEM);
    process_release_all(&programs->loop);
    programs_free(programs);
    return ok;
}

START_TEST(a_program_without_memory_is_not_started)
{
    static struct programs programs;

    memory_watch();
    memory_fail_each(launch_once, &programs, 0);
    memory_unwatch();
}
END_TEST

static const struct {
    bool *fails;
    int reason;
} failures[] = { { &spawns_fail, EAGAIN }, { &watches_fail, ENOMEM } };

/* One that cannot be watched has been started, and is ended. */
START_TEST(a_program_that_cannot_be_started_or_watched_leaves_nothing)
{
    struct programs programs;
    int before;

    ck_assert(prepare(&programs));
    before = held_descriptors();
    *failures[_i].fails = true;
    ck_assert(!launch(&programs, failures[_i].reason));
    *failures[_i].fails = false;
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    ck_assert_int_eq(held_descriptors(), before);
    programs_free(&programs);
}
END_TEST

/* Without pidfd_open() it looks at them long before that. */
START_TEST(a_loop_is_due_at_the_first_time_limit_of_its_programs)
{
    struct programs programs;

    programs_start(&programs);
    ck_assert_int_le(process_next(&programs.loop), deadline_after(&clock_system, 300000));
    process_release_all(&programs.loop);
    ck_assert_int_eq(process_next(&programs.loop), DEADLINE_NONE);
    programs_free(&programs);
}
END_TEST

START_TEST(a_loop_is_not_due_while_it_waits_for_the_end_of_a_program)
{
    struct programs programs;

    ck_assert(prepare(&programs));
    programs.processes[0].timeout_ms = 1;
    ck_assert(launch(&programs, 0));
    while (deadline_left(&clock_system, process_next(&programs.loop)) > 0) {
        usleep(1000);
    }
    kills = 0;
    ends_are_late = true;
    int64_t before = clock_system.monotonic(clock_system.user);
    process_look(&programs.loop);
    ck_assert_int_eq(kills, 1);
    ck_assert_int_gt(process_next(&programs.loop), before);
    ends_are_late = false;
    process_release_all(&programs.loop);
    programs_free(&programs);
}
END_TEST

START_TEST(a_credential_process_that_takes_too_long_is_ended)
{
    struct outcome outcome = { 0 };
    int before;

    use_program("exec sleep 600;");
    snprintf(url, sizeof url, "http://127.0.0.1:1");
    open_loop(5);
    before = held_descriptors();
    (void)start(&outcome);
    for (int i = 0; i < 10; i++) {
        (void)connect_loop_run(loop, 5);
    }
    ck_assert_int_gt(held_descriptors(), before); /* the program runs */
    seconds_ahead = 61;
    (void)connect_loop_step(loop);
    run_until_idle();
    seconds_ahead = 0;
    ck_assert_int_eq(outcome.status, CONNECT_E_CREDENTIALS);
    check_has(outcome.message, "exceeded its time limit");
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
}
END_TEST

/* Its child keeps the pipes open, and without pidfd_open() only a look shows that it has ended. */
START_TEST(a_credential_process_that_has_exited_by_its_time_limit_is_not_waited_for)
{
    struct outcome outcome = { 0 };
    char first[256], *held;
    siginfo_t info;
    int before;

    pidfd_lose();
    snprintf(first, sizeof first, "sleep 600 & echo $! >%s/held; exit 0;", home.path);
    use_program(first);
    snprintf(url, sizeof url, "http://127.0.0.1:1");
    open_loop(5);
    before = held_descriptors();
    (void)start(&outcome);
    while (held_descriptors() == before) {
        (void)connect_loop_step(loop);
    }
    ck_assert_int_eq(waitid(P_ALL, 0, &info, WEXITED | WNOWAIT), 0);
    seconds_ahead = 61;
    (void)connect_loop_step(loop);
    run_until_idle();
    seconds_ahead = 0;
    ck_assert_int_eq(outcome.status, CONNECT_E_CREDENTIALS);
    held = home_read(&home, "held");
    ck_assert_int_eq(kill((pid_t)strtol(held, NULL, 10), SIGKILL), 0);
    free(held);
}
END_TEST

static void *describe_blocking(void *user)
{
    connect_error *error = NULL;
    connect_status *status = user;

    *status = world_describe(home.world.client, NULL, &error);
    connect_error_free(error);
    return NULL;
}

/* A thread waits for the refresh of a loop; the loop goes, and the thread makes one of its own. */
START_TEST(a_refresh_that_ends_with_its_loop_is_taken_up_by_a_thread)
{
    struct outcome outcome = { 0 };
    struct gathering gathering = { .wanted = 1 };
    connect_status status = CONNECT_E_INTERNAL;
    pthread_t thread;
    char *runs;

    gathering_start(&gathering);
    use_program("test $(wc -l <$HOME/runs) -gt 1 || exec sleep 60;");
    open_loop(5);
    start(&outcome);
    for (int i = 0; i < 10; i++) {
        (void)connect_loop_run(loop, 5);
    }
    ck_assert_int_eq(pthread_create(&thread, NULL, describe_blocking, &status), 0);
    usleep(50000);
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    pthread_join(thread, NULL);
    ck_assert_int_eq(status, CONNECT_OK);
    runs = home_read(&home, "runs");
    ck_assert_str_eq(runs, "run\nrun\n");
    free(runs);
    gathering_stop(&gathering);
}
END_TEST

START_TEST(a_refresh_of_a_thread_serves_the_calls_of_a_loop)
{
    struct outcome outcome = { 0 };
    struct gathering gathering = { .wanted = 1 };
    connect_status status = CONNECT_E_INTERNAL;
    pthread_t thread;
    char *runs;

    gathering_start(&gathering);
    use_program("sleep 0.5;");
    open_loop(5);
    ck_assert_int_eq(pthread_create(&thread, NULL, describe_blocking, &status), 0);
    while (access(home_path(&home, "runs"), F_OK) != 0) {
        usleep(1000);
    }
    start(&outcome);
    run_until_idle();
    ck_assert_int_eq(outcome.status, CONNECT_OK);
    pthread_join(thread, NULL);
    ck_assert_int_eq(status, CONNECT_OK);
    runs = home_read(&home, "runs");
    ck_assert_str_eq(runs, "run\n");
    free(runs);
    gathering_stop(&gathering);
}
END_TEST

static int connected_sockets(void)
{
    int count = 0;

    for (int fd = 0; fd < 256; fd++) {
        struct sockaddr_in peer;
        socklen_t size = sizeof peer;

        count +=
            getpeername(fd, (struct sockaddr *)&peer, &size) == 0 && peer.sin_family == AF_INET;
    }
    return count;
}

/* Where a name is looked up, the child cannot free all; here each call has its connection. */
START_TEST(a_child_frees_the_loop_and_the_parent_s_calls_go_on)
{
    static struct outcome outcomes[5];
    struct gathering gathering = { .wanted = 5 };
    pid_t child;
    int before, status;

    gathering_start(&gathering);
    before = held_descriptors();
    open_loop(5);
    for (int i = 0; i < 4; i++) {
        start(&outcomes[i]);
    }
    while (connected_sockets() < 4) {
        (void)connect_loop_run(loop, 5);
    }
    child = test_fork();
    if (child == 0) {
        connect_loop_free(loop);
        test_child_leave(outcomes[0].calls == 0 && held_descriptors() == before);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    start(&outcomes[4]); /* the last one that the server waits for */
    run_until_idle();
    for (int i = 0; i < 5; i++) {
        ck_assert_msg(outcomes[i].status == CONNECT_OK, "%s", outcomes[i].message);
    }
    gathering_stop(&gathering);
}
END_TEST

/* The number of the program may belong to a process of the child by then. */
START_TEST(a_child_frees_the_loop_and_leaves_its_programs_alone)
{
    struct outcome outcome = { 0 };
    int before, status = -1;
    pid_t child;

    use_program("exec sleep 60;");
    snprintf(url, sizeof url, "http://127.0.0.1:1");
    open_loop(5);
    before = held_descriptors();
    (void)start(&outcome);
    for (int i = 0; i < 10; i++) {
        (void)connect_loop_run(loop, 5);
    }
    ck_assert_int_gt(held_descriptors(), before); /* the program runs */
    child = test_fork();
    if (child == 0) {
        waits = kills = 0;
        connect_loop_free(loop);
        test_child_leave(waits == 0 && kills == 0 && outcome.calls == 0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), 0); /* it runs still */
    waits = kills = 0;
    connect_loop_free(loop);
    loop = NULL;
    ck_assert_int_eq(outcome.status, CONNECT_E_CANCELLED);
    ck_assert(waits > 0 && kills == 1);
}
END_TEST

/* Four threads with a loop each, on one client. */
static void *run_loop(void *user)
{
    struct outcome outcomes[25] = { { 0 } };
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = WORLD_ID };
    connect_loop *own;
    bool ok = connect_loop_new(home.world.client, NULL, &own, NULL) == CONNECT_OK;

    for (int i = 0; ok && i < 25; i++) {
        ok = connect_describe_instance_start(own, home.world.client, &request, take, &outcomes[i],
                                             NULL, NULL) == CONNECT_OK;
    }
    while (ok && connect_loop_pending(own) > 0) {
        (void)connect_loop_run(own, -1);
    }
    for (int i = 0; i < 25; i++) {
        ok = ok && outcomes[i].calls == 1 && outcomes[i].status == CONNECT_OK;
    }
    connect_loop_free(own);
    *(bool *)user = ok;
    return NULL;
}

START_TEST(four_threads_have_a_loop_each_on_one_client)
{
    struct gathering gathering = { .wanted = 1 };
    pthread_t threads[4];
    bool ok[4] = { false };

    gathering_start(&gathering);
    use_program("sleep 0.1;");
    world_open(&home.world);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run_loop, &ok[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        ck_assert(ok[i]);
    }
    gathering_stop(&gathering);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("loop/wire");
    TCase *tcase = tcase_create("wire");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_thousand_calls_are_in_flight_on_one_thread);
    tcase_add_test(tcase, a_call_holds_few_bytes_of_the_library);
    tcase_add_test(tcase, what_is_cancelled_on_the_wire_leaves_nothing);
    tcase_add_test(tcase, a_deadline_ends_a_request_on_the_wire);
    tcase_add_loop_test(
        tcase, a_deadline_on_a_clock_of_the_caller_s_own_ends_a_request_after_its_grace, 0, 2);
    tcase_add_test(tcase, one_credential_process_serves_all_calls);
    tcase_add_loop_test(tcase, a_credential_process_runs_on_a_kernel_without_pidfd, 0, 2);
    tcase_add_test(tcase, a_credential_process_that_closes_a_pipe_does_not_keep_the_loop_busy);
    tcase_add_test(tcase, a_call_is_cancelled_while_a_credential_process_runs);
    tcase_add_test(tcase, any_allocation_of_the_first_request_of_a_loop_may_fail);
    tcase_add_test(tcase, every_program_ends_with_its_loop);
    tcase_add_loop_test(tcase, programs_end_in_any_order, 0,
                        2 * (int)(sizeof orders / sizeof orders[0]));
    tcase_add_loop_test(tcase, a_program_that_has_ended_when_it_is_given_up_leaves_nothing, 0, 2);
    tcase_add_test(tcase, a_program_without_memory_is_not_started);
    tcase_add_loop_test(tcase, a_program_that_cannot_be_started_or_watched_leaves_nothing, 0, 2);
    tcase_add_test(tcase, a_loop_is_due_at_the_first_time_limit_of_its_programs);
    tcase_add_test(tcase, a_loop_is_not_due_while_it_waits_for_the_end_of_a_program);
    tcase_add_test(tcase, a_credential_process_that_takes_too_long_is_ended);
    tcase_add_test(tcase, a_credential_process_that_has_exited_by_its_time_limit_is_not_waited_for);
    tcase_add_test(tcase, a_refresh_that_ends_with_its_loop_is_taken_up_by_a_thread);
    tcase_add_test(tcase, a_refresh_of_a_thread_serves_the_calls_of_a_loop);
    tcase_add_test(tcase, a_child_frees_the_loop_and_the_parent_s_calls_go_on);
    tcase_add_test(tcase, a_child_frees_the_loop_and_leaves_its_programs_alone);
    tcase_add_test(tcase, four_threads_have_a_loop_each_on_one_client);
    suite_add_tcase(suite, tcase);
    return suite;
}
