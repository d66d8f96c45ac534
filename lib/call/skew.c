/*
 * Clock skew: one subtraction, and when not to believe it.
 */
#include "call/skew.h"

#include "core/time.h"

#include <string.h>

#define EXCHANGE_LONGEST_MS (15 * 60 * 1000)
/* A machine without a battery starts in 1970; more than this is a broken answer. */
#define DIFFERENCE_LARGEST_MS (100LL * 366 * 24 * 3600 * 1000)

bool skew_of_answer(int64_t sent, int64_t received, const char *date, const char *age, int64_t *out)
{
    int64_t server, skew;

    if (date == NULL || age != NULL || !time_parse_http(date, strlen(date), &server)) {
        return false;
    }
    if (received - sent > EXCHANGE_LONGEST_MS) {
        return false;
    }
    skew = server - (sent + (received - sent) / 2);
    if (skew > DIFFERENCE_LARGEST_MS || skew < -DIFFERENCE_LARGEST_MS) {
        return false;
    }
    *out = skew;
    return true;
}
