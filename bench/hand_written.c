/*
 * The client a person would write by hand for these two calls: libcurl signs, jansson parses,
 * nothing is retried.
 */
#include "bench.h"

#include <curl/curl.h>
#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hand_written {
    CURL *curl;
    int port;
    char body[65536];
    size_t size;
    char token[512];
};

static size_t collect(char *bytes, size_t size, size_t count, void *user)
{
    struct hand_written *client = user;

    size *= count;
    if (client->size + size > sizeof client->body) {
        return 0;
    }
    memcpy(client->body + client->size, bytes, size);
    client->size += size;
    return size;
}

struct hand_written *hand_written_new(int port)
{
    struct hand_written *client = calloc(1, sizeof *client);

    client->port = port;
    client->curl = curl_easy_init();
    curl_easy_setopt(client->curl, CURLOPT_AWS_SIGV4, "aws:amz:" BENCH_REGION ":connect");
    curl_easy_setopt(client->curl, CURLOPT_USERPWD, BENCH_KEY ":" BENCH_SECRET);
    curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    return client;
}

static json_t *get(struct hand_written *client, const char *url)
{
    long status = 0;

    client->size = 0;
    curl_easy_setopt(client->curl, CURLOPT_URL, url);
    if (curl_easy_perform(client->curl) != CURLE_OK) {
        return NULL;
    }
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    return status == 200 ? json_loadb(client->body, client->size, 0, NULL) : NULL;
}

static bool read_instance(const json_t *instance)
{
    static const char *const names[] = { "Id",
                                         "Arn",
                                         "IdentityManagementType",
                                         "InstanceAlias",
                                         "InstanceStatus",
                                         "ServiceRole",
                                         "InstanceAccessUrl" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (json_string_value(json_object_get(instance, names[i])) == NULL) {
            return false;
        }
    }
    return json_integer_value(json_object_get(instance, "CreatedTime")) != 0;
}

bool hand_written_describe(struct hand_written *client)
{
    char url[256];
    json_t *root;
    bool ok;

    (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/instance/" BENCH_INSTANCE, client->port);
    root = get(client, url);
    ok = root != NULL && read_instance(json_object_get(root, "Instance"));
    json_decref(root);
    return ok;
}

bool hand_written_page(struct hand_written *client)
{
    char url[1024];
    json_t *root, *item;
    const char *token;
    size_t index;
    bool ok;

    if (client->token[0] == '\0') {
        (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/instance?maxResults=10", client->port);
    } else {
        (void)snprintf(url, sizeof url, "http://127.0.0.1:%d/instance?maxResults=10&nextToken=%s",
                       client->port, client->token);
    }
    root = get(client, url);
    ok = root != NULL;
    json_array_foreach(json_object_get(root, "InstanceSummaryList"), index, item) {
        ok = ok && read_instance(item);
    }
    token = json_string_value(json_object_get(root, "NextToken"));
    (void)snprintf(client->token, sizeof client->token, "%s", token == NULL ? "" : token);
    json_decref(root);
    return ok;
}

void hand_written_free(struct hand_written *client)
{
    curl_easy_cleanup(client->curl);
    free(client);
}
