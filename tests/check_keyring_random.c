/*
 * Random histories of a keyring against a naive model.  Up to 32 requests at once, of callers that
 * drive a refresh themselves (threads) and of callers in event loops, which do not; refreshes end
 * in any way, clocks jump, deadlines pass, loops are freed or blocked.  The program has no threads,
 * so a history is replayed by its seed (CONNECT_SEED, CONNECT_ROUNDS).
 *
 * The model records events, not decisions.  Its rules: no request waits without a refresh; one
 * refresh is under way at a time, unless a loop was blocked; no request gets the timeout of
 * another; returned credentials were fetched and are the newest, or were when the request began;
 * expired credentials are returned only after a failure.
 */
#include "aws/keyring_state.h"
#include "core/clock.h"
#include "core/error.h"
#include "support/dice.h"
#include "support/ring.h"
#include "support/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUESTS 32
#define REFRESHES 64
#define EVENTS 4096
#define OPERATIONS 300
#define MINUTE 60000

/* ---- trees and their drivers ---- */

struct tree {
    struct task_driver driver; /* first */
    struct task *root;         /* NULL: this place is free */
    bool is_loop;
    bool is_woken;
    bool is_stalled;     /* a loop that its host blocks */
    unsigned progress;   /* of a loop */
    struct tree *drives; /* what a thread runs before it continues */
    struct tree *driven_by;
    /* Of a request: */
    int64_t begun, deadline; /* monotonic */
    int64_t begun_wall;
    size_t first_event; /* that happened after it began */
    int newest_before;  /* the credentials there were */
};

static struct ring_world world;
static struct dice dice;
static struct tree requests[REQUESTS], refreshes[REFRESHES];
static uint64_t seed;

static int64_t now_steady(void)
{
    return world.clock.ticks;
}

static void driver_wake(struct task_driver *driver, struct task *task)
{
    (void)task;
    ((struct tree *)driver)->is_woken = true;
}

static unsigned driver_progress(struct task_driver *driver)
{
    return ((struct tree *)driver)->progress;
}

static void tree_init(struct tree *tree, struct task *root, bool is_loop)
{
    *tree = (struct tree){ .root = root, .is_loop = is_loop };
    tree->driver.wake = driver_wake;
    tree->driver.progress = is_loop ? driver_progress : NULL;
    root->driver = &tree->driver;
}

static struct tree *free_place(struct tree *trees, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (trees[i].root == NULL) {
            return &trees[i];
        }
    }
    ck_abort_msg("seed %llu: no place is free", (unsigned long long)seed);
}

static void tree_run(struct tree *tree);

static void detach(struct tree *tree, struct task *leaf)
{
    struct task *root = leaf->detached;
    struct tree *other = free_place(refreshes, REFRESHES);
    leaf->detached = NULL;
    tree_init(other, root, tree->is_loop);
    if (tree->is_loop) {
        task_resume(leaf);
        tree_run(other);
        return;
    }
    int64_t limit = leaf->until < task_deadline(leaf) ? leaf->until : task_deadline(leaf);
    root->deadline = root->deadline < limit ? root->deadline : limit;
    tree->drives = other;
    other->driven_by = tree;
    tree_run(other);
}

static void tree_end(struct tree *tree)
{
    struct tree *driven_by = tree->driven_by;
    task_release(tree->root);
    tree->root = NULL;
    if (driven_by != NULL) {
        struct task *leaf = task_leaf(driven_by->root);
        driven_by->drives = NULL;
        task_resume(leaf);
        tree_run(driven_by);
    }
}

static void request_end(struct tree *tree);

/* Resumes a tree until it waits. */
static void tree_run(struct tree *tree)
{
    while (tree->root != NULL && tree->drives == NULL) {
        struct task *leaf = task_leaf(tree->root);
        if (leaf->want == TASK_DONE && leaf == tree->root) {
            if (tree >= requests && tree < requests + REQUESTS) {
                request_end(tree);
            } else {
                tree_end(tree);
            }
            return;
        }
        if (leaf->want == TASK_DONE) {
            task_resume(leaf->parent);
        } else if (leaf->want == TASK_READY) {
            task_resume(leaf);
        } else if (task_check(leaf, &world.clock.face) != CONNECT_OK) {
            task_stop(leaf, task_check(leaf, &world.clock.face));
        } else if (leaf->want == TASK_DETACH) {
            detach(tree, leaf);
        } else if (tree->is_woken || leaf->until <= now_steady()) {
            tree->is_woken = false;
            task_resume(leaf);
        } else {
            return;
        }
    }
}

/* ---- the model ---- */

struct event {
    enum { FETCHED, FAILED, FINAL, GIVEN_UP, REJECTED } what;
    int number; /* of the credentials or the fetch */
    int64_t at; /* monotonic */
};

