/*
 * --port-file: tells a script that waits for it which port was chosen.
 *
 * A regular file is written in one piece, so that no reader sees half of it. A file of an earlier
 * process is removed before the server listens, so that its port is not taken for ours. A symbolic
 * link is followed. A FIFO or device is written in place.
 */
#ifndef LOCAL_SERVER_PORT_FILE_H
#define LOCAL_SERVER_PORT_FILE_H

#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>

struct port_file {
    const char *path; /* as given; NULL: no file */
    char *target;     /* where the links lead */
    bool in_place;    /* a FIFO or device */
    bool written;
    struct stat status; /* of the file that was written */
};

/* `path` is borrowed and may be NULL. False after a message. */
bool port_file_open(struct port_file *file, const char *path);
/*
 * Waits for the reader of a FIFO, unless one of the signals `ending` arrives, which are blocked.
 * False after a message, or after such a signal with *ended set.
 */
bool port_file_write(struct port_file *file, int port, const sigset_t *ending, bool *ended);
/* Removes the file, unless another process has replaced it. */
void port_file_close(struct port_file *file);

#endif
