/*
 * What binary compatibility means for the structs: programs that were compiled against older
 * headers, and newer ones.  That the layout only ever grows at its end is held by abi.sh.
 */
#include "api/registry.h"
#include "call/entry.h"
#include "support/old.h"
#include "support/rows.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the size rule, on every member of every operation ---- */

struct sent {
    connect_status status;
    char *uri, *body;
};

static void send_request(const struct connect_operation *operation, const void *request,
                         struct sent *sent)
{
    struct wire wire;
    void *response = NULL;

    wire_open(&wire, CONNECT_CHECK_NONE);
    sent->status = typed_of(operation)(wire.client, request, &response, NULL);
    sent->uri = wire.uri != NULL ? strdup(wire.uri) : NULL;
    sent->body = wire.body_sent != NULL ? strdup(wire.body_sent) : NULL;
    connect_free(response);
    wire_close(&wire);
}

static bool same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static void expect_same(const struct connect_operation *operation, const char *member,
                        struct sent *found, struct sent *expected)
{
    ck_assert_msg(found->status == expected->status && same(found->uri, expected->uri) &&
                      same(found->body, expected->body),
                  "%s cut before %s: %s %s %s\nand should be %s %s %s", operation->name, member,
                  connect_status_name(found->status), found->uri, found->body,
                  connect_status_name(expected->status), expected->uri, expected->body);
    free(found->uri);
    free(found->body);
    free(expected->uri);
    free(expected->body);
}

/* All members there: what is cut off is what is missing. */
static json_t *full_tree(const struct connect_shape *shape, struct dice *dice)
{
    json_t *tree = rows_random(shape, dice);

    for (int i = 0; i < 100 && json_object_size(tree) < shape->count; i++) {
        json_t *more = rows_random(shape, dice);
        json_object_update_missing(tree, more);
        json_decref(more);
    }
    ck_assert_uint_eq(json_object_size(tree), shape->count);
    return tree;
}

START_TEST(a_member_beyond_the_size_is_absent_whatever_lies_there)
{
    const struct connect_operation *operation = registry_operations[_i];
    const struct connect_shape *shape = operation->input;
    struct dice dice = { (uint64_t)_i };
    json_t *tree = full_tree(shape, &dice), *less = json_copy(tree);

    for (size_t i = shape->count; i-- > 0;) {
        const struct connect_member *member = &shape->members[i];
        struct arena arena = { .chunks = NULL };
        struct sent found, expected;
        size_t size = member->offset;

        json_object_del(less, member->name);
        /* On the heap and exactly as long, so that a sanitizer sees a look beyond it. */
        char *request = malloc(size);
        memcpy(request, rows_fill(shape, tree, &arena), size);
        memcpy(request, &size, sizeof size);
        send_request(operation, request, &found);
        send_request(operation, rows_fill(shape, less, &arena), &expected);
        expect_same(operation, member->name, &found, &expected);

        /* One byte short of the member's end is as if it were not there at all. */
        size = shape_end(member) - 1;
        request = realloc(request, size);
        memcpy(request, rows_fill(shape, tree, &arena), size);
        memcpy(request, &size, sizeof size);
        send_request(operation, request, &found);
        send_request(operation, rows_fill(shape, less, &arena), &expected);
        expect_same(operation, member->name, &found, &expected);
        free(request);
        arena_release(&arena);
    }
    json_decref(less);
    json_decref(tree);
}
END_TEST

START_TEST(a_newer_program_may_pass_more_as_long_as_it_is_empty)
{
    const struct connect_operation *operation = registry_operations[_i];
    const struct connect_shape *shape = operation->input;
    struct dice dice = { (uint64_t)_i };
    json_t *tree = full_tree(shape, &dice);
    struct arena arena = { .chunks = NULL };
    size_t size = shape->size + 40;
    char *request = calloc(1, size);
    struct sent found, expected;

    memcpy(request, rows_fill(shape, tree, &arena), shape->size);
    memcpy(request, &size, sizeof size);
    send_request(operation, request, &found);
    send_request(operation, rows_fill(shape, tree, &arena), &expected);
    expect_same(operation, "nothing", &found, &expected);

    request[size - 1] = 1;
    send_request(operation, request, &found);
    ck_assert_int_eq(found.status, CONNECT_E_VERSION);
    ck_assert_ptr_null(found.uri);
    free(request);
    arena_release(&arena);
    json_decref(tree);
}
END_TEST

/* ---- a program of old ---- */

START_TEST(a_program_of_an_older_version_creates_an_instance)
{
    struct wire wire;

    wire_open(&wire, CONNECT_CHECK_NONE);
    ck_assert_int_eq(old_create_instance(wire.client), CONNECT_OK);
    ck_assert_str_eq(
        wire.body_sent,
        "{\"ClientToken\":\"mine\",\"IdentityManagementType\":\"SAML\",\"InstanceAlias\":\"old\"}");
    wire_close(&wire);
}
END_TEST

START_TEST(a_program_of_an_older_version_reads_an_instance)
{
    struct wire wire;
    int read = 0;

    wire_open(&wire, CONNECT_CHECK_DEFAULT);
    wire.body =
        "{\"Instance\":{\"Id\":\"i-1\",\"CreatedTime\":1700000000,\"InstanceStatus\":\"MOVING\",\"Tags\":{\"a\":\"b\"}}}";
    ck_assert_int_eq(old_describe_instance(wire.client, &read), CONNECT_OK);
    ck_assert(read);
    wire_close(&wire);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("abi");
    TCase *sizes = tcase_create("sizes");

    tcase_set_timeout(sizes, 60);
    tcase_add_loop_test(sizes, a_member_beyond_the_size_is_absent_whatever_lies_there, 0,
                        (int)registry_count);
    tcase_add_loop_test(sizes, a_newer_program_may_pass_more_as_long_as_it_is_empty, 0,
                        (int)registry_count);
    tcase_add_test(sizes, a_program_of_an_older_version_creates_an_instance);
    tcase_add_test(sizes, a_program_of_an_older_version_reads_an_instance);
    suite_add_tcase(suite, sizes);
    return suite;
}
