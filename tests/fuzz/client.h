/*
 * A client whose transport plays a target's own responses: static keys, a clock that moves only
 * during a wait.
 */
#ifndef TESTS_FUZZ_CLIENT_H
#define TESTS_FUZZ_CLIENT_H

#include "fuzz/fuzz.h"

#include <connect/connect.h>

/* Sat, 21 Nov 2026 12:34:56 GMT */
#define FUZZ_NOW 1795264496000

struct fuzz_client {
    connect_client *client;
    connect_zapi_client *zapi;
    int64_t waited; /* ms, in all */
    int sent;       /* requests */
    /* One response; `number` counts from 0. */
    connect_status (*response)(void *user, int number, const connect_http_request *request,
                               connect_http_response *response, connect_http_failure *failure);
    void *user;
};

/* Fills in all but the last two. */
void fuzz_client_open(struct fuzz_client *client);
void fuzz_client_close(struct fuzz_client *client);

#endif
