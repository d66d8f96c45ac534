/*
 * What the service puts into its errors besides the type: the structs behind
 * connect_error_detail().
 *
 * connect_error_aws_type() is the name of the struct: for "ServiceQuotaExceededException" it is a
 * connect_service_quota_exceeded_exception.  The structs are borrowed from the error and freed with
 * it.  A member is NULL when the service did not send it; connect_error_message() has the message
 * also where it came under another name.
 *
 * Most applications need none of this: the status of a function (CONNECT_E_NOT_FOUND and so on)
 * decides what to do, connect_error_message() is for the user, and connect_error_reason() is the
 * reason as a string.  The structs are for the three types with more than a message:
 * InvalidRequestException, PropertyValidationException and ResourceInUseException.
 *
 * The comment of each struct says when the service sends it, whether the library retries it, and
 * what can be done.  A retry follows the settings of the client (max_attempts and retry_mode): by
 * default three attempts in all.
 *
 * Example:
 *
 *     const char *type = connect_error_aws_type(error);
 *     if (type != NULL && strcmp(type, "PropertyValidationException") == 0) {
 *         const connect_property_validation_exception *detail = connect_error_detail(error);
 *         for (size_t i = 0; detail != NULL && i < detail->property_list_count; i++) {
 *             printf("%s: %s\n", detail->property_list[i]->property_path,
 *                    detail->property_list[i]->message);
 *         }
 *     }
 */
#ifndef CONNECT_ERRORS_H
#define CONNECT_ERRORS_H

#include <connect/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * What is wrong with an attached file.  The reason of an InvalidRequestException; sending the same
 * file again cannot succeed.
 */
typedef enum connect_attached_file_invalid_request_exception_reason {
    /** newer than this library: see the text beside it */
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_UNKNOWN = -1,
    /** the size of the file is not allowed */
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_SIZE = 1,
    /** the extension or content type is not allowed */
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_TYPE = 2,
    /** the name is malformed */
    CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_NAME = 3
} connect_attached_file_invalid_request_exception_reason;

/**
 * Returns the name of a reason as the service writes it, for example "INVALID_FILE_SIZE".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_attached_file_invalid_request_exception_reason_name(
    connect_attached_file_invalid_request_exception_reason value);

/**
 * Returns the constant for the name of a reason.
 *
 * name: as the service writes it, for example "INVALID_FILE_SIZE"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_attached_file_invalid_request_exception_reason
connect_attached_file_invalid_request_exception_reason_of(const char *name);

/**
 * Which quota of attached files is used up.  The reason of a ServiceQuotaExceededException, which
 * is never retried.
 */
typedef enum connect_attached_file_service_quota_exceeded_exception_reason {
    /** newer than this library: see the text beside it */
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_UNKNOWN = -1,
    /** all files together are too large */
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_TOTAL_FILE_SIZE_EXCEEDED = 1,
    /** there are too many files */
    CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_TOTAL_FILE_COUNT_EXCEEDED = 2
} connect_attached_file_service_quota_exceeded_exception_reason;

/**
 * Returns the name of a reason as the service writes it, for example "TOTAL_FILE_SIZE_EXCEEDED".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_attached_file_service_quota_exceeded_exception_reason_name(
    connect_attached_file_service_quota_exceeded_exception_reason value);

/**
 * Returns the constant for the name of a reason.
 *
 * name: as the service writes it, for example "TOTAL_FILE_SIZE_EXCEEDED"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_attached_file_service_quota_exceeded_exception_reason
connect_attached_file_service_quota_exceeded_exception_reason_of(const char *name);

/**
 * What is wrong with one property of a request.  The message beside it has the details; the request
 * has to be changed before it is sent again.
 */
typedef enum connect_property_validation_exception_reason {
    /** newer than this library: see the text beside it */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_UNKNOWN = -1,
    /** the value does not have the form of its type */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_INVALID_FORMAT = 1,
    /** a value that may occur once occurs twice */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_UNIQUE_CONSTRAINT_VIOLATED = 2,
    /** what the property refers to, for example a flow, does not exist */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_REFERENCED_RESOURCE_NOT_FOUND = 3,
    /** another resource of the instance has this name */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_RESOURCE_NAME_ALREADY_EXISTS = 4,
    /** a required property is not set */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_REQUIRED_PROPERTY_MISSING = 5,
    /** the service does not support this value or combination */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_NOT_SUPPORTED = 6,
    /** the value is of another type than the property */
    CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_TYPE_MISMATCH = 7
} connect_property_validation_exception_reason;

