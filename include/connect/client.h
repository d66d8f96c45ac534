/*
 * The client: its options, how it is made and freed, and calls by name.
 */
#ifndef CONNECT_CLIENT_H
#define CONNECT_CLIENT_H

#include <connect/credentials.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * How much is checked before a request is sent.  A failed check lists every problem and sends
 * nothing.
 */
typedef enum connect_check_level {
    /** required members, minimum lengths and ranges, control bytes, invalid UTF-8 */
    CONNECT_CHECK_DEFAULT = 0,
    CONNECT_CHECK_NONE = 1, /**< only what cannot be sent at all */
    /** also maximum lengths, counts, patterns and enum values */
    CONNECT_CHECK_STRICT = 2
} connect_check_level;

/**
 * The rules by which failed attempts are retried.  Environment and profile have two more:
 * AWS_NEW_RETRIES_2026=false selects the delays and costs used before 2026, and the mode "legacy"
 * makes five attempts without a quota.
 */
typedef enum connect_retry_mode {
    /** AWS_RETRY_MODE, else retry_mode of the profile, else standard */
    CONNECT_RETRY_DEFAULT = 0,
    CONNECT_RETRY_STANDARD = 1, /**< three attempts, jittered exponential back-off, retry quota */
    CONNECT_RETRY_ADAPTIVE = 2, /**< the same behind a rate limiter that learns from throttling */
    CONNECT_RETRY_OFF = 3       /**< one attempt */
} connect_retry_mode;

/** What follows from an attempt. */
typedef enum connect_attempt_decision {
    CONNECT_ATTEMPT_UNKNOWN = 0,
    CONNECT_ATTEMPT_SUCCEEDED = 1, /**< the call ends with its response */
    CONNECT_ATTEMPT_RETRY = 2,     /**< another attempt, after backoff_ms */
    /** another attempt at once, not counted: a kept connection was dead */
    CONNECT_ATTEMPT_RECONNECT = 3,
    /** another attempt with fresh credentials, not counted: these were refused as expired */
    CONNECT_ATTEMPT_REFRESH = 4,
    CONNECT_ATTEMPT_NOT_RETRYABLE = 5, /**< the call fails: another attempt cannot help */
    CONNECT_ATTEMPT_EXHAUSTED = 6,     /**< the call fails: no attempts are left */
    CONNECT_ATTEMPT_NO_QUOTA = 7,      /**< the call fails: the retry quota is used up */
    CONNECT_ATTEMPT_NO_TIME = 8        /**< the call fails: its time limit comes first */
} connect_attempt_decision;

/** One attempt of a call that has ended.  All of it is borrowed for the time of the callback. */
typedef struct connect_attempt {
    size_t size;
    const char *operation; /**< "ListInstances"; of a credential source "AssumeRole" and so on */
    const char *host;
    int32_t number;         /**< how many times the call has been sent, this attempt included */
    int32_t max_attempts;   /**< that count; those after RECONNECT and REFRESH do not */
    connect_status status;  /**< the class of the outcome; CONNECT_OK for a success */
    int32_t http_status;    /**< 0 when no response arrived */
    const char *aws_type;   /**< of the service's error; NULL when there is none */
    const char *request_id; /**< the service's; NULL when there is none */
    connect_opt_int64 bytes_sent;       /**< headers and body; not set by some transports */
    connect_opt_int64 bytes_received;   /**< headers and body; not set by some transports */
    connect_opt_bool is_new_connection; /**< not set by some transports */
    /** ms of waiting for credentials, for the pacer and in a queue, before the request went out */
    int64_t queued_ms;
    int64_t wire_ms;  /**< ms from when the request went out until the outcome */
    int64_t total_ms; /**< ms since the call began, earlier attempts and back-off included */
    connect_attempt_decision decision;
    int64_t backoff_ms; /**< how long the call waits before the next attempt */
} connect_attempt;

/**
 * Receives each attempt of a client's calls when it ends, for metrics and traces.  Called on the
 * thread that runs the call, with no lock held; calls of several threads may be reported at once.
 * It must not use the client, and should be quick.
 */
typedef void (*connect_attempt_fn)(void *user, const connect_attempt *attempt);

/** The quota of one operation, for connect_pace. */
typedef struct connect_quota {
    size_t size;
    /**
     * "ListInstances"; the same with a value of its input that has a quota of its own,
     * "CreateIntegrationAssociation:SES_IDENTITY" (see connect_operation_quota_variant()); or a
     * method and a path of connect_send() with labels in braces,
     * "GET /queues/{InstanceId}/{QueueId}"
     */
    const char *operation;
    double rate;  /**< requests a second: above 0, up to 1e9 */
    double burst; /**< requests that may be sent at once after a pause: 1 to 1e9 */
} connect_quota;

