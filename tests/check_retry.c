/* Retries, the limiter of the adaptive mode, and clock skew: all pure. */
#include "call/adaptive.h"
#include "call/retry.h"
#include "call/skew.h"
#include "support/internals.h"
#include "support/suite.h"

#include <pthread.h>
#include <string.h>

/* ---- classes ---- */

static const struct type_case {
    const char *type;
    int32_t http_status;
    connect_status status;
    enum retry_class class;
} type_cases[] = {
    { "AccessDeniedException", 403, CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "DuplicateResourceException", 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "IdempotencyException", 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "InternalServiceException", 500, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InvalidParameterException", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "InvalidRequestException", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "LimitExceededException", 429, CONNECT_E_LIMIT_EXCEEDED, RETRY_NEVER },
    { "PropertyValidationException", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { "ResourceConflictException", 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ResourceInUseException", 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ResourceInUseException", 400, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ResourceNotFoundException", 404, CONNECT_E_NOT_FOUND, RETRY_NEVER },
    { "ResourceNotReadyException", 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { "ServiceQuotaExceededException", 402, CONNECT_E_QUOTA_EXCEEDED, RETRY_NEVER },
    { "ThrottlingException", 429, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    /* the type counts, whatever the status */
    { "ThrottlingException", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "ResourceNotFoundException", 500, CONNECT_E_NOT_FOUND, RETRY_NEVER },
    { "LimitExceededException", 503, CONNECT_E_LIMIT_EXCEEDED, RETRY_NEVER },
    { "ServiceQuotaExceededException", 500, CONNECT_E_QUOTA_EXCEEDED, RETRY_NEVER },
    { "InternalServiceException", 400, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    /* throttling under its other names, with statuses of all kinds */
    { "Throttling", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "ThrottledException", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestThrottledException", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "TooManyRequestsException", 403, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "ProvisionedThroughputExceededException", 502, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "TransactionInProgressException", 503, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestLimitExceeded", 509, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "BandwidthLimitExceeded", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "RequestThrottled", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "SlowDown", 503, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "PriorRequestNotComplete", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "EC2ThrottledException", 400, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "NotAThrottlingError", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    /* transient */
    { "RequestTimeout", 400, CONNECT_E_SERVICE, RETRY_TRANSIENT },
    { "RequestTimeoutException", 400, CONNECT_E_SERVICE, RETRY_TRANSIENT },
    { "InternalServiceError", 500, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "BadError", 502, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "InternalFailure", 500, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "ServiceUnavailable", 503, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { "IDPCommunicationError", 400, CONNECT_E_SERVICE, RETRY_TRANSIENT },
    /* who are you */
    { "UnrecognizedClientException", 403, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "InvalidSignatureException", 403, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "SignatureDoesNotMatch", 403, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "IncompleteSignature", 400, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "InvalidClientTokenId", 403, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "MissingAuthenticationToken", 403, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "RequestExpired", 400, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { "ExpiredTokenException", 403, CONNECT_E_UNAUTHENTICATED, RETRY_CREDENTIALS },
    { "ExpiredToken", 400, CONNECT_E_UNAUTHENTICATED, RETRY_CREDENTIALS },
    { "OptInRequired", 403, CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "NotAuthorized", 400, CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { "ValidationError", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    /* without a known type the status decides */
    { NULL, 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
    { NULL, 401, CONNECT_E_UNAUTHENTICATED, RETRY_NEVER },
    { NULL, 402, CONNECT_E_QUOTA_EXCEEDED, RETRY_NEVER },
    { NULL, 403, CONNECT_E_ACCESS_DENIED, RETRY_NEVER },
    { NULL, 404, CONNECT_E_NOT_FOUND, RETRY_NEVER },
    { NULL, 405, CONNECT_E_METHOD_NOT_ALLOWED, RETRY_NEVER },
    { NULL, 409, CONNECT_E_CONFLICT, RETRY_NEVER },
    { NULL, 415, CONNECT_E_UNSUPPORTED_MEDIA_TYPE, RETRY_NEVER },
    { NULL, 418, CONNECT_E_SERVICE, RETRY_NEVER },
    { NULL, 429, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { NULL, 499, CONNECT_E_SERVICE, RETRY_NEVER },
    { NULL, 500, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { NULL, 501, CONNECT_E_INTERNAL, RETRY_NEVER },
    { NULL, 502, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { NULL, 503, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { NULL, 504, CONNECT_E_INTERNAL, RETRY_TRANSIENT },
    { NULL, 301, CONNECT_E_SERVICE, RETRY_NEVER },
    { "NewSortOfException", 404, CONNECT_E_NOT_FOUND, RETRY_NEVER },
    { "NewSortOfException", 429, CONNECT_E_THROTTLED, RETRY_THROTTLING },
    { "throttlingexception", 400, CONNECT_E_INVALID_REQUEST, RETRY_NEVER },
};

static struct retry_outcome outcome_of(const char *type, int32_t http_status)
{
    return (struct retry_outcome){ .status = retry_status_of(type, http_status),
                                   .http_status = http_status,
                                   .aws_type = type,
                                   .repeatable = true,
                                   .retry_after_ms = -1 };
}

START_TEST(the_type_decides_first_and_the_status_after_it)
{
    const struct type_case *it = &type_cases[_i];
    struct retry_outcome outcome = outcome_of(it->type, it->http_status);

    ck_assert_int_eq(outcome.status, it->status);
    ck_assert_int_eq(retry_classify(&outcome), it->class);
}
END_TEST

START_TEST(only_skew_types_are_retried_for_the_clock)
{
    static const char *const skew_types[] = { "InvalidSignatureException", "SignatureDoesNotMatch",
                                              "AuthFailure", "RequestTimeTooSkewed",
                                              "AccessDeniedException" };
    static const char *const others[] = { "RequestExpired", "UnrecognizedClientException",
                                          "InvalidRequestException" };
    struct retry_outcome outcome;

    for (size_t i = 0; i < sizeof skew_types / sizeof *skew_types; i++) {
        outcome = outcome_of(skew_types[i], 403);
        ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
        outcome.skewed = true;
        ck_assert_int_eq(retry_classify(&outcome), RETRY_SKEW);
        outcome.repeatable = false; /* it was refused, so it was not executed */
        ck_assert_int_eq(retry_classify(&outcome), RETRY_SKEW);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        outcome = outcome_of(others[i], 403);
        outcome.skewed = true;
        ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    }
}
END_TEST

static struct retry_outcome lost(connect_status status)
{
    return (struct retry_outcome){ .status = status, .repeatable = true, .retry_after_ms = -1 };
}

START_TEST(a_broken_way_is_tried_again_unless_it_is_final)
{
    static const connect_status retried[] = { CONNECT_E_TRANSPORT, CONNECT_E_TLS,
                                              CONNECT_E_TIMEOUT };
    static const connect_status never[] = { CONNECT_E_CANCELLED,   CONNECT_E_DECODE,
                                            CONNECT_E_MEMORY,      CONNECT_E_ARGUMENT,
                                            CONNECT_E_CREDENTIALS, CONNECT_E_CONFIGURATION };

    for (size_t i = 0; i < sizeof retried / sizeof *retried; i++) {
        struct retry_outcome outcome = lost(retried[i]);

        ck_assert_int_eq(retry_classify(&outcome), RETRY_TRANSIENT);
        outcome.final = true;
        ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    }
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        struct retry_outcome outcome = lost(never[i]);

        ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    }
}
END_TEST

START_TEST(what_may_have_been_executed_is_not_sent_twice_without_a_token)
{
    struct retry_outcome outcome = lost(CONNECT_E_TRANSPORT);

    outcome.repeatable = false;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    outcome.stale = true;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    outcome.not_sent = true;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_STALE);
    outcome.stale = false;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_TRANSIENT);

    outcome = outcome_of("InternalServiceException", 500);
    outcome.repeatable = false;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    outcome = outcome_of(NULL, 503);
    outcome.repeatable = false;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_NEVER);
    outcome = outcome_of("ThrottlingException", 429);
    outcome.repeatable = false; /* refused at the door */
    ck_assert_int_eq(retry_classify(&outcome), RETRY_THROTTLING);
    outcome = outcome_of("ExpiredTokenException", 403);
    outcome.repeatable = false;
    ck_assert_int_eq(retry_classify(&outcome), RETRY_CREDENTIALS);
}
END_TEST

/* ---- pauses ---- */

static void check_delays(const struct retry_rules *rules, enum retry_class class,
                         const int64_t *expected, int count)
{
    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(retry_delay_ms(rules, class, i + 1, 1, -1), expected[i]);
        ck_assert_int_eq(retry_delay_ms(rules, class, i + 1, 0.5, -1), expected[i] / 2);
        ck_assert_int_eq(retry_delay_ms(rules, class, i + 1, 0, -1), 0);
    }
}

START_TEST(pauses_double_up_to_twenty_seconds)
{
    static const int64_t fine[] = { 50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 20000, 20000 };
    static const int64_t coarse[] = { 1000, 2000, 4000, 8000, 16000, 20000, 20000 };
    static const int64_t legacy[] = { 1000, 2000, 4000, 8000, 16000, 32000 };

    check_delays(&retry_rules_2026, RETRY_TRANSIENT, fine, 11);
    check_delays(&retry_rules_2026, RETRY_SKEW, fine, 11);
    check_delays(&retry_rules_2026, RETRY_THROTTLING, coarse, 7);
    check_delays(&retry_rules_before, RETRY_TRANSIENT, coarse, 7);
    check_delays(&retry_rules_before, RETRY_THROTTLING, coarse, 7);
    check_delays(&retry_rules_legacy, RETRY_TRANSIENT, legacy, 6);
    ck_assert_int_eq(retry_delay_ms(&retry_rules_2026, RETRY_THROTTLING, 99, 1, -1), 20000);
    ck_assert_int_gt(retry_delay_ms(&retry_rules_legacy, RETRY_TRANSIENT, 99, 1, -1), 32000);
}
END_TEST

START_TEST(the_service_may_lengthen_a_pause_by_five_seconds_and_never_shortens_it)
{
    static const struct {
        int64_t hint, expected;
    } cases[] = {
        { 1500, 1500 }, { 0, 50 },      { 10000, 5050 },     { -1, 50 },
        { 49, 50 },     { 5050, 5050 }, { INT64_MAX, 5050 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(retry_delay_ms(&retry_rules_2026, RETRY_TRANSIENT, 1, 1, cases[i].hint),
                         cases[i].expected);
    }
    ck_assert_int_eq(retry_delay_ms(&retry_rules_before, RETRY_TRANSIENT, 1, 1, 1500), 1000);
}
END_TEST

/* ---- the quota, walked through ---- */

struct walk {
    struct retry_quota quota;
    struct retry_policy policy;
    struct retry_progress progress;
    enum retry_class class; /* of the last failure */
};

static void walk_begin(struct walk *walk, const struct retry_rules *rules, int32_t max_attempts,
                       int32_t available)
{
    retry_quota_init(&walk->quota);
    ck_assert(retry_quota_take(&walk->quota, RETRY_QUOTA_FULL - available));
    walk->policy = (struct retry_policy){ rules, max_attempts, &walk->quota };
    walk->progress = (struct retry_progress){ .attempts = 1 };
}

/* One failed attempt; the next one begins when it is due. */
static enum retry_why walk_fail(struct walk *walk, struct retry_outcome outcome,
                                int64_t expected_wait)
{
    struct retry_decision decision =
        retry_decide(&walk->policy, &walk->progress, &outcome, INT64_MAX, 1);

    walk->class = decision.class;
    if (decision.why == RETRY_IS_DUE) {
        ck_assert_int_eq(decision.wait_ms, expected_wait);
        walk->progress.attempts++;
    }
    return decision.why;
}

static void walk_succeed(struct walk *walk)
{
    retry_quota_give_back(&walk->quota, walk->progress.taken);
    walk->progress = (struct retry_progress){ .attempts = 1 };
}

#define FAILS outcome_of(NULL, 500)
#define THROTTLES outcome_of("ThrottlingException", 429)
#define TIMES_OUT lost(CONNECT_E_TIMEOUT)

START_TEST(a_success_after_retries_gives_back_what_the_last_one_took)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 3, 500);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 50), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 486);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 100), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 472);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 486);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 487);
}
END_TEST

START_TEST(the_last_attempt_leaves_the_quota_alone)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 4, 500);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(walk_fail(&walk, FAILS, 50 << i), RETRY_IS_DUE);
    }
    ck_assert_int_eq(quota_left(&walk.quota), 458);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 0), RETRY_NO_ATTEMPTS);
    ck_assert_int_eq(quota_left(&walk.quota), 458);
}
END_TEST

