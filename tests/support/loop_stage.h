/*
 * The stage of the tests of loops: a client with no network, a transport of the application that
 * ends its exchanges when the test says so, and a loop.
 */
#ifndef TESTS_SUPPORT_LOOP_STAGE_H
#define TESTS_SUPPORT_LOOP_STAGE_H

#include "support/async.h"
#include "support/world.h"

#include <check.h>

/* Of the test that runs. */
extern struct world world;
extern struct async async;
extern connect_loop *loop;

/* A case whose tests have a stage of their own. */
TCase *loop_stage_case(Suite *suite, const char *name);

/* Makes the client and the loop. */
void open_loop(const connect_loop_options *options);
void run_until_idle(void);

/* What a callback was given. */
struct outcome {
    int calls;
    int order; /* of the callback among all */
    connect_status status;
    void *response;
    connect_error *error;
};

/* The callback, which counts its calls. */
extern int called;
void outcome_take(void *user, connect_call *call, connect_status status);
void outcome_clear(struct outcome *outcome);

extern const connect_describe_instance_request describe;
void start_describe(struct outcome *outcome, connect_call **call);

#endif
