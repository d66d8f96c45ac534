/*
 * Replication: rows of <connect/replication.h>.
 */
#include "call/entry.h"

#include <connect/replication.h>

#define T connect_replicate_instance_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, LENGTH(1, 250),
            PATTERN(INSTANCE_ID_OR_ARN)),
      FIELD(replica_region, "ReplicaRegion", REQUIRED, LENGTH(8, 31), PATTERN(AWS_REGION)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN),
      FIELD(replica_alias, "ReplicaAlias", REQUIRED, LENGTH(1, 45), PATTERN(DIRECTORY_ALIAS),
            SENSITIVE));
#undef T

#define T connect_replicate_instance_response
SHAPE(FIELD(id, "Id", LENGTH(1, 100)),
      FIELD(arn, "Arn"));
#undef T

OPERATION(replicate_instance, "ReplicateInstance", "POST", "/instance/{InstanceId}/replicate",
          "Starts a copy of an instance in another region.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ServiceQuotaExceededException", "ThrottlingException",
                           "ResourceNotFoundException", "InternalServiceException",
                           "ResourceNotReadyException", "ResourceConflictException"));

#define T connect_get_cross_region_routing_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, LENGTH(1, 250),
            PATTERN(INSTANCE_ID_OR_ARN)));
#undef T

#define T connect_get_cross_region_routing_response
SHAPE(TEXTS(isolated_regions, "IsolatedRegions", EACH_PATTERN(8, 31, AWS_REGION)));
#undef T

OPERATION(get_cross_region_routing, "GetCrossRegionRouting", "GET",
          "/cross-region-routing/{InstanceId}",
          "Shows which regions are isolated from each other.",
          .errors = ERRORS("AccessDeniedException", "InternalServiceException",
                           "InvalidRequestException", "ResourceNotFoundException",
                           "ThrottlingException"),
          .repeatable = true);

#define T connect_update_cross_region_routing_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, LENGTH(1, 250),
            PATTERN(INSTANCE_ID_OR_ARN)),
      FIELD(isolated_all, "IsolatedAll", REQUIRED));
#undef T

#define T connect_update_cross_region_routing_response
EMPTY_SHAPE();
#undef T

OPERATION(update_cross_region_routing, "UpdateCrossRegionRouting", "PUT",
          "/cross-region-routing/{InstanceId}",
          "Isolates the regions of an instance, or joins them.",
          .errors = ERRORS("AccessDeniedException", "InternalServiceException",
                           "InvalidRequestException", "ResourceConflictException",
                           "ResourceNotFoundException", "ThrottlingException"),
          .repeatable = true);

#define T connect_create_traffic_distribution_group_request
SHAPE(FIELD(name, "Name", REQUIRED, LENGTH(1, 128), PATTERN(TRIMMED)),
      FIELD(description, "Description", LENGTH(1, 250), PATTERN(TRIMMED)),
      FIELD(instance_id, "InstanceId", REQUIRED, LENGTH(1, 250), PATTERN(INSTANCE_ID_OR_ARN)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_create_traffic_distribution_group_response
SHAPE(FIELD(id, "Id", PATTERN(GROUP_ID)),
      FIELD(arn, "Arn", PATTERN(GROUP_ARN)));
#undef T

OPERATION(create_traffic_distribution_group, "CreateTrafficDistributionGroup", "PUT",
          "/traffic-distribution-group",
          "Starts the creation of a traffic distribution group.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ServiceQuotaExceededException", "ThrottlingException",
                           "ResourceNotFoundException", "InternalServiceException",
                           "ResourceConflictException", "ResourceNotReadyException"));

ENUM_VALUES(connect_traffic_distribution_group_status, "CREATION_IN_PROGRESS", "ACTIVE",
            "CREATION_FAILED", "PENDING_DELETION", "DELETION_FAILED", "UPDATE_IN_PROGRESS");

#define T connect_traffic_distribution_group
SHAPE(FIELD(id, "Id", PATTERN(GROUP_ID)),
      FIELD(arn, "Arn", PATTERN(GROUP_ARN)),
      FIELD(name, "Name", LENGTH(1, 128), PATTERN(TRIMMED)),
      FIELD(description, "Description", LENGTH(1, 250), PATTERN(TRIMMED)),
      FIELD(instance_arn, "InstanceArn", PATTERN(INSTANCE_ARN)),
      ENUM(status, connect_traffic_distribution_group_status, "Status"),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)),
      FIELD(is_default, "IsDefault"));
