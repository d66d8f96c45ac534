/*
 * The inside of a pager, for the files that make it up: pager_state.c (its life), pager_number.c
 * (pages by number), pager.c (pages and items) and pager_json.c (the same by name, as JSON).
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
    char *token;         /* with which the current page was requested, or the next one will be */
    void *page;          /* the current one, or NULL */
    size_t index, count; /* in it */
    uint64_t max_items, max_pages; /* 0: no limit */
    uint64_t items, pages;
    int empty_pages;  /* in a row */
    int stale_pages;  /* in a row, by number: without a new item */
    struct seen seen; /* tokens, or by number the items */
    bool ended;
    bool is_on_loop;   /* pages are fetched by connect_pager_start() alone */
    bool is_under_way; /* one of these is */
    bool has_new_page; /* not yet returned as JSON */
    connect_error *error;
};

/* ---- pager_state.c ---- */

/* Without a request; NULL: out of memory. */
connect_pager *pager_make(connect_client *client, const struct connect_operation *operation);
/* What the items of a listing are; NULL for strings. */
const struct connect_shape *pager_item_shape(const struct connect_operation *operation);
/* Ends the listing with an error; always false. */
bool pager_fail(connect_pager *pager, connect_status status, const char *what);

/* ---- pager_number.c ---- */

/* Puts the number of the next page into the request; false at the end and on failure. */
bool pager_turn_by_number(connect_pager *pager);
/* Whether the item at the index was returned before; it is skipped then. */
bool pager_skips_item(connect_pager *pager);

#endif
