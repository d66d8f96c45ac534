/*
 * What other threads put into a loop: trees that were woken, and exchanges that a transport of the
 * application has ended.
 *
 * The inbox lives as long as the loop and every exchange that is still out: a transport may end one
 * long after the loop was freed.
 */
#ifndef CALL_LOOP_INBOX_H
#define CALL_LOOP_INBOX_H

#include "core/mem.h"
#include "core/task.h"
#include "http/watch_set.h"

struct loop_inbox;

/* The driver of a tree, as task_wake() sees it. */
struct inbox_waker {
    struct task_driver head;
    struct loop_inbox *inbox;
    struct inbox_waker *next, *previous; /* under the lock, while it is woken */
    bool is_woken;
};

/* One request of a transport of the application. */
struct connect_exchange {
    struct loop_inbox *inbox; /* a reference */
    void *tree;               /* that it belongs to; NULL: the result is no longer wanted */
    struct arena arena;       /* of the request, which outlives the call */
    connect_http_request request;
    connect_http_response *response;
    void *data; /* the transport's own */
    connect_status status;
    connect_http_failure failure;
    bool is_done;                  /* under the lock */
    struct connect_exchange *next; /* under the lock, once it is done */
};

/* set: made readable when something is put in; borrowed until inbox_close(). */
struct loop_inbox *inbox_new(struct watch_set *set);
/* The loop is gone: exchanges that end from now on are freed at once. */
void inbox_close(struct loop_inbox *inbox);
/* In a forked child, where no other thread exists that could hold the lock. */
void inbox_renew_lock(struct loop_inbox *inbox);

void inbox_waker_init(struct inbox_waker *waker, struct loop_inbox *inbox);
/* The next one that was woken, taken out; NULL for none. */
struct inbox_waker *inbox_take_woken(struct loop_inbox *inbox);
/* Before the waker goes: it is woken no more. */
void inbox_forget(struct inbox_waker *waker);
/* Counts what the loop has done: whether it makes progress. */
void inbox_count_progress(struct loop_inbox *inbox);

/*
 * An exchange with a copy of the request and a response of its own, of at most so many bytes; NULL:
 * out of memory.
 */
struct connect_exchange *loop_exchange_new(struct loop_inbox *inbox,
                                           const connect_http_request *request,
                                           size_t max_body_bytes);
/* Not while the transport has it. */
void loop_exchange_free(struct connect_exchange *exchange);
bool loop_exchange_is_done(struct connect_exchange *exchange);
/* The next one that has ended, taken out; NULL for none. */
struct connect_exchange *inbox_take_exchange(struct loop_inbox *inbox);

#endif
