/*
 * Polling with a pause that grows: what all waiters share.
 */
#ifndef CALL_WAITER_H
#define CALL_WAITER_H

#include "call/client.h"

#include <connect/waiter.h>

struct waiter {
    struct connect_client client; /* a view, whose calls end with the wait */
    connect_wait_options options; /* complete */
    const char *name;             /* in messages */
    const char *id;               /* of what is waited for; borrowed */
    size_t id_size;
    int64_t start; /* monotonic */
    int32_t polls;
    int32_t sent;  /* requests, of all polls */
    char seen[64]; /* the status of the resource that was seen last, or "" */
};

/* Checks the options; id may be an ARN. */
connect_status waiter_begin(struct waiter *waiter, connect_client *client, const char *name,
                            const char *id, const connect_wait_options *options,
                            connect_error **error);
int64_t waiter_elapsed(const struct waiter *waiter);
/* Whether a failed poll is to be waited out. */
bool waiter_endures(const struct waiter *waiter, const connect_error *error);
/*
 * The pause before the next poll.  instance_status: what was seen, or NULL; last: of a poll that
 * failed, or NULL.  CONNECT_E_TIMEOUT or CONNECT_E_CANCELLED, the id in the error, when there will
 * be no next one.
 */
connect_status waiter_pause(struct waiter *waiter, const char *instance_status,
                            const connect_error *last, connect_error **error);
/* Puts the id into an error, and how often the service was asked. */
void waiter_name(const struct waiter *waiter, connect_error *error);

#endif
