/*
 * Lambda functions that the flows of an instance may call.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides what is said at each.
 *
 * Example:
 *
 *     connect_associate_lambda_function_request request = {
 *         .size = sizeof request, .instance_id = instance_id, .function_arn = function_arn
 *     };
 *     connect_associate_lambda_function(client, &request, NULL, &error);
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
    const char *instance_id; /**< required; id or ARN */
    /** required; 1..140 characters, so an ARN with a long alias may not fit */
    const char *function_arn;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_associate_lambda_function_request;

typedef struct connect_associate_lambda_function_response {
    size_t size;
} connect_associate_lambda_function_response;

/**
 * Lets the flows of an instance call a function.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (associated already),
 * CONNECT_E_QUOTA_EXCEEDED (functions of the instance, 50 unless raised).
 * Source: API reference, AssociateLambdaFunction.
 */
CONNECT_API connect_status connect_associate_lambda_function(
    connect_client *client, const connect_associate_lambda_function_request *request,
    connect_associate_lambda_function_response **out, connect_error **error);

/** Whose functions to list. */
typedef struct connect_list_lambda_functions_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..25; unset lets the service choose */
} connect_list_lambda_functions_request;

typedef struct connect_list_lambda_functions_response {
    size_t size;
    const char *const *lambda_functions; /**< ARNs */
    size_t lambda_functions_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_lambda_functions_response;

/**
 * One page of the functions that flows may call.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListLambdaFunctions.
 */
CONNECT_API connect_status connect_list_lambda_functions(
    connect_client *client, const connect_list_lambda_functions_request *request,
    connect_list_lambda_functions_response **out, connect_error **error);

/**
 * Makes a pager over all ARNs of the functions.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_lambda_functions_pages(
    connect_client *client, const connect_list_lambda_functions_request *request);

/**
 * The next function's ARN, borrowed until the next call on the pager; NULL at the end or on
 * failure: see connect_pager_error().
 */
CONNECT_API const char *connect_list_lambda_functions_next(connect_pager *pager);

/** Which function to take away. */
typedef struct connect_disassociate_lambda_function_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *function_arn; /**< required; 1..140 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_lambda_function_request;

typedef struct connect_disassociate_lambda_function_response {
    size_t size;
} connect_disassociate_lambda_function_response;

/**
 * Takes a function out of what the flow editor offers.  The function itself stays.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateLambdaFunction.
 */
CONNECT_API connect_status connect_disassociate_lambda_function(
    connect_client *client, const connect_disassociate_lambda_function_request *request,
    connect_disassociate_lambda_function_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
