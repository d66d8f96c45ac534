/*
 * Integration associations: other services that an instance works with, and the use cases they are
 * for.
 *
 * An association connects one resource, named by its ARN, with an instance.  The resource must
 * exist; it is neither created nor deleted here.  Some associations need use cases as well: what
 * the instance may do with the resource.
 *
 * Creations carry no client token.  After a broken connection they are not sent again, since they
 * may have been executed: list, and create only what is missing.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An association may take a moment to show
 * in a listing.
 *
 * Example:
 *
 *     connect_list_integration_associations_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_integration_associations_pages(client, &request);
 *     const connect_integration_association_summary *association;
 *     while ((association = connect_list_integration_associations_next(pager)) != NULL) {
 *         printf("%s %s\n", association->integration_type_text, association->integration_arn);
 *     }
 *     if (connect_pager_error(pager) != NULL) {
 *         fprintf(stderr, "%s\n", connect_error_message(connect_pager_error(pager)));
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
    CONNECT_INTEGRATION_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    /** events of an external application, by an event integration of AppIntegrations */
    CONNECT_INTEGRATION_TYPE_EVENT = 1,
    CONNECT_INTEGRATION_TYPE_VOICE_ID = 2, /**< a Voice ID domain */
    /** messaging; the application is in the account of the instance */
    CONNECT_INTEGRATION_TYPE_PINPOINT_APP = 3,
    CONNECT_INTEGRATION_TYPE_WISDOM_ASSISTANT = 4,      /**< an assistant for agents */
    CONNECT_INTEGRATION_TYPE_WISDOM_KNOWLEDGE_BASE = 5, /**< the knowledge base of an assistant */
    /** a knowledge base of prepared replies */
    CONNECT_INTEGRATION_TYPE_WISDOM_QUICK_RESPONSES = 6,
    CONNECT_INTEGRATION_TYPE_Q_MESSAGE_TEMPLATES = 7, /**< a knowledge base of message templates */
    CONNECT_INTEGRATION_TYPE_CASES_DOMAIN = 8,        /**< a Cases domain */
    /** an application in the agent workspace, registered with AppIntegrations */
    CONNECT_INTEGRATION_TYPE_APPLICATION = 9,
    /** a Lambda function that inspects attachments; in the account and region of the instance */
    CONNECT_INTEGRATION_TYPE_FILE_SCANNER = 10,
    /** a domain or address for e-mail; one creation or deletion a second */
    CONNECT_INTEGRATION_TYPE_SES_IDENTITY = 11,
    CONNECT_INTEGRATION_TYPE_ANALYTICS_CONNECTOR = 12,
    /** a voice connector to which calls can be transferred */
    CONNECT_INTEGRATION_TYPE_CALL_TRANSFER_CONNECTOR = 13,
    CONNECT_INTEGRATION_TYPE_COGNITO_USER_POOL = 14, /**< a user pool of Amazon Cognito */
    CONNECT_INTEGRATION_TYPE_MESSAGE_PROCESSOR = 15
} connect_integration_type;

/** Returns the name of a value, for example "EVENT"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_integration_type_name(connect_integration_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_integration_type connect_integration_type_of(const char *name);

/** Where the data of an EVENT integration comes from. */
typedef enum connect_source_type {
    CONNECT_SOURCE_TYPE_UNKNOWN = -1,   /**< newer than this library: see the text beside it */
    CONNECT_SOURCE_TYPE_SALESFORCE = 1, /**< a Salesforce organization */
    CONNECT_SOURCE_TYPE_ZENDESK = 2,    /**< a Zendesk account */
    CONNECT_SOURCE_TYPE_CASES = 3       /**< Amazon Connect Cases */
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
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless integration_type_text names it */
    connect_integration_type integration_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *integration_type_text;
    /** required; ARN of the resource to integrate, for example a Lambda function */
    const char *integration_arn;
    /** for EVENT: the address of the external application; 1..2000 characters */
    const char *source_application_url;
    /** for EVENT: its name; 1..100 letters, digits, spaces, _ and - */
    const char *source_application_name;
    connect_source_type source_type; /**< for EVENT: where the data comes from; 0 for other types */
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *source_type_text;
    /** 1..50; keys 1..128 characters, not beginning with "aws:"; values to 256; NULL for none */
    const connect_pair *const *tags;
    size_t tags_count; /**< how many; 0 for none */
} connect_create_integration_association_request;

/** The new association. */
typedef struct connect_create_integration_association_response {
    size_t size;
    /** names the association in the calls below; 1..200 characters */
    const char *integration_association_id;
    const char *integration_association_arn; /**< its ARN, for tags */
} connect_create_integration_association_response;

