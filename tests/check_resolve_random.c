/*
 * Random histories of resolving a client whose region comes from instance metadata.  Up to eight
 * callers, threads and trees of three loops, resolve it at the same time; requests end in any way,
 * loops stall and go on, callers are stopped or released, time passes.  The program has no threads,
 * so a history is replayed by its seed (CONNECT_SEED, CONNECT_ROUNDS).
 *
 * The rules: a caller that neither waits for a response nor is of a stalled loop ends within a few
 * looks; two fetch the region at the same time only when a loop has stalled; a failure is that of
 * the caller's own requests; one that has ended is part of nothing; the region that the client has
 * first is the one it keeps.
 */
#include "call/resolve.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/dice.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALLERS 8
#define LOOPS 3
#define OPERATIONS 200
/* More than the time after which a loop counts as stalled. */
#define LOOK_MS 2001

struct caller {
    struct task_driver driver; /* first */
    struct resolve_task resolve;
    bool is_there;
    int loop; /* -1: a thread */
    bool is_woken;
    bool was_refused; /* one of its own requests, so that it may fail */
};

static struct world world;
static struct caller callers[CALLERS];
static struct {
    bool is_stalled;
    unsigned progress;
} loops[LOOPS];
static struct dice dice;
static uint64_t seed;
static bool has_stalled;
static char region[16]; /* the one that the client has; "": none */

