/*
 * Replaceable parts: the transport of requests, the clocks, and the source of random bytes.
 *
 * Replace them to test an application without a network, to send requests by other means, or to
 * observe and change what the built-in transport (connect_transport_default() in client.h) does.
 * Each is a struct of functions with a `user` pointer that is passed back first.  They are copied
 * into the client; `user` is borrowed and must outlive it.  All functions may be called from
 * several threads at once.
 *
 * Example:
 *
 *     connect_transport recorder = {
 *         .size = sizeof recorder, .user = &journal, .perform = record, .release = NULL
 *     };
 *     connect_client_options options = { .size = sizeof options, .transport = &recorder };
 *     connect_client_new(&options, &client, &error);
 */
#ifndef CONNECT_TRANSPORT_H
#define CONNECT_TRANSPORT_H

#include <connect/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A token that stops calls.  Any thread may fire it, and so may a signal handler;
 * every call that was given the token returns CONNECT_E_CANCELLED soon after, and so does every
 * later one.  Free it after the last of them.  After fork() parent and child have a token each:
 * firing it in one does not reach calls of the other.
 */
typedef struct connect_cancel connect_cancel;

/**
 * Makes a token.  One token serves any number of calls: pass it in connect_call_options to
 * connect_client_with(), and use the view for all calls that are to stop together.
 *
 * *out is owned: connect_cancel_free().
 * Errors: CONNECT_E_MEMORY when memory or file descriptors are used up.
 *
 *     connect_cancel *cancel = NULL;
 *     connect_client *view = NULL;
 *     connect_cancel_new(&cancel);
 *     connect_call_options options = { .size = sizeof options, .cancel = cancel };
 *     connect_client_with(client, &options, &view, &error);
 */
CONNECT_API connect_status connect_cancel_new(connect_cancel **out);

/**
 * Fires the token.  Async-signal-safe, thread-safe, NULL-safe, idempotent.  It cannot be reset:
 * make a new one for later calls.
 */
CONNECT_API void connect_cancel_fire(connect_cancel *cancel);

/** Returns whether it was fired.  Async-signal-safe; false for NULL. */
CONNECT_API bool connect_cancel_is_fired(const connect_cancel *cancel);

/**
 * Returns a descriptor that becomes readable when the token fires, for poll(); -1 for NULL.  The
 * token owns it, so do not read or close it.  A transport of the application's own polls it beside
 * its socket.
 */
CONNECT_API int connect_cancel_fd(const connect_cancel *cancel);

/**
 * Frees the token; NULL does nothing.  No call may be using it, and the views that have it must not
 * be used afterwards.
 */
CONNECT_API void connect_cancel_free(connect_cancel *cancel);

/** One attempt as it goes on the wire.  Borrowed by the transport for the time of `perform`. */
typedef struct connect_http_request {
    size_t size;
    const char *method; /**< "GET", "PUT", "POST", "DELETE" */
    const char *url;    /**< complete and already encoded: send it as it is */
    /** all of them but Host and Content-Length; an empty value means: do not send it */
    const connect_pair *const *headers;
    size_t headers_count;
    const void *body; /**< NULL when the request has none */
    size_t body_size; /**< bytes */
    /** for name lookup, TCP and TLS together; more than 0 */
    int64_t connect_timeout_ms;
    int64_t timeout_ms;           /**< for the whole attempt; more than 0 */
    const connect_cancel *cancel; /**< stop when this fires; may be NULL */
    bool direct;                  /**< never through a proxy (metadata services) */
} connect_http_request;

/*
 * Getters, for bindings that cannot read the struct and for callers of any version.  What they
 * return is borrowed from the request.
 */

/** Returns the method; NULL for a NULL request. */
CONNECT_API const char *connect_http_request_method(const connect_http_request *request);

/** Returns the URL; NULL for a NULL request. */
CONNECT_API const char *connect_http_request_url(const connect_http_request *request);

