/*
 * Instances: rows of <connect/instance.h>.
 */
#include "call/entry.h"

#include <connect/instance.h>

ENUM_VALUES(connect_directory_type, "SAML", "CONNECT_MANAGED", "EXISTING_DIRECTORY");
ENUM_VALUES(connect_instance_status, "CREATION_IN_PROGRESS", "ACTIVE", "CREATION_FAILED");
ENUM_VALUES(connect_instance_replication_status, "INSTANCE_REPLICATION_COMPLETE",
            "INSTANCE_REPLICATION_IN_PROGRESS", "INSTANCE_REPLICATION_FAILED",
            "INSTANCE_REPLICA_DELETING", "INSTANCE_REPLICATION_DELETION_FAILED",
            "RESOURCE_REPLICATION_NOT_STARTED");

#define T connect_instance_status_reason
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_instance
SHAPE(FIELD(id, "Id", LENGTH(1, 100)),
      FIELD(arn, "Arn"),
      ENUM(identity_management_type, connect_directory_type, "IdentityManagementType"),
      FIELD(instance_alias, "InstanceAlias", LENGTH(1, 45), PATTERN(DIRECTORY_ALIAS), SENSITIVE),
      FIELD(created_time, "CreatedTime"),
      FIELD(service_role, "ServiceRole"),
      ENUM(instance_status, connect_instance_status, "InstanceStatus"),
      STRUCT(status_reason, connect_instance_status_reason, "StatusReason"),
      FIELD(inbound_calls_enabled, "InboundCallsEnabled"),
      FIELD(outbound_calls_enabled, "OutboundCallsEnabled"),
      FIELD(instance_access_url, "InstanceAccessUrl"),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_instance_summary
SHAPE(FIELD(id, "Id", LENGTH(1, 100)),
      FIELD(arn, "Arn"),
      ENUM(identity_management_type, connect_directory_type, "IdentityManagementType"),
      FIELD(instance_alias, "InstanceAlias", LENGTH(1, 45), PATTERN(DIRECTORY_ALIAS), SENSITIVE),
      FIELD(created_time, "CreatedTime"),
      FIELD(service_role, "ServiceRole"),
      ENUM(instance_status, connect_instance_status, "InstanceStatus"),
      FIELD(inbound_calls_enabled, "InboundCallsEnabled"),
      FIELD(outbound_calls_enabled, "OutboundCallsEnabled"),
      FIELD(instance_access_url, "InstanceAccessUrl"));
#undef T

#define T connect_replication_status_summary
SHAPE(FIELD(region, "Region", LENGTH(8, 31), PATTERN(AWS_REGION)),
      ENUM(replication_status, connect_instance_replication_status, "ReplicationStatus"),
      FIELD(replication_status_reason, "ReplicationStatusReason", LENGTH(0, 1024)));
#undef T

#define T connect_replication_configuration
SHAPE(LIST(replication_status_summary_list, connect_replication_status_summary,
           "ReplicationStatusSummaryList",
           COUNT(0, 11)),
      FIELD(source_region, "SourceRegion", LENGTH(8, 31), PATTERN(AWS_REGION)),
      FIELD(global_sign_in_endpoint, "GlobalSignInEndpoint", LENGTH(1, 128)));
#undef T

#define T connect_create_instance_request
SHAPE(FIELD(client_token, "ClientToken", CLIENT_TOKEN),
      ENUM(identity_management_type, connect_directory_type, "IdentityManagementType", REQUIRED),
      FIELD(instance_alias, "InstanceAlias", LENGTH(1, 45), PATTERN(DIRECTORY_ALIAS), SENSITIVE),
      FIELD(directory_id, "DirectoryId", LENGTH(12, 12), PATTERN(DIRECTORY_ID)),
      FIELD(inbound_calls_enabled, "InboundCallsEnabled", REQUIRED),
      FIELD(outbound_calls_enabled, "OutboundCallsEnabled", REQUIRED),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_create_instance_response
SHAPE(FIELD(id, "Id", LENGTH(1, 100)),
      FIELD(arn, "Arn"));
#undef T

OPERATION(create_instance, "CreateInstance", "PUT", "/instance",
          "Starts the creation of an instance.",
          .errors = ERRORS("InvalidRequestException", "ServiceQuotaExceededException",
                           "ThrottlingException", "ResourceNotFoundException",
                           "InternalServiceException"));

#define T connect_describe_instance_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)));
#undef T

#define T connect_describe_instance_response
SHAPE(STRUCT(instance, connect_instance, "Instance"),
      STRUCT(replication_configuration, connect_replication_configuration,
             "ReplicationConfiguration"));
#undef T

OPERATION(describe_instance, "DescribeInstance", "GET", "/instance/{InstanceId}",
          "Shows the state and the settings of an instance.",
          .errors = ERRORS("InvalidRequestException", "ResourceNotFoundException",
                           "InternalServiceException"),
          .repeatable = true);

#define T connect_list_instances_request
SHAPE(FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)));
#undef T

#define T connect_list_instances_response
SHAPE(LIST(instance_summary_list, connect_instance_summary, "InstanceSummaryList"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_instances, "ListInstances", "GET", "/instance",
          "Lists the instances of the account in the region.",
          .errors = ERRORS("InvalidRequestException", "InternalServiceException"),
          .page_items = "InstanceSummaryList", .repeatable = true);
PAGER(list_instances, const connect_instance_summary);

#define T connect_delete_instance_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_delete_instance_response
EMPTY_SHAPE();
#undef T

OPERATION(delete_instance, "DeleteInstance", "DELETE", "/instance/{InstanceId}",
          "Deletes an instance with all it holds.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException"));
