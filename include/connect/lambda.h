/*
 * Lambda functions that the flows of an instance may call.
 *
 * A function has to be associated with an instance before the flow editor offers it and a flow can
 * invoke it.  The function itself is neither created nor deleted here.  An instance may have 50
 * functions, unless AWS has raised this quota.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An instance_id that is missing or
 * malformed is CONNECT_E_ARGUMENT, and nothing is sent.  The service promises no order between a
 * change and a listing: a function may take a moment to show, or to disappear.
 *
 * Example: associate a function, and treat one that is associated already as success.
 *
 *     connect_associate_lambda_function_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .function_arn = function_arn
 *     };
 *     connect_status status = connect_associate_lambda_function(client, &request, NULL, &error);
 *     if (status != CONNECT_OK && status != CONNECT_E_CONFLICT) {
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *     }
 *     connect_error_free(error);
 */
#ifndef CONNECT_LAMBDA_H
#define CONNECT_LAMBDA_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which function to offer to flows. */
typedef struct connect_associate_lambda_function_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; 1..140 characters, so that an ARN with a long alias may not fit */
    const char *function_arn;
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_associate_lambda_function_request;

/** Empty: the service sends no body. */
typedef struct connect_associate_lambda_function_response {
    size_t size;
} connect_associate_lambda_function_response;

/**
 * Lets the flows of an instance call a function.  It shows in the flow editor afterwards, and in
 * connect_list_lambda_functions().  connect_disassociate_lambda_function() takes it back.
 *
 * Safe to repeat: all attempts of a call carry one client token.  A later call for the same
 * function is CONNECT_E_CONFLICT, which usually means that the work is done.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions: connect:AssociateLambdaFunction; lambda:AddPermission on the function, since the
 * service adds a statement to its policy.  Quota: 2 requests a second, 5 at once, for each account
 * and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (an ARN that is malformed or names no function), CONNECT_E_CONFLICT
 * (associated already), CONNECT_E_QUOTA_EXCEEDED (functions of the instance, 50 unless raised; a
 * retry does not help).
 * Source: API reference, AssociateLambdaFunction.
 */
CONNECT_API connect_status connect_associate_lambda_function(
    connect_client *client, const connect_associate_lambda_function_request *request,
    connect_associate_lambda_function_response **out, connect_error **error);

/** Whose functions to list, and which page. */
typedef struct connect_list_lambda_functions_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..25 functions a page; unset lets the service choose */
} connect_list_lambda_functions_request;

/** A page of functions. */
typedef struct connect_list_lambda_functions_response {
    size_t size;
    const char *const *lambda_functions; /**< ARNs, in no documented order */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t lambda_functions_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_lambda_functions_response;

/**
 * One page of the functions that flows may call.  connect_list_lambda_functions_pages() fetches all
 * pages.  Repeating it is harmless: it changes nothing.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListLambdaFunctions.  Quota: 2 requests a second, 5 at once, for each account
 * and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListLambdaFunctions.
 */
CONNECT_API connect_status connect_list_lambda_functions(
    connect_client *client, const connect_list_lambda_functions_request *request,
    connect_list_lambda_functions_response **out, connect_error **error);

/**
 * Makes a pager over the ARNs of all functions of an instance.  No I/O yet: the first
 * connect_list_lambda_functions_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_lambda_functions_pages(
    connect_client *client, const connect_list_lambda_functions_request *request);

/**
 * The ARN of the next function, borrowed until the next call on the pager; NULL at the end or on
 * failure: see connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const char *connect_list_lambda_functions_next(connect_pager *pager);

/** Which function to take away. */
typedef struct connect_disassociate_lambda_function_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *function_arn; /**< required; as it was associated; 1..140 characters */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_disassociate_lambda_function_request;

/** Empty: the service sends no body. */
typedef struct connect_disassociate_lambda_function_response {
    size_t size;
} connect_disassociate_lambda_function_response;

/**
 * Takes a function out of what the flow editor offers.  The function itself stays, and may be
 * associated again.
 *
 * Safe to repeat: all attempts of a call carry one client token.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions: connect:DisassociateLambdaFunction; lambda:RemovePermission on the function.  Quota:
 * 2 requests a second, 5 at once, for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or the function is not associated),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateLambdaFunction.
 */
CONNECT_API connect_status connect_disassociate_lambda_function(
    connect_client *client, const connect_disassociate_lambda_function_request *request,
    connect_disassociate_lambda_function_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
