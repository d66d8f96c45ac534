/*
 * The public face as a C program sees it: structs that are filled and read member by member, pagers
 * and their types, errors as structs, and members that no log shows.
 */
#include "api/registry.h"
#include "core/buf.h"
#include "core/mem.h"
#include "shape/encode.h"
#include "shape/operation.h"
#include "support/rows.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INSTANCE "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"

static struct wire wire;

static void set_up(void)
{
    wire_open(&wire, CONNECT_CHECK_STRICT);
}

static void tear_down(void)
{
    wire_close(&wire);
}

/* ---- structs ---- */

START_TEST(a_request_with_nested_structs_is_written_as_c)
{
    const connect_encryption_config encryption = { .size = sizeof encryption,
                                                   .encryption_type = CONNECT_ENCRYPTION_TYPE_KMS,
                                                   .key_id =
                                                       "arn:aws:kms:us-west-2:123456789012:key/k" };
    const connect_kinesis_video_stream_config video = { .size = sizeof video,
                                                        .prefix = "live-",
                                                        .retention_period_hours = CONNECT_SET(0),
                                                        .encryption_config = &encryption };
    const connect_instance_storage_config config = { .size = sizeof config,
                                                     .storage_type =
                                                         CONNECT_STORAGE_TYPE_KINESIS_VIDEO_STREAM,
                                                     .kinesis_video_stream_config = &video };
    const connect_associate_instance_storage_config_request request = {
        .size = sizeof request,
        .instance_id = INSTANCE,
        .resource_type = CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_MEDIA_STREAMS,
        .storage_config = &config
    };
    connect_associate_instance_storage_config_response *response = NULL;

    wire.body = "{\"AssociationId\":\"a-1\"}";
    ck_assert_int_eq(
        connect_associate_instance_storage_config(wire.client, &request, &response, NULL),
        CONNECT_OK);
    ck_assert_str_eq(response->association_id, "a-1");
    ck_assert_uint_eq(response->size, sizeof *response);
    ck_assert_str_eq(
        wire.body_sent,
        "{\"ResourceType\":\"MEDIA_STREAMS\",\"StorageConfig\":{\"StorageType\":\"KINESIS_VIDEO_STREAM\","
        "\"KinesisVideoStreamConfig\":{\"Prefix\":\"live-\",\"RetentionPeriodHours\":0,"
        "\"EncryptionConfig\":{\"EncryptionType\":\"KMS\",\"KeyId\":"
        "\"arn:aws:kms:us-west-2:123456789012:key/k\"}}},"
        "\"ClientToken\":\"00000000-0000-4000-8000-000000000000\"}");
    connect_free(response);
}
END_TEST

START_TEST(a_request_with_lists_of_structs_is_written_as_c)
{
    const connect_task_template_field_identifier subject = { sizeof subject, "Subject" };
    const connect_task_template_field_identifier urgency = { sizeof urgency, "Urgency" };
    const connect_task_template_field text = { .size = sizeof text,
                                               .id = &subject,
                                               .type = CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT };
    const connect_task_template_field choice = { .size = sizeof choice,
                                                 .id = &urgency,
                                                 .type =
                                                     CONNECT_TASK_TEMPLATE_FIELD_TYPE_SINGLE_SELECT,
                                                 .single_select_options =
                                                     (const char *const[]){ "low", "high" },
                                                 .single_select_options_count = 2 };
    const connect_required_field_info required = { sizeof required, &subject };
    const connect_task_template_constraints constraints = {
        .size = sizeof constraints,
        .required_fields = (const connect_required_field_info *const[]){ &required },
        .required_fields_count = 1
    };
    const connect_create_task_template_request request = {
        .size = sizeof request,
        .instance_id = "arn:aws:connect:us-west-2:123456789012:instance/" INSTANCE,
        .name = "Call back",
        .constraints = &constraints,
        .fields = (const connect_task_template_field *const[]){ &text, &choice },
        .fields_count = 2,
        .client_token = "t"
    };

    ck_assert_int_eq(connect_create_task_template(wire.client, &request, NULL, NULL), CONNECT_OK);
    ck_assert_str_eq(wire.uri, "/instance/" INSTANCE "/task/template");
    ck_assert_str_eq(
        wire.body_sent,
        "{\"Name\":\"Call back\",\"Constraints\":{\"RequiredFields\":[{\"Id\":{\"Name\":\"Subject\"}}]},"
        "\"Fields\":[{\"Id\":{\"Name\":\"Subject\"},\"Type\":\"TEXT\"},{\"Id\":{\"Name\":\"Urgency\"},"
        "\"Type\":\"SINGLE_SELECT\",\"SingleSelectOptions\":[\"low\",\"high\"]}],\"ClientToken\":\"t\"}");
}
END_TEST

