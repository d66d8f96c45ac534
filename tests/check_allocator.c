/*
 * connect_set_allocator(): a process of its own, because it works before first use only.
 */
#include "core/mem.h"
#include "support/suite.h"
#include "support/world.h"

#include <connect/connect.h>

#include <stdlib.h>

static struct {
    int calls;
    int live;
} ledger;

static void *counting_alloc(void *user, size_t size)
{
    ck_assert_ptr_eq(user, &ledger);
    ck_assert_uint_gt(size, 0);
    ledger.calls++;
    ledger.live++;
    return malloc(size);
}

static void *counting_resize(void *user, void *block, size_t size)
{
    ck_assert_ptr_eq(user, &ledger);
    ck_assert_uint_gt(size, 0);
    ledger.calls++;
    ledger.live += block == NULL ? 1 : 0;
    return realloc(block, size);
}

static void counting_release(void *user, void *block)
{
    ck_assert_ptr_eq(user, &ledger);
    ck_assert_ptr_nonnull(block);
    ledger.live--;
    free(block);
}

static const connect_allocator counting = {
    .size = sizeof counting,
    .alloc = counting_alloc,
    .resize = counting_resize,
    .release = counting_release,
    .user = &ledger,
};

static void incomplete_allocators_are_refused(void)
{
    connect_allocator allocator = counting;

    ck_assert_int_eq(connect_set_allocator(NULL), CONNECT_E_ARGUMENT);
    allocator.release = NULL;
    ck_assert_int_eq(connect_set_allocator(&allocator), CONNECT_E_ARGUMENT);
    allocator = counting;
    allocator.resize = NULL;
    ck_assert_int_eq(connect_set_allocator(&allocator), CONNECT_E_ARGUMENT);
    allocator = counting;
    allocator.alloc = NULL;
    ck_assert_int_eq(connect_set_allocator(&allocator), CONNECT_E_ARGUMENT);
    allocator = counting;
    allocator.size = 0;
    ck_assert_int_eq(connect_set_allocator(&allocator), CONNECT_E_ARGUMENT);

    struct {
        connect_allocator known;
        size_t unknown;
    } newer = { counting, 1 };
    newer.known.size = sizeof newer;
    ck_assert_int_eq(connect_set_allocator(&newer.known), CONNECT_E_VERSION);
}

START_TEST(library_allocates_through_the_allocator_of_the_application)
{
    struct world world;

    incomplete_allocators_are_refused();
    ck_assert_int_eq(connect_set_allocator(&counting), CONNECT_OK);

    connect_describe_instance_response *response = NULL;
    world_keep_allocator();
    world_begin(&world);
    world_open(&world);
    WORLD_SCRIPT(&world, WORLD_FINE);
    ck_assert_int_eq(world_describe(world.client, &response, NULL), CONNECT_OK);
    ck_assert_int_gt(ledger.calls, 0);
    ck_assert_int_gt(ledger.live, 0);
    ck_assert_int_eq(connect_set_allocator(&counting), CONNECT_E_ARGUMENT);
    connect_free(response);
    world_end(&world);
    ck_assert_int_eq(ledger.live, 0);
}
END_TEST

START_TEST(a_block_that_came_first_keeps_the_allocator)
{
    void *block = _i == 0 ? mem_alloc(1) : _i == 1 ? mem_calloc(1, 1) : mem_resize(NULL, 1);

    ck_assert_int_eq(connect_set_allocator(&counting), CONNECT_E_ARGUMENT);
    mem_free(block);
}
END_TEST

const bool test_begins_cold = true;

Suite *test_suite(void)
{
    Suite *suite = suite_create("allocator");
    TCase *allocator = tcase_create("allocator");
    tcase_add_test(allocator, library_allocates_through_the_allocator_of_the_application);
    tcase_add_loop_test(allocator, a_block_that_came_first_keeps_the_allocator, 0, 3);
    suite_add_tcase(suite, allocator);
    return suite;
}