START_TEST(throttling_is_cheaper_and_slower_than_failing)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 3, 500);
    ck_assert_int_eq(walk_fail(&walk, THROTTLES, 1000), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 495);
    ck_assert_int_eq(walk_fail(&walk, TIMES_OUT, 100), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 481);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 495);
}
END_TEST

START_TEST(a_quota_that_is_used_up_ends_the_call)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 5, 0);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 0), RETRY_NO_QUOTA);
    ck_assert_int_eq(quota_left(&walk.quota), 0);

    walk_begin(&walk, &retry_rules_2026, 5, 14);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 50), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 0);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 0), RETRY_NO_QUOTA);

    walk_begin(&walk, &retry_rules_2026, 5, 13);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 0), RETRY_NO_QUOTA);
    ck_assert_int_eq(quota_left(&walk.quota), 13);
    ck_assert_int_eq(walk_fail(&walk, THROTTLES, 1000), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 8);
}
END_TEST

START_TEST(the_quota_recovers_with_successes)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 5, 30);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 50), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 16);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 100), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 2);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 16);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 50), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 2);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 16);
}
END_TEST

START_TEST(the_quota_never_passes_its_capacity)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 3, 500);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 500);
    walk_begin(&walk, &retry_rules_2026, 3, 495);
    retry_quota_give_back(&walk.quota, 14);
    ck_assert_int_eq(quota_left(&walk.quota), 500);
}
END_TEST

