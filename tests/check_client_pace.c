/*
 * Pacing as a client does it: which quota a call waits for, whose it is, and where the file that
 * processes share comes from.
 */
#include "call/run.h"
#include "support/memory.h"
#include "support/suite.h"
#include "support/world.h"

#include <connect/operation.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct world world;
static char folder[64], path[128];

static void set_up(void)
{
    strcpy(folder, "/tmp/client_pace-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/quotas", folder);
    world_begin(&world);
    unsetenv("AWS_CONNECT_PACE_SHARED_FILE");
    unsetenv("AWS_CONNECT_PACE_SHARED_WITH_GROUP");
}

static void tear_down(void)
{
    world_end(&world);
    (void)unlink(path);
    (void)rmdir(folder);
    unsetenv("AWS_CONNECT_PACE_SHARED_FILE");
    unsetenv("AWS_CONNECT_PACE_SHARED_WITH_GROUP");
    unsetenv("AWS_CONFIG_FILE");
}

static void open_paced(const connect_pace *pace)
{
    static const struct fake_response fine = WORLD_FINE;

    world.options.pace = pace;
    world_open(&world);
    fake_transport_script(&world.transport, &fine, 1);
    world.transport.repeats = true;
}

/* Another client of the same clock and transport, as a process of its own would have. */
static connect_client *open_other(void)
{
    connect_client *other = NULL;

    ck_assert_int_eq(connect_client_new(&world.options, &other, NULL), CONNECT_OK);
    return other;
}

static void send_to(const char *method, const char *target)
{
    connect_error *error = NULL;
    connect_status status = connect_send(world.client, method, target, NULL, 0,
                                         strcmp(method, "GET") == 0 ? NULL : "{}", NULL, &error);

    ck_assert_msg(status == CONNECT_OK, "%s", connect_error_message(error));
}

static void describe(connect_client *client)
{
    ck_assert_int_eq(world_describe(client, NULL, NULL), CONNECT_OK);
}

/* ---- the documented quotas ---- */

START_TEST(fifty_listings_of_integration_associations_take_no_time)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    const connect_list_integration_associations_request request = { .size = sizeof request,
                                                                    .instance_id = WORLD_ID };
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 50; i++) {
        ck_assert_int_eq(connect_list_integration_associations(world.client, &request, NULL, NULL),
                         CONNECT_OK);
    }
    ck_assert_int_eq(world.clock.ticks, start);
    ck_assert_int_eq(connect_list_integration_associations(world.client, &request, NULL, NULL),
                     CONNECT_OK);
    ck_assert_int_gt(world.clock.ticks, start);
}
END_TEST

START_TEST(ten_searches_for_contacts_take_eighteen_seconds)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 10; i++) {
        send_to("POST", "/search-contacts");
    }
    ck_assert_int_ge(world.clock.ticks - start, 18000);
    ck_assert_int_le(world.clock.ticks - start, 18500);
}
END_TEST

START_TEST(sent_requests_have_a_bucket_for_each_method_and_pattern)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 5; i++) {
        char target[64];

        (void)snprintf(target, sizeof target, "/queues/" WORLD_ID "/q-%d", i);
        send_to("GET", target);
        send_to("POST", target);
        send_to("GET", "/routing-profiles-summary/" WORLD_ID);
    }
    ck_assert_int_eq(world.clock.ticks, start);
    send_to("GET", "/queues/" WORLD_ID "/q-9");
    ck_assert_int_ge(world.clock.ticks, start + 500);
}
END_TEST

START_TEST(a_typed_call_and_a_sent_request_share_the_quota_of_their_operation)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 5; i++) {
        send_to("GET", "/instance/" WORLD_ID);
    }
    ck_assert_int_eq(world.clock.ticks, start);
    describe(world.client);
    ck_assert_int_ge(world.clock.ticks, start + 500);
}
END_TEST

static connect_status create_integration(connect_client *client, connect_integration_type type)
{
    const connect_create_integration_association_request request = {
        .size = sizeof request,
        .instance_id = WORLD_ID,
        .integration_type = type,
        .integration_arn = "arn:aws:ses:us-west-2:123456789012:identity/example.com"
    };

    return connect_create_integration_association(client, &request, NULL, NULL);
}

