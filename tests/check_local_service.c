/* connect-local: requests, signed by the library and dispatched without a network. */
#include "base/json.h"
#include "core/buf.h"
#include "core/text.h"
#include "operations/document.h"
#include "operations/route.h"
#include "support/local_fixture.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

/* ---- the table of operations ---- */

START_TEST(every_operation_has_a_handler_and_a_path)
{
    const struct connect_operation *operation = NULL;

    ck_assert(routes_are_complete());
    while ((operation = connect_operation_next(operation)) != NULL) {
        const char *labels[ROUTE_LABELS_MAX];
        struct exchange *exchange = exchange_new(NULL, operation->method, operation->path);
        struct route route;

        ck_assert(route_find(exchange, &route, labels));
        ck_assert(route.handler != NULL);
        ck_assert_ptr_eq(route.operation, operation);
        exchange_free(exchange);
    }
}
END_TEST

START_TEST(every_collection_is_part_of_the_state_document)
{
    for (size_t i = 0; i < COLLECTION_COUNT; i++) {
        const char *creator = collection_creators[i];

        ck_assert_msg(collection_names[i] != NULL, "collection %zu has no name", i);
        ck_assert_msg(creator != NULL && connect_operation_find(creator) != NULL, "%s",
                      collection_names[i]);
    }
}
END_TEST

START_TEST(no_operation_has_a_control_path)
{
    const struct connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        ck_assert(!text_starts(operation->path, "/_"));
    }
}
END_TEST

/* ---- each row of an output is sent, also rows that are added later ---- */

static void find_missing_members(const struct connect_shape *shape, const json_t *json,
                                 const char *allowed)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        const json_t *value = json_object_get(json, member->name);

        if (strstr(allowed, member->name) != NULL) {
            continue;
        }
        ck_assert_msg(value != NULL, "%s.%s is missing", shape->name, member->name);
        if (member->kind == CONNECT_KIND_STRUCT) {
            find_missing_members(member->shape, value, allowed);
        }
        if (member->kind == CONNECT_KIND_STRUCT_LIST) {
            find_missing_members(member->shape, json_array_get(value, 0), allowed);
        }
    }
}

/* The response of an operation must have all members but those named in `allowed`. */
static void expect_all_members(const char *operation, const char *method, const char *target,
                               const char *body, const char *allowed)
{
    json_t *json = local_expect_json(200, method, target, body);

    find_missing_members(connect_operation_find(operation)->output, json, allowed);
    json_decref(json);
}