/** Returns the value of the first header of that name, in any case; NULL when there is none. */
CONNECT_API const char *connect_http_request_header(const connect_http_request *request,
                                                    const char *name);

/**
 * Returns the body and, in *size (which may be NULL), its bytes; NULL when the request has none.
 * Do not rely on a NUL byte after it.
 */
CONNECT_API const void *connect_http_request_body(const connect_http_request *request,
                                                  size_t *size);

/**
 * The response under construction: the transport fills it through the three functions below.
 * Opaque; one thread at a time.
 */
typedef struct connect_http_response connect_http_response;

/**
 * Sets the HTTP status, 100..599, and discards headers and body of an interim response.  Call it
 * first: for each response that arrives, the interim ones (1xx) included.
 */
CONNECT_API void connect_http_response_set_status(connect_http_response *response, int32_t status);

/**
 * Adds a header.  name: need not be terminated; value: leading and trailing whitespace is removed.
 * Both are copied.  Returns false when the limits for headers are exceeded or memory is exhausted:
 * stop the transfer then.
 */
CONNECT_API bool connect_http_response_add_header(connect_http_response *response, const char *name,
                                                  size_t name_size, const char *value,
                                                  size_t value_size);

/**
 * Appends to the body; copied.  Returns false when the body limit is exceeded or memory is
 * exhausted: stop the transfer then.
 */
CONNECT_API bool connect_http_response_add_body(connect_http_response *response, const void *bytes,
                                                size_t size);

/*
 * Getters, for a transport that wraps another one and for tests of transports.  What they return is
 * borrowed from the response, and valid until it is changed.
 */

/** Returns the HTTP status; 0 when none was set. */
CONNECT_API int32_t connect_http_response_status(const connect_http_response *response);

/** Returns the value of the first header of that name, in any case; NULL when there is none. */
CONNECT_API const char *connect_http_response_header(const connect_http_response *response,
                                                     const char *name);

/**
 * Gives the header at an index from 0, in the order of arrival: *name and *value are borrowed from
 * the response.
 *
 * Returns false, and sets neither *name nor *value, when there are not that many.
 *
 *     const char *name, *value;
 *     for (size_t i = 0; connect_http_response_header_at(response, i, &name, &value); i++)
 *         printf("%s: %s\n", name, value);
 */
CONNECT_API bool connect_http_response_header_at(const connect_http_response *response,
                                                 size_t index, const char **name,
                                                 const char **value);

/**
 * Returns the body so far and, in *size (which may be NULL), its bytes.  Never NULL; a zero byte
 * follows.
 */
CONNECT_API const void *connect_http_response_body(const connect_http_response *response,
                                                   size_t *size);

/** What a request and its response cost on the wire, as far as the transport knows. */
typedef struct connect_http_transfer {
    size_t size;
    connect_opt_int64 bytes_sent;       /**< headers and body, without TLS */
    connect_opt_int64 bytes_received;   /**< headers and body, without TLS */
    connect_opt_bool is_new_connection; /**< false: on a connection that was kept */
    /** ms from when the request left the queue of the transport until its end */
    connect_opt_int64 wire_ms;
} connect_http_transfer;

/** Reports the cost of the exchange; copied. */
CONNECT_API void connect_http_response_set_transfer(connect_http_response *response,
                                                    const connect_http_transfer *transfer);

/** Fills *out, whose size is set, with what the transport has reported; nothing is set before. */
CONNECT_API void connect_http_response_transfer(const connect_http_response *response,
                                                connect_http_transfer *out);

/** Why an attempt failed, for `perform` to fill as far as `size` goes, which its caller sets. */
typedef struct connect_http_failure {
    size_t size;
    int32_t code;      /**< the transport's own code, 0 if it has none */
    bool not_sent;     /**< certain that the service has seen nothing of the request */
    bool stale;        /**< a kept-alive connection died before any byte of the response arrived */
    bool final;        /**< a retry cannot help (for example a certificate that is not trusted) */
    char message[256]; /**< one line of text */
} connect_http_failure;