START_TEST(associations_of_an_ses_identity_have_a_quota_of_their_own)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(create_integration(world.client, CONNECT_INTEGRATION_TYPE_SES_IDENTITY),
                         CONNECT_OK);
    }
    ck_assert_int_ge(world.clock.ticks - start, 3000);
    ck_assert_int_le(world.clock.ticks - start, 3200);
    start = world.clock.ticks;
    for (int i = 0; i < 5; i++) {
        ck_assert_int_eq(create_integration(world.client, CONNECT_INTEGRATION_TYPE_EVENT),
                         CONNECT_OK);
    }
    ck_assert_int_eq(world.clock.ticks, start);
}
END_TEST

static bool create_once(void *user)
{
    connect_client *client = NULL;
    connect_status status;

    (void)user;
    WORLD_SCRIPT(&world, WORLD_FINE);
    status = connect_client_new(&world.options, &client, NULL);
    if (status == CONNECT_OK) {
        status = create_integration(client, CONNECT_INTEGRATION_TYPE_SES_IDENTITY);
    }
    connect_client_free(client);
    memory_check_status(status, CONNECT_OK);
    return status == CONNECT_OK;
}

START_TEST(without_memory_for_its_own_quota_an_association_is_not_sent)
{
    const connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;

    world.options.pace = &pace;
    world.options.log_level = CONNECT_LOG_OFF;
    memory_watch();
    memory_fail_each(create_once, NULL, 0);
    memory_unwatch();
}
END_TEST

START_TEST(a_rate_of_the_caller_holds_for_every_operation)
{
    const connect_pace pace = { .size = sizeof pace, .rate = 1, .burst = 1 };
    const connect_list_integration_associations_request request = { .size = sizeof request,
                                                                    .instance_id = WORLD_ID };
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(connect_list_integration_associations(world.client, &request, NULL, NULL),
                         CONNECT_OK);
    }
    ck_assert_int_ge(world.clock.ticks - start, 2000);
}
END_TEST

/* ---- the quotas of an account ---- */

START_TEST(the_quotas_of_an_account_come_first)
{
    static const connect_quota describes = { sizeof describes, "DescribeInstance", 20, 40 },
                               searches = { sizeof searches, "POST /search-contacts", 5, 10 },
                               queues = { sizeof queues, "GET /queues/{InstanceId}/{QueueId}", 1,
                                          1 },
                               ses = { sizeof ses, "CreateIntegrationAssociation:SES_IDENTITY", 3,
                                       3 };
    static const connect_quota *const quotas[] = { &describes, &searches, &queues, &ses };
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    int64_t start;

    pace.quotas = quotas;
    pace.quotas_count = 4;
    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 40; i++) {
        describe(world.client);
    }
    for (int i = 0; i < 10; i++) {
        send_to("POST", "/search-contacts");
    }
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(create_integration(world.client, CONNECT_INTEGRATION_TYPE_SES_IDENTITY),
                         CONNECT_OK);
    }
    send_to("GET", "/queues/" WORLD_ID "/q-1");
    ck_assert_int_eq(world.clock.ticks, start);
    send_to("GET", "/queues/" WORLD_ID "/q-2");
    ck_assert_int_ge(world.clock.ticks - start, 1000);
}
END_TEST

START_TEST(without_a_rate_only_what_the_account_names_is_paced)
{
    static const connect_quota describes = { sizeof describes, "DescribeInstance", 1, 1 };
    static const connect_quota *const quotas[] = { &describes };
    const connect_pace pace = {
        .size = sizeof pace, .rate = -_i, .burst = _i, .quotas = quotas, .quotas_count = 1
    };
    int64_t start;

    open_paced(&pace);
    start = world.clock.ticks;
    for (int i = 0; i < 20; i++) {
        ck_assert_int_eq(connect_list_instances(world.client, NULL, NULL, NULL), CONNECT_OK);
    }
    describe(world.client);
    ck_assert_int_eq(world.clock.ticks, start);
    describe(world.client);
    ck_assert_int_ge(world.clock.ticks - start, 1000);
}
END_TEST

