/* See carrier_wire.h. */
#include "http/carrier_wire.h"

#include "core/assert.h"
#include "core/mem.h"

#define MANY_ON_WIRE 256
#define CURL_BUFFER_LEAST 1024 /* that libcurl takes */

/* Each easy handle is on exactly one list; n is at most the limit of requests on the wire. */
USED_BY_CHECKS static bool list_has(const struct carried *list, const struct carried *carried)
{
    while (list != NULL && list != carried) {
        list = list->next;
    }
    return list != NULL;
}

static void wire_add(struct carrier *carrier, struct carried *carried)
{
    ASSERT(!list_has(carrier->wire, carried) && !list_has(carrier->free, carried));
    carried->previous = NULL;
    carried->next = carrier->wire;
    if (carrier->wire != NULL) {
        carrier->wire->previous = carried;
    }
    carrier->wire = carried;
    carrier->on_wire++;
}

static void wire_remove(struct carrier *carrier, struct carried *carried)
{
    ASSERT(carrier->on_wire > 0 && list_has(carrier->wire, carried));
    *(carried->previous != NULL ? &carried->previous->next : &carrier->wire) = carried->next;
    if (carried->next != NULL) {
        carried->next->previous = carried->previous;
    }
    carrier->on_wire--;
}

static void pioneer_end(struct carried *carried, bool resolved)
{
    if (carried->pioneer_of != NULL) {
        ASSERT(carried->pioneer_of->under_way);
        lookup_end(carried->pioneer_of, resolved);
        carried->pioneer_of = NULL;
    }
}

/* It has an address, or a kept connection. */
static bool is_past_lookup(const struct carried *carried)
{
    return carried->connection.progress.fresh || carried->connection.progress.sent;
}

void carried_end_lookups(struct carrier *carrier)
{
    for (struct carried *carried = carrier->wire; carried != NULL; carried = carried->next) {
        if (is_past_lookup(carried)) {
            pioneer_end(carried, carried->connection.progress.fresh);
        }
    }
}

bool carried_has_lookup(const struct carrier *carrier)
{
    for (const struct carried *carried = carrier->wire; carried != NULL; carried = carried->next) {
        if (!is_past_lookup(carried)) {
            return true;
        }
    }
    return false;
}

static void exchange_complete(struct carrier *carrier, struct carrier_exchange *exchange,
                              connect_status status)
{
    ASSERT(exchange->place != PLACE_QUEUED && exchange->place != PLACE_DONE);
    exchange->carried = NULL;
    exchange->status = status;
    exchange_append(&carrier->done, exchange, PLACE_DONE);
}

/* The easy handle has left the wire. */
static void carried_recycle(struct carrier *carrier, struct carried *carried)
{
    pioneer_end(carried, carried->connection.progress.fresh);
    wire_remove(carrier, carried);
    connection_finish(&carried->connection);
    ASSERT(carried->pioneer_of == NULL);
    carried->exchange = NULL;
    carried->next = carrier->free;
    carrier->free = carried;
}

/*
 * Before 8.7 each handle has a buffer, by default of 16 KiB; later ones share one.  When many
 * requests may be out, the memory is worth more than the reads that a large buffer saves.
 */
static long buffer_size(const struct carrier *carrier)
{
    bool is_shared = connection_curl_version() >= 0x080700;
    return !is_shared && carrier->max_on_wire > MANY_ON_WIRE ? CURL_BUFFER_LEAST : 0;
}

static struct carried *carried_take(struct carrier *carrier)
{
    struct carried *carried = carrier->free;
    if (carried != NULL) {
        ASSERT(carried->exchange == NULL && carried->connection.response == NULL);
        carrier->free = carried->next;
        return carried;
    }
    carried = mem_calloc(1, sizeof *carried);
    if (carried != NULL) {
        connection_init(&carried->connection, &carrier->transport->settings,
                        &carrier->sockets.keeper);
        carried->connection.http1_only = true;
        carried->connection.buffer_size = buffer_size(carrier);
        carried->connection.guarded = true; /* the carrier blocks SIGPIPE by itself */
    }
    return carried;
}

