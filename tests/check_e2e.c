/* The library against connect-local, over TCP and over TLS: nothing between them is faked. */
#include "support/served.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct served served;
static connect_client *client;
static connect_error *error;

static void set_up(void)
{
    client = NULL;
    error = NULL;
}

static void tear_down(void)
{
    connect_error_free(error);
    connect_client_free(client);
    served_stop(&served);
}

static const char *tls_file(const char *name)
{
    static char paths[4][4096];
    static unsigned turn;
    const char *folder = getenv("top_srcdir");

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/tests/support/tls/%s",
             folder != NULL ? folder : ".", name);
    return paths[turn];
}

#define CREATE(alias)                                                           \
    {                                                                           \
        sizeof(connect_create_instance_request),                                \
            .instance_alias = (alias),                                          \
            .identity_management_type = CONNECT_DIRECTORY_TYPE_CONNECT_MANAGED, \
            .inbound_calls_enabled = CONNECT_SET(true),                         \
            .outbound_calls_enabled = CONNECT_SET(false)                        \
    }
#define QUICKLY                                                        \
    {                                                                  \
        sizeof(connect_wait_options), .min_delay_ms = CONNECT_SET(20), \
                                      .max_delay_ms = CONNECT_SET(50)  \
    }

static void good(connect_status status)
{
    ck_assert_msg(status == CONNECT_OK, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
}

/* Lists once; the error is left for a look at it. */
static connect_status list_once(void)
{
    connect_list_instances_request request = { sizeof request };

    connect_error_free(error);
    error = NULL;
    return connect_list_instances(client, &request, NULL, &error);
}

/* ---- a life ---- */

static bool count_pause(void *user, const char *status, int64_t waited_ms)
{
    ck_assert(status == NULL || strcmp(status, "CREATION_IN_PROGRESS") == 0);
    ck_assert_int_ge(waited_ms, 0);
    ++*(int *)user;
    return true;
}

static void change_tags(const char *arn)
{
    connect_tag_resource_request tag = {
        sizeof tag, .resource_arn = arn,
        .tags = (const connect_pair *const[]){ CONNECT_PAIR("a b", "1/2+3"),
                                               CONNECT_PAIR("\xc3\xa9", "") },
        .tags_count = 2
    };
    connect_untag_resource_request untag = { sizeof untag, .resource_arn = arn,
                                             .tag_keys =
                                                 (const char *const[]){ "\xc3\xa9", "first" },
                                             .tag_keys_count = 2 };
    connect_list_tags_for_resource_request list = { sizeof list, .resource_arn = arn };
    connect_list_tags_for_resource_response *listed = NULL;

    good(connect_tag_resource(client, &tag, NULL, &error));
    good(connect_untag_resource(client, &untag, NULL, &error));
    good(connect_list_tags_for_resource(client, &list, &listed, &error));
    ck_assert_uint_eq(listed->tags_count, 1);
    ck_assert_str_eq(listed->tags[0]->key, "a b");
    ck_assert_str_eq(listed->tags[0]->value, "1/2+3");
    connect_free(listed);
}

/* _i: 0 over TCP, 1 over TLS. */
START_TEST(an_instance_is_created_found_tagged_and_deleted)
{
    connect_client_options options = { .ca_bundle = _i == 1 ? tls_file("loopback.pem") : NULL };
    connect_create_instance_request create = CREATE("life");
    connect_wait_options quickly = QUICKLY;
    connect_describe_instance_response *made = NULL;
    connect_instance_summary *found = NULL;
    int pauses = 0;

    if (_i == 1) {
        SERVED_START(&served, "--creation-delay-ms", "600", "--tls-cert", tls_file("loopback.pem"),
                     "--tls-key", tls_file("loopback.key"));
    } else {
        SERVED_START(&served, "--creation-delay-ms", "600");
    }
    client = served_client_with(&served, &options, NULL, NULL);
    create.tags = (const connect_pair *const[]){ CONNECT_PAIR("first", "tag") };
    create.tags_count = 1;
    quickly.progress = count_pause;
    quickly.user = &pauses;
    good(connect_create_instance_and_wait(client, &create, &quickly, &made, &error));
    ck_assert_int_ge(pauses, 1);
    ck_assert_int_eq(made->instance->instance_status, CONNECT_INSTANCE_STATUS_ACTIVE);
    ck_assert_str_eq(made->instance->instance_access_url, "https://life.my.connect.aws");
    ck_assert_int_gt(made->instance->created_time.value, INT64_C(1600000000000));
    ck_assert_uint_eq(made->instance->tags_count, 1);
    change_tags(made->instance->arn);

    good(connect_find_instance_by_alias(client, "LIFE", &found, &error));
    ck_assert_str_eq(found->id, made->instance->id);
    connect_free(found);

    connect_delete_instance_request delete = { sizeof delete, .instance_id = made->instance->arn };
    connect_describe_instance_request describe = { sizeof describe,
                                                   .instance_id = made->instance->id };

    good(connect_delete_instance(client, &delete, NULL, &error));
    good(connect_wait_instance_deleted(client, made->instance->id, &quickly, &error));
    ck_assert_int_eq(connect_describe_instance(client, &describe, NULL, &error),
                     CONNECT_E_NOT_FOUND);
    ck_assert_str_eq(connect_error_aws_type(error), "ResourceNotFoundException");
    ck_assert_uint_eq(strlen(connect_error_request_id(error)), 36);
    connect_free(made);
}
END_TEST

START_TEST(a_certificate_nobody_vouches_for_is_not_believed)
{
    SERVED_START(&served, "--tls-cert", tls_file("loopback.pem"), "--tls-key",
                 tls_file("loopback.key"));
    client = served_client(&served, NULL, NULL, NULL);
    ck_assert_int_eq(list_once(), CONNECT_E_TLS);
    ck_assert_int_eq(connect_error_attempts(error), 1);
}
END_TEST

/* ---- who may ask ---- */

START_TEST(wrong_keys_and_regions_are_told_apart)
{
    static const struct {
        const char *key, *secret, *region, *type;
    } cases[] = {
        { "AKIDOTHER", NULL, NULL, "UnrecognizedClientException" },
        { NULL, "other", NULL, "InvalidSignatureException" },
        { NULL, NULL, "eu-west-1", "InvalidSignatureException" },
    };

    SERVED_START(&served, "--region", "us-east-1");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        client = served_client(&served, cases[i].key, cases[i].secret, cases[i].region);
        ck_assert_int_eq(list_once(), CONNECT_E_UNAUTHENTICATED);
        ck_assert_str_eq(connect_error_aws_type(error), cases[i].type);
        ck_assert_int_eq(connect_error_attempts(error), 1);
        ck_assert(!connect_error_is_retryable(error));
        connect_client_free(client);
    }
    client = served_client(&served, NULL, NULL, NULL);
    good(list_once());
}
END_TEST