START_TEST(the_older_constants_cost_five_and_ten)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_before, 3, 500);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 1000), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 495);
    ck_assert_int_eq(walk_fail(&walk, FAILS, 2000), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 490);

    walk_begin(&walk, &retry_rules_before, 3, 500);
    ck_assert_int_eq(walk_fail(&walk, TIMES_OUT, 1000), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 490);
    walk_succeed(&walk);
    ck_assert_int_eq(quota_left(&walk.quota), 500);
}
END_TEST

START_TEST(the_legacy_mode_knows_no_quota_and_makes_five_attempts)
{
    struct walk walk;

    walk_begin(&walk, &retry_rules_legacy, retry_rules_legacy.max_attempts, 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(walk_fail(&walk, FAILS, 1000 << i), RETRY_IS_DUE);
    }
    ck_assert_int_eq(walk_fail(&walk, FAILS, 0), RETRY_NO_ATTEMPTS);
}
END_TEST

START_TEST(a_dead_connection_and_expired_keys_are_made_good_once_and_for_nothing)
{
    struct retry_outcome stale = lost(CONNECT_E_TRANSPORT),
                         expired = outcome_of("ExpiredTokenException", 403);
    struct walk walk;

    stale.stale = true;
    walk_begin(&walk, &retry_rules_2026, 1, 500);
    ck_assert_int_eq(walk_fail(&walk, stale, 0), RETRY_IS_DUE);
    walk.progress.attempts = 1;
    ck_assert_int_eq(walk_fail(&walk, expired, 0), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 500);
    walk.progress.attempts = 1;
    ck_assert_int_eq(walk_fail(&walk, expired, 0), RETRY_IS_VAIN);
    ck_assert_int_eq(walk.class, RETRY_NEVER);
    ck_assert_int_eq(walk_fail(&walk, stale, 0), RETRY_NO_ATTEMPTS);
    ck_assert_int_eq(walk.class, RETRY_TRANSIENT);

    /* A second dead connection is a failure like any other. */
    walk.policy.max_attempts = 2;
    ck_assert_int_eq(walk_fail(&walk, stale, 50), RETRY_IS_DUE);
    ck_assert_int_eq(quota_left(&walk.quota), 486);
}
END_TEST

