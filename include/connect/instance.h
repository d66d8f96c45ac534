/*
 * Instances: create, describe, list, find and delete them.  <connect/replication.h> copies them.
 *
 * An instance is one contact centre.  Creating one takes the service about a minute; it goes from
 * CREATION_IN_PROGRESS to ACTIVE or to CREATION_FAILED.  All operations may be throttled
 * (CONNECT_E_THROTTLED) and may fail in the service (CONNECT_E_INTERNAL) besides what is said at
 * each.
 *
 * Wherever a member is an instance id, the ARN of the instance serves too, in every family of
 * operations: arn:PARTITION:connect:REGION:ACCOUNT:instance/ID, in the partition and region of the
 * client.  The id is sent.  The ARN of an instance elsewhere, of something inside an instance or of
 * anything else is CONNECT_E_ARGUMENT, and nothing is sent: a replica has the same id as its
 * source, so that the region tells which of them is meant.
 *
 * Example:
 *
 *     connect_create_instance_request request = {
 *         .size = sizeof request,
 *         .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED,
 *         .instance_alias = "support-emea",
 *         .inbound_calls_enabled = CONNECT_SET(true),
 *         .outbound_calls_enabled = CONNECT_SET(true),
 *     };
 *     connect_create_instance_response *response = NULL;
 *     if (connect_create_instance(client, &request, &response, &error) == CONNECT_OK) {
 *         puts(response->id);
 *     }
 *     connect_free(response);
 */
#ifndef CONNECT_INSTANCE_H
#define CONNECT_INSTANCE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where the users of an instance are kept. */
typedef enum connect_directory_type {
    CONNECT_DIRECTORY_TYPE_UNKNOWN = -1,
    CONNECT_DIRECTORY_TYPE_SAML = 1,
    CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED = 2,
    CONNECT_DIRECTORY_TYPE_EXISTING_DIRECTORY = 3
} connect_directory_type;

/** Returns the name of a value, for example "SAML"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_directory_type_name(connect_directory_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_directory_type connect_directory_type_of(const char *name);

/** The state of an instance. */
typedef enum connect_instance_status {
    CONNECT_INSTANCE_STATUS_UNKNOWN = -1,
    CONNECT_INSTANCE_STATUS_CREATION_IN_PROGRESS = 1,
    CONNECT_INSTANCE_STATUS_ACTIVE = 2,
    CONNECT_INSTANCE_STATUS_CREATION_FAILED = 3
} connect_instance_status;

/**
 * Returns the name of a value, for example "CREATION_IN_PROGRESS"; NULL for a number that has
 * none.  Static.
 */
