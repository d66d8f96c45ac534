/*
 * Polling: options, the pause and its growth, the limit.
 */
#include "call/waiter.h"

#include "core/clock.h"
#include "core/error.h"
#include "core/log.h"
#include "core/random.h"
#include "core/sized.h"
#include "core/text.h"
#include "shape/codec.h"

#include <stdio.h>

#define TIMEOUT_MS 600000
#define MIN_DELAY_MS 2000
#define MAX_DELAY_MS 15000
#define NOT_FOUND_GRACE_MS 20000
#define LAST_POLL_MS 1000

static void set_default(connect_opt_int64 *option, int64_t value)
{
    if (!option->is_set) {
        *option = (connect_opt_int64){ true, value };
    }
}

static connect_status check_options(connect_wait_options *options, connect_error **error)
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

connect_status waiter_begin(struct waiter *waiter, connect_client *client, const char *name,
                            const char *id, const connect_wait_options *options,
                            connect_error **error)
{
    const struct client_core *core;
    connect_status status;

    *waiter = (struct waiter){ .name = name };
    if (error != NULL) {
        *error = NULL;
    }
    if (client == NULL || text_is_empty(id)) {
        return error_set(error, CONNECT_E_ARGUMENT, "%s: client or instance id is missing", name);
    }
    status = sized_copy(&waiter->options, sizeof waiter->options, options, "connect_wait_options",
                        error);
    if (status == CONNECT_OK) {
        status = check_options(&waiter->options, error);
    }
    if (status != CONNECT_OK) {
        return status;
    }
    core = client->core;
    waiter->id = instance_id_of(id, &waiter->id_size);
    waiter->client = client_view(client, FEATURE_WAITER);
    waiter->start = core->clock.monotonic(core->clock.user);
    waiter->client.deadline = deadline_after(&core->clock, waiter->options.timeout_ms.value);
    return CONNECT_OK;
}

int64_t waiter_elapsed(const struct waiter *waiter)
{
    const connect_clock *clock = &waiter->client.core->clock;

    return clock->monotonic(clock->user) - waiter->start;
}

bool waiter_endures(const struct waiter *waiter, const connect_error *error)
{
    if (connect_error_is_retryable(error)) {
        return true;
    }
    /* Cut short by the limit of the wait: the pause will tell. */
    return connect_error_code(error) == CONNECT_E_TIMEOUT &&
           deadline_left(&waiter->client.core->clock, waiter->client.deadline) == 0;
}

void waiter_name(const struct waiter *waiter, connect_error *error)
{
    char id[256];
    size_t size = waiter->id_size < sizeof id ? waiter->id_size : sizeof id - 1;

    memcpy(id, waiter->id, size);
    id[size] = '\0';
    error_set_resource_id(error, id);
    error_set_attempts(error, waiter->sent);
}

/*
 * Between the least pause and twice as much each time, up to the most; random, so that many waiters
 * spread out.
 */
static int64_t delay_of(const struct waiter *waiter)
{
    int64_t least = waiter->options.min_delay_ms.value, most = least;

    for (int32_t i = 1; i < waiter->polls && most < waiter->options.max_delay_ms.value; i++) {
        most *= 2;
    }
    if (most > waiter->options.max_delay_ms.value) {
        most = waiter->options.max_delay_ms.value;
    }
    return least + (int64_t)((double)(most - least) * random_unit(&waiter->client.core->random));
}

static connect_status stop(const struct waiter *waiter, connect_status status,
                           const connect_error *last, connect_error **error)
{
    const char *why = status == CONNECT_E_CANCELLED ? "cancelled" : "the time limit passed";
    connect_error *own = NULL;

    status = error_set(&own, status, "%s: %s; the status seen last was %s%s%s", waiter->name, why,
                       waiter->seen[0] != '\0' ? waiter->seen : "none",
                       last != NULL ? "; the last poll failed: " : "",
                       last != NULL ? connect_error_message(last) : "");
    waiter_name(waiter, own);
    error_set_operation(own, "DescribeInstance");
    error_set_retryable(own, status == CONNECT_E_TIMEOUT, false);
    if (last != NULL) {
        error_set_http_status(own, connect_error_http_status(last));
        error_set_request_id(own, connect_error_request_id(last));
        error_set_host(own, connect_error_host(last));
    }
    if (error != NULL) {
        *error = own;
    } else {
        connect_error_free(own);
    }
    return status;
}

/* How long before the limit the last poll is made, so that it has time to be answered. */
static int64_t reserve_of(const struct waiter *waiter)
{
    int64_t reserve = waiter->options.timeout_ms.value / 10;

    return reserve < LAST_POLL_MS ? reserve : LAST_POLL_MS;
}

connect_status waiter_pause(struct waiter *waiter, const char *instance_status,
                            const connect_error *last, connect_error **error)
{
    const struct client_core *core = waiter->client.core;
    int64_t left = deadline_left(&core->clock, waiter->client.deadline) - reserve_of(waiter);
    int64_t delay;

    waiter->polls++;
    if (instance_status != NULL) {
        (void)snprintf(waiter->seen, sizeof waiter->seen, "%s", instance_status);
    }
    if (connect_error_code(last) == CONNECT_E_CANCELLED) {
        return stop(waiter, CONNECT_E_CANCELLED, last, error);
    }
    if (left <= 0) {
        return stop(waiter, CONNECT_E_TIMEOUT, last, error);
    }
    if (waiter->options.progress != NULL &&
        !waiter->options.progress(waiter->options.user,
                                  waiter->seen[0] != '\0' ? waiter->seen : NULL,
                                  waiter_elapsed(waiter))) {
        return stop(waiter, CONNECT_E_CANCELLED, last, error);
    }
    delay = delay_of(waiter);
    if (delay > left) {
        delay = left;
    }
    log_line(&core->logger, CONNECT_LOG_DEBUG, "%s: poll %d: %s; again in %lld ms", waiter->name,
             (int)waiter->polls,
             last != NULL ? connect_status_name(connect_error_code(last)) : waiter->seen,
             (long long)delay);
    if (!core->clock.wait(core->clock.user, delay, waiter->client.options.cancel)) {
        return stop(waiter, CONNECT_E_CANCELLED, last, error);
    }
    return CONNECT_OK;
}
