/*
 * libconnect: Amazon Connect from C.  One include for everything.
 *
 * Threads
 *  1. A connect_client may be used by any number of threads at once; so may its views, providers
 * and cancel tokens.
 *  2. A connect_pager, and a connect_error, belong to one thread at a time.
 *  3. A response is immutable: any number of threads may read it; one of them frees it.
 *  4. The first request initialises libcurl if the application has not; let curl_global_init() come
 * before it when other threads of the program use a libcurl older than 7.84.
 *  5. Callbacks run on the thread that made the call.  The library starts no thread of its own.
 *  6. After fork() a child may go on using a client it inherited, as long as no call was running in
 * another thread.
 *
 * Ownership, in three words
 *  owned     yours: free it with the function named beside it
 *  borrowed  owned elsewhere: valid as long as documented, never freed by the borrower
 *  copied    the library keeps a copy: yours may go away as soon as the function returns
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
