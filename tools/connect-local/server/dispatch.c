/*
 * See dispatch.h: find the operation, verify the signature, take from the quota, validate the
 * input, then execute it, once for each client token.
 */
#include "server/dispatch.h"

#include "auth/auth.h"
#include "base/json.h"
#include "console/console.h"
#include "exchange/respond.h"
#include "operations/input.h"
#include "operations/output.h"
#include "operations/route.h"
#include "server/cors.h"
#include "server/state_file.h"
#include "services/services.h"

#include <string.h>

#define JSON_TYPE "application/json"
#define RESPONSE_MAX (64 * 1024 * 1024)

static const char *token_of(const struct job *job)
{
    const struct connect_member *member = operation_token_member(job->operation);

    return member != NULL ? json_get_string(job->input, member->name) : NULL;
}

static const char *replay_key(const struct job *job, const char *token)
{
    return check_alloc(arena_printf(&job->exchange->arena, "%s/%s %s %s", job->tenant->account_id,
                                    job->tenant->region, job->operation->name, token));
}

/* Responds when a request with this token was executed before. */
static bool respond_again(struct job *job, const char *key, const unsigned char *digest)
{
    const struct replay *replay = replay_find(&job->local->replays, key, job->now);

    if (replay == NULL) {
        return false;
    }
    if (memcmp(replay->digest, digest, DIGEST_SIZE) == 0) {
        respond_text(job->exchange, 200, JSON_TYPE, replay->response);
    } else {
        job_fail(job, "IdempotencyException|" MALFORMED,
                 "The client token was used before, in a request with other parameters");
    }
    return true;
}

/* 200, with a body when the operation models one. */
static void respond_success(struct job *job)
{
    const struct connect_shape *shape = job->operation->output;
    struct buf text = BUF_INIT(RESPONSE_MAX);

    if (shape->count > 0) {
        output_write(shape, job->output, &text);
    }
    if (check_buf(&text)) {
        respond_text(job->exchange, 200, JSON_TYPE, buf_text(&text));
    } else {
        job_fail(job, "InternalServiceException", "The response is larger than %d bytes",
                 RESPONSE_MAX);
    }
    buf_free(&text);
}

/* Under the lock. */
static void execute_route(struct job *job, const struct route *route)
{
    const char *token = token_of(job);
    const char *key = token != NULL ? replay_key(job, token) : NULL;
    unsigned char digest[DIGEST_SIZE];

    if (key != NULL) {
        replay_digest(job->input, digest); /* handlers change the input */
        if (respond_again(job, key, digest)) {
            return;
        }
    }
    if (route->handler(job, route->kind)) {
        respond_success(job);
        job->local->version += strcmp(job->operation->method, "GET") != 0;
        if (key != NULL && job->exchange->status == 200) {
            replay_add(&job->local->replays, key, digest, job->exchange->response_body, job->now);
        }
    }
    json_decref(job->output);
}

/* A quota of requests, and the name of its bucket. */
struct request_quota {
    const char *name;
    double rate, burst; /* rate 0: no limit */
};

/* The quota of requests whose input has a certain value, when this is one of them. */
static void choose_variant(const struct job *job, struct request_quota *quota)
{
    connect_quota_variant variant = { .size = sizeof variant };
    json_t *input = NULL;

    for (size_t i = 0; connect_operation_quota_variant(job->operation, i, &variant); i++) {
        const struct buf *body = &job->exchange->body;
        const char *value;

        if (input == NULL) {
            input = json_loadb(body->data, body->size, 0, NULL);
        }
        value = json_get_string(input, connect_member_name(variant.member));
        if (value != NULL && strcmp(value, variant.value) == 0) {
            quota->name = check_alloc(
                arena_printf(&job->exchange->arena, "%s:%s", quota->name, variant.value));
            quota->rate = variant.rate;
            quota->burst = variant.burst;
            break;
        }
    }
    json_decref(input);
}

static struct request_quota quota_of(const struct job *job, const char *operation)
{
    const struct options *options = job->local->options;
    struct request_quota quota = { operation, options->rate, options->burst };

    if (options->rate == RATE_OF_SERVICE) {
        quota.rate = connect_operation_quota_rate(job->operation);
        quota.burst = connect_operation_quota_burst(job->operation);
        choose_variant(job, &quota);
    }
    return quota;
}

