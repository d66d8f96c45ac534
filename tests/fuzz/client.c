/* The client, its clock and its chance. */
#include "fuzz/client.h"

#include <string.h>

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    struct fuzz_client *client = user;

    PROMISE(request->timeout_ms > 0 && request->connect_timeout_ms > 0);
    return client->response(client->user, client->sent++, request, response, failure);
}

static int64_t now(void *user)
{
    return FUZZ_NOW + ((struct fuzz_client *)user)->waited;
}

static int64_t monotonic(void *user)
{
    return 1000 + ((struct fuzz_client *)user)->waited;
}

static bool wait_for(void *user, int64_t ms, const connect_cancel *cancel)
{
    (void)cancel;
    PROMISE(ms >= 0);
    ((struct fuzz_client *)user)->waited += ms;
    return true;
}

static bool fill(void *user, void *bytes, size_t count)
{
    (void)user;
    memset(bytes, 0x5a, count);
    return true;
}

static void forget_environment(void)
{
    setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    unsetenv("AWS_PROFILE");
}

void fuzz_client_open(struct fuzz_client *client)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    const connect_transport transport = { sizeof transport, client, perform, NULL };
    const connect_clock clock = { sizeof clock, client, now, monotonic, wait_for };
    const connect_random random = { sizeof random, client, fill };
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .endpoint_url = "https://connect.test",
                                       .retry_mode = CONNECT_RETRY_STANDARD,
                                       .max_attempts = CONNECT_SET(3),
                                       .transport = &transport,
                                       .clock = &clock,
                                       .random = &random };
    const connect_zapi_client_options zapi = { .size = sizeof zapi,
                                               .token = "token",
                                               .endpoint_url = "https://zapi.test",
                                               .retry_mode = CONNECT_RETRY_STANDARD,
                                               .max_attempts = CONNECT_SET(3),
                                               .transport = &transport,
                                               .clock = &clock,
                                               .random = &random };

    forget_environment();
    client->sent = 0;
    client->waited = 0;
    PROMISE(connect_credentials_static(&keys, &options.credentials, NULL) == CONNECT_OK);
    PROMISE(connect_client_new(&options, &client->client, NULL) == CONNECT_OK);
    PROMISE(connect_zapi_client_new(&zapi, &client->zapi, NULL) == CONNECT_OK);
    connect_credentials_provider_free(options.credentials);
}

void fuzz_client_close(struct fuzz_client *client)
{
    connect_client_free(client->client);
    connect_zapi_client_free(client->zapi);
}
