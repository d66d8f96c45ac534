/*
 * Z-API: the partner's list of its WhatsApp instances.  A small second tenant beside Amazon
 * Connect.
 *
 * It has a client of its own: no AWS credentials are ever looked for or sent there, and its bearer
 * token is sent to its endpoint and nowhere else.  Each item carries the token of an instance:
 * treat a response as a secret.  It is cleansed when freed, and the log shows no token.
 * Source: Z-API developer documentation, Partners, "Listing instances".
 *
 * Example:
 *
 *     connect_zapi_client_options options = { .size = sizeof options, .token = token };
 *     connect_zapi_client *partner = NULL;
 *     if (connect_zapi_client_new(&options, &partner, &error) == CONNECT_OK) {
 *         connect_pager *pager = connect_zapi_list_instances_pages(partner, NULL);
 *         const connect_zapi_instance *instance;
 *         while ((instance = connect_zapi_list_instances_next(pager)) != NULL) {
 *             puts(instance->name);
 *         }
 *         connect_pager_free(pager);
 *     }
 *     connect_zapi_client_free(partner);
 */
#ifndef CONNECT_ZAPI_H
#define CONNECT_ZAPI_H

#include <connect/pager.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Settings of a Z-API client.  Strings are copied. */
typedef struct connect_zapi_client_options {
    size_t size;
    /** required: the partner's bearer token; cleansed when the client is freed */
    const char *token;
    const char *endpoint_url; /**< NULL: "https://api.z-api.io"; http is for local services */
    connect_retry_mode retry_mode;
    connect_opt_int32 max_attempts; /**< as in connect_client_options, like all below */
    connect_opt_int64 connect_timeout_ms;
    connect_opt_int64 attempt_timeout_ms;
    connect_opt_int64 call_timeout_ms;
    connect_opt_int64 max_body_bytes;
    const char *ca_bundle;
    const char *proxy;
    connect_log_level log_level;
    connect_log_fn log;
    void *log_user; /**< borrowed */
    const connect_transport *transport;
    const connect_clock *clock;
    const connect_random *random;
} connect_zapi_client_options;

/** A client of Z-API.  Opaque; shared by any number of threads at once. */
typedef struct connect_zapi_client connect_zapi_client;

/**
 * Makes a client.  Does no I/O and reads no AWS variable, file or profile.
 *
 * *out is owned: connect_zapi_client_free().  CONNECT_E_ARGUMENT when the token is missing or has
 * control bytes or an option is out of range; CONNECT_E_CONFIGURATION for an endpoint that is no
 * URL.
 */
CONNECT_API connect_status connect_zapi_client_new(const connect_zapi_client_options *options,
                                                   connect_zapi_client **out,
                                                   connect_error **error);

/** Frees the client and cleanses its token; NULL does nothing.  No call may be running. */
CONNECT_API void connect_zapi_client_free(connect_zapi_client *client);

/** How an instance is connected to WhatsApp. */
typedef enum connect_zapi_middleware {
    CONNECT_ZAPI_MIDDLEWARE_UNKNOWN = -1,
    CONNECT_ZAPI_MIDDLEWARE_WEB = 1,
    CONNECT_ZAPI_MIDDLEWARE_MOBILE = 2
} connect_zapi_middleware;

/** Returns the name of a value, for example "web"; NULL for a number that has none.  Static. */
CONNECT_API const char *connect_zapi_middleware_name(connect_zapi_middleware value);

/** Returns the value of a name: _UNKNOWN for one that this library does not know, 0 for NULL. */
CONNECT_API connect_zapi_middleware connect_zapi_middleware_of(const char *name);

/**
 * One instance.  The service is loose with types: a time comes as a number, as the same in a
 * string, as an ISO 8601 date, as "" or as null; a boolean also as a string, a string also as a
 * number.  All of that is accepted.  A value that makes no sense is absent and logged, and never
 * ends a listing.
 */
typedef struct connect_zapi_instance {
    size_t size;
    const char *token; /**< a secret: the token of this instance */
    const char *tenant;
    connect_opt_int64 created;  /**< milliseconds since the epoch; see created_text */
    connect_opt_int64 due;      /**< milliseconds since the epoch: payment due date; see due_text */
    const char *payment_status; /**< for example "PAID", "TRIAL" */
    const char *delivery_callback_url;
    const char *received_callback_url;
    const char *disconnected_callback_url;
    const char *message_status_callback_url;
    const char *received_and_delivery_callback_url;
    const char *presence_chat_callback_url;
    const char *connected_callback_url;
    const char *received_status_callback_url;
    connect_opt_bool phone_connected;
    connect_opt_bool whatsapp_connected;
    connect_zapi_middleware middleware;
    const char *middleware_text;
    const char *name;
    const char *id;
    /** what the service sent as `created`: "1700000000123", "2024-01-15T10:30:00Z", "", or NULL */
    const char *created_text;
    const char *due_text; /**< the same of `due` */
} connect_zapi_instance;

/** Filter and page. */
typedef struct connect_zapi_list_instances_request {
    size_t size;
    connect_opt_int32 page;             /**< required: from 1 */
    connect_opt_int32 page_size;        /**< required: instances on a page, from 1 */
    const char *query;                  /**< part of a name or id, or NULL */
    connect_zapi_middleware middleware; /**< 0: both */
    const char *middleware_text;
} connect_zapi_list_instances_request;

typedef struct connect_zapi_list_instances_response {
    size_t size;
    connect_opt_int64 total;      /**< instances in all */
    connect_opt_int64 total_page; /**< pages in all */
    connect_opt_int64 page_size;
    connect_opt_int64 page;
    const connect_zapi_instance *const *content;
    size_t content_count;
} connect_zapi_list_instances_response;

/**
 * One page of the partner's instances.
 *
 * *out: owned, connect_free(), which cleanses it.
 * Errors: CONNECT_E_UNAUTHENTICATED (401), CONNECT_E_ACCESS_DENIED (403), CONNECT_E_NOT_FOUND,
 * CONNECT_E_METHOD_NOT_ALLOWED (405), CONNECT_E_UNSUPPORTED_MEDIA_TYPE (415), CONNECT_E_THROTTLED,
 * CONNECT_E_INTERNAL.
 */
CONNECT_API connect_status connect_zapi_list_instances(
    connect_zapi_client *client, const connect_zapi_list_instances_request *request,
    connect_zapi_list_instances_response **out, connect_error **error);

/**
 * Makes a pager over all pages from request->page (default 1) on, request->page_size at a time
 * (default 50).  It ends with the last page that the service names or with an empty one.  Instances
 * that appear or vanish meanwhile move the others between pages: an instance seen on the page
 * before is not given twice, one that moved to a page already read is missed.
 *
 * request: copied; NULL for the defaults.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_zapi_list_instances_pages(
    connect_zapi_client *client, const connect_zapi_list_instances_request *request);

/**
 * The next instance, borrowed until the next call on the pager; NULL at the end or on failure: see
 * connect_pager_error().
 */
CONNECT_API const connect_zapi_instance *connect_zapi_list_instances_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
