/* The life of a pager, and what is known of its current page. */
#include "call/pager.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/operation.h"
#include "shape/row.h"

#include <connect/operation.h>

#include <string.h>

#define TOKEN_MEMBER "NextToken"

const struct connect_shape *pager_item_shape(const struct connect_operation *operation)
{
    return connect_operation_page_member(operation)->shape;
}

connect_pager *pager_make(connect_client *client, const struct connect_operation *operation)
{
    connect_pager *pager = mem_calloc(1, sizeof *pager);

    if (pager == NULL) {
        return NULL;
    }
    pager->operation = operation;
    pager->items_member = connect_operation_page_member(operation);
    pager->token_in = shape_find(operation->input, TOKEN_MEMBER);
    pager->token_out = shape_find(operation->output, TOKEN_MEMBER);
    ASSERT(pager->items_member != NULL);
    ASSERT((pager->token_in != NULL) == (pager->token_out != NULL));
    if (client != NULL) {
        pager->client = client_view(client);
        pager->client.features |= FEATURE_PAGER;
    } else {
        (void)error_set(&pager->error, CONNECT_E_ARGUMENT, "%s: the client is NULL",
                        operation->name);
    }
    return pager;
}

void connect_pager_free(connect_pager *pager)
{
    if (pager == NULL) {
        return;
    }
    block_free(pager->page);
    mem_free(pager->token);
    seen_free(&pager->seen);
    connect_error_free(pager->error);
    arena_release(&pager->arena);
    mem_free(pager);
}

void connect_pager_set_max_items(connect_pager *pager, uint64_t max_items)
{
    if (pager != NULL) {
        pager->max_items = max_items;
    }
}

void connect_pager_set_max_pages(connect_pager *pager, uint64_t max_pages)
{
    if (pager != NULL) {
        pager->max_pages = max_pages;
    }
}

bool pager_fail(connect_pager *pager, connect_status status, const char *what)
{
    (void)error_set(&pager->error, status, "%s: %s", pager->operation->name, what);
    error_set_operation(pager->error, pager->operation->name);
    error_set_request_id(pager->error, connect_response_request_id(pager->page));
    return false;
}

const connect_error *connect_pager_error(const connect_pager *pager)
{
    return pager != NULL ? pager->error : error_static_memory();
}

const char *connect_pager_next_token(const connect_pager *pager)
{
    const char *next;

    if (pager == NULL || pager->ended) {
        return NULL;
    }
    /* Without a page, the one that was requested has not been received. */
    next = pager->page != NULL && pager->token_out != NULL
               ? row_pointer(pager->token_out, pager->page)
               : pager->token;
    return text_is_empty(next) ? NULL : next;
}

const char *connect_pager_request_id(const connect_pager *pager)
{
    return pager != NULL ? connect_response_request_id(pager->page) : NULL;
}
