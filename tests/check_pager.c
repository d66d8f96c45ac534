/* Pagers: all items, one page in memory, and an end to every listing. */
#include "call/seen.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world world;

/* A service with so many instances, ten a page, whose tokens need encoding. */
struct listing {
    int total;
    int fail_at;      /* page from 0; -1: none */
    int repeat_at;    /* this page gives a token that was there before; -1: none */
    int repeat_token; /* which one */
    bool empty_pages; /* every other page is empty */
    bool empty_token; /* the last page has "" in place of none */
    bool endless;     /* empty pages with ever new tokens */
    int page;         /* of the last request */
};
static struct listing listing;

static int page_of(const char *url)
{
    const char *token = strstr(url, "nextToken=");
    int page = 0;

    if (token != NULL) {
        ck_assert_int_eq(sscanf(token, "nextToken=t%%2B%d%%2F%%3D%%3D", &page), 1);
    }
    return page;
}

static void add_page(FILE *out, int page)
{
    int per_page = listing.empty_pages ? 5 : 10;
    bool is_empty = listing.endless || (listing.empty_pages && page % 2 == 0);
    int first = listing.empty_pages ? page / 2 * 5 : page * 10;
    int last = first + per_page < listing.total ? first + per_page : listing.total;

    fputs("{\"InstanceSummaryList\":[", out);
    for (int i = first; i < last && !is_empty; i++) {
        fprintf(out, "%s{\"Id\":\"i-%d\",\"InstanceAlias\":\"Alias-%d\"}", i > first ? "," : "", i,
                i);
    }
    fputs("]", out);
    if (page == listing.repeat_at) {
        fprintf(out, ",\"NextToken\":\"t+%d/==\"", listing.repeat_token);
    } else if (last < listing.total || (is_empty && first < listing.total) || listing.endless) {
        fprintf(out, ",\"NextToken\":\"t+%d/==\"", page + 1);
    } else if (listing.empty_token) {
        fputs(",\"NextToken\":\"\"", out);
    }
    fputs("}", out);
}

static connect_status serve(struct fake_transport *transport, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure)
{
    char *text = NULL, id[32];
    size_t size = 0;
    FILE *out;

    (void)transport;
    (void)failure;
    listing.page = page_of(request->url);
    snprintf(id, sizeof id, "r-%d", listing.page);
    connect_http_response_set_status(response, listing.page == listing.fail_at ? 400 : 200);
    connect_http_response_add_header(response, "x-amzn-RequestId", 16, id, strlen(id));
    out = open_memstream(&text, &size);
    if (listing.page != listing.fail_at) {
        add_page(out, listing.page);
    }
    fclose(out);
    connect_http_response_add_body(response, text, size);
    free(text);
    return CONNECT_OK;
}

static void set_up(void)
{
    world_begin(&world);
    world.options.log_level = CONNECT_LOG_OFF;
    world.transport.serve = serve;
    listing = (struct listing){ .fail_at = -1, .repeat_at = -1 };
    world_open(&world);
}

static void tear_down(void)
{
    world_end(&world);
}

/* Counts the items and checks their order. */
static int count_items(connect_pager *pager)
{
    const connect_instance_summary *item;
    int count = 0;

    while ((item = connect_list_instances_next(pager)) != NULL) {
        char expected[32];

        snprintf(expected, sizeof expected, "i-%d", count++);
        ck_assert_str_eq(item->id, expected);
    }
    return count;
}

START_TEST(every_item_comes_once)
{
    static const int totals[] = { 0, 1, 10, 11, 2000 };
    int pages = totals[_i] == 0 ? 1 : (totals[_i] + 9) / 10;
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.total = totals[_i];
    ck_assert_int_eq(count_items(pager), totals[_i]);
    ck_assert_ptr_null(connect_pager_error(pager));
    ck_assert_ptr_null(connect_pager_next_token(pager));
    ck_assert_uint_eq(world.transport.sent_count, (size_t)pages);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_uint_eq(world.transport.sent_count, (size_t)pages);
    check_has(world_header(&world, 0, "User-Agent"), " m/C,");
    connect_pager_free(pager);
}
END_TEST

START_TEST(an_empty_token_is_an_end_too)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.total = 11;
    listing.empty_token = true;
    ck_assert_int_eq(count_items(pager), 11);
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
}
END_TEST