START_TEST(a_value_newer_than_the_library_is_sent_by_its_text)
{
    const connect_describe_instance_attribute_request request = {
        .size = sizeof request,
        .instance_id = INSTANCE,
        .attribute_type = CONNECT_INSTANCE_ATTRIBUTE_TYPE_UNKNOWN,
        .attribute_type_text = "SOMETHING_NEW"
    };
    connect_error *error = NULL;
    struct wire lenient;

    ck_assert_int_eq(connect_describe_instance_attribute(wire.client, &request, NULL, &error),
                     CONNECT_E_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(connect_error_problem(error, 0), "AttributeType"));
    connect_error_free(error);
    ck_assert_int_eq(wire.sent, 0);

    wire_open(&lenient, CONNECT_CHECK_DEFAULT);
    ck_assert_int_eq(connect_describe_instance_attribute(lenient.client, &request, NULL, NULL),
                     CONNECT_OK);
    ck_assert_str_eq(lenient.uri, "/instance/" INSTANCE "/attribute/SOMETHING_NEW");
    wire_close(&lenient);
}
END_TEST

START_TEST(a_response_is_read_as_c)
{
    const connect_describe_instance_request request = { sizeof request, INSTANCE };
    connect_describe_instance_response *response = NULL;
    const connect_instance *instance;

    wire.body =
        "{\"Instance\":{\"Id\":\"i\",\"IdentityManagementType\":\"EXISTING_DIRECTORY\",\"CreatedTime\":1.5,"
        "\"InstanceStatus\":\"MOVING\",\"InboundCallsEnabled\":false,\"Tags\":{\"a\":\"b\"}},"
        "\"ReplicationConfiguration\":{\"ReplicationStatusSummaryList\":[{\"Region\":\"us-east-1\","
        "\"ReplicationStatus\":\"INSTANCE_REPLICA_DELETING\"}]}}";
    ck_assert_int_eq(connect_describe_instance(wire.client, &request, &response, NULL), CONNECT_OK);
    instance = response->instance;
    ck_assert_str_eq(instance->id, "i");
    ck_assert_ptr_null(instance->arn);
    ck_assert_int_eq(instance->identity_management_type, CONNECT_DIRECTORY_TYPE_EXISTING_DIRECTORY);
    ck_assert_str_eq(instance->identity_management_type_text, "EXISTING_DIRECTORY");
    ck_assert(instance->created_time.is_set);
    ck_assert_int_eq(instance->created_time.value, 1500);
    ck_assert_int_eq(instance->instance_status, CONNECT_INSTANCE_STATUS_UNKNOWN);
    ck_assert_str_eq(instance->instance_status_text, "MOVING");
    ck_assert(instance->inbound_calls_enabled.is_set && !instance->inbound_calls_enabled.value);
    ck_assert(!instance->outbound_calls_enabled.is_set);
    ck_assert_ptr_null(instance->status_reason);
    ck_assert_uint_eq(instance->tags_count, 1);
    ck_assert_str_eq(instance->tags[0]->key, "a");
    ck_assert_str_eq(instance->tags[0]->value, "b");
    ck_assert_uint_eq(response->replication_configuration->replication_status_summary_list_count,
                      1);
    ck_assert_int_eq(
        response->replication_configuration->replication_status_summary_list[0]->replication_status,
        CONNECT_INSTANCE_REPLICATION_STATUS_INSTANCE_REPLICA_DELETING);
    connect_free(response);
}
END_TEST

