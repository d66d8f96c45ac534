/* See loop_inbox.h. */
#include "call/loop_inbox.h"

#include "core/assert.h"
#include "core/lock.h"
#include "core/sized.h"
#include "http/response.h"

#include <stdatomic.h>
#include <string.h>

struct loop_inbox {
    struct lock lock;
    size_t refs;           /* the loop, and each exchange */
    struct watch_set *set; /* NULL: the loop is gone */
    struct inbox_waker *first_woken, *last_woken;
    struct connect_exchange *first_done, *last_done;
    atomic_uint progress;
};

static void inbox_lock(struct loop_inbox *inbox)
{
    lock_acquire(&inbox->lock);
}

static void inbox_unlock(struct loop_inbox *inbox)
{
    lock_release(&inbox->lock);
}

/* Under the lock, which it releases. */
static void inbox_unref(struct loop_inbox *inbox)
{
    ASSERT(lock_is_held(&inbox->lock) && inbox->refs > 0);
    bool is_last = --inbox->refs == 0;

    inbox_unlock(inbox);
    if (is_last) {
        lock_destroy(&inbox->lock);
        mem_free(inbox);
    }
}

struct loop_inbox *inbox_new(struct watch_set *set)
{
    struct loop_inbox *inbox = mem_calloc(1, sizeof *inbox);

    if (inbox == NULL || !lock_init(&inbox->lock)) {
        mem_free(inbox);
        return NULL;
    }
    inbox->refs = 1;
    inbox->set = set;
    return inbox;
}

void inbox_close(struct loop_inbox *inbox)
{
    struct connect_exchange *exchange;

    inbox_lock(inbox);
    inbox->set = NULL;
    inbox_unlock(inbox);
    while ((exchange = inbox_take_exchange(inbox)) != NULL) {
        loop_exchange_free(exchange);
    }
    inbox_lock(inbox);
    inbox_unref(inbox);
}

void inbox_renew_lock(struct loop_inbox *inbox)
{
    lock_renew(&inbox->lock);
}

void inbox_count_progress(struct loop_inbox *inbox)
{
    (void)atomic_fetch_add_explicit(&inbox->progress, 1, memory_order_relaxed);
}

/* ---- wakers ---- */

/* A descriptor that is readable already needs no other write. */
static void inbox_signal(struct loop_inbox *inbox, bool was_empty)
{
    ASSERT(lock_is_held(&inbox->lock) && inbox->set != NULL);
    if (was_empty) {
        watch_set_wake(inbox->set);
    }
}

static void waker_wake(struct task_driver *driver, struct task *task)
{
    struct inbox_waker *waker = (struct inbox_waker *)driver;
    struct loop_inbox *inbox = waker->inbox;

    (void)task; /* the leaf of one tree is what can wait */
    inbox_lock(inbox);
    if (!waker->is_woken) {
        bool was_empty = inbox->first_woken == NULL && inbox->first_done == NULL;

        waker->is_woken = true;
        waker->next = NULL;
        waker->previous = inbox->last_woken;
        if (waker->previous != NULL) {
            waker->previous->next = waker;
        } else {
            inbox->first_woken = waker;
        }
        inbox->last_woken = waker;
        inbox_signal(inbox, was_empty);
    }
    inbox_unlock(inbox);
}

static unsigned waker_progress(struct task_driver *driver)
{
    struct loop_inbox *inbox = ((struct inbox_waker *)driver)->inbox;

    inbox_lock(inbox);
    inbox_signal(inbox, true);
    inbox_unlock(inbox);
    return atomic_load_explicit(&inbox->progress, memory_order_relaxed);
}

void inbox_waker_init(struct inbox_waker *waker, struct loop_inbox *inbox)
{
    *waker = (struct inbox_waker){
        .head = { .wake = waker_wake, .progress = waker_progress, .host = inbox }, .inbox = inbox
    };
}

/* Under the lock. */
static void waker_unlink(struct inbox_waker *waker)
{
    struct loop_inbox *inbox = waker->inbox;
    ASSERT(lock_is_held(&inbox->lock) && waker->is_woken);

    if (waker->previous != NULL) {
        waker->previous->next = waker->next;
    } else {
        inbox->first_woken = waker->next;
    }
    if (waker->next != NULL) {
        waker->next->previous = waker->previous;
    } else {
        inbox->last_woken = waker->previous;
    }
    waker->is_woken = false;
}

struct inbox_waker *inbox_take_woken(struct loop_inbox *inbox)
{
    struct inbox_waker *waker;