START_TEST(responses_have_every_member)
{
    char instance[64], other[64];

    local_options.creation_delay_ms = 10;
    ck_assert_int_eq(regcomp(&local_options.fail_alias, "^fail", REG_EXTENDED), 0);
    local_options.has_fail_alias = true;
    local_start();
    snprintf(other, sizeof other, "%s",
             local_create("PUT", "/instance", CREATE("fail", ",\"Tags\":{\"a\":\"b\"}"), "Id"));
    wall_ms += 10;
    expect_all_members("DescribeInstance", "GET", instance_path(other, ""), NULL,
                       "ReplicationConfiguration");
    expect_all_members("CreateInstance", "PUT", "/instance", CREATE("good", ""), "");
    snprintf(instance, sizeof instance, "%s",
             local_create("PUT", "/instance", CREATE("all", ",\"Tags\":{\"a\":\"b\"}"), "Id"));
    wall_ms += 10;
    expect_all_members("ListInstances", "GET", "/instance?maxResults=1", NULL, "");
    expect_all_members("ReplicateInstance", "POST", instance_path(instance, "/replicate"),
                       "{\"ReplicaRegion\":\"us-west-2\",\"ReplicaAlias\":\"r\"}", "");
    expect_all_members("DescribeInstance", "GET", instance_path(instance, ""), NULL,
                       "StatusReason ReplicationStatusReason");

    local_expect(200, "PUT", instance_path(instance, "/security-key"), PEM("1"));
    expect_all_members("AssociateSecurityKey", "PUT", instance_path(instance, "/security-key"),
                       PEM("2"), "");
    expect_all_members("ListSecurityKeys", "GET",
                       instance_path(instance, "/security-keys?maxResults=1"), NULL, "");
    expect_all_members("ListInstanceAttributes", "GET", instance_path(instance, "/attributes"),
                       NULL, "");
    expect_all_members("DescribeInstanceAttribute", "GET",
                       instance_path(instance, "/attribute/EARLY_MEDIA"), NULL, "");

    local_expect(200, "PUT", instance_path(instance, "/bot"),
                 "{\"LexBot\":{\"Name\":\"b\",\"LexRegion\":\"us-east-1\"}}");
    local_expect(200, "PUT", instance_path(instance, "/bot"),
                 "{\"LexBot\":{\"Name\":\"c\",\"LexRegion\":\"us-east-1\"}}");
    local_expect(200, "PUT", instance_path(instance, "/bot"),
                 "{\"LexV2Bot\":{\"AliasArn\":\"a\"}}");
    expect_all_members("ListBots", "GET",
                       instance_path(instance, "/bots?lexVersion=V1&maxResults=1"), NULL,
                       "LexV2Bot");
    expect_all_members("ListBots", "GET", instance_path(instance, "/bots?lexVersion=V2"), NULL,
                       "LexBot NextToken");
    expect_all_members("ListLexBots", "GET", instance_path(instance, "/lex-bots?maxResults=1"),
                       NULL, "");

    expect_all_members(
        "CreateIntegrationAssociation", "PUT", instance_path(instance, "/integration-associations"),
        "{\"IntegrationType\":\"EVENT\",\"IntegrationArn\":\"a\",\"SourceApplicationUrl\":\"u\","
        "\"SourceApplicationName\":\"n\",\"SourceType\":\"CASES\"}",
        "");

    char cases[128];

    snprintf(cases, sizeof cases, "/integration-associations/%s/use-cases",
             local_create("PUT", instance_path(instance, "/integration-associations"),
                          "{\"IntegrationType\":\"WISDOM_ASSISTANT\",\"IntegrationArn\":\"b\"}",
                          "IntegrationAssociationId"));
    expect_all_members("ListIntegrationAssociations", "GET",
                       instance_path(instance, "/integration-associations?maxResults=1"), NULL, "");
    expect_all_members("CreateUseCase", "PUT", instance_path(instance, cases),
                       "{\"UseCaseType\":\"CONNECT_CAMPAIGNS\"}", "");
    expect_all_members("ListUseCases", "GET", instance_path(instance, cases), NULL, "NextToken");
}
END_TEST