static struct event events[EVENTS];
static size_t events_count;
static int64_t expiry[EVENTS]; /* of credentials, by number; wall clock */
static int64_t life[EVENTS];   /* when they were fetched */
static int newest;             /* credentials; 0: none */
static bool has_stalled;

static void note(int what, int number)
{
    ck_assert_uint_lt(events_count, EVENTS);
    events[events_count++] = (struct event){ .what = what, .number = number, .at = now_steady() };
    if (what == FETCHED) {
        newest = number;
    }
}

#define EXPECT(condition) \
    ck_assert_msg(condition, "seed %llu: " #condition, (unsigned long long)seed)

/* True when such an event happened since the request began, or up to so many ms before. */
static bool happened(const struct tree *request, int what, int number, int64_t before)
{
    for (size_t i = events_count; i-- > 0;) {
        if (i < request->first_event && events[i].at + before < now_steady()) {
            return false;
        }
        if ((int)events[i].what == what && (number == 0 || events[i].number == number)) {
            return true;
        }
    }
    return false;
}

/* When the request began: in the last minute, or in the second half of a shorter life. */
static bool was_due(const struct tree *request, int number)
{
    int64_t window = life[number] / 2 < MINUTE ? life[number] / 2 : MINUTE;
    return expiry[number] - request->begun_wall <= window;
}

static void check_credentials(const struct tree *request, int number)
{
    bool is_new = happened(request, FETCHED, number, 0);
    EXPECT(is_new || number == request->newest_before);
    if (!is_new && was_due(request, number)) {
        EXPECT(happened(request, FAILED, 0, 10 * MINUTE));
    }
}

static void check_failure(const struct tree *request, connect_status status, const char *message)
{
    int number = 0;
    if (status == CONNECT_E_TIMEOUT) {
        EXPECT(request->deadline <= now_steady());
        EXPECT(strcmp(message, "the time limit of the call passed while credentials were "
                               "fetched") == 0);
    } else if (sscanf(message, "fetch %d failed", &number) == 1) {
        EXPECT(happened(request, FAILED, number, 0));
        EXPECT(request->newest_before == 0);
    } else {
        ck_assert_msg(strcmp(message, "log in again") == 0, "seed %llu: %s",
                      (unsigned long long)seed, message);
        EXPECT(happened(request, FINAL, 0, 5000));
    }
}

/* One that has ended is not in the queue: another thread could still come upon it. */
static void request_end(struct tree *tree)
{
    struct task *root = tree->root;
    const struct credentials *credentials = root->result;
    for (const struct waiter *waiter = world.ring->first; waiter != NULL; waiter = waiter->next) {
        EXPECT(waiter->task != root);
    }
    if (root->status == CONNECT_OK) {
        EXPECT(credentials != NULL);
        check_credentials(tree, atoi(credentials->access_key_id + strlen("KEY")));
    } else {
        check_failure(tree, root->status, connect_error_message(root->error));
    }
    task_release(root);
    tree->root = NULL;
}

/* No request waits without a refresh; there is one, or several after a loop was blocked. */
static void check_state(void)
{
    int waiting = 0, running = 0;
    for (size_t i = 0; i < REQUESTS; i++) {
        waiting += requests[i].root != NULL && task_leaf(requests[i].root)->want == TASK_WAIT;
    }
    for (size_t i = 0; i < REFRESHES; i++) {
        running += refreshes[i].root != NULL;
    }
    EXPECT(waiting == 0 || running > 0);
    EXPECT(running <= 1 || has_stalled);
    if (running == 0) {
        has_stalled = false;
    }
}

/* ---- events ---- */

static void deliver_wakes(void)
{
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < REQUESTS; i++) {
            if (requests[i].root != NULL && requests[i].is_woken && requests[i].drives == NULL) {
                tree_run(&requests[i]);
                again = true;
            }
        }
    }
}

static void begin_request(void)
{
    struct tree *tree = NULL;
    for (size_t i = 0; i < REQUESTS && tree == NULL; i++) {
        tree = requests[i].root == NULL ? &requests[i] : NULL;
    }
    if (tree == NULL) {
        return;
    }
    tree_init(tree, keyring_task_new(world.ring), dice_roll(&dice, 2) == 0);
    tree->begun = now_steady();
    tree->begun_wall = world.clock.now;
    tree->first_event = events_count;
    tree->newest_before = newest;
    tree->deadline = dice_roll(&dice, 3) == 0 ? DEADLINE_NONE
                                              : now_steady() + 1 + (int64_t)dice_roll(&dice, 20000);
    tree->root->deadline = tree->deadline;
    tree_run(tree);
}

static struct tree *any_refresh(void)
{
    size_t start = dice_roll(&dice, REFRESHES);
    for (size_t i = 0; i < REFRESHES; i++) {
        struct tree *tree = &refreshes[(start + i) % REFRESHES];
        if (tree->root != NULL && !tree->is_stalled) {
            return tree;
        }
    }
    return NULL;
}

