/*
 * See replay.h.
 */
#include "state/replay.h"

#include "base/alloc.h"
#include "core/buf.h"
#include "core/mem.h"

static char *key_of(const char *operation, const char *token)
{
    struct buf key = BUF_INIT(4096);

    buf_printf(&key, "%s %s", operation, token);
    return check_alloc(buf_take(&key));
}

static void forget(struct replays *replays, struct replay *replay)
{
    if (replay->key == NULL) {
        return;
    }
    map_remove(&replays->by_key, replay->key);
    mem_free(replay->key);
    json_decref(replay->input);
    mem_free(replay->response);
    *replay = (struct replay){ 0 };
}

const struct replay *replay_find(const struct replays *replays, const char *operation,
                                 const char *token)
{
    char *key = key_of(operation, token);
    const struct replay *replay = map_get(&replays->by_key, key);

    mem_free(key);
    return replay;
}

void replay_remember(struct replays *replays, const char *operation, const char *token,
                     json_t *input, const char *response)
{
    if (replays->ring == NULL) {
        replays->ring = check_alloc(mem_calloc(REPLAYS_MAX, sizeof *replays->ring));
    }

    struct replay *replay = &replays->ring[replays->next];

    forget(replays, replay);
    *replay = (struct replay){ key_of(operation, token), json_incref(input),
                               check_alloc(mem_strdup(response)) };
    map_put(&replays->by_key, replay->key, replay);
    replays->next = (replays->next + 1) % REPLAYS_MAX;
}

void replays_free(struct replays *replays)
{
    for (size_t i = 0; replays->ring != NULL && i < REPLAYS_MAX; i++) {
        forget(replays, &replays->ring[i]);
    }
    mem_free(replays->ring);
    map_free(&replays->by_key);
}
