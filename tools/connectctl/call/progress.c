/*
 * The progress line.  It moves with the waits of the client, which come in slices, so that no
 * thread is needed.
 */
#include "call/progress.h"

#include "base/strbuf.h"
#include "base/terminal.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int64_t read_clock(clockid_t which)
{
    struct timespec now;

    clock_gettime(which, &now);
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

static void draw(const struct progress *progress)
{
    struct strbuf line = { 0 };
    size_t width = terminal_columns(STDERR_FILENO), taken;

    if (!progress->is_live) {
        return;
    }
    add_elapsed(&line, progress->started);
    strbuf_addf(&line, "  %s%s%s", progress->status, progress->status[0] != '\0' ? "  " : "",
                progress->what);
    fprintf(stderr, "\r%.*s\033[K",
            (int)display_fit(strbuf_string(&line), width > 1 ? width - 1 : 79, &taken),
            strbuf_string(&line));
    fflush(stderr);
    strbuf_free(&line);
}

void progress_start(struct progress *progress, const char *what)
{
    *progress = (struct progress){ .is_live = isatty(STDERR_FILENO) == 1, .what = what };
    progress->started = read_clock(CLOCK_MONOTONIC);
    draw(progress);
}

void progress_set(struct progress *progress, const char *status)
{
    char *printable = escape_controls(status != NULL ? status : "not visible yet");

    snprintf(progress->status, sizeof progress->status, "%s", printable);
    free(printable);
    draw(progress);
}

void progress_end(struct progress *progress, const char *done)
{
    struct strbuf elapsed = { 0 };

    if (!progress->is_live) {
        return;
    }
    progress->is_live = false;
    fputs("\r\033[K", stderr);
    add_elapsed(&elapsed, progress->started);
    if (done != NULL) {
        fprintf(stderr, "%s after %s\n", done, strbuf_string(&elapsed));
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
        poll(&fd, fd.fd >= 0 ? 1 : 0, left < SLICE_MS ? (int)left : SLICE_MS);
        draw(user);
    }
    return !connect_cancel_is_fired(cancel);
}

connect_clock progress_clock(struct progress *progress)
{
    return (connect_clock){ sizeof(connect_clock), progress, clock_now, clock_monotonic,
                            clock_wait };
}
