/*
 * When a request may go: a token bucket for each quota, and the rate limiter of the adaptive mode.
 * Shared by all threads and loops of a client; nothing here waits.
 *
 * A request takes its turn in three steps: pace_join() queues it, pace_look() says whether it may
 * go or when to look again, pace_leave() gives the turn up.  Requests go in the order in which they
 * joined.  Only the head of a queue has a time to look again; the others are woken when it leaves.
 * A head that does not look when its time has come (the thread of its loop is busy elsewhere) does
 * not hold up those of other threads: they may look at any time, and pass it after a second.
 */
#ifndef CALL_PACE_H
#define CALL_PACE_H

#include "call/pace_file.h"
#include "call/quota.h"
#include "core/task.h"

#include <connect/client.h>

struct pace;
struct pace_bucket;
struct pace_queue;

/* The turn of one request; part of the task that waits for it. */
struct pace_turn {
    struct pace_turn *next, *previous;
    struct pace_queue *queue;   /* NULL: in none */
    struct task *task;          /* woken when it is worth looking again */
    struct pace_bucket *bucket; /* NULL: none limits the request */
    struct pace_slot *slot;     /* in the file that processes share, or NULL */
    bool is_limited;            /* through the limiter as well */
};

/* Paces nothing but the limiter before it has a quota. */
struct pace *pace_new(const connect_clock *clock);
void pace_free(struct pace *pace);
/*
 * Before the first turn: the quota of what has no other; a rate of 0 or less: none.  is_documented:
 * operations that have a documented one are paced by that.
 */
void pace_set_quota(struct pace *pace, struct quota quota, bool is_documented);
/*
 * Before the first turn: the quota that an account has, by its name in struct quota_use; before all
 * others, and the last of a name counts.  False when out of memory.
 */
bool pace_add_own(struct pace *pace, const char *name, struct quota quota);
/* Before the first turn: takes ownership of the file. */
void pace_share(struct pace *pace, struct pace_file *file);
/* Whether any request waits for another reason than the limiter. */
bool pace_is_on(const struct pace *pace);

/*
 * Prepares a turn; `use` is not needed afterwards.  limited: through the limiter too.
 * CONNECT_E_MEMORY when there is no room for the bucket.
 */
connect_status pace_turn_init(struct pace *pace, struct pace_turn *turn, struct task *task,
                              const struct quota_use *use, bool limited);
/*
 * Whose quota a turn counts against where processes share it; before each pace_join().  principal:
 * an account id or an access key id; NULL: unknown, and the turn is not shared.
 */
void pace_turn_set_principal(struct pace *pace, struct pace_turn *turn, const char *principal,
                             const char *region);
/* Queues a turn. */
void pace_join(struct pace *pace, struct pace_turn *turn);
/*
 * True when the request may go: the turn has left the queue.  Else *until is the monotonic time at
 * which to look again; DEADLINE_NONE: when woken.
 */
bool pace_look(struct pace *pace, struct pace_turn *turn, int64_t *until);
/* Gives up a turn, if it is still queued. */
void pace_leave(struct pace *pace, struct pace_turn *turn);

/* For every response: a refusal for being too fast slows down. */
void pace_note_response(struct pace *pace, const struct pace_turn *turn, bool throttled);

#endif