START_TEST(an_operation_without_output_has_a_response_nevertheless)
{
    const connect_untag_resource_request request = { sizeof request, "arn:x",
                                                     (const char *const[]){ "k" }, 1 };
    connect_untag_resource_response *response = NULL;

    wire.headers = (const connect_pair *const[]){ CONNECT_PAIR("x-amzn-RequestId", "req-1") };
    wire.headers_count = 1;
    wire.body = "";
    ck_assert_int_eq(connect_untag_resource(wire.client, &request, &response, NULL), CONNECT_OK);
    ck_assert_uint_eq(response->size, sizeof *response);
    ck_assert_str_eq(connect_response_request_id(response), "req-1");
    connect_free(response);
}
END_TEST

/* ---- pagers: each with its own type of item, over an empty page ---- */

/* An item of a listing as the test expects it, and as a service sends it. */
struct item {
    json_t *expected;
    char *sent;
};

static struct item item_random(const struct connect_member *row, struct dice *dice,
                               struct arena *arena)
{
    struct item item;

    if (row->kind == CONNECT_KIND_STRING_LIST) {
        item.expected = json_sprintf("item %d", (int)dice_roll(dice, 1000));
        item.sent = json_dumps(item.expected, JSON_ENCODE_ANY);
        return item;
    }

    struct buf json = BUF_INIT(1 << 20);

    item.expected = rows_random(row->shape, dice);
    ck_assert(shape_encode(row->shape, rows_fill(row->shape, item.expected, arena), ENCODE_BODY,
                           NULL, &json));
    item.sent = strdup(buf_text(&json));
    buf_free(&json);
    return item;
}

static void check_next(const struct typed_pager *typed, connect_pager *pager,
                       const struct connect_member *row, struct item *item)
{
    const void *found = typed->next(pager);
    json_t *tree;

    ck_assert_msg(found != NULL, "%s", typed->operation->name);
    tree =
        row->kind == CONNECT_KIND_STRING_LIST ? json_string(found) : rows_read(row->shape, found);
    ck_assert_msg(json_equal(tree, item->expected), "%s", typed->operation->name);
    json_decref(tree);
    json_decref(item->expected);
    free(item->sent);
}

START_TEST(a_pager_gives_every_item_with_its_type)
{
    const struct typed_pager *typed = &typed_pagers[_i];
    const struct connect_member *row =
        shape_find(typed->operation->output, typed->operation->page_items);
    struct dice dice = { 1 };
    struct arena arena = { .chunks = NULL };
    struct item one = item_random(row, &dice, &arena), two = item_random(row, &dice, &arena);
    json_t *input = rows_random(typed->operation->input, &dice);
    struct buf first = BUF_INIT(1 << 20), last = BUF_INIT(1 << 20);
    connect_pager *pager;

    json_object_del(input, "NextToken");
    ck_assert(buf_printf(&first, "{\"%s\":[%s],\"NextToken\":\"a\"}", row->name, one.sent));
    ck_assert(buf_printf(&last, "{\"%s\":[%s],\"NextToken\":\"\"}", row->name, two.sent));
    wire.bodies =
        (const char *const[]){ buf_text(&first), "{\"NextToken\":\"b+/=\"}", buf_text(&last) };
    wire.bodies_count = 3;

    pager = typed->pages(wire.client, rows_fill(typed->operation->input, input, &arena));
    ck_assert_ptr_nonnull(pager);
    ck_assert_int_eq(wire.sent, 0);
    check_next(typed, pager, row, &one);
    ck_assert_int_eq(wire.sent, 1);
    ck_assert_ptr_null(strstr(wire.uri, "nextToken"));
    check_next(typed, pager, row, &two);
    ck_assert_int_eq(wire.sent, 3);
    ck_assert_ptr_nonnull(strstr(wire.uri, "nextToken=b%2B%2F%3D"));
    ck_assert_ptr_null(typed->next(pager));
    ck_assert_ptr_null(connect_pager_error(pager));
    ck_assert_int_eq(wire.sent, 3);
    connect_pager_free(pager);
    json_decref(input);
    buf_free(&first);
    buf_free(&last);
    arena_release(&arena);
}
END_TEST