START_TEST(at_the_deadline_not_even_a_free_retry_begins)
{
    struct retry_outcome outcomes[] = { lost(CONNECT_E_TRANSPORT),
                                        outcome_of("ExpiredTokenException", 403) };

    outcomes[0].stale = true;
    for (size_t i = 0; i < 2 * (sizeof outcomes / sizeof *outcomes); i++) {
        int64_t left = (int64_t)(i % 2);
        struct walk walk;
        struct retry_decision decision;

        walk_begin(&walk, &retry_rules_2026, 3, 500);
        decision = retry_decide(&walk.policy, &walk.progress, &outcomes[i / 2], left, 1);
        ck_assert_int_eq(decision.why, left > 0 ? RETRY_IS_DUE : RETRY_NO_TIME);
        ck_assert_int_eq(decision.wait_ms, 0);
    }
}
END_TEST

START_TEST(a_pause_that_would_pass_the_deadline_is_not_begun)
{
    struct retry_outcome outcome = THROTTLES;
    struct retry_decision decision;
    struct walk walk;

    walk_begin(&walk, &retry_rules_2026, 3, 500);
    decision = retry_decide(&walk.policy, &walk.progress, &outcome, 1000, 1);
    ck_assert_int_eq(decision.why, RETRY_NO_TIME);
    ck_assert_int_eq(decision.class, RETRY_THROTTLING);
    ck_assert_int_eq(quota_left(&walk.quota), 500);
    decision = retry_decide(&walk.policy, &walk.progress, &outcome, 1001, 1);
    ck_assert_int_eq(decision.why, RETRY_IS_DUE);
    ck_assert_int_eq(decision.wait_ms, 1000);
}
END_TEST

