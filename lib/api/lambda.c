/*
 * Lambda functions: rows of <connect/lambda.h>.
 */
#include "call/entry.h"

#include <connect/lambda.h>

#define T connect_associate_lambda_function_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(function_arn, "FunctionArn", REQUIRED, LENGTH(1, 140)),
      FIELD(client_token, "ClientToken", CLIENT_TOKEN));
#undef T

#define T connect_associate_lambda_function_response
EMPTY_SHAPE();
#undef T

OPERATION(associate_lambda_function, "AssociateLambdaFunction", "PUT",
          "/instance/{InstanceId}/lambda-function",
          "Lets flows call a Lambda function.",
          .errors = ERRORS("ResourceNotFoundException", "ResourceConflictException",
                           "InternalServiceException", "InvalidRequestException",
                           "InvalidParameterException", "ServiceQuotaExceededException",
                           "ThrottlingException"));

#define T connect_list_lambda_functions_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(next_token, "NextToken", IN_QUERY("nextToken")),
      FIELD(max_results, "MaxResults", IN_QUERY("maxResults"), RANGE(1, 25)));
#undef T

#define T connect_list_lambda_functions_response
SHAPE(TEXTS(lambda_functions, "LambdaFunctions", EACH(1, 140)),
      FIELD(next_token, "NextToken"));
#undef T

OPERATION(list_lambda_functions, "ListLambdaFunctions", "GET",
          "/instance/{InstanceId}/lambda-functions",
          "Lists the Lambda functions that flows may call.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"),
          .page_items = "LambdaFunctions", .repeatable = true);
PAGER(list_lambda_functions, const char);

#define T connect_disassociate_lambda_function_request
SHAPE(FIELD(instance_id, "InstanceId", REQUIRED, IN_PATH, INSTANCE_ID, LENGTH(1, 100)),
      FIELD(function_arn, "FunctionArn", REQUIRED, IN_QUERY("functionArn"), LENGTH(1, 140)),
      FIELD(client_token, "ClientToken", IN_QUERY("clientToken"), CLIENT_TOKEN));
#undef T

#define T connect_disassociate_lambda_function_response
EMPTY_SHAPE();
#undef T

OPERATION(disassociate_lambda_function, "DisassociateLambdaFunction", "DELETE",
          "/instance/{InstanceId}/lambda-function",
          "Takes a Lambda function away from flows.",
          .errors = ERRORS("ResourceNotFoundException", "InternalServiceException",
                           "InvalidRequestException", "InvalidParameterException",
                           "ThrottlingException"));