#undef T

#define T connect_describe_traffic_distribution_group_request
SHAPE(FIELD(traffic_distribution_group_id, "TrafficDistributionGroupId", REQUIRED, IN_PATH,
            PATTERN(GROUP_ID_OR_ARN)));
#undef T

#define T connect_describe_traffic_distribution_group_response
SHAPE(STRUCT(traffic_distribution_group, connect_traffic_distribution_group,
             "TrafficDistributionGroup"));
#undef T

OPERATION(describe_traffic_distribution_group, "DescribeTrafficDistributionGroup", "GET",
          "/traffic-distribution-group/{TrafficDistributionGroupId}",
          "Shows the state of a traffic distribution group.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ResourceNotFoundException", "InternalServiceException",
                           "ThrottlingException"),
          .repeatable = true);

#define T connect_delete_traffic_distribution_group_request
SHAPE(FIELD(traffic_distribution_group_id, "TrafficDistributionGroupId", REQUIRED, IN_PATH,
            PATTERN(GROUP_ID_OR_ARN)));
#undef T

#define T connect_delete_traffic_distribution_group_response
EMPTY_SHAPE();
#undef T

OPERATION(delete_traffic_distribution_group, "DeleteTrafficDistributionGroup", "DELETE",
          "/traffic-distribution-group/{TrafficDistributionGroupId}",
          "Starts the deletion of a traffic distribution group.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ResourceInUseException", "ThrottlingException",
                           "InternalServiceException"),
          .repeatable = true);

#define T connect_traffic_distribution_group_summary
SHAPE(FIELD(id, "Id", PATTERN(GROUP_ID)),
      FIELD(arn, "Arn", PATTERN(GROUP_ARN)),
      FIELD(name, "Name", LENGTH(1, 128), PATTERN(TRIMMED)),
      FIELD(instance_arn, "InstanceArn", PATTERN(INSTANCE_ARN)),
      ENUM(status, connect_traffic_distribution_group_status, "Status"),
      FIELD(is_default, "IsDefault"));
#undef T

#define T connect_list_traffic_distribution_groups_request
SHAPE(FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(instance_id, "InstanceId", IN_QUERY("instanceId"), LENGTH(1, 250),
            PATTERN(INSTANCE_ID_OR_ARN)));
#undef T

#define T connect_list_traffic_distribution_groups_response
SHAPE(FIELD(next_token, "NextToken"),
      LIST(traffic_distribution_group_summary_list, connect_traffic_distribution_group_summary,
           "TrafficDistributionGroupSummaryList", COUNT(0, 10)));
#undef T

OPERATION(list_traffic_distribution_groups, "ListTrafficDistributionGroups", "GET",
          "/traffic-distribution-groups",
          "Lists traffic distribution groups.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ThrottlingException", "InternalServiceException"),
          .page_items = "TrafficDistributionGroupSummaryList", .repeatable = true);
PAGER(list_traffic_distribution_groups, const connect_traffic_distribution_group_summary);

#define T connect_distribution
SHAPE(FIELD(region, "Region", REQUIRED, LENGTH(8, 31), PATTERN(AWS_REGION)),
      FIELD(percentage, "Percentage", REQUIRED, RANGE(0, 100)));
#undef T

#define T connect_telephony_config
SHAPE(LIST(distributions, connect_distribution, "Distributions", REQUIRED));
#undef T

#define T connect_sign_in_distribution
SHAPE(FIELD(region, "Region", REQUIRED, LENGTH(8, 31), PATTERN(AWS_REGION)),
      FIELD(enabled, "Enabled", REQUIRED));
#undef T

#define T connect_sign_in_config
SHAPE(LIST(distributions, connect_sign_in_distribution, "Distributions", REQUIRED));
#undef T

#define T connect_agent_config
SHAPE(LIST(distributions, connect_distribution, "Distributions", REQUIRED));
#undef T

#define T connect_get_traffic_distribution_request
SHAPE(FIELD(id, "Id", REQUIRED, IN_PATH, PATTERN(GROUP_ID_OR_ARN)));
#undef T

#define T connect_get_traffic_distribution_response
SHAPE(STRUCT(telephony_config, connect_telephony_config, "TelephonyConfig"),
      FIELD(id, "Id", PATTERN(GROUP_ID)),
      FIELD(arn, "Arn", PATTERN(GROUP_ARN)),
      STRUCT(sign_in_config, connect_sign_in_config, "SignInConfig"),
      STRUCT(agent_config, connect_agent_config, "AgentConfig"));
