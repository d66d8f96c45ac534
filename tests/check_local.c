/* connect-local: its parts, and requests served without a network, signed by the library. */
#include "auth/canonical.h"
#include "aws/sigv4.h"
#include "base/escape.h"
#include "base/json.h"
#include "base/token_bucket.h"
#include "core/text.h"
#include "exchange/form.h"
#include "operations/document.h"
#include "operations/handlers.h"
#include "operations/input.h"
#include "operations/page_token.h"
#include "operations/route.h"
#include "server/dispatch.h"
#include "support/memory.h"
#include "support/suite.h"

#include <stdio.h>
#include <string.h>

/* ---- a service with a clock that stands still ---- */

static struct options options;
static int64_t wall = INT64_C(1795264496000), monotonic;
static struct local *local;

static int64_t tell_wall(void *user)
{
    (void)user;
    return wall;
}

static int64_t tell_monotonic(void *user)
{
    (void)user;
    return monotonic;
}

static const connect_clock still_clock = { .size = sizeof still_clock,
                                           .now = tell_wall,
                                           .monotonic = tell_monotonic };

static void set_up(void)
{
    memory_watch();
    options_default(&options);
    local = NULL;
}

static void start(void)
{
    local = local_new(&options, &still_clock);
}

static void tear_down(void)
{
    local_free(local);
    options_free(&options);
    ck_assert_uint_eq(memory_live(), 0);
    memory_unwatch();
}

/* Signs with the library and serves; the caller frees. */
static struct exchange *ask(const char *method, const char *uri, const char *body)
{
    struct exchange *exchange = exchange_new(NULL, method, uri);
    connect_pair host = { "Host", "127.0.0.1:80" };
    struct sigv4_request request = { .method = method,
                                     .path = exchange->path,
                                     .query = exchange->query,
                                     .headers = &host,
                                     .headers_count = 1,
                                     .body = body,
                                     .body_size = body != NULL ? strlen(body) : 0 };
    struct sigv4_identity identity = { .access_key_id = options.access_key,
                                       .secret_access_key = options.secret_key,
                                       .session_token = options.session_token,
                                       .region = options.region,
                                       .service = "connect",
                                       .time_ms = wall };
    struct sigv4_headers headers = { 0 };

    ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &headers, NULL, NULL), CONNECT_OK);
    exchange_add_header(exchange, host.key, host.value);
    exchange_add_header(exchange, "X-Amz-Date", headers.date);
    if (options.session_token != NULL) {
        exchange_add_header(exchange, "X-Amz-Security-Token", options.session_token);
    }
    exchange_add_header(exchange, "Authorization", buf_text(&headers.authorization));
    if (body != NULL) {
        buf_add(&exchange->body, body, strlen(body));
    }
    sigv4_headers_free(&headers);
    dispatch_request(local, exchange);
    return exchange;
}

/* The answer as JSON after a look at its status; the caller drops the reference. */
static json_t *told(int status, const char *method, const char *uri, const char *body)
{
    struct exchange *exchange = ask(method, uri, body);

    ck_assert_msg(exchange->status == status, "%s %s: %d %s", method, uri, exchange->status,
                  exchange->response_body);

    json_t *json =
        exchange->response_size > 0 ? json_loads(exchange->response_body, 0, NULL) : json_object();

    ck_assert_ptr_nonnull(json);
    exchange_free(exchange);
    return json;
}

static void done(int status, const char *method, const char *uri, const char *body)
{
    json_decref(told(status, method, uri, body));
}

/* The id that was made. */
static char id[64];
static const char *made(const char *method, const char *uri, const char *body, const char *member)
{
    json_t *json = told(200, method, uri, body);

    ck_assert_ptr_nonnull(json_get_string(json, member));
    snprintf(id, sizeof id, "%s", json_get_string(json, member));
    json_decref(json);
    return id;
}

#define CREATE(alias, more)                                                \
    "{\"InstanceAlias\":\"" alias                                          \
    "\",\"IdentityManagementType\":\"SAML\",\"InboundCallsEnabled\":true," \
    "\"OutboundCallsEnabled\":false" more "}"

#define PEM(text) "{\"Key\":\"-----BEGIN KEY-----" text "-----END KEY-----\"}"

static char uri[512];
static const char *under(const char *instance, const char *rest)
{
    snprintf(uri, sizeof uri, "/instance/%s%s", instance, rest);
    return uri;
}

/* ---- parts ---- */

