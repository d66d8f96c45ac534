/*
 * Where the access key comes from.
 *
 * A client that is given no provider uses the default chain: environment, shared config and
 * credentials files, container, instance metadata.  docs/credentials.md tells the order and what
 * each source needs.
 */
#ifndef CONNECT_CREDENTIALS_H
#define CONNECT_CREDENTIALS_H

#include <connect/transport.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * One set of keys.  Filled by the caller for connect_credentials_static(), or by a custom provider.
 */
typedef struct connect_credentials {
    size_t size;
    const char *access_key_id; /**< required */
    /** required; cleansed when the library is done with its copy */
    const char *secret_access_key;
    const char *session_token;   /**< NULL for long-term keys */
    const char *account_id;      /**< NULL when unknown */
    connect_opt_time expiration; /**< unset: valid for ever */
} connect_credentials;

/**
 * A source of keys.  Reference-counted, immutable once made, shared by any number of clients and
 * threads.
 */
typedef struct connect_credentials_provider connect_credentials_provider;

/**
 * Receives one set of keys from a custom provider; copies it.  Call it at most once, from within
 * the callback.
 */
typedef struct connect_credentials_sink connect_credentials_sink;

/**
 * A custom source: called when keys are needed and when they near their expiration; at most one
 * call at a time for one client.  Deliver with connect_credentials_deliver() and return CONNECT_OK;
 * or explain with connect_credentials_refuse().
 */
typedef connect_status (*connect_credentials_fn)(void *user, connect_credentials_sink *sink);

/**
 * Hands keys to the library; all strings are copied.  CONNECT_E_ARGUMENT when a required member is
 * missing or malformed.
 */
CONNECT_API connect_status connect_credentials_deliver(connect_credentials_sink *sink,
                                                       const connect_credentials *credentials);

/**
 * Says in one line why there are none; copied.  Always returns CONNECT_E_CREDENTIALS, for `return`.
 */
CONNECT_API connect_status connect_credentials_refuse(connect_credentials_sink *sink,
                                                      const char *message);

/**
 * Fixed keys, copied.  CONNECT_E_ARGUMENT when one of the two is missing or has control bytes.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_static(const connect_credentials *credentials,
                                                      connect_credentials_provider **out,
                                                      connect_error **error);

/**
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, read when keys are first needed.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_environment(connect_credentials_provider **out,
                                                           connect_error **error);

/**
 * Requests go out unsigned.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_anonymous(connect_credentials_provider **out,
                                                         connect_error **error);

/**
 * Keys from a callback.  `user` is borrowed until `release`, which may be NULL, is called with it
 * once, when the last reference is gone.
 * *out is owned: free it with connect_credentials_provider_free().
 */
CONNECT_API connect_status connect_credentials_custom(connect_credentials_fn fn, void *user,
                                                      void (*release)(void *user),
                                                      connect_credentials_provider **out,
                                                      connect_error **error);

/**
 * Drops the caller's reference; NULL does nothing.  Clients made with the provider keep their own.
 */
CONNECT_API void connect_credentials_provider_free(connect_credentials_provider *provider);

#ifdef __cplusplus
}
#endif

#endif
