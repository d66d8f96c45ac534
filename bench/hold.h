/*
 * A server in a process of its own that holds its responses of 10 KiB until a number of requests
 * are there, and then sends all of them at once.
 */
#ifndef BENCH_HOLD_H
#define BENCH_HOLD_H

#include <connect/client.h>

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define HOLD_CONNECTIONS_MAX 1100

/* Shared by both processes. */
struct hold_progress {
    atomic_int connections; /* that were accepted */
    atomic_int requests;    /* that were read */
    _Atomic int64_t
        released_us; /* when responses were sent last; 0: never. The client may reset it */
};

struct hold {
    int batch;         /* so many requests are held at once, */
    int calls;         /* but no more than are left of so many, which the client starts together */
    int64_t hold_us;   /* from the first request of a batch at least */
    int64_t settle_us; /* from the last one at least */
    bool is_tls;
    /* Set by hold_start(). */
    pid_t pid;
    int port;
    char bundle[sizeof "/tmp/connect-bench-XXXXXX"]; /* the authority, if is_tls */
    struct hold_progress *progress;
};

/* False when the server could not be started. In both cases hold_stop() follows. */
bool hold_start(struct hold *hold);
void hold_stop(struct hold *hold);

/*
 * A client of that server, or NULL. options: all but the endpoint, the region and the certificates
 * is kept; without credentials and a profile the client has static ones.
 */
connect_client *hold_client(const struct hold *hold, connect_client_options *options);

#endif
