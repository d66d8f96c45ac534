/*
 * Making the client, and stopping it on Ctrl-C.
 */
#include "call/client.h"

#include "base/strbuf.h"
#include "base/terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static connect_cancel *interrupt;

static void on_interrupt(int number)
{
    (void)number;
    connect_cancel_fire(interrupt);
}

/* The second Ctrl-C ends the program at once. */
static void catch_interrupt(connect_cancel *cancel)
{
    struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };

    interrupt = cancel;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

void print_log_line(void *user, connect_log_level level, const char *line)
{
    static const char *const names[] = { "", "error", "warn", "info", "debug", "trace" };
    char *printable = escape_controls(line);

    (void)user;
    fprintf(stderr, "%-5s %s\n", level >= 0 && level <= CONNECT_LOG_TRACE ? names[level] : "",
            printable);
    free(printable);
}

connect_status ctl_client_open(struct ctl_client *connection, const struct globals *globals,
                               const connect_clock *clock, connect_error **error)
{
    connect_client_options options = { .size = sizeof options };
    connect_call_options call = { .size = sizeof call };
    connect_status status = CONNECT_OK;

    *connection = (struct ctl_client){ 0 };
    options.region = globals->region;
    options.profile = globals->profile;
    options.endpoint_url = globals->endpoint_url;
    options.ca_bundle = globals->ca_bundle;
    options.check_level = globals->strict ? CONNECT_CHECK_STRICT : CONNECT_CHECK_DEFAULT;
    options.clock = clock;
    if (globals->connect_timeout_ms > 0) {
        options.connect_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->connect_timeout_ms);
    }
    if (globals->read_timeout_ms > 0) {
        options.attempt_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->read_timeout_ms);
    }
    if (globals->debug) {
        options.log_level = CONNECT_LOG_TRACE;
        options.log = print_log_line;
    }
    if (globals->no_sign_request) {
        status = connect_credentials_anonymous(&options.credentials, error);
    }
    if (status == CONNECT_OK) {
        status = connect_client_new(&options, &connection->base, error);
    }
    connect_credentials_provider_free(options.credentials);
    if (status != CONNECT_OK) {
        return status;
    }
    if (connect_cancel_new(&connection->cancel) != CONNECT_OK) {
        require_memory(NULL);
    }
    call.cancel = connection->cancel;
    catch_interrupt(connection->cancel);
    return connect_client_with(connection->base, &call, &connection->client, error);
}

void ctl_client_close(struct ctl_client *connection)
{
    signal(SIGINT, SIG_DFL);
    connect_client_free(connection->client);
    connect_client_free(connection->base);
    connect_cancel_free(connection->cancel);
    *connection = (struct ctl_client){ 0 };
}
