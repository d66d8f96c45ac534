/*
 * A client with the global options applied, whose calls Ctrl-C cancels.
 */
#ifndef CTL_CALL_CLIENT_H
#define CTL_CALL_CLIENT_H

#include "cli/globals.h"

#include <connect/client.h>

struct ctl_client {
    connect_client *view; /* of base, with the cancel token */
    connect_client *base;
    connect_cancel *cancel;
};

/* clock: NULL for the system's.  The client is to be closed also after a failure. */
connect_status ctl_client_open(struct ctl_client *client, const struct globals *globals,
                               const connect_clock *clock, connect_error **error);
void ctl_client_close(struct ctl_client *client);
/* Prints a line of the log, for --debug. */
void print_log_line(void *user, connect_log_level level, const char *line);

#endif
