#include "support/loop_stage.h"

#include "support/patience.h"
#include "support/suite.h"

#include <poll.h>

struct world world;
struct async async;
connect_loop *loop;

void open_loop(const connect_loop_options *options)
{
    world_open(&world);
    ck_assert_int_eq(connect_loop_new(world.client, options, &loop, NULL), CONNECT_OK);
}

static void set_up(void)
{
    world_begin(&world);
    async_init(&async, &world.transport);
    async.ends_when_stopped = true;
    world.transport.clock = NULL;
    world.options.transport = &async.face;
    world.options.clock = NULL;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    loop = NULL;
}

static void tear_down(void)
{
    connect_loop_free(loop);
    async_end_all(&async);
    world_end(&world);
}

int called;

void outcome_take(void *user, connect_call *call, connect_status status)
{
    struct outcome *outcome = user;

    outcome->calls++;
    outcome->order = called++;
    outcome->status = status;
    ck_assert((connect_call_error(call) == NULL) == (status == CONNECT_OK));
    outcome->response = connect_call_take(call);
    outcome->error = connect_call_take_error(call);
    ck_assert_ptr_null(connect_call_take(call));
    ck_assert_ptr_null(connect_call_take_error(call));
    if (status != CONNECT_OK) {
        ck_assert_ptr_null(outcome->response);
        ck_assert_int_eq(connect_error_code(outcome->error), status);
    }
}

void outcome_clear(struct outcome *outcome)
{
    connect_free(outcome->response);
    connect_error_free(outcome->error);
    *outcome = (struct outcome){ 0 };
}

void run_until_idle(void)
{
    struct pollfd fd = { connect_loop_fd(loop), POLLIN, 0 };

    while (connect_loop_pending(loop) > 0) {
        ck_assert_int_eq(poll(&fd, 1, (int)patience(5000)), 1);
        ck_assert_int_le(connect_loop_step(loop), 64);
    }
}

const connect_describe_instance_request describe = { .size = sizeof describe,
                                                     .instance_id = WORLD_ID };

void start_describe(struct outcome *outcome, connect_call **call)
{
    ck_assert_int_eq(connect_describe_instance_start(loop, world.client, &describe, outcome_take,
                                                     outcome, call, NULL),
                     CONNECT_OK);
}

TCase *loop_stage_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    suite_add_tcase(suite, tcase);
    return tcase;
}
