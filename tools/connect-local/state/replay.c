/*
 * See replay.h.
 */
#include "state/replay.h"

#include "core/mem.h"

#include <string.h>

void replay_digest(const json_t *input, unsigned char digest[DIGEST_SIZE])
{
    char *text = check_alloc(json_dumps(input, JSON_COMPACT | JSON_SORT_KEYS));

    digest_sha256(text, strlen(text), digest);
    free(text);
}

static void remove_oldest(struct replays *replays)
{
    struct replay *replay = &replays->ring[replays->first];

    if (map_get(&replays->by_key, replay->key) == replay) {
        map_remove(&replays->by_key, replay->key);
    }
    replays->bytes -= replay->size;
    mem_free(replay->key);
    mem_free(replay->response);
    *replay = (struct replay){ 0 };
    replays->first = (replays->first + 1) % REPLAYS_MAX;
    replays->count--;
}

static void remove_old(struct replays *replays, int64_t now)
{
    while (replays->count > 0 && replays->ring[replays->first].at + REPLAY_AGE_MAX_MS <= now) {
        remove_oldest(replays);
    }
}

const struct replay *replay_find(struct replays *replays, const char *key, int64_t now)
{
    remove_old(replays, now);
    return map_get(&replays->by_key, key);
}

void replay_add(struct replays *replays, const char *key, const unsigned char digest[DIGEST_SIZE],
                const char *response, int64_t now)
{
    size_t size = strlen(key) + strlen(response);

    if (replays->ring == NULL) {
        replays->ring = check_alloc(mem_calloc(REPLAYS_MAX, sizeof *replays->ring));
    }
    while (replays->count == REPLAYS_MAX ||
           (replays->count > 0 && replays->bytes + size > REPLAYS_BYTES_MAX)) {
        remove_oldest(replays);
    }

    struct replay *replay = &replays->ring[(replays->first + replays->count) % REPLAYS_MAX];

    *replay = (struct replay){ .key = check_alloc(mem_strdup(key)),
                               .response = check_alloc(mem_strdup(response)),
                               .size = size,
                               .at = now };
    memcpy(replay->digest, digest, DIGEST_SIZE);
    map_put(&replays->by_key, key, replay);
    replays->count++;
    replays->bytes += size;
}

void replays_free(struct replays *replays)
{
    while (replays->count > 0) {
        remove_oldest(replays);
    }
    mem_free(replays->ring);
    map_free(&replays->by_key);
    *replays = (struct replays){ 0 };
}
