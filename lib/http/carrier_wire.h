/*
 * The requests of a carrier that are out: an easy handle each, sent, ended or cancelled.
 */
#ifndef HTTP_CARRIER_WIRE_H
#define HTTP_CARRIER_WIRE_H

#include "http/carrier_sockets.h"
#include "http/exchange_list.h"
#include "http/lookups.h"
#include "http/transport_curl.h"

/* An easy handle, on the wire or in the list of free ones. */
struct carried {
    struct connection connection;
    struct carrier_exchange *exchange; /* NULL: free, or an orphan */
    struct carried *next, *previous;
    struct lookup *pioneer_of; /* other requests wait for its lookup */
    bool fresh;                /* the request was sent on a new connection on purpose */
};

struct carrier {
    struct transport *transport;
    struct carrier_sockets sockets;
    uint64_t owner; /* fork generation */
    CURLM *multi;
    size_t max_on_wire, on_wire, orphans;
    bool keep; /* connections */
    struct carried *wire, *free;
    struct exchange_list queue, done;
    int64_t timer_at, sweep_at;
    struct sigpipe_guard guard;
    bool guarded;
    struct lookups lookups;
};

/*
 * Sends the request, on a new connection when `fresh`.  What fails at once completes the exchange.
 * lookup: of its origin, none under way; or NULL.
 */
void exchange_send(struct carrier *carrier, struct carrier_exchange *exchange,
                   struct lookup *lookup, bool fresh);
/* libcurl is done with a request: completes its exchange, or sends it once more. */
void carried_complete(struct carrier *carrier, struct carried *carried, CURLcode code);
/* Takes an exchange off the wire that is not complete. */
void exchange_withdraw(struct carrier *carrier, struct carrier_exchange *exchange);
/* Ends the lookups of requests that have an address by now. */
void carried_end_lookups(struct carrier *carrier);
/* Whether a request may be waiting for a thread of libcurl. */
bool carried_has_lookup(const struct carrier *carrier);
/* Frees all handles, and drops what they carry. */
void carried_free_all(struct carrier *carrier);

#endif
