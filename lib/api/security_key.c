/*
 * Security keys: rows of <connect/security_key.h>.
 */
#include "call/entry.h"

#include <connect/security_key.h>

#define T connect_associate_security_key_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(key, "Key", REQUIRED, LENGTH(1, 1024)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_security_key_response
SHAPE(FIELD(association_id, "AssociationId", LENGTH(1, 100)));
#undef T

OPERATION(associate_security_key, "AssociateSecurityKey", "PUT",
          "/instance/{InstanceId}/security-key",
          "Adds a public key for what customers type in.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "InvalidParameterException", "ServiceQuotaExceededException",
                           "ThrottlingException"));

#define T connect_security_key
SHAPE(FIELD(association_id, "AssociationId", LENGTH(1, 100)),
      FIELD(key, "Key", LENGTH(1, 1024)),
      FIELD(creation_time, "CreationTime"));
#undef T

#define T connect_list_security_keys_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 2)));
#undef T

#define T connect_list_security_keys_response
SHAPE(LIST(security_keys, connect_security_key, "SecurityKeys"),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_security_keys, "ListSecurityKeys", "GET", "/instance/{InstanceId}/security-keys",
          "Lists the security keys.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "SecurityKeys", .repeatable = true);
PAGER(list_security_keys, const connect_security_key);

#define T connect_disassociate_security_key_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(association_id, "AssociationId", REQUIRED, IN_PATH, LENGTH(1, 100)),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_disassociate_security_key_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_security_key, "DisassociateSecurityKey", "DELETE",
          "/instance/{InstanceId}/security-key/{AssociationId}",
          "Takes a security key away.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
