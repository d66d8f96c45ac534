/*
 * Client tokens: a request that is repeated with the same token gets the response of the first one
 * and changes nothing.
 *
 * What is remembered of a request is a digest of its input and the response. It is forgotten after
 * a day, and earlier when there are too many or their responses take too much memory: a client
 * that retries does so within seconds.
 */
#ifndef LOCAL_STATE_REPLAY_H
#define LOCAL_STATE_REPLAY_H

#include "base/digest.h"
#include "base/map.h"

#include <jansson.h>

#include <stdint.h>

#define REPLAYS_MAX 20000
#define REPLAYS_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define REPLAY_AGE_MAX_MS (24 * 60 * 60 * INT64_C(1000))

struct replay {
    char *key;
    unsigned char digest[DIGEST_SIZE]; /* of the input */
    char *response;
    size_t size; /* of key and response */
    int64_t at;  /* milliseconds since the epoch */
};

/* A zeroed struct is empty. */
struct replays {
    struct map by_key;
    struct replay *ring; /* from `first` on, the oldest first */
    size_t first, count;
    size_t bytes;
};

/* The digest of an input; the order of its members does not matter. */
void replay_digest(const json_t *input, unsigned char digest[DIGEST_SIZE]);

/* `key` names account, region, operation and token. NULL when there is none any more. */
const struct replay *replay_find(struct replays *replays, const char *key, int64_t now);
void replay_add(struct replays *replays, const char *key, const unsigned char digest[DIGEST_SIZE],
                const char *response, int64_t now);
void replays_free(struct replays *replays);

#endif
