/*
 * Analytics data sets: which data sets of an instance's analytics data lake another account may
 * query.
 *
 * An association shares one data set of an instance with one account (the account of the instance,
 * unless another is named) by a resource share of AWS RAM.  The batch operations take several data
 * sets at once and may succeed for some of them only: they return CONNECT_OK whenever the service
 * has processed the list, and what failed is in the response.  Check every batch response with the
 * function beside it.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL), besides the errors listed with each.
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
    const char *instance_id; /**< required; id or ARN; 1..100 characters */
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
 * Shares a data set of an instance with an account.  The request has no client token, so it is not
 * sent again after a broken connection: connect_list_analytics_data_associations() shows whether
 * it took effect.
 *
 * client: borrowed, any thread.  request: borrowed for the call.  *out: owned, connect_free(); may
 * be NULL.  *error: owned, connect_error_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND (instance or data set), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, AssociateAnalyticsDataSet.
 */
CONNECT_API connect_status connect_associate_analytics_data_set(
    connect_client *client, const connect_associate_analytics_data_set_request *request,
    connect_associate_analytics_data_set_response **out, connect_error **error);

/** Which association to end. */
typedef struct connect_disassociate_analytics_data_set_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN; 1..100 characters */
    const char *data_set_id;       /**< required; 1..255 characters */
    const char *target_account_id; /**< 12 digits; NULL: the account of the instance */
} connect_disassociate_analytics_data_set_request;

/** Empty. */
typedef struct connect_disassociate_analytics_data_set_response {
    size_t size;
} connect_disassociate_analytics_data_set_response;

/**
 * Ends the association of a data set with an account.
 *
 * Parameters as for connect_associate_analytics_data_set().
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
    const char *error_code;    /**< for example "ResourceNotFoundException" */
    const char *error_message; /**< for people */
} connect_error_result;

/** Which data sets to share, and with whom. */
typedef struct connect_batch_associate_analytics_data_set_request {
    size_t size;
    const char *instance_id;         /**< required; id or ARN; 1..100 characters */
    const char *const *data_set_ids; /**< required; 1..255 characters each */
    size_t data_set_ids_count;
    const char *target_account_id; /**< 12 digits; NULL: the account of the instance */
} connect_batch_associate_analytics_data_set_request;

/** What became of each data set. */
typedef struct connect_batch_associate_analytics_data_set_response {
    size_t size;
    const connect_analytics_data_association_result *const *created; /**< those that are shared */
    size_t created_count;
    const connect_error_result *const *errors; /**< one for each data set that failed */
    size_t errors_count;
} connect_batch_associate_analytics_data_set_response;

/**
 * Shares several data sets of an instance with an account.  CONNECT_OK does not mean that all of
 * them are shared: see connect_batch_associate_analytics_data_set_is_complete().  The request has
 * no client token, so it is not sent again after a broken connection.
 *
 * Parameters as for connect_associate_analytics_data_set().
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
    const char *instance_id;         /**< required; id or ARN; 1..100 characters */
    const char *const *data_set_ids; /**< required; 1..255 characters each */
    size_t data_set_ids_count;
    const char *target_account_id; /**< 12 digits; NULL: the account of the instance */
} connect_batch_disassociate_analytics_data_set_request;

/** What became of each data set. */
typedef struct connect_batch_disassociate_analytics_data_set_response {
    size_t size;
    const char *const *deleted; /**< ids of the data sets that are not shared any more */
    size_t deleted_count;
    const connect_error_result *const *errors; /**< one for each data set that failed */
    size_t errors_count;
} connect_batch_disassociate_analytics_data_set_response;

/**
 * Ends the associations of several data sets with an account.  CONNECT_OK does not mean that all of
 * them have ended: see connect_batch_disassociate_analytics_data_set_is_complete().
 *
 * Parameters as for connect_associate_analytics_data_set().
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

/** Whose associations to list. */
typedef struct connect_list_analytics_data_associations_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN; 1..100 characters */
    const char *data_set_id;       /**< only those of this data set; 1..255 characters; NULL: all */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..1000 a page; unset: the service chooses */
} connect_list_analytics_data_associations_request;

/** A page of associations. */
typedef struct connect_list_analytics_data_associations_response {
    size_t size;
    const connect_analytics_data_association_result *const *results;
    size_t results_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_analytics_data_associations_response;

/**
 * One page of the associations of an instance.
 *
 * Parameters as for connect_associate_analytics_data_set().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for a token that is not valid any
 * more).
 * Source: API reference, ListAnalyticsDataAssociations.
 */
CONNECT_API connect_status connect_list_analytics_data_associations(
    connect_client *client, const connect_list_analytics_data_associations_request *request,
    connect_list_analytics_data_associations_response **out, connect_error **error);

/**
 * A pager over all of them.  request: copied.  *owned*: connect_pager_free().  NULL only when
 * memory is exhausted.
 */
CONNECT_API connect_pager *connect_list_analytics_data_associations_pages(
    connect_client *client, const connect_list_analytics_data_associations_request *request);

/**
 * The next association, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_analytics_data_association_result *
connect_list_analytics_data_associations_next(connect_pager *pager);

/** One data set that can be shared. */
typedef struct connect_analytics_data_sets_result {
    size_t size;
    const char *data_set_id;   /**< 1..255 characters; what the other operations take */
    const char *data_set_name; /**< its name in the console */
} connect_analytics_data_sets_result;

/** Whose data sets to list. */
typedef struct connect_list_analytics_data_lake_data_sets_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN; 1..100 characters */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..1000 a page; unset: the service chooses */
} connect_list_analytics_data_lake_data_sets_request;

/** A page of data sets. */
typedef struct connect_list_analytics_data_lake_data_sets_response {
    size_t size;
    const connect_analytics_data_sets_result *const *results;
    size_t results_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_analytics_data_lake_data_sets_response;

/**
 * One page of the data sets that the data lake of an instance has, shared or not.
 *
 * Parameters as for connect_associate_analytics_data_set().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for a token that is not valid any
 * more).
 * Source: API reference, ListAnalyticsDataLakeDataSets.
 */
CONNECT_API connect_status connect_list_analytics_data_lake_data_sets(
    connect_client *client, const connect_list_analytics_data_lake_data_sets_request *request,
    connect_list_analytics_data_lake_data_sets_response **out, connect_error **error);

/**
 * A pager over all of them.  request: copied.  *owned*: connect_pager_free().  NULL only when
 * memory is exhausted.
 */
CONNECT_API connect_pager *connect_list_analytics_data_lake_data_sets_pages(
    connect_client *client, const connect_list_analytics_data_lake_data_sets_request *request);

/**
 * The next data set, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_analytics_data_sets_result *
connect_list_analytics_data_lake_data_sets_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
