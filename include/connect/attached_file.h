/*
 * Attached files: how large the files may be, and of which types, that customers and agents attach
 * to e-mails, chats, cases and tasks.
 *
 * Each kind of contact (the attachment scope) has a configuration of its own; one that was never
 * changed has the defaults of the service.  The Administrator Guide, under feature specifications,
 * gives 20 MB and csv, doc, docx, heic, jfif, jpeg, jpg, mov, mp4, pdf, png, ppt, pptx, rtf, txt,
 * wav, xls and xlsx for e-mails, cases and chats; what an instance has, the functions below show.
 * Where the files are stored is another matter: ATTACHMENTS in <connect/storage.h>.  FILE_SCANNER
 * in <connect/integration.h> inspects them.
 *
 * All operations may be throttled (CONNECT_E_THROTTLED) and may fail in the service
 * (CONNECT_E_INTERNAL) besides the errors listed with each; both are retried as the client is
 * configured, and reported when the retries are used up.
 *
 * Example: allow PDF and PNG files of at most 5 MiB in chats.
 *
 *     connect_allowed_extension pdf = { .size = sizeof pdf, .extension = "pdf" };
 *     connect_allowed_extension png = { .size = sizeof png, .extension = "png" };
 *     const connect_allowed_extension *const allowed[] = { &pdf, &png };
 *     connect_extension_configuration extensions = {
 *         .size = sizeof extensions, .allowed_extensions = allowed, .allowed_extensions_count = 2
 *     };
 *     connect_update_attached_files_configuration_request request = {
 *         .size = sizeof request,
 *         .instance_id = instance_id,
 *         .attachment_scope = CONNECT_ATTACHMENT_SCOPE_CHAT,
 *         .maximum_size_limit_in_bytes = CONNECT_SET(5 * 1024 * 1024),
 *         .extension_configuration = &extensions,
 *     };
 *     if (connect_update_attached_files_configuration(client, &request, NULL, &error) !=
 *         CONNECT_OK) {
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *     }
 *     connect_error_free(error);
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
    CONNECT_ATTACHMENT_SCOPE_EMAIL = 1,    /**< e-mails */
    CONNECT_ATTACHMENT_SCOPE_CHAT = 2,     /**< messages of chats */
    CONNECT_ATTACHMENT_SCOPE_CASE = 3,     /**< cases */
    CONNECT_ATTACHMENT_SCOPE_TASK = 4      /**< tasks */
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
    /** required; no other is allowed */
    const connect_allowed_extension *const *allowed_extensions;
    size_t allowed_extensions_count; /**< how many */
} connect_extension_configuration;

/** The configuration of one scope. */
typedef struct connect_attached_files_configuration {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    /** as the service sent it; the only name of a value newer than this library */
    const char *attachment_scope_text;
    /** 1..104857600 (100 MiB) for one file; unset when the service sent none */
    connect_opt_int64 maximum_size_limit_in_bytes;
    /** the types that are allowed; NULL when the service sent none */
    const connect_extension_configuration *extension_configuration;
    /** milliseconds since 1970-01-01T00:00:00Z; unset while the scope has the defaults */
    connect_opt_time last_modified_time;
} connect_attached_files_configuration;

/** Which configuration to show. */
typedef struct connect_describe_attached_files_configuration_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless attachment_scope_text names it */
    connect_attachment_scope attachment_scope;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *attachment_scope_text;
} connect_describe_attached_files_configuration_request;

/** The configuration. */
typedef struct connect_describe_attached_files_configuration_response {
    size_t size;
    const connect_attached_files_configuration *attached_files_configuration; /**< always present */
} connect_describe_attached_files_configuration_response;

/**
 * Shows the configuration of a scope: the instance's own, or the defaults when it has none.
 * connect_list_attached_files_configurations() shows all scopes.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the configuration, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:DescribeAttachedFilesConfiguration.  Quota: 2 requests a second, 5 at once,
 * for each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (a scope that the service does not know), CONNECT_E_ACCESS_DENIED (the
 * caller lacks the action).
 * Source: API reference, DescribeAttachedFilesConfiguration.
 */
CONNECT_API connect_status connect_describe_attached_files_configuration(
    connect_client *client, const connect_describe_attached_files_configuration_request *request,
    connect_describe_attached_files_configuration_response **out, connect_error **error);

/** The configuration of one scope, as listings show it: without the time of the last change. */
typedef struct connect_attached_files_configuration_summary {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    /** as the service sent it; the only name of a value newer than this library */
    const char *attachment_scope_text;
    /** 1..104857600 (100 MiB) for one file; unset when the service sent none */
    connect_opt_int64 maximum_size_limit_in_bytes;
    /** the types that are allowed; NULL when the service sent none */
    const connect_extension_configuration *extension_configuration;
} connect_attached_files_configuration_summary;

