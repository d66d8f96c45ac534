/* See transport_default.h, and connect_transport_default() for applications that wrap it. */
#include "call/transport_default.h"

#include "core/error.h"
#include "core/sized.h"
#include "http/transport.h"

#define MAX_CONNECTIONS 16

connect_status transport_of_settings(const struct settings *settings, struct arena *arena,
                                     const connect_client_options *options, connect_transport *out,
                                     connect_error **error)
{
    struct transport_options own = { .proxy = options->proxy, .max_connections = MAX_CONNECTIONS };
    connect_status status =
        settings_resolve_path(settings, arena, SETTING_CA_BUNDLE, &own.ca_bundle, error);

    if (status != CONNECT_OK) {
        return status;
    }
    if (options->max_connections.is_set) {
        own.max_connections = options->max_connections.value;
    }
    return transport_curl_new(&own, out, error);
}

static connect_status transport_of_options(const connect_client_options *options,
                                           connect_transport *out, connect_error **error)
{
    const struct logger logger = { options->log_level, options->log, options->log_user };
    struct settings settings = { 0 };
    struct arena arena = { 0 };
    connect_status status = settings_check_options(options, error);

    if (status == CONNECT_OK) {
        status = settings_resolve(&settings, options, &logger, error);
    }
    if (status == CONNECT_OK) {
        status = transport_of_settings(&settings, &arena, options, out, error);
    }
    settings_release(&settings);
    arena_release(&arena);
    return status;
}

connect_status connect_transport_default(const connect_client_options *options,
                                         connect_transport *out, connect_error **error)
{
    connect_client_options copy;
    connect_transport made;
    connect_status status;

    if (error != NULL) {
        *error = NULL;
    }
    if (out == NULL || sized_check(out, sizeof out->size) == SIZED_NOT_SET) {
        return error_set(error, CONNECT_E_ARGUMENT,
                         "connect_transport_default: out is NULL or its size is not set");
    }
    status = sized_copy(&copy, sizeof copy, options, "connect_client_options", error);
    if (status == CONNECT_OK) {
        status = transport_of_options(&copy, &made, error);
    }
    if (status == CONNECT_OK) {
        sized_fill(out, &made, sizeof made);
    }
    return status;
}
