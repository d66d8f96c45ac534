/* Core: time as text, the clocks, and randomness. */
#include "core/clock.h"
#include "core/fork.h"
#include "core/random.h"
#include "core/time.h"
#include "support/patience.h"
#include "support/real.h"
#include "support/suite.h"

#include <openssl/rand.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    int64_t ms;
    const char *basic, *iso;
} formats[] = {
    { 0, "19700101T000000Z", "1970-01-01T00:00:00+00:00" },
    { 1795264496000, "20261121T123456Z", "2026-11-21T12:34:56+00:00" },
    { 1795264496123, "20261121T123456Z", "2026-11-21T12:34:56.123000+00:00" },
    { -1, "19691231T235959Z", "1969-12-31T23:59:59.999000+00:00" },
    { 951782400000, "20000229T000000Z", "2000-02-29T00:00:00+00:00" },
    { 4107542400000, "21000301T000000Z", "2100-03-01T00:00:00+00:00" },
    { -62167219200000, "00000101T000000Z", "0000-01-01T00:00:00+00:00" },
    { 253402300799999, "99991231T235959Z", "9999-12-31T23:59:59.999000+00:00" },
};

START_TEST(time_is_written_in_the_forms_of_the_protocol)
{
    char text[40];
    time_format_basic(formats[_i].ms, text);
    ck_assert_str_eq(text, formats[_i].basic);
    time_format_iso(formats[_i].ms, text);
    ck_assert_str_eq(text, formats[_i].iso);
    int64_t back = 0;
    ck_assert(time_parse_iso(formats[_i].iso, strlen(formats[_i].iso), &back));
    ck_assert_int_eq(back, formats[_i].ms);
}
END_TEST

START_TEST(times_beyond_four_digits_of_years_stay_in_their_buffers)
{
    struct {
        char text[40], guard;
    } out = { "", '#' };
    time_format_iso(INT64_MAX, out.text);
    ck_assert_str_eq(out.text, "9999-12-31T23:59:59.999000+00:00");
    time_format_iso(INT64_MIN, out.text);
    ck_assert_str_eq(out.text, "0000-01-01T00:00:00+00:00");
    time_format_basic(INT64_MAX, out.text);
    ck_assert_str_eq(out.text, "99991231T235959Z");
    ck_assert_int_eq(out.guard, '#');
}
END_TEST

