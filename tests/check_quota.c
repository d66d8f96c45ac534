/*
 * Which quota a request counts against: by operation, by a value of its input, by method and path.
 */
#include "api/registry.h"
#include "call/operations.h"
#include "call/quota_name.h"
#include "support/memory.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <string.h>

static struct arena arena;

static void tear_down(void)
{
    arena_release(&arena);
}

static void check_use(const struct quota_use *use, const char *name, double rate, double burst)
{
    ck_assert_str_eq(use->name, name);
    ck_assert_msg(use->quota.rate == rate && use->quota.burst == burst, "%s: %g, %g", name,
                  use->quota.rate, use->quota.burst);
}

static void check_path(const char *method, const char *path, const char *name, double rate,
                       double burst)
{
    struct quota_use use;

    ck_assert(quota_of_path(method, path, &arena, &use));
    check_use(&use, name, rate, burst);
}

START_TEST(a_typed_request_counts_against_its_operation)
{
    const connect_list_integration_associations_request list = { sizeof list };
    struct quota_use use;

    ck_assert(quota_of_request(connect_operation_find("ListIntegrationAssociations"), &list, &arena,
                               &use));
    check_use(&use, "ListIntegrationAssociations", 25, 50);
    ck_assert(quota_of_request(connect_operation_find("ListInstances"), NULL, &arena, &use));
    check_use(&use, "ListInstances", 2, 5);
}
END_TEST

START_TEST(a_value_of_the_input_chooses_another_quota)
{
    connect_create_integration_association_request create = { sizeof create };
    const connect_operation *operation = connect_operation_find("CreateIntegrationAssociation");
    struct quota_use use;

    ck_assert(quota_of_request(operation, &create, &arena, &use));
    check_use(&use, "CreateIntegrationAssociation", 2, 5);
    create.integration_type = CONNECT_INTEGRATION_TYPE_SES_IDENTITY;
    ck_assert(quota_of_request(operation, &create, &arena, &use));
    check_use(&use, "CreateIntegrationAssociation:SES_IDENTITY", 1, 1);
    create.integration_type = CONNECT_INTEGRATION_TYPE_UNKNOWN;
    create.integration_type_text = "SES_IDENTITY";
    ck_assert(quota_of_request(operation, &create, &arena, &use));
    check_use(&use, "CreateIntegrationAssociation:SES_IDENTITY", 1, 1);
    create.integration_type_text = "NEWER";
    ck_assert(quota_of_request(operation, &create, &arena, &use));
    check_use(&use, "CreateIntegrationAssociation", 2, 5);
    create.size = sizeof create.size; /* an old caller's struct without the member */
    create.integration_type = CONNECT_INTEGRATION_TYPE_SES_IDENTITY;
    ck_assert(quota_of_request(operation, &create, &arena, &use));
    check_use(&use, "CreateIntegrationAssociation", 2, 5);
}
END_TEST

START_TEST(a_path_counts_against_the_operation_it_belongs_to)
{
    check_path("GET", "/instance", "ListInstances", 2, 5);
    check_path("PUT", "/instance", "CreateInstance", 2, 5);
    check_path("GET", "/instance/abc", "DescribeInstance", 2, 5);
    check_path("GET", "/instance/abc/integration-associations", "ListIntegrationAssociations", 25,
               50);
    check_path("GET", "/tags/arn%3Aaws%3Aconnect", "ListTagsForResource", 2, 5);
    check_path("POST", "/search-contacts", "SearchContacts", 0.5, 1);
    check_path("POST", "/metrics/historical/8f7c", "GetMetricData", 5, 8);
    check_path("POST", "/metrics/data", "GetMetricDataV2", 10, 10);
    check_path("GET", "/contacts/i-1/c-1", "DescribeContact", 10, 15);
    check_path("DELETE", "/contact/tags/i-1/c-1", "UntagContact", 20, 25);
}
END_TEST

