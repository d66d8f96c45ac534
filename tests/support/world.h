/*
 * A client in a world of fakes: static keys, us-west-2, a script of responses.
 */
#ifndef TESTS_SUPPORT_WORLD_H
#define TESTS_SUPPORT_WORLD_H

#include "support/fakes.h"

#include <connect/connect.h>

#define WORLD_KEY "AKIDEXAMPLE"
#define WORLD_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define WORLD_ID "11111111-2222-3333-4444-555555555555"
#define WORLD_ARN "arn:aws:connect:us-west-2:123456789012:instance/" WORLD_ID

struct world {
    struct fake_clock clock;
    struct fake_random random;
    struct fake_log log;
    struct fake_transport transport;
    connect_credentials_provider *keys;
    connect_client_options options; /* to be changed before world_open() */
    connect_client *client;
};

/*
 * From world_begin() to world_end() each allocation of the library is watched, and what is freed is
 * overwritten: what a test frees then and what it allocated before do not mix.  world_end() fails
 * when the library holds anything that it did not hold at the beginning.
 */
void world_begin(struct world *world);
/* Before world_begin(): the test has set an allocator of its own, and nothing is watched. */
void world_keep_allocator(void);
void world_open(struct world *world); /* makes the client */
void world_end(struct world *world);
/* Before the tests, for valgrind: a world, and a few calls in it. */
void world_warm_up(void);
/* The script from here on; what was sent is forgotten. */
#define WORLD_SCRIPT(world, ...)                                                              \
    fake_transport_script(&(world)->transport, (const struct fake_response[]){ __VA_ARGS__ }, \
                          sizeof((const struct fake_response[]){ __VA_ARGS__ }) /             \
                              sizeof(struct fake_response))

connect_status world_describe(connect_client *client, connect_describe_instance_response **out,
                              connect_error **error);
const char *world_header(const struct world *world, size_t request, const char *name);

/* Milliseconds of the real clock. */
int64_t world_now(void);

void check_has(const char *text, const char *part);
void check_has_not(const char *text, const char *part);

#define WORLD_INSTANCE(status)                                    \
    "{\"Instance\":{\"Id\":\"" WORLD_ID "\",\"Arn\":\"" WORLD_ARN \
    "\",\"InstanceStatus\":\"" status "\","                       \
    "\"InstanceAlias\":\"demo\"}}"
#define WORLD_FINE                                                                          \
    {                                                                                       \
        .status = 200, .headers = "x-amzn-RequestId: r-1", .body = WORLD_INSTANCE("ACTIVE") \
    }
#define WORLD_FAILS                                                                     \
    {                                                                                   \
        .status = 500,                                                                  \
        .headers = "x-amzn-RequestId: r-5\nx-amzn-ErrorType: InternalServiceException", \
        .body = "{}"                                                                    \
    }
#define WORLD_THROTTLES                                                                           \
    {                                                                                             \
        .status = 429, .headers = "x-amzn-RequestId: r-4\nx-amzn-ErrorType: ThrottlingException", \
        .body = "{\"Message\":\"Rate exceeded\"}"                                                 \
    }
#define WORLD_EXPIRED                                                                     \
    {                                                                                     \
        .status = 403, .headers = "x-amzn-ErrorType: ExpiredTokenException", .body = "{}" \
    }
#define WORLD_NOT_FOUND                                                                  \
    {                                                                                    \
        .status = 404,                                                                   \
        .headers = "x-amzn-RequestId: r-3\nx-amzn-ErrorType: ResourceNotFoundException", \
        .body = "{\"Message\":\"no such instance\"}"                                     \
    }

#endif
