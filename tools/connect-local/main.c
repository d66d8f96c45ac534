/*
 * connect-local: starts the service, says where it is, and waits for a signal.
 */
#include "base/alloc.h"
#include "core/clock.h"
#include "operations/route.h"
#include "server/server.h"
#include "state/local.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whoever waits for the file must never see half of it. */
static bool write_port_file(const char *path, int port)
{
    struct buf temporary = BUF_INIT(8192);
    mode_t mask = umask(0);

    umask(mask);
    buf_printf(&temporary, "%s.XXXXXX", path);

    char *name = check_alloc(buf_take(&temporary));
    int fd = mkstemp(name);
    bool written = fd >= 0 && fchmod(fd, 0666 & ~mask) == 0 && dprintf(fd, "%d\n", port) > 0;

    written = (fd >= 0 && close(fd) == 0) && written && rename(name, path) == 0;
    if (!written) {
        fprintf(stderr, "connect-local: --port-file %s: %s\n", path, strerror(errno));
        if (fd >= 0) {
            unlink(name);
        }
    }
    mem_free(name);
    return written;
}

static void announce(const struct options *options, int port)
{
    bool is_ipv6 = strchr(options->bind, ':') != NULL;

    printf("listening on %s://%s%s%s:%d\n", options->tls_cert != NULL ? "https" : "http",
           is_ipv6 ? "[" : "", options->bind, is_ipv6 ? "]" : "", port);
    fflush(stdout);
}

static int run(const struct options *options, const sigset_t *ending)
{
    if (!routes_are_complete()) {
        return EXIT_FAILURE;
    }

    struct local *local = local_new(options, &clock_system);
    struct server *server = server_start(local);
    int outcome = EXIT_FAILURE, signal_number;

    if (server != NULL &&
        (options->port_file == NULL || write_port_file(options->port_file, server_port(server)))) {
        announce(options, server_port(server));
        sigwait(ending, &signal_number);
        outcome = EXIT_SUCCESS;
    }
    server_stop(server);
    local_free(local);
    return outcome;
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
        outcome = run(&options, &ending);
    }
    options_free(&options);
    return outcome;
}
