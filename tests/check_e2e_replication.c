/*
 * The second part of the story of check_e2e_story.c: a contact centre gets a replica, its traffic
 * moves there and back, a data set is shared and attachments are configured, and all of it is
 * removed again.
 */
#include "support/served.h"
#include "support/suite.h"

#include <connect/connect.h>

#include <stdio.h>
#include <string.h>

#define HERE "us-east-1"
#define THERE "us-west-2"

static struct served served;
static connect_client *client;
static connect_error *error;
static char instance[64], group[64];
static const connect_wait_options quickly = { .size = sizeof quickly,
                                              .min_delay_ms = CONNECT_SET(20),
                                              .max_delay_ms = CONNECT_SET(40) };

static void set_up(void)
{
    error = NULL;
    SERVED_START(&served, "--creation-delay-ms", "50", "--region", HERE, "--region", THERE);
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

static void expect_failure(connect_status status, connect_status expected)
{
    ck_assert_msg(status == expected, "%s: %s", connect_status_name(status),
                  connect_error_message(error));
    connect_error_free(error);
    error = NULL;
}

static void keep(char out[64], const char *id)
{
    ck_assert_ptr_nonnull(id);
    (void)snprintf(out, 64, "%s", id);
}

/* ---- a replica ---- */

static void create(void)
{
    const connect_create_instance_request request = { .size = sizeof request,
                                                      .instance_alias = "story",
                                                      .identity_management_type =
                                                          CONNECT_DIRECTORY_TYPE_SAML,
                                                      .inbound_calls_enabled = CONNECT_SET(true),
                                                      .outbound_calls_enabled = CONNECT_SET(true) };
    connect_describe_instance_response *made;

    good(connect_create_instance_and_wait(client, &request, &quickly, &made, &error));
    keep(instance, made->instance->id);
    connect_free(made);
}

static void replicate(void)
{
    const connect_replicate_instance_request request = { .size = sizeof request,
                                                         .instance_id = instance,
                                                         .replica_region = THERE,
                                                         .replica_alias = "story-west" };
    connect_describe_instance_response *shown;

    good(connect_replicate_instance(client, &request, NULL, &error));
    good(connect_wait_instance_replicated(client, instance, THERE, &quickly, &shown, &error));
    ck_assert_str_eq(shown->replication_configuration->source_region, HERE);
    connect_free(shown);
}

/* Isolates the Regions, or joins them; returns how many are isolated then. */
static size_t isolate(bool all)
{
    const connect_update_cross_region_routing_request set = { .size = sizeof set,
                                                              .instance_id = instance,
                                                              .isolated_all = CONNECT_SET(all) };
    const connect_get_cross_region_routing_request get = { .size = sizeof get,
                                                           .instance_id = instance };
    connect_get_cross_region_routing_response *found;
    size_t count;

    good(connect_update_cross_region_routing(client, &set, NULL, &error));
    good(connect_get_cross_region_routing(client, &get, &found, &error));
    count = found->isolated_regions_count;
    connect_free(found);
    return count;
}

/* ---- a group ---- */

static void create_group(void)
{
    const connect_create_traffic_distribution_group_request request = { .size = sizeof request,
                                                                        .instance_id = instance,
                                                                        .name = "spare" };
    connect_create_traffic_distribution_group_response *made;

    good(connect_create_traffic_distribution_group(client, &request, &made, &error));
    keep(group, made->id);
    connect_free(made);
    good(connect_wait_traffic_distribution_group_active(client, group, &quickly, NULL, &error));
}

static connect_status move_to(int32_t here, int32_t there)
{
    const connect_distribution first = { sizeof first, HERE, CONNECT_SET(here) },
                               second = { sizeof second, THERE, CONNECT_SET(there) };
    const connect_distribution *const shares[] = { &first, &second };
    const connect_telephony_config telephony = { sizeof telephony, shares, 2 };
    const connect_update_traffic_distribution_request request = { .size = sizeof request,
                                                                  .id = group,
                                                                  .telephony_config = &telephony };

    return connect_update_traffic_distribution(client, &request, NULL, &error);
}

static void move(int32_t here, int32_t there)
{
    const connect_get_traffic_distribution_request request = { .size = sizeof request,
                                                               .id = group };
    connect_get_traffic_distribution_response *shown;

    good(move_to(here, there));
    good(connect_wait_traffic_distribution_group_active(client, group, &quickly, NULL, &error));
    good(connect_get_traffic_distribution(client, &request, &shown, &error));
    ck_assert_uint_eq(shown->telephony_config->distributions_count, 2);
    for (size_t i = 0; i < 2; i++) {
        const connect_distribution *share = shown->telephony_config->distributions[i];

        ck_assert_int_eq(share->percentage.value, strcmp(share->region, HERE) == 0 ? here : there);
    }
    connect_free(shown);
}

static void delete_group(void)
{
    const connect_delete_traffic_distribution_group_request request = {
        .size = sizeof request, .traffic_distribution_group_id = group
    };

    good(connect_delete_traffic_distribution_group(client, &request, NULL, &error));
    good(connect_wait_traffic_distribution_group_deleted(client, group, &quickly, &error));
}

/* ---- data sets and attached files ---- */

static size_t count_data_sets(void)
{
    const connect_list_analytics_data_associations_request request = { .size = sizeof request,
                                                                       .instance_id = instance };
    connect_pager *pager = connect_list_analytics_data_associations_pages(client, &request);
    size_t count = 0;

    while (connect_list_analytics_data_associations_next(pager) != NULL) {
        count++;
    }
    ck_assert_ptr_null(connect_pager_error(pager));
    connect_pager_free(pager);
    return count;
}

static void share_data_set(void)
{
    const connect_associate_analytics_data_set_request one = { .size = sizeof one,
                                                               .instance_id = instance,
                                                               .data_set_id = "contact_record" };
    const connect_disassociate_analytics_data_set_request end_one = {
        .size = sizeof end_one, .instance_id = instance, .data_set_id = "contact_record"
    };

    good(connect_associate_analytics_data_set(client, &one, NULL, &error));
    ck_assert_uint_eq(count_data_sets(), 1);
    good(connect_disassociate_analytics_data_set(client, &end_one, NULL, &error));
    ck_assert_uint_eq(count_data_sets(), 0);
}

static int64_t size_limit(void)
{
    const connect_describe_attached_files_configuration_request request = {
        .size = sizeof request,
        .instance_id = instance,
        .attachment_scope = CONNECT_ATTACHMENT_SCOPE_CASE
    };
    connect_describe_attached_files_configuration_response *shown;
    int64_t limit;

    good(connect_describe_attached_files_configuration(client, &request, &shown, &error));
    limit = shown->attached_files_configuration->maximum_size_limit_in_bytes.value;
    connect_free(shown);
    return limit;
}

static void configure_attachments(void)
{
    connect_update_attached_files_configuration_request request = {
        .size = sizeof request,
        .instance_id = instance,
        .attachment_scope = CONNECT_ATTACHMENT_SCOPE_CASE,
        .maximum_size_limit_in_bytes = CONNECT_SET(1000000)
    };
    int64_t before = size_limit();

    good(connect_update_attached_files_configuration(client, &request, NULL, &error));
    ck_assert_int_eq(size_limit(), 1000000);
    request.maximum_size_limit_in_bytes = (connect_opt_int64)CONNECT_SET(before);
    good(connect_update_attached_files_configuration(client, &request, NULL, &error));
    ck_assert_int_eq(size_limit(), before);
}

static void take_down(void)
{
    const connect_delete_instance_request request = { .size = sizeof request,
                                                      .instance_id = instance };
    const connect_list_traffic_distribution_groups_request list = { .size = sizeof list };
    connect_list_traffic_distribution_groups_response *left;

    good(connect_delete_instance(client, &request, NULL, &error));
    good(connect_wait_instance_deleted(client, instance, &quickly, &error));
    good(connect_list_traffic_distribution_groups(client, &list, &left, &error));
    ck_assert_uint_eq(left->traffic_distribution_group_summary_list_count, 0);
    connect_free(left);
}

START_TEST(a_contact_centre_moves_to_another_region_and_back)
{
    create();
    replicate();
    ck_assert_uint_eq(isolate(true), 2);
    ck_assert_uint_eq(isolate(false), 0);
    create_group();
    move(0, 100);
    expect_failure(move_to(50, 49), CONNECT_E_INVALID_REQUEST);
    move(100, 0);
    share_data_set();
    configure_attachments();
    delete_group();
    take_down();
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("a story of two Regions");
    TCase *tcase = tcase_create("provisioning");

    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, a_contact_centre_moves_to_another_region_and_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
