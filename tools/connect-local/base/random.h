/*
 * Random bytes that repeat when there is a seed.
 *
 * Each purpose has a stream of its own, so that the ids of resources do not depend on how many
 * requests were sent in between.
 */
#ifndef LOCAL_BASE_RANDOM_H
#define LOCAL_BASE_RANDOM_H

#include "base/digest.h"
#include "core/mem.h"

#include <stdatomic.h>
#include <stdint.h>

/* A zeroed struct is a stream of the system's random generator. */
struct random_stream {
    bool seeded;
    unsigned char key[DIGEST_SIZE];
    _Atomic uint64_t counter;
};

/* Starts the stream of a seed anew. */
void random_stream_seed(struct random_stream *stream, int64_t seed, const char *purpose);
/* All of these may be called by any thread, with NULL for the system's generator. */
void random_stream_fill(struct random_stream *stream, void *bytes, size_t size);
/* A version 4 UUID in lower case; `out` has at least 37 bytes. */
void random_stream_uuid(struct random_stream *stream, char *out);
/* Uniform in [0, 1). */
double random_stream_unit(struct random_stream *stream);
/* A string of `size` characters of the alphabet, in the arena. */
const char *random_stream_string(struct random_stream *stream, struct arena *arena,
                                 const char *alphabet, size_t size);

/* Their sizes are powers of two, so that each character is as likely as the others. */
#define ALPHABET_BASE64 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#define ALPHABET_KEY_ID "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

#endif
