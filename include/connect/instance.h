/*
 * Instances: create, describe, list, find and delete them. <connect/replication.h> copies them,
 * <connect/attribute.h> and <connect/storage.h> configure them, <connect/tag.h> changes their tags.
 *
 * An instance is one contact centre.  Creating one takes the service about a minute; it goes from
 * CREATION_IN_PROGRESS to ACTIVE or to CREATION_FAILED.  connect_create_instance_and_wait() does
 * both.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An account may have two instances in a
 * region, unless AWS has raised this quota, and may create and delete only so many within 30 days;
 * the service does not document how many.
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
 *     } else {
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *         connect_error_free(error);
 *     }
 *     connect_free(response);
 */
#ifndef CONNECT_INSTANCE_H
#define CONNECT_INSTANCE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Where the users of an instance are kept.  Chosen at the creation and fixed from then on. */
typedef enum connect_directory_type {
    CONNECT_DIRECTORY_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_DIRECTORY_TYPE_SAML = 1,     /**< with an identity provider that speaks SAML 2.0 */
    CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED = 2, /**< in the instance itself */
    /** in a directory of AWS Directory Service: directory_id */
    CONNECT_DIRECTORY_TYPE_EXISTING_DIRECTORY = 3
} connect_directory_type;

/** Returns the name of a value, for example "SAML"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_directory_type_name(connect_directory_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_directory_type connect_directory_type_of(const char *name);

/** The state of an instance. */
typedef enum connect_instance_status {
    CONNECT_INSTANCE_STATUS_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    /** wait with connect_wait_instance_active() */
    CONNECT_INSTANCE_STATUS_CREATION_IN_PROGRESS = 1,
    CONNECT_INSTANCE_STATUS_ACTIVE = 2, /**< ready for all operations */
    /** see status_reason; the service shows it for 24 hours */
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
    /** newer than this library: see the text beside it */
    CONNECT_INSTANCE_REPLICATION_STATUS_UNKNOWN = -1,
    /** the replica is there */
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_COMPLETE = 1,
    /** wait with connect_wait_instance_replicated() */
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_IN_PROGRESS = 2,
    /** see replication_status_reason */
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_FAILED = 3,
    /** the replica is being deleted */
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICA_DELETING = 4,
    /** the deletion failed: see replication_status_reason */
    CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICATION_DELETION_FAILED = 5,
    /** what is in the instance is not copied yet */
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
    const char *message; /**< the reason of the service, for people; NULL when there is none */
} connect_instance_status_reason;

/** One instance, in full. */
typedef struct connect_instance {
    size_t size;
    const char *id; /**< 1..100 characters; what instance_id takes in every other operation */
    /** arn:PARTITION:connect:REGION:ACCOUNT:instance/ID; serves as instance_id too */
    const char *arn;
    connect_directory_type identity_management_type; /**< where its users are kept */
    /** as the service sent it; the only name of a value newer than this library */
    const char *identity_management_type_text;
    /** its name, 1..45 characters; NULL when it has none; "(redacted)" in log lines */
    const char *instance_alias;
    connect_opt_time created_time;           /**< milliseconds since 1970-01-01T00:00:00Z */
    const char *service_role;                /**< ARN of the role the instance acts with */
    connect_instance_status instance_status; /**< ACTIVE, or how far the creation has come */
    /** as the service sent it; the only name of a value newer than this library */
    const char *instance_status_text;
    /** set when the creation failed; otherwise NULL */
    const connect_instance_status_reason *status_reason;
    connect_opt_bool inbound_calls_enabled;  /**< whether it takes calls */
    connect_opt_bool outbound_calls_enabled; /**< whether it makes calls */
    const char *instance_access_url;         /**< where agents and administrators log in */
    /** at the time of the call; connect_list_tags_for_resource() has them alone */
    const connect_pair *const *tags;
    size_t tags_count; /**< how many, 0..50 */
} connect_instance;

/** One instance, as listings show it: a connect_instance without status_reason and tags. */
typedef struct connect_instance_summary {
    size_t size;
    const char *id; /**< 1..100 characters; what instance_id takes in every other operation */
    /** arn:PARTITION:connect:REGION:ACCOUNT:instance/ID; serves as instance_id too */
    const char *arn;
    connect_directory_type identity_management_type; /**< where its users are kept */
    /** as the service sent it; the only name of a value newer than this library */
    const char *identity_management_type_text;
    /** its name, 1..45 characters; NULL when it has none; "(redacted)" in log lines */
    const char *instance_alias;
    connect_opt_time created_time;           /**< milliseconds since 1970-01-01T00:00:00Z */
    const char *service_role;                /**< ARN of the role the instance acts with */
    connect_instance_status instance_status; /**< ACTIVE, or how far the creation has come */
    /** as the service sent it; the only name of a value newer than this library */
    const char *instance_status_text;
    connect_opt_bool inbound_calls_enabled;  /**< whether it takes calls */
    connect_opt_bool outbound_calls_enabled; /**< whether it makes calls */
    const char *instance_access_url;         /**< where agents and administrators log in */
} connect_instance_summary;