/**
 * Associates a resource of another service with an instance.  An association cannot be changed:
 * delete it and create another.  Some need a use case besides: connect_create_use_case().
 *
 * Not safe to repeat: there is no client token, so that after a broken connection it is not sent
 * again and the outcome is unknown.  Look with connect_list_integration_associations(), by the ARN
 * of the resource, whether it took effect.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: id and ARN of the
 * association, owned: connect_free(); may be NULL.  *error: owned, connect_error_free(); may be
 * NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::IntegrationAssociation:
 * connect:CreateIntegrationAssociation; connect:DescribeInstance, ds:DescribeDirectories, and those
 * of the service that is integrated, such as app-integrations:CreateEventIntegrationAssociation,
 * cases:GetDomain, wisdom:GetAssistant, wisdom:GetKnowledgeBase, voiceid:DescribeDomain,
 * mobiletargeting:GetApp or lambda:AddPermission.  Quota: 2 requests a second, 5 at once, for each
 * account and region; one a second for SES_IDENTITY.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or resource), CONNECT_E_INVALID_REQUEST (also an
 * EVENT without all three source members), CONNECT_E_CONFLICT (the resource is associated already).
 * Source: API reference, CreateIntegrationAssociation.
 */
CONNECT_API connect_status connect_create_integration_association(
    connect_client *client, const connect_create_integration_association_request *request,
    connect_create_integration_association_response **out, connect_error **error);

/** One association. */
typedef struct connect_integration_association_summary {
    size_t size;
    const char *integration_association_id;    /**< 1..200 characters */
    const char *integration_association_arn;   /**< its ARN */
    const char *instance_id;                   /**< the instance it belongs to, as an id */
    connect_integration_type integration_type; /**< what is integrated */
    /** as the service sent it; the only name of a value newer than this library */
    const char *integration_type_text;
    const char *integration_arn;         /**< the resource that is integrated */
    const char *source_application_url;  /**< of EVENT only; otherwise NULL */
    const char *source_application_name; /**< of EVENT only; otherwise NULL */
    connect_source_type source_type;     /**< of EVENT only; otherwise 0 */
    /** as the service sent it; the only name of a value newer than this library */
    const char *source_type_text;
} connect_integration_association_summary;

/** Whose associations to list, and which page; the integration members filter. */
typedef struct connect_list_integration_associations_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    connect_integration_type integration_type; /**< only those of the type; 0 for all */
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *integration_type_text;
    const char *next_token;        /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..100 associations a page; unset lets the service choose */
    const char *integration_arn;   /**< only those of the resource; NULL for all */
} connect_list_integration_associations_request;

/** A page of associations. */
typedef struct connect_list_integration_associations_response {
    size_t size;
    /** those that pass the filters */
    const connect_integration_association_summary *const *integration_association_summary_list;
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t integration_association_summary_list_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_integration_associations_response;

/**
 * One page of the associations.  connect_list_integration_associations_pages() fetches all pages.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListIntegrationAssociations.  Quota: 25 requests a second, 50 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListIntegrationAssociations.
 */
CONNECT_API connect_status connect_list_integration_associations(
    connect_client *client, const connect_list_integration_associations_request *request,
    connect_list_integration_associations_response **out, connect_error **error);

/**
 * Makes a pager over all integration associations that pass the filters.  No I/O yet: the first
 * connect_list_integration_associations_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_integration_associations_pages(
    connect_client *client, const connect_list_integration_associations_request *request);

/**
 * The next association, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_integration_association_summary *
connect_list_integration_associations_next(connect_pager *pager);

/** Which association to end. */
typedef struct connect_delete_integration_association_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; from connect_create_integration_association() or a listing; 1..200 characters */
    const char *integration_association_id;
} connect_delete_integration_association_request;

/** Empty: the service sends no body. */
typedef struct connect_delete_integration_association_response {
    size_t size;
} connect_delete_integration_association_response;

/**
 * Ends an association.  Delete its use cases first (connect_delete_use_case()).  The resource
 * itself stays.
 *
 * Safe to repeat: it is sent again after a broken connection, and CONNECT_E_NOT_FOUND then usually
 * means that the first attempt succeeded.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::IntegrationAssociation:
 * connect:DeleteIntegrationAssociation; connect:DescribeInstance, ds:DescribeDirectories, and those
 * of the service that was integrated, such as app-integrations:DeleteEventIntegrationAssociation or
 * lambda:RemovePermission.  Quota: 2 requests a second, 5 at once, for each account and region; one
 * a second for SES_IDENTITY.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or association), CONNECT_E_INVALID_REQUEST (while
 * it has use cases).
 * Source: API reference, DeleteIntegrationAssociation.
 */
