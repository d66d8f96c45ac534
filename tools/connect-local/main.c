/*
 * connect-local: starts the service, prints where it listens, and waits for a signal.
 */
#include "core/clock.h"
#include "operations/route.h"
#include "options/parse.h"
#include "server/port_file.h"
#include "server/server.h"
#include "server/state_file.h"
#include "state/local.h"

#include <signal.h>
#include <string.h>

static void print_address(const struct options *options, int port)
{
    bool is_ipv6 = strchr(options->bind, ':') != NULL;

    printf("listening on %s://%s%s%s:%d\n", options->tls_cert != NULL ? "https" : "http",
           is_ipv6 ? "[" : "", options->bind, is_ipv6 ? "]" : "", port);
    fflush(stdout);
}

/* Serves until one of the signals arrives; the exit status. */
static int serve_until(const sigset_t *ending, struct local *local, struct port_file *port_file)
{
    struct server *server = server_start(local);
    int outcome = EXIT_FAILURE, signal_number;
    bool ended = false;

    if (server == NULL) {
        return outcome;
    }
    /* A regular file is complete before the line is printed; a FIFO may have no reader until then.
     */
    bool early = !port_file->in_place;

    if (!early || port_file_write(port_file, server_port(server), ending, &ended)) {
        print_address(local->options, server_port(server));
        if (early || port_file_write(port_file, server_port(server), ending, &ended)) {
            sigwait(ending, &signal_number);
            ended = true;
        }
    }
    if (ended) {
        outcome = EXIT_SUCCESS;
    }
    server_stop(server);
    return outcome;
}

static int run_until_signal(const struct options *options, const sigset_t *ending)
{
    struct port_file port_file;
    int outcome = EXIT_FAILURE;

    if (!routes_are_complete()) {
        return EXIT_FAILURE;
    }
    if (port_file_open(&port_file, options->port_file)) {
        struct local *local = local_new(options, &clock_system);
        struct state_file *file = NULL;

        if (options->state_path == NULL ||
            (file = state_file_open(local, options->state_path)) != NULL) {
            outcome = serve_until(ending, local, &port_file);
        }
        state_file_close(file);
        local_free(local);
    }
    port_file_close(&port_file);
    return outcome;
}

/* Output that could not be written is a failure: of --help above all. */
static int close_output(int outcome)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0) {
        return outcome;
    }
    perror("connect-local: standard output");
    return outcome == EXIT_SUCCESS ? EXIT_FAILURE : outcome;
}

int main(int argc, char **argv)
{
    struct options options;
    sigset_t ending;

    options_default(&options);

    enum options_outcome wish = options_parse(&options, argc, argv);
    int outcome = wish == OPTIONS_WRONG ? 2 : EXIT_SUCCESS;

    /* Before any thread starts, so that all of them leave these signals to sigwait(). */
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (wish == OPTIONS_RUN) {
        outcome = run_until_signal(&options, &ending);
    }
    options_free(&options);
    return wish == OPTIONS_DONE ? close_output(outcome) : outcome;
}
