/* The world of fakes around a client. */
#include "support/world.h"

#include "support/memory.h"

#include <check.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What a test before this one may have left, when all run in one process. */
static void forget_environment(void)
{
    static const char *const names[] = {
        "AWS_ACCESS_KEY_ID",        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",        "AWS_REGION",
        "AWS_DEFAULT_REGION",       "AWS_PROFILE",
        "AWS_ENDPOINT_URL",         "AWS_ENDPOINT_URL_CONNECT",
        "AWS_ENDPOINT_URL_STS",     "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE",           "AWS_NEW_RETRIES_2026",
        "AWS_LAMBDA_FUNCTION_NAME", "_X_AMZN_TRACE_ID",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unsetenv(names[i]);
    }
    setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
}

static bool has_own_allocator;

void world_keep_allocator(void)
{
    has_own_allocator = true;
}

void world_begin(struct world *world)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = WORLD_KEY,
                                       .secret_access_key = WORLD_SECRET };

    if (!has_own_allocator) {
        memory_watch();
    }
    forget_environment();
    world->client = NULL;
    fake_clock_init(&world->clock);
    fake_random_init(&world->random);
    fake_log_init(&world->log);
    fake_transport_init(&world->transport, &world->clock, NULL, 0);
    ck_assert_int_eq(connect_credentials_static(&keys, &world->keys, NULL), CONNECT_OK);
    world->options = (connect_client_options){
        .size = sizeof world->options,
        .region = "us-west-2",
        .credentials = world->keys,
        .log_level = CONNECT_LOG_TRACE,
        .log = fake_log_line,
        .log_user = &world->log,
        .transport = &world->transport.face,
        .clock = &world->clock.face,
        .random = &world->random.face,
    };
}

void world_open(struct world *world)
{
    connect_error *error = NULL;

    ck_assert_msg(connect_client_new(&world->options, &world->client, &error) == CONNECT_OK, "%s",
                  connect_error_message(error));
    ck_assert_ptr_null(error);
}

void world_end(struct world *world)
{
    connect_client_free(world->client);
    connect_credentials_provider_free(world->keys);
    fake_transport_clear(&world->transport);
    fake_log_free(&world->log);
    if (!has_own_allocator) {
        memory_end();
    }
}

connect_status world_describe(connect_client *client, connect_describe_instance_response **out,
                              connect_error **error)
{
    const connect_describe_instance_request request = { .size = sizeof request,
                                                        .instance_id = WORLD_ID };

    return connect_describe_instance(client, &request, out, error);
}

void world_warm_up(void)
{
    struct world world;

    world_begin(&world);
    WORLD_SCRIPT(&world, WORLD_THROTTLES, WORLD_FINE, WORLD_NOT_FOUND);
    world_open(&world);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_NOT_FOUND);
    world_end(&world);
}

const char *world_header(const struct world *world, size_t request, const char *name)
{
    ck_assert_uint_lt(request, world->transport.sent_count);
    return fake_sent_header(&world->transport.sent[request], name);
}

int64_t world_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void check_has(const char *text, const char *part)
{
    ck_assert_msg(part[0] != '\0', "an empty text is in every other");
    ck_assert_msg(text != NULL && strstr(text, part) != NULL, "\"%s\" is not in \"%s\"", part,
                  text);
}

void check_has_not(const char *text, const char *part)
{
    ck_assert_msg(text == NULL || strstr(text, part) == NULL, "\"%s\" is in \"%s\"", part, text);
}
