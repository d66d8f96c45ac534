/*
 * Z-API: the partner's list of its WhatsApp instances.  A small second tenant beside Amazon
 * Connect.
 *
 * It has a client of its own: no AWS credentials are ever looked for or sent there, and its bearer
 * token is sent to its endpoint and nowhere else.  Each item carries the token of an instance:
 * treat a response as a secret.  It is cleansed when freed, and the log shows no token.
 *
 * Retries, time limits, the transport and the log work as for a connect_client, with the same
 * defaults; by default three attempts are made, and 429 and 5xx are retried.
 * connect_zapi_loop_new() makes an event loop for such a client.  docs/zapi.md is a guide, and
 * examples/zapi_instances.c a whole program.
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

/**
 * Settings of a Z-API client.  Strings are copied.  All but the token are optional and mean what
 * they mean in connect_client_options; no AWS variable, file or profile is read for them.
 */
typedef struct connect_zapi_client_options {
    size_t size;
    /**
     * required: the partner's bearer token, 1..8192 bytes without control bytes; cleansed when the
     * client is freed
     */
    const char *token;
    const char *endpoint_url;      /**< NULL: "https://api.z-api.io"; http is for local services */
    connect_retry_mode retry_mode; /**< CONNECT_RETRY_DEFAULT is the standard mode */
    /** attempts of one call, the first included: 1..100; default 3 */
    connect_opt_int32 max_attempts;
    /** name lookup, TCP and TLS of one attempt: 1..2147483647; default 6200 */
    connect_opt_int64 connect_timeout_ms;
    /** one attempt from start to last byte: 1..2147483647; default 60000 */
    connect_opt_int64 attempt_timeout_ms;
    connect_opt_int64 call_timeout_ms; /**< one call with everything in it: 1..; default none */
    /** the largest response body accepted: 1024..1 GiB; default 8 MiB */
    connect_opt_int64 max_body_bytes;
    const char *ca_bundle; /**< PEM file; NULL: the system's certificates */
    const char *proxy;     /**< proxy URL; "" for none; NULL: https_proxy, HTTPS_PROXY and so on */
    connect_log_level log_level;        /**< what the log receives; default none */
    connect_log_fn log;                 /**< receives log lines; NULL: none */
    void *log_user;                     /**< borrowed */
    const connect_transport *transport; /**< NULL: libcurl; copied */
    const connect_clock *clock;         /**< NULL: the system's; copied */
    const connect_random *random;       /**< NULL: OpenSSL's generator; copied */
    connect_attempt_fn on_attempt;      /**< receives each attempt when it ends; NULL: none */
    void *on_attempt_user;              /**< borrowed */
} connect_zapi_client_options;

/** A client of Z-API.  Opaque; shared by any number of threads at once. */
typedef struct connect_zapi_client connect_zapi_client;

/**
 * Makes a client.  Does no I/O and reads no AWS variable, file or profile.
 *
 * options: borrowed; required, because of the token.  *out is owned: connect_zapi_client_free().
 * Errors: CONNECT_E_ARGUMENT when the token is missing or has control bytes or an option is out of
 * range; CONNECT_E_CONFIGURATION for an endpoint that is no URL; CONNECT_E_VERSION;
 * CONNECT_E_MEMORY.
 */
CONNECT_API connect_status connect_zapi_client_new(const connect_zapi_client_options *options,
                                                   connect_zapi_client **out,
                                                   connect_error **error);

/**
 * Closes connections, cleanses the token and frees the client; NULL does nothing.  No call may be
 * running, and no pager of the client may be used afterwards.
 */
CONNECT_API void connect_zapi_client_free(connect_zapi_client *client);

/** How an instance is connected to WhatsApp. */
typedef enum connect_zapi_middleware {
    CONNECT_ZAPI_MIDDLEWARE_UNKNOWN = -1, /**< newer than this library: see the text beside it */
    CONNECT_ZAPI_MIDDLEWARE_WEB = 1,      /**< "web" */
    CONNECT_ZAPI_MIDDLEWARE_MOBILE = 2    /**< "mobile" */
} connect_zapi_middleware;

/**
 * Returns the name of a connection as the service writes it, for example "web".
 *
 * value: a constant of the enum.
 * Returns a static string; NULL for 0, for _UNKNOWN and for any other number without a name.
 */
CONNECT_API const char *connect_zapi_middleware_name(connect_zapi_middleware value);

/**
 * Returns the constant for the name of a connection.
 *
 * name: as the service writes it, for example "web"; letter case counts.
 * Returns _UNKNOWN for a name that this version of the library does not know, and 0 for NULL.
 */
CONNECT_API connect_zapi_middleware connect_zapi_middleware_of(const char *name);

