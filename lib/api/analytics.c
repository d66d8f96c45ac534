/*
 * Analytics data sets: rows of <connect/analytics.h>.
 */
#include "call/entry.h"

#include <connect/analytics.h>

#define T connect_associate_analytics_data_set_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(data_set_id, "DataSetId", REQUIRED, LENGTH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"));
#undef T

#define T connect_associate_analytics_data_set_response
SHAPE(FIELD(data_set_id, "DataSetId", LENGTH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"),
      FIELD(resource_share_id, "ResourceShareId"),
      FIELD(resource_share_arn, "ResourceShareArn"));
#undef T

OPERATION(associate_analytics_data_set, "AssociateAnalyticsDataSet", "PUT",
          "/analytics-data/instance/{InstanceId}/association",
          "Shares an analytics data set with an account.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"));

#define T connect_disassociate_analytics_data_set_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(data_set_id, "DataSetId", REQUIRED, LENGTH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"));
#undef T

#define T connect_disassociate_analytics_data_set_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_analytics_data_set, "DisassociateAnalyticsDataSet", "POST",
          "/analytics-data/instance/{InstanceId}/association",
          "Ends the association of a data set with an account.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .repeatable = true);

#define T connect_analytics_data_association_result
SHAPE(FIELD(data_set_id, "DataSetId", LENGTH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"),
      FIELD(resource_share_id, "ResourceShareId"),
      FIELD(resource_share_arn, "ResourceShareArn"),
      FIELD(resource_share_status, "ResourceShareStatus"));
#undef T

#define T connect_error_result
SHAPE(FIELD(error_code, "ErrorCode"),
      FIELD(error_message, "ErrorMessage"));
#undef T

#define T connect_batch_associate_analytics_data_set_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      TEXTS(data_set_ids, "DataSetIds", REQUIRED, EACH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"));
#undef T

#define T connect_batch_associate_analytics_data_set_response
SHAPE(LIST(created, connect_analytics_data_association_result, "Created"),
      LIST(errors, connect_error_result, "Errors"));
#undef T

OPERATION(batch_associate_analytics_data_set, "BatchAssociateAnalyticsDataSet", "PUT",
          "/analytics-data/instance/{InstanceId}/associations",
          "Shares several analytics data sets with an account.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"));

#define T connect_batch_disassociate_analytics_data_set_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      TEXTS(data_set_ids, "DataSetIds", REQUIRED, EACH(1, 255)),
      FIELD(target_account_id, "TargetAccountId"));
#undef T

#define T connect_batch_disassociate_analytics_data_set_response
SHAPE(TEXTS(deleted, "Deleted", EACH(1, 255)),
      LIST(errors, connect_error_result, "Errors"));
#undef T

OPERATION(batch_disassociate_analytics_data_set, "BatchDisassociateAnalyticsDataSet", "POST",
          "/analytics-data/instance/{InstanceId}/associations",
          "Ends the associations of several data sets with an account.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .repeatable = true);

#define T connect_list_analytics_data_associations_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(data_set_id, "DataSetId", IN_QUERY("DataSetId"), LENGTH(1, 255)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 1000)));
#undef T

#define T connect_list_analytics_data_associations_response
SHAPE(LIST(results, connect_analytics_data_association_result, "Results"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_analytics_data_associations, "ListAnalyticsDataAssociations", "GET",
          "/analytics-data/instance/{InstanceId}/association",
          "Lists which data sets are shared, and with whom.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .page_items = "Results", .repeatable = true);
PAGER(list_analytics_data_associations, const connect_analytics_data_association_result);

#define T connect_analytics_data_sets_result
SHAPE(FIELD(data_set_id, "DataSetId", LENGTH(1, 255)),
      FIELD(data_set_name, "DataSetName"));
#undef T

#define T connect_list_analytics_data_lake_data_sets_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 1000)));
#undef T

#define T connect_list_analytics_data_lake_data_sets_response
SHAPE(LIST(results, connect_analytics_data_sets_result, "Results"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_analytics_data_lake_data_sets, "ListAnalyticsDataLakeDataSets", "GET",
          "/analytics-data/instance/{InstanceId}/datasets",
          "Lists the data sets that can be shared.",
          .errors = ERRORS("InvalidRequestException", "InvalidParameterException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "InternalServiceException"),
          .page_items = "Results", .repeatable = true);
PAGER(list_analytics_data_lake_data_sets, const connect_analytics_data_sets_result);
