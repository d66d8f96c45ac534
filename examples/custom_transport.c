/*
 * Testing a program that uses libconnect without a network: a transport that answers out of a
 * table, and shows what it was asked.  A transport carries one attempt; signing, retries, paging
 * and decoding stay the library's.
 */
#include <connect/connect.h>

#include <stdio.h>
#include <string.h>

struct answer {
    const char *method;
    const char *url_part;
    int32_t status;
    const char *body;
};

static const struct answer script[] = {
    { "GET", "/instance?nextToken=more", 200,
      "{\"InstanceSummaryList\": [{\"Id\": \"i-2\", \"InstanceAlias\": \"sales\", \"InstanceStatus\": "
      "\"ACTIVE\"}]}" },
    { "GET", "/instance", 200,
      "{\"InstanceSummaryList\": [{\"Id\": \"i-1\", \"InstanceAlias\": \"support\", \"InstanceStatus\": "
      "\"ACTIVE\"}],"
      " \"NextToken\": \"more\"}" },
};

static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    int *count = user;

    (void)failure;
    printf("  %d. %s %s\n", ++*count, request->method, request->url);
    for (size_t i = 0; i < sizeof script / sizeof script[0]; i++) {
        const struct answer *answer = &script[i];

        if (strcmp(request->method, answer->method) != 0 ||
            strstr(request->url, answer->url_part) == NULL) {
            continue;
        }
        connect_http_response_set_status(response, answer->status);
        if (!connect_http_response_add_header(response, "x-amzn-RequestId", 16, "from-the-table",
                                              14) ||
            !connect_http_response_add_body(response, answer->body, strlen(answer->body))) {
            return CONNECT_E_MEMORY;
        }
        return CONNECT_OK;
    }
    connect_http_response_set_status(response, 404);
    return CONNECT_OK;
}

int main(void)
{
    int count = 0, code;
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = "AKIDEXAMPLE",
                                 .secret_access_key = "secret" };
    connect_transport transport = { .size = sizeof transport, .user = &count, .perform = perform };
    connect_client_options options = { .size = sizeof options,
                                       .region = "us-west-2",
                                       .transport = &transport };
    connect_client *client = NULL;
    connect_pager *pager;
    const connect_instance_summary *instance;

    if (connect_credentials_static(&keys, &options.credentials, NULL) != CONNECT_OK ||
        connect_client_new(&options, &client, NULL) != CONNECT_OK) {
        return 1;
    }
    connect_credentials_provider_free(options.credentials);

    puts("Asked:");
    pager = connect_list_instances_pages(client, NULL);
    while ((instance = connect_list_instances_next(pager)) != NULL) {
        printf("     got %s, %s\n", instance->id, instance->instance_alias);
    }
    code = connect_pager_error(pager) != NULL;
    connect_pager_free(pager);
    connect_client_free(client);
    return code;
}
