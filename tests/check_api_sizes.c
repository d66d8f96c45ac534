/*
 * The size rule on what a program hands over beside requests: options, keys, seams, and structs
 * inside structs.  Each stands at the end of its page, before an inaccessible one: a read
 * beyond its size ends the test.
 */
#include "api/registry.h"
#include "support/guarded.h"
#include "support/rows.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire.h"
#include "support/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is no request ---- */

static struct world world;

static connect_status make_client(const void *options)
{
    connect_client *client = NULL;
    connect_error *error = NULL;
    connect_status status = connect_client_new(options, &client, &error);

    connect_error_free(error);
    connect_client_free(client);
    return status;
}

static connect_status make_with(size_t offset, const void *part)
{
    connect_client_options options = world.options;

    memcpy((char *)&options + offset, &part, sizeof part);
    return make_client(&options);
}

static connect_status use_pace(const void *pace)
{
    return make_with(offsetof(connect_client_options, pace), pace);
}

static connect_status use_transport(const void *transport)
{
    return make_with(offsetof(connect_client_options, transport), transport);
}

static connect_status use_clock(const void *clock)
{
    return make_with(offsetof(connect_client_options, clock), clock);
}

static connect_status use_random(const void *random)
{
    return make_with(offsetof(connect_client_options, random), random);
}

static connect_status use_call_options(const void *options)
{
    connect_client *view = NULL;
    connect_status status;

    world_open(&world);
    status = connect_client_with(world.client, options, &view, NULL);
    connect_client_free(view);
    connect_client_free(world.client);
    world.client = NULL;
    return status;
}

static connect_status use_wait_options(const void *options)
{
    connect_status status;

    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    status = connect_wait_instance_active(world.client, WORLD_ID, options, NULL, NULL);
    connect_client_free(world.client);
    world.client = NULL;
    return status;
}

static connect_status use_keys(const void *keys)
{
    connect_credentials_provider *provider = NULL;
    connect_status status = connect_credentials_static(keys, &provider, NULL);

    connect_credentials_provider_free(provider);
    return status;
}

static connect_status deliver_keys(void *user, connect_credentials_sink *sink)
{
    return connect_credentials_deliver(sink, user);
}

static connect_status use_delivered_keys(const void *keys)
{
    union {
        const void *is;
        void *passes_as;
    } user = { keys };
    connect_status status;

    ck_assert_int_eq(connect_credentials_custom(deliver_keys, user.passes_as, NULL,
                                                &world.options.credentials, NULL),
                     CONNECT_OK);
    world_open(&world);
    status = connect_client_warm_up(world.client, NULL);
    connect_credentials_provider_free(world.options.credentials);
    connect_client_free(world.client);
    world.client = NULL;
    return status;
}

static connect_status use_zapi_options(const void *options)
{
    connect_zapi_client *client = NULL;
    connect_status status = connect_zapi_client_new(options, &client, NULL);

    connect_zapi_client_free(client);
    return status;
}

static connect_status list_zapi(const void *request)
{
    connect_zapi_client_options options = { .size = sizeof options,
                                            .token = "t",
                                            .transport = &world.transport.face };
    connect_zapi_client *client = NULL;
    connect_status status;

    ck_assert_int_eq(connect_zapi_client_new(&options, &client, NULL), CONNECT_OK);
    WORLD_SCRIPT(&world, { .status = 200, .body = "{\"content\":[]}" });
    status = connect_zapi_list_instances(client, request, NULL, NULL);
    connect_zapi_client_free(client);
    return status;
}

static bool is_never_called(void *user, const char *status, int64_t waited)
{
    (void)user, (void)status, (void)waited;
    return false;
}

static const connect_call_options call_options = { .size = sizeof call_options,
                                                   .timeout_ms = CONNECT_SET(1000),
                                                   .max_attempts = CONNECT_SET(2) };
static const connect_wait_options wait_options = { .size = sizeof wait_options,
                                                   .timeout_ms = CONNECT_SET(1000),
                                                   .min_delay_ms = CONNECT_SET(10),
                                                   .max_delay_ms = CONNECT_SET(20000),
                                                   .progress = is_never_called };
static const connect_credentials keys = { .size = sizeof keys,
                                          .access_key_id = "AKID",
                                          .secret_access_key = "secret",
                                          .session_token = "token",
                                          .account_id = "123456789012" };
static const connect_pace pace = { .size = sizeof pace, .rate = 2, .burst = 5 };
static const connect_zapi_client_options zapi_options = { .size = sizeof zapi_options,
                                                          .token = "t" };
static const connect_zapi_list_instances_request zapi_request = { .size = sizeof zapi_request,
                                                                  .page = CONNECT_SET(1),
                                                                  .page_size = CONNECT_SET(10) };
