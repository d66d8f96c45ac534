/*
 * Integrations: rows of <connect/integration.h>.
 */
#include "call/entry.h"

#include <connect/integration.h>

ENUM_VALUES(connect_integration_type, "EVENT", "VOICE_ID", "PINPOINT_APP", "WISDOM_ASSISTANT",
            "WISDOM_KNOWLEDGE_BASE", "WISDOM_QUICK_RESPONSES", "Q_MESSAGE_TEMPLATES",
            "CASES_DOMAIN", "APPLICATION", "FILE_SCANNER", "SES_IDENTITY", "ANALYTICS_CONNECTOR",
            "CALL_TRANSFER_CONNECTOR", "COGNITO_USER_POOL", "MESSAGE_PROCESSOR");

ENUM_VALUES(connect_source_type, "SALESFORCE", "ZENDESK", "CASES");

#define T connect_create_integration_association_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(integration_type, connect_integration_type, "IntegrationType", REQUIRED),
      FIELD(integration_arn, "IntegrationArn", REQUIRED),
      FIELD(source_application_url, "SourceApplicationUrl", LENGTH(1, 2000)),
      FIELD(source_application_name, "SourceApplicationName", LENGTH(1, 100),
            PATTERN(APPLICATION_NAME)),
      ENUM(source_type, connect_source_type, "SourceType"),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_create_integration_association_response
SHAPE(FIELD(integration_association_id, "IntegrationAssociationId", LENGTH(1, 200)),
      FIELD(integration_association_arn, "IntegrationAssociationArn"));
#undef T

OPERATION(create_integration_association, "CreateIntegrationAssociation", "PUT",
          "/instance/{InstanceId}/integration-associations",
          "Associates a resource of another service.",
          .errors = ERRORS("DuplicateResourceException", "ResourceNotFoundException",
                           "InternalServiceException", "InvalidRequestException",
                           "ThrottlingException"),
          .quota_variants = QUOTA_VARIANTS({ "IntegrationType", "SES_IDENTITY", { 1, 1 } }));

#define T connect_integration_association_summary
SHAPE(FIELD(integration_association_id, "IntegrationAssociationId", LENGTH(1, 200)),
      FIELD(integration_association_arn, "IntegrationAssociationArn"),
      FIELD(instance_id, "InstanceId", LENGTH(1, 100)),
      ENUM(integration_type, connect_integration_type, "IntegrationType"),
      FIELD(integration_arn, "IntegrationArn"),
      FIELD(source_application_url, "SourceApplicationUrl", LENGTH(1, 2000)),
      FIELD(source_application_name, "SourceApplicationName", LENGTH(1, 100),
            PATTERN(APPLICATION_NAME)),
      ENUM(source_type, connect_source_type, "SourceType"));
#undef T

#define T connect_list_integration_associations_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(integration_type, connect_integration_type, "IntegrationType",
           IN_QUERY("integrationType")),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 100)),
      FIELD(integration_arn, "IntegrationArn", IN_QUERY("integrationArn")));
#undef T

#define T connect_list_integration_associations_response
SHAPE(LIST(integration_association_summary_list, connect_integration_association_summary,
           "IntegrationAssociationSummaryList"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_integration_associations, "ListIntegrationAssociations", "GET",
          "/instance/{InstanceId}/integration-associations",
          "Lists the associations with other services.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"),
          .page_items = "IntegrationAssociationSummaryList", .repeatable = true,
          .quota = QUOTA(25, 50));
PAGER(list_integration_associations, const connect_integration_association_summary);

#define T connect_delete_integration_association_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(integration_association_id, "IntegrationAssociationId", REQUIRED, IN_PATH,
            LENGTH(1, 200)));
#undef T

#define T connect_delete_integration_association_response
EMPTY_SHAPE();
#undef T

OPERATION(delete_integration_association, "DeleteIntegrationAssociation", "DELETE",
          "/instance/{InstanceId}/integration-associations/{IntegrationAssociationId}",
          "Ends an association with another service.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"),
          .repeatable = true);

ENUM_VALUES(connect_use_case_type, "RULES_EVALUATION", "CONNECT_CAMPAIGNS");

#define T connect_create_use_case_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(integration_association_id, "IntegrationAssociationId", REQUIRED, IN_PATH,
            LENGTH(1, 200)),
      ENUM(use_case_type, connect_use_case_type, "UseCaseType", REQUIRED),
      MAP(tags, "Tags", COUNT(1, 50), KEYS_VALUES(1, 128, TAG_KEY, 0, 256)));
#undef T

#define T connect_create_use_case_response
SHAPE(FIELD(use_case_id, "UseCaseId", LENGTH(1, 200)),
      FIELD(use_case_arn, "UseCaseArn"));
#undef T

OPERATION(create_use_case, "CreateUseCase", "PUT",
          "/instance/{InstanceId}/integration-associations/{IntegrationAssociationId}/use-cases",
          "Adds a use case to an association.",
          .errors = ERRORS("DuplicateResourceException", "ResourceNotFoundException",
                           "InternalServiceException", "InvalidRequestException",
                           "ThrottlingException"));

#define T connect_use_case
SHAPE(FIELD(use_case_id, "UseCaseId", LENGTH(1, 200)),
      FIELD(use_case_arn, "UseCaseArn"),
      ENUM(use_case_type, connect_use_case_type, "UseCaseType"));
#undef T

#define T connect_list_use_cases_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(integration_association_id, "IntegrationAssociationId", REQUIRED, IN_PATH,
            LENGTH(1, 200)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 100)));
#undef T

#define T connect_list_use_cases_response
SHAPE(LIST(use_case_summary_list, connect_use_case, "UseCaseSummaryList"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_use_cases, "ListUseCases", "GET",
          "/instance/{InstanceId}/integration-associations/{IntegrationAssociationId}/use-cases",
          "Lists the use cases of an association.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"),
          .page_items = "UseCaseSummaryList", .repeatable = true);
PAGER(list_use_cases, const connect_use_case);

#define T connect_delete_use_case_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(integration_association_id, "IntegrationAssociationId", REQUIRED, IN_PATH,
            LENGTH(1, 200)),
      FIELD(use_case_id, "UseCaseId", REQUIRED, IN_PATH, LENGTH(1, 200)));
#undef T

#define T connect_delete_use_case_response
EMPTY_SHAPE();
#undef T

OPERATION(delete_use_case, "DeleteUseCase", "DELETE",
          "/instance/{InstanceId}/integration-associations/{IntegrationAssociationId}/use-cases/{UseCaseId}",
          "Deletes a use case of an association.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "ThrottlingException"),
          .repeatable = true);
