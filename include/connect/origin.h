/*
 * Approved origins: web sites that may show the contact control panel of an instance inside their
 * pages.
 *
 * An origin is a scheme and a host, for example "https://crm.example.com".  A browser shows the
 * panel in a frame only when the page around it has an approved origin, so an application that
 * embeds the panel (with the Amazon Connect Streams library, say) has its origin approved once.
 *
 * The operations need the IAM action that has their name, for example
 * connect:AssociateApprovedOrigin.  Each may be called 2 times a second and 5 times at once, by all
 * callers of an account in a Region together; more are throttled (CONNECT_E_THROTTLED), which the
 * library retries.  They may fail in the service (CONNECT_E_INTERNAL), which it retries as well,
 * since each has a client token or only reads.  These two come besides the errors listed with each.
 *
 * Example:
 *
 *     connect_associate_approved_origin_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .origin = "https://crm.example.com"
 *     };
 *     connect_status status = connect_associate_approved_origin(client, &request, NULL, &error);
 *     if (status != CONNECT_OK && status != CONNECT_E_CONFLICT) { // a conflict: approved already
 *         fputs(connect_error_message(error), stderr);
 *     }
 *     connect_error_free(error);
 */
#ifndef CONNECT_ORIGIN_H
#define CONNECT_ORIGIN_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which site to approve. */
typedef struct connect_associate_approved_origin_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *origin;       /**< required; scheme and host; at most 267 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_associate_approved_origin_request;

/** Empty: the status says whether the origin is approved. */
typedef struct connect_associate_approved_origin_response {
    size_t size;
} connect_associate_approved_origin_response;

/**
 * Approves an origin.
 *
 * The service does not say when browsers see the change: allow some seconds before the panel is
 * loaded.  connect_list_approved_origins() shows what is approved.
 *
 * Safe to repeat: all attempts of a call carry the same client token, and a second call for the
 * same origin ends with CONNECT_E_CONFLICT, which means that the origin is approved.
 *
 * IAM action: connect:AssociateApprovedOrigin.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such instance in this account and Region),
 * CONNECT_E_INVALID_REQUEST (not an origin), CONNECT_E_CONFLICT (approved already),
 * CONNECT_E_QUOTA_EXCEEDED (the instance has as many origins as it may have).
 * Source: API reference, AssociateApprovedOrigin.
 */
CONNECT_API connect_status connect_associate_approved_origin(
    connect_client *client, const connect_associate_approved_origin_request *request,
    connect_associate_approved_origin_response **out, connect_error **error);

/** Whose origins to list. */
typedef struct connect_list_approved_origins_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..25 a page; unset: the service chooses */
} connect_list_approved_origins_request;

/** A page of origins. */
typedef struct connect_list_approved_origins_response {
    size_t size;
    const char *const *origins; /**< at most 267 characters each */
    size_t origins_count;       /**< entries of origins; 0 does not mean the last page */
    const char *next_token;     /**< NULL on the last page */
} connect_list_approved_origins_response;

/**
 * Fetches one page of the approved origins; connect_list_approved_origins_pages() fetches all.
 *
 * An origin that was approved or removed a moment ago may still be missing or listed.
 *
 * IAM action: connect:ListApprovedOrigins.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(), with all its strings.
 * Errors: CONNECT_E_NOT_FOUND (no such instance), CONNECT_E_INVALID_REQUEST (also for a token that
 * is not valid any more: begin again without one).
 * Source: API reference, ListApprovedOrigins.
 */
CONNECT_API connect_status connect_list_approved_origins(
    connect_client *client, const connect_list_approved_origins_request *request,
    connect_list_approved_origins_response **out, connect_error **error);

/**
 * Makes a pager over all approved origins.  Sends nothing: connect_list_approved_origins_next()
 * fetches a page when it needs one.
 *
 * request: copied.  client: borrowed until the pager is freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 *
 *     connect_list_approved_origins_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_approved_origins_pages(client, &request);
 *     const char *origin;
 *     while ((origin = connect_list_approved_origins_next(pager)) != NULL)
 *         puts(origin);
 *     connect_pager_free(pager);
 */
CONNECT_API connect_pager *connect_list_approved_origins_pages(
    connect_client *client, const connect_list_approved_origins_request *request);

/**
 * Returns the next origin, borrowed until the next call on the pager; NULL at the end or on
 * failure: see connect_pager_error().
 */
CONNECT_API const char *connect_list_approved_origins_next(connect_pager *pager);

/** Which approval to remove. */
typedef struct connect_disassociate_approved_origin_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *origin;       /**< required; as it was approved; at most 267 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_approved_origin_request;

/** Empty: the status says whether the approval is gone. */
typedef struct connect_disassociate_approved_origin_response {
    size_t size;
} connect_disassociate_approved_origin_response;

/**
 * Removes the approval of an origin: its pages cannot load the panel any more.
 *
 * Safe to repeat: all attempts of a call carry the same client token.  After a call whose outcome
 * is not known, CONNECT_E_NOT_FOUND from a second one means that the first has succeeded.
 *
 * IAM action: connect:DisassociateApprovedOrigin.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (the origin is not approved, or there is no such instance),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateApprovedOrigin.
 */
CONNECT_API connect_status connect_disassociate_approved_origin(
    connect_client *client, const connect_disassociate_approved_origin_request *request,
    connect_disassociate_approved_origin_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
