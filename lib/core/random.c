/*
 * Random bytes from OpenSSL's generator, fetched in blocks.
 *
 * A call of RAND_bytes() costs the same for 16 and for 256 bytes, about 7,000 instructions.  A
 * block of them is therefore kept in memory that the kernel clears in a forked child: the child
 * finds an empty block and cannot repeat bytes of its parent.  Where the kernel does not offer such
 * memory, each request goes to OpenSSL, which notices a fork by itself.
 */
#include "core/random.h"

#include "core/assert.h"
#include "core/fork.h"
#include "core/mem.h"

#include <openssl/rand.h>

#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_SIZE 512
#define REQUEST_MAX 64 /* larger requests bypass the block */

/* All zero is the state of an empty block; so is the block in a forked child. */
struct random_block {
    atomic_flag busy;
    size_t left; /* unused bytes: the last ones of `bytes` */
    unsigned char bytes[BLOCK_SIZE];
};

static_assert(REQUEST_MAX <= BLOCK_SIZE, "a block serves the largest request");
static_assert(sizeof(struct random_block) <= FORK_WIPED_SIZE, "the block fits the wiped memory");

static bool generator_fill(unsigned char *at, size_t count)
{
    ASSERT(count <= INT_MAX);
    return RAND_bytes(at, (int)count) == 1;
}

/*
 * False when the bytes did not come from the block: it could not be filled, or a signal handler
 * forked while this function was running and the block was cleared under it in the child.
 */
static bool block_take(struct random_block *block, unsigned char *out, size_t count)
{
    ASSERT(count <= REQUEST_MAX && block->left <= BLOCK_SIZE);
    uint64_t generation = fork_generation();
    size_t left = block->left;
    if (left < count) {
        if (!generator_fill(block->bytes, BLOCK_SIZE)) {
            block->left = 0;
            return false;
        }
        left = BLOCK_SIZE;
    }
    ASSERT(count <= left && left <= BLOCK_SIZE);
    unsigned char *from = block->bytes + (BLOCK_SIZE - left);
    memcpy(out, from, count);
    mem_cleanse(from, count);
    bool same = fork_generation() == generation;
    block->left = same ? left - count : 0;
    return same && fork_generation() == generation;
}

/* A thread that finds the block in use does not wait; a lock would have to survive forks, too. */
static bool system_fill(void *user, void *bytes, size_t count)
{
    (void)user;
    struct random_block *block = count <= REQUEST_MAX ? fork_wiped_memory() : NULL;
    bool done = false;
    if (block != NULL && !atomic_flag_test_and_set(&block->busy)) {
        done = block_take(block, bytes, count);
        atomic_flag_clear(&block->busy);
    }
    return done || generator_fill(bytes, count);
}

const connect_random random_system = { sizeof(connect_random), NULL, system_fill };

/*
 * Rule: a client token is a UUID of version 4.  Source: RFC 9562, 5.4; Smithy, idempotencyToken
 * trait.  Test: a_uuid_is_of_version_4.
 */
bool random_uuid(const connect_random *random, char *out)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[16];
    if (!random->fill(random->user, bytes, sizeof bytes)) {
        out[0] = '\0';
        return false;
    }
    bytes[6] = (uint8_t)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (uint8_t)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof bytes; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) {
            *out++ = '-';
        }
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 0x0f];
    }
    *out = '\0';
    return true;
}

double random_unit(const connect_random *random)
{
    uint64_t bits;
    if (!random->fill(random->user, &bits, sizeof bits)) {
        return 0.5;
    }
    return (double)(bits >> 11) / 9007199254740992.0;
}
