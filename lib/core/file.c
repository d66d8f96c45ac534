/* Files through descriptors, for close-on-exec and O_NONBLOCK. */
#include "core/file.h"

#include "core/assert.h"
#include "core/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, struct buf *out)
{
    char chunk[4096];
    int failure = 0;
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            failure = errno;
        }
        if (got <= 0) {
            break;
        }
        if (!buf_add(out, chunk, (size_t)got)) {
            failure = out->state == BUF_TOO_BIG ? EFBIG : ENOMEM;
            break;
        }
    }
    mem_cleanse(chunk, sizeof chunk);
    return failure;
}

/* Written by editors of some systems at the start of UTF-8 files. */
static void drop_byte_order_mark(struct buf *text, size_t start)
{
    static const char mark[] = "\xef\xbb\xbf";
    size_t size = sizeof mark - 1;
    if (text->size - start >= size && memcmp(text->data + start, mark, size) == 0) {
        ASSERT(start + size <= text->size);
        memmove(text->data + start, text->data + start + size, text->size - start - size + 1);
        text->size -= size;
    }
}

int file_read(const char *path, struct buf *out)
{
    /* O_NONBLOCK: do not block if the path is a FIFO. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    size_t start = out->size;
    struct stat what;
    int failure;

    if (fd < 0) {
        return errno;
    }
    if (fstat(fd, &what) != 0) {
        failure = errno;
    } else if (!S_ISREG(what.st_mode)) {
        failure = EISDIR;
    } else {
        failure = read_all(fd, out);
    }
    (void)close(fd);
    if (failure == 0) {
        drop_byte_order_mark(out, start);
    }
    return failure;
}

int file_check(const char *path)
{
    return access(path, R_OK) == 0 ? 0 : errno;
}

const char *file_problem(int failure)
{
    return failure == EISDIR ? "not a regular file" : strerror(failure);
}

struct file_stamp file_stamp_of(const char *path)
{
    struct file_stamp stamp = { 0 };
    struct stat what;
    if (stat(path, &what) == 0) {
        stamp.device = what.st_dev;
        stamp.inode = what.st_ino;
        stamp.size = what.st_size;
        stamp.changed = what.st_mtim;
    }
    return stamp;
}

bool file_stamp_equal(const struct file_stamp *a, const struct file_stamp *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return errno;
        }
        ASSERT(put > 0 && (size_t)put <= size);
        bytes += put;
        size -= (size_t)put;
    }
    return fsync(fd) == 0 ? 0 : errno;
}

int file_replace(const char *path, const void *bytes, size_t size)
{
    struct buf name = BUF_INIT(4096);
    int fd, failure;
    if (!buf_add_text(&name, path) || !buf_add_text(&name, ".XXXXXX")) {
        return name.state == BUF_TOO_BIG ? ENAMETOOLONG : ENOMEM;
    }
    fd = mkostemp(name.data, O_CLOEXEC); /* mode 0600 */
    if (fd < 0) {
        failure = errno;
        buf_free(&name);
        return failure;
    }
    failure = write_all(fd, bytes, size);
    if (close(fd) != 0 && failure == 0) {
        failure = errno;
    }
    if (failure == 0 && rename(name.data, path) != 0) {
        failure = errno;
    }
    if (failure != 0) {
        (void)unlink(name.data);
    }
    buf_free(&name);
    return failure;
}
