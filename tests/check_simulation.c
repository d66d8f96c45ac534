/*
 * A month in seconds: a client with pacing and an assumed role, its calls as tasks on one thread,
 * STS and a service with quotas, faults and outages, all on one seeded clock.
 *
 * The same seed gives the same history.  CONNECT_SEED repeats one, CONNECT_DAYS makes it longer or
 * shorter.
 */
#include "call/run.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/time.h"
#include "support/dice.h"
#include "support/home.h"
#include "support/patience.h"
#include "support/sim_driver.h"
#include "support/suite.h"

#include <connect/operation.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS (1440 * MINUTE_MS)
#define CALLS_MAX 64
#define CREATED_MAX 65536
#define SESSIONS_MAX 65536
#define STALE_MS (11 * MINUTE_MS)   /* the longest back-off after a failed refresh, and a call */
#define SESSION_MS (15 * MINUTE_MS) /* the shortest that a role has */

/* ---- the world ---- */

enum job_kind { DESCRIBE, CREATE, KINDS };

struct job {
    struct run_task run;
    enum job_kind kind;
    int64_t began, deadline;  /* deadline: DEADLINE_NONE for none */
    bool in_use, is_troubled; /* something was out of order while it ran */
};

static struct simulation {
    struct home home;
    struct dice dice;
    connect_random random;
    struct sim_driver driver;
    struct job jobs[CALLS_MAX];
    connect_client *views[2]; /* without and with a time limit */

    /* the service */
    int64_t trouble_until, calm_until; /* monotonic */
    int64_t troubled_at;               /* wall clock, of the last failure */
    int64_t expires[SESSIONS_MAX];     /* of each session, by the wall clock */
    int sessions, revoked;             /* numbers of sessions; up to which they are refused */
    double tokens[KINDS];
    int64_t filled[KINDS];
    char created[CREATED_MAX][40];     /* client tokens */
    char invocations[CREATED_MAX][40]; /* of the calls that brought them first */
    int created_count;

    /* what happened */
    long calls, requests, refreshes, throttled, failed, refused_expired;
    uint64_t digest;
} sim;

static void note(uint64_t event)
{
    sim.digest =
        (sim.digest ^ event ^ (uint64_t)sim.home.world.clock.ticks) * UINT64_C(0x100000001b3);
}

static bool chance(int percent)
{
    return dice_roll(&sim.dice, 100) < (uint64_t)percent;
}

static bool fill(void *user, void *bytes, size_t count)
{
    (void)user;
    for (size_t i = 0; i < count; i++) {
        ((unsigned char *)bytes)[i] = (unsigned char)dice_roll(&sim.dice, 256);
    }
    return true;
}

static int64_t ticks(void)
{
    return sim.home.world.clock.ticks;
}

static bool is_troubled(void)
{
    return ticks() < sim.trouble_until;
}

/* After a failed refresh the next one may be that far away, also when the service has recovered. */
static bool is_unsettled(void)
{
    return sim.trouble_until > 0 && ticks() < sim.trouble_until + STALE_MS;
}

/* Times of calm and of trouble follow each other. */
static void weather_change(void)
{
    if (ticks() >= sim.calm_until && !is_troubled()) {
        sim.trouble_until = ticks() + (1 + (int64_t)dice_roll(&sim.dice, 20)) * MINUTE_MS;
        sim.calm_until = sim.trouble_until + (60 + (int64_t)dice_roll(&sim.dice, 300)) * MINUTE_MS;
        if (chance(30)) {
            sim.revoked = sim.sessions;
        }
        note(1);
    }
    for (int i = 0; i < CALLS_MAX; i++) {
        sim.jobs[i].is_troubled = sim.jobs[i].is_troubled || is_unsettled();
    }
}

/* ---- the service ---- */

static connect_status respond(connect_http_response *response, int32_t status, const char *header,
                              const char *value, const char *body)
{
    connect_http_response_set_status(response, status);
    if (header != NULL) {
        ck_assert(connect_http_response_add_header(response, header, strlen(header), value,
                                                   strlen(value)));
    }
    ck_assert(connect_http_response_add_body(response, body, strlen(body)));
    return CONNECT_OK;
}

static connect_status respond_error(connect_http_response *response, int32_t status,
                                    const char *type)
{
    return respond(response, status, "x-amzn-ErrorType", type, "{\"Message\":\"m\"}");
}

static connect_status serve_sts(connect_http_response *response)
{
    char body[600], expires[24];

    sim.refreshes++;
    ck_assert_int_lt(++sim.sessions, SESSIONS_MAX);
    sim.expires[sim.sessions] = sim.home.world.clock.now + SESSION_MS;
    time_format_utc(sim.expires[sim.sessions], expires);
    snprintf(body, sizeof body,
             "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA%d</AccessKeyId>"
             "<SecretAccessKey>s</SecretAccessKey><SessionToken>%d</SessionToken>"
             "<Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>",
             sim.sessions, sim.sessions, expires);
    return respond(response, 200, NULL, NULL, body);
}

