/*
 * When a request may go: a token bucket for each operation, and the rate limiter of the adaptive
 * mode.  Shared by all threads and loops of a client; nothing here waits.
 *
 * A request takes its turn in three steps: pace_join() queues it, pace_look() says whether it may
 * go or when to look again, pace_leave() gives the turn up.  Requests go in the order in which they
 * joined.  Only the head of a queue has a time to look again; the others are woken when it leaves.
 * A head that does not look when its time has come (the thread of its loop is busy elsewhere) does
 * not hold up those of other threads: they may look at any time, and pass it after a second.
 */
#ifndef CALL_PACE_H
#define CALL_PACE_H

#include "core/task.h"

#include <connect/client.h>

struct pace;
struct pace_queue;

/* The turn of one request; part of the task that waits for it.  Zeroed before use. */
struct pace_turn {
    struct pace_turn *next, *previous;
    struct pace_queue *queue; /* NULL: in none */
    struct task *task;        /* woken when it is worth looking again */
    bool is_limited;          /* through the limiter as well */
};

/* rate and burst by operation; a rate of 0 leaves only the limiter. */
struct pace *pace_new(double rate, double burst, const connect_clock *clock);
void pace_free(struct pace *pace);

/*
 * Queues a turn.  limited: through the limiter too.  CONNECT_E_MEMORY when there is no room for the
 * bucket of the operation.
 */
connect_status pace_join(struct pace *pace, struct pace_turn *turn, struct task *task,
                         const char *operation, bool limited);
/*
 * True when the request may go: the turn has left the queue.  Else *until is the monotonic time at
 * which to look again; DEADLINE_NONE: when woken.
 */
bool pace_look(struct pace *pace, struct pace_turn *turn, int64_t *until);
/* Gives up a turn, if it is still queued. */
void pace_leave(struct pace *pace, struct pace_turn *turn);

/* For every response: a refusal for being too fast slows down. */
void pace_answered(struct pace *pace, const char *operation, bool limited, bool throttled);
/* The rate of an operation at the moment. */
double pace_rate(struct pace *pace, const char *operation);

#endif
