/*
 * See random.h. The bytes of a seeded stream are SHA-256 of its key and a counter.
 */
#include "base/random.h"

#include "core/random.h"

#include <string.h>

void random_stream_seed(struct random_stream *stream, int64_t seed, const char *purpose)
{
    char text[64];
    int size = snprintf(text, sizeof text, "%lld %s", (long long)seed, purpose);

    digest_sha256(text, (size_t)size, stream->key);
    stream->seeded = true;
    atomic_store(&stream->counter, 0);
}

static void next_block(struct random_stream *stream, unsigned char block[DIGEST_SIZE])
{
    unsigned char input[DIGEST_SIZE + 8];
    uint64_t number = atomic_fetch_add(&stream->counter, 1);

    memcpy(input, stream->key, DIGEST_SIZE);
    for (size_t i = 0; i < 8; i++) {
        input[DIGEST_SIZE + i] = (unsigned char)(number >> (8 * i));
    }
    digest_sha256(input, sizeof input, block);
}

void random_stream_fill(struct random_stream *stream, void *bytes, size_t size)
{
    unsigned char *at = bytes, block[DIGEST_SIZE];

    if (stream == NULL || !stream->seeded) {
        check_system(random_system.fill(random_system.user, bytes, size), "the random generator");
        return;
    }
    while (size > 0) {
        size_t part = size < DIGEST_SIZE ? size : DIGEST_SIZE;

        next_block(stream, block);
        memcpy(at, block, part);
        at += part;
        size -= part;
    }
}

static bool fill_random(void *user, void *bytes, size_t size)
{
    random_stream_fill(user, bytes, size);
    return true;
}

void random_stream_uuid(struct random_stream *stream, char *out)
{
    const connect_random source = { sizeof source, stream, fill_random };

    (void)random_uuid(&source, out);
}

double random_stream_unit(struct random_stream *stream)
{
    const connect_random source = { sizeof source, stream, fill_random };

    return random_unit(&source);
}

const char *random_stream_string(struct random_stream *stream, struct arena *arena,
                                 const char *alphabet, size_t size)
{
    size_t letters = strlen(alphabet);
    unsigned char *bytes = check_alloc(arena_alloc(arena, size + 1));

    random_stream_fill(stream, bytes, size);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (unsigned char)alphabet[bytes[i] % letters];
    }
    bytes[size] = '\0';
    return (const char *)bytes;
}
