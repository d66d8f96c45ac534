/*
 * Waiting for a resource.  The task polls the operation that describes it; between polls it sleeps
 * for a random time that grows.  A poll that fails for a passing reason is waited out; the wait
 * ends with its own time limit, shortly before which the last poll is made.
 */
#include "call/waiter.h"

#include "core/assert.h"
#include "core/block.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/random.h"
#include "core/sized.h"
#include "core/text.h"
#include "shape/instance_arn.h"

#include <connect/operation.h>

#include <stdio.h>
#include <string.h>

#define TIMEOUT_MS 600000
#define MIN_DELAY_MS 2000
#define MAX_DELAY_MS 15000
#define NOT_FOUND_GRACE_MS 20000
#define LAST_POLL_MS 1000

/* ---- options ---- */

static void set_default(connect_opt_int64 *option, int64_t value)
{
    if (!option->is_set) {
        *option = (connect_opt_int64){ true, value };
    }
}

static connect_status check_ranges(connect_wait_options *options, connect_error **error)
{
    int64_t most = INT64_MAX / 4;

    /* One bound alone pushes the other one's default aside. */
    if (options->max_delay_ms.is_set && !options->min_delay_ms.is_set &&
        options->max_delay_ms.value < MIN_DELAY_MS) {
        set_default(&options->min_delay_ms, options->max_delay_ms.value);
    }
    set_default(&options->timeout_ms, TIMEOUT_MS);
    set_default(&options->min_delay_ms, MIN_DELAY_MS);
    set_default(&options->max_delay_ms, options->min_delay_ms.value > MAX_DELAY_MS
                                            ? options->min_delay_ms.value
                                            : MAX_DELAY_MS);
    set_default(&options->not_found_grace_ms, NOT_FOUND_GRACE_MS);
    if (options->timeout_ms.value < 1 || options->timeout_ms.value > most) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option timeout_ms is out of range: it is at least 1");
    }
    if (options->min_delay_ms.value < 1 || options->min_delay_ms.value > most) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option min_delay_ms is out of range: it is at least 1");
    }
    if (options->max_delay_ms.value < options->min_delay_ms.value ||
        options->max_delay_ms.value > most) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "option max_delay_ms is out of range: it is at least min_delay_ms");
    }
    if (options->not_found_grace_ms.value < 0) {
        return error_set(error, CONNECT_E_ARGUMENT, "option not_found_grace_ms is negative");
    }
    return CONNECT_OK;
}

connect_status wait_options_check(connect_wait_options *to, const connect_client *client,
                                  const char *id, const connect_wait_options *options,
                                  const char *name, const char *what, connect_error **error)
{
    connect_status status;

    if (client == NULL || text_is_empty(id)) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: client or %s id is missing", name, what);
    }
    status = sized_copy(to, sizeof *to, options, "connect_wait_options", error);
    return status == CONNECT_OK ? check_ranges(to, error) : status;
}

/* ---- errors ---- */

/* Whether the error is the outcome of the poll, and not of a call that fetched credentials. */
static bool is_of_poll(const struct wait_task *self, const connect_error *error)
{
    const char *operation = connect_error_operation(error);

    return operation != NULL && strcmp(operation, self->goal->operation) == 0;
}

/*
 * Whether the operation itself says that there is no such resource.  Any other 404 is that of a
 * proxy, of a wrong path in an endpoint URL or of a credential source, and says nothing about it.
 */
static bool says_not_found(const struct wait_task *self, const connect_error *error)
{
    const char *type = connect_error_aws_type(error);

    return connect_error_code(error) == CONNECT_E_NOT_FOUND && is_of_poll(self, error) &&
           type != NULL && strcmp(type, "ResourceNotFoundException") == 0;
}

/* The id of the resource, and how many requests were sent. */
static void wait_task_describe_error(const struct wait_task *self, connect_error *error)
{
    size_t size;

    error_set_resource_id(error, instance_id_of(self->id, &size));
    error_set_attempts(error, self->sent);
}

