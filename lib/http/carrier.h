/*
 * Carries the requests of an event loop: one libcurl multi handle, driven by the events of a watch
 * set, never waiting.
 *
 * A step of the loop is
 *
 *     watch_set_poll(set);
 *     while ((watch = watch_set_next(set, &ready)) != NULL) {
 *         watch->on_ready(watch, ready);
 *     }
 *     carrier_run(carrier);
 *     watch_set_arm(set, carrier_next_run(carrier));
 *
 * and the set is readable when it is time for the next one.  carrier_run() must follow the events
 * of each step.  After a carrier_start() outside of a step the set must be armed again, so that the
 * request goes out.
 *
 * Contract:
 *
 *  1. An exchange is in the caller's storage and belongs to the carrier from carrier_start() until
 *     its `done` is called or carrier_cancel() returns.  So do its request and response.
 *  2. `done` is called from within carrier_run() only, after libcurl has returned: it may start and
 *     cancel exchanges, and free its own.  It must not run or free the carrier.  SIGPIPE is not
 *     blocked then.
 *  3. At most `max_on_wire` requests are out at once; the others wait, first come, first served.
 *     The timeouts of a request count from the moment it goes out.
 *  4. Requests to a host whose name is being looked up wait for that lookup: libcurl would start a
 *     thread for each.
 *  5. The statuses and the failure are those of connect_transport.perform.  A request on a kept
 *     connection that turns out to be unusable before anything is sent is sent once more on a new
 *     one.
 *  6. request->cancel is ignored: the loop watches it and calls carrier_cancel().
 *  7. HTTP/1.1 without pipelining; connections are kept for later requests of the carrier.
 *  8. One thread at a time.  In a forked child there is one thing to do with a carrier: free it,
 *     which closes the child's copies without a word to the servers.
 */
#ifndef HTTP_CARRIER_H
#define HTTP_CARRIER_H

#include "http/watch_set.h"

#include <connect/transport.h>

#include <stddef.h>

struct carrier;

/* One request and its response. */
struct carrier_exchange {
    const connect_http_request *request;
    connect_http_response *response;
    void (*done)(struct carrier_exchange *exchange);
    void *user;

    connect_http_failure *failure; /* filled before `done` when the status is not CONNECT_OK */

    connect_status status; /* the outcome, set before `done` */

    /* Private. */
    struct carrier_exchange *previous, *next;
    struct carried *carried; /* while it is on the wire */
    int place;
};

/*
 * transport: borrowed, for its certificates and proxies.  set: borrowed.  NULL when memory is used
 * up, libcurl cannot be initialised, or the transport is not one of transport_curl_new().
 */
struct carrier *carrier_new(const connect_transport *transport, struct watch_set *set,
                            size_t max_on_wire);

/*
 * Closes all connections.  Exchanges that are not done are dropped: their `done` is not called.
 * With a libcurl before 7.87 this may wait for a name lookup that is under way.  NULL does nothing.
 */
void carrier_free(struct carrier *carrier);

/* Queues an exchange.  Never calls `done`: what fails at once is reported by carrier_run(). */
void carrier_start(struct carrier *carrier, struct carrier_exchange *exchange);

/*
 * Takes an exchange back, wherever it is: `done` is not called, and the exchange, its request and
 * its response are not used any more when this returns.  Never waits.  Does nothing to an exchange
 * that has been done or cancelled.
 */
void carrier_cancel(struct carrier *carrier, struct carrier_exchange *exchange);

/*
 * Does what is due, and calls `done` for at most `max_done` exchanges; more are left for the next
 * run.  Returns how many were called.
 */
size_t carrier_run(struct carrier *carrier, size_t max_done);

/*
 * When carrier_run() is due although nothing in the set is ready: monotonic milliseconds of
 * clock_system, or DEADLINE_NONE.
 */
int64_t carrier_next_run(const struct carrier *carrier);

#endif
