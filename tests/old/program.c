/*
 * A program of old, for old.sh: compiled with the header beside it, run with the library of today.
 * Each struct it hands over ends where its memory ends, so that a library that looks for more than
 * there is ends the program.
 */
#define _GNU_SOURCE
#include <connect/connect.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define ID "11111111-2222-3333-4444-555555555555"

static void must(bool fine, const char *what)
{
    if (fine) {
        return;
    }
    fprintf(stderr, "a program of old: %s\n", what);
    exit(1);
}

/* A copy before an inaccessible page. */
static void *handed(const void *value, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *base = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    must(base != MAP_FAILED && mprotect(base + page, page, PROT_NONE) == 0, "no memory");
    return memcpy(base + page - size, value, size);
}
#define HANDED(value) handed(&(value), sizeof(value))

static char method[8], url[256], body[1024];
static int requests;

static void respond(connect_http_response *response, int32_t status, const char *text)
{
    connect_http_response_set_status(response, status);
    must(connect_http_response_add_body(response, text, strlen(text)),
         "the response was not taken");
}

/* An instance that becomes ACTIVE, a listing of two pages, and nothing else. */
static connect_status perform(void *user, const connect_http_request *request,
                              connect_http_response *response, connect_http_failure *failure)
{
    must(user == &requests && request->size >= sizeof *request && failure->size >= sizeof *failure,
         "smaller than known");
    requests++;
    snprintf(method, sizeof method, "%s", request->method);
    snprintf(url, sizeof url, "%s", request->url);
    snprintf(body, sizeof body, "%.*s", (int)request->body_size,
             request->body != NULL ? (const char *)request->body : "");
    if (strstr(url, "/gone") != NULL) {
        failure->code = 7;
        failure->not_sent = true;
        return CONNECT_E_TRANSPORT;
    }
    if (strstr(url, "/storage-config") != NULL) {
        respond(response, 200, "{\"AssociationId\":\"a-1\",\"Newer\":{\"Thing\":1}}");
    } else if (strstr(url, "/nowhere") != NULL) {
        respond(response, 404,
                "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"not here\"}");
    } else if (strstr(url, "/instance/") != NULL) {
        respond(response, 200,
                "{\"Instance\":{\"Id\":\"" ID
                "\",\"InstanceAlias\":\"old\",\"InstanceStatus\":\"ACTIVE\","
                "\"CreatedTime\":1700000000,\"InboundCallsEnabled\":true,\"Tags\":{\"a\":\"b\"}}}");
    } else if (strcmp(method, "PUT") == 0) {
        respond(response, 200, "{\"Id\":\"" ID "\",\"Arn\":\"arn:aws:connect\"}");
    } else if (strstr(url, "nextToken=") != NULL) {
        respond(response, 200,
                "{\"InstanceSummaryList\":[{\"Id\":\"i-3\",\"InstanceStatus\":\"ACTIVE\"}]}");
    } else {
        respond(
            response, 200,
            "{\"InstanceSummaryList\":[{\"Id\":\"i-1\"},{\"Id\":\"i-2\"}],\"NextToken\":\"t\"}");
    }
    return CONNECT_OK;
}

static connect_client *open_client(void)
{
    const connect_credentials keys = { sizeof keys, "AKIDEXAMPLE", "secret", NULL };
    const connect_transport transport = { sizeof transport, &requests, perform };
    const connect_pace pace = { sizeof pace, 1000, 1000 };
    connect_client_options options;
    connect_client *client = NULL;

    memset(&options, 0, sizeof options);
    options.size = sizeof options;
    options.region = "us-west-2";
    options.check_level = 1; /* what is required today was not then */
    options.max_attempts = (connect_opt_int32)CONNECT_SET(1);
    options.pace = HANDED(pace);
    options.transport = HANDED(transport);
    must(connect_credentials_static(HANDED(keys), &options.credentials, NULL) == CONNECT_OK,
         "no keys");
    must(connect_client_new(HANDED(options), &client, NULL) == CONNECT_OK, "no client");
    connect_credentials_provider_free(options.credentials);
    return client;
}

static void create(connect_client *client)
{
    const connect_create_instance_request request = { sizeof request, "mine", 1, NULL, "old" };
    connect_create_instance_response *response = NULL;

    must(connect_create_instance(client, HANDED(request), &response, NULL) == CONNECT_OK,
         "no instance was created");
    must(
        strcmp(
            body,
            "{\"ClientToken\":\"mine\",\"IdentityManagementType\":\"SAML\",\"InstanceAlias\":\"old\"}") ==
            0,
        body);
    must(response->size >= sizeof *response && strcmp(response->id, ID) == 0,
         "the id of a creation");
    connect_free(response);
}

