/*
 * See serve.h: find the operation, check who asks, how often, and what; then do it, once for a
 * client token.
 */
#include "serve.h"

#include "auth.h"
#include "doors.h"
#include "input.h"
#include "json.h"
#include "output.h"
#include "respond.h"
#include "route.h"

#include <string.h>

#define JSON_TYPE "application/json"
#define ANSWER_MAX (64 * 1024 * 1024)

static const char *token_of(const struct job *job)
{
    const struct connect_member *member = operation_token_member(job->operation);

    return member != NULL ? json_text(job->input, member->name) : NULL;
}

/* True when the token was met before: then the answer is made. */
static bool is_replayed(struct job *job, const char *token)
{
    const struct replay *replay = replay_find(&job->local->replays, job->operation->name, token);

    if (replay == NULL) {
        return false;
    }
    if (json_equal(replay->input, job->input)) {
        respond_text(job->exchange, 200, JSON_TYPE, replay->answer);
    } else {
        refuse(job, "IdempotencyException|" MALFORMED,
               "The client token was used before, in a request with other parameters");
    }
    return true;
}

/* 200, with a body when the operation models one. */
static void answer(struct job *job)
{
    const struct connect_shape *shape = job->operation->output;
    struct buf text = BUF_INIT(ANSWER_MAX);

    if (shape->count > 0) {
        output_write(shape, job->output, &text);
    }
    if (text.state != BUF_OK) {
        need(NULL);
    }
    respond_text(job->exchange, 200, JSON_TYPE, buf_text(&text));
    buf_free(&text);
}

/* Under the lock. */
static void perform(struct job *job, const struct route *route)
{
    const char *token = token_of(job); /* no handler takes it out of the input */

    if (token != NULL && is_replayed(job, token)) {
        return;
    }

    json_t *asked = token != NULL ? json_need(json_deep_copy(job->input)) : NULL;

    if (route->handler(job, route->family)) {
        answer(job);
        if (asked != NULL) {
            replay_remember(&job->local->replays, job->operation->name, token, asked,
                            job->exchange->answer);
        }
    }
    json_decref(asked);
    json_decref(job->output);
}

static void serve_operation(struct local *local, struct exchange *exchange, struct route *route,
                            const char *const *labels)
{
    struct job job = {
        .local = local, .exchange = exchange, .operation = route->operation, .now = local_now(local)
    };
    const char *type, *message;

    exchange->operation = route->operation->name;
    exchange->principal =
        auth_check(local, exchange, job.operation->service->signing_name, job.now, &type, &message);
    if (exchange->principal == NULL) {
        respond_error(exchange, type, "%s", message);
        return;
    }
    pthread_mutex_lock(&local->lock);

    bool taken = bucket_take(&route->bucket, local->options->rate, local->options->burst,
                             local->clock->monotonic(local->clock->user));

    pthread_mutex_unlock(&local->lock);
    if (!taken) {
        refuse(&job, "ThrottlingException", "Rate exceeded");
    } else if (input_read(&job, labels)) {
        pthread_mutex_lock(&local->lock);
        perform(&job, route);
        pthread_mutex_unlock(&local->lock);
    }
    json_decref(job.input);
}

void serve(struct local *local, struct exchange *exchange)
{
    const char *labels[ROUTE_LABELS_MAX] = { NULL };

    if (exchange->body.state != BUF_OK) {
        respond_error(exchange, "RequestEntityTooLargeException",
                      "The request body is larger than %d bytes", WIRE_BODY_MAX);
        return;
    }
    if (doors_serve(local, exchange)) {
        return;
    }

    struct route *route = route_find(local, exchange, labels);

    if (route == NULL) {
        respond_error(exchange, "UnknownOperationException",
                      "No operation has this method and path");
    } else {
        serve_operation(local, exchange, route, labels);
    }
}
