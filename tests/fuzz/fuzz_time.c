/*
 * Any text as a time in each of its forms, and any number as a time to be shown.  What is
 * understood lies where the form can reach, is shown as the C library's own calendar has it, and is
 * read back as what it was.
 */
#include "core/time.h"
#include "fuzz/fuzz.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define MS_MIN (-62167219200000) /* 0000-01-01T00:00:00 */
#define MS_MAX 253402300799999
#define DAY 86400000
#define EPOCH_MS_MAX 10000000000000000

static void check_shown(int64_t ms)
{
    int64_t seconds = (ms - (((ms % 1000) + 1000) % 1000)) / 1000, back;
    time_t then = (time_t)seconds;
    char iso[40], basic[17], date[9], expected[40];
    struct tm tm;

    time_format_iso(ms, iso);
    time_format_basic(ms, basic);
    (void)snprintf(date, sizeof date, "%.8s", basic);
    PROMISE(gmtime_r(&then, &tm) != NULL);
    PROMISE(strlen(basic) == 16);
    (void)snprintf(expected, sizeof expected, "%04u-%02u-%02uT%02u:%02u:%02u",
                   (unsigned)(tm.tm_year + 1900) % 10000, (unsigned)(tm.tm_mon + 1) % 100,
                   (unsigned)tm.tm_mday % 100, (unsigned)tm.tm_hour % 100,
                   (unsigned)tm.tm_min % 100, (unsigned)tm.tm_sec % 100);
    PROMISE(strncmp(iso, expected, 19) == 0);
    PROMISE(time_parse_iso(iso, strlen(iso), &back) && back == ms);
    PROMISE(time_parse_iso(basic, strlen(basic), &back) && back == seconds * 1000);
    PROMISE(time_parse_iso(date, strlen(date), &back) && back <= ms && ms - back < DAY);
}

/* What no form can say is shown as the nearest that one can. */
static void check_any(int64_t ms)
{
    char shown[40], nearest[40];

    if (ms >= MS_MIN && ms <= MS_MAX) {
        check_shown(ms);
        return;
    }
    time_format_iso(ms, shown);
    time_format_iso(ms < 0 ? MS_MIN : MS_MAX, nearest);
    PROMISE(strcmp(shown, nearest) == 0);
}

/* A date in the form of HTTP, made of the same parts by other means. */
static void check_http(int64_t ms)
{
    time_t then = (time_t)(ms / 1000);
    char text[64];
    int64_t back;
    struct tm tm;

    PROMISE(gmtime_r(&then, &tm) != NULL);
    PROMISE(strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm) > 0);
    PROMISE(time_parse_http(text, strlen(text), &back) && back == ms / 1000 * 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const char *text = (const char *)bytes;
    int64_t ms = 0, number = 0;

    memcpy(&number, bytes, size < sizeof number ? size : sizeof number);
    check_any(number);
    check_any(number % MS_MAX);
    if (time_parse_iso(text, size, &ms)) {
        PROMISE(ms >= MS_MIN - DAY && ms <= MS_MAX + DAY);
        check_any(ms);
    }
    if (time_parse_http(text, size, &ms)) {
        PROMISE(ms >= MS_MIN && ms <= MS_MAX + 1000);
        check_any(ms);
        if (ms >= 0 && ms <= MS_MAX) {
            check_http(ms);
        }
    }
    if (time_parse_epoch(text, size, &ms)) {
        PROMISE(ms >= -EPOCH_MS_MAX && ms <= EPOCH_MS_MAX);
        check_any(ms);
    }
    return 0;
}