static const connect_transport transport = { .size = sizeof transport };

/* The client's own: one with the seams of the fakes. */
static const struct handed {
    const char *name;
    connect_status (*use)(const void *value);
    const void *value; /* or NULL for what the fakes have */
    size_t size;
    connect_status expected;
} handed[] = {
    { "connect_client_options", make_client, NULL, sizeof(connect_client_options), CONNECT_OK },
    { "connect_pace", use_pace, &pace, sizeof pace, CONNECT_OK },
    { "connect_transport", use_transport, &transport, sizeof transport, CONNECT_E_ARGUMENT },
    { "connect_clock", use_clock, NULL, sizeof(connect_clock), CONNECT_OK },
    { "connect_random", use_random, NULL, sizeof(connect_random), CONNECT_OK },
    { "connect_call_options", use_call_options, &call_options, sizeof call_options, CONNECT_OK },
    { "connect_wait_options", use_wait_options, &wait_options, sizeof wait_options, CONNECT_OK },
    { "connect_credentials, static", use_keys, &keys, sizeof keys, CONNECT_OK },
    { "connect_credentials, delivered", use_delivered_keys, &keys, sizeof keys, CONNECT_OK },
    { "connect_zapi_client_options", use_zapi_options, &zapi_options, sizeof zapi_options,
      CONNECT_OK },
    { "connect_zapi_list_instances_request", list_zapi, &zapi_request, sizeof zapi_request,
      CONNECT_OK },
};

static const void *value_of(const struct handed *one)
{
    if (one->use == use_clock) {
        return &world.clock.face;
    }
    if (one->use == use_random) {
        return &world.random.face;
    }
    return one->value != NULL ? one->value : &world.options;
}

/*
 * As a program would hand it over that knows `size` bytes of it, of which the first ones are these.
 */
static connect_status hand_over(const struct handed *one, size_t size, unsigned char last)
{
    unsigned char bytes[1024] = { 0 };
    struct guarded page;
    connect_status status;

    ck_assert_uint_lt(size, sizeof bytes);
    memcpy(bytes, value_of(one), size < one->size ? size : one->size);
    memcpy(bytes, &size, sizeof size);
    if (size > one->size) {
        bytes[size - 1] = last;
    }
    status = one->use(guarded_copy(&page, bytes, size));
    guarded_free(&page);
    return status;
}

START_TEST(nothing_behind_the_size_is_looked_at)
{
    const struct handed *one = &handed[_i];

    world_begin(&world);
    for (size_t size = sizeof(size_t); size < one->size; size += sizeof(size_t)) {
        connect_status status = hand_over(one, size, 0);

        ck_assert_msg(status != CONNECT_E_VERSION && status != CONNECT_E_MEMORY,
                      "%s of %zu bytes: %s", one->name, size, connect_status_name(status));
    }
    ck_assert_int_eq(hand_over(one, one->size, 0), one->expected);
    world_end(&world);
}
END_TEST

START_TEST(more_than_is_known_is_welcome_while_it_is_empty)
{
    const struct handed *one = &handed[_i];

    world_begin(&world);
    ck_assert_int_eq(hand_over(one, one->size + 40, 0), one->expected);
    ck_assert_int_eq(hand_over(one, one->size + 40, 1), CONNECT_E_VERSION);
    ck_assert_int_eq(hand_over(one, one->size + 1, 1), CONNECT_E_VERSION);
    world_end(&world);
}
END_TEST

/* The page behind the struct cannot be read. */
START_TEST(a_wild_size_is_refused_and_not_followed)
{
    static const size_t wild[] = { SIZE_MAX, SIZE_MAX / 2, (size_t)0xa5a5a5a5a5a5a5a5u, 1u << 20 };
    const struct handed *one = &handed[_i];

    world_begin(&world);
    for (size_t i = 0; i < sizeof wild / sizeof wild[0]; i++) {
        struct guarded page;
        unsigned char *value = guarded_copy(&page, value_of(one), one->size);

        memcpy(value, &wild[i], sizeof wild[i]);
        ck_assert_msg(one->use(value) == CONNECT_E_VERSION, "%s of %zu bytes", one->name, wild[i]);
        guarded_free(&page);
    }
    world_end(&world);
}
END_TEST

START_TEST(a_report_is_filled_as_far_as_it_goes)
{
    const connect_call_report none = { .size = sizeof none };
    connect_call_options options = { .size = sizeof options };
    connect_client *view = NULL;

    world_begin(&world);
    world_open(&world);
    for (size_t size = sizeof(size_t); size <= sizeof none; size += sizeof(size_t)) {
        struct guarded page;

        options.report = guarded_copy(&page, &none, size);
        memcpy(options.report, &size, sizeof size);
        WORLD_SCRIPT(&world, WORLD_FINE);
        ck_assert_int_eq(connect_client_with(world.client, &options, &view, NULL), CONNECT_OK);
        ck_assert_int_eq(world_describe(view, NULL, NULL), CONNECT_OK);
        ck_assert(size < offsetof(connect_call_report, http_status) ||
                  options.report->attempts == 1);
        connect_client_free(view);
        guarded_free(&page);
    }
    world_end(&world);
}
END_TEST

