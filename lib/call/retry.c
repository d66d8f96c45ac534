/*
 * The retry policy.
 *
 * Whether.  An attempt is retried when its error type is in the table below, else by HTTP status;
 * and, when there was no response, unless the request may have been executed and is not safe to
 * repeat.  Unlike the SDKs, LimitExceededException is final: it means that a resource limit of the
 * instance is reached, and waiting does not change that.
 *
 * When.  Before retry n (from 1) the delay is random in [0, min(base * 2^(n-1), 20 s)), where base
 * is 50 ms, or 1 s after throttling.  x-amz-retry-after lengthens it by at most 5 s.
 *
 * How often.  A client has a quota of 500.  A retry takes 14, after throttling 5; a success returns
 * what its last retry took, or 1.  When the quota does not suffice, the error is returned at once,
 * so that a failing service does not get several times its load.
 *
 * (AWS SDKs and Tools Reference Guide, "Retry behavior"; AWS Developer Tools Blog, "Updated default
 * retry behavior for AWS SDKs and tools", 2026; botocore retries/standard.py and quota.py)
 */
#include "call/retry.h"

#include "core/assert.h"

/*
 * Rule: three attempts; delays from 50 ms, after throttling from 1 s; costs of 14 and 5.  Source:
 * AWS Developer Tools Blog, Updated default retry behavior for AWS SDKs and tools.  Test:
 * throttling_is_cheaper_and_slower_than_failing.
 */
const struct retry_rules retry_rules_2026 = {
    .mode = "standard",
    .max_attempts = 3,
    .transient_ms = 50,
    .throttling_ms = 1000,
    .longest_ms = 20000,
    .transient_cost = 14,
    .timeout_cost = 14,
    .throttling_cost = 5,
    .heeds_hint = true,
};

/*
 * Rule: delays from 1 s; costs of 5, and 10 after a timeout.  Source: botocore, retries/standard.py
 * and quota.py.  Test: the_older_constants_cost_five_and_ten.
 */
const struct retry_rules retry_rules_before = {
    .mode = "standard",
    .max_attempts = 3,
    .transient_ms = 1000,
    .throttling_ms = 1000,
    .longest_ms = 20000,
    .transient_cost = 5,
    .timeout_cost = 10,
    .throttling_cost = 5,
};

/*
 * Rule: the legacy mode makes 5 attempts without a quota.  Source: botocore, data/_retry.json.
 * Test: the_legacy_mode_knows_no_quota_and_makes_five_attempts.
 */
/* This mode has no maximum delay; a day bounds the doubling.  (botocore data/_retry.json) */
const struct retry_rules retry_rules_legacy = {
    .mode = "legacy",
    .max_attempts = 5,
    .transient_ms = 1000,
    .throttling_ms = 1000,
    .longest_ms = 86400000,
};

/* x-amz-retry-after lengthens a delay by at most this. */
#define HINT_EXTRA_MS 5000

struct error_type {
    const char *name;
    connect_status status;
    enum retry_class class; /* RETRY_SKEW: when the clock was off, else never */
};

/*
 * Types that are not listed are classified by HTTP status.
 * (botocore retries/standard.py, ThrottledRetryableChecker and TransientRetryableChecker)
 *
 * Rule: throttling, transient and skew errors are known by their type.  Source: botocore,
 * retries/standard.py.  Test: the_type_decides_first_and_the_status_after_it.
 */
