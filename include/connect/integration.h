/*
 * Integration associations: other services that an instance works with, and the use cases they are
 * for.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides what is said at each.
 *
 * Example:
 *
 *     connect_list_integration_associations_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_integration_associations_pages(client, &request);
 *     const connect_integration_association_summary *association;
 *     while ((association = connect_list_integration_associations_next(pager)) != NULL) {
 *         puts(association->integration_arn);
 *     }
 *     connect_pager_free(pager);
 */
#ifndef CONNECT_INTEGRATION_H
#define CONNECT_INTEGRATION_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is integrated. */
typedef enum connect_integration_type {
    CONNECT_INTEGRATION_TYPE_UNKNOWN = -1,
    CONNECT_INTEGRATION_TYPE_EVENT = 1,    /**< events of an external application */
    CONNECT_INTEGRATION_TYPE_VOICE_ID = 2, /**< a Voice ID domain */
    /** messaging; in the same account as the instance */
    CONNECT_INTEGRATION_TYPE_PINPOINT_APP = 3,
    CONNECT_INTEGRATION_TYPE_WISDOM_ASSISTANT = 4,      /**< an assistant for agents */
    CONNECT_INTEGRATION_TYPE_WISDOM_KNOWLEDGE_BASE = 5, /**< its knowledge base */
    /** a knowledge base of prepared replies */
    CONNECT_INTEGRATION_TYPE_WISDOM_QUICK_RESPONSES = 6,
    CONNECT_INTEGRATION_TYPE_Q_MESSAGE_TEMPLATES = 7, /**< a knowledge base of message templates */
    CONNECT_INTEGRATION_TYPE_CASES_DOMAIN = 8,        /**< a Cases domain */
    CONNECT_INTEGRATION_TYPE_APPLICATION = 9,         /**< an application in the agent workspace */
    CONNECT_INTEGRATION_TYPE_FILE_SCANNER = 10, /**< a Lambda function that inspects attachments */
    CONNECT_INTEGRATION_TYPE_SES_IDENTITY = 11, /**< a domain or address for e-mail */
    CONNECT_INTEGRATION_TYPE_ANALYTICS_CONNECTOR = 12,
    CONNECT_INTEGRATION_TYPE_CALL_TRANSFER_CONNECTOR = 13,
    CONNECT_INTEGRATION_TYPE_COGNITO_USER_POOL = 14,
    CONNECT_INTEGRATION_TYPE_MESSAGE_PROCESSOR = 15
} connect_integration_type;

/** Returns the name of a value, for example "EVENT"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_integration_type_name(connect_integration_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_integration_type connect_integration_type_of(const char *name);

/** Where the data of an EVENT integration comes from. */
typedef enum connect_source_type {
    CONNECT_SOURCE_TYPE_UNKNOWN = -1,
    CONNECT_SOURCE_TYPE_SALESFORCE = 1,
    CONNECT_SOURCE_TYPE_ZENDESK = 2,
    CONNECT_SOURCE_TYPE_CASES = 3
} connect_source_type;

/**
 * Returns the name of a value, for example "SALESFORCE"; NULL for a number that has none.  Static.
 */