START_TEST(nothing_is_signed_for_nobody)
{
    connect_client_options options = { sizeof options, .region = "us-east-1" };

    SERVED_START(&served, "--port", "0");
    options.endpoint_url = served.url;
    good(connect_credentials_anonymous(&options.credentials, &error));
    good(connect_client_new(&options, &client, &error));
    connect_credentials_provider_free(options.credentials);
    ck_assert_int_eq(list_once(), CONNECT_E_UNAUTHENTICATED);
    ck_assert_str_eq(connect_error_aws_type(error), "MissingAuthenticationTokenException");
}
END_TEST

/* _i: the service is ten minutes behind, or ahead. */
START_TEST(a_skewed_clock_is_learned_once)
{
    connect_client_options stubborn = { .disable_clock_skew_correction = CONNECT_SET(true) };
    connect_list_instances_request request = { sizeof request };
    connect_list_instances_response *listed = NULL;

    SERVED_START(&served, "--clock-offset", _i == 0 ? "-600" : "600");
    client = served_client_with(&served, &stubborn, NULL, NULL);
    ck_assert_int_eq(list_once(), CONNECT_E_UNAUTHENTICATED);
    ck_assert_str_eq(connect_error_aws_type(error), "InvalidSignatureException");
    connect_error_free(error);
    connect_client_free(client);

    client = served_client(&served, NULL, NULL, NULL);
    for (int32_t attempts = 2; attempts >= 1; attempts--) {
        good(connect_list_instances(client, &request, &listed, &error));
        ck_assert_int_eq(connect_response_attempts(listed), attempts);
        connect_free(listed);
    }
}
END_TEST