static const struct {
    double rate, burst;
    bool is_valid;
} pace_bounds[] = {
    { 1e9, 1e9, true },  { 1.000001e9, 1, false }, { 1, 1.000001e9, false },
    { 1, 1, true },      { 1, 0.999, false },      { 1, NAN, false },
    { NAN, 1, false },   { INFINITY, 1, false },   { 1, INFINITY, false },
    { 1e-300, 1, true },
};

/* Of the whole client, and of one operation. */
START_TEST(rates_and_bursts_have_bounds)
{
    const connect_quota quota = { sizeof quota, "ListInstances", pace_bounds[_i].rate,
                                  pace_bounds[_i].burst };
    const connect_quota *const quotas[] = { &quota };
    const connect_pace paces[] = {
        { .size = sizeof(connect_pace), .rate = quota.rate, .burst = quota.burst },
        { .size = sizeof(connect_pace), .quotas = quotas, .quotas_count = 1 },
    };

    for (size_t i = 0; i < 2; i++) {
        connect_client *client = NULL;

        world.options.pace = &paces[i];
        ck_assert_int_eq(connect_client_new(&world.options, &client, NULL),
                         pace_bounds[_i].is_valid ? CONNECT_OK : CONNECT_E_ARGUMENT);
        connect_client_free(client);
    }
}
END_TEST

START_TEST(a_table_of_quotas_has_at_most_a_thousand)
{
    static const connect_quota *quotas[1001];
    const connect_quota quota = { sizeof quota, "ListInstances", 1, 1 };
    connect_pace pace = { .size = sizeof pace, .quotas = quotas, .quotas_count = 1001 };
    connect_client *client = NULL;

    for (size_t i = 0; i < 1001; i++) {
        quotas[i] = &quota;
    }
    world.options.pace = &pace;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_E_ARGUMENT);
    pace.quotas_count = 1000;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_OK);
    connect_client_free(client);
    pace.quotas = NULL;
    pace.quotas_count = 1;
    ck_assert_int_eq(connect_client_new(&world.options, &client, NULL), CONNECT_E_ARGUMENT);
}
END_TEST

static void refused_quota(const connect_quota *quota, size_t count, const char *reason)
{
    const connect_quota *const quotas[] = { quota };
    const connect_pace pace = { .size = sizeof pace, .quotas = quotas, .quotas_count = count };
    connect_client *client = NULL;
    connect_error *error = NULL;

    world.options.pace = &pace;
    ck_assert_int_ne(connect_client_new(&world.options, &client, &error), CONNECT_OK);
    ck_assert_ptr_null(client);
    check_has(connect_error_message(error), reason);
    check_has(connect_error_message(error), "option pace");
    connect_error_free(error);
}

START_TEST(a_wrong_table_of_quotas_is_refused)
{
    static const struct {
        connect_quota quota;
        const char *reason;
    } wrong[] = {
        { { sizeof(connect_quota), "ListInstance", 1, 1 }, "\"ListInstance\" is no operation" },
        { { sizeof(connect_quota), NULL, 1, 1 }, "quotas[0] names no operation" },
        { { sizeof(connect_quota), "ListInstances", 0, 1 }, "a rate above 0" },
        { { sizeof(connect_quota), "ListInstances", -1, 1 }, "a rate above 0" },
        { { sizeof(connect_quota), "ListInstances", NAN, 1 }, "a rate above 0" },
        { { sizeof(connect_quota), "ListInstances", INFINITY, 1 }, "up to 1e9" },
        { { sizeof(connect_quota), "ListInstances", 1, 0.5 }, "a burst from 1 to 1e9" },
        { { sizeof(connect_quota), "ListInstances", 1, NAN }, "a burst from 1 to 1e9" },
        { { sizeof(connect_quota), "ListInstances", 1, 2e9 }, "up to 1e9" },
        { { 0, "ListInstances", 1, 1 }, "size member is not set" },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        refused_quota(&wrong[i].quota, 1, wrong[i].reason);
    }
    refused_quota(NULL, 1, "quotas[0] names no operation");
    refused_quota(&wrong[0].quota, 1001, "a list of at most 1000");
}
END_TEST

