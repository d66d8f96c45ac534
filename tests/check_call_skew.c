/* Clock skew through whole calls: the ten situations that all SDKs agreed on. */
#include "core/time.h"
#include "support/internals.h"
#include "support/stage.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

static struct stage stage;

static void set_up(void)
{
    stage_begin(&stage, &stage_get);
    stage.random.next = 0; /* no pauses worth mentioning */
}

static void tear_down(void)
{
    stage_end(&stage);
}

/* A response whose Date is `ahead` of the local clock at the middle of the exchange. */
static struct fake_response dated(int32_t status, const char *type, int64_t takes_ms,
                                  int64_t ahead_ms, const char *more)
{
    static char texts[16][256];
    static int next;
    char *text = texts[next++ % 16];
    static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    int64_t ms = stage.clock.now + takes_ms / 2 + ahead_ms;
    char basic[17];

    time_format_basic(ms, basic);
    snprintf(text, 256, "Date: %s, %.2s Nov %.4s %.2s:%.2s:%.2s GMT\n%s%s\n%s",
             days[ms / 86400000 % 7], basic + 6, basic, basic + 9, basic + 11, basic + 13,
             type != NULL ? "x-amzn-ErrorType: " : "", type != NULL ? type : "", more);
    ck_assert_int_eq(strncmp(basic + 4, "11", 2), 0); /* the test knows one month only */
    return (struct fake_response){
        .status = status, .headers = text, .body = "{}", .takes_ms = takes_ms
    };
}

static void check_signed_at(size_t attempt, int64_t ms)
{
    char expected[17];

    time_format_basic(ms, expected);
    ck_assert_str_eq(fake_sent_header(&stage.sent[attempt], "X-Amz-Date"), expected);
}

static connect_status run_call(const struct fake_response *responses, size_t count)
{
    return stage_run(&stage, NULL, responses, count, NULL, NULL);
}

/*
 * All Dates are whole seconds; so is the clock, but for the pauses of retries, which are off here.
 */
static const struct retry_rules at_once = { .mode = "standard",
                                            .max_attempts = 3,
                                            .transient_cost = 14,
                                            .timeout_cost = 14,
                                            .throttling_cost = 5 };

START_TEST(clocks_that_agree_teach_nothing)
{
    const struct fake_response response = dated(200, NULL, 2000, 0, "");

    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

START_TEST(a_clock_that_is_five_minutes_slow_is_put_right_for_the_retry_and_after)
{
    const int64_t now = stage.clock.now;
    struct fake_response responses[] = { dated(403, "RequestTimeTooSkewed", 0, 300000, ""),
                                         dated(200, NULL, 0, 300000, "") };

    stage.site.retry.rules = &at_once;
    ck_assert_int_eq(run_call(responses, 2), CONNECT_OK);
    check_signed_at(0, now);
    check_signed_at(1, now + 300000);
    ck_assert_int_eq(skew_get(&stage.skew), 300000);
    ck_assert_int_eq(run_call(&responses[1], 1), CONNECT_OK);
    check_signed_at(0, now + 300000);
}
END_TEST

START_TEST(the_skew_is_learnt_also_when_no_attempt_is_left)
{
    const struct fake_response response = dated(403, "RequestTimeTooSkewed", 0, 300000, "");

    stage.site.retry.max_attempts = 1;
    ck_assert_int_eq(run_call(&response, 1), CONNECT_E_UNAUTHENTICATED);
    ck_assert_int_eq(skew_get(&stage.skew), 300000);
}
END_TEST

START_TEST(an_exchange_of_sixteen_minutes_teaches_nothing)
{
    struct fake_response response = dated(200, NULL, 16 * 60000, 300000, "");

    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
    response = dated(200, NULL, 0, 300000, "");
    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 300000);
}
END_TEST

