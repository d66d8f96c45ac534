/* Core: the allocator's door, arenas, buffers and blocks. */
#include "core/block.h"
#include "core/buf.h"
#include "core/mem.h"
#include "support/memory.h"
#include "support/suite.h"

#include <connect/types.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char secret[] = "wJalrXUtnFEMI-K7MDENG-planted";

START_TEST(counts_that_overflow_are_refused)
{
    struct arena arena = { 0 };
    ck_assert_ptr_null(mem_calloc(SIZE_MAX / 2, 3));
    ck_assert_ptr_null(arena_calloc(&arena, SIZE_MAX / 2, 3));
    ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
    ck_assert_ptr_null(arena_strndup(&arena, "x", SIZE_MAX));
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(nothing_asked_for_is_still_a_block)
{
    void *block = mem_alloc(0);
    ck_assert_ptr_nonnull(block);
    block = mem_resize(block, 0);
    ck_assert_ptr_nonnull(block);
    mem_free(block);
    mem_free(NULL);
    mem_free_secret(NULL, 10);
    mem_free_secret_text(NULL);
    ck_assert_ptr_null(mem_strdup(NULL));
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(copies_end_where_they_are_told_to)
{
    struct arena arena = { 0 };
    ck_assert_str_eq(arena_strndup(&arena, "abcdef", 3), "abc");
    arena_release(&arena);
    char *text = mem_strdup("");
    ck_assert_str_eq(text, "");
    mem_free(text);
}
END_TEST

START_TEST(zeroed_memory_is_zero)
{
    unsigned char *bytes = mem_calloc(3, 100);
    for (size_t i = 0; i < 300; i++) {
        ck_assert_uint_eq(bytes[i], 0);
    }
    mem_free(bytes);
}
END_TEST

START_TEST(a_secret_is_gone_when_it_is_freed)
{
    memory_look_for(secret);
    mem_free(mem_strdup(secret));
    ck_assert_uint_eq(memory_found(), 1);
    mem_free_secret_text(mem_strdup(secret));
    mem_free_secret(mem_strdup(secret), sizeof secret);
    ck_assert_uint_eq(memory_found(), 1);
}
END_TEST

START_TEST(an_arena_gives_aligned_zeroed_memory_of_any_size)
{
    struct arena arena = { 0 };
    for (size_t size = 0; size < 5000; size = size * 2 + 1) {
        for (int i = 0; i < 20; i++) {
            unsigned char *bytes = arena_alloc(&arena, size);
            ck_assert_ptr_nonnull(bytes);
            ck_assert_uint_eq((uintptr_t)bytes % _Alignof(max_align_t), 0);
            for (size_t k = 0; k < size; k++) {
                ck_assert_uint_eq(bytes[k], 0);
            }
            memset(bytes, 0xff, size);
        }
    }
    arena_release(&arena);
    ck_assert_uint_eq(memory_live(), 0);
    ck_assert_uint_eq(arena.total, 0);
}
END_TEST

START_TEST(an_arena_takes_few_large_chunks_for_many_small_things)
{
    struct arena arena = { 0 };
    for (int i = 0; i < 100000; i++) {
        ck_assert_str_eq(arena_strdup(&arena, "0123456789"), "0123456789");
    }
    ck_assert_uint_lt(memory_live(), 40);
    ck_assert_uint_lt(arena.total, 2 * 100000 * 16);
    arena_release(&arena);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(nothing_of_an_arena_is_a_block_of_its_own)
{
    struct arena arena = { 0 };
    char *first = arena_alloc(&arena, 0), *second = arena_alloc(&arena, 0);
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_ne(first, second);
    arena_release(&arena);
}
END_TEST

START_TEST(a_large_thing_does_not_waste_the_rest_of_a_chunk)
{
    struct arena arena = { 0 };
    char *first = arena_alloc(&arena, 16);
    ck_assert_ptr_nonnull(arena_alloc(&arena, 1000000));
    char *next = arena_alloc(&arena, 16);
    ck_assert_ptr_eq(first + 16, next);
    ck_assert_uint_eq(memory_live(), 2);
    arena_release(&arena);
}
END_TEST

START_TEST(strings_of_an_arena_leave_no_gaps)
{
    struct arena arena = { 0 };
    char *first = arena_strdup(&arena, "ab");
    ck_assert_ptr_eq(first + 3, arena_strndup(&arena, NULL, 0));
    ck_assert_ptr_eq(first + 4, arena_strndup(&arena, "cd", 1));
    ck_assert_ptr_eq(first + 6, arena_strdup(&arena, "e"));
    arena_release(&arena);
}
END_TEST

START_TEST(an_arena_may_begin_small)
{
    struct arena small = { .first = 64 }, large = { .first = 64 };
    ck_assert_ptr_nonnull(arena_alloc(&small, 48));
    ck_assert_ptr_nonnull(arena_strdup(&small, "0123456789abcde"));
    ck_assert_uint_lt(small.total, 128);
    ck_assert_uint_eq(memory_live(), 1);
    ck_assert_ptr_nonnull(arena_strdup(&small, "x"));
    ck_assert_uint_gt(small.total, 1024);
    ck_assert_uint_eq(memory_live(), 2);
    arena_release(&small);
    /* What does not fit makes it an arena like any other. */
    ck_assert_ptr_nonnull(arena_alloc(&large, 65));
    ck_assert_uint_eq(large.total, 1024); /* with the head of the chunk */
    arena_release(&large);
    /* However much of the first chunk is taken at once, the rest stays in use. */
    large.first = 2048;
    ck_assert_ptr_nonnull(arena_alloc(&large, 1600));
    ck_assert_ptr_nonnull(arena_alloc(&large, 400));
    ck_assert_uint_eq(memory_live(), 1);
    arena_release(&large);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_reset_arena_keeps_one_chunk_and_is_zero_again)
{
    struct arena arena = { 0 };
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 1000; i++) {
            char *bytes = arena_alloc(&arena, 40);
            ck_assert_int_eq(bytes[0], 0);
            ck_assert_int_eq(bytes[39], 0);
            memset(bytes, 'x', 40);
        }
        arena_reset(&arena);
        ck_assert_uint_eq(memory_live(), 1);
    }
    arena_release(&arena);
    arena_reset(&arena);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

/* A block that has a chunk of its own comes behind the chunk in use. */
START_TEST(a_reset_arena_keeps_its_largest_chunk)
{
    struct arena arena = { 0 };
    ck_assert_ptr_nonnull(arena_alloc(&arena, 40));
    ck_assert_ptr_nonnull(arena_alloc(&arena, 5000));
    arena_reset(&arena);
    size_t kept = memory_count();
    ck_assert_ptr_nonnull(arena_alloc(&arena, 5000));
    ck_assert_uint_eq(memory_count(), kept);
    arena_release(&arena);
}
END_TEST

START_TEST(a_reset_arena_grows_as_before)
{
    struct arena arena = { 0 };
    for (int i = 0; i < 1000; i++) {
        ck_assert_ptr_nonnull(arena_alloc(&arena, 32));
    }
    arena_reset(&arena);
    size_t kept = arena.total, more = kept;
    ck_assert_uint_gt(kept, 1024);
    while (more == kept) {
        ck_assert_ptr_nonnull(arena_alloc(&arena, 32));
        more = arena.total;
    }
    ck_assert_uint_ge(more, 2 * kept);
    arena_release(&arena);
}
END_TEST

START_TEST(a_reset_arena_keeps_no_block_of_an_unusual_size)
{
    struct arena arena = { 0 };
    ck_assert_ptr_nonnull(arena_alloc(&arena, 100 * 1024));
    arena_reset(&arena);
    ck_assert_uint_eq(memory_live(), 0);
    ck_assert_uint_eq(arena.total, 0);
    ck_assert_ptr_nonnull(arena_alloc(&arena, 100 * 1024));
    ck_assert_ptr_nonnull(arena_alloc(&arena, 40));
    arena_reset(&arena);
    ck_assert_uint_eq(memory_live(), 1);
    ck_assert_uint_lt(arena.total, 100 * 1024);
    arena_release(&arena);
}
END_TEST

START_TEST(a_secret_arena_leaves_nothing_behind)
{
    struct arena open = { 0 };
    struct arena shut = { .secret = true };
    memory_look_for(secret);
    arena_strdup(&open, secret);
    arena_release(&open);
    ck_assert_uint_eq(memory_found(), 1);
    for (int i = 0; i < 500; i++) {
        arena_printf(&shut, "%d %s", i, secret);
    }
    arena_reset(&shut);
    arena_strdup(&shut, secret);
    arena_release(&shut);
    ck_assert_uint_eq(memory_found(), 1);
}
END_TEST

static bool fill_an_arena(void *user)
{
    (void)user;
    struct arena arena = { 0 };
    bool ok = true;
    for (int i = 0; i < 50 && ok; i++) {
        char *text = arena_printf(&arena, "%050d", i);
        char *copy = arena_strdup(&arena, text);
        ok = text != NULL && copy != NULL && arena_calloc(&arena, 10, 30) != NULL;
    }
    arena_release(&arena);
    return ok;
}

START_TEST(an_arena_survives_every_failing_allocation)
{
    memory_fail_each(fill_an_arena, NULL, 0);
}
END_TEST

static void *allocate_never(void *user, size_t size)
{
    (void)user;
    (void)size;
    return NULL;
}

static void *resize_never(void *user, void *block, size_t size)
{
    (void)block;
    return allocate_never(user, size);
}

static void release_nothing(void *user, void *block)
{
    (void)user;
    (void)block;
}

/* As it is outside of tests: many allocations share a chunk. */
START_TEST(an_arena_without_memory_for_a_chunk_gives_nothing)
{
    static const size_t sizes[] = { 1, 1000, 100000 };
    memory_unwatch();
    mem_set_hook(&(struct mem_hook){ allocate_never, resize_never, release_nothing, NULL, false });
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct arena arena = { 0 };
        ck_assert_ptr_null(arena_alloc(&arena, sizes[i]));
        ck_assert_ptr_null(arena.chunks);
    }
    mem_set_hook(NULL);
    memory_watch();
}
END_TEST

static size_t failures[4];

static bool take_small_things(void *user)
{
    (void)user;
    struct arena arena = { 0 };
    const void *taken[COUNT(failures)];
    taken[0] = arena_alloc(&arena, 1);
    taken[1] = arena_strdup(&arena, "");
    taken[2] = arena_strndup(&arena, "ab", 1);
    taken[3] = arena_printf(&arena, "%d", 1);
    bool ok = true;
    for (size_t i = 0; i < COUNT(failures); i++) {
        failures[i] += taken[i] == NULL ? 1 : 0;
        ok = ok && taken[i] != NULL;
    }
    arena_release(&arena);
    return ok;
}

/* Also what would find room in a chunk: alone, and with each before it, which then fails first. */
START_TEST(each_allocation_from_an_arena_can_be_made_to_fail)
{
    memory_fail_each(take_small_things, NULL, 0);
    for (size_t i = 0; i < COUNT(failures); i++) {
        ck_assert_uint_eq(failures[i], i + 2);
    }
}
END_TEST

START_TEST(a_buffer_holds_what_was_added)
{
    struct buf buf = BUF_INIT(1000);
    ck_assert_str_eq(buf_text(&buf), "");
    buf_add_text(&buf, "a");
    buf_add_char(&buf, 'b');
    buf_add(&buf, "c\0d", 3);
    buf_add_int(&buf, INT64_MIN);
    buf_printf(&buf, "[%s %d]", "x", 7);
    buf_add(&buf, NULL, 0);
    ck_assert_int_eq(buf.state, BUF_OK);
    static const char expected[] = "abc\0d-9223372036854775808[x 7]";
    ck_assert_uint_eq(buf.size, sizeof expected - 1);
    ck_assert_mem_eq(buf.data, expected, sizeof expected);
    buf_free(&buf);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_format_may_add_nothing_or_fail)
{
    static const wchar_t no_character[] = { 0x7fffffff, 0 };
    struct buf buf = BUF_INIT(100);
    ck_assert(buf_printf(&buf, "%s", ""));
    ck_assert_uint_eq(buf.size, 0);
    ck_assert(!buf_printf(&buf, "%ls", no_character));
    ck_assert_int_eq(buf.state, BUF_NO_MEMORY);
    buf_free(&buf);
}
END_TEST

START_TEST(a_buffer_takes_its_ceiling_and_not_a_byte_more)
{
    struct buf buf = BUF_INIT(100);
    for (int i = 0; i < 100; i++) {
        ck_assert(buf_add_char(&buf, 'x'));
    }
    ck_assert_uint_eq(strlen(buf_text(&buf)), 100);
    ck_assert(!buf_add_char(&buf, 'x'));
    ck_assert_int_eq(buf.state, BUF_TOO_BIG);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

/* The memory doubles; from half of the limit on, it is all that the buffer can ever need. */
START_TEST(a_buffer_grows_to_its_limit_in_few_steps)
{
    static const struct {
        size_t limit, steps;
    } cases[] = { { 0, 1 },   { 1, 1 },   { 63, 1 },   { 100, 1 },  { 127, 1 },
                  { 128, 2 }, { 200, 2 }, { 1000, 4 }, { 1023, 4 }, { 1024, 5 } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf = BUF_INIT(cases[i].limit);
        size_t before = memory_count();
        ck_assert(buf_reserve(&buf, 0));
        while (buf.size < buf.max) {
            ck_assert(buf_add_char(&buf, 'x'));
        }
        ck_assert_uint_eq(memory_count() - before, cases[i].steps);
        ck_assert_uint_eq(buf.room, cases[i].limit + 1);
        buf_free(&buf);
    }
}
END_TEST

START_TEST(a_buffer_that_failed_stays_failed_until_it_is_cleared)
{
    struct buf buf = BUF_INIT(4);
    buf_add_text(&buf, "ab");
    ck_assert(!buf_printf(&buf, "%s", "cde"));
    ck_assert(!buf_add_char(&buf, 'c'));
    ck_assert(!buf_reserve(&buf, 0));
    ck_assert_ptr_null(buf_take(&buf));
    ck_assert_str_eq(buf_text(&buf), "");
    buf_clear(&buf);
    ck_assert(buf_add_text(&buf, "good"));
    ck_assert_str_eq(buf_text(&buf), "good");
    buf_free(&buf);
}
END_TEST

START_TEST(a_buffer_refuses_sizes_that_overflow)
{
    struct buf buf = BUF_INIT(SIZE_MAX - 1);
    buf_add_text(&buf, "ab");
    ck_assert(!buf_reserve(&buf, SIZE_MAX - 1));
    ck_assert_int_eq(buf.state, BUF_TOO_BIG);
}
END_TEST

START_TEST(taken_text_belongs_to_the_taker)
{
    struct buf buf = BUF_INIT(100);
    char *empty = buf_take(&buf);
    ck_assert_str_eq(empty, "");
    buf_add_text(&buf, "one");
    char *one = buf_take(&buf);
    buf_add_text(&buf, "two");
    ck_assert_str_eq(one, "one");
    ck_assert_str_eq(buf_text(&buf), "two");
    buf_free(&buf);
    mem_free(one);
    mem_free(empty);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_cleared_buffer_allocates_nothing_for_the_same_again)
{
    struct buf buf = BUF_INIT(10000);
    for (int i = 0; i < 1000; i++) {
        buf_add_text(&buf, "text");
    }
    size_t before = memory_count();
    buf_clear(&buf);
    for (int i = 0; i < 1000; i++) {
        buf_add_text(&buf, "text");
    }
    ck_assert_uint_eq(memory_count(), before);
    buf_free(&buf);
}
END_TEST

START_TEST(a_secret_buffer_leaves_nothing_behind)
{
    memory_look_for(secret);
    struct buf open = BUF_INIT(100000);
    buf_add_text(&open, secret);
    buf_free(&open);
    ck_assert_uint_eq(memory_found(), 1);

    struct buf shut = BUF_INIT(8000);
    shut.secret = true;
    for (int i = 0; i < 100; i++) {
        buf_add_text(&shut, secret);
    }
    buf_clear(&shut);
    buf_add_text(&shut, "short");
    buf_free(&shut);
    while (buf_add_text(&shut, secret)) {
    }
    ck_assert_int_eq(shut.state, BUF_TOO_BIG);
    ck_assert_uint_eq(memory_found(), 1);
}
END_TEST

/* The allocator of the tests fills memory with 0xa5, which shows what cleansing has touched. */
START_TEST(clearing_a_secret_buffer_touches_only_its_content)
{
    struct buf buf = BUF_INIT(100000);
    buf.secret = true;
    ck_assert(buf_reserve(&buf, 50000));
    buf_add_text(&buf, secret);
    buf_clear(&buf);
    for (size_t i = 0; i <= strlen(secret); i++) {
        ck_assert_int_eq(buf.data[i], 0);
    }
    memory_define(buf.data, buf.room);
    for (size_t i = strlen(secret) + 1; i < buf.room; i++) {
        ck_assert_uint_eq((unsigned char)buf.data[i], 0xa5);
    }
    buf_free(&buf);
}
END_TEST

static bool fill_a_buffer(void *user)
{
    struct buf buf = BUF_INIT(100000);
    buf.secret = *(const bool *)user;
    for (int i = 0; i < 300; i++) {
        buf_printf(&buf, "%d %s;", i, "text");
    }
    bool ok = buf.state == BUF_OK;
    ck_assert(ok || (buf.state == BUF_NO_MEMORY && buf.size == 0));
    char *text = buf_take(&buf);
    ck_assert(ok == (text != NULL));
    mem_free(text);
    buf_free(&buf);
    return ok;
}

START_TEST(a_buffer_survives_every_failing_allocation)
{
    bool is_secret = false;
    memory_fail_each(fill_a_buffer, &is_secret, 0);
    is_secret = true;
    memory_fail_each(fill_a_buffer, &is_secret, 0);
}
END_TEST

START_TEST(a_block_is_zeroed_and_knows_its_origin)
{
    ck_assert_ptr_null(block_new(SIZE_MAX, false));
    ck_assert_ptr_null(block_new(SIZE_MAX / 4 + 1, false));
    unsigned char *block = block_new(3000, false);
    for (size_t i = 0; i < 3000; i++) {
        ck_assert_uint_eq(block[i], 0);
    }
    ck_assert_uint_eq((uintptr_t)block % _Alignof(max_align_t), 0);
    ck_assert_ptr_null(connect_response_request_id(block));
    ck_assert_int_eq(connect_response_attempts(block), 0);
    ck_assert(block_set_origin(block, "id-1", 3));
    ck_assert_ptr_nonnull(arena_strdup(block_arena(block), "beside it"));
    ck_assert_str_eq(connect_response_request_id(block), "id-1");
    ck_assert_int_eq(connect_response_attempts(block), 3);
    ck_assert(block_set_origin(block, "id\x1b[2J\xff", 3));
    ck_assert_str_eq(connect_response_request_id(block), "id?[2J?");
    ck_assert(block_set_origin(block, NULL, 1));
    ck_assert_ptr_null(connect_response_request_id(block));
    connect_free(block);
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(null_is_accepted_where_a_block_is)
{
    connect_free(NULL);
    ck_assert_ptr_null(connect_response_request_id(NULL));
    ck_assert_int_eq(connect_response_attempts(NULL), 0);
    ck_assert_ptr_null(connect_response_json(NULL));
    ck_assert_ptr_null(block_arena(NULL));
}
END_TEST

START_TEST(a_text_block_is_terminated)
{
    char *text = block_text("json and more", 4, false);
    ck_assert_str_eq(text, "json");
    connect_free(text);
    text = block_text("more", 1, false);
    ck_assert_str_eq(text, "m");
    connect_free(text);
    text = block_text(NULL, 0, false);
    ck_assert_str_eq(text, "");
    connect_free(text);
    ck_assert_ptr_null(block_text("x", SIZE_MAX, false));
    ck_assert_uint_eq(memory_live(), 0);
}
END_TEST

START_TEST(a_secret_block_leaves_nothing_behind)
{
    memory_look_for(secret);
    char *block = block_new(100, true);
    memcpy(block, secret, sizeof secret);
    arena_strdup(block_arena(block), secret);
    connect_free(block);
    connect_free(block_text(secret, strlen(secret), true));
    ck_assert_uint_eq(memory_found(), 0);
    connect_free(block_text(secret, strlen(secret), false));
    ck_assert_uint_eq(memory_found(), 1);
}
END_TEST

static bool make_a_block(void *user)
{
    (void)user;
    void *block = block_new(2000, false);
    bool ok = block != NULL && block_set_origin(block, "a request id", 2) &&
              arena_alloc(block_arena(block), 5000) != NULL;
    connect_free(block);
    return ok;
}

START_TEST(a_block_survives_every_failing_allocation)
{
    memory_fail_each(make_a_block, NULL, 0);
}
END_TEST

Suite *test_suite(void)
{
    Suite *suite = suite_create("core/memory");
    TCase *mem = tcase_create("mem");
    tcase_add_checked_fixture(mem, memory_watch, memory_unwatch);
    tcase_add_test(mem, counts_that_overflow_are_refused);
    tcase_add_test(mem, nothing_asked_for_is_still_a_block);
    tcase_add_test(mem, copies_end_where_they_are_told_to);
    tcase_add_test(mem, zeroed_memory_is_zero);
    tcase_add_test(mem, a_secret_is_gone_when_it_is_freed);
    suite_add_tcase(suite, mem);

    TCase *arena = tcase_create("arena");
    tcase_add_checked_fixture(arena, memory_watch, memory_unwatch);
    tcase_add_test(arena, an_arena_gives_aligned_zeroed_memory_of_any_size);
    tcase_add_test(arena, an_arena_takes_few_large_chunks_for_many_small_things);
    tcase_add_test(arena, nothing_of_an_arena_is_a_block_of_its_own);
    tcase_add_test(arena, a_large_thing_does_not_waste_the_rest_of_a_chunk);
    tcase_add_test(arena, strings_of_an_arena_leave_no_gaps);
    tcase_add_test(arena, an_arena_may_begin_small);
    tcase_add_test(arena, a_reset_arena_keeps_one_chunk_and_is_zero_again);
    tcase_add_test(arena, a_reset_arena_keeps_its_largest_chunk);
    tcase_add_test(arena, a_reset_arena_grows_as_before);
    tcase_add_test(arena, a_reset_arena_keeps_no_block_of_an_unusual_size);
    tcase_add_test(arena, a_secret_arena_leaves_nothing_behind);
    tcase_add_test(arena, an_arena_survives_every_failing_allocation);
    tcase_add_test(arena, an_arena_without_memory_for_a_chunk_gives_nothing);
    tcase_add_test(arena, each_allocation_from_an_arena_can_be_made_to_fail);
    suite_add_tcase(suite, arena);

    TCase *buf = tcase_create("buf");
    tcase_add_checked_fixture(buf, memory_watch, memory_unwatch);
    tcase_add_test(buf, a_buffer_holds_what_was_added);
    tcase_add_test(buf, a_format_may_add_nothing_or_fail);
    tcase_add_test(buf, a_buffer_takes_its_ceiling_and_not_a_byte_more);
    tcase_add_test(buf, a_buffer_grows_to_its_limit_in_few_steps);
    tcase_add_test(buf, a_buffer_that_failed_stays_failed_until_it_is_cleared);
    tcase_add_test(buf, a_buffer_refuses_sizes_that_overflow);
    tcase_add_test(buf, taken_text_belongs_to_the_taker);
    tcase_add_test(buf, a_cleared_buffer_allocates_nothing_for_the_same_again);
    tcase_add_test(buf, a_secret_buffer_leaves_nothing_behind);
    tcase_add_test(buf, clearing_a_secret_buffer_touches_only_its_content);
    tcase_add_test(buf, a_buffer_survives_every_failing_allocation);
    suite_add_tcase(suite, buf);

    TCase *block = tcase_create("block");
    tcase_add_checked_fixture(block, memory_watch, memory_unwatch);
    tcase_add_test(block, a_block_is_zeroed_and_knows_its_origin);
    tcase_add_test(block, null_is_accepted_where_a_block_is);
    tcase_add_test(block, a_text_block_is_terminated);
    tcase_add_test(block, a_secret_block_leaves_nothing_behind);
    tcase_add_test(block, a_block_survives_every_failing_allocation);
    suite_add_tcase(suite, block);
    return suite;
}
