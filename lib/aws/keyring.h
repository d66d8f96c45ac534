/*
 * The keyring of a client: its current credentials, shared by all threads and loops and refreshed
 * by one of them at a time.
 *
 * A call runs a task of keyring_task_new() as its child.  The task ends at once when there are
 * valid credentials.  Otherwise it starts a refresh, as a detached tree (TASK_DETACH) that belongs
 * to no caller, or waits (TASK_WAIT) for the one that is under way.
 */
#ifndef AWS_KEYRING_H
#define AWS_KEYRING_H

#include "aws/credentials.h"

struct keyring;

/*
 * Takes a reference to the provider; context and what it points to have to outlive the keyring and
 * all tasks of it.  NULL: out of memory.
 */
struct keyring *keyring_new(connect_credentials_provider *provider,
                            const struct provider_context *context);
/* NULL does nothing.  All tasks of the keyring must have been released. */
void keyring_free(struct keyring *ring);

/*
 * A task whose result is a reference to credentials, or NULL when requests are sent unsigned.
 * Returns NULL when out of memory.
 *
 * Credentials that are valid for more than a minute are returned without waiting.  When they have
 * reached their refresh window, a refresh is started as well; a driver that cannot run two trees
 * runs it first, for a quarter of the time that the caller has left and at most five seconds, and
 * then returns the credentials even if the refresh failed.  Without valid credentials the task
 * waits for the refresh that is under way, or starts one.  The deadline and the cancel token of the
 * caller end only its own task: if it was driving the refresh, the first waiter starts another.
 *
 * Errors: CONNECT_E_CREDENTIALS, CONNECT_E_CONFIGURATION, CONNECT_E_TIMEOUT, CONNECT_E_CANCELLED,
 * CONNECT_E_MEMORY; CONNECT_E_ARGUMENT and CONNECT_E_VERSION from a callback of the application.
 */
struct task *keyring_task_new(struct keyring *ring);

/*
 * The same without a task: true with a reference in *out (NULL for unsigned) when there is nothing
 * to wait for or to start, which is the case for most calls.
 */
bool keyring_get_fresh(struct keyring *ring, struct credentials **out);

/* Makes the next task refresh, because the service rejected these credentials as expired. */
void keyring_reject(struct keyring *ring, const struct credentials *credentials);
/* Why the last refresh failed while stale credentials are used: a copy in *out, or NULL. */
void keyring_explain(struct keyring *ring, connect_error **out);

#endif
