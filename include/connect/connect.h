/*
 * libconnect: Amazon Connect from C.  One include for everything.
 *
 * How it is used
 * 1. Make one client for each account and Region with connect_client_new(), and keep it: it has the
 *    connections, the credentials and the retry quota.
 * 2. Fill the request struct of an operation, its member `size` first, and call the function of the
 *    operation.  What is not set is absent; <connect/types.h> has the rules.
 * 3. Test the status.  On success use the response and free it with connect_free(); on failure read
 *    the error and free it with connect_error_free().
 * 4. List with a pager (<connect/pager.h>), wait with a waiter (<connect/waiter.h>), and call from
 *    an event loop with the `_start` of a function (<connect/loop.h>).
 *
 * Example:
 *
 *     connect_client *client = NULL;
 *     connect_error *error = NULL;
 *     connect_describe_instance_response *response = NULL;
 *     connect_describe_instance_request request = {
 *         .size = sizeof request, .instance_id = instance_id
 *     };
 *     if (connect_client_new(NULL, &client, &error) == CONNECT_OK &&
 *         connect_describe_instance(client, &request, &response, &error) == CONNECT_OK) {
 *         puts(response->instance->arn);
 *     } else {
 *         fprintf(stderr, "%s\n", connect_error_message(error));
 *     }
 *     connect_free(response);
 *     connect_error_free(error);
 *     connect_client_free(client);
 *
 * Threads
 * 1. A connect_client may be used by any number of threads at once; so may its views, providers and
 *    cancel tokens.
 * 2. A connect_pager, and a connect_error, belong to one thread at a time.
 * 3. A response is immutable: any number of threads may read it; one of them frees it.
 * 4. The first request initialises libcurl if the application has not; let curl_global_init() come
 *    before it when other threads of the program use a libcurl older than 7.84.
 * 5. Callbacks run on the thread that made the call.  The library starts no thread of its own.
 * 6. After fork() a child may go on using a client it inherited, as long as no call was running in
 *    another thread.
 *
 * Ownership, in three words
 *   owned     yours: free it with the function named beside it
 *   borrowed  owned elsewhere: valid as long as documented, never freed by the borrower
 *   copied    the library keeps a copy: yours may go away as soon as the function returns
 *
 * Headers
 *   client       options, clients and their views, calls by name
 *   credentials  where access keys come from
 *   error        the status and the error of a call; errors has what the service adds
 *   types        optional values, pairs, times and the size rule
 *   pager        listings; waiter and loop: waits, and calls without a thread
 *   operation    tables of operations and members, for bindings
 *   transport    cancel tokens; transports, clocks and random bytes of the application
 *   allocator    memory of the application
 *   instance     instances; each other family of operations has a header with its name
 *   zapi         the second tenant, Z-API
 */
#ifndef CONNECT_CONNECT_H
#define CONNECT_CONNECT_H

#include <connect/allocator.h>
#include <connect/analytics.h>
#include <connect/attached_file.h>
#include <connect/attribute.h>
#include <connect/bot.h>
#include <connect/client.h>
#include <connect/credentials.h>
#include <connect/error.h>
#include <connect/errors.h>
#include <connect/instance.h>
#include <connect/integration.h>
#include <connect/lambda.h>
#include <connect/loop.h>
#include <connect/operation.h>
#include <connect/origin.h>
#include <connect/outbound.h>
#include <connect/pager.h>
#include <connect/replication.h>
#include <connect/security_key.h>
#include <connect/storage.h>
#include <connect/tag.h>
#include <connect/task_template.h>
#include <connect/transport.h>
#include <connect/types.h>
#include <connect/waiter.h>
#include <connect/zapi.h>

#endif