/* ---- pages ---- */

static const struct {
    const char *seeds;
    size_t count, pages;
} listings[] = {
    { "0", 0, 1 }, { "1", 1, 1 }, { "10", 10, 1 }, { "11", 11, 2 }, { "2000", 2000, 200 },
};

START_TEST(every_instance_is_listed_once)
{
    const connect_instance_summary *summary;
    char alias[32], last_request[64] = "";
    size_t count = 0, pages = 0;

    SERVED_START(&served, "--seed-instances", listings[_i].seeds);
    client = served_client(&served, NULL, NULL, NULL);

    connect_pager *pager = connect_list_instances_pages(client, NULL);

    while ((summary = connect_list_instances_next(pager)) != NULL) {
        snprintf(alias, sizeof alias, "seed-%04zu", ++count);
        ck_assert_str_eq(summary->instance_alias, alias);
        pages += strcmp(last_request, connect_pager_request_id(pager)) != 0;
        snprintf(last_request, sizeof last_request, "%s", connect_pager_request_id(pager));
    }
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
    ck_assert_uint_eq(count, listings[_i].count);
    ck_assert_uint_eq(pages, listings[_i].count > 0 ? listings[_i].pages : 0);
}
END_TEST

START_TEST(a_listing_is_taken_up_again_where_it_stopped)
{
    connect_list_instances_request request = { sizeof request, .max_results = CONNECT_SET(4) };
    const connect_instance_summary *summary;
    char token[256], seen[32] = "";

    SERVED_START(&served, "--seed-instances", "11");
    client = served_client(&served, NULL, NULL, NULL);

    connect_pager *pager = connect_list_instances_pages(client, &request);

    connect_pager_set_max_pages(pager, 2);
    while ((summary = connect_list_instances_next(pager)) != NULL) {
        snprintf(seen, sizeof seen, "%s", summary->instance_alias);
    }
    ck_assert_str_eq(seen, "seed-0008");
    ck_assert_ptr_null(connect_pager_error(pager));
    snprintf(token, sizeof token, "%s", connect_pager_next_token(pager));
    connect_pager_free(pager);
    request.next_token = token;
    pager = connect_list_instances_pages(client, &request);
    ck_assert_str_eq(connect_list_instances_next(pager)->instance_alias, "seed-0009");
    connect_pager_free(pager);
}
END_TEST

/* ---- what the service refuses ---- */

START_TEST(refusals_have_their_classes)
{
    connect_create_instance_request one = CREATE("one"), again = CREATE("ONE"), two = CREATE("two");

    SERVED_START(&served, "--max-instances", "1");
    client = served_client(&served, NULL, NULL, NULL);
    good(connect_create_instance(client, &one, NULL, &error));
    ck_assert_int_eq(connect_create_instance(client, &again, NULL, &error),
                     CONNECT_E_INVALID_REQUEST);
    ck_assert_str_eq(connect_error_message(error), "Instance alias is already used");
    connect_error_free(error);
    ck_assert_int_eq(connect_create_instance(client, &two, NULL, &error), CONNECT_E_QUOTA_EXCEEDED);
    ck_assert_int_eq(connect_error_http_status(error), 402);
    ck_assert_int_eq(connect_error_attempts(error), 1);
}
END_TEST

START_TEST(a_token_makes_creating_twice_creating_once)
{
    connect_create_instance_request create = CREATE("once");
    connect_create_instance_response *first = NULL, *second = NULL;

    SERVED_START(&served, "--port", "0");
    client = served_client(&served, NULL, NULL, NULL);
    create.client_token = "token";
    good(connect_create_instance(client, &create, &first, &error));
    good(connect_create_instance(client, &create, &second, &error));
    ck_assert_str_eq(first->id, second->id);
    ck_assert_str_ne(connect_response_request_id(first), connect_response_request_id(second));
    connect_free(first);
    connect_free(second);
    create.instance_alias = "other";
    ck_assert_int_eq(connect_create_instance(client, &create, NULL, &error),
                     CONNECT_E_INVALID_REQUEST);
}
END_TEST