START_TEST(a_map_keeps_what_it_is_given)
{
    struct map map = { 0 };
    static int values[1000];
    char key[16];

    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        map_put(&map, key, &values[i]);
    }
    map_put(&map, "key 3", &values[0]);
    ck_assert_uint_eq(map.count, 1000);
    ck_assert_ptr_eq(map_get(&map, "key 999"), &values[999]);
    ck_assert_ptr_eq(map_get(&map, "key 3"), &values[0]);
    ck_assert_ptr_null(map_get(&map, "key 1000"));
    for (int i = 0; i < 1000; i += 2) {
        snprintf(key, sizeof key, "key %d", i);
        ck_assert_ptr_eq(map_remove(&map, key), &values[i]);
        ck_assert_ptr_null(map_remove(&map, key));
    }
    ck_assert_uint_eq(map.count, 500);
    ck_assert_ptr_eq(map_get(&map, "key 501"), &values[501]);
    map_free(&map);
}
END_TEST

START_TEST(a_shelf_never_gives_a_number_twice)
{
    struct collection collection = { 0 };

    for (int i = 1; i <= 9; i++) {
        ck_assert_int_eq(collection_add(&collection, json_integer(i), NULL)->number, i);
    }
    collection_remove(&collection, 8);
    collection_remove(&collection, 0);
    collection_remove(&collection, 3);
    ck_assert_int_eq(collection_add(&collection, json_integer(10), NULL)->number, 10);
    ck_assert_uint_eq(collection.count, 7);
    ck_assert_uint_eq(collection_after(&collection, 0), 0);
    ck_assert_uint_eq(collection_after(&collection, 4), 3);
    ck_assert_int_eq(collection.items[collection_after(&collection, 5)].number, 6);
    ck_assert_uint_eq(collection_after(&collection, 9), 6);
    ck_assert_uint_eq(collection_after(&collection, 10), 7);
    collection_free(&collection);
}
END_TEST

START_TEST(a_bucket_lets_through_its_burst_and_then_its_rate)
{
    struct token_bucket bucket = { 0 };
    int taken = 0;

    for (int64_t now = 1000; now <= 11000; now += 10) {
        taken += token_bucket_take(&bucket, 2, 5, now);
    }
    ck_assert_int_eq(taken, 5 + 20);
    ck_assert(!token_bucket_take(&bucket, 2, 5, 11000));
    for (int i = 0; i < 5; i++) {
        ck_assert(token_bucket_take(&bucket, 2, 5, 1000000));
    }
    ck_assert(!token_bucket_take(&bucket, 2, 5, 1000000));
    ck_assert(token_bucket_take(&bucket, 0, 1, 1000000));
}
END_TEST

START_TEST(a_page_token_is_good_for_its_question_only)
{
    static const unsigned char key[PAGE_TOKEN_KEY_SIZE] = "0123456789abcdef0123456789abcde";
    static const unsigned char other[PAGE_TOKEN_KEY_SIZE] = "x";
    static const int64_t numbers[] = { 0, 1, 255, 256, INT64_C(1) << 40, INT64_MAX };
    struct arena arena = { 0 };
    int64_t number;

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        char *token = arena_strdup(&arena, page_token_create(&arena, key, "List {}", numbers[i]));

        ck_assert(strchr(token, '+') != NULL && strchr(token, '/') != NULL &&
                  strchr(token, '=') != NULL);
        ck_assert(page_token_parse(key, "List {}", token, &number));
        ck_assert_int_eq(number, numbers[i]);
        ck_assert(!page_token_parse(key, "List {\"a\":1}", token, &number));
        ck_assert(!page_token_parse(other, "List {}", token, &number));
        for (char *c = token; *c != '\0'; c++) {
            char was = *c;

            for (const char *with = "AQgw\n"; *with != '\0'; with++) {
                *c = *with;
                ck_assert(was == *with || !page_token_parse(key, "List {}", token, &number));
            }
            *c = was;
        }
    }
    ck_assert(!page_token_parse(key, "List {}", "", &number));
    arena_release(&arena);
}
END_TEST

START_TEST(texts_of_a_uri_are_decoded_or_refused)
{
    static const struct {
        const char *text;
        bool plus;
        const char *out;
    } cases[] = {
        { "", false, "" },
        { "a%20b+c", false, "a b+c" },
        { "a%20b+c", true, "a b c" },
        { "%e2%82%AC", false, "\xe2\x82\xac" },
        { "%", false, NULL },
        { "%4", false, NULL },
        { "%4g", false, NULL },
        { "%00", false, NULL },
        { "%ff", false, NULL },
        { "\xff", false, NULL },
        { "%25", false, "%" },
        { "a%2Fb", false, "a/b" },
    };
    struct arena arena = { 0 };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *out =
            percent_decode(&arena, cases[i].text, strlen(cases[i].text), cases[i].plus);

        ck_assert_msg((out == NULL) == (cases[i].out == NULL), "%s", cases[i].text);
        if (out != NULL) {
            ck_assert_str_eq(out, cases[i].out);
        }
    }
    arena_release(&arena);
}
END_TEST