/**
 * Returns the name of a reason as the service writes it, for example "INVALID_FORMAT".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_property_validation_exception_reason_name(
    connect_property_validation_exception_reason value);

/**
 * Returns the constant for the name of a reason.
 *
 * name: as the service writes it, for example "INVALID_FORMAT"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_property_validation_exception_reason
connect_property_validation_exception_reason_of(const char *name);

/** What kind of resource an error is about: which API or console page shows it. */
typedef enum connect_resource_type {
    /** newer than this library: see the text beside it */
    CONNECT_RESOURCE_TYPE_UNKNOWN = -1,
    CONNECT_RESOURCE_TYPE_CONTACT = 1,         /**< a call, chat, task or e-mail */
    CONNECT_RESOURCE_TYPE_CONTACT_FLOW = 2,    /**< a flow */
    CONNECT_RESOURCE_TYPE_INSTANCE = 3,        /**< a contact centre */
    CONNECT_RESOURCE_TYPE_PARTICIPANT = 4,     /**< one side of a contact */
    CONNECT_RESOURCE_TYPE_HIERARCHY_LEVEL = 5, /**< a level of the hierarchy of agents */
    CONNECT_RESOURCE_TYPE_HIERARCHY_GROUP = 6, /**< a group within a level */
    CONNECT_RESOURCE_TYPE_USER = 7,            /**< an agent or another user */
    CONNECT_RESOURCE_TYPE_PHONE_NUMBER = 8     /**< a claimed phone number */
} connect_resource_type;

/**
 * Returns the name of a type of resource as the service writes it, for example "CONTACT".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_resource_type_name(connect_resource_type value);

/**
 * Returns the constant for the name of a type of resource.
 *
 * name: as the service writes it, for example "CONTACT"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_resource_type connect_resource_type_of(const char *name);

/**
 * 403: the credentials are valid, but may not do this.  CONNECT_E_ACCESS_DENIED.
 *
 * Seen when no IAM policy allows the action of the operation ("connect:" and its name), when a
 * policy denies it, and for features that AWS has not enabled for the account, such as replication.
 *
 * Not retried, unless the response shows that the local clock was wrong: then the call is signed
 * again with the corrected time.  Compare the policy with the action and the ARN in the message;
 * connect_client_describe() shows which credentials are in use.
 */
typedef struct connect_access_denied_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_access_denied_exception;

/**
 * 409: there is one like it already.  CONNECT_E_CONFLICT.
 *
 * Seen when an integration association or a use case is created again.  Neither has a client token,
 * so this is also what a repeated creation ends with whose first response was lost.
 *
 * Not retried.  List the resources: if the existing one is as wanted, the work is done.
 */
typedef struct connect_duplicate_resource_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_duplicate_resource_exception;

/**
 * 409: the client token was used before with another request.  CONNECT_E_CONFLICT.
 *
 * Seen from connect_send_outbound_email() when the application sets client_token itself and uses
 * one value for two different messages.
 *
 * Not retried.  Use a new token for each request, and the same one only to repeat that request; or
 * leave client_token NULL, which makes a random one for each call.
 */
typedef struct connect_idempotency_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_idempotency_exception;

/**
 * 500: the service failed.  CONNECT_E_INTERNAL.
 *
 * Retried with back-off as the policy of the client allows, when the operation is safe to repeat:
 * it reads, has a client token, or is marked so in its documentation.  An operation that is not
 * safe is sent once, because the service may have executed it before it failed.
 *
 * When it persists, check the AWS Health Dashboard and give AWS Support connect_error_request_id().
 */
typedef struct connect_internal_service_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_internal_service_exception;

/**
 * 400: a parameter is not acceptable to the service.  CONNECT_E_INVALID_REQUEST.
 *
 * Seen for values that are well-formed, so that the checks before sending let them pass, and that
 * the service does not accept.
 *
 * Not retried.  The message names the parameter.  Option check_level CONNECT_CHECK_STRICT finds
 * more of these before a request is sent.
 */
typedef struct connect_invalid_parameter_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_invalid_parameter_exception;

/**
 * Why a request is invalid; a union: at most one member is set, and the one that is set says which
 * kind of request it is about.  All are unset for a kind that this library does not know; the
 * message is all there is then.
 */
typedef struct connect_invalid_request_exception_reason {
    size_t size;
    /** of a request about attached files; 0 when absent */
    connect_attached_file_invalid_request_exception_reason
        attached_file_invalid_request_exception_reason;
    /** the name as the service sent it; NULL when absent */
    const char *attached_file_invalid_request_exception_reason_text;
} connect_invalid_request_exception_reason;

/**
 * 400: the request as a whole is not acceptable.  CONNECT_E_INVALID_REQUEST.
 *
 * Seen for members that contradict each other, for a state of the resource that does not allow the
 * operation, and for a next_token that has expired or belongs to another listing.
 *
 * Not retried.  Change the request; after a token was refused begin the listing again without one.
 */
typedef struct connect_invalid_request_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
    const connect_invalid_request_exception_reason *reason; /**< NULL for most causes */
} connect_invalid_request_exception;

/**
 * 429: as many resources as are allowed are there already.  CONNECT_E_LIMIT_EXCEEDED.
 *
 * Seen from connect_associate_bot() when the instance has its largest number of bots.
 *
 * Not retried although the HTTP status is that of throttling: waiting does not help.  (The AWS SDKs
 * retry it.)  Remove a resource, or request a higher quota.
 */
typedef struct connect_limit_exceeded_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_limit_exceeded_exception;

/**
 * One property that the service refused.  All members are sent by the service; a missing one is
 * NULL or 0.
 */