/* Ends the wait because of its limit or its caller. */
static void wait_task_give_up(struct wait_task *self, connect_status status)
{
    const char *why = status == CONNECT_E_CANCELLED ? "cancelled" : "the time limit passed";
    const connect_error *last = self->last;
    connect_error *error = NULL;

    (void)error_set(&error, status, "%s: %s; the status seen last was %s%s%s", self->goal->name,
                    why, self->seen[0] != '\0' ? self->seen : "none",
                    last != NULL ? "; the last poll failed: " : "",
                    last != NULL ? connect_error_message(last) : "");
    wait_task_describe_error(self, error);
    error_set_operation(error, self->goal->operation);
    error_set_retryable(error, status == CONNECT_E_TIMEOUT, false);
    if (last != NULL) {
        error_set_http_status(error, connect_error_http_status(last));
        error_set_request_id(error, connect_error_request_id(last));
        error_set_host(error, connect_error_host(last));
    }
    task_fail(&self->task, error);
}

/* Ends the wait with the error of the last poll. */
static void wait_task_fail(struct wait_task *self)
{
    ASSERT(self->last != NULL);
    connect_error *error = self->last;

    self->last = NULL;
    wait_task_describe_error(self, error);
    task_fail(&self->task, error);
}

/* Ends the wait because what is waited for cannot come any more. */
static void wait_task_fail_goal(struct wait_task *self, const char *reason)
{
    connect_error *error = NULL;

    (void)error_set(&error, CONNECT_E_WAITER, "%s: %s%s%s", self->goal->name, self->goal->failure,
                    reason != NULL ? ": " : "", reason != NULL ? reason : "");
    error_set_reason(error, reason);
    error_set_operation(error, self->goal->operation);
    wait_task_describe_error(self, error);
    task_fail(&self->task, error);
}

/* ---- pauses ---- */

static int64_t wait_task_left(const struct wait_task *self)
{
    return deadline_left(&self->client.core->clock, self->client.deadline);
}

int64_t wait_task_elapsed(const struct wait_task *self)
{
    return clock_in(&self->client.core->clock, 0) - self->start;
}

/* How long before the limit the last poll is made, so that a response can arrive. */
static int64_t wait_task_reserve(const struct wait_task *self)
{
    int64_t reserve = self->options.timeout_ms.value / 10;

    return reserve < LAST_POLL_MS ? reserve : LAST_POLL_MS;
}

/*
 * Between the shortest delay and twice as much each time, up to the longest; random, so that many
 * waiters spread out.
 */
static int64_t wait_task_delay(const struct wait_task *self)
{
    int64_t least = self->options.min_delay_ms.value, most = least;

    ASSERT(least > 0 && least <= self->options.max_delay_ms.value);

    for (int32_t i = 1; i < self->polls && most < self->options.max_delay_ms.value; i++) {
        most *= 2;
    }
    if (most > self->options.max_delay_ms.value) {
        most = self->options.max_delay_ms.value;
    }
    return least + (int64_t)((double)(most - least) * random_unit(&self->client.core->random));
}

static void wait_task_pause(struct wait_task *self, const char *status)
{
    const struct client_core *core = self->client.core;
    int64_t left = wait_task_left(self) - wait_task_reserve(self), delay;
    const char *seen;

    self->polls++;
    if (status != NULL) {
        (void)snprintf(self->seen, sizeof self->seen, "%s", status);
    }
    seen = self->seen[0] != '\0' ? self->seen : NULL;
    if (connect_error_code(self->last) == CONNECT_E_CANCELLED) {
        wait_task_give_up(self, CONNECT_E_CANCELLED);
        return;
    }
    if (left <= 0) {
        wait_task_give_up(self, CONNECT_E_TIMEOUT);
        return;
    }
    if (self->options.progress != NULL &&
        !self->options.progress(self->options.user, seen, wait_task_elapsed(self))) {
        wait_task_give_up(self, CONNECT_E_CANCELLED);
        return;
    }
    delay = wait_task_delay(self);
    delay = delay < left ? delay : left;
    log_line(&core->logger, CONNECT_LOG_DEBUG, "%s: poll %d: %s; next in %lld ms", self->goal->name,
             (int)self->polls,
             self->last != NULL ? connect_status_name(connect_error_code(self->last)) : self->seen,
             (long long)delay);
    task_sleep(&self->task, clock_in(&core->clock, delay));
}