START_TEST(strings_from_outside_are_escaped_in_logs)
{
    static const struct {
        const char *string, *escaped;
    } cases[] = {
        { "arn:aws:iam::1:role/a b", "arn:aws:iam::1:role/a b" },
        { "a\nGET / 200", "a\\x0aGET / 200" },
        { "\x1b[31m\x7f\t", "\\x1b[31m\\x7f\\x09" },
        { "\xff\xc3\xa9\xc3", "\\xff\xc3\xa9\\xc3" },
        { "\xc2\x85|\xe2\x80\xae|\xe2\x80\xa8|\xe2\x81\xa6",
          "\\xc2\\x85|\\xe2\\x80\\xae|\\xe2\\x80\\xa8|\\xe2\\x81\\xa6" },
        { "\\x0a", "\\\\x0a" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out = BUF_INIT(1000);

        escape_add(&out, cases[i].string);
        ck_assert_str_eq(buf_text(&out), cases[i].escaped);
        buf_free(&out);
    }
}
END_TEST

START_TEST(strings_that_are_not_utf8_become_valid_json)
{
    static const struct {
        const char *string, *repaired;
    } cases[] = {
        { "", "" },
        { "a\xff", "a\xef\xbf\xbd" },
        { "\xc3\xa9\xc3", "\xc3\xa9\xef\xbf\xbd" },
        { "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
        { "\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        json_t *json = json_new_string(cases[i].string);

        ck_assert_str_eq(json_string_value(json), cases[i].repaired);
        json_decref(json);
    }
}
END_TEST

/* Two hands wrote the two sides of the signature: they must agree on whatever can be sent. */
START_TEST(the_librarys_signatures_are_understood)
{
    static const char *const targets[] = {
        "/",
        "/instance",
        "/instance/",
        "/a/./b/../c//d",
        "/..",
        "/%2e%2e/a",
        "/a%2Fb%20c~/bot",
        "/a b/\xe1\x88\xb4",
        "/x?b=2&a=1",
        "/x?a=2&a=1&a",
        "/x?Param-3=3&Param=2&%E1%88%B4=1",
        "/x?k=a%2Bb%2Fc%3D%3D",
        "/x?=v&&",
        "/x?k=a=b",
    };
    static const char *const bodies[] = { NULL, "{}", "{\"a\": \"\xc3\xa9\"}" };

    start();
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        for (size_t j = 0; j < sizeof bodies / sizeof bodies[0]; j++) {
            struct exchange *exchange = exchange_new(NULL, "POST", targets[i]);
            const connect_pair headers[] = { { "host", "[::1]:8443" },
                                             { "My-Header", "  a \t  b " },
                                             { "my-header", "c" },
                                             { "Content-Type", "application/json" } };
            struct sigv4_request request = { .method = "POST",
                                             .path = exchange->path,
                                             .query = exchange->query,
                                             .headers = headers,
                                             .headers_count = 4,
                                             .body = bodies[j],
                                             .body_size =
                                                 bodies[j] != NULL ? strlen(bodies[j]) : 0 };
            struct sigv4_identity identity = { .access_key_id = "AKID",
                                               .secret_access_key = "a/b+c",
                                               .session_token = "T==",
                                               .region = "eu-west-1",
                                               .service = "connect",
                                               .time_ms = wall };
            struct sigv4_headers made_headers = { 0 };
            struct sigv4_stages stages = { 0 };
            char signature[SIGNATURE_SIZE + 1], day[9];

            ck_assert_int_eq(sigv4_sign(NULL, &request, &identity, &made_headers, &stages, NULL),
                             CONNECT_OK);
            for (size_t k = 0; k < 4; k++) {
                exchange_add_header(exchange, headers[k].key, headers[k].value);
            }
            exchange_add_header(exchange, "X-Amz-Date", made_headers.date);
            exchange_add_header(exchange, "X-Amz-Security-Token", "T==");
            if (bodies[j] != NULL) {
                buf_add(&exchange->body, bodies[j], strlen(bodies[j]));
            }
            snprintf(day, sizeof day, "%.8s", made_headers.date);

            struct claim claim = {
                .date = day,
                .region = "eu-west-1",
                .service = "connect",
                .terminator = "aws4_request",
                .timestamp = made_headers.date,
                .signed_headers = "content-type;host;my-header;x-amz-date;x-amz-security-token"
            };

            canonical_signature(exchange, &claim, "a/b+c", signature);
            ck_assert_msg(strcmp(signature, stages.signature) == 0, "%s:\n%s", targets[i],
                          buf_text(&stages.canonical_request));
            sigv4_headers_free(&made_headers);
            sigv4_stages_free(&stages);
            exchange_free(exchange);
        }
    }
}
END_TEST

/* ---- the table of operations ---- */

START_TEST(every_operation_is_served_and_has_its_own_path)
{
    const struct connect_operation *operation = NULL;

    ck_assert(routes_are_complete());
    while ((operation = connect_operation_next(operation)) != NULL) {
        const char *labels[ROUTE_LABELS_MAX];
        struct exchange *exchange = exchange_new(NULL, operation->method, operation->path);
        struct route route;

        ck_assert(route_find(exchange, &route, labels));
        ck_assert(route.handler != NULL);
        ck_assert_ptr_eq(route.operation, operation);
        exchange_free(exchange);
    }
}
END_TEST

START_TEST(every_collection_is_part_of_the_state_document)
{
    for (size_t i = 0; i < COLLECTION_COUNT; i++) {
        const char *creator = collection_creators[i];

        ck_assert_msg(collection_names[i] != NULL, "collection %zu has no name", i);
        ck_assert_msg(creator != NULL && connect_operation_find(creator) != NULL, "%s",
                      collection_names[i]);
    }
}
END_TEST

START_TEST(no_operation_has_a_control_path)
{
    const struct connect_operation *operation = NULL;

    while ((operation = connect_operation_next(operation)) != NULL) {
        ck_assert(!text_starts(operation->path, "/_"));
    }
}
END_TEST

/* ---- members: each row of an output is sent, also rows that are added later ---- */

static void find_missing(const struct connect_shape *shape, const json_t *json, const char *allowed)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        const json_t *value = json_object_get(json, member->name);

        if (strstr(allowed, member->name) != NULL) {
            continue;
        }
        ck_assert_msg(value != NULL, "%s.%s is not told", shape->name, member->name);
        if (member->kind == CONNECT_KIND_STRUCT) {
            find_missing(member->shape, value, allowed);
        }
        if (member->kind == CONNECT_KIND_STRUCT_LIST) {
            find_missing(member->shape, json_array_get(value, 0), allowed);
        }
    }
}

