/*
 * Security keys: public keys with which an instance encrypts what customers type in.
 *
 * An instance has two at most, so that one can be replaced while the other is in use.  The private
 * key stays with you.  All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the
 * service (CONNECT_E_INTERNAL) besides what is said at each.
 *
 * Example:
 *
 *     connect_associate_security_key_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .key = pem
 *     };
 *     connect_associate_security_key_response *response = NULL;
 *     if (connect_associate_security_key(client, &request, &response, &error) == CONNECT_OK) {
 *         puts(response->association_id);
 *     }
 *     connect_free(response);
 */
#ifndef CONNECT_SECURITY_KEY_H
#define CONNECT_SECURITY_KEY_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which key to add. */
typedef struct connect_associate_security_key_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
    /** required; a public key or certificate as PEM text with its line ends; 1..1024 characters */
    const char *key;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_associate_security_key_request;

typedef struct connect_associate_security_key_response {
    size_t size;
    const char *association_id; /**< names the key when it is taken away */
} connect_associate_security_key_response;

/**
 * Adds a key.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (not PEM, among the causes),
 * CONNECT_E_CONFLICT (the key is there already), CONNECT_E_QUOTA_EXCEEDED (there are two keys
 * already).
 * Source: API reference, AssociateSecurityKey.
 */
CONNECT_API connect_status connect_associate_security_key(
    connect_client *client, const connect_associate_security_key_request *request,
    connect_associate_security_key_response **out, connect_error **error);

/** One key of an instance. */
typedef struct connect_security_key {
    size_t size;
    const char *association_id; /**< 1..100 characters; names the key when it is taken away */
    const char *key;            /**< PEM text; 1..1024 characters */
    connect_opt_time creation_time;
} connect_security_key;

/** Whose keys to list. */
typedef struct connect_list_security_keys_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..2; unset lets the service choose */
} connect_list_security_keys_request;

typedef struct connect_list_security_keys_response {
    size_t size;
    const connect_security_key *const *security_keys;
    size_t security_keys_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_security_keys_response;

/**
 * One page of the keys.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListSecurityKeys.
 */
CONNECT_API connect_status connect_list_security_keys(
    connect_client *client, const connect_list_security_keys_request *request,
    connect_list_security_keys_response **out, connect_error **error);

/**
 * Makes a pager over all security keys.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_security_keys_pages(
    connect_client *client, const connect_list_security_keys_request *request);

/**
 * The next key, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_security_key *connect_list_security_keys_next(connect_pager *pager);

/** Which key to take away. */
typedef struct connect_disassociate_security_key_request {
    size_t size;
    const char *instance_id;    /**< required; id or ARN */
    const char *association_id; /**< required; 1..100 characters */
    const char *client_token;   /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_security_key_request;

typedef struct connect_disassociate_security_key_response {
    size_t size;
} connect_disassociate_security_key_response;

/**
 * Takes a key away.  What was encrypted with it can still be read with your private key.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateSecurityKey.
 */
CONNECT_API connect_status connect_disassociate_security_key(
    connect_client *client, const connect_disassociate_security_key_request *request,
    connect_disassociate_security_key_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
