/*
 * What connect_free() takes back: a head, which the caller never sees, and after it the struct or
 * text.
 */
#include "core/block.h"

#include "core/text.h"

#include <connect/types.h>

#include <string.h>

#define MAGIC_LIVE 0x636e6e74426c6f63u
#define MAGIC_DEAD 0x64656164426c6f63u

/* The arena lies in its own first chunk, so that a small response is one allocation. */
struct block_head {
    uint64_t magic;
    struct arena arena;
    const char *request_id;
    int32_t attempts;
    max_align_t payload[];
};

void *block_new(size_t size, bool secret)
{
    struct arena arena = { .secret = secret };
    if (size > SIZE_MAX / 4) {
        return NULL;
    }
    struct block_head *head = arena_alloc(&arena, sizeof *head + size);
    if (head == NULL) {
        return NULL;
    }
    head->magic = MAGIC_LIVE;
    head->arena = arena;
    return head->payload;
}

/* NULL for what is not a block: a foreign pointer is left alone rather than freed. */
static struct block_head *head_of(const void *payload)
{
    if (payload == NULL) {
        return NULL;
    }
    uintptr_t address = (uintptr_t)payload - offsetof(struct block_head, payload);
    struct block_head *head = (struct block_head *)address;
    return head->magic == MAGIC_LIVE ? head : NULL;
}

struct arena *block_arena(void *payload)
{
    struct block_head *head = head_of(payload);
    return head != NULL ? &head->arena : NULL;
}

/* Programs print it as it is, so no byte of it may be a command to their terminal. */
bool block_set_origin(void *payload, const char *request_id, int32_t attempts)
{
    struct block_head *head = head_of(payload);
    if (head == NULL) {
        return false;
    }
    head->attempts = attempts;
    char *copy = arena_strdup(&head->arena, request_id);
    if (copy != NULL) {
        text_make_printable(copy, strlen(copy));
    }
    head->request_id = copy;
    return request_id == NULL || copy != NULL;
}

char *block_text(const char *text, size_t size)
{
    char *copy = size < SIZE_MAX ? block_new(size + 1, false) : NULL;
    if (copy != NULL && size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

void block_free(const void *payload)
{
    struct block_head *head = head_of(payload);
    if (head != NULL) {
        struct arena arena = head->arena;
        head->magic = MAGIC_DEAD;
        arena_release(&arena);
    }
}

void connect_free(const void *block)
{
    block_free(block);
}

const char *connect_response_request_id(const void *block)
{
    const struct block_head *head = head_of(block);
    return head != NULL ? head->request_id : NULL;
}

int32_t connect_response_attempts(const void *block)
{
    const struct block_head *head = head_of(block);
    return head != NULL ? head->attempts : 0;
}
