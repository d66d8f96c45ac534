/*
 * See history.h.
 */
#include "state/history.h"

#include "base/alloc.h"
#include "core/mem.h"

void history_init(struct history *history)
{
    *history = (struct history){ 0 };
    check_system(pthread_mutex_init(&history->lock, NULL) == 0, "creating a mutex");
}

void history_free(struct history *history)
{
    for (size_t i = 0; i < HISTORY_MAX; i++) {
        mem_free(history->records[i]);
    }
    pthread_mutex_destroy(&history->lock);
}

void history_add(struct history *history, char *record)
{
    pthread_mutex_lock(&history->lock);

    char **place = &history->records[++history->last % HISTORY_MAX];

    mem_free(*place);
    *place = record;
    if (history->notify != NULL) {
        history->notify(history->user);
    }
    pthread_mutex_unlock(&history->lock);
}

const char *history_next(const struct history *history, uint64_t *number)
{
    uint64_t oldest = history->last > HISTORY_MAX ? history->last - HISTORY_MAX + 1 : 1;
    uint64_t next = *number + 1 > oldest ? *number + 1 : oldest;

    /* A number from before a restart is above all of ours: start again. */
    if (*number > history->last) {
        next = oldest;
    }
    if (next > history->last) {
        return NULL;
    }
    *number = next;
    return history->records[next % HISTORY_MAX];
}
