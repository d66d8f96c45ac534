/*
 * Where the credentials of a client come from.
 *
 * A client without a provider uses the default chain: environment, shared config and credentials
 * files, web identity, container, instance metadata.  docs/credentials.md has the order and what
 * each source needs.  A provider takes the place of the chain:
 *
 *     connect_credentials_provider *provider = NULL;
 *     connect_credentials_profile("provisioning", &provider, &error);
 *     connect_client_options options = { .size = sizeof options, .credentials = provider };
 *     connect_client_new(&options, &client, &error);
 *     connect_credentials_provider_free(provider);
 *
 * Making a provider does no I/O.  A client fetches credentials at its first call and refreshes
 * them ahead of expiry.  What a provider needs besides its own options it takes from the client
 * that uses it: the config files, the region, the endpoint URLs of STS and SSO, and the transport.
 */
#ifndef CONNECT_CREDENTIALS_H
#define CONNECT_CREDENTIALS_H

#include <connect/transport.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Credentials.  Filled by the caller for connect_credentials_static(), or by a custom provider.
 */
typedef struct connect_credentials {
    size_t size;
    const char *access_key_id; /**< required */
    /** required; the library cleanses its copy before it frees it */
    const char *secret_access_key;
    const char *session_token;   /**< NULL for long-term credentials */
    const char *account_id;      /**< 12 digits; NULL when unknown */
    connect_opt_time expiration; /**< unset: they do not expire */
} connect_credentials;

/**
 * A source of credentials.  Reference-counted and immutable: any number of clients and threads may
 * share one.
 */
typedef struct connect_credentials_provider connect_credentials_provider;

/**
 * Receives the credentials of a custom provider.  Valid only during the callback, for one thread;
 * connect_credentials_later() makes one that outlives it.
 */
typedef struct connect_credentials_sink connect_credentials_sink;

/**
 * A custom source: called when credentials are needed and when they near their expiration, by one
 * thread at a time for each client.  It calls connect_credentials_deliver() and returns CONNECT_OK,
 * or returns the result of connect_credentials_refuse().  A callback that has to ask a network
 * keeps its caller waiting, and within a step of a loop all calls of the loop: it calls
 * connect_credentials_later() and returns CONNECT_OK at once.
 */
typedef connect_status (*connect_credentials_fn)(void *user, connect_credentials_sink *sink);

/**
 * Called within the callback: the credentials come later.  Returns a sink for
 * connect_credentials_deliver() or connect_credentials_refuse(), either of which is called once,
 * from any thread, and ends the sink; NULL when there is no memory, or when it was called before.
 * Owned: a sink that is never ended is leaked.
 *
 *     connect_status fetch(void *user, connect_credentials_sink *sink)
 *     {
 *         connect_credentials_sink *later = connect_credentials_later(sink);
 *         return later != NULL ? vault_begin(user, later) : CONNECT_E_MEMORY;
 *     }
 *
 * The sink of the callback takes nothing from then on.  When the callback then returns an error,
 * that is the outcome, and the sink that was made still has to be ended.
 *
 * Calls wait for their credentials until their own deadline, and a refresh ahead of expiry for at
 * most 30 seconds; what is delivered after that has no effect.  The callback may be called
 * again while an earlier sink has not been ended.
 *
 * After fork() a child must not end a sink of its parent.
 */
CONNECT_API connect_credentials_sink *connect_credentials_later(connect_credentials_sink *sink);

/**
 * Passes credentials to the library; all strings are copied.  Another call replaces them, unless
 * the sink is one of connect_credentials_later(), which is freed whatever is returned.
 * CONNECT_E_ARGUMENT when a required member is missing or malformed, or when the sink has been
 * exchanged for a later one; CONNECT_E_VERSION; CONNECT_E_MEMORY.
 */
CONNECT_API connect_status connect_credentials_deliver(connect_credentials_sink *sink,
                                                       const connect_credentials *credentials);

/**
 * Reports why there are no credentials, in one line; copied.  Always returns CONNECT_E_CREDENTIALS,
 * for the callback to return.  Frees a sink of connect_credentials_later().
 */
CONNECT_API connect_status connect_credentials_refuse(connect_credentials_sink *sink,
                                                      const char *message);

