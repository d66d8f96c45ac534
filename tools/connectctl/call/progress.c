/*
 * The progress line.  The client sleeps in slices on a clock of ours, which redraws the line, so
 * that no thread is needed.
 *
 * SIGTERM and SIGHUP end the program: their handler erases the line first, so that the prompt of
 * the shell does not appear behind it.
 */
#include "call/progress.h"

#include "base/strbuf.h"
#include "base/terminal.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec now;

    (void)clock_gettime(which, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void add_elapsed(struct strbuf *out, int64_t started)
{
    long long seconds = (long long)(read_clock(CLOCK_MONOTONIC) - started) / 1000;

    if (seconds >= 3600) {
        strbuf_addf(out, "%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
    } else {
        strbuf_addf(out, "%lld:%02lld", seconds / 60, seconds % 60);
    }
}

static void progress_draw(const struct progress *progress)
{
    struct strbuf line = { 0 };
    size_t width = terminal_columns(STDERR_FILENO), taken;

    if (!progress->is_shown) {
        return;
    }
    add_elapsed(&line, progress->started);
    strbuf_addf(&line, "  %s%s%s", progress->status, progress->status[0] != '\0' ? "  " : "",
                progress->subject);
    (void)fprintf(stderr, "\r%.*s\033[K",
                  (int)display_fit(strbuf_string(&line), width > 1 ? width - 1 : 79, &taken),
                  strbuf_string(&line));
    (void)fflush(stderr);
    strbuf_free(&line);
}

static const int ending_signals[] = { SIGTERM, SIGHUP };

/* Only calls that are safe in a handler. */
static void on_ending_signal(int number)
{
    static const char erase[] = "\r\033[K";
    ssize_t written = write(STDERR_FILENO, erase, sizeof erase - 1);

    (void)written;
    (void)raise(number);
}

/* A signal that is ignored stays ignored. */
static void set_ending_handler(void (*handler)(int))
{
    for (size_t i = 0; i < sizeof ending_signals / sizeof ending_signals[0]; i++) {
        struct sigaction action = { .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };
        struct sigaction previous;

        (void)sigemptyset(&action.sa_mask);
        if (sigaction(ending_signals[i], NULL, &previous) == 0 && previous.sa_handler != SIG_IGN) {
            (void)sigaction(ending_signals[i], &action, NULL);
        }
    }
}

void progress_start(struct progress *progress, const char *subject)
{
    *progress =
        (struct progress){ .is_shown = terminal_has_escapes(STDERR_FILENO), .subject = subject };
    progress->started = read_clock(CLOCK_MONOTONIC);
    if (progress->is_shown) {
        set_ending_handler(on_ending_signal);
    }
    progress_draw(progress);
}

void progress_set_status(struct progress *progress, const char *status)
{
    char *printable = escape_controls(status != NULL ? status : "not visible yet");

    (void)snprintf(progress->status, sizeof progress->status, "%s", printable);
    free(printable);
    progress_draw(progress);
}

void progress_end(struct progress *progress, const char *done)
{
    struct strbuf elapsed = { 0 };

    if (!progress->is_shown) {
        return;
    }
    progress->is_shown = false;
    set_ending_handler(SIG_DFL);
    (void)fputs("\r\033[K", stderr);
    add_elapsed(&elapsed, progress->started);
    if (done != NULL) {
        (void)fprintf(stderr, "%s after %s\n", done, strbuf_string(&elapsed));
    }
    strbuf_free(&elapsed);
}

static int64_t clock_now(void *user)
{
    (void)user;
    return read_clock(CLOCK_REALTIME);
}

static int64_t clock_monotonic(void *user)
{
    (void)user;
    return read_clock(CLOCK_MONOTONIC);
}

static bool clock_wait(void *user, int64_t ms, const connect_cancel *cancel)
{
    enum { SLICE_MS = 1000 };
    struct pollfd fd = { .fd = connect_cancel_fd(cancel), .events = POLLIN };
    int64_t end = read_clock(CLOCK_MONOTONIC) + ms, left;

    while (!connect_cancel_is_fired(cancel) && (left = end - read_clock(CLOCK_MONOTONIC)) > 0) {
        (void)poll(&fd, fd.fd >= 0 ? 1 : 0, left < SLICE_MS ? (int)left : SLICE_MS);
        progress_draw(user);
    }
    return !connect_cancel_is_fired(cancel);
}

connect_clock progress_clock(struct progress *progress)
{
    return (connect_clock){ sizeof(connect_clock), progress, clock_now, clock_monotonic,
                            clock_wait };
}
