#include "support/served.h"

#include <check.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define FLAGS_MAX 32

static void run_server(const char *const *flags, int out, int log)
{
    const char *folder = getenv("top_builddir");
    char path[4096];
    char *arguments[FLAGS_MAX + 2] = { path };
    sigset_t none;

    snprintf(path, sizeof path, "%s/connect-local", folder != NULL ? folder : ".");
    for (size_t i = 0; flags[i] != NULL && i < FLAGS_MAX; i++) {
        arguments[i + 1] = (char *)(uintptr_t)flags[i];
    }
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    dup2(out, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    execv(path, arguments);
    perror(path);
    _exit(127);
}

/* Its one line, without the end of line; "" when it ended instead. */
static void read_line(int from, char *line, size_t room)
{
    size_t used = 0;

    while (used + 1 < room && read(from, line + used, 1) == 1 && line[used] != '\n') {
        used++;
    }
    line[used] = '\0';
}

static const char *log_of(const struct served *served)
{
    static char log[65536];
    ssize_t size = pread(served->log, log, sizeof log - 1, 0);

    ck_assert_int_ge(size, 0);
    log[size] = '\0';
    return log;
}

void served_start(struct served *served, const char *const *flags)
{
    static const char said[] = "listening on ";
    char line[sizeof served->url + sizeof said];
    int ends[2];

    FILE *log = tmpfile();

    ck_assert_ptr_nonnull(log);
    served->log = dup(fileno(log));
    fclose(log);
    ck_assert_int_eq(pipe(ends), 0);
    served->pid = fork();
    ck_assert_int_ge(served->pid, 0);
    if (served->pid == 0) {
        close(ends[0]);
        run_server(flags, ends[1], served->log);
    }
    close(ends[1]);
    served->out = ends[0];
    read_line(served->out, line, sizeof line);
    ck_assert_msg(strncmp(line, said, strlen(said)) == 0, "connect-local does not serve: %s",
                  log_of(served));
    memcpy(served->url, line + strlen(said), strlen(line + strlen(said)) + 1);
}

void served_stop(struct served *served)
{
    int status = 0;
    pid_t ended;

    kill(served->pid, SIGTERM);
    do {
        ended = waitpid(served->pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    close(served->out);
    close(served->log);
    ck_assert_int_eq(ended, served->pid);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "connect-local ended with %d",
                  status);
}

bool served_said(const struct served *served, const char *text)
{
    return strstr(log_of(served), text) != NULL;
}

connect_client *served_client_with(const struct served *served, connect_client_options *options,
                                   const char *key, const char *secret)
{
    connect_credentials keys = { sizeof keys, .access_key_id = key != NULL ? key : SERVED_KEY,
                                 .secret_access_key = secret != NULL ? secret : SERVED_SECRET };
    connect_client *client = NULL;

    options->size = sizeof *options;
    options->endpoint_url = served->url;
    if (options->region == NULL) {
        options->region = "us-east-1";
    }
    ck_assert_int_eq(connect_credentials_static(&keys, &options->credentials, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_client_new(options, &client, NULL), CONNECT_OK);
    connect_credentials_provider_free(options->credentials);
    return client;
}

connect_client *served_client(const struct served *served, const char *key, const char *secret,
                              const char *region)
{
    connect_client_options options = { .region = region };

    return served_client_with(served, &options, key, secret);
}
