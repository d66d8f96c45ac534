/*
 * Time as text: the Gregorian calendar in UTC, without the C library's idea of a zone or a locale.
 */
#include "core/time.h"

#include "core/number.h"
#include "core/text.h"

#include <string.h>

#define MS_PER_DAY 86400000
#define MS_MIN \
    (-62167219200000) /* 0000-01-01: the first and the last year that four digits can say */
#define MS_MAX 253402300799999
#define EPOCH_MS_MAX INT64_C(10000000000000000)

struct moment {
    int year, month, day, hour, minute, second, ms;
};

/*
 * Days since 1970-01-01.  Years begin in March here, so that the leap day is the last of its year.
 */
static int64_t days_from_date(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void date_from_days(int64_t days, struct moment *out)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    out->day = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->month = (int)(month < 10 ? month + 3 : month - 9);
    out->year = (int)(year_of_era + era * 400 + (out->month <= 2 ? 1 : 0));
}

static void moment_from_ms(int64_t ms, struct moment *out)
{
    ms = ms < MS_MIN ? MS_MIN : ms > MS_MAX ? MS_MAX : ms;
    int64_t days = (ms >= 0 ? ms : ms - (MS_PER_DAY - 1)) / MS_PER_DAY;
    int rest = (int)(ms - days * MS_PER_DAY);
    date_from_days(days, out);
    out->hour = rest / 3600000;
    out->minute = rest / 60000 % 60;
    out->second = rest / 1000 % 60;
    out->ms = rest % 1000;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Second 60 is a leap second and counts as the first of the next minute. */
static bool moment_is_real(const struct moment *m)
{
    static const int lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    if (m->month < 1 || m->month > 12) {
        return false;
    }
    int length = lengths[m->month - 1] + (m->month == 2 && is_leap(m->year) ? 1 : 0);
    return m->day >= 1 && m->day <= length && m->hour <= 23 && m->minute <= 59 && m->second <= 60;
}

static int64_t moment_to_ms(const struct moment *m)
{
    int64_t seconds = days_from_date(m->year, m->month, m->day) * 86400;
    seconds += m->hour * 3600 + m->minute * 60 + m->second;
    return seconds * 1000 + m->ms;
}

static char *put_number(char *out, int value, int width)
{
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

static char *put_triple(char *out, int a, char separator, int b, int c, int a_width)
{
    out = put_number(out, a, a_width);
    *out++ = separator;
    out = put_number(out, b, 2);
    *out++ = separator;
    return put_number(out, c, 2);
}

void time_format_date(int64_t ms, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    out = put_number(out, m.year, 4);
    out = put_number(out, m.month, 2);
    out = put_number(out, m.day, 2);
    *out = '\0';
}

void time_format_basic(int64_t ms, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    time_format_date(ms, out);
    out += 8;
    *out++ = 'T';
    out = put_number(out, m.hour, 2);
    out = put_number(out, m.minute, 2);
    out = put_number(out, m.second, 2);
    memcpy(out, "Z", 2);
}

void time_format_iso(int64_t ms, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    out = put_triple(out, m.year, '-', m.month, m.day, 4);
    *out++ = 'T';
    out = put_triple(out, m.hour, ':', m.minute, m.second, 2);
    if (m.ms != 0) {
        *out++ = '.';
        out = put_number(out, m.ms * 1000, 6);
    }
    memcpy(out, "+00:00", 7);
}

void time_format_utc(int64_t ms, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    out = put_triple(out, m.year, '-', m.month, m.day, 4);
    *out++ = 'T';
    out = put_triple(out, m.hour, ':', m.minute, m.second, 2);
    memcpy(out, "Z", 2);
}

/* What is left to read. */
struct reader {
    const char *at;
    const char *end;
};

static bool take_number(struct reader *in, int width, int *out)
{
    int value = 0;
    if (in->end - in->at < width) {
        return false;
    }
    for (int i = 0; i < width; i++) {
        if (!text_is_digit(in->at[i])) {
            return false;
        }
        value = value * 10 + (in->at[i] - '0');
    }
    in->at += width;
    *out = value;
    return true;
}

static bool take_any(struct reader *in, const char *set)
{
    if (in->at == in->end || *in->at == '\0' || strchr(set, *in->at) == NULL) {
        return false;
    }
    in->at++;
    return true;
}

/* Digits after the point beyond the third are dropped. */
static bool take_fraction(struct reader *in, const char *points, int *ms)
{
    *ms = 0;
    if (!take_any(in, points)) {
        return true;
    }
    const char *from = in->at;
    int unit = 100;
    while (in->at < in->end && text_is_digit(*in->at)) {
        *ms += unit * (*in->at++ - '0');
        unit /= 10;
    }
    return in->at > from;
}

/* hh:mm:ss with a separator, hh:mm, or hhmmss without one. */
static bool take_clock(struct reader *in, bool separated, struct moment *m)
{
    if (!take_number(in, 2, &m->hour) || (separated && !take_any(in, ":")) ||
        !take_number(in, 2, &m->minute)) {
        return false;
    }
    if (separated && !take_any(in, ":")) {
        return true;
    }
    return take_number(in, 2, &m->second) && take_fraction(in, ".,", &m->ms);
}

static bool take_zone(struct reader *in, int *minutes)
{
    int hour = 0;
    int minute = 0;
    *minutes = 0;
    if (in->at == in->end || take_any(in, "Zz")) {
        return true;
    }
    /* Older versions of `aws sso login` write "2020-06-17T10:02:08UTC". */
    if (in->end - in->at == 3 && memcmp(in->at, "UTC", 3) == 0) {
        in->at += 3;
        return true;
    }
    bool west = *in->at == '-';
    if (!take_any(in, "+-") || !take_number(in, 2, &hour)) {
        return false;
    }
    if (in->at < in->end) {
        take_any(in, ":");
        if (!take_number(in, 2, &minute)) {
            return false;
        }
    }
    if (hour > 23 || minute > 59) {
        return false;
    }
    *minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return true;
}

bool time_parse_iso(const char *text, size_t size, int64_t *ms)
{
    struct reader in = { text, text + size };
    struct moment m = { 0 };
    int zone = 0;
    if (!take_number(&in, 4, &m.year)) {
        return false;
    }
    bool separated = take_any(&in, "-");
    if (!take_number(&in, 2, &m.month) || (separated && !take_any(&in, "-")) ||
        !take_number(&in, 2, &m.day)) {
        return false;
    }
    if (in.at < in.end &&
        (!take_any(&in, "Tt ") || !take_clock(&in, separated, &m) || !take_zone(&in, &zone))) {
        return false;
    }
    if (in.at != in.end || !moment_is_real(&m)) {
        return false;
    }
    *ms = moment_to_ms(&m) - (int64_t)zone * 60000;
    return true;
}

/* One of `names`, each of three letters; its index, or -1. */
static int take_name(struct reader *in, const char *names)
{
    for (int i = 0; names[i * 3] != '\0' && in->end - in->at >= 3; i++) {
        if (memcmp(in->at, names + (size_t)i * 3, 3) == 0) {
            in->at += 3;
            return i;
        }
    }
    return -1;
}

bool time_parse_http(const char *text, size_t size, int64_t *ms)
{
    struct reader in = { text, text + size };
    struct moment m = { 0 };
    if (take_name(&in, "MonTueWedThuFriSatSun") < 0 || !take_any(&in, ",") || !take_any(&in, " ") ||
        !take_number(&in, 2, &m.day) || !take_any(&in, " ")) {
        return false;
    }
    m.month = take_name(&in, "JanFebMarAprMayJunJulAugSepOctNovDec") + 1;
    if (!take_any(&in, " ") || !take_number(&in, 4, &m.year) || !take_any(&in, " ") ||
        !take_clock(&in, true, &m)) {
        return false;
    }
    if (in.end - in.at != 4 || memcmp(in.at, " GMT", 4) != 0 || !moment_is_real(&m)) {
        return false;
    }
    *ms = moment_to_ms(&m);
    return true;
}

bool time_parse_epoch(const char *text, size_t size, int64_t *ms)
{
    int64_t value;
    if (size == 0 || number_scan(text, size) != size ||
        !number_to_thousandths(text, size, &value) || value <= -EPOCH_MS_MAX ||
        value >= EPOCH_MS_MAX) {
        return false;
    }
    *ms = value;
    return true;
}
