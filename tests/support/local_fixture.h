/*
 * connect-local without a network: requests are signed by the library and dispatched in the test,
 * with a clock that the test sets.
 */
#ifndef TESTS_SUPPORT_LOCAL_FIXTURE_H
#define TESTS_SUPPORT_LOCAL_FIXTURE_H

#include "exchange/exchange.h"
#include "state/local.h"

#include <jansson.h>

/* To be changed before local_start(). */
extern struct options local_options;
/* To be changed at any time. */
extern int64_t wall_ms, monotonic_ms;
/* The service, after local_start(). */
extern struct local *local;

/* Of a checked fixture: default options; in the end everything must be freed. */
void local_set_up(void);
void local_tear_down(void);
void local_start(void);

/* A signed request with its response; the caller frees it. body: NULL for none. */
struct exchange *local_request(const char *method, const char *uri, const char *body);
/* The response as JSON, which must have the status; the caller releases the reference. */
json_t *local_expect_json(int status, const char *method, const char *uri, const char *body);
void local_expect(int status, const char *method, const char *uri, const char *body);
/* The member of a response with status 200 that has the new id, until the next call. */
const char *local_create(const char *method, const char *uri, const char *body, const char *member);
/* "/instance/ID" with the rest behind it, until the next call. */
const char *instance_path(const char *instance, const char *rest);

#define CREATE(alias, more)                                                \
    "{\"InstanceAlias\":\"" alias                                          \
    "\",\"IdentityManagementType\":\"SAML\",\"InboundCallsEnabled\":true," \
    "\"OutboundCallsEnabled\":false" more "}"

#define PEM(text) "{\"Key\":\"-----BEGIN KEY-----" text "-----END KEY-----\"}"

#endif