/* Asks for one operation's answer and looks for all of its members but those named in `allowed`. */
static void all_told(const char *operation, const char *method, const char *target,
                     const char *body, const char *allowed)
{
    json_t *json = told(200, method, target, body);

    find_missing(connect_operation_find(operation)->output, json, allowed);
    json_decref(json);
}

START_TEST(no_member_of_an_answer_is_forgotten)
{
    char instance[64], other[64];

    options.creation_delay_ms = 10;
    ck_assert_int_eq(regcomp(&options.fail_alias, "^fail", REG_EXTENDED), 0);
    options.has_fail_alias = true;
    start();
    snprintf(other, sizeof other, "%s",
             made("PUT", "/instance", CREATE("fail", ",\"Tags\":{\"a\":\"b\"}"), "Id"));
    wall += 10;
    all_told("DescribeInstance", "GET", under(other, ""), NULL, "ReplicationConfiguration");
    all_told("CreateInstance", "PUT", "/instance", CREATE("good", ""), "");
    snprintf(instance, sizeof instance, "%s",
             made("PUT", "/instance", CREATE("all", ",\"Tags\":{\"a\":\"b\"}"), "Id"));
    wall += 10;
    all_told("ListInstances", "GET", "/instance?maxResults=1", NULL, "");
    all_told("ReplicateInstance", "POST", under(instance, "/replicate"),
             "{\"ReplicaRegion\":\"us-west-2\",\"ReplicaAlias\":\"r\"}", "");
    all_told("DescribeInstance", "GET", under(instance, ""), NULL,
             "StatusReason ReplicationStatusReason");

    done(200, "PUT", under(instance, "/security-key"), PEM("1"));
    all_told("AssociateSecurityKey", "PUT", under(instance, "/security-key"), PEM("2"), "");
    all_told("ListSecurityKeys", "GET", under(instance, "/security-keys?maxResults=1"), NULL, "");
    all_told("ListInstanceAttributes", "GET", under(instance, "/attributes"), NULL, "");
    all_told("DescribeInstanceAttribute", "GET", under(instance, "/attribute/EARLY_MEDIA"), NULL,
             "");

    done(200, "PUT", under(instance, "/bot"),
         "{\"LexBot\":{\"Name\":\"b\",\"LexRegion\":\"us-east-1\"}}");
    done(200, "PUT", under(instance, "/bot"),
         "{\"LexBot\":{\"Name\":\"c\",\"LexRegion\":\"us-east-1\"}}");
    done(200, "PUT", under(instance, "/bot"), "{\"LexV2Bot\":{\"AliasArn\":\"a\"}}");
    all_told("ListBots", "GET", under(instance, "/bots?lexVersion=V1&maxResults=1"), NULL,
             "LexV2Bot");
    all_told("ListBots", "GET", under(instance, "/bots?lexVersion=V2"), NULL, "LexBot NextToken");
    all_told("ListLexBots", "GET", under(instance, "/lex-bots?maxResults=1"), NULL, "");

    all_told(
        "CreateIntegrationAssociation", "PUT", under(instance, "/integration-associations"),
        "{\"IntegrationType\":\"EVENT\",\"IntegrationArn\":\"a\",\"SourceApplicationUrl\":\"u\","
        "\"SourceApplicationName\":\"n\",\"SourceType\":\"CASES\"}",
        "");

    char cases[128];

    snprintf(cases, sizeof cases, "/integration-associations/%s/use-cases",
             made("PUT", under(instance, "/integration-associations"),
                  "{\"IntegrationType\":\"WISDOM_ASSISTANT\",\"IntegrationArn\":\"b\"}",
                  "IntegrationAssociationId"));
    all_told("ListIntegrationAssociations", "GET",
             under(instance, "/integration-associations?maxResults=1"), NULL, "");
    all_told("CreateUseCase", "PUT", under(instance, cases),
             "{\"UseCaseType\":\"CONNECT_CAMPAIGNS\"}", "");
    all_told("ListUseCases", "GET", under(instance, cases), NULL, "NextToken");
}
END_TEST