/* The documented quota: 2 requests a second, 5 at once, for each operation. */
static bool has_quota(enum job_kind kind)
{
    sim.tokens[kind] += (double)(ticks() - sim.filled[kind]) * 2 / 1000;
    sim.tokens[kind] = sim.tokens[kind] < 5 ? sim.tokens[kind] : 5;
    sim.filled[kind] = ticks();
    if (sim.tokens[kind] < 1) {
        return false;
    }
    sim.tokens[kind] -= 1;
    return true;
}

/* A token creates once; the same token returns the same instance. */
static connect_status create(const connect_http_request *request, connect_http_response *response)
{
    const char *body = connect_http_request_body(request, NULL);
    const char *at = strstr(body, "\"ClientToken\":\"");
    char token[40], invocation[40], json[200];
    int index = 0;

    snprintf(invocation, sizeof invocation, "%s",
             connect_http_request_header(request, "amz-sdk-invocation-id"));

    ck_assert_ptr_nonnull(at);
    snprintf(token, sizeof token, "%.36s", at + strlen("\"ClientToken\":\""));
    while (index < sim.created_count && strcmp(sim.created[index], token) != 0) {
        index++;
    }
    if (index == sim.created_count) {
        ck_assert_int_lt(sim.created_count, CREATED_MAX);
        for (int i = 0; i < sim.created_count; i++) {
            if (strcmp(sim.invocations[i], invocation) == 0) {
                ck_abort_msg("a call creates twice");
            }
        }
        strcpy(sim.invocations[sim.created_count], invocation);
        strcpy(sim.created[sim.created_count++], token);
    }
    snprintf(json, sizeof json, "{\"Id\":\"%s\"}", token);
    return respond(response, 200, NULL, NULL, json);
}

static connect_status serve_connect(const connect_http_request *request,
                                    connect_http_response *response)
{
    const char *session = connect_http_request_header(request, "x-amz-security-token");
    enum job_kind kind = strcmp(request->method, "GET") == 0 ? DESCRIBE : CREATE;
    int64_t now = sim.home.world.clock.now;
    int number;

    ck_assert_ptr_nonnull(session);
    number = atoi(session);
    ck_assert(number > 0 && number <= sim.sessions);
    /* Beyond their end credentials are used only while a refresh fails. */
    ck_assert(now < sim.expires[number] || now < sim.troubled_at + STALE_MS);
    if (number <= sim.revoked || now >= sim.expires[number]) {
        sim.refused_expired++;
        return respond_error(response, 403, "ExpiredTokenException");
    }
    if (!has_quota(kind)) {
        sim.throttled++;
        return respond_error(response, 429, "ThrottlingException");
    }
    return kind == CREATE ? create(request, response)
                          : respond(response, 200, NULL, NULL, WORLD_INSTANCE("ACTIVE"));
}

static connect_status serve(void *user, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure,
                            int64_t *takes_ms)
{
    bool is_sts = strstr(request->url, "sts") != NULL;
    connect_status status;

    (void)user;
    sim.requests++;
    note((uint64_t)request->body_size * 2 + is_sts);
    *takes_ms = 5 + (int64_t)dice_roll(&sim.dice, 60);
    if (is_troubled() && chance(60)) {
        sim.troubled_at = sim.home.world.clock.now;
        switch (dice_roll(&sim.dice, 5)) {
        case 0:
            *takes_ms = DEADLINE_NONE;
            return CONNECT_OK;
        case 1:
            failure->not_sent = true;
            return CONNECT_E_TRANSPORT;
        case 2:
            return respond(response, 503, NULL, NULL, "<html>");
        case 3:
            failure->stale = true;
            return CONNECT_E_TRANSPORT;
        default: /* done, and the response is lost */
            (void)(is_sts ? serve_sts(response) : serve_connect(request, response));
            connect_http_response_set_status(response, 0);
            return CONNECT_E_TRANSPORT;
        }
    }
    status = is_sts ? serve_sts(response) : serve_connect(request, response);
    return status;
}

/* ---- calls ---- */

static void start_call(void)
{
    static const char *const names[KINDS] = { "DescribeInstance", "CreateInstance" };
    static const connect_describe_instance_request describe_request = { .size =
                                                                            sizeof describe_request,
                                                                        .instance_id = WORLD_ID };
    static const connect_create_instance_request create_request = {
        .size = sizeof create_request,
        .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
        .instance_alias = "demo",
        .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(true)
    };
    struct job *job = sim.jobs;
    bool is_limited = chance(25);

    while (job < sim.jobs + CALLS_MAX && job->in_use) {
        job++;
    }
    if (job == sim.jobs + CALLS_MAX) {
        return;
    }
    job->in_use = true;
    job->kind = chance(20) ? CREATE : DESCRIBE;
    job->is_troubled = is_unsettled();
    job->began = ticks();
    run_task_init(&job->run, sim.views[is_limited], connect_operation_find(names[job->kind]),
                  job->kind == CREATE ? (const void *)&create_request : &describe_request, NULL);
    job->deadline = job->run.task.deadline;
    sim.calls++;
    sim_start(&sim.driver, &job->run.task);
}

