/* A contact centre is provisioned and taken down, through the typed functions and over HTTP. */
#include "support/served.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <stdio.h>
#include <string.h>

static struct served served;
static connect_client *client;
static connect_error *error;
static char instance[64];

static void set_up(void)
{
    error = NULL;
    SERVED_START(&served, "--creation-delay-ms", "50");
    client = served_client(&served, NULL, NULL, NULL);
}

static void tear_down(void)
{
    connect_error_free(error);
    connect_client_free(client);
    served_stop(&served);
}

static void good(connect_status status)
{
    ck_assert_msg(status == CONNECT_OK, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
}

static void expect_failure(connect_status status, connect_status expected, const char *type)
{
    ck_assert_msg(status == expected, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
    ck_assert_str_eq(connect_error_aws_type(error), type);
    connect_error_free(error);
    error = NULL;
}

/* An id that a response holds, kept beyond the response. */
static void keep(char out[64], const char *id)
{
    ck_assert_ptr_nonnull(id);
    snprintf(out, 64, "%s", id);
}

#define AT .instance_id = instance
#define TAG (const connect_pair *const[]){ CONNECT_PAIR("team", "voice") }, .tags_count = 1

/* ---- building it up; each part looks at what it made ---- */

static void create(void)
{
    connect_create_instance_request request = {
        sizeof request,
        .instance_alias = "story",
        .identity_management_type = CONNECT_DIRECTORY_TYPE_SAML,
        .inbound_calls_enabled = CONNECT_SET(true),
        .outbound_calls_enabled = CONNECT_SET(false),
        .tags = TAG,
    };
    connect_wait_options quickly = { sizeof quickly, .min_delay_ms = CONNECT_SET(20),
                                     .max_delay_ms = CONNECT_SET(40) };
    connect_describe_instance_response *made;

    good(connect_create_instance_and_wait(client, &request, &quickly, &made, &error));
    keep(instance, made->instance->id);
    connect_free(made);
}

static void set_attributes(void)
{
    connect_update_instance_attribute_request set = {
        sizeof set,
        AT,
        .attribute_type = CONNECT_INSTANCE_ATTRIBUTE_TYPE_OUTBOUND_CALLS,
        .value = "true",
    };
    connect_list_instance_attributes_request list = { sizeof list, AT };
    const connect_attribute *attribute;
    size_t count = 0, on = 0;

    good(connect_update_instance_attribute(client, &set, NULL, &error));

    connect_pager *pager = connect_list_instance_attributes_pages(client, &list);

    while ((attribute = connect_list_instance_attributes_next(pager)) != NULL) {
        count++;
        on += attribute->attribute_type == CONNECT_INSTANCE_ATTRIBUTE_TYPE_OUTBOUND_CALLS &&
              strcmp(attribute->value, "true") == 0;
    }
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
    ck_assert_uint_eq(count, 13);
    ck_assert_uint_eq(on, 1);
}

static char association[64];

static void add_storage(void)
{
    const connect_encryption_config encryption = { sizeof encryption, CONNECT_ENCRYPTION_TYPE_KMS,
                                                   NULL, "key" };
    const connect_s3_config s3 = { sizeof s3, "bucket", "prefix", &encryption };
    const connect_instance_storage_config config = { sizeof config,
                                                     .storage_type = CONNECT_STORAGE_TYPE_S3,
                                                     .s3_config = &s3 };
    connect_associate_instance_storage_config_request request = {
        sizeof request,
        AT,
        .resource_type = CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS,
        .storage_config = &config,
    };
    connect_associate_instance_storage_config_response *made;
    connect_describe_instance_storage_config_response *shown;

    good(connect_associate_instance_storage_config(client, &request, &made, &error));
    keep(association, made->association_id);
    connect_free(made);
    request.client_token = "another call";
    expect_failure(connect_associate_instance_storage_config(client, &request, NULL, &error),
                   CONNECT_E_CONFLICT, "ResourceConflictException");

    connect_describe_instance_storage_config_request describe = {
        sizeof describe,
        AT,
        .association_id = association,
        .resource_type = request.resource_type,
    };

    good(connect_describe_instance_storage_config(client, &describe, &shown, &error));
    ck_assert_str_eq(shown->storage_config->s3_config->encryption_config->key_id, "key");
    ck_assert_str_eq(shown->storage_config->association_id, association);
    connect_free(shown);
}

static char key[64];

static void add_associations(void)
{
    connect_associate_approved_origin_request origin = { sizeof origin, AT,
                                                         .origin = "https://a.example/?b&c=d" };
    connect_associate_lambda_function_request lambda = { sizeof lambda, AT,
                                                         .function_arn = "arn:aws:lambda:f" };
    const connect_lex_v2_bot v2 = { sizeof v2, "arn:aws:lex:bot" };
    connect_associate_bot_request bot = { sizeof bot, AT, .lex_v2_bot = &v2 };
    connect_associate_security_key_request pem = { sizeof pem, AT,
                                                   .key =
                                                       "-----BEGIN X-----\nA\n-----END X-----\n" };
    connect_associate_security_key_response *made;

    good(connect_associate_approved_origin(client, &origin, NULL, &error));
    good(connect_associate_lambda_function(client, &lambda, NULL, &error));
    good(connect_associate_bot(client, &bot, NULL, &error));
    good(connect_associate_security_key(client, &pem, &made, &error));
    keep(key, made->association_id);
    connect_free(made);
}

static char integration[64], use_case[64];

static void add_integration(void)
{
    connect_create_integration_association_request request = {
        sizeof request,
        AT,
        .integration_type = CONNECT_INTEGRATION_TYPE_CASES_DOMAIN,
        .integration_arn = "arn:aws:cases:d",
    };
    connect_create_integration_association_response *made;
    connect_create_use_case_response *made_case;

    good(connect_create_integration_association(client, &request, &made, &error));
    keep(integration, made->integration_association_id);
    connect_free(made);
    expect_failure(connect_create_integration_association(client, &request, NULL, &error),
                   CONNECT_E_CONFLICT, "DuplicateResourceException");

    connect_create_use_case_request case_request = {
        sizeof case_request,
        AT,
        .integration_association_id = integration,
        .use_case_type = CONNECT_USE_CASE_TYPE_RULES_EVALUATION,
    };

    good(connect_create_use_case(client, &case_request, &made_case, &error));
    keep(use_case, made_case->use_case_id);
    connect_free(made_case);
}

static char template[64];

static void add_template(void)
{
    const connect_task_template_field_identifier name = { sizeof name, "customer" },
                                                 other = { sizeof other, "support" };
    const connect_task_template_field field = { sizeof field, .id = &name,
                                                .type = CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT };
    const connect_required_field_info needed = { sizeof needed, &other };
    connect_task_template_constraints constraints = {
        sizeof constraints,
        .required_fields = (const connect_required_field_info *const[]){ &needed },
        .required_fields_count = 1,
    };
    connect_create_task_template_request request = {
        sizeof request,
        AT,
        .name = "call back",
        .constraints = &constraints,
        .fields = (const connect_task_template_field *const[]){ &field },
        .fields_count = 1,
    };
    connect_create_task_template_response *made;
    connect_get_task_template_response *shown;

    ck_assert_int_eq(connect_create_task_template(client, &request, NULL, &error),
                     CONNECT_E_INVALID_REQUEST);

    const connect_property_validation_exception *detail = connect_error_detail(error);

    ck_assert_uint_eq(detail->property_list_count, 1);
    ck_assert_str_eq(detail->property_list[0]->property_path,
                     "Constraints.RequiredFields[0].Id.Name");
    expect_failure(CONNECT_E_INVALID_REQUEST, CONNECT_E_INVALID_REQUEST,
                   "PropertyValidationException");
    request.constraints = NULL;
    good(connect_create_task_template(client, &request, &made, &error));
    keep(template, made->id);
    connect_free(made);

    connect_get_task_template_request get = { sizeof get, AT, .task_template_id = template };

    good(connect_get_task_template(client, &get, &shown, &error));
    ck_assert_str_eq(shown->name, "call back");
    ck_assert_str_eq(shown->fields[0]->id->name, "customer");
    ck_assert_int_eq(shown->fields[0]->type, CONNECT_TASK_TEMPLATE_FIELD_TYPE_TEXT);
    ck_assert(shown->created_time.is_set);
    connect_free(shown);
}

/* ---- everything that is listed ---- */

/* Goes through a listing and counts its items. */
#define COUNT(id, expected, ...)                                                   \
    do {                                                                           \
        connect_list_##id##_request request = { sizeof request, AT, __VA_ARGS__ }; \
        connect_pager *pager = connect_list_##id##_pages(client, &request);        \
        size_t count = 0;                                                          \
                                                                                   \
        while (connect_list_##id##_next(pager) != NULL)                            \
            count++;                                                               \
        ck_assert_ptr_null(connect_pager_error(pager));                            \
        connect_pager_free(pager);                                                 \
        ck_assert_msg(count == (expected), #id ": %zu", count);                    \
    } while (0)

static void count_all(size_t expected)
{
    COUNT(approved_origins, expected, .max_results = CONNECT_SET(1));
    COUNT(lambda_functions, expected, .max_results = CONNECT_SET(25));
    COUNT(bots, expected, .lex_version = CONNECT_LEX_VERSION_V2);
    COUNT(bots, 0, .lex_version = CONNECT_LEX_VERSION_V1);
    COUNT(lex_bots, 0, .max_results = CONNECT_SET(1));
    COUNT(security_keys, expected, .max_results = CONNECT_SET(2));
    COUNT(instance_storage_configs, expected,
          .resource_type = CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS);
    COUNT(integration_associations, expected,
          .integration_type = CONNECT_INTEGRATION_TYPE_CASES_DOMAIN);
    COUNT(integration_associations, 0, .integration_type = CONNECT_INTEGRATION_TYPE_EVENT);
    COUNT(task_templates, expected, .name = "call back");
    if (expected > 0) {
        COUNT(use_cases, expected, .integration_association_id = integration);
    }
}

/* ---- taking it down ---- */

static void take_down_parts(void)
{
    connect_delete_integration_association_request association_request = {
        sizeof association_request, AT, integration
    };
    connect_delete_use_case_request case_request = { sizeof case_request, AT, integration,
                                                     use_case };
    connect_delete_task_template_request template_request = { sizeof template_request, AT,
                                                              template };
    connect_disassociate_security_key_request key_request = { sizeof key_request, AT,
                                                              .association_id = key };
    const connect_lex_v2_bot v2 = { sizeof v2, "arn:aws:lex:bot" };
    connect_disassociate_bot_request bot = { sizeof bot, AT, .lex_v2_bot = &v2 };
    connect_disassociate_lambda_function_request lambda = { sizeof lambda, AT,
                                                            .function_arn = "arn:aws:lambda:f" };
    connect_disassociate_approved_origin_request origin = { sizeof origin, AT,
                                                            .origin = "https://a.example/?b&c=d" };
    connect_disassociate_instance_storage_config_request storage = {
        sizeof storage,
        AT,
        .association_id = association,
        .resource_type = CONNECT_INSTANCE_STORAGE_RESOURCE_TYPE_CALL_RECORDINGS,
    };

    expect_failure(
        connect_delete_integration_association(client, &association_request, NULL, &error),
        CONNECT_E_INVALID_REQUEST, "InvalidRequestException");
    good(connect_delete_use_case(client, &case_request, NULL, &error));
    good(connect_delete_integration_association(client, &association_request, NULL, &error));
    good(connect_delete_task_template(client, &template_request, NULL, &error));
    good(connect_disassociate_security_key(client, &key_request, NULL, &error));
    good(connect_disassociate_bot(client, &bot, NULL, &error));
    good(connect_disassociate_lambda_function(client, &lambda, NULL, &error));
    good(connect_disassociate_approved_origin(client, &origin, NULL, &error));
    good(connect_disassociate_instance_storage_config(client, &storage, NULL, &error));
    expect_failure(connect_disassociate_instance_storage_config(client, &storage, NULL, &error),
                   CONNECT_E_NOT_FOUND, "ResourceNotFoundException");
}

static void take_down(void)
{
    connect_delete_instance_request request = { sizeof request, AT };
    connect_wait_options quickly = { sizeof quickly, .min_delay_ms = CONNECT_SET(20) };
    connect_list_lambda_functions_request list = { sizeof list, AT };

    good(connect_delete_instance(client, &request, NULL, &error));
    good(connect_wait_instance_deleted(client, instance, &quickly, &error));
    expect_failure(connect_list_lambda_functions(client, &list, NULL, &error), CONNECT_E_NOT_FOUND,
                   "ResourceNotFoundException");
}

START_TEST(a_contact_centre_is_built_and_taken_down)
{
    create();
    set_attributes();
    count_all(0);
    add_storage();
    add_associations();
    add_integration();
    add_template();
    count_all(1);
    take_down_parts();
    count_all(0);
    take_down();
}
END_TEST

START_TEST(limits_have_the_classes_of_their_operations)
{
    char text[2][64];

    create();
    for (int i = 0; i <= 70; i++) {
        snprintf(text[0], sizeof text[0], "bot-%d", i);

        const connect_lex_bot bot = { sizeof bot, text[0], "us-east-1" };
        connect_associate_bot_request request = { sizeof request, AT, .lex_bot = &bot };
        connect_status status = connect_associate_bot(client, &request, NULL, &error);

        if (i < 70) {
            good(status);
        } else {
            expect_failure(status, CONNECT_E_LIMIT_EXCEEDED, "LimitExceededException");
        }
    }
    for (int i = 0; i <= 50; i++) {
        snprintf(text[1], sizeof text[1], "arn:aws:lambda:f%d", i);

        connect_associate_lambda_function_request request = { sizeof request, AT,
                                                              .function_arn = text[1] };
        connect_status status = connect_associate_lambda_function(client, &request, NULL, &error);

        if (i < 50) {
            good(status);
        } else {
            expect_failure(status, CONNECT_E_QUOTA_EXCEEDED, "ServiceQuotaExceededException");
        }
    }
}
END_TEST

START_TEST(a_replica_is_made_and_shown)
{
    connect_replicate_instance_request request = { sizeof request, AT,
                                                   .replica_region = "us-west-2",
                                                   .replica_alias = "copy" };
    connect_describe_instance_request describe = { sizeof describe, AT };
    connect_describe_instance_response *shown;

    create();
    good(connect_replicate_instance(client, &request, NULL, &error));
    expect_failure(connect_replicate_instance(client, &request, NULL, &error), CONNECT_E_CONFLICT,
                   "ResourceConflictException");
    good(connect_describe_instance(client, &describe, &shown, &error));
    ck_assert_uint_eq(shown->replication_configuration->replication_status_summary_list_count, 1);
    ck_assert_str_eq(shown->replication_configuration->replication_status_summary_list[0]->region,
                     "us-west-2");
    ck_assert_str_eq(shown->replication_configuration->source_region, "us-east-1");
    connect_free(shown);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("a story");
    TCase *tcase = tcase_create("provisioning");

    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_contact_centre_is_built_and_taken_down);
    tcase_add_test(tcase, limits_have_the_classes_of_their_operations);
    tcase_add_test(tcase, a_replica_is_made_and_shown);
    suite_add_tcase(suite, tcase);
    return suite;
}
