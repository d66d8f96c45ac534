/*
 * A client as the global options want it, that Ctrl-C stops.
 */
#ifndef CTL_CONNECTION_H
#define CTL_CONNECTION_H

#include "cli/globals.h"

#include <connect/client.h>

struct ctl_client {
    connect_client *client; /* a view that the interrupt cancels */
    connect_client *base;
    connect_cancel *cancel;
};

/* clock: NULL for the system's. */
connect_status ctl_client_open(struct ctl_client *connection, const struct globals *globals,
                               const connect_clock *clock, connect_error **error);
void ctl_client_close(struct ctl_client *connection);
/* What --debug does with a line of the log. */
void print_log_line(void *user, connect_log_level level, const char *line);

#endif