START_TEST(an_empty_page_with_a_token_is_passed_over)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.total = 23;
    listing.empty_pages = true;
    ck_assert_int_eq(count_items(pager), 23);
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
}
END_TEST

START_TEST(a_token_that_was_there_before_is_an_error)
{
    static const int repeated[] = { 5, 4, 1 }; /* its own, the one before, the first */
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.total = 1000;
    listing.repeat_at = 5;
    listing.repeat_token = repeated[_i];
    ck_assert_int_eq(count_items(pager), 60); /* what that page holds is given first */
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_PAGINATION);
    ck_assert_str_eq(connect_error_operation(connect_pager_error(pager)), "ListInstances");
    ck_assert_str_eq(connect_error_request_id(connect_pager_error(pager)), "r-5");
    ck_assert_uint_eq(world.transport.sent_count, 6);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    connect_pager_free(pager);
}
END_TEST

START_TEST(empty_pages_without_end_have_one)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.endless = true;
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_PAGINATION);
    check_has(connect_error_message(connect_pager_error(pager)), "empty pages");
    connect_pager_free(pager);
}
END_TEST

START_TEST(a_failure_is_told_and_the_listing_can_be_taken_up_again)
{
    connect_list_instances_request request = { .size = sizeof request };
    connect_pager *pager = connect_list_instances_pages(world.client, NULL), *rest;
    const connect_instance_summary *item;
    const char *token;

    listing.total = 35;
    listing.fail_at = 2;
    ck_assert_int_eq(count_items(pager), 20);
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_INVALID_REQUEST);
    ck_assert_str_eq(connect_error_request_id(connect_pager_error(pager)), "r-2");
    token = connect_pager_next_token(pager);
    ck_assert_str_eq(token, "t+2/==");

    listing.fail_at = -1;
    request.next_token = token;
    rest = connect_list_instances_pages(world.client, &request);
    connect_pager_free(pager); /* the request was copied */
    item = connect_list_instances_next(rest);
    ck_assert_str_eq(item->id, "i-20");
    ck_assert_str_eq(connect_pager_request_id(rest), "r-2");
    ck_assert_str_eq(connect_pager_next_token(rest), "t+3/==");
    for (int i = 1; i < 15; i++) {
        ck_assert_ptr_nonnull(connect_list_instances_next(rest));
    }
    ck_assert_ptr_null(connect_list_instances_next(rest));
    connect_pager_free(rest);
}
END_TEST

START_TEST(the_first_token_counts_as_seen)
{
    const connect_list_instances_request request = { .size = sizeof request,
                                                     .next_token = "t+3/==" };
    connect_pager *pager = connect_list_instances_pages(world.client, &request);

    listing.total = 1000;
    listing.repeat_at = 3;
    listing.repeat_token = 3;
    while (connect_list_instances_next(pager) != NULL) {
    }
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_PAGINATION);
    ck_assert_uint_eq(world.transport.sent_count, 1);
    connect_pager_free(pager);
}
END_TEST

START_TEST(caps_stop_a_listing_without_asking_for_more)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    listing.total = 100;
    connect_pager_set_max_items(pager, 12);
    ck_assert_int_eq(count_items(pager), 12);
    ck_assert_ptr_null(connect_pager_error(pager));
    ck_assert_uint_eq(world.transport.sent_count, 2);
    ck_assert_str_eq(connect_pager_next_token(pager), "t+2/==");
    connect_pager_free(pager);

    fake_transport_clear(&world.transport);
    pager = connect_list_instances_pages(world.client, NULL);
    connect_pager_set_max_items(pager, 10);
    ck_assert_int_eq(count_items(pager), 10);
    ck_assert_uint_eq(world.transport.sent_count, 1);
    connect_pager_free(pager);

    fake_transport_clear(&world.transport);
    pager = connect_list_instances_pages(world.client, NULL);
    connect_pager_set_max_pages(pager, 3);
    ck_assert_int_eq(count_items(pager), 30);
    ck_assert_ptr_null(connect_pager_error(pager));
    ck_assert_uint_eq(world.transport.sent_count, 3);
    connect_pager_free(pager);

    fake_transport_clear(&world.transport);
    pager = connect_list_instances_pages(world.client, NULL);
    connect_pager_set_max_pages(pager, 1);
    ck_assert_int_eq(count_items(pager), 10);
    connect_pager_free(pager);
    pager = connect_list_instances_pages(world.client, NULL);
    connect_pager_set_max_items(pager, 1);
    ck_assert_int_eq(count_items(pager), 1);
    ck_assert_uint_eq(world.transport.sent_count, 2);
    connect_pager_free(pager);
}
END_TEST

