/* The built-in transport with what the settings of a client say of it. */
#ifndef CALL_TRANSPORT_DEFAULT_H
#define CALL_TRANSPORT_DEFAULT_H

#include "aws/settings.h"

/* arena: of strings that are needed until this returns.  *out is released by its `release`. */
connect_status transport_of_settings(const struct settings *settings, struct arena *arena,
                                     const connect_client_options *options, connect_transport *out,
                                     connect_error **error);

#endif
