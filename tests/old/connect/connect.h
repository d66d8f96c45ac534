/*
 * The header of a libconnect that never was: older than any release, so each struct in it ends earlier than the
 * library's own.  Frozen: it is not to follow the library.  tests/old.sh compiles a program with it, and runs it with
 * the library of today.
 */
#ifndef CONNECT_CONNECT_H
#define CONNECT_CONNECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef int connect_status;
enum { CONNECT_OK = 0, CONNECT_E_NOT_FOUND = 104, CONNECT_E_ARGUMENT = 200, CONNECT_E_TRANSPORT = 205 };

typedef struct connect_opt_bool { bool is_set; bool value; } connect_opt_bool;
typedef struct connect_opt_int32 { bool is_set; int32_t value; } connect_opt_int32;
typedef struct connect_opt_int64 { bool is_set; int64_t value; } connect_opt_int64;
typedef struct connect_opt_time { bool is_set; int64_t value; } connect_opt_time;
typedef struct connect_pair { const char *key; const char *value; } connect_pair;
#define CONNECT_SET(v) { true, (v) }

typedef struct connect_client connect_client;
typedef struct connect_error connect_error;
typedef struct connect_pager connect_pager;
typedef struct connect_cancel connect_cancel;
typedef struct connect_http_response connect_http_response;
typedef struct connect_credentials_provider connect_credentials_provider;

/* without an account id and an expiration */
typedef struct connect_credentials {
    size_t      size;
    const char *access_key_id;
    const char *secret_access_key;
    const char *session_token;
} connect_credentials;

/* without timeouts, a cancel token and `direct` */
typedef struct connect_http_request {
    size_t                     size;
    const char                *method;
    const char                *url;
    const connect_pair *const *headers;
    size_t                     headers_count;
    const void                *body;
    size_t                     body_size;
} connect_http_request;

/* without `stale`, `final` and a message */
typedef struct connect_http_failure {
    size_t  size;
    int32_t code;
    bool    not_sent;
} connect_http_failure;

/* without `release` */
typedef struct connect_transport {
    size_t size;
    void  *user;
    connect_status (*perform)(void *user, const connect_http_request *request, connect_http_response *response,
                              connect_http_failure *failure);
} connect_transport;

void connect_http_response_set_status(connect_http_response *response, int32_t status);
bool connect_http_response_add_body(connect_http_response *response, const void *bytes, size_t size);

typedef struct connect_pace {
    size_t size;
    double rate;
    double burst;
} connect_pace;

typedef void (*connect_log_fn)(void *user, int level, const char *line);

/* without a clock and a generator */
typedef struct connect_client_options {
    size_t      size;
    const char *region;
    const char *endpoint_url;
    const char *profile;
    connect_credentials_provider *credentials;
    connect_opt_bool    use_fips_endpoint;
    connect_opt_bool    use_dualstack_endpoint;
    connect_opt_bool    ignore_configured_endpoint_urls;
    int                 check_level;
    int                 retry_mode;
    connect_opt_int32   max_attempts;
    connect_opt_int64   connect_timeout_ms;
    connect_opt_int64   attempt_timeout_ms;
    connect_opt_int64   call_timeout_ms;
    connect_opt_int64   max_body_bytes;
    connect_opt_int32   max_connections;
    const char         *ca_bundle;
    const char         *proxy;
    const char         *app_id;
    connect_opt_bool    disable_clock_skew_correction;
    const connect_pace *pace;
    int                 log_level;
    connect_log_fn      log;
    void               *log_user;
    const connect_transport *transport;
} connect_client_options;

/* without headers and a report */
typedef struct connect_call_options {
    size_t                size;
    connect_opt_int64     timeout_ms;
    const connect_cancel *cancel;
    int                   retry_mode;
    connect_opt_int32     max_attempts;
} connect_call_options;

/* without delays and a progress function */
typedef struct connect_wait_options {
    size_t            size;
    connect_opt_int64 timeout_ms;
} connect_wait_options;