START_TEST(templates_and_storage_have_every_member)
{
    static const char template[] =
        "{\"Name\":\"t\",\"Description\":\"d\",\"ContactFlowId\":\"c\","
        "\"SelfAssignFlowId\":\"s\",\"Tags\":{\"a\":\"b\"},"
        "\"Constraints\":{\"RequiredFields\":[{\"Id\":{\"Name\":\"f\"}}],"
        "\"ReadOnlyFields\":[{\"Id\":{\"Name\":\"f\"}}],"
        "\"InvisibleFields\":[{\"Id\":{\"Name\":\"f\"}}]},\"Defaults\":{"
        "\"DefaultFieldValues\":[{\"Id\":{\"Name\":\"f\"},"
        "\"DefaultValue\":\"x\"}]},\"Fields\":[{\"Id\":{\"Name\":\"f\"},"
        "\"Description\":\"d\",\"Type\":\"TEXT\","
        "\"SingleSelectOptions\":[\"x\"]}]}";
    char instance[64], where[128];

    local_start();
    snprintf(instance, sizeof instance, "%s",
             local_create("PUT", "/instance", CREATE("all", ""), "Id"));
    snprintf(where, sizeof where, "/task/template/%s",
             local_create("PUT", instance_path(instance, "/task/template"), template, "Id"));
    expect_all_members("GetTaskTemplate", "GET", instance_path(instance, where), NULL, "Tags");
    expect_all_members("UpdateTaskTemplate", "POST", instance_path(instance, where), template, "");
    expect_all_members("CreateTaskTemplate", "PUT", instance_path(instance, "/task/template"),
                       "{\"Name\":\"u\",\"Fields\":[]}", "");
    expect_all_members("ListTaskTemplates", "GET",
                       instance_path(instance, "/task/template?maxResults=1"), NULL, "");

    static const struct {
        const char *type, *member, *config;
    } kinds[] = {
        { "S3", "S3Config",
          "{\"BucketName\":\"b\",\"BucketPrefix\":\"p\",\"EncryptionConfig\":{\"EncryptionType\":\"KMS\","
          "\"KeyId\":\"k\"}}" },
        { "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig",
          "{\"Prefix\":\"p\",\"RetentionPeriodHours\":1,"
          "\"EncryptionConfig\":{\"EncryptionType\":\"KMS\",\"KeyId\":\"k\"}}" },
        { "KINESIS_STREAM", "KinesisStreamConfig", "{\"StreamArn\":\"a\"}" },
        { "KINESIS_FIREHOSE", "KinesisFirehoseConfig", "{\"FirehoseArn\":\"a\"}" },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char body[512], others[256] = "";

        for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++) {
            if (j != i) {
                strcat(strcat(others, kinds[j].member), " ");
            }
        }
        snprintf(
            body, sizeof body,
            "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":{\"StorageType\":\"%s\",\"%s\":%s}}",
            kinds[i].type, kinds[i].member, kinds[i].config);
        snprintf(
            where, sizeof where, "/storage-config/%s?resourceType=ATTACHMENTS",
            local_create("PUT", instance_path(instance, "/storage-config"), body, "AssociationId"));
        expect_all_members("DescribeInstanceStorageConfig", "GET", instance_path(instance, where),
                           NULL, others);
    }
    expect_all_members(
        "ListInstanceStorageConfigs", "GET",
        instance_path(instance, "/storage-configs?resourceType=ATTACHMENTS&maxResults=1"), NULL,
        "KinesisVideoStreamConfig KinesisStreamConfig KinesisFirehoseConfig");
    local_expect(400, "PUT", instance_path(instance, "/task/template"),
                 "{\"Name\":\"u\",\"Fields\":[]}");
}
END_TEST

/* ---- time and quotas ---- */

START_TEST(failed_instance_is_listed_for_a_day)
{
    const int64_t day = 24 * 60 * 60 * INT64_C(1000);
    char failed[64];
    json_t *list;

    ck_assert_int_eq(regcomp(&local_options.fail_alias, ".", REG_EXTENDED), 0);
    local_options.has_fail_alias = true;
    local_start();
    snprintf(failed, sizeof failed, "%s", local_create("PUT", "/instance", CREATE("x", ""), "Id"));
    local_expect(200, "PUT", "/instance", CREATE("y", ""));
    wall_ms += day - 1;
    local_expect(200, "GET", instance_path(failed, ""), NULL);
    wall_ms += 1;
    local_expect(404, "GET", instance_path(failed, ""), NULL);
    list = local_expect_json(200, "GET", "/instance", NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(list, "InstanceSummaryList")), 0);
    json_decref(list);
    ck_assert_uint_eq(local->tenants[0]->instances.count, 0);
    ck_assert_uint_eq(local->tenants[0]->unsettled, 0);
}
END_TEST

START_TEST(failed_instances_do_not_count_against_the_quota)
{
    ck_assert_int_eq(regcomp(&local_options.fail_alias, "^fail", REG_EXTENDED), 0);
    local_options.has_fail_alias = true;
    local_options.max_instances = 1;
    local_start();
    local_expect(200, "PUT", "/instance", CREATE("fail-1", ""));
    local_expect(200, "PUT", "/instance", CREATE("fail-2", ""));
    local_expect(200, "PUT", "/instance", CREATE("good", ""));
    local_expect(402, "PUT", "/instance", CREATE("more", ""));
}
END_TEST

