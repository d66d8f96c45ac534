/* A host on GLib. */
#include "hosts/work.h"

#include <glib-unix.h>

static gboolean on_readable(gint fd, GIOCondition condition, gpointer user)
{
    (void)fd;
    (void)condition;
    if (work_step()) {
        return G_SOURCE_CONTINUE;
    }
    g_main_loop_quit(user);
    return G_SOURCE_REMOVE;
}

int main(void)
{
    GMainLoop *glib = g_main_loop_new(NULL, FALSE);

    (void)g_unix_fd_add(connect_loop_fd(work_begin()), G_IO_IN, on_readable, glib);
    g_main_loop_run(glib);
    g_main_loop_unref(glib);
    return work_end();
}
