/*
 * One operation being executed.
 */
#ifndef LOCAL_OPERATIONS_JOB_H
#define LOCAL_OPERATIONS_JOB_H

#include "exchange/exchange.h"
#include "shape/operation.h"
#include "state/local.h"

/* A handler runs under the lock of the state. */
struct job {
    struct local *local;
    struct tenant *tenant; /* the account and region that the request was signed for */
    struct exchange *exchange;
    const struct connect_operation *operation;
    json_t *input;  /* members under their model names, checked */
    json_t *output; /* set by the handler; the response has the members that the rows know */
    int64_t now;    /* milliseconds since the epoch, as this service sees them */
};

/*
 * Reduces an ARN in the member InstanceId to the id, where an operation takes both. The region and
 * account of an ARN are part of the identity, because a replica has the id of its source: fails the
 * job when they are not those of the tenant.
 */
bool job_take_instance_id(struct job *job);
/* The instance that InstanceId names, a replica for itself; fails the job with 404. */
struct instance *job_own_instance(struct job *job);
/*
 * The instance that InstanceId names, for a replica its source, to which everything belongs; fails
 * the job with 404.
 */
struct instance *job_instance(struct job *job);
/* The same, which must be active: nothing can be attached to it before. */
struct instance *job_active_instance(struct job *job);
/* A new UUID in the exchange's arena. */
const char *job_new_uuid(struct job *job);

/*
 * Responds with an error. `types` is one type or several joined with '|', of which the first that
 * the operation models is used. Returns false: `return job_fail(job, ...)`.
 */
bool job_fail(struct job *job, const char *types, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* With members beside the message; takes the reference of `members`. */
bool job_fail_with(struct job *job, const char *types, json_t *members, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* With a Reason, for the types whose shape has one: InvalidRequest- and ServiceQuotaExceeded-. */
bool job_fail_reason(struct job *job, const char *type, const char *reason, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A malformed request, and one with a value that is not valid. */
#define MALFORMED "InvalidRequestException|InvalidParameterException"
#define INVALID "InvalidParameterException|InvalidRequestException"

#endif