/**
 * One request that a transport has started for an event loop (loop.h) and not yet ended.  Opaque;
 * valid until connect_exchange_done().
 */
typedef struct connect_exchange connect_exchange;

/** Carries requests.  Zero-initialise, set `size`, `user` and `perform`; the rest is optional. */
typedef struct connect_transport {
    size_t size;
    void *user;
    /**
     * Sends one request and reads the whole response into `response`, or fills `failure`.
     * Returns CONNECT_OK for any complete HTTP response whatever its status; otherwise
     * CONNECT_E_TRANSPORT, CONNECT_E_TLS, CONNECT_E_TIMEOUT, CONNECT_E_CANCELLED, CONNECT_E_DECODE
     * (not HTTP, or a limit exceeded), CONNECT_E_CONFIGURATION (a setting of the transport) or
     * CONNECT_E_MEMORY.  Must follow no redirect and must not retry.
     */
    connect_status (*perform)(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure);
    /** Called when the client is freed; may be NULL. */
    void (*release)(void *user);
    /**
     * Closes connections that no request is using (connect_client_close_idle()); may be NULL.  A
     * transport that wraps another one calls that of the wrapped transport.
     */
    void (*close_idle)(void *user);
    /**
     * Optional; a client whose transport lacks it has no event loops.  Starts a request and returns
     * at once; connect_exchange_done() ends it.  request and response are borrowed until then.
     * The same rules as for `perform`, except that request->cancel is NULL: the loop calls `stop`.
     * Called on the thread of the loop, within connect_loop_step().
     */
    void (*start)(void *user, connect_exchange *exchange, const connect_http_request *request,
                  connect_http_response *response);
    /**
     * Optional: the outcome of a request is no longer needed, because its call was cancelled or its
     * time limit has passed.  End it soon, and call connect_exchange_done() as for any other.  The
     * exchange stays valid until `stop` has returned, also when another thread ends it meanwhile.
     * Called on the thread of the loop, once at most.
     */
    void (*stop)(void *user, connect_exchange *exchange);
} connect_transport;

/** Keeps a pointer of the transport's own with an exchange.  Before connect_exchange_done(). */
CONNECT_API void connect_exchange_set_data(connect_exchange *exchange, void *data);

/** Returns the pointer set last with connect_exchange_set_data(), or NULL. */
CONNECT_API void *connect_exchange_data(const connect_exchange *exchange);

/**
 * Ends an exchange: exactly once for each, from any thread, also from within `start` or `stop`. The
 * exchange, its request and its response must not be used afterwards.
 *
 * status: what `perform` would return.  failure: what `perform` would fill; copied; NULL for none.
 * An exchange whose loop was freed in the meantime has to be ended as well, which releases it: one
 * that is never ended is leaked.
 */
CONNECT_API void connect_exchange_done(connect_exchange *exchange, connect_status status,
                                       const connect_http_failure *failure);

/** Reads clocks and waits.  All three functions are required. */
typedef struct connect_clock {
    size_t size;
    void *user;
    /**
     * Wall clock: milliseconds since the epoch, UTC.  Used for signatures, expiry and nothing else.
     */
    int64_t (*now)(void *user);
    /** Milliseconds of a clock that never jumps.  Used for every deadline. */
    int64_t (*monotonic)(void *user);
    /**
     * Waits `ms` milliseconds, or until `cancel` (which may be NULL) fires.  Returns false when it
     * fired.
     */
    bool (*wait)(void *user, int64_t ms, const connect_cancel *cancel);
} connect_clock;

/** A source of random bytes. */
typedef struct connect_random {
    size_t size;
    void *user;
    /** Fills `bytes` with `count` unpredictable bytes; returns false when it cannot. */
    bool (*fill)(void *user, void *bytes, size_t count);
} connect_random;

#ifdef __cplusplus
}
#endif

#endif
