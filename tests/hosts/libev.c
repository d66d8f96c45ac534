/* A host on libev. */
#include "hosts/work.h"

#include <ev.h>

static void on_readable(struct ev_loop *ev, ev_io *watcher, int events)
{
    (void)events;
    if (!work_step()) {
        ev_io_stop(ev, watcher);
        ev_break(ev, EVBREAK_ALL);
    }
}

int main(void)
{
    struct ev_loop *ev = ev_default_loop(EVFLAG_AUTO);
    ev_io watcher = { 0 };

    watcher.cb = on_readable; /* ev_init() breaks the rules of strict aliasing */
    ev_io_set(&watcher, connect_loop_fd(work_begin()), EV_READ);
    ev_io_start(ev, &watcher);
    (void)ev_run(ev, 0);
    ev_loop_destroy(ev);
    return work_end();
}
