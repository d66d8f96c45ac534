/*
 * What binary compatibility means for the structs: programs that were compiled against older headers, and newer ones,
 * and a layout that only ever grows at its end.
 */
#include "support/old.h"
#include "support/rows.h"
#include "support/suite.h"
#include "support/typed.h"
#include "support/wire.h"

#include "api/registry.h"
#include "call/entry.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the size rule, on every member of every operation ---- */

struct sent {
    connect_status status;
    char *uri, *body;
};

static void send(const struct connect_operation *operation, const void *request, struct sent *sent)
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

static void expect_same(const struct connect_operation *operation, const char *member, struct sent *found,
                        struct sent *expected)
{
    ck_assert_msg(found->status == expected->status && same(found->uri, expected->uri) && same(found->body, expected->body),
                  "%s cut before %s: %s %s %s\nand should be %s %s %s", operation->name, member,
                  connect_status_name(found->status), found->uri, found->body, connect_status_name(expected->status),
                  expected->uri, expected->body);
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
        send(operation, request, &found);
        send(operation, rows_fill(shape, less, &arena), &expected);
        expect_same(operation, member->name, &found, &expected);

        /* One byte short of the member's end is as if it were not there at all. */
        size = member->end - 1;
        request = realloc(request, size);
        memcpy(request, rows_fill(shape, tree, &arena), size);
        memcpy(request, &size, sizeof size);
        send(operation, request, &found);
        send(operation, rows_fill(shape, less, &arena), &expected);
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
    send(operation, request, &found);
    send(operation, rows_fill(shape, tree, &arena), &expected);
    expect_same(operation, "nothing", &found, &expected);

    request[size - 1] = 1;
    send(operation, request, &found);
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
    ck_assert_str_eq(wire.body_sent, "{\"ClientToken\":\"mine\",\"IdentityManagementType\":\"SAML\",\"InstanceAlias\":\"old\"}");
    wire_close(&wire);
}
END_TEST

START_TEST(a_program_of_an_older_version_reads_an_instance)
{
    struct wire wire;
    int read = 0;

    wire_open(&wire, CONNECT_CHECK_DEFAULT);
    wire.body = "{\"Instance\":{\"Id\":\"i-1\",\"CreatedTime\":1700000000,\"InstanceStatus\":\"MOVING\",\"Tags\":{\"a\":\"b\"}}}";
    ck_assert_int_eq(old_describe_instance(wire.client, &read), CONNECT_OK);
    ck_assert(read);
    wire_close(&wire);
}
END_TEST

/* ---- the layout of the released version ---- */

struct layout {
    const struct connect_shape *seen[512];
    size_t count;
};

static void collect(struct layout *layout, const struct connect_shape *shape)
{
    for (size_t i = 0; i < layout->count; i++)
        if (layout->seen[i] == shape)
            return;
    ck_assert_uint_lt(layout->count, sizeof layout->seen / sizeof layout->seen[0]);
    layout->seen[layout->count++] = shape;
    for (size_t i = 0; i < shape->count; i++)
        if (shape->members[i].shape != NULL)
            collect(layout, shape->members[i].shape);
}

static void collect_all(struct layout *layout)
{
    for (size_t i = 0; i < registry_count; i++) {
        collect(layout, registry_operations[i]->input);
        collect(layout, registry_operations[i]->output);
    }
    for (size_t i = 0; i < connect_service.errors_count; i++)
        collect(layout, connect_service.errors[i].shape);
}

static void write_layout(const struct layout *layout, const char *path)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < layout->count; i++) {
        const struct connect_shape *shape = layout->seen[i];

        fprintf(file, "%s %zu\n", shape->name, shape->size);
        for (size_t j = 0; j < shape->count; j++)
            fprintf(file, "%s.%s %d %d %d %d\n", shape->name, shape->members[j].c_name, shape->members[j].kind,
                    shape->members[j].offset, shape->members[j].extra, shape->members[j].end);
    }
    fclose(file);
}

static const struct connect_shape *shape_named(const struct layout *layout, const char *name, size_t size)
{
    for (size_t i = 0; i < layout->count; i++)
        if (strlen(layout->seen[i]->name) == size && strncmp(layout->seen[i]->name, name, size) == 0)
            return layout->seen[i];
    return NULL;
}

static void expect_member(const struct connect_shape *shape, const char *line, const char *name)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        char now[512];

        if (strncmp(member->c_name, name, strlen(member->c_name)) != 0 || name[strlen(member->c_name)] != ' ')
            continue;
        snprintf(now, sizeof now, "%s.%s %d %d %d %d\n", shape->name, member->c_name, member->kind, member->offset,
                 member->extra, member->end);
        ck_assert_msg(strcmp(now, line) == 0, "the released layout has %sand this one has %s", line, now);
        return;
    }
    ck_abort_msg("this is gone: %s", line);
}

START_TEST(what_was_released_stays_where_it_was)
{
    struct layout layout = { .count = 0 };
    const char *top = getenv("top_srcdir"), *update = getenv("UPDATE");
    char path[4096], line[512];
    size_t lines = 0;

    if (sizeof(void *) != 8 || _Alignof(int64_t) != 8) {
        printf("the frozen layout is that of 64-bit machines\n");
        return;
    }
    collect_all(&layout);
    snprintf(path, sizeof path, "%s/tests/abi/layout-lp64.txt", top != NULL ? top : ".");
    if (update != NULL && update[0] != '\0')
        write_layout(&layout, path);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s", path);
    while (fgets(line, sizeof line, file) != NULL) {
        const char *dot = strchr(line, '.'), *blank = strchr(line, ' ');
        size_t length = (size_t)((dot != NULL ? dot : blank) - line);
        const struct connect_shape *shape = shape_named(&layout, line, length);

        ck_assert_msg(shape != NULL, "this is gone: %s", line);
        if (dot != NULL)
            expect_member(shape, line, dot + 1);
        else
            ck_assert_msg(shape->size >= strtoul(blank, NULL, 10), "this has shrunk to %zu: %s", shape->size, line);
        lines++;
    }
    fclose(file);
    ck_assert_uint_gt(lines, 400);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("abi");
    TCase *sizes = tcase_create("sizes"), *layout = tcase_create("layout");

    tcase_set_timeout(sizes, 60);
    tcase_add_loop_test(sizes, a_member_beyond_the_size_is_absent_whatever_lies_there, 0, (int)registry_count);
    tcase_add_loop_test(sizes, a_newer_program_may_pass_more_as_long_as_it_is_empty, 0, (int)registry_count);
    tcase_add_test(sizes, a_program_of_an_older_version_creates_an_instance);
    tcase_add_test(sizes, a_program_of_an_older_version_reads_an_instance);
    suite_add_tcase(suite, sizes);
    tcase_add_test(layout, what_was_released_stays_where_it_was);
    suite_add_tcase(suite, layout);
    return suite;
}