/**
 * Client-side pacing: a token bucket for each operation, and for connect_send() one for each method
 * and path with its labels removed, so that a client stays below the rate of the service and is not
 * throttled.  Requests of all threads are sent in the order of arrival.  docs/pacing.md explains
 * how to choose.
 */
typedef struct connect_pace {
    size_t size;
    /** requests a second for each operation, up to 1e9; 0 or less: none but those named below */
    double rate;
    double burst; /**< requests that may be sent at once after a pause: 1 to 1e9 */
    /**
     * operations for which the service documents another quota (connect_operation_quota_rate()) are
     * paced by that in place of rate and burst; default false
     */
    connect_opt_bool documented_quotas;
    /** the quotas of an account, which come before all others; at most 1000; copied */
    const connect_quota *const *quotas;
    size_t quotas_count;
    /**
     * A file through which all processes of the host that name it share their quotas: one for each
     * account (or access key id, if the account is not known), region and operation.  Created with
     * mode 0600 when it is not there, and mapped by the first call, which fails with
     * CONNECT_E_CONFIGURATION if the file cannot be shared or is not such a file.  A "~" at its
     * start is the home directory.  A clock of the caller's must be that of all processes.
     *
     * NULL: AWS_CONNECT_PACE_SHARED_FILE, connect_pace_shared_file in the profile, or none.  When
     * one is configured and the client has no connect_pace, CONNECT_PACE_SERVICE_DEFAULT is used; a
     * connect_pace that paces nothing is ignored.
     */
    const char *shared_file;
    /**
     * shared_file belongs to a group: created with mode 0660, and the file of another user of the
     * group is used as well; default AWS_CONNECT_PACE_SHARED_WITH_GROUP,
     * connect_pace_shared_with_group in the profile, or false
     */
    connect_opt_bool shared_with_group;
} connect_pace;

/* clang-format off */
/**
 * The documented quotas of Amazon Connect, for each account and region: 2 requests a second and 5
 * at once, and for some operations others.
 */
#define CONNECT_PACE_SERVICE_DEFAULT \
    { sizeof(connect_pace), 2.0, 5.0, { true, true }, NULL, 0, NULL, { false, false } }
/* clang-format on */

/**
 * Settings of a client.  All are optional; strings are copied.  docs/configuration.md has the
 * variable and profile key of each.
 */
typedef struct connect_client_options {
    size_t size;
    /** for example "us-west-2"; NULL: AWS_REGION, AWS_DEFAULT_REGION, profile, instance metadata */
    const char *region;
    /**
     * "https://host[:port][/path]"; http is for local services; NULL: configured, else by region
     */
    const char *endpoint_url;
    const char *profile; /**< NULL: AWS_PROFILE, else "default" */
    /** the client takes a reference of its own; NULL: the default chain */
    connect_credentials_provider *credentials;
    connect_opt_bool use_fips_endpoint;
    connect_opt_bool use_dualstack_endpoint;
    /** take endpoint URLs from endpoint_url alone, not from variables or the profile */
    connect_opt_bool ignore_configured_endpoint_urls;
    connect_check_level check_level;
    connect_retry_mode retry_mode;
    /** attempts of one call, the first included: 1..100; default 3 */
    connect_opt_int32 max_attempts;
    /** name lookup, TCP and TLS of one attempt: 1..2147483647; default 6200 */
    connect_opt_int64 connect_timeout_ms;
    /** one attempt from start to last byte: 1..2147483647; default 60000 */
    connect_opt_int64 attempt_timeout_ms;
    /** one call with everything in it, on the monotonic clock: 1..; default none */
    connect_opt_int64 call_timeout_ms;
    /** the largest response body accepted, in bytes: 1024..1 GiB; default 8 MiB */
    connect_opt_int64 max_body_bytes;
    connect_opt_int32 max_connections; /**< idle connections kept: 0..1000; default 16 */
    const char *ca_bundle;             /**< PEM file; NULL: AWS_CA_BUNDLE, profile, system */
    /**
     * proxy URL; "" for none; NULL: https_proxy, HTTPS_PROXY and so on, read when the settings are
     * resolved; no_proxy applies to both
     */
    const char *proxy;
    const char *app_id; /**< shown in the user agent, at most 50 characters */
    connect_opt_bool disable_clock_skew_correction;
    const connect_pace *pace; /**< NULL: none, but see connect_pace.shared_file */
    connect_log_level log_level;
    connect_log_fn log;
    void *log_user;                     /**< borrowed */
    const connect_transport *transport; /**< NULL: libcurl; copied */
    const connect_clock *clock;         /**< NULL: the system's; copied */
    const connect_random *random;       /**< NULL: OpenSSL's generator; copied */
    /**
     * keep the body of each response for connect_response_json(), which costs a copy of it; default
     * false
     */
    connect_opt_bool keep_json;
    /**
     * receives each attempt when it ends, those of operations that fetch credentials (STS, SSO)
     * included; NULL: none
     */
    connect_attempt_fn on_attempt;
    void *on_attempt_user; /**< borrowed */
} connect_client_options;

