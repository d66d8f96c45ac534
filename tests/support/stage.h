/*
 * A call on a stage: everything it needs of a client, and a driver that plays a script of
 * responses. No client, no transport, no network.
 */
#ifndef TESTS_SUPPORT_STAGE_H
#define TESTS_SUPPORT_STAGE_H

#include "call/call.h"
#include "support/fakes.h"

#define STAGE_KEY "AKIDEXAMPLE"
#define STAGE_SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define STAGE_SESSION "FwoGZXIvYXdzEJr//session//token=="

/* A request with a body, a label, a query and a client token. */
typedef struct stage_request {
    size_t size;
    const char *instance_id;
    const char *filter;
    const char *client_token;
    const char *alias; /* sensitive */
    const char *note;
} stage_request;

typedef struct stage_response {
    size_t size;
    const char *id;
    const char *alias;
    connect_opt_time created_time;
} stage_response;

extern const struct connect_operation stage_update; /* PUT with a client token */
extern const struct connect_operation stage_get;    /* GET, repeatable */
extern const struct connect_operation stage_act;    /* POST with a body, neither */
/* as stage_get; the response holds a secret, no signature */
extern const struct connect_operation stage_login;
extern const struct connect_operation stage_bearer; /* as stage_get, with a bearer token */

struct stage {
    struct fake_clock clock;
    struct fake_random random;
    struct fake_log log;
    struct logger logger;
    struct retry_quota quota;
    struct skew skew;
    struct arena arena;
    struct user_agent agent;
    /* given; given once the first were refused; NULL: anonymous */
    struct credentials *keys, *fresh;
    struct call_site site;
    int asked; /* for keys */
    int paced; /* turns waited for */
    struct fake_sent sent[32];
    size_t sent_count;
    const char *invocation; /* of the first attempt */
};

void stage_begin(struct stage *stage, const struct connect_operation *operation);
void stage_end(struct stage *stage);
struct credentials *stage_keys(const char *id, const char *session_token);
/* Drives to the end; fails the test when the script is too short or too long. */
void stage_drive(struct stage *stage, struct call *call, const struct fake_response *responses,
                 size_t count);
/* From start to end; request NULL for one that is fine. */
connect_status stage_run(struct stage *stage, const void *request,
                         const struct fake_response *responses, size_t count, void **response,
                         connect_error **error);
#define STAGE_RUN(stage, request, response, error, ...)                          \
    stage_run((stage), (request), (const struct fake_response[]){ __VA_ARGS__ }, \
              sizeof((const struct fake_response[]){ __VA_ARGS__ }) /            \
                  sizeof(struct fake_response),                                  \
              (void **)(response), (error))

extern const stage_request stage_request_fine;

/* call_init() and call_clear() of a call of its own. */
connect_status call_new(const struct call_site *site, const void *request,
                        const struct call_raw *raw, struct call **out, connect_error **error);
void call_free(struct call *call);

#endif
