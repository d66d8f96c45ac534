/*
 * Waiting for a loop.
 */
#ifndef CALL_LOOP_WAIT_H
#define CALL_LOOP_WAIT_H

#include "call/loop.h"

/* Waits until the loop has something to do, at most ms (negative: without limit), and steps. */
int32_t loop_wait(struct loop *loop, int64_t ms);

#endif
