/*
 * Pagers: a listing page by page, whatever the operation, by the rows of its input and output.
 */
#include "call/pager.h"

#include "call/client.h"
#include "call/entry.h"
#include "call/invoke.h"
#include "call/seen.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/codec.h"

#include <connect/operation.h>

#define TOKEN_MEMBER "NextToken"
/* A service may filter after it has paged, but not for ever. */
#define EMPTY_PAGES_MAX 1000

/* ---- members by their rows ---- */

static const char *text_at(const void *structure, const struct connect_member *member)
{
    const char *text;

    memcpy(&text, (const char *)structure + member->offset, sizeof text);
    return text;
}

static size_t count_at(const void *structure, const struct connect_member *member)
{
    size_t count;

    memcpy(&count, (const char *)structure + member->extra, sizeof count);
    return count;
}

static const void *item_at(const void *structure, const struct connect_member *member, size_t index)
{
    const void *const *items;

    memcpy(&items, (const char *)structure + member->offset, sizeof items);
    return items[index];
}

const struct connect_shape *pager_item_shape(const struct connect_operation *operation)
{
    return connect_operation_page_member(operation)->shape;
}

/* ---- life ---- */

/* Without a request; NULL without memory. */
static connect_pager *pager_make(connect_client *client, const struct connect_operation *operation)
{
    connect_pager *pager = mem_calloc(1, sizeof *pager);

    if (pager == NULL) {
        return NULL;
    }
    pager->operation = operation;
    pager->items_member = connect_operation_page_member(operation);
    pager->token_in = shape_find(operation->input, TOKEN_MEMBER);
    pager->token_out = shape_find(operation->output, TOKEN_MEMBER);
    if (client != NULL) {
        pager->client = client_view(client, FEATURE_PAGER);
    } else {
        (void)error_set(&pager->error, CONNECT_E_ARGUMENT, "%s: the client is NULL",
                        operation->name);
    }
    return pager;
}

connect_pager *entry_pages(connect_client *client, const struct connect_operation *operation,
                           const void *request)
{
    connect_pager *pager = pager_make(client, operation);
    size_t size = operation->input->size;

    if (pager == NULL) {
        return NULL;
    }
    if (request != NULL) {
        /* A struct that cannot be read is not copied; the first _next tells. */
        if (shape_check(operation->input, request, CONNECT_CHECK_NONE, &pager->error) !=
            CONNECT_OK) {
            error_set_operation(pager->error, operation->name);
            return pager;
        }
        pager->request = shape_clone(operation->input, request, &pager->arena);
    } else {
        pager->request = arena_alloc(&pager->arena, size);
        if (pager->request != NULL) {
            memcpy(pager->request, &size, sizeof size);
        }
    }
    if (pager->request == NULL) {
        connect_pager_free(pager);
        return NULL;
    }
    return pager;
}

connect_status connect_pager_new(connect_client *client, const char *operation, const char *json_in,
                                 connect_pager **out, connect_error **error)
{
    const struct connect_operation *found = connect_operation_find(operation);
    connect_pager *pager;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    if (out != NULL) {
        *out = NULL;
    }
    if (client == NULL || out == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "connect_pager_new: client or out is NULL");
    }
    if (found == NULL || found->page_items == NULL) {
        return error_set(error, CONNECT_E_ARGUMENT, "there is no listing operation \"%.80s\"",
                         operation != NULL ? operation : "(null)");
    }
    pager = pager_make(client, found);
    if (pager == NULL) {
        return error_memory(error);
    }
    status = invoke_input(found, json_in, &pager->arena, &pager->request, error);
    if (status != CONNECT_OK) {
        connect_pager_free(pager);
        return status;
    }
    *out = pager;
    return CONNECT_OK;
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

/* ---- pages ---- */

bool pager_fail(connect_pager *pager, connect_status status, const char *what)
{
    (void)error_set(&pager->error, status, "%s: %s", pager->operation->name, what);
    error_set_operation(pager->error, pager->operation->name);
    error_set_request_id(pager->error, connect_response_request_id(pager->page));
    return false;
}

