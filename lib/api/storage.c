/*
 * Storage: rows of <connect/storage.h>.
 */
#include "call/entry.h"

#include <connect/storage.h>

ENUM_VALUES(connect_instance_storage_resource_type, "CHAT_TRANSCRIPTS", "CALL_RECORDINGS",
            "SCHEDULED_REPORTS", "MEDIA_STREAMS", "CONTACT_TRACE_RECORDS", "AGENT_EVENTS",
            "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS", "ATTACHMENTS", "CONTACT_EVALUATIONS",
            "SCREEN_RECORDINGS", "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS",
            "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS", "EMAIL_MESSAGES");

ENUM_VALUES(connect_storage_type, "S3", "KINESIS_VIDEO_STREAM", "KINESIS_STREAM",
            "KINESIS_FIREHOSE");

ENUM_VALUES(connect_encryption_type, "KMS");

#define T connect_encryption_config
SHAPE(ENUM(encryption_type, connect_encryption_type, "EncryptionType", REQUIRED),
      FIELD(key_id, "KeyId", REQUIRED, LENGTH(1, 128)));
#undef T

#define T connect_s3_config
SHAPE(FIELD(bucket_name, "BucketName", REQUIRED, LENGTH(1, 128)),
      FIELD(bucket_prefix, "BucketPrefix", REQUIRED, LENGTH(1, 128)),
      STRUCT(encryption_config, connect_encryption_config, "EncryptionConfig"));
#undef T

#define T connect_kinesis_video_stream_config
SHAPE(FIELD(prefix, "Prefix", REQUIRED, LENGTH(1, 128)),
      FIELD(retention_period_hours, "RetentionPeriodHours", REQUIRED, RANGE(0, 87600)),
      STRUCT(encryption_config, connect_encryption_config, "EncryptionConfig", REQUIRED));
#undef T

#define T connect_kinesis_stream_config
SHAPE(FIELD(stream_arn, "StreamArn", REQUIRED));
#undef T

#define T connect_kinesis_firehose_config
SHAPE(FIELD(firehose_arn, "FirehoseArn", REQUIRED));
#undef T

#define T connect_instance_storage_config
SHAPE(FIELD(association_id, "AssociationId", LENGTH(1, 100)),
      ENUM(storage_type, connect_storage_type, "StorageType", REQUIRED),
      STRUCT(s3_config, connect_s3_config, "S3Config"),
      STRUCT(kinesis_video_stream_config, connect_kinesis_video_stream_config,
             "KinesisVideoStreamConfig"),
      STRUCT(kinesis_stream_config, connect_kinesis_stream_config, "KinesisStreamConfig"),
      STRUCT(kinesis_firehose_config, connect_kinesis_firehose_config, "KinesisFirehoseConfig"));
#undef T

#define T connect_associate_instance_storage_config_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(resource_type, connect_instance_storage_resource_type, "ResourceType", REQUIRED),
      STRUCT(storage_config, connect_instance_storage_config, "StorageConfig", REQUIRED),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_instance_storage_config_response
SHAPE(FIELD(association_id, "AssociationId", LENGTH(1, 100)));
#undef T

OPERATION(associate_instance_storage_config, "AssociateInstanceStorageConfig", "PUT",
          "/instance/{InstanceId}/storage-config",
          "Gives a kind of data its place for the first time.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "InvalidParameterException", "ThrottlingException"));

#define T connect_describe_instance_storage_config_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(association_id, "AssociationId", REQUIRED, IN_PATH, LENGTH(1, 100)),
      ENUM(resource_type, connect_instance_storage_resource_type, "ResourceType", REQUIRED,
           IN_QUERY("resourceType")));
#undef T

#define T connect_describe_instance_storage_config_response
SHAPE(STRUCT(storage_config, connect_instance_storage_config, "StorageConfig"));
#undef T

OPERATION(describe_instance_storage_config, "DescribeInstanceStorageConfig", "GET",
          "/instance/{InstanceId}/storage-config/{AssociationId}",
          "Shows where a kind of data is stored.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .repeatable = true);

#define T connect_list_instance_storage_configs_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(resource_type, connect_instance_storage_resource_type, "ResourceType", REQUIRED,
           IN_QUERY("resourceType")),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)));
#undef T

#define T connect_list_instance_storage_configs_response
SHAPE(LIST(storage_configs, connect_instance_storage_config, "StorageConfigs"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_instance_storage_configs, "ListInstanceStorageConfigs", "GET",
          "/instance/{InstanceId}/storage-configs",
          "Lists the places where a kind of data is stored.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "StorageConfigs", .repeatable = true);
PAGER(list_instance_storage_configs, const connect_instance_storage_config);

#define T connect_update_instance_storage_config_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(association_id, "AssociationId", REQUIRED, IN_PATH, LENGTH(1, 100)),
      ENUM(resource_type, connect_instance_storage_resource_type, "ResourceType", REQUIRED,
           IN_QUERY("resourceType")),
      STRUCT(storage_config, connect_instance_storage_config, "StorageConfig", REQUIRED),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_update_instance_storage_config_response
EMPTY_SHAPE();
#undef T

OPERATION(update_instance_storage_config, "UpdateInstanceStorageConfig", "POST",
          "/instance/{InstanceId}/storage-config/{AssociationId}",
          "Changes where a kind of data is stored.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));

#define T connect_disassociate_instance_storage_config_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(association_id, "AssociationId", REQUIRED, IN_PATH, LENGTH(1, 100)),
      ENUM(resource_type, connect_instance_storage_resource_type, "ResourceType", REQUIRED,
           IN_QUERY("resourceType")),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_disassociate_instance_storage_config_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_instance_storage_config, "DisassociateInstanceStorageConfig", "DELETE",
          "/instance/{InstanceId}/storage-config/{AssociationId}",
          "Ends the storing of a kind of data.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
