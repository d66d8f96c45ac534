/*
 * When a request may go: a token bucket for each operation, first come first served, and the
 * limiter of the adaptive mode.  Shared by all threads of a client.
 */
#ifndef CALL_PACE_H
#define CALL_PACE_H

#include <connect/client.h>

struct pace;

/* rate and burst by operation; a rate of 0 leaves only the limiter. */
struct pace *pace_new(double rate, double burst, const connect_clock *clock);
void pace_free(struct pace *pace);

/*
 * Waits for the turn of one request.  CONNECT_OK, CONNECT_E_TIMEOUT (the deadline, monotonic),
 * CONNECT_E_CANCELLED or
 * CONNECT_E_MEMORY.  limited: through the limiter too.
 */
connect_status pace_wait(struct pace *pace, const char *operation, bool limited,
                         const connect_cancel *cancel, int64_t deadline);
/* For every answer: a refusal for being too fast slows down. */
void pace_answered(struct pace *pace, const char *operation, bool limited, bool throttled);
/* The rate of an operation at the moment. */
double pace_rate(struct pace *pace, const char *operation);

#endif
