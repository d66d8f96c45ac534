/* See sim_driver.h. */
#include "support/sim_driver.h"

#include "core/clock.h"

#include <check.h>

#include <stdlib.h>

static int64_t now_of(const struct sim_driver *driver)
{
    return driver->clock->ticks;
}

static void tree_wake(struct task_driver *head, struct task *task)
{
    struct sim_tree *tree = (struct sim_tree *)head;

    (void)task;
    if (tree->exchange == NULL) {
        tree->due = now_of(tree->driver);
    }
}

static void tree_add(struct sim_driver *driver, struct task *root, bool is_detached)
{
    struct sim_tree *tree = calloc(1, sizeof *tree), **at = &driver->trees;

    ck_assert_ptr_nonnull(tree);
    *tree = (struct sim_tree){ .head = { .wake = tree_wake },
                               .driver = driver,
                               .root = root,
                               .due = now_of(driver),
                               .is_detached = is_detached };
    root->driver = &tree->head;
    while (*at != NULL) {
        at = &(*at)->next;
    }
    *at = tree;
}

void sim_start(struct sim_driver *driver, struct task *root)
{
    tree_add(driver, root, false);
}

static void tree_end(struct sim_tree *tree)
{
    struct sim_driver *driver = tree->driver;
    struct sim_tree **at = &driver->trees;

    while (*at != tree) {
        at = &(*at)->next;
    }
    *at = tree->next;
    tree->root->driver = NULL;
    if (tree->is_detached) {
        task_release(tree->root);
    } else {
        driver->ended(driver->user, tree->root);
    }
    free(tree);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Sends what a leaf wants to send; false when it ended instead. */
static bool tree_send(struct sim_tree *tree, struct task *leaf)
{
    struct sim_driver *driver = tree->driver;
    struct task_exchange *exchange = task_compose(leaf);
    connect_http_request request;
    int64_t takes_ms = 0, limit_ms;

    if (exchange == NULL) {
        return false;
    }
    exchange->failure = (connect_http_failure){ .size = sizeof exchange->failure };
    request = *exchange->request;
    limit_ms = least(request.timeout_ms, task_deadline(leaf) - now_of(driver));
    exchange->status =
        driver->serve(driver->user, &request, exchange->response, &exchange->failure, &takes_ms);
    if (takes_ms >= limit_ms) {
        takes_ms = limit_ms;
        connect_http_response_set_status(exchange->response, 0);
        exchange->status = CONNECT_E_TIMEOUT;
    }
    tree->exchange = exchange;
    tree->due = now_of(driver) + takes_ms;
    return true;
}

/* What can be done with a tree now. */
static void tree_run(struct sim_tree *tree)
{
    struct sim_driver *driver = tree->driver;
    struct task *leaf = task_leaf(tree->root), *detached;
    bool is_due = true; /* what the leaf waited for, once */

    if (tree->exchange != NULL) {
        tree->exchange = NULL;
        task_resume(leaf);
        is_due = false;
    }
    while (tree->root->want != TASK_DONE) {
        leaf = task_leaf(tree->root);
        if (leaf->want == TASK_DONE) {
            task_resume(leaf->parent);
            continue;
        }
        if (leaf->want == TASK_READY) {
            task_resume(leaf);
            is_due = false;
            continue;
        }
        connect_status status = task_check(leaf, &driver->clock->face);

        if (status != CONNECT_OK) {
            task_stop(leaf, status);
        } else if (leaf->want == TASK_SEND) {
            if (tree_send(tree, leaf)) {
                return;
            }
        } else if (leaf->want == TASK_DETACH) {
            detached = leaf->detached;
            leaf->detached = NULL;
            tree_add(driver, detached, true);
            task_resume(leaf);
        } else if (is_due) {
            task_resume(leaf);
        } else {
            ck_assert_int_ne(leaf->want, TASK_SPAWN);
            tree->due = least(leaf->until, task_deadline(leaf));
            return;
        }
        is_due = false;
    }
    tree_end(tree);
}

bool sim_step(struct sim_driver *driver, int64_t until)
{
    struct sim_tree *first = driver->trees;

    for (struct sim_tree *tree = first; tree != NULL; tree = tree->next) {
        first = tree->due < first->due ? tree : first;
    }
    if (first == NULL || first->due > until) {
        if (until > now_of(driver)) {
            fake_clock_advance(driver->clock, until - now_of(driver));
        }
        return false;
    }
    if (first->due > now_of(driver)) {
        fake_clock_advance(driver->clock, first->due - now_of(driver));
    }
    tree_run(first);
    return true;
}
