/* A host on libuv. */
#include "hosts/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

static void on_readable(uv_poll_t *watcher, int status, int events)
{
    (void)events;
    if (status < 0) {
        fprintf(stderr, "uv_poll: %s\n", uv_strerror(status));
        exit(EXIT_FAILURE);
    }
    if (!work_step()) {
        uv_close((uv_handle_t *)watcher, NULL);
    }
}

int main(void)
{
    uv_poll_t watcher;

    if (uv_poll_init(uv_default_loop(), &watcher, connect_loop_fd(work_begin())) < 0 ||
        uv_poll_start(&watcher, UV_READABLE, on_readable) < 0) {
        fprintf(stderr, "libuv does not watch the descriptor\n");
        return EXIT_FAILURE;
    }
    (void)uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    (void)uv_loop_close(uv_default_loop());
    return work_end();
}
