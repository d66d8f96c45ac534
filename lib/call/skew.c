/*
 * Clock skew: the Date of a response minus the local time half-way between sending and receiving.
 * It is not used for a response from a cache (Age), for an exchange of more than 15 minutes, and
 * when it is more than a century.
 */
#include "call/skew.h"

#include "core/time.h"

#include <string.h>

#define EXCHANGE_MAX_MS (15 * 60 * 1000)
/* A machine without a clock battery starts in 1970; a larger difference is a malformed response. */
#define SKEW_MAX_MS (100LL * 366 * 24 * 3600 * 1000)

/*
 * Rule: the skew is Date minus the middle of the exchange; not with Age, and not after 15 minutes.
 * Source: aws-sdk-go-v2, aws/retry/middleware.go and clock-skew-test-cases.json.  Test:
 * the_skew_is_the_date_against_the_middle_of_the_exchange.
 */
bool skew_of_response(int64_t sent, int64_t received, const char *date, const char *age,
                      int64_t *out)
{
    int64_t server, skew;

    if (date == NULL || age != NULL || !time_parse_http(date, strlen(date), &server)) {
        return false;
    }
    if (received - sent > EXCHANGE_MAX_MS) {
        return false;
    }
    skew = server - (sent + (received - sent) / 2);
    if (skew > SKEW_MAX_MS || skew < -SKEW_MAX_MS) {
        return false;
    }
    *out = skew;
    return true;
}