/**
 * Fixed credentials; copied.  CONNECT_E_ARGUMENT when one of the two keys is missing or contains
 * control characters, or whitespace or quotes at an end.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_static(const connect_credentials *credentials,
                                                      connect_credentials_provider **out,
                                                      connect_error **error);

/**
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, read when credentials are first
 * needed.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_environment(connect_credentials_provider **out,
                                                           connect_error **error);

/**
 * Requests are sent unsigned.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_anonymous(connect_credentials_provider **out,
                                                         connect_error **error);

/**
 * The credentials of a profile in the shared config files, whatever source it names: access keys, a
 * role, web identity, SSO, a login, a process.
 *
 * Only the credentials are taken from it.  Region and other settings are those of the client's own
 * profile: the client option `profile` gives both.  The files are read at each refresh.
 *
 * profile: copied; NULL or "" for the profile of the client that uses the provider.
 * *out is owned: free it with connect_credentials_provider_free().
 * Errors: CONNECT_E_ARGUMENT, CONNECT_E_MEMORY.  A call of a client fails with
 * CONNECT_E_CREDENTIALS when the profile does not exist or has no credentials.
 */
CONNECT_API connect_status connect_credentials_profile(const char *profile,
                                                       connect_credentials_provider **out,
                                                       connect_error **error);

/** A role to assume, for connect_credentials_role().  Strings are copied; "" counts as NULL. */
typedef struct connect_role_options {
    size_t size;
    const char *role_arn; /**< required: "arn:aws:iam::123456789012:role/NAME" */
    /** 2 to 64 letters, digits and _+=,.@-; NULL: "libconnect-" and the time */
    const char *session_name;
    const char *external_id;            /**< that the trust policy requires; NULL: none */
    connect_opt_int32 duration_seconds; /**< 900..43200; unset: as STS chooses, an hour */
    const char *region;                 /**< of STS; NULL: that of the client */
    /**
     * the credentials that the role is assumed with; the provider takes a reference of its own;
     * NULL: the default chain
     */
    connect_credentials_provider *source;
} connect_role_options;

/**
 * The credentials of a role, by AssumeRole of STS.  The source is fetched again at each refresh; it
 * may be a role itself.
 *
 *     connect_role_options role = { .size = sizeof role,
 *                                   .role_arn = "arn:aws:iam::123456789012:role/provisioning" };
 *     connect_credentials_role(&role, &provider, &error);
 *
 * options: borrowed for the call.
 * *out is owned: free it with connect_credentials_provider_free().
 * Errors: CONNECT_E_ARGUMENT names the member that is missing or invalid, CONNECT_E_VERSION,
 * CONNECT_E_MEMORY.  A call of a client fails with CONNECT_E_CREDENTIALS when the source has no
 * credentials or STS refuses; then the error's operation is "AssumeRole".
 */
CONNECT_API connect_status connect_credentials_role(const connect_role_options *options,
                                                    connect_credentials_provider **out,
                                                    connect_error **error);

/**
 * A role for the token of an identity provider, for connect_credentials_web_identity().  Strings
 * are copied; "" counts as NULL.
 */
typedef struct connect_web_identity_options {
    size_t size;
    const char *role_arn; /**< required: "arn:aws:iam::123456789012:role/NAME" */
    /** required: a file with the token and nothing else; "~/" is the home directory */
    const char *token_file;
    /** 2 to 64 letters, digits and _+=,.@-; NULL: "libconnect-" and the time */
    const char *session_name;
    connect_opt_int32 duration_seconds; /**< 900..43200; unset: as STS chooses, an hour */
    const char *region;                 /**< of STS; NULL: that of the client */
} connect_web_identity_options;

/**
 * The credentials of a role, by AssumeRoleWithWebIdentity of STS.  The token file is read at each
 * refresh, because whoever issues the token replaces it.
 *
 *     connect_web_identity_options identity = { .size = sizeof identity,
 *                                               .role_arn = "arn:aws:iam::123456789012:role/ci",
 *                                               .token_file = "/var/run/token" };
 *     connect_credentials_web_identity(&identity, &provider, &error);
 *
 * options: borrowed for the call.
 * *out is owned: free it with connect_credentials_provider_free().
 * Errors: as connect_credentials_role(); a token file that cannot be read is CONNECT_E_CREDENTIALS
 * of a call of a client.
 */
CONNECT_API connect_status
connect_credentials_web_identity(const connect_web_identity_options *options,
                                 connect_credentials_provider **out, connect_error **error);

/**
 * Credentials from a callback.
 *
 * user: borrowed until `release`, which may be NULL, is called with it; that happens once, when the
 * last reference to the provider is gone.
 * *out is owned: free it with connect_credentials_provider_free().
 * Errors: CONNECT_E_ARGUMENT when fn or out is NULL, CONNECT_E_MEMORY; then `release` is not
 * called.
 */
CONNECT_API connect_status connect_credentials_custom(connect_credentials_fn fn, void *user,
                                                      void (*release)(void *user),
                                                      connect_credentials_provider **out,
                                                      connect_error **error);

/**
 * Drops the caller's reference; NULL does nothing.  Clients and providers made with it keep their
 * own.
 */
CONNECT_API void connect_credentials_provider_free(connect_credentials_provider *provider);

#ifdef __cplusplus
}
#endif

#endif