typedef struct connect_property_validation_exception_property {
    size_t size;
    const char *property_path; /**< where it stands in the request, as the service writes paths */
    connect_property_validation_exception_reason reason; /**< see the enum; 0 when absent */
    /** the name as the service sent it; NULL when absent */
    const char *reason_text;
    const char *message; /**< what is wrong with it, in words */
} connect_property_validation_exception_property;

/**
 * 400: properties of a task template are not acceptable.  CONNECT_E_INVALID_REQUEST.
 *
 * Seen from connect_create_task_template() and connect_update_task_template(): a field that is
 * named in constraints or defaults and not defined, a name that is taken, a flow that does not
 * exist.
 *
 * Not retried.  The list names each property with its own reason and message; show all of them at
 * once.
 */
typedef struct connect_property_validation_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
    /** one entry for each refused property; NULL when there is none */
    const connect_property_validation_exception_property *const *property_list;
    size_t property_list_count; /**< entries of property_list */
} connect_property_validation_exception;

/**
 * 409: the resource exists already or is in use.  CONNECT_E_CONFLICT.
 *
 * Seen when something is associated twice, when a name or alias is taken, and when a change of the
 * same resource is still in progress.
 *
 * Not retried.  If the existing resource is as wanted, the work is done; if a change is in
 * progress, wait for it (see <connect/waiter.h>) and repeat the call.
 */
typedef struct connect_resource_conflict_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_resource_conflict_exception;

/**
 * 409: something else still uses the resource.  CONNECT_E_CONFLICT.
 *
 * Seen from connect_delete_traffic_distribution_group() while phone numbers or agents are assigned
 * to the group.
 *
 * Not retried.  Remove what resource_id names, then repeat the call.
 */
typedef struct connect_resource_in_use_exception {
    size_t size;
    const char *message;                 /**< the words of the service; NULL when it sent none */
    connect_resource_type resource_type; /**< what uses it; 0 when absent */
    /** the name as the service sent it; NULL when absent */
    const char *resource_type_text;
    const char *resource_id; /**< which one; an ARN */
} connect_resource_in_use_exception;

/**
 * 404: there is no such instance or resource.  CONNECT_E_NOT_FOUND.
 *
 * Seen for an id that does not exist, that exists in another account or Region, and for a resource
 * that was created a moment ago and is not visible yet.
 *
 * Not retried, except that waiters tolerate it for the first 20 seconds (not_found_grace_ms in
 * <connect/waiter.h>).  Check the id, the Region and the account; connect_error_host() shows the
 * Region.  After a deletion it is the confirmation.
 */
typedef struct connect_resource_not_found_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_resource_not_found_exception;

/**
 * 409: the resource is there, and not ready for this yet.  CONNECT_E_CONFLICT.
 *
 * Seen from connect_replicate_instance() before the instance is ACTIVE, and from
 * connect_create_traffic_distribution_group() before the replication is complete.
 *
 * Not retried: it may take minutes.  Use connect_wait_instance_active() or
 * connect_wait_instance_replicated(), then repeat the call.
 */
typedef struct connect_resource_not_ready_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_resource_not_ready_exception;

/**
 * Which quota is used up; a union: at most one member is set, and the one that is set says which
 * kind of quota it is.  All are unset for a kind that this library does not know; the
 * message is all there is then.
 */
typedef struct connect_service_quota_exceeded_exception_reason {
    size_t size;
    /** of attached files; 0 when absent */
    connect_attached_file_service_quota_exceeded_exception_reason
        attached_file_service_quota_exceeded_exception_reason;
    /** the name as the service sent it; NULL when absent */
    const char *attached_file_service_quota_exceeded_exception_reason_text;
} connect_service_quota_exceeded_exception_reason;

/**
 * 402: a quota of the account or the instance is used up.  CONNECT_E_QUOTA_EXCEEDED.
 *
 * Seen when one more resource would be too many: instances of an account, Lambda functions, bots,
 * approved origins, security keys or task templates of an instance; and after too many creations
 * and deletions of instances within 30 days.
 *
 * Not retried.  Delete what is not needed, or request an increase in the Service Quotas console.
 */
typedef struct connect_service_quota_exceeded_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
    const connect_service_quota_exceeded_exception_reason *reason; /**< NULL for most causes */
} connect_service_quota_exceeded_exception;

/**
 * 429: too many requests.  CONNECT_E_THROTTLED, when the retries did not help.
 *
 * Seen when an account sends an operation more often in a Region than its quota allows: by default
 * 2 requests a second and 5 at once, for all applications and instances together
 * (connect_operation_quota_rate()).
 *
 * Retried for every operation, because a throttled request was not executed: after a random delay
 * of up to 1, 2, 4 ... 20 seconds.  An application that makes many calls should set connect_pace,
 * which keeps it below the quota, or CONNECT_RETRY_ADAPTIVE.
 */
typedef struct connect_throttling_exception {
    size_t size;
    const char *message; /**< the words of the service; NULL when it sent none */
} connect_throttling_exception;

#ifdef __cplusplus
}
#endif

#endif
