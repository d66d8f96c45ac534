/*
 * Locales that differ from thread to thread, and a decimal comma, change nothing in what the
 * library reads and writes.
 */
#include "core/buf.h"
#include "core/number.h"
#include "shape/decode.h"
#include "shape/document.h"
#include "shape/encode.h"
#include "support/locale.h"
#include "support/real.h"
#include "support/shapes.h"
#include "support/suite.h"
#include "support/world.h"

#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define THREADS 4
#define CALLS 300 /* of the library in each thread */

/* ---- locales that the library makes: the program comes before the C library ---- */

static atomic_int locales_made, locales_freed;
static bool locales_fail;

__attribute__((visibility("default"))) locale_t newlocale(int mask, const char *name, locale_t base)
{
    REAL(newlocale);
    locales_made++;
    return locales_fail ? (locale_t)0 : real.function(mask, name, base);
}

__attribute__((visibility("default"))) void freelocale(locale_t locale)
{
    REAL(freelocale);
    locales_freed++;
    real.function(locale);
}

/* ---- threads, of which every other one has a decimal comma ---- */

static locale_t with_comma;

struct side {
    void (*body)(void);
    bool has_comma;
};

static void *run_side(void *user)
{
    const struct side *side = user;
    char text[16];

    if (side->has_comma) {
        uselocale(with_comma);
    }
    snprintf(text, sizeof text, "%.1f", 1.5);
    ck_assert_str_eq(text, side->has_comma ? "1,5" : "1.5");
    side->body();
    uselocale(LC_GLOBAL_LOCALE);
    return NULL;
}

static void run_under_both(void (*body)(void), int count)
{
    struct side sides[2] = { { body, false }, { body, true } };
    pthread_t threads[THREADS];

    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, run_side, &sides[i % 2]), 0);
    }
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
}

/* The process itself stays without a comma. */
static bool set_up_locales(void)
{
    if (!locale_use_decimal_comma()) {
        return false;
    }
    with_comma = duplocale(LC_GLOBAL_LOCALE);
    ck_assert_ptr_nonnull(with_comma);
    setlocale(LC_ALL, "C");
    return true;
}

static void tear_down_locales(void)
{
    freelocale(with_comma);
    locale_restore();
}

#define REALS "[0.1,1700000000.123,-2.5e-3,99.99,1e10]"

/* ---- the same traffic through the library ---- */

#define INSTANCE \
    "{\"Instance\":{\"Id\":\"" WORLD_ID "\",\"CreatedTime\":1700000000.123,\"Unknown\":" REALS "}}"
#define FAULT "{\"__type\":\"InvalidRequestException\",\"Message\":\"no\",\"Reals\":" REALS "}"

static struct world world;

static connect_status serve(struct fake_transport *transport, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure)
{
    bool refused = strstr(request->url, "/refused") != NULL;
    const char *body = refused ? FAULT : INSTANCE;

    (void)transport, (void)failure;
    connect_http_response_set_status(response, refused ? 400 : 200);
    connect_http_response_add_body(response, body, strlen(body));
    return CONNECT_OK;
}

static void describe(void)
{
    connect_describe_instance_response *response = NULL;

    ck_assert_int_eq(world_describe(world.client, &response, NULL), CONNECT_OK);
    ck_assert_int_eq(response->instance->created_time.value, 1700000000123);
    connect_free(response);
}

static void describe_by_name(void)
{
    char *json = NULL;

    ck_assert_int_eq(connect_invoke(world.client, "DescribeInstance",
                                    "{\"InstanceId\":\"" WORLD_ID "\"}", &json, NULL),
                     CONNECT_OK);
    check_has(json, "\"CreatedTime\":\"2023-11-14T22:13:20.123000+00:00\"");
    connect_free(json);
}

static void be_refused(void)
{
    connect_error *error = NULL;
    char *json = NULL;

    ck_assert_int_eq(connect_send(world.client, "GET", "/refused", NULL, 0, NULL, &json, &error),
                     CONNECT_E_INVALID_REQUEST);
    ck_assert_str_eq(connect_error_message(error), "no");
    connect_error_free(error);
}

