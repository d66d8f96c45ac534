/*
 * A transport for loops without a network: it plays the script of a fake_transport, at once, when
 * the test says so, or from a thread of its own.  Blocking calls have their response at once.
 */
#ifndef TESTS_SUPPORT_ASYNC_H
#define TESTS_SUPPORT_ASYNC_H

#include "support/fakes.h"

#include <pthread.h>

enum async_mode {
    ASYNC_AT_ONCE, /* within `start` */
    ASYNC_HELD,    /* until async_end_all() */
    ASYNC_THREAD   /* from another thread, which ends with its exchange */
};

#define ASYNC_HELD_MAX 2048

struct async {
    connect_transport face;
    struct fake_transport *script;
    enum async_mode mode;
    bool ends_when_stopped; /* else it is held until async_end_all() */
    pthread_mutex_t lock;
    struct async_exchange *held[ASYNC_HELD_MAX];
    int held_count;
    int started, stopped, ended;
};

void async_init(struct async *async, struct fake_transport *script);
/* Ends the one that is held longest. */
void async_end_first(struct async *async);
/* Ends what is held, each with its part of the script. */
void async_end_all(struct async *async);

#endif
