/*
 * Pages by number.  Items that appear or vanish while pages are read move the others from page to
 * page, so an item is known by its id and given once; and the service's count of pages is believed
 * only as long as it brings new items.
 */
#include "call/pager.h"
#include "core/assert.h"
#include "core/error.h"
#include "shape/operation.h"
#include "shape/row.h"

#include <string.h>

#define PAGE_MEMBER "page"
#define SIZE_MEMBER "pageSize"
#define TOTAL_MEMBER "totalPage"
#define ID_MEMBER "id"
#define SIZE_DEFAULT 50
/* Pages in a row that bring nothing new. */
#define STALE_PAGES_MAX 100

static connect_opt_int32 *number_in(connect_pager *pager, const char *name)
{
    return (connect_opt_int32 *)((char *)pager->request +
                                 shape_find(pager->operation->input, name)->offset);
}

/* The count of pages in the last response; unset when it had none. */
static connect_opt_int64 total_pages(const connect_pager *pager)
{
    connect_opt_int64 total;

    memcpy(&total, row_at(shape_find(pager->operation->output, TOTAL_MEMBER), pager->page),
           sizeof total);
    return total;
}

static void set_default(connect_opt_int32 *number, int32_t value)
{
    if (!number->is_set) {
        *number = (connect_opt_int32)CONNECT_SET(value);
    }
}

/*
 * Rule: pages of Z-API are numbered from 1.  Source: developer.z-api.io, List instances.  Test:
 * every_instance_is_listed_once_with_as_few_requests_as_can_be.
 */
bool pager_turn_by_number(connect_pager *pager)
{
    ASSERT(pager->token_in == NULL);
    connect_opt_int32 *page = number_in(pager, PAGE_MEMBER);
    connect_opt_int64 total;

    if (pager->page == NULL) {
        set_default(page, 1);
        set_default(number_in(pager, SIZE_MEMBER), SIZE_DEFAULT);
        return true;
    }
    total = total_pages(pager);
    if (pager->count == 0 || (total.is_set && page->value >= total.value) ||
        page->value == INT32_MAX) {
        pager->ended = true;
        return false;
    }
    if (++pager->stale_pages > STALE_PAGES_MAX) {
        return pager_fail(pager, CONNECT_E_PAGINATION,
                          "the service gives the same items again and again");
    }
    page->value++;
    return true;
}

bool pager_skips_item(connect_pager *pager)
{
    ASSERT(pager->index < pager->count);
    const struct connect_shape *shape = pager_item_shape(pager->operation);
    const void *item = row_item(row_pointer(pager->items_member, pager->page), pager->index);
    const char *id = row_pointer(shape_find(shape, ID_MEMBER), item);

    if (id == NULL) {
        pager->stale_pages = 0;
        return false;
    }
    switch (seen_add(&pager->seen, id)) {
    case SEEN_NEW:
        pager->stale_pages = 0;
        return false;
    case SEEN_BEFORE:
        pager->index++;
        return true;
    default:
        (void)error_memory(&pager->error);
        return false;
    }
}
