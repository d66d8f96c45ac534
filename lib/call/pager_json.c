/* Pagers by the name of an operation, with JSON in and JSON out. */
#include "call/json.h"
#include "call/page.h"
#include "core/assert.h"
#include "core/error.h"
#include "shape/row.h"

#include <connect/operation.h>

#include <string.h>

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
    status = operation_input(found, json_in, &pager->arena, &pager->request, error);
    if (status != CONNECT_OK) {
        connect_pager_free(pager);
        return status;
    }
    *out = pager;
    return CONNECT_OK;
}

char *connect_pager_next_page_json(connect_pager *pager)
{
    char *json;

    if (pager == NULL) {
        return NULL;
    }
    pager->client.keep_unknown = true;
    if (pager->is_on_loop ? !pager->has_new_page : !pager_next_page(pager)) {
        return NULL;
    }
    ASSERT(pager->page != NULL && (pager->max_items == 0 || pager->items <= pager->max_items));
    pager->has_new_page = false;
    if (pager->max_items > 0 && pager->count > pager->max_items - pager->items) {
        pager->count = (size_t)(pager->max_items - pager->items);
        row_set_count(pager->page, pager->items_member, pager->count);
    }
    pager->items += pager->count;
    pager->index = pager->count;
    (void)operation_output(pager->operation, pager->page, &json, &pager->error);
    return json;
}