/* ---- the file that processes share ---- */

START_TEST(clients_with_a_shared_file_share_each_quota)
{
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    connect_client *other;
    char given[sizeof path];
    int64_t start;

    memcpy(given, path, sizeof given);
    pace.shared_file = given;
    open_paced(&pace);
    other = open_other();
    memset(given, 'x', sizeof given - 1); /* it is opened later, and the name is the program's */
    start = world.clock.ticks;
    for (int i = 0; i < 5; i++) {
        describe(world.client);
        describe(other);
    }
    ck_assert_int_ge(world.clock.ticks - start, 2500);
    ck_assert_int_le(world.clock.ticks - start, 2750);
    start = world.clock.ticks;
    ck_assert_int_eq(connect_list_instances(other, NULL, NULL, NULL), CONNECT_OK);
    ck_assert_int_eq(world.clock.ticks, start);
    ck_assert_int_eq(access(path, F_OK), 0);
    connect_client_free(other);
}
END_TEST

START_TEST(a_refusal_seen_by_one_process_slows_the_others)
{
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    connect_client *other;
    int64_t start;

    pace.shared_file = path;
    world.options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    world.clock.ticks = INT64_C(30) * 86400 * 1000; /* the machine runs for a month */
    open_paced(&pace);
    other = open_other();
    WORLD_SCRIPT(&world, WORLD_THROTTLES, WORLD_FINE);
    world.transport.repeats = true;
    ck_assert_int_eq(world_describe(world.client, NULL, NULL), CONNECT_E_THROTTLED);
    start = world.clock.ticks;
    describe(other);
    ck_assert_int_ge(world.clock.ticks - start, 700); /* 0.7 of 2 a second */
    ck_assert_int_le(world.clock.ticks - start, 1000);
    connect_client_free(other);
}
END_TEST

static void use_keys(const char *access_key_id, const char *account_id)
{
    const connect_credentials keys = { sizeof keys, .access_key_id = access_key_id,
                                       .secret_access_key = WORLD_SECRET,
                                       .account_id = account_id };

    connect_credentials_provider_free(world.keys);
    ck_assert_int_eq(connect_credentials_static(&keys, &world.keys, NULL), CONNECT_OK);
    world.options.credentials = world.keys;
}

/* How long five describes take another client that has these keys. */
static int64_t others_wait(const char *access_key_id, const char *account_id, const char *region)
{
    connect_client *other;
    int64_t start = world.clock.ticks;

    use_keys(access_key_id, account_id);
    world.options.region = region;
    other = open_other();
    for (int i = 0; i < 3; i++) {
        describe(other);
    }
    connect_client_free(other);
    return world.clock.ticks - start;
}

START_TEST(a_quota_is_shared_by_account_and_region)
{
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;

    pace.shared_file = path;
    use_keys("AKIDONE", "111122223333");
    open_paced(&pace);
    for (int i = 0; i < 5; i++) {
        describe(world.client);
    }
    ck_assert_int_eq(others_wait("AKIDTWO", "444455556666", "us-west-2"), 0);
    ck_assert_int_eq(others_wait("AKIDONE", "111122223333", "eu-west-2"), 0);
    ck_assert_int_eq(others_wait("AKIDONE", NULL, "us-west-2"), 0);
    ck_assert_int_ge(others_wait("AKIDTWO", "111122223333", "us-west-2"), 1000);
    (void)others_wait("AKIDONE", NULL, "us-west-2");
    ck_assert_int_ge(others_wait("AKIDONE", NULL, "us-west-2"), 500);
}
END_TEST

