/*
 * Outbound messages: rows of <connect/outbound.h>.
 */
#include "call/entry.h"

#include <connect/outbound.h>

ENUM_VALUES(connect_outbound_message_source_type, "TEMPLATE", "RAW");

ENUM_VALUES(connect_traffic_type, "GENERAL", "CAMPAIGN");

#define T connect_email_address_info
SHAPE(FIELD(email_address, "EmailAddress", REQUIRED, LENGTH(1, 255), PATTERN(EMAIL_ADDRESS),
            SENSITIVE),
      FIELD(display_name, "DisplayName", LENGTH(0, 256), SENSITIVE));
#undef T

#define T connect_outbound_additional_recipients
SHAPE(LIST(cc_email_addresses, connect_email_address_info, "CcEmailAddresses", COUNT(1, 50)));
#undef T

#define T connect_template_attributes
SHAPE(MAP(custom_attributes, "CustomAttributes", KEYS_VALUES(1, 32767, NONE, 0, 32767)),
      FIELD(customer_profile_attributes, "CustomerProfileAttributes"));
#undef T

#define T connect_templated_message_config
SHAPE(FIELD(knowledge_base_id, "KnowledgeBaseId", REQUIRED, LENGTH(1, 500)),
      FIELD(message_template_id, "MessageTemplateId", REQUIRED, LENGTH(1, 500)),
      STRUCT(template_attributes, connect_template_attributes, "TemplateAttributes", REQUIRED));
#undef T

#define T connect_outbound_raw_message
SHAPE(FIELD(subject, "Subject", REQUIRED, LENGTH(1, 998), SENSITIVE),
      FIELD(body, "Body", REQUIRED, LENGTH(1, 5242880), SENSITIVE),
      FIELD(content_type, "ContentType", REQUIRED, LENGTH(1, 100)));
#undef T

#define T connect_outbound_email_content
SHAPE(ENUM(message_source_type, connect_outbound_message_source_type, "MessageSourceType",
           REQUIRED),
      STRUCT(templated_message_config, connect_templated_message_config, "TemplatedMessageConfig"),
      STRUCT(raw_message, connect_outbound_raw_message, "RawMessage"));
#undef T

#define T connect_source_campaign
SHAPE(FIELD(campaign_id, "CampaignId", LENGTH(1, 100)),
      FIELD(outbound_request_id, "OutboundRequestId", LENGTH(36, 36)));
#undef T

#define T connect_send_outbound_email_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      STRUCT(from_email_address, connect_email_address_info, "FromEmailAddress", REQUIRED),
      STRUCT(destination_email_address, connect_email_address_info, "DestinationEmailAddress",
             REQUIRED),
      STRUCT(additional_recipients, connect_outbound_additional_recipients, "AdditionalRecipients"),
      STRUCT(email_message, connect_outbound_email_content, "EmailMessage", REQUIRED),
      ENUM(traffic_type, connect_traffic_type, "TrafficType", REQUIRED),
      STRUCT(source_campaign, connect_source_campaign, "SourceCampaign"),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_send_outbound_email_response
EMPTY_SHAPE();
#undef T

OPERATION(send_outbound_email, "SendOutboundEmail", "PUT", "/instance/{InstanceId}/outbound-email",
          "Sends an e-mail for an outbound campaign.",
          .errors = ERRORS("InvalidRequestException", "ServiceQuotaExceededException",
                           "AccessDeniedException", "ResourceNotFoundException",
                           "ThrottlingException", "InternalServiceException",
                           "IdempotencyException"));

ENUM_VALUES(connect_notification_type, "WIDGET_VIEW", "WIDGET_ACTION");

#define T connect_web_notification_source
SHAPE(STRUCT(source_campaign, connect_source_campaign, "SourceCampaign", REQUIRED));
#undef T

#define T connect_widget_destination
SHAPE(FIELD(widget_id, "WidgetId", REQUIRED, LENGTH(1, 36)),
      FIELD(profile_id, "ProfileId", REQUIRED, LENGTH(1, 32)));
#undef T

#define T connect_recommender_config
SHAPE(FIELD(domain_name, "DomainName", REQUIRED, LENGTH(1, 64)),
      FIELD(recommender_name, "RecommenderName", REQUIRED, LENGTH(1, 64)),
      MAP(context, "Context", KEYS_VALUES(1, 64, NONE, 1, 255)));
#undef T

#define T connect_content_attributes
SHAPE(STRUCT(recommender_config, connect_recommender_config, "RecommenderConfig"));
#undef T

#define T connect_web_notification_content
SHAPE(ENUM(type, connect_notification_type, "Type", REQUIRED),
      FIELD(view_arn, "ViewArn", LENGTH(1, 500)),
      STRUCT(attributes, connect_content_attributes, "Attributes"));
#undef T

#define T connect_send_outbound_web_notification_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN),
      FIELD(browser_id, "BrowserId", REQUIRED, LENGTH(1, 36)),
      FIELD(session_id, "SessionId", REQUIRED, LENGTH(1, 36)),
      FIELD(expires_at, "ExpiresAt", REQUIRED),
      STRUCT(source, connect_web_notification_source, "Source", REQUIRED),
      STRUCT(destination, connect_widget_destination, "Destination", REQUIRED),
      STRUCT(content, connect_web_notification_content, "Content", REQUIRED));
#undef T

#define T connect_send_outbound_web_notification_response
EMPTY_SHAPE();
#undef T

OPERATION(send_outbound_web_notification, "SendOutboundWebNotification", "POST",
          "/instance/{InstanceId}/outbound-web-notification",
          "Shows a notice in a web page for an outbound campaign.",
          .errors = ERRORS("InvalidRequestException", "InternalServiceException",
                           "ResourceNotFoundException", "ThrottlingException",
                           "AccessDeniedException"));
