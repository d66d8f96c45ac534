/*
 * Starting the pager and waiting for it.
 */
#include "output/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static _Noreturn void run_pager(const char *command, int input)
{
    (void)signal(SIGPIPE, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    if (dup2(input, STDIN_FILENO) >= 0) {
        (void)setenv("LESS", "FRX", 0);
        (void)execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    }
    _exit(PAGER_NOT_FOUND);
}

FILE *pager_start(const char *command, pid_t *pid)
{
    int ends[2];
    FILE *out;

    if (pipe(ends) != 0) {
        return NULL;
    }
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    *pid = fork();
    if (*pid == 0) {
        run_pager(command, ends[0]);
    }
    (void)close(ends[0]);
    out = *pid > 0 ? fdopen(ends[1], "w") : NULL;
    if (out == NULL) {
        int reason = errno;

        (void)close(ends[1]);
        errno = reason;
    }
    return out;
}

int pager_finish(FILE *out, pid_t pid)
{
    int status = 0;

    /* The user ends the pager; less takes Ctrl-C as a command. */
    (void)signal(SIGINT, SIG_IGN);
    (void)fclose(out);
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