static bool remember(connect_pager *pager, const char *token)
{
    switch (seen_add(&pager->seen, token)) {
    case SEEN_NEW:
        return true;
    case SEEN_BEFORE:
        return pager_fail(pager, CONNECT_E_PAGINATION, "the service repeated a page token");
    default:
        (void)error_memory(&pager->error);
        return false;
    }
}

/* Puts the token of the next page into the request; false at the end and on failure. */
static bool turn_by_token(connect_pager *pager)
{
    const char *next = pager->page != NULL ? text_at(pager->page, pager->token_out)
                                           : text_at(pager->request, pager->token_in);
    char *copy;

    if (text_is_empty(next)) {
        pager->ended = pager->page != NULL;
        return !pager->ended;
    }
    if (!remember(pager, next)) {
        return false;
    }
    copy = mem_strdup(next);
    if (copy == NULL) {
        (void)error_memory(&pager->error);
        return false;
    }
    mem_free(pager->token);
    pager->token = copy;
    memcpy((char *)pager->request + pager->token_in->offset, &copy, sizeof copy);
    return true;
}

static bool turn_over(connect_pager *pager)
{
    return pager->token_in != NULL ? turn_by_token(pager) : pager_turn_by_number(pager);
}

static bool at_cap(const connect_pager *pager)
{
    return (pager->max_pages > 0 && pager->pages >= pager->max_pages) ||
           (pager->max_items > 0 && pager->items >= pager->max_items);
}

/* The next page becomes the current one; false at the end and on failure. */
static bool next_page(connect_pager *pager)
{
    connect_status status;

    if (pager->error != NULL || pager->ended || at_cap(pager) || !turn_over(pager)) {
        return false;
    }
    block_free(pager->page);
    pager->page = NULL;
    pager->index = pager->count = 0;
    status = client_run(&pager->client, pager->operation, pager->request, NULL, &pager->page,
                        &pager->error);
    if (status != CONNECT_OK) {
        return false;
    }
    pager->count = count_at(pager->page, pager->items_member);
    pager->pages++;
    pager->empty_pages = pager->count > 0 ? 0 : pager->empty_pages + 1;
    if (pager->empty_pages > EMPTY_PAGES_MAX) {
        return pager_fail(pager, CONNECT_E_PAGINATION, "the service gives empty pages without end");
    }
    return true;
}

const void *entry_next(connect_pager *pager, const struct connect_operation *operation)
{
    if (pager == NULL) {
        return NULL;
    }
    if (pager->operation != operation && pager->error == NULL) {
        (void)pager_fail(pager, CONNECT_E_ARGUMENT, "the pager is not one of this operation");
        return NULL;
    }
    do {
        while (pager->error == NULL && pager->index == pager->count) {
            if (!next_page(pager)) {
                return NULL;
            }
        }
    } while (pager->token_in == NULL && pager->error == NULL && pager_skips_item(pager));
    if (pager->error != NULL || (pager->max_items > 0 && pager->items >= pager->max_items)) {
        return NULL;
    }
    pager->items++;
    return item_at(pager->page, pager->items_member, pager->index++);
}

char *connect_pager_next_page_json(connect_pager *pager)
{
    char *json;

    if (pager == NULL || !next_page(pager)) {
        return NULL;
    }
    if (pager->max_items > 0 && pager->count > pager->max_items - pager->items) {
        pager->count = (size_t)(pager->max_items - pager->items);
        memcpy((char *)pager->page + pager->items_member->extra, &pager->count,
               sizeof pager->count);
    }
    pager->items += pager->count;
    pager->index = pager->count;
    (void)invoke_output(pager->operation, pager->page, &json, &pager->error);
    return json;
}

/* ---- what is known of the current page ---- */

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
    /* Without a page the one that was asked for did not come. */
    next = pager->page != NULL && pager->token_out != NULL ? text_at(pager->page, pager->token_out)
                                                           : pager->token;
    return text_is_empty(next) ? NULL : next;
}

const char *connect_pager_request_id(const connect_pager *pager)
{
    return pager != NULL ? connect_response_request_id(pager->page) : NULL;
}