static void *spend_and_earn(void *user)
{
    struct retry_quota *quota = user;

    for (int i = 0; i < 20000; i++) {
        if (retry_quota_take(quota, 14)) {
            retry_quota_give_back(quota, 14);
        }
        ck_assert_int_ge(quota_left(quota), 0);
        ck_assert_int_le(quota_left(quota), RETRY_QUOTA_FULL);
    }
    return NULL;
}

START_TEST(threads_share_the_quota_without_losing_any)
{
    struct retry_quota quota;
    pthread_t threads[4];

    retry_quota_init(&quota);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, spend_and_earn, &quota), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    ck_assert_int_eq(quota_left(&quota), RETRY_QUOTA_FULL);
}
END_TEST

/* ---- the limiter ---- */

static void check_near(double value, double expected)
{
    double error = value - expected, most = (expected < 0 ? -expected : expected) * 1e-9;

    ck_assert_msg(error <= most && -error <= most, "%.17g is not %.17g", value, expected);
}

/* A limiter in the middle of its life, whose measured rate bounds nothing. */
static struct adaptive limiter_at(double best, double throttled)
{
    struct adaptive limiter;

    adaptive_init(&limiter, 0);
    limiter.bucket = 1e9;
    limiter.measured = best;
    adaptive_note_response(&limiter, throttled, true);
    limiter.measured = 1e9;
    return limiter;
}