/** The state of one replica. */
typedef struct connect_replication_status_summary {
    size_t size;
    const char *region; /**< where it is, for example "us-west-2"; 8..31 characters */
    connect_instance_replication_status replication_status; /**< how far it has come */
    /** as the service sent it; the only name of a value newer than this library */
    const char *replication_status_text;
    /** why, in case of a failure; at most 1024 characters; NULL otherwise */
    const char *replication_status_reason;
} connect_replication_status_summary;

/** Where an instance is copied to. */
typedef struct connect_replication_configuration {
    size_t size;
    /** one for each region with a replica */
    const connect_replication_status_summary *const *replication_status_summary_list;
    size_t replication_status_summary_list_count; /**< how many, 0..11 */
    const char *source_region;                    /**< the region of the instance that was copied */
    /** the URL for logging in as the traffic distribution group directs; at most 128 characters */
    const char *global_sign_in_endpoint;
} connect_replication_configuration;

/** What to create. */
typedef struct connect_create_instance_request {
    size_t size;
    /**
     * at most 500 characters; NULL: a random UUID, the same on every attempt of the call.  Set one
     * of your own, and keep it, to repeat a creation after a crash without making two instances
     */
    const char *client_token;
    /** required, unless identity_management_type_text names it; cannot be changed later */
    connect_directory_type identity_management_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *identity_management_type_text;
    /**
     * 1..45 letters, digits and inner hyphens; not beginning with "d-".  The service wants it for
     * CONNECT_MANAGED and SAML, refuses one that is taken, and has no operation to change it
     */
    const char *instance_alias;
    /** "d-" and ten hexadecimal digits, for EXISTING_DIRECTORY; otherwise NULL */
    const char *directory_id;
    connect_opt_bool inbound_calls_enabled;  /**< required; whether it takes calls */
    connect_opt_bool outbound_calls_enabled; /**< required; whether it makes calls */
    /** 1..50; keys 1..128 characters, not beginning with "aws:"; values to 256; NULL for none */
    const connect_pair *const *tags;
    size_t tags_count; /**< how many; 0 for none */
} connect_create_instance_request;

/** The new instance, whose creation goes on. */
typedef struct connect_create_instance_response {
    size_t size;
    const char *id;  /**< for connect_wait_instance_active() */
    const char *arn; /**< its ARN */
} connect_create_instance_response;

/**
 * Starts the creation of an instance and returns its id at once.  Wait with
 * connect_wait_instance_active() before anything else is done with it, or let
 * connect_create_instance_and_wait() do both.  The instance has all channels, but no storage
 * (connect_associate_instance_storage_config()), and its features are as the service chooses
 * (connect_update_instance_attribute()).
 *
 * Safe to repeat: all attempts of a call carry one client token.  Two calls without a token of
 * their own may make two instances.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: id and ARN, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::Instance: connect:CreateInstance;
 * connect:DescribeInstance, ds:CheckAlias, ds:CreateAlias, ds:AuthorizeApplication,
 * ds:UnauthorizeApplication, ds:CreateIdentityPoolDirectory, ds:CreateDirectory,
 * ds:DescribeDirectories, iam:CreateServiceLinkedRole, iam:PutRolePolicy and logs:CreateLogGroup,
 * as far as the kind of directory needs them.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_INVALID_REQUEST (an alias that is taken among them), CONNECT_E_QUOTA_EXCEEDED
 * (instances of the account, 2 unless raised: delete one or request more; or too many created and
 * deleted within 30 days: a retry does not help before that), CONNECT_E_NOT_FOUND (the directory).
 * A creation that fails later is no error here: the status of the instance becomes CREATION_FAILED.
 * Source: API reference, CreateInstance.
 */
CONNECT_API connect_status connect_create_instance(connect_client *client,
                                                   const connect_create_instance_request *request,
                                                   connect_create_instance_response **out,
                                                   connect_error **error);

/** Which instance to describe. */
typedef struct connect_describe_instance_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
} connect_describe_instance_request;

