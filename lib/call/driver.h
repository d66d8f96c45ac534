/*
 * The blocking driver: runs a task on the thread of the caller, which waits where the task waits.
 */
#ifndef CALL_DRIVER_H
#define CALL_DRIVER_H

#include "core/task.h"

#include <connect/transport.h>

/* Drives the task until it is TASK_DONE.  clock and transport are borrowed. */
void driver_run(const connect_clock *clock, const connect_transport *transport, struct task *root);

#endif