/* ---- structs inside structs ---- */

struct story {
    const struct connect_operation *operation;
    json_t *tree;  /* of the whole request */
    void *request; /* the same as a struct */
    int cuts;
};

static char *body_of(const struct connect_operation *operation, const void *request)
{
    struct wire wire;
    void *response = NULL;
    char *body;

    wire_open(&wire, CONNECT_CHECK_NONE);
    (void)typed_of(operation)(wire.client, request, &response, NULL);
    body = strdup(wire.body_sent != NULL ? wire.body_sent : "nothing was sent");
    connect_free(response);
    wire_close(&wire);
    return body;
}

/* What is sent when these members of one struct in the tree are not there. */
static char *body_without(const struct story *story, const struct connect_shape *shape,
                          json_t *tree, size_t first)
{
    struct arena arena = { .chunks = NULL };
    json_t *kept = json_copy(tree);
    char *body;

    for (size_t i = first; i < shape->count; i++) {
        json_object_del(tree, shape->members[i].name);
    }
    body = body_of(story->operation, rows_fill(story->operation->input, story->tree, &arena));
    json_object_update(tree, kept);
    json_decref(kept);
    arena_release(&arena);
    return body;
}

/*
 * The struct that *at points to, as a program has it that was compiled before each of its members
 * came.
 */
static void cut_struct(struct story *story, const struct connect_shape *shape, json_t *tree,
                       const void **at)
{
    const void *whole = *at;

    for (size_t i = 0; i < shape->count; i++) {
        size_t size = shape->members[i].offset;
        struct guarded page;
        char *found, *expected = body_without(story, shape, tree, i);
        void *cut = guarded_copy(&page, whole, size);

        memcpy(cut, &size, sizeof size);
        *at = cut;
        found = body_of(story->operation, story->request);
        ck_assert_msg(strcmp(found, expected) == 0, "%s: %s cut before %s: %s\nand should be %s",
                      story->operation->name, shape->name, shape->members[i].name, found, expected);
        *at = whole;
        story->cuts++;
        guarded_free(&page);
        free(found);
        free(expected);
    }
}

static void cut_below(struct story *story, const struct connect_shape *shape, json_t *tree,
                      const void *value)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *row = &shape->members[i];
        json_t *child = json_object_get(tree, row->name);
        const void **at = (const void **)((uintptr_t)value + row->offset);

        if (connect_member_shape(row) == NULL || child == NULL) {
            continue;
        }
        if (row->kind == CONNECT_KIND_STRUCT_LIST) {
            child = json_array_get(child, 0);
            at = *(const void ***)at;
        }
        if (child == NULL) {
            continue;
        }
        cut_struct(story, row->shape, child, at);
        cut_below(story, row->shape, child, *at);
    }
}

START_TEST(a_struct_inside_a_request_may_be_older_than_the_library)
{
    int cuts = 0;

    for (size_t i = 0; i < registry_count; i++) {
        struct story story = { .operation = registry_operations[i] };
        struct arena arena = { .chunks = NULL };
        struct dice dice = { i };

        for (int round = 0; round < 3; round++) {
            story.tree = rows_random(story.operation->input, &dice);
            story.request = rows_fill(story.operation->input, story.tree, &arena);
            cut_below(&story, story.operation->input, story.tree, story.request);
            json_decref(story.tree);
        }
        arena_release(&arena);
        cuts += story.cuts;
    }
    ck_assert_int_gt(cuts, 100);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("sizes");
    TCase *sizes = tcase_create("sizes");

    tcase_set_timeout(sizes, 60);
    tcase_add_loop_test(sizes, nothing_behind_the_size_is_looked_at, 0,
                        (int)(sizeof handed / sizeof handed[0]));
    tcase_add_loop_test(sizes, more_than_is_known_is_welcome_while_it_is_empty, 0,
                        (int)(sizeof handed / sizeof handed[0]));
    tcase_add_loop_test(sizes, a_wild_size_is_refused_and_not_followed, 0,
                        (int)(sizeof handed / sizeof handed[0]));
    tcase_add_test(sizes, a_report_is_filled_as_far_as_it_goes);
    tcase_add_test(sizes, a_struct_inside_a_request_may_be_older_than_the_library);
    suite_add_tcase(suite, sizes);
    return suite;
}
