/*
 * Attached files: how large the files may be, and of which types, that customers and agents attach
 * to e-mails, chats, cases and tasks.
 *
 * Each kind of contact (the attachment scope) has a configuration of its own; one that was never
 * changed has the defaults of the service.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL), besides the errors listed with each.
 *
 * Example:
 *
 *     connect_list_attached_files_configurations_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     connect_pager *pager = connect_list_attached_files_configurations_pages(client, &request);
 *     const connect_attached_files_configuration_summary *configuration;
 *     while ((configuration = connect_list_attached_files_configurations_next(pager)) != NULL) {
 *         puts(connect_attachment_scope_name(configuration->attachment_scope));
 *     }
 *     connect_pager_free(pager);
 */
#ifndef CONNECT_ATTACHED_FILE_H
#define CONNECT_ATTACHED_FILE_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What files are attached to. */
typedef enum connect_attachment_scope {
    CONNECT_ATTACHMENT_SCOPE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_ATTACHMENT_SCOPE_EMAIL = 1,
    CONNECT_ATTACHMENT_SCOPE_CHAT = 2,
    CONNECT_ATTACHMENT_SCOPE_CASE = 3,
    CONNECT_ATTACHMENT_SCOPE_TASK = 4
} connect_attachment_scope;

/** Returns the name of a value, for example "EMAIL"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_attachment_scope_name(connect_attachment_scope value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_attachment_scope connect_attachment_scope_of(const char *name);

/** One type of file that is allowed. */
typedef struct connect_allowed_extension {
    size_t size;
    /** required; without the dot, for example "pdf"; 1..10 letters, digits, hyphens and _ */
    const char *extension;
} connect_allowed_extension;

/** Which types of files are allowed. */
typedef struct connect_extension_configuration {
    size_t size;
    const connect_allowed_extension *const
        *allowed_extensions; /**< required; no other is allowed */
    size_t allowed_extensions_count;
} connect_extension_configuration;

/** The configuration of one scope. */
typedef struct connect_attached_files_configuration {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    const char *attachment_scope_text;
    connect_opt_int64 maximum_size_limit_in_bytes; /**< 1..104857600 (100 MiB) */
    const connect_extension_configuration *extension_configuration;
    connect_opt_time last_modified_time; /**< unset while the scope has the defaults */
} connect_attached_files_configuration;

/** Which configuration to show. */
typedef struct connect_describe_attached_files_configuration_request {
    size_t size;
    const char *instance_id;                   /**< required; id or ARN; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< required */
    const char *attachment_scope_text;
} connect_describe_attached_files_configuration_request;

/** The configuration. */
typedef struct connect_describe_attached_files_configuration_response {
    size_t size;
    const connect_attached_files_configuration *attached_files_configuration; /**< always present */
} connect_describe_attached_files_configuration_response;

/**
 * Shows the configuration of a scope: the instance's own, or the defaults when it has none.
 *
 * client: borrowed, any thread.  request: borrowed for the call.  *out: owned, connect_free(); may
 * be NULL.  *error: owned, connect_error_free(); may be NULL.
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
 * Source: API reference, DescribeAttachedFilesConfiguration.
 */
CONNECT_API connect_status connect_describe_attached_files_configuration(
    connect_client *client, const connect_describe_attached_files_configuration_request *request,
    connect_describe_attached_files_configuration_response **out, connect_error **error);

/** The configuration of one scope, as listings show it. */
typedef struct connect_attached_files_configuration_summary {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    const char *attachment_scope_text;
    connect_opt_int64 maximum_size_limit_in_bytes; /**< 1..104857600 (100 MiB) */
    const connect_extension_configuration *extension_configuration;
} connect_attached_files_configuration_summary;

/** Whose configurations to list. */
typedef struct connect_list_attached_files_configurations_request {
    size_t size;
    const char *instance_id;       /**< required; id or ARN; 1..100 characters */
    connect_opt_int32 max_results; /**< 1..100 a page; unset: the service chooses */
    const char *next_token;        /**< from the previous page, or NULL */
} connect_list_attached_files_configurations_request;

/** A page of configurations. */
typedef struct connect_list_attached_files_configurations_response {
    size_t size;
    const connect_attached_files_configuration_summary *const *attached_files_configurations;
    size_t attached_files_configurations_count;
    const char *next_token; /**< NULL on the last page */
} connect_list_attached_files_configurations_response;

/**
 * One page of the configurations of an instance.
 *
 * Parameters as for connect_describe_attached_files_configuration().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST (also for a token that is not valid any
 * more), CONNECT_E_ACCESS_DENIED.
 * Source: API reference, ListAttachedFilesConfigurations.
 */
CONNECT_API connect_status connect_list_attached_files_configurations(
    connect_client *client, const connect_list_attached_files_configurations_request *request,
    connect_list_attached_files_configurations_response **out, connect_error **error);

/**
 * A pager over all of them.  request: copied.  *owned*: connect_pager_free().  NULL only when
 * memory is exhausted.
 */
CONNECT_API connect_pager *connect_list_attached_files_configurations_pages(
    connect_client *client, const connect_list_attached_files_configurations_request *request);

/**
 * The next configuration, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().
 */
CONNECT_API const connect_attached_files_configuration_summary *
connect_list_attached_files_configurations_next(connect_pager *pager);

/** What to change.  What is not set keeps its value. */
typedef struct connect_update_attached_files_configuration_request {
    size_t size;
    const char *instance_id;                   /**< required; id or ARN; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< required */
    const char *attachment_scope_text;
    connect_opt_int64 maximum_size_limit_in_bytes;                  /**< 1..104857600 (100 MiB) */
    const connect_extension_configuration *extension_configuration; /**< replaces the whole list */
} connect_update_attached_files_configuration_request;

/** The configuration as it is now. */
typedef struct connect_update_attached_files_configuration_response {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    const char *attachment_scope_text;
    connect_opt_int64 maximum_size_limit_in_bytes; /**< 1..104857600 (100 MiB) */
    const connect_extension_configuration *extension_configuration;
    connect_opt_time last_modified_time;
} connect_update_attached_files_configuration_response;

/**
 * Changes the configuration of a scope, and creates it when the instance has none of its own yet.
 * There is no way back to the defaults but to set them.
 *
 * Parameters as for connect_describe_attached_files_configuration().
 * Errors: CONNECT_E_NOT_FOUND, CONNECT_E_INVALID_REQUEST, CONNECT_E_ACCESS_DENIED.
 * Source: API reference, UpdateAttachedFilesConfiguration.
 */
CONNECT_API connect_status connect_update_attached_files_configuration(
    connect_client *client, const connect_update_attached_files_configuration_request *request,
    connect_update_attached_files_configuration_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