START_TEST(client_tokens_are_limited_in_number_memory_and_age)
{
    static const unsigned char digest[DIGEST_SIZE];
    struct replays replays = { 0 };
    char key[32];
    char *large = mem_calloc(1, REPLAYS_BYTES_MAX / 4);

    memset(large, 'a', REPLAYS_BYTES_MAX / 4 - 1);
    for (int i = 0; i <= REPLAYS_MAX; i++) {
        snprintf(key, sizeof key, "%d", i);
        replay_add(&replays, key, digest, key, i);
    }
    ck_assert_uint_eq(replays.by_key.count, REPLAYS_MAX);
    ck_assert_ptr_null(replay_find(&replays, "0", REPLAYS_MAX));
    ck_assert_ptr_nonnull(replay_find(&replays, "1", REPLAYS_MAX));
    ck_assert_str_eq(replay_find(&replays, key, REPLAYS_MAX)->response, key);

    ck_assert_ptr_null(replay_find(&replays, "1", REPLAY_AGE_MAX_MS + 1));
    ck_assert_ptr_nonnull(replay_find(&replays, "2", REPLAY_AGE_MAX_MS + 1));

    for (int i = 0; i < 60; i++) {
        snprintf(key, sizeof key, "large %d", i);
        replay_add(&replays, key, digest, large, REPLAYS_MAX);
        ck_assert_uint_le(replays.bytes, REPLAYS_BYTES_MAX);
    }
    ck_assert_uint_eq(replays.by_key.count, 3);
    ck_assert_ptr_nonnull(replay_find(&replays, "large 57", REPLAYS_MAX));
    ck_assert_ptr_null(replay_find(&replays, "large 56", REPLAYS_MAX));
    replays_free(&replays);
    mem_free(large);
}
END_TEST

START_TEST(inputs_of_client_tokens_are_not_kept)
{
    static const char start_of_body[] =
        "{\"InstanceAlias\":\"a\",\"IdentityManagementType\":\"SAML\",\"InboundCallsEnabled\":true,"
        "\"OutboundCallsEnabled\":true,\"ClientToken\":\"t\",\"Tags\":{\"a\":\"b\"}}";

    local_start();
    local_expect(200, "PUT", "/instance", start_of_body);
    ck_assert_uint_lt(local->replays.bytes, 400);
    local_expect(200, "PUT", "/instance", start_of_body);
    local_expect(400, "PUT", "/instance", CREATE("b", ",\"ClientToken\":\"t\""));
}
END_TEST

START_TEST(throttling_precedes_validation)
{
    local_options.rate = 1;
    local_options.burst = 2;
    local_start();
    local_expect(400, "PUT", "/instance", "{");
    local_expect(400, "PUT", "/instance", "{");
    local_expect(429, "PUT", "/instance", "{");
    local_expect(200, "GET", "/instance", NULL);
    monotonic_ms += 1000;
    local_expect(400, "PUT", "/instance", "{");
    local_expect(429, "PUT", "/instance", CREATE("x", ""));
}
END_TEST

START_TEST(partition_follows_the_region)
{
    local_options.region = "us-gov-west-1";
    local_start();

    json_t *json = local_expect_json(200, "PUT", "/instance", CREATE("gov", ""));

    ck_assert(
        text_starts(json_get_string(json, "Arn"), "arn:aws-us-gov:connect:us-gov-west-1:1234"));
    json_decref(json);
}
END_TEST

/* ---- fidelity ---- */

#define S3_STORAGE \
    "{\"StorageType\":\"S3\",\"S3Config\":{\"BucketName\":\"b\",\"BucketPrefix\":\"p\"}}"
#define KINESIS_STORAGE \
    "{\"StorageType\":\"KINESIS_STREAM\",\"KinesisStreamConfig\":{\"StreamArn\":\"a\"}}"

START_TEST(storage_update_creates_no_second_configuration)
{
    char instance[64], kinesis[128];

    local_start();
    snprintf(instance, sizeof instance, "%s",
             local_create("PUT", "/instance", CREATE("a", ""), "Id"));
    local_expect(200, "PUT", instance_path(instance, "/storage-config"),
                 "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":" S3_STORAGE "}");
    snprintf(kinesis, sizeof kinesis, "/storage-config/%s?resourceType=ATTACHMENTS",
             local_create("PUT", instance_path(instance, "/storage-config"),
                          "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":" KINESIS_STORAGE
                          "}",
                          "AssociationId"));
    local_expect(400, "POST", instance_path(instance, kinesis),
                 "{\"StorageConfig\":" S3_STORAGE "}");
    local_expect(200, "POST", instance_path(instance, kinesis),
                 "{\"StorageConfig\":" KINESIS_STORAGE "}");
}
END_TEST