START_TEST(a_good_response_corrects_a_wrong_skew)
{
    const struct fake_response response = dated(200, NULL, 0, 0, "");

    skew_set(&stage.skew, 300000);
    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    check_signed_at(0, stage.clock.now + 300000);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

START_TEST(two_minutes_are_learnt_and_not_retried)
{
    const struct fake_response response = dated(400, "InvalidSignatureException", 0, 120000, "");

    ck_assert_int_eq(run_call(&response, 1), CONNECT_E_UNAUTHENTICATED);
    ck_assert_int_eq(skew_get(&stage.skew), 120000);
}
END_TEST

START_TEST(five_minutes_are_retried_for_a_signature_that_does_not_match)
{
    const struct fake_response responses[] = {
        dated(400, "InvalidSignatureException", 0, 300000, ""), dated(200, NULL, 0, 300000, "")
    };

    stage.site.retry.rules = &at_once;
    ck_assert_int_eq(run_call(responses, 2), CONNECT_OK);
    /* The retry had its price; the success gave it back. */
    ck_assert_int_eq(quota_left(&stage.quota), RETRY_QUOTA_FULL);
}
END_TEST

START_TEST(without_a_date_nothing_is_learnt_and_nothing_retried)
{
    const struct fake_response response = { .status = 403,
                                            .headers = "x-amzn-ErrorType: RequestTimeTooSkewed" };

    ck_assert_int_eq(run_call(&response, 1), CONNECT_E_UNAUTHENTICATED);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

START_TEST(a_cached_response_changes_no_skew)
{
    struct fake_response response = dated(200, NULL, 0, -17280000, "Age: 17280");

    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
    response = dated(200, NULL, 0, 300000, "");
    ck_assert_int_eq(run_call(&response, 1), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 300000);
}
END_TEST

START_TEST(after_a_cached_response_the_next_attempt_is_signed_by_our_own_clock)
{
    const struct fake_response responses[] = { dated(503, NULL, 0, -17280000, "Age: 17280"),
                                               dated(200, NULL, 0, 0, "") };
    const int64_t now = stage.clock.now;

    stage.site.retry.rules = &at_once;
    ck_assert_int_eq(run_call(responses, 2), CONNECT_OK);
    check_signed_at(1, now);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

START_TEST(a_stale_skew_is_a_reason_to_retry_as_well)
{
    const struct fake_response responses[] = { dated(403, "SignatureDoesNotMatch", 0, 0, ""),
                                               dated(200, NULL, 0, 0, "") };

    stage.site.retry.rules = &at_once;
    skew_set(&stage.skew, 300000);
    ck_assert_int_eq(run_call(responses, 2), CONNECT_OK);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

START_TEST(four_minutes_exactly_are_tolerated)
{
    const struct fake_response response = dated(403, "RequestTimeTooSkewed", 0, 240000, "");
    const struct fake_response more[] = { dated(403, "RequestTimeTooSkewed", 0, 241000, ""),
                                          dated(200, NULL, 0, 241000, "") };

    stage.site.retry.rules = &at_once;
    ck_assert_int_eq(run_call(&response, 1), CONNECT_E_UNAUTHENTICATED);
    skew_set(&stage.skew, 0);
    ck_assert_int_eq(run_call(more, 2), CONNECT_OK);
}
END_TEST

START_TEST(who_does_not_want_it_learns_nothing)
{
    const struct fake_response response = dated(403, "RequestTimeTooSkewed", 0, 300000, "");

    stage.site.skew = NULL;
    ck_assert_int_eq(run_call(&response, 1), CONNECT_E_UNAUTHENTICATED);
    check_signed_at(0, stage.clock.now);
    ck_assert_int_eq(skew_get(&stage.skew), 0);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("call_skew");
    TCase *tcase = tcase_create("situations");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, clocks_that_agree_teach_nothing);
    tcase_add_test(tcase, a_clock_that_is_five_minutes_slow_is_put_right_for_the_retry_and_after);
    tcase_add_test(tcase, the_skew_is_learnt_also_when_no_attempt_is_left);
    tcase_add_test(tcase, an_exchange_of_sixteen_minutes_teaches_nothing);
    tcase_add_test(tcase, a_good_response_corrects_a_wrong_skew);
    tcase_add_test(tcase, two_minutes_are_learnt_and_not_retried);
    tcase_add_test(tcase, five_minutes_are_retried_for_a_signature_that_does_not_match);
    tcase_add_test(tcase, without_a_date_nothing_is_learnt_and_nothing_retried);
    tcase_add_test(tcase, a_cached_response_changes_no_skew);
    tcase_add_test(tcase, after_a_cached_response_the_next_attempt_is_signed_by_our_own_clock);
    tcase_add_test(tcase, a_stale_skew_is_a_reason_to_retry_as_well);
    tcase_add_test(tcase, four_minutes_exactly_are_tolerated);
    tcase_add_test(tcase, who_does_not_want_it_learns_nothing);
    suite_add_tcase(suite, tcase);
    return suite;
}
