/* See async.h. */
#include "support/async.h"

#include <check.h>

#include <stdlib.h>
#include <string.h>

struct async_exchange {
    struct async *async;
    connect_exchange *exchange;
    const connect_http_request *request;
    connect_http_response *response;
    bool is_stopped;
};

/* Of a blocking call. */
static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    struct fake_transport *script = ((struct async *)user)->script;

    return script->face.perform(script, request, response, failure);
}

/* Its outcome is that of the script, or of `stop`. */
static void exchange_end(struct async_exchange *held)
{
    struct async *async = held->async;
    connect_http_failure failure = { .size = sizeof failure };
    connect_status status = CONNECT_E_CANCELLED;

    if (!held->is_stopped) {
        status = perform(async, held->request, held->response, &failure);
    }
    pthread_mutex_lock(&async->lock);
    async->ended++;
    pthread_mutex_unlock(&async->lock);
    connect_exchange_done(held->exchange, status, &failure);
    free(held);
}

static void *end_in_thread(void *held)
{
    exchange_end(held);
    return NULL;
}

static void start(void *user, connect_exchange *exchange, const connect_http_request *request,
                  connect_http_response *response)
{
    struct async *async = user;
    struct async_exchange *held = malloc(sizeof *held);

    ck_assert_ptr_nonnull(held);
    ck_assert_ptr_null(request->cancel);
    *held = (struct async_exchange){ async, exchange, request, response, false };
    connect_exchange_set_data(exchange, held);
    pthread_mutex_lock(&async->lock);
    async->started++;
    pthread_mutex_unlock(&async->lock);
    if (async->mode == ASYNC_AT_ONCE) {
        exchange_end(held);
    } else if (async->mode == ASYNC_HELD) {
        pthread_mutex_lock(&async->lock);
        ck_assert_int_lt(async->held_count, ASYNC_HELD_MAX);
        async->held[async->held_count++] = held;
        pthread_mutex_unlock(&async->lock);
    } else {
        pthread_t thread;

        ck_assert_int_eq(pthread_create(&thread, NULL, end_in_thread, held), 0);
        pthread_detach(thread);
    }
}

static void stop(void *user, connect_exchange *exchange)
{
    struct async *async = user;
    struct async_exchange *held = connect_exchange_data(exchange);

    async->stopped++;
    held->is_stopped = true;
    if (async->ends_when_stopped) {
        for (int i = 0; i < async->held_count; i++) {
            if (async->held[i] == held) {
                async->held_count--;
                memmove(async->held + i, async->held + i + 1,
                        (size_t)(async->held_count - i) * sizeof(void *));
                break;
            }
        }
        exchange_end(held);
    }
}

void async_init(struct async *async, struct fake_transport *script)
{
    memset(async, 0, sizeof *async);
    pthread_mutex_init(&async->lock, NULL);
    async->script = script;
    async->face = (connect_transport){
        .size = sizeof async->face, .user = async, .perform = perform, .start = start, .stop = stop
    };
}

void async_end_first(struct async *async)
{
    struct async_exchange *first = async->held[0];

    async->held_count--;
    memmove(async->held, async->held + 1, (size_t)async->held_count * sizeof(void *));
    exchange_end(first);
}

void async_end_all(struct async *async)
{
    while (async->held_count > 0) {
        async_end_first(async);
    }
}
