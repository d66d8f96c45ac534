/*
 * A thread that calls functions later, for delayed responses, and one function every second.
 */
#ifndef LOCAL_SERVER_TIMERS_H
#define LOCAL_SERVER_TIMERS_H

#include <stdint.h>

struct timers;

/* Milliseconds of a clock that never jumps. */
int64_t timers_now(void);

/* `tick` is called every second, with `user`. */
struct timers *timers_start(void (*tick)(void *user), void *user);
/* Calls `run` with `what` at a time, in the thread; at once when the timers are being stopped. */
void timers_add(struct timers *timers, int64_t at, void (*run)(void *what), void *what);
/* Calls what is left, ends the thread, and frees the timers. */
void timers_stop(struct timers *timers);

#endif
