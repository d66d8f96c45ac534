/* See loop_driver.h. */
#include "support/loop_driver.h"

#include "call/driver.h"
#include "call/loop_wait.h"
#include "core/error.h"
#include "http/transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A transport that has only `perform`, which blocks, for a loop with one tree. */
struct blocking_transport {
    const connect_transport *inner;
    struct task *root;
};

static void start_blocking(void *user, connect_exchange *exchange,
                           const connect_http_request *request, connect_http_response *response)
{
    struct blocking_transport *self = user;
    connect_http_request bound = *request;
    connect_http_failure failure = { .size = sizeof failure };
    connect_status status;

    bound.cancel = task_cancel(task_leaf(self->root));
    status = self->inner->perform(self->inner->user, &bound, response, &failure);
    connect_exchange_done(exchange, status, &failure);
}

static void wake_nobody(struct task_driver *driver, struct task *task)
{
    (void)driver;
    (void)task;
}

/*
 * Without memory for a loop, nothing is done: as when a call cannot be started, not even what needs
 * no driver succeeds.
 */
static void run_without_memory(struct task *root)
{
    struct task_driver driver = { .wake = wake_nobody };

    root->driver = &driver;
    while (root->want != TASK_DONE) {
        struct task *leaf = task_leaf(root);

        if (leaf->want == TASK_DONE) {
            task_resume(leaf->parent);
        } else if (leaf->class->stop == NULL) {
            task_resume(leaf); /* it makes a child, which is stopped */
        } else {
            task_stop(leaf, CONNECT_E_MEMORY);
        }
    }
    if (root->status != CONNECT_OK) {
        connect_error_free(root->error);
        root->error = NULL;
        root->status = error_memory(&root->error);
    }
    root->driver = NULL;
}

static bool tree_ended(struct loop_tree *tree, bool may_call)
{
    (void)may_call;
    tree->root->driver = NULL;
    return true;
}

static void run_on_loop(const connect_clock *clock, const connect_transport *transport,
                        struct task *root)
{
    struct blocking_transport blocking = { transport, root };
    connect_transport wrapped = { .size = sizeof wrapped,
                                  .user = &blocking,
                                  .start = start_blocking };
    bool is_built_in =
        transport == NULL || transport->perform == NULL || transport_is_curl(transport);
    struct loop loop;
    struct loop_tree tree = { .end = tree_ended };

    if (!loop_init(&loop, clock, is_built_in ? transport : &wrapped, 64)) {
        run_without_memory(root);
        return;
    }
    if (loop_add(&loop, &tree, root)) {
        while (loop_wait(&loop, -1) == 0) {
        }
    } else {
        run_without_memory(root);
    }
    loop_clear(&loop);
}

void loop_driver_choose(void)
{
    const char *driver = getenv("CONNECT_DRIVER");

    if (driver == NULL || strcmp(driver, "") == 0 || strcmp(driver, "blocking") == 0) {
        return;
    }
    if (strcmp(driver, "loop") != 0) {
        fprintf(stderr, "CONNECT_DRIVER is \"%s\"; it is \"blocking\" or \"loop\"\n", driver);
        exit(EXIT_FAILURE);
    }
    driver_substitute = run_on_loop;
}

bool loop_driver_is_chosen(void)
{
    return driver_substitute == run_on_loop;
}