#undef T

OPERATION(get_traffic_distribution, "GetTrafficDistribution", "GET", "/traffic-distribution/{Id}",
          "Shows where calls, sign-ins and agents of a group go.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ResourceNotFoundException", "InternalServiceException",
                           "ThrottlingException"),
          .repeatable = true);

#define T connect_update_traffic_distribution_request
SHAPE(FIELD(id, "Id", REQUIRED, IN_PATH, PATTERN(GROUP_ID_OR_ARN)),
      STRUCT(telephony_config, connect_telephony_config, "TelephonyConfig"),
      STRUCT(sign_in_config, connect_sign_in_config, "SignInConfig"),
      STRUCT(agent_config, connect_agent_config, "AgentConfig"));
#undef T

#define T connect_update_traffic_distribution_response
EMPTY_SHAPE();
#undef T

OPERATION(update_traffic_distribution, "UpdateTrafficDistribution", "PUT",
          "/traffic-distribution/{Id}",
          "Moves calls, sign-ins or agents to other regions.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ResourceNotFoundException", "ResourceConflictException",
                           "ThrottlingException", "InternalServiceException"),
          .repeatable = true);

#define T connect_associate_traffic_distribution_group_user_request
SHAPE(FIELD(traffic_distribution_group_id, "TrafficDistributionGroupId", REQUIRED, IN_PATH,
            PATTERN(GROUP_ID_OR_ARN)),
      FIELD(user_id, "UserId", REQUIRED),
      FIELD(instance_id, "InstanceId", REQUIRED, INSTANCE_ID, LENGTH(1, 100)));
#undef T

#define T connect_associate_traffic_distribution_group_user_response
EMPTY_SHAPE();
#undef T

OPERATION(associate_traffic_distribution_group_user, "AssociateTrafficDistributionGroupUser",
          "PUT", "/traffic-distribution-group/{TrafficDistributionGroupId}/user",
          "Associates an agent with a traffic distribution group.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ThrottlingException", "ResourceNotFoundException",
                           "ResourceConflictException", "InternalServiceException"));

#define T connect_disassociate_traffic_distribution_group_user_request
SHAPE(FIELD(traffic_distribution_group_id, "TrafficDistributionGroupId", REQUIRED, IN_PATH,
            PATTERN(GROUP_ID_OR_ARN)),
      FIELD(user_id, "UserId", REQUIRED, IN_QUERY("UserId")),
      FIELD(instance_id, "InstanceId", REQUIRED, IN_QUERY("InstanceId"), INSTANCE_ID,
            LENGTH(1, 100)));
#undef T

#define T connect_disassociate_traffic_distribution_group_user_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_traffic_distribution_group_user,
          "DisassociateTrafficDistributionGroupUser", "DELETE",
          "/traffic-distribution-group/{TrafficDistributionGroupId}/user",
          "Takes an agent out of a traffic distribution group.",
          .errors = ERRORS("InvalidRequestException", "AccessDeniedException",
                           "ThrottlingException", "ResourceNotFoundException",
                           "ResourceConflictException", "InternalServiceException"),
          .repeatable = true);

#define T connect_traffic_distribution_group_user_summary
SHAPE(FIELD(user_id, "UserId"));
#undef T

#define T connect_list_traffic_distribution_group_users_request
SHAPE(FIELD(traffic_distribution_group_id, "TrafficDistributionGroupId", REQUIRED, IN_PATH,
            PATTERN(GROUP_ID_OR_ARN)),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 10)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")));
#undef T

#define T connect_list_traffic_distribution_group_users_response
SHAPE(FIELD(next_token, "NextToken"),
      LIST(traffic_distribution_group_user_summary_list,
           connect_traffic_distribution_group_user_summary,
           "TrafficDistributionGroupUserSummaryList", COUNT(0, 10)));
#undef T

OPERATION(list_traffic_distribution_group_users, "ListTrafficDistributionGroupUsers", "GET",
          "/traffic-distribution-group/{TrafficDistributionGroupId}/user",
          "Lists the agents of a traffic distribution group.",
          .errors = ERRORS("ResourceNotFoundException", "InvalidRequestException",
                           "AccessDeniedException", "ThrottlingException",
                           "InternalServiceException"),
          .page_items = "TrafficDistributionGroupUserSummaryList", .repeatable = true);
PAGER(list_traffic_distribution_group_users, const connect_traffic_distribution_group_user_summary);