CONNECT_API connect_status connect_delete_integration_association(
    connect_client *client, const connect_delete_integration_association_request *request,
    connect_delete_integration_association_response **out, connect_error **error);

/** What an integration is used for. */
typedef enum connect_use_case_type {
    CONNECT_USE_CASE_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    /** rules evaluate the events of an EVENT integration */
    CONNECT_USE_CASE_TYPE_RULES_EVALUATION = 1,
    CONNECT_USE_CASE_TYPE_CONNECT_CAMPAIGNS = 2 /**< outbound campaigns */
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
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; from connect_create_integration_association() or a listing; 1..200 characters */
    const char *integration_association_id;
    connect_use_case_type use_case_type; /**< required, unless use_case_type_text names it */
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *use_case_type_text;
    /** 1..50; keys 1..128 characters, not beginning with "aws:"; values to 256; NULL for none */
    const connect_pair *const *tags;
    size_t tags_count; /**< how many; 0 for none */
} connect_create_use_case_request;

/** The new use case. */
typedef struct connect_create_use_case_response {
    size_t size;
    const char *use_case_id;  /**< names the use case when it is deleted; 1..200 characters */
    const char *use_case_arn; /**< its ARN, for tags */
} connect_create_use_case_response;

/**
 * Adds a use case to an association, which can have only one of each type.
 *
 * Not safe to repeat: there is no client token, so that after a broken connection it is not sent
 * again and the outcome is unknown.  Look with connect_list_use_cases() whether it took effect.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: id and ARN of the use case,
 * owned: connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:CreateUseCase.  Quota: 2 requests a second, 5 at once, for each account and
 * region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or association), CONNECT_E_INVALID_REQUEST,
 * CONNECT_E_CONFLICT (the association has a use case of this type already).
 * Source: API reference, CreateUseCase.
 */
CONNECT_API connect_status connect_create_use_case(connect_client *client,
                                                   const connect_create_use_case_request *request,
                                                   connect_create_use_case_response **out,
                                                   connect_error **error);

/** One use case of an association. */
typedef struct connect_use_case {
    size_t size;
    const char *use_case_id;             /**< 1..200 characters */
    const char *use_case_arn;            /**< its ARN */
    connect_use_case_type use_case_type; /**< what the association is used for */
    /** as the service sent it; the only name of a value newer than this library */
    const char *use_case_type_text;
} connect_use_case;

/** Whose use cases to list, and which page. */
typedef struct connect_list_use_cases_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; from connect_create_integration_association() or a listing; 1..200 characters */
    const char *integration_association_id;
    const char *next_token;        /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..100 use cases a page; unset lets the service choose */
} connect_list_use_cases_request;

/** A page of use cases. */
typedef struct connect_list_use_cases_response {
    size_t size;
    /** of one association, at most one of each type */
    const connect_use_case *const *use_case_summary_list;
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t use_case_summary_list_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_use_cases_response;

/**
 * One page of the use cases of an association.  connect_list_use_cases_pages() fetches all pages.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListUseCases.  Quota: 2 requests a second, 5 at once, for each account and
 * region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance or association), CONNECT_E_INVALID_REQUEST (also
 * for a token that is not valid any more: begin with the first page again).
 * Source: API reference, ListUseCases.
 */
CONNECT_API connect_status connect_list_use_cases(connect_client *client,
                                                  const connect_list_use_cases_request *request,
                                                  connect_list_use_cases_response **out,
                                                  connect_error **error);

/**
 * Makes a pager over all use cases of an association.  No I/O yet: the first
 * connect_list_use_cases_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_use_cases_pages(
    connect_client *client, const connect_list_use_cases_request *request);

/**
 * The next use case, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_use_case *connect_list_use_cases_next(connect_pager *pager);

/** Which use case to delete. */
typedef struct connect_delete_use_case_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required; from connect_create_integration_association() or a listing; 1..200 characters */
    const char *integration_association_id;
    /** required; from connect_create_use_case() or a listing; 1..200 characters */
    const char *use_case_id;
} connect_delete_use_case_request;

/** Empty: the service sends no body. */
typedef struct connect_delete_use_case_response {
    size_t size;
} connect_delete_use_case_response;

/**
 * Deletes a use case.  The association stays: connect_delete_integration_association() ends it.
 *
 * Safe to repeat: it is sent again after a broken connection, and CONNECT_E_NOT_FOUND then usually
 * means that the first attempt succeeded.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM action: connect:DeleteUseCase.  Quota: 2 requests a second, 5 at once, for each account and
 * region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, association or use case),
 * CONNECT_E_INVALID_REQUEST.
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
