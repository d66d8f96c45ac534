/*
 * The service and the types of error that its model names.
 */
#include "call/entry.h"

#include <connect/errors.h>

ENUM_VALUES(connect_attached_file_invalid_request_exception_reason, "INVALID_FILE_SIZE",
            "INVALID_FILE_TYPE", "INVALID_FILE_NAME");

ENUM_VALUES(connect_attached_file_service_quota_exceeded_exception_reason,
            "TOTAL_FILE_SIZE_EXCEEDED", "TOTAL_FILE_COUNT_EXCEEDED");

ENUM_VALUES(connect_property_validation_exception_reason, "INVALID_FORMAT",
            "UNIQUE_CONSTRAINT_VIOLATED", "REFERENCED_RESOURCE_NOT_FOUND",
            "RESOURCE_NAME_ALREADY_EXISTS", "REQUIRED_PROPERTY_MISSING", "NOT_SUPPORTED",
            "TYPE_MISMATCH");

ENUM_VALUES(connect_resource_type, "CONTACT", "CONTACT_FLOW", "INSTANCE", "PARTICIPANT",
            "HIERARCHY_LEVEL", "HIERARCHY_GROUP", "USER", "PHONE_NUMBER");

#define T connect_access_denied_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_duplicate_resource_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_idempotency_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_internal_service_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_invalid_parameter_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_invalid_request_exception_reason
UNION(ENUM(attached_file_invalid_request_exception_reason,
           connect_attached_file_invalid_request_exception_reason,
           "AttachedFileInvalidRequestExceptionReason"));
#undef T

#define T connect_invalid_request_exception
SHAPE(FIELD(message, "Message"),
      STRUCT(reason, connect_invalid_request_exception_reason, "Reason"));
#undef T

#define T connect_limit_exceeded_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_property_validation_exception_property
SHAPE(FIELD(property_path, "PropertyPath", REQUIRED),
      ENUM(reason, connect_property_validation_exception_reason, "Reason", REQUIRED),
      FIELD(message, "Message", REQUIRED));
#undef T

#define T connect_property_validation_exception
SHAPE(FIELD(message, "Message", REQUIRED),
      LIST(property_list, connect_property_validation_exception_property, "PropertyList"));
#undef T

#define T connect_resource_conflict_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_resource_in_use_exception
SHAPE(FIELD(message, "Message"),
      ENUM(resource_type, connect_resource_type, "ResourceType"),
      FIELD(resource_id, "ResourceId"));
#undef T

#define T connect_resource_not_found_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_resource_not_ready_exception
SHAPE(FIELD(message, "Message"));
#undef T

#define T connect_service_quota_exceeded_exception_reason
UNION(ENUM(attached_file_service_quota_exceeded_exception_reason,
           connect_attached_file_service_quota_exceeded_exception_reason,
           "AttachedFileServiceQuotaExceededExceptionReason"));
#undef T

#define T connect_service_quota_exceeded_exception
SHAPE(FIELD(message, "Message"),
      STRUCT(reason, connect_service_quota_exceeded_exception_reason, "Reason"));
#undef T

#define T connect_throttling_exception
SHAPE(FIELD(message, "Message"));
#undef T

static const struct service_error errors[] = {
    { "AccessDeniedException", &connect_access_denied_exception_shape, 403 },
    { "DuplicateResourceException", &connect_duplicate_resource_exception_shape, 409 },
    { "IdempotencyException", &connect_idempotency_exception_shape, 409 },
    { "InternalServiceException", &connect_internal_service_exception_shape, 500 },
    { "InvalidParameterException", &connect_invalid_parameter_exception_shape, 400 },
    { "InvalidRequestException", &connect_invalid_request_exception_shape, 400 },
    { "LimitExceededException", &connect_limit_exceeded_exception_shape, 429 },
    { "PropertyValidationException", &connect_property_validation_exception_shape, 400 },
    { "ResourceConflictException", &connect_resource_conflict_exception_shape, 409 },
    { "ResourceInUseException", &connect_resource_in_use_exception_shape, 409 },
    { "ResourceNotFoundException", &connect_resource_not_found_exception_shape, 404 },
    { "ResourceNotReadyException", &connect_resource_not_ready_exception_shape, 409 },
    { "ServiceQuotaExceededException", &connect_service_quota_exceeded_exception_shape, 402 },
    { "ThrottlingException", &connect_throttling_exception_shape, 429 },
};

const struct service connect_service = {
    .id = "Connect",
    .signing_name = "connect",
    .config_name = "connect",
    .endpoint_prefix = "connect",
    .api_version = "2017-08-08",
    .protocol = PROTOCOL_REST_JSON,
    .errors = errors,
    .errors_count = sizeof errors / sizeof errors[0],
};
