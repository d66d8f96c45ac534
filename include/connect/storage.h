/*
 * Where an instance puts what it records: buckets and streams, one association for each kind of
 * data.
 *
 * Buckets, data streams, delivery streams and keys must exist already: nothing is created or
 * deleted here but video streams.  One call associates one place.  The kind of data decides what
 * places it may have: MEDIA_STREAMS go to video streams, AGENT_EVENTS and the REAL_TIME_... ones to
 * a data stream, CONTACT_TRACE_RECORDS to a data stream or a delivery stream, and everything else
 * to a bucket.  A new instance has no place for anything: connect_create_instance() attaches no
 * storage.
 *
 * The caller needs permissions for the bucket, stream or key as well, since the service adds them
 * to the role of the instance in the name of the caller: see
 * connect_associate_instance_storage_config().
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  An association may take a moment to show
 * in a listing.
 *
 * Example:
 *
 *     connect_s3_config bucket = {
 *         .size = sizeof bucket, .bucket_name = "recordings", .bucket_prefix = "calls"
 *     };
 *     connect_instance_storage_config config = {
 *         .size = sizeof config, .storage_type = CONNECT_STORAGE_TYPE_S3, .s3_config = &bucket
 *     };
 *     connect_associate_instance_storage_config_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .resource_type = CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS,
 *         .storage_config = &config,
 *     };
 *     connect_associate_instance_storage_config_response *response = NULL;
 *     if (connect_associate_instance_storage_config(client, &request, &response, &error) ==
 *         CONNECT_OK) {
 *         puts(response->association_id); // names the association in later calls
 *     }
 *     connect_free(response);
 */
#ifndef CONNECT_STORAGE_H
#define CONNECT_STORAGE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The kind of data that is stored, and where it may go. */
typedef enum connect_instance_storage_resource_type {
    /** newer than this library: see the text beside it */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_UNKNOWN = -1,
    /** what was written in chats; a bucket */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CHAT_TRANSCRIPTS = 1,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS = 2, /**< audio of calls; a bucket */
    /** reports exported on a schedule; a bucket */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_SCHEDULED_REPORTS = 3,
    /** live audio of customers, sampled at 8 kHz; video streams */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_MEDIA_STREAMS = 4,
    /** contact records: what happened to each contact; a data stream or a delivery stream */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CONTACT_TRACE_RECORDS = 5,
    /** what agents did: logins, changes of status; a data stream */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_AGENT_EVENTS = 6,
    /** deprecated, voice only: use the kind with VOICE in its name; a data stream */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_SEGMENTS = 7,
    /** files of chats, cases, tasks and e-mails (attached_file.h); a bucket */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_ATTACHMENTS = 8,
    /** evaluations of agents by supervisors; a bucket */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CONTACT_EVALUATIONS = 9,
    /** video of the screens of agents; a bucket */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_SCREEN_RECORDINGS = 10,
    /** analysis of chats as they go on; a data stream */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS = 11,
    /** analysis of calls as they go on; a data stream */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS = 12,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_EMAIL_MESSAGES = 13 /**< e-mails; a bucket */
} connect_instance_storage_resource_type;

/**
 * Returns the name of a value, for example "CHAT_TRANSCRIPTS"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_instance_storage_resource_type_name(
    connect_instance_storage_resource_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_instance_storage_resource_type
connect_instance_storage_resource_type_of(const char *name);

/** The kind of place.  It decides which of the four configurations goes with it. */
typedef enum connect_storage_type {
    CONNECT_STORAGE_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_STORAGE_TYPE_S3 = 1,       /**< a bucket of S3: s3_config */
    /** video streams: kinesis_video_stream_config */
    CONNECT_STORAGE_TYPE_KINESIS_VIDEO_STREAM = 2,
    CONNECT_STORAGE_TYPE_KINESIS_STREAM = 3, /**< a data stream of Kinesis: kinesis_stream_config */
    /** a delivery stream of Firehose: kinesis_firehose_config */
    CONNECT_STORAGE_TYPE_KINESIS_FIREHOSE = 4
} connect_storage_type;

/** Returns the name of a value, for example "S3"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_storage_type_name(connect_storage_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_storage_type connect_storage_type_of(const char *name);

/** How keys for encryption are kept. */
typedef enum connect_encryption_type {
    CONNECT_ENCRYPTION_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_ENCRYPTION_TYPE_KMS = 1       /**< in AWS KMS; the only way today */
} connect_encryption_type;

/** Returns the name of a value, for example "KMS"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_encryption_type_name(connect_encryption_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_encryption_type connect_encryption_type_of(const char *name);

/** How data is encrypted at rest. */
typedef struct connect_encryption_config {
    size_t size;
    connect_encryption_type encryption_type; /**< required: CONNECT_ENCRYPTION_TYPE_KMS */
    /**
     * as the service sent it; the only name of a value newer than this library; in a request, sent
     * when the enum is 0 or _UNKNOWN
     */
    const char *encryption_type_text;
    /** required; the full ARN of a symmetric KMS key, not only its id; 1..128 characters */
    const char *key_id;
} connect_encryption_config;

