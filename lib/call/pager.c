/*
 * Pagers: a listing page by page, whatever the operation, by the rows of its input and output.
 */
#include "call/driver.h"
#include "call/entry.h"
#include "call/page.h"
#include "core/assert.h"
#include "core/block.h"
#include "core/error.h"
#include "core/text.h"
#include "shape/check.h"
#include "shape/clone.h"
#include "shape/operation.h"
#include "shape/row.h"

#include <string.h>

/* A service may filter after it has paged, but not forever. */
#define EMPTY_PAGES_MAX 1000

connect_pager *entry_pages(connect_client *client, const struct connect_operation *operation,
                           const void *request)
{
    connect_pager *pager = pager_make(client, operation);
    size_t size = operation->input->size;

    if (pager == NULL) {
        return NULL;
    }
    if (request != NULL) {
        /* A struct that cannot be read is not copied; the first _next reports it. */
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

/* ---- pages ---- */

/*
 * Rule: a page token that is repeated is an error.  Source: botocore, paginate.py.  Test:
 * a_token_that_was_there_before_is_an_error.
 */
static bool remember_token(connect_pager *pager, const char *token)
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

/*
 * Puts the token of the next page into the request; false at the end and on failure.
 *
 * Rule: a listing ends with a token that is missing, null or empty.  Source: botocore,
 * paginate.py.  Test: an_empty_token_is_an_end_too.
 */
static bool turn_by_token(connect_pager *pager)
{
    ASSERT(pager->token_in != NULL && pager->token_out != NULL);
    const char *next = pager->page != NULL ? row_pointer(pager->token_out, pager->page)
                                           : row_pointer(pager->token_in, pager->request);
    char *copy;

    if (text_is_empty(next)) {
        pager->ended = pager->page != NULL;
        return !pager->ended;
    }
    if (!remember_token(pager, next)) {
        return false;
    }
    copy = mem_strdup(next);
    if (copy == NULL) {
        (void)error_memory(&pager->error);
        return false;
    }
    mem_free(pager->token);
    pager->token = copy;
    row_set_pointer(pager->request, pager->token_in->offset, copy);
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

/* Turns to the next page; false when there is none to fetch. */
static bool page_begin(connect_pager *pager)
{
    if (pager->error != NULL || pager->ended || at_cap(pager) || !turn_over(pager)) {
        return false;
    }
    block_free(pager->page);
    pager->page = NULL;
    pager->index = pager->count = 0;
    return true;
}

/* The page that was fetched becomes the current one. */
static void page_end(connect_pager *pager)
{
    ASSERT(pager->page != NULL && pager->index == 0);
    pager->count = row_count(pager->items_member, pager->page);
    pager->pages++;
    pager->has_new_page = true;
    pager->empty_pages = pager->count > 0 ? 0 : pager->empty_pages + 1;
    if (pager->empty_pages > EMPTY_PAGES_MAX) {
        (void)pager_fail(pager, CONNECT_E_PAGINATION,
                         "the service returns empty pages without end");
    }
}

static void page_task_resume(struct task *task)
{
    struct page_task *self = (struct page_task *)task;
    connect_pager *pager = self->pager;

    if (task->child == NULL && page_begin(pager)) {
        run_task_init(&self->run, &pager->client, pager->operation, pager->request, NULL);
        task_run_child(task, &self->run.task);
        return;
    }
    if (task->child != NULL && task_collect(task, &pager->page, &pager->error) == CONNECT_OK) {
        page_end(pager);
        self->has_page = pager->error == NULL;
    }
    task_succeed(task, NULL);
}

static void page_task_stop(struct task *task, connect_status status)
{
    (void)pager_fail(((struct page_task *)task)->pager, status,
                     status == CONNECT_E_MEMORY ? "out of memory" : "stopped");
    task_succeed(task, NULL);
}

static void page_task_release(struct task *task)
{
    (void)task;
}

static const struct task_class page_task_class = {
    .name = "page", .resume = page_task_resume, .stop = page_task_stop, .release = page_task_release
};

void page_task_init(struct page_task *self, connect_pager *pager)
{
    task_init(&self->task, &page_task_class);
    self->pager = pager;
    self->has_page = false;
}

bool pager_next_page(connect_pager *pager)
{
    struct page_task page;

    if (pager->error != NULL || pager->is_on_loop) {
        return false;
    }
    page_task_init(&page, pager);
    driver_run(&pager->client.core->clock, &pager->client.core->transport, &page.task);
    task_release(&page.task);
    return page.has_page;
}

bool connect_pager_at_end(const connect_pager *pager)
{
    return pager == NULL || pager->error != NULL || pager->ended || at_cap(pager) ||
           (pager->page != NULL && pager->token_out != NULL &&
            text_is_empty(row_pointer(pager->token_out, pager->page)));
}

/* ---- items ---- */

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
            if (!pager_next_page(pager)) {
                return NULL;
            }
        }
    } while (pager->token_in == NULL && pager->error == NULL && pager_skips_item(pager));
    if (pager->error != NULL || (pager->max_items > 0 && pager->items >= pager->max_items)) {
        return NULL;
    }
    ASSERT(pager->page != NULL && pager->index < pager->count);
    pager->items++;
    return row_item(row_pointer(pager->items_member, pager->page), pager->index++);
}
