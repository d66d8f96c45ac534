/*
 * The inside of the keyring, for the files that make it up: keyring.c (what there is and what comes
 * next), keyring_queue.c (who waits), keyring_refresh.c and keyring_request.c (the tasks).
 */
#ifndef AWS_KEYRING_STATE_H
#define AWS_KEYRING_STATE_H

#include "aws/keyring.h"
#include "core/task.h"

#include <pthread.h>

/* One caller in the queue. */
struct waiter {
    /* Under the lock of the keyring: */
    struct waiter *next, *next_woken;
    bool is_queued;
    bool is_woken; /* its task was woken and has not looked yet */
    bool has_outcome;
    struct credentials *credentials; /* the outcome: these, */
    connect_error *error;            /* or this; neither: out of memory */
    unsigned refresh_number;         /* which refresh it waits for, */
    unsigned progress;               /* and what its driver had done at the last look */
    /* Under its own lock: */
    pthread_mutex_t lock;
    struct task *task; /* NULL once it has ended */
    int owners;
};

struct refresh;

struct keyring {
    const struct provider_context *context;
    connect_credentials_provider *provider;
    pthread_mutex_t lock;
    struct credentials *credentials;
    int64_t window_ms;          /* refresh when no more than this is left of their life */
    bool is_rejected;           /* by the service */
    struct refresh *refresh;    /* under way; NULL: none */
    unsigned refresh_number;    /* counts them */
    struct task_driver *driver; /* of that refresh, once it has begun */
    int64_t next_ahead;         /* monotonic: no refresh of aging credentials before this */
    int64_t next_due;           /* the same for due ones, which are returned meanwhile */
    connect_error *failure;     /* returned in place of due credentials until failure_until */
    int64_t failure_until;      /* monotonic */
    char *failure_file;         /* NULL, or what ends the failure when it changes */
    struct file_stamp failure_stamp;
    connect_error *survived; /* failure of the last refresh, in spite of which credentials serve */
    struct waiter *first, *last;
};

/* The time of one decision. */
struct moment {
    int64_t wall;   /* by the clock of the services */
    int64_t steady; /* monotonic */
};
struct moment keyring_moment(const struct keyring *ring);
/* Expiry is never added to, so that "never" does not overflow. */
int64_t credentials_left(const struct credentials *credentials, const struct moment *now);

/* ---- keyring.c; all of it under the lock of the keyring ---- */

enum keyring_step {
    KEYRING_RETURN, /* what is there */
    KEYRING_AHEAD,  /* what is there, after a refresh has been started */
    KEYRING_FAIL,   /* with the failure that is remembered */
    KEYRING_WAIT,   /* for the refresh that is under way */
    KEYRING_REFRESH /* start one */
};
enum keyring_step keyring_next_step(const struct keyring *ring, const struct moment *now);

/* A refresh has ended with credentials. */
void keyring_take(struct keyring *ring, const struct moment *now, struct credentials *credentials);
/*
 * A refresh has failed.  True: older credentials may be used in spite of it.  Takes the file out of
 * the report.
 */
bool keyring_survive(struct keyring *ring, const struct moment *now, struct fetch_report *report,
                     const connect_error *failure);

/* ---- keyring_refresh.c ---- */

/* A refresh that is under way from now on; under the lock.  NULL: out of memory. */
struct task *refresh_new(struct keyring *ring, bool is_ahead);

/* ---- keyring_queue.c; under the lock of the keyring unless it says otherwise ---- */

struct waiter *waiter_new(struct task *task); /* NULL: out of memory */
/* Out of the queue; the task of the entry will not be woken any more. */
void waiter_leave(struct keyring *ring, struct waiter *waiter, struct waiter **woken);
/* Adds an entry unless it is in the queue. */
void queue_add(struct keyring *ring, struct waiter *waiter);
/* Without a refresh, the first of those who wait is to start one. */
void queue_elect(struct keyring *ring, struct waiter **woken);
/* Gives the outcome to all who wait. */
void queue_distribute(struct keyring *ring, struct credentials *credentials,
                      const connect_error *failure, struct waiter **woken);
/* Wakes the tasks of a list that the functions above have made; under no lock. */
void waiters_wake(struct waiter *woken);

#endif
