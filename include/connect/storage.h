/*
 * Where an instance puts what it records: buckets and streams, one association for each kind of
 * data.
 *
 * Buckets, data streams, delivery streams and keys must exist already: nothing is created or
 * deleted here but video streams.  One call associates one place.  The kind of data decides what
 * places it may have: MEDIA_STREAMS go to video streams, AGENT_EVENTS and the REAL_TIME_... ones to
 * a data stream, CONTACT_TRACE_RECORDS to a data stream or a delivery stream, and everything else
 * to a bucket.  All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides what is said at each.
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
 *     connect_associate_instance_storage_config(client, &request, NULL, &error);
 */
#ifndef CONNECT_STORAGE_H
#define CONNECT_STORAGE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The kind of data that is stored. */
typedef enum connect_instance_storage_resource_type {
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_UNKNOWN = -1,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CHAT_TRANSCRIPTS = 1,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS = 2,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_SCHEDULED_REPORTS = 3,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_MEDIA_STREAMS = 4, /**< live audio of customers */
    /** the story of each contact */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CONTACT_TRACE_RECORDS = 5,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_AGENT_EVENTS = 6, /**< what agents did */
    /** deprecated; voice only */
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_SEGMENTS = 7,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_ATTACHMENTS = 8,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CONTACT_EVALUATIONS = 9,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_SCREEN_RECORDINGS = 10,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS = 11,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS = 12,
    CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_EMAIL_MESSAGES = 13
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

/** The kind of place.  It says which of the four configurations goes with it. */
typedef enum connect_storage_type {
    CONNECT_STORAGE_TYPE_UNKNOWN = -1,
    CONNECT_STORAGE_TYPE_S3 = 1,
    CONNECT_STORAGE_TYPE_KINESIS_VIDEO_STREAM = 2,
    CONNECT_STORAGE_TYPE_KINESIS_STREAM = 3,
    CONNECT_STORAGE_TYPE_KINESIS_FIREHOSE = 4
} connect_storage_type;

/** Returns the name of a value, for example "S3"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_storage_type_name(connect_storage_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_storage_type connect_storage_type_of(const char *name);

/** How keys for encryption are kept. */
typedef enum connect_encryption_type {
    CONNECT_ENCRYPTION_TYPE_UNKNOWN = -1,
    CONNECT_ENCRYPTION_TYPE_KMS = 1
} connect_encryption_type;

/** Returns the name of a value, for example "KMS"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_encryption_type_name(connect_encryption_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_encryption_type connect_encryption_type_of(const char *name);

/** How data is encrypted at rest. */
typedef struct connect_encryption_config {
    size_t size;
    connect_encryption_type encryption_type; /**< required */
    const char *encryption_type_text;
    /** required; the full ARN of a symmetric KMS key, not only its id; 1..128 characters */
    const char *key_id;
} connect_encryption_config;

/** A place in a bucket. */
typedef struct connect_s3_config {
    size_t size;
    const char *bucket_name; /**< required; 1..128 characters */
    /** required; what the keys of all objects begin with; 1..128 characters */
    const char *bucket_prefix;
    const connect_encryption_config *encryption_config; /**< NULL: as the bucket does by itself */
} connect_s3_config;

/** Video streams that the instance makes by itself. */
typedef struct connect_kinesis_video_stream_config {
    size_t size;
    /** required; what the names of the streams begin with; 1..128 characters */
    const char *prefix;
    connect_opt_int32 retention_period_hours; /**< required; hours, 0..87600; 0 keeps nothing */
    const connect_encryption_config *encryption_config; /**< required */
} connect_kinesis_video_stream_config;

/** A data stream. */
typedef struct connect_kinesis_stream_config {
    size_t size;
    const char *stream_arn; /**< required */
} connect_kinesis_stream_config;

/** A delivery stream. */
typedef struct connect_kinesis_firehose_config {
    size_t size;
    const char *firehose_arn; /**< required */
} connect_kinesis_firehose_config;

/** One place for data: a type, and the one configuration that belongs to the type. */
typedef struct connect_instance_storage_config {
    size_t size;
    const char *association_id;        /**< 1..100 characters; given by the service, not by you */
    connect_storage_type storage_type; /**< required */
    const char *storage_type_text;
    const connect_s3_config *s3_config; /**< for S3 */
    /** for KINESIS_VIDEO_STREAM */
    const connect_kinesis_video_stream_config *kinesis_video_stream_config;
    const connect_kinesis_stream_config *kinesis_stream_config;     /**< for KINESIS_STREAM */
    const connect_kinesis_firehose_config *kinesis_firehose_config; /**< for KINESIS_FIREHOSE */
} connect_instance_storage_config;

/** What to store where. */
typedef struct connect_associate_instance_storage_config_request {
    size_t size;
    const char *instance_id;                              /**< required; id or ARN */
    connect_instance_storage_resource_type resource_type; /**< required */
    const char *resource_type_text;
    const connect_instance_storage_config *storage_config; /**< required */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_associate_instance_storage_config_request;

typedef struct connect_associate_instance_storage_config_response {
    size_t size;
    const char *association_id; /**< names the association in the calls below */
} connect_associate_instance_storage_config_response;

/**
 * Gives a kind of data its place for the first time; connect_update_instance_storage_config()
 * changes it later.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_CONFLICT (the kind has a place
 * already).
 * Source: API reference, AssociateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_associate_instance_storage_config(
    connect_client *client, const connect_associate_instance_storage_config_request *request,
    connect_associate_instance_storage_config_response **out, connect_error **error);

/** Which association to show. */
typedef struct connect_describe_instance_storage_config_request {
    size_t size;
    const char *instance_id;    /**< required; id or ARN */
    const char *association_id; /**< required; 1..100 characters */
    /** required; the kind that it was associated for */
    connect_instance_storage_resource_type resource_type;
    const char *resource_type_text;
} connect_describe_instance_storage_config_request;

typedef struct connect_describe_instance_storage_config_response {
    size_t size;
    const connect_instance_storage_config *storage_config;
} connect_describe_instance_storage_config_response;

/**
 * One place for data.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DescribeInstanceStorageConfig.
 */
CONNECT_API connect_status connect_describe_instance_storage_config(
    connect_client *client, const connect_describe_instance_storage_config_request *request,
    connect_describe_instance_storage_config_response **out, connect_error **error);

/** Whose places to list, for one kind of data. */
typedef struct connect_list_instance_storage_configs_request {
    size_t size;
    const char *instance_id;                              /**< required; id or ARN */
    connect_instance_storage_resource_type resource_type; /**< required */
    const char *resource_type_text;
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..10; unset lets the service choose */
} connect_list_instance_storage_configs_request;

typedef struct connect_list_instance_storage_configs_response {
    size_t size;
    const connect_instance_storage_config *const *storage_configs;
    size_t storage_configs_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_instance_storage_configs_response;

/**
 * One page of the places for one kind of data.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListInstanceStorageConfigs.
 */
CONNECT_API connect_status connect_list_instance_storage_configs(
    connect_client *client, const connect_list_instance_storage_configs_request *request,
    connect_list_instance_storage_configs_response **out, connect_error **error);

/**
 * Makes a pager over all places of one type of resource.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instance_storage_configs_pages(
    connect_client *client, const connect_list_instance_storage_configs_request *request);

/**
 * The next place, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_instance_storage_config *connect_list_instance_storage_configs_next(
    connect_pager *pager);

/** Which association to change, and what to. */
typedef struct connect_update_instance_storage_config_request {
    size_t size;
    const char *instance_id;    /**< required; id or ARN */
    const char *association_id; /**< required; 1..100 characters */
    /** required; the kind that it was associated for; travels in the query */
    connect_instance_storage_resource_type resource_type;
    const char *resource_type_text;
    /** required; replaces the old one as a whole */
    const connect_instance_storage_config *storage_config;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_update_instance_storage_config_request;

typedef struct connect_update_instance_storage_config_response {
    size_t size;
} connect_update_instance_storage_config_response;

/**
 * Replaces the place of an association.  What is stored already stays where it is.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, UpdateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_update_instance_storage_config(
    connect_client *client, const connect_update_instance_storage_config_request *request,
    connect_update_instance_storage_config_response **out, connect_error **error);

/** Which association to end. */
typedef struct connect_disassociate_instance_storage_config_request {
    size_t size;
    const char *instance_id;    /**< required; id or ARN */
    const char *association_id; /**< required; 1..100 characters */
    /** required; the kind that it was associated for */
    connect_instance_storage_resource_type resource_type;
    const char *resource_type_text;
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_disassociate_instance_storage_config_request;

typedef struct connect_disassociate_instance_storage_config_response {
    size_t size;
} connect_disassociate_instance_storage_config_response;

/**
 * Ends an association: that kind of data is not stored there any more.  The bucket or stream and
 * what is in it stay.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DisassociateInstanceStorageConfig.
 */
CONNECT_API connect_status connect_disassociate_instance_storage_config(
    connect_client *client, const connect_disassociate_instance_storage_config_request *request,
    connect_disassociate_instance_storage_config_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
