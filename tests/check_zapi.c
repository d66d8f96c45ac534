/*
 * Z-API: pages by number, a bearer token that goes nowhere else, and a service that is loose with
 * types.
 */
#include "core/mem.h"
#include "shape/clone.h"
#include "shape/operation.h"
#include "support/fakes.h"
#include "support/memory.h"
#include "support/suite.h"

#include <connect/loop.h>
#include <connect/zapi.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOKEN "partner-token-4711"

/* A service with `total` instances, the first of which has the number `first`. */
struct listing {
    int total, first;
    int vanish_after_page; /* one instance goes away once this page was served */
    bool same_for_ever;    /* whatever page is requested, the first comes */
    bool no_total;         /* totalPage is missing */
    bool no_ids;
};

static struct fake_clock fake_clock;
static struct fake_random fake_random;
static struct fake_transport fake_transport;
static char log_text[65536];

static void keep_log(void *user, connect_log_level level, const char *line)
{
    (void)user;
    (void)level;
    strncat(log_text, line, sizeof log_text - strlen(log_text) - 1);
    strncat(log_text, "\n", sizeof log_text - strlen(log_text) - 1);
}

extern const struct connect_operation operation_zapi_list_instances;

static connect_zapi_client *client_of(const struct fake_response *responses, size_t count)
{
    connect_zapi_client_options options = { .size = sizeof options, .token = TOKEN };
    connect_zapi_client *client = NULL;

    fake_clock_init(&fake_clock);
    fake_random_init(&fake_random);
    fake_transport_init(&fake_transport, &fake_clock, responses, count);
    log_text[0] = '\0';
    options.transport = &fake_transport.face;
    options.clock = &fake_clock.face;
    options.random = &fake_random.face;
    options.log = keep_log;
    options.log_level = CONNECT_LOG_TRACE;
    ck_assert_int_eq(connect_zapi_client_new(&options, &client, NULL), CONNECT_OK);
    return client;
}

static int parameter(const char *url, const char *name)
{
    const char *at = strstr(url, name);

    return at == NULL ? 0 : atoi(at + strlen(name));
}

static connect_status serve(struct fake_transport *transport, const connect_http_request *request,
                            connect_http_response *response, connect_http_failure *failure)
{
    struct listing *listing = transport->user;
    int page = parameter(request->url, "page="), size = parameter(request->url, "pageSize=");
    int begin = listing->same_for_ever ? 0 : (page - 1) * size, count = 0;
    char item[128], head[128];

    (void)failure;
    ck_assert_int_gt(page, 0);
    ck_assert_int_gt(size, 0);
    connect_http_response_set_status(response, 201);
    (void)snprintf(head, sizeof head, "{\"total\":%d,", listing->total);
    connect_http_response_add_body(response, head, strlen(head));
    if (!listing->no_total) {
        (void)snprintf(head, sizeof head, "\"totalPage\":\"%d\",",
                       (listing->total + size - 1) / size);
        connect_http_response_add_body(response, head, strlen(head));
    }
    connect_http_response_add_body(response, "\"content\":[", 11);
    for (int i = begin; i < listing->total && count < size; i++, count++) {
        (void)snprintf(item, sizeof item, "%s{\"%s\":\"i%d\",\"token\":\"secret-%d\"}",
                       count > 0 ? "," : "", listing->no_ids ? "tenant" : "id", listing->first + i,
                       listing->first + i);
        connect_http_response_add_body(response, item, strlen(item));
    }
    connect_http_response_add_body(response, "]}", 2);
    if (listing->vanish_after_page == page) {
        listing->first++;
        listing->total--;
    }
    return CONNECT_OK;
}

static connect_zapi_client *client_with(struct listing *listing)
{
    connect_zapi_client *client = client_of(NULL, 0);

    fake_transport.serve = serve;
    fake_transport.user = listing;
    return client;
}

static int count_all(connect_zapi_client *client, int page_size, connect_status *end)
{
    connect_zapi_list_instances_request request = { .size = sizeof request };
    connect_pager *pager;
    const connect_zapi_instance *item;
    int count = 0;

    request.page_size = (connect_opt_int32)CONNECT_SET(page_size);
    pager = connect_zapi_list_instances_pages(client, &request);
    while ((item = connect_zapi_list_instances_next(pager)) != NULL) {
        ck_assert_int_eq(item->id[0], 'i');
        count++;
    }
    *end = connect_error_code(connect_pager_error(pager));
    ck_assert(connect_pager_at_end(pager));
    connect_pager_free(pager);
    return count;
}