CONNECT_API const char *connect_source_type_name(connect_source_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_source_type connect_source_type_of(const char *name);

/** What to integrate.  The three source members are for EVENT, which wants all of them. */
typedef struct connect_create_integration_association_request {
    size_t size;
    const char *instance_id;                   /**< required; id or ARN */
    connect_integration_type integration_type; /**< required */
    const char *integration_type_text;
    const char *integration_arn;        /**< required; ARN of the resource to integrate */
    const char *source_application_url; /**< 1..2000 characters */
    /** 1..100 letters, digits, spaces, _ and - */
    const char *source_application_name;
    connect_source_type source_type;
    const char *source_type_text;
    const connect_pair *const *tags; /**< 1..50; keys 1..128 characters, values to 256 */
    size_t tags_count;
} connect_create_integration_association_request;

typedef struct connect_create_integration_association_response {
    size_t size;
    const char *integration_association_id; /**< names the association in the calls below */
    const char *integration_association_arn;
} connect_create_integration_association_response;

/**
 * Associates a resource of another service with an instance.  The request has no client token:
 * after a broken connection it is not sent again; look with connect_list_integration_associations()
 * whether it took effect.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (the resource is
 * associated already).
 * Source: API reference, CreateIntegrationAssociation.
 */
CONNECT_API connect_status connect_create_integration_association(
    connect_client *client, const connect_create_integration_association_request *request,
    connect_create_integration_association_response **out, connect_error **error);

/** One association. */
typedef struct connect_integration_association_summary {
    size_t size;
    const char *integration_association_id; /**< 1..200 characters */
    const char *integration_association_arn;
    const char *instance_id;
    connect_integration_type integration_type;
    const char *integration_type_text;
    const char *integration_arn;         /**< the resource that is integrated */
    const char *source_application_url;  /**< of EVENT only */
    const char *source_application_name; /**< of EVENT only */
    connect_source_type source_type;     /**< of EVENT only */
    const char *source_type_text;
} connect_integration_association_summary;

/** Whose associations to list; the two integration members filter. */
typedef struct connect_list_integration_associations_request {
    size_t size;
    const char *instance_id;                   /**< required; id or ARN */
    connect_integration_type integration_type; /**< only those of the type; 0 for all */
    const char *integration_type_text;
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..100; unset lets the service choose */
    const char *integration_arn;   /**< only those of the resource; NULL for all */
} connect_list_integration_associations_request;

typedef struct connect_list_integration_associations_response {
    size_t size;
    const connect_integration_association_summary *const *integration_association_summary_list;
    size_t integration_association_summary_list_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_integration_associations_response;

/**
 * One page of the associations.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListIntegrationAssociations.
 */
CONNECT_API connect_status connect_list_integration_associations(
    connect_client *client, const connect_list_integration_associations_request *request,
    connect_list_integration_associations_response **out, connect_error **error);

/**
 * Makes a pager over all integration associations.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_integration_associations_pages(
    connect_client *client, const connect_list_integration_associations_request *request);

/**
 * The next association, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_integration_association_summary *
connect_list_integration_associations_next(connect_pager *pager);

/** Which association to end. */
typedef struct connect_delete_integration_association_request {
    size_t size;
    const char *instance_id;                /**< required; id or ARN */
    const char *integration_association_id; /**< required; 1..200 characters */
} connect_delete_integration_association_request;

typedef struct connect_delete_integration_association_response {
    size_t size;
} connect_delete_integration_association_response;

/**
 * Ends an association.  Delete its use cases first.  The resource itself stays.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (while it has use cases).
 * Source: API reference, DeleteIntegrationAssociation.
 */
CONNECT_API connect_status connect_delete_integration_association(
    connect_client *client, const connect_delete_integration_association_request *request,
    connect_delete_integration_association_response **out, connect_error **error);

/** What an integration is used for. */
typedef enum connect_use_case_type {
    CONNECT_USE_CASE_TYPE_UNKNOWN = -1,
    CONNECT_USE_CASE_TYPE_RULES_EVALUATION = 1,
    CONNECT_USE_CASE_TYPE_CONNECT_CAMPAIGNS = 2
} connect_use_case_type;

/**
 * Returns the name of a value, for example "RULES_EVALUATION"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_use_case_type_name(connect_use_case_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_use_case_type connect_use_case_type_of(const char *name);

/** What an association is to be used for. */
typedef struct connect_create_use_case_request {
    size_t size;
    const char *instance_id;                /**< required; id or ARN */
    const char *integration_association_id; /**< required; 1..200 characters */
    connect_use_case_type use_case_type;    /**< required */
    const char *use_case_type_text;
    const connect_pair *const *tags; /**< 1..50; keys 1..128 characters, values to 256 */
    size_t tags_count;
} connect_create_use_case_request;

typedef struct connect_create_use_case_response {
    size_t size;
    const char *use_case_id; /**< names the use case when it is deleted */
    const char *use_case_arn;
} connect_create_use_case_response;

/**
 * Adds a use case; an association has one of each type at most.  The request has no client token:
 * after a broken connection it is not sent again; look with connect_list_use_cases() whether it
 * took effect.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (the association has
 * it already).
 * Source: API reference, CreateUseCase.
 */
CONNECT_API connect_status connect_create_use_case(connect_client *client,
                                                   const connect_create_use_case_request *request,
                                                   connect_create_use_case_response **out,
                                                   connect_error **error);

/** One use case of an association. */
typedef struct connect_use_case {
    size_t size;
    const char *use_case_id; /**< 1..200 characters */
    const char *use_case_arn;
    connect_use_case_type use_case_type;
    const char *use_case_type_text;
} connect_use_case;

/** Whose use cases to list. */
typedef struct connect_list_use_cases_request {
    size_t size;
    const char *instance_id;                /**< required; id or ARN */
    const char *integration_association_id; /**< required; 1..200 characters */
    const char *next_token;                 /**< from the previous page, or NULL */
    connect_opt_int32 max_results;          /**< 1..100; unset lets the service choose */
} connect_list_use_cases_request;

typedef struct connect_list_use_cases_response {
    size_t size;
    const connect_use_case *const *use_case_summary_list;
    size_t use_case_summary_list_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_use_cases_response;

/**
 * One page of the use cases of an association.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListUseCases.
 */
CONNECT_API connect_status connect_list_use_cases(connect_client *client,
                                                  const connect_list_use_cases_request *request,
                                                  connect_list_use_cases_response **out,
                                                  connect_error **error);

/**
 * Makes a pager over all use cases of an association.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_use_cases_pages(
    connect_client *client, const connect_list_use_cases_request *request);

/**
 * The next use case, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_use_case *connect_list_use_cases_next(connect_pager *pager);

/** Which use case to delete. */
typedef struct connect_delete_use_case_request {
    size_t size;
    const char *instance_id;                /**< required; id or ARN */
    const char *integration_association_id; /**< required; 1..200 characters */
    const char *use_case_id;                /**< required; 1..200 characters */
} connect_delete_use_case_request;

typedef struct connect_delete_use_case_response {
    size_t size;
} connect_delete_use_case_response;

/**
 * Deletes a use case.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DeleteUseCase.
 */
CONNECT_API connect_status connect_delete_use_case(connect_client *client,
                                                   const connect_delete_use_case_request *request,
                                                   connect_delete_use_case_response **out,
                                                   connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