START_TEST(every_operation_with_pages_has_a_pager)
{
    size_t count = 0;

    for (size_t i = 0; i < registry_count; i++) {
        if (registry_operations[i]->page_items != NULL) {
            ck_assert_uint_lt(count, typed_pagers_count);
            ck_assert_ptr_eq(registry_operations[i], typed_pagers[count].operation);
            count++;
        }
    }
    ck_assert_uint_eq(count, typed_pagers_count);
}
END_TEST

/* ---- batches ---- */

static connect_batch_associate_analytics_data_set_response *batch_of(const char *body)
{
    static const char *const ids[] = { "contacts", "agents" };
    const connect_batch_associate_analytics_data_set_request request = { sizeof request, INSTANCE,
                                                                         ids, 2 };
    connect_batch_associate_analytics_data_set_response *response = NULL;

    wire.body = body;
    ck_assert_int_eq(
        connect_batch_associate_analytics_data_set(wire.client, &request, &response, NULL),
        CONNECT_OK);
    return response;
}

/* The service returns 200 in each of these cases. */
START_TEST(a_batch_is_complete_when_each_element_succeeded)
{
    static const struct {
        const char *body;
        bool complete;
    } cases[] = {
        { "{\"Created\":[{\"DataSetId\":\"agents\"},{\"DataSetId\":\"contacts\"}]}", true },
        { "{\"Created\":[{\"DataSetId\":\"agents\"},{\"DataSetId\":\"contacts\"}],\"Errors\":[]}",
          true },
        { "{\"Created\":[{\"DataSetId\":\"agents\"}],"
          "\"Errors\":[{\"ErrorCode\":\"ResourceNotFoundException\",\"ErrorMessage\":\"no\"}]}",
          false },
        { "{\"Created\":[{\"DataSetId\":\"agents\"},{}]}", false },
        { "{\"Errors\":[{}]}", false },
        { "{\"Created\":[{\"DataSetId\":\"agents\"},{\"DataSetId\":\"contacts\"}],"
          "\"Errors\":[{}]}",
          false },
        { "{}", false },
    };
    static const char *const ids[] = { "contacts", "agents" };
    const connect_batch_associate_analytics_data_set_request request = { sizeof request, INSTANCE,
                                                                         ids, 2 };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        connect_batch_associate_analytics_data_set_response *response = batch_of(cases[i].body);

        ck_assert_msg(connect_batch_associate_analytics_data_set_is_complete(&request, response) ==
                          cases[i].complete,
                      "%s", cases[i].body);
        connect_free(response);
    }
    ck_assert(!connect_batch_associate_analytics_data_set_is_complete(&request, NULL));
}
END_TEST

START_TEST(a_failed_element_of_a_batch_is_typed)
{
    connect_batch_associate_analytics_data_set_response *response =
        batch_of("{\"Created\":[{\"DataSetId\":\"agents\",\"ResourceShareStatus\":\"ACTIVE\"}],"
                 "\"Errors\":[{\"ErrorCode\":\"Conflict\",\"ErrorMessage\":\"shared already\"}]}");

    ck_assert_uint_eq(response->created_count, 1);
    ck_assert_str_eq(response->created[0]->resource_share_status, "ACTIVE");
    ck_assert_uint_eq(response->errors_count, 1);
    ck_assert_str_eq(response->errors[0]->error_code, "Conflict");
    ck_assert_str_eq(response->errors[0]->error_message, "shared already");
    connect_free(response);
}
END_TEST

