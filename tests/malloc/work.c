/* The pieces of work.  None uses a check of Check, whose own memory would fail as well. */
#include "malloc/work.h"

#include "shape/operation.h"

#include <stdio.h>

connect_client_options options;
char endpoint[64];
char said[300];
bool is_half_filled;

/* Takes the error and what came out; all scenes end here. */
static connect_status take(connect_status status, connect_error *error, const void *out)
{
    is_half_filled = is_half_filled || (status != CONNECT_OK && out != NULL) ||
                     connect_error_code(error) != status;
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(error));
    }
    connect_error_free(error);
    return status;
}

static connect_status describe_one(connect_client *client)
{
    const connect_describe_instance_request request = { .size = sizeof request, .instance_id = ID };
    connect_describe_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_describe_instance(client, &request, &response, &error);

    is_half_filled =
        is_half_filled || (status == CONNECT_OK && (response->instance->tags_count != 2 ||
                                                    response->replication_configuration == NULL));
    status = take(status, error, response);
    connect_free(response);
    return status;
}

static connect_status create_one(connect_client *client)
{
    const connect_pair *const tags[] = { CONNECT_PAIR("team", "voice"), CONNECT_PAIR("cost", "7") };
    const connect_create_instance_request request = { .size = sizeof request,
                                                      .identity_management_type =
                                                          CONNECT_DIRECTORY_TYPE_SAML,
                                                      .instance_alias = "demo",
                                                      .inbound_calls_enabled = CONNECT_SET(true),
                                                      .outbound_calls_enabled = CONNECT_SET(true),
                                                      .tags = tags,
                                                      .tags_count = 2 };
    connect_create_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_create_instance(client, &request, &response, &error);

    status = take(status, error, response);
    connect_free(response);
    return status;
}

static connect_status list_all(connect_client *client)
{
    const connect_list_instances_request request = { .size = sizeof request,
                                                     .max_results = CONNECT_SET(10) };
    connect_pager *pager = connect_list_instances_pages(client, &request);
    connect_status status;
    int items = 0;

    while (connect_list_instances_next(pager) != NULL) {
        items++;
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    is_half_filled = is_half_filled || (status == CONNECT_OK && items != 3);
    connect_pager_free(pager);
    return status;
}

static connect_status open_client(connect_client **client)
{
    const connect_credentials keys = { .size = sizeof keys,
                                       .access_key_id = "AKID",
                                       .secret_access_key = "secret" };
    connect_client_options own = options;
    connect_error *error = NULL;
    connect_status status = connect_credentials_static(&keys, &own.credentials, &error);

    if (take(status, error, own.credentials) != CONNECT_OK) {
        return status;
    }
    error = NULL;
    *client = (connect_client *)&own;
    status = connect_client_new(&own, client, &error);
    status = take(status, error, *client);
    connect_credentials_provider_free(own.credentials);
    return status;
}

connect_status live_a_life(void)
{
    connect_client *client;
    connect_status status = open_client(&client);

    if (status != CONNECT_OK) {
        return status;
    }
    status = describe_one(client);
    if (status == CONNECT_OK) {
        status = create_one(client);
    }
    if (status == CONNECT_OK) {
        status = list_all(client);
    }
    connect_client_free(client);
    return status;
}

/*
 * A refusal with its detail is what is to come here; the detail may be lost where there is no
 * memory for it.
 */
static connect_status be_refused(connect_client *client)
{
    const connect_delete_instance_request request = { .size = sizeof request, .instance_id = ID };
    connect_delete_instance_response *response = (void *)&request;
    connect_error *error = NULL;
    connect_status status = connect_delete_instance(client, &request, &response, &error);
    bool is_told = status == CONNECT_E_QUOTA_EXCEEDED && connect_error_detail(error) != NULL &&
                   connect_error_detail_json(error) != NULL;

    status = take(status, error, response);
    return is_told ? CONNECT_OK : status;
}

static connect_status send_one(connect_client *client)
{
    char *json = said;
    connect_error *error = NULL;
    connect_status status =
        connect_send(client, "POST", "/users", NULL, 0, "{\"Limit\":[1,2.5]}", &json, &error);

    status = take(status, error, json);
    connect_free(json);
    return status;
}

static connect_status list_as_json(connect_client *client)
{
    connect_pager *pager = (connect_pager *)said;
    connect_error *error = NULL;
    connect_status status =
        connect_pager_new(client, "ListInstances", "{\"MaxResults\":10}", &pager, &error);
    int pages = 0;
    char *json;

    if (take(status, error, pager) != CONNECT_OK) {
        return status;
    }
    for (; (json = connect_pager_next_page_json(pager)) != NULL; pages++) {
        connect_free(json);
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    is_half_filled = is_half_filled || (status == CONNECT_OK && pages != 2);
    connect_pager_free(pager);
    return status;
}

static connect_status list_zapi(void)
{
    const connect_zapi_client_options zapi = { .size = sizeof zapi,
                                               .token = "t",
                                               .endpoint_url = endpoint,
                                               .proxy = "",
                                               .retry_mode = CONNECT_RETRY_OFF };
    connect_zapi_client *client = (connect_zapi_client *)said;
    connect_error *error = NULL;
    connect_pager *pager;
    connect_status status = connect_zapi_client_new(&zapi, &client, &error);

    if (take(status, error, client) != CONNECT_OK) {
        return status;
    }
    pager = connect_zapi_list_instances_pages(client, NULL);
    while (connect_zapi_list_instances_next(pager) != NULL) {
        continue;
    }
    status = connect_error_code(connect_pager_error(pager));
    if (status != CONNECT_OK) {
        (void)snprintf(said, sizeof said, "%s", connect_error_message(connect_pager_error(pager)));
    }
    connect_pager_free(pager);
    connect_zapi_client_free(client);
    return status;
}

connect_status do_the_rest(void)
{
    connect_client *client;
    connect_status status = open_client(&client);

    if (status != CONNECT_OK) {
        return status;
    }
    status = be_refused(client);
    if (status == CONNECT_OK) {
        status = send_one(client);
    }
    if (status == CONNECT_OK) {
        status = list_as_json(client);
    }
    connect_client_free(client);
    return status == CONNECT_OK ? list_zapi() : status;
}

/* A client that has to find out its keys by itself: from files, a program, STS. */
connect_status find_keys(void)
{
    connect_client *client = (connect_client *)&options;
    connect_error *error = NULL;
    connect_status status = connect_client_new(&options, &client, &error);
    char *text = said;

    status = take(status, error, client);
    if (status != CONNECT_OK) {
        return status;
    }
    error = NULL;
    status = connect_client_warm_up(client, &error);
    status = take(status, error, NULL);
    if (status == CONNECT_OK) {
        error = NULL;
        status = connect_client_describe(client, &text, &error);
        status = take(status, error, text);
        connect_free(text);
    }
    connect_client_free(client);
    return status;
}

/* ---- each operation, over a transport that is a text ---- */

connect_client *fixed_client;
const connect_operation *fixed_operation;
struct buf fixed_input, fixed_response;

connect_status response_fixed(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    (void)user;
    (void)request;
    (void)failure;
    connect_http_response_set_status(response, 200);
    if (!connect_http_response_add_body(response, fixed_response.data, fixed_response.size)) {
        return CONNECT_E_MEMORY;
    }
    return CONNECT_OK;
}

connect_status invoke_one(void)
{
    char *json = (char *)&fixed_client;
    connect_error *error = NULL;
    connect_status status =
        connect_invoke(fixed_client, fixed_operation->name, fixed_input.data, &json, &error);

    status = take(status, error, json);
    connect_free(json);
    return status;
}