START_TEST(the_request_is_copied_and_its_page_size_kept)
{
    connect_list_instances_request request = { .size = sizeof request,
                                               .max_results = CONNECT_SET(7) };
    connect_pager *pager = connect_list_instances_pages(world.client, &request);

    memset(&request, 0xff, sizeof request);
    listing.total = 11;
    ck_assert_int_eq(count_items(pager), 11);
    check_has(world.transport.sent[0].url, "maxResults=7");
    check_has(world.transport.sent[1].url, "maxResults=7");
    connect_pager_free(pager);
}
END_TEST

START_TEST(a_request_that_cannot_be_read_is_told_by_the_first_next)
{
    struct {
        connect_list_instances_request known;
        const char *newer;
    } request = { .known = { .size = sizeof request }, .newer = "x" };
    connect_pager *pager = connect_list_instances_pages(world.client, &request.known);

    ck_assert_ptr_nonnull(pager);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_VERSION);
    ck_assert_str_eq(connect_error_operation(connect_pager_error(pager)), "ListInstances");
    connect_pager_free(pager);
    pager = connect_list_instances_pages(NULL, NULL);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_ARGUMENT);
    connect_pager_free(pager);
}
END_TEST

START_TEST(a_pager_that_is_null_tells_of_memory)
{
    ck_assert_ptr_null(connect_list_instances_next(NULL));
    ck_assert_int_eq(connect_error_code(connect_pager_error(NULL)), CONNECT_E_MEMORY);
    ck_assert_ptr_null(connect_pager_next_token(NULL));
    ck_assert_ptr_null(connect_pager_request_id(NULL));
    ck_assert_ptr_null(connect_pager_next_page_json(NULL));
    connect_pager_set_max_items(NULL, 1);
    connect_pager_set_max_pages(NULL, 1);
    connect_pager_free(NULL);
}
END_TEST

START_TEST(a_pager_gives_items_of_its_own_operation_only)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);

    ck_assert_ptr_null(connect_list_use_cases_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(world.transport.sent_count, 0);
    connect_pager_free(pager);
}
END_TEST

START_TEST(listings_keep_to_the_pace_of_the_client)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 2, .burst = 5 };
    connect_pager *pager;
    int64_t start;

    connect_client_free(world.client);
    world.options.pace = &pace;
    world_open(&world);
    listing.total = 150;
    start = world.clock.ticks;
    pager = connect_list_instances_pages(world.client, NULL);
    ck_assert_int_eq(count_items(pager), 150);
    ck_assert_int_ge(world.clock.ticks - start, 5000); /* fifteen pages, five of them at once */
    ck_assert_int_le(world.clock.ticks - start, 5200);
    connect_pager_free(pager);
}
END_TEST

/* ---- by name ---- */

START_TEST(pages_come_as_json_too)
{
    connect_pager *pager;
    char *page;

    listing.total = 25;
    ck_assert_int_eq(
        connect_pager_new(world.client, "ListInstances", "{\"MaxResults\":10}", &pager, NULL),
        CONNECT_OK);
    page = connect_pager_next_page_json(pager);
    check_has(page, "\"Id\":\"i-0\"");
    check_has(page, "\"NextToken\":\"t+1/==\"");
    ck_assert_str_eq(connect_response_request_id(page), "r-0");
    connect_free(page);
    connect_pager_set_max_items(pager, 22);
    connect_free(connect_pager_next_page_json(pager));
    page = connect_pager_next_page_json(pager); /* cut to the cap */
    check_has(page, "\"Id\":\"i-21\"");
    check_has_not(page, "\"Id\":\"i-22\"");
    connect_free(page);
    ck_assert_ptr_null(connect_pager_next_page_json(pager));
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
}
END_TEST