/* Under the lock: takes from the quota. False when the request was refused. */
static bool admit_operation(struct job *job, const char *operation)
{
    struct request_quota quota = quota_of(job, operation);
    struct local *local = job->local;
    struct exchange *exchange = job->exchange;

    job->tenant = local_tenant(local, exchange->account_id, exchange->region);
    if (job->tenant == NULL) {
        return job_fail(job, "InternalServiceException",
                        "There are too many accounts and regions: at most %d", TENANTS_MAX);
    }

    struct token_bucket *bucket = tenant_bucket(job->tenant, quota.name);
    int64_t now = local->clock->monotonic(local->clock->user);
    bool taken = token_bucket_take(bucket, quota.rate, quota.burst, now);

    if (quota.rate > 0) {
        exchange->has_quota = true;
        exchange->quota_level = token_bucket_level(bucket, now);
        exchange->quota_rate = bucket->rate;
        exchange->quota_burst = bucket->burst;
    }
    return taken || job_fail(job, "ThrottlingException", "Rate exceeded");
}

/* True when the fault is a response; else it is what happens to the response. */
static bool apply_fault(struct exchange *exchange, const struct fault_option *fault)
{
    exchange->fault_spec = check_alloc(arena_strdup(&exchange->arena, fault->spec));
    switch (fault->action) {
    case FAULT_ERROR:
        respond_injected(exchange, fault->type);
        return true;
    case FAULT_STATUS:
        respond_text(exchange, fault->status, JSON_TYPE,
                     "{\"message\":\"injected by connect-local\"}");
        exchange->error_message = "injected by connect-local";
        return true;
    case FAULT_DROP:
        exchange->fault = EXCHANGE_DROP;
        break;
    case FAULT_STALL:
        exchange->fault = EXCHANGE_STALL;
        exchange->stall_ms = fault->stall_ms;
        break;
    case FAULT_TRUNCATE:
        exchange->fault = EXCHANGE_TRUNCATE;
        break;
    }
    return false;
}

/* Under the lock. True when a fault took the place of the response. */
static bool inject_fault(struct local *local, struct exchange *exchange)
{
    struct fault_option fault;

    return faults_draw(&local->faults, exchange->operation, &local->random_faults, &fault) &&
           apply_fault(exchange, &fault);
}

static void dispatch_operation(struct local *local, struct exchange *exchange,
                               const struct route *route, const char *const *labels)
{
    struct job job = {
        .local = local, .exchange = exchange, .operation = route->operation, .now = local_now(local)
    };
    const char *type, *message;

    exchange->operation = route->operation->name;
    if (!auth_verify(local, exchange, job.operation->service->signing_name, job.now, &type,
                     &message)) {
        respond_error(exchange, type, "%s", message);
        return;
    }
    pthread_mutex_lock(&local->lock);

    bool admitted = admit_operation(&job, route->name) && !inject_fault(local, exchange);

    pthread_mutex_unlock(&local->lock);
    if (admitted && input_read(&job, labels)) {
        pthread_mutex_lock(&local->lock);
        execute_route(&job, route);
        pthread_mutex_unlock(&local->lock);
    }
    json_decref(job.input);
}

static void dispatch(struct local *local, struct exchange *exchange)
{
    const char *labels[ROUTE_LABELS_MAX] = { NULL };
    struct route route;

    if (exchange->body.state != BUF_OK) {
        respond_error(exchange, "RequestEntityTooLargeException",
                      "The request body is larger than %d bytes", EXCHANGE_BODY_MAX);
        return;
    }
    if (console_handle(local, exchange)) {
        return;
    }
    if (services_handle(local, exchange)) {
        pthread_mutex_lock(&local->lock);
        (void)inject_fault(local, exchange);
        pthread_mutex_unlock(&local->lock);
        return;
    }
    if (route_find(exchange, &route, labels)) {
        dispatch_operation(local, exchange, &route, labels);
    } else {
        respond_error(exchange, "UnknownOperationException",
                      "No operation has this method and path");
    }
}

void dispatch_request(struct local *local, struct exchange *exchange)
{
    if (local->options->cors) {
        cors_allow(exchange);
        if (cors_preflight(exchange)) {
            return;
        }
    }
    dispatch(local, exchange);
    if (local->file != NULL) {
        state_file_save(local->file);
    }
}
