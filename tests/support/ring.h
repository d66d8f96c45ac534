/*
 * A provider whose sources are scripted by the test, and a keyring with it: a fake clock, known
 * randomness, no client.
 */
#ifndef TESTS_SUPPORT_RING_H
#define TESTS_SUPPORT_RING_H

#include "aws/keyring.h"
#include "aws/source.h"
#include "support/fakes.h"

#include <pthread.h>

enum ring_outcome {
    RING_NO_FETCH, /* a fetch fails the test */
    RING_FRESH,
    RING_STALE, /* credentials that have expired */
    RING_FAILS,
    RING_FINAL,
    RING_MISCONFIGURED,
    RING_NOTHING /* not configured */
};

struct ring_world {
    struct fake_clock clock;
    struct fake_log log;
    struct logger logger;
    unsigned char chance; /* each random byte */
    connect_random random;
    struct settings settings;
    struct provider_context context;
    struct ring_provider *provider;
    struct keyring *ring;
};

struct ring_provider {
    connect_credentials_provider head;
    const connect_clock *clock; /* for the expiration of credentials */
    atomic_int fetches;         /* begun so far; the access key id is "KEY" and this number */
    enum ring_outcome outcome;
    int64_t lifetime_ms;
    int64_t takes_ms; /* each fetch sleeps so long before its outcome */
    pthread_mutex_t lock;
    atomic_bool holds; /* fetches wait for ring_let_go() */
    struct task *held[64];
    atomic_int held_count;
};

/* A keyring whose credentials are valid for six hours. */
void ring_begin(struct ring_world *world, bool is_user_code);
void ring_end(struct ring_world *world);
/* Lets the held sources continue. */
void ring_let_go(struct ring_provider *provider);
/* The number of a fetch. */
int ring_fetch_number(const struct task *source);
/* Waits (in real time) until so many fetches have begun. */
void ring_wait_fetches(const struct ring_provider *provider, int count);

/* Drives one request with the blocking driver; *key (20 bytes) is the access key id or "". */
connect_status ring_get(struct ring_world *world, const connect_clock *clock, int64_t deadline,
                        const connect_cancel *cancel, char *key, connect_error **error);

#endif
