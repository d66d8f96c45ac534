/*
 * Attributes of an instance: switches for what the instance can do.
 *
 * Values travel as text; all attributes known today are switches, "true" or "false".  All
 * operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides what is said at each.
 *
 * Example:
 *
 *     connect_update_instance_attribute_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .attribute_type = CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACT_LENS,
 *         .value = "true",
 *     };
 *     connect_update_instance_attribute(client, &request, NULL, &error);
 */
#ifndef CONNECT_ATTRIBUTE_H
#define CONNECT_ATTRIBUTE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What can be switched. */
typedef enum connect_instance_attribute_type {
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_UNKNOWN = -1,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_INBOUND_CALLS = 1,    /**< the instance takes calls */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_OUTBOUND_CALLS = 2,   /**< the instance makes calls */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACTFLOW_LOGS = 3, /**< flows write to CloudWatch Logs */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_CONTACT_LENS = 4,     /**< conversation analytics */
    /** text to speech picks the best voice */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_AUTO_RESOLVE_BEST_VOICES = 5,
    /** AWS Support must let the account in */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_USE_CUSTOM_TTS_VOICES = 6,
    /** audio is heard before the call is connected */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_EARLY_MEDIA = 7,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_MULTI_PARTY_CONFERENCE = 8, /**< more than three on a call */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_HIGH_VOLUME_OUTBOUND = 9,   /**< outbound campaigns */
    /** supervisors may listen in and join calls */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_ENHANCED_CONTACT_MONITORING = 10,
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_ENHANCED_CHAT_MONITORING = 11, /**< the same for chats */
    /** more than two in a chat */
    CONNECT_INSTANCE_ATTRIBUTE_TYPE_MULTI_PARTY_CHAT_CONFERENCE = 12,
    /** bots reply to chats in pieces; see below */
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
    connect_instance_attribute_type attribute_type;
    const char *attribute_type_text;
    const char *value; /**< "true" or "false" in practice; 1..100 characters */
} connect_attribute;

/** Which attribute to show. */
typedef struct connect_describe_instance_attribute_request {
    size_t size;
    const char *instance_id;                        /**< required; id or ARN */
    connect_instance_attribute_type attribute_type; /**< required */
    const char *attribute_type_text;
} connect_describe_instance_attribute_request;

typedef struct connect_describe_instance_attribute_response {
    size_t size;
    const connect_attribute *attribute;
} connect_describe_instance_attribute_response;

/**
 * The value of one attribute.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, DescribeInstanceAttribute.
 */
CONNECT_API connect_status connect_describe_instance_attribute(
    connect_client *client, const connect_describe_instance_attribute_request *request,
    connect_describe_instance_attribute_response **out, connect_error **error);

/** Whose attributes to list. */
typedef struct connect_list_instance_attributes_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN */
    const char *next_token;        /**< from the previous page, or NULL */
    connect_opt_int32 max_results; /**< 1..7; unset lets the service choose */
} connect_list_instance_attributes_request;

typedef struct connect_list_instance_attributes_response {
    size_t size;
    const connect_attribute *const *attributes;
    size_t attributes_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_instance_attributes_response;

/**
 * One page of the attributes of an instance.  There are more of them than a page can hold, so a
 * full listing takes
 * at least two pages: use the pager.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (for a token that is not valid any more).
 * Source: API reference, ListInstanceAttributes.
 */
CONNECT_API connect_status connect_list_instance_attributes(
    connect_client *client, const connect_list_instance_attributes_request *request,
    connect_list_instance_attributes_response **out, connect_error **error);

/**
 * Makes a pager over all attributes of an instance.  request: copied.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_instance_attributes_pages(
    connect_client *client, const connect_list_instance_attributes_request *request);

/**
 * The next attribute, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_attribute *connect_list_instance_attributes_next(connect_pager *pager);

/** Which attribute to set, and to what. */
typedef struct connect_update_instance_attribute_request {
    size_t size;
    const char *instance_id;                        /**< required; id or ARN */
    connect_instance_attribute_type attribute_type; /**< required */
    const char *attribute_type_text;
    const char *value;        /**< required; "true" or "false"; 1..100 characters */
    const char *client_token; /**< at most 500 characters; NULL: a random UUID for the call */
} connect_update_instance_attribute_request;

typedef struct connect_update_instance_attribute_response {
    size_t size;
} connect_update_instance_attribute_response;

/**
 * Sets one attribute.  Setting it to what it is already is no error; a change may take a moment to
 * show.  MESSAGE_STREAMING works only when the policy of the bot alias lets the instance call
 * lex:RecognizeMessageAsync.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (an attribute that is not open to this
 * account among the causes).
 * Source: API reference, UpdateInstanceAttribute.
 */
CONNECT_API connect_status connect_update_instance_attribute(
    connect_client *client, const connect_update_instance_attribute_request *request,
    connect_update_instance_attribute_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