static void check_ended(const struct job *job)
{
    const struct task *task = &job->run.task;
    connect_status status = task->status;

    ck_assert_msg(ticks() <= job->deadline, "a call ends %lld ms after its time limit",
                  (long long)(ticks() - job->deadline));
    ck_assert((status == CONNECT_OK) == (task->error == NULL));
    ck_assert((status == CONNECT_OK) == (task->result != NULL));
    if (job->is_troubled || status == CONNECT_OK) {
        return;
    }
    /* In calm only a time limit may end a call, and it is the call's own. */
    ck_assert_msg(status == CONNECT_E_TIMEOUT && job->deadline != DEADLINE_NONE &&
                      ticks() >= job->deadline - 1000,
                  "in calm, after %lld ms: %s", (long long)(ticks() - job->began),
                  connect_error_message(task->error));
}

static void call_ended(void *user, struct task *root)
{
    struct job *job = (struct job *)root;

    (void)user;
    note((uint64_t)root->status);
    sim.failed += root->status != CONNECT_OK;
    check_ended(job);
    task_release(root);
    job->in_use = false;
}

/* ---- histories ---- */

static void simulation_open(uint64_t seed)
{
    connect_call_options limited = { .size = sizeof limited, .timeout_ms = CONNECT_SET(20000) };
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    connect_client_options *options = &sim.home.world.options;

    memset(&sim, 0, sizeof sim);
    sim.dice.state = seed;
    home_begin(&sim.home);
    home_write(&sim.home, ".aws/config",
               "[default]\nregion = us-west-2\nrole_arn = arn:aws:iam::123456789012:role/r\n"
               "source_profile = base\n[profile base]\naws_access_key_id = A\n"
               "aws_secret_access_key = s\n");
    sim.random = (connect_random){ sizeof sim.random, NULL, fill };
    options->random = &sim.random;
    options->pace = &pace;
    options->log_level = CONNECT_LOG_OFF;
    world_open(&sim.home.world);
    sim.views[0] = sim.home.world.client;
    ck_assert_int_eq(connect_client_with(sim.views[0], &limited, &sim.views[1], NULL), CONNECT_OK);
    sim.driver =
        (struct sim_driver){ .clock = &sim.home.world.clock, .serve = serve, .ended = call_ended };
    sim.calm_until = 120 * MINUTE_MS;
}

/* Returns the digest of the history. */
static uint64_t simulate(uint64_t seed, int days)
{
    simulation_open(seed);
    while (ticks() < days * DAY_MS) {
        int64_t until = ticks() + 1000 + (int64_t)dice_roll(&sim.dice, 10 * MINUTE_MS);

        weather_change();
        for (int i = (int)dice_roll(&sim.dice, 8); i > 0; i--) {
            start_call();
        }
        while (sim_step(&sim.driver, until)) {
        }
    }
    while (sim_step(&sim.driver, ticks() + DAY_MS) || sim.driver.trees != NULL) {
    }
    connect_client_free(sim.views[1]);
    home_end(&sim.home);
    return sim.digest;
}

static long setting(const char *name, long fallback)
{
    const char *text = getenv(name);

    return text != NULL && *text != '\0' ? strtol(text, NULL, 10) : fallback;
}

START_TEST(a_month_of_calls_keeps_every_promise)
{
    /* Sanitizers and valgrind are slow. */
    int days = (int)setting("CONNECT_DAYS", patience(100) > 100 ? 1 : 30);
    uint64_t seed = (uint64_t)setting("CONNECT_SEED", 20261121);

    printf("seed %llu, %d days\n", (unsigned long long)seed, days);
    fflush(stdout);
    (void)simulate(seed, days);
    printf("%ld calls (%ld failed), %ld requests, %ld throttled, %ld refused as expired, "
           "%ld refreshes\n",
           sim.calls, sim.failed, sim.requests, sim.throttled, sim.refused_expired, sim.refreshes);
    ck_assert_int_gt(sim.calls, 200L * days);
    ck_assert_int_gt(sim.failed, 0);
    ck_assert_int_lt(sim.failed, sim.calls / 5);
    /* One refresh in a quarter of an hour, unless sessions are revoked or responses are lost. */
    ck_assert_int_lt(sim.refreshes, 200L * days);
    ck_assert_int_gt(sim.created_count, 0);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_history)
{
    uint64_t first = simulate(7, 1);

    ck_assert_uint_eq(simulate(7, 1), first);
    ck_assert_uint_ne(simulate(8, 1), first);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("simulation");
    TCase *tcase = tcase_create("simulation");

    tcase_set_timeout(tcase, 36000);
    tcase_add_test(tcase, a_month_of_calls_keeps_every_promise);
    tcase_add_test(tcase, the_same_seed_gives_the_same_history);
    suite_add_tcase(suite, tcase);
    return suite;
}
