/*
 * Times as strings: the Gregorian calendar in UTC, without the C library's idea of a zone or a
 * locale.
 */
#include "core/time.h"

#include "core/assert.h"
#include "core/number.h"
#include "core/text.h"

#include <string.h>

#define MS_PER_DAY 86400000
#define MS_MIN (-62167219200000) /* the first and the last year that have four digits */
#define MS_MAX 253402300799999
#define EPOCH_MS_MAX INT64_C(10000000000000000)

/* Fields of a moment; month and day count from 1. */
enum field { YEAR, MONTH, DAY, HOUR, MINUTE, SECOND, FIELDS };

struct moment {
    int fields[FIELDS];
    int ms;
};

/*
 * A form of times is a string in which each of these letters stands for the digits of a field, four
 * for the year and two for the others.  Any other character stands for itself.
 */
static const char letters[FIELDS + 1] = "YMDhms";

static_assert(sizeof "YMDhms" == FIELDS + 1, "a letter for each field");
static_assert(YEAR == 0 && SECOND == FIELDS - 1, "fields from the largest to the smallest");

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
    out->fields[DAY] = (int)(day_of_year - (153 * month + 2) / 5 + 1);
    out->fields[MONTH] = (int)(month < 10 ? month + 3 : month - 9);
    out->fields[YEAR] = (int)(year_of_era + era * 400 + (month >= 10 ? 1 : 0));
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Second 60 is a leap second and counts as the first of the next minute. */
static bool moment_is_real(const struct moment *m)
{
    static const int lengths[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int month = m->fields[MONTH];
    if (month < 1 || month > 12) {
        return false;
    }
    int length = lengths[month - 1] + (month == 2 && is_leap(m->fields[YEAR]) ? 1 : 0);
    return m->fields[DAY] >= 1 && m->fields[DAY] <= length && m->fields[HOUR] <= 23 &&
           m->fields[MINUTE] <= 59 && m->fields[SECOND] <= 60;
}

static void moment_from_ms(int64_t ms, struct moment *out)
{
    ms = ms < MS_MIN ? MS_MIN : ms > MS_MAX ? MS_MAX : ms;
    int64_t days = (ms >= 0 ? ms : ms - (MS_PER_DAY - 1)) / MS_PER_DAY;
    int rest = (int)(ms - days * MS_PER_DAY);
    ASSERT(rest >= 0 && rest < MS_PER_DAY);
    date_from_days(days, out);
    out->fields[HOUR] = rest / 3600000;
    out->fields[MINUTE] = rest / 60000 % 60;
    out->fields[SECOND] = rest / 1000 % 60;
    out->ms = rest % 1000;
    ASSERT(moment_is_real(out));
}

static int64_t moment_to_ms(const struct moment *m)
{
    ASSERT(moment_is_real(m));
    int64_t seconds = days_from_date(m->fields[YEAR], m->fields[MONTH], m->fields[DAY]) * 86400 +
                      m->fields[HOUR] * 3600 + m->fields[MINUTE] * 60 + m->fields[SECOND];
    return seconds * 1000 + m->ms;
}

/* ---- formatting ---- */

static char *put_number(char *out, int value, int width)
{
    ASSERT(value >= 0 && width > 0);
    for (int i = width - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
    return out + width;
}

static char *put_form(char *out, const char *form, const struct moment *m)
{
    for (; *form != '\0'; form++) {
        const char *letter = strchr(letters, *form);
        if (letter != NULL) {
            out = put_number(out, m->fields[letter - letters], *form == 'Y' ? 4 : 2);
        } else {
            *out++ = *form;
        }
    }
    *out = '\0';
    return out;
}

static void format(int64_t ms, const char *form, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    (void)put_form(out, form, &m);
}

void time_format_basic(int64_t ms, char *out)
{
    format(ms, "YMDThmsZ", out);
}

void time_format_utc(int64_t ms, char *out)
{
    format(ms, "Y-M-DTh:m:sZ", out);
}

void time_format_iso(int64_t ms, char *out)
{
    struct moment m;
    moment_from_ms(ms, &m);
    out = put_form(out, "Y-M-DTh:m:s", &m);
    if (m.ms != 0) {
        *out++ = '.';
        out = put_number(out, m.ms * 1000, 6);
    }
    memcpy(out, "+00:00", 7);
}

/* ---- parsing ---- */

/* What is left to parse. */
struct cursor {
    const char *at;
    const char *end;
};

static bool take_number(struct cursor *in, int width, int *out)
{
    int value = 0;
    ASSERT(in->at <= in->end);
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

static bool take_any(struct cursor *in, const char *set)
{
    if (in->at == in->end || *in->at == '\0' || strchr(set, *in->at) == NULL) {
        return false;
    }
    in->at++;
    return true;
}

static bool take_word(struct cursor *in, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(in->end - in->at) < size || memcmp(in->at, word, size) != 0) {
        return false;
    }
    in->at += size;
    return true;
}

/* One of `names`, each of three letters; its index, or -1. */
static int take_name(struct cursor *in, const char *names)
{
    for (int i = 0; names[i * 3] != '\0' && in->end - in->at >= 3; i++) {
        if (memcmp(in->at, names + (size_t)i * 3, 3) == 0) {
            in->at += 3;
            return i;
        }
    }
    return -1;
}

static bool take_form(struct cursor *in, const char *form, struct moment *m)
{
    for (; *form != '\0'; form++) {
        const char *letter = strchr(letters, *form);
        const char literal[] = { *form, '\0' };
        if (letter != NULL ? !take_number(in, *form == 'Y' ? 4 : 2, &m->fields[letter - letters])
                           : !take_word(in, literal)) {
            return false;
        }
    }
    return true;
}

/* Digits after the point beyond the third are dropped. */
static bool take_fraction(struct cursor *in, int *ms)
{
    *ms = 0;
    if (!take_any(in, ".,")) {
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

/* h:m, h:m:s or h:m:s.fraction; without separators the seconds are required. */
static bool take_clock(struct cursor *in, bool separated, struct moment *m)
{
    if (!take_form(in, separated ? "h:m" : "hm", m)) {
        return false;
    }
    if (separated && !take_any(in, ":")) {
        return true;
    }
    return take_form(in, "s", m) && take_fraction(in, &m->ms);
}

/* Older versions of `aws sso login` write "2020-06-17T10:02:08UTC". */
static bool take_zone(struct cursor *in, int *minutes)
{
    int hour;
    int minute = 0;
    *minutes = 0;
    if (in->at == in->end || take_any(in, "Zz") || take_word(in, "UTC")) {
        return true;
    }
    bool west = *in->at == '-';
    if (!take_any(in, "+-") || !take_number(in, 2, &hour)) {
        return false;
    }
    if (in->at < in->end) {
        (void)take_any(in, ":");
        if (!take_number(in, 2, &minute)) {
            return false;
        }
    }
    *minutes = (west ? -1 : 1) * (hour * 60 + minute);
    return hour <= 23 && minute <= 59;
}

/*
 * Rule: a timestamp may be a date-time with any fraction and offset.  Source: RFC 3339, 5.6;
 * Smithy, timestampFormat trait, date-time.  Test: iso_8601_is_read_in_its_usual_forms.
 */
bool time_parse_iso(const char *text, size_t size, int64_t *ms)
{
    struct cursor in = { text, text + size };
    struct moment m = { .ms = 0 };
    bool separated = size > 4 && text[4] == '-';
    int zone = 0;
    if (!take_form(&in, separated ? "Y-M-D" : "YMD", &m)) {
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

/*
 * Rule: a date in a header has the form IMF-fixdate, perhaps with a fraction.  Source: RFC 9110,
 * 5.6.7; Smithy, timestampFormat trait, http-date.  Test: http_dates_are_read.
 */
bool time_parse_http(const char *text, size_t size, int64_t *ms)
{
    struct cursor in = { text, text + size };
    struct moment m;
    if (take_name(&in, "MonTueWedThuFriSatSun") < 0 || !take_form(&in, ", D ", &m)) {
        return false;
    }
    m.fields[MONTH] = take_name(&in, "JanFebMarAprMayJunJulAugSepOctNovDec") + 1;
    if (!take_form(&in, " Y h:m:s", &m) || !take_fraction(&in, &m.ms) || !take_word(&in, " GMT") ||
        in.at != in.end || !moment_is_real(&m)) {
        return false;
    }
    *ms = moment_to_ms(&m);
    return true;
}

/*
 * Rule: a timestamp is a number of seconds since the epoch, with an optional fraction.  Source:
 * Smithy, timestampFormat trait, epoch-seconds.  Test: epoch_seconds_are_read_to_the_millisecond.
 */
bool time_parse_epoch(const char *text, size_t size, int64_t *ms)
{
    int64_t value;
    if (size == 0 || number_scan(text, size) != size ||
        number_to_integer(text, size, 3, &value) == NUMBER_OUT_OF_RANGE || value <= -EPOCH_MS_MAX ||
        value >= EPOCH_MS_MAX) {
        return false;
    }
    *ms = value;
    return true;
}
