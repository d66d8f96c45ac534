/*
 * Clients written by hand on libcurl, without retries: from a transfer that neither signs nor
 * parses, over an own signature with cJSON or jansson, to libcurl's signature with jansson.
 */
#include "bench.h"

#ifdef HAVE_CJSON
#    include <cjson/cJSON.h>
#endif
#include <curl/curl.h>
#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIGN_NOT, SIGN_OWN, SIGN_CURL };

struct raw {
    CURL *curl;
    struct bench_signer *signer; /* of SIGN_OWN */
    const struct reader *reader;
    const char *origin;
    char body[65536];
    size_t size;
    char token[512];
};

/* ---- the bodies ---- */

/* Both return whether every expected member is there. */
struct reader {
    bool (*describe)(struct raw *client);
    bool (*page)(struct raw *client); /* and sets the token */
};

static const char *const members[] = { "Id",
                                       "Arn",
                                       "IdentityManagementType",
                                       "InstanceAlias",
                                       "InstanceStatus",
                                       "ServiceRole",
                                       "InstanceAccessUrl" };
#define MEMBERS (sizeof members / sizeof *members)

static void keep_token(struct raw *client, const char *token)
{
    (void)snprintf(client->token, sizeof client->token, "%s", token == NULL ? "" : token);
}

static bool skim_describe(struct raw *client)
{
    return client->size > 0;
}

/* The token without parsing the page. */
static bool skim_page(struct raw *client)
{
    client->body[client->size] = '\0';
    char *token = strstr(client->body, "\"NextToken\":\"");
    if (token != NULL) {
        token += strlen("\"NextToken\":\"");
        token[strcspn(token, "\"")] = '\0';
    }
    keep_token(client, token);
    return client->size > 0;
}

static bool jansson_instance(const json_t *instance)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (json_string_value(json_object_get(instance, members[i])) == NULL) {
            return false;
        }
    }
    return json_integer_value(json_object_get(instance, "CreatedTime")) != 0;
}

static bool jansson_describe(struct raw *client)
{
    json_t *root = json_loadb(client->body, client->size, 0, NULL);
    bool ok = jansson_instance(json_object_get(root, "Instance"));

    json_decref(root);
    return ok;
}

static bool jansson_page(struct raw *client)
{
    json_t *root = json_loadb(client->body, client->size, 0, NULL), *item;
    bool ok = root != NULL;
    size_t index;

    json_array_foreach(json_object_get(root, "InstanceSummaryList"), index, item) {
        ok = ok && jansson_instance(item);
    }
    keep_token(client, json_string_value(json_object_get(root, "NextToken")));
    json_decref(root);
    return ok;
}

static const struct reader skimming = { skim_describe, skim_page };
static const struct reader jansson = { jansson_describe, jansson_page };

#ifdef HAVE_CJSON
static bool cjson_instance(const cJSON *instance)
{
    for (size_t i = 0; i < MEMBERS; i++) {
        if (cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(instance, members[i])) == NULL) {
            return false;
        }
    }
    return cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(instance, "CreatedTime")) > 0;
}

static bool cjson_describe(struct raw *client)
{
    cJSON *root = cJSON_ParseWithLength(client->body, client->size);
    bool ok = cjson_instance(cJSON_GetObjectItemCaseSensitive(root, "Instance"));

    cJSON_Delete(root);
    return ok;
}

static bool cjson_page(struct raw *client)
{
    cJSON *root = cJSON_ParseWithLength(client->body, client->size);
    const cJSON *item;
    bool ok = root != NULL;

    cJSON_ArrayForEach(item, cJSON_GetObjectItemCaseSensitive(root, "InstanceSummaryList"))
    {
        ok = ok && cjson_instance(item);
    }
    keep_token(client, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "NextToken")));
    cJSON_Delete(root);
    return ok;
}

static const struct reader cjson = { cjson_describe, cjson_page };
#endif

/* ---- transfers ---- */

static size_t collect(char *bytes, size_t size, size_t count, void *user)
{
    struct raw *client = user;

    size *= count;
    if (client->size + size >= sizeof client->body) {
        return 0;
    }
    memcpy(client->body + client->size, bytes, size);
    client->size += size;
    return size;
}