START_TEST(no_member_of_a_template_or_a_storage_is_forgotten)
{
    static const char template[] =
        "{\"Name\":\"t\",\"Description\":\"d\",\"ContactFlowId\":\"c\","
        "\"SelfAssignFlowId\":\"s\",\"Tags\":{\"a\":\"b\"},"
        "\"Constraints\":{\"RequiredFields\":[{\"Id\":{\"Name\":\"f\"}}],"
        "\"ReadOnlyFields\":[{\"Id\":{\"Name\":\"f\"}}],"
        "\"InvisibleFields\":[{\"Id\":{\"Name\":\"f\"}}]},\"Defaults\":{"
        "\"DefaultFieldValues\":[{\"Id\":{\"Name\":\"f\"},"
        "\"DefaultValue\":\"x\"}]},\"Fields\":[{\"Id\":{\"Name\":\"f\"},"
        "\"Description\":\"d\",\"Type\":\"TEXT\","
        "\"SingleSelectOptions\":[\"x\"]}]}";
    char instance[64], where[128];

    start();
    snprintf(instance, sizeof instance, "%s", made("PUT", "/instance", CREATE("all", ""), "Id"));
    snprintf(where, sizeof where, "/task/template/%s",
             made("PUT", under(instance, "/task/template"), template, "Id"));
    all_told("GetTaskTemplate", "GET", under(instance, where), NULL, "Tags");
    all_told("UpdateTaskTemplate", "POST", under(instance, where), template, "");
    all_told("CreateTaskTemplate", "PUT", under(instance, "/task/template"),
             "{\"Name\":\"u\",\"Fields\":[]}", "");
    all_told("ListTaskTemplates", "GET", under(instance, "/task/template?maxResults=1"), NULL, "");

    static const struct {
        const char *type, *member, *config;
    } kinds[] = {
        { "S3", "S3Config",
          "{\"BucketName\":\"b\",\"BucketPrefix\":\"p\",\"EncryptionConfig\":{\"EncryptionType\":\"KMS\","
          "\"KeyId\":\"k\"}}" },
        { "KINESIS_VIDEO_STREAM", "KinesisVideoStreamConfig",
          "{\"Prefix\":\"p\",\"RetentionPeriodHours\":1,"
          "\"EncryptionConfig\":{\"EncryptionType\":\"KMS\",\"KeyId\":\"k\"}}" },
        { "KINESIS_STREAM", "KinesisStreamConfig", "{\"StreamArn\":\"a\"}" },
        { "KINESIS_FIREHOSE", "KinesisFirehoseConfig", "{\"FirehoseArn\":\"a\"}" },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char body[512], others[256] = "";

        for (size_t j = 0; j < sizeof kinds / sizeof kinds[0]; j++) {
            if (j != i) {
                strcat(strcat(others, kinds[j].member), " ");
            }
        }
        snprintf(
            body, sizeof body,
            "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":{\"StorageType\":\"%s\",\"%s\":%s}}",
            kinds[i].type, kinds[i].member, kinds[i].config);
        snprintf(where, sizeof where, "/storage-config/%s?resourceType=ATTACHMENTS",
                 made("PUT", under(instance, "/storage-config"), body, "AssociationId"));
        all_told("DescribeInstanceStorageConfig", "GET", under(instance, where), NULL, others);
    }
    all_told("ListInstanceStorageConfigs", "GET",
             under(instance, "/storage-configs?resourceType=ATTACHMENTS&maxResults=1"), NULL,
             "KinesisVideoStreamConfig KinesisStreamConfig KinesisFirehoseConfig");
    done(400, "PUT", under(instance, "/task/template"), "{\"Name\":\"u\",\"Fields\":[]}");
}
END_TEST

/* ---- time, and much of everything ---- */

START_TEST(a_failed_instance_is_shown_for_a_day)
{
    const int64_t day = 24 * 60 * 60 * INT64_C(1000);
    char failed[64];
    json_t *list;

    ck_assert_int_eq(regcomp(&options.fail_alias, ".", REG_EXTENDED), 0);
    options.has_fail_alias = true;
    start();
    snprintf(failed, sizeof failed, "%s", made("PUT", "/instance", CREATE("x", ""), "Id"));
    done(200, "PUT", "/instance", CREATE("y", ""));
    wall += day - 1;
    done(200, "GET", under(failed, ""), NULL);
    wall += 1;
    done(404, "GET", under(failed, ""), NULL);
    list = told(200, "GET", "/instance", NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(list, "InstanceSummaryList")), 0);
    json_decref(list);
    ck_assert_uint_eq(local->tenants[0]->instances.count, 0);
    ck_assert_uint_eq(local->tenants[0]->unsettled, 0);
}
END_TEST

