/*
 * What the service puts into its errors besides the type: the structs behind
 * connect_error_detail().
 *
 * connect_error_aws_type() says which struct it is, by name: "ServiceQuotaExceededException" is a
 * connect_service_quota_exceeded_exception.  They are borrowed from the error.  A member is NULL
 * when the service did not send it; connect_error_message() has the message also where it came
 * under another name.
 */
#ifndef CONNECT_ERRORS_H
#define CONNECT_ERRORS_H

#include <connect/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is wrong with an attached file. */
typedef enum connect_attached_file_invalid_request_exception_reason {
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_UNKNOWN = -1,
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_SIZE = 1,
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_TYPE = 2,
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_NAME = 3
} connect_attached_file_invalid_request_exception_reason;

/**
 * Returns the name of a value, for example "INVALID_FILE_SIZE"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_attached_file_invalid_request_exception_reason_name(
    connect_attached_file_invalid_request_exception_reason value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_attached_file_invalid_request_exception_reason
connect_attached_file_invalid_request_exception_reason_of(const char *name);

/** Which quota of attached files is used up. */
typedef enum connect_attached_file_service_quota_exceeded_exception_reason {
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_UNKNOWN = -1,
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_TOTAL_FILE_SIZE_EXCEEDED = 1,
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_TOTAL_FILE_COUNT_EXCEEDED = 2
} connect_attached_file_service_quota_exceeded_exception_reason;

/**
 * Returns the name of a value, for example "TOTAL_FILE_SIZE_EXCEEDED"; NULL for a number that has
 * none.  Static.
 */