static void check_instance(const connect_describe_instance_response *response)
{
    const connect_instance *instance = response->instance;

    must(response->size >= sizeof *response && instance->size >= sizeof *instance,
         "smaller than known");
    must(strcmp(instance->id, ID) == 0 && strcmp(instance->instance_alias, "old") == 0,
         "the id and alias of an instance");
    must(instance->created_time.is_set && instance->created_time.value == 1700000000000,
         "the time of an instance");
    must(instance->instance_status == 2 && strcmp(instance->instance_status_text, "ACTIVE") == 0,
         "the status of an instance");
}

static void describe_and_wait(connect_client *client)
{
    const connect_describe_instance_request request = { sizeof request, ID },
                                            nowhere = { sizeof nowhere, "nowhere" };
    const connect_wait_options wait = { sizeof wait, CONNECT_SET(5000) };
    connect_describe_instance_response *response = NULL;
    connect_error *error = NULL;

    must(connect_describe_instance(client, HANDED(request), &response, NULL) == CONNECT_OK,
         "no instance was described");
    check_instance(response);
    connect_free(response);
    must(connect_wait_instance_active(client, ID, HANDED(wait), &response, NULL) == CONNECT_OK,
         "no instance was waited for");
    check_instance(response);
    connect_free(response);
    must(connect_describe_instance(client, HANDED(nowhere), &response, &error) ==
             CONNECT_E_NOT_FOUND,
         "nowhere was found");
    must(response == NULL && connect_error_code(error) == CONNECT_E_NOT_FOUND,
         "the code of an error");
    must(strcmp(connect_error_aws_type(error), "ResourceNotFoundException") == 0,
         "the type of an error");
    must(strcmp(connect_error_message(error), "not here") == 0, "the message of an error");
    connect_error_free(error);
}

/* Structs of old inside one of old. */
static void associate(connect_client *client)
{
    const connect_kinesis_video_stream_config video = { sizeof video, "live-", CONNECT_SET(7) };
    connect_instance_storage_config config = { sizeof config, NULL, 2, NULL, NULL, NULL };
    connect_associate_instance_storage_config_request request = { sizeof request, ID, 3, NULL,
                                                                  NULL };
    connect_associate_instance_storage_config_response *response = NULL;

    config.kinesis_video_stream_config = HANDED(video);
    request.storage_config = HANDED(config);
    must(connect_associate_instance_storage_config(client, HANDED(request), &response, NULL) ==
             CONNECT_OK,
         "nothing was associated");
    must(strstr(body, "\"StorageType\":\"KINESIS_VIDEO_STREAM\"") != NULL, body);
    must(strstr(body, "{\"Prefix\":\"live-\",\"RetentionPeriodHours\":7}") != NULL, body);
    must(strcmp(response->association_id, "a-1") == 0, "the id of an association");
    connect_free(response);
}

static void list(connect_client *client)
{
    const connect_list_instances_request request = { sizeof request, NULL };
    connect_pager *pager = connect_list_instances_pages(client, HANDED(request));
    const connect_instance_summary *item;
    char id[4] = "i-1";
    int count = 0;

    for (; (item = connect_list_instances_next(pager)) != NULL; count++, id[2]++) {
        must(item->size >= sizeof *item && strcmp(item->id, id) == 0 && !item->created_time.is_set,
             "an item of a listing");
    }
    must(count == 3 && connect_pager_error(pager) == NULL, "the end of a listing");
    connect_pager_free(pager);
}

static void call_otherwise(connect_client *client)
{
    const connect_call_options options = { sizeof options, CONNECT_SET(3000), NULL, 3,
                                           CONNECT_SET(1) };
    connect_client *view = NULL;
    char *json = NULL;

    must(connect_client_with(client, HANDED(options), &view, NULL) == CONNECT_OK, "no view");
    must(connect_invoke(view, "DescribeInstance", "{\"InstanceId\":\"" ID "\"}", &json, NULL) ==
             CONNECT_OK,
         "no call by name");
    must(strstr(json, "\"InstanceAlias\":\"old\"") != NULL, json);
    connect_free(json);
    must(connect_invoke(view, "DescribeInstance", "{\"InstanceId\":\"gone\"}", &json, NULL) ==
             CONNECT_E_TRANSPORT,
         "a connection that is not there");
    must(connect_invoke(view, "NoSuchThing", NULL, &json, NULL) == CONNECT_E_ARGUMENT,
         "an operation that is not there");
    connect_client_free(view);
}

int main(void)
{
    connect_client *client = open_client();

    create(client);
    describe_and_wait(client);
    associate(client);
    list(client);
    call_otherwise(client);
    connect_client_free(client);
    must(requests == 9, "as many requests as calls");
    puts("a program of old has done nine requests");
    return 0;
}
