/*
 * Pagers: all items of a listing, a page in memory at a time.
 *
 * Each listing operation has `connect_X_pages()`, which makes a pager, and `connect_X_next()`,
 * which gives its items with their type.  What is common to all pagers is here.  A pager belongs to
 * one thread at a time and borrows its client; the request it was made from is copied.
 *
 * Example:
 *
 *     connect_pager *pager = connect_list_instances_pages(client, NULL);
 *     const connect_instance_summary *instance;
 *     while ((instance = connect_list_instances_next(pager)) != NULL) {
 *         puts(instance->id);
 *     }
 *     if (connect_pager_error(pager) != NULL) {
 *         fputs(connect_error_message(connect_pager_error(pager)), stderr);
 *     }
 *     connect_pager_free(pager);
 */
#ifndef CONNECT_PAGER_H
#define CONNECT_PAGER_H

#include <connect/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A listing under way.  Opaque; one thread at a time. */
typedef struct connect_pager connect_pager;

/**
 * Stops after that many items; 0, the default, for no cap.  The requested page size is not changed.
 */
CONNECT_API void connect_pager_set_max_items(connect_pager *pager, uint64_t max_items);

/** Stops after that many pages; 0, the default, for no cap. */
CONNECT_API void connect_pager_set_max_pages(connect_pager *pager, uint64_t max_pages);

/**
 * Makes a pager for any listing operation by name; json_in as for connect_invoke().
 *
 * *out is owned: free it with connect_pager_free().
 * Errors: CONNECT_E_ARGUMENT when there is no such operation, when it has no pages, or for
 * malformed input.
 */
CONNECT_API connect_status connect_pager_new(connect_client *client, const char *operation,
                                             const char *json_in, connect_pager **out,
                                             connect_error **error);

/**
 * The next page as JSON, as connect_invoke() would give it; NULL at the end and on failure:
 * connect_pager_error() tells which.  Owned, freed with connect_free().  Do not mix with `_next` on
 * one pager.
 */
CONNECT_API char *connect_pager_next_page_json(connect_pager *pager);

/**
 * Why the last `_next` gave NULL: NULL at the end, an error otherwise.  Borrowed from the pager.
 * Accepts a NULL pager and then returns the error of an allocation failure while it was made.
 */
CONNECT_API const connect_error *connect_pager_error(const connect_pager *pager);

/**
 * The token of the page after the current one, to take a listing up again later (set it as
 * next_token); NULL when there is none.  Borrowed until the next page is fetched.
 */
CONNECT_API const char *connect_pager_next_token(const connect_pager *pager);

/**
 * The service's request id of the current page, or NULL.  Borrowed until the next page is fetched.
 */
CONNECT_API const char *connect_pager_request_id(const connect_pager *pager);

/** Frees the pager and every item it gave; NULL does nothing. */
CONNECT_API void connect_pager_free(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
