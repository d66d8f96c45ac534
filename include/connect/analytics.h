/*
 * Analytics data sets: which data sets of an instance's analytics data lake another account may
 * query.
 *
 * An association shares one data set of an instance with one account (the account of the instance,
 * unless another is named) by a resource share of AWS RAM.  The target account accepts the share,
 * makes resource links to its tables in AWS Lake Formation, and queries those, for example with
 * Athena.
 *
 * The batch operations take several data sets at once and may succeed for some of them only: they
 * return CONNECT_OK whenever the service has processed the list, and what failed is in the
 * response.  Check every batch response with the function beside it.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An association may take a moment to show
 * in a listing.
 *
 * Example:
 *
 *     connect_list_analytics_data_lake_data_sets_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_analytics_data_lake_data_sets_pages(client, &request);
 *     const connect_analytics_data_sets_result *set;
 *     while ((set = connect_list_analytics_data_lake_data_sets_next(pager)) != NULL) {
 *         puts(set->data_set_id);
 *     }
 *     if (connect_pager_error(pager) != NULL) {
 *         fprintf(stderr, "%s\n", connect_error_message(connect_pager_error(pager)));
 *     }
 *     connect_pager_free(pager);
 */
#ifndef CONNECT_ANALYTICS_H
#define CONNECT_ANALYTICS_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- one data set ---- */

/** Which data set to share, and with whom. */
typedef struct connect_associate_analytics_data_set_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; 1..255 characters; connect_list_analytics_data_lake_data_sets() lists them */
    const char *data_set_id;
    /** 12 digits: the account that may query the data set; NULL: the account of the instance */
    const char *target_account_id;
} connect_associate_analytics_data_set_request;

/** The new association. */
typedef struct connect_associate_analytics_data_set_response {
    size_t size;
    const char *data_set_id;        /**< 1..255 characters */
    const char *target_account_id;  /**< the account that may query it now */
    const char *resource_share_id;  /**< id of the AWS RAM resource share that makes it possible */
    const char *resource_share_arn; /**< its ARN; the target account accepts the share by it */
} connect_associate_analytics_data_set_response;

/**
 * Shares a data set of an instance with an account.  For several data sets
 * connect_batch_associate_analytics_data_set() needs one request;
 * connect_disassociate_analytics_data_set() takes the share back.
 *
 * Not safe to repeat: there is no client token, so that after a broken connection it is not sent
 * again and the outcome is unknown.  connect_list_analytics_data_associations() shows whether it
 * took effect.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the association, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:AssociateAnalyticsDataSet.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (instance or data set), CONNECT_E_INVALID_REQUEST (also an account
 * that is malformed).
 * Source: API reference, AssociateAnalyticsDataSet.
 */
CONNECT_API connect_status connect_associate_analytics_data_set(
    connect_client *client, const connect_associate_analytics_data_set_request *request,
    connect_associate_analytics_data_set_response **out, connect_error **error);

/** Which association to end. */
typedef struct connect_disassociate_analytics_data_set_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *data_set_id; /**< required; 1..255 characters */
    const char *target_account_id; /**< 12 digits; NULL: the account of the instance */
} connect_disassociate_analytics_data_set_request;

/** Empty. */
typedef struct connect_disassociate_analytics_data_set_response {
    size_t size;
} connect_disassociate_analytics_data_set_response;

/**
 * Ends the association of a data set with an account, which cannot query it any more.  The data set
 * itself stays in the data lake.
 *
 * Safe to repeat: it is sent again after a broken connection, and CONNECT_E_NOT_FOUND then usually
 * means that the first attempt succeeded.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM action: connect:DisassociateAnalyticsDataSet.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (instance or association), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateAnalyticsDataSet.
 */
CONNECT_API connect_status connect_disassociate_analytics_data_set(
    connect_client *client, const connect_disassociate_analytics_data_set_request *request,
    connect_disassociate_analytics_data_set_response **out, connect_error **error);

/* ---- several at once ---- */

/** One association of a data set with an account. */
typedef struct connect_analytics_data_association_result {
    size_t size;
    const char *data_set_id;           /**< 1..255 characters */
    const char *target_account_id;     /**< the account that may query it */
    const char *resource_share_id;     /**< id of the AWS RAM resource share */
    const char *resource_share_arn;    /**< its ARN */
    const char *resource_share_status; /**< its state as AWS RAM names it, for example "ACTIVE" */
} connect_analytics_data_association_result;

/** Why one data set of a batch failed.  The service does not say which one it was. */
typedef struct connect_error_result {
    size_t size;
    const char *error_code;    /**< a type of error, for example "ResourceNotFoundException" */
    const char *error_message; /**< for people */
} connect_error_result;

/** Which data sets to share, and with whom. */
typedef struct connect_batch_associate_analytics_data_set_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; 1..255 characters each; connect_list_analytics_data_lake_data_sets() lists them */
    const char *const *data_set_ids;
    size_t data_set_ids_count;     /**< how many */
    const char *target_account_id; /**< 12 digits; NULL: the account of the instance */
} connect_batch_associate_analytics_data_set_request;

/** What became of each data set. */
typedef struct connect_batch_associate_analytics_data_set_response {
    size_t size;
    const connect_analytics_data_association_result *const *created; /**< those that are shared */
    size_t created_count;                                            /**< how many */
    /** one for each data set that failed, without its id */
    const connect_error_result *const *errors;
    size_t errors_count; /**< how many; 0 when all succeeded */
} connect_batch_associate_analytics_data_set_response;