START_TEST(the_file_can_come_from_the_environment)
{
    connect_client *other;
    int64_t start;
    struct stat what;
    char line[sizeof path + 80];

    ck_assert_int_eq(setenv("AWS_CONNECT_PACE_SHARED_FILE", path, 1), 0);
    ck_assert_int_eq(setenv("AWS_CONNECT_PACE_SHARED_WITH_GROUP", "true", 1), 0);
    open_paced(NULL);
    other = open_other();
    start = world.clock.ticks;
    for (int i = 0; i < 5; i++) {
        describe(world.client);
        describe(other);
    }
    ck_assert_int_ge(world.clock.ticks - start, 2500);
    ck_assert_int_eq(stat(path, &what), 0);
    ck_assert_int_eq(what.st_mode & 07777, 0660);
    (void)snprintf(line, sizeof line, "quotas shared through \"%s\" (%s)\n", path,
                   "AWS_CONNECT_PACE_SHARED_FILE");
    check_has(world.log.text, line);
    connect_client_free(other);
}
END_TEST

START_TEST(a_file_from_the_environment_brings_the_documented_quotas)
{
    int64_t start;

    ck_assert_int_eq(setenv("AWS_CONNECT_PACE_SHARED_FILE", path, 1), 0);
    open_paced(NULL);
    start = world.clock.ticks;
    for (int i = 0; i < 10; i++) {
        send_to("POST", "/search-contacts");
    }
    ck_assert_int_ge(world.clock.ticks - start, 18000);
    ck_assert_int_le(world.clock.ticks - start, 18500);
}
END_TEST

START_TEST(the_file_can_come_from_the_profile_and_lie_in_the_home_directory)
{
    char config[160];
    struct stat what;
    FILE *file;

    (void)snprintf(config, sizeof config, "%s/config", folder);
    file = fopen(config, "w");
    ck_assert_ptr_nonnull(file);
    (void)fputs("[default]\nconnect_pace_shared_file = ~/quotas\n", file);
    (void)fclose(file);
    ck_assert_int_eq(setenv("AWS_CONFIG_FILE", config, 1), 0);
    ck_assert_int_eq(setenv("HOME", folder, 1), 0);
    open_paced(NULL);
    describe(world.client);
    ck_assert_int_eq(stat(path, &what), 0);
    ck_assert_int_eq(what.st_mode & 07777, 0600);
    (void)unlink(config);
}
END_TEST