static struct raw *raw_new(const struct bench_site *site, int signing, const struct reader *reader)
{
    struct raw *client = calloc(1, sizeof *client);

    if (client == NULL) {
        abort();
    }
    client->origin = site->origin;
    client->reader = reader;
    client->curl = curl_easy_init();
    if (signing == SIGN_CURL) {
        curl_easy_setopt(client->curl, CURLOPT_AWS_SIGV4, "aws:amz:" BENCH_REGION ":connect");
        curl_easy_setopt(client->curl, CURLOPT_USERPWD, BENCH_KEY ":" BENCH_SECRET);
    } else if (signing == SIGN_OWN) {
        client->signer = bench_signer_new();
    }
    if (site->bundle != NULL) {
        curl_easy_setopt(client->curl, CURLOPT_CAINFO, site->bundle);
        curl_easy_setopt(client->curl, CURLOPT_CAPATH, site->folder);
    }
    curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    return client;
}

static void raw_close(void *user)
{
    struct raw *client = user;

    curl_easy_cleanup(client->curl);
    if (client->signer != NULL) {
        bench_signer_free(client->signer);
    }
    free(client);
}

static struct curl_slist *signed_headers(struct raw *client, const char *path, const char *query)
{
    char date[BENCH_DATE_SIZE], authorization[BENCH_AUTHORIZATION_SIZE], header[320];
    struct curl_slist *headers = NULL;

    if (bench_sign(client->signer, strstr(client->origin, "//") + 2, path, query, date,
                   authorization)) {
        (void)snprintf(header, sizeof header, "X-Amz-Date: %s", date);
        headers = curl_slist_append(headers, header);
        (void)snprintf(header, sizeof header, "Authorization: %s", authorization);
        headers = curl_slist_append(headers, header);
    }
    return headers;
}

static bool raw_get(struct raw *client, const char *path, const char *query)
{
    char url[1024];
    struct curl_slist *headers = NULL;
    long status = 0;

    client->size = 0;
    (void)snprintf(url, sizeof url, "%s%s%s%s", client->origin, path, *query == '\0' ? "" : "?",
                   query);
    curl_easy_setopt(client->curl, CURLOPT_URL, url);
    if (client->signer != NULL) {
        headers = signed_headers(client, path, query);
        curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
    }
    CURLcode code = curl_easy_perform(client->curl);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) {
        (void)fprintf(stderr, "%s: %s\n", url, curl_easy_strerror(code));
        return false;
    }
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    return status == 200;
}

static bool raw_describe(void *user)
{
    struct raw *client = user;

    return raw_get(client, "/instance/" BENCH_INSTANCE, "") && client->reader->describe(client);
}

static bool raw_page(void *user)
{
    struct raw *client = user;
    char query[600];

    (void)snprintf(query, sizeof query, "maxResults=10%s%s",
                   client->token[0] == '\0' ? "" : "&nextToken=", client->token);
    return raw_get(client, "/instance", query) && client->reader->page(client);
}

/* ---- the peers ---- */

static void *floor_open(const struct bench_site *site)
{
    return raw_new(site, SIGN_NOT, &skimming);
}

#ifdef HAVE_CJSON
static void *own_cjson_open(const struct bench_site *site)
{
    return raw_new(site, SIGN_OWN, &cjson);
}
#endif

static void *own_jansson_open(const struct bench_site *site)
{
    return raw_new(site, SIGN_OWN, &jansson);
}

static void *curl_jansson_open(const struct bench_site *site)
{
    return raw_new(site, SIGN_CURL, &jansson);
}

const struct bench_peer bench_raw_peers[] = {
    { "floor", "libcurl, not signed, not parsed", floor_open, raw_describe, raw_page, raw_close },
#ifdef HAVE_CJSON
    { "own+cjson", "libcurl, own signature, cJSON", own_cjson_open, raw_describe, raw_page,
      raw_close },
#endif
    { "own+jansson", "libcurl, own signature, jansson", own_jansson_open, raw_describe, raw_page,
      raw_close },
    { "F", "F: libcurl, its signature, jansson", curl_jansson_open, raw_describe, raw_page,
      raw_close },
    { NULL, NULL, NULL, NULL, NULL, NULL },
};