/**
 * One instance.  The service is loose with types: a time comes as a number, as the same in a
 * string, as an ISO 8601 date, as "" or as null; a boolean also as a string, a string also as a
 * number.  All of that is accepted.  A value that makes no sense is absent and logged, and never
 * ends a listing.
 */
typedef struct connect_zapi_instance {
    size_t size;
    const char *token;          /**< a secret: the token of this instance */
    const char *tenant;         /**< the account that the instance belongs to */
    connect_opt_int64 created;  /**< milliseconds since the epoch; see created_text */
    connect_opt_int64 due;      /**< milliseconds since the epoch: payment due date; see due_text */
    const char *payment_status; /**< for example "PAID", "TRIAL" */
    const char *delivery_callback_url;       /**< called when a message was delivered */
    const char *received_callback_url;       /**< called when a message was received */
    const char *disconnected_callback_url;   /**< called when the instance was disconnected */
    const char *message_status_callback_url; /**< called when the status of a message changes */
    const char *received_and_delivery_callback_url; /**< called for both of these events */
    const char *presence_chat_callback_url;   /**< called when the presence in a chat changes */
    const char *connected_callback_url;       /**< called when the instance was connected */
    const char *received_status_callback_url; /**< called when a status was received */
    /** whether the phone is reachable; unset: the service did not say */
    connect_opt_bool phone_connected;
    /** whether the instance is connected to WhatsApp; unset: not said */
    connect_opt_bool whatsapp_connected;
    connect_zapi_middleware middleware; /**< 0 when the service sent none */
    /** the name as the service sent it, also when middleware is _UNKNOWN */
    const char *middleware_text;
    const char *name; /**< chosen by the partner; NULL: none */
    const char *id;   /**< names the instance in the API; NULL: none */
    /** what the service sent as `created`: "1700000000123", "2024-01-15T10:30:00Z", "", or NULL */
    const char *created_text;
    const char *due_text; /**< the same of `due` */
} connect_zapi_instance;

/** Filter and page. */
typedef struct connect_zapi_list_instances_request {
    size_t size;
    connect_opt_int32 page; /**< required: from 1; a pager begins with it and defaults to 1 */
    /** required: instances on a page, from 1; a pager defaults to 50 */
    connect_opt_int32 page_size;
    const char *query;                  /**< part of a name or id, or NULL */
    connect_zapi_middleware middleware; /**< 0: both */
    /** the name of one newer than this library, with a middleware of 0; else NULL */
    const char *middleware_text;
} connect_zapi_list_instances_request;

/** A page of instances. */
typedef struct connect_zapi_list_instances_response {
    size_t size;
    connect_opt_int64 total;                     /**< instances in all */
    connect_opt_int64 total_page;                /**< pages in all */
    connect_opt_int64 page_size;                 /**< as requested */
    connect_opt_int64 page;                      /**< the number of this page */
    const connect_zapi_instance *const *content; /**< a secret, because of the tokens */
    size_t content_count;
} connect_zapi_list_instances_response;

/**
 * Fetches one page of the partner's instances; connect_zapi_list_instances_pages() fetches all.
 *
 * Safe to repeat: it only reads, so failures that may pass are retried.
 *
 * client: shared by any number of threads.
 * request: borrowed for the call; page and page_size are required.
 * *out: owned, connect_free(), which cleanses it.
 * Errors: CONNECT_E_UNAUTHENTICATED (401: the token is not valid), CONNECT_E_ACCESS_DENIED (403),
 * CONNECT_E_NOT_FOUND, CONNECT_E_METHOD_NOT_ALLOWED (405), CONNECT_E_UNSUPPORTED_MEDIA_TYPE (415),
 * CONNECT_E_THROTTLED (429, when the retries did not help), CONNECT_E_INTERNAL (5xx, likewise).
 * Source: Z-API developer documentation, Partners.
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
 * A service that brings nothing new in 100 pages ends the listing with CONNECT_E_PAGINATION.
 *
 * request: copied; NULL for the defaults.  client: borrowed until the pager is freed.
 *
 * Returns the pager, owned: free it with connect_pager_free().  NULL on allocation failure, which
 * connect_pager_error() then reports.
 */
CONNECT_API connect_pager *connect_zapi_list_instances_pages(
    connect_zapi_client *client, const connect_zapi_list_instances_request *request);

/**
 * Returns the next instance, borrowed until the next call on the pager; NULL at the end or on
 * failure: see connect_pager_error().
 */
CONNECT_API const connect_zapi_instance *connect_zapi_list_instances_next(connect_pager *pager);

#ifdef __cplusplus
}
#endif

#endif