/* without a page size */
typedef struct connect_list_instances_request {
    size_t      size;
    const char *next_token;
} connect_list_instances_request;

/* without a status, and what follows it */
typedef struct connect_instance_summary {
    size_t           size;
    const char      *id;
    const char      *arn;
    int              identity_management_type;
    const char      *identity_management_type_text;
    const char      *instance_alias;
    connect_opt_time created_time;
} connect_instance_summary;

typedef struct connect_instance {
    size_t           size;
    const char      *id;
    const char      *arn;
    int              identity_management_type;
    const char      *identity_management_type_text;
    const char      *instance_alias;
    connect_opt_time created_time;
    const char      *service_role;
    int              instance_status;
    const char      *instance_status_text;
} connect_instance;

/* without a directory, calls and tags: none of them was required then */
typedef struct connect_create_instance_request {
    size_t      size;
    const char *client_token;
    int         identity_management_type;
    const char *identity_management_type_text;
    const char *instance_alias;
} connect_create_instance_request;

/* without an ARN */
typedef struct connect_create_instance_response {
    size_t      size;
    const char *id;
} connect_create_instance_response;

typedef struct connect_describe_instance_request {
    size_t      size;
    const char *instance_id;
} connect_describe_instance_request;

typedef struct connect_describe_instance_response {
    size_t                  size;
    const connect_instance *instance;
} connect_describe_instance_response;

/* without a key for the video */
typedef struct connect_kinesis_video_stream_config {
    size_t            size;
    const char       *prefix;
    connect_opt_int32 retention_period_hours;
} connect_kinesis_video_stream_config;

/* without the streams of data */
typedef struct connect_instance_storage_config {
    size_t      size;
    const char *association_id;
    int         storage_type;
    const char *storage_type_text;
    const void *s3_config;
    const connect_kinesis_video_stream_config *kinesis_video_stream_config;
} connect_instance_storage_config;

/* without a client token */
typedef struct connect_associate_instance_storage_config_request {
    size_t      size;
    const char *instance_id;
    int         resource_type;
    const char *resource_type_text;
    const connect_instance_storage_config *storage_config;
} connect_associate_instance_storage_config_request;

typedef struct connect_associate_instance_storage_config_response {
    size_t      size;
    const char *association_id;
} connect_associate_instance_storage_config_response;

connect_status connect_credentials_static(const connect_credentials *credentials, connect_credentials_provider **out,
                                          connect_error **error);
void connect_credentials_provider_free(connect_credentials_provider *provider);
connect_status connect_client_new(const connect_client_options *options, connect_client **out, connect_error **error);
connect_status connect_client_with(connect_client *client, const connect_call_options *options, connect_client **out,
                                   connect_error **error);
void connect_client_free(connect_client *client);
connect_status connect_create_instance(connect_client *client, const connect_create_instance_request *request,
                                       connect_create_instance_response **out, connect_error **error);
connect_status connect_describe_instance(connect_client *client, const connect_describe_instance_request *request,
                                         connect_describe_instance_response **out, connect_error **error);
connect_status connect_associate_instance_storage_config(connect_client *client,
                                                         const connect_associate_instance_storage_config_request *request,
                                                         connect_associate_instance_storage_config_response **out,
                                                         connect_error **error);
connect_pager *connect_list_instances_pages(connect_client *client, const connect_list_instances_request *request);
const connect_instance_summary *connect_list_instances_next(connect_pager *pager);
const connect_error *connect_pager_error(const connect_pager *pager);
void connect_pager_free(connect_pager *pager);
connect_status connect_wait_instance_active(connect_client *client, const char *instance_id,
                                            const connect_wait_options *options,
                                            connect_describe_instance_response **out, connect_error **error);
connect_status connect_invoke(connect_client *client, const char *operation, const char *json_in, char **json_out,
                              connect_error **error);
connect_status connect_error_code(const connect_error *error);
const char *connect_error_aws_type(const connect_error *error);
const char *connect_error_message(const connect_error *error);
void connect_error_free(connect_error *error);
void connect_free(const void *block);

#endif
