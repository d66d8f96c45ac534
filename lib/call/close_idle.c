/* Closing the idle connections of a client. */
#include "call/resolve.h"

void connect_client_close_idle(connect_client *client)
{
    /* The transport may be read once the settings are resolved; before, it has sent no call. */
    if (client == NULL || !client_is_resolved(client->core)) {
        return;
    }
    const connect_transport *transport = &client->core->transport;
    if (transport->close_idle != NULL) {
        transport->close_idle(transport->user);
    }
}