/** A client.  Opaque; shared by any number of threads at once. */
typedef struct connect_client connect_client;

/**
 * Makes a client.  Does no I/O: no file is read, no socket opened, no process started; the first
 * call does that.
 *
 * options: borrowed; NULL for all defaults.  *out is owned: free it with connect_client_free().
 * Errors: CONNECT_E_ARGUMENT names the option that is out of range, CONNECT_E_VERSION,
 * CONNECT_E_MEMORY.
 */
CONNECT_API connect_status connect_client_new(const connect_client_options *options,
                                              connect_client **out, connect_error **error);

/**
 * Makes a client whose options are one JSON object, for bindings and configuration files.
 *
 * The members have the names of connect_client_options.  Numbers and booleans are those of JSON, an
 * enum is the end of its constant in lower case ("strict", "adaptive", "debug"), and pace is an
 * object.  A member that is null counts as absent.
 *
 *     const char *json = "{ \"region\": \"eu-west-2\", \"pace\": { \"rate\": 2, \"burst\": 5 } }";
 *     connect_client_new_json(json, NULL, &client, &error);
 *
 * json: borrowed, UTF-8; NULL or "" for {}.  rest: what JSON cannot hold (credentials, log and
 * log_user, transport, clock, random, on_attempt), and values for what the JSON does not have;
 * borrowed; NULL for none.  *out is owned: free it with connect_client_free().
 * Errors: CONNECT_E_ARGUMENT for malformed JSON, and with a problem for each member that is unknown
 * or of another type; otherwise those of connect_client_new().
 */
CONNECT_API connect_status connect_client_new_json(const char *json,
                                                   const connect_client_options *rest,
                                                   connect_client **out, connect_error **error);

/**
 * Makes the transport that a client with these options would use, for an application that wraps it:
 * that counts, traces or changes requests and has the built-in transport send them.
 *
 * options: borrowed; NULL for all defaults.  ca_bundle, proxy, max_connections and profile are
 * used, with what the environment and the profile configure; reads config files, opens no
 * connection. *out, whose size is set, is owned: pass it to one client, or release it with
 * out->release(out->user).  A wrapper does the latter in its own `release`.
 * It has no `start`: a client that gets it unwrapped has event loops, but a wrapper needs a `start`
 * of its own for them.
 * Errors: CONNECT_E_ARGUMENT, CONNECT_E_CONFIGURATION, CONNECT_E_VERSION, CONNECT_E_MEMORY.
 * examples/custom_transport.c wraps it.
 */
CONNECT_API connect_status connect_transport_default(const connect_client_options *options,
                                                     connect_transport *out, connect_error **error);

/**
 * Closes connections, cleanses credentials and frees the client; NULL does nothing.  No call may be
 * running.
 */
CONNECT_API void connect_client_free(connect_client *client);

/**
 * Closes the connections that the client keeps open for later requests, for example before a long
 * pause or after a change of network.  Calls that are running are not affected, and the next call
 * opens a connection again.
 *
 * client: a client or a view of one, which share their connections; NULL does nothing.  From any
 * thread.  A transport of the application takes part when it has `close_idle`.  Connections of an
 * event loop belong to the loop and are closed with it.
 *
 *     connect_client_close_idle(client);
 *     sleep(3600);
 */
CONNECT_API void connect_client_close_idle(connect_client *client);

/**
 * Resolves settings and credentials and reads the trusted certificates now instead of at the first
 * call.  Opens no connection to the service.
 *
 * Errors: those of configuration and credentials, and CONNECT_E_TLS for certificates that cannot be
 * read.  Calling it again renews nothing that is still valid.
 */
CONNECT_API connect_status connect_client_warm_up(connect_client *client, connect_error **error);

