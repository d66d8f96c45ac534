/*
 * The same calls for every host of a loop: lists the instances of the account, describes each of
 * them at once, creates one and waits for it, and cancels a call.  Programs of tests/hosts run
 * them against a service that the environment names, by the public functions only.
 */
#ifndef TESTS_HOSTS_WORK_H
#define TESTS_HOSTS_WORK_H

#include <connect/connect.h>

/* A client and a loop, and the first calls started on it.  A failure ends the program. */
connect_loop *work_begin(void);
/* What a host does when the descriptor is readable: false when all calls have ended. */
bool work_step(void);
/* Prints what was done and how many steps it took; returns the status to exit with. */
int work_end(void);

#endif