START_TEST(other_paths_have_one_quota_for_each_pattern)
{
    static const struct {
        const char *path, *pattern;
    } cases[] = {
        { "/queues-summary/8f7c3a5e-0000-4000-8000-00000000000a", "GET /queues-summary/{}" },
        { "/queues/8f7c3a5e-0000-4000-8000-00000000000a/0d1e", "GET /queues/{}/{}" },
        { "/queues/arn%3Aaws%3Aconnect/x_y/quick-connects", "GET /queues/{}/{}/quick-connects" },
        { "/contact/list-real-time-analysis-segments-v2/i-1/c-1",
          "GET /contact/list-real-time-analysis-segments-v2/{}/{}" },
        { "/views/i-1/v-1/versions/7", "GET /views/{}/{}/versions/{}" },
        { "/predefined-attributes/i-1/Language", "GET /predefined-attributes/{}/{}" },
        { "/instance/", "GET /instance/" },
        { "/instance//bot", "GET /instance//bot" },
        { "/", "GET /" },
        { "/x", "GET /x" },
        { "/x/i-1/y", "GET /x/{}/y" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_path("GET", cases[i].path, cases[i].pattern, 2, 5);
    }
    check_path("POST", "/contact/tags/", "POST /contact/tags/", 2, 5);
}
END_TEST

START_TEST(each_operation_is_found_by_its_method_and_path)
{
    for (const connect_operation *operation = NULL;
         (operation = connect_operation_next(operation)) != NULL;) {
        ck_assert_ptr_eq(
            operation_at(connect_operation_method(operation), connect_operation_path(operation)),
            operation);
    }
    for (size_t i = 0; i < registry_untyped_count; i++) {
        ck_assert_ptr_eq(operation_named(registry_untyped[i].name), &registry_untyped[i]);
    }
}
END_TEST

START_TEST(an_account_names_quotas_as_the_library_does)
{
    static const struct {
        const char *given, *name;
    } cases[] = {
        { "ListInstances", "ListInstances" },
        { "SearchContacts", "SearchContacts" },
        { "CreateIntegrationAssociation:SES_IDENTITY",
          "CreateIntegrationAssociation:SES_IDENTITY" },
        { "POST /search-contacts", "SearchContacts" },
        { "GET /instance/{InstanceId}", "DescribeInstance" },
        { "GET /queues/{InstanceId}/{QueueId}", "GET /queues/{}/{}" },
    };
    static const struct {
        const char *given, *message;
    } wrong[] = {
        { "ListInstance", "\"ListInstance\" is no operation" },
        { "", "is no operation" },
        { "GET instance", "is no operation" },
        { "ListInstances:SES_IDENTITY",
          "ListInstances has no quota of its own for \"SES_IDENTITY\"" },
        { "CreateIntegrationAssociation:", "has no quota of its own" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *name = NULL;

        ck_assert_int_eq(quota_name_parse(cases[i].given, &arena, &name, NULL), CONNECT_OK);
        ck_assert_str_eq(name, cases[i].name);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        connect_error *error = NULL;
        const char *name = NULL;

        ck_assert_int_eq(quota_name_parse(wrong[i].given, &arena, &name, &error),
                         CONNECT_E_ARGUMENT);
        ck_assert_msg(strstr(connect_error_message(error), wrong[i].message) != NULL, "%s",
                      connect_error_message(error));
        connect_error_free(error);
    }
}
END_TEST

static bool parse_each(void *user)
{
    static const char *const given[] = { "ListInstances", "POST /search-contacts",
                                         "GET /queues/{InstanceId}/{QueueId}" };
    struct arena own = { 0 };
    bool ok = true;

    (void)user;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++) {
        connect_error *error = NULL;
        const char *name = NULL;
        connect_status status = quota_name_parse(given[i], &own, &name, &error);

        memory_check_status(status, CONNECT_OK);
        ck_assert_int_eq(connect_error_code(error), status);
        ck_assert((name != NULL) == (status == CONNECT_OK));
        connect_error_free(error);
        ok = ok && status == CONNECT_OK;
    }
    arena_release(&own);
    return ok;
}

START_TEST(an_allocation_failure_while_a_name_is_parsed_is_reported)
{
    memory_watch();
    memory_fail_each(parse_each, NULL, 0);
    memory_unwatch();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("quotas");
    TCase *tcase = tcase_create("names");

    tcase_add_checked_fixture(tcase, NULL, tear_down);
    tcase_add_test(tcase, a_typed_request_counts_against_its_operation);
    tcase_add_test(tcase, a_value_of_the_input_chooses_another_quota);
    tcase_add_test(tcase, a_path_counts_against_the_operation_it_belongs_to);
    tcase_add_test(tcase, other_paths_have_one_quota_for_each_pattern);
    tcase_add_test(tcase, each_operation_is_found_by_its_method_and_path);
    tcase_add_test(tcase, an_account_names_quotas_as_the_library_does);
    tcase_add_test(tcase, an_allocation_failure_while_a_name_is_parsed_is_reported);
    suite_add_tcase(suite, tcase);
    return suite;
}
