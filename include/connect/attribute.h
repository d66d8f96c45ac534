/*
 * Attributes of an instance: switches for what the instance can do.
 *
 * Values travel as strings; all attributes known today are switches, "true" or "false".  A new
 * instance has INBOUND_CALLS and OUTBOUND_CALLS as connect_create_instance() was given them; all
 * others are what the service chooses, so set those that you rely on.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.  The service makes no promise that a
 * listing shows a change at once.
 *
 * Example:
 *
 *     connect_update_instance_attribute_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .attribute_type = CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACT_LENS,
 *         .value = "true",
 *     };
 *     if (connect_update_instance_attribute(client, &request, NULL, &error) != CONNECT_OK) {
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *     }
 *     connect_error_free(error);
 */
#ifndef CONNECT_ATTRIBUTE_H
#define CONNECT_ATTRIBUTE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What can be switched. */
typedef enum connect_instance_attribute_type {
    /** newer than this library: see the text beside it */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_UNKNOWN = -1,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_INBOUND_CALLS = 1,  /**< the instance takes calls */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_OUTBOUND_CALLS = 2, /**< the instance makes calls */
    /** flows write to a log group of CloudWatch Logs */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACTFLOW_LOGS = 3,
    /** conversation analytics; on calls with up to two participants */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACT_LENS = 4,
    /** text to speech picks the best voice that there is */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_AUTO_RESOLVE_BEST_VOICES = 5,
    /** custom voices for text to speech; only accounts that AWS Support has admitted */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_USE_CUSTOM_TTS_VOICES = 6,
    /** audio is heard before the call is connected */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_EARLY_MEDIA = 7,
    /** up to six participants on a call; three without it */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_MULTI_PARTY_CONFERENCE = 8,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_HIGH_VOLUME_OUTBOUND = 9, /**< outbound campaigns */
    /** supervisors may listen in and join calls; two of them on one call */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_ENHANCED_CONTACT_MONITORING = 10,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_ENHANCED_CHAT_MONITORING = 11, /**< the same for chats */
    /** more than two participants in a chat */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_MULTI_PARTY_CHAT_CONFERENCE = 12,
    /** bots reply to chats in pieces; see connect_update_instance_attribute() */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_MESSAGE_STREAMING = 13
} connect_instance_attribute_type;

/**
 * Returns the name of a value, for example "INBOUND_CALLS"; NULL for a number that has none.
 * Static.
 */
CONNECT_API const char *connect_instance_attribute_type_name(connect_instance_attribute_type value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_instance_attribute_type connect_instance_attribute_type_of(const char *name);

/** One attribute and its value. */
typedef struct connect_attribute {
    size_t size;
    connect_instance_attribute_type attribute_type; /**< which one */
    /** as the service sent it; the only name of a value newer than this library */
    const char *attribute_type_text;
    const char *value; /**< "true" or "false" in practice; 1..100 characters */
} connect_attribute;

/** Which attribute to show. */
typedef struct connect_describe_instance_attribute_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless attribute_type_text names it */
    connect_instance_attribute_type attribute_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *attribute_type_text;
} connect_describe_instance_attribute_request;

/** The attribute. */
typedef struct connect_describe_instance_attribute_response {
    size_t size;
    const connect_attribute *attribute; /**< its type and value; NULL when the service sent none */
} connect_describe_instance_attribute_response;

/**
 * The value of one attribute.  connect_list_instance_attributes_pages() is cheaper when several are
 * wanted: two requests for all of them.  Repeating it is harmless.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the attribute, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:DescribeInstanceAttribute.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (a type that the service does not know).
 * Source: API reference, DescribeInstanceAttribute.
 */
CONNECT_API connect_status connect_describe_instance_attribute(
    connect_client *client, const connect_describe_instance_attribute_request *request,
    connect_describe_instance_attribute_response **out, connect_error **error);

/** Whose attributes to list, and which page. */
typedef struct connect_list_instance_attributes_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    const char *next_token;  /**< from the previous page; NULL for the first one */
    connect_opt_int32 max_results; /**< 1..7 attributes a page; unset lets the service choose */
} connect_list_instance_attributes_request;

/** A page of attributes. */
typedef struct connect_list_instance_attributes_response {
    size_t size;
    const connect_attribute *const *attributes; /**< type and value of each */
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t attributes_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_instance_attributes_response;

/**
 * One page of the attributes of an instance.  There are more of them than a page can hold, so that
 * a full listing takes at least two pages: use connect_list_instance_attributes_pages().
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListInstanceAttributes.  Quota: 2 requests a second, 5 at once, for each
 * account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again).
 * Source: API reference, ListInstanceAttributes.
 */
CONNECT_API connect_status connect_list_instance_attributes(
    connect_client *client, const connect_list_instance_attributes_request *request,
    connect_list_instance_attributes_response **out, connect_error **error);

/**
 * Makes a pager over all attributes of an instance.  No I/O yet: the first
 * connect_list_instance_attributes_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instance_attributes_pages(
    connect_client *client, const connect_list_instance_attributes_request *request);

/**
 * The next attribute, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_attribute *connect_list_instance_attributes_next(connect_pager *pager);

/** Which attribute to set, and to what. */
typedef struct connect_update_instance_attribute_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless attribute_type_text names it */
    connect_instance_attribute_type attribute_type;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *attribute_type_text;
    const char *value; /**< required; "true" or "false", in lower case; 1..100 characters */
    /** at most 500 characters; NULL: a random UUID, the same for all attempts of the call */
    const char *client_token;
} connect_update_instance_attribute_request;

/** Empty: the service sends no body. */
typedef struct connect_update_instance_attribute_response {
    size_t size;
} connect_update_instance_attribute_response;

/**
 * Sets one attribute.  Setting it to what it is already is no error; a change may take a moment to
 * show.  MESSAGE_STREAMING works only when the policy of the bot alias lets the instance call
 * lex:RecognizeMessageAsync.  USE_CUSTOM_TTS_VOICES is open only to accounts that AWS Support has
 * admitted.
 *
 * Safe to repeat: all attempts of a call carry one client token.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: holds no more than the
 * request id (connect_response_request_id()), owned: connect_free(); may be NULL.  *error: owned,
 * connect_error_free(); may be NULL.
 *
 * IAM actions, by the CloudFormation schema of AWS::Connect::Instance:
 * connect:UpdateInstanceAttribute; iam:CreateServiceLinkedRole and iam:PutRolePolicy where the role
 * of the instance needs new permissions.  Quota: 2 requests a second, 5 at once, for each account
 * and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (a type or a value that the service does not accept, also an attribute
 * that is not open to this account).
 * Source: API reference, UpdateInstanceAttribute.
 */
CONNECT_API connect_status connect_update_instance_attribute(
    connect_client *client, const connect_update_instance_attribute_request *request,
    connect_update_instance_attribute_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