#define EXPECT(condition) \
    ck_assert_msg(condition, "seed %llu: %s", (unsigned long long)seed, #condition)

static void driver_wake(struct task_driver *driver, struct task *task)
{
    (void)task;
    ((struct caller *)driver)->is_woken = true;
}

/* A loop that its host steps is woken by the question. */
static unsigned driver_progress(struct task_driver *driver)
{
    int loop = ((struct caller *)driver)->loop;

    loops[loop].progress += !loops[loop].is_stalled;
    return loops[loop].progress;
}

static bool is_stalled(const struct caller *caller)
{
    return caller->loop >= 0 && loops[caller->loop].is_stalled;
}

static bool has_request(const struct caller *caller)
{
    return task_leaf((struct task *)&caller->resolve.task)->want == TASK_SEND;
}

/* ---- what happens to a caller ---- */

/* Whether another thread may still come upon it. */
static bool is_known(const struct caller *caller)
{
    const struct client_core *core = world.client->core;
    const struct resolve_task *queued = core->resolving;

    while (queued != NULL && queued != &caller->resolve) {
        queued = queued->next;
    }
    return queued != NULL || core->leader == &caller->resolve;
}

static void caller_end(struct caller *caller)
{
    struct task *task = &caller->resolve.task;

    EXPECT(task->want != TASK_DONE || !is_known(caller));
    if (task->want == TASK_DONE && task->status == CONNECT_OK) {
        EXPECT(client_is_resolved(world.client->core));
    } else if (task->want == TASK_DONE) {
        EXPECT(caller->was_refused || task->status == CONNECT_E_CANCELLED);
    }
    task_release(task);
    caller->is_there = false;
}

/* Resumes a caller until it waits. */
static void caller_run(struct caller *caller)
{
    struct task *root = &caller->resolve.task, *leaf;

    for (;;) {
        leaf = task_leaf(root);
        if (leaf == root && leaf->want == TASK_DONE) {
            caller_end(caller);
            return;
        }
        if (leaf->want == TASK_DONE) {
            task_resume(leaf->parent);
        } else if (leaf->want == TASK_READY) {
            task_resume(leaf);
        } else if (leaf->want == TASK_WAIT &&
                   (caller->is_woken || leaf->until <= world.clock.ticks)) {
            caller->is_woken = false;
            task_resume(leaf);
        } else {
            EXPECT(leaf->want == TASK_WAIT || leaf->want == TASK_SEND);
            return;
        }
    }
}

static void caller_begin(struct caller *caller)
{
    int loop = (int)dice_roll(&dice, LOOPS + 1) - 1;

    *caller = (struct caller){ .is_there = true, .loop = loop };
    caller->driver.wake = driver_wake;
    if (loop >= 0) {
        caller->driver.progress = driver_progress;
        caller->driver.host = &loops[loop];
    }
    resolve_task_init(&caller->resolve, world.client->core);
    caller->resolve.task.driver = &caller->driver;
    if (!is_stalled(caller)) {
        caller_run(caller);
    }
}

/* Its request ends, in a way that does not always lead to a region. */
static void caller_respond(struct caller *caller)
{
    static const char *const regions[] = { "us-west-2", "eu-west-1", "ap-south-1" };
    struct task *leaf = task_leaf(&caller->resolve.task);
    struct task_exchange *exchange = task_compose(leaf);
    bool is_token = strcmp(exchange->request->method, "PUT") == 0;
    struct fake_response response = { .status = 200 };

    response.body = is_token ? "token" : regions[dice_roll(&dice, 3)];
    switch (dice_roll(&dice, 6)) {
    case 0:
        response.status = 403;
        caller->was_refused = true;
        break;
    case 1:
        response = (struct fake_response){ .failure = CONNECT_E_TIMEOUT };
        caller->was_refused = true;
        break;
    }
    exchange->status =
        fake_response_play(&response, &world.clock, exchange->response, &exchange->failure);
    task_resume(leaf);
    caller_run(caller);
}

static void caller_stop(struct caller *caller)
{
    struct task *leaf = task_leaf(&caller->resolve.task);

    if (leaf->want == TASK_WAIT || leaf->want == TASK_SEND) {
        task_stop(leaf, CONNECT_E_CANCELLED);
    }
    caller_run(caller);
}

/* ---- histories ---- */

static void check_state(void)
{
    const struct client_core *core = world.client->core;
    int fetching = 0;

    for (int i = 0; i < CALLERS; i++) {
        fetching += callers[i].is_there && callers[i].resolve.place == RESOLVE_FETCHING;
    }
    EXPECT(core->state != CORE_BUSY);
    EXPECT((core->state == CORE_FETCHING) == (core->state != CORE_READY && core->leader != NULL));
    EXPECT(fetching <= 1 || has_stalled);
    EXPECT((core->resolution != NULL) == (core->state == CORE_READY));
    if (core->resolution != NULL) {
        const char *now = core->resolution->settings.values[SETTING_REGION].text;

        EXPECT(region[0] == '\0' || strcmp(region, now) == 0);
        snprintf(region, sizeof region, "%s", now);
    }
}

static void run_all(void)
{
    for (int i = 0; i < CALLERS; i++) {
        if (callers[i].is_there && !is_stalled(&callers[i])) {
            caller_run(&callers[i]);
        }
    }
}

static void step(void)
{
    struct caller *caller = &callers[dice_roll(&dice, CALLERS)];
    int loop = (int)dice_roll(&dice, LOOPS);

    switch (dice_roll(&dice, 10)) {
    case 0:
        loops[loop].is_stalled = true;
        has_stalled = true;
        break;
    case 1:
        loops[loop].is_stalled = false;
        break;
    case 2:
        fake_clock_advance(&world.clock, (int64_t)dice_roll(&dice, LOOK_MS));
        break;
    case 3:
        if (caller->is_there) {
            caller_end(caller);
        }
        break;
    case 4:
        if (caller->is_there) {
            caller_stop(caller);
        }
        break;
    case 5:
        run_all();
        break;
    default:
        if (!caller->is_there) {
            caller_begin(caller);
        } else if (!is_stalled(caller) && has_request(caller)) {
            caller_respond(caller);
        }
    }
}

/* All requests end and all loops but the stalled ones go on: no other caller is left. */
static void finish(bool with_stalled)
{
    for (int i = 0; i < LOOPS && with_stalled; i++) {
        loops[i].is_stalled = false;
    }
    for (int round = 0; round < 4 * CALLERS; round++) {
        for (int i = 0; i < CALLERS; i++) {
            if (callers[i].is_there && !is_stalled(&callers[i]) && has_request(&callers[i])) {
                caller_respond(&callers[i]);
            }
        }
        run_all();
        check_state();
        fake_clock_advance(&world.clock, LOOK_MS);
    }
    for (int i = 0; i < CALLERS; i++) {
        EXPECT(!callers[i].is_there || is_stalled(&callers[i]));
    }
}

static void play(void)
{
    dice = (struct dice){ .state = seed };
    memset(callers, 0, sizeof callers);
    memset(loops, 0, sizeof loops);
    has_stalled = false;
    region[0] = '\0';
    world_begin(&world);
    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    world.options.region = NULL;
    world_open(&world);
    for (int i = 0; i < OPERATIONS; i++) {
        step();
        check_state();
    }
    finish(false);
    finish(true);
    world_end(&world);
}

START_TEST(random_histories_keep_the_rules)
{
    const char *rounds = getenv("CONNECT_ROUNDS"), *given = getenv("CONNECT_SEED");
    long count = rounds != NULL ? strtol(rounds, NULL, 10) : 1000;

    seed = given != NULL    ? strtoull(given, NULL, 10)
           : rounds != NULL ? (uint64_t)clock_system.now(NULL)
                            : 1;
    for (long i = 0; i < count; i++, seed++) {
        play();
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("resolve/random");
    TCase *tcase = tcase_create("histories");

    tcase_add_test(tcase, random_histories_keep_the_rules);
    tcase_set_timeout(tcase, 600);
    suite_add_tcase(suite, tcase);
    return suite;
}
