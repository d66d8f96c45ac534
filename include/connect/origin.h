/*
 * Approved origins: web sites that may show the contact control panel of an instance inside their
 * pages.
 *
 * An origin is a scheme and a host, for example "https://crm.example.com".  All operations may be
 * throttled (CONNECT_E_THROTTLED) and may fail in the service (CONNECT_E_INTERNAL) besides what is
 * said at each.
 *
 * Example:
 *
 *     connect_associate_approved_origin_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .origin = "https://crm.example.com"
 *     };
 *     connect_associate_approved_origin(client, &request, NULL, &error);
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
    const char *origin;       /**< required; at most 267 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_associate_approved_origin_request;

typedef struct connect_associate_approved_origin_response {
    size_t size;
} connect_associate_approved_origin_response;

/**
 * Approves an origin.  It may take a moment until browsers see it.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (approved already),
 * CONNECT_E_QUOTA_EXCEEDED (origins of the instance).
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
    connect_opt_int32 max_results; /**< 1..25; unset lets the service choose */
} connect_list_approved_origins_request;

typedef struct connect_list_approved_origins_response {
    size_t size;
    const char *const *origins; /**< at most 267 characters each */
    size_t origins_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_approved_origins_response;

/**
 * One page of the approved origins.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListApprovedOrigins.
 */
CONNECT_API connect_status connect_list_approved_origins(
    connect_client *client, const connect_list_approved_origins_request *request,
    connect_list_approved_origins_response **out, connect_error **error);

/**
 * Makes a pager over all approved origins.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_approved_origins_pages(
    connect_client *client, const connect_list_approved_origins_request *request);

/**
 * The next origin, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const char *connect_list_approved_origins_next(connect_pager *pager);

/** Which approval to take back. */
typedef struct connect_disassociate_approved_origin_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *origin;       /**< required; as it was approved; at most 267 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_approved_origin_request;

typedef struct connect_disassociate_approved_origin_response {
    size_t size;
} connect_disassociate_approved_origin_response;

/**
 * Takes an approval back.
 *
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
