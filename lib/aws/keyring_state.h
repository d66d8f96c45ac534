/*
 * The inside of the keyring, for its files: keyring.c (state and policy), keyring_queue.c (the
 * waiters), keyring_refresh.c and keyring_request.c (the tasks).
 */
#ifndef AWS_KEYRING_STATE_H
#define AWS_KEYRING_STATE_H

#include "aws/keyring.h"
#include "core/lock.h"
#include "core/task.h"

/* One caller in the queue. */
struct waiter {
    /* Under the lock of the keyring: */
    struct waiter *next;
    bool is_queued;
    bool is_woken; /* its task has been woken and not been resumed yet */
    bool has_outcome;
    struct credentials *credentials; /* the outcome; both NULL: out of memory */
    connect_error *error;
    struct stall_watch watch; /* over the refresh it waits for */
    /* Under its own lock: */
    struct lock lock;
    struct task *task; /* NULL once it has ended */
    int owners;
    bool is_listed;            /* on the list of a thread that has not woken it yet */
    struct waiter *next_woken; /* on that list; under no lock */
};

struct refresh;

struct keyring {
    const struct provider_context *context;
    connect_credentials_provider *provider;
    struct lock lock;
    struct credentials *credentials;
    int64_t window_ms;          /* refresh when no more than this is left */
    bool is_rejected;           /* by the service */
    struct refresh *refresh;    /* under way; NULL: none */
    unsigned refresh_number;    /* counts them */
    struct task_driver *driver; /* of that refresh, once it has begun */
    int64_t next_ahead;         /* monotonic: aging credentials are not refreshed before this */
    int64_t next_due;           /* the same for due ones */
    connect_error *failure;     /* returned in place of due credentials until failure_until */
    int64_t failure_until;      /* monotonic */
    char *failure_file;         /* a change of this file ends the failure; or NULL */
    struct file_stamp failure_stamp;
    connect_error *stale_reason; /* why the last refresh failed, while stale credentials serve */
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
    KEYRING_RETURN, /* the current credentials */
    KEYRING_AHEAD,  /* the same, after starting a refresh */
    KEYRING_FAIL,   /* with the cached failure */
    KEYRING_WAIT,   /* for the refresh under way */
    KEYRING_REFRESH /* start one */
};
enum keyring_step keyring_next_step(const struct keyring *ring, const struct moment *now);

/* A refresh has ended with credentials. */
void keyring_accept(struct keyring *ring, const struct moment *now,
                    struct credentials *credentials);
/*
 * A refresh has failed.  True: stale credentials may be used.  Takes ownership of the file in the
 * report.
 */
bool keyring_serve_stale(struct keyring *ring, const struct moment *now,
                         struct fetch_report *report, const connect_error *failure);

/* ---- keyring_refresh.c ---- */

/* Makes a refresh, which is under way from now on; under the lock.  NULL: out of memory. */
struct task *refresh_new(struct keyring *ring, bool is_ahead);

/* ---- keyring_queue.c; under the lock of the keyring unless it says otherwise ---- */

struct waiter *waiter_new(struct task *task); /* NULL: out of memory */
/* Removes an entry; its task will not be woken any more. */
void waiter_leave(struct keyring *ring, struct waiter *waiter, struct waiter **woken);
/* Adds an entry unless it is in the queue. */
void queue_add(struct keyring *ring, struct waiter *waiter);
/* Unless a refresh is under way, wakes the first waiter, which then starts one. */
void queue_choose_leader(struct keyring *ring, struct waiter **woken);
/* Gives the outcome to all waiters. */
void queue_distribute(struct keyring *ring, struct credentials *credentials,
                      const connect_error *failure, struct waiter **woken);
/* Wakes the tasks that the functions above have put into the list; under no lock. */
void waiters_wake(struct waiter *woken);

#endif