CONNECT_API const char *connect_attached_file_service_quota_exceeded_exception_reason_name(
    connect_attached_file_service_quota_exceeded_exception_reason value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_attached_file_service_quota_exceeded_exception_reason
connect_attached_file_service_quota_exceeded_exception_reason_of(const char *name);

/** What is wrong with a property. */
typedef enum connect_property_validation_exception_reason {
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_UNKNOWN = -1,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_INVALID_FORMAT = 1,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_UNIQUE_CONSTRAINT_VIOLATED = 2,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_REFERENCED_RESOURCE_NOT_FOUND = 3,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_RESOURCE_NAME_ALREADY_EXISTS = 4,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_REQUIRED_PROPERTY_MISSING = 5,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_NOT_SUPPORTED = 6,
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_TYPE_MISMATCH = 7
} connect_property_validation_exception_reason;

/**
 * Returns the name of a value, for example "INVALID_FORMAT"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_property_validation_exception_reason_name(
    connect_property_validation_exception_reason value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_property_validation_exception_reason
connect_property_validation_exception_reason_of(const char *name);

/** What kind of resource an error is about. */
typedef enum connect_resource_type {
    CONNECT_RESOURCE_TYPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_RESOURCE_TYPE_CONTACT = 1,
    CONNECT_RESOURCE_TYPE_CONTACT_FLOW = 2,
    CONNECT_RESOURCE_TYPE_INSTANCE = 3,
    CONNECT_RESOURCE_TYPE_PARTICIPANT = 4,
    CONNECT_RESOURCE_TYPE_HIERARCHY_LEVEL = 5,
    CONNECT_RESOURCE_TYPE_HIERARCHY_GROUP = 6,
    CONNECT_RESOURCE_TYPE_USER = 7,
    CONNECT_RESOURCE_TYPE_PHONE_NUMBER = 8
} connect_resource_type;

/** Returns the name of a value, for example "CONTACT"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_resource_type_name(connect_resource_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_resource_type connect_resource_type_of(const char *name);

/** 403: the caller is known and not allowed to do this.  CONNECT_E_ACCESS_DENIED. */
typedef struct connect_access_denied_exception {
    size_t size;
    const char *message;
} connect_access_denied_exception;

/** 409: there is one like it already.  CONNECT_E_CONFLICT. */
typedef struct connect_duplicate_resource_exception {
    size_t size;
    const char *message;
} connect_duplicate_resource_exception;

/** 409: the client token was used before with another request.  CONNECT_E_CONFLICT. */
typedef struct connect_idempotency_exception {
    size_t size;
    const char *message;
} connect_idempotency_exception;

/** 500: the service failed.  CONNECT_E_INTERNAL. */
typedef struct connect_internal_service_exception {
    size_t size;
    const char *message;
} connect_internal_service_exception;

/** 400: a parameter is not acceptable to the service.  CONNECT_E_INVALID_REQUEST. */
typedef struct connect_invalid_parameter_exception {
    size_t size;
    const char *message;
} connect_invalid_parameter_exception;

/** Why a request is invalid; a union: at most one member is set. */
typedef struct connect_invalid_request_exception_reason {
    size_t size;
    connect_attached_file_invalid_request_exception_reason
        attached_file_invalid_request_exception_reason;
    const char *attached_file_invalid_request_exception_reason_text;
} connect_invalid_request_exception_reason;

/** 400: the request as a whole is not acceptable.  CONNECT_E_INVALID_REQUEST. */
typedef struct connect_invalid_request_exception {
    size_t size;
    const char *message;
    const connect_invalid_request_exception_reason *reason; /**< NULL for most causes */
} connect_invalid_request_exception;

/**
 * 429: as many resources as are allowed are there already.  CONNECT_E_LIMIT_EXCEEDED; trying again
 * is vain.
 */
typedef struct connect_limit_exceeded_exception {
    size_t size;
    const char *message;
} connect_limit_exceeded_exception;

/** One property that the service refused. */
typedef struct connect_property_validation_exception_property {
    size_t size;
    const char *property_path; /**< where it stands in the request, as the service writes paths */
    connect_property_validation_exception_reason reason;
    const char *reason_text;
    const char *message;
} connect_property_validation_exception_property;

/** 400: properties of a task template are not acceptable.  CONNECT_E_INVALID_REQUEST. */
typedef struct connect_property_validation_exception {
    size_t size;
    const char *message;
    const connect_property_validation_exception_property *const *property_list;
    size_t property_list_count;
} connect_property_validation_exception;

/** 409: the resource exists already or is in use.  CONNECT_E_CONFLICT. */
typedef struct connect_resource_conflict_exception {
    size_t size;
    const char *message;
} connect_resource_conflict_exception;

/** 409: something else still uses the resource.  CONNECT_E_CONFLICT. */
typedef struct connect_resource_in_use_exception {
    size_t size;
    const char *message;
    connect_resource_type resource_type; /**< what uses it */
    const char *resource_type_text;
    const char *resource_id; /**< which one; an ARN */
} connect_resource_in_use_exception;

/** 404: there is no such instance or resource.  CONNECT_E_NOT_FOUND. */
typedef struct connect_resource_not_found_exception {
    size_t size;
    const char *message;
} connect_resource_not_found_exception;

/** 409: the resource is there, and not ready for this yet.  CONNECT_E_CONFLICT. */
typedef struct connect_resource_not_ready_exception {
    size_t size;
    const char *message;
} connect_resource_not_ready_exception;

/** Which quota is used up; a union: at most one member is set. */
typedef struct connect_service_quota_exceeded_exception_reason {
    size_t size;
    connect_attached_file_service_quota_exceeded_exception_reason
        attached_file_service_quota_exceeded_exception_reason;
    const char *attached_file_service_quota_exceeded_exception_reason_text;
} connect_service_quota_exceeded_exception_reason;

/**
 * 402: a quota of the account or the instance is used up.  CONNECT_E_QUOTA_EXCEEDED; request an
 * increase, trying again is vain.
 */
typedef struct connect_service_quota_exceeded_exception {
    size_t size;
    const char *message;
    const connect_service_quota_exceeded_exception_reason *reason; /**< NULL for most causes */
} connect_service_quota_exceeded_exception;

/** 429: too many requests.  CONNECT_E_THROTTLED, when the retries did not help. */
typedef struct connect_throttling_exception {
    size_t size;
    const char *message;
} connect_throttling_exception;

#ifdef __cplusplus
}
#endif

#endif