/* gmtime_r() is the second opinion, which the library itself does not ask. */
START_TEST(the_calendar_agrees_with_the_c_library)
{
    for (int64_t second = -62167219200; second < 253402300800; second += 86400 * 37 + 3607) {
        time_t when = (time_t)second;
        struct tm tm;
        char expected[80], text[17];
        ck_assert_ptr_nonnull(gmtime_r(&when, &tm));
        snprintf(expected, sizeof expected, "%04d%02d%02dT%02d%02d%02dZ", tm.tm_year + 1900,
                 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
        time_format_basic(second * 1000, text);
        ck_assert_str_eq(text, expected);
        int64_t back;
        ck_assert(time_parse_iso(text, strlen(text), &back));
        ck_assert_int_eq(back, second * 1000);
    }
}
END_TEST

static const struct {
    const char *text;
    int64_t ms;
} isos[] = {
    { "2026-11-21T12:34:56Z", 1795264496000 },
    { "2026-11-21t12:34:56z", 1795264496000 },
    { "2026-11-21 12:34:56", 1795264496000 },
    { "2026-11-21T12:34:56", 1795264496000 },
    { "2026-11-21T12:34:56UTC", 1795264496000 },
    { "2026-11-21T12:34:56.5UTC", 1795264496500 },
    { "2026-11-21T12:34Z", 1795264440000 },
    { "2026-11-21", 1795219200000 },
    { "20261121T123456Z", 1795264496000 },
    { "2026-11-21T12:34:56+00:00", 1795264496000 },
    { "2026-11-21T14:34:56+02:00", 1795264496000 },
    { "2026-11-21T14:34:56+0200", 1795264496000 },
    { "2026-11-21T14:34:56+02", 1795264496000 },
    { "2026-11-21T07:04:56-05:30", 1795264496000 },
    { "2019-12-16T22:48:18-01:00", 1576540098000 },
    { "2000-01-02T20:34:56.123Z", 946845296123 },
    { "2000-01-02T20:34:56,5Z", 946845296500 },
    { "2026-11-21T23:59:18.525443+00:00", 1795305558525 },
    { "2026-11-21T23:59:18.999999999999999999999Z", 1795305558999 },
    { "1969-12-31T23:59:59.250Z", -750 },
    { "2016-12-31T23:59:60Z", 1483228800000 },
    { "2024-02-29T00:00:00Z", 1709164800000 },
};

START_TEST(iso_8601_is_read_in_its_usual_forms)
{
    int64_t ms = 0;
    ck_assert_msg(time_parse_iso(isos[_i].text, strlen(isos[_i].text), &ms), "%s", isos[_i].text);
    ck_assert_int_eq(ms, isos[_i].ms);
}
END_TEST

START_TEST(a_time_in_utc_has_no_fraction)
{
    char text[24];
    time_format_utc(1795264496999, text);
    ck_assert_str_eq(text, "2026-11-21T12:34:56Z");
    time_format_utc(-1, text);
    ck_assert_str_eq(text, "1969-12-31T23:59:59Z");
}
END_TEST

static const char *const no_isos[] = {
    "",
    "2026",
    "2026-11",
    "2026-11-21T",
    "2026-11-21T12",
    "2026-11-21T12:34:",
    "2026-11-21T12:34:5",
    "2026-11-21T12:34:56.Z",
    "2026-13-01",
    "2026-00-01",
    "2026-02-29",
    "2100-02-29",
    "2026-11-31",
    "2026-11-00",
    "2026-11-21T24:00:00Z",
    "2026-11-21T12:60:00Z",
    "2026-11-21T12:34:61Z",
    "2026-11-21T12:34:56X",
    "2026-11-21T12:34:56UT",
    "2026-11-21T12:34:56UTCZ",
    "2026-11-21UTC",
    "2026-11-21T12:34:56+2",
    "2026-11-21T12:34:56+24:00",
    "2026-11-21T12:34:56+01:60",
    "2026-11-21T12:34:56Z ",
    " 2026-11-21",
    "2026-1121",
    "202611-21",
    "2026-11-21T12:34:56ZZ",
    "12026-11-21",
    "-2026-11-21",
    "2026/11/21",
    "202:-11-21", /* the character that follows '9' */
    "2026-0:-21",
    "2026-11-1:",
    "2026-11-21T0::34:56Z",
    "2026-11-21T12:0::56Z",
    "2026-11-21T12:34:0:Z",
    "2026-11-21T12:34:56+0:",
    "2026-11-21T12:34:56+01:",
    "2026-11-21T12:34:56--01",
    "20261121T12:34:56Z",
    "tomorrow",
};

START_TEST(what_is_no_iso_time_is_refused)
{
    int64_t ms = 42;
    ck_assert_msg(!time_parse_iso(no_isos[_i], strlen(no_isos[_i]), &ms), "'%s'", no_isos[_i]);
    ck_assert_int_eq(ms, 42);
}
END_TEST

START_TEST(reading_stops_at_the_size_that_was_given)
{
    static const char text[] = "2026-11-21T12:34:56.5Z";
    int64_t ms;
    for (size_t size = 0; size < sizeof text; size++) {
        char *exact = NULL;
        /* A buffer of just this size, so that a sanitizer sees one byte too many. */
        ck_assert_int_ge(asprintf(&exact, "%.*s", (int)size, text), 0);
        time_parse_iso(exact, size, &ms);
        time_parse_http(exact, size, &ms);
        time_parse_epoch(exact, size, &ms);
        free(exact);
    }
    ck_assert(time_parse_iso(text, 10, &ms));
    ck_assert_int_eq(ms, 1795219200000);
}
END_TEST

START_TEST(http_dates_are_read)
{
    int64_t ms = 0;
    ck_assert(time_parse_http("Tue, 29 Apr 2014 18:30:38 GMT", 29, &ms));
    ck_assert_int_eq(ms, 1398796238000);
    ck_assert(time_parse_http("Sun, 02 Jan 2000 20:34:56.456 GMT", 33, &ms));
    ck_assert_int_eq(ms, 946845296456);
    static const char *const bad[] = {
        "",
        "Tue",
        "Tue, 29 Apr 2014 18:30:38",
        "Tue, 29 Apr 2014 18:30 GMT",
        "Tue, 29 Apr 2014 18:30:38 UTC",
        "tue, 29 apr 2014 18:30:38 gmt",
        "Tue, 31 Apr 2014 18:30:38 GMT",
        "Tue, 29 Xyz 2014 18:30:38 GMT",
        "Tue, 29  2014 18:30:38 GMT",
        ", 29 Apr 2014 18:30:38 GMT",
        "Tue 29 Apr 2014 18:30:38 GMT",
        "Tue, 29 Apr 2014 25:30:38 GMT",
        "Tue, 29 Apr 2014 18:30:38 GMT ",
        "Tue, 1: Apr 2014 18:30:38 GMT",
        "Tue, 29 Apr 201: 18:30:38 GMT",
        "Tue, 29 Apr 2014 0::30:38 GMT",
        "Tuesday, 29-Apr-14 18:30:38 GMT",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        ck_assert_msg(!time_parse_http(bad[i], strlen(bad[i]), &ms), "'%s'", bad[i]);
    }
}
END_TEST

static const struct {
    const char *text;
    int64_t ms;
} epochs[] = {
    { "0", 0 },
    { "1700000000", 1700000000000 },
    { "1576540098.123", 1576540098123 },
    { "1.7e9", 1700000000000 },
    { "-0.5", -500 },
    { "1398796238.0", 1398796238000 },
    { "0.0009", 1 },
    { "253402300799.999", 253402300799999 },
};

START_TEST(epoch_seconds_are_read_to_the_millisecond)
{
    int64_t ms = 0;
    ck_assert(time_parse_epoch(epochs[_i].text, strlen(epochs[_i].text), &ms));
    ck_assert_int_eq(ms, epochs[_i].ms);
}
END_TEST

START_TEST(absurd_epochs_are_refused)
{
    static const char *const bad[] = {
        "",       "NaN",   "Infinity",   "-Infinity", "1e13", "1.1e13",
        "-1e300", "1e999", "2026-11-21", "12 ",       "0x1",
    };
    int64_t ms = 42;
    for (size_t i = 0; i < COUNT(bad); i++) {
        ck_assert_msg(!time_parse_epoch(bad[i], strlen(bad[i]), &ms), "'%s'", bad[i]);
    }
    ck_assert_int_eq(ms, 42);
}
END_TEST

START_TEST(the_clocks_tell_the_time)
{
    int64_t wall = clock_system.now(clock_system.user);
    int64_t apart = wall - (int64_t)time(NULL) * 1000;
    ck_assert_int_ge(apart, -1000);
    ck_assert_int_le(apart, 2000);
    int64_t before = clock_system.monotonic(clock_system.user);
    ck_assert(clock_system.wait(clock_system.user, 30, NULL));
    int64_t took = clock_system.monotonic(clock_system.user) - before;
    ck_assert_int_ge(took, 30);
    ck_assert_int_le(took, patience(1000));
}
END_TEST

static int64_t frozen(void *user)
{
    return *(int64_t *)user;
}

START_TEST(deadlines_saturate)
{
    int64_t now = 1000;
    connect_clock clock = { sizeof clock, &now, frozen, frozen, NULL };
    ck_assert_int_eq(deadline_after(&clock, 500), 1500);
    ck_assert(deadline_after(&clock, 0) == DEADLINE_NONE);
    ck_assert(deadline_after(&clock, -1) == DEADLINE_NONE);
    ck_assert(deadline_after(&clock, INT64_MAX) == DEADLINE_NONE);
    ck_assert(deadline_after(&clock, INT64_MAX - 500) == DEADLINE_NONE);
    ck_assert_int_eq(deadline_left(&clock, 1500), 500);
    ck_assert_int_eq(deadline_left(&clock, 1000), 0);
    ck_assert_int_eq(deadline_left(&clock, 500), 0);
    ck_assert(deadline_left(&clock, DEADLINE_NONE) == INT64_MAX);
}
END_TEST

static bool fill_ones(void *user, void *bytes, size_t count)
{
    memset(bytes, *(int *)user, count);
    return true;
}

static bool fill_fails(void *user, void *bytes, size_t count)
{
    (void)user, (void)bytes, (void)count;
    return false;
}

START_TEST(a_uuid_is_of_version_4)
{
    char text[37];
    int byte = 0xff;
    connect_random ones = { sizeof ones, &byte, fill_ones };
    ck_assert(random_uuid(&ones, text));
    ck_assert_str_eq(text, "ffffffff-ffff-4fff-bfff-ffffffffffff");
    byte = 0;
    ck_assert(random_uuid(&ones, text));
    ck_assert_str_eq(text, "00000000-0000-4000-8000-000000000000");
}
END_TEST

START_TEST(no_two_uuids_are_the_same)
{
    char texts[200][37];
    for (size_t i = 0; i < COUNT(texts); i++) {
        ck_assert(random_uuid(&random_system, texts[i]));
        for (size_t k = 0; k < i; k++) {
            ck_assert_str_ne(texts[i], texts[k]);
        }
    }
}
END_TEST

START_TEST(a_forked_child_makes_uuids_of_its_own)
{
    char ours[37], theirs[37] = "";
    int ends[2], status;
    pid_t child;

    /* the generator has a state that could be copied */
    ck_assert(random_uuid(&random_system, ours));
    ck_assert_int_eq(pipe(ends), 0);
    child = test_fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        bool sent = random_uuid(&random_system, theirs) &&
                    write(ends[1], theirs, sizeof theirs) == sizeof theirs;
        test_child_leave(sent);
    }
    ck_assert(random_uuid(&random_system, ours));
    ck_assert_int_eq(read(ends[0], theirs, sizeof theirs), sizeof theirs);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_str_ne(ours, theirs);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

#define RANDOM_THREADS 4
#define RANDOM_ROUNDS 2000

static uint64_t random_words[RANDOM_THREADS * RANDOM_ROUNDS];

static void *fill_words(void *from)
{
    uint64_t *words = from;
    for (size_t i = 0; i < RANDOM_ROUNDS; i++) {
        /* Requests of all sizes: from the block, across its end, and past it. */
        unsigned char bytes[200];
        size_t size = 8 + i % (sizeof bytes - 8);
        ck_assert(random_system.fill(random_system.user, bytes, size));
        memcpy(&words[i], bytes + size - sizeof words[i], sizeof words[i]);
    }
    return NULL;
}

static int compare_words(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

START_TEST(threads_never_get_the_same_random_bytes)
{
    pthread_t threads[RANDOM_THREADS];
    for (size_t i = 0; i < RANDOM_THREADS; i++) {
        ck_assert_int_eq(
            pthread_create(&threads[i], NULL, fill_words, random_words + i * RANDOM_ROUNDS), 0);
    }
    for (size_t i = 0; i < RANDOM_THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    qsort(random_words, COUNT(random_words), sizeof random_words[0], compare_words);
    ck_assert_uint_ne(random_words[0], 0);
    for (size_t i = 1; i < COUNT(random_words); i++) {
        ck_assert_uint_ne(random_words[i], random_words[i - 1]);
    }
}
END_TEST

/* The program comes before the libraries: OpenSSL has no random bytes. */
static bool generator_is_broken;
static atomic_int generator_calls;

__attribute__((visibility("default"))) int RAND_bytes(unsigned char *bytes, int count)
{
    REAL(RAND_bytes);
    generator_calls++;
    return generator_is_broken ? 0 : real.function(bytes, count);
}

static const struct {
    size_t size;
    int requests, least, most; /* calls of the generator */
} blocks[] = { { 1, 5120, 9, 10 }, { 16, 320, 9, 10 }, { 64, 80, 9, 10 }, { 65, 80, 80, 80 } };

/* Ten blocks of 512 bytes, of which the first may be there already. */
START_TEST(small_requests_share_one_call_of_the_generator)
{
    unsigned char bytes[100];
    if (fork_wiped_memory() == NULL) {
        puts("SKIP: blocks of random bytes: the kernel offers no memory that a fork wipes");
        return;
    }
    int before = generator_calls;
    for (int i = 0; i < blocks[_i].requests; i++) {
        ck_assert(random_system.fill(random_system.user, bytes, blocks[_i].size));
    }
    /* What was given may be a key, and is not kept. */
    ck_assert(blocks[_i].size < 16 ||
              memmem(fork_wiped_memory(), FORK_WIPED_SIZE, bytes, blocks[_i].size) == NULL);
    ck_assert_int_ge(generator_calls - before, blocks[_i].least);
    ck_assert_int_le(generator_calls - before, blocks[_i].most);
}
END_TEST

START_TEST(a_generator_that_fails_is_reported_and_used_again)
{
    static const size_t sizes[] = { 1, 16, 32, 4096, 100000 };
    static unsigned char bytes[100000];
    char text[37];
    for (size_t i = 0; i < COUNT(sizes); i++) {
        /* More than a block holds in advance. */
        generator_is_broken = true;
        bool failed = false;
        for (int k = 0; k < 5000 && !failed; k++) {
            failed = !random_system.fill(random_system.user, bytes, sizes[i]);
        }
        ck_assert(failed);
        ck_assert(!random_system.fill(random_system.user, bytes, sizes[i]));
        generator_is_broken = false;
        memset(bytes, 0, sizes[i]);
        ck_assert(random_system.fill(random_system.user, bytes, sizes[i]));
        ck_assert(sizes[i] < 16 || memcmp(bytes, bytes + sizes[i] / 2, sizes[i] / 2) != 0);
        ck_assert(random_uuid(&random_system, text));
    }
}
END_TEST

START_TEST(a_source_that_fails_is_reported)
{
    char text[37] = "x";
    connect_random broken = { sizeof broken, NULL, fill_fails };
    ck_assert(!random_uuid(&broken, text));
    ck_assert_str_eq(text, "");
    ck_assert_double_eq(random_unit(&broken), 0.5);
}
END_TEST

START_TEST(units_are_spread_over_the_interval)
{
    int byte = 0xff;
    connect_random ones = { sizeof ones, &byte, fill_ones };
    ck_assert(random_unit(&ones) < 1);
    byte = 0;
    ck_assert_double_eq(random_unit(&ones), 0);
    double sum = 0;
    for (int i = 0; i < 10000; i++) {
        double unit = random_unit(&random_system);
        ck_assert(unit >= 0 && unit < 1);
        sum += unit;
    }
    ck_assert_double_eq_tol(sum / 10000, 0.5, 0.05);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/time");
    TCase *text = tcase_create("text");
    tcase_add_loop_test(text, time_is_written_in_the_forms_of_the_protocol, 0, COUNT(formats));
    tcase_add_test(text, times_beyond_four_digits_of_years_stay_in_their_buffers);
    tcase_add_test(text, the_calendar_agrees_with_the_c_library);
    tcase_add_loop_test(text, iso_8601_is_read_in_its_usual_forms, 0, COUNT(isos));
    tcase_add_test(text, a_time_in_utc_has_no_fraction);
    tcase_add_loop_test(text, what_is_no_iso_time_is_refused, 0, COUNT(no_isos));
    tcase_add_test(text, reading_stops_at_the_size_that_was_given);
    tcase_add_test(text, http_dates_are_read);
    tcase_add_loop_test(text, epoch_seconds_are_read_to_the_millisecond, 0, COUNT(epochs));
    tcase_add_test(text, absurd_epochs_are_refused);
    suite_add_tcase(suite, text);

    TCase *clock = tcase_create("clock");
    tcase_add_test(clock, the_clocks_tell_the_time);
    tcase_add_test(clock, deadlines_saturate);
    suite_add_tcase(suite, clock);

    TCase *random = tcase_create("random");
    tcase_add_test(random, a_uuid_is_of_version_4);
    tcase_add_test(random, no_two_uuids_are_the_same);
    tcase_add_test(random, a_forked_child_makes_uuids_of_its_own);
    tcase_add_test(random, threads_never_get_the_same_random_bytes);
    tcase_add_test(random, a_source_that_fails_is_reported);
    tcase_add_test(random, a_generator_that_fails_is_reported_and_used_again);
    tcase_add_loop_test(random, small_requests_share_one_call_of_the_generator, 0, COUNT(blocks));
    tcase_add_test(random, units_are_spread_over_the_interval);
    suite_add_tcase(suite, random);
    return suite;
}
