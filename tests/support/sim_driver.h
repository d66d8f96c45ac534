/*
 * A driver of tasks for simulations: runs any number of trees on one thread under a fake clock,
 * which jumps from one event to the next.  The order of events depends on nothing but their times
 * and the order in which the trees were started.
 */
#ifndef TESTS_SUPPORT_SIM_DRIVER_H
#define TESTS_SUPPORT_SIM_DRIVER_H

#include "core/task.h"
#include "support/fakes.h"

struct sim_tree {
    struct task_driver head;
    struct sim_driver *driver;
    struct task *root;
    struct task_exchange *exchange; /* on the wire */
    int64_t due;                    /* monotonic */
    bool is_detached;               /* released by the driver */
    struct sim_tree *next;
};

struct sim_driver {
    struct fake_clock *clock;
    /*
     * The service: fills the response or the failure and returns the status, and after how many
     * milliseconds it arrives, DEADLINE_NONE for never.
     */
    connect_status (*serve)(void *user, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure,
                            int64_t *takes_ms);
    void (*ended)(void *user, struct task *root); /* of a tree that is not detached */
    void *user;
    struct sim_tree *trees;
};

void sim_start(struct sim_driver *driver, struct task *root);
/* The next event at or before `until`; false when there is none, and the clock is at `until`. */
bool sim_step(struct sim_driver *driver, int64_t until);

#endif
