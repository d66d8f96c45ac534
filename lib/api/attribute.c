/*
 * Attributes: rows of <connect/attribute.h>.
 */
#include "call/entry.h"

#include <connect/attribute.h>

ENUM_VALUES(connect_instance_attribute_type, "INBOUND_CALLS", "OUTBOUND_CALLS", "CONTACTFLOW_LOGS",
            "CONTACT_LENS", "AUTO_RESOLVE_BEST_VOICES", "USE_CUSTOM_TTS_VOICES", "EARLY_MEDIA",
            "MULTI_PARTY_CONFERENCE", "HIGH_VOLUME_OUTBOUND", "ENHANCED_CONTACT_MONITORING",
            "ENHANCED_CHAT_MONITORING", "MULTI_PARTY_CHAT_CONFERENCE", "MESSAGE_STREAMING");

#define T connect_attribute
SHAPE(ENUM(attribute_type, connect_instance_attribute_type, "AttributeType"),
      FIELD(value, "Value", LENGTH(1, 100)));
#undef T

#define T connect_describe_instance_attribute_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(attribute_type, connect_instance_attribute_type, "AttributeType", REQUIRED, IN_PATH));
#undef T

#define T connect_describe_instance_attribute_response
SHAPE(STRUCT(attribute, connect_attribute, "Attribute"));
#undef T

OPERATION(describe_instance_attribute, "DescribeInstanceAttribute", "GET",
          "/instance/{InstanceId}/attribute/{AttributeType}",
          "Shows one attribute of an instance.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .repeatable = true);

#define T connect_list_instance_attributes_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 7)));
#undef T

#define T connect_list_instance_attributes_response
SHAPE(LIST(attributes, connect_attribute, "Attributes"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_instance_attributes, "ListInstanceAttributes", "GET",
          "/instance/{InstanceId}/attributes",
          "Lists the attributes of an instance.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "Attributes", .repeatable = true);
PAGER(list_instance_attributes, const connect_attribute);

#define T connect_update_instance_attribute_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      ENUM(attribute_type, connect_instance_attribute_type, "AttributeType", REQUIRED, IN_PATH),
      FIELD(value, "Value", REQUIRED, LENGTH(1, 100)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_update_instance_attribute_response
EMPTY_SHAPE();
#undef T

OPERATION(update_instance_attribute, "UpdateInstanceAttribute", "POST",
          "/instance/{InstanceId}/attribute/{AttributeType}",
          "Sets one attribute of an instance.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
