/*
 * Tags of instances and of other resources of the service that have an ARN.
 *
 * Example:
 *
 *     const connect_pair *const tags[] = { CONNECT_PAIR("team", "voice") };
 *     connect_tag_resource_request request = {
 *         .size = sizeof request, .resource_arn = instance_arn, .tags = tags, .tags_count = 1
 *     };
 *     connect_tag_resource(client, &request, NULL, &error);
 */
#ifndef CONNECT_TAG_H
#define CONNECT_TAG_H

#include <connect/client.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Tags to add or to overwrite. */
typedef struct connect_tag_resource_request {
    size_t size;
    const char *resource_arn; /**< required */
    /** required; 1..50; keys 1..128 characters, not beginning with "aws:"; values to 256 */
    const connect_pair *const *tags;
    size_t tags_count;
} connect_tag_resource_request;

typedef struct connect_tag_resource_response {
    size_t size;
} connect_tag_resource_response;

/**
 * Adds tags; a key that is there already gets the new value.  Changes may take a moment to show.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, TagResource.
 */
CONNECT_API connect_status connect_tag_resource(connect_client *client,
                                                const connect_tag_resource_request *request,
                                                connect_tag_resource_response **out,
                                                connect_error **error);

/** Tags to take away. */
typedef struct connect_untag_resource_request {
    size_t size;
    const char *resource_arn;    /**< required */
    const char *const *tag_keys; /**< required; 1..50 */
    size_t tag_keys_count;
} connect_untag_resource_request;

typedef struct connect_untag_resource_response {
    size_t size;
} connect_untag_resource_response;

/**
 * Removes tags; a key that is not there is no error.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, UntagResource.
 */
CONNECT_API connect_status connect_untag_resource(connect_client *client,
                                                  const connect_untag_resource_request *request,
                                                  connect_untag_resource_response **out,
                                                  connect_error **error);

/** Whose tags to list. */
typedef struct connect_list_tags_for_resource_request {
    size_t size;
    const char *resource_arn; /**< required */
} connect_list_tags_for_resource_request;

typedef struct connect_list_tags_for_resource_response {
    size_t size;
    const connect_pair *const *tags;
    size_t tags_count;
} connect_list_tags_for_resource_response;

/**
 * All tags of a resource.
 *
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST.
 * Source: API reference, ListTagsForResource.
 */
CONNECT_API connect_status connect_list_tags_for_resource(
    connect_client *client, const connect_list_tags_for_resource_request *request,
    connect_list_tags_for_resource_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