START_TEST(failed_instances_do_not_count_for_the_quota)
{
    ck_assert_int_eq(regcomp(&options.fail_alias, "^fail", REG_EXTENDED), 0);
    options.has_fail_alias = true;
    options.max_instances = 1;
    start();
    done(200, "PUT", "/instance", CREATE("fail-1", ""));
    done(200, "PUT", "/instance", CREATE("fail-2", ""));
    done(200, "PUT", "/instance", CREATE("good", ""));
    done(402, "PUT", "/instance", CREATE("more", ""));
}
END_TEST

START_TEST(client_tokens_have_limits_of_number_memory_and_age)
{
    static const unsigned char digest[DIGEST_SIZE];
    struct replays replays = { 0 };
    char key[32];
    char *large = mem_calloc(1, REPLAYS_BYTES_MAX / 4);

    memset(large, 'a', REPLAYS_BYTES_MAX / 4 - 1);
    for (int i = 0; i <= REPLAYS_MAX; i++) {
        snprintf(key, sizeof key, "%d", i);
        replay_add(&replays, key, digest, key, i);
    }
    ck_assert_uint_eq(replays.by_key.count, REPLAYS_MAX);
    ck_assert_ptr_null(replay_find(&replays, "0", REPLAYS_MAX));
    ck_assert_ptr_nonnull(replay_find(&replays, "1", REPLAYS_MAX));
    ck_assert_str_eq(replay_find(&replays, key, REPLAYS_MAX)->response, key);

    ck_assert_ptr_null(replay_find(&replays, "1", REPLAY_AGE_MAX_MS + 1));
    ck_assert_ptr_nonnull(replay_find(&replays, "2", REPLAY_AGE_MAX_MS + 1));

    for (int i = 0; i < 60; i++) {
        snprintf(key, sizeof key, "large %d", i);
        replay_add(&replays, key, digest, large, REPLAYS_MAX);
        ck_assert_uint_le(replays.bytes, REPLAYS_BYTES_MAX);
    }
    ck_assert_uint_eq(replays.by_key.count, 3);
    ck_assert_ptr_nonnull(replay_find(&replays, "large 57", REPLAYS_MAX));
    ck_assert_ptr_null(replay_find(&replays, "large 56", REPLAYS_MAX));
    replays_free(&replays);
    mem_free(large);
}
END_TEST