START_TEST(throttling_is_told_and_waited_out)
{
    connect_client_options once = { .retry_mode = CONNECT_RETRY_OFF };
    connect_client_options often = { .max_attempts = CONNECT_SET(10) };
    connect_list_instances_request request = { sizeof request };
    connect_client *patient;

    SERVED_START(&served, "--rate", "1", "--burst", "1");
    client = served_client_with(&served, &once, NULL, NULL);
    good(list_once());
    ck_assert_int_eq(list_once(), CONNECT_E_THROTTLED);
    ck_assert(connect_error_is_throttle(error));
    ck_assert_int_eq(connect_error_http_status(error), 429);
    patient = served_client_with(&served, &often, NULL, NULL);
    good(connect_list_instances(patient, &request, NULL, NULL));
    connect_client_free(patient);
}
END_TEST

START_TEST(a_creation_that_fails_says_why)
{
    connect_create_instance_request bad = CREATE("bad-1");
    connect_wait_options quickly = QUICKLY;

    SERVED_START(&served, "--fail-alias", "^bad", "--creation-delay-ms", "50");
    client = served_client(&served, NULL, NULL, NULL);
    ck_assert_int_eq(connect_create_instance_and_wait(client, &bad, &quickly, NULL, &error),
                     CONNECT_E_WAITER);
    ck_assert_ptr_nonnull(strstr(connect_error_reason(error), "--fail-alias"));
    ck_assert_uint_eq(strlen(connect_error_resource_id(error)), 36);
}
END_TEST

START_TEST(a_wait_that_took_too_long_is_taken_up_again)
{
    connect_create_instance_request slow = CREATE("slow");
    connect_wait_options quickly = QUICKLY;

    SERVED_START(&served, "--creation-delay-ms", "2000");
    client = served_client(&served, NULL, NULL, NULL);
    quickly.timeout_ms = (connect_opt_int64)CONNECT_SET(150);
    ck_assert_int_eq(connect_create_instance_and_wait(client, &slow, &quickly, NULL, &error),
                     CONNECT_E_TIMEOUT);

    char id[64];

    snprintf(id, sizeof id, "%s", connect_error_resource_id(error));
    quickly.timeout_ms = (connect_opt_int64)CONNECT_SET(10000);
    good(connect_wait_instance_active(client, id, &quickly, NULL, NULL));
}
END_TEST

/* ---- threads ---- */

static void *list_much(void *user)
{
    connect_list_instances_request request = { sizeof request };
    size_t *done = user;

    for (int i = 0; i < 50; i++) {
        connect_list_instances_response *listed = NULL;

        if (connect_list_instances(client, &request, &listed, NULL) == CONNECT_OK) {
            *done += listed->instance_summary_list_count;
        }
        connect_free(listed);
    }
    return NULL;
}

START_TEST(threads_share_a_client)
{
    pthread_t threads[8];
    size_t done[8] = { 0 };

    SERVED_START(&served, "--seed-instances", "3");
    client = served_client(&served, NULL, NULL, NULL);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_int_eq(pthread_create(&threads[i], NULL, list_much, &done[i]), 0);
    }
    for (size_t i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_uint_eq(done[i], 150);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("end to end");
    TCase *tcase = tcase_create("served");

    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, an_instance_is_created_found_tagged_and_deleted, 0, 2);
    tcase_add_test(tcase, a_certificate_nobody_vouches_for_is_not_believed);
    tcase_add_test(tcase, wrong_keys_and_regions_are_told_apart);
    tcase_add_test(tcase, nothing_is_signed_for_nobody);
    tcase_add_loop_test(tcase, a_skewed_clock_is_learned_once, 0, 2);
    tcase_add_loop_test(tcase, every_instance_is_listed_once, 0,
                        sizeof listings / sizeof listings[0]);
    tcase_add_test(tcase, a_listing_is_taken_up_again_where_it_stopped);
    tcase_add_test(tcase, refusals_have_their_classes);
    tcase_add_test(tcase, a_token_makes_creating_twice_creating_once);
    tcase_add_test(tcase, throttling_is_told_and_waited_out);
    tcase_add_test(tcase, a_creation_that_fails_says_why);
    tcase_add_test(tcase, a_wait_that_took_too_long_is_taken_up_again);
    tcase_add_test(tcase, threads_share_a_client);
    suite_add_tcase(suite, tcase);
    return suite;
}
