/*
 * Two transports of an application's own.  A transport carries one attempt; signing, retries,
 * paging and decoding stay the library's.
 *
 * The first responds from a table, to test an application without a network.  The second wraps
 * another transport, here the first one or, with a running connect-local or Amazon Connect, the
 * built-in one: it adds a header for tracing and measures each request.
 *
 *     custom_transport            # from the table
 *     custom_transport network    # the built-in transport, with the settings of the environment
 */
#include <connect/connect.h>

#include <stdio.h>
#include <string.h>

/* ---- responses from a table ---- */

struct entry {
    const char *method;
    const char *url_part;
    int32_t status;
    const char *body;
};

static const struct entry table[] = {
    { "GET", "/instance?nextToken=more", 200,
      "{\"InstanceSummaryList\": [{\"Id\": \"i-2\", \"InstanceAlias\": \"sales\", \"InstanceStatus\": "
      "\"ACTIVE\"}]}" },
    { "GET", "/instance", 200,
      "{\"InstanceSummaryList\": [{\"Id\": \"i-1\", \"InstanceAlias\": \"support\", \"InstanceStatus\": "
      "\"ACTIVE\"}],"
      " \"NextToken\": \"more\"}" },
};

static connect_status table_perform(void *user, const connect_http_request *request,
                                    connect_http_response *response, connect_http_failure *failure)
{
    (void)user;
    (void)failure;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct entry *entry = &table[i];

        if (strcmp(request->method, entry->method) != 0 ||
            strstr(request->url, entry->url_part) == NULL) {
            continue;
        }
        connect_http_response_set_status(response, entry->status);
        if (!connect_http_response_add_header(response, "x-amzn-RequestId", 16, "from-the-table",
                                              14) ||
            !connect_http_response_add_body(response, entry->body, strlen(entry->body))) {
            return CONNECT_E_MEMORY;
        }
        return CONNECT_OK;
    }
    connect_http_response_set_status(response, 404);
    return CONNECT_OK;
}

/* ---- around another transport ---- */

struct tracer {
    connect_transport inner;
    int requests;
};

#define HEADERS_MAX 64

/* The request with one header more.  It is not signed, so that adding it here is allowed. */
static connect_http_request add_header(const connect_http_request *request,
                                       const connect_pair *header, const connect_pair **headers)
{
    connect_http_request traced = *request;
    size_t count = request->headers_count;

    if (count < HEADERS_MAX) {
        memcpy(headers, request->headers, count * sizeof *headers);
        headers[count] = header;
        traced.headers = headers;
        traced.headers_count = count + 1;
    }
    return traced;
}

static connect_status tracer_perform(void *user, const connect_http_request *request,
                                     connect_http_response *response, connect_http_failure *failure)
{
    static const connect_pair parent = {
        "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    };
    struct tracer *tracer = user;
    const connect_pair *headers[HEADERS_MAX];
    connect_http_request traced = add_header(request, &parent, headers);
    connect_http_transfer transfer = { .size = sizeof transfer };
    size_t size;
    connect_status status = tracer->inner.perform(tracer->inner.user, &traced, response, failure);
    const char *id = connect_http_response_header(response, "x-amzn-RequestId");

    (void)connect_http_response_body(response, &size);
    connect_http_response_transfer(response, &transfer);
    printf("  %d. %s %s: HTTP %d, request id %s, %zu bytes of JSON%s\n", ++tracer->requests,
           connect_http_request_method(request), connect_http_request_url(request),
           (int)connect_http_response_status(response), id != NULL ? id : "none", size,
           transfer.is_new_connection.value ? ", on a new connection" : "");
    return status;
}

static void tracer_release(void *user)
{
    struct tracer *tracer = user;

    if (tracer->inner.release != NULL) {
        tracer->inner.release(tracer->inner.user);
    }
}

static void tracer_close_idle(void *user)
{
    struct tracer *tracer = user;

    if (tracer->inner.close_idle != NULL) {
        tracer->inner.close_idle(tracer->inner.user);
    }
}

/* ---- a client with them ---- */

static int list_instances(connect_client *client)
{
    connect_pager *pager = connect_list_instances_pages(client, NULL);
    const connect_instance_summary *instance;
    int code;

    while ((instance = connect_list_instances_next(pager)) != NULL) {
        printf("     got %s, %s\n", instance->id, instance->instance_alias);
    }
    code = connect_pager_error(pager) != NULL;
    if (code != 0) {
        fprintf(stderr, "%s\n", connect_error_message(connect_pager_error(pager)));
    }
    connect_pager_free(pager);
    return code;
}

int main(int argc, char **argv)
{
    int code;
    connect_credentials keys = { .size = sizeof keys,
                                 .access_key_id = "AKIDEXAMPLE",
                                 .secret_access_key = "secret" };
    struct tracer tracer = { .inner = { .size = sizeof tracer.inner, .perform = table_perform } };
    connect_transport transport = { .size = sizeof transport,
                                    .user = &tracer,
                                    .perform = tracer_perform,
                                    .release = tracer_release,
                                    .close_idle = tracer_close_idle };
    connect_client_options options = { .size = sizeof options };
    connect_client *client = NULL;
    connect_status status;

    if (argc > 1 && strcmp(argv[1], "network") == 0) {
        status = connect_transport_default(&options, &tracer.inner, NULL);
    } else {
        options.region = "us-west-2";
        status = connect_credentials_static(&keys, &options.credentials, NULL);
    }
    if (status != CONNECT_OK) {
        return 1;
    }
    options.transport = &transport;
    if (connect_client_new(&options, &client, NULL) != CONNECT_OK) {
        return 1;
    }
    connect_credentials_provider_free(options.credentials);
    puts("Requests:");
    code = list_instances(client);
    connect_client_free(client);
    return code;
}
