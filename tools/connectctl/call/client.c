/*
 * Making the client and cancelling its calls on Ctrl-C.
 */
#include "call/client.h"

#include "base/strbuf.h"
#include "base/terminal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static connect_cancel *interrupt_token;
static struct sigaction previous_action;

static void on_interrupt(int number)
{
    (void)number;
    connect_cancel_fire(interrupt_token);
}

/*
 * The second Ctrl-C ends the program at once.  A signal that was ignored at start, as in the
 * background of a script or under nohup, stays ignored.
 */
static void catch_interrupt(connect_cancel *cancel)
{
    struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };

    interrupt_token = cancel;
    (void)sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, NULL, &previous_action) == 0 && previous_action.sa_handler != SIG_IGN) {
        (void)sigaction(SIGINT, &action, NULL);
    }
}

void print_log_line(void *user, connect_log_level level, const char *line)
{
    static const char *const names[] = { "", "error", "warn", "info", "debug", "trace" };
    char *printable = escape_controls(line);

    (void)user;
    (void)fprintf(stderr, "%-5s %s\n", level >= 0 && level <= CONNECT_LOG_TRACE ? names[level] : "",
                  printable);
    free(printable);
}

static void set_options(connect_client_options *options, const struct globals *globals)
{
    options->region = globals->region;
    options->profile = globals->profile;
    options->endpoint_url = globals->endpoint_url;
    options->ca_bundle = globals->ca_bundle;
    options->check_level = globals->strict ? CONNECT_CHECK_STRICT : CONNECT_CHECK_DEFAULT;
    if (globals->connect_timeout_ms > 0) {
        options->connect_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->connect_timeout_ms);
    }
    if (globals->read_timeout_ms > 0) {
        options->attempt_timeout_ms = (connect_opt_int64)CONNECT_SET(globals->read_timeout_ms);
    }
    if (globals->debug) {
        options->log_level = CONNECT_LOG_TRACE;
        options->log = print_log_line;
    }
}

connect_status ctl_client_open(struct ctl_client *client, const struct globals *globals,
                               const connect_clock *clock, connect_error **error)
{
    connect_client_options options = { .size = sizeof options, .clock = clock };
    connect_call_options call = { .size = sizeof call };
    connect_status status = CONNECT_OK;

    *client = (struct ctl_client){ 0 };
    set_options(&options, globals);
    if (globals->no_sign_request) {
        status = connect_credentials_anonymous(&options.credentials, error);
    }
    if (status == CONNECT_OK) {
        status = connect_client_new(&options, &client->base, error);
    }
    connect_credentials_provider_free(options.credentials);
    if (status != CONNECT_OK) {
        return status;
    }
    if (connect_cancel_new(&client->cancel) != CONNECT_OK) {
        out_of_memory();
    }
    call.cancel = client->cancel;
    catch_interrupt(client->cancel);
    return connect_client_with(client->base, &call, &client->view, error);
}

void ctl_client_close(struct ctl_client *client)
{
    if (client->cancel != NULL) {
        (void)sigaction(SIGINT, &previous_action, NULL);
    }
    connect_client_free(client->view);
    connect_client_free(client->base);
    connect_cancel_free(client->cancel);
    *client = (struct ctl_client){ 0 };
}