START_TEST(throttling_sets_the_rate_back_and_the_time_of_recovery)
{
    struct adaptive limiter = limiter_at(10, 5);

    check_near(limiter.inflection, 1.9574338205844317);
    check_near(limiter.fill_rate, 7);
    limiter = limiter_at(8, 5);
    check_near(limiter.inflection, 1.8171205928321397);
    check_near(limiter.fill_rate, 5.6);
    limiter = limiter_at(1, 5);
    check_near(limiter.inflection, 0.9085602964160698);
    check_near(limiter.fill_rate, 0.7);
    ck_assert(limiter.enabled);
}
END_TEST

START_TEST(successes_raise_the_rate_along_the_cubic)
{
    static const double expected[] = { 7.0,
                                       9.64893600966,
                                       10.000030849917364,
                                       10.453284520772092,
                                       13.408697022224185,
                                       21.26626835427364,
                                       36.425998516920465 };
    struct adaptive limiter = limiter_at(10, 5);

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        adaptive_note_response(&limiter, 5 + (double)i, false);
        check_near(limiter.fill_rate, expected[i]);
    }
}
END_TEST

START_TEST(throttling_again_and_again_lowers_the_rate_further)
{
    static const struct {
        bool throttled;
        double rate;
    } steps[] = {
        { false, 7.0 },
        { false, 9.64893600966 },
        { true, 6.754255206761999 },
        { true, 4.727978644733399 },
        { false, 6.606547753887045 },
        { false, 6.763279816944947 },
        { false, 7.598174833907107 },
        { false, 11.511232804773524 },
    };
    struct adaptive limiter = limiter_at(10, 5);

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        adaptive_note_response(&limiter, 5 + (double)i, steps[i].throttled);
        check_near(limiter.fill_rate, steps[i].rate);
    }
}
END_TEST

START_TEST(the_limiter_as_a_whole_follows_the_published_run)
{
    static const struct {
        double time;
        bool throttled;
        double measured, rate;
    } steps[] = {
        { 0.2, false, 0, 0.5 },
        { 0.4, false, 0, 0.5 },
        { 0.6, false, 4.8, 0.5 },
        { 0.8, false, 4.8, 0.5 },
        { 1.0, false, 4.16, 0.5 },
        { 1.2, false, 4.16, 0.6912 },
        { 1.4, false, 4.16, 1.0976 },
        { 1.6, false, 5.632, 1.6384 },
        { 1.8, false, 5.632, 2.3328 },
        { 2.0, true, 4.3264, 3.02848 },
        { 2.2, false, 4.3264, 3.48663917347026 },
        { 2.4, false, 4.3264, 3.821874416040255 },
        { 2.6, false, 5.66528, 4.053385727709987 },
        { 2.8, false, 5.66528, 4.200373108479454 },
        { 3.0, false, 4.333056, 4.282036558348658 },
        { 3.2, true, 4.333056, 2.99742559084406 },
        { 3.4, false, 4.333056, 3.4522263943863463 },
    };
    struct adaptive limiter;

    adaptive_init(&limiter, 0);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        adaptive_note_response(&limiter, steps[i].time, steps[i].throttled);
        check_near(limiter.measured, steps[i].measured);
        check_near(limiter.fill_rate, steps[i].rate);
        check_near(limiter.capacity, steps[i].rate > 1 ? steps[i].rate : 1);
        ck_assert_int_eq(limiter.enabled, steps[i].time >= 2);
    }
}
END_TEST