/** Whose configurations to list, and which page. */
typedef struct connect_list_attached_files_configurations_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    connect_opt_int32 max_results; /**< 1..100 a page; unset: the service chooses */
    const char *next_token;        /**< from the previous page; NULL for the first one */
} connect_list_attached_files_configurations_request;

/** A page of configurations. */
typedef struct connect_list_attached_files_configurations_response {
    size_t size;
    /** one for each scope */
    const connect_attached_files_configuration_summary *const *attached_files_configurations;
    /** how many; 0 is possible before the last page, and pagers skip such a page */
    size_t attached_files_configurations_count;
    const char *next_token; /**< for the next page; NULL on the last one */
} connect_list_attached_files_configurations_response;

/**
 * One page of the configurations of an instance.
 * connect_list_attached_files_configurations_pages() fetches all pages.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the page, owned:
 * connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:ListAttachedFilesConfigurations.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (also for a token that is not valid any more: begin with the first page
 * again), CONNECT_E_ACCESS_DENIED (the caller lacks the action).
 * Source: API reference, ListAttachedFilesConfigurations.
 */
CONNECT_API connect_status connect_list_attached_files_configurations(
    connect_client *client, const connect_list_attached_files_configurations_request *request,
    connect_list_attached_files_configurations_response **out, connect_error **error);

/**
 * Makes a pager over all configurations of an instance.  No I/O yet: the first
 * connect_list_attached_files_configurations_next() fetches the first page.
 *
 * client: borrowed until the pager is freed.  request: copied; its next_token is where the listing
 * begins, and its max_results the size of each page.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_list_attached_files_configurations_pages(
    connect_client *client, const connect_list_attached_files_configurations_request *request);

/**
 * The next configuration, borrowed until the next call on the pager; NULL at the end or on failure:
 * see connect_pager_error().  Fetches a page when the items of the last one are used up.
 */
CONNECT_API const connect_attached_files_configuration_summary *
connect_list_attached_files_configurations_next(connect_pager *pager);

/** What to change.  What is not set keeps its value. */
typedef struct connect_update_attached_files_configuration_request {
    size_t size;
    const char *instance_id; /**< required; id or ARN of the instance; 1..100 characters as an id */
    /** required, unless attachment_scope_text names it */
    connect_attachment_scope attachment_scope;
    /** the name to send instead, when the enum is 0 or _UNKNOWN: a value newer than this library */
    const char *attachment_scope_text;
    /** 1..104857600 (100 MiB) for one file; unset: as it is */
    connect_opt_int64 maximum_size_limit_in_bytes;
    /** replaces the whole list; NULL: as it is */
    const connect_extension_configuration *extension_configuration;
} connect_update_attached_files_configuration_request;

/** The configuration as it is now. */
typedef struct connect_update_attached_files_configuration_response {
    size_t size;
    const char *instance_id;                   /**< always present; 1..100 characters */
    connect_attachment_scope attachment_scope; /**< always present */
    /** as the service sent it; the only name of a value newer than this library */
    const char *attachment_scope_text;
    /** 1..104857600 (100 MiB) for one file; unset when the service sent none */
    connect_opt_int64 maximum_size_limit_in_bytes;
    /** the types that are allowed; NULL when the service sent none */
    const connect_extension_configuration *extension_configuration;
    connect_opt_time last_modified_time; /**< milliseconds since 1970-01-01T00:00:00Z */
} connect_update_attached_files_configuration_response;

/**
 * Changes the configuration of a scope, and creates it when the instance has none of its own yet.
 * There is no way back to the defaults but to set them: describe the scope and keep the result
 * before the first change.  To add a type, send the old list with the new one in it.
 *
 * Safe to repeat: it is sent again after a broken connection, and sets the same again.  Of two
 * callers that change one list at the same time, the later one wins.
 *
 * client: borrowed; any thread.  request: borrowed for the call.  *out: the configuration after the
 * change, owned: connect_free(); may be NULL.  *error: owned, connect_error_free(); may be NULL.
 *
 * IAM action: connect:UpdateAttachedFilesConfiguration.  Quota: 2 requests a second, 5 at once, for
 * each account and region, unless raised.
 *
 * Errors: CONNECT_E_NOT_FOUND (no such instance in the region of the client),
 * CONNECT_E_INVALID_REQUEST (a type or a size that the service does not accept for this scope),
 * CONNECT_E_ACCESS_DENIED (the caller lacks the action).
 * Source: API reference, UpdateAttachedFilesConfiguration.
 */
CONNECT_API connect_status connect_update_attached_files_configuration(
    connect_client *client, const connect_update_attached_files_configuration_request *request,
    connect_update_attached_files_configuration_response **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