/**
 * What the client has resolved and why, as JSON: region, endpoint, credential source, expiry, retry
 * and timeout settings, each with where it came from, and whether the trusted certificates are in
 * one store for the process or read by each connection.  Never a secret.
 *
 * *out is owned, freed with connect_free().  Resolves first when needed.
 */
CONNECT_API connect_status connect_client_describe(connect_client *client, char **out,
                                                   connect_error **error);

/**
 * Reads the value of one key of a profile in the shared config files, for settings that are the
 * application's own or another tool's, such as "output".  Reads the files, needs no client and
 * sends nothing.
 *
 * profile: NULL for AWS_PROFILE, else "default".  key: lower case; the secret key and the session
 * token are refused, because credentials come from a provider.
 * *out: the value, owned, freed with connect_free(); NULL with CONNECT_OK when the key is absent.
 * Errors: CONNECT_E_CONFIGURATION when the profile does not exist or a file is malformed,
 * CONNECT_E_ARGUMENT, CONNECT_E_MEMORY.
 *
 *     char *output = NULL;
 *     if (connect_profile_value(NULL, "output", &output, NULL) == CONNECT_OK && output != NULL)
 *         puts(output);
 *     connect_free(output);
 */
CONNECT_API connect_status connect_profile_value(const char *profile, const char *key, char **out,
                                                 connect_error **error);

/**
 * Calls any operation by its name, JSON in and JSON out: with connect_operation_next() all a
 * binding needs.
 *
 * operation: "DescribeInstance".  json_in: an object with the model's member names, NULL or "" for
 * {}; borrowed.
 * *json_out: the output as an object with the model's member names, times as ISO 8601 text; owned,
 * freed with connect_free().  Members that this library does not know follow the others of their
 * object as the service sent them, with U+FFFD for characters that no UTF-8 string can hold.
 * Errors: CONNECT_E_ARGUMENT for an unknown operation or member and for malformed JSON; otherwise
 * those of the operation.
 */
CONNECT_API connect_status connect_invoke(connect_client *client, const char *operation,
                                          const char *json_in, char **json_out,
                                          connect_error **error);

/**
 * Signs and sends what has no typed operation yet.
 *
 * method: "GET", "PUT", "POST" or "DELETE".  path: already percent-encoded, begins with "/".
 * query: parameters as plain text, encoded here; may be NULL when query_count is 0.
 * json_in: the body, or NULL for none.  *json_out: the body of the response, "" when it is empty;
 * owned, connect_free(), which cleanses it: what it means is not known here.
 * A request without a client token is retried only when it cannot have been executed, or when it is
 * a GET.
 * Under pacing there is one bucket for each method and path, labels left out, with the quota of the
 * operation when the library knows it.
 */
CONNECT_API connect_status connect_send(connect_client *client, const char *method,
                                        const char *path, const connect_pair *const *query,
                                        size_t query_count, const char *json_in, char **json_out,
                                        connect_error **error);

/**
 * What a call reports besides its response, in storage of the caller, who sets the size.
 */
typedef struct connect_call_report {
    size_t size;
    int32_t attempts;    /**< how many times the request was sent; 0 when it never was */
    int32_t http_status; /**< of the last response; 0 when there was none */
    /** of the last response; "" when it had none; truncated to 127 characters */
    char request_id[128];
} connect_call_report;

/** Settings of one call, bound to a client by connect_client_with(). */
typedef struct connect_call_options {
    size_t size;
    /** for the whole call, in place of the client's call_timeout_ms */
    connect_opt_int64 timeout_ms;
    const connect_cancel *cancel; /**< borrowed for the life of the view */
    connect_retry_mode retry_mode;
    connect_opt_int32 max_attempts;
    /**
     * added to the request and signed; names that the library sets are refused; one whose value
     * is empty or only spaces is not sent; copied
     */
    const connect_pair *const *headers;
    size_t headers_count;
    /** filled when a call of the view ends, also when it fails; borrowed for the life of the view
     */
    connect_call_report *report;
} connect_call_options;

/**
 * A view of a client whose calls have other options: every function that takes a client takes the
 * view as well.  It shares connections, credentials, retry quota and pacing with the client.
 *
 * *out is owned: free it with connect_client_free(), before or after the client itself.  A view of
 * a view replaces its options.  A view with a report is for one thread at a time; a listing or a
 * wait leaves the report of its last call.
 */
CONNECT_API connect_status connect_client_with(connect_client *client,
                                               const connect_call_options *options,
                                               connect_client **out, connect_error **error);

#ifdef __cplusplus
}
#endif

#endif
