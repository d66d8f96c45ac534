/*
 * The blocking driver: runs a task on the thread of the caller, which waits where the task waits.
 */
#ifndef CALL_DRIVER_H
#define CALL_DRIVER_H

#include "core/task.h"

#include <connect/transport.h>

/*
 * For tests: NULL, or what runs the tasks of blocking functions in place of driver_run().  It is
 * set before any thread makes a call, and by nothing in the library.
 */
extern void (*driver_substitute)(const connect_clock *clock, const connect_transport *transport,
                                 struct task *root);

/* Drives the task until it is TASK_DONE.  clock and transport are borrowed. */
void driver_run(const connect_clock *clock, const connect_transport *transport, struct task *root);

#endif