START_TEST(arn_of_another_region_or_account_is_not_replicated)
{
    static const struct {
        const char *local_start;
        int status;
    } cases[] = {
        { "arn:aws:connect:us-west-2:123456789012:instance", 404 },
        { "arn:aws-us-gov:connect:us-east-1:123456789012:instance", 404 },
        { "arn:aws:connect:us-east-1:999999999999:instance", 403 },
        { "arn:aws:connect:us-east-1:123456789012:instance", 200 },
    };
    char target[256], instance[64];

    local_start();
    snprintf(instance, sizeof instance, "%s",
             local_create("PUT", "/instance", CREATE("a", ""), "Id"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(target, sizeof target, "/instance/%s%%2F%s/replicate", cases[i].local_start,
                 instance);
        local_expect(cases[i].status, "POST", target,
                     "{\"ReplicaRegion\":\"us-west-2\",\"ReplicaAlias\":\"r\"}");
    }
}
END_TEST

#define EMAIL(type, body)                                                                     \
    "{\"FromEmailAddress\":{\"EmailAddress\":\"a@b.c\"},\"TrafficType\":\"GENERAL\","         \
    "\"DestinationEmailAddress\":{\"EmailAddress\":\"a@b.c\"},\"EmailMessage\":{"             \
    "\"MessageSourceType\":\"RAW\",\"RawMessage\":{\"Subject\":\"s\",\"ContentType\":\"" type \
    "\","                                                                                     \
    "\"Body\":\"" body "\"}}}"

static void check_reason(int status, const char *target, const char *body, const char *member,
                         const char *reason)
{
    json_t *json = local_expect_json(status, "PUT", target, body);
    const char *found = json_get_string(json_object_get(json, "Reason"), member);

    ck_assert_msg(found != NULL && strcmp(found, reason) == 0, "%s", found);
    json_decref(json);
}

START_TEST(errors_have_the_reason_of_their_shape)
{
    const size_t characters = 5 * 1024 * 1024 - 10;
    struct buf large = BUF_INIT(characters * 2 + 1000);
    char target[128];

    local_start();
    snprintf(target, sizeof target, "/instance/%s/outbound-email",
             local_create("PUT", "/instance", CREATE("a", ""), "Id"));
    local_expect(200, "PUT", target, EMAIL("text/plain", "b"));
    check_reason(400, target, EMAIL("image/png", "b"), "AttachedFileInvalidRequestExceptionReason",
                 "INVALID_FILE_TYPE");

    const char *whole = EMAIL("text/html", "|"), *middle = strchr(whole, '|');

    buf_add(&large, whole, (size_t)(middle - whole));
    for (size_t i = 0; i < characters; i++) {
        buf_add_text(&large, "\xc3\xa9");
    }
    buf_add_text(&large, middle + 1);
    check_reason(402, target, buf_text(&large), "AttachedFileServiceQuotaExceededExceptionReason",
                 "TOTAL_FILE_SIZE_EXCEEDED");
    buf_free(&large);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("connect-local service");
    TCase *service = tcase_create("service");

    tcase_add_checked_fixture(service, local_set_up, local_tear_down);
    tcase_add_test(service, every_operation_has_a_handler_and_a_path);
    tcase_add_test(service, every_collection_is_part_of_the_state_document);
    tcase_add_test(service, no_operation_has_a_control_path);
    tcase_add_test(service, responses_have_every_member);
    tcase_add_test(service, templates_and_storage_have_every_member);
    tcase_add_test(service, failed_instance_is_listed_for_a_day);
    tcase_add_test(service, failed_instances_do_not_count_against_the_quota);
    tcase_add_test(service, client_tokens_are_limited_in_number_memory_and_age);
    tcase_add_test(service, inputs_of_client_tokens_are_not_kept);
    tcase_add_test(service, throttling_precedes_validation);
    tcase_add_test(service, partition_follows_the_region);
    tcase_add_test(service, storage_update_creates_no_second_configuration);
    tcase_add_test(service, arn_of_another_region_or_account_is_not_replicated);
    tcase_add_test(service, errors_have_the_reason_of_their_shape);
    suite_add_tcase(suite, service);
    return suite;
}