START_TEST(a_batch_that_removes_is_complete_when_each_element_is_gone)
{
    static const char *const ids[] = { "contacts", "agents" };
    const connect_batch_disassociate_analytics_data_set_request request = { sizeof request,
                                                                            INSTANCE, ids, 2 };
    const connect_error_result failed = { sizeof failed, "Code", "text" };
    const connect_error_result *const errors[] = { &failed };
    connect_batch_disassociate_analytics_data_set_response response = { sizeof response, ids, 2 };

    ck_assert(connect_batch_disassociate_analytics_data_set_is_complete(&request, &response));
    response.deleted_count = 1;
    ck_assert(!connect_batch_disassociate_analytics_data_set_is_complete(&request, &response));
    response.deleted = ids + 1;
    ck_assert(!connect_batch_disassociate_analytics_data_set_is_complete(&request, &response));
    response.deleted = ids;
    response.deleted_count = 2;
    response.errors = errors;
    response.errors_count = 1;
    ck_assert(!connect_batch_disassociate_analytics_data_set_is_complete(&request, &response));
    ck_assert(!connect_batch_disassociate_analytics_data_set_is_complete(NULL, &response));
}
END_TEST

/* ---- errors as structs ---- */

static connect_error *fail_with(int32_t status, const char *body)
{
    const connect_delete_instance_request request = { .size = sizeof request,
                                                      .instance_id = INSTANCE };
    connect_error *error = NULL;

    wire.status = status;
    wire.body = body;
    ck_assert_int_ne(connect_delete_instance(wire.client, &request, NULL, &error), CONNECT_OK);
    return error;
}

START_TEST(refused_properties_are_told_one_by_one)
{
    connect_error *error = fail_with(
        400, "{\"__type\":\"PropertyValidationException\",\"Message\":\"no\",\"PropertyList\":["
             "{\"PropertyPath\":\"Fields[0].Id\",\"Reason\":\"TYPE_MISMATCH\",\"Message\":\"a\"},"
             "{\"PropertyPath\":\"Name\",\"Reason\":\"TOO_NEW\",\"Message\":\"b\"}]}");
    const connect_property_validation_exception *detail = connect_error_detail(error);

    ck_assert_str_eq(connect_error_aws_type(error), "PropertyValidationException");
    ck_assert_uint_eq(detail->size, sizeof *detail);
    ck_assert_str_eq(detail->message, "no");
    ck_assert_uint_eq(detail->property_list_count, 2);
    ck_assert_str_eq(detail->property_list[0]->property_path, "Fields[0].Id");
    ck_assert_int_eq(detail->property_list[0]->reason,
                     CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_TYPE_MISMATCH);
    ck_assert_int_eq(detail->property_list[1]->reason,
                     CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_UNKNOWN);
    ck_assert_str_eq(detail->property_list[1]->reason_text, "TOO_NEW");
    connect_error_free(error);
}
END_TEST

START_TEST(the_reason_of_an_error_is_a_struct_and_a_text)
{
    connect_error *error =
        fail_with(400, "{\"__type\":\"InvalidRequestException\",\"Message\":\"no\",\"Reason\":"
                       "{\"AttachedFileInvalidRequestExceptionReason\":\"INVALID_FILE_TYPE\"}}");
    const connect_invalid_request_exception *invalid = connect_error_detail(error);

    ck_assert_int_eq(invalid->reason->attached_file_invalid_request_exception_reason,
                     CONNECT_ATTACHED_FILE_INVALID_REQUEST_EXCEPTION_REASON_INVALID_FILE_TYPE);
    ck_assert_str_eq(connect_error_reason(error), "INVALID_FILE_TYPE");
    connect_error_free(error);

    error = fail_with(
        402,
        "{\"__type\":\"ServiceQuotaExceededException\",\"Message\":\"no\",\"Reason\":"
        "{\"AttachedFileServiceQuotaExceededExceptionReason\":\"TOTAL_FILE_COUNT_EXCEEDED\"}}");
    const connect_service_quota_exceeded_exception *quota = connect_error_detail(error);
    ck_assert_int_eq(
        quota->reason->attached_file_service_quota_exceeded_exception_reason,
        CONNECT_ATTACHED_FILE_SERVICE_QUOTA_EXCEEDED_EXCEPTION_REASON_TOTAL_FILE_COUNT_EXCEEDED);
    ck_assert_str_eq(connect_error_reason(error), "TOTAL_FILE_COUNT_EXCEEDED");
    connect_error_free(error);
}
END_TEST