/**
 * Shares several data sets of an instance with an account.  CONNECT_OK does not mean that all of
 * them are shared: see connect_batch_associate_analytics_data_set_is_complete().  Those that are
 * missing from `created` may be sent in another call.
 *
 * Not safe to repeat: there is no client token, so that after a broken connection it is not sent
 * again and the outcome is unknown.  connect_list_analytics_data_associations() shows what took
 * effect.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: what became of each, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:BatchAssociateAnalyticsDataSet.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (the instance), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, BatchAssociateAnalyticsDataSet.
 */
CONNECT_API connect_status connect_batch_associate_analytics_data_set(
    connect_client *client, const connect_batch_associate_analytics_data_set_request *request,
    connect_batch_associate_analytics_data_set_response **out, connect_error **error);

/**
 * Whether a batch succeeded for every data set: the response has no error, and each data set of
 * the request is among `created`.
 *
 * Both are borrowed; false when one is NULL.  Any thread.
 */
CONNECT_API bool connect_batch_associate_analytics_data_set_is_complete(
    const connect_batch_associate_analytics_data_set_request *request,
    const connect_batch_associate_analytics_data_set_response *response);

/** Which associations to end. */
typedef struct connect_batch_disassociate_analytics_data_set_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *const *data_set_ids; /**< required; 1..255 characters each */
    size_t data_set_ids_count;       /**< how many */
    const char *target_account_id;   /**< 12 digits; NULL: the account of the instance */
} connect_batch_disassociate_analytics_data_set_request;

/** What became of each data set. */
typedef struct connect_batch_disassociate_analytics_data_set_response {
    size_t size;
    const char *const *deleted; /**< ids of the data sets that are not shared any more */
    size_t deleted_count;       /**< how many */
    /** one for each data set that failed, without its id */
    const connect_error_result *const *errors;
    size_t errors_count; /**< how many; 0 when all succeeded */
} connect_batch_disassociate_analytics_data_set_response;

/**
 * Ends the associations of several data sets with an account.  CONNECT_OK does not mean that all of
 * them have ended: see connect_batch_disassociate_analytics_data_set_is_complete().
 *
 * Safe to repeat: it is sent again after a broken connection; what had ended already may then be
 * among the errors of the response.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: what became of each, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:BatchDisassociateAnalyticsDataSet.  Quota: 2 requests a second, 5 at once,
 * for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (the instance), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, BatchDisassociateAnalyticsDataSet.
 */
CONNECT_API connect_status connect_batch_disassociate_analytics_data_set(
    connect_client *client, const connect_batch_disassociate_analytics_data_set_request *request,
    connect_batch_disassociate_analytics_data_set_response **out, connect_error **error);

/**
 * Whether a batch succeeded for every data set: the response has no error, and each data set of
 * the request is among `deleted`.
 *
 * Both are borrowed; false when one is NULL.  Any thread.
 */
CONNECT_API bool connect_batch_disassociate_analytics_data_set_is_complete(
    const connect_batch_disassociate_analytics_data_set_request *request,
    const connect_batch_disassociate_analytics_data_set_response *response);

/* ---- listings ---- */

/** Whose associations to list, and which page. */
typedef struct connect_list_analytics_data_associations_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *data_set_id; /**< only those of this data set; 1..255 characters; NULL: all */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..1000 a page; unset: the service chooses */
} connect_list_analytics_data_associations_request;

/** A page of associations. */
typedef struct connect_list_analytics_data_associations_response {
    size_t size;
    /** one for each data set and account */
    const connect_analytics_data_association_result *const *results;
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t results_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_analytics_data_associations_response;

/**
 * One page of the associations of an instance: which data sets are shared, with which accounts, and
 * whether AWS RAM has the shares in place.  connect_list_analytics_data_associations_pages()
 * fetches all pages.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListAnalyticsDataAssociations.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListAnalyticsDataAssociations.
 */
CONNECT_API connect_status connect_list_analytics_data_associations(
    connect_client *client, const connect_list_analytics_data_associations_request *request,
    connect_list_analytics_data_associations_response **out, connect_error **error);

/**
 * Makes a pager over all associations of an instance.  No I/O yet: the first
 * connect_list_analytics_data_associations_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_analytics_data_associations_pages(
    connect_client *client, const connect_list_analytics_data_associations_request *request);

/**
 * The next association, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_analytics_data_association_result *
connect_list_analytics_data_associations_next(connect_pager *pager);

/** One data set that can be shared. */
typedef struct connect_analytics_data_sets_result {
    size_t size;
    const char *data_set_id;   /**< 1..255 characters; what the other operations take */
    const char *data_set_name; /**< its name in the console */
} connect_analytics_data_sets_result;

/** Whose data sets to list, and which page. */
typedef struct connect_list_analytics_data_lake_data_sets_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..1000 a page; unset: the service chooses */
} connect_list_analytics_data_lake_data_sets_request;

/** A page of data sets. */
typedef struct connect_list_analytics_data_lake_data_sets_response {
    size_t size;
    const connect_analytics_data_sets_result *const *results; /**< id and name of each */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t results_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_analytics_data_lake_data_sets_response;

/**
 * One page of the data sets that the data lake of an instance has, shared or not.
 * connect_list_analytics_data_lake_data_sets_pages() fetches all pages.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListAnalyticsDataLakeDataSets.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListAnalyticsDataLakeDataSets.
 */
CONNECT_API connect_status connect_list_analytics_data_lake_data_sets(
    connect_client *client, const connect_list_analytics_data_lake_data_sets_request *request,
    connect_list_analytics_data_lake_data_sets_response **out, connect_error **error);

/**
 * Makes a pager over all data sets of an instance.  No I/O yet: the first
 * connect_list_analytics_data_lake_data_sets_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_analytics_data_lake_data_sets_pages(
    connect_client *client, const connect_list_analytics_data_lake_data_sets_request *request);

/**
 * The next data set, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_analytics_data_sets_result *
connect_list_analytics_data_lake_data_sets_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