static const struct error_type error_types[] = {
    /* of the model of Connect */
    { "AccessDeniedException", CONNECT_E_ACCESS_DENIED, RETRY_SKEW },
    { "DuplicateResourceException", CONNECT_E_CONFLICT, RETRY_NEVER },
    { "IdempotencyException", CONNECT_E_CONFLICT, RETRY_NEVER },
    { "InternalServiceException", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InvalidParameterException", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "InvalidRequestException", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "LimitExceededException", CONNECT_E_LIMIT_EXCEEDED, RETRY_NEVER },
    { "PropertyValidationException", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "ResourceConflictException", CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ResourceInUseException", CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ResourceNotFoundException", CONNECT_E_NOT_FOUND, RETRY_NEVER },
    { "ResourceNotReadyException", CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ServiceQuotaExceededException", CONNECT_E_QUOTA_EXCEEDED, RETRY_NEVER },
    { "ThrottlingException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    /* throttling, as other services and front ends name it */
    { "BandwidthLimitExceeded", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "EC2ThrottledException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "PriorRequestNotComplete", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "ProvisionedThroughputExceededException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestLimitExceeded", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestThrottled", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestThrottledException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "SlowDown", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "ThrottledException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "Throttling", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "TooManyRequestsException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "TransactionInProgressException", CONNECT_E_THROTTLED, RETRY_THROTTLING },
    /* failures of the service */
    { "IDPCommunicationError", CONNECT_E_SERVICE, RETRY_TRANSIENT },
    { "InternalError", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InternalFailure", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InternalServerError", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InternalServerException", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "RequestTimeout", CONNECT_E_SERVICE, RETRY_TRANSIENT },
    { "RequestTimeoutException", CONNECT_E_SERVICE, RETRY_TRANSIENT },
    { "ServiceUnavailable", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "ServiceUnavailableException", CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    /* of signatures and credentials */
    { "AuthFailure", CONNECT_E_UNAUTHENTICATED, RETRY_SKEW },
    { "ExpiredToken", CONNECT_E_UNAUTHENTICATED, RETRY_CREDENTIALS },
    { "ExpiredTokenException", CONNECT_E_UNAUTHENTICATED, RETRY_CREDENTIALS },
    { "IncompleteSignature", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "IncompleteSignatureException", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "InvalidClientTokenId", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "InvalidSignatureException", CONNECT_E_UNAUTHENTICATED, RETRY_SKEW },
    { "MissingAuthenticationToken", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "MissingAuthenticationTokenException", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "RequestExpired", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "RequestTimeTooSkewed", CONNECT_E_UNAUTHENTICATED, RETRY_SKEW },
    { "SignatureDoesNotMatch", CONNECT_E_UNAUTHENTICATED, RETRY_SKEW },
    { "UnauthorizedException", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "UnrecognizedClientException", CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    /* common to all services */
    { "AccessDenied", CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "NotAuthorized", CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "OptInRequired", CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "SerializationException", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "ValidationError", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "ValidationException", CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
};

static const struct error_type *error_type_find(const char *name)
{
    if (name == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof error_types / sizeof error_types[0]; i++) {
        if (strcmp(error_types[i].name, name) == 0) {
            return &error_types[i];
        }
    }
    return NULL;
}

static connect_status status_of_http(int32_t http_status)
{
    switch (http_status) {
    case 400:
        return CONNECT_E_INVALID_REQUEST;
    case 401:
        return CONNECT_E_UNAUTHENTICATED;
    case 402:
        return CONNECT_E_QUOTA_EXCEEDED;
    case 403:
        return CONNECT_E_ACCESS_DENIED;
    case 404:
        return CONNECT_E_NOT_FOUND;
    case 405:
        return CONNECT_E_METHOD_NOT_ALLOWED;
    case 409:
        return CONNECT_E_CONFLICT;
    case 415:
        return CONNECT_E_UNSUPPORTED_MEDIA_TYPE;
    case 429:
        return CONNECT_E_THROTTLED;
    default:
        return http_status >= 500 ? CONNECT_E_INTERNAL : CONNECT_E_SERVICE;
    }
}

/*
 * Rule: statuses 500, 502, 503 and 504 are transient.  Source: botocore, retries/standard.py.
 * Test: the_type_decides_first_and_the_status_after_it.
 */
static enum retry_class class_of_http(int32_t http_status)
{
    switch (http_status) {
    case 429:
        return RETRY_THROTTLING;
    case 500:
    case 502:
    case 503:
    case 504:
        return RETRY_TRANSIENT;
    default:
        return RETRY_NEVER;
    }
}

connect_status retry_status_of(const char *aws_type, int32_t http_status)
{
    const struct error_type *known = error_type_find(aws_type);

    return known != NULL ? known->status : status_of_http(http_status);
}

/*
 * Rule: types of skew are retried only after the clock was corrected.  Source: aws-sdk-go-v2,
 * aws/retry/middleware.go.  Test: only_skew_types_are_retried_for_the_clock.
 */
static enum retry_class classify_response(const struct retry_outcome *outcome)
{
    const struct error_type *known = error_type_find(outcome->aws_type);
    enum retry_class class = known != NULL ? known->class : class_of_http(outcome->http_status);

    if (class == RETRY_SKEW && !outcome->skewed) {
        return RETRY_NEVER;
    }
    /* A service may have executed the request before it failed. */
    return class == RETRY_TRANSIENT && !outcome->repeatable ? RETRY_NEVER : class;
}

/*
 * Rule: a request that may have been executed is repeated only when that is safe.  Source: RFC
 * 9110, 9.2.2.  Test: what_may_have_been_executed_is_not_sent_twice_without_a_token.
 */
enum retry_class retry_classify(const struct retry_outcome *outcome)
{
    if (outcome->status >= CONNECT_E_INVALID_REQUEST && outcome->status <= CONNECT_E_SERVICE) {
        return classify_response(outcome);
    }
    if (outcome->status != CONNECT_E_TRANSPORT && outcome->status != CONNECT_E_TLS &&
        outcome->status != CONNECT_E_TIMEOUT) {
        return RETRY_NEVER;
    }
    if (outcome->final || (!outcome->not_sent && !outcome->repeatable)) {
        return RETRY_NEVER;
    }
    return outcome->stale ? RETRY_STALE : RETRY_TRANSIENT;
}

void retry_quota_init(struct retry_quota *quota)
{
    atomic_init(&quota->left, RETRY_QUOTA_FULL);
}

/*
 * Rule: retries take from a quota of 500, which every client has.  Source: botocore,
 * retries/quota.py.  Test: a_quota_that_is_used_up_ends_the_call.
 */
bool retry_quota_take(struct retry_quota *quota, int32_t cost)
{
    ASSERT(cost >= 0);
    int32_t left = atomic_load(&quota->left);

    do {
        if (left < cost) {
            return false;
        }
    } while (!atomic_compare_exchange_weak(&quota->left, &left, left - cost));
    return true;
}

/*
 * Rule: a success returns what its last retry took, or 1.  Source: botocore, retries/quota.py.
 * Test: a_success_after_retries_gives_back_what_the_last_one_took.
 */
void retry_quota_give_back(struct retry_quota *quota, int32_t taken)
{
    int32_t left = atomic_load_explicit(&quota->left, memory_order_relaxed);
    int32_t more;

    do {
        if (left >= RETRY_QUOTA_FULL) {
            return;
        }
        more = left + (taken > 0 ? taken : 1);
    } while (!atomic_compare_exchange_weak(&quota->left, &left,
                                           more < RETRY_QUOTA_FULL ? more : RETRY_QUOTA_FULL));
}

/*
 * Rule: a delay is random up to a bound that doubles, at most 20 s; x-amz-retry-after lengthens it
 * by at most 5 s.  Source: AWS Developer Tools Blog, Updated default retry behavior for AWS SDKs
 * and tools.  Test: the_service_may_lengthen_a_pause_by_five_seconds_and_never_shortens_it.
 */
int64_t retry_delay_ms(const struct retry_rules *rules, enum retry_class class, int32_t retry,
                       double unit, int64_t retry_after_ms)
{
    ASSERT(retry > 0 && unit >= 0 && unit <= 1);
    int64_t most = class == RETRY_THROTTLING ? rules->throttling_ms : rules->transient_ms;
    int64_t delay;

    for (int32_t i = 1; i < retry && most < rules->longest_ms; i++) {
        most *= 2;
    }
    if (most > rules->longest_ms) {
        most = rules->longest_ms;
    }
    delay = (int64_t)(unit * (double)most);
    if (rules->heeds_hint && retry_after_ms > delay) {
        delay = retry_after_ms < delay + HINT_EXTRA_MS ? retry_after_ms : delay + HINT_EXTRA_MS;
    }
    ASSERT(delay >= 0 && delay <= rules->longest_ms + HINT_EXTRA_MS);
    return delay;
}

static int32_t retry_cost(const struct retry_rules *rules, enum retry_class class,
                          connect_status status)
{
    if (class == RETRY_THROTTLING) {
        return rules->throttling_cost;
    }
    return status == CONNECT_E_TIMEOUT ? rules->timeout_cost : rules->transient_cost;
}

/* Two retries take nothing from quota and attempts; each is made once. */
static bool use_free_retry(enum retry_class class, struct retry_progress *progress)
{
    bool *used = class == RETRY_STALE ? &progress->reconnected : &progress->renewed;

    if (*used) {
        return false;
    }
    *used = true;
    return true;
}

/*
 * Rule: the last attempt takes nothing from the quota.  Source: aws-sdk-go-v2,
 * aws/retry/retry2026_test.go.  Test: the_last_attempt_leaves_the_quota_alone.
 */
struct retry_decision retry_decide(const struct retry_policy *policy,
                                   struct retry_progress *progress,
                                   const struct retry_outcome *outcome, int64_t left_ms,
                                   double unit)
{
    ASSERT(progress->attempts > 0 && policy->max_attempts > 0);
    struct retry_decision decision = { .class = retry_classify(outcome), .why = RETRY_IS_VAIN };
    int32_t cost;

    if (decision.class == RETRY_NEVER) {
        return decision;
    }
    if (decision.class == RETRY_STALE || decision.class == RETRY_CREDENTIALS) {
        if (use_free_retry(decision.class, progress)) {
            decision.why = left_ms > 0 ? RETRY_IS_DUE : RETRY_NO_TIME;
            return decision;
        }
        if (decision.class == RETRY_CREDENTIALS) {
            decision.class = RETRY_NEVER;
            return decision;
        }
        decision.class = RETRY_TRANSIENT;
    }
    if (progress->attempts >= policy->max_attempts) {
        decision.why = RETRY_NO_ATTEMPTS;
        return decision;
    }
    decision.wait_ms = retry_delay_ms(policy->rules, decision.class, progress->attempts, unit,
                                      outcome->retry_after_ms);
    if (decision.wait_ms >= left_ms) {
        decision.why = RETRY_NO_TIME;
        return decision;
    }
    cost = retry_cost(policy->rules, decision.class, outcome->status);
    if (!retry_quota_take(policy->quota, cost)) {
        decision.why = RETRY_NO_QUOTA;
        return decision;
    }
    progress->taken = cost;
    decision.why = RETRY_IS_DUE;
    return decision;
}
