/*
 * Whether and when an attempt is made again: pure functions of outcome, clock and random.
 */
#ifndef CALL_RETRY_H
#define CALL_RETRY_H

#include <connect/client.h>

enum retry_class {
    RETRY_NEVER,
    RETRY_TRANSIENT,   /* the service or the way to it failed */
    RETRY_THROTTLING,
    RETRY_SKEW,        /* refused because of the clock, which has been learnt meanwhile */
    RETRY_CREDENTIALS, /* refused because the keys expired: once, with fresh ones */
    RETRY_STALE        /* a kept-alive connection had died: once, at once, free of charge */
};

/* One failed attempt, as the policy sees it. */
struct retry_outcome {
    connect_status status;
    int32_t http_status;
    const char *aws_type; /* or NULL */
    bool not_sent;        /* the service has seen nothing of the request */
    bool stale;
    bool final;
    bool repeatable;      /* a client token, or safe to execute twice */
    bool is_sts;
    int64_t retry_after_ms; /* of x-amz-retry-after; -1 for none */
};

/* The status class of a service error: by type, by HTTP status only without a known type. */
connect_status retry_status_of(const char *aws_type, int32_t http_status);
bool retry_type_is_expired_token(const char *aws_type);
bool retry_type_is_skew(const char *aws_type);
enum retry_class retry_classify(const struct retry_outcome *outcome);

/* The quota of a client: 500 tokens; 14 for a transient retry, 5 for a throttling one.  Locks itself. */
struct retry_quota;
struct retry_quota *retry_quota_new(void);
void retry_quota_free(struct retry_quota *quota);
bool retry_quota_take(struct retry_quota *quota, enum retry_class class, int32_t *taken);
void retry_quota_give_back(struct retry_quota *quota, int32_t taken); /* 0: the call had no retry */
int32_t retry_quota_left(struct retry_quota *quota);

/* Milliseconds before retry number `retry` (from 1); unit in [0, 1); retry_after_ms -1 for none. */
int64_t retry_delay_ms(enum retry_class class, int32_t retry, double unit, int64_t retry_after_ms);

#endif
