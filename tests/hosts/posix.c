/*
 * Hosts with nothing but the kernel: posix poll | select | epoll | edge-triggered.
 *
 * posix marked [nanosleep | poll | futex] marks for strace where the library is called, and where
 * it returns; with a third word, something between the marks waits as the library must not.
 */
#include "hosts/work.h"
#include "support/resolver.h"

#include <linux/futex.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const char *violation = "";

static void run_poll(void)
{
    struct pollfd fd = { connect_loop_fd(work_begin()), POLLIN, 0 };

    do {
        (void)poll(&fd, 1, -1);
    } while (work_step());
}

static void run_select(void)
{
    int fd = connect_loop_fd(work_begin());
    fd_set readable;

    do {
        FD_ZERO(&readable);
        FD_SET(fd, &readable);
        (void)select(fd + 1, &readable, NULL, NULL, NULL);
    } while (work_step());
}

static void run_epoll(uint32_t events)
{
    struct epoll_event event = { .events = events };
    int epoll = epoll_create1(EPOLL_CLOEXEC);

    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, connect_loop_fd(work_begin()), &event) < 0) {
        perror("epoll");
        exit(EXIT_FAILURE);
    }
    do {
        (void)epoll_wait(epoll, &event, 1, -1);
    } while (work_step());
    close(epoll);
}

/* An invalid descriptor: nothing is written, and strace shows the string. */
static void mark(const char *string)
{
    (void)!write(-1, string, strlen(string));
}

static void violate(void)
{
    const struct timespec ms = { .tv_nsec = 1000000 };
    uint32_t word = 0; /* not the value that the call expects, so that it returns */

    if (strcmp(violation, "nanosleep") == 0) {
        (void)nanosleep(&ms, NULL);
    } else if (strcmp(violation, "poll") == 0) {
        (void)poll(NULL, 0, 1);
    } else if (strcmp(violation, "futex") == 0) {
        (void)syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, NULL, NULL, 0);
    }
}

/* A lookup of held.test goes on, in the thread of libcurl, until nothing else happens. */
static void run_marked(void)
{
    struct pollfd fd = { .events = POLLIN };
    bool is_pending = true;
    int timeout_ms = 200;

    resolver_hold(true);
    mark("enter start");
    fd.fd = connect_loop_fd(work_begin());
    mark("leave");
    while (is_pending) {
        if (poll(&fd, 1, timeout_ms) == 0) {
            resolver_hold(false);
            timeout_ms = -1;
            continue;
        }
        mark("enter step");
        violate();
        is_pending = work_step();
        mark("leave");
    }
}

int main(int argc, char **argv)
{
    const char *host = argc > 1 ? argv[1] : "";

    violation = argc > 2 ? argv[2] : "";
    if (strcmp(host, "poll") == 0) {
        run_poll();
    } else if (strcmp(host, "select") == 0) {
        run_select();
    } else if (strcmp(host, "epoll") == 0) {
        run_epoll(EPOLLIN);
    } else if (strcmp(host, "edge-triggered") == 0) {
        run_epoll(EPOLLIN | EPOLLET);
    } else if (strcmp(host, "marked") == 0) {
        run_marked();
    } else {
        fprintf(stderr, "usage: posix poll|select|epoll|edge-triggered|marked [VIOLATION]\n");
        return EXIT_FAILURE;
    }
    return work_end();
}
