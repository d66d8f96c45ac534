/*
 * The names of the values of each public enum: connect_X_name() and connect_X_of(), held against
 * the rows.  The list of enums is made from the public headers.
 */
#include "api/registry.h"
#include "call/entry.h"
#include "shape/shape.h"
#include "support/suite.h"
#include "tests/support/enum_list.h"

#include <connect/connect.h>

#include <limits.h>
#include <string.h>

struct listed {
    const char *type;
    const char *(*name)(int value);
    int (*value)(const char *name);
};

#define WRAPPERS(e)                        \
    static const char *name_##e(int value) \
    {                                      \
        return e##_name((e)value);         \
    }                                      \
    static int value_##e(const char *name) \
    {                                      \
        return (int)e##_of(name);          \
    }
ALL_ENUMS(WRAPPERS)

#define LISTED(e) { #e, name_##e, value_##e },
static const struct listed enums[] = { ALL_ENUMS(LISTED) };
#define ENUMS_COUNT (sizeof enums / sizeof enums[0])

START_TEST(each_value_has_its_own_name_and_back)
{
    const struct listed *listed = &enums[_i];
    int count = 0;

    for (const char *name; (name = listed->name(count + 1)) != NULL; count++) {
        ck_assert_str_ne(name, "");
        ck_assert_msg(listed->value(name) == count + 1, "%s: %s is %d", listed->type, name,
                      listed->value(name));
    }
    ck_assert_msg(count > 0, "%s has no values", listed->type);
}
END_TEST

START_TEST(what_is_not_known_is_no_value_and_no_name)
{
    const struct listed *listed = &enums[_i];
    const int nameless[] = { 0, -1, -2, 1000, INT_MAX, INT_MIN };
    char name[256];

    for (size_t i = 0; i < sizeof nameless / sizeof nameless[0]; i++) {
        ck_assert_ptr_null(listed->name(nameless[i]));
    }
    ck_assert_int_eq(listed->value(NULL), 0);
    ck_assert_int_eq(listed->value(""), -1);
    ck_assert_int_eq(listed->value("UNKNOWN"), -1);
    /* Neither a beginning of a name nor a name with something behind it. */
    ck_assert_uint_lt(strlen(listed->name(1)), sizeof name - 1);
    strcpy(name, listed->name(1));
    strcat(name, " ");
    ck_assert_int_eq(listed->value(name), -1);
    name[strlen(name) - 2] = '\0';
    ck_assert_int_eq(listed->value(name), -1);
}
END_TEST

START_TEST(values_of_a_few)
{
    ck_assert_str_eq(connect_instance_status_name(CONNECT_INSTANCE_STATUS_ACTIVE), "ACTIVE");
    ck_assert_int_eq(connect_instance_status_of("CREATION_FAILED"),
                     CONNECT_INSTANCE_STATUS_CREATION_FAILED);
    ck_assert_int_eq(connect_instance_status_of("PAUSED"), CONNECT_INSTANCE_STATUS_UNKNOWN);
    ck_assert_str_eq(connect_zapi_middleware_name(CONNECT_ZAPI_MIDDLEWARE_MOBILE), "mobile");
    ck_assert_int_eq(connect_property_validation_exception_reason_of("NOT_SUPPORTED"),
                     CONNECT_PROPERTY_VALIDATION_EXCEPTION_REASON_NOT_SUPPORTED);
}
END_TEST

/* ---- against the rows ---- */

static bool used[ENUMS_COUNT];
static const struct connect_shape *seen[1024];
static size_t seen_count;

static bool is_same(const struct listed *listed, const struct shape_enum *row)
{
    for (size_t i = 0; i < row->count; i++) {
        const char *name = listed->name((int)i + 1);

        if (name == NULL || strcmp(name, row->values[i]) != 0) {
            return false;
        }
    }
    return listed->name((int)row->count + 1) == NULL;
}

static void visit(const struct connect_shape *shape)
{
    if (shape == NULL) {
        return;
    }
    for (size_t i = 0; i < seen_count; i++) {
        if (seen[i] == shape) {
            return;
        }
    }
    ck_assert_uint_lt(seen_count, sizeof seen / sizeof seen[0]);
    seen[seen_count++] = shape;
    for (size_t i = 0; i < shape->count; i++) {
        const struct connect_member *member = &shape->members[i];
        bool is_enum = member->kind == CONNECT_KIND_ENUM, found = !is_enum;

        visit(connect_member_shape(member));
        for (size_t j = 0; j < ENUMS_COUNT && is_enum; j++) {
            if (is_same(&enums[j], member->values)) {
                found = used[j] = true;
            }
        }
        ck_assert_msg(found, "%s.%s: no public enum has these values", shape->name, member->name);
    }
}

extern const struct connect_operation operation_zapi_list_instances;

START_TEST(rows_and_public_enums_have_the_same_values)
{
    for (size_t i = 0; i < registry_count; i++) {
        visit(registry_operations[i]->input);
        visit(registry_operations[i]->output);
    }
    for (size_t i = 0; i < connect_service.errors_count; i++) {
        visit(connect_service.errors[i].shape);
    }
    visit(operation_zapi_list_instances.input);
    visit(operation_zapi_list_instances.output);
    for (size_t i = 0; i < ENUMS_COUNT; i++) {
        ck_assert_msg(used[i], "%s: no row has these values", enums[i].type);
    }
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("enums");
    TCase *tcase = tcase_create("enums");

    tcase_add_loop_test(tcase, each_value_has_its_own_name_and_back, 0, (int)ENUMS_COUNT);
    tcase_add_loop_test(tcase, what_is_not_known_is_no_value_and_no_name, 0, (int)ENUMS_COUNT);
    tcase_add_test(tcase, values_of_a_few);
    tcase_add_test(tcase, rows_and_public_enums_have_the_same_values);
    suite_add_tcase(suite, tcase);
    return suite;
}