/* To the last digit, there and back. */
static void encode_and_decode(void)
{
    struct arena arena = { .chunks = NULL };
    struct buf json = BUF_INIT(1u << 20);
    test_value *back = arena_alloc(&arena, sizeof *back);

    ck_assert(shape_encode(&test_value_shape, &test_value_full, ENCODE_BODY, NULL, &json));
    check_has(buf_text(&json), "\"Real\":0.1,\"When\":1700000000.123");
    ck_assert_int_eq(shape_decode(&test_value_shape, buf_text(&json), json.size, DECODE_RESPONSE,
                                  &arena, back, NULL),
                     CONNECT_OK);
    ck_assert(back->real.value == test_value_full.real.value);
    ck_assert_int_eq(back->when.value, 1700000000123);
    buf_free(&json);
    arena_release(&arena);
}

static void use_the_library(void)
{
    for (int i = 0; i < CALLS; i++) {
        describe();
        describe_by_name();
        be_refused();
        encode_and_decode();
    }
}

START_TEST(the_library_is_not_moved_by_locales_that_differ)
{
    if (!set_up_locales()) {
        return;
    }
    world_begin(&world);
    world.options.log_level = CONNECT_LOG_OFF;
    world.transport.serve = serve;
    world_open(&world);
    run_under_both(use_the_library, THREADS);
    ck_assert_uint_ge(world.transport.sent_count, THREADS * CALLS * 3);
    world_end(&world);
    tear_down_locales();
}
END_TEST

START_TEST(the_locale_of_the_host_stays_as_it_was)
{
    char before[256];

    if (!locale_use_decimal_comma()) {
        return;
    }
    snprintf(before, sizeof before, "%s", setlocale(LC_ALL, NULL));
    world_begin(&world);
    world.transport.serve = serve;
    world_open(&world);
    use_the_library();
    ck_assert_str_eq(setlocale(LC_ALL, NULL), before);
    ck_assert_ptr_eq(uselocale(NULL), LC_GLOBAL_LOCALE);
    ck_assert_str_eq(localeconv()->decimal_point, ",");
    world_end(&world);
    locale_restore();
}
END_TEST

/* Whether a real number is printed and read. */
static bool print_and_parse(struct buf *out)
{
    double value = 0;
    bool is_printed = document_print(&test_value_shape, &test_value_full, out);
    bool is_parsed = text_to_double("0.5", 3, &value);

    ck_assert(is_parsed == (value == 0.5));
    return is_printed && is_parsed;
}

/* In glibc and musl the C locale takes no memory; in another C library it may. */
START_TEST(each_locale_that_is_made_is_freed)
{
    struct buf out = BUF_INIT(65536), small = BUF_INIT(20);

    locales_made = 0;
    locales_freed = 0;
    ck_assert(print_and_parse(&out));
    ck_assert(!print_and_parse(&small));
    ck_assert_int_gt(locales_made, 0);
    ck_assert_int_eq(locales_freed, locales_made);
    buf_free(&out);
    buf_free(&small);
}
END_TEST

START_TEST(a_locale_that_cannot_be_made_is_a_failure)
{
    struct buf out = BUF_INIT(65536);
    double value;

    locales_freed = 0;
    locales_fail = true;
    ck_assert(!document_print(&test_value_shape, &test_value_full, &out));
    ck_assert(!text_to_double("0.5", 3, &value));
    locales_fail = false;
    ck_assert_uint_eq(out.size, 0);
    ck_assert_int_eq(locales_freed, 0);
    buf_free(&out);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("locale");
    TCase *locales = tcase_create("locales");

    tcase_set_timeout(locales, 60);
    tcase_add_test(locales, the_library_is_not_moved_by_locales_that_differ);
    tcase_add_test(locales, the_locale_of_the_host_stays_as_it_was);
    tcase_add_test(locales, each_locale_that_is_made_is_freed);
    tcase_add_test(locales, a_locale_that_cannot_be_made_is_a_failure);
    suite_add_tcase(suite, locales);
    return suite;
}