/** A place in a bucket. */
typedef struct connect_s3_config {
    size_t size;
    const char *bucket_name; /**< required; its name, not an ARN; 1..128 characters */
    /** required; what the keys of all objects begin with; 1..128 characters */
    const char *bucket_prefix;
    const connect_encryption_config *encryption_config; /**< NULL: as the bucket does by itself */
} connect_s3_config;

/**
 * Video streams that the instance makes by itself, one for each active call.  Neither delete nor
 * modify them while streaming is in use.  Their number counts against the account's quota of
 * Kinesis Video Streams.
 */
typedef struct connect_kinesis_video_stream_config {
    size_t size;
    /** required; what the names of the streams begin with; 1..128 characters */
    const char *prefix;
    /** required; hours for which audio is kept, 0..87600 (ten years); 0 keeps nothing */
    connect_opt_int32 retention_period_hours;
    const connect_encryption_config *encryption_config; /**< required */
} connect_kinesis_video_stream_config;

/** A data stream. */
typedef struct connect_kinesis_stream_config {
    size_t size;
    const char *stream_arn; /**< required; arn:aws:kinesis:REGION:ACCOUNT:stream/NAME */
} connect_kinesis_stream_config;

/** A delivery stream. */
typedef struct connect_kinesis_firehose_config {
    size_t size;
    const char *firehose_arn; /**< required; arn:aws:firehose:REGION:ACCOUNT:deliverystream/NAME */
} connect_kinesis_firehose_config;

/** One place for data: a type, and the one configuration that belongs to the type. */
typedef struct connect_instance_storage_config {
    size_t size;
    /** 1..100 characters; given by the service: leave it NULL in requests */
    const char *association_id;
    connect_storage_type storage_type; /**< required */
    /**
     * as the service sent it; the only name of a value newer than this library; in a request, sent
     * when the enum is 0 or _UNKNOWN
     */
    const char *storage_type_text;
    const connect_s3_config *s3_config; /**< for S3; otherwise NULL */
    /** for KINESIS_VIDEO_STREAM; otherwise NULL */
    const connect_kinesis_video_stream_config *kinesis_video_stream_config;
    /** for KINESIS_STREAM; otherwise NULL */
    const connect_kinesis_stream_config *kinesis_stream_config;
    /** for KINESIS_FIREHOSE; otherwise NULL */
    const connect_kinesis_firehose_config *kinesis_firehose_config;
} connect_instance_storage_config;

/** What to store where. */
typedef struct connect_associate_instance_storage_config_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless resource_type_text names it: the kind of data */
    connect_instance_storage_resource_type resource_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *resource_type_text;
    const connect_instance_storage_config *storage_config; /**< required; the place */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_associate_instance_storage_config_request;

/** The new association. */
typedef struct connect_associate_instance_storage_config_response {
    size_t size;
    /**
     * names the association in the calls below, together with the kind of data; 1..100 characters
     */
    const char *association_id;
} connect_associate_instance_storage_config_response;

/**
 * Gives a kind of data its place for the first time; connect_update_instance_storage_config()
 * changes it later.  The bucket, stream or key must exist: nothing is created but video streams.  A
 * kind of data cannot have two buckets.
 *
 * Safe to repeat: all attempts of a call carry one client token.  A later call for the same kind is
 * CONNECT_E_CONFLICT: list its places, and update the one that is there.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the id of the association,
 * owned: connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::InstanceStorageConfig:
 * connect:AssociateInstanceStorageConfig; connect:DescribeInstance and iam:PutRolePolicy; for a
 * bucket s3:GetBucketAcl and s3:GetBucketLocation; for streams kinesis:DescribeStream or
 * firehose:DescribeDeliveryStream; for a key kms:DescribeKey and kms:CreateGrant.  Quota: 2
 * requests a second, 5 at once, for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (a place that does not fit the kind of data or does not exist, or a
 * configuration that does not fit the storage type), CONNECT_E_CONFLICT (the kind has a place
 * already).
 * Source: API reference, AssociateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_associate_instance_storage_config(
    connect_client *client, const connect_associate_instance_storage_config_request *request,
    connect_associate_instance_storage_config_response **out, connect_error **error);

/** Which association to show. */
typedef struct connect_describe_instance_storage_config_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /**
     * required; from connect_associate_instance_storage_config() or a listing; 1..100 characters
     */
    const char *association_id;
    /** required, unless resource_type_text names it: the kind that it was associated for */
    connect_instance_storage_resource_type resource_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *resource_type_text;
} connect_describe_instance_storage_config_request;

