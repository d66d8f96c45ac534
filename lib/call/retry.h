/*
 * The retry policy, as functions of outcome, time left and a random number.
 */
#ifndef CALL_RETRY_H
#define CALL_RETRY_H

#include <connect/client.h>

#include <stdatomic.h>

enum retry_class {
    RETRY_NEVER,
    RETRY_TRANSIENT, /* the service or the connection failed */
    RETRY_THROTTLING,
    RETRY_SKEW, /* refused because of the clock, which has been corrected since */
    /* refused because the credentials expired: once, at once, with fresh ones, without cost */
    RETRY_CREDENTIALS,
    RETRY_STALE /* a kept-alive connection was closed: once, at once, without cost */
};

/* The numbers of a policy. */
struct retry_rules {
    const char *mode; /* as the settings and the user agent name it */
    int32_t max_attempts;
    /* the maximum delay before the first retry; doubled for each further one */
    int64_t transient_ms;
    int64_t throttling_ms;
    int64_t longest_ms;
    int32_t transient_cost, timeout_cost, throttling_cost;
    bool heeds_hint; /* x-amz-retry-after */
};
extern const struct retry_rules retry_rules_2026;   /* the default */
extern const struct retry_rules retry_rules_before; /* the standard mode before 2026 */
/* no quota */
extern const struct retry_rules retry_rules_legacy;

/* One failed attempt, as the policy sees it. */
struct retry_outcome {
    connect_status status;
    int32_t http_status;
    const char *aws_type; /* or NULL */
    bool not_sent;        /* the service has seen nothing of the request */
    bool stale;
    bool final;
    bool repeatable; /* a client token, or safe to execute twice */
    bool skewed;     /* the clock it was signed by was off by more than the service tolerates */
    int64_t retry_after_ms; /* of x-amz-retry-after; -1 for none */
};

/* The status class of a service error: by type, by HTTP status only without a known type. */
connect_status retry_status_of(const char *aws_type, int32_t http_status);
enum retry_class retry_classify(const struct retry_outcome *outcome);

/* The quota of a client, shared by its threads. */
#define RETRY_QUOTA_FULL 500
struct retry_quota {
    _Atomic int32_t left;
};
void retry_quota_init(struct retry_quota *quota);
bool retry_quota_take(struct retry_quota *quota, int32_t cost);
/* After a success: returns what its last retry took; 0 when it had none, which returns 1. */
void retry_quota_give_back(struct retry_quota *quota, int32_t taken);

/* Milliseconds before retry number `retry` (from 1); unit in [0, 1); retry_after_ms -1 for none. */
int64_t retry_delay_ms(const struct retry_rules *rules, enum retry_class class, int32_t retry,
                       double unit, int64_t retry_after_ms);

/* The retry policy of a call. */
struct retry_policy {
    const struct retry_rules *rules;
    int32_t max_attempts;
    struct retry_quota *quota;
};

/* The retries of a call so far. */
struct retry_progress {
    int32_t attempts; /* that count against the limit */
    int32_t taken;    /* from the quota by the last retry */
    bool reconnected; /* the free retry on a fresh connection is used */
    bool renewed;     /* the free retry with fresh credentials is used */
};

enum retry_why { RETRY_IS_DUE, RETRY_IS_VAIN, RETRY_NO_ATTEMPTS, RETRY_NO_QUOTA, RETRY_NO_TIME };

struct retry_decision {
    enum retry_class class;
    enum retry_why why;
    int64_t wait_ms;
};

/* left_ms: until the deadline of the call, INT64_MAX for none. */
struct retry_decision retry_decide(const struct retry_policy *policy,
                                   struct retry_progress *progress,
                                   const struct retry_outcome *outcome, int64_t left_ms,
                                   double unit);

#endif