/* ---- polls ---- */

static void wait_task_poll(struct wait_task *self)
{
    ASSERT(self->task.child == NULL && self->client.deadline != DEADLINE_NONE);
    connect_error_free(self->last);
    self->last = NULL;
    run_task_init(&self->poll, &self->client, connect_operation_find(self->goal->operation),
                  &self->request, NULL);
    task_run_child(&self->task, &self->poll.task);
}

/*
 * Whether a failed poll is waited out.
 *
 * Rule: a resource may not be found for a while after its creation.  Source: Amazon Connect API
 * Reference, Best practices for using Amazon Connect APIs.  Test:
 * not_found_is_waited_out_for_a_while.
 */
static bool wait_task_tolerates(const struct wait_task *self, const connect_error *error)
{
    connect_status status = connect_error_code(error);

    if (connect_error_is_retryable(error)) {
        return true;
    }
    if (!self->goal->is_absence && says_not_found(self, error) &&
        wait_task_elapsed(self) < self->options.not_found_grace_ms.value) {
        return true;
    }
    /* Ended by the caller, or by the limit of the wait: the pause reports it. */
    return status == CONNECT_E_CANCELLED ||
           (status == CONNECT_E_TIMEOUT && wait_task_left(self) == 0);
}

/* Takes ownership of the response. */
static void wait_task_take(struct wait_task *self, void *response)
{
    struct wait_finding finding = { WAIT_GO_ON, NULL, NULL };

    if (response != NULL) {
        self->sent += connect_response_attempts(response);
        finding = self->goal->examine(self, response);
    } else if (is_of_poll(self, self->last)) {
        self->sent += connect_error_attempts(self->last);
    }
    if (finding.verdict == WAIT_REACHED) {
        task_succeed(&self->task, response);
        return;
    }
    if (self->goal->is_absence && says_not_found(self, self->last)) {
        task_succeed(&self->task, NULL);
    } else if (self->last != NULL && !wait_task_tolerates(self, self->last)) {
        wait_task_fail(self);
    } else if (finding.verdict == WAIT_FAILED) {
        wait_task_fail_goal(self, finding.reason);
    } else {
        wait_task_pause(self, finding.status);
    }
    block_free(response);
}

static void wait_task_resume(struct task *task)
{
    struct wait_task *self = (struct wait_task *)task;
    void *response;

    if (task->child == NULL) {
        wait_task_poll(self);
        return;
    }
    (void)task_collect(task, &response, &self->last);
    wait_task_take(self, response);
}

static void wait_task_stop(struct task *task, connect_status status)
{
    wait_task_give_up((struct wait_task *)task, status);
}

static void wait_task_release(struct task *task)
{
    connect_error_free(((struct wait_task *)task)->last);
    block_free(task->result);
}

static const struct task_class wait_task_class = {
    .name = "wait", .resume = wait_task_resume, .stop = wait_task_stop, .release = wait_task_release
};

connect_status wait_task_init(struct wait_task *self, const struct wait_goal *goal,
                              const connect_client *client, const char *id, const char *region,
                              const connect_wait_options *options, connect_error **error)
{
    connect_status status =
        wait_options_check(&self->options, client, id, options, goal->name, goal->resource, error);

    if (status != CONNECT_OK) {
        return status;
    }
    task_init(&self->task, &wait_task_class);
    self->goal = goal;
    self->id = id;
    self->region = region;
    self->client = client_view(client);
    self->client.features |= FEATURE_WAITER;
    if (strcmp(goal->operation, "DescribeInstance") == 0) {
        self->request.instance =
            (connect_describe_instance_request){ .size = sizeof self->request.instance,
                                                 .instance_id = id };
    } else {
        self->request.group = (connect_describe_traffic_distribution_group_request){
            .size = sizeof self->request.group, .traffic_distribution_group_id = id
        };
    }
    self->start = clock_in(&client->core->clock, 0);
    self->polls = self->sent = 0;
    self->seen[0] = '\0';
    self->last = NULL;
    self->client.deadline = deadline_after(&client->core->clock, self->options.timeout_ms.value);
    self->task.cancel = client->options.cancel;
    return CONNECT_OK;
}