START_TEST(requests_with_a_client_token_are_not_kept_in_memory)
{
    static const char start_of_body[] =
        "{\"InstanceAlias\":\"a\",\"IdentityManagementType\":\"SAML\",\"InboundCallsEnabled\":true,"
        "\"OutboundCallsEnabled\":true,\"ClientToken\":\"t\",\"Tags\":{\"a\":\"b\"}}";

    start();
    done(200, "PUT", "/instance", start_of_body);
    ck_assert_uint_lt(local->replays.bytes, 400);
    done(200, "PUT", "/instance", start_of_body);
    done(400, "PUT", "/instance", CREATE("b", ",\"ClientToken\":\"t\""));
}
END_TEST

START_TEST(throttling_comes_before_anything_is_looked_at)
{
    options.rate = 1;
    options.burst = 2;
    start();
    done(400, "PUT", "/instance", "{");
    done(400, "PUT", "/instance", "{");
    done(429, "PUT", "/instance", "{");
    done(200, "GET", "/instance", NULL);
    monotonic += 1000;
    done(400, "PUT", "/instance", "{");
    done(429, "PUT", "/instance", CREATE("x", ""));
}
END_TEST

START_TEST(partitions_follow_the_region)
{
    options.region = "us-gov-west-1";
    start();

    json_t *json = told(200, "PUT", "/instance", CREATE("gov", ""));

    ck_assert(
        text_starts(json_get_string(json, "Arn"), "arn:aws-us-gov:connect:us-gov-west-1:1234"));
    json_decref(json);
}
END_TEST

/* ---- fidelity ---- */

static bool count_and_keep(void *user, void *value)
{
    (void)value;
    ++*(size_t *)user;
    return false;
}

START_TEST(expired_values_are_not_searched_for_at_each_insertion)
{
    struct expiry_map map = { 0 };
    size_t visited = 0;
    char key[16];

    for (int i = 0; i < 10000; i++) {
        snprintf(key, sizeof key, "%d", i);
        expiry_map_prepare(&map, count_and_keep, &visited);
        map_put(&map.map, key, &visited);
    }
    ck_assert_uint_gt(visited, 0);
    ck_assert_uint_lt(visited, 4 * 10000);
    map_free(&map.map);
}
END_TEST

START_TEST(expired_tokens_are_dropped)
{
    struct deadlines deadlines = { 0 };
    char token[16];

    for (int i = 0; i < 10000; i++) {
        snprintf(token, sizeof token, "%d", i);
        deadlines_add(&deadlines, token, i + 10, i);
        ck_assert(deadlines_has(&deadlines, token, i + 9));
        ck_assert(!deadlines_has(&deadlines, token, i + 10));
    }
    ck_assert_uint_le(deadlines.by_token.map.count, EXPIRY_SCAN_MIN + 1);
    deadlines_free(&deadlines);
}
END_TEST

#define S3_STORAGE \
    "{\"StorageType\":\"S3\",\"S3Config\":{\"BucketName\":\"b\",\"BucketPrefix\":\"p\"}}"
#define KINESIS_STORAGE \
    "{\"StorageType\":\"KINESIS_STREAM\",\"KinesisStreamConfig\":{\"StreamArn\":\"a\"}}"

START_TEST(an_update_of_storage_makes_no_second_configuration)
{
    char instance[64], kinesis[128];

    start();
    snprintf(instance, sizeof instance, "%s", made("PUT", "/instance", CREATE("a", ""), "Id"));
    done(200, "PUT", under(instance, "/storage-config"),
         "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":" S3_STORAGE "}");
    snprintf(kinesis, sizeof kinesis, "/storage-config/%s?resourceType=ATTACHMENTS",
             made("PUT", under(instance, "/storage-config"),
                  "{\"ResourceType\":\"ATTACHMENTS\",\"StorageConfig\":" KINESIS_STORAGE "}",
                  "AssociationId"));
    done(400, "POST", under(instance, kinesis), "{\"StorageConfig\":" S3_STORAGE "}");
    done(200, "POST", under(instance, kinesis), "{\"StorageConfig\":" KINESIS_STORAGE "}");
}
END_TEST

START_TEST(the_arn_of_another_region_or_account_is_not_replicated)
{
    static const struct {
        const char *start;
        int status;
    } cases[] = {
        { "arn:aws:connect:us-west-2:123456789012:instance", 404 },
        { "arn:aws-us-gov:connect:us-east-1:123456789012:instance", 404 },
        { "arn:aws:connect:us-east-1:999999999999:instance", 403 },
        { "arn:aws:connect:us-east-1:123456789012:instance", 200 },
    };
    char target[256], instance[64];

    start();
    snprintf(instance, sizeof instance, "%s", made("PUT", "/instance", CREATE("a", ""), "Id"));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        snprintf(target, sizeof target, "/instance/%s%%2F%s/replicate", cases[i].start, instance);
        done(cases[i].status, "POST", target,
             "{\"ReplicaRegion\":\"us-west-2\",\"ReplicaAlias\":\"r\"}");
    }
}
END_TEST

