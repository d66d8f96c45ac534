/*
 * Security keys: public keys with which an instance encrypts what customers type in.
 *
 * Sensitive input, such as a card number, is collected by a flow with the block "Store customer
 * input".  The block has an X.509 certificate that the input is encrypted with, and the instance
 * has the public key that verifies the certificate.  The private key stays with the owner of the
 * instance, who decrypts the input with the AWS Encryption SDK.
 *
 * An instance has two keys at most, so that one can be replaced while the other is in use: add the
 * new key, publish flows with a certificate for it, and remove the old key when no contact uses it
 * any more.
 *
 * The operations need the IAM action that has their name, for example connect:AssociateSecurityKey.
 * Each may be called 2 times a second and 5 times at once, by all callers of an account in a Region
 * together; more are throttled (CONNECT_E_THROTTLED), which the library retries.  They may fail in
 * the service (CONNECT_E_INTERNAL), which it retries as well, since each has a client token or only
 * reads.  These two come besides the errors listed with each.
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

/** How to name the new key. */
typedef struct connect_associate_security_key_response {
    size_t size;
    const char *association_id; /**< for connect_disassociate_security_key(); 1..100 characters */
} connect_associate_security_key_response;

/**
 * Adds a public key to an instance.  Never pass a private key: the service does not need it.
 *
 * Safe to repeat: all attempts of a call carry the same client token, and a second call with the
 * same key ends with CONNECT_E_CONFLICT.  The id of a key that is there already is in
 * connect_list_security_keys().
 *
 * IAM action: connect:AssociateSecurityKey.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND (no such instance in this account and Region),
 * CONNECT_E_INVALID_REQUEST (not PEM, among the causes), CONNECT_E_CONFLICT (the key is there
 * already), CONNECT_E_QUOTA_EXCEEDED (there are two keys already: remove one first).
 * Source: API reference, AssociateSecurityKey.
 */
CONNECT_API connect_status connect_associate_security_key(
    connect_client *client, const connect_associate_security_key_request *request,
    connect_associate_security_key_response **out, connect_error **error);

/** One key of an instance. */
typedef struct connect_security_key {
    size_t size;
    const char *association_id; /**< 1..100 characters; for connect_disassociate_security_key() */
    const char *key;            /**< PEM text; 1..1024 characters */
    connect_opt_time creation_time; /**< when it was added; unset when the service did not say */
} connect_security_key;

/** Whose keys to list. */
typedef struct connect_list_security_keys_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..2 a page; unset: the service chooses */
} connect_list_security_keys_request;

/** A page of keys. */
typedef struct connect_list_security_keys_response {
    size_t size;
    const connect_security_key *const *security_keys; /**< the page */
    size_t security_keys_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_security_keys_response;

/**
 * Fetches one page of the keys of an instance; connect_list_security_keys_pages() fetches all.
 *
 * IAM action: connect:ListSecurityKeys.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(), with all its keys.
 * Errors: CONNECT_E_NOT_FOUND (no such instance), CONNECT_E_INVALID_REQUEST (also for a token that
 * is not valid any more: begin again without one).
 * Source: API reference, ListSecurityKeys.
 */
CONNECT_API connect_status connect_list_security_keys(
    connect_client *client, const connect_list_security_keys_request *request,
    connect_list_security_keys_response **out, connect_error **error);

/**
 * Makes a pager over all security keys.  Sends nothing: connect_list_security_keys_next() fetches a
 * page when it needs one.
 *
 * request: copied.  client: borrowed until the pager is freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_security_keys_pages(
    connect_client *client, const connect_list_security_keys_request *request);

/**
 * Returns the next key, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_security_key *connect_list_security_keys_next(connect_pager *pager);

/** Which key to remove. */
typedef struct connect_disassociate_security_key_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
    /** required; from the response or a listing; 1..100 characters */
    const char *association_id;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_security_key_request;

/** Empty: the status says whether the key is gone. */
typedef struct connect_disassociate_security_key_response {
    size_t size;
} connect_disassociate_security_key_response;

/**
 * Removes a key.  What was encrypted with it can still be read with the private key, so keep that
 * as long as the data.  Flows whose certificate it verifies cannot encrypt input any more: publish
 * them with another one first.
 *
 * Safe to repeat: all attempts of a call carry the same client token.  After a call whose outcome
 * is not known, CONNECT_E_NOT_FOUND from a second one means that the first has succeeded.
 *
 * IAM action: connect:DisassociateSecurityKey.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such key or instance), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateSecurityKey.
 */
CONNECT_API connect_status connect_disassociate_security_key(
    connect_client *client, const connect_disassociate_security_key_request *request,
    connect_disassociate_security_key_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