void exchange_send(struct carrier *carrier, struct carrier_exchange *exchange,
                   struct lookup *lookup, bool fresh)
{
    ASSERT(carrier->guarded && exchange->request != NULL && exchange->response != NULL);
    struct carried *carried = carried_take(carrier);
    if (carried == NULL) {
        exchange_complete(carrier, exchange,
                          failure_set(exchange->failure, CONNECT_E_MEMORY, "out of memory"));
        return;
    }
    struct connection *connection = &carried->connection;
    connect_status status = connection_prepare(connection, exchange->request, exchange->response,
                                               fresh, exchange->failure);
    if (status == CONNECT_OK) {
        (void)curl_easy_setopt(connection->easy, CURLOPT_PRIVATE, carried);
        (void)curl_easy_setopt(connection->easy, CURLOPT_FORBID_REUSE, carrier->keep ? 0L : 1L);
        if (curl_multi_add_handle(carrier->multi, connection->easy) != CURLM_OK) {
            status = failure_set(exchange->failure, CONNECT_E_MEMORY, "out of memory");
        }
    }
    wire_add(carrier, carried);
    if (status != CONNECT_OK) {
        carried_recycle(carrier, carried);
        exchange_complete(carrier, exchange, status);
        return;
    }
    carried->exchange = exchange;
    carried->fresh = fresh;
    exchange->carried = carried;
    exchange->place = PLACE_ON_WIRE;
    if (lookup_start(lookup)) {
        carried->pioneer_of = lookup;
    }
}

/*
 * Whether the request must be sent again by the carrier itself: the TLS library turned out to be
 * another one, or a kept connection was unusable before anything was sent.
 */
static bool must_resend(struct carrier *carrier, const struct carried *carried,
                        connect_status status, const connect_http_failure *failure)
{
    if (carried->connection.progress.no_store) {
        trust_give_up(carrier->transport->settings.trust);
        return true;
    }
    return status == CONNECT_E_TRANSPORT && failure->stale && failure->not_sent && !carried->fresh;
}

void carried_complete(struct carrier *carrier, struct carried *carried, CURLcode code)
{
    struct connection *connection = &carried->connection;
    struct carrier_exchange *exchange = carried->exchange;
    ASSERT(carrier->guarded);
    ASSERT(exchange == NULL || exchange->carried == carried);
    connection_collect(connection);
    (void)curl_multi_remove_handle(carrier->multi, connection->easy);
    if (exchange == NULL) {
        ASSERT(carrier->orphans > 0);
        carrier->orphans--;
        carried_recycle(carrier, carried);
        return;
    }
    connect_status status = connection_outcome(connection, code, exchange->failure);
    bool again = must_resend(carrier, carried, status, exchange->failure);
    bool rebuild = connection->progress.no_store;
    carried_recycle(carrier, carried);
    if (again) {
        if (rebuild) {
            connection_release(connection);
        }
        failure_clear(exchange->failure);
        exchange_send(carrier, exchange, lookup_find(&carrier->lookups, exchange->request->url),
                      true);
        return;
    }
    exchange_complete(carrier, exchange, status);
}

void exchange_withdraw(struct carrier *carrier, struct carrier_exchange *exchange)
{
    struct carried *carried = exchange->carried;
    struct connection *connection = &carried->connection;
    ASSERT(exchange->place == PLACE_ON_WIRE && carried != NULL && carried->exchange == exchange);
    exchange->place = PLACE_NONE;
    exchange->carried = NULL;
    carried->exchange = NULL;
    if (!is_past_lookup(carried) && connection_curl_version() < 0x075700) {
        /* Removing the handle would wait for the lookup. */
        connection->response = NULL;
        carrier->orphans++;
        return;
    }
    connection->used = true;
    (void)curl_multi_remove_handle(carrier->multi, connection->easy);
    carried_recycle(carrier, carried);
}

static void list_free(struct carrier *carrier, struct carried *list)
{
    while (list != NULL) {
        struct carried *next = list->next;
        if (list->connection.easy != NULL) {
            (void)curl_multi_remove_handle(carrier->multi, list->connection.easy);
        }
        connection_release(&list->connection);
        mem_free(list);
        list = next;
    }
}

void carried_free_all(struct carrier *carrier)
{
    list_free(carrier, carrier->wire);
    list_free(carrier, carrier->free);
}