/* The fetch of a refresh ends. */
static void end_fetch(void)
{
    static const int64_t lives[] = { 90000, 300000, 900000, 3600000, 21600000 };
    struct tree *tree = any_refresh();
    if (tree == NULL) {
        return;
    }
    struct task *leaf = task_leaf(tree->root);
    EXPECT(leaf->want == TASK_WAIT);
    int number = ring_fetch_number(leaf);
    world.provider->lifetime_ms = lives[dice_roll(&dice, sizeof lives / sizeof *lives)];
    switch (dice_roll(&dice, 6)) {
    case 0:
        world.provider->outcome = RING_FINAL;
        note(FINAL, number);
        break;
    case 1:
    case 2:
        world.provider->outcome = RING_FAILS;
        note(FAILED, number);
        break;
    default:
        world.provider->outcome = RING_FRESH;
        life[number] = world.provider->lifetime_ms;
        expiry[number] = world.clock.now + life[number];
        note(FETCHED, number);
    }
    world.provider->holds = false;
    task_resume(leaf);
    world.provider->holds = true;
    tree_run(tree);
}

static void free_loop(void)
{
    struct tree *tree = any_refresh();
    if (tree != NULL && tree->is_loop) {
        note(GIVEN_UP, 0);
        tree_end(tree);
    }
}

static void stall_loop(void)
{
    struct tree *tree = any_refresh();
    if (tree != NULL && tree->is_loop) {
        tree->is_stalled = has_stalled = true;
    }
}

static void reject_credentials(void)
{
    struct credentials *credentials;
    if (keyring_get_fresh(world.ring, &credentials)) {
        keyring_reject(world.ring, credentials);
        note(REJECTED, newest);
        credentials_unref(credentials);
    }
}

static void pass_time(void)
{
    static const int64_t jumps[] = { 100, 1000, 3000, 20000, 60000, 300000, 3000000 };
    fake_clock_advance(&world.clock,
                       1 + (int64_t)dice_roll(&dice, (uint64_t)jumps[dice_roll(&dice, 7)]));
    for (size_t i = 0; i < REFRESHES; i++) {
        if (refreshes[i].root != NULL && !refreshes[i].is_stalled) {
            refreshes[i].progress++;
        }
    }
    /* Deadlines and wake-up times that are due, those of refreshes before those of their drivers.
     */
    for (size_t i = 0; i < REFRESHES; i++) {
        if (refreshes[i].root != NULL && !refreshes[i].is_stalled) {
            struct task *leaf = task_leaf(refreshes[i].root);
            if (task_check(leaf, &world.clock.face) != CONNECT_OK) {
                if (refreshes[i].root->deadline != DEADLINE_NONE) {
                    note(FAILED, ring_fetch_number(leaf));
                }
                tree_run(&refreshes[i]);
            }
        }
    }
    for (size_t i = 0; i < REQUESTS; i++) {
        if (requests[i].root != NULL) {
            tree_run(&requests[i]);
        }
    }
}

/* A blocked loop continues. */
static void wake_loops(void)
{
    for (size_t i = 0; i < REFRESHES; i++) {
        refreshes[i].is_stalled = false;
    }
}

static void (*const operations[])(void) = {
    begin_request, begin_request, begin_request, end_fetch,  end_fetch,          pass_time,
    pass_time,     free_loop,     stall_loop,    wake_loops, reject_credentials,
};

static void finish_all(void)
{
    wake_loops();
    for (int i = 0; any_refresh() != NULL; i++) {
        EXPECT(i < 1000);
        end_fetch();
        deliver_wakes();
    }
    for (size_t i = 0; i < REQUESTS; i++) {
        EXPECT(requests[i].root == NULL);
    }
}

static void play(void)
{
    memset(requests, 0, sizeof requests);
    memset(refreshes, 0, sizeof refreshes);
    events_count = 0;
    newest = 0;
    has_stalled = false;
    dice = (struct dice){ .state = seed };
    ring_begin(&world, false);
    world.provider->holds = true;
    for (int i = 0; i < OPERATIONS; i++) {
        operations[dice_roll(&dice, sizeof operations / sizeof *operations)]();
        if (dice_roll(&dice, 4) != 0) {
            deliver_wakes();
            check_state();
        }
    }
    deliver_wakes();
    finish_all();
    ring_end(&world);
}

START_TEST(random_histories_agree_with_the_model)
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
    Suite *suite = suite_create("keyring/random");
    TCase *tcase = tcase_create("histories");
    tcase_add_test(tcase, random_histories_agree_with_the_model);
    tcase_set_timeout(tcase, 600);
    suite_add_tcase(suite, tcase);
    return suite;
}