START_TEST(a_client_that_paces_nothing_leaves_the_file_alone)
{
    const connect_pace none = { .size = sizeof none };

    ck_assert_int_eq(setenv("AWS_CONNECT_PACE_SHARED_FILE", path, 1), 0);
    open_paced(&none);
    for (int i = 0; i < 20; i++) {
        describe(world.client);
    }
    ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

START_TEST(a_file_that_cannot_be_shared_fails_the_first_call)
{
    connect_pace pace = CONNECT_PACE_SERVICE_DEFAULT;
    connect_error *error = NULL;
    FILE *file = fopen(path, "w");

    (void)fputs("something else", file);
    (void)fclose(file);
    ck_assert_int_eq(chmod(path, 0600), 0);
    pace.shared_file = path;
    open_paced(&pace);
    ck_assert_int_eq(world_describe(world.client, NULL, &error), CONNECT_E_CONFIGURATION);
    check_has(connect_error_message(error), path);
    check_has(connect_error_message(error), "has another size");
    connect_error_free(error);
    ck_assert_int_eq(unlink(path), 0);
    describe(world.client);
}
END_TEST

/* ---- a call in the queue ---- */

static const connect_pace slow = { .size = sizeof slow, .rate = 1, .burst = 1 };

struct queued_call {
    struct task_driver head; /* first */
    struct run_task run;
    int woken;
};

static void queued_wake(struct task_driver *driver, struct task *task)
{
    (void)task;
    ((struct queued_call *)driver)->woken++;
}

/* Runs a call until it waits for its turn. */
static struct task *queued_start(struct queued_call *call)
{
    static const connect_describe_instance_request request = { .size = sizeof request,
                                                               .instance_id = WORLD_ID };
    struct task *root = &call->run.task, *leaf;

    *call = (struct queued_call){ .head = { .wake = queued_wake } };
    run_task_init(&call->run, world.client, connect_operation_find("DescribeInstance"), &request,
                  NULL);
    root->driver = &call->head;
    while ((leaf = task_leaf(root))->want == TASK_READY) {
        task_resume(leaf);
    }
    ck_assert_int_eq(leaf->want, TASK_WAIT);
    return leaf;
}

/* Not only when it is released, which may be later. */
START_TEST(a_call_that_is_stopped_lets_the_next_go_on)
{
    struct queued_call first, second;
    struct task *leaf;

    open_paced(&slow);
    describe(world.client);
    leaf = queued_start(&first);
    (void)queued_start(&second);
    ck_assert_int_eq(second.woken, 0);
    task_stop(leaf, CONNECT_E_CANCELLED);
    ck_assert_int_eq(second.woken, 1);
    task_release(&first.run.task);
    task_release(&second.run.task);
}
END_TEST

/* As a forked child releases the calls of a loop that it inherited: without an end. */
START_TEST(a_call_that_is_released_in_the_queue_leaves_it)
{
    struct queued_call calls[3];

    open_paced(&slow);
    describe(world.client);
    for (int i = 0; i < 3; i++) {
        (void)queued_start(&calls[i]);
    }
    task_release(&calls[1].run.task);
    ck_assert_int_eq(calls[2].woken, 0);
    task_release(&calls[0].run.task);
    ck_assert_int_eq(calls[1].woken, 0);
    ck_assert_int_eq(calls[2].woken, 1);
    task_release(&calls[2].run.task);
    describe(world.client);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("pacing of a client");
    TCase *documented = tcase_create("documented"), *account = tcase_create("account"),
          *shared = tcase_create("shared");

    tcase_add_checked_fixture(documented, set_up, tear_down);
    tcase_add_test(documented, fifty_listings_of_integration_associations_take_no_time);
    tcase_add_test(documented, ten_searches_for_contacts_take_eighteen_seconds);
    tcase_add_test(documented, sent_requests_have_a_bucket_for_each_method_and_pattern);
    tcase_add_test(documented, a_typed_call_and_a_sent_request_share_the_quota_of_their_operation);
    tcase_add_test(documented, associations_of_an_ses_identity_have_a_quota_of_their_own);
    tcase_add_test(documented, without_memory_for_its_own_quota_an_association_is_not_sent);
    tcase_add_test(documented, a_rate_of_the_caller_holds_for_every_operation);
    suite_add_tcase(suite, documented);
    tcase_add_checked_fixture(account, set_up, tear_down);
    tcase_add_test(account, the_quotas_of_an_account_come_first);
    tcase_add_loop_test(account, without_a_rate_only_what_the_account_names_is_paced, 0, 2);
    tcase_add_test(account, a_call_that_is_stopped_lets_the_next_go_on);
    tcase_add_test(account, a_call_that_is_released_in_the_queue_leaves_it);
    tcase_add_test(account, a_wrong_table_of_quotas_is_refused);
    tcase_add_loop_test(account, rates_and_bursts_have_bounds, 0,
                        sizeof pace_bounds / sizeof *pace_bounds);
    tcase_add_test(account, a_table_of_quotas_has_at_most_a_thousand);
    suite_add_tcase(suite, account);
    tcase_add_checked_fixture(shared, set_up, tear_down);
    tcase_add_test(shared, clients_with_a_shared_file_share_each_quota);
    tcase_add_test(shared, a_refusal_seen_by_one_process_slows_the_others);
    tcase_add_test(shared, a_quota_is_shared_by_account_and_region);
    tcase_add_test(shared, the_file_can_come_from_the_environment);
    tcase_add_test(shared, a_file_from_the_environment_brings_the_documented_quotas);
    tcase_add_test(shared, the_file_can_come_from_the_profile_and_lie_in_the_home_directory);
    tcase_add_test(shared, a_client_that_paces_nothing_leaves_the_file_alone);
    tcase_add_test(shared, a_file_that_cannot_be_shared_fails_the_first_call);
    suite_add_tcase(suite, shared);
    return suite;
}