/* Nothing says that a page of them was there before, however many there are. */
START_TEST(any_number_of_pages_without_ids_is_listed)
{
    struct listing listing = { .total = 150, .no_ids = true };
    connect_zapi_client *client = client_with(&listing);
    connect_zapi_list_instances_request request = { .size = sizeof request,
                                                    .page_size = CONNECT_SET(1) };
    connect_pager *pager = connect_zapi_list_instances_pages(client, &request);
    int count = 0;

    while (connect_zapi_list_instances_next(pager) != NULL) {
        count++;
    }
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_OK);
    ck_assert_int_eq(count, 150);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

static const struct {
    int total, requests;
} sizes[] = { { 0, 1 }, { 1, 1 }, { 20, 1 }, { 21, 2 }, { 1000, 50 } };

static void count_attempt(void *user, const connect_attempt *attempt)
{
    int *statuses = user;

    ck_assert_int_le(attempt->number, 2);
    ck_assert_str_eq(attempt->host, "api.z-api.io");
    ck_assert_str_eq(attempt->operation, "ZapiListInstances");
    statuses[attempt->number - 1] = attempt->http_status;
}

START_TEST(each_attempt_is_reported)
{
    static const struct fake_response responses[] = {
        { .status = 503 }, { .status = 200, .body = "{\"total\":0,\"content\":[]}" }
    };
    int statuses[2] = { 0 };
    connect_zapi_client_options options = { .size = sizeof options,
                                            .token = TOKEN,
                                            .on_attempt = count_attempt,
                                            .on_attempt_user = statuses };
    connect_zapi_list_instances_request request = { .size = sizeof request,
                                                    .page = CONNECT_SET(1),
                                                    .page_size = CONNECT_SET(20) };
    connect_zapi_client *client;

    fake_clock_init(&fake_clock);
    fake_transport_init(&fake_transport, &fake_clock, responses, 2);
    options.transport = &fake_transport.face;
    options.clock = &fake_clock.face;
    ck_assert_int_eq(connect_zapi_client_new(&options, &client, NULL), CONNECT_OK);
    ck_assert_int_eq(connect_zapi_list_instances(client, &request, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(statuses[0], 503);
    ck_assert_int_eq(statuses[1], 200);
    connect_zapi_client_free(client);
}
END_TEST

START_TEST(every_instance_is_listed_once_with_as_few_requests_as_can_be)
{
    struct listing listing = { .total = sizes[_i].total };
    connect_zapi_client *client = client_with(&listing);
    connect_status end;

    ck_assert_int_eq(count_all(client, 20, &end), sizes[_i].total);
    ck_assert_int_eq(end, CONNECT_OK);
    ck_assert_uint_eq(fake_transport.sent_count, (size_t)sizes[_i].requests);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(an_empty_page_ends_a_listing_that_tells_no_total)
{
    struct listing listing = { .total = 40, .no_total = true };
    connect_zapi_client *client = client_with(&listing);
    connect_status end;

    ck_assert_int_eq(count_all(client, 20, &end), 40);
    ck_assert_int_eq(end, CONNECT_OK);
    ck_assert_uint_eq(fake_transport.sent_count, 3);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(instances_that_appear_or_vanish_are_given_at_most_once)
{
    struct listing fewer = { .total = 60, .vanish_after_page = 1 };
    connect_zapi_client *client = client_with(&fewer);
    connect_status end;

    ck_assert_int_eq(count_all(client, 20, &end), 59);
    ck_assert_int_eq(end, CONNECT_OK);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(a_service_that_repeats_itself_is_not_followed_for_ever)
{
    struct listing listing = { .total = 1000000, .same_for_ever = true };
    connect_zapi_client *client = client_with(&listing);
    connect_status end;

    ck_assert_int_eq(count_all(client, 20, &end), 20);
    ck_assert_int_eq(end, CONNECT_E_PAGINATION);
    ck_assert_uint_lt(fake_transport.sent_count, 200);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

/* A new item ends the row, and so does one without an id, which may be new. */
START_TEST(a_hundred_pages_in_a_row_may_bring_nothing_new)
{
    static const char *const news[] = { "{\"id\":\"i-2\"}", "{\"tenant\":\"a\"}" };
    char fresh[100];
    struct fake_response responses[] = {
        { .status = 200, .body = "{\"content\":[{\"id\":\"i-1\"}]}" },
        { .status = 200, .body = "{\"content\":[{\"id\":\"i-1\"}]}" },
        { .status = 200, .body = fresh },
        { .status = 200, .body = "{\"content\":[{\"id\":\"i-1\"}]}" },
    };
    connect_zapi_client *client = client_of(responses, sizeof responses / sizeof *responses);
    connect_pager *pager = connect_zapi_list_instances_pages(client, NULL);
    int count = 0;

    (void)snprintf(fresh, sizeof fresh, "{\"content\":[%s]}", news[_i]);
    fake_transport.repeats = true;
    while (connect_zapi_list_instances_next(pager) != NULL) {
        count++;
    }
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_E_PAGINATION);
    ck_assert_int_eq(count, 2);
    ck_assert_uint_eq(fake_transport.sent_count, 3 + 100);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(the_largest_page_number_ends_a_listing)
{
    static const struct fake_response responses[] = {
        { .status = 200, .body = "{\"content\":[{\"id\":\"i-1\"}]}" },
        { .status = 200, .body = "{\"content\":[{\"id\":\"i-2\"}]}" },
    };
    connect_zapi_client *client = client_of(responses, sizeof responses / sizeof *responses);
    connect_zapi_list_instances_request request = { .size = sizeof request };

    request.page = (connect_opt_int32)CONNECT_SET(INT32_MAX);
    connect_pager *pager = connect_zapi_list_instances_pages(client, &request);
    ck_assert_str_eq(connect_zapi_list_instances_next(pager)->id, "i-1");
    ck_assert_ptr_null(connect_zapi_list_instances_next(pager));
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_OK);
    ck_assert(connect_pager_at_end(pager));
    ck_assert_uint_eq(fake_transport.sent_count, 1);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

/* Items without an id are indistinguishable: each is returned, and none ends the listing. */
START_TEST(items_without_an_id_are_returned)
{
    static const struct fake_response responses[] = {
        { .status = 200,
          .body =
              "{\"totalPage\":2,\"content\":[{\"tenant\":\"a\"},{\"id\":null},{\"id\":\"i\"}]}" },
        { .status = 200,
          .body = "{\"totalPage\":2,\"content\":[{\"tenant\":\"a\"},{\"id\":\"i\"}]}" },
    };
    connect_zapi_client *client = client_of(responses, sizeof responses / sizeof *responses);
    connect_pager *pager = connect_zapi_list_instances_pages(client, NULL);
    const connect_zapi_instance *item;
    int without = 0, with = 0;

    while ((item = connect_zapi_list_instances_next(pager)) != NULL) {
        without += item->id == NULL;
        with += item->id != NULL;
    }
    ck_assert_int_eq(connect_error_code(connect_pager_error(pager)), CONNECT_OK);
    ck_assert(connect_pager_at_end(pager));
    ck_assert_int_eq(without, 3);
    ck_assert_int_eq(with, 1);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

static connect_status list_once(connect_zapi_client *client,
                                connect_zapi_list_instances_response **out, connect_error **error)
{
    connect_zapi_list_instances_request request = { .size = sizeof request };

    request.page = (connect_opt_int32)CONNECT_SET(1);
    request.page_size = (connect_opt_int32)CONNECT_SET(50);
    request.query = "a b&c";
    request.middleware = CONNECT_ZAPI_MIDDLEWARE_WEB;
    return connect_zapi_list_instances(client, &request, out, error);
}

static const struct fake_response loose[] = {
    { .status = 201,
      .body =
          "{\"total\":\"1\",\"totalPage\":1,\"pageSize\":50,\"page\":\"1\",\"content\":[{\"token\":\"t-secret\","
          "\"tenant\":null,\"created\":\"1700000000123\",\"due\":1800000000456,\"paymentStatus\":\"PAID\","
          "\"receivedCallbackUrl\":null,\"phoneConnected\":true,\"whatsappConnected\":false,"
          "\"middleware\":\"quantum\",\"name\":\"n\",\"id\":1,\"new\":[1.5]}]}" },
};

START_TEST(loose_types_are_read_and_the_request_is_as_documented)
{
    connect_zapi_client *client = client_of(loose, 1);
    connect_zapi_list_instances_response *page = NULL;
    const connect_zapi_instance *item;
    const struct fake_sent *sent = &fake_transport.sent[0];

    ck_assert_int_eq(list_once(client, &page, NULL), CONNECT_OK);
    ck_assert_int_eq(page->total.value, 1);
    ck_assert_int_eq(page->page.value, 1);
    ck_assert_uint_eq(page->content_count, 1);
    item = page->content[0];
    ck_assert_str_eq(item->token, "t-secret");
    ck_assert_ptr_null(item->tenant);
    ck_assert_ptr_null(item->received_callback_url);
    ck_assert_int_eq(item->created.value, 1700000000123);
    ck_assert_int_eq(item->due.value, 1800000000456);
    ck_assert(item->phone_connected.is_set && item->phone_connected.value);
    ck_assert(item->whatsapp_connected.is_set && !item->whatsapp_connected.value);
    ck_assert_int_eq(item->middleware, CONNECT_ZAPI_MIDDLEWARE_UNKNOWN);
    ck_assert_str_eq(item->middleware_text, "quantum");
    ck_assert_str_eq(item->id, "1");
    ck_assert_str_eq(sent->method, "GET");
    ck_assert_str_eq(
        sent->url,
        "https://api.z-api.io/instances?page=1&pageSize=50&query=a%20b%26c&middleware=web");
    ck_assert_ptr_nonnull(strstr(sent->headers, "Authorization: Bearer " TOKEN "\n"));
    ck_assert_ptr_nonnull(strcasestr(sent->headers, "Content-Type: application/json\n"));
    ck_assert_ptr_null(strcasestr(sent->headers, "x-amz-date"));
    connect_free(page);
    connect_zapi_client_free(client);
    ck_assert_str_ne(log_text, "");
    ck_assert_ptr_null(strstr(log_text, TOKEN));
    ck_assert_ptr_null(strstr(log_text, "t-secret"));
    fake_transport_clear(&fake_transport);
}
END_TEST

static bool list_loosely(void *client)
{
    connect_zapi_list_instances_response *page = NULL;
    connect_error *error = NULL;
    connect_status status;

    fake_transport_script(&fake_transport, loose, 1);
    status = list_once(client, &page, &error);
    ck_assert_int_eq(connect_error_code(error), status);
    memory_check_status(status, CONNECT_OK);
    if (status == CONNECT_OK) {
        ck_assert_str_eq(page->content[0]->token, "t-secret");
    }
    connect_free(page);
    connect_error_free(error);
    return status == CONNECT_OK;
}

START_TEST(any_allocation_of_a_listing_may_fail)
{
    connect_zapi_client *client = client_of(loose, 1);

    memory_fail_each(list_loosely, client, 2);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

/* A page of one instance, which has these members. */
static const connect_zapi_instance *page_of(const char *members, connect_zapi_client **client,
                                            connect_zapi_list_instances_response **page)
{
    struct fake_response response = { .status = 200 };
    char body[4000];

    (void)snprintf(body, sizeof body, "{\"total\":1,\"totalPage\":1,\"content\":[{%s}]}", members);
    response.body = body;
    *client = client_of(&response, 1);
    *page = NULL;
    ck_assert_msg(list_once(*client, page, NULL) == CONNECT_OK, "%s", members);
    ck_assert_uint_eq((*page)->content_count, 1);
    return (*page)->content[0];
}

static void close_page(connect_zapi_client *client, connect_zapi_list_instances_response *page)
{
    connect_free(page);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}

/* Written out, so that it does not agree with the library's rows merely because both are wrong. */
START_TEST(every_member_has_the_name_that_the_service_gives_it)
{
    connect_zapi_list_instances_response *page;
    connect_zapi_client *client;
    const connect_zapi_instance *item = page_of(
        "\"token\":\"a\",\"tenant\":\"b\",\"created\":1,\"due\":2,\"paymentStatus\":\"c\","
        "\"deliveryCallbackUrl\":\"d\",\"receivedCallbackUrl\":\"e\",\"disconnectedCallbackUrl\":\"f\","
        "\"messageStatusCallbackUrl\":\"g\",\"receivedAndDeliveryCallbackUrl\":\"h\","
        "\"presenceChatCallbackUrl\":\"i\",\"connectedCallbackUrl\":\"j\","
        "\"receivedStatusCallbackUrl\":\"k\",\"phoneConnected\":true,\"whatsappConnected\":true,"
        "\"middleware\":\"mobile\",\"name\":\"l\",\"id\":\"m\"",
        &client, &page);

    ck_assert_str_eq(item->token, "a");
    ck_assert_str_eq(item->tenant, "b");
    ck_assert_int_eq(item->created.value, 1);
    ck_assert_int_eq(item->due.value, 2);
    ck_assert_str_eq(item->payment_status, "c");
    ck_assert_str_eq(item->delivery_callback_url, "d");
    ck_assert_str_eq(item->received_callback_url, "e");
    ck_assert_str_eq(item->disconnected_callback_url, "f");
    ck_assert_str_eq(item->message_status_callback_url, "g");
    ck_assert_str_eq(item->received_and_delivery_callback_url, "h");
    ck_assert_str_eq(item->presence_chat_callback_url, "i");
    ck_assert_str_eq(item->connected_callback_url, "j");
    ck_assert_str_eq(item->received_status_callback_url, "k");
    ck_assert(item->phone_connected.is_set && item->phone_connected.value);
    ck_assert(item->whatsapp_connected.is_set && item->whatsapp_connected.value);
    ck_assert_int_eq(item->middleware, CONNECT_ZAPI_MIDDLEWARE_MOBILE);
    ck_assert_str_eq(item->name, "l");
    ck_assert_str_eq(item->id, "m");
    ck_assert_str_eq(item->created_text, "1");
    ck_assert_str_eq(item->due_text, "2");
    ck_assert_int_eq(page->total.value, 1);
    ck_assert_int_eq(page->total_page.value, 1);
    ck_assert_ptr_null(strstr(log_text, "left out"));
    close_page(client, page);
}
END_TEST

START_TEST(the_example_of_the_documentation_can_be_read)
{
    static char body[4000];
    const char *source = getenv("top_srcdir");
    connect_zapi_list_instances_response *page = NULL;
    struct fake_response response = { .status = 201, .body = body };
    connect_zapi_client *client;
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/tests/zapi/list_instances.json",
                   source != NULL ? source : "..");
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    body[fread(body, 1, sizeof body - 1, file)] = '\0';
    (void)fclose(file);
    client = client_of(&response, 1);
    ck_assert_int_eq(list_once(client, &page, NULL), CONNECT_OK);
    ck_assert_uint_eq(page->content_count, 1);
    ck_assert(!page->content[0]->created.is_set);
    ck_assert_str_eq(page->content[0]->created_text, "");
    ck_assert(page->content[0]->due.is_set && page->content[0]->due.value == 1648565999675);
    ck_assert_str_eq(page->content[0]->due_text, "1648565999675");
    ck_assert_str_eq(page->content[0]->id, "");
    ck_assert_ptr_null(strstr(log_text, "left out"));
    close_page(client, page);
}
END_TEST

static const struct {
    const char *json, *text;
    bool is_set;
    int64_t ms;
} times[] = {
    { "1648565999675", "1648565999675", true, 1648565999675 },
    { "\"1648565999675\"", "1648565999675", true, 1648565999675 },
    { "1648565999675.0", "1648565999675.0", true, 1648565999675 },
    { "0", "0", true, 0 },
    { "-1", "-1", true, -1 },
    { "\"2024-01-15T10:30:00Z\"", "2024-01-15T10:30:00Z", true, 1705314600000 },
    { "\"2024-01-15T10:30:00.250-03:00\"", "2024-01-15T10:30:00.250-03:00", true, 1705325400250 },
    { "\"2024-01-15 10:30:00\"", "2024-01-15 10:30:00", true, 1705314600000 },
    { "\"2024-01-15\"", "2024-01-15", true, 1705276800000 },
    { "\"2024\\u002d01-15\"", "2024-01-15", true, 1705276800000 },
    { "\"\"", "", false, 0 },
    { "null", NULL, false, 0 },
};

START_TEST(times_come_as_number_string_date_nothing_or_null)
{
    connect_zapi_list_instances_response *page;
    connect_zapi_client *client;
    const connect_zapi_instance *item;
    char members[200];

    (void)snprintf(members, sizeof members, "\"created\":%s,\"due\":%s", times[_i].json,
                   times[_i].json);
    item = page_of(members, &client, &page);
    ck_assert(item->created.is_set == times[_i].is_set && item->due.is_set == times[_i].is_set);
    ck_assert_int_eq(item->created.value, times[_i].ms);
    ck_assert_int_eq(item->due.value, times[_i].ms);
    ck_assert_pstr_eq(item->created_text, times[_i].text);
    ck_assert_pstr_eq(item->due_text, times[_i].text);
    ck_assert_ptr_null(strstr(log_text, "left out"));
    close_page(client, page);
}
END_TEST

START_TEST(booleans_and_strings_come_in_more_than_one_type)
{
    connect_zapi_list_instances_response *page;
    connect_zapi_client *client;
    const connect_zapi_instance *item =
        page_of("\"phoneConnected\":\"true\",\"whatsappConnected\":\"False\",\"id\":3.50,"
                "\"name\":12345678901234567890123,\"tenant\":null,\"token\":7",
                &client, &page);

    ck_assert(item->phone_connected.is_set && item->phone_connected.value);
    ck_assert(item->whatsapp_connected.is_set && !item->whatsapp_connected.value);
    ck_assert_str_eq(item->id, "3.50");
    ck_assert_str_eq(item->name, "12345678901234567890123");
    ck_assert_str_eq(item->token, "7");
    ck_assert_ptr_null(item->tenant);
    ck_assert_ptr_null(strstr(log_text, "left out"));
    close_page(client, page);
}
END_TEST

START_TEST(a_value_that_makes_no_sense_is_absent_and_logged)
{
    static const char *const notes[] = {
        "left out of the response: content[0].created: not a time",
        "content[0].due: expected a string or a number, found a list",
        "content[0].phoneConnected: neither true nor false",
        "content[0].whatsappConnected: expected a string or a number, found an object",
        "content[0].name: expected a string, found true",
        "content[0].tenant: contains half of a surrogate pair",
    };
    connect_zapi_list_instances_response *page;
    connect_zapi_client *client;
    const connect_zapi_instance *item =
        page_of("\"created\":\"soon\",\"due\": [1],\"phoneConnected\":\"y\","
                "\"whatsappConnected\":{\"x\":1},\"name\":true,\"tenant\":\"\\ud800\",\"id\":\"i\"",
                &client, &page);

    ck_assert(!item->created.is_set && !item->due.is_set);
    ck_assert_str_eq(item->created_text, "soon");
    ck_assert_ptr_null(item->due_text);
    ck_assert(!item->phone_connected.is_set && !item->whatsapp_connected.is_set);
    ck_assert_ptr_null(item->name);
    ck_assert_ptr_null(item->tenant);
    ck_assert_str_eq(item->id, "i");
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        ck_assert_msg(strstr(log_text, notes[i]) != NULL, "%s is not in %s", notes[i], log_text);
    }

    /* A copy has the text as well. */
    struct arena arena = { 0 };
    const connect_zapi_list_instances_response *copy =
        shape_clone(operation_zapi_list_instances.output, page, &arena);
    ck_assert(!copy->content[0]->created.is_set);
    ck_assert_str_eq(copy->content[0]->created_text, "soon");
    arena_release(&arena);
    close_page(client, page);

    item =
        page_of("\"due\":\"\\ud800\",\"phoneConnected\":\"\\udc00\",\"id\":\"i\"", &client, &page);
    ck_assert(!item->due.is_set && !item->phone_connected.is_set);
    ck_assert_ptr_null(item->due_text);
    ck_assert_ptr_nonnull(strstr(log_text, "content[0].due: contains half of a surrogate pair"));
    ck_assert_ptr_nonnull(
        strstr(log_text, "content[0].phoneConnected: contains half of a surrogate pair"));
    close_page(client, page);
}
END_TEST

/* Nothing is lost in the JSON of a page either. */
START_TEST(a_page_as_json_has_times_that_could_not_be_read)
{
    static const struct fake_response response[] = {
        { .status = 200,
          .body =
              "{\"total\":1,\"content\":[{\"created\":\"soon\",\"due\":\"2024-01-15\",\"new\":1}]}" },
    };
    connect_zapi_client *client = client_of(response, 1);
    connect_pager *pager = connect_zapi_list_instances_pages(client, NULL);
    char *json = connect_pager_next_page_json(pager);

    ck_assert_str_eq(
        json, "{\"total\":1,\"content\":[{\"created\":\"soon\",\"due\":1705276800000,\"new\":1}]}");
    ck_assert_ptr_null(connect_response_json(json));
    connect_free(json);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(a_retried_request_carries_the_bearer_token_once)
{
    static const struct fake_response responses[] = { { .status = 500, .body = "{}" },
                                                      { .status = 200, .body = "{}" } };
    connect_zapi_client *client = client_of(responses, 2);

    ck_assert_int_eq(list_once(client, NULL, NULL), CONNECT_OK);
    ck_assert_uint_eq(fake_transport.sent_count, 2);
    for (size_t i = 0; i < 2; i++) {
        ck_assert_ptr_nonnull(
            strstr(fake_transport.sent[i].headers, "Authorization: Bearer " TOKEN "\n"));
    }
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

/* The JSON form of a page holds the same secrets as the struct form, and is cleansed as well. */
START_TEST(freeing_a_page_cleanses_its_tokens_as_structs_and_as_json)
{
    static const struct fake_response response[] = {
        { .status = 200,
          .body = "{\"total\":1,\"totalPage\":1,\"content\":[{\"token\":\"planted-token\"}]}" },
        { .status = 200,
          .body = "{\"total\":1,\"totalPage\":1,\"content\":[{\"token\":\"planted-token\"}]}" },
    };
    connect_zapi_client *client;
    connect_pager *pager;
    connect_zapi_list_instances_response *page = NULL;
    char *json;

    memory_watch();
    client = client_of(response, 2);
    memory_look_for("planted-token");
    ck_assert_int_eq(list_once(client, &page, NULL), CONNECT_OK);
    ck_assert_str_eq(page->content[0]->token, "planted-token");
    connect_free(page);
    ck_assert_uint_eq(memory_found(), 0);
    pager = connect_zapi_list_instances_pages(client, NULL);
    json = connect_pager_next_page_json(pager);
    ck_assert_ptr_nonnull(strstr(json, "\"token\":\"planted-token\""));
    connect_free(json);
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    ck_assert_uint_eq(memory_found(), 0);
    fake_transport_clear(&fake_transport);
    memory_unwatch();
}
END_TEST

static const struct {
    int http;
    connect_status status;
    size_t attempts;
} responses[] = {
    { 401, CONNECT_E_UNAUTHENTICATED, 1 },
    { 403, CONNECT_E_ACCESS_DENIED, 1 },
    { 404, CONNECT_E_NOT_FOUND, 1 },
    { 405, CONNECT_E_METHOD_NOT_ALLOWED, 1 },
    { 415, CONNECT_E_UNSUPPORTED_MEDIA_TYPE, 1 },
    { 429, CONNECT_E_THROTTLED, 3 },
    { 500, CONNECT_E_INTERNAL, 3 },
    { 503, CONNECT_E_INTERNAL, 3 },
    { 400, CONNECT_E_INVALID_REQUEST, 1 },
};

START_TEST(each_status_has_its_class_and_its_number_of_attempts)
{
    struct fake_response response = { .status = responses[_i].http, .body = "{\"error\":\"no\"}" };
    connect_zapi_client *client = client_of(&response, 1);
    connect_error *error = NULL;

    fake_transport.repeats = true;
    ck_assert_int_eq(list_once(client, NULL, &error), responses[_i].status);
    ck_assert_int_eq(connect_error_http_status(error), responses[_i].http);
    ck_assert_uint_eq(fake_transport.sent_count, responses[_i].attempts);
    ck_assert_str_eq(connect_error_host(error), "api.z-api.io");
    ck_assert_ptr_null(strstr(connect_error_message(error), TOKEN));
    connect_error_free(error);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(nothing_of_aws_is_looked_for)
{
    static const struct fake_response response[] = { { .status = 200, .body = "{}" } };
    connect_zapi_client *client;

    /* Each of these would end a client of AWS, or change where the request goes. */
    (void)setenv("AWS_MAX_ATTEMPTS", "many", 1);
    (void)setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
    (void)setenv("AWS_PROFILE", "not there", 1);
    (void)setenv("AWS_ACCESS_KEY_ID", "AKIDONLYHALF", 1);
    client = client_of(response, 1);
    ck_assert_int_eq(list_once(client, NULL, NULL), CONNECT_OK);
    ck_assert_ptr_null(strstr(fake_transport.sent[0].headers, "AKIDONLYHALF"));
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

START_TEST(a_client_needs_a_token_that_a_header_can_carry)
{
    static const char *const tokens[] = { NULL, "", "a\nb", "a\x7f", "\na", "\x7f" };

    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        connect_zapi_client_options options = { .size = sizeof options, .token = tokens[i] };
        connect_zapi_client *client = (connect_zapi_client *)&options;
        connect_error *error = (connect_error *)&options;

        ck_assert_int_eq(connect_zapi_client_new(&options, &client, &error), CONNECT_E_ARGUMENT);
        ck_assert_ptr_null(client);
        ck_assert_ptr_nonnull(strstr(connect_error_message(error), "token"));
        connect_error_free(error);
    }
    connect_zapi_client_free(NULL);
    const connect_zapi_client_options fine = { .size = sizeof fine, .token = "t" };
    connect_error *error = (connect_error *)(uintptr_t)&fine;
    ck_assert_int_eq(connect_zapi_client_new(&fine, NULL, &error), CONNECT_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(connect_error_message(error), "out is NULL"));
    connect_error_free(error);
}
END_TEST

START_TEST(page_and_page_size_are_required)
{
    connect_zapi_client *client = client_of(NULL, 0);
    connect_zapi_list_instances_request request = { .size = sizeof request };
    connect_error *error = NULL;

    fake_transport.is_forbidden = true;
    ck_assert_int_eq(connect_zapi_list_instances(client, &request, NULL, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_uint_eq(connect_error_problem_count(error), 2);
    connect_error_free(error);
    connect_zapi_client_free(client);
    fake_transport_clear(&fake_transport);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("zapi");
    TCase *tcase = tcase_create("zapi");
    tcase_add_checked_fixture(tcase, memory_watch, memory_end);

    tcase_add_loop_test(tcase, every_instance_is_listed_once_with_as_few_requests_as_can_be, 0,
                        sizeof sizes / sizeof sizes[0]);
    tcase_add_test(tcase, each_attempt_is_reported);
    tcase_add_loop_test(tcase, a_hundred_pages_in_a_row_may_bring_nothing_new, 0, 2);
    tcase_add_test(tcase, the_largest_page_number_ends_a_listing);
    tcase_add_test(tcase, items_without_an_id_are_returned);
    tcase_add_test(tcase, any_number_of_pages_without_ids_is_listed);
    tcase_add_test(tcase, an_empty_page_ends_a_listing_that_tells_no_total);
    tcase_add_test(tcase, instances_that_appear_or_vanish_are_given_at_most_once);
    tcase_add_test(tcase, a_service_that_repeats_itself_is_not_followed_for_ever);
    tcase_add_test(tcase, loose_types_are_read_and_the_request_is_as_documented);
    tcase_add_test(tcase, any_allocation_of_a_listing_may_fail);
    tcase_add_test(tcase, every_member_has_the_name_that_the_service_gives_it);
    tcase_add_test(tcase, the_example_of_the_documentation_can_be_read);
    tcase_add_loop_test(tcase, times_come_as_number_string_date_nothing_or_null, 0,
                        sizeof times / sizeof times[0]);
    tcase_add_test(tcase, booleans_and_strings_come_in_more_than_one_type);
    tcase_add_test(tcase, a_value_that_makes_no_sense_is_absent_and_logged);
    tcase_add_test(tcase, a_page_as_json_has_times_that_could_not_be_read);
    tcase_add_test(tcase, a_retried_request_carries_the_bearer_token_once);
    tcase_add_test(tcase, freeing_a_page_cleanses_its_tokens_as_structs_and_as_json);
    tcase_add_loop_test(tcase, each_status_has_its_class_and_its_number_of_attempts, 0,
                        sizeof responses / sizeof responses[0]);
    tcase_add_test(tcase, nothing_of_aws_is_looked_for);
    tcase_add_test(tcase, a_client_needs_a_token_that_a_header_can_carry);
    tcase_add_test(tcase, page_and_page_size_are_required);
    suite_add_tcase(suite, tcase);
    return suite;
}