/* What has come as JSON does not come again one by one, and the rest of a page not as JSON. */
START_TEST(pages_as_json_and_items_take_turns)
{
    connect_pager *pager = connect_list_instances_pages(world.client, NULL);
    char *page;

    listing.total = 25;
    page = connect_pager_next_page_json(pager);
    check_has(page, "\"Id\":\"i-9\"");
    connect_free(page);
    ck_assert_str_eq(connect_list_instances_next(pager)->id, "i-10");
    page = connect_pager_next_page_json(pager);
    check_has(page, "\"Id\":\"i-20\"");
    connect_free(page);
    ck_assert_ptr_null(connect_list_instances_next(pager));
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
}
END_TEST

START_TEST(what_is_no_listing_has_no_pager)
{
    static const struct {
        const char *operation, *json;
    } cases[] = {
        { "ListNothing", NULL },
        { "DescribeInstance", "{\"InstanceId\":\"i\"}" },
        { NULL, NULL },
        { "ListInstances", "{bad" },
        { "ListInstances", "{\"MaxResult\":1}" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        connect_pager *pager = (connect_pager *)&world;
        connect_error *error = NULL;

        ck_assert_int_eq(
            connect_pager_new(world.client, cases[i].operation, cases[i].json, &pager, &error),
            CONNECT_E_ARGUMENT);
        ck_assert_ptr_null(pager);
        ck_assert_ptr_nonnull(error);
        connect_error_free(error);
    }
    ck_assert_int_eq(
        connect_pager_new(NULL, "ListInstances", NULL, &(connect_pager *){ NULL }, NULL),
        CONNECT_E_ARGUMENT);
}
END_TEST

/* ---- by alias ---- */

START_TEST(an_instance_is_found_by_its_alias)
{
    connect_instance_summary *found;
    connect_error *error;

    listing.total = 35;
    ck_assert_int_eq(connect_find_instance_by_alias(world.client, "aLIAS-31", &found, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(found->id, "i-31");
    ck_assert_str_eq(found->instance_alias, "Alias-31");
    ck_assert_uint_eq(found->size, sizeof *found);
    ck_assert_str_eq(connect_response_request_id(found), "r-3");
    ck_assert_int_eq(connect_response_attempts(found), 1);
    connect_free(found);
    ck_assert_int_eq(connect_find_instance_by_alias(world.client, "Alias-35", &found, &error),
                     CONNECT_E_NOT_FOUND);
    ck_assert_ptr_null(found);
    connect_error_free(error);
    ck_assert_int_eq(connect_find_instance_by_alias(world.client, "Alias-1", NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_eq(connect_find_instance_by_alias(world.client, "", &found, NULL),
                     CONNECT_E_ARGUMENT);
    listing.fail_at = 0;
    ck_assert_int_eq(connect_find_instance_by_alias(world.client, "Alias-1", &found, &error),
                     CONNECT_E_INVALID_REQUEST);
    ck_assert_str_eq(connect_error_operation(error), "ListInstances");
    connect_error_free(error);
}
END_TEST

/* ---- memory ---- */

START_TEST(one_page_is_held_whatever_the_length)
{
    size_t after_first_pages = 0;
    connect_pager *pager;

    connect_client_free(world.client);
    memory_watch();
    world_open(&world);
    listing.total = 2000;
    pager = connect_list_instances_pages(world.client, NULL);
    for (int i = 0; i < 2000; i++) {
        ck_assert_ptr_nonnull(connect_list_instances_next(pager));
        if (i == 200) {
            after_first_pages = memory_live();
        }
    }
    ck_assert_uint_le(memory_live(), after_first_pages);
    connect_pager_free(pager);
    connect_client_free(world.client);
    world.client = NULL;
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

START_TEST(stopping_early_leaks_nothing)
{
    connect_client_free(world.client);
    memory_watch();
    world_open(&world);
    listing.total = 2000;
    for (int stop = 0; stop < 25; stop++) {
        connect_pager *pager = connect_list_instances_pages(world.client, NULL);

        for (int i = 0; i < stop; i++) {
            ck_assert_ptr_nonnull(connect_list_instances_next(pager));
        }
        connect_pager_free(pager);
    }
    connect_client_free(world.client);
    world.client = NULL;
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}
END_TEST

static bool list_all(void *user)
{
    const connect_list_instances_request request = { .size = sizeof request,
                                                     .next_token = "t+0/==" };
    connect_pager *pager = connect_list_instances_pages(user, &request);
    connect_instance_summary *found = NULL;
    bool ok = pager != NULL && count_items(pager) == 25 && connect_pager_error(pager) == NULL;

    fake_transport_clear(&world.transport);
    connect_pager_free(pager);
    ok = ok && connect_find_instance_by_alias(user, "alias-24", &found, NULL) == CONNECT_OK;
    connect_free(found);
    return ok;
}

START_TEST(any_allocation_of_a_listing_may_fail)
{
    connect_client_free(world.client);
    memory_watch();
    world_open(&world);
    listing.total = 25;
    ck_assert(list_all(world.client));
    memory_fail_each(list_all, world.client, 0);
    connect_client_free(world.client);
    world.client = NULL;
    memory_unwatch();
}
END_TEST

/* ---- the memory of tokens ---- */

START_TEST(tokens_are_remembered_up_to_a_bound_and_circles_found_beyond)
{
    struct seen seen = { 0 };
    char token[32];
    int found = -1;

    for (int i = 0; i < SEEN_MAX + 100; i++) {
        snprintf(token, sizeof token, "token-%d", i);
        ck_assert_int_eq(seen_add(&seen, token), SEEN_NEW);
    }
    ck_assert_uint_le(seen.room, 4 * SEEN_MAX);
    for (int i = 0; i < SEEN_MAX; i++) {
        snprintf(token, sizeof token, "token-%d", i);
        ck_assert_int_eq(seen_add(&seen, token), SEEN_BEFORE);
    }
    /* A circle of seven that begins after the bound. */
    for (int i = 0; i < 10000 && found < 0; i++) {
        snprintf(token, sizeof token, "circle-%d", i % 7);
        if (seen_add(&seen, token) == SEEN_BEFORE) {
            found = i;
        }
    }
    ck_assert_int_ge(found, 7);
    seen_free(&seen);
}
END_TEST

START_TEST(a_memory_of_tokens_that_is_freed_is_empty)
{
    struct seen seen = { 0 };

    ck_assert_int_eq(seen_add(&seen, "a"), SEEN_NEW);
    ck_assert_int_eq(seen_add(&seen, "a"), SEEN_BEFORE);
    seen_free(&seen);
    ck_assert_ptr_null(seen.slots);
    ck_assert_int_eq(seen_add(&seen, "a"), SEEN_NEW);
    seen_free(&seen);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("pager");
    TCase *pages = tcase_create("pages"), *names = tcase_create("names"),
          *memory = tcase_create("memory"), *cases[] = { pages, names, memory };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tcase_add_checked_fixture(cases[i], set_up, tear_down);
        tcase_set_timeout(cases[i], 30);
        suite_add_tcase(suite, cases[i]);
    }
    tcase_add_loop_test(pages, every_item_comes_once, 0, 5);
    tcase_add_test(pages, an_empty_token_is_an_end_too);
    tcase_add_test(pages, an_empty_page_with_a_token_is_passed_over);
    tcase_add_loop_test(pages, a_token_that_was_there_before_is_an_error, 0, 3);
    tcase_add_test(pages, empty_pages_without_end_have_one);
    tcase_add_test(pages, a_failure_is_told_and_the_listing_can_be_taken_up_again);
    tcase_add_test(pages, the_first_token_counts_as_seen);
    tcase_add_test(pages, caps_stop_a_listing_without_asking_for_more);
    tcase_add_test(pages, the_request_is_copied_and_its_page_size_kept);
    tcase_add_test(pages, a_request_that_cannot_be_read_is_told_by_the_first_next);
    tcase_add_test(pages, a_pager_that_is_null_tells_of_memory);
    tcase_add_test(pages, a_pager_gives_items_of_its_own_operation_only);
    tcase_add_test(pages, listings_keep_to_the_pace_of_the_client);
    tcase_add_test(names, pages_come_as_json_too);
    tcase_add_test(names, pages_as_json_and_items_take_turns);
    tcase_add_test(names, what_is_no_listing_has_no_pager);
    tcase_add_test(names, an_instance_is_found_by_its_alias);
    tcase_add_test(memory, one_page_is_held_whatever_the_length);
    tcase_add_test(memory, stopping_early_leaks_nothing);
    tcase_add_test(memory, any_allocation_of_a_listing_may_fail);
    tcase_add_test(memory, tokens_are_remembered_up_to_a_bound_and_circles_found_beyond);
    tcase_add_test(memory, a_memory_of_tokens_that_is_freed_is_empty);
    return suite;
}
