/*
 * Tags of instances and of other resources of the service that have an ARN: users, queues, routing
 * profiles, quick connects, flows, hours of operation, phone numbers, task templates and others.
 *
 * A tag is a key and a value of the caller's.  IAM policies can allow or deny by tags
 * (aws:ResourceTag), and cost reports group by them.  A resource has at most 50.  Tags are no place
 * for secrets or personal data: they appear in bills and in the logs of AWS.
 *
 * A key has 1 to 128 characters: letters and digits of any script, spaces, and _ . : / = + - @.
 * Keys that begin with "aws:" belong to AWS.  A value has at most 256 characters and may be empty.
 * The service refuses other tags; the library finds them before it sends a request with
 * CONNECT_CHECK_STRICT.
 *
 * Changes are eventually consistent: connect_list_tags_for_resource() and the tags that a describe
 * operation returns may show the old state for a moment.
 *
 * All three are safe to repeat, so the library retries them after any failure that may pass:
 * throttling (CONNECT_E_THROTTLED), failures of the service (CONNECT_E_INTERNAL) and broken
 * connections.  These come besides the errors listed with each.
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
    /** required; the whole ARN, for example that of connect_instance; an id is not enough */
    const char *resource_arn;
    /** required; 1..50; keys 1..128 characters, not beginning with "aws:"; values to 256 */
    const connect_pair *const *tags;
    size_t tags_count; /**< 1..50 */
} connect_tag_resource_request;

/** Empty: the status says whether the tags are set. */
typedef struct connect_tag_resource_response {
    size_t size;
} connect_tag_resource_response;

/**
 * Adds tags to a resource.  A key that it has already gets the new value; its other tags stay.  To
 * replace all tags, list them and remove with connect_untag_resource() those that are not wanted.
 *
 * Safe to repeat: the same request again changes nothing.
 *
 * IAM action: connect:TagResource.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such resource in this account and Region),
 * CONNECT_E_INVALID_REQUEST (not an ARN, a key or value that is not allowed, or more than 50 tags).
 * Source: API reference, TagResource.
 */
CONNECT_API connect_status connect_tag_resource(connect_client *client,
                                                const connect_tag_resource_request *request,
                                                connect_tag_resource_response **out,
                                                connect_error **error);

/** Tags to remove. */
typedef struct connect_untag_resource_request {
    size_t size;
    const char *resource_arn; /**< required; the whole ARN */
    /** required; 1..128 characters each; the values do not matter */
    const char *const *tag_keys;
    size_t tag_keys_count; /**< 1..50 */
} connect_untag_resource_request;

/** Empty: the status says whether the tags are gone. */
typedef struct connect_untag_resource_response {
    size_t size;
} connect_untag_resource_response;

/**
 * Removes tags from a resource; a key that it does not have is no error.
 *
 * Safe to repeat: the same request again changes nothing.
 *
 * IAM action: connect:UntagResource.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(); may be NULL, since the response is empty.
 * Errors: CONNECT_E_NOT_FOUND (no such resource in this account and Region),
 * CONNECT_E_INVALID_REQUEST (not an ARN).
 * Source: API reference, UntagResource.
 *
 *     const char *const keys[] = { "team" };
 *     connect_untag_resource_request request = {
 *         .size = sizeof request, .resource_arn = arn, .tag_keys = keys, .tag_keys_count = 1
 *     };
 *     connect_untag_resource(client, &request, NULL, &error);
 */
CONNECT_API connect_status connect_untag_resource(connect_client *client,
                                                  const connect_untag_resource_request *request,
                                                  connect_untag_resource_response **out,
                                                  connect_error **error);

/** Whose tags to list. */
typedef struct connect_list_tags_for_resource_request {
    size_t size;
    const char *resource_arn; /**< required; the whole ARN */
} connect_list_tags_for_resource_request;

/** All tags of a resource, in the order of the service. */
typedef struct connect_list_tags_for_resource_response {
    size_t size;
    const connect_pair *const *tags; /**< find one with connect_pair_find() */
    size_t tags_count;               /**< 0..50 */
} connect_list_tags_for_resource_response;

/**
 * Fetches all tags of a resource.  There are no pages.
 *
 * IAM action: connect:ListTagsForResource.  Quota: 2 requests a second, 5 at once.
 *
 * *out: owned, connect_free(), with all keys and values.
 * Errors: CONNECT_E_NOT_FOUND (no such resource in this account and Region),
 * CONNECT_E_INVALID_REQUEST (not an ARN).
 * Source: API reference, ListTagsForResource.
 *
 *     connect_list_tags_for_resource_response *list = NULL;
 *     if (connect_list_tags_for_resource(client, &request, &list, &error) == CONNECT_OK)
 *         team = connect_pair_find(list->tags, list->tags_count, "team");
 */
CONNECT_API connect_status connect_list_tags_for_resource(
    connect_client *client, const connect_list_tags_for_resource_request *request,
    connect_list_tags_for_resource_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
