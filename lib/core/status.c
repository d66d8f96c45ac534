/* The name of each status, and what the user can do about it. */
#include <connect/error.h>

#include <stddef.h>

struct status_row {
    connect_status code;
    const char *name;
    const char *advice;
};

#define ROW(code, advice)   \
    {                       \
        code, #code, advice \
    }

static const struct status_row rows[] = {
    ROW(CONNECT_OK, "Nothing went wrong."),
    ROW(CONNECT_E_INVALID_REQUEST,
        "Correct the request: the message says what the service does not accept."),
    ROW(CONNECT_E_UNAUTHENTICATED,
        "Check the access key, the session token, the region and the clock of this machine."),
    ROW(CONNECT_E_QUOTA_EXCEEDED,
        "Request a higher quota in the Service Quotas console, or delete what is not needed."),
    ROW(CONNECT_E_ACCESS_DENIED,
        "Let an administrator allow this action for the identity that signs the request."),
    ROW(CONNECT_E_NOT_FOUND,
        "Check the ids and the region: an instance exists in one region only."),
    ROW(CONNECT_E_METHOD_NOT_ALLOWED,
        "Check the method and the path of the request, and the endpoint it goes to."),
    ROW(CONNECT_E_CONFLICT,
        "The resource exists, is in use or is not ready: look at its state, then retry."),
    ROW(CONNECT_E_UNSUPPORTED_MEDIA_TYPE, "Check the endpoint: it does not take JSON."),
    ROW(CONNECT_E_THROTTLED, "Slow down: pace the client, or allow more attempts."),
    ROW(CONNECT_E_LIMIT_EXCEEDED,
        "A limit of the account or instance is reached: delete what is not needed, or request a higher limit."),
    ROW(CONNECT_E_INTERNAL,
        "The service failed: retry later, and give support the request id if it stays."),
    ROW(CONNECT_E_SERVICE, "Look up the error type in the API reference."),
    ROW(CONNECT_E_ARGUMENT,
        "Correct the arguments: the message names each problem; nothing was sent."),
    ROW(CONNECT_E_VERSION,
        "Use a library at least as new as the headers the program was compiled with."),
    ROW(CONNECT_E_MEMORY, "Free memory or file descriptors, then retry."),
    ROW(CONNECT_E_CREDENTIALS,
        "Provide credentials: environment variables, a profile, a role or an explicit provider."),
    ROW(CONNECT_E_CONFIGURATION, "Correct the setting that the message names."),
    ROW(CONNECT_E_TRANSPORT,
        "Check the network, the proxy, the region and the endpoint, then retry."),
    ROW(CONNECT_E_TLS,
        "Check the endpoint's certificate and the CA bundle; a proxy may be intercepting TLS."),
    ROW(CONNECT_E_TIMEOUT, "Allow more time, or check why the service or the network is slow."),
    ROW(CONNECT_E_CANCELLED, "The program cancelled the call."),
    ROW(CONNECT_E_DECODE,
        "Check the endpoint: the response is not one of the service, or was changed on its way."),
    ROW(CONNECT_E_PAGINATION, "The service repeated a page token: start the listing again."),
    ROW(CONNECT_E_WAITER, "The awaited state cannot come any more: look at the status reason."),
};

static const struct status_row *find_row(connect_status status)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].code == status) {
            return &rows[i];
        }
    }
    return NULL;
}

const char *connect_status_name(connect_status status)
{
    const struct status_row *row = find_row(status);
    return row != NULL ? row->name : "CONNECT_E_?";
}

const char *connect_status_advice(connect_status status)
{
    const struct status_row *row = find_row(status);
    return row != NULL ? row->advice : "Use a newer library: this one does not know the status.";
}