CONNECT_API const char *connect_instance_status_name(connect_instance_status value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_instance_status connect_instance_status_of(const char *name);

/** How far the copy of an instance in another region has come. */
typedef enum connect_instance_replication_status {
    CONNECT_INSTANCE_REPLICATION_STATUS_UNKNOWN = -1,
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_COMPLETE = 1,
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_IN_PROGRESS = 2,
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_FAILED = 3,
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICA_DELETING = 4,
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_DELETION_FAILED = 5,
    CONNECT_INSTANCE_REPLICATION_STATUS_RESOURCE_REPLICATION_NOT_STARTED = 6
} connect_instance_replication_status;

/**
 * Returns the name of a value, for example "INSTANCE_REPLICATION_COMPLETE"; NULL for a number that
 * has none.  Static.
 */
CONNECT_API const char *connect_instance_replication_status_name(
    connect_instance_replication_status value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_instance_replication_status
connect_instance_replication_status_of(const char *name);

/** Why a creation failed. */
typedef struct connect_instance_status_reason {
    size_t size;
    const char *message;
} connect_instance_status_reason;

/** One instance, in full. */
typedef struct connect_instance {
    size_t size;
    const char *id;
    const char *arn;
    connect_directory_type identity_management_type;
    const char *identity_management_type_text;
    const char *instance_alias;
    connect_opt_time created_time;
    const char *service_role; /**< ARN of the role the instance acts with */
    connect_instance_status instance_status;
    const char *instance_status_text;
    const connect_instance_status_reason *status_reason; /**< present when the creation failed */
    connect_opt_bool inbound_calls_enabled;
    connect_opt_bool outbound_calls_enabled;
    const char *instance_access_url;
    const connect_pair *const *tags;
    size_t tags_count;
} connect_instance;

/** One instance, as listings show it. */
typedef struct connect_instance_summary {
    size_t size;
    const char *id;
    const char *arn;
    connect_directory_type identity_management_type;
    const char *identity_management_type_text;
    const char *instance_alias;
    connect_opt_time created_time;
    const char *service_role;
    connect_instance_status instance_status;
    const char *instance_status_text;
    connect_opt_bool inbound_calls_enabled;
    connect_opt_bool outbound_calls_enabled;
    const char *instance_access_url;
} connect_instance_summary;

/** The state of one replica. */
typedef struct connect_replication_status_summary {
    size_t size;
    const char *region;
    connect_instance_replication_status replication_status;
    const char *replication_status_text;
    const char *replication_status_reason; /**< at most 1024 characters */
} connect_replication_status_summary;

/** Where an instance is copied to. */
typedef struct connect_replication_configuration {
    size_t size;
    const connect_replication_status_summary *const *replication_status_summary_list;
    size_t replication_status_summary_list_count;
    const char *source_region;
    const char *global_sign_in_endpoint;
} connect_replication_configuration;

/** What to create. */
typedef struct connect_create_instance_request {
    size_t size;
    /** at most 500 characters; NULL: a random UUID, the same on every attempt of the call */
    const char *client_token;
    connect_directory_type identity_management_type; /**< required */
    const char *identity_management_type_text;
    /**
     * 1..45 letters, digits and inner hyphens; not beginning with "d-".  The service wants it for
     * CONNECT_MANAGED and SAML
     */
    const char *instance_alias;
    /** "d-" and ten hexadecimal digits, for EXISTING_DIRECTORY */
    const char *directory_id;
    connect_opt_bool inbound_calls_enabled;  /**< required */
    connect_opt_bool outbound_calls_enabled; /**< required */
    const connect_pair *const *tags;         /**< 1..50; keys 1..128 characters, values to 256 */
    size_t tags_count;
} connect_create_instance_request;

typedef struct connect_create_instance_response {
    size_t size;
    const char *id;
    const char *arn;
} connect_create_instance_response;

/**
 * Starts the creation of an instance and returns its id at once; wait with
 * connect_wait_instance_active().
 *
 * Errors: CONNECT_E_INVALID_REQUEST (an alias that is taken among them), CONNECT_E_QUOTA_EXCEEDED
 * (instances of the account, or too many created and deleted within 30 days), CONNECT_E_NOT_FOUND
 * (the directory).
 * Source: API reference, CreateInstance.
 */
CONNECT_API connect_status connect_create_instance(connect_client *client,
                                                   const connect_create_instance_request *request,
                                                   connect_create_instance_response **out,
                                                   connect_error **error);

/** Which instance to describe. */
typedef struct connect_describe_instance_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN */
} connect_describe_instance_request;

typedef struct connect_describe_instance_response {
    size_t size;
    const connect_instance *instance;
    /** NULL when it has no replica */
    const connect_replication_configuration *replication_configuration;
} connect_describe_instance_response;

/**
 * The state of one instance.  An instance whose creation failed is shown for 24 hours.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DescribeInstance.
 */
CONNECT_API connect_status
connect_describe_instance(connect_client *client, const connect_describe_instance_request *request,
                          connect_describe_instance_response **out, connect_error **error);

/** Filter and page position for connect_list_instances(). */
typedef struct connect_list_instances_request {
    size_t size;
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..10; unset lets the service choose */
} connect_list_instances_request;

typedef struct connect_list_instances_response {
    size_t size;
    const connect_instance_summary *const *instance_summary_list;
    size_t instance_summary_list_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_instances_response;

/**
 * One page of the account's instances in the region: active ones, those in creation, and those that
 * failed within 24 hours.
 *
 * Errors: CONNECT_E_INVALID_REQUEST, for a token that is not valid any more.
 * Source: API reference, ListInstances.
 */
CONNECT_API connect_status connect_list_instances(connect_client *client,
                                                  const connect_list_instances_request *request,
                                                  connect_list_instances_response **out,
                                                  connect_error **error);

/**
 * Makes a pager over all instances.  request: copied; NULL for the defaults.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instances_pages(
    connect_client *client, const connect_list_instances_request *request);

/**
 * The next instance, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_instance_summary *connect_list_instances_next(connect_pager *pager);

/** Which instance to delete. */
typedef struct connect_delete_instance_request {
    size_t size;
    const char *instance_id;  /**< required; id or ARN */
    const char *client_token; /**< as for connect_create_instance_request */
} connect_delete_instance_request;

typedef struct connect_delete_instance_response {
    size_t size;
} connect_delete_instance_response;

/**
 * Deletes an instance with everything in it.  There is a quota on creations and deletions within 30
 * days.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DeleteInstance.
 */
CONNECT_API connect_status connect_delete_instance(connect_client *client,
                                                   const connect_delete_instance_request *request,
                                                   connect_delete_instance_response **out,
                                                   connect_error **error);

/**
 * The instance of that alias, compared without regard to case, by going through the list.
 *
 * instance_alias: 1..45 characters, borrowed.  *out: a copy, owned, freed with connect_free().
 * Errors: CONNECT_E_NOT_FOUND when no instance has it, and those of ListInstances.
 */
CONNECT_API connect_status connect_find_instance_by_alias(connect_client *client,
                                                          const char *instance_alias,
                                                          connect_instance_summary **out,
                                                          connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
