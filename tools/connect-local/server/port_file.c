/*
 * See port_file.h.
 */
#include "server/port_file.h"

#include "base/alloc.h"
#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LINKS_MAX 32
#define READER_INTERVAL_NS (50 * 1000 * 1000L)

static bool fail_with_errno(const struct port_file *file, int error)
{
    fprintf(stderr, "connect-local: --port-file %s: %s\n", file->path, strerror(error));
    return false;
}

/* The path that a link at `path` names; NULL when there is no link. The caller frees it. */
static char *read_link(const char *path)
{
    char value[PATH_MAX];
    ssize_t size = readlink(path, value, sizeof value - 1);
    const char *slash = strrchr(path, '/');
    struct buf target = BUF_INIT((size_t)2 * PATH_MAX);

    if (size < 0) {
        return NULL;
    }
    value[size] = '\0';
    if (value[0] != '/' && slash != NULL) {
        buf_add(&target, path, (size_t)(slash - path) + 1);
    }
    buf_add_text(&target, value);
    return check_alloc(buf_take(&target));
}

bool port_file_open(struct port_file *file, const char *path)
{
    struct stat status;

    *file = (struct port_file){ .path = path };
    if (path == NULL) {
        return true;
    }
    file->target = check_alloc(mem_strdup(path));
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
        file->in_place = true;
        return S_ISDIR(status.st_mode) ? fail_with_errno(file, EISDIR) : true;
    }

    char *next = read_link(file->target);

    for (int links = 0; next != NULL; links++) {
        mem_free(file->target);
        file->target = next;
        if (links == LINKS_MAX) {
            return fail_with_errno(file, ELOOP);
        }
        next = read_link(file->target);
    }
    return unlink(file->target) == 0 || errno == ENOENT || fail_with_errno(file, errno);
}

static bool write_in_place(struct port_file *file, const char *line, const sigset_t *ending,
                           bool *ended)
{
    const struct timespec interval = { 0, READER_INTERVAL_NS };
    int descriptor;

    /* Without O_NONBLOCK, opening a FIFO without a reader could not be ended by a signal. */
    while ((descriptor = open(file->path, O_WRONLY | O_NONBLOCK | O_NOCTTY)) < 0 &&
           errno == ENXIO) {
        if (sigtimedwait(ending, NULL, &interval) > 0) {
            *ended = true;
            return false;
        }
    }
    if (descriptor < 0) {
        return fail_with_errno(file, errno);
    }

    bool written = write(descriptor, line, strlen(line)) == (ssize_t)strlen(line);
    int error = errno;

    close(descriptor);
    return written || fail_with_errno(file, error);
}

static bool replace_content(struct port_file *file, const char *line)
{
    struct buf temporary = BUF_INIT((size_t)3 * PATH_MAX);
    struct stat status;
    mode_t mask = umask(0);

    umask(mask);
    buf_printf(&temporary, "%s.XXXXXX", file->target);

    char *name = check_alloc(buf_take(&temporary));
    int descriptor = mkstemp(name);
    bool written = descriptor >= 0 && fchmod(descriptor, 0666 & ~mask) == 0 &&
                   write(descriptor, line, strlen(line)) == (ssize_t)strlen(line) &&
                   fstat(descriptor, &status) == 0;

    written =
        descriptor >= 0 && close(descriptor) == 0 && written && rename(name, file->target) == 0;
    if (written) {
        file->written = true;
        file->status = status;
    } else {
        fail_with_errno(file, errno);
        if (descriptor >= 0) {
            unlink(name);
        }
    }
    mem_free(name);
    return written;
}

bool port_file_write(struct port_file *file, int port, const sigset_t *ending, bool *ended)
{
    char line[16];

    *ended = false;
    if (file->path == NULL) {
        return true;
    }
    snprintf(line, sizeof line, "%d\n", port);
    return file->in_place ? write_in_place(file, line, ending, ended) : replace_content(file, line);
}

/* The number alone does not tell: it is soon used again. */
static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino &&
           a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

void port_file_close(struct port_file *file)
{
    struct stat status;

    if (file->written && stat(file->target, &status) == 0 && is_same_file(&status, &file->status)) {
        unlink(file->target);
    }
    mem_free(file->target);
    *file = (struct port_file){ 0 };
}