/** The place. */
typedef struct connect_describe_instance_storage_config_response {
    size_t size;
    /** with its association_id; NULL when the service sent none */
    const connect_instance_storage_config *storage_config;
} connect_describe_instance_storage_config_response;

/**
 * One place for data, by its association.  connect_list_instance_storage_configs() finds the
 * association when only the kind of data is known.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the place, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:DescribeInstanceStorageConfig.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or no such association for this kind of data),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DescribeInstanceStorageConfig.
 */
CONNECT_API connect_status connect_describe_instance_storage_config(
    connect_client *client, const connect_describe_instance_storage_config_request *request,
    connect_describe_instance_storage_config_response **out, connect_error **error);

/** Whose places to list, for one kind of data, and which page. */
typedef struct connect_list_instance_storage_configs_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless resource_type_text names it: the kind of data */
    connect_instance_storage_resource_type resource_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *resource_type_text;
    const char *next_token;        /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..10 places a page; unset lets the service choose */
} connect_list_instance_storage_configs_request;

/** A page of places. */
typedef struct connect_list_instance_storage_configs_response {
    size_t size;
    /** each with its association_id */
    const connect_instance_storage_config *const *storage_configs;
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t storage_configs_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_instance_storage_configs_response;

/**
 * One page of the places for one kind of data.  A survey of an instance is one listing for each
 * kind.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListInstanceStorageConfigs.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListInstanceStorageConfigs.
 */
CONNECT_API connect_status connect_list_instance_storage_configs(
    connect_client *client, const connect_list_instance_storage_configs_request *request,
    connect_list_instance_storage_configs_response **out, connect_error **error);

/**
 * Makes a pager over all places of one kind of data.  No I/O yet: the first
 * connect_list_instance_storage_configs_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instance_storage_configs_pages(
    connect_client *client, const connect_list_instance_storage_configs_request *request);

/**
 * The next place, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_instance_storage_config *connect_list_instance_storage_configs_next(
    connect_pager *pager);

/** Which association to change, and what to. */
typedef struct connect_update_instance_storage_config_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /**
     * required; from connect_associate_instance_storage_config() or a listing; 1..100 characters
     */
    const char *association_id;
    /**
     * required, unless resource_type_text names it: the kind that it was associated for; travels in
     * the query
     */
    connect_instance_storage_resource_type resource_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *resource_type_text;
    /** required; replaces the old one as a whole; its association_id stays NULL */
    const connect_instance_storage_config *storage_config;
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_update_instance_storage_config_request;

/** Empty: the service sends no body. */
typedef struct connect_update_instance_storage_config_response {
    size_t size;
} connect_update_instance_storage_config_response;

/**
 * Replaces the place of an association, for example the prefix, or a bucket by another one.  What
 * is stored already stays where it is.  Members of the old configuration that the new one lacks are
 * gone, encryption included: describe it first when only a part is to change.
 *
 * Safe to repeat: all attempts of a call carry one client token, and a later call sets the same
 * again.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::InstanceStorageConfig:
 * connect:UpdateInstanceStorageConfig; for the new place those of
 * connect_associate_instance_storage_config(), and kms:RetireGrant for a key that is given up.
 * Quota: 2 requests a second, 5 at once, for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or no such association for this kind of data),
 * CONNECT_E_INVALID_REQUEST (a place that does not fit the kind of data or does not exist).
 * Source: API reference, UpdateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_update_instance_storage_config(
    connect_client *client, const connect_update_instance_storage_config_request *request,
    connect_update_instance_storage_config_response **out, connect_error **error);

/** Which association to end. */
typedef struct connect_disassociate_instance_storage_config_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /**
     * required; from connect_associate_instance_storage_config() or a listing; 1..100 characters
     */
    const char *association_id;
    /** required, unless resource_type_text names it: the kind that it was associated for */
    connect_instance_storage_resource_type resource_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *resource_type_text;
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_disassociate_instance_storage_config_request;

/** Empty: the service sends no body. */
typedef struct connect_disassociate_instance_storage_config_response {
    size_t size;
} connect_disassociate_instance_storage_config_response;

/**
 * Ends an association: that kind of data is not stored there any more.  The bucket or stream and
 * what is in it stay.
 *
 * Safe to repeat: all attempts of a call carry one client token.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::InstanceStorageConfig:
 * connect:DisassociateInstanceStorageConfig; connect:DescribeInstance, s3:GetBucketAcl and
 * s3:GetBucketLocation for a bucket, kms:RetireGrant for a key.  Quota: 2 requests a second, 5 at
 * once, for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance, or no such association for this kind of data),
 * CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_disassociate_instance_storage_config(
    connect_client *client, const connect_disassociate_instance_storage_config_request *request,
    connect_disassociate_instance_storage_config_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
