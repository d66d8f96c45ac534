/*
 * HTTP: carries requests to dispatch_request() and responses back.
 */
#ifndef LOCAL_SERVER_SERVER_H
#define LOCAL_SERVER_SERVER_H

#include "state/local.h"

struct server;

/*
 * Listens and serves in threads of its own; NULL after a message on standard error.  `local` is
 * borrowed.
 */
struct server *server_start(struct local *local);
/* The port that was chosen. */
int server_port(const struct server *server);
/* Lets the requests under way end, then stops. */
void server_stop(struct server *server);

#endif
