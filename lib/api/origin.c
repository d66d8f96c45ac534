/*
 * Approved origins: rows of <connect/origin.h>.
 */
#include "call/entry.h"

#include <connect/origin.h>

#define T connect_associate_approved_origin_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(origin, "Origin", REQUIRED, LENGTH(0, 267)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_approved_origin_response
EMPTY_SHAPE();
#undef T

OPERATION(associate_approved_origin, "AssociateApprovedOrigin", "PUT",
          "/instance/{InstanceId}/approved-origin",
          "Lets a web site show the contact control panel.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "InvalidParameterException", "ServiceQuotaExceededException",
                           "ThrottlingException"));

#define T connect_list_approved_origins_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 25)));
#undef T

#define T connect_list_approved_origins_response
SHAPE(TEXTS(origins, "Origins", EACH(0, 267)),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_approved_origins, "ListApprovedOrigins", "GET",
          "/instance/{InstanceId}/approved-origins",
          "Lists the web sites that may show the contact control panel.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "Origins", .repeatable = true);
PAGER(list_approved_origins, const char);

#define T connect_disassociate_approved_origin_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(origin, "Origin", REQUIRED, IN_QUERY("origin"), LENGTH(0, 267)),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_disassociate_approved_origin_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_approved_origin, "DisassociateApprovedOrigin", "DELETE",
          "/instance/{InstanceId}/approved-origin",
          "Takes the approval of a web site back.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
