/*
 * The inside of a pager, for the two ways of turning pages: by token (pager.c) and by number
 * (pager_number.c).
 */
#ifndef CALL_PAGER_H
#define CALL_PAGER_H

#include "call/client.h"
#include "call/seen.h"

#include <connect/pager.h>

struct connect_pager {
    struct connect_client client; /* a view */
    const struct connect_operation *operation;
    const struct connect_member *items_member, *token_in, *token_out; /* NULL: by number */
    struct arena arena;
    void *request;
    char *token;         /* that the current page was asked for with, or the next one will be */
    void *page;          /* the current one, or NULL */
    size_t index, count; /* in it */
    uint64_t max_items, max_pages; /* 0: no cap */
    uint64_t items, pages;
    int empty_pages;  /* in a row */
    int stale_pages;  /* likewise, by number: that brought nothing new */
    struct seen seen; /* tokens, or by number the items */
    bool ended;
    connect_error *error;
};

/* What the items of a listing are; NULL for texts. */
const struct connect_shape *pager_item_shape(const struct connect_operation *operation);
/* Ends the listing with an error; always false. */
bool pager_fail(connect_pager *pager, connect_status status, const char *what);

/* ---- pager_number.c ---- */

/* Puts the number of the next page into the request; false at the end and on failure. */
bool pager_turn_by_number(connect_pager *pager);
/* Whether the item at the index was given before; it is passed over then. */
bool pager_skips_item(connect_pager *pager);

#endif