#define EMAIL(type, body)                                                                     \
    "{\"FromEmailAddress\":{\"EmailAddress\":\"a@b.c\"},\"TrafficType\":\"GENERAL\","         \
    "\"DestinationEmailAddress\":{\"EmailAddress\":\"a@b.c\"},\"EmailMessage\":{"             \
    "\"MessageSourceType\":\"RAW\",\"RawMessage\":{\"Subject\":\"s\",\"ContentType\":\"" type \
    "\","                                                                                     \
    "\"Body\":\"" body "\"}}}"

static void check_reason(int status, const char *target, const char *body, const char *member,
                         const char *reason)
{
    json_t *json = told(status, "PUT", target, body);
    const char *found = json_get_string(json_object_get(json, "Reason"), member);

    ck_assert_msg(found != NULL && strcmp(found, reason) == 0, "%s", found);
    json_decref(json);
}

START_TEST(errors_carry_the_reason_that_their_shape_has)
{
    const size_t characters = 5 * 1024 * 1024 - 10;
    struct buf large = BUF_INIT(characters * 2 + 1000);
    char target[128];

    start();
    snprintf(target, sizeof target, "/instance/%s/outbound-email",
             made("PUT", "/instance", CREATE("a", ""), "Id"));
    done(200, "PUT", target, EMAIL("text/plain", "b"));
    check_reason(400, target, EMAIL("image/png", "b"), "AttachedFileInvalidRequestExceptionReason",
                 "INVALID_FILE_TYPE");

    const char *whole = EMAIL("text/html", "|"), *middle = strchr(whole, '|');

    buf_add(&large, whole, (size_t)(middle - whole));
    for (size_t i = 0; i < characters; i++) {
        buf_add_text(&large, "\xc3\xa9");
    }
    buf_add_text(&large, middle + 1);
    check_reason(402, target, buf_text(&large), "AttachedFileServiceQuotaExceededExceptionReason",
                 "TOTAL_FILE_SIZE_EXCEEDED");
    buf_free(&large);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("connect-local");
    TCase *parts = tcase_create("parts"), *service = tcase_create("service");

    tcase_add_test(parts, a_map_keeps_what_it_is_given);
    tcase_add_test(parts, a_shelf_never_gives_a_number_twice);
    tcase_add_test(parts, a_bucket_lets_through_its_burst_and_then_its_rate);
    tcase_add_test(parts, a_page_token_is_good_for_its_question_only);
    tcase_add_test(parts, texts_of_a_uri_are_decoded_or_refused);
    tcase_add_test(parts, strings_from_outside_are_escaped_in_logs);
    tcase_add_test(parts, strings_that_are_not_utf8_become_valid_json);
    tcase_add_test(parts, expired_values_are_not_searched_for_at_each_insertion);
    tcase_add_test(parts, expired_tokens_are_dropped);
    tcase_add_checked_fixture(service, set_up, tear_down);
    tcase_add_test(service, the_librarys_signatures_are_understood);
    tcase_add_test(service, every_operation_is_served_and_has_its_own_path);
    tcase_add_test(service, every_collection_is_part_of_the_state_document);
    tcase_add_test(service, no_operation_has_a_control_path);
    tcase_add_test(service, no_member_of_an_answer_is_forgotten);
    tcase_add_test(service, no_member_of_a_template_or_a_storage_is_forgotten);
    tcase_add_test(service, a_failed_instance_is_shown_for_a_day);
    tcase_add_test(service, failed_instances_do_not_count_for_the_quota);
    tcase_add_test(service, client_tokens_have_limits_of_number_memory_and_age);
    tcase_add_test(service, requests_with_a_client_token_are_not_kept_in_memory);
    tcase_add_test(service, throttling_comes_before_anything_is_looked_at);
    tcase_add_test(service, partitions_follow_the_region);
    tcase_add_test(service, an_update_of_storage_makes_no_second_configuration);
    tcase_add_test(service, the_arn_of_another_region_or_account_is_not_replicated);
    tcase_add_test(service, errors_carry_the_reason_that_their_shape_has);
    suite_add_tcase(suite, parts);
    suite_add_tcase(suite, service);
    return suite;
}