/* Then the cubic begins at once: 0.4 * 2 * 2 * 2, of which twice what was measured is allowed. */
START_TEST(a_refusal_before_anything_was_measured_has_no_plateau)
{
    struct adaptive limiter;

    adaptive_init(&limiter, 0);
    adaptive_note_response(&limiter, 0.1, true);
    check_near(limiter.inflection, 0);
    check_near(limiter.fill_rate, 0.5);
    adaptive_note_response(&limiter, 2.1, false);
    check_near(limiter.measured, 0.8);
    check_near(limiter.fill_rate, 1.6);
}
END_TEST

START_TEST(the_rate_is_measured_over_half_seconds)
{
    static const double early[] = { 0.1, 0.2, 0.3, 0.4, 0.49 };
    struct adaptive limiter;

    adaptive_init(&limiter, 0);
    adaptive_measure(&limiter, 1);
    check_near(limiter.measured, 0.8);

    adaptive_init(&limiter, 0);
    for (size_t i = 0; i < sizeof early / sizeof *early; i++) {
        adaptive_measure(&limiter, early[i]);
    }
    ck_assert(limiter.measured <= 0 && limiter.measured >= 0);
    adaptive_measure(&limiter, 0.5);
    check_near(limiter.measured, 9.6);

    adaptive_init(&limiter, 0);
    for (int i = 1; i <= 20; i++) {
        adaptive_measure(&limiter, i);
    }
    ck_assert(limiter.measured > 0.999 && limiter.measured < 1.001);
}
END_TEST

START_TEST(the_bucket_of_the_limiter_refills_at_its_rate)
{
    struct adaptive limiter;

    adaptive_init(&limiter, 0);
    ck_assert(adaptive_take(&limiter, 0) <= 0); /* open until the first refusal */
    limiter.enabled = true;
    adaptive_set_rate(&limiter, 0, 10);
    limiter.tokens = 10;
    for (int i = 0; i < 10; i++) {
        ck_assert(adaptive_take(&limiter, 0) <= 0);
    }
    check_near(adaptive_take(&limiter, 0), 0.1);
    ck_assert(adaptive_take(&limiter, 0.1) <= 0);

    /* What had come in at the old rate stays when the rate changes. */
    adaptive_init(&limiter, 0);
    limiter.enabled = true;
    adaptive_set_rate(&limiter, 0, 1);
    adaptive_set_rate(&limiter, 0.5, 10);
    check_near(limiter.tokens, 0.5);
    check_near(adaptive_take(&limiter, 0.5), 0.05);

    adaptive_set_rate(&limiter, 1, 0.1);
    check_near(limiter.fill_rate, 0.5);
    check_near(limiter.capacity, 1);
}
END_TEST

/* ---- clock skew ---- */

#define NOON 1795262400000 /* Sat, 21 Nov 2026 12:00:00 GMT */

START_TEST(the_skew_is_the_date_against_the_middle_of_the_exchange)
{
    int64_t skew = 7;

    ck_assert(skew_of_response(NOON, NOON + 2000, "Sat, 21 Nov 2026 12:00:01 GMT", NULL, &skew));
    ck_assert_int_eq(skew, 0);
    ck_assert(skew_of_response(NOON, NOON, "Sat, 21 Nov 2026 12:05:00 GMT", NULL, &skew));
    ck_assert_int_eq(skew, 300000);
    ck_assert(skew_of_response(NOON, NOON + 1000, "Sat, 21 Nov 2026 11:00:00 GMT", NULL, &skew));
    ck_assert_int_eq(skew, -3600500);
}
END_TEST

