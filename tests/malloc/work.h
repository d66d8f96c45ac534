/*
 * What is done while allocations fail: each piece of work returns its status, and notes the message
 * of an error and whether anything was half done.
 */
#ifndef TESTS_MALLOC_WORK_H
#define TESTS_MALLOC_WORK_H

#include "core/buf.h"
#include "support/wire_server.h"

#include <connect/connect.h>

#define ID "11111111-2222-3333-4444-555555555555"

/* Of the clients that the work makes. */
extern connect_client_options options;
extern char endpoint[64];
extern char said[300]; /* the message of the last error */
extern bool is_half_filled;

/* A script of the server: responds to all that the work sends. */
void serve(struct wire_peer *peer, void *user);

/* A client with calls and a listing. */
connect_status live_a_life(void);
/* A refusal, any operation, pages as JSON, and Z-API. */
connect_status do_the_rest(void);
/* A client that finds its credentials itself. */
connect_status find_keys(void);

/* One operation over a transport whose response is a text. */
extern connect_client *fixed_client;
extern const connect_operation *fixed_operation;
extern struct buf fixed_input, fixed_response;
connect_status response_fixed(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure);
connect_status invoke_one(void);

#endif
