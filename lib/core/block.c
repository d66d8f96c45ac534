/* A block is a hidden head followed by the struct or string that the caller sees. */
#include "core/block.h"

#include "core/assert.h"
#include "core/text.h"

#include <connect/types.h>

#include <string.h>

/* The arena is stored in its own first chunk, so that a small response is one allocation. */
struct block_head {
    struct arena arena;
    const char *request_id;
    const char *json;
    int32_t attempts;
    CHECKS_ONLY(uint32_t state;) /* BLOCK_LIVE, until it is freed */
    max_align_t payload[];
};

static_assert(sizeof(struct block_head) == offsetof(struct block_head, payload),
              "the payload follows the head");
static_assert(offsetof(struct block_head, payload) % _Alignof(max_align_t) == 0,
              "the payload is aligned for any type");

#ifdef CONNECT_CHECKS
#    define BLOCK_LIVE 0x6b636c62u
#    define BLOCK_FREED 0x65657266u
#endif

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
    head->arena = arena;
    CHECKS_ONLY(head->state = BLOCK_LIVE;)
    return head->payload;
}

/* `payload` is NULL or what block_new() returned. */
static struct block_head *head_of(const void *payload)
{
    if (payload == NULL) {
        return NULL;
    }
    uintptr_t address = (uintptr_t)payload - offsetof(struct block_head, payload);
    struct block_head *head = (struct block_head *)address;
    CHECKS_ONLY(ASSERT(head->state == BLOCK_LIVE);)
    return head;
}

struct arena *block_arena(void *payload)
{
    struct block_head *head = head_of(payload);
    return head != NULL ? &head->arena : NULL;
}

/* Applications print the request id unchanged, so it must not contain terminal control bytes. */
bool block_set_origin(void *payload, const char *request_id, int32_t attempts)
{
    struct block_head *head = head_of(payload);
    ASSERT(head != NULL);
    head->attempts = attempts;
    char *copy = arena_strdup(&head->arena, request_id);
    if (copy != NULL) {
        text_make_printable(copy, strlen(copy));
    }
    head->request_id = copy;
    return request_id == NULL || copy != NULL;
}

bool block_set_json(void *payload, const char *text, size_t size)
{
    struct block_head *head = head_of(payload);
    ASSERT(head != NULL);
    head->json = arena_strndup(&head->arena, text, size);
    return head->json != NULL;
}

char *block_text(const char *text, size_t size, bool secret)
{
    char *copy = size < SIZE_MAX ? block_new(size + 1, secret) : NULL;
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
        CHECKS_ONLY(head->state = BLOCK_FREED;)
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

const char *connect_response_json(const void *response)
{
    const struct block_head *head = head_of(response);
    return head != NULL ? head->json : NULL;
}