START_TEST(a_response_without_a_usable_date_changes_no_skew)
{
    int64_t skew = 7;

    ck_assert(!skew_of_response(NOON, NOON, NULL, NULL, &skew));
    ck_assert(!skew_of_response(NOON, NOON, "yesterday", NULL, &skew));
    ck_assert(!skew_of_response(NOON, NOON, "Sat, 21 Nov 2026 12:05:00 GMT", "17280", &skew));
    ck_assert(!skew_of_response(NOON, NOON + 15 * 60000 + 1, "Sat, 21 Nov 2026 12:05:00 GMT", NULL,
                                &skew));
    ck_assert(
        skew_of_response(NOON, NOON + 15 * 60000, "Sat, 21 Nov 2026 12:05:00 GMT", NULL, &skew));
    skew = 7;
    ck_assert(!skew_of_response(NOON, NOON, "Fri, 31 Dec 9999 23:59:59 GMT", NULL, &skew));
    ck_assert_int_eq(skew, 7);
    /* A machine that woke up in 1970 is helped. */
    ck_assert(skew_of_response(0, 0, "Sat, 21 Nov 2026 12:00:00 GMT", NULL, &skew));
    ck_assert_int_eq(skew, NOON);
}
END_TEST

static TCase *add_case(Suite *suite, const char *name)
{
    TCase *tcase = tcase_create(name);

    suite_add_tcase(suite, tcase);
    return tcase;
}

Suite *test_suite(void)
{
    Suite *suite = suite_create("retry");
    TCase *classes = add_case(suite, "classes"), *pauses = add_case(suite, "pauses"),
          *quota = add_case(suite, "quota"), *limiter = add_case(suite, "limiter"),
          *skew = add_case(suite, "skew");

    tcase_add_loop_test(classes, the_type_decides_first_and_the_status_after_it, 0,
                        sizeof type_cases / sizeof *type_cases);
    tcase_add_test(classes, only_skew_types_are_retried_for_the_clock);
    tcase_add_test(classes, a_broken_way_is_tried_again_unless_it_is_final);
    tcase_add_test(classes, what_may_have_been_executed_is_not_sent_twice_without_a_token);
    tcase_add_test(pauses, pauses_double_up_to_twenty_seconds);
    tcase_add_test(pauses, the_service_may_lengthen_a_pause_by_five_seconds_and_never_shortens_it);
    tcase_add_test(pauses, at_the_deadline_not_even_a_free_retry_begins);
    tcase_add_test(pauses, a_pause_that_would_pass_the_deadline_is_not_begun);
    tcase_add_test(quota, a_success_after_retries_gives_back_what_the_last_one_took);
    tcase_add_test(quota, the_last_attempt_leaves_the_quota_alone);
    tcase_add_test(quota, throttling_is_cheaper_and_slower_than_failing);
    tcase_add_test(quota, a_quota_that_is_used_up_ends_the_call);
    tcase_add_test(quota, the_quota_recovers_with_successes);
    tcase_add_test(quota, the_quota_never_passes_its_capacity);
    tcase_add_test(quota, the_older_constants_cost_five_and_ten);
    tcase_add_test(quota, the_legacy_mode_knows_no_quota_and_makes_five_attempts);
    tcase_add_test(quota, a_dead_connection_and_expired_keys_are_made_good_once_and_for_nothing);
    tcase_add_test(quota, threads_share_the_quota_without_losing_any);
    tcase_add_test(limiter, throttling_sets_the_rate_back_and_the_time_of_recovery);
    tcase_add_test(limiter, successes_raise_the_rate_along_the_cubic);
    tcase_add_test(limiter, throttling_again_and_again_lowers_the_rate_further);
    tcase_add_test(limiter, the_limiter_as_a_whole_follows_the_published_run);
    tcase_add_test(limiter, a_refusal_before_anything_was_measured_has_no_plateau);
    tcase_add_test(limiter, the_rate_is_measured_over_half_seconds);
    tcase_add_test(limiter, the_bucket_of_the_limiter_refills_at_its_rate);
    tcase_add_test(skew, the_skew_is_the_date_against_the_middle_of_the_exchange);
    tcase_add_test(skew, a_response_without_a_usable_date_changes_no_skew);
    return suite;
}