START_TEST(a_reason_newer_than_the_library_is_not_lost)
{
    connect_error *error =
        fail_with(400, "{\"__type\":\"InvalidRequestException\",\"Message\":\"no\",\"Reason\":"
                       "{\"AnotherReason\":\"MOON_TOO_FULL\"}}");
    const connect_invalid_request_exception *invalid = connect_error_detail(error);

    ck_assert_str_eq(connect_error_reason(error), "MOON_TOO_FULL");
    ck_assert_str_eq(invalid->message, "no");
    connect_error_free(error);
}
END_TEST

/* ---- what no log shows ---- */

#define MARK "seenseenseen" /* fits every pattern of a sensitive member */

/* Puts the mark into each sensitive text of a tree; returns how many there were. */
static int mark(const struct connect_shape *shape, json_t *tree)
{
    int count = 0;

    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        json_t *value = json_object_get(tree, member->name), *element;
        size_t index;

        if (value == NULL) {
            continue;
        }
        if (member->sensitive) {
            ck_assert_int_eq(member->kind, CONNECT_KIND_STRING);
            json_object_set_new(tree, member->name,
                                json_string(member->pattern == PATTERN_EMAIL_ADDRESS ? MARK "@" MARK
                                                                                            ".com"
                                                                                     : MARK));
            count++;
        } else if (member->kind == CONNECT_KIND_STRUCT) {
            count += mark(member->shape, value);
        } else if (member->kind == CONNECT_KIND_STRUCT_LIST) {
            json_array_foreach(value, index, element) {
                count += mark(member->shape, element);
            }
        }
    }
    return count;
}

START_TEST(no_log_line_shows_a_sensitive_member)
{
    struct dice dice = { 1 };
    int count = 0;

    for (size_t round = 0; round < registry_count * 5; round++) {
        const struct connect_operation *operation = registry_operations[round % registry_count];
        json_t *input = rows_random(operation->input, &dice),
               *output = rows_random(operation->output, &dice);
        struct arena arena = { .chunks = NULL };
        struct wire logged;
        void *response = NULL;
        char *reply;

        count += mark(operation->input, input) + mark(operation->output, output);
        /* Times are whole seconds on the wire: they do not matter here. */
        reply = json_dumps(output, 0);
        wire_open(&logged, CONNECT_CHECK_STRICT);
        logged.body = reply;
        ck_assert_int_eq(typed_of(operation)(logged.client,
                                             rows_fill(operation->input, input, &arena), &response,
                                             NULL),
                         CONNECT_OK);
        ck_assert_ptr_nonnull(strstr(logged.log, operation->name));
        ck_assert_msg(strstr(logged.log, MARK) == NULL, "%s:\n%s", operation->name, logged.log);
        connect_free(response);
        wire_close(&logged);
        arena_release(&arena);
        json_decref(input);
        json_decref(output);
        free(reply);
    }
    ck_assert_int_gt(count, 20);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("api");
    TCase *api = tcase_create("api");

    tcase_add_checked_fixture(api, set_up, tear_down);
    tcase_add_test(api, a_request_with_nested_structs_is_written_as_c);
    tcase_add_test(api, a_request_with_lists_of_structs_is_written_as_c);
    tcase_add_test(api, a_value_newer_than_the_library_is_sent_by_its_text);
    tcase_add_test(api, a_response_is_read_as_c);
    tcase_add_test(api, an_operation_without_output_has_a_response_nevertheless);
    tcase_add_loop_test(api, a_pager_gives_every_item_with_its_type, 0, (int)typed_pagers_count);
    tcase_add_test(api, every_operation_with_pages_has_a_pager);
    tcase_add_test(api, a_batch_is_complete_when_each_element_succeeded);
    tcase_add_test(api, a_failed_element_of_a_batch_is_typed);
    tcase_add_test(api, a_batch_that_removes_is_complete_when_each_element_is_gone);
    tcase_add_test(api, refused_properties_are_told_one_by_one);
    tcase_add_test(api, the_reason_of_an_error_is_a_struct_and_a_text);
    tcase_add_test(api, a_reason_newer_than_the_library_is_not_lost);
    tcase_add_test(api, no_log_line_shows_a_sensitive_member);
    suite_add_tcase(suite, api);
    return suite;
}
