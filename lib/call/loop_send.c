/* See loop_send.h. */
#include "call/loop_send.h"

#include "call/loop_tree.h"
#include "core/assert.h"
#include "http/response.h"
#include "http/transport.h"

#include <stdio.h>

/* ---- slots ---- */

bool send_take_slot(struct loop *loop, struct loop_tree *tree)
{
    ASSERT(tree->place == TREE_IDLE);
    if (tree->has_slot) {
        return true;
    }
    if (loop->on_wire >= loop->max_on_wire || loop->unsent.first != NULL) {
        tree_move(loop, tree, TREE_UNSENT);
        return false;
    }
    tree->has_slot = true;
    loop->on_wire++;
    return true;
}

void send_release_slot(struct loop *loop, struct loop_tree *tree)
{
    if (tree->has_slot) {
        tree->has_slot = false;
        ASSERT(loop->on_wire > 0);
        loop->on_wire--;
    }
}

void send_fill_slots(struct loop *loop)
{
    while (loop->on_wire < loop->max_on_wire && loop->unsent.first != NULL) {
        struct loop_tree *tree = tree_take(loop, TREE_UNSENT);

        ASSERT(!tree->has_slot);
        tree->has_slot = true;
        loop->on_wire++;
        tree_make_ready(loop, tree);
    }
}

/* ---- sending ---- */

static void carried_done(struct carrier_exchange *carried)
{
    struct loop_tree *tree = carried->user;
    ASSERT(tree->flight == FLIGHT_CARRIED && !tree->is_landed);

    tree->exchange->status = carried->status;
    tree->is_landed = true;
    tree_make_ready(tree->loop, tree);
}

static void send_carried(struct loop *loop, struct loop_tree *tree)
{
    if (loop->carrier == NULL) {
        loop->carrier = carrier_new(loop->transport, loop->set, loop->max_on_wire);
    }
    if (loop->carrier == NULL) {
        tree->exchange->status = CONNECT_E_MEMORY;
        return;
    }
    tree->flight = FLIGHT_CARRIED;
    tree->out.carried = (struct carrier_exchange){ .request = &tree->request,
                                                   .response = tree->exchange->response,
                                                   .failure = &tree->exchange->failure,
                                                   .done = carried_done,
                                                   .user = tree };
    carrier_start(loop->carrier, &tree->out.carried);
}

static void send_exchange(struct loop *loop, struct loop_tree *tree)
{
    const connect_transport *transport = loop->transport;
    struct connect_exchange *exchange =
        loop_exchange_new(loop->inbox, &tree->request, tree->exchange->response->body.max);

    if (exchange == NULL) {
        tree->exchange->status = CONNECT_E_MEMORY;
        return;
    }
    exchange->response->body.secret = tree->exchange->response->body.secret;
    exchange->tree = tree;
    tree->flight = FLIGHT_EXCHANGE;
    tree->out.exchange = exchange;
    transport->start(transport->user, exchange, &exchange->request, exchange->response);
}

void send_start(struct loop *loop, struct loop_tree *tree, struct task *leaf)
{
    ASSERT(tree->has_slot && tree->flight == FLIGHT_NONE && loop->on_wire > 0);
    ASSERT(!tree->is_landed);
    struct task_exchange *exchange = task_compose(leaf);

    if (exchange == NULL) {
        send_release_slot(loop, tree);
        return;
    }
    exchange->failure = (connect_http_failure){ .size = sizeof exchange->failure };
    tree->exchange = exchange;
    tree->request = task_bound_request(leaf, exchange->request, loop->clock);
    tree->request.cancel = NULL; /* the loop watches it */
    if (transport_is_curl(loop->transport)) {
        send_carried(loop, tree);
    } else {
        send_exchange(loop, tree);
    }
    if (tree->flight == FLIGHT_NONE) { /* it failed at once */
        send_release_slot(loop, tree);
        task_resume(leaf);
    }
}

/* ---- ends ---- */

/* The transport keeps its copy of the request, and a response that is discarded. */
static void exchange_abandon(struct loop *loop, struct connect_exchange *exchange)
{
    const connect_transport *transport = loop->transport;

    exchange->tree = NULL;
    if (transport->stop != NULL && !loop_exchange_is_done(exchange)) {
        transport->stop(transport->user, exchange);
    }
}

void send_give_up(struct loop *loop, struct loop_tree *tree, connect_status status)
{
    ASSERT(tree->flight == FLIGHT_CARRIED || tree->flight == FLIGHT_EXCHANGE);
    connect_http_failure *failure = &tree->exchange->failure;

    if (tree->flight == FLIGHT_CARRIED) {
        carrier_cancel(loop->carrier, &tree->out.carried);
    } else {
        exchange_abandon(loop, tree->out.exchange);
    }
    *failure = (connect_http_failure){ .size = sizeof *failure };
    (void)snprintf(failure->message, sizeof failure->message, "%s",
                   status == CONNECT_E_CANCELLED ? "cancelled"
                                                 : "the time limit of the call passed");
    tree->exchange->status = status;
}

/* The response of the exchange becomes that of the task. */
static void exchange_land(struct connect_exchange *exchange)
{
    struct loop_tree *tree = exchange->tree;
    ASSERT(tree->flight == FLIGHT_EXCHANGE && tree->out.exchange == exchange);
    struct task_exchange *wanted = tree->exchange;
    connect_http_response response = *wanted->response;

    *wanted->response = *exchange->response;
    *exchange->response = response;
    wanted->status = exchange->status;
    wanted->failure = exchange->failure;
    tree->is_landed = true;
    tree_make_ready(tree->loop, tree);
}

void send_collect(struct loop *loop)
{
    struct connect_exchange *exchange;

    while ((exchange = inbox_take_exchange(loop->inbox)) != NULL) {
        if (exchange->tree != NULL) {
            exchange_land(exchange);
        }
        loop_exchange_free(exchange);
    }
}

void send_disown(struct loop *loop)
{
    carrier_free(loop->carrier);
    loop->carrier = NULL;
}