/** The instance. */
typedef struct connect_describe_instance_response {
    size_t size;
    const connect_instance *instance; /**< NULL only when the service sent none */
    /** NULL when it has no replica */
    const connect_replication_configuration *replication_configuration;
} connect_describe_instance_response;

/**
 * The state of one instance.  One whose creation failed is shown for 24 hours after the creation
 * was started.  Just after a creation the service may not know the id yet:
 * connect_wait_instance_active() allows for that.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the instance, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::Instance: connect:DescribeInstance;
 * ds:DescribeDirectories.  Quota: 2 requests a second, 5 at once, for each account and region,
 * unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client: deleted, never there,
 * or not visible yet), CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DescribeInstance.
 */
CONNECT_API connect_status
connect_describe_instance(connect_client *client, const connect_describe_instance_request *request,
                          connect_describe_instance_response **out, connect_error **error);

/** Which page of the instances.  NULL in its place is the first page. */
typedef struct connect_list_instances_request {
    size_t size;
    const char *next_token;        /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..10 instances a page; unset lets the service choose */
} connect_list_instances_request;

/** A page of instances. */
typedef struct connect_list_instances_response {
    size_t size;
    const connect_instance_summary *const *instance_summary_list; /**< in no documented order */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t instance_summary_list_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_instances_response;

/**
 * One page of the account's instances in the region of the client: active ones, those in creation,
 * and those that failed within 24 hours.  connect_list_instances_pages() fetches all pages;
 * connect_find_instance_by_alias() looks for one.
 *
 * client: borrowed; any thread.  request: borrowed for the call; NULL for the first page.  *out:
 * the page, owned: connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::Instance: connect:ListInstances;
 * ds:DescribeDirectories.  Quota: 2 requests a second, 5 at once, for each account and region,
 * unless raised.
 *
 * Errors: CONNECT_E_INVALID_REQUEST, for a token that is not valid any more: begin with the first
 * page again.
 * Source: API reference, ListInstances.
 */
CONNECT_API connect_status connect_list_instances(connect_client *client,
                                                  const connect_list_instances_request *request,
                                                  connect_list_instances_response **out,
                                                  connect_error **error);

/**
 * Makes a pager over all instances of the account in the region of the client.  No I/O yet: the
 * first connect_list_instances_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; NULL for the defaults; its
 * next_token is where the listing begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instances_pages(
    connect_client *client, const connect_list_instances_request *request);

/**
 * The next instance, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_instance_summary *connect_list_instances_next(connect_pager *pager);

/** Which instance to delete. */
typedef struct connect_delete_instance_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_delete_instance_request;

/** Empty: the service sends no body. */
typedef struct connect_delete_instance_response {
    size_t size;
} connect_delete_instance_response;

/**
 * Deletes an instance with everything in it.  The instance may be listed for a while afterwards:
 * connect_wait_instance_deleted() waits until it is gone.
 *
 * Deletions count, together with creations, against the number that is allowed within 30 days.
 * Beyond it the service refuses both with ServiceQuotaExceededException, and a retry does not help.
 * Scripts that create and delete instances for tests reach it soon: run those against
 * connect-local(1).
 *
 * Safe to repeat: all attempts of a call carry one client token.  A later call for an instance that
 * is gone is CONNECT_E_NOT_FOUND.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::Instance: connect:DeleteInstance;
 * connect:DescribeInstance, ds:DeleteDirectory, ds:UnauthorizeApplication and
 * ds:DescribeDirectories.  Quota: 2 requests a second, 5 at once, for each account and region,
 * unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DeleteInstance.
 */
CONNECT_API connect_status connect_delete_instance(connect_client *client,
                                                   const connect_delete_instance_request *request,
                                                   connect_delete_instance_response **out,
                                                   connect_error **error);

/**
 * The instance of that alias, compared without regard to case, by going through the list.  The
 * service has no such operation: each call fetches pages until the alias is found, at most ten
 * instances a page, so keep the id rather than the alias.
 *
 * client: borrowed; any thread.  instance_alias: 1..45 characters, borrowed.  *out: a copy, owned,
 * freed with connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM actions and quota are those of connect_list_instances().
 *
 * Errors: CONNECT_E_NOT_FOUND when no instance has it, CONNECT_E_ARGUMENT when it is NULL or empty,
 * and those of connect_list_instances().
 */
CONNECT_API connect_status connect_find_instance_by_alias(connect_client *client,
                                                          const char *instance_alias,
                                                          connect_instance_summary **out,
                                                          connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