    inbox_lock(inbox);
    waker = inbox->first_woken;
    if (waker != NULL) {
        waker_unlink(waker);
    }
    inbox_unlock(inbox);
    return waker;
}

void inbox_forget(struct inbox_waker *waker)
{
    inbox_lock(waker->inbox);
    if (waker->is_woken) {
        waker_unlink(waker);
    }
    inbox_unlock(waker->inbox);
}

/* ---- exchanges ---- */

static bool request_copy(connect_http_request *to, const connect_http_request *from,
                         struct arena *arena)
{
    connect_pair *pairs = arena_calloc(arena, from->headers_count, sizeof *pairs);
    const connect_pair **headers = arena_calloc(arena, from->headers_count, sizeof *headers);
    bool ok = pairs != NULL && headers != NULL;

    *to = *from; /* methods are constants */
    to->url = arena_strdup(arena, from->url);
    ok = ok && to->url != NULL;
    for (size_t i = 0; ok && i < from->headers_count; i++) {
        pairs[i].key = arena_strdup(arena, from->headers[i]->key);
        pairs[i].value = arena_strdup(arena, from->headers[i]->value);
        headers[i] = &pairs[i];
        ok = pairs[i].key != NULL && pairs[i].value != NULL;
    }
    to->headers = headers;
    if (ok && from->body != NULL) {
        void *body = arena_alloc(arena, from->body_size);

        ok = body != NULL;
        if (ok) {
            memcpy(body, from->body, from->body_size);
        }
        to->body = body;
    }
    return ok;
}

struct connect_exchange *loop_exchange_new(struct loop_inbox *inbox,
                                           const connect_http_request *request,
                                           size_t max_body_bytes)
{
    ASSERT(request->method != NULL && request->url != NULL);
    struct connect_exchange *exchange = mem_calloc(1, sizeof *exchange);

    if (exchange == NULL) {
        return NULL;
    }
    inbox_lock(inbox);
    inbox->refs++;
    inbox_unlock(inbox);
    exchange->inbox = inbox;
    exchange->arena.secret = true;
    exchange->response = http_response_new((int64_t)max_body_bytes);
    if (exchange->response == NULL ||
        !request_copy(&exchange->request, request, &exchange->arena)) {
        loop_exchange_free(exchange);
        return NULL;
    }
    return exchange;
}

void loop_exchange_free(struct connect_exchange *exchange)
{
    struct loop_inbox *inbox = exchange->inbox;

    http_response_free(exchange->response);
    arena_release(&exchange->arena);
    mem_free(exchange);
    inbox_lock(inbox);
    inbox_unref(inbox);
}

bool loop_exchange_is_done(struct connect_exchange *exchange)
{
    bool is_done;

    inbox_lock(exchange->inbox);
    is_done = exchange->is_done;
    inbox_unlock(exchange->inbox);
    return is_done;
}

struct connect_exchange *inbox_take_exchange(struct loop_inbox *inbox)
{
    struct connect_exchange *exchange;

    inbox_lock(inbox);
    exchange = inbox->first_done;
    if (exchange != NULL) {
        inbox->first_done = exchange->next;
    }
    inbox_unlock(inbox);
    return exchange;
}

void connect_exchange_set_data(connect_exchange *exchange, void *data)
{
    if (exchange != NULL) {
        exchange->data = data;
    }
}

void *connect_exchange_data(const connect_exchange *exchange)
{
    return exchange != NULL ? exchange->data : NULL;
}

void connect_exchange_done(connect_exchange *exchange, connect_status status,
                           const connect_http_failure *failure)
{
    struct loop_inbox *inbox;
    bool is_orphan;

    if (exchange == NULL) {
        return;
    }
    inbox = exchange->inbox;
    exchange->status = status;
    if (failure != NULL) {
        (void)sized_copy(&exchange->failure, sizeof exchange->failure, failure, "failure", NULL);
    }
    inbox_lock(inbox);
    is_orphan = inbox->set == NULL;
    if (!is_orphan) {
        bool was_empty = inbox->first_woken == NULL && inbox->first_done == NULL;

        ASSERT(exchange->next == NULL);
        exchange->is_done = true;
        if (inbox->first_done != NULL) {
            inbox->last_done->next = exchange;
        } else {
            inbox->first_done = exchange;
        }
        inbox->last_done = exchange;
        inbox_signal(inbox, was_empty);
    }
    inbox_unlock(inbox);
    if (is_orphan) {
        loop_exchange_free(exchange);
    }
}
